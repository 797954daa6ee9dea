"""What follows from what people decide: days of designations, and who is who."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from sanctions.dates import PartialDate
from sanctions.decisions import (
    DecisionError,
    contradiction,
    current_decisions,
    date_conflicts,
    decide_same_party,
    entry_on,
    follow_action,
    join_action,
    pair_decisions,
    reopen,
    resolve_dates,
    resolve_due_dates,
    take_back,
)
from sanctions.models import (
    Change,
    Designation,
    DesignationDate,
    DeskRecord,
    EntryVersion,
    NoEntry,
    Party,
    SameParty,
)
from sanctions.signals import parties_parted
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> User:
    return factories.user("editor", username="ines")


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def action(of: str = "2024-11-27") -> DeskRecord:
    return factories.desk_record("action", begins=day(of), title="21 officials designated")


def told_by_a_document(designation: Designation, text: str, end: str = "listed") -> None:
    DesignationDate.objects.create(
        designation=designation,
        end=end,
        day=day(text),
        document=factories.document(title="The announcement"),
        decided_at=timezone.now(),
    )
    resolve_dates(designation)


# ---- Days -------------------------------------------------------------------------------------


def test_an_action_gives_its_day_to_the_designations_it_joins(ines: User) -> None:
    joined = factories.designation(last_absent=date(2024, 5, 3), first_seen=date(2026, 7, 23))
    word = join_action(action(), joined, ines)
    joined.refresh_from_db()
    assert joined.listed_on == day("2024-11-27")
    assert joined.delisted_on is None
    assert (word.decided_by, word.day) == (ines, day("2024-11-27"))


def test_joining_twice_changes_nothing(ines: User) -> None:
    joined, joining = factories.designation(first_seen=date(2026, 7, 23)), action()
    join_action(joining, joined, ines)
    join_action(joining, joined, ines)
    assert joined.dates.count() == 1


def test_an_action_may_end_a_designation(ines: User) -> None:
    ended = factories.designation(last_seen=date(2024, 5, 3), first_gone=date(2026, 7, 23))
    join_action(action("2025-03-01"), ended, ines, end="delisted")
    assert (ended.listed_on, ended.delisted_on) == (None, day("2025-03-01"))


def test_only_a_dated_action_gives_a_day(ines: User) -> None:
    with pytest.raises(ValueError, match="no dated action"):
        join_action(factories.desk_record("event"), factories.designation(), ines)


def test_bounds_alone_are_no_day() -> None:
    designation = factories.designation(last_absent=date(2024, 5, 3), first_seen=date(2024, 5, 5))
    resolve_dates(designation)
    assert designation.listed_on is None
    assert date_conflicts(designation) == []


def test_two_words_that_agree_make_the_day_more_exact() -> None:
    designation = factories.designation(first_seen=date(2026, 7, 23))
    told_by_a_document(designation, "2024")
    assert designation.listed_on == day("2024")
    told_by_a_document(designation, "November 2024")
    assert designation.listed_on == day("2024-11")


def test_the_bounds_of_the_lists_narrow_what_a_source_says() -> None:
    designation = factories.designation(last_absent=date(2024, 5, 3), first_seen=date(2024, 6, 1))
    told_by_a_document(designation, "2024")
    assert designation.listed_on == day("2024-05-04/2024-06-01")


@pytest.mark.parametrize(
    ("text", "fits"),
    [("2024-05-03", False), ("2024-05-04", True), ("2024-06-01", True), ("2024-06-02", False)],
)
def test_a_day_lies_after_the_version_without_and_by_the_one_with(text: str, fits: bool) -> None:
    designation = factories.designation(last_absent=date(2024, 5, 3), first_seen=date(2024, 6, 1))
    told_by_a_document(designation, text)
    assert (designation.listed_on is not None) is fits
    assert (date_conflicts(designation) == []) is fits


@pytest.mark.parametrize(("text", "fits"), [("2024-06-01", False), ("2024-06-02", True)])
def test_what_is_still_listed_ends_after_the_newest_version_that_has_it(
    text: str, fits: bool
) -> None:
    factories.list_version(date(2024, 6, 1))
    factories.list_version(date(2024, 9, 1), coverage=["SDGT"])
    designation = factories.designation()
    told_by_a_document(designation, text, "delisted")
    assert (designation.delisted_on is not None) is fits
    assert (date_conflicts(designation) == []) is fits
    assert Designation.objects.with_conflicts().exists() is not fits


def test_two_issues_on_one_day_leave_that_day() -> None:
    designation = factories.designation(last_absent=date(2024, 5, 3), first_seen=date(2024, 5, 3))
    told_by_a_document(designation, "2024-05-03")
    assert designation.listed_on == day("2024-05-03")


def test_words_that_conflict_are_shown_and_none_is_chosen(ines: User) -> None:
    designation = factories.designation(first_seen=date(2026, 7, 23))
    told_by_a_document(designation, "2024-11-28")
    join_action(action(), designation, ines)
    designation.refresh_from_db()
    assert designation.listed_on is None
    [sentence] = date_conflicts(designation)
    assert "21 officials designated (27 Nov 2024): 27 November 2024" in sentence
    assert "The announcement: 28 November 2024" in sentence
    assert "List versions: by 23 July 2026" in sentence


def test_a_word_taken_back_no_longer_counts(ines: User) -> None:
    designation = factories.designation(first_seen=date(2026, 7, 23))
    told_by_a_document(designation, "2024-11-28")
    take_back(join_action(action(), designation, ines))
    designation.refresh_from_db()
    assert designation.listed_on == day("2024-11-28")


def test_an_action_gives_no_day_before_readers_may_see_it(ines: User) -> None:
    secret = factories.desk_record("action", begins=day("2024-11-27"), public_from=None)
    designation = factories.designation(first_seen=date(2026, 7, 23))
    join_action(secret, designation, ines)
    designation.refresh_from_db()
    assert designation.listed_on is None
    secret.public_from = timezone.now()
    secret.save()
    follow_action(secret)
    designation.refresh_from_db()
    assert designation.listed_on == day("2024-11-27")


def test_an_action_that_becomes_public_gives_its_day_by_itself(ines: User) -> None:
    scheduled = action()
    DeskRecord.objects.update(public_from=timezone.now() + timedelta(hours=1))
    designation = factories.designation(first_seen=date(2026, 7, 23))
    other = factories.designation(first_seen=date(2026, 7, 23))
    told_by_a_document(other, "2019")
    join_action(scheduled, designation, by=ines)
    assert resolve_due_dates() == 0

    DeskRecord.objects.update(public_from=timezone.now() - timedelta(minutes=1))  # an hour later
    call_command("resolve_dates")
    designation.refresh_from_db()
    other.refresh_from_db()
    assert designation.listed_on == day("2024-11-27")
    assert other.listed_on == day("2019")


def test_resolving_again_writes_nothing(
    ines: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    join_action(action(), factories.designation(first_seen=date(2026, 7, 23)), by=ines)
    with django_assert_num_queries(1):
        assert resolve_due_dates() == 0
    conflicting = factories.designation(last_absent=date(2024, 12, 1), first_seen=date(2025, 1, 1))
    join_action(action(), conflicting, by=ines)
    Change.objects.all().delete()
    assert resolve_due_dates() == 0
    assert not Change.objects.exists(), "a day that stays open is looked at and not written"


def test_when_the_day_of_an_action_changes_its_dates_follow(ines: User) -> None:
    joining = action()
    joined = [factories.designation(first_seen=date(2026, 7, 23)) for _ in range(2)]
    for designation in joined:
        join_action(joining, designation, ines)
    joining.begins = day("2024-11-28")
    joining.save()
    follow_action(joining)
    for designation in joined:
        designation.refresh_from_db()
        assert designation.listed_on == day("2024-11-28")


# ---- Who is who -------------------------------------------------------------------------------


def three() -> list[Party]:
    return [factories.party(name) for name in ("Ana", "Berta", "Carla")]


def merged(*parties: Party) -> list[Party | None]:
    for party in parties:
        party.refresh_from_db()
    return [party.merged_into for party in parties]


def test_a_yes_points_the_younger_party_at_the_older(ines: User) -> None:
    ana, berta, _ = three()
    decision = decide_same_party(berta, ana, same=True, by=ines, why="One passport.")
    assert (decision.one, decision.other) == (ana, berta)
    assert merged(ana, berta) == [None, ana]


def test_an_address_that_readers_have_never_leads_to_a_party_that_they_cannot_see(
    ines: User,
) -> None:
    ours = factories.party("Nicolás Maduro", public_from=None)
    listed = factories.entry("MADURO MOROS, Nicolas").party
    decide_same_party(ours, listed, same=True, by=ines, why="same birth date")
    for party in (ours, listed):
        party.refresh_from_db()
    assert (ours.merged_into, listed.merged_into) == (listed, None)


def test_a_chain_points_at_its_oldest_in_whatever_order_it_was_decided(ines: User) -> None:
    ana, berta, carla = three()
    decide_same_party(berta, carla, same=True, by=ines, why="One passport.")
    decide_same_party(ana, berta, same=True, by=ines, why="One passport.")
    assert merged(ana, berta, carla) == [None, ana, ana]


def test_a_no_takes_a_join_back_and_both_decisions_stay(ines: User) -> None:
    ana, berta, carla = three()
    first = decide_same_party(ana, berta, same=True, by=ines, why="One passport.")
    decide_same_party(berta, carla, same=True, by=ines, why="One birthday.")
    paul = factories.user("editor", username="paul")
    undone = decide_same_party(ana, berta, same=False, by=paul, why="Born in another year.")
    assert merged(ana, berta, carla) == [None, None, berta]
    assert list(pair_decisions(berta, ana)) == [undone, first]
    first.refresh_from_db()
    assert (first.same, first.decided_by, first.decided_why) == (True, ines, "One passport.")
    assert first.replaced_at is not None
    assert first.replaced_at <= undone.decided_at
    assert (undone.same, undone.decided_by, undone.replaced_at) == (False, paul, None)
    assert current_decisions().count() == 2


def test_what_was_undone_can_be_joined_again(ines: User) -> None:
    ana, berta, _ = three()
    for same in (True, False, True):
        decide_same_party(ana, berta, same=same, by=ines, why="Looked again.")
    assert merged(ana, berta) == [None, ana]
    assert [one.same for one in pair_decisions(ana, berta)] == [True, False, True]


def test_in_the_middle_of_a_chain_a_join_is_undone_without_the_others(ines: User) -> None:
    ana, berta, carla = three()
    dora = factories.party("Dora")
    for one, other in ((ana, berta), (berta, carla), (carla, dora)):
        decide_same_party(one, other, same=True, by=ines, why="One passport.")
    decide_same_party(berta, carla, same=False, by=ines, why="Two passports.")
    assert merged(ana, berta, carla, dora) == [None, ana, None, carla]


def test_undoing_a_join_says_since_when_each_was_one_with_the_others(ines: User) -> None:
    """Carla came to Berta after Berta had come to Ana: before that, nobody meant Ana by her."""
    ana, berta, carla = three()
    first = decide_same_party(ana, berta, same=True, by=ines, why="One passport.")
    second = decide_same_party(berta, carla, same=True, by=ines, why="One birthday.")
    told: list[dict[int, datetime]] = []

    def heard(sender: object, since: dict[int, datetime], **_: object) -> str:
        told.append(since)
        return "Look at these."

    said: list[str] = []
    parties_parted.connect(heard)
    try:
        decide_same_party(ana, berta, same=False, by=ines, why="No.", tell=said.append)
    finally:
        parties_parted.disconnect(heard)
    assert told == [
        {ana.pk: first.decided_at, berta.pk: first.decided_at, carla.pk: second.decided_at}
    ]
    assert said == ["Look at these."]


def test_a_decision_needs_a_reason_and_says_something_new(ines: User) -> None:
    ana, berta, _ = three()
    with pytest.raises(DecisionError, match="Give the reason"):
        decide_same_party(ana, berta, same=True, by=ines, why=" ")
    decide_same_party(ana, berta, same=False, by=ines, why="Two passports.")
    with pytest.raises(DecisionError, match=r"decided already, by ines.*Two passports\."):
        decide_same_party(ana, berta, same=False, by=ines, why="Again.")
    assert SameParty.objects.count() == 1


def test_a_person_and_a_vessel_are_never_one(ines: User) -> None:
    person, vessel = factories.party("Galant"), factories.party("Galant", kind="vessel")
    with pytest.raises(DecisionError, match="Galant is of the kind person, Galant is vessel"):
        decide_same_party(person, vessel, same=True, by=ines, why="One name.")
    assert merged(person, vessel) == [None, None]
    decide_same_party(person, vessel, same=False, by=ines, why="A ship.")


def test_a_yes_against_an_earlier_no_is_named(ines: User) -> None:
    ana, berta, carla = three()
    decide_same_party(ana, berta, same=True, by=ines, why="One passport.")
    decide_same_party(ana, carla, same=False, by=ines, why="Two passports.")
    assert "Ana is not Carla" in contradiction(carla, berta, same=True)
    assert contradiction(carla, berta, same=False) == ""


def test_a_no_that_was_replaced_stands_in_nobodys_way(ines: User) -> None:
    ana, berta, carla = three()
    decide_same_party(ana, berta, same=True, by=ines, why="One passport.")
    decide_same_party(ana, carla, same=False, by=ines, why="Two passports.")
    decide_same_party(ana, carla, same=True, by=ines, why="The second was forged.")
    assert merged(ana, berta, carla) == [None, ana, ana]


def test_a_no_against_a_chain_of_yes_is_named(ines: User) -> None:
    ana, berta, carla = three()
    decide_same_party(ana, berta, same=True, by=ines, why="One passport.")
    decide_same_party(berta, carla, same=True, by=ines, why="One passport.")
    assert "by way of a third party" in contradiction(ana, carla, same=False)
    assert contradiction(ana, berta, same=False) == "", "its own decision may change"


def test_who_are_one_already_are_not_joined_again(ines: User) -> None:
    """Else there would be two decisions to take back, each of which alone undoes nothing."""
    ana, berta, carla = three()
    decide_same_party(ana, berta, same=True, by=ines, why="One passport.")
    decide_same_party(berta, carla, same=True, by=ines, why="One passport.")
    with pytest.raises(DecisionError, match="make Ana and Carla one already"):
        decide_same_party(ana, carla, same=True, by=ines, why="One passport.")


def test_who_was_looked_for_and_not_found_is_not_joined_to_who_is_there(ines: User) -> None:
    version = factories.list_version()
    entry = factories.entry("PADRINO LOPEZ, Vladimir", "23473")
    ours = factories.party("Vladimir Padrino")
    no = NoEntry.objects.create(party=ours, version=version, decided_by=ines, decided_why="Sought.")
    with pytest.raises(DecisionError, match=r"Vladimir Padrino has no entry on .* entry 23473"):
        decide_same_party(ours, entry.party, same=True, by=ines, why="One man.")
    no.delete()
    decide_same_party(ours, entry.party, same=True, by=ines, why="One man.")
    assert merged(ours, entry.party) == [entry.party, None]


@pytest.mark.parametrize("same", [True, False])
def test_a_pair_that_is_opened_again_is_decided_by_nobody(ines: User, same: bool) -> None:
    ana, berta, _ = three()
    first = decide_same_party(ana, berta, same=same, by=ines, why="One passport.")
    opened = reopen(first, by=ines, why="The passport was another's.")
    assert merged(ana, berta) == [None, None]
    assert not current_decisions().exists()
    assert list(pair_decisions(ana, berta)) == [opened, first]
    assert (opened.decided_why, opened.decided_by) == ("The passport was another's.", ines)
    with pytest.raises(DecisionError, match="nothing to open again"):
        reopen(first, by=ines, why="Again.")
    decide_same_party(ana, berta, same=not same, by=ines, why="Looked at again.")


def test_what_fails_while_a_join_is_undone_undoes_nothing(ines: User) -> None:
    ana, berta, _ = three()
    decide_same_party(ana, berta, same=True, by=ines, why="One passport.")

    def fails(**_: object) -> str:
        raise RuntimeError("the stories cannot be told")

    parties_parted.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            decide_same_party(ana, berta, same=False, by=ines, why="No.")
    finally:
        parties_parted.disconnect(fails)
    assert merged(ana, berta) == [None, ana]
    assert current_decisions().get().same


def test_a_party_is_on_the_versions_that_its_entry_spans(ines: User) -> None:
    first, second = factories.list_version(), factories.list_version(date(2026, 7, 23))
    entry = factories.entry("PADRINO LOPEZ, Vladimir")
    EntryVersion.objects.update(span=NumericRange(1, 2))
    assert entry_on(entry.party, first) == entry
    assert entry_on(entry.party, second) is None
    alias = factories.party("Vladimir Padrino")
    assert entry_on(alias, first) is None
    decide_same_party(entry.party, alias, same=True, by=ines, why="One passport.")
    assert entry_on(alias, first) == entry
