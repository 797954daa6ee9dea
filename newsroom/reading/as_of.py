"""As of a day, for readers: the day that they ask for, and the answers in words.

An answer always names the lists, or the dated word, that it rests on. Who may have been listed is
never told as listed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from django.http import QueryDict

from newsroom.reading.wording import capitalised, long, short_title, when
from sanctions.dates import read_day
from sanctions.history import Answer, AsOf, Word, as_of, combined
from sanctions.models import Designation, EntryVersion, ListVersion

#: Above every version's number, where a wording has no end.
_NO_END = 2**31 - 1
#: The parameter of an address.
ON = "on"
#: Words for a state, as tables show it.
STATES = {Answer.YES: "listed", Answer.NO: "gone", Answer.CANNOT_TELL: "unclear"}
TOLD = {"listed": "Listed", "gone": "Not listed", "unclear": "Cannot tell"}


def day_asked(query: QueryDict) -> date | None:
    """The day that an address asks for; None where it asks for none."""
    text = query.get(ON, "").strip()
    try:
        return read_day(text) if text else None
    except ValueError as error:
        raise BadRequest(f"{ON}: {error}") from error


class DayField(forms.CharField):
    """A day in a form whose choices are in the address."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: object) -> date | None:  # type: ignore[override]
        text = super().to_python(value)
        try:
            return read_day(text) if text else None
        except ValueError as error:
            raise ValidationError(str(error)) from error


@dataclass(frozen=True)
class OnDay:
    """Where one entry stood under one programme, with the designations that it rests on."""

    designations: tuple[Designation, ...]
    found: AsOf

    @property
    def designation(self) -> Designation:
        """The newest listing that had begun by then, else the first one."""
        begun = [one for one in self.designations if one.first_seen <= self.found.day]
        return begun[-1] if begun else self.designations[0]

    @property
    def state(self) -> str:
        return STATES[self.found.answer]

    @property
    def told(self) -> str:
        return TOLD[self.state]

    @property
    def evidence(self) -> str:
        return capitalised(evidence(self.found))


def answers(designations: Iterable[Designation], day: date) -> list[OnDay]:
    """One for each entry and programme, in the order of their first designations.

    The designations come with `seen_from` and `seen_to`.
    """
    places: dict[tuple[int, int], list[Designation]] = {}
    for one in designations:
        places.setdefault((one.entry_id, one.programme_id), []).append(one)
    told = []
    for spells in places.values():
        spells.sort(key=lambda one: one.spell)
        found = as_of(spells, day, seen_from=spells[0].seen_from, seen_to=spells[0].seen_to)  # type: ignore[attr-defined]
        told.append(OnDay(tuple(spells), found))
    return told


def names_then(entries: Iterable[int], day: date) -> dict[int, str]:
    """What each entry was called that day, or on the last list before it; one statement.

    Who stood on none of these lists has no name here.
    """
    in_force = ListVersion.objects.applied().filter(
        list=OuterRef("entry__list"),
        dated__lte=day,
        sequence__gte=OuterRef("span__startswith"),
        sequence__lt=Coalesce(OuterRef("span__endswith"), _NO_END),
    )
    found = (
        EntryVersion.objects.filter(Exists(in_force), entry__in=set(entries))
        .order_by("entry", "-span")
        .distinct("entry")
        .values_list("entry", "content__name")
    )
    return {entry: name for entry, name in found if name}


def together(told: Sequence[OnDay]) -> Answer:
    return combined(one.found.answer for one in told)


def deciding(told: Sequence[OnDay]) -> list[OnDay]:
    """Those whose answer is that of all together."""
    answer = together(told)
    return [one for one in told if one.found.answer is answer]


def why(told: Sequence[OnDay]) -> str:
    """What the answer of all together rests on, list by list where there are several."""
    titles = {one.designation.entry.list.title for one in told}
    by_list: dict[str, str] = {}
    for one in deciding(told):
        by_list.setdefault(one.designation.entry.list.title, evidence(one.found))
    return "; ".join(
        f"{short_title(title)}: {words}" if len(titles) > 1 else words
        for title, words in by_list.items()
    )


def evidence(found: AsOf) -> str:
    """“on the lists of 3 May 2024 and 23 July 2026”, “the lists held here cannot tell: …”."""
    if found.answer is Answer.CANNOT_TELL:
        return f"the lists held here cannot tell: {_open(found)}"
    listed = found.answer is Answer.YES
    before, after, word = found.before, found.after, found.word
    if word:
        return _by_word(found, word, listed=listed)
    if before and before.day == found.day:
        return "on the list of that day" if listed else "absent from the list of that day"
    # The two are the ends of a stretch: the lists nearest to the day lie between them.
    days = " to ".join(long(one.day) for one in (before, after) if one)
    told = f"every list held from {days} that tells of it"
    return f"on {told}" if listed else f"absent from {told}"


def _by_word(found: AsOf, word: Word, *, listed: bool) -> str:
    before = f"on the list of {long(found.before.day)}; " if found.before else ""
    if word.end == "delisted":
        is_span = word.day.precision == "span"
        not_before = f"not delisted before {long(word.day.earliest) if is_span else word.day}"
        return f"{before}{not_before}" if listed else f"delisted {when(word.day)}"
    if listed:
        seen = f"; on the list of {long(found.after.day)}" if found.after else ""
        return f"listed {when(word.day)}{seen}"
    if found.before:
        return f"absent from the list of {long(found.before.day)}; listed only {when(word.day)}"
    return f"first listed, by a dated source, {when(word.day)}"


def _open(found: AsOf) -> str:
    """Why nobody can tell: what the lists on both sides say, and what a word leaves open."""
    before, after = found.before, found.after
    if before and after:
        told = (
            f"on the list of {long(before.day)} it was {_there(before.present)}, "
            f"on that of {long(after.day)} {_there(after.present)}"
        )
    elif before:
        told = f"the newest is of {long(before.day)}, where it was {_there(before.present)}"
    elif after:
        told = f"the first is of {long(after.day)}, where it was {_there(after.present)}"
    else:
        told = "none of them reaches it"
    return f"{told}{_but(found.word)}"


def _but(word: Word | None) -> str:
    return f"; a dated source says that it was {word.end} {when(word.day)}" if word else ""


def _there(present: bool) -> str:
    return "present" if present else "absent"
