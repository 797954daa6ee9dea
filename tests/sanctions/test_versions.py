"""The life of a list version: received, held, applied, refused, reverted, and what it leaves."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection, connections
from django.utils import timezone

from sanctions import archive
from sanctions.dates import PartialDate
from sanctions.decisions import date_conflicts, resolve_dates
from sanctions.entries import Delisting, ListError, PublishedList, PublishedName
from sanctions.lists import PUBLICATIONS
from sanctions.locking import lock_list
from sanctions.merge import Merge
from sanctions.models import (
    Designation,
    DesignationDate,
    EntryVersion,
    ListVersion,
    Name,
    Party,
)
from sanctions.outcomes import Counts, Outcome
from sanctions.reverting import revert
from sanctions.versions import apply_held, receive, refuse
from tests import factories
from tests.newsroom.records import names as name_in
from tests.sanctions.ofac import Values, alias, entry, write_set
from tests.sanctions.test_merge import bounds, content, footprints, names, spans

pytestmark = pytest.mark.django_db

OFAC_SDN = PUBLICATIONS["ofac-sdn"]
MAY, JUNE, JULY, AUGUST = (date(2024, month, 3) for month in (5, 6, 7, 8))
#: Enough that the loss of six is held, and of five is not.
MANY = [entry(number, f"PRUEBA, Persona {number}") for number in range(1, 21)]
ONE, TWO = MANY[:2]
WITHOUT_SIX = MANY[:14]

BOUNDS = ("last_absent", "first_seen", "last_seen", "first_gone")

type Receive = Callable[..., Outcome]


@pytest.fixture
def get(tmp_path: Path) -> Receive:
    """Write a small list and receive it."""
    folders = count()

    def write_and_receive(
        sdn: Sequence[Values],
        dated: date | None,
        *,
        alt: Sequence[Values] | None = None,
        change: Callable[[PublishedList], PublishedList] = lambda issue: issue,
        **options: Any,
    ) -> Outcome:
        folder = write_set(tmp_path / str(next(folders)), sdn, alt=alt)
        reader = replace(OFAC_SDN, read=lambda path: change(OFAC_SDN.read(path)))
        return receive(reader, folder, given=dated, **options)

    return write_and_receive


def version(sequence: int) -> ListVersion:
    return ListVersion.objects.get(sequence=sequence)


def statuses() -> list[str]:
    return list(ListVersion.objects.order_by("sequence").values_list("status", flat=True))


def state() -> tuple[object, ...]:
    """All that the newest applied version tells, whatever the rows are called."""
    newest = ListVersion.objects.applied().latest()
    standing = EntryVersion.objects.filter(span__contains=newest.sequence, span__upper_inf=True)
    names = Name.objects.filter(entry__versions__in=standing)
    spells = Designation.objects.counted().values_list(
        "entry__number", "programme__code", "spell", *BOUNDS
    )
    parties = Party.objects.public().values_list(
        "entries__number", "listed_name", "kind", "sort_key", "tokens"
    )
    return (
        sorted(standing.values_list("entry__number", "hash")),
        sorted(names.values_list("entry__number", "name", "kind", "weak")),
        sorted(map(str, spells)),
        sorted(parties),
    )


# Received


def test_every_version_received_has_the_next_number(get: Receive) -> None:
    get(MANY, MAY)
    assert get(WITHOUT_SIX, JUNE).status == "quarantined"
    refuse(version(2), by=None, why="half a file")
    assert get([*MANY, entry(30, "NUEVA, Eva")], JULY).version == 3
    assert statuses() == ["applied", "refused", "applied"]


def test_the_files_day_goes_before_the_address_and_must_agree_with_the_person(
    get: Receive,
) -> None:
    def bears(issue: PublishedList) -> PublishedList:
        return replace(issue, dated=JUNE)

    get([ONE], None, change=bears, published=MAY)
    assert (version(1).dated, version(1).dated_by) == (JUNE, "file")
    with pytest.raises(ListError, match="bears the day 3 June 2024, and 3 July 2024 was given"):
        get([ONE, TWO], JULY, change=bears)
    get([ONE, TWO], JUNE, change=bears)
    get([TWO], JULY, published=AUGUST)
    assert (version(3).dated, version(3).dated_by) == (JULY, "given")


def test_an_older_list_is_refused_and_a_replay_is_advised(get: Receive) -> None:
    get([ONE], JUNE)
    with pytest.raises(ListError, match=r"older than the newest applied.*from the start instead"):
        get([TWO], MAY)


def test_two_versions_of_one_day_follow_each_other_and_the_bounds_are_that_day(
    get: Receive,
) -> None:
    get([ONE], MAY)
    get([ONE, TWO], MAY)
    get([ONE], MAY)
    assert bounds("2") == [(MAY, MAY, MAY, MAY)]


def test_the_bytes_of_an_applied_version_after_one_that_changed_nothing_are_unchanged(
    get: Receive,
) -> None:
    get([ONE, TWO], MAY)
    assert get([TWO, ONE], JUNE).counts == Counts(unchanged=2)
    assert (get([ONE, TWO], JULY).status, len(statuses())) == ("unchanged", 2)
    get([ONE], JULY)
    assert get([ONE, TWO], AUGUST).status == "applied"


def test_every_applied_state_can_be_rebuilt_from_the_kept_bytes(get: Receive) -> None:
    get([ONE, TWO], MAY, alt=[alias(1, 1, "EJEMPLO, Anita")])
    get([ONE], JUNE)
    with archive.folder_of(version(1)) as folder:
        assert {file.name for file in folder.iterdir()} == {"sdn.csv", "alt.csv"}
        assert OFAC_SDN.read(folder).sha256 == version(1).sha256
        assert [one.number for one in OFAC_SDN.read(folder).entries] == ["1", "2"]


def test_the_list_of_a_later_day_in_the_same_bytes_proves_that_nothing_had_changed(
    get: Receive,
) -> None:
    get([ONE, TWO], MAY)
    outcome = get([ONE, TWO], JUNE)
    assert (outcome.status, outcome.version, len(statuses())) == ("unchanged", 1, 1)
    assert "nothing had changed until 3 June 2024" in outcome.reason
    assert (version(1).dated, version(1).confirmed_on) == (MAY, JUNE)
    get([ONE, MANY[2]], JULY)
    assert bounds("2") == [(None, MAY, JUNE, JULY)]
    assert bounds("3") == [(JUNE, JULY, None, None)]

    def on(number: str, day: date) -> str:
        found = Designation.objects.as_of(day).get(entry__number=number)
        return str(found.on_day)  # type: ignore[attr-defined]

    between = [date(2024, 5, 20), JUNE, date(2024, 6, 20)]
    assert [on("2", day) for day in between] == ["yes", "yes", "cannot tell"]
    assert [on("3", day) for day in between] == ["no", "no", "cannot tell"]
    revert(version(2), by=None, why="the wrong file")
    assert version(3).confirmed_on == JUNE
    assert on("1", JUNE) == "yes"


def test_a_list_older_than_a_day_on_which_nothing_had_changed_is_refused(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE], JULY)
    with pytest.raises(ListError, match="of 3 May 2024, which stood until 3 July 2024"):
        get([ONE, TWO], JUNE)


def test_a_day_is_confirmed_by_no_dry_run_and_by_no_file_that_bears_its_own(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE], JUNE, dry_run=True)
    with pytest.raises(ListError, match="lies ahead"):
        get([ONE], timezone.localdate() + timedelta(days=1))
    assert version(1).confirmed_on is None
    get([TWO], None, change=lambda issue: replace(issue, dated=JUNE))
    assert get([TWO], JULY).status == "unchanged"
    assert version(2).confirmed_on is None


def test_a_listing_that_a_later_day_confirms_did_not_end_before_that_day(get: Receive) -> None:
    get([ONE], MAY)
    told = Designation.objects.get()
    DesignationDate.objects.create(
        designation=told,
        end="delisted",
        day=PartialDate.parse("2024-05-20"),
        document=factories.document(),
        decided_at=timezone.now(),
    )
    resolve_dates(told)
    assert Designation.objects.get().delisted_on == PartialDate.parse("2024-05-20")
    get([ONE], JUNE)
    assert Designation.objects.get().delisted_on is None
    assert "No day can be the one" in date_conflicts(Designation.objects.get())[0]


def test_a_kept_file_that_was_lost_comes_back_with_the_same_bytes(get: Receive) -> None:
    get([ONE, entry(2, "PERDIDA, Lista")], MAY)
    digest = version(1).files[0]["sha256"]
    kept = Path(default_storage.path(f"lists/{digest[:2]}/{digest}.gz"))
    kept.unlink()
    outcome = get([ONE, entry(2, "PERDIDA, Lista")], MAY)
    assert outcome.status == "unchanged"
    assert outcome.warnings == ("kept files of version 1 were lost, and are back",)
    with archive.folder_of(version(1)) as folder:
        assert len(OFAC_SDN.read(folder).entries) == 2


def test_a_list_dated_tomorrow_does_not_keep_todays_out(get: Receive) -> None:
    """Where the publisher is it is tomorrow already; where somebody types a day it is not."""
    today = timezone.localdate()
    tomorrow = today + timedelta(days=1)
    with pytest.raises(ListError, match="lies ahead"):
        get([ONE], tomorrow)
    get([ONE], None, published=tomorrow)
    outcome = get([ONE, TWO], None)
    assert outcome.status == "applied"
    assert (version(2).dated, version(2).dated_by) == (tomorrow, "received")


def test_kept_bytes_that_were_tampered_with_are_refused(get: Receive) -> None:
    get([ONE], MAY)
    digest = version(1).files[0]["sha256"]
    kept = Path(default_storage.path(f"lists/{digest[:2]}/{digest}.gz"))
    kept.write_bytes(kept.read_bytes()[:-9])
    with pytest.raises(ListError, match="cannot be read"), archive.folder_of(version(1)):
        pass
    kept.unlink()


# Held


def test_a_version_that_loses_too_much_is_held_with_its_counts_and_its_bytes(get: Receive) -> None:
    get(MANY, MAY)
    before = [one for one in footprints() if one[0] != "listversion"]
    outcome = get(WITHOUT_SIX, JUNE)
    assert (outcome.status, outcome.version) == ("quarantined", 2)
    assert outcome.counts == Counts(removed=6, unchanged=14)
    assert [one for one in footprints() if one[0] != "listversion"] == before
    held = version(2)
    rules = [finding["rule"] for finding in held.findings]
    assert rules == ["removed", "programme", "cut at the end"]
    assert (held.removed, held.compared_with) == (6, version(1))
    assert held.report["removed"]["total"] == 6
    with archive.folder_of(held) as folder:
        assert len(OFAC_SDN.read(folder).entries) == 14


def test_a_held_version_that_comes_again_is_the_same_one(get: Receive) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE)
    outcome = get(WITHOUT_SIX, JULY)
    assert (outcome.status, outcome.version, len(statuses())) == ("quarantined", 2, 2)
    assert "which is held. " in outcome.reason
    assert "6 of 20 entries would be removed" in outcome.reason


def test_a_second_person_applies_it_and_the_outcome_is_that_of_an_import(get: Receive) -> None:
    ana, eva = factories.user(), factories.user()
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE, by=ana)
    with pytest.raises(ListError, match="Who imported a version does not decide about it"):
        apply_held(version(2), by=ana, why="mine")
    with pytest.raises(ListError, match="Say why"):
        apply_held(version(2), by=eva, why=" ")
    outcome = apply_held(version(2), by=eva, why="the Treasury announced it")
    assert (outcome.status, outcome.counts) == ("applied", Counts(removed=6, unchanged=14))
    assert (version(2).decided_by, version(2).decided_why) == (eva, "the Treasury announced it")
    assert bounds("20") == [(None, MAY, MAY, JUNE)]
    with pytest.raises(ListError, match="is applied, not held"):
        apply_held(version(2), by=eva, why="again")


def test_a_refused_version_is_held_when_its_bytes_come_again(get: Receive) -> None:
    eva = factories.user(username="eva")
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE)
    refuse(version(2), by=eva, why="half a file")
    outcome = get(WITHOUT_SIX, JULY)
    assert (outcome.status, outcome.version) == ("quarantined", 3)
    assert outcome.reason.startswith(
        "The same bytes were refused before, as version 2 by eva: “half a file”"
    )


def test_what_was_held_is_refused_when_a_newer_version_is_applied(get: Receive) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE)
    get(MANY[:19], JULY)
    assert statuses() == ["applied", "refused", "applied"]
    assert version(2).decided_why == "Version 3 of 3 July 2024 was applied instead."
    assert version(2).decided_by is None


def test_a_version_held_before_another_was_applied_is_compared_again(get: Receive) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE)
    get(MANY[6:], JULY)
    apply_held(version(2), by=None, why="announced")
    outcome = apply_held(version(3), by=None, why="announced as well")
    assert (outcome.status, outcome.counts) == (
        "quarantined",
        Counts(added=6, removed=6, unchanged=8),
    )
    assert outcome.reason == (
        "Version 3 was compared with version 1 of 3 May 2024, and by now version 2 of 3 June 2024 "
        "stands: beside that, something else is found. It was compared again: look at it, and "
        "decide then."
    )
    assert version(3).compared_with == version(2)
    assert apply_held(version(3), by=None, why="looked again").status == "applied"


def test_where_the_new_comparison_finds_nothing_new_the_decision_stands(get: Receive) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE)
    get(MANY[:13], JULY)
    apply_held(version(2), by=None, why="announced")
    outcome = apply_held(version(3), by=None, why="announced as well")
    assert (outcome.status, outcome.counts) == ("applied", Counts(removed=1, unchanged=13))
    assert version(3).decided_why == "announced as well"


def test_a_held_version_that_changes_nothing_any_more_is_applied(get: Receive) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE)
    get(WITHOUT_SIX[::-1], JULY)
    apply_held(version(2), by=None, why="announced")
    outcome = apply_held(version(3), by=None, why="the same in another order")
    assert (outcome.status, outcome.counts) == ("applied", Counts(unchanged=14))


def test_only_what_tells_of_as_much_takes_the_place_of_a_held_version(get: Receive) -> None:
    terror = [entry(number, f"OTRA, Persona {number}", "SDGT") for number in range(41, 61)]
    get([*MANY, *terror], MAY)
    get([*WITHOUT_SIX, *terror], JUNE)
    get(terror[:14], JUNE, coverage=["SDGT"])
    get([*terror, entry(70, "NUEVA, Eva", "SDGT")], JUNE, coverage=["SDGT"])
    assert statuses() == ["applied", "quarantined", "refused", "applied"]
    assert version(3).superseded_by == version(4)
    outcome = apply_held(version(2), by=None, why="announced")
    assert outcome.status == "quarantined", "it lacks the one who came since"
    outcome = apply_held(version(2), by=None, why="announced")
    assert (outcome.status, outcome.version) == ("applied", 5)
    assert (version(2).status, version(2).superseded_by) == ("refused", version(5))
    assert (spans("20"), spans("70")) == ([(1, 5)], [(4, 5)])


def test_a_list_of_a_later_day_waits_on_when_an_earlier_one_is_applied(get: Receive) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JULY)
    get(MANY[:19], JUNE)
    assert statuses() == ["applied", "quarantined", "applied"]


def test_what_was_only_overtaken_was_refused_by_nobody(get: Receive) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JUNE)
    get([*MANY, entry(30, "NUEVA, Eva")], JULY)
    assert (version(2).status, version(2).superseded_by) == ("refused", version(3))
    outcome = get(WITHOUT_SIX, AUGUST)
    assert (outcome.status, outcome.version) == ("quarantined", 4)
    assert "before, as version" not in outcome.reason


def test_a_revert_leaves_what_is_held_for_another_look(get: Receive) -> None:
    get(MANY, MAY)
    get([*MANY, entry(30, "NUEVA, Eva")], JUNE)
    get(WITHOUT_SIX, JULY)
    revert(version(2), by=None, why="the wrong file")
    assert statuses() == ["applied", "reverted", "quarantined", "applied"]
    assert get(WITHOUT_SIX, JULY).version == 3
    outcome = apply_held(version(3), by=None, why="announced")
    assert (outcome.status, outcome.counts.removed) == ("quarantined", 6)
    assert "compared with version 2 of 3 June 2024, and by now version 4" in outcome.reason
    outcome = apply_held(version(3), by=None, why="announced")
    assert (outcome.status, outcome.version) == ("applied", 5)
    assert outcome.reason.startswith("version 3 is applied as version 5")
    assert version(5).decided_why == "announced"
    assert (spans("1"), spans("20")) == ([(1, None)], [(1, 5)])
    assert bounds("20") == [(None, MAY, MAY, JULY)]


def test_a_held_version_older_than_what_was_applied_since_can_only_be_refused(
    get: Receive,
) -> None:
    get(MANY, MAY)
    get(WITHOUT_SIX, JULY)
    get(MANY[:13], JUNE)
    apply_held(version(2), by=None, why="announced")
    with pytest.raises(ListError, match="older than the newest applied"):
        apply_held(version(3), by=None, why="too late")
    assert refuse(version(3), by=None, why="too late").status == "refused"


def test_a_list_that_lost_most_is_refused_until_its_hash_is_typed_in(get: Receive) -> None:
    get(MANY, MAY)
    with pytest.raises(ListError, match=r"fewer than 50%.*Its hash is [0-9a-f]{64}"):
        get(MANY[:9], JUNE)
    assert statuses() == ["applied"]
    with pytest.raises(ListError, match="not the one given"):
        get(MANY[:9], JUNE, sha256="0" * 64)


def test_the_typed_hash_holds_it_and_applies_nothing(get: Receive, tmp_path: Path) -> None:
    get(MANY, MAY)
    short = write_set(tmp_path / "short", MANY[:9])
    early = replace(OFAC_SDN, sha256=lambda path: "0" * 64)  # as it was before it was read
    with pytest.raises(ListError, match="not the one given, 0000"):
        receive(early, short, given=JUNE, sha256="0" * 64)
    outcome = receive(OFAC_SDN, short, given=JUNE, sha256=OFAC_SDN.sha256(short))
    assert (outcome.status, len(spans("20"))) == ("quarantined", 1)
    assert spans("20") == [(1, None)]


def test_a_first_version_outside_what_is_expected_is_applied_by_hand_and_held_when_fetched(
    get: Receive,
) -> None:
    assert get([ONE], MAY, fetched=True).status == "quarantined"
    outcome = get([ONE, TWO], JUNE)
    assert outcome.status == "applied"
    assert any("in the first version of this list" in warning for warning in outcome.warnings)


def test_a_dry_run_tells_that_a_version_would_be_held(get: Receive) -> None:
    get(MANY, MAY)
    outcome = get(WITHOUT_SIX, JUNE, dry_run=True)
    assert (outcome.status, outcome.version, statuses()) == ("quarantined", None, ["applied"])
    for rows in (MANY, WITHOUT_SIX):
        assert get(rows, JUNE).version
        assert get(rows, JUNE, dry_run=True).version is None, "of known bytes either"


# Reverted


def test_a_revert_brings_back_what_stood_before_in_every_respect(get: Receive) -> None:
    get([ONE, TWO, MANY[2]], MAY, alt=[alias(1, 1, "EJEMPLO, Anita", "fka")])
    get([ONE, MANY[2]], JUNE)
    before = state()
    get([entry(1, "PRUEBA, Cosa", "SDGT", kind=None), TWO, MANY[3]], JULY)
    apply_held(version(3), by=None, why="a person became a firm")
    assert state() != before
    outcome = revert(version(3), by=None, why="the wrong file")
    assert (outcome.status, outcome.version) == ("reverted", 4)
    assert outcome.counts == Counts(added=1, changed=1, removed=2)
    assert state() == before
    standing = version(4)
    assert (standing.status, standing.restores, standing.dated) == ("applied", version(2), JUNE)
    assert standing.sha256 == version(2).sha256
    assert (version(3).status, version(3).reverted_why) == ("reverted", "the wrong file")
    assert spans("1") == [(1, 3), (3, 4), (4, None)]
    assert spans("2") == [(1, 2), (3, 4)]


def test_what_only_a_reverted_version_told_of_stays_for_links_and_counts_no_more(
    get: Receive,
) -> None:
    get([ONE], MAY)
    get([ONE, TWO], JUNE)
    told = Designation.objects.get(entry__number="2")
    party = told.entry.party
    revert(version(2), by=None, why="the wrong file")
    told.refresh_from_db()
    assert told.reverted
    assert not Designation.objects.counted().filter(pk=told.pk).exists()
    assert not Party.objects.public().filter(pk=party.pk).exists()
    assert Party.objects.get(pk=party.pk).reverted


def test_whom_the_desk_tells_of_stays_when_a_version_is_reverted(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE, *(entry(number, f"NOMBRADO, Uno {number}") for number in range(30, 35))], JUNE)
    in_record, spelled, looked_for, described, nobody = (
        Party.objects.get(entries__number=str(number)) for number in range(30, 35)
    )
    name_in(factories.desk_record("action"), in_record, role="designated")
    Party.objects.filter(pk=spelled.pk).update(desk_name="Nombrado Segundo")
    Party.objects.filter(pk=described.pk).update(description="A minister.")
    looked_for.no_entries.create(
        version=version(1), decided_by=factories.user(), decided_why="Looked."
    )
    revert(version(2), by=None, why="wrong people")
    assert set(Party.objects.public().exclude(entries__number="1")) == {
        *(in_record, spelled, looked_for, described)
    }
    assert [*Party.objects.taken_back()] == [nobody]
    assert not Designation.objects.public().exclude(entry__number="1").exists()
    spelled.refresh_from_db()
    assert (spelled.listed_name, spelled.tokens) == ("", ["nombrado", "segundo"])
    in_record.refresh_from_db()
    assert in_record.name == "NOMBRADO, Uno 30"
    get([ONE, TWO, entry(31, "NOMBRADO, Uno 31")], JULY)
    spelled.refresh_from_db()
    assert (spelled.name, spelled.listed_name) == ("Nombrado Segundo", "NOMBRADO, Uno 31")


def test_a_later_version_that_tells_the_same_takes_the_rows_up_again(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE, TWO], JUNE)
    told = Designation.objects.get(entry__number="2")
    revert(version(2), by=None, why="too early")
    get([ONE, TWO, MANY[2]], JULY)
    again = Designation.objects.get(entry__number="2")
    assert again.pk == told.pk
    assert not again.reverted
    assert bounds("2") == [(MAY, JULY, None, None)]
    assert Party.objects.public().filter(pk=again.entry.party_id).exists()


def test_wording_of_a_reverted_version_is_no_older_wording(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE, entry(2, "DOS", title="Minister")], JUNE)
    revert(version(2), by=None, why="the wrong file")
    get([ONE, entry(2, "DOS")], JULY)
    assert "title" not in content("2")


def test_a_reverted_end_is_open_again_and_a_reverted_relisting_ends_again(get: Receive) -> None:
    get([ONE, TWO], MAY)
    get([ONE], JUNE)
    get([ONE, TWO], JULY)
    assert bounds("2") == [(None, MAY, MAY, JUNE), (JUNE, JULY, None, None)]
    relisting = Designation.objects.get(entry__number="2", spell=2)
    revert(version(3), by=None, why="the wrong file")
    relisting.refresh_from_db()
    assert relisting.reverted
    assert [one for one in bounds("2") if one[1] == MAY] == [(None, MAY, MAY, JUNE)]
    revert(version(4), by=None, why="and so was the one before")
    assert statuses() == ["applied", "reverted", "reverted", "reverted", "applied"]
    first = Designation.objects.get(entry__number="2", spell=1)
    assert (first.last_seen, first.first_gone) == (None, None)


def test_reverting_the_first_version_leaves_nothing_standing(get: Receive) -> None:
    get([ONE, TWO], MAY)
    outcome = revert(version(1), by=None, why="another list")
    assert (outcome.version, outcome.counts) == (None, Counts(removed=2))
    assert outcome.reason.startswith("no version of this list is left")
    assert spans("1") == [(1, 2)]
    assert not Party.objects.public().exists()
    assert not Designation.objects.counted().exists()
    outcome = get([TWO, ONE], MAY)
    assert (outcome.version, outcome.counts) == (2, Counts(added=2))
    assert bounds("1") == [(None, MAY, None, None)]


def test_the_same_file_after_its_revert_is_held(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE, TWO], JUNE)
    revert(version(2), by=factories.user(username="eva"), why="the wrong file")
    outcome = get([ONE, TWO], JUNE)
    assert (outcome.status, outcome.version) == ("quarantined", 4)
    assert "reverted before, as version 2 by eva: “the wrong file”" in outcome.reason
    assert get([ONE], JULY).status == "unchanged"


def test_the_next_days_list_is_compared_with_what_came_back(get: Receive) -> None:
    get([ONE, TWO], MAY)
    get([ONE, TWO, MANY[2]], JUNE)
    revert(version(2), by=None, why="the wrong file")
    outcome = get([ONE, MANY[3]], JULY)
    assert outcome.counts == Counts(added=1, removed=1, unchanged=1)
    assert bounds("2") == [(None, MAY, MAY, JULY)]
    assert bounds("4") == [(MAY, JULY, None, None)]


def test_only_the_newest_applied_version_can_be_reverted(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE, TWO], JUNE)
    with pytest.raises(ListError, match="newest applied is 2: only that one"):
        revert(version(1), by=None, why="late")


def test_what_an_excerpt_left_open_and_a_whole_list_closed_is_open_again(get: Receive) -> None:
    both = entry(1, "UNO", "VENEZUELA] [SDGT")
    get([both, TWO], MAY)
    get([TWO], JUNE, coverage=["VENEZUELA"])
    get([TWO, MANY[4]], JULY)
    assert bounds("1", "SDGT") == [(None, MAY, MAY, JULY)]
    revert(version(3), by=None, why="the wrong file")
    assert bounds("1", "SDGT") == [(None, MAY, None, None)]
    assert bounds("1", "VENEZUELA") == [(None, MAY, MAY, JUNE)]


# Names, forms and days


def test_a_form_without_accents_changes_nothing_and_a_richer_one_enriches(get: Receive) -> None:
    def rich(issue: PublishedList) -> PublishedList:
        first = issue.entries[0]
        told = first._replace(
            name="ÑÁÑEZ, Ana",
            names=(PublishedName("ÑÁÑEZ, Ana", "principal"),),
            content={**first.content, "name": "ÑÁÑEZ, Ana"},
            plain={"name": "NANEZ, Ana"},
        )
        return replace(issue, entries=(told, *issue.entries[1:]))

    get([entry(1, "NANEZ, Ana"), TWO], MAY)
    assert get([entry(1, "X"), TWO], MAY, change=rich).counts == Counts(unchanged=2, enriched=1)
    assert Party.objects.get(entries__number="1").listed_name == "ÑÁÑEZ, Ana"
    assert get([entry(1, "NANEZ, Ana"), TWO], JUNE, alt=[]).counts == Counts(unchanged=2)
    assert content("1")["name"] == "ÑÁÑEZ, Ana"
    assert get([entry(1, "NANES, Ana"), TWO], JULY).counts == Counts(changed=1, unchanged=1)
    assert names("1") == {("NANES, Ana", "principal", False)}
    assert get([entry(1, "NANEZ, Ana"), TWO], AUGUST).counts == Counts(changed=1, unchanged=1)


def test_names_keep_their_script_and_weakness_also_after_a_revert(get: Receive) -> None:
    arabic = PublishedName("فريدي", "aka", False, "Arab")
    weak = PublishedName("FREDDY", "aka", True, "Latn")

    def rich(issue: PublishedList) -> PublishedList:
        first = issue.entries[0]
        told = first._replace(names=(*first.names, arabic, weak), content={**first.content, "x": 1})
        return replace(issue, entries=(told, *issue.entries[1:]), names_in_full=True)

    def told() -> set[tuple[Any, ...]]:
        found = Name.objects.filter(entry__number="1")
        return set(found.values_list("name", "kind", "weak", "script"))

    def nameless(issue: PublishedList) -> PublishedList:
        return replace(issue, entries=(issue.entries[0]._replace(facts={"names": []}),))

    get([ONE, TWO], MAY, alt=[alias(1, 1, "FREDDY")], change=rich)
    rich_names = told()
    assert rich_names == {("PRUEBA, Persona 1", "principal", False, "Latn"), arabic, weak}
    get([entry(1, "PRUEBA, Persona Una"), TWO], JUNE)
    assert arabic in told()
    get([entry(1, "PRUEBA, X")], JULY, change=nameless)
    assert told() == {("PRUEBA, X", "principal", False, "Latn")} | {
        ("FREDDY", "aka", False, "Latn")
    }
    revert(version(3), by=None, why="the wrong file")
    revert(version(4), by=None, why="that one too")
    assert told() == rich_names
    assert Name.objects.get(entry__number="1", script="Arab").tokens == ["فريدي"]


def test_the_last_special_name_of_a_list_goes_when_its_issue_lacks_it(get: Receive) -> None:
    arabic = PublishedName("فريدي", "aka", False, "Arab")

    def full(issue: PublishedList, *names: PublishedName) -> PublishedList:
        told = tuple(
            one._replace(names=(*one.names, *names), content={**one.content, "x": len(names)})
            for one in issue.entries
        )
        return replace(issue, entries=told, names_in_full=True)

    get([ONE], MAY, change=lambda issue: full(issue, arabic))
    get([ONE, TWO], JUNE)  # a form that does not tell all names takes none away
    assert Name.objects.filter(script="Arab").count() == 1
    get([ONE, TWO, MANY[2]], JULY, change=full)
    assert not Name.objects.filter(script="Arab").exists()


def listed_on(day: str, latest: str = "") -> Callable[[PublishedList], PublishedList]:
    def tell(issue: PublishedList) -> PublishedList:
        return replace(
            issue,
            entries=tuple(
                one._replace(
                    facts={**one.facts, "listed_on": {"earliest": day, "latest": latest or day}},
                    content={**one.content, "listed": day},
                )
                for one in issue.entries
            ),
        )

    return tell


def test_the_publishers_day_is_that_of_an_entrys_only_programme(get: Receive) -> None:
    get([ONE], MAY, change=listed_on("2018-05-18"))
    assert Designation.objects.get().listed_on == PartialDate.parse("2018-05-18")
    word = DesignationDate.objects.get()
    assert (word.version, word.end, word.decided_at) == (version(1), "listed", None)


def test_of_several_programmes_the_publishers_day_is_the_earliest_that_each_can_have(
    get: Receive,
) -> None:
    get([entry(1, "UNO", "VENEZUELA] [SDGT")], MAY, change=listed_on("2018-05-18"))
    assert {one.listed_on for one in Designation.objects.all()} == {
        PartialDate(date(2018, 5, 18), MAY)
    }


def test_a_programme_that_is_added_leaves_the_day_of_the_first(get: Receive) -> None:
    get([ONE], MAY, change=listed_on("2018-05-18"))
    get([entry(1, "PRUEBA, Persona 1", "VENEZUELA] [SDGT")], JUNE, change=listed_on("2018-05-18"))
    days = {one.programme.code: one.listed_on for one in Designation.objects.all()}
    assert days["VENEZUELA"] == PartialDate.parse("2018-05-18")
    assert days["SDGT"] == PartialDate(date(2024, 5, 4), JUNE)


def test_a_publishers_day_that_the_lists_contradict_is_left_open_and_shown(get: Receive) -> None:
    get([ONE], MAY)
    get([ONE, TWO], JUNE, change=listed_on("2018-05-18"))
    late = Designation.objects.get(entry__number="2")
    assert late.listed_on is None
    assert "No day can be the one" in date_conflicts(late)[0]


def test_a_delisting_told_by_the_publisher_dates_the_end_and_a_revert_takes_it_back(
    get: Receive,
) -> None:
    def ended(issue: PublishedList) -> PublishedList:
        return replace(issue, delistings=(Delisting("2", PartialDate.parse("2024-05-20")),))

    get([ONE, TWO], MAY)
    get([ONE], JUNE, change=ended)
    gone = Designation.objects.get(entry__number="2")
    assert gone.delisted_on == PartialDate.parse("2024-05-20")
    get([ONE, MANY[2]], JULY, change=ended)
    assert gone.dates.count() == 1
    revert(version(3), by=None, why="the wrong file")
    revert(version(4), by=None, why="that one too")
    gone.refresh_from_db()
    assert (gone.delisted_on, gone.last_seen, gone.dates.count()) == (None, None, 0)


def test_a_delisting_day_that_the_next_issue_corrects_is_replaced(get: Receive) -> None:
    def ended(day: str) -> Callable[[PublishedList], PublishedList]:
        told = (Delisting("2", PartialDate.parse(day)),)
        return lambda issue: replace(issue, delistings=told)

    def delisted() -> PartialDate | None:
        gone = Designation.objects.get(entry__number="2")
        assert date_conflicts(gone) == []
        day = gone.delisted_on
        resolve_dates(gone)
        assert gone.delisted_on == day
        return day

    get([ONE, TWO], MAY)
    get([ONE], JUNE, change=ended("2024-05-08"))
    get([ONE, MANY[2]], JULY, change=ended("2024-05-09"))
    assert delisted() == PartialDate.parse("2024-05-09")
    get([ONE, *MANY[2:4]], AUGUST, change=ended("2024-05-08"))
    assert delisted() == PartialDate.parse("2024-05-08")
    revert(version(4), by=None, why="the wrong file")
    assert delisted() == PartialDate.parse("2024-05-09")
    assert not Designation.objects.with_conflicts().exists()


def test_a_day_of_listing_that_the_next_issue_withdraws_goes(get: Receive) -> None:
    def silent(issue: PublishedList) -> PublishedList:
        entries = (
            one._replace(
                facts={**one.facts, "listed_on": None}, content={**one.content, "listed": None}
            )
            for one in issue.entries
        )
        return replace(issue, entries=tuple(entries))

    get([ONE], MAY, change=listed_on("2018-05-18"))
    get([ONE, TWO], JUNE)  # a form that tells of no day at all
    kept = Designation.objects.get(entry__number="1")
    assert kept.listed_on == PartialDate.parse("2018-05-18")
    kept.dates.create(
        day=PartialDate.parse("2018"), document=factories.document(), decided_at=timezone.now()
    )
    get([ONE, TWO, MANY[2]], JULY, change=silent)
    kept.refresh_from_db()
    assert kept.listed_on == PartialDate.parse("2018")
    assert not kept.dates.filter(version__isnull=False).exists()
    revert(version(3), by=None, why="the wrong file")
    kept.refresh_from_db()
    assert kept.listed_on == PartialDate.parse("2018-05-18")


@pytest.mark.parametrize("seed", range(5))
def test_days_resolved_for_many_are_those_resolved_for_one(get: Receive, seed: int) -> None:
    chance = random.Random(seed)
    get(MANY, MAY)
    told = list(Designation.objects.all())
    for one in told:
        for _ in range(chance.randrange(3)):
            day = date(2024, chance.choice((4, 5, 6, 7)), chance.randrange(1, 29))
            DesignationDate.objects.create(
                designation=one,
                end=chance.choice(("listed", "delisted")),
                day=PartialDate(day, chance.choice((day, date(2024, 8, 1)))),
                document=factories.document(),
                decided_at=timezone.now(),
            )
    get([*MANY[5:], entry(30, "NUEVA, Eva")], JUNE)
    days = {one.pk: (one.listed_on, one.delisted_on) for one in Designation.objects.all()}
    for one in Designation.objects.filter(last_seen__isnull=False):
        resolve_dates(one)
        assert (one.listed_on, one.delisted_on) == days[one.pk]


# Two at once, and what breaks off


@pytest.fixture
def another_connection() -> Iterator[Any]:
    other = connections.create_connection("default")
    yield other
    other.close()


@pytest.mark.django_db(transaction=True)
def test_the_second_import_is_told_since_when_and_by_whom_the_first_runs(
    get: Receive, another_connection: Any
) -> None:
    get([ONE], MAY)
    with another_connection.cursor() as cursor:
        cursor.execute("BEGIN")
        lock_list(cursor, "ofac-sdn", "ana")
        with pytest.raises(
            ListError, match=r"An import of ofac-sdn is already running since \d\d:\d\d by ana\."
        ):
            get([ONE, TWO], JUNE)
        cursor.execute("ROLLBACK")
    assert get([ONE, TWO], JUNE).status == "applied"


@pytest.mark.django_db(transaction=True)
def test_a_table_that_somebody_holds_is_not_waited_for_long(
    get: Receive, another_connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    get([ONE], MAY)
    monkeypatch.setattr("sanctions.locking.LOCK_TIMEOUT", "50ms")
    with another_connection.cursor() as cursor:
        cursor.execute("BEGIN; LOCK sanctions_entryversion IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(ListError, match=r"The database gave up .*lock timeout"):
            get([ONE, TWO], JUNE)
        cursor.execute("ROLLBACK")
    assert statuses() == ["applied"]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_goes_in_the_middle_leaves_the_old_state(
    get: Receive, another_connection: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    get([ONE], MAY)
    before = state()
    verify = Merge.verify

    def go(merge: Merge) -> None:
        with another_connection.cursor() as cursor:
            pid = connection.connection.info.backend_pid
            cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        verify(merge)

    with monkeypatch.context() as patch:
        patch.setattr(Merge, "verify", go)
        with pytest.raises(ListError, match=r"The database gave up .* start again"):
            get([ONE, TWO], JUNE)
    connection.close()
    assert state() == before
    assert get([ONE, TWO], JUNE).status == "applied"


def test_bytes_that_cannot_be_kept_stop_the_import(
    get: Receive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    never_kept = entry(2, "SIN SITIO")
    get([ONE], MAY)
    before = footprints()
    with monkeypatch.context() as patch:
        patch.setattr("sanctions.archive.os.fsync", full)
        with pytest.raises(ListError, match=r"sdn.csv cannot be kept in .*No space left"):
            get([ONE, never_kept], JUNE)
    assert footprints() == before
    assert not list(Path(default_storage.path("lists")).rglob("*.part"))
    assert get([ONE, never_kept], JUNE).status == "applied"
