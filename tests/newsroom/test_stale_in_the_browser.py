"""From a new list version to the desk's queue, a correction, and what readers are told of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from unittest.mock import patch

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from playwright.sync_api import Page, expect

from newsroom import roles
from sanctions.lists import PUBLICATIONS
from sanctions.models import Designation
from sanctions.versions import receive
from tests import factories
from tests.newsroom import stories
from tests.sanctions.ofac import entry, write_set

WORDS = "is on the American list"
BODY = f"<p>It is known. Ana Prueba {stories.cite('abcd2345', WORDS)}. She says nothing.</p>"


def imported(folder: Path, day: date, *numbers: int) -> None:
    """A version of the list with these entries, which no guard holds."""
    write_set(folder, [entry(one, f"PRUEBA, Persona {one}") for one in numbers])
    with patch("sanctions.guard.findings", return_value=[]):
        receive(PUBLICATIONS["ofac-sdn"], folder, given=day, coverage=None)


@pytest.mark.django_db(transaction=True)
def test_a_new_list_makes_a_sentence_stale_and_the_desk_corrects_it(
    page: Page, tmp_path: Path
) -> None:
    roles.create_missing_groups()
    ada = factories.user("editor", username="ada")
    ada.set_password("correct horse")
    ada.save()
    imported(tmp_path / "1", date(2024, 11, 20), 101, 102)
    imported(tmp_path / "2", date(2024, 12, 5), 101, 102, 103)
    claim = {
        "kind": "designated",
        "tense": "lasting",
        "records": [("designation", Designation.objects.get(entry__number="101"))],
    }
    story = stories.story("prueba", BODY, claims={"abcd2345": claim})
    call_command("check_claims", verbosity=0)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/stories/prueba/")
    expect(page.get_by_role("heading", name="Since publication")).to_have_count(0)

    # A list without her is imported, and what it could touch is checked.
    imported(tmp_path / "3", date(2025, 2, 3), 102, 103)
    call_command("check_claims", verbosity=0)
    page.goto("/stories/prueba/")
    expect(page.get_by_role("region", name="Since publication")).to_contain_text(WORDS)

    # The desk learns of it.
    log_in(page, ada)
    page.get_by_text("1 published sentence no longer matches the records.").get_by_role(
        "link"
    ).click()
    page.get_by_role("link", name=WORDS).click()
    now = page.get_by_role("region", name="What the records say")
    expect(now).to_contain_text("Supported")
    expect(now).to_contain_text("absent from the OFAC SDN list of 3 February 2025")

    # A correction is begun with one click; the text is changed, then it is published.
    page.get_by_role("button", name="Draft a correction").click()
    expect(page.get_by_label("What was wrong")).to_have_value(f"We wrote: “Ana Prueba {WORDS}.”")
    page.get_by_role("link", name="the story at that claim").click()
    expect(page.locator("#claim-heading")).to_contain_text(WORDS)
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+End")
    page.keyboard.type(" By now her entry is gone.")
    expect(page.locator(".ProseMirror")).to_contain_text("By now her entry is gone.")
    page.get_by_role("button", name="Save and continue editing").click()
    expect(page.locator(".messagelist")).to_be_visible()
    page.goto(f"/admin/newsroom/story/{story.pk}/publish/")
    page.get_by_label("What is right").fill("Her entry is absent from the list of February 2025.")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Read it as readers do.")).to_be_visible()
    page.goto("/admin/newsroom/staleclaim/?decision=corrected")
    page.get_by_role("link", name=WORDS).click()
    expect(page.get_by_role("region", name="Decided")).to_contain_text("Corrected by ada")

    # Readers are told in the story, and in the feed.
    page.goto("/stories/prueba/")
    expect(page.locator("main")).to_contain_text("By now her entry is gone.")
    expect(page.get_by_role("region", name="Since publication")).to_contain_text(WORDS)
    expect(page.locator("#corrections")).to_contain_text("absent from the list of February 2025")
    feed = page.request.get("/corrections.atom").text()
    assert "Her entry is absent from the list of February 2025." in feed


def log_in(page: Page, who: User) -> None:
    page.goto("/admin/login/?next=/admin/")
    page.get_by_label("Username").fill(who.username)
    page.get_by_label("Password").fill("correct horse")
    page.get_by_role("button", name="Log in").click()
    expect(page).to_have_url("/admin/")
