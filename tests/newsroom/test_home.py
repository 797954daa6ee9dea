"""The front page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sanctions.dates import PartialDate
from tests import factories
from tests.newsroom import stories

pytestmark = pytest.mark.django_db


def home(client: Client) -> str:
    return client.get("/").content.decode()


def test_an_empty_newsroom_says_so(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert "Nothing is published yet" in response.content.decode()


def test_the_newest_story_leads(client: Client) -> None:
    stories.story("old", headline="The old one")
    stories.story("new", headline="The new one", public_from=datetime(2025, 1, 1, tzinfo=UTC))
    content = home(client)
    assert content.index("The new one") < content.index("The old one")


def test_a_list_shows_its_day_its_age_and_its_coverage(client: Client) -> None:
    factories.list_version(date(2026, 8, 20), coverage=["VENEZUELA"], entry_count=260, added=260)
    with time_machine.travel(datetime(2026, 11, 24, 12, tzinfo=UTC)):
        content = home(client)
    assert "96 days old" in content
    assert "data-stale" in content
    assert "260 entries of 1 programme" in content


def test_a_fresh_list_is_not_amber(client: Client) -> None:
    factories.list_version(date(2026, 8, 20), coverage=["VENEZUELA"])
    with time_machine.travel(datetime(2026, 8, 21, 12, tzinfo=UTC)):
        content = home(client)
    assert "1 day old" in content
    assert "data-stale" not in content


def test_what_changed_after_a_story_cited_it_is_shown_with_its_words(client: Client) -> None:
    gone = factories.designation(
        entry=factories.entry("RODRIGUEZ GOMEZ, Delcy Eloina", "25077"),
        first_seen=date(2024, 5, 3),
        last_seen=date(2024, 5, 3),
        first_gone=date(2026, 7, 23),
    )
    reward = factories.desk_record(
        "reward",
        title="Reward for Maduro",
        begins=PartialDate.parse("2020"),
        amount=Decimal(15_000_000),
        currency="USD",
    )
    raised = factories.desk_record(
        "reward",
        title="Reward for Maduro",
        begins=PartialDate.parse("10 January 2025"),
        amount=Decimal(25_000_000),
        currency="USD",
        supersedes=reward,
    )
    factories.desk_record(
        "reward",
        title="Reward for Maduro",
        begins=PartialDate.parse("7 August 2025"),
        amount=Decimal(50_000_000),
        currency="USD",
        supersedes=raised,
    )
    stories.story(
        body='<p><cite data-claim="aaaaaaaa">on the list</cite>'
        ' <cite data-claim="bbbbbbbb">up to 15</cite></p>',
        claims={
            "aaaaaaaa": {"records": [("designation", gone)]},
            "bbbbbbbb": {"records": [("record", reward)]},
        },
    )
    content = home(client)
    assert "is absent from the OFAC SDN list" in content
    assert "“on the list”" in content
    assert "becomes up to $25 million" in content
    assert "becomes up to $50 million" in content


def test_what_changed_before_the_story_is_not_shown(client: Client) -> None:
    licence = factories.desk_record(
        "licence", title="General licence 8", begins=PartialDate.parse("2019"), number="8"
    )
    factories.desk_record(
        "licence", title="8A", begins=PartialDate.parse("2020"), number="8A", supersedes=licence
    )
    stories.story(
        body='<p><cite data-claim="aaaaaaaa">allowed</cite></p>',
        claims={"aaaaaaaa": {"records": [("record", licence)]}},
    )
    assert "What the records changed" not in home(client)


def test_the_front_page_costs_as_many_queries_whatever_the_number_of_stories(
    client: Client,
) -> None:
    counts = []
    for begin in (0, 5):
        for at in range(begin, begin + 5):
            stories.story(f"story-{at}", body='<p><cite data-claim="aaaaaaaa">x</cite></p>')
        with CaptureQueriesContext(connection) as queries:
            home(client)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 10
