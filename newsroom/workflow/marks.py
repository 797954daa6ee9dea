"""A claim that has lost its place in the text is given it back, by a person and one by one."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.db import transaction

from newsroom.body import text_of
from newsroom.logbook import log
from newsroom.lost_marks import lost
from newsroom.merging import LINES
from newsroom.models import Claim, Revision
from newsroom.workflow.errors import Conflict, WorkflowError
from newsroom.workflow.locks import current_claim
from newsroom.workflow.text import save_text


@transaction.atomic
def mark_again(claim: Claim, *, by: User, edits: int) -> Revision:
    """Puts the claim's mark over its old words, where these stand exactly once in the saved text.

    `edits` are those of the text that the person looked at; another is refused.
    """
    current = current_claim(claim, even_if_changed=True)
    revision = current.revision
    if revision.edits != edits:
        raise Conflict(revision)
    found = lost([current], revision.body)
    if not found:
        raise WorkflowError("The claim stands in the text already.")
    if not found[0].is_offered:
        raise WorkflowError(found[0].told)
    text = text_of(revision.body)
    (place,) = text.places(found[0].words)
    saved = save_text(
        revision,
        by=by,
        edits=edits,
        **{name: getattr(revision, name) for name in LINES},
        body=text.marked(place, current.key),
    )
    log(by, revision.story, f"Marked “{found[0].words}” again.")
    return saved
