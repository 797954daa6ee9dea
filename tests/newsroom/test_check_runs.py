"""Claims are checked again when what they rest on changes, and only then."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from newsroom import verdicts, workflow
from newsroom.facts import On, Read
from newsroom.models import Check, CheckRun, Claim, Source, Story
from newsroom.reading.verdicts import verdicts_of
from newsroom.tasks import old_runs
from newsroom.verdicts import Asserted, Ran, check_all, check_changed, check_story, gather
from newsroom.verdicts.touched import told_anew
from sanctions.dates import PartialDate
from sanctions.decisions import decide_same_party, join_action
from sanctions.models import (
    ChangedRecord,
    Designation,
    DesignationDate,
    DeskRecord,
    Document,
    ListVersion,
    NoEntry,
    Party,
    Programme,
    SanctionsList,
)
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import names
from tests.sanctions.test_life import FIRST_DAY, Model, issues, receive_one

pytestmark = pytest.mark.django_db

#: Of each property; more of them by hand: CHECK_EXAMPLES=2000.
EXAMPLES = int(os.environ.get("CHECK_EXAMPLES", "4"))
JUNE = date(2024, 6, 3)


def claim(kind: str, *records: tuple[str, Any], **columns: Any) -> Claim:
    """A published claim of that kind, linked to these records."""
    made = stories.story(
        f"story-{Story.objects.count()}",
        '<p><cite data-claim="aaaaaaaa">the words</cite></p>',
        claims={"aaaaaaaa": {"kind": kind, "records": records, **columns}},
    )
    return Claim.objects.select_related("revision__story", "source").get(revision__story=made)


def current(one: Claim, basis: str = "today") -> Check:
    return Check.objects.current().get(story=one.revision.story, basis=basis)


def told(one: Claim) -> tuple[str, str]:
    """The verdicts as of publication and of today."""
    return current(one, "publication").verdict, current(one).verdict


def changes() -> set[tuple[str, int]]:
    return set(ChangedRecord.objects.values_list("kind", "key"))


def forget() -> None:
    """All that has changed until now has been checked."""
    check_all()
    ChangedRecord.objects.all().delete()


def agrees() -> None:
    """What was checked again is all that had to be."""
    assert check_all().written == 0


# ---- Runs -------------------------------------------------------------------------------------


def test_the_first_run_checks_everything_and_the_next_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    claim("event", ("record", factories.desk_record()))
    assert check_changed() == Ran(1, 2, 0)
    assert CheckRun.objects.get().everything
    assert not ChangedRecord.objects.exists()
    with django_assert_num_queries(7):
        assert check_changed() == Ran(0, 0, 0)
    assert CheckRun.objects.count() == 1


def test_a_run_tells_its_day_the_lists_it_read_and_what_it_did() -> None:
    factories.list_version(JUNE)
    claim("designated", ("designation", factories.designation()))
    check_all()
    run = CheckRun.objects.get()
    assert run.started_at <= run.ended_at
    assert run.day == timezone.localdate()
    assert (run.claims, run.written) == (1, 2)
    assert msgspec.convert(run.lists, tuple[Read, ...]) == (
        Read("ofac-sdn", "OFAC SDN list", 1, JUNE, JUNE),
    )


def test_all_are_checked_a_part_at_a_time_with_progress(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsroom.verdicts.runs.BATCH", 2)
    for _ in range(3):
        claim("event", ("record", factories.desk_record()))
    said: list[tuple[int, int]] = []
    assert check_all(lambda done, of: said.append((done, of))) == Ran(3, 6, 0)
    assert said == [(0, 3), (2, 3)]
    DeskRecord.objects.update(title="Another title")
    said.clear()
    assert check_changed(lambda done, of: said.append((done, of))) == Ran(3, 6, 0)
    assert said == [(0, 3), (2, 3)]


def test_until_the_newest_run_every_current_check_holds_without_a_write_for_each() -> None:
    quiet = claim("event", ("record", factories.desk_record()))
    busy = factories.desk_record()
    claim("event", ("record", busy))
    check_all()
    DeskRecord.objects.filter(pk=busy.pk).update(title="Another title")
    assert check_changed() == Ran(1, 2, 0)
    shown = verdicts_of([quiet])[quiet.pk]
    assert shown.today
    assert shown.today.checked_at == CheckRun.objects.latest().started_at
    assert current(quiet).at < shown.today.checked_at


def test_what_changed_and_touches_no_claim_leaves_no_run() -> None:
    check_all()
    factories.desk_record(supersedes=factories.desk_record())
    assert changes()
    assert check_changed() == Ran(0, 0, 0)
    assert not changes()
    assert CheckRun.objects.count() == 1


def test_a_list_that_moved_leaves_a_run_for_its_versions_are_the_newest_read() -> None:
    check_all()
    factories.list_version(JUNE)
    assert check_changed() == Ran(0, 0, 0)
    run = CheckRun.objects.latest()
    assert not run.everything
    [newest] = msgspec.convert(run.lists, list[Read])
    assert newest.dated == JUNE


def test_the_desk_s_queue_is_told_what_stood_before_unless_that_was_of_other_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told: list[list[tuple[str, str]]] = []

    def raise_items(replaced: Sequence[tuple[Check | None, Check]]) -> int:
        told.append([(old.verdict if old else "", new.verdict) for old, new in replaced])
        return len(replaced)

    monkeypatch.setattr("newsroom.verdicts.checks.raise_items", raise_items)
    record = factories.desk_record()
    one = claim("event", ("record", record))
    assert check_all() == Ran(1, 2, 2)
    DeskRecord.objects.update(public_from=None)
    assert check_changed() == Ran(1, 2, 2)
    DeskRecord.objects.update(public_from=timezone.now())
    later = stories.LONG_AGO + timedelta(minutes=1)
    stories.revision(
        one.revision.story,
        '<p><cite data-claim="aaaaaaaa">other words</cite></p>',
        public_from=later,
        claims={
            "aaaaaaaa": {
                "kind": "event",
                "first_published": later,
                "records": [("record", record)],
            }
        },
    )
    check_all()
    first, undecided, others = ("", "supported"), ("supported", "undecided"), ("", "supported")
    assert told == [[first] * 2, [undecided] * 2, [others] * 2]


def test_runs_are_kept_for_a_month_and_the_newest_for_ever() -> None:
    check_all()
    check_all()
    long_ago = timezone.now() - timedelta(days=31)
    CheckRun.objects.update(started_at=long_ago)
    newest = CheckRun.objects.first()
    assert set(old_runs()) == set(CheckRun.objects.exclude(pk=newest.pk))  # type: ignore[union-attr]


# ---- What changed -----------------------------------------------------------------------------


@pytest.fixture
def listed() -> Designation:
    factories.list_version(date(2024, 5, 3))
    return factories.designation()


def relisted(listed: Designation) -> None:
    Designation.objects.filter(pk=listed.pk).update(last_seen=JUNE, first_gone=date(2024, 7, 3))


def test_a_designation_tells_of_its_entry(listed: Designation) -> None:
    ChangedRecord.objects.all().delete()
    relisted(listed)
    assert changes() == {("entry", listed.entry_id)}
    relisted(listed)
    assert ChangedRecord.objects.count() == 1
    listed.save()
    Designation.objects.update(listed_on=PartialDate.of_year(2024))
    Designation.objects.update(reverted=True)
    assert ChangedRecord.objects.count() == 4
    Designation.objects.all().delete()
    assert ChangedRecord.objects.count() == 5


def test_what_an_action_joins_tells_of_both(listed: Designation) -> None:
    action = factories.desk_record("action")
    ChangedRecord.objects.all().delete()
    join_action(action, listed, stories.editor())
    both = {("entry", listed.entry_id), ("desk_record", action.pk)}
    assert changes() == both
    ChangedRecord.objects.all().delete()
    DesignationDate.objects.update(end="delisted")
    assert changes() == both
    ChangedRecord.objects.all().delete()
    DesignationDate.objects.all().delete()
    assert changes() == both
    ChangedRecord.objects.all().delete()
    DesignationDate.objects.create(
        designation=listed, day=PartialDate.of_year(2024), version=ListVersion.objects.get()
    )
    assert changes() == set()


def test_the_desk_s_records_tell_of_themselves_and_of_what_they_supersede() -> None:
    first = factories.desk_record("reward")
    assert changes() == set()
    second = factories.desk_record("reward", supersedes=first)
    assert changes() == {("desk_record", first.pk), ("desk_record", second.pk)}
    ChangedRecord.objects.all().delete()
    DeskRecord.objects.filter(pk=first.pk).update(summary="In other words.")
    assert changes() == set()
    names(second, factories.party())
    assert changes() == {("desk_record", second.pk)}
    ChangedRecord.objects.all().delete()
    DeskRecord.objects.filter(pk=second.pk).update(supersedes=None)
    assert changes() == {("desk_record", first.pk), ("desk_record", second.pk)}


def test_parties_tell_of_themselves_and_whom_they_are_joined_to() -> None:
    one, other = factories.party("One"), factories.party("Other")
    assert changes() == set()
    Party.objects.update(description="Somebody.")
    assert changes() == set()
    NoEntry.objects.create(
        party=one, version=factories.list_version(), decided_by=stories.editor(), decided_why="-"
    )
    assert ("party", one.pk) in changes()
    ChangedRecord.objects.all().delete()
    decide_same_party(one, other, same=True, by=stories.editor(), why="The same.")
    assert changes() == {("party", one.pk), ("party", other.pk)}
    ChangedRecord.objects.all().delete()
    decide_same_party(one, other, same=False, by=stories.editor(), why="Not the same.")
    assert changes() == {("party", one.pk), ("party", other.pk)}


def test_documents_and_applied_versions_tell_of_themselves() -> None:
    kept = factories.document()
    assert changes() == set()
    Document.objects.update(url="https://example.org/")
    assert changes() == set()
    Document.objects.update(access="public")
    assert changes() == {("document", kept.pk)}
    ChangedRecord.objects.all().delete()
    held = factories.list_version(status="quarantined")
    assert changes() == set()
    ListVersion.objects.update(status="applied")
    assert changes() == {("list", held.list_id)}
    ChangedRecord.objects.all().delete()
    ListVersion.objects.update(received_at=timezone.now())
    assert changes() == set()
    ListVersion.objects.update(confirmed_on=date(2030, 1, 1))
    assert changes() == {("list", held.list_id)}


def test_of_what_an_import_finds_for_the_first_time_nothing_is_told(tmp_path: Path) -> None:
    model = Model()
    receive_one(model, tmp_path / "1", FIRST_DAY, {1: ("A",), 2: ("A",)}, None, held=False)
    assert {kind for kind, _ in changes()} == {"list"}
    ChangedRecord.objects.all().delete()
    later = {1: ("A",), 2: ("A", "B"), 3: ("A",)}
    receive_one(model, tmp_path / "2", JUNE, later, None, held=False)
    two = Designation.objects.filter(entry__number="2")[0].entry_id
    assert changes() == {("entry", two), ("list", ListVersion.objects.latest().list_id)}
    factories.designation(entry=factories.entry())
    assert len(changes()) == 3  # once the import has ended, all tell again


# ---- From what changed to the claims ----------------------------------------------------------


class World:
    """Published claims that rest on records of all kinds, each way by which they can."""

    def __init__(self) -> None:
        self.version = factories.list_version(date(2024, 5, 3))
        self.listed = factories.designation("LISTED")
        self.other = factories.designation("OTHER", programme=factories.programme("SDGT"))
        self.party, self.second = self.listed.entry.party, factories.party("Second")
        self.reward = factories.desk_record("reward")
        self.raised = factories.desk_record("reward", supersedes=self.reward)
        self.case = factories.desk_record("case")
        names(self.case, self.party, "defendant")
        self.roster = factories.desk_record("roster")
        names(self.roster, self.second, "member")
        self.action = factories.desk_record("action")
        self.original = factories.document("No descansaremos.", access="public")
        self.translation = factories.document(
            "We shall not rest.", access="public", translation_of=self.original
        )
        paper = stories.source("A paper", kind="document", document=self.original)
        amount = {"comparator": "exactly", "number": 5, "unit": "USD"}
        one = {"comparator": "exactly", "number": 1}
        self.claims = {
            "designation": claim("designated", ("designation", self.listed)),
            "another": claim("designated", ("designation", self.other)),
            "party": claim("not_listed", ("party", self.party)),
            "second": claim("not_listed", ("party", self.second)),
            "case": claim("event", ("record", self.case)),
            "reward": claim("reward", ("record", self.reward), **amount),
            "roster": claim("share", ("roster", self.roster), comparator="most"),
            "action": claim(
                "designated_in_action", ("designation", self.other), ("action", self.action)
            ),
            "programme": claim("count", ("scope", self.listed.programme), **one),
            "list": claim("count", ("scope", self.version.list), **one),
            "quote": claim("said", quote="No descansaremos", document=self.translation),
            "paper": claim("said", quote="No descansaremos", source=paper),
        }
        forget()

    def touched(self) -> set[str]:
        """Which of them the next run looks at."""
        looked_at: list[int] = []
        with pytest.MonkeyPatch.context() as patch:
            real = verdicts.runs.check  # type: ignore[attr-defined]

            def check(claims: Sequence[Claim], **when: Any) -> Any:
                looked_at.extend(one.pk for one in claims)
                return real(claims, **when)

            patch.setattr("newsroom.verdicts.runs.check", check)
            check_changed()
        agrees()
        return {name for name, one in self.claims.items() if one.pk in looked_at}


@pytest.fixture
def world() -> World:
    return World()


def test_an_entry_touches_what_points_to_it_or_to_its_party_or_counts_it(world: World) -> None:
    relisted(world.listed)
    assert world.touched() == {"designation", "party", "case", "programme", "list"}


def test_a_party_touches_what_names_it_and_those_joined_to_it(world: World) -> None:
    Party.objects.filter(pk=world.second.pk).update(desk_name="Another name")
    assert world.touched() == {"second", "roster"}
    Party.objects.filter(pk=world.party.pk).update(desk_name="Another name")
    assert world.touched() == {"designation", "party", "case", "programme", "list"}


def test_joined_parties_are_touched_together_and_again_when_they_are_parted(world: World) -> None:
    both = {"designation", "party", "second", "case", "roster", "programme", "list"}
    for same in (True, False):
        decide_same_party(world.party, world.second, same=same, by=stories.editor(), why="So.")
        assert world.touched() == both


def test_a_record_touches_the_claims_of_its_chain(world: World) -> None:
    DeskRecord.objects.filter(pk=world.raised.pk).update(amount=7)
    assert world.touched() == {"reward"}
    factories.desk_record("reward", supersedes=world.raised)
    assert world.touched() == {"reward"}


def test_an_action_touches_the_claims_of_what_it_lists(world: World) -> None:
    join_action(world.action, world.other, stories.editor())
    assert world.touched() == {"another", "action", "list"}
    DeskRecord.objects.filter(pk=world.action.pk).update(public_from=None)
    assert world.touched() == {"another", "action"}


def test_a_document_touches_what_quotes_it_or_a_translation_of_it(world: World) -> None:
    Document.objects.filter(pk=world.original.pk).update(text="Nothing of it.")
    assert world.touched() == {"quote", "paper"}
    Document.objects.filter(pk=world.translation.pk).update(text="Nothing of it either.")
    assert world.touched() == {"quote"}


def test_a_source_touches_its_claims_when_its_document_or_its_terms_change(world: World) -> None:
    source = world.claims["paper"].source
    assert source
    sources = Source.objects.filter(pk=source.pk)
    for columns in (
        {"document": factories.document("No descansaremos nunca.", access="public")},
        {"terms": "background"},
        {"terms": "on_record", "kind": "organisation", "document": None},
        {"document": world.original},
    ):
        sources.update(**columns)
        assert world.touched() == {"paper"}
    sources.update(label="Another paper")
    assert world.touched() == set()


def test_a_programme_under_another_code_touches_what_is_listed_under_it(world: World) -> None:
    Programme.objects.filter(pk=world.other.programme_id).update(code="SDGT-2")
    assert world.touched() == {"another", "action", "list"}
    Programme.objects.update(title="In plain words")
    assert world.touched() == set()


def test_a_list_under_another_title_touches_what_it_tells_of(world: World) -> None:
    NoEntry.objects.create(
        party=world.second, version=world.version, decided_by=stories.editor(), decided_why="-"
    )
    forget()
    SanctionsList.objects.update(title="Specially designated nationals")
    assert world.touched() == {
        *("designation", "another", "party", "second", "case", "roster", "action"),
        *("programme", "list"),
    }
    SanctionsList.objects.update(url="https://example.org/")
    assert world.touched() == set()


def test_a_version_that_changes_nothing_touches_only_what_is_counted(
    world: World,
) -> None:
    factories.list_version(date(2024, 7, 3))
    assert world.touched() == {"programme", "list"}
    assert CheckRun.objects.count() == 3  # with the two full ones


def test_what_nothing_rests_on_touches_nothing(world: World) -> None:
    factories.designation()
    factories.desk_record()
    factories.document()
    assert world.touched() <= {"programme", "list"}


# ---- Lists reach further ----------------------------------------------------------------------


def test_a_day_after_the_newest_list_is_told_once_a_later_one_arrives(
    listed: Designation,
) -> None:
    one = claim("designated", ("designation", listed), tense="lasting")
    check_all()
    assert told(one) == ("undecided", "supported")
    factories.list_version(stories.LONG_AGO.date() - timedelta(days=1))
    assert check_changed().written == 0
    later = factories.list_version(stories.LONG_AGO.date() + timedelta(days=1))
    assert check_changed() == Ran(1, 1, 0)
    assert told(one) == ("supported", "supported")
    ListVersion.objects.filter(pk=later.pk).update(
        status="reverted", reverted_at=timezone.now(), reverted_why="Wrong file."
    )
    assert check_changed().written == 1
    assert told(one) == ("undecided", "supported")
    ListVersion.objects.filter(sequence=2).update(confirmed_on=stories.LONG_AGO.date())
    assert check_changed().written == 1
    assert told(one) == ("supported", "supported")
    agrees()


def test_a_claim_s_last_day_is_told_once_a_list_reaches_it(listed: Designation) -> None:
    until = PartialDate.of_day(date(2024, 9, 3))
    one = claim("designated", ("designation", listed), period_to=until)
    check_all()
    before = told(one)
    factories.list_version(date(2024, 10, 3))
    assert check_changed().claims == 1
    agrees()
    assert told(one) != before


def read(sequence: int, until: date, *coverage: str, code: str = "ofac-sdn") -> Read:
    return Read(code, "A list", sequence, until, until, coverage or None)


def days_told_anew(before: Sequence[Read], now: Sequence[Read]) -> dict[str, tuple[date, date]]:
    return {code: (days.after, days.until) for code, days in told_anew(before, now).items()}


def test_days_are_told_anew_after_what_both_told_and_as_far_as_one_does() -> None:
    may, june, july = read(1, date(2024, 5, 3)), read(2, JUNE), read(3, date(2024, 7, 3))
    assert days_told_anew([may], [may]) == {}
    assert days_told_anew([], [june]) == {"ofac-sdn": (date.min, JUNE)}
    assert days_told_anew([june], []) == {"ofac-sdn": (date.min, JUNE)}
    assert days_told_anew([may], [june]) == {"ofac-sdn": (may.until, JUNE)}
    assert days_told_anew([july], [june]) == {"ofac-sdn": (JUNE, july.until)}


def test_of_an_excerpt_the_days_are_told_anew_that_none_told_of_its_programmes() -> None:
    june, excerpt = read(2, JUNE), read(4, date(2024, 8, 3), "A")
    other, next_ = read(5, date(2024, 9, 3), "B"), read(6, date(2024, 9, 13), "A")
    assert days_told_anew([june, excerpt], [june, excerpt, other]) == {
        "ofac-sdn": (JUNE, other.until)
    }
    assert days_told_anew([excerpt], [excerpt, other]) == {"ofac-sdn": (date.min, other.until)}
    assert days_told_anew([excerpt], [next_]) == {"ofac-sdn": (excerpt.until, next_.until)}
    wide = read(7, date(2024, 9, 23), "A", "B")
    assert days_told_anew([excerpt], [wide]) == {"ofac-sdn": (date.min, wide.until)}


def test_each_list_has_its_own_days_that_are_told_anew() -> None:
    june, july = read(2, JUNE), read(3, date(2024, 7, 3))
    elsewhere = read(1, date(2020, 1, 1), code="un-sc")
    assert days_told_anew([june, elsewhere], [july, elsewhere]) == {"ofac-sdn": (JUNE, july.until)}
    assert days_told_anew([june], [july, elsewhere]) == {
        "ofac-sdn": (JUNE, july.until),
        "un-sc": (date.min, elsewhere.until),
    }


def test_another_list_touches_no_claim_that_has_nothing_to_do_with_it(world: World) -> None:
    un = factories.sanctions_list("un-sc")
    factories.list_version(stories.LONG_AGO.date() + timedelta(days=9), list=un)
    # Of the two that are sought on every list, nothing is told by the list alone.
    assert world.touched() == {"party", "second", "roster"}


def test_a_second_excerpt_touches_no_claim_of_which_the_first_told_already() -> None:
    factories.list_version(stories.LONG_AGO.date() + timedelta(days=1), coverage=["VENEZUELA"])
    one = claim("designated", ("designation", factories.designation()), tense="lasting")
    forget()
    assert told(one) == ("supported", "supported")
    factories.list_version(stories.LONG_AGO.date() + timedelta(days=9), coverage=["VENEZUELA"])
    assert check_changed().claims == 0
    agrees()


# ---- Time passes ------------------------------------------------------------------------------


@pytest.mark.parametrize(("column", "length"), [("begins", 0), ("begins", 40), ("ends", 0)])
def test_a_day_that_a_record_names_touches_its_claims_when_it_comes(
    column: str, length: int
) -> None:
    today = timezone.localdate()
    days = {"begins": PartialDate.of_day(date(2020, 1, 1))}
    soon = today + timedelta(days=2)
    days[column] = PartialDate(soon, soon + timedelta(days=length))
    licence = factories.desk_record("licence", **days)
    one = claim("licence_in_force", ("record", licence), tense="lasting")
    check_all()
    before = current(one).verdict
    seen = [written_on(today + timedelta(days=ahead)) for ahead in range(5)]
    assert 1 in seen
    assert current(one).verdict != before


def written_on(day: date) -> int:
    """How many claims got another verdict on a day; the second run of the day finds none."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_: day)
        ran = check_changed()
        assert check_changed().claims == 0
        assert check_all().written == 0
    return ran.written


