"""Tables of parties: what one row of them tells, in words that claim no more than the lists do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.reading import standing
from newsroom.reading.about import claim_counts
from newsroom.reading.dossier import is_held, recency
from newsroom.reading.wording import short
from sanctions.models import Designation, DeskRecord, DeskRecordParty, Party
from sanctions.querysets import PartyQuerySet


@dataclass(frozen=True)
class Row:
    """A person in a list. `state` is "listed", "gone" or "" for who is on no list.

    `post_by` says whose words the post is in, where the page does not say so already.
    """

    party: Party
    position: DeskRecord | None
    post: str
    post_by: str
    entries: tuple[str, ...]
    listed: str
    state: str
    told: str
    seen_to: date | None
    claims: int
    #: Its part in an action, where the table is an action's.
    role: str = ""


@dataclass(frozen=True)
class Slip:
    """A name that the announcement spells otherwise than the list."""

    written: str
    party: Party


def day_of(rows: Sequence[Row]) -> date | None:
    """The day of the list by which all these rows stand; None where they stand by several."""
    days = {row.seen_to for row in rows if row.seen_to}
    return days.pop() if len(days) == 1 else None


def rows_of(people: PartyQuerySet, announcement: int | None = None) -> list[Row]:
    """The rows of a table of parties, in its order. Four statements, however many.

    `announcement` is the document that the page is about: posts in its words need not say so.
    """
    parties = list(people)
    keys = [party.pk for party in parties]
    designations: dict[int, list[Designation]] = {key: [] for key in keys}
    for one in (
        Designation.objects.filter(entry__party__in=Party.objects.standing_for(keys))
        .with_seen_to()
        .select_related("entry__list", "entry__party")
        .order_by("first_seen", "pk")
    ):
        designations[one.entry.party.merged_into_id or one.entry.party_id].append(one)
    posts: dict[int, list[DeskRecord]] = {key: [] for key in keys}
    for part in (
        DeskRecordParty.objects.filter(party__in=Party.objects.standing_for(keys))
        .filter(role=DeskRecordParty.Role.HOLDER)
        .filter(desk_record__in=DeskRecord.objects.public().filter(kind=DeskRecord.Kind.POSITION))
        .select_related("desk_record__document", "party")
    ):
        posts[part.party.merged_into_id or part.party_id].append(part.desk_record)
    claims = claim_counts(keys)
    return [
        _row(party, designations[party.pk], posts[party.pk], claims[party.pk], announcement)
        for party in parties
    ]


def _row(
    party: Party,
    designations: Sequence[Designation],
    posts: Sequence[DeskRecord],
    claims: int,
    announcement: int | None,
) -> Row:
    position = max(posts, key=recency, default=None)
    current = [one for one in designations if standing.is_open(one)]
    shown = current or list(designations)
    first = min(shown, key=_begun, default=None)
    seen_to = max((one.seen_to or one.first_seen for one in shown), default=None)  # type: ignore[attr-defined]
    return Row(
        party=party,
        position=position,
        post=_post(position),
        post_by=_post_by(position, announcement),
        entries=tuple(dict.fromkeys(one.entry.number for one in designations)),
        listed=standing.listed_short(first) if first else "",
        state="listed" if current else "gone" if designations else "",
        told="Listed" if current else "No longer listed" if designations else "On no list held",
        seen_to=seen_to,
        claims=claims,
    )


def _post(position: DeskRecord | None) -> str:
    if position is None:
        return ""
    return position.title if is_held(position) else f"Formerly {position.title}"


def _post_by(position: DeskRecord | None, announcement: int | None) -> str:
    document = position.document if position else None
    if document is None or document.access != "public" or document.pk == announcement:
        return ""
    return (
        f"{document.publisher}, {short(document.dated)}" if document.dated else document.publisher
    )


def _begun(designation: Designation) -> tuple[date, int]:
    day = standing.first_day(designation)
    return (day.latest if day else designation.first_seen, designation.pk)
