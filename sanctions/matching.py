"""Two descriptions -> how much speaks for one party behind both, and why. No Django, no database.

Each reason is a sentence that names what was compared, so that a person can follow or reject it.
The weight only orders suggestions; it decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from math import log
from typing import Any, NamedTuple

from sanctions.names import tokens, without_turning

#: A date that its publisher calls "circa" may be off by so much.
CIRCA = timedelta(days=2 * 365)
#: Points for the names alone, when all words of one are those of the other.
SAME_NAME = 40
#: A word that no more entries have says more than any other.
HARDLY_ANYBODY = 5
#: With fewer shared letters and digits a document's number says little.
SHORTEST_NUMBER = 5
_REFERENCE = re.compile(r"\b[A-Z]{2}[ie]\.\d{3}\b")  # the Security Council's: "CDi.001"
#: Words of a country's name that tell no country.
_OF_ANY_COUNTRY = frozenset(
    ("the", "of", "and", "republic", "islamic", "democratic", "people", "s", "state")
)
#: Countries that one publisher calls by a name with no word of the other's.
_NAMED_TWICE = (
    ("Russia", "Russian Federation"),
    ("Turkey", "Türkiye", "Turkiye"),
    ("Syria", "Syrian Arab Republic"),
    ("North Korea", "Korea, North", "Democratic People's Republic of Korea", "DPRK"),
    ("South Korea", "Korea, South", "Republic of Korea"),
    ("Burma", "Myanmar"),
    ("Congo, Democratic Republic of the", "Democratic Republic of the Congo", "DRC"),
    ("Congo, Republic of the", "Republic of the Congo"),
    ("Czechia", "Czech Republic"),
    ("Ivory Coast", "Côte d'Ivoire"),
    ("Swaziland", "Eswatini"),
    ("Cape Verde", "Cabo Verde"),
    ("North Macedonia", "Macedonia"),
    ("Britain", "United Kingdom", "United Kingdom of Great Britain and Northern Ireland"),
    ("United States", "United States of America", "USA"),
    ("United Arab Emirates", "UAE"),
    ("Palestine", "Palestinian", "State of Palestine"),
    ("Moldova", "Republic of Moldova", "Moldovan"),
    ("Laos", "Lao People's Democratic Republic"),
    ("Vietnam", "Viet Nam"),
)
_COUNTRIES = {
    frozenset(tokens(name)): frozenset(names[:1]) for names in _NAMED_TWICE for name in names
}


class Birth(NamedTuple):
    """A date of birth as published, and the days between which it lies."""

    words: str
    earliest: date | None
    latest: date | None
    circa: bool

    def span(self) -> tuple[date, date] | None:
        if self.earliest is None or self.latest is None:
            return None
        slack = CIRCA if self.circa else timedelta()
        return self.earliest - slack, self.latest + slack


class Paper(NamedTuple):
    """A document's number, as published."""

    type: str
    number: str
    country: str

    @property
    def key(self) -> str:
        return re.sub(r"[\W_]", "", self.number).upper()


@dataclass(frozen=True)
class Described:
    """One entry, as far as two can be compared. `left` is the day of the first list without it."""

    label: str
    list_code: str
    authority: str
    number: str
    kind: str
    names: Sequence[tuple[str, bool]] = ()
    births: Sequence[Birth] = ()
    nationalities: Sequence[str] = ()
    gender: str = ""
    papers: Sequence[Paper] = ()
    remarks: str = ""
    references: Sequence[str] = ()
    came: date | None = None
    left: date | None = None
    #: The list's sequence numbers of the versions that began and ended it.
    began: int = 0
    ended: int | None = None

    @cached_property
    def worded(self) -> list[tuple[str, bool, frozenset[str]]]:
        """The names with their words."""
        return [(name, weak, frozenset(tokens(name))) for name, weak in self.names]

    @classmethod
    def of_facts(cls, facts: Mapping[str, Any], content: Mapping[str, Any], **known: Any) -> Any:
        """With what `EntryVersion` holds of births, nationalities and papers."""
        remarks = str(content.get("remarks") or "")
        reference = content.get("reference")
        return cls(
            births=[_birth(told) for told in facts.get("births") or ()],
            nationalities=list(
                dict.fromkeys(
                    [*(facts.get("nationalities") or ()), *(facts.get("citizenships") or ())]
                )
            ),
            gender=str(facts.get("gender") or "").casefold(),
            papers=[
                Paper(str(p.get("type") or ""), str(p["number"]), str(p.get("country") or ""))
                for p in facts.get("documents") or ()
                if p.get("number")
            ],
            remarks=remarks,
            references=_REFERENCE.findall(f"{known['number']} {reference or ''}"),
            **known,
        )


