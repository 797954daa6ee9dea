"""From hold to revert, walked in browsers: who brings a list, who decides, and who reads it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests import factories
from tests.accessibility import findings
from tests.sanctions.held import FIRST, everybody, receive, shrunk
from tests.sanctions.ofac import write_set

PHONE = ViewportSize(width=390, height=844)


@pytest.fixture
def reader(browser: Browser, base_url: str) -> Iterator[Page]:
    """Somebody who is not logged in, on a phone."""
    context = browser.new_context(base_url=base_url, viewport=PHONE)
    yield context.new_page()
    context.close()


def log_in(context: BrowserContext, user: User, base_url: str) -> None:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": base_url}])


def no_sideways_scrolling(page: Page) -> bool:
    return bool(
        page.evaluate(
            "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    )


@pytest.mark.usefixtures("transactional_db")
def test_a_held_version_is_applied_by_a_second_person_read_and_reverted(
    page: Page, context: BrowserContext, reader: Page, base_url: str, tmp_path: Path
) -> None:
    receive(everybody(), FIRST)
    tomas = factories.user("editor", username="tomas")
    ines = factories.user("editor", username="ines")
    folder = write_set(tmp_path, shrunk())

    # One person brings the files. What they would change is held, and they cannot decide.
    log_in(context, tomas, base_url)
    page.goto("/admin/sanctions/sanctionslist/")
    page.get_by_role("link", name="Import a file").click()
    page.get_by_label("List:", exact=True).select_option("ofac-sdn")
    page.get_by_label("Files:").set_input_files(folder / "sdn.csv")
    page.get_by_label("Day of the issue").fill("2026-08-27")
    page.get_by_label("The whole list").check()
    page.get_by_role("button", name="Import").click()
    expect(page.locator(".messagelist")).to_contain_text("Held as version 2")
    expect(page.locator("#decide")).to_contain_text("a second person decides")
    expect(page.get_by_role("button", name="Apply")).to_have_count(0)
    held = page.url

    # Readers see nothing of it.
    reader.goto("/lists/")
    expect(reader.locator("main")).to_contain_text("20 August 2026")
    expect(reader.locator("main")).not_to_contain_text("27 August 2026")
    assert reader.request.get("/lists/ofac-sdn/2/").status == 404

    # A second person looks at it, on a phone as well as on a wide screen, and applies it by keys.
    log_in(context, ines, base_url)
    page.set_viewport_size(PHONE)
    page.goto(held)
    assert no_sideways_scrolling(page)
    page.set_viewport_size({"width": 1440, "height": 900})
    assert no_sideways_scrolling(page)
    assert findings(page) == []
    page.get_by_role("link", name="Decide").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#decide")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Why it is applied")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # without a reason
    expect(page.get_by_label("Why it is applied")).to_be_focused()
    expect(page.locator("#decide")).to_contain_text("Write why.")
    page.keyboard.type("The announcement names all eight.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Apply: readers will see this list")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("Readers see this list now.")

    # Readers see it.
    reader.goto("/lists/")
    expect(reader.locator("main")).to_contain_text("27 August 2026")
    reader.goto("/lists/ofac-sdn/2/")
    expect(reader.locator("main")).to_contain_text("NEWCOMER, Nina")

    # It is taken back: its page keeps its address and tells nothing else of it.
    page.get_by_label("Why it is reverted").fill("It was half a list.")
    page.get_by_role("button", name="Revert: readers will see the list of 20 August").click()
    expect(page.locator(".messagelist")).to_contain_text("counts in no answer any more")
    expect(page.locator("#content-main")).to_contain_text("came back as version 3")
    reader.goto("/lists/ofac-sdn/2/")
    expect(reader.locator("main")).not_to_contain_text("NEWCOMER")
    reader.goto("/lists/ofac-sdn/3/")
    expect(reader.locator("h1")).to_contain_text("20 August 2026")
