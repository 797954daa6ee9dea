"""Days compared as exactly as they are known."""

import pytest

from newsroom.assertions.days import by, delisted, listed, next_day, window, within
from newsroom.assertions.spans import difference, months_after, spelled_out
from sanctions.dates import PartialDate
from tests.newsroom.assertions.made import NO, OPEN, YES, day, partial, spell


@pytest.mark.parametrize(
    ("known", "period", "answer"),
    [
        ("31 July 2017", "31 July 2017", YES),
        ("31 July 2017", "2017", YES),
        ("1 January 2017", "2017", YES),
        ("31 December 2017", "2017", YES),
        ("31 December 2016", "2017", NO),
        ("1 January 2018", "2017", NO),
        ("2017", "2017", YES),
        ("2017", "July 2017", OPEN),
        ("2017", "31 December 2017", OPEN),
        ("2017", "1 January 2017", OPEN),
        ("July 2017", "2017", YES),
        ("2016-07-01/2017-07-01", "2017", OPEN),
        ("2017-07-01/2018-07-01", "2017", OPEN),
    ],
)
def test_a_day_lies_in_a_period(known, period, answer):
    assert within(PartialDate.parse(known), PartialDate.parse(period)) == answer


@pytest.mark.parametrize(
    ("known", "answer"),
    [
        ("27 November 2024", YES),
        ("26 November 2024", YES),
        ("28 November 2024", NO),
        ("November 2024", OPEN),
        ("October 2024", YES),
        ("2024-11-27/2024-11-28", OPEN),
        ("December 2024", NO),
    ],
)
def test_a_day_has_come_by_another(known, answer):
    assert by(PartialDate.parse(known), day("2024-11-27")) == answer


def test_a_claims_own_days_together():
    assert window(None, None) is None
    assert window(partial("2017"), None) == partial("2017")
    assert window(partial("2017"), partial("3 May 2018")) == partial("2017-01-01/2018-05-03")
    assert window(partial("2017"), partial("2016")) == partial("1 January 2017")
    until = window(None, partial("2016"))
    assert until is not None
    assert (until.earliest.year, until.latest) == (1, day("2016-12-31"))


def test_the_day_after():
    assert next_day(PartialDate.parse("3 April 2025")) == partial("4 April 2025")
    assert next_day(PartialDate.parse("2025")) == partial("2025")


@pytest.mark.parametrize(
    ("dated", "period", "answer"),
    [
        ({"listed_on": "31 July 2017"}, "31 July 2017", YES),
        ({"listed_on": "31 July 2017"}, "2017", YES),
        ({"listed_on": "31 July 2017"}, "2018", NO),
        ({"listed_on": "2017"}, "July 2017", OPEN),
        # Its bounds refute a part of what a dated word leaves open.
        ({"listed_on": "2024", "last_absent": "2024-03-01"}, "February 2024", NO),
        # A bound may refute a day, and never confirms one.
        ({}, "2025", NO),
        ({}, "4 May 2024", NO),
        ({}, "3 May 2024", OPEN),
        ({}, "2024", OPEN),
        ({"last_absent": "2024-05-02"}, "May 2024", OPEN),
        ({"last_absent": "2024-05-02"}, "2 May 2024", NO),
        ({"last_absent": "2024-05-02"}, "April 2024", NO),
        ({"last_absent": "2024-05-02"}, "3 May 2024", OPEN),
    ],
)
def test_whether_a_listing_began_when_the_claim_says(dated, period, answer):
    end = listed(spell("2024-05-03", **dated))
    assert end.within(PartialDate.parse(period)) == answer


@pytest.mark.parametrize(
    ("dated", "asked", "answer"),
    [
        ({"listed_on": "31 July 2017"}, "2017-07-31", YES),
        ({"listed_on": "31 July 2017"}, "2017-07-30", NO),
        ({"listed_on": "2017"}, "2017-07-30", OPEN),
        ({}, "2024-05-03", YES),
        ({}, "2024-05-02", OPEN),
        ({"last_absent": "2024-05-01"}, "2024-05-01", NO),
        ({"last_absent": "2024-05-01"}, "2024-05-02", OPEN),
        ({"listed_on": "2024", "last_absent": "2024-05-01"}, "2024-05-01", NO),
    ],
)
def test_whether_a_listing_had_begun_by_a_day(dated, asked, answer):
    assert listed(spell("2024-05-03", **dated)).by(day(asked)) == answer


def test_what_is_known_of_an_end():
    gone = spell("2020-01-01", last_seen="2024-05-03", first_gone="2026-07-23")
    assert delisted(gone).known == partial("2024-05-03/2026-07-23")
    assert listed(gone).known is None
    dated = spell("2020-01-01", last_seen="2024-05-03", first_gone="2026-07-23", delisted_on="2025")
    assert delisted(dated).known == partial("2025")


@pytest.mark.parametrize(
    ("start", "end", "unit", "value", "words"),
    [
        ("2024-07-28", "2024-11-28", "months", "4", "4 months"),
        ("2024-07-28", "2024-11-27", "months", "119/30", "3 months and 30 days"),
        ("2017-07-31", "2020-03-31", "months", "32", "32 months"),
        ("2017-07-31", "2020-07-31", "months", "36", "36 months"),
        ("2024-01-31", "2024-02-29", "months", "1", "1 month"),
        ("2024-01-31", "2024-03-01", "months", "31/30", "1 month and 1 day"),
        ("2024-11-19", "2024-11-27", "weeks", "8/7", "1 week and 1 day"),
        ("2024-11-20", "2024-11-27", "weeks", "1", "1 week"),
        ("2024-11-21", "2024-11-27", "weeks", "6/7", "6 days"),
        ("2024-11-19", "2024-11-27", "days", "8", "8 days"),
        ("2024-11-27", "2024-11-27", "days", "0", "0 days"),
        ("2024-11-27", "2024-11-19", "days", "-8", "minus 8 days"),
        ("2020-02-29", "2021-02-28", "years", "1", "1 year"),
        ("2017-07-31", "2020-03-26", "years", "969/366", "2 years and 239 days"),
        ("2023-12-31", "2024-12-30", "years", "365/366", "365 days"),
        ("2023-12-31", "2024-12-31", "years", "1", "1 year"),
    ],
)
def test_how_far_two_days_lie_apart(start, end, unit, value, words):
    from fractions import Fraction

    ends = day(start), day(end)
    if unit == "months" and value == "119/30":
        value = str(Fraction(3) + Fraction(30, 31))
    if unit == "months" and value == "31/30":
        value = str(Fraction(1) + Fraction(1, 31))
    if unit == "years" and value == "969/366":
        value = str(Fraction(2) + Fraction(239, 366))
    assert difference(*ends, unit) == Fraction(value)
    assert spelled_out(*ends, unit) == words


def test_months_after_a_day_stay_in_their_month():
    assert months_after(day("2024-10-31"), 1) == day("2024-11-30")
    assert months_after(day("2024-11-30"), 1) == day("2024-12-30")
    assert months_after(day("2024-12-15"), 1) == day("2025-01-15")
    assert months_after(day("2024-12-15"), 0) == day("2024-12-15")


def test_two_issues_of_one_day_may_differ():
    end = listed(spell("2024-11-27", last_absent="2024-11-27"))
    days = [partial(one) for one in ("2024-11-26", "2024-11-27", "2024-11-28")]
    assert [end.within(one) for one in days if one] == [NO, OPEN, NO]
