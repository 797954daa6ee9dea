"""A licence is in force; a wind-down is not the permission it winds down."""

import pytest

from tests.newsroom.assertions.made import (
    NO,
    OPEN,
    YES,
    claim,
    lasting,
    part,
    partial,
    record,
    settle,
    stage,
    told,
)

BEGAN = "26 November 2022"
CHAIN = (
    stage("Licence 41", BEGAN),
    stage("Licence 41A", "4 March 2025", ends="3 April 2025", winds_down=True),
)
ISSUED = "Licence 41 was issued on 26 November 2022"


def asked(stated, begins=BEGAN, *, on="2024-11-27", **columns):
    return settle(stated, part("record", record("licence", "Licence 41", begins, **columns)), on=on)


def test_in_force_until_something_replaces_it():
    assert told(asked(lasting("licence_in_force"), chain=CHAIN)) == (
        YES,
        (
            "Licence 41, issued on 26 November 2022, was in force on 27 November 2024: no record "
            "here ends or replaces it by then."
        ),
    )
    assert asked(lasting("licence_in_force"), chain=CHAIN, on="2025-03-03").answer == YES
    found = asked(lasting("licence_in_force"), chain=CHAIN, on="2025-03-04")
    assert told(found) == (
        NO,
        ("Licence 41 was replaced on 4 March 2025 by Licence 41A, a wind-down until 3 April 2025."),
    )
    assert found.since == partial("4 March 2025")
    later = asked(lasting("licence_in_force"), chain=CHAIN, on="2026-11-28")
    assert told(later) == (
        NO,
        (
            "Licence 41 was replaced on 4 March 2025 by Licence 41A, a wind-down that ended on "
            "3 April 2025."
        ),
    )
    assert later.since == partial("4 March 2025")


def test_a_licence_that_replaces_it_is_another():
    chain = (CHAIN[0], stage("Licence 41B", "2025"))
    found = asked(lasting("licence_in_force"), chain=chain, on="2026-01-01")
    assert told(found) == (
        NO,
        "Licence 41 was replaced in 2025 by Licence 41B.",
    )
    open_ = asked(lasting("licence_in_force"), chain=chain, on="2025-06-01")
    assert told(open_) == (
        OPEN,
        f"{ISSUED} and replaced in 2025 by Licence 41B; its exact days are not recorded.",
    )
    assert open_.missing == "the exact days of Licence 41"
    assert open_.since is None


def test_it_ends():
    stated = lasting("licence_in_force")
    assert told(asked(stated, ends="3 April 2025", on="2025-04-03")) == (
        YES,
        (
            "Licence 41, issued on 26 November 2022, was in force on 3 April 2025: it was good "
            "until 3 April 2025."
        ),
    )
    found = asked(stated, ends="3 April 2025", on="2025-04-04")
    assert told(found) == (
        NO,
        "Licence 41 ended on 3 April 2025.",
    )
    assert found.since == partial("4 April 2025")


def test_whichever_comes_first_ends_it():
    found = asked(lasting("licence_in_force"), ends="1 May 2025", chain=CHAIN, on="2025-06-01")
    assert found.since == partial("4 March 2025")
    found = asked(lasting("licence_in_force"), ends="1 January 2025", chain=CHAIN, on="2025-06-01")
    assert found.since == partial("2 January 2025")


def test_not_yet_issued():
    found = asked(lasting("licence_in_force"), on="2022-11-25")
    assert (found.answer, found.since) == (NO, None)
    assert asked(lasting("licence_in_force"), on="2022-11-26").answer == YES


def test_a_wind_down_says_that_it_is_one():
    found = asked(lasting("licence_in_force"), winds_down=True)
    assert found.reason.startswith(
        "Licence 41, which only lets business be wound down, issued on 26 November 2022, was in "
        "force on 27 November 2024"
    )


def test_without_a_day():
    found = asked(lasting("licence_in_force"), None)
    assert told(found) == (OPEN, "No day is known for Licence 41.")
    assert found.missing == "the day of Licence 41"


@pytest.mark.parametrize(
    ("since", "answer"), [("2022", YES), ("2021", NO), ("27 November 2022", NO)]
)
def test_in_force_since(since, answer):
    assert asked(lasting("licence_in_force", period_from=since)).answer == answer


@pytest.mark.parametrize(
    ("days", "columns", "answer", "ending"),
    [
        ({}, {}, YES, ""),
        ({}, {"begins": "28 November 2024"}, NO, "; it had not begun by 27 November 2024."),
        ({"period_from": "2022"}, {}, YES, ""),
        ({"period_from": "2023"}, {}, YES, ""),
        ({"period_from": "25 November 2022"}, {}, NO, "; it was not so on 25 November 2022."),
        ({"period_from": "26 November 2022"}, {}, YES, ""),
        ({"period_from": "2021"}, {}, NO, "; it was not so in 2021."),
        ({"period_from": "4 March 2025"}, {"chain": CHAIN}, NO, "; it was not so on 4 March 2025."),
        ({"period_from": "3 March 2025"}, {"chain": CHAIN}, YES, ""),
        ({"period_from": "2025"}, {"chain": CHAIN}, YES, ""),
        (
            {"period_from": "26 November 2022"},
            {"begins": "2022-11-26/2022-12-31"},
            OPEN,
            "; it does not tell whether it was so on 26 November 2022.",
        ),
        ({"period_from": "2026"}, {"chain": CHAIN}, NO, "; it was not so in 2026."),
        (
            {"period_from": "1 June 2022"},
            {"begins": "2022"},
            OPEN,
            "; it does not tell whether it was so on 1 June 2022.",
        ),
        (
            {"period_from": "1 June 2025"},
            {"ends": "2025"},
            OPEN,
            "; it does not tell whether it was so on 1 June 2025.",
        ),
        ({"period_from": "2022", "period_to": "March 2025"}, {"chain": CHAIN}, YES, ""),
        (
            {"period_from": "2023", "period_to": "March 2025"},
            {"chain": CHAIN},
            NO,
            "; it did not begin in 2023.",
        ),
        ({"period_to": "2024"}, {"chain": CHAIN}, NO, "; it did not end in 2024."),
        ({"period_to": "2024"}, {}, NO, "; it did not end in 2024."),
        ({"period_to": "2024"}, {"ends": "31 December 2024"}, YES, ""),
    ],
)
def test_in_the_past(days, columns, answer, ending):
    found = asked(claim("licence_in_force", **days), **columns)
    assert found.answer == answer
    assert found.reason.endswith(ending)
    assert found.since is None


def test_a_lasting_claim_with_a_last_day():
    stated = lasting("licence_in_force", period_to="3 April 2025")
    assert asked(stated, ends="3 April 2025").answer == YES
    assert asked(stated, ends="4 April 2025").answer == NO


def test_on_the_last_day_of_a_vague_end_it_may_still_be_in_force():
    stated = lasting("licence_in_force")
    until = {"ends": "April 2027"}
    answers = [asked(stated, on=on, **until).answer for on in ("2027-03-31", "2027-04-30")]
    assert answers == [YES, OPEN]
    assert asked(stated, on="2027-05-01", **until).answer == NO
