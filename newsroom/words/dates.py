"""Dates, no more exact than the words say, and the periods that two of them bound."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from newsroom.words.offer import Offer, masked
from sanctions.dates import MONTHS, PartialDate

_MONTH_OF = {
    spelling: number
    for number, name in enumerate(MONTHS, start=1)
    for spelling in (name.casefold(), name[:3].casefold())
} | {"sept": 9}
_MONTH = rf"(?P<month>{'|'.join(MONTHS)}|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.?)"
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_BEFORE_DATE = (
    r"(?:\b(?P<lead>(?i:since|from|until|till|through|to|by|before|after|on|in|of|during|last|next"
    r"|between|and)) )?(?:\b(?P<circa>(?i:circa|c\.|around|about|approximately)) )?"
    r"(?:\b(?i:early|late|mid)[- ])?"
)
#: The most exact first: what one has read, the next does not see.
_DATE_FORMS = tuple(
    re.compile(rf"{_BEFORE_DATE}(?<![\w$€£.,])(?<!\d-){form}(?![\w%]|,\d|\.\d)")
    for form in (
        rf"{_YEAR}-(?P<month>\d\d)-(?P<day>\d\d)",
        rf"{_MONTH} {_DAY},? {_YEAR}",
        rf"{_DAY} {_MONTH},? {_YEAR}",
        rf"{_MONTH},? (?:of )?{_YEAR}",
        rf"{_MONTH} {_DAY}",
        rf"{_DAY} {_MONTH}",
        _YEAR,
        _MONTH,
        rf"(?P<weekday>{'|'.join(DAYS)})",
    )
)
#: A verb as well as a month.
_ALSO_VERBS = frozenset({"may", "march"})
#: Words that say when at the latest, or at the earliest, but not when.
_NO_DAY = frozenset({"by", "before", "after", "next"})
_ENDS = frozenset({"until", "till", "through", "to"})
_AHEAD = re.compile(
    r"\b(?:will|would|shall|next|upcoming|due|planned|plans?|expected)\b", re.IGNORECASE
)
_BEHIND = re.compile(
    r"\b(?:since|last|ago|was|were|had|has|have|did|said|told|took|put|met|won|held|began|made"
    r"|\w{2,}ed)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Dated:
    """A date as it stands in a text, and whether it begins or ends a period ("" for neither)."""

    start: int
    stop: int
    words: str
    lead: str
    date: PartialDate


def dates(text: str, day: date | None) -> tuple[list[_Dated], str]:
    """The dates in order, and the text with blanks in the place of all that reads like one."""
    left, dated = text, []
    for form in _DATE_FORMS:
        for found in form.finditer(left):
            parts = found.groupdict()
            lead = (parts["lead"] or "").casefold()
            month = (parts.get("month") or "").casefold().rstrip(".")
            bare = not (parts.get("day") or parts.get("year"))
            if bare and month in _ALSO_VERBS and not lead:
                continue
            left = masked(left, found)
            at = None if lead in _NO_DAY else _date(parts, text, day)
            if at is not None:
                at = _loosened(at) if parts["circa"] else at
                dated.append(_Dated(found.start(), found.end(), found[0].strip(), lead, at))
    return sorted(dated, key=lambda one: one.start), left


def _date(parts: dict[str, str | None], text: str, day: date | None) -> PartialDate | None:
    year, month, number = (parts.get(name) for name in ("year", "month", "day"))
    try:
        if year:
            if month is None:
                return PartialDate.of_year(int(year))
            return _in_month(int(year), _month(month), number)
        if day is None or _AHEAD.search(text) or not _BEHIND.search(text):
            return None
        if month is None:
            weekday = DAYS.index(str(parts["weekday"]))
            ago = (day.weekday() - weekday) % 7
            if not ago and (parts["lead"] or "").casefold() == "last":
                ago = 7  # on a Wednesday “last Wednesday” is not today
            return PartialDate.of_day(day - timedelta(days=ago))
        at = _in_month(day.year, _month(month), number)
        return at if at.earliest <= day else _in_month(day.year - 1, _month(month), number)
    except ValueError:  # 31 November
        return None


def _month(text: str) -> int:
    return int(text) if text.isdigit() else _MONTH_OF[text.casefold().rstrip(".")]


def _in_month(year: int, month: int, day: str | None) -> PartialDate:
    if day is None:
        return PartialDate.of_month(year, month)
    return PartialDate.of_day(date(year, month, int(day)))


def _loosened(at: PartialDate) -> PartialDate:
    """What "circa" leaves: a month or a year to each side, and never a day."""
    if at.precision == "year":
        year = at.earliest.year
        return PartialDate(date(year - 1, 1, 1), date(year + 1, 12, 31))
    before = at.earliest.replace(day=1) - timedelta(days=1)
    after = PartialDate.of_month(at.latest.year, at.latest.month).latest + timedelta(days=1)
    return PartialDate(before.replace(day=1), PartialDate.of_month(after.year, after.month).latest)


def periods(dated: list[_Dated], *, either: bool) -> Iterator[Offer]:
    """Two dates that bound one period are one offer; a lone one begins it, unless it ends it."""
    rest = list(dated)
    for one, other in pairwise(dated):
        bounds = (one.lead == "between" and other.lead == "and") or (
            one.lead == "from" and other.lead in _ENDS
        )
        if bounds and one.stop + 1 == other.start:
            rest.remove(one)
            rest.remove(other)
            yield Offer(
                f"{one.words} {other.words}",
                f"from {one.date} to {other.date}",
                (("period_from", _typed(one.date)), ("period_to", _typed(other.date))),
            )
    for one in rest:
        if either or one.lead not in _ENDS:
            says = f"since {one.date}" if one.lead == "since" else str(one.date)
            yield Offer(one.words, f"from {one.date}" if either else says, _at("period_from", one))
        if one.lead in _ENDS or (either and one.lead not in ("since", "from")):
            yield Offer(one.words, f"to {one.date}", _at("period_to", one))


def _at(column: str, one: _Dated) -> tuple[tuple[str, str], ...]:
    return ((column, _typed(one.date)),)


def _typed(at: PartialDate) -> str:
    """As the form's field reads it."""
    return at.iso if at.precision == "span" else str(at)