def test_a_removal_that_a_dated_source_tells_of_touches_its_claims_when_its_days_come(
    listed: Designation,
) -> None:
    today = timezone.localdate()
    soon = PartialDate(today + timedelta(days=2), today + timedelta(days=3))
    Designation.objects.update(delisted_on=soon)
    one = claim("designated", ("designation", listed), tense="lasting")
    check_all()
    verdicts_ = []
    for ahead in range(5):
        written_on(today + timedelta(days=ahead))
        verdicts_.append(current(one).answer)
    assert verdicts_ == ["yes", "yes", "cannot tell", "no", "no"]


def test_a_dated_removal_is_asked_again_once_a_later_list_still_has_the_entry(
    listed: Designation,
) -> None:
    Designation.objects.update(delisted_on=PartialDate.of_day(JUNE))
    one = claim("designated", ("designation", listed), tense="lasting")
    check_all()
    assert current(one).answer == "no"
    factories.list_version(date(2024, 7, 3))
    check_changed()
    assert current(one).answer == "yes"
    agrees()


def test_until_when_a_record_is_known_to_hold_touches_its_claims_the_day_after() -> None:
    today = timezone.localdate()
    holder = factories.party()
    post = factories.desk_record("position", known_until=today)
    names(post, holder, "holder")
    one = claim("position", ("party", holder), ("record", post), tense="lasting")
    check_all()
    assert current(one).verdict == "supported"
    assert written_on(today) == 0
    assert written_on(today + timedelta(days=1)) == 1
    assert current(one).verdict == "undecided"


