"""A story that came as a file becomes one of ours, or the text of one that is being written.

A mark's key belongs to one story. So the marks in a file stay only where they are the story's own,
or where a newsroom like this one wrote the file out and none of its claims is here.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from newsroom.body import clean
from newsroom.logbook import log
from newsroom.manuscripts import Manuscript
from newsroom.merging import LINES
from newsroom.models import Claim, Revision, SavedText, Story
from newsroom.workflow.errors import WorkflowError
from newsroom.workflow.text import save_text, slug_problem, start_story, working_revision

_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


@transaction.atomic
def bring_in(manuscript: Manuscript, *, by: User, slug: str = "") -> Story:
    """A new story, a draft; at `slug`, or where the file or its headline says."""
    _refuse_long(manuscript)
    if slug := slug or manuscript.slug:
        _refuse_slug(slug, given=manuscript.slug != slug)
    columns: dict[str, Any] = {name: getattr(manuscript, name) for name in LINES}
    filed = {name: getattr(manuscript, name) for name in ("section", "language")}
    columns |= {name: value for name, value in filed.items() if value}
    story = start_story(
        by=by,
        slug=slug,
        body=clean(manuscript.body, without=foreign_marks(manuscript)),
        why=SavedText.Why.IMPORTED,
        **columns,
    )
    log(by, story, "Brought in from a file.")
    return story


@transaction.atomic
def bring_into(story: Story, manuscript: Manuscript, *, by: User, edits: int) -> Revision:
    """The file's text in place of what is being written, as a save.

    `edits` are those of the newest text when it was looked at; another is refused. What the file
    does not tell, as who wrote it, stays as it is.
    """
    _refuse_long(manuscript)
    revision = working_revision(story, by)
    saved = save_text(
        revision,
        by=by,
        edits=edits,
        body=clean(manuscript.body, without=foreign_marks(manuscript, story)),
        why=SavedText.Why.IMPORTED,
        **{name: getattr(manuscript, name) or getattr(revision, name) for name in LINES},
    )
    log(by, story, "Brought another text in from a file.")
    return saved


def foreign_marks(manuscript: Manuscript, story: Story | None = None) -> list[str]:
    """The keys in a file whose marks are taken off."""
    keys = manuscript.keys
    here = Claim.objects.filter(key__in=keys)
    if story is None:
        return keys if not manuscript.is_ours or here.exists() else []
    ours = set(here.filter(revision__story=story).values_list("key", flat=True))
    return [key for key in keys if key not in ours]


def _refuse_long(manuscript: Manuscript) -> None:
    for model, names in ((Revision, LINES), (Story, ("section", "language"))):
        for name in names:
            most = _longest(model, name)
            if (length := len(getattr(manuscript, name))) > most:
                raise WorkflowError(
                    f"The {name} in the file is {length:,} characters long; at most {most:,} fit: "
                    f"“{getattr(manuscript, name)[:60]}…”. Shorten it there."
                )


def _refuse_slug(slug: str, *, given: bool) -> None:
    where = "" if given else " The file names this address: give another with --slug."
    most = _longest(Story, "slug")
    if not _SLUG.fullmatch(slug) or len(slug) > most:
        raise WorkflowError(
            f"“{slug[:80]}” cannot be an address: take letters, digits and hyphens, at most {most}."
            f"{where}"
        )
    if problem := slug_problem(slug):
        raise WorkflowError(f"{problem}{where}")


def _longest(model: type[Model], name: str) -> int:
    return int(getattr(model._meta.get_field(name), "max_length", 0))
