"""How large a part of a roster is, or ever was, designated."""

import msgspec
import pytest

from newsroom.assertions.share import share
from newsroom.facts import RecordParty, ScopeFacts
from tests.newsroom.assertions.made import (
    LIST,
    NO,
    OPEN,
    YES,
    claim,
    day,
    lasting,
    listing,
    look,
    part,
    read,
    record,
    settle,
    spell,
    told,
)

ON_LIST = ScopeFacts("ofac-sdn", LIST)
TODAY = {"on": "2026-11-28", "newest": True}


def member(id_, *listings, looked_for=()):
    return RecordParty(id_, id_, "member", listings=listings, looked_for=looked_for)


def cabinet(*members, complete=True, known_until="2026-11-28"):
    return record(
        "roster", "Cabinet", "2017", parties=members, complete=complete, known_until=known_until
    )


def asked(stated, roster, *scopes, **options):
    return settle(
        stated, part("roster", roster), *(part("scope", one) for one in scopes), **options
    )


LISTED = member("a", listing(entry="1"))
SOUGHT = member("b", looked_for=(look("2026-08-20"),))
OTHER = member("c")


@pytest.mark.parametrize(
    ("comparator", "number", "yes", "no", "total", "answer"),
    [
        ("most", None, 3, 2, 5, YES),
        ("most", None, 2, 2, 4, NO),
        ("most", None, 2, 3, 5, NO),
        ("most", None, 2, 2, 5, OPEN),
        ("most", None, 3, 0, 5, YES),
        ("most", None, 0, 3, 5, NO),
        ("most", None, 2, 0, 4, OPEN),
        ("most", None, 3, 0, None, OPEN),
        ("most", None, 0, 9, None, OPEN),
        ("most", None, 0, 0, 0, NO),
        ("all", None, 5, 0, 5, YES),
        ("all", None, 4, 0, 5, OPEN),
        ("all", None, 4, 1, 5, NO),
        ("all", None, 4, 0, None, OPEN),
        ("all", None, 4, 1, None, NO),
        ("all", None, 0, 0, 0, OPEN),
        ("none", None, 0, 5, 5, YES),
        ("none", None, 0, 4, 5, OPEN),
        ("none", None, 1, 4, 5, NO),
        ("none", None, 0, 4, None, OPEN),
        ("none", None, 1, 4, None, NO),
        ("none", None, 0, 0, 0, OPEN),
        ("more_than", 2, 3, 0, None, YES),
        ("more_than", 2, 2, 0, None, OPEN),
        ("more_than", 2, 2, 3, 5, NO),
        ("more_than", 2, 2, 2, 5, OPEN),
        ("at_least", 2, 2, 0, 5, YES),
        ("exactly", 2, 2, 3, 5, YES),
        ("fewer_than", 1, 0, 5, 5, YES),
        ("fewer_than", 1, 0, 0, 0, OPEN),
        ("exactly", None, 2, 3, 5, OPEN),
    ],
)
def test_the_arithmetic_of_a_share(comparator, number, yes, no, total, answer):
    columns = {} if number is None else {"number": number}
    stated = claim("share", comparator=comparator, **columns)
    assert share(stated, yes, no, total) == answer


def test_most_are_listed_today():
    also = member("d", listing(entry="2"))
    found = asked(
        lasting("share", comparator="most"), cabinet(LISTED, SOUGHT, also), ON_LIST, **TODAY
    )
    assert told(found) == (
        YES,
        (
            "Of the 3 members that the roster “Cabinet” names, 2 are listed on the OFAC SDN list, "
            "1 is not, as of 20 August 2026."
        ),
    )
    assert found.missing == ""


def test_a_member_of_whom_nobody_can_tell():
    found = asked(
        lasting("share", comparator="most"), cabinet(LISTED, SOUGHT, OTHER), ON_LIST, **TODAY
    )
    assert told(found) == (
        OPEN,
        (
            "Of the 3 members that the roster “Cabinet” names, 1 is listed on the OFAC SDN list, "
            "1 is not, and of 1 nobody can tell, as of 20 August 2026."
        ),
    )
    assert found.missing == "a search of the lists for c"