def test_a_record_that_becomes_public_touches_its_claims() -> None:
    soon = timezone.now() + timedelta(hours=1)
    record = factories.desk_record("event", public_from=soon)
    one = claim("event", ("record", record))
    hidden = factories.party("Soon public", public_from=soon)
    two = claim("event", ("record", factories.desk_record("event")), ("party", hidden))
    check_all()
    assert told(one) == told(two) == ("undecided", "undecided")
    for model in (DeskRecord, Party):
        model.objects.filter(public_from=soon).update(public_from=timezone.now())
    ChangedRecord.objects.all().delete()  # so that only the time tells
    ran = check_changed()
    assert (ran.claims, ran.written) == (2, 4)
    agrees()


# ---- Each defined ------------------------------------------------------------------------------


def test_the_same_change_twice_is_checked_once_and_the_same_list_again_writes_nothing(
    world: World,
) -> None:
    for _ in range(2):
        relisted(world.listed)
    runs = CheckRun.objects.count()
    check_changed()
    assert CheckRun.objects.count() == runs + 1
    rows = Check.objects.count()
    relisted(world.listed)
    assert check_changed() == Ran(0, 0, 0)
    assert (Check.objects.count(), CheckRun.objects.count()) == (rows, runs + 1)


def test_a_change_reverted_the_next_day_leaves_three_checks_of_which_the_last_holds(
    listed: Designation,
) -> None:
    factories.list_version(date(2024, 7, 3))
    one = claim("designated", ("designation", listed), tense="lasting")
    check_all()
    relisted(listed)
    check_changed()
    assert current(one).answer == "no"
    Designation.objects.filter(pk=listed.pk).update(last_seen=None, first_gone=None)
    check_changed()
    answers = Check.objects.filter(basis="today").order_by("at").values_list("answer", flat=True)
    assert list(answers) == ["yes", "no", "yes"]
    first, _, last = Check.objects.filter(basis="today").order_by("at")
    assert first.facts == last.facts
    assert first.replaced_at
    agrees()


