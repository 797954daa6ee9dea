"""Somebody is or was listed: as of a day, and since the day that the claim gives."""

from typing import Any

import pytest

from tests.newsroom.assertions.made import (
    NO,
    OPEN,
    YES,
    claim,
    lasting,
    listing,
    part,
    partial,
    read,
    settle,
    spell,
    told,
)

GONE = {"last_seen": "2024-05-03", "first_gone": "2026-07-23"}


def asked(stated: Any, *listings: Any, **options: Any) -> Any:
    return settle(stated, *(part("designation", one) for one in listings), **options)


def test_listed_by_the_newest_version():
    found = asked(
        lasting("designated"),
        listing(spell("2024-05-03", listed_on="31 July 2017")),
        on="2026-11-28",
        newest=True,
    )
    assert told(found) == (
        YES,
        (
            "Entry 22790 is on the OFAC SDN list of 20 August 2026; first listed 31 July 2017, "
            "by a dated source."
        ),
    )
    assert (found.missing, found.since) == ("", None)


def test_listed_on_a_day_between_two_versions():
    assert told(asked(lasting("designated"), listing())) == (
        YES,
        (
            "Entry 22790 is on the OFAC SDN list, in every issue held from 3 May 2024 to 20 August "
            "2026 that tells of it, and so on 27 November 2024."
        ),
    )


def test_listed_on_the_very_day_of_a_version():
    assert told(asked(lasting("designated"), listing(), on="2024-05-03")) == (
        YES,
        "Entry 22790 is on the OFAC SDN list of 3 May 2024.",
    )


def test_gone_before_another_spell():
    entry = listing(
        spell("2020-01-01", last_seen="2020-06-01", first_gone="2021-01-01"),
        spell(
            "2023-01-01", last_absent="2022-06-01", last_seen="2024-01-01", first_gone="2025-01-01"
        ),
        seen_from=None,
    )
    found = asked(lasting("designated"), entry, on="2022-01-01")
    assert (found.answer, found.since) == (NO, partial("2020-06-01/2021-01-01"))


def test_a_day_after_the_newest_version_cannot_be_told():
    found = asked(lasting("designated"), listing(), on="2026-08-21")
    assert told(found) == (
        OPEN,
        (
            "Entry 22790 may or may not have been on the OFAC SDN list on 21 August 2026: the "
            "newest issue "
            "held is of 20 August 2026, where it is present."
        ),
    )
    assert found.missing == "a version of the OFAC SDN list of 21 August 2026 or later"


def test_a_day_before_the_first_version_cannot_be_told():
    found = asked(lasting("designated"), listing(), on="2024-05-02")
    assert told(found) == (
        OPEN,
        (
            "Entry 22790 may or may not have been on the OFAC SDN list on 2 May 2024: the "
            "first issue held "
            "is of 3 May 2024, where it is present."
        ),
    )
    assert found.missing == (
        "a version of the OFAC SDN list of 2 May 2024 or before, or a dated source for the "
        "listing of entry 22790"
    )


def test_a_dated_word_reaches_before_the_first_version():
    entry = listing(spell("2024-05-03", listed_on="31 July 2017"))
    assert told(asked(lasting("designated"), entry, on="2017-07-31")) == (
        YES,
        (
            "Entry 22790 was listed on the OFAC SDN list on 31 July 2017, by a dated source, "
            "and is "
            "on its issue of 3 May 2024."
        ),
    )
    assert told(asked(lasting("designated"), entry, on="2017-07-30")) == (
        NO,
        "Entry 22790 was first listed on the OFAC SDN list on 31 July 2017, by a dated source.",
    )


def test_gone_between_two_versions():
    found = asked(
        lasting("designated"), listing(spell("2024-05-03", **GONE)), on="2026-11-28", newest=True
    )
    assert told(found) == (
        NO,
        (
            "Entry 22790 is absent from the OFAC SDN list of 20 August 2026, last seen on that of "
            "3 May 2024."
        ),
    )
    assert found.since == partial("2024-05-03/2026-07-23")


def test_gone_after_a_day_that_a_dated_source_tells():
    entry = listing(spell("2024-05-03", **GONE, delisted_on="2024-11-28/2026-07-23"))
    assert told(asked(lasting("designated"), entry, on="2026-11-28", newest=True)) == (
        NO,
        (
            "Entry 22790 is absent from the OFAC SDN list of 20 August 2026, by a dated source "
            "not delisted before 28 November 2024."
        ),
    )


