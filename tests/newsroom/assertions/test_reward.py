"""A sum is offered for information: what was offered on the day."""

import pytest

from newsroom.assertions import sentence
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

CHAIN = (
    stage("15", "26 March 2020", amount=15_000_000, currency="USD"),
    stage("25", "10 January 2025", amount=25_000_000, currency="USD"),
    stage("50", "7 August 2025", amount=50_000_000, currency="USD"),
)


def stated(number=15_000_000, comparator="up_to", **columns):
    columns = {"unit": "USD", "tense": "lasting", **columns}
    return claim("reward", number=number, comparator=comparator, **columns)


def asked(what, *who, on="2024-11-27", chain=CHAIN, title="15", **columns):
    columns = {"parties": names("subject", "Ana"), "authority": "State", **columns}
    reward = record("reward", title, "26 March 2020", chain=chain, **columns)
    return settle(what, part("record", reward), *(part("party", person(one)) for one in who), on=on)


def test_what_was_offered_on_the_day():
    assert told(asked(stated(), "Ana")) == (
        YES,
        (
            "On 27 November 2024 the reward was up to $15 million, offered since 26 March 2020 by "
            "State."
        ),
    )
    assert asked(stated(), on="2025-01-09").answer == YES
    found = asked(stated(), on="2025-01-10")
    assert told(found) == (
        NO,
        (
            "The reward was up to $15 million until 10 January 2025; since then it has been "
            "up to $25 million, offered by State."
        ),
    )
    assert found.since == partial("10 January 2025")
    later = asked(stated(), on="2026-11-28")
    assert told(later) == (
        NO,
        (
            "The reward was up to $15 million until 10 January 2025; since 7 August 2025 it has "
            "been up to $50 million, offered by State."
        ),
    )
    assert later.since == partial("10 January 2025")


def test_another_sum():
    found = asked(stated(20_000_000), authority="")
    assert told(found) == (
        NO,
        (
            "The reward was up to $15 million, offered since 26 March 2020; the claim says up to "
            "$20 million."
        ),
    )
    assert found.since is None
    assert asked(stated(14_999_999)).answer == NO
    assert asked(stated(15_000_001)).answer == NO


@pytest.mark.parametrize(
    ("comparator", "number", "about", "answer"),
    [
        ("exactly", 15_000_000, False, YES),
        ("more_than", 10_000_000, False, YES),
        ("more_than", 15_000_000, False, NO),
        ("at_least", 15_000_000, False, YES),
        ("fewer_than", 15_000_000, False, NO),
        ("exactly", 20_000_000, True, YES),
        ("exactly", 30_000_000, True, NO),
        ("up_to", 20_000_000, True, YES),
    ],
)
def test_how_the_sums_are_compared(comparator, number, about, answer):
    assert asked(stated(number, comparator, about=about)).answer == answer


def test_another_currency_cannot_be_compared():
    found = asked(stated(unit="EUR"))
    assert told(found) == (
        OPEN,
        (
            "On 27 November 2024 the reward was up to $15 million, offered since 26 March 2020 by "
            "State; the claim says up to €15 million."
        ),
    )
    assert found.missing == "an amount in EUR"
    unknown = asked(stated(), chain=(stage("15", "2020", currency="USD"),))
    assert unknown.answer == OPEN
    assert "the reward was of no known sum" in unknown.reason


def test_before_it_was_offered():
    assert told(asked(stated(), on="2020-03-25")) == (
        NO,
        "No reward had been offered by 25 March 2020.",
    )
    assert asked(stated(), on="2020-03-26").answer == YES
    past = asked(stated(tense="past"), on="2020-03-25")
    assert told(past) == (NO, "No reward had been offered by 25 March 2020.")


def test_days_that_are_not_known():
    vague = (CHAIN[0], stage("25", "2025", amount=25_000_000, currency="USD"))
    found = asked(stated(), chain=vague, on="2025-06-01")
    assert told(found) == (
        OPEN,
        "The record does not tell what was offered on 1 June 2025.",
    )
    assert found.missing == "the days on which the reward was offered and changed"
    assert asked(stated(), chain=vague).answer == YES
    none = (stage("15", None, amount=15_000_000, currency="USD"),)
    assert asked(stated(), chain=none).answer == OPEN
    assert asked(stated(tense="past"), chain=none).answer == OPEN


def test_it_ended():
    over = (stage("15", "26 March 2020", amount=15_000_000, currency="USD", ends="3 April 2025"),)
    assert asked(stated(), chain=over, on="2025-04-03").answer == YES
    found = asked(stated(), chain=over, on="2025-04-04")
    assert told(found) == (NO, "The reward up to $15 million ended on 3 April 2025.")
    assert found.since == partial("4 April 2025")
    vague = (stage("15", "26 March 2020", amount=15_000_000, currency="USD", ends="2025"),)
    open_ = asked(stated(), chain=vague, on="2025-04-04")
    assert told(open_) == (OPEN, "The reward up to $15 million ended in 2025.")
    assert open_.missing == "the day on which the reward ended"


