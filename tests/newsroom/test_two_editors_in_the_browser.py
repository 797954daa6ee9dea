"""Two editors side by side on one story: they see each other, and neither loses a word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Browser, BrowserContext, Page, expect

from newsroom.models import Draft, SavedText, Story
from newsroom.models.sessions import StaffSession
from tests.newsroom.desk import address, draft, logged_in, newest, staff

PATIENCE = 15_000  # milliseconds
BODY = "<p>First paragraph.</p><p>Second paragraph.</p>"


@pytest.fixture
def other_context(
    browser: Browser, base_url: str, browser_errors: list[str]
) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=base_url)
    context.on(
        "console",
        lambda message: browser_errors.append(message.text) if message.type == "error" else None,
    )
    context.on("weberror", lambda error: browser_errors.append(str(error.error)))
    yield context
    context.pages[0].goto("about:blank")
    context.close()


def log_in(context: BrowserContext, user: User, base_url: str) -> None:
    session = logged_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])


def opened(context: BrowserContext, user: User, story: Story, base_url: str) -> Page:
    log_in(context, user, base_url)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.clock.install()
    page.goto(address(story))
    expect(page.locator(".ProseMirror")).to_contain_text("First paragraph", timeout=PATIENCE)
    return page


def type_after(page: Page, words: str, more: str) -> None:
    page.locator(".ProseMirror p", has_text=words).click()
    page.keyboard.press("End")
    page.keyboard.type(more)
    page.clock.fast_forward(1_000)  # until the text is written out


def wait(page: Page, seconds: int) -> None:
    page.clock.fast_forward(seconds * 1_000)


def wait_until(page: Page, seen: Callable[[], bool]) -> None:
    """Until the page has asked the desk: it may just be asking when the clock is put forward."""
    for _ in range(10):
        wait(page, 16)
        page.wait_for_timeout(1_000)
        if seen():
            return


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and continue editing").click()


@pytest.mark.django_db(transaction=True)
def test_two_editors_side_by_side(
    context: BrowserContext, other_context: BrowserContext, base_url: str
) -> None:
    ines, ben = staff("editor", "ines"), staff("editor", "ben")
    story = draft(ines, body=BODY)
    hers = opened(context, ines, story, base_url)
    expect(hers.locator("#story-present")).to_be_attached()
    his = opened(other_context, ben, story, base_url)
    expect(his.locator("#story-present")).to_have_text(
        "ines has this story open.", timeout=PATIENCE
    )

    # What she types is kept as her draft, and he sees that there is something.
    type_after(hers, "First", " Hers.")
    wait(hers, 6)
    expect(hers.locator("#story-kept")).to_contain_text("Draft kept at", timeout=PATIENCE)
    expect(hers.locator("#story-present")).to_have_text("ben has this story open.")
    type_after(his, "Second", " His.")
    present = his.locator("#story-present")
    wait_until(his, lambda: "will be merged" in (present.text_content() or ""))
    expect(present).to_contain_text("unsaved text", timeout=PATIENCE)

    # She saves; he is told, and his save is merged with hers.
    save(hers)
    expect(hers.locator(".messagelist")).to_be_visible(timeout=PATIENCE)
    present = his.locator("#story-present")
    wait_until(his, lambda: "will be merged" in (present.text_content() or ""))
    expect(present).to_contain_text(
        re.compile(r"ines saved at \d\d:\d\d: your save will be merged"), timeout=PATIENCE
    )
    save(his)
    expect(his.get_by_role("heading", name="Two texts")).to_be_visible(timeout=PATIENCE)
    expect(his.get_by_text("nowhere did both of you write at one place")).to_be_visible()
    expect(his.locator(".ProseMirror")).to_contain_text("First paragraph. Hers.")
    expect(his.locator(".ProseMirror")).to_contain_text("Second paragraph. His.")
    save(his)
    expect(his.locator(".messagelist")).to_be_visible(timeout=PATIENCE)
    both = "<p>First paragraph. Hers.</p><p>Second paragraph. His.</p>"
    assert newest(story).body == both
    assert SavedText.objects.latest("pk").why == "merged"

    # Both write at one place: both stay, and the page says where.
    hers.get_by_label("Headline").fill("Hers on top")
    type_after(hers, "Second", " Again hers.")
    save(hers)
    expect(hers.get_by_role("heading", name="Two texts")).to_be_visible(timeout=PATIENCE)
    collision = hers.locator(".two-collision")
    expect(collision).to_contain_text("His.")
    expect(collision).to_contain_text("Again hers.")
    expect(hers.locator(".ProseMirror")).to_contain_text("Second paragraph. His. Again hers.")
    save(hers)
    expect(hers.locator(".messagelist")).to_be_visible(timeout=PATIENCE)
    assert newest(story).headline == "Hers on top"
    assert "His. Again hers." in newest(story).body
    assert not Draft.objects.exists()

    # Her session ends while she types: the text stays, and is saved once she has logged in.
    StaffSession.objects.filter(user=ines).delete()
    type_after(hers, "First", " After all.")
    wait(hers, 6)
    expect(hers.locator("#story-logged-out")).to_contain_text(
        "Your text is safe in this tab", timeout=PATIENCE
    )
    save(hers)
    expect(hers.locator(".ProseMirror")).to_contain_text("After all.")
    assert "After all." not in newest(story).body
    context.clear_cookies()
    log_in(context, ines, base_url)
    logged_out = hers.locator("#story-logged-out")
    wait_until(hers, logged_out.is_hidden)
    expect(logged_out).to_be_hidden()
    expect(hers.locator(".ProseMirror")).to_contain_text("After all.")
    save(hers)
    expect(hers.locator(".messagelist")).to_be_visible(timeout=PATIENCE)
    assert "First paragraph. Hers. After all." in newest(story).body
