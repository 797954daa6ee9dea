"""A prosecutor has charged somebody."""

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

CASE = {"parties": (*names("defendant", "Ana", "Luis"), *names("subject", "Eva"))}


def asked(stated, *who, begins="26 March 2020", on="2024-11-27", **columns):
    case = record("case", "Indictment", begins, **{**CASE, **columns})
    parties = [part("party", person(one)) for one in who]
    return settle(stated, *parties, part("record", case), on=on)


def test_named_as_a_defendant():
    assert told(asked(claim("charged"), "Ana")) == (
        YES,
        "The record names Ana as a defendant in the case “Indictment”, dated 26 March 2020.",
    )
    found = asked(claim("charged", authority="prosecutors"), "Ana", "Luis", authority="the DOJ")
    assert told(found) == (
        YES,
        (
            "The record names Ana and Luis as defendants in the case “Indictment”, brought by the "
            "DOJ, dated 26 March 2020."
        ),
    )


def test_somebody_else_brought_it():
    found = asked(claim("charged", authority="the Treasury"), "Ana", authority="US Justice")
    assert told(found) == (NO, "It is brought by US Justice; the claim says the Treasury.")


def test_not_named():
    found = asked(claim("charged"), "Ana", "Eva")
    assert told(found) == (
        OPEN,
        "The record of the case “Indictment” does not name Eva as a defendant.",
    )
    assert found.missing == "a record that names Eva as a defendant in the case “Indictment”"
    assert told(asked(claim("charged"), "Eva", "Juan")) == (
        OPEN,
        "The record of the case “Indictment” does not name Eva and Juan as defendants.",
    )
    found = asked(claim("charged"), "Eva", parties=names("subject", "Eva"))
    assert told(found) == (OPEN, "The record of the case “Indictment” names no defendant.")
    assert found.missing == "the defendants in the case “Indictment”"


@pytest.mark.parametrize(
    ("period", "begins", "on", "answer", "ending"),
    [
        ("2020", "26 March 2020", "2024-11-27", YES, "."),
        ("March 2020", "26 March 2020", "2020-03-26", YES, "."),
        ("2019", "26 March 2020", "2024-11-27", NO, "; that is not in 2019."),
        (None, "26 March 2020", "2020-03-25", NO, "; that is after 25 March 2020."),
        (None, "2020", "2020-03-25", OPEN, "; that may be after 25 March 2020."),
        ("26 March 2020", "2020", "2024-11-27", OPEN, "; that may not be on 26 March 2020."),
        ("2019", "2020", "2020-03-25", NO, "; that is not in 2019."),
    ],
)
def test_its_day(period, begins, on, answer, ending):
    columns = {"period_from": period} if period else {}
    found = asked(claim("charged", **columns), "Ana", begins=begins, on=on)
    assert told(found) == (
        answer,
        f"The record names Ana as a defendant in the case “Indictment”, dated {begins}{ending}",
    )
    assert found.missing == ("the day of the case “Indictment”" if answer == OPEN else "")


def test_without_a_day():
    found = asked(claim("charged"), "Ana", begins=None)
    assert told(found) == (OPEN, "No day is known for the case “Indictment”.")
    assert found.missing == "the day of the case “Indictment”"