def test_a_day_between_presence_and_absence_cannot_be_told():
    found = asked(lasting("designated"), listing(spell("2024-05-03", **GONE)))
    assert told(found) == (
        OPEN,
        (
            "Entry 22790 may or may not have been on the OFAC SDN list on 27 November 2024: "
            "present on "
            "3 May 2024, absent on 23 July 2026."
        ),
    )
    assert found.missing == (
        "a version of the OFAC SDN list of 27 November 2024, or a dated source for the removal of "
        "entry 22790"
    )
    assert found.since is None


def test_a_day_between_absence_and_presence_cannot_be_told():
    entry = listing(spell("2026-07-23", last_absent="2024-05-03", listed_on="2024"))
    found = asked(lasting("designated"), entry)
    assert told(found) == (
        OPEN,
        (
            "Entry 22790 may or may not have been on the OFAC SDN list on 27 November 2024: "
            "absent on 3 May "
            "2024, present on 23 July 2026; a dated source says listed in 2024."
        ),
    )
    assert found.missing == (
        "a version of the OFAC SDN list of 27 November 2024, or a dated source for the listing of "
        "entry 22790"
    )


def test_no_version_tells_of_it():
    found = asked(
        lasting("designated"),
        listing(spell("2024-05-03", **GONE), seen_from=None),
        on="2020-01-01",
        lists=(),
    )
    assert found.answer == OPEN


def test_not_yet_listed():
    entry = listing(spell("2026-07-23", last_absent="2026-07-01", listed_on="10 July 2026"))
    found = asked(lasting("designated"), entry)
    assert found.answer == NO
    assert found.since is None
    assert found.reason == (
        "Entry 22790 is absent from the OFAC SDN list, in every issue held from 3 May 2024 to "
        "1 July 2026 that tells of it, and so on 27 November 2024."
    )


@pytest.mark.parametrize(
    ("on", "answer", "reason", "since"),
    [
        (
            "2025-01-01",
            YES,
            (
                "Entry 22790 is on the OFAC SDN list of 3 May 2024, and by a dated source was not "
                "delisted before 4 March 2025."
            ),
            None,
        ),
        (
            "2025-03-04",
            NO,
            (
                "Entry 22790 is on the OFAC SDN list of 3 May 2024, and by a dated source was "
                "delisted on 4 March 2025."
            ),
            "4 March 2025",
        ),
    ],
)
def test_a_dated_removal(on, answer, reason, since):
    entry = listing(spell("2024-05-03", delisted_on="4 March 2025", **GONE))
    found = asked(lasting("designated"), entry, on=on)
    assert told(found) == (answer, reason)
    assert found.since == partial(since)


def test_an_excerpt_that_does_not_reach_tells_nothing():
    excerpt = read("2026-08-20", coverage=("IRAN",))
    found = asked(lasting("designated"), listing(), on="2026-11-28", newest=True, lists=(excerpt,))
    assert found.answer == OPEN


# ---- Since a day -----------------------------------------------------------------------------

SINCE = [
    (
        {"listed_on": "31 July 2017"},
        "31 July 2017",
        YES,
        "; first listed 31 July 2017, by a dated source.",
        "",
    ),
    ({"listed_on": "2017"}, "2017", YES, "; first listed in 2017, by a dated source.", ""),
    (
        {"listed_on": "31 July 2017"},
        "2018",
        NO,
        "; first listed 31 July 2017, by a dated source, and so not first listed in 2018.",
        "",
    ),
    (
        {"listed_on": "2017"},
        "31 July 2017",
        OPEN,
        (
            "; first listed in 2017, by a dated source: whether it was first listed on 31 July "
            "2017 "
            "cannot be told."
        ),
        "a dated source for the listing of entry 22790",
    ),
    (
        {},
        "2025",
        NO,
        (
            "; on the OFAC SDN list of 3 May 2024 already, the first that tells of it, and so not "
            "first listed in 2025."
        ),
        "",
    ),
    (
        {},
        "2018",
        OPEN,
        (
            "; on the OFAC SDN list of 3 May 2024 already, the first that tells of it: whether "
            "it was "
            "first listed in 2018 cannot be told."
        ),
        "a dated source for the listing of entry 22790",
    ),
    (
        {"last_absent": "2024-05-02"},
        "2018",
        NO,
        (
            "; absent from the OFAC SDN list of 2 May 2024 and on that of 3 May 2024, and so not "
            "first listed in 2018."
        ),
        "",
    ),
]


