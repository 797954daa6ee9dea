"""The whole path, walked as its users walk it: editor, stranger, exporter, on the demo newsroom."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import cast

import pytest
from django.core.management.base import OutputWrapper
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from newsroom.demo import loader
from newsroom.management.commands.demo import make_accounts
from newsroom.models import Claim, Story
from sanctions.exports import unescape
from sanctions.models import DeskRecord, Document, Official, Party
from tests.accessibility import findings

PASSWORD = "a password for the walk"
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1440, height=900)
ROUND = "/stories/treasury-puts-21-of-maduros-officials-on-the-list/"


@pytest.fixture
def demo(transactional_db: None) -> None:
    make_accounts(PASSWORD)
    loader.load(OutputWrapper(io.StringIO()))


@pytest.fixture
def stranger(
    browser: Browser, base_url: str, browser_errors: list[str]
) -> Iterator[BrowserContext]:
    """Somebody else's browser, who is not logged in, and whose errors count too."""
    context = browser.new_context(base_url=base_url, viewport=PHONE)
    context.on(
        "console",
        lambda message: browser_errors.append(message.text) if message.type == "error" else None,
    )
    yield context
    context.close()


def log_in(page: Page, name: str) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url("/admin/")


def select_words(page: Page, words: str) -> None:
    """Selects words in the editor, as a mouse would."""
    page.evaluate(
        """words => {
            const text = document.createTreeWalker(
                document.querySelector(".body-text"), NodeFilter.SHOW_TEXT)
            while (text.nextNode()) {
                const start = text.currentNode.data.indexOf(words)
                if (start < 0) continue
                getSelection().setBaseAndExtent(
                    text.currentNode, start, text.currentNode, start + words.length)
                return
            }
        }""",
        words,
    )


@pytest.mark.usefixtures("demo")
def test_a_story_is_written_linked_published_read_corrected_and_exported(
    page: Page, stranger: BrowserContext, browser_errors: list[str]
) -> None:
    page.set_viewport_size(DESKTOP)
    log_in(page, "editor")

    # A story is written.
    page.goto("/admin/newsroom/story/add/")
    page.get_by_label("Headline").fill("Ñáñez is on the list")
    page.get_by_role("button", name="Begin").click()
    editor = page.locator(".body-text")
    editor.click()
    page.keyboard.type("The minister Freddy Ñáñez was listed in November, and says nothing.")

    # A claim is marked, and says what it asserts, who says so and which record it rests on.
    select_words(page, "Freddy Ñáñez was listed in November")
    page.keyboard.press("Control+m")
    panel = page.locator("#story-panel")
    expect(panel.locator("#claim-heading")).to_contain_text("Freddy Ñáñez was listed in November")
    panel.get_by_label("Kind").select_option("designated")
    panel.locator("[data-find=designation]").fill("nanez")
    panel.locator("button[value^='link:designation:']").first.click()
    expect(panel.get_by_role("button", name="Take off")).to_be_visible()
    panel.get_by_label("Source").fill("Treasury announcement jy2730")
    panel.get_by_role("button", name="Confirm", exact=True).click()
    expect(panel.locator(".panel-said")).to_contain_text("onfirmed")

    # The text, not saved until now, is still there.
    expect(editor).to_contain_text("and says nothing")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#story-to-fix")).to_have_text("Ready to be published")

    # Nobody reads it before it is published.
    address = Story.objects.get(slug="nanez-is-on-the-list").get_absolute_url()
    reader = stranger.new_page()
    answer = reader.goto(address)
    assert answer is not None
    assert answer.status == 404
    expect(reader.get_by_role("heading", level=1)).to_contain_text("No page here")
    assert [error for error in browser_errors if "404" not in error] == []
    browser_errors.clear()  # a page that is not there is an error to the console, and meant to be
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist")).to_contain_text("ublished")

    # A stranger reads it, on a phone, with its record at the foot.
    reader.goto(address)
    reader.locator("a.claim").click()
    card = reader.locator("[id^=c-]:visible")
    expect(card).to_contain_text("NAZARET NANEZ CONTRERAS, Freddy Alfred")
    expect(card).to_contain_text("Supported")
    assert sideways_scroll(reader) == 0
    reader.set_viewport_size(DESKTOP)
    expect(card).to_be_visible()
    permalink = card.get_by_role("link", name="Page of this claim").get_attribute("href")

    # The same without a script, by address alone.
    plain = cast(Browser, stranger.browser).new_context(
        base_url=page.url.split("/admin")[0], java_script_enabled=False, viewport=PHONE
    )
    without_script = plain.new_page()
    without_script.goto(address)
    without_script.locator("a.claim").click()
    expect(without_script.locator("[id^=c-]:target")).to_contain_text("Entry 51271")
    plain.close()

    # The record and the claim have pages of their own.
    assert permalink
    reader.goto(permalink)
    expect(reader.get_by_role("heading", level=1)).to_contain_text("Freddy Ñáñez was listed")
    reader.get_by_role("link", name="Freddy Ñáñez", exact=False).last.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Freddy Ñáñez")
    expect(reader.locator("main")).to_contain_text("Freddy Ñáñez was listed in November")

    # An edit that is not published changes nothing for readers; published, it may correct.
    story = Story.objects.get(slug="nanez-is-on-the-list")
    page.goto(f"/admin/newsroom/story/{story.pk}/change/")
    page.locator(".body-text").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" He was listed on a Wednesday.")
    page.get_by_role("button", name="Save and continue editing").click()
    reader.goto(address)
    expect(reader.locator("main")).not_to_contain_text("Wednesday")
    page.get_by_role("button", name="Publish").click()
    page.get_by_label("What was wrong").fill("The day of the week was missing.")
    page.get_by_label("What is right").fill("He was listed on a Wednesday.")
    page.get_by_role("button", name="Publish").click()
    reader.goto(address)
    expect(reader.locator("main")).to_contain_text("He was listed on a Wednesday.")
    expect(reader.locator("main")).to_contain_text("The day of the week was missing.")
    reader.goto("/corrections/")
    expect(reader.locator("main")).to_contain_text("The day of the week was missing.")

    # The exporter takes the filtered officials home, and finds them whole.
    page.get_by_role("button", name="Log out").click()
    log_in(page, "exporter")
    page.goto("/admin/sanctions/official/?q=cabello")
    shown = page.locator("#result_list tbody tr").count()
    with page.expect_download() as download:
        page.get_by_role("link", name="Export CSV").click()
    text = download.value.path().read_bytes().decode("utf-8-sig")
    rows = [
        {column: unescape(cell) for column, cell in row.items()}
        for row in csv.DictReader(io.StringIO(text, newline=""))
    ]
    assert len(rows) == shown > 1
    assert {row["public_id"] for row in rows} == set(
        Official.objects.named("cabello").values_list("public_id", flat=True)
    )


