"""Somebody holds or held a post."""

import pytest

from tests.newsroom.assertions.made import (
    NO,
    OPEN,
    YES,
    claim,
    lasting,
    names,
    part,
    partial,
    person,
    record,
    settle,
    stage,
    told,
)

POST = "the post “Minister”"


def asked(stated, begins=None, *, parties=None, on="2024-11-27", **columns):
    post = record(
        "position", "Minister", begins, parties=parties or names("holder", "Ana"), **columns
    )
    return settle(stated, part("party", person("Ana")), part("record", post), on=on)


@pytest.mark.parametrize(
    ("begins", "columns", "on", "answer", "ending"),
    [
        (
            "April 2024",
            {"known_until": "2024-11-27"},
            "2024-11-27",
            YES,
            "from April 2024, known to hold until 27 November 2024.",
        ),
        (
            "April 2024",
            {"known_until": "2024-11-27"},
            "2024-11-28",
            OPEN,
            ("from April 2024, known to hold until 27 November 2024; it tells of no later day."),
        ),
        (
            "April 2024",
            {"known_until": "2024-11-27"},
            "2024-04-29",
            OPEN,
            (
                "from April 2024, known to hold until 27 November 2024; its exact days are not "
                "recorded."
            ),
        ),
        (
            "April 2024",
            {"known_until": "2024-11-27"},
            "2024-03-31",
            NO,
            (
                "from April 2024, known to hold until 27 November 2024; it had not begun by 31 "
                "March 2024."
            ),
        ),
        (
            "April 2024",
            {"ends": "2025"},
            "2025-04-04",
            OPEN,
            "from April 2024, until 2025; its exact days are not recorded.",
        ),
        ("27 November 2024", {}, "2024-11-27", YES, "from 27 November 2024."),
        (
            "27 November 2024",
            {},
            "2024-11-28",
            OPEN,
            "from 27 November 2024; the record tells of no later day.",
        ),
        (
            None,
            {"known_until": "2024-11-27"},
            "2024-11-27",
            YES,
            "from a day not recorded, known to hold until 27 November 2024.",
        ),
        (
            None,
            {"known_until": "2024-11-27"},
            "2024-11-26",
            OPEN,
            (
                "from a day not recorded, known to hold until 27 November 2024; its exact days "
                "are not recorded."
            ),
        ),
        (
            None,
            {"ends": "3 April 2025"},
            "2025-04-03",
            OPEN,
            "from a day not recorded, until 3 April 2025; its exact days are not recorded.",
        ),
    ],
)
def test_held_on_a_day(begins, columns, on, answer, ending):
    found = asked(lasting("position"), begins, on=on, **columns)
    assert told(found) == (answer, f"The record has Ana in {POST} {ending}")
    if answer == OPEN:
        assert found.missing.startswith(f"a record of {POST} as of ")
    else:
        assert found.missing == ""


def test_held_until_its_last_day():
    until = {"ends": "3 April 2025"}
    held = asked(lasting("position"), "April 2024", on="2025-04-03", **until)
    assert told(held) == (YES, f"Ana held {POST} on 3 April 2025, and had since April 2024.")
    assert held.missing == ""
    over = asked(lasting("position"), "April 2024", on="2025-04-04", **until)
    assert told(over) == (NO, f"Ana held {POST} until 3 April 2025.")
    assert over.missing == ""
    vague = asked(lasting("position"), "2012", on="2025-04-04", ends="2013-01-01/2024-11-27")
    assert told(vague) == (
        NO,
        f"Ana held {POST} until a day between 1 January 2013 and 27 November 2024.",
    )


def test_since_when_it_is_no_longer_held():
    gone = asked(lasting("position"), "2024", ends="3 April 2025", on="2026-01-01")
    assert gone.since == partial("4 April 2025")
    assert asked(lasting("position"), "2024", ends="2025", on="2026-01-01").since == partial("2025")
    not_yet = asked(lasting("position"), "2025", ends="2026", on="2024-01-01")
    assert (not_yet.answer, not_yet.since) == (NO, None)
    never = asked(lasting("position", period_from="2023"), "1 May 2024", known_until="2025-01-01")
    assert (never.answer, never.since) == (NO, None)


def test_the_next_of_its_chain_ends_it():
    chain = (stage("before", "2020"), stage("Minister", "2023"), stage("after", "4 March 2025"))
    columns = {"known_until": "2025-06-01", "chain": chain}
    on_the_day = asked(lasting("position"), "2023", on="2025-03-04", **columns)
    assert told(on_the_day) == (
        NO,
        f"Ana held {POST} until 4 March 2025, when “after” replaced it.",
    )
    assert on_the_day.since == partial("4 March 2025")
    before = asked(lasting("position"), "2023", on="2025-03-03", **columns)
    assert before.answer == YES
    assert "replaced" not in before.reason
    last = asked(lasting("position"), "4 March 2025", on="2025-06-01", id="after", **columns)
    assert last.answer == YES