@pytest.mark.parametrize(("dated", "since", "answer", "ending", "missing"), SINCE)
def test_listed_since(dated, since, answer, ending, missing):
    found = asked(
        lasting("designated", period_from=since),
        listing(spell("2024-05-03", **dated)),
        on="2026-11-28",
        newest=True,
    )
    assert told(found) == (
        answer,
        f"Entry 22790 is on the OFAC SDN list of 20 August 2026{ending}",
    )
    assert found.missing == missing


def test_a_relisting_is_not_since_the_first_spell():
    entry = listing(
        spell("2020-01-01", listed_on="2018", last_seen="2021-01-01", first_gone="2022-01-01"),
        spell("2026-07-23", last_absent="2024-05-03"),
    )
    found = asked(lasting("designated", period_from="2018"), entry, on="2026-11-28", newest=True)
    assert told(found) == (
        NO,
        (
            "Entry 22790 was removed from the OFAC SDN list between 1 January 2021 and 1 "
            "January 2022 "
            "and listed again between 3 May 2024 and 23 July 2026."
        ),
    )
    assert found.since == partial("2021-01-01/2022-01-01")
    # Without a first day any spell will do, and the spell that is meant has its own first day.
    assert asked(lasting("designated"), entry, on="2026-11-28", newest=True).answer == YES
    assert asked(lasting("designated", period_from="2018"), entry, on="2020-06-01").answer == YES


def test_a_relisting_of_which_only_its_first_version_is_known():
    entry = listing(
        spell("2020-01-01", last_seen="2021-01-01", first_gone="2022-01-01", listed_on="2018"),
        spell("2026-07-23"),
    )
    found = asked(lasting("designated", period_from="2018"), entry, on="2026-11-28", newest=True)
    assert found.reason.endswith("1 January 2022 and listed again by 23 July 2026.")


def test_a_spell_that_had_not_begun_is_no_relisting():
    entry = listing(
        spell("2020-01-01", listed_on="2018", last_seen="2021-01-01", first_gone="2026-01-01"),
        spell("2026-07-23", last_absent="2026-01-01"),
        seen_from=None,
    )
    assert asked(lasting("designated", period_from="2018"), entry, on="2020-06-01").answer == YES


def test_a_lasting_claim_with_a_last_day_is_compared_with_it():
    found = asked(lasting("designated", period_to="2025"), listing())
    assert told(found)[0] == NO
    assert found.reason.endswith(
        "; still on the OFAC SDN list of 20 August 2026, and so not removed in 2025."
    )


# ---- In the past -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dated", "on", "answer", "reason", "missing"),
    [
        (
            {"listed_on": "27 November 2024"},
            "2024-11-27",
            YES,
            "Entry 22790 was first listed 27 November 2024, by a dated source.",
            "",
        ),
        (
            {},
            "2024-05-03",
            YES,
            (
                "Entry 22790 was on the OFAC SDN list of 3 May 2024 already, the first that "
                "tells of "
                "it."
            ),
            "",
        ),
        (
            {"listed_on": "28 November 2024"},
            "2024-11-27",
            NO,
            (
                "Entry 22790 was first listed 28 November 2024, by a dated source, and so not "
                "listed "
                "by 27 November 2024."
            ),
            "",
        ),
        (
            {},
            "2024-05-02",
            OPEN,
            (
                "Entry 22790 was on the OFAC SDN list of 3 May 2024 already, the first that "
                "tells of "
                "it: whether it was listed by 2 May 2024 cannot be told."
            ),
            (
                "a version of the OFAC SDN list of 2 May 2024, or a dated source for the "
                "listing of "
                "entry 22790"
            ),
        ),
    ],
)
def test_listed_at_some_time(dated, on, answer, reason, missing):
    found = asked(claim("designated"), listing(spell("2024-05-03", **dated)), on=on)
    assert told(found) == (answer, reason)
    assert found.missing == missing


def test_what_was_listed_stays_so_when_it_is_gone():
    assert asked(claim("designated"), listing(spell("2024-05-03", **GONE))).answer == YES


