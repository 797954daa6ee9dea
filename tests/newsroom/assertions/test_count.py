"""How many an action, a roster, a programme or a list holds."""

from dataclasses import replace

import msgspec
import pytest

from newsroom.facts import On, ScopeFacts, Tally
from newsroom.verdicts.tallies import tally
from tests.newsroom.assertions.made import (
    LIST,
    NO,
    OPEN,
    YES,
    claim,
    day,
    lasting,
    listing,
    names,
    part,
    read,
    record,
    settle,
    spell,
    told,
)

DAY = "27 November 2024"
THE = "The action of 27 November 2024 (“Round”)"
PARTIES = (
    *names("designated", "a", "b", listed=True, heading="GNB Officials"),
    *names("designated", "c", listed=True, heading="Ministries"),
    *names("delisted", "d"),
)
ROUND = record("action", "Round", DAY, parties=PARTIES, complete=True)


def asked(stated, what, **options):
    return settle(stated, part("scope", what), **options)


def number(comparator, value, **columns):
    return claim("count", comparator=comparator, number=value, **columns)


def test_the_parties_of_an_action():
    assert told(asked(number("exactly", 3), ROUND)) == (
        YES,
        f"{THE} designates 3 parties, which is exactly 3.",
    )
    assert told(asked(number("more_than", 3), ROUND)) == (
        NO,
        f"{THE} designates 3 parties, which is not more than 3.",
    )
    assert told(asked(number("exactly", 20, about=True), ROUND)) == (
        NO,
        f"{THE} designates 3 parties, which is not about 20.",
    )


def test_under_a_heading():
    assert told(asked(number("exactly", 2, heading=" GNB  officials"), ROUND))[0] == YES
    assert told(asked(number("exactly", 1, heading="Ministries"), ROUND)) == (
        YES,
        f"{THE} designates 1 party under the heading “Ministries”, which is exactly 1.",
    )
    found = asked(number("exactly", 1, heading="Militia"), ROUND)
    assert told(found) == (
        OPEN,
        f"No party is kept for the {THE[4:]} under the heading “Militia”.",
    )
    assert found.missing == f"the parties of the {THE[4:]} under the heading “Militia”"


def test_parties_that_are_named_and_not_joined_widen_the_number():
    more = (*PARTIES, *names("designated", "e", "f"))
    action = record("action", "Round", DAY, parties=more, complete=True)
    found = asked(number("exactly", 5), action)
    assert told(found) == (
        OPEN,
        (
            f"{THE} designates 5 parties, of which 3 are joined to an entry: whether that is "
            "exactly 5 "
            "cannot be told."
        ),
    )
    assert found.missing == f"a decision on each party of the {THE[4:]}"
    assert asked(number("at_least", 3), action).answer == YES
    assert asked(number("more_than", 5), action).answer == NO
    two = (*PARTIES[:1], *names("designated", "e"))
    one = record("action", "Round", DAY, parties=two, complete=True)
    assert "of which 1 is joined to an entry" in asked(number("exactly", 2), one).reason


def test_a_party_named_twice_counts_once():
    action = record("action", "Round", DAY, parties=(*PARTIES, PARTIES[0]), complete=True)
    assert asked(number("exactly", 3), action).answer == YES


def test_an_action_of_which_not_every_party_is_recorded_holds_at_least_those_that_are_joined():
    some = record("action", "Round", DAY, parties=(*PARTIES, *names("designated", "e")))
    found = asked(number("exactly", 4), some)
    assert told(found) == (
        OPEN,
        (
            f"The record of {THE[0].lower()}{THE[1:]} names 4 parties, of which 3 are joined to an "
            "entry, and is not complete: whether that is exactly 4 cannot be told."
        ),
    )
    assert found.missing == f"a record that names every party of the {THE[4:]}"
    assert asked(number("at_least", 3), some).answer == YES
    assert asked(number("more_than", 20), some).answer == OPEN
    assert asked(number("up_to", 2), some).answer == NO
    joined = record("action", "Round", DAY, parties=PARTIES)
    assert told(asked(number("up_to", 3), joined)) == (
        OPEN,
        (
            f"The record of {THE[0].lower()}{THE[1:]} names 3 parties, and is not complete: "
            "whether that is up to 3 cannot be told."
        ),
    )


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        ({"period_from": "November 2024"}, YES),
        ({"period_from": "27 November 2024"}, YES),
        ({"period_from": "2023"}, NO),
        ({"period_from": "2023", "period_to": "2024"}, YES),
        ({"period_to": "26 November 2024"}, NO),
    ],
)
def test_an_action_has_a_day(days, answer):
    found = asked(number("exactly", 3, **days), ROUND)
    assert found.answer == answer
    if days == {"period_from": "2023"}:
        assert found.reason == f"{THE} is dated 27 November 2024; that is not in 2023."


