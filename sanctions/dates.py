"""Days that are not known exactly. "1960" must never become 1 January 1960."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Self

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
#: "january", "jan" and, as newspapers write it, "sept".
_MONTH_NUMBERS = {
    spelling.casefold(): number
    for number, name in enumerate(MONTHS, start=1)
    for spelling in (name, name[:3])
} | {"sept": 9}

#: Outside these years a date is a slip of the keyboard, not a fact.
_FIRST_YEAR, _LAST_YEAR = 1000, 2999

_FORMS = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        r"(?P<year>\d{4})",
        r"(?P<year>\d{4})-(?P<month>\d{2})",
        r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<name>[A-Za-z]+)\.? (?P<year>\d{4})",
        r"(?P<day>\d{1,2}) (?P<name>[A-Za-z]+)\.? (?P<year>\d{4})",
        r"(?P<name>[A-Za-z]+)\.? (?P<day>\d{1,2}), ?(?P<year>\d{4})",
    )
)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_BETWEEN = re.compile(r"between (.+) and (.+)", re.IGNORECASE)
_EXAMPLES = "27 November 2024, Nov 2024, 2018, 2024-11-27 or 2024-05-03/2026-07-23"


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day known to lie in this span, both ends included.

    A day has equal ends; "2018" runs from 1 January to 31 December 2018. Ordered by its
    earliest day, then by its latest.
    """

    earliest: date
    latest: date

    def __post_init__(self) -> None:
        if self.earliest > self.latest:
            raise ValueError(
                f"The span begins on {_long(self.earliest)} and ends before that, "
                f"on {_long(self.latest)}."
            )

    @classmethod
    def of_day(cls, day: date) -> Self:
        return cls(day, day)

    @classmethod
    def of_month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), date(year, month, monthrange(year, month)[1]))

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a date as editors and lists write it; day-first and month-first digits are refused.

        Raises ValueError with a message for the person who typed it.
        """
        text = " ".join(text.split())
        between = _BETWEEN.fullmatch(text)
        if between or text.count("/") == 1:
            first, last = between.groups() if between else text.split("/")
            return cls(cls._parse_single(first).earliest, cls._parse_single(last).latest)
        return cls._parse_single(text)

    @classmethod
    def _parse_single(cls, text: str) -> Self:
        text = text.strip()
        found = next((match for form in _FORMS if (match := form.fullmatch(text))), None)
        if found is None:
            raise ValueError(f"“{text[:40]}” is not a date we can read. Write {_EXAMPLES}.")
        parts = found.groupdict()
        year = int(parts["year"])
        if not _FIRST_YEAR <= year <= _LAST_YEAR:
            raise ValueError(f"“{text}”: the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}.")
        if name := parts.get("name"):
            month = _MONTH_NUMBERS.get(name.casefold())
            if month is None:
                raise ValueError(f"“{text}”: there is no month “{name}”. Write {_EXAMPLES}.")
        elif digits := parts.get("month"):
            month = int(digits)
        else:
            return cls.of_year(year)
        try:
            if day := parts.get("day"):
                return cls.of_day(date(year, month, int(day)))
            return cls.of_month(year, month)
        except ValueError:
            raise ValueError(f"“{text}”: there is no such day in the calendar.") from None

    @property
    def is_day(self) -> bool:
        return self.earliest == self.latest

    @property
    def precision(self) -> str:
        """How exactly the day is known: "day", "month", "year" or "span"."""
        if self.is_day:
            return "day"
        if self == PartialDate.of_month(self.earliest.year, self.earliest.month):
            return "month"
        if self == PartialDate.of_year(self.earliest.year):
            return "year"
        return "span"

    @property
    def iso(self) -> str:
        """ISO 8601, as exact as the date is known: "2024-11-27", "2024-11", "2018", "a/b"."""
        return {
            "day": self.earliest.isoformat(),
            "month": self.earliest.isoformat()[:7],
            "year": self.earliest.isoformat()[:4],
            "span": f"{self.earliest.isoformat()}/{self.latest.isoformat()}",
        }[self.precision]

    @property
    def short(self) -> str:
        """For narrow columns: "27 Nov 2024", "Nov 2024", "2018", "3 May 2024 – 23 Jul 2026"."""
        return {
            "day": _short(self.earliest),
            "month": f"{MONTHS[self.earliest.month - 1][:3]} {self.earliest.year}",
            "year": str(self.earliest.year),
            "span": f"{_short(self.earliest)} – {_short(self.latest)}",
        }[self.precision]

    def __str__(self) -> str:
        return {
            "day": _long(self.earliest),
            "month": f"{MONTHS[self.earliest.month - 1]} {self.earliest.year}",
            "year": str(self.earliest.year),
            "span": f"between {_long(self.earliest)} and {_long(self.latest)}",
        }[self.precision]


def read_day(text: str) -> date:
    """A day as addresses write it: 2024-11-27. Raises ValueError with a message for the reader."""
    try:
        day = date.fromisoformat(text) if _ISO.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None:
        raise ValueError(f"“{text[:40]}” is no day. Write year, month and day: 2024-11-27.")
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise ValueError(f"“{text}”: the year must lie between {_FIRST_YEAR} and {_LAST_YEAR}.")
    return day


def _long(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _short(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"
