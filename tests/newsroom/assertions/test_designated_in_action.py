"""An announcement designates the parties named: a person has joined them to it."""

from tests.newsroom.assertions.made import (
    NO,
    OPEN,
    YES,
    claim,
    listing,
    names,
    part,
    record,
    settle,
    spell,
    told,
)

DAY = "27 November 2024"
ROUND = record(
    "action", "Round", DAY, parties=names("designated", "maduro", listed=True), complete=True
)
THE = "the action of 27 November 2024 (“Round”)"
JOINED = listing(spell("2026-07-23", listed_on=DAY), actions=("Round",))


def asked(action, *listings, **options):
    parts = [part("designation", one) for one in listings]
    return settle(claim("designated_in_action"), *parts, part("action", action), **options)


def test_joined_to_the_action():
    assert told(asked(ROUND, JOINED)) == (
        YES,
        f"Entry 22790 is joined to {THE}; listed on 27 November 2024.",
    )
    undated = listing(actions=("other", "Round"))
    assert told(asked(ROUND, undated)) == (YES, f"Entry 22790 is joined to {THE}.")


def test_named_and_not_joined():
    found = asked(ROUND, listing(actions=("other",)))
    assert told(found) == (
        OPEN,
        f"Entry 22790 is not joined to {THE}, though that names its party.",
    )
    assert found.missing == f"a decision that joins entry 22790 to {THE}"


def test_not_named_where_all_are_joined():
    other = listing(party="other", entry="7")
    assert told(asked(ROUND, other)) == (
        NO,
        f"Entry 7 is none of the 1 party that {THE} designates.",
    )


def test_not_named_where_not_all_are_joined():
    parties = (*names("designated", "a", listed=True), *names("designated", "b"))
    for named in (parties, ()):
        action = record("action", "Round", DAY, parties=named, complete=True)
        found = asked(action, listing())
        assert told(found) == (
            OPEN,
            f"Entry 22790 is not joined to {THE}, of which not every party is joined to its entry.",
        )
        assert found.missing == f"a decision on each party of {THE}"


def test_who_is_delisted_in_an_action_is_not_designated_in_it():
    parties = (*names("designated", "a", listed=True), *names("delisted", "maduro"))
    action = record("action", "Round", DAY, parties=parties, complete=True)
    assert asked(action, listing()).answer == NO


def test_whom_a_record_that_is_not_complete_does_not_name_may_be_designated_all_the_same():
    some = record("action", "Round", DAY, parties=names("designated", "maduro", listed=True))
    found = asked(some, listing(party="other", entry="7"))
    assert told(found) == (
        OPEN,
        f"Entry 7 is not joined to {THE}, of which not every party is recorded.",
    )
    assert found.missing == f"a record that names every party of {THE}"
    assert asked(some, JOINED).answer == YES


def test_of_several_all_must_be_joined():
    other = listing(party="other", name="Ana", entry="7")
    assert told(asked(ROUND, JOINED, other)) == (
        NO,
        f"Entry 7 (Ana) is none of the 1 party that {THE} designates.",
    )


def test_an_action_that_came_later():
    assert asked(ROUND, JOINED, on="2024-11-27").answer == YES
    assert told(asked(ROUND, JOINED, on="2024-11-26")) == (
        NO,
        f"The action of {DAY} (“Round”) is dated {DAY}; that is after 26 November 2024.",
    )


def test_an_action_whose_day_is_not_known():
    vague = record("action", "Round", "November 2024", id="Round", parties=ROUND.parties)
    found = asked(vague, JOINED, on="2024-11-26")
    assert told(found) == (
        OPEN,
        (
            "The action of November 2024 (“Round”) is dated November 2024; that may be after "
            "26 November 2024."
        ),
    )
    assert found.missing == "the day of the action of November 2024 (“Round”)"
    never = record("action", "Round", None)
    assert told(asked(never, JOINED)) == (OPEN, "No day is known for the action (“Round”).")
