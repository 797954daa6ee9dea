"""What the guard finds in a version that is received, and the report that is kept with it."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest

from sanctions.entries import ListError
from sanctions.guard.report import Change, Identity, Named, ProgrammeChange, Renumbered, Report
from sanctions.lists import PUBLICATIONS
from sanctions.models import ListVersion, Programme
from sanctions.outcomes import Outcome
from sanctions.reverting import revert
from sanctions.versions import apply_held, receive
from tests.sanctions.genuine import replay, series
from tests.sanctions.ofac import Values, alias, entry, write_set
from tests.sanctions.shapes import whole_list
from tests.shared import needs_shared

pytestmark = pytest.mark.django_db

OFAC_SDN = PUBLICATIONS["ofac-sdn"]

type Receive = Callable[..., Outcome]


@pytest.fixture
def take(tmp_path: Path) -> Receive:
    """Receive a list of these rows, dated a day after the one before."""
    days = count()

    def write_and_receive(
        sdn: Sequence[Values],
        *,
        alt: Sequence[Values] | None = None,
        coverage: Sequence[str] | None = None,
    ) -> Outcome:
        number = next(days)
        folder = write_set(tmp_path / str(number), sdn, alt=alt)
        day = date(2024, 5, 3) + timedelta(days=number)
        return receive(OFAC_SDN, folder, given=day, coverage=coverage)

    return write_and_receive


def held() -> ListVersion:
    return ListVersion.objects.get(status="quarantined")


def report() -> Report:
    return Report.from_json(held().report)


def rules() -> list[str]:
    return [finding["rule"] for finding in held().findings]


def approve() -> None:
    apply_held(held(), by=None, why="The publisher announced it.")


def take_back(sequence: int) -> None:
    version = ListVersion.objects.get(sequence=sequence)
    revert(version, by=None, why="Another list stood in the file.")


def people(number: int, programme: str = "SDGT", *, start: int = 100) -> list[Values]:
    """So many persons, of whom no two share a word."""
    return [
        entry(at, f"SURNAME{at}, Given{at}", programme, remarks=f"DOB {1900 + at % 100}.")
        for at in range(start, start + number)
    ]


# Bad inputs, by their numbers in THREATS.md


def test_9_a_seventh_of_the_rows_missing_is_held_with_those_removed(take: Receive) -> None:
    take(people(100))
    outcome = take(people(100)[15:])
    assert (outcome.status, outcome.counts.removed) == ("quarantined", 15)
    assert outcome.reason == (
        "15 of 100 entries would be removed (at most 5 are applied unseen): "
        "100 SURNAME100, Given100; 101 SURNAME101, Given101; 102 SURNAME102, Given102; "
        "103 SURNAME103, Given103; 104 SURNAME104, Given104; and 10 more. Compare with the "
        "publisher's announcement; if it names them, apply, and it is news."
    )
    assert report().removed.total == 15
    assert report().removed.first == tuple(
        Named(str(at), f"SURNAME{at}, Given{at}") for at in range(100, 115)
    )


def test_10_a_programme_missing_wholly_is_held_even_if_it_is_small(take: Receive) -> None:
    """Two in a hundred of 3,000 would be sixty; ten of 2,500 are few enough to pass otherwise."""
    burundi = people(10, "BURUNDI", start=5_000)
    take([*people(2_490), *burundi, *people(1, start=6_000)])
    outcome = take([*people(2_490), *people(1, start=6_000)])
    assert outcome.status == "quarantined"
    assert outcome.reason == (
        "More than 20% of the entries of 1 programme would be removed: BURUNDI 10 of 10 "
        "(5000 SURNAME5000, Given5000; 5001 SURNAME5001, Given5001; 5002 SURNAME5002, Given5002; "
        "5003 SURNAME5003, Given5003; 5004 SURNAME5004, Given5004; and 5 more). Was the programme "
        "ended? The publisher's announcement would say so; otherwise a part of the list is "
        "missing: fetch it again."
    )


def test_11_twice_as_many_rows_are_held(take: Receive) -> None:
    take(people(220))
    outcome = take(people(440))
    assert outcome.status == "quarantined"
    assert outcome.reason == (
        "220 entries would be added to 220 (at most 200 are applied unseen): "
        "320 SURNAME320, Given320; 321 SURNAME321, Given321; 322 SURNAME322, Given322; "
        "323 SURNAME323, Given323; 324 SURNAME324, Given324; and 215 more. Compare with the "
        "publisher's announcements: old or expired entries may have come back, or another list "
        "be in the file."
    )


def test_12_a_file_of_recent_changes_is_refused_and_held_if_its_hash_is_typed_in(
    take: Receive, tmp_path: Path
) -> None:
    take(people(100))
    recent = write_set(tmp_path / "recent", people(40))
    with pytest.raises(ListError) as refused:
        receive(OFAC_SDN, recent, given=date(2024, 6, 1))
    assert str(refused.value).startswith(
        "40 entries stand in it where 100 stood before, fewer than 50%: it is an excerpt, a file "
        "of recent changes or a part of the list. Fetch the whole list; import an excerpt with "
        "--coverage. If the list has really shrunk so far, import it with --sha256 and its hash: "
        "then a second person decides."
    )
    assert not ListVersion.objects.exclude(status="applied").exists()

    sha256 = OFAC_SDN.sha256(recent)
    outcome = receive(OFAC_SDN, recent, given=date(2024, 6, 1), sha256=sha256)
    assert outcome.status == "quarantined"
    assert rules() == ["too few", "removed", "programme", "cut at the end"]


def test_13_new_numbers_for_the_same_people_are_held(take: Receive) -> None:
    take(people(100))
    outcome = take([(f"7{row[0]}", *row[1:]) for row in people(100)])
    assert outcome.status == "quarantined"
    assert held().findings[0]["message"] == (
        "100 of 100 removed entries reappear under another number with the same name (at most 0 "
        "are applied unseen): 100 is now 7100 SURNAME100, Given100; 101 is now 7101 SURNAME101, "
        "Given101; 102 is now 7102 SURNAME102, Given102; 103 is now 7103 SURNAME103, Given103; "
        "104 is now 7104 SURNAME104, Given104; and 95 more. Has the publisher renumbered the "
        "list, or has the file lost leading zeros? Compare some numbers with the publisher's "
        "pages; applied, they are entries beside the old ones."
    )
    assert report().renumbered.total == 100
    assert report().renumbered.first[0] == Renumbered("100", "7100", "SURNAME100, Given100")


def test_14_a_number_that_stands_for_somebody_else_is_held(take: Receive) -> None:
    take([*people(5), entry(6875, "KHAN, Yusuf", "SDGT", remarks="DOB 1969.")])
    outcome = take([*people(5), entry(6875, "SHUGAYEV, Andrei", "SDGT", remarks="DOB 1981.")])
    assert outcome.status == "quarantined"
    assert outcome.reason == (
        "1 number would stand for somebody else: 6875 was KHAN, Yusuf (DOB 1969), is now "
        "SHUGAYEV, Andrei (DOB 1981). Stories that name them would point to the wrong person. "
        "Compare with the publisher's page of the number, and check every claim on it."
    )
    assert report().reused.first == (
        Identity(
            "6875",
            "KHAN, Yusuf",
            "SHUGAYEV, Andrei",
            "person",
            "person",
            ("DOB 1969",),
            ("DOB 1981",),
        ),
    )


def test_25_names_decoded_twice_are_held(take: Receive) -> None:
    umlaut = entry(7, "MÜLLER, Jürgen", "SDGT", remarks="DOB 1969.")
    garbled = entry(7, "MÜLLER, Jürgen".encode().decode("cp1252"), "SDGT", remarks="DOB 1969.")
    take([*people(50), umlaut])
    outcome = take([*people(50), garbled])
    assert outcome.status == "quarantined"
    assert outcome.reason == (
        "Names of 1 entry of 51 are garbled: 7 MÃœLLER, JÃ¼rgen. UTF-8 was read as another "
        "encoding and saved again. Fetch the file again from the publisher."
    )


@pytest.mark.parametrize(
    "name", ["MÜLLER, Jürgen", "SÃO PAULO", "ÑÁÑEZ, Freddy", "L’ÉTOILE", "Мадуро", "مادورو"]
)
def test_names_in_other_letters_are_not_garbled(take: Receive, name: str) -> None:
    take(people(5))
    assert take([*people(5), entry(7, name)]).status == "applied"


@pytest.mark.parametrize("name", ["Мадуро", "مادورو", "毛泽东", "Ñáñez"])
def test_other_names_that_were_decoded_twice_are_found(take: Receive, name: str) -> None:
    garbled = name.encode().decode("cp1252", "ignore").replace("\xad", "")
    take(people(5), alt=[alias(101, 1, name)])
    take(people(5), alt=[alias(101, 1, garbled)])
    assert rules() == ["garbled names"]


def test_46_a_programme_never_seen_before_is_kept_as_written_and_said(take: Receive) -> None:
    take(people(5))
    outcome = take([*people(5), entry(7, "NEW, One", "MADE-UP-EO99999")])
    assert outcome.status == "applied"
    assert "1 entry under MADE-UP-EO99999, a programme under which nobody stood before" in (
        outcome.warnings
    )
    assert Programme.objects.filter(code="MADE-UP-EO99999").exists()


# What is compared, and what is not


def test_a_version_without_remarks_sets_off_no_fill_rate(take: Receive) -> None:
    take(people(20))
    assert take([(*row[:11], None) for row in people(20)]).status == "applied"


def test_dates_of_birth_that_go_missing_are_held(take: Receive) -> None:
    take(people(40))
    rows = people(40)
    unborn = [(*row[:11], "Gender Male.") for row in rows[:10]]
    outcome = take([*unborn, *rows[10:]])
    assert outcome.status == "quarantined"
    assert outcome.reason == (
        "A date of birth is told of 75.0% of 40 persons, before of 100.0% of 40 (a drop of 5 "
        "points is applied unseen). Is a column missing, or written in a new way? If the "
        "publisher has changed its layout, the reader must learn it before the list is applied."
    )


def test_an_excerpt_is_measured_by_what_it_covers(take: Receive) -> None:
    take([*people(20, "VENEZUELA"), *people(1_500, "SDGT", start=500)])
    outcome = take(people(14, "VENEZUELA"), coverage=["VENEZUELA"])
    assert outcome.status == "quarantined"
    assert outcome.reason.startswith("6 of 20 entries under VENEZUELA would be removed")
    found = report()
    assert (found.before, found.after, found.coverage) == (20, 14, ("VENEZUELA",))
    assert [one.code for one in found.programmes] == ["VENEZUELA"]


def test_who_leaves_the_excerpts_programme_but_stays_listed_counts_as_before(
    take: Receive,
) -> None:
    both = entry(7, "BOTH, One", "VENEZUELA] [SDGT")
    take([*people(20, "VENEZUELA"), both])
    take([*people(13, "VENEZUELA"), both], coverage=["VENEZUELA"])
    assert report().programmes == (
        ProgrammeChange(
            "VENEZUELA",
            21,
            14,
            0,
            7,
            tuple(Named(str(at), f"SURNAME{at}, Given{at}") for at in range(113, 118)),
        ),
    )


def test_a_number_that_comes_back_as_somebody_else_is_held(take: Receive) -> None:
    take([*people(5), entry(7, "KHAN, Yusuf", remarks="DOB 1969.")])
    take(people(5))
    take([*people(5), entry(7, "SHUGAYEV, Andrei", remarks="DOB 1981.")])
    assert rules() == ["number reused"]


@pytest.mark.parametrize(
    "other",
    [
        entry(500, "PETROV, Ivan", remarks="DOB 02 Feb 1955."),
        entry(500, "PETROV, Ivan"),
        entry(500, "KHANZADE, Omar", remarks="DOB 1955."),
        entry(500, "KHANZADE, Omar", kind="vessel"),
    ],
    ids=["another man", "another name", "another birth", "another kind"],
)
def test_a_number_of_a_reverted_version_that_returns_as_another_is_held(
    take: Receive, other: Values
) -> None:
    """Its claims are published: they would name somebody else."""
    take(people(20))
    take([*people(20), entry(500, "KHANZADE, Omar", remarks="DOB 01 Jan 1980.")])
    take_back(2)
    take([*people(20), other])
    assert rules() == ["number reused"]


def test_a_number_of_a_reverted_version_that_returns_as_the_same_is_not_held(
    take: Receive,
) -> None:
    khanzade = entry(500, "KHANZADE, Omar", remarks="DOB 01 Jan 1980.")
    take(people(20))
    take([*people(20), khanzade])
    take_back(2)
    assert take([*people(20), (*khanzade[:11], "DOB 1980.")]).status == "applied"


def test_numbers_of_a_reverted_first_version_that_return_as_others_are_held_also_by_hand(
    take: Receive,
) -> None:
    take(people(20))
    take_back(1)
    others = [entry(at, f"OTHER{at}, Other", "IRAN", remarks="DOB 1850.") for at in range(100, 120)]
    assert take(others).status == "quarantined"
    assert rules() == ["number reused"]
    assert report().reused.total == 20


def test_the_same_people_after_a_reverted_first_version_are_applied(take: Receive) -> None:
    take(people(20))
    take_back(1)
    assert take([*people(20), entry(7, "NEW, One")]).status == "applied"


# What changes in place


def test_births_that_slipped_by_a_row_are_held(take: Receive) -> None:
    take(people(20))
    rows = people(20)
    take([(*row[:11], next_[11]) for row, next_ in zip(rows, [*rows[1:], rows[0]], strict=True)])
    assert rules() == ["births changed"]
    assert held().findings[0]["message"] == (
        "20 entries would keep the name and get a date of birth that excludes the one before (at "
        "most 5 are applied unseen): 100 was SURNAME100, Given100 (DOB 1900), is now SURNAME100, "
        "Given100 (DOB 1901); 101 was SURNAME101, Given101 (DOB 1901), is now SURNAME101, Given101 "
        "(DOB 1902); 102 was SURNAME102, Given102 (DOB 1902), is now SURNAME102, Given102 (DOB "
        "1903); 103 was SURNAME103, Given103 (DOB 1903), is now SURNAME103, Given103 (DOB 1904); "
        "104 was SURNAME104, Given104 (DOB 1904), is now SURNAME104, Given104 (DOB 1905); and 15 "
        "more. Has a row slipped? Compare some of them with the publisher's pages."
    )


def test_other_names_that_slipped_by_a_row_are_held(take: Receive) -> None:
    names = [f"AKA{at}, Other" for at in range(20)]
    slipped = [*names[1:], names[0]]
    numbers = range(100, 120)
    take(people(20), alt=[alias(*one) for one in zip(numbers, range(20), names, strict=True)])
    take(people(20), alt=[alias(*one) for one in zip(numbers, range(20), slipped, strict=True)])
    assert rules() == ["other names moved"]
    assert report().aliases.total == 20
    assert (
        held()
        .findings[0]["message"]
        .startswith(
            "20 other names would leave one number and appear under another (at most 5 are applied "
            "unseen): AKA1, Other of 101 would be another name of 100; "
        )
    )


def test_other_names_of_which_some_go_and_some_are_new_have_not_moved(take: Receive) -> None:
    take(people(20), alt=[alias(at, at, f"AKA{at}, Other") for at in range(100, 110)])
    stay = [alias(at, at, f"AKA{at}, Other") for at in range(105, 110)]
    new = [alias(at, at, f"NEW{at}") for at in range(110, 120)]
    assert take(people(20), alt=[*stay, *new]).status == "applied"


def test_a_programme_whose_entries_are_put_under_another_is_held(take: Receive) -> None:
    take([*people(90, "VENEZUELA"), *people(10, start=300)])
    take([*people(90, "IRAN"), *people(10, start=300)])
    assert rules() == ["programme left", "changed"]
    assert held().findings[0]["message"] == (
        "More than 50% of the entries of 1 programme would stand under it no more: VENEZUELA 90 of "
        "90. Has the publisher replaced it by another? Its announcement would say so; otherwise "
        "the column of programmes is wrong."
    )


def test_persons_that_become_firms_are_held(take: Receive) -> None:
    rows = [entry(at, f"SURNAME{at}, Given{at}") for at in range(100, 140)]
    take(rows)
    take([(*row[:2], None, *row[3:]) for row in rows])
    assert rules() == ["kinds changed"]
    assert (
        held()
        .findings[0]["message"]
        .startswith(
            "40 entries would be of another kind (at most 5 are applied unseen): 100 SURNAME100, "
            "Given100 was a person, is now an organisation; "
        )
    )


def test_a_list_in_which_everything_changes_is_held(take: Receive) -> None:
    take(people(60))
    take([(*row[:11], f"{row[11]} Gender Male.") for row in people(60)])
    assert rules() == ["changed"]


# Names that change places


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (entry(7, "SURNAMEA, Given", remarks="DOB 1961."), "SURNAMEB, Given"),
        (entry(7, "ALPHA CO", kind=None), "BETA CO"),
        (entry(7, "SAND SWAN", kind="vessel"), "EBANO"),
    ],
    ids=["persons born in one year", "firms", "ships"],
)
def test_two_numbers_that_exchange_their_names_are_held(
    take: Receive, one: Values, other: str
) -> None:
    take([*people(20), one, ("8", other, *one[2:])])
    take([*people(20), ("7", other, *one[2:]), ("8", *one[1:])])
    assert rules() == ["number reused"]
    assert [found.number for found in report().reused.first] == ["7", "8"]


def test_a_number_whose_name_comes_under_a_new_one_is_held(take: Receive) -> None:
    take([*people(20), entry(7, "ALPHA CO", kind=None)])
    take([*people(20), entry(7, "BETA CO", kind=None), entry(8, "ALPHA CO", kind=None)])
    assert rules() == ["number reused"]


def test_firms_that_share_but_words_of_trade_have_other_names(take: Receive) -> None:
    take([entry(at, f"FIRM{at} TRADING CO", kind=None) for at in range(10, 30)])
    take([entry(at, f"OTHER{at} TRADING CO", kind=None) for at in range(10, 30)])
    assert rules() == ["names moved"]


# What goes little by little


def test_who_goes_in_small_numbers_is_held_before_the_month_is_over(take: Receive) -> None:
    rows = people(60)
    assert [take(rows[5 * day :]).status for day in range(5)] == ["applied"] * 5
    outcome = take(rows[24:])
    assert rules() == ["removed little by little"]
    assert outcome.reason == (
        "4 entries would be removed, with those before 24 in 30 days that nobody has looked at (at "
        "most 20 are applied unseen): 120 SURNAME120, Given120; 121 SURNAME121, Given121; 122 "
        "SURNAME122, Given122; 123 SURNAME123, Given123. Compare the removals of these days, on "
        "the pages of the versions before, with the publisher's announcements. Counting begins "
        "anew with what is decided here."
    )
    approve()
    assert take(rows[28:]).status == "applied"


def test_a_renamed_ship_whose_old_name_is_kept_as_an_alias_is_none_of_it(take: Receive) -> None:
    ships = [entry(at, f"SHIP{at}", kind="vessel") for at in range(10, 20)]
    renamed = [entry(at, f"OTHER{at}", kind="vessel") for at in range(10, 20)]
    take(ships, alt=[alias(10, 1, "NONE")])
    kept = [alias(at, at, f"SHIP{at}", "fka") for at in range(10, 20)]
    assert take(renamed, alt=kept).status == "applied"


def test_ten_ships_with_new_names_and_nothing_to_tell_why_are_held(take: Receive) -> None:
    take([entry(at, f"SHIP{at}", kind="vessel") for at in range(10, 20)])
    take([entry(at, f"OTHER{at}", kind="vessel") for at in range(10, 20)])
    assert rules() == ["names moved"]
    assert report().renamed.total == 10


# The report


def test_a_report_counts_what_a_comparison_of_the_rows_counts(take: Receive) -> None:
    before, random = whole_list(300), Random(3)
    stay = random.sample(before, 270)
    changed = {row[0] for row in random.sample(stay, 20)}
    after = [
        (*row[:3], "NEW-PROGRAMME", *row[4:]) if row[0] in changed else row for row in stay
    ] + people(15, "SDNTK", start=60_000)
    take(before)
    take(after)

    found = report()
    old, new = ({row[0]: set(str(row[3]).split("] [")) for row in rows} for rows in (before, after))
    counts = {
        name: Counter(code for number in numbers for code in told[number])
        for name, numbers, told in (
            ("before", old, old),
            ("after", new, new),
            ("added", new.keys() - old.keys(), new),
            ("removed", old.keys() - new.keys(), old),
        )
    }
    assert (found.before, found.after, found.changed) == (300, 285, 20)
    assert (found.added.total, found.removed.total, found.returned.total) == (15, 30, 0)
    assert {
        one.code: (one.before, one.after, one.added, one.removed) for one in found.programmes
    } == {
        code: tuple(counts[name][code] for name in ("before", "after", "added", "removed"))
        for code in {*counts["before"], *counts["after"]}
    }
    births = next(one for one in found.fill_rates if (one.kind, one.fact) == ("person", "births"))
    for name, rows in (("before", before), ("after", after)):
        persons = [str(row[-1]) for row in rows if row[2] == "individual"]
        told = sum("DOB" in remarks for remarks in persons)
        assert getattr(births, f"entries_{name}") == len(persons)
        assert getattr(births, f"filled_{name}") == told


def test_the_weightiest_changes_come_first_with_both_wordings(take: Receive) -> None:
    rows = people(4)
    others = people(12, start=200)
    take([*rows, *others, entry(300, "TITLED, Person", title="Director")])
    take(
        [
            *others[6:],
            entry(300, "TITLED, Person", title="Director"),
            entry(100, "SURNAME100, Given100", "SDGT", title="Minister", remarks="DOB 1900."),
            entry(101, "SURNAME101, Given101", "SDGT] [IRAN", remarks="DOB 1901."),
            entry(102, "SURNAME102, Given Else", "SDGT", remarks="DOB 1902."),
            entry(103, "SURNAME103, Given103", "SDGT", remarks="DOB 1950."),
        ]
    )
    assert report().changes == (
        Change(
            "102",
            "SURNAME102, Given Else",
            {"name": "SURNAME102, Given102"},
            {"name": "SURNAME102, Given Else"},
        ),
        Change("101", "SURNAME101, Given101", {"programmes": []}, {"programmes": ["IRAN"]}),
        Change(
            "103",
            "SURNAME103, Given103",
            {"remarks": "DOB 1903.", "births": ["DOB 1903"]},
            {"remarks": "DOB 1950.", "births": ["DOB 1950"]},
        ),
        Change("100", "SURNAME100, Given100", {"title": None}, {"title": "Minister"}),
    )


def test_a_report_stays_small_whatever_changes(take: Receive) -> None:
    def longest(letter: str, numbers: range) -> list[Values]:
        return [
            entry(
                at,
                f"{at} {letter * 390}",
                f"P-{at % 300}",
                title=letter * 900,
                remarks=letter * 1_000,
            )
            for at in numbers
        ]

    take(longest("A", range(1_000, 2_000)))
    take(longest("B", range(1_400, 2_400)))
    assert len(json.dumps(held().report)) < 200_000


# Real steps


@needs_shared
def test_of_real_steps_those_are_held_that_a_desk_wants_to_see(tmp_path: Path) -> None:
    """The entries of the drug programmes alone; all steps stand in docs/decisions/0020."""
    days = (date(2021, 10, 8), date(2021, 10, 22), date(2021, 12, 30))
    issues = [issue._replace(path=_drug_programmes(issue.path)) for issue in series(tmp_path, days)]
    steps = list(replay(issues))
    assert [step.status for step in steps] == ["applied", "quarantined", "quarantined"]
    assert steps[1].rules == ("identity corrected",)
    assert "32498 was GONZALEZ HIGUERA, Jaime Humberto" in steps[1].messages[0]
    assert steps[2].rules == ("removed", "programme")
    assert "SDNT 130 of 531" in steps[2].messages[1]


def _drug_programmes(path: Path) -> Path:
    """The same file with the rows that stand under SDNT and SDNTK only."""
    rows = path.read_text(newline="").split("\r\n")
    path.write_text("\r\n".join([*(row for row in rows if '"SDNT' in row), "\x1a"]), newline="")
    return path