def test_a_relisting_supports_again_what_was_outdated(listed: Designation) -> None:
    factories.list_version(date(2024, 12, 3))
    one = claim("designated", ("designation", listed), tense="lasting")
    check_all()
    assert told(one) == ("supported", "supported")
    factories.list_version(date(2025, 1, 3))
    Designation.objects.update(last_seen=date(2024, 12, 3), first_gone=date(2025, 1, 3))
    check_changed()
    assert told(one) == ("supported", "outdated")
    factories.list_version(date(2025, 2, 3))
    factories.designation(
        entry=listed.entry, spell=2, last_absent=date(2025, 1, 3), first_seen=date(2025, 2, 3)
    )
    check_changed()
    assert told(one) == ("supported", "supported")
    agrees()


def test_parting_two_who_were_joined_undecides_what_was_linked_meanwhile() -> None:
    listed, other = factories.designation("ONE"), factories.party("Other")
    by = stories.editor()
    decide_same_party(listed.entry.party, other, same=True, by=by, why="The same.")
    case = factories.desk_record("case")
    names(case, other, "defendant")
    one = claim("charged", ("party", other), ("record", case))
    check_all()
    assert told(one) == ("supported", "supported")
    decide_same_party(listed.entry.party, other, same=False, by=by, why="Not the same.")
    check_changed()
    assert told(one) == ("undecided", "undecided")
    agrees()


