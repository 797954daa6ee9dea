"""What comes into the desk's queue, what people do with it, and that nothing leaves by itself."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.utils import timezone

from newsroom import workflow
from newsroom.models import Check, Claim, StaleClaim
from newsroom.stale import raise_items, steps
from newsroom.stale.steps import Refused
from newsroom.stale.telling import RELATED, Item, items
from newsroom.verdicts import check_all, check_changed
from sanctions.dates import PartialDate
from sanctions.decisions import decide_same_party
from sanctions.models import Designation, DeskRecord
from tests import factories
from tests.newsroom import stories
from tests.newsroom.queue import KEY, check, claimed, stale, turn

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> User:
    return factories.user("editor", username="ines")


@pytest.fixture
def bo() -> User:
    return factories.user("editor", username="bo", first_name="Bo", last_name="Berg")


def told(item: StaleClaim) -> Item:
    row = StaleClaim.objects.select_related(*RELATED).get(pk=item.pk)
    return items([row])[0]


def history(item: StaleClaim) -> list[str]:
    lines = LogEntry.objects.filter(
        object_id=str(item.pk), content_type__model="staleclaim"
    ).order_by("pk")
    return list(lines.values_list("change_message", flat=True))


def open_items() -> int:
    return StaleClaim.objects.open().count()


# ---- What comes in ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "before", "after", "raised"),
    [
        ("today", "supported", "outdated", 1),
        ("today", "supported", "contradicted", 1),
        ("today", "undecided", "outdated", 1),
        ("today", "outdated", "contradicted", 1),
        ("today", "supported", "undecided", 1),
        ("today", "undecided", "undecided", 0),
        ("today", "outdated", "undecided", 0),
        ("today", "outdated", "outdated", 0),  # other facts, as a reward that is raised again
        ("today", "outdated", "supported", 0),
        ("today", None, "outdated", 1),
        ("today", None, "contradicted", 1),
        ("today", None, "undecided", 0),
        ("today", None, "supported", 0),
        ("publication", "supported", "contradicted", 1),
        ("publication", "supported", "undecided", 0),
        ("publication", "undecided", "supported", 0),
    ],
)
def test_which_changes_of_a_verdict_come_in(
    basis: str, before: str | None, after: str, raised: int
) -> None:
    claim = claimed()
    if before:
        check(claim, before, basis)
    assert turn(claim, after, basis) == raised == open_items()


def test_what_was_accepted_when_it_was_published_comes_in_only_when_it_changes(ines: User) -> None:
    accepted: dict[str, Any] = {
        "accepted_why": "So they say.",
        "accepted_by": ines,
        "accepted_at": timezone.now(),
    }
    claim = claimed(None, **accepted)
    assert turn(claim, "contradicted") == 0
    assert turn(claim, "supported") == 0
    assert turn(claim, "contradicted") == 1


def test_both_bases_make_one_item_that_tells_of_today() -> None:
    claim = claimed()
    pairs = [
        (check(claim, basis=basis), check(claim, "contradicted", basis))
        for basis in ("publication", "today")
    ]
    assert raise_items(pairs) == 1
    assert StaleClaim.objects.get().after.basis == "today"


def test_nothing_that_matters_costs_no_statement(django_assert_num_queries: Any) -> None:
    claim = claimed()
    pairs = [(check(claim), check(claim))]
    with django_assert_num_queries(0):
        assert raise_items(pairs) == 0


# ---- Nothing leaves by itself -----------------------------------------------------------------


def test_the_same_change_twice_is_one_item() -> None:
    claim = claimed()
    item = stale(claim)
    assert turn(claim, "outdated") == 0
    assert turn(claim, "supported") == 0
    assert turn(claim, "outdated") == 0
    assert StaleClaim.objects.get() == item


def test_a_change_taken_back_the_next_day_stays_and_says_that_the_claim_stands_again(
    ines: User,
) -> None:
    item = stale(days=1)
    turn(item.after.claim, "supported")
    now = told(item)
    assert "stands again" in now.note
    assert now.verdict == "supported"
    assert not now.is_untrue
    assert StaleClaim.objects.due().get() == item
    assert not StaleClaim.objects.due().untrue().exists()
    steps.keep(item, by=ines, why="Taken back by the publisher.")
    assert not open_items()


def test_what_was_decided_comes_in_again_only_when_the_verdict_changes_again(ines: User) -> None:
    item = stale()
    steps.keep(item, by=ines, why="It says what was so then.")
    assert turn(item.after.claim, "outdated") == 0
    assert turn(item.after.claim, "supported") == 0
    assert turn(item.after.claim, "outdated") == 1
    assert StaleClaim.objects.count() == 2


def test_words_that_left_the_text_for_a_while_do_not_come_in_again(ines: User) -> None:
    item = stale()
    steps.keep(item, by=ines, why="It says what was so then.")
    Check.objects.current().update(replaced_at=timezone.now())
    assert turn(item.after.claim, "outdated") == 0
    Check.objects.current().update(replaced_at=timezone.now())
    assert turn(item.after.claim, "contradicted") == 1


def test_another_change_brings_back_what_was_put_off(ines: User) -> None:
    item = stale()
    steps.ask_again(item, by=ines)
    assert not StaleClaim.objects.due().exists()
    assert turn(item.after.claim, "contradicted") == 0
    assert StaleClaim.objects.due().get() == item
    assert told(item).verdict == "contradicted"


def test_the_item_of_a_withdrawn_story_stays_says_so_and_can_be_closed(ines: User) -> None:
    item = stale()
    workflow.withdraw(item.story, by=ines, note="It was wrong.")
    check_all()
    assert "The story was withdrawn" in told(item).note
    assert not StaleClaim.objects.untrue().exists()
    with pytest.raises(Refused, match="nothing to correct"):
        steps.begin_correction(StaleClaim.objects.select_related("story").get(pk=item.pk), by=ines)
    steps.keep(item, by=ines, why="Withdrawn.")
    assert not open_items()


def test_the_item_of_a_claim_that_left_the_text_stays_and_says_so() -> None:
    item = stale()
    stories.revision(item.story, "<p>Nothing of it.</p>", public_from=timezone.now())
    check_all()
    assert "has left the text" in told(item).note
    assert not told(item).is_untrue
    assert StaleClaim.objects.due().get() == item


def test_the_item_of_a_claim_that_says_something_else_now_stays_and_says_what() -> None:
    item = stale()
    stories.revision(
        item.story,
        f'<p><cite data-claim="{KEY}">up to $25 million</cite></p>',
        public_from=timezone.now(),
        claims={KEY: {"kind": "judgement", "first_published": timezone.now()}},
    )
    now = told(item)
    assert "says something else there now: “up to $25 million”" in now.note
    assert now.words == "“up to $15 million”"


# ---- Whole paths ------------------------------------------------------------------------------


#: What a reward has and a count has not.
COUNTED: dict[str, Any] = {"unit": "", "tense": "lasting"}


def long_ago() -> datetime:
    return timezone.now() - timedelta(days=200)


def listed_claim(listed: Designation) -> Claim:
    story = stories.story(
        f"story-{listed.pk}",
        f'<p>He <cite data-claim="{KEY}">is on the list</cite>.</p>',
        claims={
            KEY: {
                "kind": "designated",
                "tense": "lasting",
                "records": [("designation", listed)],
                "first_published": long_ago(),
            }
        },
    )
    return Claim.objects.get(revision__story=story)


@pytest.fixture
def listed() -> Designation:
    day = timezone.localdate()
    factories.list_version(day - timedelta(days=300))
    factories.list_version(day - timedelta(days=100))
    return factories.designation(
        first_seen=day - timedelta(days=300), listed_on=PartialDate.of_day(date(2020, 1, 2))
    )


def test_a_removal_comes_in_and_a_relisting_lets_it_stay_as_it_stands_again(
    listed: Designation,
) -> None:
    listed_claim(listed)
    check_all()
    assert not open_items()
    day = timezone.localdate()
    factories.list_version(day - timedelta(days=1))
    gone = {"last_seen": day - timedelta(days=100), "first_gone": day - timedelta(days=1)}
    Designation.objects.filter(pk=listed.pk).update(**gone)
    assert check_changed().stale == 1
    item = StaleClaim.objects.get()
    assert told(item).verdict == "outdated"
    assert "Absent" in told(item).reason or "absent" in told(item).reason
    assert told(item).before
    # A relisting is a spell of its own: the one that is meant stays ended.
    factories.list_version(day)
    factories.designation(entry=listed.entry, programme=listed.programme, spell=2, first_seen=day)
    check_changed()
    assert StaleClaim.objects.get() == item
    # Both versions are taken back: the item stays, and says so.
    Designation.objects.exclude(pk=listed.pk).delete()
    Designation.objects.filter(pk=listed.pk).update(last_seen=None, first_gone=None)
    check_changed()
    assert "stands again" in told(item).note
    assert open_items() == 1


def test_two_parties_joined_change_what_is_counted_and_parting_them_leaves_the_item(
    listed: Designation, ines: User
) -> None:
    other = factories.designation("OTHER", first_seen=listed.first_seen)
    scope: dict[str, Any] = {
        "records": [("scope", listed.programme)],
        "comparator": "exactly",
        "number": 2,
    }
    claimed(None, kind="count", first_published=long_ago(), **COUNTED | scope)
    check_all()
    assert Check.objects.current().get(basis="today").verdict == "supported"
    both = listed.entry.party, other.entry.party
    decide_same_party(*both, same=True, by=ines, why="The same.")
    assert check_changed().stale == 1
    item = StaleClaim.objects.get()
    assert told(item).is_untrue
    decide_same_party(*both, same=False, by=ines, why="Not the same.")
    check_changed()
    assert StaleClaim.objects.get() == item
    assert "stands again" in told(item).note


def test_a_superseded_reward_comes_in_once_and_says_both_amounts() -> None:
    first = factories.desk_record("reward", begins=PartialDate.of_day(date(2020, 3, 26)))
    claimed(first)
    check_all()
    second = factories.desk_record(
        "reward", supersedes=first, amount=25_000_000, begins=PartialDate.of_day(date(2025, 1, 10))
    )
    assert check_changed().stale == 1
    item = StaleClaim.objects.get()
    now = told(item)
    assert now.before
    assert "$15 million" in now.before.reason
    assert "$25 million" in now.reason
    assert now.note_for_readers.right == now.reason
    assert now.note_for_readers.wrong == "We wrote: “The reward is up to $15 million still.”"
    factories.desk_record(
        "reward", supersedes=second, amount=50_000_000, begins=PartialDate.of_day(date(2025, 8, 7))
    )
    assert check_changed().stale == 0
    assert "$50 million" in told(item).reason
    DeskRecord.objects.exclude(pk=first.pk).update(public_from=None)
    check_changed()
    assert "stands again" in told(item).note


# ---- What people do with it -------------------------------------------------------------------


def test_who_takes_it_has_it_until_it_is_given_back(ines: User, bo: User) -> None:
    item = stale()
    steps.take(item, by=bo)
    steps.take(item, by=bo)
    for step in (
        lambda: steps.take(item, by=ines),
        lambda: steps.give_back(item, by=ines),
        lambda: steps.ask_again(item, by=ines),
        lambda: steps.keep(item, by=ines, why="Because."),
        lambda: steps.begin_correction(item, by=ines),
    ):
        with pytest.raises(Refused, match=r"Bo Berg has it since \d+ \w+ \d{4}, \d\d:\d\d"):
            step()
    steps.give_back(item, by=bo)
    with pytest.raises(Refused, match="Nobody has it"):
        steps.give_back(item, by=bo)
    assert steps.take(item, by=ines).taken_by == ines
    assert history(item) == ["Took it.", "Gave it back.", "Took it."]
    assert not item.story.revisions.working().exists()


def test_it_is_taken_over_only_from_whom_one_saw(ines: User, bo: User) -> None:
    item = stale()
    eve = factories.user("editor", username="eve")
    steps.take(item, by=bo)
    steps.take(item, by=ines, over_from=bo)
    assert history(item) == ["Took it.", "Took it over from Bo Berg."]
    with pytest.raises(Refused, match="ines has it"):
        steps.take(item, by=eve, over_from=bo)


def test_it_is_asked_again_in_a_week(ines: User) -> None:
    item = steps.ask_again(stale(), by=ines)
    assert item.asked_again_on == timezone.localdate() + timedelta(days=7)
    assert not StaleClaim.objects.due().exists()
    StaleClaim.objects.update(asked_again_on=timezone.localdate())
    assert StaleClaim.objects.due().get() == item


def test_it_is_kept_with_a_reason_once(ines: User, bo: User) -> None:
    item = stale()
    with pytest.raises(Refused, match="Say why"):
        steps.keep(item, by=ines, why=" ")
    kept = steps.keep(item, by=ines, why=" It was so then. ")
    assert (kept.decision, kept.decided_by, kept.decided_why) == ("kept", ines, "It was so then.")
    with pytest.raises(Refused, match=r"ines decided about it on .*: kept as published"):
        steps.keep(item, by=bo, why="Me too.")
    assert history(item) == ["Kept as published: It was so then."]


def test_a_published_correction_closes_it_whoever_has_it(ines: User, bo: User) -> None:
    item = stale()
    steps.take(item, by=bo)
    workflow.working_revision(item.story, ines)
    note = workflow.CorrectionNote(KEY, "$15 million", "$25 million")
    workflow.publish(item.story, by=ines, correction=note)
    item.refresh_from_db()
    assert (item.decision, item.decided_by) == ("corrected", ines)
    assert item.correction
    assert item.correction.right == "$25 million"
    assert history(item)[-1] == "Corrected: $25 million"


def test_a_correction_of_the_story_as_a_whole_or_of_another_claim_closes_nothing(
    ines: User,
) -> None:
    item = stale()
    workflow.working_revision(item.story, ines)
    note = workflow.CorrectionNote("", "Wrong.", "Right.")
    workflow.publish(item.story, by=ines, correction=note)
    workflow.working_revision(item.story, ines)
    workflow.publish(item.story, by=ines)
    assert open_items() == 1


def test_a_correction_begins_in_the_working_revision_and_takes_the_item(ines: User) -> None:
    item = stale()
    revision = steps.begin_correction(item, by=ines)
    assert revision.public_from is None
    item.refresh_from_db()
    assert item.taken_by == ines
    assert history(item) == ["Took it.", "Began a correction in revision 2."]
    assert steps.begin_correction(item, by=ines) == revision


@pytest.fixture
def committed(transactional_db: None) -> Iterator[None]:
    yield
    connection.close()


@pytest.mark.usefixtures("committed")
def test_of_two_who_press_at_once_one_has_it_and_the_other_is_told() -> None:
    with transaction.atomic():
        item = stale()
    said: list[str] = []
    barrier = threading.Barrier(2)

    def press(name: str) -> None:
        try:
            who = User.objects.get(username=name)
            barrier.wait(5)
            steps.take(StaleClaim.objects.get(pk=item.pk), by=who)
            said.append("has it")
        except Refused as error:
            said.append(str(error))
        finally:
            connection.close()

    for name in ("one", "two"):
        factories.user(username=name)
    threads = [threading.Thread(target=press, args=[name]) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert len(said) == 2
    assert "has it" in said
    holder = StaleClaim.objects.get(pk=item.pk).taken_by
    assert any(line.startswith(f"{holder} has it since") for line in said)
