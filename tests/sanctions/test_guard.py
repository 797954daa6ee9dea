"""Which changes a person must see first: the rules alone, without a database."""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctions.guard import Finding, Report, findings, notes
from sanctions.guard.changes import ITEMS, TEXT_LETTERS, differences
from sanctions.guard.identity import (
    Described,
    doubt,
    exchanged,
    exclude_each_other,
    renumbered,
    shared_words,
)
from sanctions.guard.report import (
    Change,
    FillRate,
    Identity,
    Named,
    ProgrammeChange,
    Renumbered,
    Some,
)
from sanctions.lists import PUBLICATIONS
from sanctions.lists.ofac.remarks import read_remarks
from sanctions.lists.publication import Expected

OFAC_SDN = PUBLICATIONS["ofac-sdn"]
QUIET = Report(first=False, coverage=None, before=9_000, after=9_000)
SOMEBODY = Named("36", "AEROCARIBBEAN AIRLINES")


def rules(report: Report) -> list[str]:
    return [one.rule for one in findings(report, OFAC_SDN)]


def of(total: int) -> Some[Named]:
    return Some(total, (SOMEBODY,) if total else ())


def born(*words: str) -> Sequence[dict[str, str]]:
    """Births as the reader of remarks makes them."""
    told = read_remarks("; ".join(f"DOB {one}" for one in words) + ".").as_json()["births"]
    assert isinstance(told, list)
    return told


# How much may change unseen


def test_a_list_that_stays_as_it_is_raises_nothing() -> None:
    assert rules(QUIET) == []


@pytest.mark.parametrize(
    ("before", "removed", "held"),
    [(9_000, 45, False), (9_000, 46, True), (200, 5, False), (200, 6, True), (1_400, 7, False)],
)
def test_removals_are_held_above_five_and_above_half_a_percent(
    before: int, removed: int, held: bool
) -> None:
    report = replace(QUIET, before=before, after=before - removed, removed=of(removed))
    assert rules(report) == (["removed"] if held else [])


@pytest.mark.parametrize(
    ("before", "added", "held"),
    [(9_000, 450, False), (9_000, 451, True), (100, 200, False), (100, 201, True)],
)
def test_additions_are_held_above_two_hundred_and_above_five_percent(
    before: int, added: int, held: bool
) -> None:
    report = replace(QUIET, before=before, after=before + added, added=of(added))
    assert rules(report) == (["added"] if held else [])


@pytest.mark.parametrize(
    ("before", "removed", "held"),
    [(10, 2, False), (10, 3, True), (9, 5, False), (130, 26, False), (130, 27, True)],
)
def test_a_programme_may_lose_a_fifth(before: int, removed: int, held: bool) -> None:
    one = ProgrammeChange("BURUNDI", before, before - removed, 0, removed, (SOMEBODY,))
    report = replace(QUIET, programmes=(one,), removed=of(removed))
    assert ("programme" in rules(report)) == held


def test_entries_that_only_change_programme_are_no_loss() -> None:
    """As 33 of BELARUS-EO did, which became BELARUS-EO14038."""
    relabelled = (
        ProgrammeChange("BELARUS-EO", 33, 0, 0, 0, moved=33),
        ProgrammeChange("BELARUS-EO14038", 20, 53, 0, 0),
    )
    assert rules(replace(QUIET, changed=33, programmes=relabelled)) == []


@pytest.mark.parametrize(
    ("entries", "before", "removed", "moved", "held"),
    [
        (100, 100, 0, 50, False),
        (100, 100, 0, 51, True),
        (100, 100, 20, 31, True),
        (100, 10, 0, 6, True),
        (100, 9, 0, 9, False),
        (9_000, 45, 0, 45, False),
        (9_000, 46, 0, 46, True),
        (9_000, 400, 0, 200, False),
        (9_000, 400, 0, 201, True),
    ],
)
def test_a_programme_that_more_than_half_leave_is_held_unless_they_are_few(
    entries: int, before: int, removed: int, moved: int, held: bool
) -> None:
    one = ProgrammeChange("VENEZUELA", before, before - removed - moved, 0, removed, (), moved)
    report = replace(QUIET, before=entries, after=entries - removed, programmes=(one,))
    assert rules(report) == (["programme left"] if held else [])


