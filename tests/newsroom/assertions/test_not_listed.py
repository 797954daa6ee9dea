"""A party has no entry on a list: somebody looked, and the list reached."""

from typing import Any

import pytest

from newsroom.assertions import sentence
from newsroom.facts import ScopeFacts
from tests.newsroom.assertions.made import (
    LIST,
    NO,
    OPEN,
    YES,
    claim,
    lasting,
    listing,
    look,
    part,
    partial,
    person,
    read,
    settle,
    spell,
    told,
)

ON_LIST = part("list", ScopeFacts("ofac-sdn", LIST))
VENEZUELA = part("scope", ScopeFacts("ofac-sdn", LIST, "VENEZUELA"))
EO13850 = part("scope", ScopeFacts("ofac-sdn", LIST, "VENEZUELA-EO13850"))
TODAY: dict[str, Any] = {"on": "2026-11-28", "newest": True}
THE = "the OFAC SDN list"


def asked(*looks, parts=(ON_LIST,), listings=(), stated=None, **options):
    who = person("Ana", *listings, looked_for=looks)
    return settle(stated or lasting("not_listed"), part("party", who), *parts, **options)


def test_a_look_at_the_newest_version():
    assert told(asked(look("2026-08-20", 3), **TODAY)) == (
        YES,
        f"Ana was looked for on {THE} of 20 August 2026 and has no entry there.",
    )
    found = asked(look("2026-07-23", 2), **TODAY)
    assert told(found) == (
        OPEN,
        f"Ana was looked for on {THE} of 23 July 2026, which does not tell of 20 August 2026.",
    )
    assert found.missing == f"a search of {THE} of 20 August 2026 for Ana"


def test_nobody_looked():
    found = asked(**TODAY)
    assert told(found) == (OPEN, f"Ana was looked for on no version of {THE}.")
    assert found.missing == f"a search of {THE} of 20 August 2026 for Ana"
    assert asked(look("2026-08-20", 3, list="un-sc"), **TODAY).answer == OPEN


@pytest.mark.parametrize(
    ("looks", "answer", "of"),
    [
        ([look("2024-11-27", 2)], YES, "27 November 2024"),
        ([look("2024-11-01", 2, until="2024-11-27")], YES, "1 November 2024"),
        ([look("2024-11-01", 2, until="2024-11-26")], OPEN, "1 November 2024"),
        ([look("2024-11-28", 2)], OPEN, "28 November 2024"),
        ([look("2024-05-03", 1), look("2026-07-23", 2)], YES, "3 May 2024 and 23 July 2026"),
        ([look("2026-07-23", 2), look("2024-05-03", 1)], YES, "3 May 2024 and 23 July 2026"),
        (
            [look("2024-05-03", 1), look("2024-06-03", 2), look("2026-07-23", 3)],
            YES,
            "3 June 2024 and 23 July 2026",
        ),
        ([look("2024-05-03", 1), look("2024-06-03", 2)], OPEN, "3 June 2024"),
    ],
)
def test_a_look_at_the_day_or_two_around_it(looks, answer, of):
    found = asked(*looks)
    assert found.answer == answer
    if answer == YES:
        assert found.reason == f"Ana was looked for on {THE} of {of} and has no entry there."
    else:
        assert found.reason == (
            f"Ana was looked for on {THE} of {of}, which does not tell of 27 November 2024."
        )
        assert found.missing == f"a search of {THE} of 27 November 2024 for Ana"


def test_an_excerpt_never_reaches_beyond_what_it_covers():
    excerpt = look("2026-08-20", 3, coverage=("VENEZUELA",))
    found = asked(excerpt, lists=(read(coverage=("VENEZUELA",)),), **TODAY)
    assert told(found) == (
        OPEN,
        (
            f"Ana was looked for only on an excerpt of {THE} of 20 August 2026, complete for "
            "VENEZUELA alone."
        ),
    )
    assert found.missing == f"a search of {THE} of 28 November 2026 for Ana"
    under = asked(excerpt, parts=(ON_LIST, VENEZUELA), **TODAY)
    assert told(under) == (
        YES,
        (
            f"Ana was looked for on {THE} under the programme VENEZUELA of 20 August "
            "2026 and has no "
            "entry there."
        ),
    )
    both = asked(excerpt, parts=(ON_LIST, EO13850, VENEZUELA), **TODAY)
    assert both.answer == OPEN
    assert both.missing == (
        f"a search of {THE} under the programmes VENEZUELA and VENEZUELA-EO13850 of 20 August "
        "2026 for Ana"
    )
    wide = look("2026-08-20", 3, coverage=("VENEZUELA", "IRAN", "VENEZUELA-EO13850"))
    assert asked(wide, parts=(ON_LIST, EO13850, VENEZUELA), **TODAY).answer == YES


def test_the_newest_version_that_reaches_counts():
    whole, excerpt = read("2026-07-23", 2), read("2026-08-20", 3, coverage=("IRAN",))
    assert asked(look("2026-07-23", 2), lists=(whole, excerpt), **TODAY).answer == YES
    assert asked(look("2026-07-23", 2), lists=(), **TODAY).answer == OPEN


