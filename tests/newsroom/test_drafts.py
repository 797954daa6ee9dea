"""What is typed and not saved stays: as a draft, through a logout, and told to others there."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from newsroom import workflow
from newsroom.models import Draft, Presence, Revision, Story
from newsroom.models.sessions import StaffSession
from tests.newsroom.desk import (
    address,
    draft,
    form_of,
    logged_in,
    newest,
    published,
    ready,
    staff,
)

pytestmark = pytest.mark.django_db

HERS = "<p>Hers, not saved.</p>"


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def hers(ines: User) -> Client:
    return logged_in(ines)


@pytest.fixture
def ben() -> User:
    return staff("editor", "ben")


def test_what_is_typed_is_kept_and_offered(hers: Client, ines: User) -> None:
    story = draft(ines)
    answer = hers.post(address(story, "draft/"), form_of(story, body=HERS)).json()
    assert answer["kept_at"]
    assert newest(story).body != HERS, "nothing of the story has changed"
    page = hers.get(address(story)).text
    assert "You typed something here" in page
    assert HERS not in page
    taken = hers.get(address(story, "change/?take-up"))
    form = taken.context["adminform"].form
    assert (form["body"].value(), form["edits"].value()) == (HERS, newest(story).edits)
    assert "Hers, not saved." in hers.get(address(story, "draft/compare/")).text
    hers.post(address(story), form_of(story, body=HERS))
    assert newest(story).body == HERS
    assert not Draft.objects.exists()


def test_a_draft_taken_up_late_is_merged(hers: Client, ines: User, ben: User) -> None:
    story = draft(ines, body="<p>One.</p><p>Two.</p>")
    hers.post(address(story, "draft/"), form_of(story, body="<p>One.</p><p>Two, hers.</p>"))
    logged_in(ben).post(address(story), form_of(story, body="<p>One, his.</p><p>Two.</p>"))
    form = hers.get(address(story, "change/?take-up")).context["adminform"].form
    sent = form_of(story, body=form["body"].value(), edits=form["edits"].value())
    page = hers.post(address(story), sent)
    assert "ben saved this story since you opened it" in page.text
    merged = page.context["adminform"].form["body"].value()
    assert merged == "<p>One, his.</p><p>Two, hers.</p>"


def test_a_save_leaves_a_draft_that_still_waits(hers: Client, ines: User) -> None:
    story = draft(ines)
    hers.post(address(story, "draft/"), form_of(story, body=HERS))
    hers.post(address(story), form_of(story, standfirst="Another thing") | {"keep-draft": "1"})
    assert Draft.objects.get().text["body"] == HERS


@pytest.mark.parametrize("returned", ["for a mistake", "for a conflict"])
def test_a_form_that_comes_back_leaves_a_draft_that_waits(
    hers: Client, ines: User, ben: User, returned: str
) -> None:
    story = draft(ines)
    hers.post(address(story, "draft/"), form_of(story, body=HERS))
    sent = form_of(story, standfirst="Another thing") | {"keep-draft": "1"}
    if returned == "for a mistake":
        sent |= {"slug": "admin"}
    else:
        logged_in(ben).post(address(story), form_of(story, standfirst="His"))
    page = hers.post(address(story), sent)
    assert Draft.objects.get().text["body"] == HERS
    assert 'name="keep-draft"' in page.text


def test_what_says_the_same_as_the_story_is_no_draft(hers: Client, ines: User) -> None:
    story = draft(ines)
    hers.post(address(story, "draft/"), form_of(story, body=HERS))
    assert hers.post(address(story, "draft/"), form_of(story)).json()["kept_at"] is None
    assert not Draft.objects.exists()


def test_a_draft_is_thrown_away_by_its_writer_alone(hers: Client, ines: User, ben: User) -> None:
    story = draft(ines)
    hers.post(address(story, "draft/"), form_of(story, body=HERS))
    his = logged_in(ben)
    assert "You typed something here" not in his.get(address(story)).text
    his.post(address(story, "draft/throw-away/"))
    assert Draft.objects.filter(by=ines).exists()
    hers.post(address(story, "draft/throw-away/"))
    assert not Draft.objects.exists()


def test_those_at_one_story_see_each_other(hers: Client, ines: User, ben: User) -> None:
    story = draft(ines)
    hers.post(address(story, "draft/"))
    his = logged_in(ben)
    [other] = his.post(address(story, "draft/")).json()["others"]
    assert other == {"name": "ines", "unsaved_at": None}
    hers.post(address(story, "draft/"), form_of(story, body=HERS))
    answer = his.post(address(story, "draft/")).json()
    assert answer["others"][0]["unsaved_at"]
    Presence.objects.filter(who=ines).update(seen_at=timezone.now() - timedelta(minutes=2))
    assert his.post(address(story, "draft/")).json()["others"] == []


def test_who_saved_meanwhile_is_told(hers: Client, ines: User, ben: User) -> None:
    story = draft(ines)
    before = hers.post(address(story, "draft/")).json()
    assert (before["edits"], before["saved_by"]) == (1, "you")
    logged_in(ben).post(address(story), form_of(story, body="<p>His.</p>"))
    answer = hers.post(address(story, "draft/")).json()
    assert (answer["edits"], answer["saved_by"]) == (2, "ben")


@pytest.mark.parametrize("rest", ["draft/", "draft/compare/", "draft/throw-away/", "saves/"])
def test_a_story_of_anothers_answers_like_one_that_is_not_there(ines: User, rest: str) -> None:
    story = draft(ines)
    reporter = logged_in(staff("reporter", "cleo"))
    for method in (reporter.get, reporter.post):
        there = method(address(story, rest))
        absent = method(address(Story(pk=story.pk + 1), rest))
        assert there.status_code == absent.status_code
        assert there.status_code in (404, 405)
    assert not Draft.objects.exists()
    assert not Presence.objects.exists()


def test_a_draft_that_is_too_long_is_refused_with_words(hers: Client, ines: User) -> None:
    story = draft(ines)
    sent = form_of(story, body=f"<p>{'x' * 1_000_001}</p>")
    answer = hers.post(address(story, "draft/"), sent)
    assert answer.status_code == 413
    assert "1,000,000 letters" in answer.json()["problem"]
    hers.post(address(story, "draft/"), form_of(story, body="<p>a\0b</p>"))
    assert Draft.objects.get().text["body"] == "<p>ab</p>"


def test_asking_costs_few_queries(
    hers: Client, ines: User, django_assert_max_num_queries: object
) -> None:
    story = draft(ines)
    hers.post(address(story, "draft/"))
    with django_assert_max_num_queries(15):  # type: ignore[operator]
        hers.post(address(story, "draft/"), form_of(story, body=HERS))


# ---- A session that ends while somebody types --------------------------------------------------


def end_session(client: Client) -> None:
    client.session.delete()


@pytest.fixture
def password(ines: User) -> str:
    ines.set_password("correct horse")
    ines.save()
    return "correct horse"


def test_what_is_sent_after_the_session_ended_is_there_after_login(
    hers: Client, ines: User, password: str
) -> None:
    story = draft(ines)
    hers.force_login(ines)
    end_session(hers)
    page = hers.post(address(story), form_of(story, body=HERS))
    assert "You were logged out before this could be saved" in page.text
    assert newest(story).body != HERS
    typed = page.context["typed"]
    sent = {"username": "ines", "typed": typed, "next": address(story)}
    wrong = hers.post("/admin/login/", sent | {"password": "wrong"})
    assert "Hers, not saved." in wrong.text, "it comes along with another try"
    assert "Hers, not saved." not in str(AccessAttempt.objects.values_list("post_data"))
    answer = hers.post("/admin/login/", sent | {"password": password})
    assert answer.headers["Location"] == address(story)
    assert Draft.objects.get(by=ines).text["body"] == HERS
    assert "You typed something here" in hers.get(address(story)).text


def test_nothing_is_stored_for_whoever_is_not_logged_in(ines: User) -> None:
    story = draft(ines)
    stranger = Client()
    there = stranger.post(address(story), form_of(story, body=HERS))
    absent = stranger.post(address(Story(pk=10**9)), form_of(story, body=HERS))
    assert there.status_code == absent.status_code == 200
    assert not StaffSession.objects.exists()
    assert not Draft.objects.exists()
    assert stranger.post(address(story), {"headline": "x"}).status_code == 302


def test_what_a_login_brings_along_is_for_who_may_change_that_story(ines: User) -> None:
    story = published(ines)
    cleo = staff("reporter", "cleo")
    cleo.set_password("correct horse")
    cleo.save()
    for story_id in (story.pk, 10**9, "x", -1, float("inf")):
        typed = json.dumps({"story": story_id, "edits": 1, "text": {"body": HERS}})
        Client().post(
            "/admin/login/",
            {"username": "cleo", "password": "correct horse", "typed": typed, "next": "/admin/"},
        )
    assert not Draft.objects.exists()


def test_a_draft_that_was_there_is_not_lost_to_what_a_login_brings(
    hers: Client, ines: User, password: str
) -> None:
    story = draft(ines, body="<p>One.</p><p>Two.</p>")
    hers.force_login(ines)  # a new password has ended the session before
    hers.post(address(story, "draft/"), form_of(story, body="<p>One.</p><p>Two, kept.</p>"))
    end_session(hers)
    page = hers.post(address(story), form_of(story, body="<p>One, sent.</p><p>Two.</p>"))
    sent = {"username": "ines", "password": password, "typed": page.context["typed"]}
    hers.post("/admin/login/", sent)
    assert Draft.objects.get().text["body"] == "<p>One, sent.</p><p>Two, kept.</p>"


def test_a_form_of_too_many_fields_is_refused_and_the_text_kept(hers: Client, ines: User) -> None:
    story = draft(ines)
    hers.post(address(story, "draft/"), form_of(story, body=HERS))
    more = {f"more{number}": "x" for number in range(1001)}
    answer = hers.post(address(story), form_of(story, body=HERS) | more)
    assert answer.status_code == 400
    assert "Your text is not lost" in answer.text
    assert Draft.objects.get().text["body"] == HERS
    long = hers.post(address(story), form_of(story, body="x" * 3_000_000))
    assert long.status_code == 400
    assert "Your text is not lost" in long.text


@pytest.mark.parametrize("closed", ["scheduled", "withdrawn"])
def test_what_is_sent_to_a_story_that_is_closed_meanwhile_stays_a_draft(
    hers: Client, ines: User, closed: str
) -> None:
    story = published(ines)
    sent = form_of(story, body=HERS)
    if closed == "scheduled":
        hers.post(address(story), form_of(story, standfirst="More"))
        workflow.publish(story, by=ines, public_from=timezone.now() + timedelta(hours=1))
    else:
        workflow.withdraw(story, by=ines, note="It was wrong.")
    page = hers.post(address(story), sent, follow=True)
    assert "Nothing was saved" in page.text
    assert "What you typed is kept as your draft" in page.text
    assert Draft.objects.get().text["body"] == HERS
    assert "Hers, not saved." in hers.get(address(story, "draft/compare/")).text


@pytest.mark.parametrize("closed", ["published", "given away"])
def test_who_wrote_in_a_story_that_is_closed_to_them_gets_back_what_they_typed(
    ines: User, closed: str
) -> None:
    rita, nora = staff("reporter", "rita"), staff("reporter", "nora")
    story = ready(rita)
    sent = form_of(story, body=HERS)
    if closed == "published":
        workflow.publish(story, by=ines)
    else:
        Story.objects.update(owner=ines)
        Revision.objects.update(headline="Not hers to know")
    answer = logged_in(rita).post(address(story), sent)
    assert answer.status_code == 409
    assert "&lt;p&gt;Hers, not saved.&lt;/p&gt;" in answer.text
    assert "Not hers to know" not in answer.text
    absent = logged_in(nora).post(address(story).replace(str(story.pk), "999999"), sent)
    never_hers = logged_in(nora).post(address(story), sent)
    assert (never_hers.status_code, never_hers.content) == (404, absent.content)
    assert newest(story).body != HERS


def test_a_scheduled_story_takes_no_draft_into_it(hers: Client, ines: User) -> None:
    story = published(ines)
    next_body = newest(story).body.replace("It was", "It still was")
    hers.post(address(story), form_of(story, body=next_body))
    workflow.publish(story, by=ines, public_from=timezone.now() + timedelta(hours=1))
    hers.post(address(story, "draft/"), form_of(story, body=HERS))
    assert newest(story).body == next_body
    assert "data-draft" not in hers.get(address(story)).text
