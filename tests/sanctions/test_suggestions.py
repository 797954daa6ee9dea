"""Parties that may be one are found and told with reasons. Nothing is joined by it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import NumericRange

from sanctions.decisions import decide_same_party
from sanctions.models import (
    Entry,
    EntryVersion,
    ListVersion,
    Name,
    Party,
    PartySuggestion,
    SameParty,
    SanctionsList,
)
from sanctions.names import tokens
from sanctions.suggestions import RARE, Found, suggest_parties
from tests import factories

pytestmark = pytest.mark.django_db

BORN: dict[str, Any] = {
    "births": [
        {"raw": "1 Jan 1971", "earliest": "1971-01-02", "latest": "1971-01-02", "circa": False}
    ]
}


@pytest.fixture
def ines() -> User:
    return factories.user("editor", username="ines")


@pytest.fixture
def un() -> SanctionsList:
    return factories.sanctions_list("un-sc")


def entry(
    name: str,
    number: str = "",
    *,
    span: tuple[int, int | None] = (1, None),
    facts: dict[str, Any] | None = None,
    kind: str = "person",
    **columns: Any,
) -> Party:
    """An entry on a list from one version to before another; its party."""
    columns["party"] = columns.get("party") or factories.party(name, kind=kind)
    made = factories.entry(name, number, **columns)
    EntryVersion.objects.filter(entry=made).update(span=NumericRange(*span), facts=facts or {})
    return made.party


def suggested() -> set[tuple[str, str]]:
    suggest_parties()
    return {(row.one.name, row.other.name) for row in PartySuggestion.objects.all()}


# ---- Nothing joins by itself -------------------------------------------------------------------


def test_nothing_joins_by_itself_not_even_on_equal_names_and_birth_dates(un: SanctionsList) -> None:
    one = entry("BADEGE, Eric", "14000", facts=BORN)
    other = entry("BADEGE, Eric", "CDi.001", list=un, facts=BORN)
    suggest_parties()
    row = PartySuggestion.objects.get()
    assert (row.one, row.other) == (one, other)
    assert row.reasons == {
        "for": ["Both are named “BADEGE, Eric”.", "Both were born on 2 January 1971."],
        "against": [],
    }
    assert not SameParty.objects.exists()
    assert not Party.objects.filter(merged_into__isnull=False).exists()


def test_an_import_suggests_and_joins_nobody_by_itself(un: SanctionsList) -> None:
    entry("BADEGE, Eric", facts=BORN)
    entry("BADEGE, Eric", list=un, facts=BORN)
    assert not PartySuggestion.objects.exists()
    call_command("suggest_parties")
    assert PartySuggestion.objects.count() == 1
    assert not Party.objects.filter(merged_into__isnull=False).exists()


# ---- What is found ------------------------------------------------------------------------------


def test_the_same_words_in_another_order_on_another_list(un: SanctionsList) -> None:
    entry("BADEGE, Eric")
    entry("ERIC BADEGE", list=un)
    entry("SOMEBODY ELSE", list=un)
    assert suggested() == {("BADEGE, Eric", "ERIC BADEGE")}


def test_an_alias_counts_as_a_name(un: SanctionsList) -> None:
    party = entry("KASKAR, Dawood Ibrahim")
    alias = "SHEIKH FAROOQI"
    Name.objects.create(
        entry=Entry.objects.get(party=party), name=alias, kind="aka", tokens=tokens(alias)
    )
    entry("Farooqi Sheikh", list=un)
    assert suggested() == {("KASKAR, Dawood Ibrahim", "Farooqi Sheikh")}


def test_a_person_and_a_vessel_of_one_name_are_not_suggested(un: SanctionsList) -> None:
    entry("GALANT STAR")
    entry("GALANT STAR", kind="vessel", list=un)
    assert suggested() == set()


def test_two_that_stood_on_one_list_together_are_told_apart_by_its_publisher() -> None:
    entry("AHMED, Ali", facts=BORN)
    entry("AHMED, Ali", facts=BORN)
    assert suggested() == set()


def test_a_number_that_left_and_another_that_came_with_the_same_version() -> None:
    for day in (18, 20):
        factories.list_version(date(2021, 8, day))
    entry("ALI AHMED", "1", span=(1, 2))
    entry("AHMED, Ali", "9", span=(2, None))
    suggest_parties()
    assert (
        "ofac-sdn 1 left with the version of 20 August 2021 that brought ofac-sdn 9."
        in PartySuggestion.objects.get().reasons["for"]
    )


def test_one_rare_word_is_enough_with_a_day_of_birth_only(un: SanctionsList) -> None:
    entry("KAKOLELE, Franck", facts=BORN)
    entry("Frank Kakolele Bwambale", list=un, facts=BORN)
    entry("Jean Kakolele Mbusa", list=un)
    assert suggested() == {("KAKOLELE, Franck", "Frank Kakolele Bwambale")}


def test_a_document_in_common_finds_what_no_name_does(un: SanctionsList) -> None:
    def passport(number: str) -> dict[str, Any]:
        return {"documents": [{"type": "Passport", "number": number, "country": None}]}

    entry("MUQTI, Fikiruddin", facts=passport("A-333602"))
    entry("Abu Jibril", list=un, facts=passport("A333602"))
    assert suggested() == {("MUQTI, Fikiruddin", "Abu Jibril")}


def test_one_number_on_two_lists_of_one_authority() -> None:
    entry("OLD NAME", "17")
    entry("NEW STYLE", "17", list=factories.sanctions_list("ofac-cons"))
    elsewhere = factories.sanctions_list("eu-fsf")
    SanctionsList.objects.filter(pk=elsewhere.pk).update(authority="European Union")
    entry("THIRD PARTY", "17", list=elsewhere)
    assert suggested() == {("OLD NAME", "NEW STYLE")}


def test_a_reference_of_the_security_council_in_the_remarks(un: SanctionsList) -> None:
    party = entry("MUQTI, Fikiruddin")
    EntryVersion.objects.filter(entry__party=party).update(content={"remarks": "UN Ref QDi.123."})
    entry("Abu Jibril", "QDi.123", list=un)
    assert suggested() == {("MUQTI, Fikiruddin", "Abu Jibril")}


def test_what_very_many_bear_finds_nobody_but_a_whole_name_of_it_does(un: SanctionsList) -> None:
    """Never all with all: of a word that more than a few bear, nobody is looked at."""
    for n in range(RARE + 1):
        entry(f"ALI N{n:03}")
    entry("ALI OMAR")
    entry("OMAR ALI", list=un)
    entry("ALI HUSSEIN", list=un)
    assert suggested() == {("ALI OMAR", "OMAR ALI")}


def test_whom_only_reverted_versions_named_is_not_suggested(un: SanctionsList) -> None:
    entry("BADEGE, Eric", party=factories.party("BADEGE, Eric", reverted=True))
    entry("BADEGE, Eric", list=un)
    assert suggested() == set()


# ---- What was decided ---------------------------------------------------------------------------


@pytest.mark.parametrize("same", [True, False])
def test_a_pair_that_was_decided_is_not_suggested_again(
    un: SanctionsList, ines: User, same: bool
) -> None:
    one, other = entry("BADEGE, Eric"), entry("BADEGE, Eric", list=un)
    suggest_parties()
    decide_same_party(one, other, same=same, by=ines, why="Looked at both.")
    assert not PartySuggestion.objects.exists(), "at once"
    assert suggested() == set()


def test_a_join_that_was_undone_is_a_no_that_is_remembered(un: SanctionsList, ines: User) -> None:
    one, other = entry("BADEGE, Eric"), entry("BADEGE, Eric", list=un)
    decide_same_party(one, other, same=True, by=ines, why="One passport.")
    decide_same_party(one, other, same=False, by=ines, why="Two passports.")
    assert suggested() == set()


def test_a_no_holds_for_whoever_is_one_with_either(un: SanctionsList, ines: User) -> None:
    one, other = entry("BADEGE, Eric"), entry("BADEGE, Eric", list=un)
    third = entry("BADEGE, Eric", list=factories.sanctions_list("eu-fsf"))
    decide_same_party(one, other, same=False, by=ines, why="Two passports.")
    decide_same_party(one, third, same=True, by=ines, why="One passport.")
    assert suggested() == set()


def test_the_joined_are_compared_as_one_with_others(un: SanctionsList, ines: User) -> None:
    one, other = entry("BADEGE, Eric"), entry("KAKOLELE, Frank", list=un)
    third = entry("Frank Kakolele", list=factories.sanctions_list("eu-fsf"))
    decide_same_party(one, other, same=True, by=ines, why="One passport.")
    suggest_parties()
    row = PartySuggestion.objects.get()
    assert (row.one, row.other) == (one, third)


# ---- Again and again ----------------------------------------------------------------------------


def test_again_it_changes_nothing_and_takes_away_what_no_longer_holds(un: SanctionsList) -> None:
    entry("BADEGE, Eric")
    other = entry("BADEGE, Eric", list=un)
    assert suggest_parties() == Found(1, 1, 0)
    before = PartySuggestion.objects.values().get()
    assert suggest_parties() == Found(1, 0, 0)
    assert PartySuggestion.objects.values().get() == before
    Name.objects.filter(entry__party=other).update(name="ANOTHER", tokens=["another"])
    assert suggest_parties() == Found(0, 0, 1)


def test_reasons_follow_the_lists(un: SanctionsList) -> None:
    entry("BADEGE, Eric", facts=BORN)
    other = entry("BADEGE, Eric", list=un)
    suggest_parties()
    before = PartySuggestion.objects.get()
    EntryVersion.objects.filter(entry__party=other).update(facts=BORN)
    suggest_parties()
    after = PartySuggestion.objects.get()
    assert (after.pk, after.found_at) == (before.pk, before.found_at)
    assert after.weight > before.weight
    assert "Both were born on 2 January 1971." in after.reasons["for"]
    assert ListVersion.objects.count() == 0, "it needs no version to be told apart by"


def test_however_many_there_are_only_so_many_pairs_are_looked_at(
    un: SanctionsList, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rarest words go first: what is left out is what more bear."""
    entry("KAKOLELE, Frank")
    entry("Frank Kakolele", list=un)
    for _ in range(3):
        entry("BADEGE, Eric")
        entry("Eric Badege", list=un)
    monkeypatch.setattr("sanctions.suggestions.PAIRS", 12)
    assert suggested() == {("KAKOLELE, Frank", "Frank Kakolele")}
    monkeypatch.undo()
    assert ("BADEGE, Eric", "Eric Badege") in suggested()
