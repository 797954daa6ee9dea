"""The desk's editor with 500 claims in 200,000 letters, in Chromium: does it pause?

A keystroke lasts from the press until the next picture is painted (the browser's Event Timing,
steps of 8 ms). A task that keeps the page from answering for more than 50 ms is a long one.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Iterator
from statistics import median

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from newsroom.management.commands.serve import GUNICORN
from newsroom.models import Story
from newsroom.storage import collect_changed_files
from tests.benchmarks.content import key_of, make_story
from tests.benchmarks.rows import Row
from tests.benchmarks.serving import HOST, served

PORT = 8262
CLAIMS = 500
#: Milliseconds; a task over 50 is long, and one up to twice that is not yet felt as a pause.
PAUSE = 100

WATCH = """
window.watched = {keys: [], tasks: []};
new PerformanceObserver(list => {
    for (const one of list.getEntries())
        if (one.name === "keydown") watched.keys.push(one.duration);
}).observe({type: "event", durationThreshold: 16});
new PerformanceObserver(list => {
    for (const one of list.getEntries()) watched.tasks.push(one.duration);
}).observe({type: "longtask"});
"""


def run() -> list[Row]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("No Chromium, so nothing was measured. On Debian: apt-get install chromium")
        return []
    collect_changed_files()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright runs a loop in this thread
    story = make_story("long", CLAIMS, public_from=None)
    editor = User.objects.create(username="chief", is_staff=True, is_superuser=True)
    client = Client()
    client.force_login(editor)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    command = [sys.executable, "-m", "gunicorn", *GUNICORN, "newsroom.wsgi"]
    environment = os.environ | {"DATABASE_POOL": "10", "LOG_FORMAT": "json"}
    arguments = ["--disable-background-networking", "--no-first-run"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # as root it starts only without
    with (
        served(command, PORT, environment, settings.BASE_DIR) as server,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=chromium, args=arguments) as browser,
    ):
        address = f"http://{HOST}:{server.port}"
        context = browser.new_context(base_url=address, viewport={"width": 1400, "height": 900})
        cookie = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": cookie, "value": session, "url": address}])
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.add_init_script(WATCH)
        return list(measured(page, story))


def measured(page: Page, story: Story) -> Iterator[Row]:
    began = time.perf_counter()
    page.goto(f"/admin/newsroom/story/{story.pk}/change/")
    page.locator(".story-panel .panel").wait_for()
    yield Row("500 claims: until the editor is there", time.perf_counter() - began, "s")
    yield longest_task(page, "opening the editor", limited=False)

    page.locator(".body-text p").nth(CLAIMS // 2).click(position={"x": 5, "y": 5})
    forget(page)
    page.keyboard.type("A sentence more, in the middle of a long text, as one types it.", delay=60)
    page.wait_for_timeout(300)
    keys = page.evaluate("watched.keys")
    yield Row("typing: a keystroke, median", median(keys) if keys else 0, "ms", at_most=PAUSE)
    yield longest_task(page, "typing")

    forget(page)
    began = time.perf_counter()
    page.locator(f'.body-text cite[data-claim="{key_of(CLAIMS // 2 + 1)}"]').click()
    page.locator("#claim-heading").wait_for()
    yield Row("opening a claim", time.perf_counter() - began, "s")
    page.wait_for_timeout(300)
    yield longest_task(page, "opening a claim")

    began = time.perf_counter()
    page.get_by_role("button", name="Save and continue editing").first.click()
    page.locator(".messagelist .success").wait_for()
    page.locator(".story-panel .panel").wait_for()
    yield Row("saving, until the editor is there again", time.perf_counter() - began, "s")


def longest_task(page: Page, what: str, *, limited: bool = True) -> Row:
    longest = max(page.evaluate("watched.tasks"), default=0)
    return Row(f"{what}: the longest task", longest, "ms", at_most=PAUSE if limited else None)


def forget(page: Page) -> None:
    page.wait_for_timeout(500)
    page.evaluate("watched.keys.length = watched.tasks.length = 0")