def test_an_action_whose_day_is_vague_or_later():
    vague = msgspec.structs.replace(ROUND, begins=record("action", "x", "2024").begins)
    found = asked(number("exactly", 3, period_from="November 2024"), vague, on="2025-01-01")
    assert told(found) == (
        OPEN,
        "The action of 2024 (“Round”) is dated 2024; that may not be in November 2024.",
    )
    assert found.missing == "the day of the action of 2024 (“Round”)"
    assert told(asked(number("exactly", 3), ROUND, on="2024-11-26")) == (
        NO,
        f"{THE} is dated 27 November 2024; that is after 26 November 2024.",
    )
    undated = msgspec.structs.replace(ROUND, begins=None)
    assert asked(number("exactly", 3), undated).answer == OPEN
    # What cannot be told of the day does not hide that the number is wrong.
    assert asked(number("exactly", 4, period_from="November 2024"), vague).answer == NO


def test_the_members_of_a_roster():
    members = names("member", "a", "b", "b")
    roster = record("roster", "Cabinet", "2024", parties=members, complete=True)
    assert told(asked(number("exactly", 2), roster)) == (
        YES,
        "The roster “Cabinet” names 2 members, which is exactly 2.",
    )
    some = msgspec.structs.replace(roster, complete=False)
    found = asked(number("exactly", 2), some)
    assert told(found) == (
        OPEN,
        (
            "The roster “Cabinet” names 2 members, and is not complete: whether that is exactly 2 "
            "cannot be told."
        ),
    )
    assert found.missing == "a complete roster of “Cabinet”"
    assert asked(number("at_least", 2), some).answer == YES
    assert asked(number("fewer_than", 2), some).answer == NO


# ---- On a list, under a programme ------------------------------------------------------------

ON_LIST = ScopeFacts("ofac-sdn", LIST, "", Tally(20, 20), day("2024-05-03"))
UNDER = ScopeFacts("ofac-sdn", LIST, "VENEZUELA", Tally(20, 22), day("2024-05-03"))


def test_how_many_are_on_a_list():
    assert told(asked(number("exactly", 20), ON_LIST)) == (
        YES,
        (
            "By the lists, 20 parties were listed on the OFAC SDN list on 27 November 2024, "
            "which is "
            "exactly 20."
        ),
    )
    one = msgspec.structs.replace(ON_LIST, tally=Tally(1, 1))
    assert "By the lists, 1 party was listed on" in asked(number("exactly", 1), one).reason


def test_how_many_are_under_a_programme():
    found = asked(number("exactly", 20), UNDER)
    assert told(found) == (
        OPEN,
        (
            "By the lists, between 20 and 22 parties were listed under the programme VENEZUELA on "
            "27 November 2024: whether that is exactly 20 cannot be told."
        ),
    )
    assert found.missing == (
        "a version of the OFAC SDN list of 27 November 2024 that tells of the programme VENEZUELA"
    )
    assert asked(number("more_than", 22), UNDER).answer == NO
    assert asked(number("at_least", 20), UNDER).answer == YES


@pytest.mark.parametrize(
    ("possible", "words"),
    [(1, "at most 1 party was listed"), (2, "at most 2 parties were listed")],
)
def test_of_whom_none_is_certain_only_the_most_is_told(possible, words):
    perhaps = msgspec.structs.replace(ON_LIST, tally=Tally(0, possible))
    found = asked(number("at_least", 1), perhaps)
    assert found.reason.startswith(f"By the lists, {words} on the OFAC SDN list on")


def test_today_is_the_newest_version():
    stated = lasting("count", comparator="exactly", number=20)
    found = asked(stated, ON_LIST, on="2026-11-28", newest=True)
    assert told(found) == (
        YES,
        (
            "By the lists, 20 parties were listed on the OFAC SDN list on 20 August 2026, which is "
            "exactly 20."
        ),
    )
    # Whoever came after the newest version is in no tally.
    later = asked(stated, ON_LIST, on="2026-08-21")
    assert later.answer == OPEN
    assert "without those of whom no list held here tells" in later.reason
    assert later.missing == "a version of the OFAC SDN list of 21 August 2026"
    assert asked(stated, ON_LIST, on="2026-08-20").answer == YES