def test_a_record_that_is_superseded_outdates_what_rested_on_it() -> None:
    first = factories.desk_record(
        "reward", amount=15_000_000, begins=PartialDate.of_day(date(2020, 3, 26))
    )
    one = claim(
        "reward",
        ("record", first),
        comparator="up_to",
        number=15_000_000,
        unit="USD",
        tense="lasting",
    )
    check_all()
    assert told(one) == ("supported", "supported")
    factories.desk_record(
        "reward",
        amount=50_000_000,
        supersedes=first,
        begins=PartialDate.of_day(date(2025, 8, 7)),
    )
    assert check_changed().claims == 1
    assert told(one) == ("supported", "outdated")


def test_the_claims_of_a_withdrawn_story_are_watched_no_longer() -> None:
    record = factories.desk_record()
    one = claim("event", ("record", record))
    check_all()
    workflow.withdraw(one.revision.story, by=stories.editor(), note="It was wrong.")
    DeskRecord.objects.filter(pk=record.pk).update(title="Another title")
    assert check_changed() == Ran(0, 0, 0)
    assert not Check.objects.current().exists()
    assert Check.objects.count() == 2
    assert check_all() == Ran(0, 0, 0)


def test_a_full_pass_closes_what_nobody_reads_any_more() -> None:
    one = claim("event", ("record", factories.desk_record()))
    check_all()
    workflow.withdraw(one.revision.story, by=stories.editor(), note="It was wrong.")
    check_all()
    assert not Check.objects.current().exists()


