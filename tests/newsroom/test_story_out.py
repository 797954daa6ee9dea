"""A story out again: in another site's frame, and taken from the desk as HTML and JSON."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import html as lxml_html
from playwright.sync_api import Page, expect

from newsroom import workflow
from newsroom.models import Correction, FormerSlug, Story
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import (
    KEY,
    address,
    form_of,
    logged_in,
    marked,
    newest,
    published,
    ready,
    staff,
)

pytestmark = pytest.mark.django_db

FRAME = "/stories/officials/embed/"


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def desk(ines: User) -> Client:
    return logged_in(ines)


@pytest.fixture(autouse=True)
def here(settings: Any) -> None:
    settings.ADDRESS = "https://news.example"


def parsed(html: str) -> Any:
    """A page of ours, read as lxml does."""
    return lxml_html.document_fromstring(html)


def listed_story(**columns: Any) -> Story:
    """Published, with one claim that a designation settles."""
    listed = factories.designation("SMITH, John")
    body = f"<p>He {marked('was listed')}, <a href='https://a.example/'>they say</a>.</p>"
    claims = {KEY: {"kind": "designated", "records": [("designation", listed)]}}
    return stories.story(body=body, claims=claims, **columns)


# ---- In a frame -------------------------------------------------------------------------------


def test_a_frame_holds_the_story_with_each_claims_record_and_no_script(client: Client) -> None:
    listed_story(standfirst="Who they are.", byline="Ana Ruiz", section="Venezuela")
    page = client.get(FRAME)
    for shown in ("Washington puts 21", "Who they are.", "Ana Ruiz", "was listed", "SMITH, John"):
        assert shown in page.text
    document = parsed(page.text)
    assert not document.xpath("//script | //@style | //*[starts-with(name(@*), 'on')]")
    (details,) = document.xpath("//details")
    assert details.xpath("string(summary)").split() == [
        "1",
        "Not",
        "yet",
        "checked",
        "was",
        "listed",
    ]
    assert details.xpath("div/@id") == document.xpath("//a[@class='claim']/@href")[0][1:].split()


def test_any_site_may_frame_it_and_nothing_else_of_ours(client: Client) -> None:
    listed_story()
    framed, page = client.get(FRAME), client.get("/stories/officials/")
    policy = dict(rule.split(" ", 1) for rule in framed["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "img-src": "'self'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "frame-ancestors": "*",
    }
    assert "X-Frame-Options" not in framed
    assert framed["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]
    assert page["X-Frame-Options"] == "DENY"
    assert "Set-Cookie" not in framed


def test_search_engines_are_sent_to_the_storys_own_page(client: Client) -> None:
    listed_story()
    page = client.get(FRAME)
    assert page["X-Robots-Tag"] == "noindex"
    assert '<link rel="canonical" href="https://news.example/stories/officials/">' in page.text
    assert '<meta name="robots" content="noindex">' in page.text
    assert "embed" not in client.get("/sitemap.xml").text


def test_links_leave_the_frame_and_claims_open_within_it(client: Client) -> None:
    listed_story()
    document = parsed(client.get(FRAME).text)
    assert document.xpath("//base/@target") == ["_blank"]
    assert document.xpath("//a[@class='claim']/@target") == ["_self"]
    assert not document.xpath("//a[@target][not(@class='claim')]")


def test_a_frame_tells_when_it_was_updated_and_what_was_corrected(client: Client) -> None:
    story = listed_story()
    before = newest(story)
    later = datetime(2024, 11, 28, 9, 0, tzinfo=UTC)
    after = stories.revision(story, "<p>Mended.</p>", public_from=later)
    Correction.objects.create(
        story=story,
        revision_before=before,
        revision_after=after,
        wrong="He was not.",
        right="He was.",
        by=stories.editor(),
        at=later,
    )
    page = client.get(FRAME).text
    for told in ("27 November 2024, 18:40", "updated", "28 November 2024, 09:00", "He was not."):
        assert told in page
    assert "was listed" not in page


def test_a_frame_shows_nothing_that_is_not_published(client: Client) -> None:
    story = listed_story()
    stories.revision(story, "<p>ziloworking</p>", public_from=None, headline="zilonext")
    client.get(FRAME)
    assert "zilo" not in client.get(FRAME).text


@pytest.mark.parametrize(
    "public_from", [None, timezone.now() + timedelta(days=1)], ids=["draft", "scheduled"]
)
def test_what_readers_cannot_read_cannot_be_framed(
    client: Client, public_from: datetime | None
) -> None:
    stories.story(public_from=public_from)
    hidden, absent = client.get(FRAME), client.get("/stories/nothing/embed/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert hidden.headers == absent.headers


def test_the_frame_of_a_withdrawn_story_shows_its_notice_and_nothing_else(client: Client) -> None:
    story = listed_story()
    workflow.withdraw(story, by=stories.editor(), note="It was wrong.")
    page = client.get(FRAME)
    assert page.status_code == 200
    assert "It was wrong." in page.text
    assert "frame-ancestors *" in page["Content-Security-Policy"]
    for gone in ("was listed", "Washington puts", "SMITH"):
        assert gone not in page.text


def test_the_frame_of_a_story_that_moved_leads_on(client: Client) -> None:
    story = listed_story()
    FormerSlug.objects.create(story=story, slug="before")
    moved = client.get("/stories/before/embed/")
    assert (moved.status_code, moved["Location"]) == (301, FRAME)


def test_a_frame_costs_the_same_whatever_the_number_of_claims(client: Client) -> None:
    counts = []
    for many in (4, 40):
        stories.claims_story(many, f"of-{many}")
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/stories/of-{many}/embed/").text
        assert page.count("<details") == many
        counts.append(len(asked))
    assert counts[1] <= counts[0] <= 14


def test_the_storys_json_holds_its_text_with_each_claims_link(client: Client) -> None:
    listed_story()
    text = parsed(client.get("/stories/officials.json").json()["html"])
    assert text.xpath("//a/@href") == [
        f"https://news.example/stories/officials/claims/{KEY}/",
        "https://a.example/",
    ]
    assert text.xpath("string()") == "He was listed, they say."


# ---- Taken from the desk ----------------------------------------------------------------------


def test_a_published_story_is_taken_as_readers_read_it(desk: Client) -> None:
    story = listed_story(standfirst="Who & why")
    stories.revision(story, "<p>ziloworking</p>", public_from=None)
    answer = desk.get(address(story, "as-html/"))
    assert answer["Content-Disposition"] == 'attachment; filename="officials.html"'
    article: Any = lxml_html.fragment_fromstring(answer.text)
    assert article.tag == "article"
    assert article.get("data-story") == "https://news.example/stories/officials/"
    claim, other = article.xpath(".//div[@class='text']//a")
    assert claim.get("href") == f"https://news.example/stories/officials/claims/{KEY}/"
    assert (claim.text, other.get("href")) == ("was listed", "https://a.example/")
    assert all(link.startswith("https://") for link in article.xpath(".//@href"))
    assert not article.xpath(".//script | .//@style")
    assert "zilo" not in answer.text
    assert {name for element in article.iter() for name in element.attrib} <= {
        "lang", "dir", "class", "href", "datetime", "data-story", "data-claim",
    }  # fmt: skip


def test_corrections_and_the_day_of_the_update_go_with_the_html(desk: Client, ines: User) -> None:
    story = published(ines, slug="mended")
    desk.post(address(story), form_of(story, body=f"<p>It was {marked('a desperate act')}!</p>"))
    workflow.publish(
        story, by=ines, correction=workflow.CorrectionNote(KEY, "It was calm.", "It was not.")
    )
    html = desk.get(address(story, "as-html/")).text
    assert "Wrong: It was calm. Right: It was not." in html
    assert re.search(r"Published <time.*Updated <time", html)
    assert desk.get(address(story, "as-json/")).json()["corrections"][0]["right"] == "It was not."


def test_an_unpublished_story_is_taken_by_the_desk_alone_and_its_history_says_so(
    desk: Client, client: Client, ines: User
) -> None:
    story = ready(ines, slug="secret")
    assert "Not published: for the desk only." in desk.get(address(story, "as-html/")).text
    json = desk.get(address(story, "as-json/"))
    assert json["Content-Disposition"] == 'attachment; filename="secret.json"'
    assert json.json()["published_at"] is None
    assert json.json()["claims"][0]["text"] == "a desperate act"
    assert "Took the unpublished text away as JSON." in desk.get(address(story, "history/")).text
    assert client.get("/stories/secret.json").status_code == 404


@pytest.mark.parametrize("form", ["as-html/", "as-json/", "embed/"])
def test_a_reporter_takes_nothing_of_anothers(ines: User, form: str) -> None:
    story = ready(ines)
    rita = logged_in(staff("reporter", "rita"))
    assert rita.get(address(story, form)).status_code == 404
    assert Client().get(address(story, form)).status_code == 302


def test_of_a_withdrawn_story_the_desk_takes_its_notice(desk: Client, ines: User) -> None:
    story = published(ines, slug="gone")
    workflow.withdraw(story, by=ines, note="It was wrong.")
    html = desk.get(address(story, "as-html/")).text
    assert "It was wrong." in html
    assert "desperate" not in html
    assert desk.get(address(story, "as-json/")).json()["notice"] == "It was wrong."
    assert "shows the notice" in desk.get(address(story, "embed/")).text


def test_the_desk_copies_a_frame_with_a_title(desk: Client, ines: User) -> None:
    story = published(ines, slug="officials", headline='Named "<b>"')
    page = parsed(desk.get(address(story, "embed/")).text)
    (snippet,) = page.xpath("//textarea[@id='carry-frame']/text()")
    frame = lxml_html.fragment_fromstring(snippet)
    assert frame.tag == "iframe"
    assert frame.get("src") == "https://news.example/stories/officials/embed/"
    assert frame.get("title") == 'Named "<b>"'
    (article,) = page.xpath("//textarea[@id='carry-html']/text()")
    assert "data-story" in article


def test_the_storys_page_at_the_desk_offers_all_three(desk: Client, ines: User) -> None:
    story = ready(ines)
    page = desk.get(address(story)).text
    for name in ("as-html/", "as-json/", "embed/"):
        assert f'href="{address(story, name)}"' in page
    assert "cannot read the story yet" in desk.get(address(story, "embed/")).text


# ---- In a browser -----------------------------------------------------------------------------


def test_a_claim_in_a_frame_opens_and_nothing_is_hard_to_read(page: Page) -> None:
    listed_story(standfirst="Who they are.")
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto(FRAME)
    page.locator("a.claim").click()
    expect(page.locator(".record")).to_be_visible()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
