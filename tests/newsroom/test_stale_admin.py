"""Claims gone stale at the desk: the list, an item's page, its buttons, and the page of a day."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from newsroom import workflow
from newsroom.models import Claim, Correction, StaleClaim
from newsroom.stale import steps
from newsroom.verdicts import check_all, check_changed
from sanctions.dates import PartialDate
from sanctions.models import ListVersion
from tests import factories
from tests.newsroom.desk import logged_in, staff
from tests.newsroom.queue import KEY, check, claimed, stale, turn

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/staleclaim/"


@pytest.fixture
def ada() -> User:
    return staff("editor", "ada")


@pytest.fixture
def desk(ada: User) -> Client:
    return logged_in(ada)


@pytest.fixture
def item() -> StaleClaim:
    """The reward of a published sentence was raised, by a run."""
    first = factories.desk_record("reward", begins=PartialDate.of_year(2020))
    claimed(first)
    check_all()
    factories.desk_record(
        "reward", supersedes=first, amount=25_000_000, begins=PartialDate.of_year(2025)
    )
    assert check_changed().stale == 1
    return StaleClaim.objects.get()


def page(item: StaleClaim, rest: str = "change/") -> str:
    return f"{LIST}{item.pk}/{rest}"


def listed(desk: Client, query: str = "") -> list[int]:
    """Which items the list shows."""
    answer = desk.get(f"{LIST}{query}")
    assert answer.status_code == 200
    return [row.pk for row in answer.context["cl"].result_list]


# ---- The list ---------------------------------------------------------------------------------


def test_the_list_says_which_words_where_and_what_changed(desk: Client, item: StaleClaim) -> None:
    factories.list_version(timezone.localdate() - timedelta(days=96))
    text = desk.get(LIST).text
    assert "Claims gone stale" in text
    assert "up to $15 million" in text
    assert "Washington puts 21 officials on its list" in text
    assert "27 Nov 2024" in text
    assert 'data-now="outdated"' in text
    assert "$25 million" in text
    assert "days" in text
    day = timezone.localdate() - timedelta(days=96)
    assert (
        f"The newest OFAC SDN list held is of {day:%-d %B %Y}, 96 days ago. “Today” below means "
        "that list." in text
    )


def test_a_long_list_costs_no_more_than_a_short_one(
    desk: Client, item: StaleClaim, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        desk.get(LIST)
    for _ in range(3):
        stale()
    with django_assert_num_queries(len(few)):
        desk.get(LIST)


def test_it_is_filtered_by_verdict_by_what_moved_by_decision_and_by_who_has_it(
    desk: Client, ada: User, item: StaleClaim
) -> None:
    gone = stale(claimed(None, kind="event", number=None, comparator="", unit=""), "contradicted")
    assert set(listed(desk)) == {item.pk, gone.pk}
    assert listed(desk, "?verdict=outdated") == [item.pk]
    assert listed(desk, "?verdict=contradicted") == [gone.pk]
    assert listed(desk, "?moved=reward") == [item.pk]
    assert listed(desk, "?moved=event") == [gone.pk]
    assert listed(desk, "?moved=list") == []
    steps.take(gone, by=ada)
    assert listed(desk, "?taken=me") == [gone.pk]
    assert listed(desk, "?taken=nobody") == [item.pk]
    assert listed(desk, "?taken=another") == []
    steps.ask_again(gone, by=ada)
    assert listed(desk) == [item.pk]
    assert listed(desk, "?decision=later") == [gone.pk]
    steps.keep(gone, by=ada, why="So it was.")
    assert listed(desk) == [item.pk]
    assert listed(desk, "?decision=kept") == [gone.pk]
    assert set(listed(desk, "?decision=all")) == {item.pk, gone.pk}
    turn(item.after.claim, "supported")
    assert listed(desk, "?verdict=supported") == [item.pk]


@pytest.mark.parametrize(
    ("query", "found"), [("$15 million", 1), ("officials on its", 1), (KEY, 1), ("whales", 0)]
)
def test_it_is_searched_by_words_story_and_key(
    desk: Client, item: StaleClaim, query: str, found: int
) -> None:
    assert len(listed(desk, f"?q={query}")) == found


def test_it_is_exported_as_it_is_filtered(item: StaleClaim, ada: User) -> None:
    steps.keep(stale(), by=ada, why="So it was.")
    desk = logged_in(staff("exporter", "eve"))
    assert "Export CSV" in desk.get(LIST).text
    rows = list(csv.DictReader(io.StringIO(exported(desk, ""))))
    assert [row["words"] for row in rows] == ["up to $15 million"]
    assert (rows[0]["was"], rows[0]["became"], rows[0]["now"]) == (
        "supported",
        "outdated",
        "outdated",
    )
    assert "decision: Nobody has decided" in desk.get(f"{LIST}export/about/").text
    [kept] = csv.DictReader(io.StringIO(exported(desk, "?decision=kept")))
    assert (kept["decision"], kept["decided_by"], kept["decided_why"]) == (
        "kept",
        "ada",
        "So it was.",
    )


def test_of_a_first_check_the_export_tells_the_verdict_of_publication() -> None:
    claim = claimed()
    check(claim, "supported", "publication")
    assert turn(claim, "outdated") == 1
    assert StaleClaim.objects.get().before is None
    [row] = csv.DictReader(io.StringIO(exported(logged_in(staff("exporter", "eve")), "")))
    assert (row["was"], row["became"]) == ("supported", "outdated")


def exported(desk: Client, query: str) -> str:
    answer: Any = desk.get(f"{LIST}export/{query}")
    return b"".join(answer.streaming_content).decode("utf-8-sig")


def test_several_are_kept_with_one_reason_or_put_off(desk: Client) -> None:
    chosen = [stale().pk, stale().pk]
    sent = {"action": "keep_action", "_selected_action": chosen}
    asked = desk.post(LIST, sent)
    assert "Why they stay as published" in asked.text
    assert "Say why" in desk.post(LIST, sent | {"why": " "}).text
    assert StaleClaim.objects.open().count() == 2
    assert "2 items kept." in desk.post(LIST, sent | {"why": "So it was."}, follow=True).text
    assert not StaleClaim.objects.open().exists()
    third = stale()
    sent = {"action": "later_action", "_selected_action": [third.pk]}
    assert "1 item put off." in desk.post(LIST, sent, follow=True).text
    assert listed(desk) == []


def test_a_correction_is_drafted_for_one(desk: Client) -> None:
    chosen = [stale().pk, stale().pk]
    sent: dict[str, Any] = {"action": "draft_action", "_selected_action": chosen}
    assert "choose one" in desk.post(LIST, sent, follow=True).text
    answer = desk.post(LIST, sent | {"_selected_action": chosen[:1]})
    assert answer.headers["Location"].endswith("/publish/#correction-note")


# ---- An item's page ---------------------------------------------------------------------------


def test_its_page_tells_the_sentence_the_story_and_the_values_before_and_now(
    desk: Client, item: StaleClaim
) -> None:
    text = desk.get(page(item)).text
    assert "It began. The reward is" in text
    assert f"/admin/newsroom/story/{item.story_id}/change/#claim={KEY}" in text
    assert "$15 million" in text.partition("Before: ")[2].partition("Now: ")[0]
    assert "$25 million" in text.partition("Now: ")[2]
    assert "Since 2025" in text
    assert "How it was settled, and when" in text
    assert "Nobody has it." in text
    for button in ("Draft a correction", "Take it", "Ask me again in a week", "Keep as published"):
        assert button in text


def test_who_takes_it_is_named_to_others_who_may_take_it_over(
    desk: Client, ada: User, item: StaleClaim
) -> None:
    assert "You have it now." in desk.post(page(item, "take/"), follow=True).text
    bo = logged_in(staff("editor", "bo"))
    text = bo.get(page(item)).text
    assert "ada has it since" in text
    assert "Keep as published" not in text
    answer = bo.post(page(item, "keep/"), {"why": "Because."}, follow=True)
    assert "Ask them first; then take it over on its page." in answer.text
    assert "ada has it since" in bo.post(page(item, "take/"), follow=True).text
    taken = bo.post(page(item, "take/"), {"over": ada.pk}, follow=True)
    assert "You have it now." in taken.text
    assert "Took it over from ada." in bo.get(page(item, "history/")).text
    assert "Given back." in bo.post(page(item, "give-back/"), follow=True).text
    assert "bo has it" not in desk.get(page(item)).text


def test_it_is_kept_or_asked_again_from_its_page(desk: Client, item: StaleClaim) -> None:
    assert "in a week" in desk.post(page(item, "ask-again/"), follow=True).text
    day = timezone.localdate() + timedelta(days=7)
    assert f"Asked again on {day:%-d %B %Y}" in desk.get(page(item)).text
    assert "Say why. It stays" in desk.post(page(item, "keep/"), {"why": ""}).text
    text = desk.post(page(item, "keep/"), {"why": "So it was."}, follow=True).text
    assert "Kept as published by ada" in text
    assert "So it was." in text
    assert "Draft a correction" not in text


def test_one_click_leads_to_a_correction_that_the_editor_finishes(
    desk: Client, ada: User, item: StaleClaim
) -> None:
    answer = desk.post(page(item, "draft/"), follow=True)
    form = answer.context["form"]
    assert form["key"].value() == KEY
    assert form["wrong"].value() == "We wrote: “The reward is up to $15 million still.”"
    assert "$25 million" in form["right"].value()
    assert f"#claim={KEY}" in answer.text
    assert "The claim says what it said" in answer.text
    item.refresh_from_db()
    assert item.taken_by == ada
    # The note is there again after the words were changed, until it is published or left out.
    publish = f"/admin/newsroom/story/{item.story_id}/publish/"
    assert desk.get(publish).context["form"]["key"].value() == KEY
    assert logged_in(staff("editor", "bo")).get(publish).context["form"]["key"].value() is None
    sent = {"key": KEY, "wrong": "We wrote $15 million.", "right": "It is $25 million."}
    desk.post(publish, sent)
    item.refresh_from_db()
    assert (item.decision, item.decided_by) == ("corrected", ada)
    assert item.correction == Correction.objects.get()
    assert "It is $25 million." in desk.get(page(item)).text


def test_a_drafted_note_can_be_left_out(desk: Client, item: StaleClaim) -> None:
    desk.post(page(item, "draft/"))
    publish = f"/admin/newsroom/story/{item.story_id}/publish/"
    assert not desk.get(f"{publish}?note=none").context["form"]["wrong"].value()
    assert not desk.get(publish).context["form"]["wrong"].value()


def test_nothing_is_said_of_the_old_words_where_a_drafted_note_has_new_ones(
    desk: Client, item: StaleClaim
) -> None:
    desk.post(page(item, "draft/"))
    Claim.objects.filter(revision__story=item.story, revision__public_from=None).update(
        first_published=None
    )
    text = desk.get(f"/admin/newsroom/story/{item.story_id}/publish/").text
    assert "The claim says what it said" not in text


def test_a_withdrawn_story_offers_no_correction(desk: Client, ada: User, item: StaleClaim) -> None:
    workflow.withdraw(item.story, by=ada, note="It was wrong.")
    text = desk.get(page(item)).text
    assert "The story was withdrawn" in text
    assert "Draft a correction" not in text
    assert "Close it" in text
    assert "nothing to correct" in desk.post(page(item, "draft/"), follow=True).text


@pytest.mark.parametrize(
    ("role", "sees", "acts", "corrects"),
    [
        ("reporter", 200, 403, 403),
        ("editor", 200, 302, 302),
        ("exporter", 200, 403, 403),
        ("admin", 200, 302, 302),
    ],
)
def test_who_sees_it_and_who_acts(
    item: StaleClaim, role: str, sees: int, acts: int, corrects: int
) -> None:
    desk = logged_in(staff(role, "someone"))
    assert desk.get(LIST).status_code == sees
    assert desk.get(page(item)).status_code == sees
    assert desk.get(day_of(item)).status_code == sees
    for step in ("take/", "give-back/", "ask-again/", "draft/"):
        assert desk.get(page(item, step)).status_code == 405
        assert desk.post(page(item, step)).status_code == (corrects if step == "draft/" else acts)
    assert desk.post(page(item, "keep/"), {"why": "So."}).status_code == acts
    assert desk.get(f"{LIST}add/").status_code == 403
    assert desk.get(page(item, "delete/")).status_code == 403


def test_a_reporter_reads_it_without_a_way_into_anothers_story(item: StaleClaim) -> None:
    text = logged_in(staff("reporter", "rita")).get(page(item)).text
    assert "Editors decide about it." in text
    assert f"/admin/newsroom/story/{item.story_id}/" not in text


def test_a_stranger_is_asked_to_log_in_and_none_is_not_there(desk: Client) -> None:
    for rest in ("", "1/change/", "day/2026-08-20/"):
        assert Client().get(f"{LIST}{rest}").headers["Location"].startswith("/admin/login/")
    assert desk.get(f"{LIST}999/change/").status_code == 404
    assert desk.post(f"{LIST}999/take/").status_code == 404


# ---- The front page ---------------------------------------------------------------------------


def test_the_front_page_counts_what_does_not_match_and_is_due(
    desk: Client, ada: User, item: StaleClaim
) -> None:
    assert "1 published sentence no longer matches the records." in desk.get("/admin/").text
    second = stale()
    stale(verdict="undecided")
    assert "2 published sentences no longer match the records." in desk.get("/admin/").text
    steps.ask_again(second, by=ada)
    steps.keep(item, by=ada, why="So it was.")
    assert "no longer match" not in desk.get("/admin/").text


# ---- The page of a day ------------------------------------------------------------------------


def day_of(item: StaleClaim) -> str:
    return f"{LIST}day/{timezone.localdate(item.raised_at).isoformat()}/"


def test_a_day_tells_what_the_lists_did_and_what_it_did_to_us(
    desk: Client, item: StaleClaim
) -> None:
    version = factories.list_version(added=3, entry_count=3)
    text = desk.get(day_of(item)).text
    assert "OFAC SDN list of 3 May 2024 (version 1) was applied: 3 added, 0 changed, 0" in text
    assert f"/admin/sanctions/listversion/{version.pk}/change/" in text
    assert "“up to $15 million”" in text
    assert "$25 million" in text
    yesterday = timezone.localdate() - timedelta(days=1)
    assert f"{LIST}day/{yesterday.isoformat()}/" in text
    assert "The day after" not in text
    quiet = desk.get(f"{LIST}day/{yesterday.isoformat()}/").text
    assert "No list was applied or taken back." in quiet
    assert "No published sentence changed its verdict." in quiet
    assert "The day after" in quiet


def test_a_reverted_version_is_told_on_both_its_days(desk: Client) -> None:
    version = factories.list_version()
    before = timezone.now() - timedelta(days=1)
    ListVersion.objects.filter(pk=version.pk).update(
        received_at=before,
        status="reverted",
        reverted_at=timezone.now(),
        reverted_why="Half a list.",
    )
    assert "was taken back" in desk.get(f"{LIST}day/{timezone.localdate()}/").text
    assert "was applied" in desk.get(f"{LIST}day/{timezone.localdate(before)}/").text


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "20260820", "2999-01-01", "0001-01-01x"])
def test_what_is_no_day_is_not_there(desk: Client, day: str) -> None:
    assert desk.get(f"{LIST}day/{day}/").status_code == 404


def test_the_first_day_of_all_has_none_before(desk: Client) -> None:
    assert "The day before" not in desk.get(f"{LIST}day/0001-01-01/").text
    assert desk.get(f"{LIST}day/").headers["Location"].endswith(f"{timezone.localdate()}/")