def test_a_claim_that_left_the_text_is_watched_no_longer() -> None:
    record = factories.desk_record()
    one = claim("event", ("record", record))
    check_all()
    stories.revision(one.revision.story, "<p>Without it.</p>", public_from=timezone.now())
    assert check_changed() == Ran(0, 0, 0)
    assert not Check.objects.current().exists()


def test_a_scheduled_story_is_checked_once_it_is_public() -> None:
    check_all()
    soon = timezone.now() + timedelta(hours=1)
    story = stories.story(
        body='<p><cite data-claim="aaaaaaaa">the words</cite></p>',
        public_from=soon,
        claims={"aaaaaaaa": {"kind": "event", "records": [("record", factories.desk_record())]}},
    )
    assert check_story(story) == check_changed() == Ran(0, 0, 0)
    story.revisions.update(public_from=timezone.now())
    assert check_changed() == Ran(1, 2, 0)
    assert check_changed() == Ran(0, 0, 0)


def test_what_became_public_before_a_run_and_is_seen_after_it_is_checked_then() -> None:
    old = factories.desk_record()
    standing = claim("event", ("record", old))
    check_all()
    run = CheckRun.objects.latest()
    just_before = run.started_at - timedelta(minutes=2)
    marked = '<p><cite data-claim="aaaaaaaa">the words</cite></p>'
    asserts = {"kind": "event", "records": [("record", old)], "first_published": just_before}
    new = stories.story(body=marked, public_from=just_before, claims={"aaaaaaaa": asserts})
    assert check_changed() == Ran(1, 2, 0)
    assert Check.objects.current().filter(story=new).count() == 2
    assert check_changed() == Ran(0, 0, 0)
    # So it is with a revision that leaves a claim out, and not with one that leaves all as it was.
    CheckRun.objects.update(started_at=run.started_at)
    stories.revision(new, "<p>Without it.</p>", public_from=just_before)
    stories.revision(
        standing.revision.story,
        marked,
        public_from=just_before,
        claims={"aaaaaaaa": {"kind": "event", "records": [("record", old)]}},
    )
    assert check_changed() == Ran(0, 0, 0)
    assert set(Check.objects.current().values_list("story", flat=True)) == {
        standing.revision.story_id
    }


