"""Something dated happened, perhaps with somebody in it."""

import pytest

from tests.newsroom.assertions.made import (
    NO,
    OPEN,
    YES,
    claim,
    names,
    part,
    person,
    record,
    settle,
    told,
)


def asked(stated, *who, begins="28 July 2024", on="2024-11-27", **columns):
    event = record("event", "Election", begins, **columns)
    parties = [part("party", person(one)) for one in who]
    return settle(stated, part("record", event), *parties, on=on)


@pytest.mark.parametrize(
    ("days", "begins", "answer", "ending"),
    [
        ({}, "27 November 2024", YES, "."),
        ({}, "28 November 2024", NO, "; that is not by 27 November 2024."),
        ({}, "November 2024", OPEN, "; that may not be by 27 November 2024."),
        ({"period_from": "July 2024"}, "28 July 2024", YES, "."),
        ({"period_from": "July 2024"}, "28 June 2024", NO, "; that is not in July 2024."),
        ({"period_from": "28 July 2024"}, "2024", OPEN, "; that may not be on 28 July 2024."),
        ({"period_from": "2023", "period_to": "2024"}, "28 July 2024", YES, "."),
        (
            {"period_from": "2022", "period_to": "2023"},
            "28 July 2024",
            NO,
            "; that is not from 2022 to 2023.",
        ),
        ({"period_to": "2024"}, "28 July 2024", YES, "."),
        ({"period_to": "2023"}, "28 July 2024", NO, "; that is not until 2023."),
        # What the claim's own words date may lie ahead: “takes office on 20 January 2025”.
        ({"period_from": "20 January 2025"}, "20 January 2025", YES, "."),
        ({"period_from": "20 January 2025"}, "21 January 2025", NO,
         "; that is not on 20 January 2025."),
    ],
)  # fmt: skip
def test_its_day(days, begins, answer, ending):
    found = asked(claim("event", **days), begins=begins)
    assert told(found) == (answer, f"The record “Election” is dated {begins}{ending}")
    assert found.missing == ("the day of “Election”" if answer == OPEN else "")


def test_without_a_day():
    found = asked(claim("event"), begins=None)
    assert told(found) == (OPEN, "The record “Election” has no day.")
    assert found.missing == "the day of “Election”"


def test_who_took_part():
    parties = names("participant", "Ana", "Luis")
    assert told(asked(claim("event"), "Ana", "Luis", parties=parties)) == (
        YES,
        "The record “Election” is dated 28 July 2024 and names Ana and Luis.",
    )
    found = asked(claim("event"), "Ana", "Eva", parties=parties)
    assert told(found) == (OPEN, "The record “Election” does not name Eva.")
    assert found.missing == "a record of “Election” that names Eva"
    wrong = asked(claim("event", period_from="2023"), "Eva", parties=parties)
    assert told(wrong) == (
        NO,
        "The record “Election” is dated 28 July 2024; that is not in 2023.",
    )
    open_ = asked(claim("event", period_from="July 2024"), "Eva", parties=parties, begins="2024")
    assert open_.reason == "The record “Election” does not name Eva."
