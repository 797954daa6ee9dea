"""Two descriptions compared: what speaks for one party behind both, what against, in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from sanctions.matching import Described, compare
from sanctions.suggestions import LEAST


def entry(*names: str, list_code: str = "ofac-sdn", number: str = "1", **columns: Any) -> Described:
    """An entry of OFAC's; `facts` and `remarks` as a version of it holds them."""
    facts, remarks = columns.pop("facts", {}), columns.pop("remarks", None)
    known = {
        "label": f"{list_code} {number}",
        "list_code": list_code,
        "authority": "UN Security Council" if list_code == "un-sc" else "US Treasury, OFAC",
        "number": number,
        "kind": "person",
        "names": [(name, False) for name in names],
    } | columns
    described: Described = Described.of_facts(facts, {"remarks": remarks}, **known)
    return described


def un(*names: str, **columns: Any) -> Described:
    return entry(*names, **({"list_code": "un-sc", "number": "CDi.001"} | columns))


def born(words: str, earliest: str, latest: str = "", *, circa: bool = False) -> dict[str, Any]:
    birth = {"raw": words, "earliest": earliest, "latest": latest or earliest, "circa": circa}
    return {"births": [birth]}


def told(one: Described, other: Described) -> tuple[list[str], list[str]]:
    likeness = compare([one], [other], {})
    return likeness.reasons, likeness.against


def weight(one: Described, other: Described, **bearers: int) -> int:
    return compare([one], [other], bearers).weight


# ---- Names ------------------------------------------------------------------------------------


def test_the_names_in_common_are_named() -> None:
    assert told(entry("BADEGE, Eric"), un("BADEGE, Eric"))[0] == ["Both are named “BADEGE, Eric”."]
    assert told(entry("BADEGE, Eric"), un("ERIC BADEGE"))[0] == [
        "“BADEGE, Eric” and “ERIC BADEGE” are the same words."
    ]
    assert told(entry("BADEGE, Eric"), un("ERIC K BADEGE"))[0] == [
        "“BADEGE, Eric” and “ERIC K BADEGE” have in common: badege, eric."
    ]


def test_words_of_two_letters_are_not_named_beside_longer_ones() -> None:
    assert told(entry("AL HANI, Siba I"), un("SIBA AL HANI I BAKR"))[0] == [
        "“AL HANI, Siba I” and “SIBA AL HANI I BAKR” have in common: hani, siba."
    ]


def test_of_several_names_the_best_speaks_and_the_rest_are_counted() -> None:
    ours = entry("KASKAR, Dawood Ibrahim", "IBRAHIM, Dawood")
    theirs = un("Dawood Ibrahim", "Dawood Ibrahim Kaskar", "Anis Ibrahim")
    reasons, _ = told(ours, theirs)
    assert "2 names of theirs are the same words." in reasons


def test_a_rare_word_tells_more_than_a_common_one() -> None:
    ours, theirs = entry("KAKOLELE, Muhammad"), un("MUHAMMAD KAKOLELE BWAMBALE")
    rare = weight(ours, theirs, muhammad=900, kakolele=2, bwambale=2)
    common = weight(ours, theirs, muhammad=900, kakolele=700, bwambale=2)
    assert rare > common


def test_one_word_in_common_is_not_enough() -> None:
    assert weight(entry("MUHAMMAD, Ali"), un("MUHAMMAD OMAR"), muhammad=900) < LEAST


def test_a_weak_alias_says_less() -> None:
    strong, weak = entry("ABU ALI"), entry(names=[("ABU ALI", True)])
    assert weight(weak, un("Abu Ali")) < weight(strong, un("Abu Ali"))
    assert told(weak, un("Abu Ali"))[0][0].endswith("one of them a weak alias.")


# ---- Births -----------------------------------------------------------------------------------


def test_births_on_one_day_overlapping_and_contradicting() -> None:
    day = entry("A", facts=born("DOB 24 Aug 1962", "1962-08-24"))
    assert told(day, un("B", facts=born("1962-08-24", "1962-08-24"))) == (
        ["Both were born on 24 August 1962."],
        [],
    )
    assert told(day, un("B", facts=born("1962", "1962-01-01", "1962-12-31"))) == (
        ["Their dates of birth may be the same: “DOB 24 Aug 1962” and “1962”."],
        [],
    )
    assert told(day, un("B", facts=born("1971", "1971-01-01", "1971-12-31"))) == (
        [],
        ["No date of birth of one agrees with one of the other: DOB 24 Aug 1962; 1971."],
    )


