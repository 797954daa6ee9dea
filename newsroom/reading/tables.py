"""Tables of parties: what one row of them tells, in words that claim no more than the lists do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.reading import as_of, standing
from newsroom.reading.about import claim_counts
from newsroom.reading.dossier import post_words, recency, was_known
from newsroom.reading.wording import joined, short, short_title
from sanctions.models import Designation, DeskRecord, DeskRecordParty, Party
from sanctions.querysets import PartyQuerySet


@dataclass(frozen=True)
class Place:
    """Where somebody stands on one list: its short title, the numbers there, and since when."""

    list: str
    numbers: tuple[str, ...]
    listed: str


@dataclass(frozen=True)
class Row:
    """A person in a list. `state` is "listed", "gone", "unclear" or "" for who is on no list.

    The names are, as of a day, those of that day or the last before it; `is_named_later` where
    only later lists give one. `post_by` says whose words the post is in, where the page does not
    say so already. `by_list` names the lists by which the state is told.
    """

    party: Party
    name: str
    listed_name: str
    is_named_later: bool
    position: DeskRecord | None
    post: str
    post_by: str
    places: tuple[Place, ...]
    listed: str
    state: str
    told: str
    seen_to: date | None
    by_list: str
    claims: int
    #: As of a day: what the state rests on, and where each entry stood under each programme.
    why: str = ""
    on_day: tuple[as_of.OnDay, ...] = ()
    #: Its part in an action, where the table is an action's.
    role: str = ""

    @property
    def entries(self) -> tuple[str, ...]:
        return tuple(number for place in self.places for number in place.numbers)


@dataclass(frozen=True)
class Slip:
    """A name that the announcement spells otherwise than the list."""

    written: str
    party: Party


def day_of(rows: Sequence[Row]) -> date | None:
    """The day of the list by which all these rows stand; None where they stand by several."""
    days = {row.seen_to for row in rows if row.seen_to}
    return days.pop() if len(days) == 1 and not of_several_lists(rows) else None


def of_several_lists(rows: Sequence[Row]) -> bool:
    """Whether the table has to say of which list a number or a day is."""
    return len({place.list for row in rows for place in row.places}) > 1


def rows_of(
    people: PartyQuerySet, announcement: int | None = None, day: date | None = None
) -> list[Row]:
    """The rows of a table of parties, in its order. Four statements, five with a day.

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
    entries = [one.entry_id for theirs in designations.values() for one in theirs]
    names = as_of.names_then(entries, day) if day else {}
    return [
        _row(
            party,
            designations[party.pk],
            posts[party.pk],
            claims[party.pk],
            announcement,
            day,
            names,
        )
        for party in parties
    ]


def _row(
    party: Party,
    designations: Sequence[Designation],
    posts: Sequence[DeskRecord],
    claims: int,
    announcement: int | None,
    day: date | None,
    names: Mapping[int, str],
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
    seen_to = max(map(_seen_to, shown), default=None)
    listed_name = party.listed_name
    if day:
        # A number that its list gave out after that day is not told of it.
        designations = [one for one in designations if one in shown or one.entry_id in names]
        listed_name = next((names[o.entry_id] for o in designations if o.entry_id in names), "")
    words = as_of.TOLD if day else as_of.TOLD | {"gone": "No longer listed"}
    return Row(
        party=party,
        name=party.desk_name or listed_name or party.name,
        listed_name=listed_name,
        is_named_later=bool(day) and not party.desk_name and not listed_name,
        position=position,
        post=post_words(position, day) if position else "",
        post_by=_post_by(position, announcement),
        places=tuple(_places(designations, shown)),
        listed=standing.listed_short(first) if first else "",
        state=state,
        told=words.get(state, "On no list held"),
        seen_to=None if day else seen_to,
        by_list=joined(
            list(
                dict.fromkeys(
                    short_title(one.entry.list.title) for one in shown if _seen_to(one) == seen_to
                )
            )
        )
        if shown
        else "",
        claims=claims,
        why=as_of.why(told),
        on_day=tuple(told),
    )


def _places(designations: Sequence[Designation], shown: Sequence[Designation]) -> Iterator[Place]:
    """One for each list, with the first day of what is `shown` of it."""
    by_list: dict[str, list[Designation]] = {}
    for one in designations:
        by_list.setdefault(short_title(one.entry.list.title), []).append(one)
    for title, found in by_list.items():
        first = min((one for one in shown if one in found), key=_begun, default=None)
        yield Place(
            title,
            tuple(dict.fromkeys(one.entry.number for one in found)),
            standing.listed_short(first) if first else "",
        )


def _seen_to(designation: Designation) -> date:
    seen_to: date | None = designation.seen_to  # type: ignore[attr-defined]  # an annotation
    return seen_to or designation.first_seen


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