@pytest.mark.parametrize("rule", ["births changed", "kinds changed", "other names moved"])
@pytest.mark.parametrize(
    ("before", "total", "held"),
    [(200, 5, False), (200, 6, True), (9_000, 45, False), (9_000, 46, True)],
)
def test_what_changes_in_place_is_held_above_five_and_above_half_a_percent(
    rule: str, before: int, total: int, held: bool
) -> None:
    one = Identity("6875", "KHAN, Yusuf", "KHAN, Yusuf", "person", "vessel")
    found: dict[str, dict[str, Any]] = {
        "births changed": {"births": Some(total, (one,))},
        "kinds changed": {"kinds": Some(total, (one,))},
        "other names moved": {"aliases": Some(total, (Renumbered("1", "2", "A"),))},
    }
    report = replace(QUIET, before=before, after=before, **found[rule])
    assert rules(report) == ([rule] if held else [])


@pytest.mark.parametrize(
    ("before", "changed", "held"),
    [(100, 50, False), (100, 51, True), (9_000, 450, False), (9_000, 451, True)],
)
def test_changes_of_any_sort_are_held_above_fifty_and_above_five_percent(
    before: int, changed: int, held: bool
) -> None:
    report = replace(QUIET, before=before, after=before, changed=changed)
    assert rules(report) == (["changed"] if held else [])


@pytest.mark.parametrize(
    ("removed", "unseen", "held"), [(4, 176, False), (4, 177, True), (0, 400, False)]
)
def test_who_goes_little_by_little_is_held_above_two_percent_in_a_month(
    removed: int, unseen: int, held: bool
) -> None:
    report = replace(QUIET, removed=of(removed), removed_unseen=unseen)
    assert rules(report) == (["removed little by little"] if held else [])


def test_fewer_than_half_is_no_whole_list() -> None:
    (first, *_) = findings(replace(QUIET, after=4_499, removed=of(4_501)), OFAC_SDN)
    assert (first.rule, first.refuses) == ("too few", True)
    half = findings(replace(QUIET, after=4_500, removed=of(4_500)), OFAC_SDN)
    assert not any(one.refuses for one in half)


def test_of_a_handful_more_than_half_may_go() -> None:
    assert rules(replace(QUIET, before=8, after=3, removed=of(5))) == []


@pytest.mark.parametrize(("pairs", "held"), [(45, False), (46, True)])
def test_renumbered_entries_are_held_above_half_a_percent(pairs: int, held: bool) -> None:
    found = Some(pairs, (Renumbered("36", "9036", "AEROCARIBBEAN AIRLINES"),))
    assert rules(replace(QUIET, renumbered=found)) == (["renumbered"] if held else [])


@pytest.mark.parametrize(
    ("sort", "total", "rule"),
    [
        ("reused", 1, "number reused"),
        ("corrected", 1, "identity corrected"),
        ("renamed", 6, "names moved"),
    ],
)
def test_a_number_that_may_be_somebody_else_is_held(sort: str, total: int, rule: str) -> None:
    one = Identity("6875", "KHAN, Yusuf", "SHUGAYEV, Andrei", "person", "person")
    held: dict[str, Any] = {sort: Some(total, (one,))}
    passes: dict[str, Any] = {sort: Some(total - 1, (one,))}
    assert rules(replace(QUIET, **held)) == [rule]
    assert rules(replace(QUIET, **passes)) == []


def test_numbers_that_come_back_are_held_above_five() -> None:
    assert rules(replace(QUIET, returned=of(5))) == []
    assert rules(replace(QUIET, returned=of(6))) == ["returned"]


