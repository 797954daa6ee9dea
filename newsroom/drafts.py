"""What somebody has typed and not saved, and who else has the story open.

A draft is one person's, kept as they type, and never part of the story: it goes when they save,
or when they throw it away. Presence is what a browser last told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db.models.functions import Now

from newsroom.body import clean
from newsroom.merging import FIELDS, Text, merge
from newsroom.models import Draft, Presence, Revision, Story
from newsroom.saves import base_of

#: The fields of a story's form that a draft keeps.
KEPT = (*FIELDS, "slug", "section", "language", "owner")
#: Letters of a draft: more than a story has, less than a database should be sent every 5 seconds.
LONGEST = 1_000_000
#: After how long without a word from the browser somebody counts as gone.
GONE_AFTER = timedelta(seconds=45)


class TooLong(Exception):  # noqa: N818
    """A draft that is not kept. Its message is for people."""


@dataclass(frozen=True)
class Other:
    """Somebody else who has the story open."""

    name: str
    #: When they last typed what they have not saved; None where they have saved everything.
    unsaved_at: datetime | None


def keep_draft(
    story: Story, by: User, *, edits: int, text: Mapping[str, str], saved: Revision
) -> Draft | None:
    """Keeps it in the place of the one before. What says the same as `saved` is no draft."""
    kept = {name: str(text[name]).replace("\0", "") for name in KEPT if name in text}
    if sum(map(len, kept.values())) > LONGEST:
        raise TooLong(f"What you typed is longer than {LONGEST:,} letters, and is not kept.")
    if says_the_same(kept, saved):
        forget_draft(story, by)
        return None
    draft = Draft(story=story, by=by, edits=edits, text=kept)
    Draft.objects.bulk_create(
        [draft],
        update_conflicts=True,
        unique_fields=["story", "by"],
        update_fields=["edits", "text", "at"],
    )
    return draft


def keep_beside(
    story: Story, by: User, *, edits: int, text: Mapping[str, str], saved: Revision
) -> Draft | None:
    """The same where another draft waits, which is not lost: both are kept in one."""
    held = draft_of(story, by)
    if held is not None and text_of(held.text) != text_of(text):
        both = merge(base_of(story, edits), text_of(text), text_of(held.text)).text
        text = {**text, **{name: getattr(both, name) for name in FIELDS}}
        edits = min(edits, held.edits)
    return keep_draft(story, by, edits=edits, text=text, saved=saved)


def says_the_same(kept: Mapping[str, str], saved: Revision) -> bool:
    return _cleaned(text_of(kept)) == _cleaned(Text.of(saved))


def text_of(kept: Mapping[str, str]) -> Text:
    """The text of a draft, or of a form that was sent."""
    # A form sends the ends of lines as a text file of Windows has them.
    return Text(**{name: kept.get(name, "").replace("\r\n", "\n") for name in FIELDS})


def _cleaned(text: Text) -> Text:
    return replace(text, body=clean(text.body), standfirst=text.standfirst.strip())


def draft_of(story: Story, by: User) -> Draft | None:
    return Draft.objects.filter(story=story, by=by).first()


def forget_draft(story: Story, by: User) -> None:
    Draft.objects.filter(story=story, by=by).delete()


def note_presence(story: Story, who: User) -> None:
    Presence.objects.bulk_create(
        [Presence(story=story, who=who, seen_at=Now())],
        update_conflicts=True,
        unique_fields=["story", "who"],
        update_fields=["seen_at"],
    )


def others_at(story: Story, who: User) -> list[Other]:
    """Whoever else was here within the last moments, by the database's clock."""
    present = (
        Presence.objects.filter(story=story, seen_at__gt=Now() - GONE_AFTER)
        .exclude(who=who)
        .select_related("who")
        .order_by("who__username")
    )
    typed = dict(Draft.objects.filter(story=story).values_list("by", "at"))
    return [Other(one.who.get_username(), typed.get(one.who_id)) for one in present]
