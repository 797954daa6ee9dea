"""The login page: how many passwords may be tried, and that it tells nobody who has an account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
import time_machine
from axes.models import AccessAttempt
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client

from newsroom.login import MOST_OF_ADDRESS, MOST_OF_NAME
from tests import factories
from tests.newsroom.desk import logged_in

pytestmark = pytest.mark.django_db

PASSWORD, WRONG = "correct horse battery", "wrong"
HOME, OFFICE, ELSEWHERE = "203.0.113.7", "198.51.100.1", "192.0.2.9"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def ines() -> User:
    who = factories.user("editor", username="ines")
    who.set_password(PASSWORD)
    who.save()
    return who


def tried(name: str, password: str = WRONG, at: str = HOME, **more: str) -> Any:
    form = {"username": name, "password": password, **more}
    return Client(REMOTE_ADDR=at).post("/admin/login/", form)


def wrong(name: str, times: int, at: str) -> None:
    """As many wrong passwords as that, without asking as often."""
    AccessAttempt.objects.create(username=name, ip_address=at, failures_since_start=times)


def test_five_wrong_passwords_from_one_place_are_enough_for_a_quarter_of_an_hour(
    ines: User, clock: time_machine.Traveller
) -> None:
    for _ in range(4):
        assert tried("ines").status_code == 200
    for password in ("wrong", PASSWORD):
        refused = tried("ines", password)
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "900"
        assert "Too many tries" in refused.text
        assert "ines" not in refused.text
        assert "style=" not in refused.text
        assert not re.search(r">\s*nonce=", refused.text)
    assert tried("ines", PASSWORD, at=OFFICE).status_code == 302, "elsewhere she gets in"
    clock.shift(timedelta(minutes=10))
    tried("ines")
    clock.shift(timedelta(minutes=6))
    assert tried("ines", PASSWORD).status_code == 302, "who went on trying made it no longer"


def test_one_address_tries_no_password_on_everybody(ines: User) -> None:
    for number in range(MOST_OF_ADDRESS // 4 + 1):
        wrong(f"somebody{number}", 4, at=ELSEWHERE)
    assert tried("ines", PASSWORD, at=ELSEWHERE).status_code == 429
    assert tried("ines", PASSWORD, at=HOME).status_code == 302


def test_a_thousand_machines_share_no_name_and_still_do_not_lock_its_owner_out(ines: User) -> None:
    assert tried("ines", PASSWORD, at=HOME).status_code == 302
    for number in range(MOST_OF_NAME // 4):
        wrong("ines", 4, at=f"192.0.2.{number}")
    assert tried("ines", PASSWORD, at=ELSEWHERE).status_code == 429
    assert tried("ines", PASSWORD, at=HOME).status_code == 302, "where she logged in lately"
    assert tried("tomas", at=ELSEWHERE).status_code == 200, "it is that name's limit"


def test_a_network_of_ipv6_is_one_address(ines: User) -> None:
    for number in range(5):
        tried("ines", at=f"2001:db8::{number}")
    assert tried("ines", PASSWORD, at="2001:db8::ffff:1").status_code == 429
    assert tried("ines", PASSWORD, at="2001:db8:0:1::1").status_code == 302


def without_what_differs(page: str) -> str:
    """From one answer to the next: what was typed, a form's mark and the scripts'."""
    return re.sub(r'(value|nonce)="[^"]*"', "", page)


def test_known_and_unknown_names_get_the_same_answer_after_the_same_work(ines: User) -> None:
    User.objects.create_user("reader", password=PASSWORD)
    factories.user("editor", username="gone", is_active=False)
    answers, hashed = set(), []
    for name in ("ines", "nobody", "reader", "gone"):
        with mock.patch.object(
            MD5PasswordHasher, "encode", autospec=True, side_effect=MD5PasswordHasher.encode
        ) as encode:
            page = tried(name, at=HOME).text
        hashed.append(encode.call_count)
        answers.add(without_what_differs(page))
    assert len(answers) == 1
    assert set(hashed) == {1}
    assert "Please enter the correct username and password" in answers.pop()


def test_names_are_locked_whether_they_exist_or_not(ines: User) -> None:
    pages = set()
    for name in ("ines", "nobody"):
        wrong(name, 5, at=HOME)
        pages.add(without_what_differs(tried(name).text))
    assert len(pages) == 1


def test_nothing_that_was_typed_in_is_kept_but_the_name(ines: User) -> None:
    tried("ines", "hunter2-hunter2", next="/admin/?q=Zilosource")
    desk = logged_in(ines)
    passwords = {"old_password": "hunter2", "new_password1": "zebra22", "new_password2": "zebra22"}
    desk.post("/admin/password_change/", passwords)
    desk.post("/admin/second-factor/enrol/", {"password": "hunter2"})
    assert AccessAttempt.objects.count() >= 2
    for attempt in AccessAttempt.objects.all():
        kept = attempt.get_data + attempt.post_data
        assert not [word for word in ("hunter2", "zebra22", "Zilosource") if word in kept]


@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/admin/password_change/", "old_password"),
        ("/admin/second-factor/enrol/", "password"),
    ],
)
def test_an_open_session_is_no_place_to_find_the_password_out(
    ines: User, address: str, field: str
) -> None:
    desk = logged_in(ines)
    new = {"new_password1": "a new horse battery", "new_password2": "a new horse battery"}
    for _ in range(5):
        desk.post(address, {field: "wrong", **new})
    assert desk.post(address, {field: PASSWORD, **new}).status_code == 429
    ines.refresh_from_db()
    assert ines.check_password(PASSWORD)


@pytest.mark.parametrize(
    "after",
    [
        "https://evil.example/",
        "//evil.example/",
        "///evil.example/",
        "/\\evil.example/",
        "http:evil.example",
        "javascript:alert(1)",
        "\thttps://evil.example",
    ],
)
def test_nobody_is_led_to_another_site_by_logging_in(ines: User, after: str) -> None:
    answer = tried("ines", PASSWORD, next=after)
    assert answer.headers["Location"] == "/admin/"
    page = Client().get("/admin/login/", {"next": after}).text
    assert 'name="next" value="/admin/"' in page


@pytest.mark.parametrize("header", ["Host", "X-Forwarded-Host"])
def test_no_page_repeats_a_host_that_somebody_made_up(header: str) -> None:
    answer = Client().get("/admin/login/", headers={header: "evil.example"})
    assert answer.status_code == (400 if header == "Host" else 200)
    assert "evil.example" not in answer.text + str(answer.headers)


def test_a_form_without_its_mark_says_what_to_do() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/", {"username": "ines"})
    assert answer.status_code == 403
    assert "Please send the form again" in answer.text


@pytest.mark.parametrize("password", ["elevenchars", "password1234", "123456789012"])
def test_a_password_is_long_and_not_one_of_everybodys(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


def test_a_password_that_was_chosen_before_goes_on(ines: User) -> None:
    ines.set_password("short")
    ines.save()
    assert tried("ines", "short").status_code == 302


def test_a_session_gets_another_key_at_login_so_none_can_be_planted(ines: User) -> None:
    planted = "a" * 32
    browser = Client(headers={"Cookie": f"session={planted}"})
    browser.post("/admin/login/", {"username": "ines", "password": PASSWORD})
    given = browser.cookies["session"].value
    assert given != planted
    stranger = Client(headers={"Cookie": f"session={planted}"})
    assert stranger.get("/admin/").status_code == 302
