"""What a list version does to the records: the spans, the bounds, the names, and what it leaves."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections, transaction
from django.utils import timezone

from sanctions.dates import PartialDate
from sanctions.decisions import date_conflicts, resolve_dates
from sanctions.entries import ListError
from sanctions.lists import PUBLICATIONS
from sanctions.locking import LOCK, lock_key
from sanctions.merge import Merge
from sanctions.models import (
    Designation,
    DesignationDate,
    Entry,
    EntryVersion,
    ListVersion,
    Name,
    Party,
    Programme,
)
from sanctions.outcomes import Counts, Outcome
from sanctions.versions import receive
from tests import factories
from tests.sanctions.ofac import Values, alias, entry, write_set

pytestmark = pytest.mark.django_db

OFAC_SDN = PUBLICATIONS["ofac-sdn"]
MAY, JUNE, JULY, AUGUST = (date(2024, month, 3) for month in (5, 6, 7, 8))

type Apply = Callable[..., Outcome]


@pytest.fixture
def apply(tmp_path: Path) -> Apply:
    """Write a small list and apply it."""
    folders = count()

    def write_and_apply(
        sdn: Sequence[Values],
        dated: date,
        *,
        alt: Sequence[Values] | None = None,
        comments: Sequence[Values] | None = None,
        coverage: Sequence[str] | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        folder = write_set(tmp_path / str(next(folders)), sdn, alt=alt, comments=comments)
        return receive(OFAC_SDN, folder, given=dated, coverage=coverage, dry_run=dry_run)

    return write_and_apply


ONE = entry(1, "PRUEBA, Ana", remarks="DOB 23 Nov 1962; a.k.a. 'LA PRUEBA'.")
TWO = entry(2, "COMPANIA EJEMPLO", "VENEZUELA-EO13850", kind=None)
THREE = entry(3, "OTRO, Pedro", "SDGT")


def spans(number: str) -> list[tuple[int, int | None]]:
    versions = EntryVersion.objects.filter(entry__number=number).order_by("span")
    return [(version.span.lower, version.span.upper) for version in versions]


def content(number: str) -> dict[str, object]:
    found: dict[str, object] = EntryVersion.objects.get(
        entry__number=number, span__upper_inf=True
    ).content
    return found


def bounds(number: str, programme: str = "VENEZUELA") -> list[tuple[date | None, ...]]:
    """Last absent, first seen, last seen, first gone: of each spell."""
    return list(
        Designation.objects.filter(entry__number=number, programme__code=programme)
        .order_by("spell")
        .values_list("last_absent", "first_seen", "last_seen", "first_gone")
    )


def seen_to(number: str) -> dict[str, date]:
    """By programme, the newest version that tells of it."""
    found: Iterable[Any] = Designation.objects.with_seen_to().filter(entry__number=number)
    return {one.programme.code: one.seen_to for one in found}


def names(number: str) -> set[tuple[str, str, bool]]:
    return set(Name.objects.filter(entry__number=number).values_list("name", "kind", "weak"))


def footprints() -> list[tuple[object, ...]]:
    """Which transaction wrote each row of list data, and where it lies: any write shows."""
    tables = "sanctionslist listversion party entry entryversion name programme designation"
    with connection.cursor() as cursor:
        cursor.execute(
            " UNION ALL ".join(
                f"SELECT '{table}', xmin::text, ctid::text FROM sanctions_{table}"  # noqa: S608
                for table in tables.split()
            )
        )
        return sorted(tuple(row) for row in cursor.fetchall())


# The first version


def test_a_new_entry_becomes_a_public_party_with_names_and_designation(apply: Apply) -> None:
    outcome = apply([ONE, TWO], MAY, alt=[alias(1, 1, "EJEMPLO, Anita", "fka")])

    assert (outcome.status, outcome.version) == ("applied", 1)
    assert outcome.counts == Counts(added=2)
    party = Party.objects.public().get(entries__number="1")
    assert (party.kind, party.listed_name, party.sort_key) == (
        "person",
        "PRUEBA, Ana",
        "prueba ana",
    )
    assert party.tokens == ["ana", "prueba"]
    assert names("1") == {
        ("PRUEBA, Ana", "principal", False),
        ("EJEMPLO, Anita", "fka", False),
        ("LA PRUEBA", "aka", True),
    }
    assert bounds("1") == [(None, MAY, None, None)]
    assert Programme.objects.get(code="VENEZUELA-EO13850").slug == "venezuela-eo13850"


def test_a_version_says_what_it_carried(apply: Apply) -> None:
    apply([ONE, TWO], MAY, coverage=["VENEZUELA", "VENEZUELA-EO13850"])
    version = ListVersion.objects.get()
    assert version.list.code == "ofac-sdn"
    assert (version.dated, version.dated_by, version.entry_count) == (MAY, "given", 2)
    assert version.parts == ["sdn"]
    assert version.fields == ["name", "kind", "programmes", "remarks"]
    assert version.coverage == ["VENEZUELA", "VENEZUELA-EO13850"]


def test_facts_stand_beside_the_content_never_in_it(apply: Apply) -> None:
    apply([ONE], MAY)
    version = EntryVersion.objects.get()
    assert set(version.content) == {"name", "kind", "programmes", "remarks"}
    assert version.facts["births"][0]["earliest"] == "1962-11-23"


# The same again


def test_the_same_bytes_again_write_nothing(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    before = footprints()
    outcome = apply([ONE, TWO], MAY)
    assert (outcome.status, outcome.version) == ("unchanged", 1)
    assert outcome.counts == Counts(unchanged=2)
    assert footprints() == before


def test_an_unchanged_entry_of_a_newer_version_costs_no_write(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    before = footprints()
    assert apply([ONE, TWO, THREE], JUNE).counts == Counts(added=1, unchanged=2)
    assert set(before) <= set(footprints())
    assert spans("1") == [(1, None)]


def test_the_same_bytes_with_another_coverage_are_another_version(apply: Apply) -> None:
    apply([ONE], MAY)
    outcome = apply([ONE], JUNE, coverage=["VENEZUELA"])
    assert (outcome.status, outcome.version) == ("applied", 2)


def test_two_issues_of_one_day_follow_each_other(apply: Apply) -> None:
    apply([ONE], MAY)
    assert apply([ONE, TWO], MAY).version == 2


# Changed


def test_a_changed_entry_gets_a_new_version_and_keeps_the_old(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    outcome = apply([entry(1, "PRUEBA REAL, Ana", remarks="DOB 1962."), TWO], JUNE)
    assert outcome.counts == Counts(changed=1, unchanged=1)
    assert spans("1") == [(1, 2), (2, None)]
    first = EntryVersion.objects.get(entry__number="1", span__startswith=1)
    assert first.content["name"] == "PRUEBA, Ana"
    assert bounds("1") == [(None, MAY, None, None)]


def test_a_changed_name_reaches_the_party_and_the_search(apply: Apply) -> None:
    apply([ONE], MAY)
    public_id = Party.objects.get().public_id
    apply([entry(1, "PRUEBA REAL, Ana", kind=None, remarks="DOB 1962.")], JUNE)
    party = Party.objects.get(public_id=public_id)
    assert (party.listed_name, party.kind) == ("PRUEBA REAL, Ana", "organisation")
    assert party.tokens == ["ana", "prueba", "real"]
    assert names("1") == {("PRUEBA REAL, Ana", "principal", False)}


def test_the_desks_spelling_stays_and_stays_searchable(apply: Apply) -> None:
    apply([ONE], MAY)
    party = Party.objects.get()
    party.desk_name = "Ana Prueba Ñáñez"
    party.save()
    apply([entry(1, "PRUEBA REAL, Ana")], JUNE)
    party.refresh_from_db()
    assert party.name == "Ana Prueba Ñáñez"
    assert party.tokens == ["ana", "nanez", "prueba", "real"]
    assert party.sort_key == "prueba real ana"


def test_a_programme_dropped_and_one_gained(apply: Apply) -> None:
    apply([entry(1, "ONE", "VENEZUELA] [SDGT")], MAY)
    apply([entry(1, "ONE", "VENEZUELA] [SDGT"), TWO], JUNE)
    apply([entry(1, "ONE", "VENEZUELA] [IRAN"), TWO], JULY)
    assert bounds("1", "VENEZUELA") == [(None, MAY, None, None)]
    assert bounds("1", "SDGT") == [(None, MAY, JUNE, JULY)]
    assert bounds("1", "IRAN") == [(JUNE, JULY, None, None)]


# Not carried


def test_what_a_version_does_not_carry_erases_nothing(apply: Apply) -> None:
    told = entry(1, "PRUEBA, Ana", title="Minister", remarks="DOB 1962; a.k.a. 'LA PRUEBA'.")
    apply([told, TWO], MAY, alt=[alias(1, 1, "EJEMPLO, Anita")])
    outcome = apply([entry(1, "PRUEBA, Ana"), TWO], JUNE)
    assert outcome.counts == Counts(unchanged=2)
    assert content("1")["title"] == "Minister"
    assert names("1") >= {("LA PRUEBA", "aka", True), ("EJEMPLO, Anita", "aka", False)}


def test_a_version_that_tells_more_enriches_and_is_no_change(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    outcome = apply([entry(1, "PRUEBA, Ana"), TWO], JUNE, alt=[alias(1, 1, "EJEMPLO, Anita")])
    assert outcome.counts == Counts(unchanged=2, enriched=2)
    assert content("1")["remarks"] == "DOB 23 Nov 1962; a.k.a. 'LA PRUEBA'."
    assert content("2")["aliases"] == []  # the part is there and has none
    assert ("EJEMPLO, Anita", "aka", False) in names("1")
    version = EntryVersion.objects.get(entry__number="1", span__upper_inf=True)
    assert version.facts["births"][0]["earliest"] == "1962-11-23"


def test_a_carried_fact_that_is_gone_is_a_change(apply: Apply) -> None:
    two = entry(2, "TWO", remarks="Gender Male.")
    apply([ONE, two], MAY, alt=[alias(1, 1, "EJEMPLO, Anita"), alias(2, 2, "DOS")])
    outcome = apply([entry(1, "PRUEBA, Ana"), two], JUNE, alt=[alias(2, 1, "DOS")])
    assert outcome.counts == Counts(changed=1, unchanged=1)
    assert content("1")["remarks"] is None
    assert names("1") == {("PRUEBA, Ana", "principal", False)}


def test_remarks_cut_by_the_publisher_are_no_change_either_way(apply: Apply) -> None:
    remarks = "DOB 1960; " + "Linked To: EMPRESA; " * 60
    cut = entry(1, "PRUEBA, Ana", remarks=remarks[:1000])
    rest = [("1", remarks[1000:] + "a.k.a. 'LARGA'.")]

    apply([cut, TWO], MAY)
    assert names("1") == {("PRUEBA, Ana", "principal", False)}
    assert apply([cut, TWO], JUNE, comments=rest).counts == Counts(unchanged=2, enriched=1)
    assert apply([cut, TWO, THREE], JULY).counts == Counts(added=1, unchanged=2)
    assert content("1")["remarks"] == remarks + "a.k.a. 'LARGA'."
    assert ("LARGA", "aka", True) in names("1")


# Removed and listed again


def test_a_removed_entry_keeps_its_rows_and_gets_its_bounds(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    apply([ONE, TWO, THREE], JUNE)
    party = Party.objects.get(entries__number="1")
    outcome = apply([TWO, THREE], JULY)
    assert outcome.counts == Counts(removed=1, unchanged=2)
    assert spans("1") == [(1, 3)]
    assert bounds("1") == [(None, MAY, JUNE, JULY)]
    assert Party.objects.public().filter(pk=party.pk).exists()
    assert ("LA PRUEBA", "aka", True) in names("1")


def test_an_entry_listed_again_is_the_same_party_and_a_new_spell(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    party = Party.objects.get(entries__number="1")
    apply([TWO], JUNE)
    apply([TWO, THREE], JULY)
    outcome = apply([entry(1, "PRUEBA, Ana"), TWO, THREE], AUGUST)
    assert outcome.counts == Counts(added=1, unchanged=2)
    assert Entry.objects.get(number="1").party == party
    assert spans("1") == [(1, 2), (4, None)]
    assert bounds("1") == [(None, MAY, MAY, JUNE), (JULY, AUGUST, None, None)]


# Excerpts


def test_an_excerpt_says_nothing_about_what_lies_outside(apply: Apply) -> None:
    apply([ONE, TWO, THREE], MAY)
    outcome = apply([ONE], JUNE, coverage=["VENEZUELA"])
    assert outcome.counts == Counts(unchanged=1)
    assert spans("2") == [(1, None)]
    assert bounds("3", "SDGT") == [(None, MAY, None, None)]


def test_an_entry_missing_from_an_excerpt_keeps_its_listing_outside(apply: Apply) -> None:
    apply([entry(1, "ONE", "VENEZUELA] [SDGT"), TWO, entry(4, "FOUR")], MAY)
    outcome = apply([entry(4, "FOUR")], JUNE, coverage=["VENEZUELA"])
    assert outcome.counts == Counts(removed=1, unchanged=1)
    assert spans("1") == [(1, 2)]
    assert bounds("1", "VENEZUELA") == [(None, MAY, MAY, JUNE)]
    assert bounds("1", "SDGT") == [(None, MAY, None, None)]


def test_an_excerpt_without_the_entry_is_not_told_as_having_its_other_programmes(
    apply: Apply,
) -> None:
    both = entry(1, "PRUEBA, Ana", "VENEZUELA] [SDGT")
    apply([both, TWO], MAY)
    apply([entry(4, "NUEVA, Eva")], JUNE, coverage=["VENEZUELA"])

    assert seen_to("1") == {"VENEZUELA": JUNE, "SDGT": MAY}


def test_an_excerpt_that_holds_the_entry_tells_of_all_its_programmes(apply: Apply) -> None:
    both = entry(1, "PRUEBA, Ana", "VENEZUELA] [SDGT")
    apply([both], MAY)
    apply([both], JUNE, coverage=["VENEZUELA"])

    assert seen_to("1") == {"VENEZUELA": JUNE, "SDGT": JUNE}


def test_what_a_source_says_of_the_end_is_weighed_again_when_the_lists_tell_more(
    apply: Apply,
) -> None:
    apply([ONE, TWO], MAY)
    ended = Designation.objects.get(entry__number="1")
    for end, day in (("listed", "2018"), ("delisted", "June 2024")):
        DesignationDate.objects.create(
            designation=ended,
            end=end,
            day=PartialDate.parse(day),
            document=factories.document(),
            decided_at=timezone.now(),
        )
    resolve_dates(ended)
    assert ended.delisted_on == PartialDate.parse("June 2024")

    apply([entry(9, "NUEVA, Eva"), ONE, TWO], date(2024, 6, 10))
    apply([TWO], date(2024, 6, 20))

    ended.refresh_from_db()
    assert ended.delisted_on == PartialDate(date(2024, 6, 11), date(2024, 6, 20))
    assert ended.listed_on == PartialDate.parse("2018")


def test_a_list_that_contradicts_a_source_leaves_the_day_open(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    ended = Designation.objects.get(entry__number="1")
    DesignationDate.objects.create(
        designation=ended,
        end="delisted",
        day=PartialDate.parse("10 May 2024"),
        document=factories.document(),
        decided_at=timezone.now(),
    )
    resolve_dates(ended)

    apply([entry(9, "NUEVA, Eva"), ONE, TWO], JUNE)
    apply([TWO], JULY)

    ended.refresh_from_db()
    assert ended.delisted_on is None
    assert date_conflicts(ended)


@pytest.mark.parametrize("coverage", [None, ["VENEZUELA", "VENEZUELA-EO13850"]])
def test_a_list_that_still_has_what_a_source_says_was_delisted_leaves_the_day_open(
    apply: Apply, coverage: list[str] | None
) -> None:
    apply([ONE, TWO], MAY)
    ended = Designation.objects.get(entry__number="1")
    DesignationDate.objects.create(
        designation=ended,
        end="delisted",
        day=PartialDate.parse("10 May 2024"),
        document=factories.document(),
        decided_at=timezone.now(),
    )
    resolve_dates(ended)
    assert ended.delisted_on == PartialDate.parse("10 May 2024")

    apply([entry(9, "NUEVA, Eva"), ONE, TWO], JUNE, coverage=coverage)

    ended.refresh_from_db()
    assert ended.delisted_on is None
    [sentence] = date_conflicts(ended)
    assert "List versions: from 4 June 2024" in sentence
    assert Designation.objects.with_conflicts().get() == ended


def test_a_whole_list_then_settles_what_the_excerpt_left_open(apply: Apply) -> None:
    apply([entry(1, "ONE", "VENEZUELA] [SDGT"), TWO, entry(4, "FOUR")], MAY)
    apply([entry(4, "FOUR")], JUNE, coverage=["VENEZUELA"])
    outcome = apply([TWO, entry(4, "FOUR")], JULY)
    assert outcome.counts == Counts(unchanged=2)
    assert bounds("1", "SDGT") == [(None, MAY, MAY, JULY)]


def test_or_lists_it_again_without_a_new_spell_where_it_never_ended(apply: Apply) -> None:
    apply([entry(1, "ONE", "VENEZUELA] [SDGT"), entry(4, "FOUR")], MAY)
    apply([entry(4, "FOUR")], JUNE, coverage=["VENEZUELA"])
    outcome = apply([entry(1, "ONE", "SDGT"), entry(4, "FOUR")], JULY)
    assert outcome.counts == Counts(added=1, unchanged=1)
    assert bounds("1", "SDGT") == [(None, MAY, None, None)]
    assert bounds("1", "VENEZUELA") == [(None, MAY, MAY, JUNE)]


def test_last_absent_counts_only_versions_that_reach_the_programme(apply: Apply) -> None:
    apply([entry(4, "FOUR")], MAY, coverage=["VENEZUELA"])
    apply([THREE], JUNE, coverage=["SDGT"])
    apply([entry(4, "FOUR"), ONE], JULY, coverage=["VENEZUELA"])
    assert bounds("1") == [(MAY, JULY, None, None)]
    assert bounds("3", "SDGT") == [(None, JUNE, None, None)]


def test_an_excerpt_ends_a_programme_outside_that_its_own_row_dropped(apply: Apply) -> None:
    apply([entry(1, "ONE", "VENEZUELA] [SDGT")], MAY, coverage=["VENEZUELA"])
    outcome = apply([entry(1, "ONE")], JUNE, coverage=["VENEZUELA"])
    assert outcome.counts == Counts(changed=1)
    assert bounds("1", "SDGT") == [(None, MAY, MAY, JUNE)]


def test_rows_outside_the_declared_coverage_are_refused(apply: Apply) -> None:
    with pytest.raises(ListError, match=r"1 entries lie outside the coverage VENEZUELA.*number 3"):
        apply([ONE, THREE], MAY, coverage=["VENEZUELA"])
    assert not ListVersion.objects.exists()


def test_a_covered_programme_without_entries_is_noted(apply: Apply) -> None:
    outcome = apply([ONE], MAY, coverage=["VENEZUELA", "VENEZUALA"])
    assert "no entry is listed under VENEZUALA, which the coverage names" in outcome.warnings


# Refused, and nothing kept


def test_an_older_list_is_refused(apply: Apply) -> None:
    apply([ONE], JUNE)
    before = footprints()
    with pytest.raises(ListError, match="of 3 May 2024 is older than the newest applied"):
        apply([TWO], MAY)
    assert footprints() == before


def test_a_list_of_a_day_ahead_is_refused(apply: Apply) -> None:
    with pytest.raises(ListError, match="which lies ahead"):
        apply([ONE], timezone.localdate() + timedelta(days=2))


def test_a_dry_run_counts_and_changes_nothing(apply: Apply) -> None:
    apply([ONE, TWO], MAY)
    before = footprints()
    outcome = apply([entry(1, "PRUEBA, Anna"), THREE], JUNE, dry_run=True)
    assert (outcome.status, outcome.version) == ("applied", None)
    assert outcome.counts == Counts(added=1, changed=1, removed=1)
    assert footprints() == before


def test_a_merge_that_reads_back_otherwise_is_taken_back(
    apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply([ONE], MAY)
    before = footprints()

    write = Merge.write

    def lose_a_row(merge: Merge, *told: Any) -> None:
        write(merge, *told)
        EntryVersion.objects.filter(entry__number="2").delete()

    monkeypatch.setattr(Merge, "write", lose_a_row)
    with pytest.raises(RuntimeError, match="The merge wrote"):
        apply([ONE, TWO], JUNE)
    assert footprints() == before


def test_two_programmes_of_one_slug_get_two_addresses(apply: Apply) -> None:
    apply([entry(1, "ONE", "CAATSA - RUSSIA"), entry(2, "TWO", "CAATSA-RUSSIA")], MAY)
    assert set(Programme.objects.values_list("code", "slug")) == {
        ("CAATSA - RUSSIA", "caatsa-russia"),
        ("CAATSA-RUSSIA", "caatsa-russia-2"),
    }


@pytest.mark.django_db(transaction=True)
def test_a_second_import_of_the_same_list_does_not_wait(apply: Apply) -> None:
    apply([ONE], MAY)
    other = connections.create_connection("default")
    try:
        with transaction.atomic(), other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s, %s)", [LOCK, lock_key("ofac-sdn")])
            with pytest.raises(ListError, match="An import of ofac-sdn is already running"):
                apply([ONE, TWO], JUNE)
    finally:
        other.close()
    assert apply([ONE, TWO], JUNE).status == "applied"


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_version_before_until_the_new_one_is_whole(
    apply: Apply, monkeypatch: pytest.MonkeyPatch
) -> None:
    apply([ONE], MAY)
    other = connections.create_connection("default")
    seen: list[int] = []
    verify = Merge.verify

    def look_from_outside(merge: Merge) -> None:
        with other.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM sanctions_entryversion")
            seen.extend(cursor.fetchone() or ())
        verify(merge)

    monkeypatch.setattr(Merge, "verify", look_from_outside)
    try:
        apply([ONE, TWO, THREE], JUNE)
    finally:
        other.close()
    assert seen == [1]
    assert EntryVersion.objects.count() == 3