def test_about_a_year_contradicts_no_year_beside_it() -> None:
    about = entry("A", facts=born("DOB circa 1960", "1960-01-01", "1960-12-31", circa=True))
    beside = un("B", facts=born("1961", "1961-01-01", "1961-12-31"))
    assert told(about, beside)[1] == []


def test_the_first_of_january_says_less_than_another_day() -> None:
    first, another = born("1 Jan 1970", "1970-01-01"), born("3 May 1970", "1970-05-03")
    assert weight(entry("A", facts=first), un("B", facts=first)) < weight(
        entry("A", facts=another), un("B", facts=another)
    )


def test_a_birth_that_could_not_be_read_neither_speaks_for_nor_against() -> None:
    unread = {"births": [{"raw": "DOB unclear", "earliest": None, "latest": None, "circa": False}]}
    assert told(entry("A", facts=unread), un("B", facts=born("1962", "1962-01-01"))) == ([], [])


def test_namesakes_born_in_different_years_are_not_suggested() -> None:
    ours = entry("AHMED, Ali", facts=born("DOB 1950", "1950-01-01", "1950-12-31"))
    theirs = un("Ali Ahmed", facts=born("1983", "1983-01-01", "1983-12-31"))
    assert weight(ours, theirs) < LEAST


# ---- Other facts --------------------------------------------------------------------------------


def paper(number: str, kind: str = "Passport", country: str = "Iran") -> dict[str, Any]:
    return {"documents": [{"type": kind, "number": number, "country": country}]}


def test_a_document_number_in_common_is_compared_without_its_punctuation() -> None:
    reasons, _ = told(
        entry("A", facts=paper("A-333602")), un("B", facts=paper("a 333602", country="India"))
    )
    assert reasons == [
        "Both have the document number A-333602 (Passport, Iran and Passport, India)."
    ]
    assert told(entry("A", facts=paper("123")), un("B", facts=paper("123")))[0] == []


@pytest.mark.parametrize(
    ("ours", "theirs", "agree"),
    [
        ("Iran", "Iran (Islamic Republic of)", True),
        ("Venezuela", "Venezuela (Bolivarian Republic of)", True),
        ("Korea, North", "Korea, South", False),
        ("Congo, Democratic Republic of the", "Democratic Republic of the Congo", True),
        ("Republic of the", "Democratic Republic", False),
        ("Russia", "Russian Federation", True),
        ("Turkey", "Türkiye", True),
        ("Syria", "Syrian Arab Republic", True),
        ("Korea, North", "Democratic People's Republic of Korea", True),
        ("Korea, South", "Democratic People's Republic of Korea", False),
        ("Congo, Republic of the", "Democratic Republic of the Congo", False),
    ],
)
def test_nationality_however_it_is_written(ours: str, theirs: str, agree: bool) -> None:
    reasons, against = told(
        entry("A", facts={"nationalities": [ours]}), un("B", facts={"nationalities": [theirs]})
    )
    assert bool(reasons) is agree
    assert bool(against) is not agree


def test_a_man_and_a_woman_are_told_apart() -> None:
    _, against = told(entry("A", facts={"gender": "Male"}), un("B", facts={"gender": "Female"}))
    assert against == ["One is male, the other female."]


def test_one_number_on_two_lists_of_one_authority() -> None:
    other = entry("B", list_code="ofac-cons", number="17")
    assert told(entry("A", number="17"), other)[0] == [
        "Both have the number 17, and US Treasury, OFAC gives a number once."
    ]
    assert told(entry("A", number="17"), un("B", number="17"))[0] == []


def test_a_reference_of_the_security_council_in_the_remarks() -> None:
    reasons, _ = told(entry("A", remarks="DOB 1971; UN Ref CDi.001; Passport B1."), un("B"))
    assert reasons == ["The remarks of ofac-sdn 1 name CDi.001, which is un-sc CDi.001."]
    assert told(entry("A", remarks="UN Ref CDi.0011."), un("B"))[0] == []


def test_a_number_that_left_as_another_came() -> None:
    gone = entry("A", number="1", began=1, ended=2, came=date(2021, 8, 18), left=date(2021, 8, 20))
    new = entry("B", number="9", began=2, came=date(2021, 8, 20))
    later = entry("B", number="9", began=5, came=date(2022, 3, 31))
    assert told(gone, new)[0] == [
        "ofac-sdn 1 left with the version of 20 August 2021 that brought ofac-sdn 9."
    ]
    assert told(gone, later)[0] == [
        "ofac-sdn 1 was gone by 20 August 2021, ofac-sdn 9 came by 31 March 2022."
    ]
    assert weight(gone, new) > weight(gone, later)