@pytest.mark.parametrize(
    ("before", "after", "held"),
    [
        ((1_000, 900), (1_000, 850), False),
        ((1_000, 900), (1_000, 849), True),
        ((20, 18), (20, 14), False),  # four aeroplanes are a fifth, and nothing to see
        ((1_000, 900), (0, 0), False),  # none of this kind is left: removals tell it
        ((0, 0), (1_000, 10), False),
    ],
)
def test_a_fact_may_drop_by_five_points(
    before: tuple[int, int], after: tuple[int, int], held: bool
) -> None:
    report = replace(QUIET, fill_rates=(FillRate("person", "births", *before, *after),))
    assert rules(report) == (["fill rate"] if held else [])


def test_garbled_names_are_held_above_half_a_percent() -> None:
    assert rules(replace(QUIET, garbled=of(45))) == []
    assert rules(replace(QUIET, garbled=of(46))) == ["garbled names"]


def test_a_first_version_is_measured_by_what_is_expected() -> None:
    expected = Expected(entries=(5_000, 60_000), fill={("person", "births"): 0.9})
    publication = replace(OFAC_SDN, expected=expected)
    first = replace(QUIET, first=True, before=0, added=of(9_000))
    births = FillRate("person", "births", 0, 0, 5_000, 4_400)

    assert findings(first, publication) == []
    (short,) = findings(replace(first, after=19), publication)
    assert short.message == (
        "19 entries in the first version of this list; between 5,000 and 60,000 are expected. "
        "Is it the whole list, and the right one?"
    )
    (unborn,) = findings(replace(first, fill_rates=(births,)), publication)
    assert unborn.message == (
        "A date of birth is told of 88.0% of 5,000 persons; 90% or more are expected. "
        "Is it the right list, and is the column where it was?"
    )


def test_a_programme_that_nobody_stood_under_is_worth_a_word() -> None:
    new = ProgrammeChange("PEESA-EO", 0, 1, 1, 0)
    assert notes(replace(QUIET, programmes=(new,))) == [
        "1 entry under PEESA-EO, a programme under which nobody stood before"
    ]
    assert notes(replace(QUIET, first=True, programmes=(new,))) == []


def test_many_such_programmes_are_one_sentence() -> None:
    new = tuple(ProgrammeChange(f"NEW{number}", 0, 2, 2, 0) for number in range(1, 66))
    [note] = notes(replace(QUIET, programmes=new))
    assert note == (
        "65 programmes under which nobody stood before: NEW1 (2 entries); NEW2 (2 entries); "
        "NEW3 (2 entries); NEW4 (2 entries); NEW5 (2 entries); and 60 more"
    )


# Removing more never makes it pass

lists = st.lists(st.sampled_from("ABCD"), min_size=1, max_size=300)


@given(lists, st.data())
def test_whoever_removes_more_is_held_as_well(programmes: list[str], data: st.DataObject) -> None:
    more = data.draw(st.integers(0, len(programmes)))
    fewer = data.draw(st.integers(0, more))
    if _after_removing(programmes, fewer):
        assert _after_removing(programmes, more)


def _after_removing(programmes: list[str], count: int) -> list[Finding]:
    gone, all_ = Counter(programmes[:count]), Counter(programmes)
    return findings(
        Report(
            first=False,
            coverage=None,
            before=len(programmes),
            after=len(programmes) - count,
            removed=of(count),
            programmes=tuple(
                ProgrammeChange(code, total, total - gone[code], 0, gone[code])
                for code, total in all_.items()
            ),
        ),
        OFAC_SDN,
    )


# Two descriptions of one number: real ones, as OFAC changed them


def person(name: str, *births: str, others: Sequence[str] = ()) -> Described:
    return Described("6903", name, "person", born(*births), others)


def vessel(name: str, *others: str) -> Described:
    return Described("4243", name, "vessel", None, others)