@pytest.mark.parametrize(("since", "answer"), [("March 2020", YES), ("2019", NO), ("2021", NO)])
def test_offered_since(since, answer):
    found = asked(stated(period_from=since))
    assert found.answer == answer
    if answer == NO:
        assert found.reason.endswith(f"; the claim says since {since}.")


def test_since_the_first_stage_of_that_sum():
    same = (
        stage("10", "2018", amount=10_000_000, currency="USD"),
        CHAIN[0],
        stage("15 again", "2021", amount=15_000_000, currency="USD"),
    )
    assert asked(stated(period_from="March 2020"), chain=same).answer == YES
    assert asked(stated(period_from="2021"), chain=same).answer == NO
    assert asked(stated(period_from="2018"), chain=same).answer == NO
    vague = (stage("15", "2020", amount=15_000_000, currency="USD"),)
    found = asked(stated(period_from="March 2020"), chain=vague)
    assert found.answer == OPEN
    assert found.missing == "the day on which the reward was offered"


def test_the_sum_of_a_time_that_is_over():
    back = (*CHAIN[:2], stage("15", "2025-02-01", amount=15_000_000, currency="USD"))
    found = asked(stated(25_000_000), chain=back, on="2025-03-01")
    assert (found.answer, found.since) == (NO, partial("1 February 2025"))


@pytest.mark.parametrize(
    ("number", "days", "on", "answer"),
    [
        (15_000_000, {}, "2026-11-28", YES),
        (25_000_000, {}, "2026-11-28", YES),
        (25_000_000, {}, "2025-01-09", NO),
        (25_000_000, {}, "2025-01-10", YES),
        (15_000_000, {"period_from": "26 March 2020"}, "2026-11-28", YES),
        (15_000_000, {"period_from": "2024"}, "2026-11-28", YES),
        (15_000_000, {"period_from": "10 January 2025"}, "2026-11-28", NO),
        (15_000_000, {"period_from": "9 January 2025"}, "2026-11-28", YES),
        (15_000_000, {"period_from": "2019"}, "2026-11-28", NO),
        (50_000_000, {"period_from": "2026"}, "2026-11-28", YES),
    ],
)
def test_it_was_offered(number, days, on, answer):
    found = asked(stated(number, tense="past", **days), on=on)
    assert found.answer == answer
    if answer == YES and number == 25_000_000:
        assert found.reason == (
            "The reward was up to $25 million, offered since 10 January 2025 by State."
        )
    if answer == NO and number == 25_000_000:
        assert found.reason == (
            "By 9 January 2025 the reward was up to $15 million, offered since 26 March 2020 by "
            "State; the claim says up to $25 million."
        )


def test_it_was_offered_in_days_that_are_not_known():
    vague = (stage("15", "2020", amount=15_000_000, currency="USD"),)
    found = asked(stated(tense="past", period_from="March 2020"), chain=vague)
    assert told(found) == (
        OPEN,
        (
            "The reward was up to $15 million, offered since 2020 by State; the "
            "claim says up to $15 "
            "million."
        ),
    )
    assert found.missing == "the days of the reward"


def test_for_whom():
    found = asked(stated(), "Eva")
    assert told(found) == (OPEN, "The record of the reward does not name Eva.")
    assert found.missing == "a record that names Eva as whom the reward is for"
    found = asked(stated(), "Ana", parties=names("participant", "Ana"))
    assert told(found) == (OPEN, "The record of the reward does not name Ana.")
    assert found.missing == "a record that names Ana as whom the reward is for"


def test_without_a_chain_the_record_stands_alone():
    found = asked(stated(), chain=(), amount=15_000_000, currency="USD", ends="2024-12-01")
    assert told(found)[0] == YES
    assert asked(stated(), chain=(), amount=15_000_000, currency="USD", on="2020-01-01").answer == (
        NO
    )
    over = asked(stated(), chain=(), amount=1, currency="USD", ends="2024-01-01")
    assert over.reason == "The reward up to $1 ended on 1 January 2024."


def test_its_sentence():
    said = sentence(lasting("reward", number=5, unit="EUR", comparator="more_than"), {})
    assert said == "The reward offered is more than €5."


def test_a_stage_that_may_have_begun_refutes_nothing():
    chain = (
        stage("15", "26 March 2020", amount=15_000_000, currency="USD"),
        stage("25", "January 2025", amount=25_000_000, currency="USD"),
    )
    what = record("reward", "25", "January 2025", amount=25_000_000, currency="USD", chain=chain)
    offered = claim("reward", comparator="up_to", number=25_000_000, unit="USD")
    answers = [
        settle(offered, part("record", what), on=on).answer
        for on in ("2024-12-31", "2025-01-20", "2025-01-31")
    ]
    assert answers == [NO, OPEN, YES]


def test_on_the_last_day_of_a_vague_end_it_may_still_be_offered():
    what = record("reward", "15", "2020", ends="2025", amount=15_000_000, currency="USD")
    offered = lasting("reward", comparator="up_to", number=15_000_000, unit="USD")
    answers = [
        settle(offered, part("record", what), on=on).answer for on in ("2025-12-31", "2026-01-01")
    ]
    assert answers == [OPEN, NO]