def test_an_incomplete_roster():
    roster = cabinet(LISTED, SOUGHT, complete=False)
    found = asked(lasting("share", comparator="most"), roster, ON_LIST, **TODAY)
    assert found.answer == OPEN
    assert found.reason.endswith("as of 20 August 2026. The roster is not complete.")
    assert found.missing == "a complete roster of “Cabinet” as of 28 November 2026"
    unknown = asked(
        lasting("share", comparator="most"), cabinet(OTHER, complete=False), ON_LIST, **TODAY
    )
    assert unknown.missing == found.missing
    # What is known already decides it.
    assert asked(lasting("share", comparator="all"), roster, ON_LIST, **TODAY).answer == NO
    assert asked(lasting("share", comparator="none"), roster, ON_LIST, **TODAY).answer == NO
    one = lasting("share", comparator="at_least", number=1)
    assert asked(one, roster, ON_LIST, **TODAY).answer == YES


def test_a_roster_holds_for_its_days_only():
    stated = lasting("share", comparator="all")
    roster = cabinet(LISTED, known_until="2024-11-27")
    assert asked(stated, roster, ON_LIST, on="2024-11-27").answer == YES
    found = asked(stated, roster, ON_LIST, on="2024-11-28")
    assert told(found) == (OPEN, "The roster “Cabinet” does not tell of 28 November 2024.")
    assert found.missing == "a complete roster of “Cabinet” as of 28 November 2024"


def test_a_member_counts_once_and_others_do_not():
    subject = RecordParty("x", "x", "subject")
    found = asked(
        lasting("share", comparator="all"), cabinet(LISTED, LISTED, subject), ON_LIST, **TODAY
    )
    assert found.answer == YES
    assert found.reason.startswith("Of the 1 member ")


def test_only_the_scope_counts():
    elsewhere = member("a", listing(entry="1", list="un-sc", title="UN list", programme="DPRK"))
    stated = lasting("share", comparator="all")
    lists = (read(), read(list="un-sc", title="UN list"))
    assert asked(stated, cabinet(elsewhere), ON_LIST, lists=lists, **TODAY).answer == OPEN
    assert asked(stated, cabinet(elsewhere), lists=lists, **TODAY).answer == YES
    un = ScopeFacts("un-sc", "UN list")
    assert asked(stated, cabinet(elsewhere), un, ON_LIST, lists=lists, **TODAY).answer == YES
    past = claim("share", comparator="all")
    assert asked(past, cabinet(elsewhere), ON_LIST, on="2024-11-27", lists=lists).answer == OPEN
    assert asked(past, cabinet(elsewhere), on="2024-11-27", lists=lists).answer == YES
    programme = ScopeFacts("un-sc", "UN list", "DPRK")
    found = asked(stated, cabinet(elsewhere), programme, lists=lists, **TODAY)
    assert found.answer == YES
    assert "is listed on the programme DPRK" not in found.reason
    assert "is listed under the programme DPRK" in found.reason
    other = ScopeFacts("un-sc", "UN list", "ISIL")
    assert asked(stated, cabinet(elsewhere), other, lists=lists, **TODAY).answer == OPEN


def test_without_any_list_nobody_can_tell():
    assert asked(lasting("share", comparator="all"), cabinet(LISTED), lists=()).answer == OPEN


GONE = spell("2024-05-03", last_seen="2024-05-03", first_gone="2026-07-23", listed_on="2018")


def test_ever_listed():
    was = member("a", listing(GONE, entry="1"))
    stated = claim("share", comparator="all")
    found = asked(stated, cabinet(was), ON_LIST, on="2024-11-27")
    assert told(found) == (
        YES,
        (
            "Of the 1 member that the roster “Cabinet” names, 1 is or was listed on the OFAC SDN "
            "list, as of 27 November 2024."
        ),
    )
    assert asked(lasting("share", comparator="all"), cabinet(was), ON_LIST, **TODAY).answer == NO


