"""A save that came late: both texts, where they collide, and the two in one, ready to be saved."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.utils.safestring import mark_safe

from newsroom.admin.difference import differing
from newsroom.body import clean
from newsroom.drafts import KEPT, TooLong, keep_draft
from newsroom.merging import FIELDS, LINES, Merged, Text
from newsroom.models import Claim, Revision

if TYPE_CHECKING:
    from newsroom.admin.forms import StoryForm

#: Of the story itself, and not of its text: the one who saves last says them.
_OF_THE_STORY = [name for name in KEPT if name not in FIELDS]


def keep_late_text(form: StoryForm, by: User) -> None:
    """What could not be saved stays its writer's draft, as they sent it."""
    if form.conflict and form.late and form.late_edits is not None:
        sent = {name: str(form.data[name]) for name in KEPT if name in form.data}
        sent |= {name: getattr(form.late, name) for name in FIELDS}
        with suppress(TooLong):  # the page shows it, and the form holds it
            keep_draft(form.instance, by, edits=form.late_edits, text=sent, saved=form.conflict)


def conflict_context(form: StoryForm) -> dict[str, Any] | None:
    if not (form.conflict and form.late and form.merged):
        return None
    saved, late, merged = form.conflict, form.late, form.merged
    theirs = Text.of(saved)
    return {
        "by": saved.saved_by,
        "at": saved.saved_at,
        "fields": [
            (_label(form, name), getattr(theirs, name), getattr(late, name))
            for name in LINES
            if getattr(theirs, name) != getattr(late, name)
        ],
        "of_the_story": _of_the_story(form),
        "bodies_differ": clean(theirs.body) != clean(late.body),
        # Both come from `clean`: what is safe for readers is safe here.
        "theirs_html": mark_safe(clean(theirs.body)),  # noqa: S308
        "mine_html": mark_safe(clean(late.body)),  # noqa: S308
        "collisions": merged.collisions,
        "of_mine": merged.of_mine,
        "of_theirs": merged.of_theirs,
        "twice": _claims(saved, merged),
        "brought": differing(theirs, merged.text),
    }


def _claims(saved: Revision, merged: Merged) -> list[str]:
    """The words of claims that stand at two places of the merged text."""
    words = dict(
        Claim.objects.filter(revision=saved, key__in=merged.twice).values_list("key", "words")
    )
    return [words.get(key, key) for key in merged.twice]


def _of_the_story(form: StoryForm) -> list[tuple[str, str, str]]:
    """What the story's own fields hold, and what was to be put there."""
    found = []
    for name in _OF_THE_STORY:
        field = form.fields.get(name)
        if field is None or field.disabled or name not in form.data:
            continue
        held, sent = form.initial.get(name), form.data[name]
        if field.has_changed(held, sent):
            found.append((_label(form, name), _shown(name, held), _shown(name, sent)))
    return found


def _shown(name: str, value: Any) -> str:
    if name == "owner" and str(value).isdecimal():
        return str(User.objects.filter(pk=value).first() or value)
    return str(value or "")


def _label(form: StoryForm, name: str) -> str:
    return str(form.fields[name].label or name.capitalize())