@dataclass
class Likeness:
    """What speaks for one party behind two descriptions, and what against it."""

    weight: int = 0
    reasons: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)

    def add(self, points: int, sentence: str) -> None:
        self.weight += points
        (self.reasons if points > 0 else self.against).append(sentence)

    def as_json(self) -> dict[str, list[str]]:
        return {"for": self.reasons, "against": self.against}


def compare(
    one: Sequence[Described], other: Sequence[Described], bearers: Mapping[str, int]
) -> Likeness:
    """All entries of one party with all of another. `bearers`: how many entries have a word.

    A word that is not in `bearers` counts as one that only these two have.
    """
    likeness = Likeness()
    for step in (_names, _births, _papers, _nationalities, _genders):
        for points, sentence in step(one, other, bearers):
            likeness.add(points, sentence)
    for a, b in product(one, other):
        for points, sentence in _of_entries(a, b):
            likeness.add(points, sentence)
    return likeness


# ---- Names ------------------------------------------------------------------------------------


def shared_share(
    first: AbstractSet[str], second: AbstractSet[str], bearers: Mapping[str, int]
) -> float:
    """How much of the name that has less to tell stands in the other too, from 0 to 1.

    A rare word tells more than a common one.
    """
    told = [sum(_rarity(word, bearers) for word in words) for words in (first, second)]
    both = sum(_rarity(word, bearers) for word in first & second)
    return both / min(told) if min(told) else 0.0


def _rarity(word: str, bearers: Mapping[str, int]) -> float:
    return float(1 / log(2 + bearers.get(word, 1)) ** 1.5)