@pytest.mark.parametrize(
    ("days", "dated", "answer", "reason", "missing"),
    [
        (
            {"period_from": "2017"},
            {"listed_on": "31 July 2017"},
            YES,
            "Entry 22790 was first listed 31 July 2017, by a dated source.",
            "",
        ),
        (
            {"period_to": "2025"},
            {**GONE, "delisted_on": "4 March 2025"},
            YES,
            "Entry 22790 was removed from the OFAC SDN list on 4 March 2025, by a dated source.",
            "",
        ),
        (
            {"period_to": "2025"},
            GONE,
            OPEN,
            (
                "Entry 22790 was removed from the OFAC SDN list between 3 May 2024 and 23 July "
                "2026: "
                "whether it was in 2025 cannot be told."
            ),
            "a dated source for the removal of entry 22790",
        ),
        (
            {"period_to": "2023"},
            GONE,
            NO,
            (
                "Entry 22790 was removed from the OFAC SDN list between 3 May 2024 and 23 July "
                "2026, "
                "and so not in 2023."
            ),
            "",
        ),
        (
            {"period_to": "2025"},
            {},
            NO,
            (
                "Entry 22790 was still on the OFAC SDN list of 20 August 2026, and so "
                "not removed in "
                "2025."
            ),
            "",
        ),
        (
            {"period_from": "2017", "period_to": "2025"},
            {"listed_on": "31 July 2017", "delisted_on": "4 March 2025", **GONE},
            YES,
            (
                "Entry 22790 was first listed 31 July 2017, by a dated source, and removed "
                "from the "
                "OFAC SDN list on 4 March 2025, by a dated source."
            ),
            "",
        ),
        (
            {"period_from": "2018", "period_to": "2025"},
            {"listed_on": "31 July 2017", "delisted_on": "4 March 2025", **GONE},
            NO,
            (
                "Entry 22790 was first listed 31 July 2017, by a dated source, and so not first "
                "listed in 2018."
            ),
            "",
        ),
    ],
)
def test_listed_in_the_claims_own_days(days, dated, answer, reason, missing):
    found = asked(claim("designated", **days), listing(spell("2024-05-03", **dated)))
    assert told(found) == (answer, reason)
    assert found.missing == missing


@pytest.mark.parametrize(
    ("until", "answer"), [("20 August 2026", NO), ("21 August 2026", OPEN), ("2026", OPEN)]
)
def test_what_has_not_gone_may_still_go(until, answer):
    found = asked(claim("designated", period_to=until), listing())
    assert found.answer == answer
    if answer == OPEN:
        assert found.missing.startswith("a version of the OFAC SDN list of ")
        assert found.missing.endswith(" 2026 or later")
        assert "still on the OFAC SDN list of 20 August 2026: whether it was" in found.reason
    unread = asked(claim("designated", period_to="2023"), listing(), lists=())
    assert unread.answer == NO
    assert "still on the OFAC SDN list of 3 May 2024" in unread.reason


# ---- Several ---------------------------------------------------------------------------------


def test_of_several_all_must_be_listed_and_the_others_are_not_told():
    here = listing(entry="1", name="Ana")
    gone = listing(spell("2024-05-03", **GONE), entry="2", name="Luis")
    open_ = listing(spell("2024-05-03"), entry="3", name="Eva", list="other", title="Other list")
    today = {"on": "2026-11-28", "newest": True}
    assert told(asked(lasting("designated"), here, gone, open_, **today)) == (
        NO,
        (
            "Entry 2 (Luis) is absent from the OFAC SDN list of 20 August 2026, last seen on that "
            "of 3 May 2024."
        ),
    )
    assert asked(lasting("designated"), here, open_, **today).answer == OPEN
    assert told(asked(lasting("designated"), here, here, **today)) == (
        YES,
        "Entries 1 (Ana) and 1 (Ana) are on the OFAC SDN list of 20 August 2026.",
    )


def test_two_days_are_two_sentences_and_more_are_put_together():
    def entry(number: str, first: str) -> Any:
        return listing(spell("2024-05-03", listed_on=first), entry=number, name=f"N{number}")

    two = asked(claim("designated"), entry("1", "2017"), entry("2", "2018"))
    assert two.reason == (
        "Entry 1 (N1) was first listed in 2017, by a dated source. "
        "Entry 2 (N2) was first listed in 2018, by a dated source."
    )
    three = asked(
        claim("designated"), entry("1", "2017"), entry("2", "2018"), entry("3", "2019"),
        entry("4", "2017"),
    )  # fmt: skip
    assert three.reason == (
        "Entries 1 (N1) and 4 (N4) were first listed in 2017, by a dated source. "
        "The same holds, each with its own days, for 2 (N2) and 3 (N3)."
    )


def test_many_are_counted():
    many = [listing(entry=str(number), name=f"N{number}") for number in range(1, 22)]
    found = asked(lasting("designated"), *many, on="2026-11-28", newest=True)
    assert found.reason == (
        "Entries 1 (N1), 2 (N2), 3 (N3) and 18 others are on the OFAC SDN list of 20 August 2026."
    )


