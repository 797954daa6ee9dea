"""The second factor: enrolled once, given with a code, asked for again after ten minutes."""

from __future__ import annotations

import re
from base64 import b32encode
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom import second_factor
from tests import factories
from tests.newsroom.desk import logged_in

pytestmark = pytest.mark.django_db

PAGE = "/admin/second-factor/"
PASSWORD = "correct horse battery"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Stands at the beginning of an app's half minute, so that a code is the one we made."""
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def carla(clock: time_machine.Traveller) -> User:
    """Who is cleared; her app is enrolled."""
    who = factories.user("cleared", username="carla")
    who.set_password(PASSWORD)
    who.save()
    TOTPDevice.objects.create(user=who, name="app")
    return who


def code_of(user: User, steps: int = 0) -> str:
    """What her app shows now, or some half minutes later."""
    device = TOTPDevice.objects.get(user=user)
    return f"{totp(device.bin_key, t0=-30 * steps):06}"


def give(desk: Client, code: str, after: str = "") -> Any:
    return desk.post(PAGE, {"code": code, "next": after})


def test_enrolling_wants_the_password_then_a_first_code_and_shows_ten_recovery_codes_once() -> None:
    who = factories.user("cleared", username="nora")
    who.set_password(PASSWORD)
    who.save()
    desk = logged_in(who)
    assert desk.get(PAGE).headers["Location"] == f"{PAGE}enrol/"
    assert "password" in desk.get(f"{PAGE}enrol/").text
    assert desk.get(f"{PAGE}enrol/qr.svg").status_code == 404
    assert "not your password" in desk.post(f"{PAGE}enrol/", {"password": "wrong"}).text
    assert not TOTPDevice.objects.exists()

    desk.post(f"{PAGE}enrol/", {"password": PASSWORD})
    shown = desk.get(f"{PAGE}enrol/")
    assert re.search(r'<p class="access-key">([A-Z2-7]{4} ?){8}</p>', shown.text)
    assert 'src="/admin/second-factor/enrol/qr.svg"' in shown.text
    picture = desk.get(f"{PAGE}enrol/qr.svg")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "no-store" in picture.headers["Cache-Control"]
    assert b"<path" in picture.content
    assert b"style" not in picture.content

    assert "not right" in desk.post(f"{PAGE}enrol/", {"code": "000000"}).text
    assert second_factor.device_of(who) is None
    TOTPDevice.objects.update(throttling_failure_timestamp=None)
    codes = desk.post(f"{PAGE}enrol/", {"code": code_of(who)})
    assert len(re.findall(r"<li>[a-z2-7]{4}(-[a-z2-7]{4}){3}</li>", codes.text)) == 10
    assert second_factor.codes_left(who) == 10
    assert desk.get(f"{PAGE}enrol/qr.svg").status_code == 404, "the key is shown no more"
    assert "Recovery codes left" in desk.get(PAGE).text


def test_a_code_counts_for_ten_minutes_and_gives_the_session_another_key(
    carla: User, clock: time_machine.Traveller
) -> None:
    desk = logged_in(carla)
    before = desk.session.session_key
    answer = give(desk, code_of(carla), after="/admin/newsroom/source/")
    assert answer.headers["Location"] == "/admin/newsroom/source/"
    assert desk.session.session_key != before
    assert "enrolled on 24 November 2026" in desk.get(PAGE).text
    clock.shift(timedelta(minutes=10))
    assert "six digits" in desk.get(PAGE).text


def test_a_code_is_taken_once(carla: User) -> None:
    code = code_of(carla)
    assert give(logged_in(carla), code).status_code == 302
    assert "not right, or it was used before" in give(logged_in(carla), code).text


def test_nobody_goes_on_to_another_site(carla: User) -> None:
    for steps, after in enumerate(("https://evil.example/", "//evil.example", "/\\evil.example")):
        TOTPDevice.objects.update(last_t=-1)
        answer = give(logged_in(carla), code_of(carla), after)
        assert answer.headers["Location"] == "/admin/", steps


def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("the identity")


def asked(desk: Client, method: str, **headers: str) -> HttpResponse:
    """What a guarded view answers in this person's session."""
    from django.contrib.messages.storage.session import SessionStorage
    from django_otp.middleware import OTPMiddleware

    request = RequestFactory().generic(method, "/admin/x/?y=1", **headers)  # type: ignore[arg-type]
    request.session = desk.session
    request.user = User.objects.get(pk=desk.session["_auth_user_id"])
    request._messages = SessionStorage(request)  # type: ignore[attr-defined]
    view = second_factor.second_factor_required(guarded)
    return OTPMiddleware(view)(request)


