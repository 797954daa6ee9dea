"""What a claim's own words offer for its assertion: numbers, amounts, dates, and likely kinds.

Knows no database, and applies nothing: an offer is a choice that an editor may take, and names the
words in which it was found. What the words leave open stays open: "by July" is no day, "circa" is
a span, a year remains a year, and "Wednesday" is a date only where the story's day is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from newsroom.assertions import ASSERTIONS
from newsroom.words.dates import dates, periods
from newsroom.words.kinds import kinds, quotes, tenses
from newsroom.words.offer import Offer
from newsroom.words.quantities import CURRENCIES, TIMES, quantities, shares

#: The units of a kind's number; of any other kind it has none.
_UNITS = {"reward": CURRENCIES, "interval": TIMES}
_QUOTES = frozenset({"said", "judgement"})


def offers(words: str, *, kind: str = "", day: date | None = None) -> list[Offer]:
    """The kinds that a claim of these words may have; once it has one, values for its columns.

    `day` is the story's, from which "Wednesday" and "April" count; without it they are no dates.
    """
    text = " ".join(words.split())
    if kind not in ASSERTIONS:
        return list(kinds(text))
    columns = set(ASSERTIONS[kind].columns())
    found: dict[tuple[tuple[str, str], ...], Offer] = {}
    for offer in _values(text, kind, day):
        if columns.issuperset(name for name, value in offer.values if value):
            found.setdefault(offer.values, offer)
    return list(found.values())


def _values(text: str, kind: str, day: date | None) -> Iterator[Offer]:
    dated, left = dates(text, day)
    # A kind that compares two ends may mean either by a lone date.
    yield from periods(dated, either=kind == "interval")
    units = _UNITS.get(kind, frozenset({""}))
    yield from (one for one in quantities(left) if dict(one.values)["unit"] in units)
    if kind == "share":
        yield from shares(text)
    if kind in _QUOTES:
        yield from quotes(text)
    yield from tenses(text)


__all__ = ["Offer", "offers"]
