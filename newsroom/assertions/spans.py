"""How far two days lie apart, in units of the calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction

from newsroom.assertions.phrases import counted, joined

#: In how many months or days a unit is measured.
_DAYS = {"days": 1, "weeks": 7}
_MONTHS = {"months": 1, "years": 12}


def difference(start: date, end: date, unit: str) -> Fraction:
    """In that unit, parts of it included: 28 July to 28 November is exactly four months.

    Below nought where the second day comes first.
    """
    if end < start:
        return -difference(end, start, unit)
    if unit in _DAYS:
        return Fraction((end - start).days, _DAYS[unit])
    step = _MONTHS[unit]
    whole = ((end.year - start.year) * 12 + end.month - start.month) // step
    if months_after(start, whole * step) > end:
        whole -= 1
    last, following = (months_after(start, (whole + more) * step) for more in (0, 1))
    return whole + Fraction((end - last).days, (following - last).days)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def spelled_out(start: date, end: date, unit: str) -> str:
    """In whole units and the days left over: “1 week and 1 day”, “4 months”, “minus 3 days”."""
    if end < start:
        return f"minus {spelled_out(end, start, unit)}"
    whole = int(difference(start, end, unit))
    if unit in _DAYS:
        rest = (end - start).days - whole * _DAYS[unit]
    else:
        rest = (end - months_after(start, whole * _MONTHS[unit])).days
    told = [counted(whole, unit.removesuffix("s"))] if whole or not rest else []
    if rest:
        told.append(counted(rest, "day"))
    return joined(told)
