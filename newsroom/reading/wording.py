"""Days, sums, counts and lists in words, the same on every page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from sanctions.dates import PartialDate

SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


def long(day: date | None) -> str:
    """“27 November 2024”; "" for no day."""
    return str(PartialDate.of_day(day)) if day else ""


def short(day: date | None) -> str:
    """“27 Nov 2024”; "" for no day."""
    return PartialDate.of_day(day).short if day else ""


def partial(day: PartialDate) -> str:
    """A day as it is known: “2018, day not recorded”."""
    return f"{day}, day not recorded" if day.precision in ("year", "month") else spanned(day)


def spanned(day: PartialDate) -> str:
    """“between 3 May 2024 and 23 July 2026”; of two days in a row “21 or 22 September 2021”."""
    if not _is_one_of_two(day):
        return str(day)
    first, second = str(PartialDate.of_day(day.earliest)), str(PartialDate.of_day(day.latest))
    if day.earliest.year == day.latest.year:
        same = 1 if day.earliest.month != day.latest.month else 2
        first = first.rsplit(" ", same)[0]
    return f"{first} or {second}"


def _is_one_of_two(day: PartialDate) -> bool:
    return day.latest - day.earliest == timedelta(days=1)


def when(day: PartialDate) -> str:
    """A day inside a sentence: “on 27 November 2024”, “in 2018”, “between … and …”."""
    if _is_one_of_two(day):
        return f"on {spanned(day)}"
    return {"day": "on ", "month": "in ", "year": "in ", "span": ""}[day.precision] + str(day)


def money(amount: Decimal, currency: str) -> str:
    """“$15 million”, “€250,000”."""
    sign = SIGNS.get(currency, f"{currency} ")
    millions = amount / 1_000_000
    if millions >= 1:
        return f"{sign}{millions.normalize():f} million"
    return f"{sign}{amount.normalize():,f}"


def joined(words: Sequence[str], word: str = "and") -> str:
    """“a”, “a and b”, “a, b and c”."""
    *first, last = words
    return f"{', '.join(first)} {word} {last}" if first else last


def counted(number: int, noun: str) -> str:
    """“5 claims”, “1 claim”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def number(count: int) -> str:
    """Inside a sentence: “five”, “12”."""
    return _NUMBERS[count].lower() if count < len(_NUMBERS) else f"{count:,}"


def spelled(number: int, noun: str) -> str:
    """At the beginning of a sentence: “Five claims”, “12 claims”, “No claim”."""
    told = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return f"{told} {noun}{'' if number in (0, 1) else 's'}"


def capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def uncapitalised(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"


def short_title(title: str) -> str:
    """A list's title where the word “list” stands beside it: “OFAC SDN”."""
    return title.removesuffix(" list")
