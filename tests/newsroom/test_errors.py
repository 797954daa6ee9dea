"""Absent, forbidden, misspelt: clear answers, and never a word too many."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.newsroom import stories

pytestmark = pytest.mark.django_db

PAGES = (
    "/",
    "/stories/",
    "/stories.json",
    "/stories/officials/",
    "/stories/officials.json",
    "/stories/officials/claims/aaaaaaaa/",
    "/stories/officials/claims/aaaaaaaa.json",
    "/corrections/",
    "/about/",
    "/feed.atom",
    "/corrections.atom",
    "/sitemap.xml",
    "/robots.txt",
)
BODY = '<p><cite data-claim="aaaaaaaa">x</cite></p>'


def test_absent_unpublished_and_embargoed_are_one_answer(client: Client) -> None:
    stories.story("draft", BODY, public_from=None)
    stories.story("embargoed", BODY, public_from=datetime.now(UTC) + timedelta(days=1))
    stories.story(body=BODY)
    answers: dict[bool, set[Any]] = {True: set(), False: set()}
    for slug in ("absent", "draft", "embargoed"):
        for address in (
            f"/stories/{slug}/",
            f"/stories/{slug}.json",
            f"/stories/{slug}/?format=csv",
            f"/stories/{slug}/claims/aaaaaaaa/",
            f"/stories/{slug}/claims/aaaaaaaa.json",
            f"/stories/{slug}/evidence.json",
            "/stories/officials/claims/bbbbbbbb/",
            "/stories/officials/claims/bbbbbbbb.json",
            "/nothing.json",
            "/corrections/nothing/",
            "/nothing/",
        ):
            response = client.get(address)
            assert response.status_code == 404, address
            answer = response.content, tuple(sorted(response.headers.items()))
            answers[address.endswith(".json")].add(answer)
            head = client.head(address)
            assert (head.status_code, head.content) == (404, b"")
    assert [len(of_form) for of_form in answers.values()] == [1, 1]
    assert client.get("/stories/draft.json").json() == {"error": "Not found."}


def test_absent_and_unpublished_cost_the_database_the_same(client: Client) -> None:
    """The same statements and as many: what is visible is asked in SQL, so no clock tells more."""
    stories.story("draft", BODY, public_from=None)
    stories.story("embargoed", BODY, public_from=datetime.now(UTC) + timedelta(days=1))
    for address in (
        "/stories/{}/",
        "/stories/{}.json",
        "/stories/{}/claims/aaaaaaaa/",
        "/stories/{}/evidence/",
        "/stories/{}/embed/",
    ):
        asked = {}
        for slug in ("absent", "draft", "embargoed"):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address.format(slug)).status_code == 404
            asked[slug] = [one["sql"].replace(slug, "…") for one in captured]
        assert asked["absent"] == asked["draft"] == asked["embargoed"] != [], address


def test_a_bad_request_at_an_address_of_json_is_told_in_json(client: Client) -> None:
    stories.story(body=BODY)
    told = client.get("/stories/officials.json?<script>=1")
    assert (told.status_code, told.headers["Content-Type"]) == (400, "application/json")
    assert told.json() == {"error": "Unknown parameter “<script>”. It takes none."}
    assert client.get("/stories.json", headers={"host": "evil.example"}).json() == {
        "error": "Bad request."
    }


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/?x=1", 400, "Unknown parameter “x”"),
        ("/stories/?sort=owner__password", 400, "Known: page, section"),
        ("/stories/officials/?depth=9", 400, "Unknown parameter “depth”"),
        ("/stories/?section=%00", 400, "NUL"),
        ("/stories/?section=%FF", 400, "UTF-8"),
        ("/stories/?section=%ED%A0%80", 400, "UTF-8"),
        (f"/stories/?section={'x' * 201}", 400, "At most 200"),
        (f"/stories/?section={'x' * 100_000}", 400, "100,000 characters long"),
        ("/stories/?page=1&page=2", 400, "given 2 times"),
        ("/stories/?" + "&".join(f"a{n}=1" for n in range(1100)), 400, ""),
        ("/stories/?page=1e9", 404, ""),
        ("/stories/?page=-1", 404, ""),
        ("/stories/?page=0", 404, ""),
        ("/stories/?page=2", 404, ""),
        ("/stories/?page=999999999999", 404, ""),
        ("/stories/?page=%D9%A1", 404, ""),
        ("/stories/%00/", 404, ""),
        ("/stories/%FF/", 404, ""),
        (f"/stories/{'x' * 5000}/", 404, ""),
        ("/stories/officials/claims/'/", 404, ""),
        ("/%2e%2e/", 404, ""),
        ("/x%0d%0aSet-Cookie:a=b/", 404, ""),
    ],
)
def test_a_bad_parameter_gets_a_clear_answer(
    client: Client, address: str, status: int, words: str
) -> None:
    stories.story(body=BODY)
    response = client.get(address)
    assert response.status_code == status
    assert words in response.content.decode()


def test_what_was_sent_is_not_run_in_the_answer(client: Client) -> None:
    response = client.get("/?<script>alert(1)</script>=1")
    assert response.status_code == 400
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("address", ["/", "/stories/officials/", "/feed.atom", "/healthz"])
def test_pages_are_only_read(method: str, address: str) -> None:
    response = Client(enforce_csrf_checks=True).generic(method, address)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


def test_a_host_name_that_somebody_made_up_is_refused(client: Client) -> None:
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    assert "evil.example" not in response.content.decode()


def test_a_failure_of_ours_is_a_page_without_details(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise RuntimeError("secret detail")

    monkeypatch.setattr("newsroom.views.home.lists_held", fails)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    content = response.content.decode()
    assert "Something failed on our side" in content
    assert settings.NEWSROOM_NAME in content
    assert "secret detail" not in content


def test_a_database_that_is_away_is_no_failure_for_good(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise OperationalError("connection to server at secret detail failed")

    monkeypatch.setattr("newsroom.views.home.lists_held", fails)
    client.raise_request_exception = False
    response = client.get("/")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert response.headers["Cache-Control"] == "no-store"
    assert "secret detail" not in response.content.decode()


def test_every_answer_carries_the_policy(client: Client) -> None:
    stories.story(body=BODY)
    for address in (*PAGES, "/healthz", "/nothing/", "/?x=1"):
        headers = client.get(address).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], address
        assert "unsafe-inline" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_no_page_holds_a_script_or_a_style_of_its_own(client: Client) -> None:
    stories.story(body=BODY)
    for address in PAGES:
        content = client.get(address).content.decode()
        assert "<script>" not in content
        assert "<style" not in content
        assert " style=" not in content
        assert "onclick" not in content


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(client: Client, address: str) -> None:
    stories.story(body=BODY)
    first = client.get(address)
    assert "no-cache" in first.headers["Cache-Control"]
    again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = client.get(address, headers={"if-none-match": '"garbage", W/x, *&'})
    assert other.status_code == 200


def test_a_page_that_has_changed_is_sent(client: Client) -> None:
    story = stories.story(body=BODY)
    first = client.get("/stories/officials/")
    stories.revision(story, "<p>New words.</p>")
    again = client.get("/stories/officials/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 200
    assert "New words." in again.content.decode()


def test_readers_get_no_cookie_and_pages_do_not_vary_by_one(client: Client) -> None:
    stories.story(body=BODY)
    for address in PAGES:
        response = client.get(address)
        assert not response.cookies
        assert "Cookie" not in response.headers.get("Vary", "")
