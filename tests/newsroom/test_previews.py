"""A preview: one story, for one reader, for a while; whatever else is asked for is not there."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from newsroom import pictures, previews, workflow
from newsroom.logs import told, without_tokens
from newsroom.models import Note, PreviewLink, Story
from newsroom.workflow import WorkflowError
from sanctions.models import AuditEntry
from tests import factories
from tests.newsroom.desk import address, claim_of, draft, logged_in, published, ready, staff
from tests.newsroom.stories import source
from tests.newsroom.test_pictures import WORDS, image, written

pytestmark = pytest.mark.django_db


def link_to(story: Story, **how: Any) -> PreviewLink:
    columns: dict[str, Any] = {"for_whom": "Ana at legal", "hours": 4, "needs_login": False}
    return previews.make(story, by=story.owner, **columns | how)


def same(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


def ended(link: PreviewLink) -> None:
    past = timedelta(hours=5)
    PreviewLink.objects.update(made_at=Now() - past, expires_at=Now())


def test_a_preview_shows_the_newest_revision_and_says_what_it_is(client: Client) -> None:
    story = published(staff("editor", "ines"))
    working = workflow.working_revision(story, story.owner)
    workflow.save_text(
        working, by=story.owner, edits=working.edits, headline="As it will be", body=working.body
    )
    answer = client.get(previews.address_of(link_to(story)))
    text = answer.content.decode()
    assert "As it will be" in text
    assert "A preview for Ana at legal, until" in text
    assert "UTC" in text
    assert "not published" in text
    assert client.get(f"/stories/{story.slug}/").content.decode().count("As it will be") == 0


def test_nobody_keeps_a_preview_nor_learns_where_it_was(client: Client) -> None:
    answer = client.get(previews.address_of(link_to(ready(staff("editor", "ines")))))
    text = answer.content.decode()
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(answer.headers)
    for for_machines in ("feed.atom", "og:", "canonical", "application/json", "ld+json"):
        assert for_machines not in text
    assert "Disallow: /preview/" in client.get("/robots.txt").content.decode()


def forged(link: PreviewLink) -> str:
    public_id, _, signature = previews.address_of(link).split("/")[2].partition("~")
    other = "A" if signature[0] != "A" else "B"
    return f"/preview/{public_id}~{other}{signature[1:]}/"


def of_another(link: PreviewLink) -> str:
    """The signature of one link under the id of another."""
    other = link_to(link.story)
    signature = previews.address_of(link).rpartition("~")[2]
    return f"/preview/{other.public_id}~{signature}"


@pytest.mark.parametrize(
    "without",
    [
        ended,
        lambda link: previews.revoke(link, by=link.by),
        lambda link: link.delete(),
        lambda link: type(link.by).objects.update(is_active=False),
        lambda link: type(link.by).objects.update(is_staff=False),
        lambda link: Story.objects.update(withdrawn_at=Now(), withdrawal_note="No."),
        forged,
        of_another,
        lambda link: f"/preview/{link.public_id}/",
        lambda link: f"/preview/{link.story.slug}/",
    ],
    ids=[
        *("ended", "revoked", "deleted", "its maker has left", "its maker works elsewhere"),
        "the story is withdrawn",
        *("forged", "of another link", "unsigned", "guessed"),
    ],
)
def test_what_opens_nothing_is_not_there(
    client: Client, without: Callable[[PreviewLink], str | None]
) -> None:
    story = ready(staff("editor", "ines"))
    link = link_to(story)
    opens = previews.address_of(link)
    assert client.get(opens).status_code == 200
    asked = without(link)
    asked = asked if isinstance(asked, str) else opens
    absent = same(client.get("/stories/there-is-none/"))
    assert same(client.get(asked)) == absent
    assert same(client.get(f"{asked}pictures/aaaaaaaa/320.jpg")) == absent
    assert AuditEntry.objects.filter(verb="opened").count() == 1, "only what opened is told"


def test_a_link_opens_to_whoever_has_an_account_unless_it_says_otherwise(client: Client) -> None:
    story = ready(staff("editor", "ines"))
    opens = previews.address_of(link_to(story, needs_login=True))
    answer = client.get(opens)
    assert (answer.status_code, answer.content) == (302, b"")
    assert answer.headers["Location"].startswith("/admin/login/?next=/preview/")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "Officials named" in logged_in(staff("exporter", "zoe")).get(opens).content.decode()
    previews.revoke(PreviewLink.objects.get(), by=story.owner)
    assert client.get(opens).status_code == 404, "no login leads to what has ended"


def test_who_opened_it_is_told_and_no_readers_address_kept(client: Client) -> None:
    story = ready(staff("editor", "ines"))
    link = link_to(story)
    zoe = staff("exporter", "zoe")
    client.get(previews.address_of(link), REMOTE_ADDR="198.51.100.7")
    logged_in(zoe).get(previews.address_of(link))
    opened = AuditEntry.objects.filter(verb="opened").order_by("pk")
    assert [entry.actor_name for entry in opened] == ["", "zoe"]
    assert {entry.key for entry in opened} == {str(link.pk)}
    assert "198.51" not in str(list(opened.values()))


def test_a_preview_tells_no_more_of_a_source_than_readers_will_be_told(client: Client) -> None:
    editor = staff("editor", "ines")
    story = draft(editor)
    secret = factories.document("CANARYTEXT", title="CANARYTITLE", access="desk")
    heron = source("Code Heron", terms="background", kind="confidential", document=secret)
    hidden = factories.desk_record("event", title="CANARYRECORD", public_from=None)
    workflow.assert_claim(claim_of(story), by=editor, kind="event", source=heron, document=secret)
    workflow.link(claim_of(story), "record", hidden, by=editor, why="CANARYWHY")
    Note.objects.create(story=story, text="CANARYNOTE", by=editor)
    text = client.get(previews.address_of(link_to(story))).content.decode()
    assert "a desperate act" in text
    assert "CANARY" not in text


def test_a_preview_brings_the_picture_that_it_shows_and_no_other(client: Client) -> None:
    editor = staff("editor", "ines")
    story = ready(editor)
    shown, other = (
        pictures.store(written(image(320, 320)), story, **WORDS, by=editor) for _ in range(2)
    )
    pictures.show(story, shown, by=editor)
    opens = previews.address_of(link_to(story))
    file = f"{opens}pictures/{shown.public_id}/320.jpg"
    assert file in client.get(opens).content.decode()
    answer = client.get(file)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer.headers
    assert client.get(f"{opens}pictures/{other.public_id}/320.jpg").status_code == 404
    assert client.get(f"/pictures/{shown.public_id}/320.jpg").status_code == 404


@pytest.mark.parametrize("hours", [0, 25, -1])
def test_a_preview_lasts_a_day_at_most(hours: int) -> None:
    story = ready(staff("editor", "ines"))
    with pytest.raises(WorkflowError):
        link_to(story, hours=hours)
    link_to(story)
    with pytest.raises(IntegrityError), transaction.atomic():
        PreviewLink.objects.update(expires_at=F("made_at") + timedelta(hours=25))


def test_it_ends_by_the_databases_clock() -> None:
    story = ready(staff("editor", "ines"))
    link = link_to(story, hours=1)
    assert link.expires_at - link.made_at == timedelta(hours=1)
    assert abs(timezone.now() - link.made_at) < timedelta(minutes=1)
    token = previews.address_of(link).split("/")[2]
    PreviewLink.objects.update(expires_at=Now() + timedelta(seconds=30))
    assert previews.at(token) == link
    ended(link)
    assert previews.at(token) is None


def test_the_desks_own_preview_is_kept_by_nobody_either() -> None:
    story = ready(staff("editor", "ines"))
    answer = logged_in(story.owner).get(address(story, "preview/"))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert "ETag" not in answer.headers


# ---- At the desk ------------------------------------------------------------------------------


def test_a_link_is_made_listed_opened_and_revoked_at_the_desk(client: Client) -> None:
    editor = staff("editor", "ines")
    story, desk = ready(editor), logged_in(editor)
    page = address(story, "previews/")
    assert page in desk.get(address(story)).content.decode()
    assert desk.get(page).content.decode().count('name="needs_login" ') == 1
    answer = desk.post(page, {"for_whom": "Ana at legal", "hours": 2}, follow=True)
    link = PreviewLink.objects.get()
    opens = previews.address_of(link)
    text = answer.content.decode()
    assert f"http://testserver{opens}" in text
    assert "without logging in" in text
    assert "Not opened yet" in text
    assert link.expires_at - link.made_at == timedelta(hours=2)
    assert client.get(opens).status_code == 200
    assert "Opened once" in desk.get(page).content.decode()
    text = desk.post(f"{page}{link.pk}/revoke/", follow=True).content.decode()
    assert "revoked by ines" in text
    assert opens not in text
    assert client.get(opens).status_code == 404
    history = desk.get(address(story, "history/")).content.decode()
    assert "Made a preview for Ana at legal, until" in history
    assert "Revoked the preview for Ana at legal." in history


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"for_whom": " ", "hours": 4}, "This field is required"),
        ({"for_whom": "Ana", "hours": 25}, "less than or equal to 24"),
        ({"for_whom": "Ana", "hours": 0}, "greater than or equal to 1"),
    ],
)
def test_a_link_says_for_whom_and_for_how_long(typed: dict[str, Any], told: str) -> None:
    editor = staff("editor", "ines")
    answer = logged_in(editor).post(address(ready(editor), "previews/"), typed)
    assert told in answer.content.decode()
    assert not PreviewLink.objects.exists()


def test_only_who_may_make_links_sees_their_addresses() -> None:
    editor, reporter = staff("editor", "ines"), staff("reporter", "rosa")
    theirs, own = ready(editor), draft(reporter, headline="Own")
    link = link_to(theirs)
    assert logged_in(reporter).get(address(own, "previews/")).status_code == 200
    assert logged_in(reporter).get(address(theirs, "previews/")).status_code == 404
    of_another = address(own, f"previews/{link.pk}/revoke/")
    assert logged_in(reporter).post(of_another).status_code == 404
    assert logged_in(staff("exporter", "zoe")).get(address(theirs, "previews/")).status_code == 404
    assert PreviewLink.objects.open().get() == link


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/preview/abc~def/", "/preview/…/"),
        ("/preview/abc~def/pictures/aaaaaaaa/320.jpg", "/preview/…/pictures/aaaaaaaa/320.jpg"),
        ("/admin/newsroom/story/7/preview/", "/admin/newsroom/story/7/preview/"),
        ("/stories/preview/", "/stories/preview/"),
    ],
)
def test_no_log_keeps_an_address_that_opens_one(path: str, logged: str) -> None:
    assert without_tokens(path) == logged
    record = logging.LogRecord("django", logging.ERROR, "", 1, "Not Found: %s", (path,), None)
    assert told(record) == f"Not Found: {logged}"
