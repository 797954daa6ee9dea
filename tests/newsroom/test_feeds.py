"""Feeds, the sitemap and what machines ask for."""

from datetime import date

import pytest
from django.db import OperationalError
from django.test import Client
from lxml import etree

from newsroom.views import machines
from tests import factories
from tests.newsroom import stories

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
