"""The desk's gate: no address of it opens to those who read identities before they gave a code."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import Permission, User
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver
from django_otp.middleware import OTPMiddleware
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import Settings

from newsroom.gate import BEFORE_THE_CODE, GateMiddleware
from tests import factories
from tests.newsroom.desk import logged_in
from tests.newsroom.test_settings import settings_from

pytestmark = pytest.mark.django_db

CODE = "/admin/second-factor/"


@pytest.fixture(autouse=True)
def second_factor(settings: Settings) -> None:
    settings.SECOND_FACTOR = True


def enrolled(role: str, **columns: Any) -> User:
    who = factories.user(role, **columns)
    TOTPDevice.objects.create(user=who, name="app")
    return who


def give_code(desk: Client) -> None:
    device = TOTPDevice.objects.get()
    assert desk.post(CODE, {"code": f"{totp(device.bin_key):06}"}).status_code == 302


def addresses() -> list[str]:
    """Every address of the desk, with a 1 for each thing in it."""
    [desk] = [one for one in get_resolver().url_patterns if isinstance(one, URLResolver)]

    def below(resolver: URLResolver, before: str) -> list[str]:
        found = []
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                found.append(before + str(entry.pattern))
            else:
                found += below(entry, before + str(entry.pattern))
        return found

    made = {
        "/".join("1" if "<" in part else part for part in address.split("/"))
        for address in below(desk, "/admin/")
    }
    return sorted(address for address in made if not set(address) & set("^$\\?("))


def test_no_address_of_the_desk_opens_before_the_code() -> None:
    desk = logged_in(enrolled("", is_superuser=True))
    everywhere = [*addresses(), "/admin/nowhere/", "/admin/newsroom/"]
    assert len(everywhere) > 100
    opened = set()
    for address in everywhere:
        for method in ("get", "post"):
            answer = getattr(desk, method)(address)
            if not answer.headers.get("Location", "").startswith(f"{CODE}?next="):
                opened.add(answer.resolver_match.view_name)
            if answer.resolver_match.view_name == "admin:logout":
                desk.force_login(User.objects.get())
    assert opened <= BEFORE_THE_CODE


@pytest.mark.parametrize(
    ("role", "wants"),
    [("cleared", True), ("admin", True), ("editor", False), ("head", False), ("exporter", False)],
)
def test_who_is_asked_for_a_code(role: str, *, wants: bool) -> None:
    answer = logged_in(enrolled(role)).get("/admin/")
    assert answer.status_code == (302 if wants else 200)


@pytest.mark.parametrize("right", ["change_user", "add_user", "change_group", "delete_group"])
def test_each_right_over_accounts_wants_a_code(right: str) -> None:
    who = enrolled("editor")
    who.user_permissions.add(Permission.objects.get(codename=right))
    assert logged_in(who).get("/admin/").headers["Location"].startswith(CODE)


def test_after_the_code_the_desk_opens_for_as_long_as_the_session_lasts() -> None:
    desk = logged_in(enrolled("cleared"))
    give_code(desk)
    assert desk.get("/admin/").status_code == 200
    assert logged_in(User.objects.get()).get("/admin/").status_code == 302, "another session"


def test_away_from_the_desk_they_are_readers_until_they_gave_a_code() -> None:
    """A preview may ask who reads it."""
    desk = logged_in(enrolled("admin"))
    assert reads_as(desk) == "AnonymousUser"
    give_code(desk)
    assert reads_as(desk) == User.objects.get().username


def reads_as(desk: Client) -> str:
    """Whom a page for readers takes this person for."""
    request = RequestFactory().get("/preview/")
    request.session = desk.session
    request.user = get_user(request)
    gate = GateMiddleware(lambda request: HttpResponse(str(request.user)))
    return OTPMiddleware(gate)(request).content.decode()


def test_where_it_is_off_a_password_is_enough_and_the_desk_says_so(settings: Settings) -> None:
    settings.SECOND_FACTOR = False
    words = "a password alone"
    assert words in logged_in(factories.user("admin")).get("/admin/").text
    assert words in logged_in(factories.user("cleared")).get("/admin/").text
    assert words not in logged_in(factories.user("editor")).get("/admin/").text


def test_it_is_on_wherever_the_newsroom_is_served_by_https(tmp_path: Any) -> None:
    key = {"SECRET_KEY": "k" * 50}
    assert settings_from(tmp_path, **key)["SECOND_FACTOR"] is True
    assert settings_from(tmp_path, **key, HTTPS="false")["SECOND_FACTOR"] is False
    assert settings_from(tmp_path, **key, SECOND_FACTOR="false")["SECOND_FACTOR"] is False


def test_by_https_cookies_belong_to_this_host_alone(tmp_path: Any) -> None:
    found = settings_from(tmp_path, SECRET_KEY="k" * 50)
    for cookie in ("SESSION", "CSRF"):
        assert found[f"{cookie}_COOKIE_NAME"].startswith("__Host-")
        assert found[f"{cookie}_COOKIE_SECURE"] is True
        assert found[f"{cookie}_COOKIE_HTTPONLY"] is True
        assert found[f"{cookie}_COOKIE_SAMESITE"] == "Lax"
    plain = settings_from(tmp_path, SECRET_KEY="k" * 50, HTTPS="false")
    assert plain["SESSION_COOKIE_NAME"] == "session"


def test_nothing_of_the_desk_is_kept_by_a_browser_and_logout_clears_it() -> None:
    desk = logged_in(factories.user("editor"))
    for address in ("/admin/", "/admin/jsi18n/", "/admin/password_change/", "/admin/login/"):
        assert "no-store" in desk.get(address).headers["Cache-Control"], address
    answer = desk.post("/admin/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cookies", "storage", "cache"'
