"""What is unpublished is invisible everywhere, to the second, by the database's clock."""

import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from newsroom.models import Correction
from tests.newsroom import stories

pytestmark = pytest.mark.django_db

SECRET = "Embargoed"
EVERYWHERE = (
    "/",
    "/stories/",
    "/stories.json",
    "/stories/?section=Embargoed",
    "/corrections/",
    "/feed.atom",
    "/corrections.atom",
    "/sitemap.xml",
    "/search/?q=embargoed",
)


def embargoed(public_from: datetime | None) -> None:
    stories.story(
        "embargoed-story",
        f'<p>{SECRET} text <cite data-claim="aaaaaaaa">{SECRET} claim</cite></p>',
        public_from=public_from,
        headline=f"{SECRET} headline",
        section=SECRET,
    )


def seen(client: Client) -> list[str]:
    return [
        address
        for address in EVERYWHERE
        if "embargoed-story" in (text := client.get(address).content.decode())
        or any(f"{SECRET} {word}" in text for word in ("headline", "text", "claim"))
    ]


@pytest.mark.parametrize("ahead", [None, timedelta(seconds=60), timedelta(days=400)])
def test_a_story_whose_time_has_not_come_is_nowhere(
    client: Client, ahead: timedelta | None
) -> None:
    embargoed(datetime.now(UTC) + ahead if ahead else None)
    assert seen(client) == []


def test_a_server_whose_clock_is_fast_breaks_no_embargo(client: Client) -> None:
    embargoed(datetime.now(UTC) + timedelta(hours=1))
    with time_machine.travel(datetime.now(UTC) + timedelta(days=2)):
        assert client.get("/stories/embargoed-story/").status_code == 404
        assert seen(client) == []


def test_a_story_is_public_as_soon_as_its_time_has_come(client: Client) -> None:
    embargoed(datetime.now(UTC) + timedelta(seconds=0.5))
    assert client.get("/stories/embargoed-story/").status_code == 404
    time.sleep(0.6)
    assert client.get("/stories/embargoed-story/").status_code == 200
    assert "/stories/" in seen(client)


def test_a_scheduled_correction_is_not_told_before_its_text(client: Client) -> None:
    story = stories.story()
    after = stories.revision(
        story, "<p>Right.</p>", public_from=datetime.now(UTC) + timedelta(days=1)
    )
    Correction.objects.create(
        story=story,
        revision_before=story.revisions.get(number=1),
        revision_after=after,
        wrong=f"{SECRET} wrong",
        right=f"{SECRET} right",
        by=stories.editor(),
    )
    for address in ("/stories/officials/", "/stories/officials.json", *EVERYWHERE):
        content = client.get(address).content.decode()
        assert f"{SECRET} wrong" not in content
        assert f"{SECRET} right" not in content