def _names(
    one: Sequence[Described], other: Sequence[Described], bearers: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    """The two names that have most in common, and how many are the same beside them."""
    best: tuple[float, str] = (0.0, "")
    equal = set()
    for (a, a_weak, first), (b, b_weak, second) in product(_all_names(one), _all_names(other)):
        if first.isdisjoint(second):
            continue
        common = sorted(first & second, key=lambda word: (bearers.get(word, 1), word))
        points = SAME_NAME * shared_share(first, second, bearers)
        telling = [word for word in common if len(word) > 2] or common
        sentence = f"“{a}” and “{b}” have in common: {', '.join(telling)}."
        if first == second:
            equal.add(first)
            sentence = f"“{a}” and “{b}” are the same words."
            if a == b:
                sentence = f"Both are named “{a}”."
        elif len(common) > 1:
            points *= 0.75
        else:
            points *= 0.4
        if a_weak or b_weak:
            points *= 0.6
            sentence = f"{sentence[:-1]}, one of them a weak alias."
        if len(common) > 1 and bearers.get(common[0], 1) <= HARDLY_ANYBODY:
            points += 10
        best = max(best, (points, sentence))
    if best[0]:
        yield max(1, round(best[0])), without_turning(best[1])
    if len(equal) > 1:
        yield min(15, 5 * (len(equal) - 1)), f"{len(equal)} names of theirs are the same words."


def _all_names(entries: Sequence[Described]) -> list[tuple[str, bool, frozenset[str]]]:
    """Each name, whether it is a weak alias, and its words."""
    return list(dict.fromkeys(name for entry in entries for name in entry.worded))


# ---- Facts ------------------------------------------------------------------------------------


def _births(
    one: Sequence[Described], other: Sequence[Described], _: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    ours = [birth for entry in one for birth in entry.births if birth.span()]
    theirs = [birth for entry in other for birth in entry.births if birth.span()]
    if not ours or not theirs:
        return
    days = {b.earliest for b in ours if _is_day(b)} & {b.earliest for b in theirs if _is_day(b)}
    if day := min((day for day in days if day), default=None):
        # The first of January often stands for a day that nobody knows.
        points = 20 if (day.day, day.month) == (1, 1) else 35
        yield points, f"Both were born on {day:%-d %B %Y}."
        return
    for a, b in product(ours, theirs):
        if _overlap(a, b):
            yield 15, f"Their dates of birth may be the same: “{a.words}” and “{b.words}”."
            return
    told = [", ".join(dict.fromkeys(b.words for b in births)) for births in (ours, theirs)]
    yield -40, f"No date of birth of one agrees with one of the other: {told[0]}; {told[1]}."


def _is_day(birth: Birth) -> bool:
    return birth.earliest == birth.latest and not birth.circa


def _overlap(a: Birth, b: Birth) -> bool:
    first, second = a.span(), b.span()
    return bool(first and second and first[0] <= second[1] and second[0] <= first[1])


def _papers(
    one: Sequence[Described], other: Sequence[Described], _: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    ours = {paper.key: paper for entry in one for paper in entry.papers}
    theirs = {paper.key: paper for entry in other for paper in entry.papers}
    for key in sorted(ours.keys() & theirs.keys()):
        if len(key) >= SHORTEST_NUMBER:
            kinds = " and ".join(dict.fromkeys(_kind(p[key]) for p in (ours, theirs)))
            yield 50, f"Both have the document number {ours[key].number} ({kinds})."
            return


def _kind(paper: Paper) -> str:
    return f"{paper.type}, {paper.country}" if paper.country else paper.type


def _nationalities(
    one: Sequence[Described], other: Sequence[Described], _: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    ours = list(dict.fromkeys(land for entry in one for land in entry.nationalities))
    theirs = list(dict.fromkeys(land for entry in other for land in entry.nationalities))
    for a, b in product(ours, theirs):
        first, second = (_country(land) for land in (a, b))
        if first and second and (first <= second or second <= first):
            yield 5, f"Nationality in common: {a}." if a == b else f"Nationality: {a}, and {b}."
            return
    if ours and theirs:
        yield -5, f"Nationality as written: {', '.join(ours)}, and {', '.join(theirs)}."


def _country(land: str) -> frozenset[str]:
    """The words that tell it, whichever of its names a publisher uses."""
    words = frozenset(tokens(land))
    return _COUNTRIES.get(words, words - _OF_ANY_COUNTRY)


def _genders(
    one: Sequence[Described], other: Sequence[Described], _: Mapping[str, int]
) -> Iterator[tuple[int, str]]:
    ours, theirs = ({entry.gender for entry in side} - {""} for side in (one, other))
    if ours and theirs and not ours & theirs:
        yield -30, f"One is {', '.join(sorted(ours))}, the other {', '.join(sorted(theirs))}."


# ---- What two entries have to do with each other -----------------------------------------------


def _of_entries(a: Described, b: Described) -> Iterator[tuple[int, str]]:
    if a.list_code != b.list_code and a.authority == b.authority and a.number == b.number:
        yield 60, f"Both have the number {a.number}, and {a.authority} gives a number once."
    for this, that in ((a, b), (b, a)):
        for reference in that.references:
            if reference in _REFERENCE.findall(this.remarks):
                yield 60, f"The remarks of {this.label} name {reference}, which is {that.label}."
    if a.list_code == b.list_code:
        for this, that in ((a, b), (b, a)):
            if this.ended is None or that.began < this.ended or not this.left or not that.came:
                continue
            left, came = f"{this.left:%-d %B %Y}", f"{that.came:%-d %B %Y}"
            if that.began == this.ended:
                yield 25, f"{this.label} left with the version of {left} that brought {that.label}."
            else:
                yield 5, f"{this.label} was gone by {left}, {that.label} came by {came}."


def _birth(told: Mapping[str, Any]) -> Birth:
    def day(key: str) -> date | None:
        return date.fromisoformat(told[key]) if told.get(key) else None

    return Birth(
        str(told.get("raw") or ""), day("earliest"), day("latest"), bool(told.get("circa"))
    )
