from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctions.dates import PartialDate

DAY = PartialDate(date(2024, 11, 27), date(2024, 11, 27))
NOVEMBER = PartialDate(date(2024, 11, 1), date(2024, 11, 30))
YEAR_2018 = PartialDate(date(2018, 1, 1), date(2018, 12, 31))
BETWEEN_LISTS = PartialDate(date(2024, 5, 3), date(2026, 7, 23))

DAYS = st.dates(min_value=date(1000, 1, 1), max_value=date(2999, 12, 31))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("27 November 2024", DAY),
        ("27 Nov 2024", DAY),
        ("27  nov  2024", DAY),
        ("November 27, 2024", DAY),
        ("Nov. 27, 2024", DAY),
        ("2024-11-27", DAY),
        ("November 2024", NOVEMBER),
        ("Nov 2024", NOVEMBER),
        ("2024-11", NOVEMBER),
        ("Sept 2024", PartialDate.of_month(2024, 9)),
        ("2018", YEAR_2018),
        ("2024-05-03/2026-07-23", BETWEEN_LISTS),
        ("between 3 May 2024 and 23 July 2026", BETWEEN_LISTS),
        ("2016/2018", PartialDate(date(2016, 1, 1), date(2018, 12, 31))),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, expected: PartialDate) -> None:
    assert PartialDate.parse(text) == expected


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("31 February 2026", "no such day"),
        ("2026-02-30", "no such day"),
        ("2026-13", "no such day"),
        ("0 Jan 1960", "no such day"),
        ("27 Brumaire 2024", "no month “Brumaire”"),
        ("03/04/2026", "not a date we can read"),
        ("3/4", "not a date we can read"),
        ("", "not a date we can read"),
        ("yesterday", "not a date we can read"),
        ("٢٠٢٤", "not a date we can read"),
        ("0001-01-01", "year must lie between"),
        ("2026-07-23/2024-05-03", "ends before that"),
    ],
)
def test_what_is_no_date_is_refused_with_a_reason(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        PartialDate.parse(text)


@pytest.mark.parametrize(
    ("partial", "precision", "iso", "long", "short"),
    [
        (DAY, "day", "2024-11-27", "27 November 2024", "27 Nov 2024"),
        (NOVEMBER, "month", "2024-11", "November 2024", "Nov 2024"),
        (YEAR_2018, "year", "2018", "2018", "2018"),
        (
            BETWEEN_LISTS,
            "span",
            "2024-05-03/2026-07-23",
            "between 3 May 2024 and 23 July 2026",
            "3 May 2024 – 23 Jul 2026",
        ),
    ],
)
def test_a_date_is_shown_no_more_exactly_than_it_is_known(
    partial: PartialDate, precision: str, iso: str, long: str, short: str
) -> None:
    assert (partial.precision, partial.iso, str(partial), partial.short) == (
        precision,
        iso,
        long,
        short,
    )


@given(DAYS, DAYS)
def test_every_date_is_read_back_as_itself(one: date, other: date) -> None:
    partial = PartialDate(min(one, other), max(one, other))
    assert PartialDate.parse(partial.iso) == partial
    assert PartialDate.parse(str(partial)) == partial


@given(st.text(max_size=40))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    try:
        partial = PartialDate.parse(text)
    except ValueError:
        return
    assert partial.earliest <= partial.latest


def test_february_of_a_leap_year_has_29_days() -> None:
    assert PartialDate.parse("Feb 2024").latest == date(2024, 2, 29)
