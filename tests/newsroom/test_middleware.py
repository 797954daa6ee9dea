"""A reader's address is what our own proxies say, never what the reader says."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
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
