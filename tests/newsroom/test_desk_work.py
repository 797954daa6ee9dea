"""Notes, comments and tasks at the desk, the calendar, and the desk's first page."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import approval, workflow
from newsroom.models import Assignment, Note, Story
from tests import factories
from tests.newsroom.desk import (
    KEY,
    address,
    claim_form,
    claim_of,
    draft,
    logged_in,
    marked,
    newest,
    published,
    ready,
    staff,
)

pytestmark = pytest.mark.django_db

FETCH = {"X-Requested-With": "fetch"}
CALENDAR = "/admin/newsroom/story/calendar/"


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def tomas() -> User:
    return staff("editor", "tomas")


@pytest.fixture
def rita() -> User:
    return staff("reporter", "rita")


@pytest.fixture
def desk(ines: User) -> Client:
    return logged_in(ines)


def other_story(by: User, number: int, **columns: Any) -> Story:
    """Without a claim, so that each may be made in any number."""
    columns = {"headline": f"Story {number}", "body": "<p>Plain.</p>"} | columns
    return workflow.start_story(by=by, **columns)


# ---- Notes and comments -----------------------------------------------------------------------


def test_a_note_is_added_and_settled_and_says_by_whom(desk: Client, ines: User, rita: User) -> None:
    story = draft(rita)
    logged_in(rita).post(address(story, "work/"), {"action": "note", "note": "Who told us?"})
    assert '?tab=notes" data-panel-tab>1 note</a>' in desk.get(address(story)).text
    page = desk.get(address(story, "claims/?tab=notes")).text
    assert "Who told us?" in page
    assert "rita" in page
    note = Note.objects.get()
    answer = desk.post(address(story, "work/"), {"action": f"settle:{note.pk}"}, headers=FETCH).text
    assert "Settled." in answer
    assert "settled by ines" in answer
    assert '?tab=notes" data-panel-tab hidden></a>' in desk.get(address(story)).text
    again = desk.post(address(story, "work/"), {"action": f"settle:{note.pk}"}, headers=FETCH)
    assert "ines settled it already" in again.text


def test_what_says_nothing_or_too_much_is_not_noted(desk: Client, ines: User) -> None:
    story = draft(ines)
    for text, problem in (
        ("  \n", "write what is to be said"),
        ("\u200b\u200b", "Nothing in it can be seen"),
        ("a\0b", "cannot be kept"),
        ("x" * 5001, "more than 5000 characters"),
    ):
        sent = {"action": "note", "note": text}
        assert problem in desk.post(address(story, "work/"), sent, headers=FETCH).text
    assert not Note.objects.exists()


def test_a_claim_is_commented_on_in_its_panel_and_the_form_stays_as_typed(
    desk: Client, ines: User, tomas: User
) -> None:
    story = draft(ines)
    at = address(story, f"claims/{KEY}/")
    sent = claim_form(claim_of(story), "comment", kind="judgement", comment="<b>Says who?</b>")
    page = desk.post(at, sent | {"comment": "<b>Says who?</b>"}, headers=FETCH)
    assert "&lt;b&gt;Says who?&lt;/b&gt;" in page.text
    assert page.context["form"]["kind"].value() == "judgement"
    assert claim_of(story).kind == ""
    assert "1 comment" in desk.get(address(story, "claims/"), headers=FETCH).text
    note = Note.objects.get()
    assert (note.key, note.by) == (KEY, ines)
    settled = logged_in(tomas).post(at, {"action": f"settle:{note.pk}"}, headers=FETCH).text
    assert "settled by tomas" in settled


def test_a_comment_on_a_published_claim_begins_no_revision(desk: Client, ines: User) -> None:
    story = published(ines)
    sent = {"action": "comment", "comment": "It is no longer so."}
    desk.post(address(story, f"claims/{KEY}/"), sent, headers=FETCH)
    assert Note.objects.get().key == KEY
    assert newest(story).number == 1


def test_nobody_settles_what_stands_on_another_story(desk: Client, ines: User) -> None:
    note = workflow.add_note(draft(ines), by=ines, text="x")
    other = other_story(ines, 2)
    for action in (f"settle:{note.pk}", "settle:x", "settle:", "done:1", "nothing", "settle:²"):
        sent = {"action": action}
        assert desk.post(address(other, "work/"), sent).status_code == 404, action
    sent = {"action": f"settle:{note.pk}"}
    assert desk.post(address(other, f"claims/{KEY}/"), sent).status_code == 404
    note.refresh_from_db()
    assert note.settled_at is None


def test_notes_are_never_for_readers_and_in_no_export(ines: User) -> None:
    story = published(ines)
    for key in ("", KEY):
        workflow.add_note(story, by=ines, text="zilonote", key=key)
    workflow.assign(story, by=ines, to=ines, task="zilotask")
    seen = approval.fingerprint(newest(story))
    assert "zilo" not in str(approval.going_out(newest(story)))
    assert seen == approval.fingerprint(newest(story))
    stranger, at = Client(), story.get_absolute_url()
    for page in (
        at,
        f"{at[:-1]}.json",
        f"{at}evidence/",
        f"{at}evidence.json",
        f"{at}claims/{KEY}/",
        f"{at}claims/{KEY}.json",
        "/",
        "/feed.atom",
    ):
        answer = stranger.get(page)
        assert answer.status_code == 200, page
        assert "zilo" not in answer.text, page
    found = stranger.get("/search/?q=zilonote").text
    assert found.replace("zilonote", "x" * 8) == stranger.get("/search/?q=xxxxxxxx").text
    exporter = logged_in(staff("exporter", "eve"))
    for model in ("story", "revision", "claim", "claimlink", "correction"):
        file: Any = exporter.get(f"/admin/newsroom/{model}/export/")
        assert b"zilo" not in b"".join(file.streaming_content), model
    assert "zilo" not in exporter.get(address(story, "preview/")).text


# ---- Tasks ------------------------------------------------------------------------------------


def task_form(to: User, **changed: Any) -> dict[str, Any]:
    due = timezone.localdate() + timedelta(days=2)
    return {
        "action": "assign",
        "assign-to": to.pk,
        "assign-task": "Second source",
        "assign-due": due.isoformat(),
    } | changed


def test_a_task_is_given_shown_and_done(desk: Client, ines: User, tomas: User) -> None:
    story = draft(ines)
    desk.post(address(story, "work/"), task_form(tomas))
    his = logged_in(tomas)
    assert "Second source" in his.get("/admin/").text
    listed = his.get("/admin/newsroom/story/?work=mine")
    assert [one.pk for one in listed.context["cl"].result_list] == [story.pk]
    assert "1 task" in listed.text
    assert not desk.get("/admin/newsroom/story/?work=mine").context["cl"].result_list
    task = Assignment.objects.get()
    assert (task.to, task.by) == (tomas, ines)
    his.post(address(story, "work/"), {"action": f"done:{task.pk}"})
    task.refresh_from_db()
    assert task.done_at is not None
    assert "Second source" not in his.get("/admin/").text


def test_a_task_is_given_only_to_who_can_open_the_story(
    desk: Client, ines: User, rita: User
) -> None:
    another = staff("reporter", "another")
    gone = staff("editor", "gone")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    story = draft(rita)
    for to in (another, staff("exporter", "eve"), gone):
        page = desk.post(address(story, "work/"), task_form(to), headers=FETCH).text
        assert "Select a valid choice" in page
    desk.post(address(story, "work/"), task_form(rita))
    assert Assignment.objects.get().to == rita


def test_a_task_that_cannot_be_is_refused(desk: Client, ines: User) -> None:
    story = draft(ines)
    for changed, problem in (
        ({"assign-task": ""}, "This field is required"),
        ({"assign-task": "x" * 201}, "at most 200"),
        ({"assign-due": "2020-01-01"}, "has passed"),
        ({"assign-due": "soon"}, "Enter a valid date"),
    ):
        sent = task_form(ines, **changed)
        assert problem in desk.post(address(story, "work/"), sent, headers=FETCH).text
    with pytest.raises(workflow.WorkflowError, match="more than 200"):
        workflow.assign(story, by=ines, to=ines, task="x" * 201)
    assert not Assignment.objects.exists()


def test_a_reporter_does_not_finish_what_another_is_to_do(ines: User, rita: User) -> None:
    story = draft(rita)
    task = workflow.assign(story, by=ines, to=ines, task="Call them")
    page = logged_in(rita).post(
        address(story, "work/"), {"action": f"done:{task.pk}"}, headers=FETCH
    )
    assert "It is for ines to say that it is done." in page.text


@pytest.mark.parametrize(("role", "may"), [("reporter", 404), ("exporter", 404), ("editor", 302)])
def test_who_notes_and_assigns_on_anothers_story(ines: User, role: str, may: int) -> None:
    story = draft(ines)
    someone = staff(role, "someone")
    desk = logged_in(someone)
    for sent in ({"action": "note", "note": "x"}, task_form(ines)):
        assert desk.post(address(story, "work/"), sent).status_code == may
    missing = desk.post("/admin/newsroom/story/999999/work/", {"action": "note", "note": "x"})
    assert missing.status_code == 404


# ---- The calendar -----------------------------------------------------------------------------


def soon(**ahead: float) -> Any:
    return timezone.now() + timedelta(**ahead)


def test_the_calendar_tells_what_goes_out_by_day_and_hour(desk: Client, ines: User) -> None:
    when = soon(days=3)
    workflow.publish(ready(ines, headline="Ahead of us"), by=ines, public_from=when)
    factories.desk_record("event", title="A record ahead", public_from=soon(days=4))
    factories.desk_record("event", title="A record of now")
    story = other_story(ines, 1)
    workflow.assign(
        story, by=ines, to=ines, task="Call them", due=timezone.localdate() + timedelta(days=5)
    )
    page = desk.get(CALENDAR)
    days = {day.day: [(row.what, row.state) for row in day.rows] for day in page.context["days"]}
    today = timezone.localdate()
    assert min(days) == today
    assert days[timezone.localdate(when)] == [("Ahead of us", "Scheduled")]
    assert f"{timezone.localtime(when):%H:%M}" in page.text
    assert days[timezone.localdate(soon(days=4))] == [("A record ahead", "Event, a record")]
    assert days[today + timedelta(days=5)] == [("Call them (Story 1)", "To be done by ines")]
    assert page.text.count("<p>Nothing</p>") == 11
    assert "A record of now" not in page.text


def test_the_calendar_turns_and_shows_no_past_day(desk: Client, ines: User) -> None:
    workflow.publish(ready(ines, headline="Far ahead"), by=ines, public_from=soon(days=20))
    today = timezone.localdate()
    assert "Far ahead" not in desk.get(CALENDAR).text
    later = desk.get(f"{CALENDAR}?from={today + timedelta(days=14)}")
    assert "Far ahead" in later.text
    assert "Earlier" in later.text
    assert desk.get(f"{CALENDAR}?from=2020-01-01").headers["Location"] == CALENDAR
    for nonsense in ("soon", "2026-02-30", "20261214", "9999-12-31", "\0"):
        assert desk.get(CALENDAR, {"from": nonsense}).status_code == 404, nonsense


def test_what_is_late_stands_under_today(desk: Client, ines: User) -> None:
    task = workflow.assign(other_story(ines, 1), by=ines, to=ines, task="Call them")
    Assignment.objects.filter(pk=task.pk).update(due=timezone.localdate() - timedelta(days=3))
    page = desk.get(CALENDAR)
    assert [row.what for row in page.context["days"][0].rows] == ["Call them (Story 1)"]
    assert "since" in page.text


def test_an_hour_is_that_of_the_newsrooms_zone(desk: Client, ines: User, settings: Any) -> None:
    when = soon(days=3).replace(hour=23, minute=30)
    workflow.publish(ready(ines), by=ines, public_from=when)
    with timezone.override("Asia/Tokyo"):
        page = desk.get(CALENDAR)
        assert "08:30" in page.text
        day = next(day for day in page.context["days"] if day.rows)
        assert day.day == timezone.localdate(when)


def test_a_reporter_sees_in_the_calendar_what_is_open_to_them(ines: User, rita: User) -> None:
    workflow.publish(ready(ines, headline="Hers alone"), by=ines, public_from=soon(days=3))
    mine = other_story(rita, 1, headline="My own")
    workflow.publish(mine, by=ines, public_from=soon(days=3))
    page = logged_in(rita).get(CALENDAR).text
    assert "My own" in page
    assert "Hers alone" not in page
    assert logged_in(staff("", "nobody")).get(CALENDAR).status_code == 403


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_more_work_costs_the_calendar_and_the_first_page_no_more_queries(
    desk: Client, ines: User, tomas: User
) -> None:
    def fill(begin: int) -> None:
        for number in range(begin, begin + 3):
            workflow.publish(other_story(ines, number), by=ines, public_from=soon(days=2))
            story = other_story(ines, number)
            workflow.hand_over(story, by=ines)
            workflow.add_note(story, by=tomas, text="See there")
            workflow.assign(
                story, by=tomas, to=ines, task="Call", due=timezone.localdate() + timedelta(days=1)
            )
            seen = approval.fingerprint(newest(story))
            workflow.send_back(story, by=tomas, note="Mend it.", fingerprint=seen)
            workflow.hand_over(other_story(tomas, number), by=tomas)
            factories.desk_record("event", public_from=soon(days=2))

    fill(1)
    few = [queries(desk, at) for at in (CALENDAR, "/admin/")]
    fill(4)
    assert [queries(desk, at) for at in (CALENDAR, "/admin/")] == few
    assert few[0] <= 8


# ---- The first page ---------------------------------------------------------------------------


def test_the_first_page_says_what_is_mine_what_waits_and_what_goes_out(
    desk: Client, ines: User, tomas: User
) -> None:
    mine = draft(ines, headline="My draft")
    back = other_story(ines, 1, headline="Not so")
    workflow.hand_over(back, by=ines)
    seen = approval.fingerprint(newest(back))
    workflow.send_back(back, by=tomas, note="Mend the end.", fingerprint=seen)
    workflow.hand_over(other_story(tomas, 2, headline="To be read"), by=tomas)
    workflow.add_note(mine, by=tomas, text="Says who?", key=KEY)
    workflow.publish(other_story(tomas, 3, headline="Tomorrow"), by=tomas, public_from=soon(days=1))
    front = parts(desk)
    assert ["My draft" in front["mine"], "Not so" in front["mine"]] == [True, True]
    for said in ("Not so", "Mend the end.", "To be read", "Says who?"):
        assert said in front["waiting"]
    assert "My draft" in front["waiting"], "the comment says on what"
    assert "Tomorrow" in front["going-out"]
    assert "To be read" not in front["mine"]
    # The other one waits for nothing of his own, and not for his own approval.
    assert "To be read" not in parts(logged_in(tomas))["waiting"]


def parts(client: Client) -> dict[str, str]:
    """The sections of the first page by name."""
    page = client.get("/admin/").text
    return {
        name: page.partition(f'id="front-{name}"')[2].partition("</section>")[0]
        for name in ("waiting", "mine", "going-out")
    }


def test_an_empty_first_page_is_short(desk: Client) -> None:
    front = parts(desk)
    assert "Nothing waits for you." in front["waiting"]
    assert "You are working on no story." in front["mine"]
    assert "Nothing is scheduled." in front["going-out"]


@pytest.mark.parametrize(
    ("role", "shows"),
    [("reporter", "wmg"), ("editor", "wmg"), ("exporter", ""), ("admin", "wmg"), ("", "")],
)
def test_the_first_page_shows_each_what_they_may_see(role: str, shows: str) -> None:
    found = parts(logged_in(staff(role, "someone")))
    assert "".join(name[0] for name, text in found.items() if text) == shows


def test_a_reporters_first_page_tells_nothing_of_others(ines: User, rita: User) -> None:
    story = draft(ines, headline="Hers alone")
    workflow.hand_over(story, by=ines)
    workflow.add_note(story, by=ines, text="Between us")
    workflow.publish(
        other_story(ines, 1, headline="Hers tomorrow"), by=ines, public_from=soon(days=1)
    )
    page = logged_in(rita).get("/admin/").text
    assert "Hers" not in page
    assert "Between us" not in page


def test_the_lists_work_column_counts_what_is_open(desk: Client, ines: User) -> None:
    story = draft(ines)
    workflow.add_note(story, by=ines, text="x")
    workflow.add_note(story, by=ines, text="y", key=KEY)
    workflow.assign(story, by=ines, to=ines, task="Call")
    other_story(ines, 1, body=f"<p>{marked('x', 'k0000001')}</p>")
    assert "2 notes, 1 task" in desk.get("/admin/newsroom/story/").text
    listed = desk.get("/admin/newsroom/story/?work=notes").context["cl"].result_list
    assert [one.pk for one in listed] == [story.pk]