@pytest.mark.parametrize(
    ("before", "after", "sort"),
    [
        # Another man: half of the name stays, the day of birth does not.
        (
            person("GONZALEZ HIGUERA, Jaime Humberto", "25 Mar 1986"),
            person("GONZALEZ HIGUERA, Jaime", "07 Mar 1972"),
            "corrected",
        ),
        (person("AZIZ, Abdul", "1970"), person("AZIZ, Karim", "1981"), "corrected"),
        (person("KHAN, Yusuf", "1969"), person("SHUGAYEV, Andrei", "1981"), "reused"),
        # Brothers' names resemble: resemblance excuses nothing.
        (person("HASSAN, Mohamed", "1960"), person("HASSAN, Mohammed", "1962"), "corrected"),
        # The same man: the day of birth stays, whatever the name.
        (
            person("ABU ZUBAYDAH", "12 Mar 1971"),
            person("HUSAYN, Zayn al-Abidin Muhammad", "12 Mar 1971"),
            "",
        ),
        (person("DIKIY, Aleksey", "05 Jul 1974"), person("DYKIY, Oleksii", "Jul 1974"), ""),
        (person("A, B", "1960", "1962"), person("C, D", "circa 1962"), ""),
        # Only one of the two changes.
        (person("KHAN, Yusuf", "1969"), person("KHAN, Yusuf", "1981"), ""),
        (person("KHAN, Yusuf", "1969"), person("Yusuf Khan", "1981"), ""),
        (person("MADURO MOROS, Nicolas"), person("MADURO, Nicolas"), ""),
        # Without a day of birth one word of a person's name must stay, be it spelt another way.
        (person("AL-ZUMAR, Abbud"), person("AL-ZOMOR, Abboud Abdul Latif", "1947"), ""),
        (person("HANIYEH, Ismail"), person("HANIYAH, Ismail Abdul Salah"), ""),
        (person("AL-HAMATI, Muhammad"), person("AL-AHDAL, Mohammad Hamdi"), ""),
        (person("KHAN, Yusuf"), person("SHUGAYEV, Andrei"), "reused"),
        (person("KHAN, Yusuf", "1969"), person("SHUGAYEV, Andrei"), "reused"),
        (person("ZULKARNAEN"), person("SUMARSONO, Aris"), "reused"),
        (person("ZULKARNAEN"), person("SUMARSONO, Aris", others=("ZULKARNAEN",)), ""),
        # Firms and ships are renamed; their aliases mostly tell.
        (vessel("SAND SWAN"), vessel("EBANO"), "renamed"),
        (vessel("SAND SWAN"), vessel("EBANO", "SAND SWAN"), ""),
        (vessel("SAND SWAN", "EBANO"), vessel("EBANO"), ""),
        (vessel("SAND SWAN"), person("KHAN, Yusuf"), "reused"),
    ],
)
def test_a_number_with_a_new_name(before: Described, after: Described, sort: str) -> None:
    assert doubt(before, after) == sort


def test_words_that_many_firms_share_do_not_make_their_names_alike() -> None:
    shared = shared_words(f"FIRM{at} TRADING CO" for at in range(6))
    assert shared == {"trading", "co"}
    noor = Described("1", "NOOR TRADING CO", "organisation")
    sahar = noor._replace(name="SAHAR TRADING CO")
    assert (doubt(noor, sahar), doubt(noor, sahar, shared)) == ("", "renamed")
    nothing_else = noor._replace(name="TRADING CO")
    assert doubt(nothing_else, noor._replace(name="CO TRADING LLC"), shared) == "renamed"
    assert doubt(nothing_else, noor._replace(name="CO"), shared) == ""


def test_a_word_of_five_names_still_tells_them_apart() -> None:
    assert shared_words(f"FIRM{at} TRADING" for at in range(5)) == frozenset()


def test_a_name_that_goes_over_to_another_number_is_exchanged() -> None:
    noor, sahar, azar = (Described("1", name, "organisation") for name in ("NOOR", "SAHAR", "AZAR"))
    of_two = {name.name: name._replace(number="2") for name in (noor, sahar, azar)}
    assert exchanged([(noor, sahar), (of_two["SAHAR"], of_two["NOOR"])]) == {"1", "2"}
    assert exchanged([(noor, azar), (of_two["SAHAR"], of_two["NOOR"])]) == {"1", "2"}
    assert exchanged([(noor, azar)], [noor._replace(number="9")]) == {"1"}
    assert exchanged([(noor, azar), (of_two["SAHAR"], of_two["AZAR"])]) == set()