# ---- By hand -----------------------------------------------------------------------------------


def called(*options: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("check_claims", *options, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def test_the_command_checks_what_changed_a_story_or_all() -> None:
    record = factories.desk_record()
    one = claim("event", ("record", record))
    assert called("--all") == ("1 claim checked: 2 new checks.", "0 of 1 claims checked …")
    assert called() == ("No claim to check.", "")
    assert called("--story", one.revision.story.slug)[0] == "1 claim checked: nothing has changed."
    DeskRecord.objects.update(title="Another title")
    assert json.loads(called("--json")[0]) == {"claims": 1, "written": 2, "stale": 0}
    one.revision.story.former_slugs.create(slug="once")
    assert called("--story", "once")[0] == "1 claim checked: nothing has changed."


def test_the_command_says_why_a_story_has_nothing_to_check() -> None:
    draft = stories.story("draft", public_from=None)
    with pytest.raises(CommandError, match="“draft” is not published"):
        called("--story", draft.slug)
    with pytest.raises(CommandError, match="There is no story “nowhere”"):
        called("--story", "nowhere")
    gone = stories.story("gone")
    workflow.withdraw(gone, by=stories.editor(), note="It was wrong.")
    with pytest.raises(CommandError, match="“gone” is withdrawn"):
        called("--story", "gone")


# ---- Any life of a list ------------------------------------------------------------------------

QUICK = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # to shrink takes minutes
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
#: Days between versions, and what they hold.
series = st.lists(
    st.tuples(st.integers(1, 3), issues, st.sampled_from([None, None, ("A",), ("B",)])),
    min_size=2,
    max_size=5,
)


def published_claims(days: Sequence[int]) -> None:
    """For each listing that there is, claims that were published on these days."""
    for number, one in enumerate(Designation.objects.counted()):
        for day in days:
            morning = datetime.combine(FIRST_DAY + timedelta(days=day), time(6))
            at = timezone.make_aware(morning)
            lasting = {"kind": "designated", "first_published": at, "tense": "lasting"}
            stories.story(
                f"story-{number}-{day}",
                f"<p>{stories.cite('aaaaaaaa', 'one')} {stories.cite('bbbbbbbb', 'two')}</p>",
                claims={
                    "aaaaaaaa": {"records": [("designation", one)], **lasting},
                    "bbbbbbbb": {
                        "kind": "count",
                        "first_published": at,
                        "comparator": "at_least",
                        "number": 2,
                        "records": [("scope", one.programme)],
                    },
                },
            )


def answers() -> dict[tuple[int, str], str]:
    current = Check.objects.current().filter(basis="publication")
    return {
        (story, key): answer for story, key, answer in current.values_list("story", "key", "answer")
    }


@QUICK
@given(series, st.lists(st.integers(0, 12), min_size=1, max_size=2, unique=True))
def test_an_answer_never_changes_when_later_versions_arrive_unless_nobody_could_tell(
    versions: Sequence[tuple[int, Any, Any]], days: Sequence[int]
) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        model, day = Model(), FIRST_DAY
        before: dict[tuple[int, str], str] = {}
        for turn, (later, issue, reach) in enumerate(versions):
            day += timedelta(days=later)
            receive_one(model, Path(folder) / str(turn), day, issue, reach, held=False)
            if not Story.objects.exists():
                published_claims(days)
                check_all()
            check_changed()
            agrees()
            now = answers()
            changed = {place for place, answer in before.items() if now[place] != answer}
            assert {before[place] for place in changed} <= {"cannot tell"}
            before = now
        transaction.set_rollback(True)


# ---- One way for one and for all ---------------------------------------------------------------


def made_world(choose: random.Random) -> list[Claim]:
    """Records of all kinds as chance has them, and claims that point to them."""
    unseen: list[dict[str, Any]] = [{}, {}, {"public_from": None}, {"reverted": True}]
    lists = [factories.sanctions_list(code) for code in ("ofac-sdn", "un-sc")]
    for day in range(choose.randint(1, 4)):
        factories.list_version(
            FIRST_DAY + timedelta(days=30 * day),
            list=choose.choice(lists),
            coverage=choose.choice([None, None, ["VENEZUELA"]]),
        )
    parties = [factories.party(f"P{at}", **choose.choice(unseen)) for at in range(4)]
    listed = []
    for at in range(4):
        of = factories.entry(
            party=choose.choice(parties), number=str(at), list=choose.choice(lists)
        )
        first = choose.choice([None, FIRST_DAY])
        for code in choose.sample(["VENEZUELA", "SDGT"], choose.randint(1, 2)):
            ended = choose.random() < 0.3
            listed.append(
                factories.designation(
                    entry=of,
                    programme=factories.programme(code),
                    first_seen=JUNE,
                    last_absent=first,
                    last_seen=JUNE if ended else None,
                    first_gone=date(2024, 7, 3) if ended else None,
                    listed_on=choose.choice([None, PartialDate.of_month(2024, 6)]),
                    reverted=choose.random() < 0.1,
                )
            )
    Party.objects.filter(pk=parties[3].pk).update(merged_into=choose.choice([None, parties[0]]))
    action, roster = factories.desk_record("action"), factories.desk_record("roster", complete=True)
    records = [factories.desk_record("reward")]
    hidings: list[dict[str, Any]] = [{}, {"public_from": None}]
    for hidden in hidings:
        records.append(factories.desk_record("reward", supersedes=records[-1], **hidden))
    for party in choose.sample(parties, 2):
        names(action, party, "designated")
        names(roster, party, "member")
    join_action(action, choose.choice(listed), stories.editor())
    if not parties[2].reverted:
        NoEntry.objects.create(
            party=parties[2],
            version=choose.choice(ListVersion.objects.all()),
            decided_by=stories.editor(),
            decided_why="Looked for.",
        )
    kept = factories.document("What it says.", access=choose.choice(["public", "desk"]))
    compared: dict[str, Any] = {"comparator": choose.choice(["at_least", "exactly"]), "number": 2}
    period: dict[str, Any] = choose.choice([{}, {"period_from": PartialDate.of_month(2024, 6)}])
    lasting: dict[str, Any] = {"tense": choose.choice(["past", "lasting"])}
    meant = choose.sample(listed, 2)
    return [
        claim("designated", *(("designation", one) for one in meant), **period, **lasting),
        claim("designated", ("designation", choose.choice(listed))),
        claim("designated_in_action", ("designation", listed[0]), ("action", action)),
        claim("count", ("scope", factories.programme()), **compared, **period, **lasting),
        claim("count", ("scope", choose.choice(lists)), **compared, **lasting),
        claim("count", ("scope", action), **compared),
        claim("share", ("roster", roster), comparator="most", **lasting),
        claim("not_listed", ("party", choose.choice(parties)), **lasting),
        claim("reward", ("record", choose.choice(records)), **compared, unit="USD", **lasting),
        claim("said", quote=choose.choice(["it says", "it said"]), document=kept),
    ]


@QUICK
@given(st.integers(0, 2**32))
def test_a_bulk_pass_never_differs_from_one_claim_at_a_time(seed: int) -> None:
    choose = random.Random(seed)
    with transaction.atomic():
        claims = made_world(choose)
        asserted = [Asserted(one, list(one.links.order_by("pk"))) for one in claims]
        on = [
            On(FIRST_DAY + timedelta(days=choose.randint(-9, 99)), choose.random() < 0.5)
            for _ in claims
        ]
        singly = [gather([one], [day])[0] for one, day in zip(asserted, on, strict=True)]
        assert gather(asserted, on) == singly
        for one in claims:
            check_story(one.revision.story)
        agrees()
        transaction.set_rollback(True)


def test_where_all_lists_are_read_each_new_version_touches_the_claim() -> None:
    who = factories.party("Jane Roe")
    roster = factories.desk_record("roster", complete=True, known_until=timezone.localdate())
    names(roster, who, "member")
    version = factories.list_version(date(2025, 1, 1))
    NoEntry.objects.create(
        party=who, version=version, decided_by=stories.editor(), decided_why="Looked."
    )
    absent = claim("not_listed", ("party", who), tense="lasting")
    none = claim("share", ("roster", roster), comparator="none", tense="lasting")
    forget()
    assert (current(absent).verdict, current(none).verdict) == ("supported", "supported")
    factories.list_version(date(2025, 2, 1))
    check_changed()
    assert (current(absent).verdict, current(none).verdict) == ("undecided", "undecided")
    agrees()


def test_of_the_past_only_a_list_that_came_or_went_touches_what_is_looked_for_on_all() -> None:
    who = factories.party("Jane Roe")
    version = factories.list_version(stories.LONG_AGO.date())
    NoEntry.objects.create(
        party=who, version=version, decided_by=stories.editor(), decided_why="Looked."
    )
    absent = claim("not_listed", ("party", who))
    forget()
    assert told(absent) == ("supported", "supported")
    factories.list_version(date(2025, 2, 1))
    assert check_changed().claims == 0
    agrees()
    factories.list_version(date(2024, 2, 1), list=factories.sanctions_list("un-sc"))
    assert check_changed().claims == 1
    assert told(absent) == ("undecided", "undecided")
    agrees()


def test_a_version_that_is_applied_during_a_run_is_news_to_the_next(
    listed: Designation, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.list_version(stories.LONG_AGO.date() - timedelta(days=1))
    one = claim("designated", ("designation", listed), tense="lasting")
    forget()
    real = verdicts.runs.check  # type: ignore[attr-defined]

    def check(claims: Sequence[Claim], **when: Any) -> Any:
        done = real(claims, **when)
        factories.list_version(stories.LONG_AGO.date() + timedelta(days=1))
        return done

    with monkeypatch.context() as patch:
        patch.setattr("newsroom.verdicts.runs.check", check)
        check_all()
    assert told(one) == ("undecided", "supported")
    check_changed()
    assert told(one) == ("supported", "supported")
    agrees()


def test_who_withdraws_a_story_while_a_run_is_under_way_is_seen_by_the_next() -> None:
    one = claim("event", ("record", factories.desk_record()))
    began = timezone.now()
    check_all()
    Story.objects.filter(pk=one.revision.story_id).update(
        withdrawn_at=began, withdrawal_note="Wrong."
    )
    check_changed()
    assert not Check.objects.current().exists()
