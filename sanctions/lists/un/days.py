"""The UN's ways of giving a day, as exact as published and no more."""

import re
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from sanctions.dates import PartialDate
from sanctions.entries import Json
from sanctions.lists.elements import Element
from sanctions.lists.reading import shortened

#: "2015-04-07", or with the offset of the publisher's zone behind it, whose day it is.
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:Z|[+-]\d\d:\d\d)?", re.ASCII)
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)(?:T[\d:.]+(?:Z|[+-]\d\d:\d\d)?)?", re.ASCII)
_YEAR = re.compile(r"[12]\d{3}", re.ASCII)
#: Nobody who is listed was born before. "1402" is of another calendar.
_FIRST_BIRTH = date(1850, 1, 1)


class Birth(NamedTuple):
    """Words and, as far as they tell, the days between which it lies."""

    words: str
    day: PartialDate | None
    circa: bool

    def as_json(self) -> Json:
        return {
            "raw": self.words,
            "earliest": self.day.earliest.isoformat() if self.day else None,
            "latest": self.day.latest.isoformat() if self.day else None,
            "circa": self.circa,
        }


def read_birth(element: Element, parts: Mapping[str, str]) -> Birth:
    """A year stays a year, and words that cannot be read stay words; an unknown form is refused.

    `parts` are the element's values: type, date, year, from_year, to_year and note.
    """
    note = parts.get("note")
    circa = parts.get("type") == "APPROXIMATELY"
    match parts.get("type"), set(parts) - {"type", "note"}:
        case "EXACT", told if told == {"date"}:
            words, day = parts["date"], PartialDate.of_day(read_day(element, parts["date"]))
        case "EXACT" | "APPROXIMATELY", told if told == {"year"}:
            words, day = parts["year"], _year(element, parts["year"])
        case "BETWEEN", told if told == {"from_year", "to_year"}:
            words, day = _between(element, parts["from_year"], parts["to_year"])
            circa = (note or "").casefold() == "approximately"
        case "EXACT" | "APPROXIMATELY", told if not told and note:
            return Birth(note, _noted(note), circa)
        case _:
            shown = "; ".join(f"{key} {value}" for key, value in parts.items())
            element.refuse(f"“{shortened(shown)}” is no way of giving a date that is known here.")
    if day.earliest.isoformat() > element.file.attributes.get("dateGenerated", "9")[:10]:
        element.refuse(f"the birth “{words}” lies behind the day on which the list was made.")
    words = f"circa {words}" if circa else words
    return Birth(f"{words} ({note})" if note else words, day, circa)


def _between(element: Element, first: str, last: str) -> tuple[str, PartialDate]:
    words = f"{first} to {last}"
    from_year, to_year = _year(element, first), _year(element, last)
    if from_year.earliest > to_year.latest:
        element.refuse(f"“{words}” ends before it begins.")
    return words, PartialDate(from_year.earliest, to_year.latest)


def _noted(note: str) -> PartialDate | None:
    """“Nov. 1973” is a month. Words of another calendar, or of none, are no day to us."""
    try:
        day = PartialDate.parse(note)
    except ValueError:
        return None
    return day if day.earliest >= _FIRST_BIRTH else None


def _year(element: Element, words: str) -> PartialDate:
    if not _YEAR.fullmatch(words):
        element.refuse(f"“{shortened(words)}” is no year.")
    return PartialDate.of_year(int(words))


def read_day(element: Element, words: str) -> date:
    found = _DAY.fullmatch(words)
    day = _real_day(found[1]) if found else None
    if day is None:
        element.refuse(f"“{shortened(words)}” is no day as 2015-04-07 is one.")
    return day


def day_of_moment(words: str) -> date | None:
    """The day of “2026-02-27T00:00:09.554Z”, by the clock by which it was written."""
    found = _MOMENT.fullmatch(words)
    return _real_day(found[1]) if found else None


def _real_day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None