def test_days_of_birth_that_cannot_be_read_exclude_nothing() -> None:
    assert not exclude_each_other(born("in the sixties"), born("1981"))
    assert not exclude_each_other(None, born("1981"))


def test_one_name_under_two_numbers_is_renumbered() -> None:
    gone = [
        Described("1", "KHAN, Yusuf", "person", born("1969")),
        Described("2", "OTHER", "vessel"),
    ]
    come = [
        Described("8", "Khán, YUSUF", "person", born("1981")),
        Described("9", "KHAN YUSUF", "person", born("07 Aug 1969")),
        Described("7", "OTHER", "aircraft"),
    ]
    assert renumbered(gone, come) == [Renumbered("1", "9", "KHAN YUSUF")]


# What is kept of it


def test_of_lists_only_what_differs_is_shown() -> None:
    aliases = [{"type": "aka", "name": f"ALIAS {number}"} for number in range(40)]
    new = {"type": "aka", "name": "NEW"}
    assert differences(
        {"name": "A", "aliases": aliases, "title": None},
        {"name": "A", "aliases": [*aliases, new], "title": "Minister"},
    ) == ({"aliases": [], "title": None}, {"aliases": [new], "title": "Minister"})


def test_of_many_differences_the_first_are_shown() -> None:
    _, after = differences({"aliases": []}, {"aliases": [str(number) for number in range(13)]})
    assert after == {"aliases": [*map(str, range(ITEMS)), "… and 3 more"]}


def test_long_texts_are_shown_from_where_they_differ() -> None:
    same = "x" * 900
    before, after = differences({"remarks": f"{same}OLD"}, {"remarks": f"{same}NEW{'y' * 900}"})
    assert str(before["remarks"]).endswith("xOLD")
    assert "xNEW" in str(after["remarks"])
    assert len(str(after["remarks"])) <= TEXT_LETTERS + 2


def test_what_differs_inside_a_group_is_shown_alone() -> None:
    assert differences(
        {"vessel": {"flag": "Iran", "owner": "NITC"}},
        {"vessel": {"flag": "Panama", "owner": "NITC"}},
    ) == ({"vessel": {"flag": "Iran"}}, {"vessel": {"flag": "Panama"}})


def test_a_report_survives_its_way_through_json() -> None:
    report = Report(
        first=False,
        coverage=("SDGT",),
        before=3,
        after=2,
        changed=1,
        added=of(1),
        returned=of(1),
        removed=of(2),
        programmes=(ProgrammeChange("SDGT", 3, 2, 1, 2, (SOMEBODY,)),),
        fill_rates=(FillRate("person", "births", 2, 1, 3, 2),),
        renumbered=Some(1, (Renumbered("1", "2", "A"),)),
        reused=Some(1, (Identity("1", "A", "B", "person", "vessel", ("DOB 1960",), ()),)),
        corrected=Some(1, (Identity("1", "A", "B", "person", "person"),)),
        renamed=Some(0),
        births=Some(1, (Identity("1", "A", "A", "person", "person", ("1960",), ("1961",)),)),
        kinds=Some(1, (Identity("1", "A", "A", "person", "vessel"),)),
        aliases=Some(1, (Renumbered("1", "2", "A"),)),
        removed_unseen=7,
        garbled=of(1),
        changes=(Change("1", "A", {"title": None}, {"title": ["B"]}),),
    )
    assert Report.from_json(json.loads(json.dumps(report.as_json()))) == report


def test_a_report_from_before_a_rule_was_made_can_be_read() -> None:
    told = {key: value for key, value in QUIET.as_json().items() if key != "births"}
    assert Report.from_json(told) == QUIET
