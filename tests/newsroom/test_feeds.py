"""Feeds, the sitemap and what machines ask for."""

from datetime import UTC, date, datetime

import pytest
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import escape, strip_tags
from lxml import etree

from newsroom.facts import Answer, Outcome
from newsroom.models import Check, Correction, StaleClaim
from newsroom.reading.corrections import told_corrections
from newsroom.verdicts import check_all
from newsroom.views import machines
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord
from tests import factories
from tests.newsroom import stories
from tests.newsroom.stories import cite

pytestmark = pytest.mark.django_db

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_the_feed_holds_the_stories_by_their_addresses(client: Client) -> None:
    stories.story(headline="On the list", standfirst="And why", byline="Inés Carvallo")
    response = client.get("/feed.atom")
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    [entry] = etree.fromstring(response.content).findall("a:entry", ATOM)
    assert entry.findtext("a:title", namespaces=ATOM) == "On the list"
    link = entry.find("a:link", ATOM)
    assert link is not None
    assert link.get("href") == "http://testserver/stories/officials/"
    assert entry.findtext("a:published", namespaces=ATOM) == "2024-11-27T18:40:00+00:00"


def test_a_summary_is_read_as_html_and_keeps_its_signs(client: Client) -> None:
    stories.story(standfirst="Oil & gas, <10 fields")
    [entry] = etree.fromstring(client.get("/feed.atom").content).findall("a:entry", ATOM)
    summary = entry.find("a:summary", ATOM)
    assert summary is not None
    assert (summary.get("type"), summary.text) == ("html", "Oil &amp; gas, &lt;10 fields")


def test_an_empty_feed_is_a_feed(client: Client) -> None:
    for address in ("/feed.atom", "/corrections.atom"):
        assert etree.fromstring(client.get(address).content).findall("a:entry", ATOM) == []


def test_the_sitemap_holds_stories_claims_and_the_records_they_cite(client: Client) -> None:
    cited, other = factories.party("Cited"), factories.party("Other")
    stories.story(
        body='<p><cite data-claim="aaaaaaaa">x</cite></p>',
        claims={"aaaaaaaa": {"records": [("party", cited)]}},
    )
    content = client.get("/sitemap.xml").content.decode()
    for address in (
        "/",
        "/stories/officials/",
        "/stories/officials/claims/aaaaaaaa/",
        cited.get_absolute_url(),
    ):
        assert f"<loc>http://testserver{address}</loc>" in content
    assert other.public_id not in content


def test_robots_are_told_of_the_sitemap_and_kept_from_the_desk(client: Client) -> None:
    content = client.get("/robots.txt").content.decode()
    assert "Disallow: /admin/" in content
    assert "Sitemap: http://testserver/sitemap.xml" in content


def test_health_tells_of_the_database_and_of_the_principal_list(client: Client) -> None:
    assert client.get("/healthz").json() == {
        "status": "ok",
        "database": "ok",
        "list": None,
        "worker": {"last_worked": None, "late": True},
    }
    factories.list_version(date(2024, 5, 3))
    health = client.get("/healthz").json()
    assert health["list"]["dated"] == "2024-05-03"
    assert health["list"]["stale"] is True


def test_health_fails_where_the_database_does(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_answer() -> None:
        raise OperationalError("password authentication failed for user newsroom")

    monkeypatch.setattr(machines, "newest_of_principal_list", no_answer)
    response = client.get("/healthz")
    assert response.status_code == 503
    assert "password" not in response.content.decode()


SUM = {"kind": "reward", "comparator": "up_to", "unit": "USD", "tense": "lasting"}


def corrected(right: str = "It is 25 million.") -> Correction:
    """A reward was raised after a story, which was corrected from the desk's queue."""
    first = factories.desk_record(
        "reward", title="A reward", begins=PartialDate.parse("2020"), currency="USD"
    )
    factories.desk_record(
        "reward",
        title="The same reward",
        begins=PartialDate.parse("10 January 2025"),
        amount=25_000_000,
        currency="USD",
        supersedes=first,
    )
    story = stories.story(
        body=f"<p>{cite('aaaaaaaa', 'up to 15')}</p>",
        claims={"aaaaaaaa": {"records": [("record", first)], "number": 15_000_000} | SUM},
    )
    check_all()
    found = Check.objects.get(basis="today")
    columns = {"records": [("record", first)], "number": 25_000_000} | SUM
    after = stories.revision(
        story,
        f"<p>{cite('aaaaaaaa', 'up to 25')}</p>",
        claims={"aaaaaaaa": columns | {"first_published": datetime(2025, 2, 1, tzinfo=UTC)}},
    )
    check_all()
    correction = Correction.objects.create(
        story=story,
        key="aaaaaaaa",
        revision_before=story.revisions.get(number=1),
        revision_after=after,
        wrong="The sum is no longer 15 million.",
        right=right,
        by=stories.editor(),
    )
    StaleClaim.objects.filter(story=story).delete()
    StaleClaim.objects.create(
        story=story,
        key="aaaaaaaa",
        after=found,
        raised_at=timezone.now(),
        decision="corrected",
        decided_by=stories.editor(),
        decided_at=timezone.now(),
        correction=correction,
    )
    return correction


def test_a_correction_tells_of_both_words_how_they_stood_and_why(client: Client) -> None:
    corrected()
    feed = etree.fromstring(client.get("/corrections.atom").content)
    told = feed.findtext("a:entry/a:summary", namespaces=ATOM) or ""
    page = " ".join(strip_tags(client.get("/corrections/").text).split())
    for words in ("The sum is no longer 15 million.", "It is 25 million.", "until 10 January 2025"):
        assert words in told
        assert words in page
    assert "The words were “up to 15” (outdated). They are now “up to 25” (supported)." in told
    assert "Before “up to 15” Outdated After “up to 25” Supported" in page
    assert "/stories/officials/claims/aaaaaaaa/" in client.get("/corrections/").text


def test_why_is_not_told_again_where_the_note_says_it_as_it_was_drafted(client: Client) -> None:
    with transaction.atomic():
        [told] = told_corrections([corrected()])
        transaction.set_rollback(True)
    assert told.why
    corrected(right=told.why)
    assert client.get("/corrections/").text.count(escape(told.why)) == 1


def test_why_is_not_told_where_the_record_was_taken_from_readers_since(client: Client) -> None:
    corrected()
    DeskRecord.objects.filter(title="The same reward").update(public_from=None)
    for address in ("/corrections/", "/corrections.atom"):
        content = client.get(address).text
        assert "It is 25 million." in content
        assert "since 10 January 2025" not in content
        for verdict in ("outdated", "supported"):
            assert verdict not in content.lower()


def test_no_verdict_is_told_with_a_correction_where_the_rules_have_changed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    corrected()
    unknown = Outcome(Answer.CANNOT_TELL, "Nobody can tell.")
    monkeypatch.setattr("newsroom.reading.verdicts.settle", lambda *asked: unknown)
    content = client.get("/corrections.atom").text
    assert "The words were “up to 15”. They are now “up to 25”." in content


def test_corrections_cost_as_many_queries_whatever_their_number(client: Client) -> None:
    one = corrected()
    counts = []
    for more in (0, 3):
        for _ in range(more):
            Correction.objects.create(
                story=one.story,
                key=one.key,
                revision_before=one.revision_before,
                revision_after=one.revision_after,
                wrong="Again",
                right="Again",
                by=one.by,
            )
        with CaptureQueriesContext(connection) as queries:
            client.get("/corrections/")
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8
