"""Numbers compared as the words compare them, where what is known of a number may be a range."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from newsroom.facts import Answer


@dataclass(frozen=True)
class Range:
    """A number that lies between two, both included; without `high` nothing is known above."""

    low: Fraction
    high: Fraction | None

    @classmethod
    def of(cls, low: int | Fraction | Decimal, high: int | Fraction | Decimal | None) -> Range:
        return cls(Fraction(low), None if high is None else Fraction(high))


def compared(value: Range, comparator: str, number: Decimal, *, about: bool = False) -> Answer:
    """Yes where both ends satisfy it, no where none can; with `about` each end is rounded first."""
    low, high, wanted = value.low, value.high, Fraction(number)
    if about:
        step = rounding(number)
        low = _rounded(low, step)
        high = None if high is None else _rounded(high, step)
    match comparator:
        case "more_than":
            return _answer(low > wanted, high is not None and high <= wanted)
        case "at_least":
            return _answer(low >= wanted, high is not None and high < wanted)
        case "fewer_than":
            return _answer(high is not None and high < wanted, low >= wanted)
        case "up_to":
            return _answer(high is not None and high <= wanted, low > wanted)
        case _:
            outside = low > wanted or (high is not None and high < wanted)
            return _answer(low == high == wanted, outside)


def _answer(yes: bool, no: bool) -> Answer:
    if yes:
        return Answer.YES
    return Answer.NO if no else Answer.CANNOT_TELL


def rounding(number: Decimal) -> Fraction:
    """In which steps “about” rounds: those of the last digit that is not nought.

    A five after another digit, and a lone one before noughts, stand for half of the next step:
    “about 15” is 12.5 to 17.5, “about 100” is 75 to 125.
    """
    digits = number.normalize().as_tuple()
    exponent = digits.exponent if isinstance(digits.exponent, int) else 0
    step = Fraction(10) ** exponent
    last = digits.digits[-1]
    if last == 5 and len(digits.digits) > 1:
        return step * 5
    if digits.digits == (1,) and exponent > 0:
        return step / 2
    return step


def _rounded(value: Fraction, step: Fraction) -> Fraction:
    """To the nearest step, a half up."""
    return (value / step + Fraction(1, 2)).__floor__() * step