def sideways_scroll(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return cast(
        int,
        page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        ),
    )


def every_page_type() -> list[str]:
    """One address for each kind of page that a stranger can open."""
    claim = Claim.objects.live().filter(revision__story__slug=ROUND.split("/")[2])[0]
    record = {kind: DeskRecord.objects.filter(kind=kind)[0] for kind in DeskRecord.Kind.values}
    return [
        "/",
        "/stories/",
        ROUND,
        f"{ROUND}#c-{claim.key}",
        f"{ROUND}claims/{claim.key}/",
        Story.objects.withdrawn()[0].get_absolute_url(),
        "/officials/",
        "/officials/?q=nobody+of+that+name",
        Official.objects.named("22790")[0].get_absolute_url(),
        Official.objects.named("25077")[0].get_absolute_url(),
        Official.objects.named("Edmundo González")[0].get_absolute_url(),
        Party.objects.exclude(kind="person").filter(entries__isnull=False)[0].get_absolute_url(),
        "/actions/",
        *(row.get_absolute_url() for row in record.values()),
        "/programmes/ofac/venezuela/",
        "/lists/",
        "/lists/ofac-sdn/2/",
        "/sources/bradley-t-smith/",
        Document.objects.filter(access="public")[0].get_absolute_url(),
        "/corrections/",
        "/search/?q=nanez",
        "/about/",
    ]


@pytest.mark.usefixtures("demo")
def test_every_kind_of_page_is_accessible_narrow_and_wide(
    page: Page, browser_errors: list[str]
) -> None:
    for address in [*every_page_type(), "/nowhere/"]:
        page.set_viewport_size({"width": 320, "height": 900})
        page.goto("about:blank")  # else an address that differs in its end alone is not loaded
        page.goto(address)
        for width in (320, 1440):
            page.set_viewport_size({"width": width, "height": 900})
            # Colours are the same at every width, and the long story's where a card of it is open.
            dark = width == 1440 and address != ROUND
            assert findings(page, dark=dark) == [], f"{address} at {width}"
            assert sideways_scroll(page) == 0, f"{address} at {width} scrolls sideways"
    assert all("404" in error for error in browser_errors)
    browser_errors.clear()
