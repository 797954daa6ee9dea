"""Sessions end: when nobody is there, after a day's work, and with what is taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission, User
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice
from pytest_django import DjangoAssertNumQueries

from newsroom import previews
from newsroom.drafts import draft_of, keep_draft
from newsroom.models import StaffSession
from tests import factories
from tests.newsroom.desk import draft, logged_in, newest

pytestmark = pytest.mark.django_db

DESK = "/admin/password_change/"
WORDS = "/admin/jsi18n/"  # the cheapest page of the desk
LOGIN = "/admin/login/"
PASSWORD = "correct horse battery"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 11, 24, 10, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def carla() -> User:
    """An editor who is also cleared, with an app and a right of her own."""
    who = factories.user("cleared", username="carla")
    who.groups.add(Group.objects.get(name="editor"))
    who.set_password(PASSWORD)
    who.save()
    who.user_permissions.add(Permission.objects.get(codename="export_story"))
    TOTPDevice.objects.create(user=who, name="app")
    StaticDevice.objects.create(user=who, name="recovery codes")
    return who


def is_in(desk: Client) -> bool:
    return desk.get(WORDS).status_code == 200


def told(desk: Client) -> str:
    """What the login page says to somebody whose session is no more."""
    return desk.get(DESK, follow=True).text


# ---- Time -------------------------------------------------------------------------------------


def test_who_does_nothing_for_half_an_hour_is_logged_out_and_told(
    carla: User, clock: time_machine.Traveller
) -> None:
    desk = logged_in(carla)
    for _ in range(5):
        clock.shift(timedelta(minutes=29))
        assert is_in(desk)
    clock.shift(timedelta(minutes=30))
    assert "You did nothing for 30 minutes" in told(desk)


def test_a_page_that_asks_by_itself_keeps_nobody_logged_in(
    carla: User, clock: time_machine.Traveller
) -> None:
    away, typing = logged_in(carla), logged_in(carla)
    for _ in range(4):
        clock.shift(timedelta(minutes=10))
        away.get(WORDS, headers={"X-Desk-Heartbeat": "idle"})
        typing.get(WORDS, headers={"X-Desk-Heartbeat": "active"})
    assert not is_in(away)
    assert is_in(typing)


def test_nobody_stays_for_more_than_twelve_hours(
    carla: User, clock: time_machine.Traveller
) -> None:
    desk = logged_in(carla)
    for _ in range(35):
        clock.shift(timedelta(minutes=20))
        assert is_in(desk)
    clock.shift(timedelta(minutes=20))
    assert "12 hours" in told(desk)


def test_that_somebody_is_there_is_written_down_once_a_minute(
    carla: User,
    clock: time_machine.Traveller,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    desk = logged_in(carla)
    with django_assert_num_queries(2):  # the session and the account
        desk.get(WORDS)
    clock.shift(timedelta(minutes=1))
    with django_assert_num_queries(3):
        desk.get(WORDS)
    with django_assert_num_queries(2):
        desk.get(WORDS)


# ---- What is taken away -----------------------------------------------------------------------


def sql(statement: str) -> Callable[[User], None]:
    def run(who: User) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement, {"who": who.pk})

    return run


TAKEN: dict[str, tuple[str, Callable[[User], object]]] = {
    "active": ("rights", lambda who: User.objects.filter(pk=who.pk).update(is_active=False)),
    "staff": ("rights", lambda who: User.objects.filter(pk=who.pk).update(is_staff=False)),
    "superuser": ("rights", sql("UPDATE auth_user SET is_superuser = false WHERE id = %(who)s")),
    "group": ("rights", lambda who: who.groups.remove(Group.objects.get(name="cleared"))),
    "group by SQL": ("rights", sql("DELETE FROM auth_user_groups WHERE user_id = %(who)s")),
    "another group": (
        "rights",
        lambda who: User.groups.through.objects.filter(user=who, group__name="cleared").update(
            group=Group.objects.get(name="exporter")
        ),
    ),
    "the whole group": ("rights", lambda who: Group.objects.get(name="cleared").delete()),
    "right of a group": (
        "rights",
        lambda who: Group.objects.get(name="cleared").permissions.clear(),
    ),
    "own right": ("rights", lambda who: who.user_permissions.clear()),
    "password": ("password", lambda who: User.objects.filter(pk=who.pk).update(password="!")),
    "app": ("device", lambda who: TOTPDevice.objects.filter(user=who).delete()),
    "app by SQL": ("device", sql("DELETE FROM otp_totp_totpdevice WHERE user_id = %(who)s")),
    "key of the app": ("device", lambda who: TOTPDevice.objects.update(key="00" * 20)),
    "recovery codes": ("device", lambda who: StaticDevice.objects.filter(user=who).delete()),
}


@pytest.mark.parametrize("what", TAKEN)
def test_all_sessions_end_at_once_with_what_is_taken_away(carla: User, what: str) -> None:
    why, take = TAKEN[what]
    User.objects.filter(pk=carla.pk).update(is_superuser=True)
    other = factories.user("editor")
    desk, second, others = logged_in(carla), logged_in(carla), logged_in(other)
    take(carla)
    assert not is_in(desk)
    assert not is_in(second)
    assert is_in(others)
    ended = StaffSession.objects.filter(user=carla)
    assert {(one.ended_why, one.session_data) for one in ended} == {(why, "")}


def test_what_is_given_back_opens_no_session_again(carla: User) -> None:
    desk = logged_in(carla)
    carla.groups.remove(Group.objects.get(name="cleared"))
    carla.groups.add(Group.objects.get(name="cleared"))
    assert "taken away" in told(desk)


def test_what_is_given_ends_nothing(carla: User) -> None:
    desk = logged_in(carla)
    carla.groups.add(Group.objects.get(name="exporter"))
    User.objects.filter(pk=carla.pk).update(is_superuser=True, last_name="Ruiz")
    Group.objects.get(name="editor").permissions.add(
        Permission.objects.get(codename="export_source")
    )
    assert is_in(desk)


def test_a_request_under_way_does_not_bring_an_ended_session_back(carla: User) -> None:
    desk = logged_in(carla)
    held = desk.session
    assert held["began"]
    User.objects.filter(pk=carla.pk).update(is_staff=False)
    held["said"] = "meanwhile"
    with pytest.raises(UpdateError):
        held.save()
    assert not StaffSession.objects.exclude(session_data="").exists()


def test_who_changes_their_own_password_stays_and_their_other_sessions_end(carla: User) -> None:
    desk, other = logged_in(carla), logged_in(carla)
    answer = desk.post(
        DESK,
        {
            "old_password": PASSWORD,
            "new_password1": "another horse battery",
            "new_password2": "another horse battery",
        },
    )
    assert answer.headers["Location"] == "/admin/password_change/done/"
    assert is_in(desk)
    assert not is_in(other)


def test_who_takes_a_group_from_themselves_has_done_so_and_logs_in_again() -> None:
    chief = factories.user("admin", username="chief", is_superuser=True)
    desk = logged_in(chief)
    form = {
        "username": "chief",
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2026-11-24",
        "date_joined_1": "10:00:00",
    }
    answer = desk.post(f"/admin/auth/user/{chief.pk}/change/", form)
    assert answer.status_code == 302
    chief.refresh_from_db()
    assert not chief.is_superuser
    assert not is_in(desk)


@pytest.mark.parametrize("column", ["is_active", "is_staff"])
def test_previews_open_no_longer_once_their_maker_has_left(carla: User, column: str) -> None:
    link = previews.make(draft(carla), by=carla, for_whom="A lawyer", hours=2, needs_login=False)
    address = previews.address_of(link)
    assert Client().get(address).status_code == 200
    User.objects.filter(pk=carla.pk).update(**{column: False})
    assert Client().get(address).status_code == 404


def test_a_draft_stays_its_writers_when_something_is_taken_from_them(carla: User) -> None:
    story = draft(carla)
    text = {"headline": "What she was typing"}
    keep_draft(story, carla, edits=newest(story).edits, text=text, saved=newest(story))
    carla.groups.remove(Group.objects.get(name="cleared"))
    kept = draft_of(story, carla)
    assert kept
    assert kept.text["headline"] == "What she was typing"


def test_the_log_tells_why_a_session_ended_by_the_accounts_number(
    carla: User, clock: time_machine.Traveller, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", logger="newsroom")
    idle = logged_in(carla)
    clock.shift(timedelta(minutes=31))
    idle.get(DESK, follow=True)
    taken = logged_in(carla)
    carla.groups.clear()
    taken.get(DESK, follow=True)
    told = [(line.getMessage(), line.fields) for line in caplog.records]  # type: ignore[attr-defined]
    assert told == [
        ("session ended", {"user": carla.pk, "why": "idle"}),
        ("session ended", {"user": carla.pk, "why": "rights"}),
    ]