def test_since_is_the_first_day_of_any_that_is_gone():
    gone = listing(spell("2024-05-03", **GONE), entry="1")
    before = listing(
        spell("2024-05-03", last_seen="2024-05-03", first_gone="2026-07-23", delisted_on="2025"),
        entry="2",
    )
    found = asked(lasting("designated"), before, gone, on="2026-11-28", newest=True)
    assert found.since == partial("2024-05-03/2026-07-23")


# ---- What every kind does --------------------------------------------------------------------


def test_hidden_links_leave_a_claim_untold():
    found = asked(lasting("designated"), listing(), hidden=1)
    assert told(found) == (
        OPEN,
        (
            "Not every record that this claim rests on is public and decided on, so nothing is "
            "told "
            "of it."
        ),
    )
    assert found.missing == "a decision on every link, and records that readers may see"


def test_a_claim_without_its_record_cannot_be_told():
    found = settle(lasting("designated"))
    assert told(found) == (OPEN, "No record is linked that could settle this claim.")
    assert found.missing == "a record as “designation”"


def test_a_later_spell_is_not_said_to_be_the_first():
    spells = (
        spell("2017-07-31", last_seen="2020-01-01", first_gone="2020-02-01"),
        spell("2024-05-03", last_absent="2024-04-01", listed_on="2024-05-01"),
    )
    again = part("designation", listing(*spells, spell=2))
    found = settle(lasting("designated"), again, on="2026-11-28", newest=True)
    assert found.reason.endswith("; listed again 1 May 2024, by a dated source.")
    found = settle(claim("designated", period_from="1 May 2024"), again)
    assert found.reason == ("Entry 22790 was listed again 1 May 2024, by a dated source.")


#: Listed on 31 July 2017, gone in 2020, and listed again in 2024.
TWICE = (
    spell(
        "2018-05-03",
        listed_on="31 July 2017",
        last_seen="2020-01-01",
        first_gone="2020-02-01",
        delisted_on="15 January 2020",
    ),
    spell("2024-05-03", last_absent="2024-04-01", listed_on="1 May 2024"),
)


@pytest.mark.parametrize("meant", [1, 2])
@pytest.mark.parametrize(
    ("days", "answer", "words"),
    [
        ({"period_from": "2017"}, YES, "was first listed 31 July 2017, by a dated source."),
        ({"period_from": "2024"}, YES, "was listed again 1 May 2024, by a dated source."),
        ({"period_from": "2017", "period_to": "2020"}, YES, "was first listed 31 July 2017"),
        ({"period_from": "2017", "period_to": "2025"}, NO, "and so not in 2025"),
        ({"period_from": "2016"}, NO, "and so not first listed in 2016"),
        ({"period_from": "2016"}, NO, "and so not listed again in 2016"),
        ({}, YES, "by a dated source."),
    ],
)
def test_what_was_so_in_any_spell_was_so(meant, days, answer, words):
    twice = part("designation", listing(*TWICE, spell=meant))
    found = settle(claim("designated", **days), twice, on="2024-11-27")
    assert found.answer == answer
    assert words in found.reason


def test_a_relisting_that_a_claim_of_the_present_means_began_when_it_did():
    stated = lasting("designated", period_from="2017")
    for meant in (1, 2):
        twice = part("designation", listing(*TWICE, spell=meant))
        assert settle(stated, twice, on="2026-11-28", newest=True).answer == NO


@pytest.mark.parametrize(
    ("delisted", "on", "answer", "words"),
    [
        ("20 November 2024", "2024-11-27", NO, "and by a dated source was delisted on 20 Nov"),
        ("20 November 2024", "2024-11-20", NO, "and by a dated source was delisted on 20 Nov"),
        ("20 November 2024", "2024-11-19", YES, "is on the OFAC SDN list of 10 November 2024"),
        ("2024-11-20/2024-11-30", "2024-11-27", OPEN, "a dated source says delisted between"),
        ("2024-11-20/2024-11-30", "2024-11-30", NO, "and by a dated source was delisted"),
        ("2024-11-01/2024-11-30", "2024-11-27", OPEN, "a dated source says delisted in November"),
        ("9 November 2024", "2024-11-27", YES, "is on the OFAC SDN list of 10 November 2024"),
    ],
)
def test_today_a_dated_word_after_the_newest_list_decides(delisted, on, answer, words):
    entry = part("designation", listing(spell("2024-05-03", delisted_on=delisted)))
    lists = (read("2024-11-10", 2),)
    found = settle(lasting("designated"), entry, on=on, newest=True, lists=lists)
    assert found.answer == answer
    assert words in found.reason
    if answer == NO:
        assert found.since == partial(delisted)
