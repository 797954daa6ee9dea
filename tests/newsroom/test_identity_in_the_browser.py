"""A cleared editor reads who a source is, with a second factor and a reason; the head learns it."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django_otp.oath import totp
from playwright.sync_api import Browser, BrowserContext, Page, expect

from newsroom import roles
from tests.accessibility import findings
from tests.newsroom.cleared import NAME, REASON, address, cleared_editor, head, kept

PASSWORD = "correct horse"


def with_password(user: User) -> User:
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def others(browser: Browser, base_url: str, browser_errors: list[str]) -> Iterator[BrowserContext]:
    """Somebody else's browser, whose errors count too."""
    context = browser.new_context(base_url=base_url)
    context.on(
        "console",
        lambda message: browser_errors.append(message.text) if message.type == "error" else None,
    )
    yield context
    context.close()


@pytest.mark.django_db(transaction=True)
def test_a_cleared_editor_reads_who_a_source_is_and_the_head_learns_of_it(
    page: Page, others: BrowserContext, browser_errors: list[str]
) -> None:
    roles.create_missing_groups()
    clara, hedda = with_password(cleared_editor()), with_password(head())
    source = kept()
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, clara)
    page.goto(f"/admin/newsroom/source/{source.pk}/change/")
    page.get_by_role("link", name="Identity", exact=True).click()

    # Without a second factor she enrols one: the password again, the key, its code.
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    key = page.locator(".access-key").inner_text().replace(" ", "")
    secret = base64.b32decode(key + "=" * (-len(key) % 8))
    page.get_by_label("Code").fill(f"{totp(secret):06}")
    page.get_by_role("button", name="Enrol this app").click()
    page.get_by_role("button", name="I have them, go on").click()

    # Opened, the page shows nothing; with a reason it shows who, once.
    expect(page).to_have_url(address(source))
    expect(page.locator("body")).not_to_contain_text(NAME)
    assert findings(page) == []
    page.get_by_label("Why").fill(REASON)
    page.get_by_role("button", name="Show it").click()
    expect(page.locator("[data-identity]")).to_contain_text(NAME)
    assert page.url.endswith(address(source))
    assert findings(page) == []
    page.get_by_role("link", name="Hide it now").click()
    expect(page.get_by_label("Why")).to_be_visible()
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(NAME)

    # The head reads that she did, and ticks it off.
    desk = others.new_page()
    log_in(desk, hedda)
    desk.get_by_text("Identity readings you have not seen").get_by_role("link").click()
    row = desk.get_by_role("row").filter(has_text=REASON)
    expect(row).to_contain_text("clara")
    expect(row).to_contain_text("Lamplighter")
    expect(desk.locator("body")).not_to_contain_text(NAME)
    row.get_by_role("checkbox").check()
    desk.get_by_label("Action:").select_option("see")
    desk.get_by_role("button", name="Run").click()
    expect(desk.locator(".messagelist")).to_contain_text("1 seen.")

    # To another editor there is no such page, nor any sign of one.
    assert browser_errors == []
    desk.goto(f"/admin/newsroom/source/{source.pk}/change/")
    expect(desk.get_by_role("link", name="Identity", exact=True)).to_have_count(0)
    answer = desk.goto(address(source))
    assert answer is not None
    assert answer.status == 404
    assert all("404" in error for error in browser_errors)
    browser_errors.clear()  # a page that is not there is an error to the console, and meant to be


def log_in(page: Page, who: User) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(who.username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url("/admin/")
