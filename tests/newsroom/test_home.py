"""The front page."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.models import Revision, Story
from newsroom.reading.pages import story_page
from newsroom.verdicts import check_all, check_changed
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord
from tests import factories
from tests.newsroom import stories
from tests.newsroom.stories import cite

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


def reward(millions: int, day: str, supersedes: DeskRecord | None = None) -> DeskRecord:
    return factories.desk_record(
        "reward",
        title=f"Reward for Maduro of {day}",
        begins=PartialDate.parse(day),
        amount=Decimal(millions * 1_000_000),
        currency="USD",
        supersedes=supersedes,
    )


SUM = {"kind": "reward", "comparator": "up_to", "number": 15_000_000, "unit": "USD"}


def two_sentences() -> None:
    """Of an entry that has gone since, and of a reward that has been raised since."""
    for day in (date(2024, 5, 3), date(2024, 12, 1), date(2026, 7, 23)):
        factories.list_version(day)
    entry = factories.entry("RODRIGUEZ GOMEZ, Delcy Eloina", "25077")
    gone = factories.designation(
        entry=entry,
        first_seen=date(2024, 5, 3),
        last_seen=date(2024, 12, 1),
        first_gone=date(2026, 7, 23),
    )
    first = reward(15, "2020")
    reward(25, "10 January 2025", first)
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'on the list')} {cite('bbbbbbbb', 'up to 15')}</p>",
        claims={
            "aaaaaaaa": {"records": [("designation", gone)], "tense": "lasting"},
            "bbbbbbbb": {"records": [("record", first)], "tense": "lasting"} | SUM,
        },
    )


def test_what_the_records_changed_stands_with_the_words_it_made_untrue(client: Client) -> None:
    two_sentences()
    assert "What the records changed" not in home(client)
    check_all()
    box = home(client).split("What the records changed")[1].split("</section>")[0]
    gone, raised = box.split("<li>")[1:]
    for words in (
        "Between 1 December 2024 and 23 July 2026",
        "“on the list”",
        "/lists/ofac-sdn/3/",
    ):
        assert words in gone
    for words in ("10 January 2025", "$25 million", "“up to 15”", "Reward for Maduro of 2020"):
        assert words in raised
    assert "/lists/" not in raised
    assert box.count('data-now="outdated"') == 2
    assert "2 claims, all outdated" in home(client)


def test_what_was_untrue_when_published_is_as_old_as_the_story(client: Client) -> None:
    first = reward(15, "2020")
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'up to 20')}</p>",
        claims={"aaaaaaaa": {"records": [("record", first)]} | SUM | {"number": 20_000_000}},
    )
    check_all()
    box = home(client).split("What the records changed")[1].split("</section>")[0]
    assert "27 November 2024</time>" in box
    assert 'data-now="contradicted"' in box


def test_of_withdrawn_or_changed_words_nothing_is_said(client: Client) -> None:
    two_sentences()
    check_all()
    story = Story.objects.get()
    stories.revision(
        story,
        f"<p>{cite('aaaaaaaa', 'no longer on it')}</p>",
        claims={"aaaaaaaa": {"first_published": datetime(2026, 8, 1, tzinfo=UTC)}},
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


def test_changes_cost_as_many_queries_whatever_their_number(client: Client) -> None:
    first = reward(15, "2020")
    reward(25, "10 January 2025", first)
    counts = []
    for begin in (0, 3):
        for at in range(begin, begin + 3):
            stories.story(
                f"story-{at}",
                f"<p>{cite('aaaaaaaa', 'up to 15')}</p>",
                claims={"aaaaaaaa": {"records": [("record", first)], "tense": "lasting"} | SUM},
            )
        check_all()
        with CaptureQueriesContext(connection) as queries:
            home(client)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_list_shows_a_claim_s_state_as_its_story_does(client: Client) -> None:
    """Of words that have changed since the last check neither says anything."""
    two_sentences()
    check_all()
    story = Story.objects.get()
    first = stories.revision(
        story,
        f"<p>{cite('aaaaaaaa', 'n')} {cite('bbbbbbbb', 'up to 15')} {cite('cccccccc', 'b')}</p>",
        claims={
            "aaaaaaaa": {"first_published": datetime(2026, 8, 1, tzinfo=UTC)},
            "bbbbbbbb": {"tense": "lasting"} | SUM,
            "cccccccc": {"kind": "judgement"},
        },
    )
    [told] = client.get("/stories/").context["stories"]
    assert told.tally.states == ("unchecked", "outdated", "judgement")
    assert told.tally.states == story_page(first.pk).tally.states
    assert str(told.tally) == "3 claims: 1 outdated, 1 not yet checked, 1 judgement"


def test_a_list_tells_a_verdict_on_a_hidden_record_until_the_next_run_and_no_longer(
    client: Client,
) -> None:
    """What decision 27 knows: a list says the word that was stored, and never what it rests on."""
    two_sentences()
    check_all()
    DeskRecord.objects.update(public_from=None)
    revision = Revision.objects.get()
    [told] = client.get("/stories/").context["stories"]
    assert told.tally.states == ("outdated", "outdated")
    assert story_page(revision.pk).tally.states == ("outdated", "unchecked")
    check_changed()
    [told] = client.get("/stories/").context["stories"]
    assert told.tally.states == story_page(revision.pk).tally.states == ("outdated", "undecided")


def test_twenty_stories_in_a_list_cost_as_many_queries_as_one(client: Client) -> None:
    counts = []
    for numbers in (range(1), range(1, 20)):
        for at in numbers:
            stories.story(f"story-{at}", f"<p>{cite('aaaaaaaa', 'x')}</p>")
        check_all()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/stories/").text.count("1 claim, undecided") == at + 1
        counts.append(len(queries))
    assert counts[0] == counts[1]
