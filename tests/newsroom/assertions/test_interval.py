"""How long lies between two days."""

import pytest

from tests.newsroom.assertions.made import (
    NO,
    OPEN,
    YES,
    claim,
    listing,
    part,
    record,
    settle,
    spell,
    told,
)


def asked(number, unit, start, end, **columns):
    stated = claim("interval", number=number, unit=unit, **columns)
    parts = []
    for role, days in (("from", start), ("to", end)):
        if days is not None:
            parts.append(part(role, record("event", role.upper(), days)))
    return settle(stated, *parts)


@pytest.mark.parametrize(
    ("number", "unit", "start", "end", "columns", "answer", "ending"),
    [
        (
            4, "months", "28 July 2024", "28 November 2024", {"comparator": "exactly"},
            YES, "4 months, which is exactly 4 months.",
        ),
        (
            4, "months", "28 July 2024", "27 November 2024", {"comparator": "exactly"},
            NO, "3 months and 30 days, which is not exactly 4 months.",
        ),
        (
            1, "weeks", "19 November 2024", "27 November 2024", {"about": True},
            YES, "1 week and 1 day, which rounds to 1 week.",
        ),
        (
            1, "weeks", "16 November 2024", "27 November 2024", {"about": True},
            NO, "1 week and 4 days, which does not round to 1 week.",
        ),
        (
            8, "days", "19 November 2024", "27 November 2024", {"comparator": "exactly"},
            YES, "8 days, which is exactly 8 days.",
        ),
        (
            3, "years", "31 July 2017", "26 March 2020", {"about": True},
            YES, "2 years and 239 days, which rounds to 3 years.",
        ),
        (
            32, "months", "31 July 2017", "26 March 2020", {"about": True, "comparator": "exactly"},
            YES, "31 months and 26 days, which rounds to 32 months.",
        ),
        (
            2, "years", "31 July 2017", "26 March 2020", {"comparator": "more_than"},
            YES, "2 years and 239 days, which is more than 2 years.",
        ),
        (
            8, "days", "27 November 2024", "19 November 2024", {},
            NO, "minus 8 days, which is not 8 days.",
        ),
    ],
)  # fmt: skip
def test_between_two_records(number, unit, start, end, columns, answer, ending):
    found = asked(number, unit, start, end, **columns)
    assert told(found) == (answer, f"From {start} to {end} it is {ending}")
    assert found.missing == ""


def test_days_that_are_not_known_give_a_range():
    found = asked(4, "months", "July 2024", "28 November 2024", comparator="exactly")
    assert told(found) == (
        OPEN,
        (
            "From a day in July 2024 to 28 November 2024 it is 3 months and 28 days "
            "at least, 4 months "
            "and 27 days at most, of which nobody can tell whether it is exactly 4 months."
        ),
    )
    assert found.missing == "the day of “FROM”"
    end = asked(4, "months", "28 July 2024", "2024-11-27/2024-11-29", about=True)
    assert (end.answer, end.missing) == (YES, "")
    assert "to a day between 27 November 2024 and 29 November 2024 it is" in end.reason
    far = asked(4, "months", "28 July 2024", "2024-11-27/2024-12-29", about=True)
    assert far.answer == OPEN
    assert far.reason.endswith("of which nobody can tell whether it rounds to 4 months.")
    assert far.missing == "the day of “TO”"
    assert asked(2, "months", "July 2024", "28 November 2024").answer == NO
    assert asked(3, "months", "July 2024", "28 November 2024", comparator="more_than").answer == YES


def test_the_claims_own_days():
    stated = {"period_from": "28 July 2024", "period_to": "28 November 2024"}
    assert asked(4, "months", None, None, **stated).answer == YES
    # A record beats the claim's own day.
    assert asked(3, "months", "28 August 2024", None, **stated).answer == YES
    vague = asked(4, "months", None, None, **{**stated, "period_to": "November 2024"})
    assert (vague.answer, vague.missing) == (OPEN, "the exact day that the claim means")


def test_without_a_day():
    found = settle(claim("interval", number=4, unit="months", period_to="2024"))
    assert told(found) == (OPEN, "No record is linked that could settle this claim.")
    assert found.missing == "a record as “from”"
    event = part("from", record("event", "Vote", None))
    found = settle(claim("interval", number=4, unit="months", period_to="2024"), event)
    assert told(found) == (OPEN, "No record tells the day of “Vote”.")
    assert found.missing == "the day of “Vote”"
    event = part("to", record("event", "Vote", None))
    found = settle(claim("interval", number=4, unit="months", period_from="2024"), event)
    assert told(found) == (OPEN, "No record tells the day of “Vote”.")
    known = part("from", record("event", "Vote", "2024"))
    numberless = settle(claim("interval", unit="months", period_to="2024"), known)
    assert told(numberless) == (OPEN, "The claim has no number.")
    assert numberless.missing == "the number of the claim"


def test_the_day_of_a_listing_is_that_of_a_dated_source():
    stated = claim("interval", number=1, unit="days", period_to="1 August 2017")
    dated = part("from", listing(spell("2024-05-03", listed_on="31 July 2017")))
    assert settle(stated, dated).answer == YES
    found = settle(stated, part("from", listing()))
    assert told(found) == (OPEN, "No record tells the day of the listing of entry 22790.")
    assert found.missing == "a dated source for the listing of entry 22790"
