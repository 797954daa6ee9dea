"""Who may do what at the desk, as one table."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from newsroom import workflow
from newsroom.models import Story
from tests.newsroom.desk import (
    KEY,
    address,
    claim_form,
    claim_of,
    draft,
    form_of,
    logged_in,
    ready,
    staff,
)
from tests.newsroom.stories import source

pytestmark = pytest.mark.django_db

ROLES = ("reporter", "editor", "exporter", "admin")


@pytest.fixture
def rita() -> User:
    """A reporter, whose stories these are."""
    return staff("reporter", "rita")


#: For each role: what it gets of its own and of another's story, unpublished and published.
OPENS = [
    # role, own draft, own published, another's draft, another's published
    ("reporter", 200, 404, 404, 404),
    ("editor", 200, 200, 200, 200),
    ("exporter", 302, 302, 302, 302),  # to the preview: it may read, not write
    ("admin", 200, 200, 200, 200),
]


@pytest.mark.parametrize(("role", "own", "own_public", "other", "other_public"), OPENS)
def test_who_opens_which_story(
    rita: User, role: str, own: int, own_public: int, other: int, other_public: int
) -> None:
    someone = rita if role == "reporter" else staff(role, role)
    another = staff("reporter", "another")
    desk = logged_in(someone)
    for owner, state, expected in (
        (someone, "draft", own),
        (someone, "published", own_public),
        (another, "draft", other),
        (another, "published", other_public),
    ):
        story = draft_or_published(owner, state)
        assert desk.get(address(story)).status_code == expected, (owner, state)


def draft_or_published(owner: User, state: str) -> Story:
    """Each with a claim of its own key, for a key belongs to one story."""
    number = Story.objects.count()
    body = f'<p><cite data-claim="k{number:07}">words</cite></p>'
    story = workflow.start_story(headline=f"Story {number}", by=owner, body=body)
    if state == "published":
        claim = story.revisions.get().claims.get()
        workflow.assert_claim(claim, by=owner, kind="judgement", source=source("The Treasury"))
        workflow.confirm(claim, by=owner)
        workflow.publish(story, by=owner)
    return story


PAGES = (
    "change/",
    "history/",
    "delete/",
    "claims/",
    f"claims/{KEY}/",
    "records/?kind=position&role=party&q=x",
    "checklist/",
    "preview/",
    "publish/",
    "withdraw/",
)


@pytest.mark.parametrize("rest", PAGES)
def test_a_reporter_gets_the_same_answer_for_anothers_story_and_for_none(
    rita: User, rest: str
) -> None:
    desk = logged_in(rita)
    theirs = desk.get(address(draft(staff("reporter", "another")), rest))
    missing = desk.get(f"/admin/newsroom/story/999999/{rest}")
    # Reporters delete nothing, whosoever it is.
    assert theirs.status_code == missing.status_code == (403 if rest == "delete/" else 404)
    assert theirs.content == missing.content


def test_a_reporter_cannot_write_into_anothers_story(rita: User) -> None:
    story = draft(staff("reporter", "another"))
    desk = logged_in(rita)
    assert desk.post(address(story), form_of(story, headline="Mine now")).status_code == 404
    form = claim_form(claim_of(story), kind="judgement")
    assert desk.post(address(story, f"claims/{KEY}/"), form).status_code == 404
    sent = {"key": "wxyz6789", "words": "x"}
    assert desk.post(address(story, "claims/"), sent).status_code == 404
    assert claim_of(story).kind == ""
    assert story.headline == "Officials named"


def test_a_reporter_sees_only_their_own_in_every_list(rita: User) -> None:
    another = staff("reporter", "another")
    draft(another, headline="Secret plan")
    desk = logged_in(rita)
    for model in ("story", "claim", "claimlink", "correction"):
        page = desk.get(f"/admin/newsroom/{model}/").text
        assert "Secret plan" not in page
        assert "desperate" not in page
    claim = claim_of(Story.objects.get())
    assert desk.get(f"/admin/newsroom/claim/{claim.pk}/change/").status_code == 302
    assert (
        "desperate" not in desk.get(f"/admin/newsroom/claim/{claim.pk}/change/", follow=True).text
    )


@pytest.mark.parametrize(
    ("role", "publish", "withdraw", "take_back"),
    [
        ("reporter", 403, 403, 403),
        ("editor", 200, 200, 302),
        ("exporter", 404, 404, 404),
        ("admin", 200, 200, 302),
    ],
)
def test_who_publishes_withdraws_and_takes_back(
    rita: User, role: str, publish: int, withdraw: int, take_back: int
) -> None:
    someone = rita if role == "reporter" else staff(role, role)
    story = ready(someone)
    desk = logged_in(someone)
    assert desk.get(address(story, "publish/")).status_code == publish
    assert desk.get(address(story, "withdraw/")).status_code == withdraw
    assert desk.post(address(story, "take-back/")).status_code == take_back
    if publish != 200:
        assert desk.post(address(story, "publish/"), {}).status_code == publish
        assert not Story.objects.published().exists()
    assert ('name="_publish"' in desk.get(address(story)).text) == (publish == 200)


def test_a_reporter_cannot_give_a_story_away(rita: User) -> None:
    story = draft(rita)
    other = staff("reporter", "another")
    logged_in(rita).post(address(story), form_of(story, owner=other.pk, headline="Typed"))
    story.refresh_from_db()
    assert (story.owner, story.headline) == (rita, "Typed")


def test_an_exporter_reads_and_writes_nothing() -> None:
    story = draft(staff("editor", "ines"))
    desk = logged_in(staff("exporter", "ex"))
    assert desk.get(address(story), follow=True).status_code == 200
    assert desk.post(address(story), form_of(story, headline="Typed")).status_code == 302
    assert desk.get(address(story, "claims/")).status_code == 404
    assert story.headline == "Officials named"


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("model", ["claim", "claimlink", "correction"])
def test_nobody_edits_claims_links_and_corrections_in_their_lists(role: str, model: str) -> None:
    desk = logged_in(staff(role, "someone"))
    assert desk.get(f"/admin/newsroom/{model}/").status_code == 200
    assert desk.get(f"/admin/newsroom/{model}/add/").status_code == 403


@pytest.mark.parametrize(
    ("role", "may"), [("reporter", 403), ("editor", 403), ("exporter", 200), ("admin", 200)]
)
@pytest.mark.parametrize("model", ["story", "source", "claim", "claimlink", "correction"])
def test_who_exports(role: str, may: int, model: str) -> None:
    draft(staff("editor", "ines"))
    desk = logged_in(staff(role, "someone"))
    page = desk.get(f"/admin/newsroom/{model}/").text
    assert ("Export CSV" in page) == (may == 200)
    assert desk.get(f"/admin/newsroom/{model}/export/").status_code == may


def test_a_stranger_is_asked_to_log_in() -> None:
    story = draft(staff("editor", "ines"))
    for page in PAGES:
        answer = Client().get(address(story, page))
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/admin/login/")


def test_the_way_to_a_page_is_shown_to_whoever_may_see_what_it_is_about(rita: User) -> None:
    """The address of another's draft is made of its headline."""
    story = draft(staff("reporter", "another"))
    kind = ContentType.objects.get_for_model(Story).pk
    desk = logged_in(rita)
    theirs = desk.get(f"/admin/r/{kind}/{story.pk}/")
    assert theirs.status_code == 404
    assert theirs.content == desk.get(f"/admin/r/{kind}/999999/").content
    assert theirs.content == desk.get(f"/admin/r/999999/{story.pk}/").content
    to_editor = logged_in(staff("editor", "ines")).get(f"/admin/r/{kind}/{story.pk}/")
    assert to_editor.headers["Location"] == story.get_absolute_url()
