"""Whose address is believed, and for how long a reader's page may ask the database."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from newsroom.middleware import ClientAddressMiddleware


def seen(forwarded: str | None) -> str:
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(request.META["REMOTE_ADDR"])

    request = RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")
    return ClientAddressMiddleware(view)(request).content.decode()


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, "203.0.113.7", "10.0.0.1"),
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 192.0.2.1", "203.0.113.7"),
        (1, None, "10.0.0.1"),
        (2, "203.0.113.7", "10.0.0.1"),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "203.0.113.7, unknown", "10.0.0.1"),
    ],
)
def test_the_address_is_counted_from_the_end(
    settings: Settings, proxies: int, forwarded: str | None, address: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    assert seen(forwarded) == address


# ---- Patience ---------------------------------------------------------------------------------


@pytest.fixture
def held_table() -> Iterator[None]:
    """Somebody holds what every page reads."""
    with psycopg.connect(
        **connection.get_connection_params() | {"cursor_factory": None}
    ) as holding:
        holding.execute("LOCK TABLE newsroom_story IN ACCESS EXCLUSIVE MODE")
        yield


def limit_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return str(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("held_table")
@pytest.mark.parametrize("address", ["/", "/stories/", "/stories/nothing/", "/search/?q=a"])
def test_a_reader_is_told_to_come_back_where_a_statement_takes_long(
    client: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr("newsroom.middleware.MOST_SECONDS", 0.1)
    client.raise_request_exception = False
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert limit_now() == "0", "whoever has the connection next has time"


@pytest.mark.django_db(transaction=True)
def test_the_limit_is_the_readers_and_not_the_desks(
    client: Client, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    limits = []

    def note(*_: object) -> dict[str, object]:
        limits.append(limit_now())
        return {}

    monkeypatch.setattr("newsroom.views.home.lists_held", note)
    client.get("/")
    monkeypatch.setattr("newsroom.views.home.lists_held", dict)
    monkeypatch.setattr("django.contrib.admin.sites.AdminSite.each_context", note)
    admin_client.get("/admin/password_change/")
    assert limits == ["20s", "0"]
