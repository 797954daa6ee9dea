"""What a stranger can ask for: every address by name, so that none is added by accident."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.newsroom import stories

#: As Django writes them, the admin's left out.
PUBLIC = {
    "",
    "about/",
    "actions.json",
    "actions/",
    "actions/<slug:slug>.json",
    "actions/<slug:slug>/",
    "corrections.atom",
    "corrections/",
    "documents/<slug:public_id>/",
    "feed.atom",
    "healthz",
    "lists/",
    "lists/<slug:code>/<int:sequence>/",
    "officials.json",
    "officials/",
    "officials/<slug:public_id>.json",
    "officials/<slug:public_id>/",
    "parties/<slug:public_id>.json",
    "parties/<slug:public_id>/",
    "pictures/<slug:public_id>/<int:width>.<slug:extension>",
    "programmes/<slug:authority>/<slug:slug>/",
    "preview/<str:token>/",
    "preview/<str:token>/pictures/<slug:public_id>/<int:width>.<slug:extension>",
    "records/<slug:public_id>.json",
    "records/<slug:public_id>/",
    "robots.txt",
    "search/",
    "sitemap.xml",
    "sources/<slug:slug>/",
    "stories.json",
    "stories/",
    "stories/<slug:slug>.json",
    "stories/<slug:slug>/",
    "stories/<slug:slug>/embed/",
    "stories/<slug:slug>/evidence.json",
    "stories/<slug:slug>/evidence/",
    "stories/<slug:slug>/claims/<slug:key>.json",
    "stories/<slug:slug>/claims/<slug:key>/",
}


def patterns() -> Iterator[str]:
    for entry in get_resolver().url_patterns:
        if isinstance(entry, URLPattern):
            yield str(entry.pattern)


def test_every_public_address_is_listed() -> None:
    assert set(patterns()) == PUBLIC


def test_all_else_is_the_desk() -> None:
    resolvers = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver)]
    assert [str(one.pattern) for one in resolvers] == ["admin/"]


@pytest.mark.django_db
@pytest.mark.parametrize("pattern", sorted(PUBLIC))
def test_an_address_is_there_or_is_not_found_in_the_same_words(
    client: Client, pattern: str
) -> None:
    """In an empty newsroom a list is a page, and what would be one thing is not there."""
    address = "/" + (
        pattern.replace("<int:sequence>", "1")
        .replace("<slug:key>", "aaaaaaaa")
        .replace("<str:token>", "nothing")
        .replace("<slug:slug>", "nothing")
        .replace("<slug:public_id>", "nothing")
        .replace("<slug:authority>", "nothing")
        .replace("<slug:code>", "nothing")
        .replace("<int:width>", "960")
        .replace("<slug:extension>", "jpg")
    )
    response = client.get(address)
    if "<" in pattern:
        assert response.status_code == 404
        absent = "/no/such/page.json" if pattern.endswith(".json") else "/no/such/page/"
        assert response.content == client.get(absent).content
    else:
        assert response.status_code == 200
    assert client.post(address).status_code == 405
    assert client.get(address, {"no_such_parameter": "1"}).status_code == (
        404 if "<" in pattern else 400
    )


@pytest.mark.django_db
def test_an_address_without_its_last_slash_leads_to_the_page(client: Client) -> None:
    stories.story()
    response = client.get("/stories/officials")
    assert (response.status_code, response.headers["Location"]) == (301, "/stories/officials/")
