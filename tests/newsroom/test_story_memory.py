"""A story's page is kept ready, and no reader can tell: it never outlives what it shows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import workflow
from newsroom.models import ClaimLink, Correction, FormerSlug, Source, Story
from newsroom.verdicts import check_all
from newsroom.views import stories as views
from sanctions.models import Designation, DeskRecord, Document, ListVersion, Party
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import page
from tests.newsroom.stories import cite, claims_story

# Nothing is kept inside a transaction that has written, as most tests are.
pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/stories/officials/"
KEY = "aaaaaaaa"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def story_of_everything() -> Story:
    """One claim, linked to one record of each kind that can change."""
    factories.list_version(date(2024, 5, 3), coverage=["VENEZUELA"])
    listed = factories.designation("MADURO MOROS, Nicolas")
    met = factories.desk_record("event", title="The meeting")
    document = factories.document(title="The statement", access="public")
    return stories.story(
        body=f"<p>He {cite(KEY, 'met them')}.</p>",
        claims={
            KEY: {
                "kind": "event",
                "document": document,
                "records": [
                    ("record", met),
                    ("designation", listed),
                    ("party", factories.party("Delcy Rodríguez")),
                ],
            }
        },
    )


def test_a_story_costs_as_many_statements_whatever_the_number_of_its_claims(
    client: Client,
) -> None:
    factories.list_version(date(2026, 8, 20), coverage=["VENEZUELA"])
    claims_story(5, "few")
    claims_story(60, "many")
    check_all()
    counts: dict[str, list[int]] = {"first": [], "second": []}
    for slug in ("few", "many"):
        for which in ("first", "second"):
            with CaptureQueriesContext(connection) as statements:
                page(client, f"/stories/{slug}/")
            counts[which].append(len(statements))
    # Which revision is live, whether its article still holds, and how old the list is.
    assert counts["second"] == [3, 3]
    assert counts["first"] == [11, 11]


def test_a_second_request_is_answered_with_the_same_bytes(client: Client) -> None:
    story_of_everything()
    for address in (ADDRESS, "/stories/officials.json"):
        first = page(client, address)
        with patch.object(views, "story_page", side_effect=AssertionError("made again")):
            assert page(client, address) == first
        cache.clear()
        assert page(client, address) == first


def removed_from_the_list() -> None:
    version = factories.list_version(date(2026, 7, 23), coverage=["VENEZUELA"])
    Designation.objects.update(last_seen=date(2024, 5, 3), first_gone=version.dated)


def corrected() -> None:
    story = Story.objects.get()
    after = stories.revision(story, "<p>Now right.</p>")
    Correction.objects.create(
        story=story,
        revision_before=story.revisions.get(number=1),
        revision_after=after,
        wrong="It was not so.",
        right="It was otherwise.",
        by=stories.editor(),
    )


@pytest.mark.parametrize(
    ("change", "gone", "comes"),
    [
        (
            removed_from_the_list,
            "On the OFAC SDN list of 3 May 2024",
            "Absent from the OFAC SDN list of 23 July 2026",
        ),
        (
            lambda: ListVersion.objects.update(
                status="reverted", reverted_at=Now(), reverted_why="It was cut."
            ),
            "On the OFAC SDN list of 3 May 2024",
            "On the OFAC SDN list<",
        ),
        (lambda: DeskRecord.objects.update(title="The talks"), "The meeting", "The talks"),
        (lambda: Party.objects.update(desk_name="Somebody"), "Delcy Rodríguez", "Somebody"),
        (lambda: Source.objects.update(label="A ministry"), "US Department of State", "A ministry"),
        (lambda: Source.objects.update(terms="background"), 'href="/sources/', "on background"),
        (lambda: Document.objects.update(access="desk"), "Kept document", ""),
        (corrected, "met them", "It was otherwise."),
        (lambda: Story.objects.update(section="Venezuela"), "", "?section=Venezuela"),
        (check_all, "Not yet checked", "When published, 27 Nov 2024"),
        (
            lambda: ClaimLink.objects.filter(desk_record__isnull=False).update(
                decided_by=None, decided_at=None
            ),
            "The meeting",
            "",
        ),
    ],
    ids=[
        "an import removes its entry",
        "a version is reverted",
        "a desk record",
        "a name",
        "a source's label",
        "a source's terms",
        "a document is closed",
        "a correction",
        "a section",
        "a check",
        "a decision is undone",
    ],
)
def test_what_changes_is_seen_by_the_next_reader(
    client: Client, change: Callable[[], object], gone: str, comes: str
) -> None:
    story_of_everything()
    before = page(client, ADDRESS)
    assert gone in before
    assert not comes or comes not in before
    change()
    after = page(client, ADDRESS)
    assert comes in after
    assert not gone or gone not in after


def test_a_withdrawn_story_is_gone_though_its_article_was_kept(client: Client) -> None:
    story = story_of_everything()
    page(client, ADDRESS)
    workflow.withdraw(story, by=stories.editor(), note="It was not so.")
    content = page(client, ADDRESS)
    assert "It was not so." in content
    assert "met them" not in content


def test_a_story_that_has_moved_names_its_new_address_only(client: Client) -> None:
    story = story_of_everything()
    page(client, ADDRESS)
    FormerSlug.objects.create(story=story, slug="officials")
    Story.objects.update(slug="ministers")
    assert client.get(ADDRESS).headers["Location"] == "/stories/ministers/"
    assert "/stories/officials/" not in page(client, "/stories/ministers/")


def last_page_before(opening: datetime, client: Client) -> str:
    """The last that was answered before its time; "" where this machine was too slow for one."""
    last = ""
    while True:
        content = page(client, ADDRESS)
        if timezone.now() >= opening:
            return last
        last = content


def test_a_record_appears_when_its_second_comes(client: Client) -> None:
    story_of_everything()
    opening = timezone.now() + timedelta(seconds=1)
    DeskRecord.objects.update(public_from=opening)
    assert "The meeting" not in last_page_before(opening, client)
    assert "The meeting" in page(client, ADDRESS)


def test_a_scheduled_revision_waits_for_its_second_though_the_desk_has_seen_it(
    client: Client,
) -> None:
    story = story_of_everything()
    opening = timezone.now() + timedelta(seconds=1)
    stories.revision(story, "<p>Later words.</p>", public_from=opening, headline="Later")
    chief = Client()
    chief.force_login(factories.user(is_superuser=True))
    seen = chief.get(f"/admin/newsroom/story/{story.pk}/preview/").content.decode()
    assert "Later words." in seen
    assert "Later" not in last_page_before(opening, client)
    assert "Later words." in page(client, ADDRESS)


def test_what_a_request_says_of_itself_is_not_kept(client: Client) -> None:
    story_of_everything()
    assert "http://testserver/stories/officials/" in page(client, ADDRESS)
    other = client.get(ADDRESS, headers={"host": "localhost"}).content.decode()
    assert "http://localhost/stories/officials/" in other
    assert "testserver" not in other
