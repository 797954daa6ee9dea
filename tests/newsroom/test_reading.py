"""Records beside their sentences, in a real browser: by pointer, by keyboard, without a script."""

import re

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, Page, expect

from tests import factories
from tests.accessibility import findings
from tests.newsroom import stories

pytestmark = pytest.mark.django_db(transaction=True)

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1440, "height": 1000}


@pytest.fixture(autouse=True)
def story() -> None:
    """Forty paragraphs, a claim in each fourth: long enough to scroll."""
    action = factories.desk_record("action", title="21 officials designated")
    filler = "Words that no record settles, in a paragraph that takes its lines. " * 4
    body = "".join(
        f'<p>{filler}<cite data-claim="{at:08d}">Claim the {at}th of them</cite>, it says.</p>'
        if at % 4 == 0
        else f"<p>{filler}</p>"
        for at in range(40)
    )
    stories.story(
        body=body,
        standfirst="What it says.",
        byline="Inés Carvallo",
        claims={f"{at:08d}": {"records": [("action", action)]} for at in range(0, 40, 4)},
    )


def read(page: Page, size: dict[str, int], key: str = "") -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict of these two
    page.goto(f"/stories/officials/{f'#c-{key}' if key else ''}")


def box(locator: Locator) -> FloatRect:
    found = locator.bounding_box()
    assert found is not None
    return found


def test_a_record_opens_beside_its_sentence_and_closes_to_it(page: Page) -> None:
    read(page, DESK)
    claim = page.locator("#t-00000008")
    card = page.locator("#c-00000008")
    expect(card).to_be_hidden()
    claim.click()
    expect(card).to_be_visible()
    expect(claim).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile("#c-00000008$"))
    expect(card.get_by_role("heading")).to_be_focused()
    words, record = box(claim), box(card)
    assert abs(record["y"] - words["y"]) < 40  # on the line of its words
    assert record["x"] > words["x"] + words["width"]
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    expect(claim).to_be_focused()
    expect(page).to_have_url(re.compile("/stories/officials/$"))


def test_the_keyboard_walks_from_record_to_record(page: Page) -> None:
    read(page, DESK)
    page.locator("#t-00000000").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#c-00000000")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#c-00000000")).to_be_hidden()
    expect(page.locator("#c-00000004").get_by_role("heading")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#c-00000000").get_by_role("heading")).to_be_focused()
    page.keyboard.press("ArrowLeft")  # there is none before the first
    expect(page.locator("#c-00000000")).to_be_visible()


def test_the_ribbon_opens_records(page: Page) -> None:
    read(page, DESK)
    page.get_by_role("navigation", name="Claims in this story").get_by_role("link").nth(2).click()
    expect(page.get_by_role("group", name="Claim 3 of 10")).to_be_visible()


def test_every_claim_has_its_stub_on_its_line(page: Page) -> None:
    read(page, DESK)
    stub, claim = page.locator('.stub[href="#c-00000008"]'), page.locator("#t-00000008")
    assert abs(box(stub)["y"] - box(claim)["y"]) < 12


def test_on_a_phone_the_sentence_stays_above_its_record(page: Page) -> None:
    read(page, PHONE)
    for key in ("00000020", "00000036"):
        page.locator(f"#t-{key}").click()
        words, sheet = box(page.locator(f"#t-{key}")), box(page.locator(f"#c-{key}"))
        assert 0 <= words["y"] < words["y"] + words["height"] <= sheet["y"]
        assert sheet["height"] <= 0.62 * PHONE["height"] + 1
        page.locator(f"#c-{key} .close").click()


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_without_a_script_the_address_opens_the_record(
    browser: Browser, base_url: str, size: dict[str, int]
) -> None:
    context = browser.new_context(
        java_script_enabled=False,
        viewport=size,  # type: ignore[arg-type]  # a TypedDict of these two
        base_url=base_url,
    )
    page = context.new_page()
    page.goto("/stories/officials/")
    expect(page.locator("#c-00000004")).to_be_hidden()
    page.locator("#t-00000004").click()
    expect(page.locator("#c-00000004")).to_be_visible()
    page.locator("#c-00000004 .close").click()
    expect(page.locator("#c-00000004")).to_be_hidden()
    expect(page).to_have_url(re.compile("#t-00000004$"))
    context.close()


STORY = "/stories/officials/"
PAGES = ("/", "/stories/", STORY, f"{STORY}#c-00000008", f"{STORY}claims/00000008/", "/about/")


@pytest.mark.parametrize("width", [320, 768, 1100, 1680])
def test_nothing_is_wider_than_the_window(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    for address in PAGES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address


@pytest.mark.parametrize("size", [PHONE, DESK])
def test_nothing_is_hard_to_reach(page: Page, size: dict[str, int]) -> None:
    page.set_viewport_size(size)  # type: ignore[arg-type]  # a TypedDict of these two
    for address in PAGES:
        page.goto("about:blank")  # else an address that differs in its end alone is not loaded
        page.goto(address)
        assert findings(page) == [], address
