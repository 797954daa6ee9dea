"""Stories at the desk: writing, publishing, correcting, withdrawing, and their lists."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import workflow
from newsroom.models import Claim, Correction, FormerSlug, Source, Story
from tests import factories
from tests.newsroom.desk import (
    KEY,
    address,
    claim_of,
    draft,
    form_of,
    logged_in,
    marked,
    newest,
    published,
    ready,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def desk(ines: User) -> Client:
    return logged_in(ines)


def test_a_story_begins_as_a_headline(desk: Client, ines: User) -> None:
    answer = desk.post("/admin/newsroom/story/add/", {"headline": "Ñáñez heads the ministry"})
    story = Story.objects.get()
    assert answer.headers["Location"] == address(story)
    assert (story.slug, story.owner, story.headline) == (
        "nanez-heads-the-ministry",
        ines,
        "Ñáñez heads the ministry",
    )


def test_beside_its_owner_stands_no_way_to_delete_an_account() -> None:
    chief = staff("admin", "chief")
    page = logged_in(chief).get(address(draft(chief))).text
    assert 'name="owner"' in page
    for what in ("add", "change", "delete", "view"):
        assert f"{what}_id_owner" not in page


def test_stories_in_no_section_have_a_filter_with_a_name(desk: Client, ines: User) -> None:
    draft(ines)
    assert ">None</a>" in desk.get("/admin/newsroom/story/").text


@pytest.mark.parametrize("headline", ["", "   ", "x" * 301, "a\0b"])
def test_a_headline_is_asked_for_that_can_be_printed(desk: Client, headline: str) -> None:
    answer = desk.post("/admin/newsroom/story/add/", {"headline": headline})
    assert "headline" in answer.context["adminform"].form.errors
    assert not Story.objects.exists()


def test_the_form_shows_the_newest_text_and_who_saved_it(desk: Client, ines: User) -> None:
    story = published(ines, headline="As published")
    workflow.save_text(
        workflow.working_revision(story, ines),
        by=ines,
        edits=newest(story).edits,
        headline="As edited",
        body="<p>New</p>",
    )
    page = desk.get(address(story)).text
    assert 'value="As edited"' in page
    assert "<b>Published, draft waiting</b> revision 2, saved" in page
    assert "by you" in page


def test_saving_cleans_the_body_and_makes_claims_of_marks(desk: Client, ines: User) -> None:
    story = draft(ines)
    body = f'<p onclick="x()">New {marked("words", "wxyz6789")}<script>x()</script></p>'
    desk.post(address(story), form_of(story, body=body))
    revision = newest(story)
    assert revision.body == f"<p>New {marked('words', 'wxyz6789')}</p>"
    assert set(revision.claims.values_list("key", "position")) == {(KEY, None), ("wxyz6789", 0)}


def test_a_mark_of_another_story_is_taken_off_with_a_message(desk: Client, ines: User) -> None:
    draft(ines)
    other = draft(ines, body="<p>Plain.</p>")
    body = f"<p>{marked('stolen')}</p>"
    page = desk.post(address(other), form_of(other, body=body), follow=True).text
    assert f"none of this story were taken off: {KEY}." in page
    assert newest(other).body == "<p>stolen</p>"


def test_ten_thousand_nested_tags_are_saved_flat(desk: Client, ines: User) -> None:
    story = draft(ines)
    body = "<b>" * 10_000 + "deep" + "</b>" * 10_000
    desk.post(address(story), form_of(story, body=body))
    assert newest(story).body == "<p><strong>deep</strong></p>"


def test_saving_a_published_story_begins_the_next_revision_and_readers_see_the_old(
    desk: Client, ines: User
) -> None:
    story = published(ines)
    desk.post(address(story), form_of(story, headline="Changed"))
    assert newest(story).number == 2
    assert "Changed" not in Client().get(story.get_absolute_url()).text


def test_what_stands_above_a_published_headline_is_fixed(desk: Client, ines: User) -> None:
    story = published(ines, section="Venezuela")
    desk.post(address(story), form_of(story, section="Oil", language="es", headline="Another"))
    story.refresh_from_db()
    assert (story.section, story.language) == ("Venezuela", "en")
    assert newest(story).headline == "Another"


def test_saving_nothing_begins_nothing(desk: Client, ines: User) -> None:
    story = published(ines)
    desk.post(address(story), form_of(story))
    assert newest(story).number == 1


@pytest.mark.parametrize(
    ("slug", "message"),
    [
        ("", "This field is required"),
        ("admin", "has a meaning of its own"),
        ("taken", "Another story is at “taken” already"),
        ("TAKEN", "Write it in small letters: “taken”"),
        ("no spaces", "Enter a valid “slug”"),
        ("ñ", "Enter a valid “slug”"),
    ],
)
def test_an_address_that_cannot_be_is_explained(
    desk: Client, ines: User, slug: str, message: str
) -> None:
    draft(ines, slug="taken", body="<p>x</p>")
    story = draft(ines)
    answer = desk.post(address(story), form_of(story, slug=slug, headline="Typed"))
    assert message in " ".join(answer.context["adminform"].form.errors["slug"])
    assert 'value="Typed"' in answer.text
    assert newest(story).headline == "Officials named"


def test_an_old_address_goes_on_leading_to_the_story(desk: Client, ines: User) -> None:
    story = published(ines, slug="old")
    desk.post(address(story), form_of(story, slug="newer"))
    assert FormerSlug.objects.get().slug == "old"
    assert Client().get("/stories/old/").headers["Location"] == "/stories/newer/"


def test_the_form_cannot_set_what_it_does_not_ask(desk: Client, ines: User) -> None:
    story = draft(ines)
    forged = {"withdrawn_at": "2024-01-01", "public_from": "2024-01-01", "id": "99", "number": "9"}
    desk.post(address(story), form_of(story, headline="Typed", **forged))
    story.refresh_from_db()
    assert story.withdrawn_at is None
    assert (newest(story).headline, newest(story).number, newest(story).public_from) == (
        "Typed",
        1,
        None,
    )


# ---- Publishing -------------------------------------------------------------------------------


def test_the_checklist_names_each_place_and_publishing_waits(desk: Client, ines: User) -> None:
    page = desk.get(address(draft(ines))).text
    assert "3 things to fix before this can be published" in page
    assert "Claim 1 has no source." in page
    assert 'name="_publish" id="story-publish" disabled' in page


def test_publishing_what_is_not_ready_changes_nothing(desk: Client, ines: User) -> None:
    story = draft(ines)
    page = desk.post(address(story, "publish/"), {}).text
    assert "Not published: something is left to do." in page
    assert not Story.objects.published().exists()


def test_a_ready_story_is_published(desk: Client, ines: User) -> None:
    story = ready(ines)
    answer = desk.post(address(story), form_of(story) | {"_publish": ""})
    assert answer.headers["Location"] == address(story, "publish/")
    page = desk.post(address(story, "publish/"), {}, follow=True).text
    assert "Read it as readers do." in page
    assert Client().get(story.get_absolute_url()).status_code == 200


def when(**ahead: float) -> str:
    return f"{timezone.localtime() + timedelta(**ahead):%Y-%m-%dT%H:%M}"


def test_a_text_that_somebody_saved_meanwhile_is_not_published_unread(
    desk: Client, ines: User
) -> None:
    story = ready(ines)
    opened = newest(story)
    assert f'name="edits" value="{opened.edits}"' in desk.get(address(story, "publish/")).text
    workflow.save_text(opened, by=ines, edits=opened.edits, headline="Meanwhile", body=opened.body)
    page = desk.post(address(story, "publish/"), {"edits": opened.edits}).text
    assert "saved the text after you opened this page" in page
    assert Story.objects.get(pk=story.pk).live is None


def test_a_story_is_scheduled_and_taken_back(desk: Client, ines: User) -> None:
    story = ready(ines)
    desk.post(address(story, "publish/"), {"public_from": when(hours=2)})
    page = desk.get(address(story)).text
    assert "<b>Scheduled</b>" in page
    assert Client().get(story.get_absolute_url()).status_code == 404
    desk.post(address(story), form_of(story, headline="Sneaked in"))
    assert newest(story).headline == "Officials named"
    desk.post(address(story, "take-back/"))
    assert newest(story).public_from is None
    assert "<b>Draft</b>" in desk.get(address(story)).text


@pytest.mark.parametrize(
    ("zone", "time", "message"),
    [
        ("UTC", "2020-01-01T12:00", "has passed"),
        ("Europe/Madrid", "2027-03-28T02:30", "does not exist in Europe/Madrid"),
        ("Europe/Madrid", "2027-10-31T02:30", "happens twice in Europe/Madrid"),
        ("UTC", "2060-01-01T12:00", "more than five years ahead"),
        ("UTC", "soon", "Write day and time as"),
    ],
)
def test_a_time_that_has_passed_or_occurs_twice_or_never_is_refused(
    desk: Client, ines: User, settings: Any, zone: str, time: str, message: str
) -> None:
    story = ready(ines)
    settings.TIME_ZONE = zone
    with timezone.override(zone):
        answer = desk.post(address(story, "publish/"), {"public_from": time})
    assert message in str(answer.context["form"].errors["public_from"])
    assert newest(story).public_from is None


def test_a_correction_is_published_with_its_note(desk: Client, ines: User) -> None:
    story = published(ines)
    desk.post(address(story), form_of(story, standfirst="Corrected."))
    note = {"key": KEY, "wrong": "We wrote 22.", "right": "It was 21."}
    desk.post(address(story, "publish/"), note)
    correction = Correction.objects.get()
    assert (correction.key, correction.wrong, correction.right) == (KEY, *list(note.values())[1:])
    assert "It was 21." in Client().get("/corrections/").text


@pytest.mark.parametrize(
    ("note", "message"),
    [
        ({"wrong": "We wrote 22."}, "both what was wrong and what is right"),
        ({"key": KEY}, "Say what was wrong with the claim"),
        (
            {"wrong": "22", "right": "21", "public_from": when(hours=2)},
            "A correction does not wait",
        ),
    ],
)
def test_half_a_correction_is_refused(
    desk: Client, ines: User, note: dict[str, str], message: str
) -> None:
    story = published(ines)
    desk.post(address(story), form_of(story, standfirst="Corrected."))
    answer = desk.post(address(story, "publish/"), note)
    assert message in str(answer.context["form"].errors)
    assert not Correction.objects.exists()


def test_a_withdrawn_story_shows_its_notice(desk: Client, ines: User) -> None:
    story = published(ines)
    desk.post(address(story, "withdraw/"), {"note": ""})
    assert Story.objects.published().exists()
    desk.post(address(story, "withdraw/"), {"note": "It was about another man."})
    page = Client().get(story.get_absolute_url()).text
    assert "It was about another man." in page
    assert "desperate" not in page
    assert "<b>Withdrawn</b>" in desk.get(address(story)).text


def test_the_preview_is_the_page_that_readers_would_see(desk: Client, ines: User) -> None:
    story = ready(ines, standfirst="Only here.")
    page = desk.get(address(story, "preview/"))
    assert "Only here." in page.text
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert Client().get(story.get_absolute_url()).status_code == 404


def test_what_readers_have_read_cannot_be_deleted_but_a_draft_can(desk: Client, ines: User) -> None:
    story, other = (
        published(ines),
        draft(ines, slug="draft", body=f"<p>{marked('x', 'k0000001')}</p>"),
    )
    assert desk.post(address(story, "delete/"), {"post": "yes"}).status_code == 403
    desk.post(address(other, "delete/"), {"post": "yes"})
    assert list(Story.objects.all()) == [story]


# ---- Lists ------------------------------------------------------------------------------------


def many(by: User, number: int) -> None:
    for n in range(number):
        key = f"k{Claim.objects.count():07}"
        story = draft(by, headline=f"Story {n}", body=f"<p>{marked('words', key)}</p>")
        claim = claim_of(story, key)
        source = Source.objects.create(
            label=f"Source {key}", slug=key, kind="organisation", terms="on_record"
        )
        workflow.assert_claim(claim, by=by, kind="judgement", source=source)
        workflow.confirm(claim, by=by)
        workflow.publish(story, by=by)
        working = workflow.working_revision(story, by)
        workflow.save_text(
            working, by=by, edits=working.edits, headline=f"Second {n}", body=working.body
        )
        workflow.publish(story, by=by, correction=workflow.CorrectionNote(key, "22", "21"))
        again = workflow.working_revision(story, by).claims.get()
        workflow.link(again, "record", factories.desk_record("event"), by=by)
        workflow.link(again, "party", factories.party(), by=by)
        workflow.link(again, "designation", factories.designation(), by=by)


LISTS = [
    f"/admin/newsroom/{name}/" for name in ("story", "source", "claim", "claimlink", "correction")
]


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_each_list_costs_at_most_ten_queries_whatever_its_length(desk: Client, ines: User) -> None:
    many(ines, 3)
    few = {url: queries(desk, url) for url in LISTS}
    many(ines, 3)
    assert {url: queries(desk, url) for url in LISTS} == few
    assert max(few.values()) <= 10, few


def test_each_list_is_searched_and_refuses_lookups_that_are_none_of_its_filters(
    desk: Client, ines: User
) -> None:
    many(ines, 1)
    for url in LISTS:
        assert desk.get(f"{url}?q=nothing").status_code == 200, url
        assert desk.get(f"{url}?q=%00").status_code == 200, url
        for forged in ("owner__password__startswith=a", "id__gt=0", "by__password__contains=x"):
            assert desk.get(f"{url}?{forged}").status_code in {302, 400}, f"{url}?{forged}"


@pytest.mark.parametrize(
    ("state", "headlines"),
    [
        ("draft", ["A draft"]),
        ("published", ["Public"]),
        ("scheduled", ["Ahead"]),
        ("withdrawn", ["Gone"]),
    ],
)
def test_stories_are_filtered_by_where_they_stand(
    desk: Client, ines: User, state: str, headlines: list[str]
) -> None:
    def made(headline: str) -> Story:
        return workflow.start_story(headline=headline, body="<p>x</p>", by=ines)

    made("A draft")
    workflow.publish(made("Public"), by=ines)
    workflow.publish(made("Ahead"), by=ines, public_from=timezone.now() + timedelta(hours=1))
    gone = made("Gone")
    workflow.publish(gone, by=ines)
    workflow.withdraw(gone, by=ines, note="Wrong.")
    found = desk.get(f"/admin/newsroom/story/?state={state}").context["cl"].result_list
    assert [story.newest_headline for story in found] == headlines


def test_a_confidential_source_is_an_alias_and_is_not_on_the_record(desk: Client) -> None:
    sent = {"label": "A senior US official", "slug": "official", "kind": "confidential"}
    answer = desk.post("/admin/newsroom/source/add/", sent | {"terms": "on_record"})
    assert "Somebody we do not name is not on the record" in answer.text
    desk.post("/admin/newsroom/source/add/", sent | {"terms": "background"})
    assert Source.objects.get().terms == "background"


def test_a_source_in_use_is_not_deleted(desk: Client, ines: User) -> None:
    ready(ines)
    source = Source.objects.get()
    answer = desk.post(f"/admin/newsroom/source/{source.pk}/delete/", {"post": "yes"})
    assert "is in use and cannot be deleted" in answer.text
    assert Source.objects.exists()


def test_claims_are_read_in_their_list_and_edited_in_their_story(desk: Client, ines: User) -> None:
    story = ready(ines)
    claim = claim_of(story)
    page = desk.get(f"/admin/newsroom/claim/{claim.pk}/change/").text
    assert f"{address(story)}#claim={KEY}" in page
    assert 'name="_save"' not in page