def test_a_guarded_view_opens_after_the_code_alone(carla: User) -> None:
    desk = logged_in(carla)
    answer = asked(desk, "GET")
    assert answer.headers["Location"] == f"{PAGE}?next=%2Fadmin%2Fx%2F%3Fy%3D1"
    give(desk, code_of(carla))
    assert asked(desk, "GET").content == b"the identity"


def test_a_form_sent_without_a_code_is_not_done_but_shown_again(carla: User) -> None:
    answer = asked(logged_in(carla), "POST", HTTP_REFERER="http://testserver/admin/form/?a=b")
    assert answer.headers["Location"] == f"{PAGE}?next=%2Fadmin%2Fform%2F%3Fa%3Db"
    answer = asked(logged_in(carla), "POST", HTTP_REFERER="http://evil.example/admin/form/")
    assert answer.headers["Location"] == f"{PAGE}?next=%2Fadmin%2Fx%2F"


def test_a_recovery_code_works_once_and_none_can_be_read_from_the_database(carla: User) -> None:
    codes = second_factor.new_recovery_codes(carla)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    assert len(kept) == 10
    assert not kept & {code.replace("-", "") for code in codes}
    assert give(logged_in(carla), codes[3].upper()).status_code == 302
    assert "not right" in give(logged_in(carla), codes[3]).text
    assert second_factor.codes_left(carla) == 9


def test_new_recovery_codes_end_the_old_ones_and_want_a_code_first(carla: User) -> None:
    [old, *_] = second_factor.new_recovery_codes(carla)
    desk = logged_in(carla)
    assert desk.post(f"{PAGE}codes/").status_code == 302
    give(desk, code_of(carla))
    assert "Print these now" in desk.post(f"{PAGE}codes/").text
    StaticDevice.objects.update(throttling_failure_count=0)
    assert "not right" in give(logged_in(carla), old).text


def test_another_app_wants_a_code_of_the_old_one_and_the_password(carla: User) -> None:
    desk = logged_in(carla)
    assert desk.get(f"{PAGE}enrol/").headers["Location"].startswith(f"{PAGE}?next=")
    give(desk, code_of(carla))
    old = TOTPDevice.objects.get()
    desk.post(f"{PAGE}enrol/", {"password": PASSWORD})
    assert second_factor.device_of(carla) == old, "until the new one has shown a code"
    new = TOTPDevice.objects.get(confirmed=False)
    answer = desk.post(f"{PAGE}enrol/", {"code": f"{totp(new.bin_key):06}"}, follow=True)
    assert "This app counts now" in answer.text
    assert list(TOTPDevice.objects.all()) == [new]


def test_wrong_codes_make_the_next_one_wait_but_never_for_hours(
    carla: User, clock: time_machine.Traveller
) -> None:
    desk = logged_in(carla)
    give(desk, "000000")
    assert "Too many wrong codes" in give(desk, code_of(carla)).text
    for _ in range(20):
        clock.shift(timedelta(minutes=20))
        give(desk, "000000")
    answer = give(desk, code_of(carla))
    assert "looked at in 18 minutes" in answer.text
    clock.shift(timedelta(minutes=18))
    assert give(desk, code_of(carla)).status_code == 302


def test_nobody_sees_keys_in_the_screens_that_django_otp_brings() -> None:
    desk = logged_in(factories.user(is_superuser=True))
    for model in ("otp_totp/totpdevice", "otp_static/staticdevice"):
        assert desk.get(f"/admin/{model}/").status_code == 404


def test_the_log_tells_of_right_and_wrong_codes_by_the_accounts_number(
    carla: User, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="newsroom")
    give(logged_in(carla), "000000")
    clock.shift(timedelta(minutes=1))
    give(logged_in(carla), code_of(carla))
    told = [(line.getMessage(), line.fields) for line in caplog.records]  # type: ignore[attr-defined]
    assert told == [
        ("second factor refused", {"user": carla.pk}),
        ("second factor passed", {"user": carla.pk}),
    ]


def test_the_key_of_an_app_is_on_no_page_but_the_one_that_enrols_it(carla: User) -> None:
    secret = TOTPDevice.objects.get()
    written = {secret.key, b32encode(secret.bin_key).decode().rstrip("=")}
    chief = logged_in(factories.user(is_superuser=True))
    hers = logged_in(carla)
    give(hers, code_of(carla))
    for desk, address in (
        (hers, PAGE),
        (hers, f"{PAGE}enrol/"),
        (chief, f"/admin/auth/user/{carla.pk}/change/"),
        (chief, f"/admin/auth/user/{carla.pk}/access/"),
        (chief, f"/admin/auth/user/{carla.pk}/delete/"),
    ):
        page = desk.get(address)
        assert page.status_code == 200, address
        assert not [key for key in written if key in page.text.replace(" ", "")], address
