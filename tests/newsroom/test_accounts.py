"""Accounts: sessions that one ends, a device that is lost, powers that nobody gives themselves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.test import Client
from django_otp.oath import totp
from django_otp.plugins.otp_static.models import StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom import second_factor
from newsroom.clearance import unseen_readings
from newsroom.models import IdentityReading, StaffSession
from newsroom.second_factor import new_recovery_codes
from sanctions.models import AuditEntry
from tests import factories
from tests.newsroom.desk import logged_in

pytestmark = pytest.mark.django_db

OWN = "/admin/sessions/"


@pytest.fixture
def carla() -> User:
    """Who has lost her telephone, and her recovery codes too."""
    who = factories.user("cleared", username="carla")
    TOTPDevice.objects.create(user=who, name="app", key="5e" * 20)
    new_recovery_codes(who)
    return who


@pytest.fixture
def chief() -> User:
    who = factories.user("admin", username="chief")
    TOTPDevice.objects.create(user=who, name="app")
    return who


def give_code(desk: Client, who: User) -> None:
    device = TOTPDevice.objects.get(user=who)
    desk.post("/admin/second-factor/", {"code": f"{totp(device.bin_key):06}"})


def access(who: User, rest: str = "") -> str:
    return f"/admin/auth/user/{who.pk}/access/{rest}"


# ---- Sessions ---------------------------------------------------------------------------------


def test_everybody_sees_where_they_are_logged_in_and_ends_the_others() -> None:
    ines = factories.user("editor", username="ines")
    here, there = Client(), Client(REMOTE_ADDR="203.0.113.7", HTTP_USER_AGENT="X Firefox/130.0")
    ines.set_password("correct horse battery")
    ines.save()
    for desk in (here, there):
        form = {"username": "ines", "password": "correct horse battery"}
        assert desk.post("/admin/login/", form).status_code == 302
    page = here.get(OWN).text
    assert "This browser" in page
    assert "<strong>Firefox</strong>" in page
    assert "203.0.113.7" in page
    assert "Ended: 1 session." in here.post(OWN, follow=True).text
    assert there.get(OWN).status_code == 302
    assert here.get(OWN).status_code == 200


def test_an_administrator_ends_all_sessions_of_somebody(chief: User, carla: User) -> None:
    desk, hers = logged_in(chief), logged_in(carla)
    assert "This browser" not in desk.get(access(carla)).text
    desk.post(access(carla, "end/"))
    assert "ended from elsewhere" in hers.get(OWN, follow=True).text
    assert desk.get(access(carla)).status_code == 200


def test_nobody_else_looks_at_or_ends_the_sessions_of_others(carla: User) -> None:
    for role in ("editor", "reporter", "head"):
        desk = logged_in(factories.user(role))
        assert desk.get(access(carla)).status_code == 404
        assert desk.post(access(carla, "end/")).status_code == 404


def test_no_key_of_a_session_can_be_read_from_the_database(carla: User) -> None:
    desk = logged_in(carla)
    key = desk.session.session_key
    assert key
    [row] = StaffSession.objects.values_list("session_key", "session_data")
    assert key not in "".join(row)
    assert Client(headers={"Cookie": f"session={row[0]}"}).get(OWN).status_code == 302


def test_accounts_are_not_filtered_by_what_they_keep_to_themselves(chief: User) -> None:
    desk = logged_in(chief)
    hidden = ("desk_sessions", "staffsession", "totpdevice__key__startswith", "password")
    by_their_groups = ("totpdevice__key__startswith", "password__startswith", "last_login__gt")
    for lookup in (*hidden, *(f"groups__user__{name}" for name in by_their_groups)):
        answer = desk.get(f"/admin/auth/user/?{lookup}=1")
        assert answer.status_code in (302, 400), lookup
    page = desk.get("/admin/auth/user/").content.decode()
    offered = {one.replace("&amp;", "&") for one in re.findall(r'href="(\?[^"]+__[^"]+)"', page)}
    assert len(offered) > 6
    for query in offered:
        answer = desk.get(f"/admin/auth/user/{query}")
        assert answer.status_code == 200, query


# ---- The device that is lost ------------------------------------------------------------------


def test_an_administrator_takes_a_lost_device_away_with_a_code_of_their_own(
    chief: User, carla: User
) -> None:
    desk, hers = logged_in(chief), logged_in(carla)
    form = {"reason": "Telephone lost on 3 May."}
    assert desk.post(access(carla, "second-factor/"), form).status_code == 302
    assert second_factor.device_of(carla), "the code was asked for first"
    give_code(desk, chief)
    assert "This field is required" in desk.post(access(carla, "second-factor/")).text
    answer = desk.post(access(carla, "second-factor/"), form, follow=True)
    assert "was taken away" in answer.text
    assert second_factor.device_of(carla) is None
    assert second_factor.codes_left(carla) == 0
    assert hers.get(OWN).status_code == 302
    history = desk.get(f"/admin/auth/user/{carla.pk}/history/").text
    assert "Telephone lost on 3 May." in history


def test_the_audit_trail_tells_who_took_it_away_and_no_key(chief: User, carla: User) -> None:
    desk = logged_in(chief)
    give_code(desk, chief)
    kept = set(StaticToken.objects.values_list("token", flat=True))
    desk.post(access(carla, "second-factor/"), {"reason": "Lost."})
    entries = AuditEntry.objects.filter(model="otp_totp.totpdevice", verb="deleted")
    [entry] = entries
    assert (entry.actor_name, entry.thing) == ("chief", f"auth.user/{carla.pk}")
    told = str(list(AuditEntry.objects.values()))
    assert not [secret for secret in {"5e" * 20, *kept} if secret in told]


def test_the_head_is_told_that_somebody_cleared_lost_their_second_factor(
    chief: User, carla: User
) -> None:
    ines = factories.user("editor", username="ines")
    TOTPDevice.objects.create(user=ines, name="app")
    before = set(IdentityReading.objects.values_list("pk", flat=True))
    User.objects.filter(pk=carla.pk).update(is_active=False)  # which hides nothing
    for who in (carla, ines):
        assert second_factor.take_away(who)
    assert not second_factor.take_away(carla), "nothing was left"
    [told] = unseen_readings().exclude(pk__in=before)
    assert told.by == carla
    assert "was taken away" in told.reason


def test_nobody_takes_their_own_away(chief: User) -> None:
    desk = logged_in(chief)
    give_code(desk, chief)
    assert desk.post(access(chief, "second-factor/"), {"reason": "x"}).status_code == 403
    assert second_factor.device_of(chief)


def reset(*arguments: str) -> Any:
    return call_command("reset_second_factor", *arguments)


def test_the_command_does_the_same_and_says_who(chief: User, carla: User) -> None:
    reset("carla", "--by", "chief", "--reason", "Telephone lost.")
    assert second_factor.device_of(carla) is None
    entry = AuditEntry.objects.get(model="otp_totp.totpdevice", verb="deleted")
    assert entry.actor_name == "chief"
    page = logged_in(chief).get(f"/admin/auth/user/{carla.pk}/history/").text
    assert "Telephone lost." in page


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["carla", "--by", "carla", "--reason", "x"], "their own"),
        (["carla", "--by", "ines", "--reason", "x"], "no administrator"),
        (["carla", "--by", "chief", "--reason", " "], "reason is empty"),
        (["nobody", "--by", "chief", "--reason", "x"], "no account nobody"),
        (["ines", "--by", "chief", "--reason", "x"], "neither an app nor recovery codes"),
    ],
)
def test_the_command_says_what_is_wrong_and_changes_nothing(
    chief: User, carla: User, arguments: list[str], words: str
) -> None:
    factories.user("editor", username="ines")
    with pytest.raises(CommandError, match=words):
        reset(*arguments)
    assert second_factor.device_of(carla)


# ---- Powers -----------------------------------------------------------------------------------


def form_of(desk: Client, who: User, **changed: Any) -> dict[str, Any]:
    groups = list(who.groups.values_list("pk", flat=True))
    return {
        "username": who.username,
        "is_active": "on",
        "is_staff": "on",
        "groups": groups,
        "date_joined_0": "2026-11-24",
        "date_joined_1": "10:00:00",
    } | changed


def test_an_administrator_makes_nobody_a_superuser_and_clears_not_themselves(chief: User) -> None:
    desk, ines = logged_in(chief), factories.user("editor", username="ines")
    cleared = Group.objects.get(name="cleared").pk
    for who in (ines, chief):
        sent = form_of(desk, who, is_superuser="on", groups=[cleared])
        desk.post(f"/admin/auth/user/{who.pk}/change/", sent)
        who.refresh_from_db()
        assert not who.is_superuser
    assert [group.name for group in ines.groups.all()] == ["cleared"]
    assert [group.name for group in chief.groups.all()] == ["admin"]


def test_an_administrator_changes_no_superuser(chief: User) -> None:
    root = factories.user(username="root", is_superuser=True)
    desk = logged_in(chief)
    assert desk.post(f"/admin/auth/user/{root.pk}/change/", form_of(desk, root)).status_code == 403
    assert desk.get(f"/admin/auth/user/{root.pk}/password/").status_code == 403
    assert desk.post(f"/admin/auth/user/{root.pk}/delete/", {"post": "yes"}).status_code == 403
    assert desk.get(access(root)).status_code == 404


def test_the_list_of_accounts_shows_who_still_has_to_enrol(chief: User, carla: User) -> None:
    factories.user("editor", username="ines")
    factories.user("cleared", username="nora")
    factories.user(username="root", is_superuser=True)
    who = factories.user("exporter", username="xenia")
    who.user_permissions.add(Permission.objects.get(codename="change_group"))
    page = logged_in(chief).get("/admin/auth/user/").text
    told = dict(re.findall(r'/change/">(\w+)</a></th>.*?field-app">(.*?)</td>', page))
    assert told == {
        "chief": "enrolled",
        "carla": "enrolled",
        "nora": "not enrolled yet",
        "root": "not enrolled yet",
        "xenia": "not enrolled yet",
        "ines": "",
    }


def test_nobody_sees_what_is_kept_of_a_password(chief: User, carla: User) -> None:
    carla.set_password("correct horse battery")
    carla.save()
    page = logged_in(chief).get(f"/admin/auth/user/{carla.pk}/change/").text
    _, _, salt, hashed = ("", *carla.password.split("$"))
    assert salt[:6] not in page
    assert hashed[:6] not in page
    assert "nobody sees" in page


def test_an_account_with_work_in_its_name_is_not_deleted_and_what_work_is_not_told(
    chief: User, carla: User
) -> None:
    IdentityReading.objects.create(by=carla, purpose="cleared", reason="By chief.")
    desk, idle = logged_in(chief), factories.user("editor", username="idle")
    one = desk.post(f"/admin/auth/user/{carla.pk}/delete/", {"post": "yes"}).text
    sent = {"action": "delete_selected", "_selected_action": [carla.pk, idle.pk], "post": "yes"}
    several = desk.post("/admin/auth/user/", sent).text
    for page in (one, several):
        assert "work in" in page
        assert "eactivate" in page
        assert "carla" in page
        assert "reading" not in page.partition('id="content"')[2].lower()
    assert "idle</li>" not in several
    assert User.objects.filter(username__in=("carla", "idle")).count() == 2
    desk.post(f"/admin/auth/user/{idle.pk}/delete/", {"post": "yes"})
    assert not User.objects.filter(username="idle").exists()