@pytest.mark.parametrize(
    ("since", "answer", "ending"),
    [
        ("2024", YES, "."),
        ("April 2024", YES, "."),
        ("2023", NO, "; it did not begin in 2023."),
        ("1 April 2024", OPEN, "; it does not tell whether it began on 1 April 2024."),
    ],
)
def test_held_since(since, answer, ending):
    found = asked(lasting("position", period_from=since), "April 2024", known_until="2024-11-27")
    assert told(found) == (
        answer,
        (
            f"The record has Ana in {POST} from April 2024, known to hold until 27 November 2024"
            f"{ending}"
        ),
    )


@pytest.mark.parametrize(
    ("days", "begins", "columns", "answer", "ending"),
    [
        ({}, "2023", {}, YES, "."),
        ({}, "2024", {}, OPEN, "; it does not tell whether it had begun by 27 November 2024."),
        ({}, "2025", {}, NO, "; it had not begun by 27 November 2024."),
        ({}, None, {"known_until": "2024-11-27"}, YES, "."),
        (
            {},
            None,
            {"known_until": "2024-11-28"},
            OPEN,
            "; it does not tell whether it had begun by 27 November 2024.",
        ),
        ({}, None, {}, OPEN, "; it does not tell whether it had begun by 27 November 2024."),
        ({"period_from": "2018"}, "June 2018", {}, YES, "."),
        ({"period_from": "2018"}, "2019", {}, NO, "; it did not begin in 2018."),
        (
            {"period_from": "2018"},
            None,
            {},
            OPEN,
            "; it does not tell whether it began in 2018.",
        ),
        ({"period_to": "2020"}, "2018", {"ends": "May 2020"}, YES, "."),
        ({"period_to": "2020"}, "2018", {"ends": "2021"}, NO, "; it did not end in 2020."),
        (
            {"period_to": "May 2020"},
            "2018",
            {"ends": "2020"},
            OPEN,
            "; it does not tell whether it ended in May 2020.",
        ),
        (
            {"period_to": "2020"},
            "2018",
            {"known_until": "2021-01-01"},
            NO,
            "; it did not end in 2020.",
        ),
        (
            {"period_to": "2020"},
            "2018",
            {"known_until": "2020-12-31"},
            OPEN,
            "; it does not tell whether it ended in 2020.",
        ),
        ({"period_from": "2018", "period_to": "2020"}, "2018", {"ends": "2020"}, YES, "."),
        (
            {"period_from": "2017", "period_to": "2020"},
            "2018",
            {"ends": "2020"},
            NO,
            "; it did not begin in 2017.",
        ),
    ],
)
def test_held_in_the_past(days, begins, columns, answer, ending):
    found = asked(claim("position", **days), begins, **columns)
    assert found.answer == answer
    assert found.reason.endswith(ending)
    assert found.missing == (f"the days of {POST}" if answer == OPEN else "")
    assert found.since is None


def test_the_record_must_name_its_holder():
    found = asked(lasting("position"), "2024", parties=names("organisation", "Ana"))
    assert told(found) == (OPEN, f"The record of {POST} names nobody who holds it.")
    assert found.missing == f"the holder of {POST}"
    other = asked(lasting("position"), "2024", parties=names("holder", "Luis", "Eva"))
    assert told(other) == (OPEN, f"The record of {POST} names Luis and Eva, not Ana.")
    assert other.missing == f"a record that names Ana in {POST}"


def test_of_several_posts_all_must_be_held():
    holder = names("holder", "Ana")
    known = {"parties": holder, "known_until": "2024-11-27"}
    parts = [
        part("record", record("position", title, "2023", **known)) for title in ("A", "B", "C", "D")
    ]
    who = part("party", person("Ana"))
    all_ = settle(lasting("position"), who, *parts)
    assert told(all_) == (
        YES,
        (
            "The record has Ana in the post “A” from 2023, known to hold until 27 November 2024. "
            "The record has Ana in the post “B” from 2023, known to hold until 27 November 2024. "
            "So it is with 2 more records."
        ),
    )
    assert settle(lasting("position"), who, *parts[:3]).reason.endswith("with 1 more record.")
    over = part("record", record("position", "E", "2020", parties=holder, ends="2021"))
    found = settle(lasting("position"), who, parts[0], over)
    assert (found.answer, found.since) == (NO, partial("2021"))
    assert found.reason == "Ana held the post “E” until 2021."
    earlier = part("record", record("position", "F", "2019", parties=holder, ends="2020"))
    assert settle(lasting("position"), who, over, earlier).since == partial("2020")
