"""Tables of parties: what one row of them tells, in words that claim no more than the lists do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.reading import as_of, standing
from newsroom.reading.about import claim_counts
from newsroom.reading.dossier import is_held, recency, was_known
from newsroom.reading.wording import short
from sanctions.models import Designation, DeskRecord, DeskRecordParty, Party
from sanctions.querysets import PartyQuerySet


@dataclass(frozen=True)
class Row:
    """A person in a list. `state` is "listed", "gone", "unclear" or "" for who is on no list.

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
    #: As of a day: what the state rests on, and where each entry stood under each programme.
    why: str = ""
    on_day: tuple[as_of.OnDay, ...] = ()
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


def rows_of(
    people: PartyQuerySet, announcement: int | None = None, day: date | None = None
) -> list[Row]:
    """The rows of a table of parties, in its order. Four statements, however many.

    `announcement` is the document that the page is about: posts in its words need not say so.
    `day` is the one as of which they are told; without, it is by the latest lists.
    """
    parties = list(people)
    keys = [party.pk for party in parties]
    designations: dict[int, list[Designation]] = {key: [] for key in keys}
    found = Designation.objects.counted().with_seen_to()
    for one in (
        (found.with_seen_from() if day else found)
        .filter(entry__party__in=Party.objects.standing_for(keys))
        .select_related("entry__list", "entry__party", "programme")
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
        _row(party, designations[party.pk], posts[party.pk], claims[party.pk], announcement, day)
        for party in parties
    ]


def _row(
    party: Party,
    designations: Sequence[Designation],
    posts: Sequence[DeskRecord],
    claims: int,
    announcement: int | None,
    day: date | None,
) -> Row:
    known = [one for one in posts if day is None or was_known(one, day)]
    position = max(known, key=lambda post: recency(post, day), default=None)
    told = as_of.answers(designations, day) if day else []
    if day:
        state = as_of.STATES[as_of.together(told)] if told else ""
        shown = [one.designation for one in as_of.deciding(told)] if state == "listed" else []
    else:
        current = [one for one in designations if standing.is_open(one)]
        state = "listed" if current else "gone" if designations else ""
        shown = current or list(designations)
    first = min(shown, key=_begun, default=None)
    seen_to = max((one.seen_to or one.first_seen for one in shown), default=None)  # type: ignore[attr-defined]
    words = as_of.TOLD if day else as_of.TOLD | {"gone": "No longer listed"}
    return Row(
        party=party,
        position=position,
        post=_post(position, day),
        post_by=_post_by(position, announcement),
        entries=tuple(dict.fromkeys(one.entry.number for one in designations)),
        listed=standing.listed_short(first) if first else "",
        state=state,
        told=words.get(state, "On no list held"),
        seen_to=None if day else seen_to,
        claims=claims,
        why=as_of.why(told),
        on_day=tuple(told),
    )


def _post(position: DeskRecord | None, day: date | None) -> str:
    if position is None:
        return ""
    return position.title if is_held(position, day) else f"Formerly {position.title}"


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
