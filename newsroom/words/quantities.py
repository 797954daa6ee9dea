"""Numbers with what they are compared by, amounts of money, durations and shares."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from newsroom.words.offer import Offer, masked

_COMPARATORS = {
    "more_than": "more than|over|upwards of|in excess of",
    "at_least": "at least|no fewer than|not fewer than|no less than|not less than|a minimum of",
    "fewer_than": "fewer than|less than|under|below",
    "up_to": "up to|as many as|as much as|at most|no more than|not more than|a maximum of",
    "exactly": "exactly|precisely",
    "about": "about|nearly|almost|some|around|roughly|approximately|close to|circa",
}
_COMPARATOR_OF = {
    phrase: comparator for comparator, all_ in _COMPARATORS.items() for phrase in all_.split("|")
}
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"),
    *("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen"),
    *("eighteen", "nineteen"),
)
_TENS = {
    word: 10 * number
    for number, word in enumerate(
        ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], start=2
    )
}
_SCALES = {
    "hundred": 100,
    "thousand": 1_000,
    "k": 1_000,
    "million": 1_000_000,
    "mn": 1_000_000,
    "m": 1_000_000,
    "billion": 1_000_000_000,
    "bn": 1_000_000_000,
    "dozen": 12,
}
_SIGNS = {
    "$": "USD",
    "us$": "USD",
    "€": "EUR",
    "£": "GBP",
    "usd": "USD",
    "eur": "EUR",
    "gbp": "GBP",
}
_MONEY = {"d": "USD", "u": "USD", "e": "EUR", "p": "GBP"}
CURRENCIES = frozenset({"USD", "EUR", "GBP"})
_TIME = {"day": "days", "week": "weeks", "month": "months", "year": "years"}
TIMES = frozenset(_TIME.values())
NUMBER = (
    r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[1:10])}))?"
    rf"|{'|'.join(reversed(_SMALL))}|an?)"
)
COMPARATORS = "|".join(_COMPARATOR_OF)
_COMPARED = rf"(?:\b(?P<compared>{COMPARATORS}) )?"
_QUANTITY = re.compile(
    rf"{_COMPARED}(?<![\w¥£€$#.,-])(?P<sign>US\$|USD ?|EUR ?|GBP ?|[€£$])?(?P<number>{NUMBER})"
    r"(?: ?(?P<short>bn|mn|m|k)\b|[ -](?P<scale>hundred|thousand|million|billion|dozen)\b)?"
    r"(?!\w|[-–]\d)"
    r"(?:[ -](?:(?P<time>day|week|month|year)s?|(?P<money>(?:US )?dollars|euros?|pounds))\b)?",
    re.IGNORECASE,
)
_YEARS_AND_MONTHS = re.compile(
    rf"{_COMPARED}\b(?P<years>{NUMBER}) years?(?: and|,) (?P<months>{NUMBER}) months?\b",
    re.IGNORECASE,
)
#: Before a number that names something, and counts nothing.
_NAMING = re.compile(
    r"\b(?:nos?\.|number|licen[cs]es?|order|resolution|article|section|aged?)\s*$", re.IGNORECASE
)
#: After one: a part of a whole, which no column holds.
_PERCENT = re.compile(r"\s?(?:%|per ?cent)", re.IGNORECASE)


def quantities(text: str) -> Iterator[Offer]:
    """Numbers, amounts and durations in order; "two years and eight months" is one of months."""
    for found in _YEARS_AND_MONTHS.finditer(text):
        months = 12 * _number(found["years"]) + _number(found["months"])
        yield _quantity(found[0], found["compared"], months, "months")
        text = masked(text, found)
    for found in _QUANTITY.finditer(text):
        scale, unit = found["scale"] or found["short"] or "", _unit(found)
        if found["number"].casefold() in ("a", "an", "one") and not (unit or scale):
            continue  # an article, or a pronoun
        if found["short"] and not found["sign"]:
            continue  # metres, perhaps
        before = text[max(found.start("number") - 20, 0) : found.start("number")]
        if _NAMING.search(before) or _PERCENT.match(text, found.end()):
            continue
        number = _number(found["number"]) * _SCALES.get(scale.casefold(), 1)
        yield _quantity(found[0], found["compared"], number, unit)


def _unit(found: re.Match[str]) -> str:
    if sign := found["sign"]:
        return _SIGNS[sign.strip().casefold()]
    if money := found["money"]:
        return _MONEY[money[0].casefold()]
    return _TIME[found["time"].casefold()] if found["time"] else ""


def _quantity(words: str, compared: str | None, number: Decimal, unit: str) -> Offer:
    comparator = _COMPARATOR_OF[compared.casefold()] if compared else ""
    about = comparator == "about"
    if about or not comparator:
        # Of a duration the comparator may stay open; of anything else it has to be said.
        comparator = "" if unit in TIMES else "exactly"
    return Offer(
        words.strip(),
        _said(comparator, number, unit, about=about),
        (
            ("comparator", comparator),
            ("about", "on" if about else ""),
            ("number", f"{number.normalize():f}"),
            ("unit", unit),
        ),
    )


def _said(comparator: str, number: Decimal, unit: str, *, about: bool) -> str:
    sign = {"USD": "$", "EUR": "€", "GBP": "£"}.get(unit, "")
    amount = f"{sign}{number.normalize():,f}"
    if unit and not sign:
        amount = f"{amount} {unit.removesuffix('s') if number == 1 else unit}"
    return f"about {amount}" if about else f"{comparator.replace('_', ' ')} {amount}".strip()


def _number(text: str) -> Decimal:
    text = text.casefold()
    if text in ("a", "an"):
        return Decimal(1)
    if text[0].isdigit():
        return Decimal(text.replace(",", ""))
    tens, _, ones = text.replace("-", " ").partition(" ")
    if tens in _TENS:
        return Decimal(_TENS[tens] + (_SMALL.index(ones) if ones else 0))
    return Decimal(_SMALL.index(tens))


_SHARES = {
    "most": r"most of|(?:the|a) majority of|more than half(?: of)?",
    "all": r"all of|all(?= the\b| its\b| their\b| \d)|every one of|each of",
    "none": r"none of|not one of",
}


#: Not after a word that takes part of it back: “almost all of”, “not all of”.
_WHOLLY = r"(?<!\balmost )(?<!\bnearly )(?<!\bvirtually )(?<!\bnot )"


def shares(text: str) -> Iterator[Offer]:
    """How large a part, where no number says it; "half of" has no column."""
    for comparator, phrases in _SHARES.items():
        for found in re.finditer(rf"{_WHOLLY}\b(?:{phrases})", text, re.IGNORECASE):
            says = "most of" if comparator == "most" else comparator
            yield Offer(found[0], says, (("comparator", comparator), ("about", ""), ("number", "")))