def test_today_s_tally_is_of_the_list_s_own_day_whatever_a_dated_source_says_since():
    left = listing(spell("2024-05-03", delisted_on="20 November 2024"))
    today = On(day("2024-11-27"), newest=True)
    assert tally([(1, left)], today, None, (read("2024-11-10"),)) == Tally(1, 1)


def test_whoever_had_gone_before_the_first_version_is_in_no_tally():
    assert asked(number("exactly", 20), ON_LIST, on="2024-05-03").answer == YES
    assert asked(number("exactly", 20), ON_LIST, on="2024-05-02").answer == OPEN
    assert asked(number("at_least", 20), ON_LIST, on="2024-05-02").answer == YES
    unseen = msgspec.structs.replace(ON_LIST, seen_from=None)
    assert asked(number("exactly", 20), unseen).answer == OPEN


def test_an_excerpt_counts_only_what_it_covers():
    excerpt = (read(coverage=("VENEZUELA",)),)
    sure = msgspec.structs.replace(UNDER, tally=Tally(20, 20))
    assert asked(number("exactly", 20), ON_LIST, lists=excerpt).answer == OPEN
    assert asked(number("exactly", 20), sure, lists=excerpt).answer == YES
    other = (read(coverage=("IRAN",)),)
    assert asked(number("exactly", 20), sure, lists=other).answer == OPEN


@pytest.mark.parametrize(
    ("days", "first", "answer"),
    [
        ({"period_from": "2024", "period_to": "2025"}, "2024-01-01", YES),
        ({"period_from": "2024", "period_to": "2025"}, "2024-01-02", OPEN),
        ({"period_from": "2025"}, "2024-05-03", YES),
        ({"period_from": "August 2026"}, "2024-05-03", OPEN),
    ],
)
def test_in_a_period(days, first, answer):
    scope = msgspec.structs.replace(ON_LIST, seen_from=day(first))
    found = asked(number("exactly", 20, **days), scope)
    assert found.answer == answer
    if days == {"period_from": "2025"}:
        assert found.reason == (
            "By the lists, 20 parties were first listed on the OFAC SDN list in 2025, which is "
            "exactly 20."
        )


def test_since_reaches_up_to_the_newest_version():
    stated = lasting("count", comparator="exactly", number=20, period_from="2025")
    assert asked(stated, ON_LIST, on="2026-11-28", newest=True).answer == YES
    assert asked(stated, ON_LIST, on="2026-08-21").answer == OPEN
    until = replace(stated, period_to=claim("count", period_to="2025").period_to)
    assert asked(until, ON_LIST, on="2026-08-21").answer == YES


def test_nothing_was_read():
    found = asked(number("exactly", 20), ON_LIST, lists=())
    assert told(found) == (OPEN, "No list held here tells of the OFAC SDN list.")
    assert found.missing == "a version of the OFAC SDN list that tells of the OFAC SDN list"
    assert asked(number("exactly", 20), msgspec.structs.replace(ON_LIST, tally=None)).answer == OPEN
    nowhere = asked(number("exactly", 20), ScopeFacts("", "", "X", Tally(0, 0)))
    assert told(nowhere) == (OPEN, "No list held here tells of the programme X.")
    assert nowhere.missing == "a list version that tells of the programme X"


def test_without_a_number_nothing_is_compared():
    found = asked(claim("count", comparator="exactly"), ROUND)
    assert told(found) == (OPEN, "The claim has no number.")
    assert found.missing == "the number of the claim"


def test_a_roster_that_does_not_hold_any_more_counts_nobody():
    members = names("member", "a", "b")
    over = record("roster", "Cabinet", "2024", ends="2025", parties=members, complete=True)
    today = {"on": "2026-11-28", "newest": True}
    assert told(asked(lasting("count", comparator="exactly", number=2), over, **today)) == (
        OPEN,
        "The roster “Cabinet” does not tell of 28 November 2026.",
    )
    assert asked(number("exactly", 2), over, on="2026-11-28").answer == YES
    assert asked(number("exactly", 2), over, on="2023-11-28").answer == OPEN