def test_ever_listed_takes_every_spell():
    again = listing(GONE, spell("2026-08-01", last_absent="2026-07-23"), entry="1")
    assert asked(claim("share", comparator="all"), cabinet(member("a", again))).answer == YES


def test_a_look_never_proves_that_somebody_was_on_no_list():
    stated = claim("share", comparator="none")
    found = asked(stated, cabinet(SOUGHT), ON_LIST, on="2026-08-20")
    assert found.answer == OPEN
    assert found.missing == "a search of the lists for b"
    assert asked(lasting("share", comparator="none"), cabinet(SOUGHT), ON_LIST, **TODAY).answer == (
        YES
    )


def test_listed_only_after_the_day():
    later = member("a", listing(spell("2026-07-23", listed_on="2026"), entry="1"))
    found = asked(claim("share", comparator="none"), cabinet(later), ON_LIST, on="2024-11-27")
    assert told(found) == (
        YES,
        (
            "Of the 1 member that the roster “Cabinet” names, 0 are or were listed on the OFAC SDN "
            "list, 1 never, as of 27 November 2024."
        ),
    )


@pytest.mark.parametrize(
    ("days", "answer"),
    [
        ({"period_from": "2018"}, YES),
        ({"period_from": "2017"}, NO),
        ({"period_from": "2017", "period_to": "27 November 2024"}, YES),
        ({"period_from": "2017", "period_to": "2017"}, NO),
        ({"period_to": "2018"}, YES),
        ({"period_to": "2017"}, NO),
        ({"period_from": "June 2018"}, OPEN),
    ],
)
def test_first_listed_in_the_claims_days(days, answer):
    was = member("a", listing(GONE, entry="1"))
    found = asked(claim("share", comparator="all", **days), cabinet(was), ON_LIST)
    assert found.answer == answer
    if days == {"period_from": "2018"}:
        assert "is or was listed on the OFAC SDN list in 2018, as of" in found.reason


def test_since_reaches_up_to_the_day_asked():
    new = member("a", listing(spell("2024-05-03", listed_on="2018"), entry="1"))
    stated = lasting("share", comparator="all", period_from="2017")
    found = asked(stated, cabinet(new), ON_LIST, on="2024-11-27")
    assert found.answer == YES
    assert "is listed on the OFAC SDN list since 2017" in found.reason
    assert asked(
        lasting("share", comparator="all", period_from="2019"), cabinet(new), ON_LIST
    ).answer == (NO)
    assert asked(
        lasting("share", comparator="all", period_from="2016", period_to="2017"),
        cabinet(new),
        ON_LIST,
    ).answer == (NO)


def test_two_looks_at_a_programme_reach_only_it():
    programme = ScopeFacts("ofac-sdn", LIST, "VENEZUELA")
    sought = member("b", looked_for=(look("2026-08-20", coverage=("VENEZUELA",)),))
    stated = lasting("share", comparator="none")
    assert asked(stated, cabinet(sought), programme, **TODAY).answer == YES
    assert asked(stated, cabinet(sought), ON_LIST, **TODAY).answer == OPEN


def test_the_newest_of_several_lists_is_named():
    lists = (read(), read("2026-08-25", list="un-sc", title="UN list"))
    found = asked(lasting("share", comparator="most"), cabinet(LISTED), lists=lists, **TODAY)
    assert found.reason.endswith("as of 25 August 2026.")
    assert msgspec.structs.replace(lists[0], until=day("2026-08-20")) == lists[0]


def test_an_entry_that_came_later_on_one_list_tells_nothing_of_another():
    later = member("a", listing(spell("2026-07-23", listed_on="2026"), entry="1"))
    lists = (read(), read(list="un-sc", title="UN list"))
    never = claim("share", comparator="none")
    asked_in = {"on": "2024-11-27", "lists": lists}
    assert asked(never, cabinet(later), **asked_in).answer == OPEN
    assert asked(never, cabinet(later), ON_LIST, **asked_in).answer == YES
