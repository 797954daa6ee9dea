"""What the editor makes of a clipboard, and of a text whose marks were lost by pasting anew."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from newsroom.body import clean, text_of
from tests.newsroom.desk import KEY, address, claim_of, logged_in, marked, newest, ready, staff
from tests.newsroom.test_lost_marks import COUNTED

CLIPBOARDS = Path(__file__).parent.parent / "files" / "clipboards"

#: What every system's clipboard says: a heading, a paragraph, a list and a last paragraph.
SAME = (
    "<h2>Who was named</h2><p>The <strong>Treasury</strong> <em>listed</em> "
    '<a href="https://home.treasury.gov/news/jy2725">21 officials</a>.</p>'
    "<ul><li><p>Ministers</p></li><li><p>Officers</p></li></ul><p>It&nbsp;ends.</p>"
)
#: Mail knows no headings; what looks like a list there is none.
AS_PARAGRAPHS = (
    SAME.replace("h2>", "p>")
    .replace("<ul><li>", "")
    .replace("</li><li>", "")
    .replace("</li></ul>", "")
)
FROM = {
    "word": SAME,
    "google-docs": SAME,
    "libreoffice": SAME,
    "wordpress": SAME,
    "divs": SAME,
    "mail": AS_PARAGRAPHS,
}

#: Takes all text away and pastes another; says what would be sent.
PASTE = """async html => {
    const dom = document.querySelector(".ProseMirror")
    const editor = dom.editor
    editor.commands.setContent("<p></p>")
    dom.focus()
    const clipboardData = new DataTransfer()
    clipboardData.setData("text/html", html)
    const options = { clipboardData, bubbles: true, cancelable: true }
    dom.dispatchEvent(new ClipboardEvent("paste", options))
    return editor.getHTML()
}"""

#: How often words stand in a text, by the editor's own count.
COUNT = """async ([script, cases]) => {
    const { placesOf } = await import(script)
    const editor = document.querySelector(".ProseMirror").editor
    return cases.map(([body, words]) => {
        editor.commands.setContent(body)
        return placesOf(editor.state.doc, words).length
    })
}"""


def test_clipboards_come_in_clean_and_lost_marks_are_offered_again(
    page: Page, live_server: LiveServer
) -> None:
    """One window for all: a browser is dear."""
    ines = staff("editor", "ines")
    story = ready(ines)
    cookie = logged_in(ines).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.goto(address(story))
    expect(page.locator("#story-panel .panel")).to_be_visible()
    for name, kept in FROM.items():
        pasted = page.evaluate(PASTE, (CLIPBOARDS / f"{name}.html").read_text())
        assert clean(pasted) == kept, name
    the_script_counts_as_the_server_does(page)
    a_person_takes_the_offer(page, ines)
    assert newest(story).body == f"<p>So it was {marked('a desperate act')}, he said.</p>"
    assert claim_of(story).is_confirmed


def the_script_counts_as_the_server_does(page: Page) -> None:
    script = page.evaluate(
        """() => Object.values(JSON.parse(document.querySelector("[type=importmap]").textContent)
            .imports).length && performance.getEntriesByType("resource")
            .map(one => one.name).find(name => /story-again[.\\w]*\\.js/.test(name))"""
    )
    cases = [(body, words) for body, words, _ in COUNTED]
    counted = page.evaluate(COUNT, [script, cases])
    assert counted == [len(text_of(clean(body)).places(words)) for body, words in cases]


def a_person_takes_the_offer(page: Page, ines: User) -> None:
    page.evaluate(PASTE, "<p>So it was a desperate act, he said.</p>")
    lost = page.locator(".panel-lost")
    expect(lost).to_contain_text("1 claim lost its place")
    assert json.loads(page.locator("#story-panel .panel").get_attribute("data-states") or "")[KEY]
    assert page.locator(".ProseMirror cite").count() == 0, "nothing is marked by itself"
    lost.get_by_role("button", name="Mark again").click()
    expect(page.locator(".ProseMirror cite")).to_have_text("a desperate act")
    expect(lost).to_have_count(0)
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator("#story-panel .panel")).to_be_visible()
    expect(page.locator(".ProseMirror cite .claim-settled")).to_have_count(1)