def test_a_listing_refutes_it():
    entry = listing(spell("2024-05-03", listed_on="31 July 2017"))
    found = asked(look("2026-08-20", 3), listings=(entry,), **TODAY)
    assert told(found) == (
        NO,
        "Ana has entry 22790, which is on the OFAC SDN list of 20 August 2026.",
    )
    assert found.since == partial("31 July 2017")
    bounded = listing(spell("2026-07-23", last_absent="2024-05-03"))
    assert asked(listings=(bounded,), **TODAY).since == partial("2024-05-03/2026-07-23")
    assert asked(listings=(listing(),), **TODAY).since is None


def test_a_listing_of_which_nobody_can_tell():
    entry = listing(spell("2026-07-23", last_absent="2024-05-03"))
    found = asked(look("2024-11-27", 2), listings=(entry,))
    assert told(found) == (
        OPEN,
        (
            f"Ana has entry 22790, which may or may not have been on {THE} on 27 November 2024: "
            "absent on 3 May 2024, present on 23 July 2026."
        ),
    )
    assert found.missing == (
        f"a version of {THE} of 27 November 2024, or a dated source for the listing of entry 22790"
    )


def test_an_entry_that_has_gone():
    gone = listing(spell("2024-05-03", last_seen="2024-05-03", first_gone="2026-07-23"))
    assert told(asked(listings=(gone,), **TODAY)) == (
        YES,
        (
            f"Ana has entry 22790, which is absent from {THE} of 20 August 2026, last seen on that "
            "of 3 May 2024."
        ),
    )
    assert asked(look("2026-08-20", 3), listings=(gone,), **TODAY).reason.startswith(
        "Ana was looked for"
    )


def test_a_listing_elsewhere_does_not_count():
    elsewhere = listing(list="un-sc", title="UN list")
    lists = (read(), read(list="un-sc", title="UN list"))
    assert asked(look("2026-08-20", 3), listings=(elsewhere,), lists=lists, **TODAY).answer == YES
    other = listing(programme="IRAN")
    found = asked(look("2026-08-20", 3), listings=(other,), parts=(ON_LIST, VENEZUELA), **TODAY)
    assert found.answer == YES


def test_without_a_list_all_that_were_read_count():
    lists = (read(), read("2026-08-25", 9, list="un-sc", title="UN list"))
    sdn, un = look("2026-08-20", 3), look("2026-08-25", 9, list="un-sc", title="UN list")
    assert told(asked(sdn, un, parts=(), lists=lists, **TODAY)) == (
        YES,
        (
            f"Ana was looked for on {THE} of 20 August 2026 and has no entry there. "
            "Ana was looked for on the UN list of 25 August 2026 and has no entry there."
        ),
    )
    found = asked(sdn, parts=(), lists=lists, **TODAY)
    assert told(found) == (OPEN, "Ana was looked for on no version of the UN list.")
    assert asked(sdn, parts=(VENEZUELA,), lists=lists, **TODAY).answer == YES
    none = asked(sdn, parts=(), lists=(), **TODAY)
    assert told(none) == (OPEN, "No list was read for this claim.")
    assert none.missing == "a version of a list"


def test_of_several_parties_none_may_stand_there():
    clear = part("party", person("Ana", looked_for=(look("2026-08-20", 3),)))
    listed = part("party", person("Luis", listing()))
    unknown = part("party", person("Eva"))
    stated = lasting("not_listed")
    assert settle(stated, clear, unknown, ON_LIST, **TODAY).answer == OPEN
    found = settle(stated, clear, unknown, listed, ON_LIST, **TODAY)
    assert found.answer == NO
    assert found.reason.startswith("Luis has entry 22790")


def test_its_sentence():
    stated = claim("not_listed")
    names = {"party": ["Ana"], "list": ["the OFAC SDN list"]}
    assert sentence(stated, names) == "Ana had no entry on the OFAC SDN list."
    assert sentence(stated, {**names, "scope": ["VENEZUELA"]}) == (
        "Ana had no entry on the OFAC SDN list under the programme VENEZUELA."
    )
    assert sentence(lasting("not_listed"), {"party": ["Ana"], "scope": ["A", "B"]}) == (
        "Ana has no entry on the lists held here under the programmes A and B."
    )


def test_an_entry_that_has_gone_from_an_excerpt_may_stand_under_other_programmes():
    gone = listing(spell("2024-05-03", last_seen="2024-05-03", first_gone="2026-08-20"))
    lists = (read("2024-05-03", 1), read("2026-08-20", 2, coverage=("VENEZUELA",)))
    assert asked(listings=(gone,), lists=lists, **TODAY).answer == OPEN
    assert asked(listings=(gone,), lists=lists, on="2026-08-20").answer == OPEN
    under = asked(parts=(ON_LIST, VENEZUELA), listings=(gone,), lists=lists, **TODAY)
    assert under.answer == YES
    assert asked(listings=(gone,), lists=(*lists, read("2026-09-01", 3)), **TODAY).answer == YES
