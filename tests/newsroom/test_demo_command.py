"""`demo` sets up what is missing, and nothing where somebody's data lies."""

import socket
from collections.abc import Iterator
from io import StringIO
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

from newsroom.management.commands import demo
from newsroom.models import Story
from sanctions.models import Party

pytestmark = pytest.mark.django_db


def set_up(password: str | None = None) -> str:
    return demo.Command(stdout=StringIO()).set_up(password)


@pytest.fixture(autouse=True)
def no_database_is_named(settings: Settings) -> None:
    """As on a reader's machine; the suite itself may run on a database that DATABASE_URL names."""
    settings.DATABASE_URL = ""


@pytest.fixture(autouse=True)
def nothing_is_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo, "collect_changed_files", lambda: None)


@pytest.fixture
def loaded() -> Iterator[mock.Mock]:
    """The loader, which has its own tests: here only whether it is called."""
    with mock.patch.object(demo, "loader") as loader:
        loader.is_loaded.return_value = False
        yield loader


def test_the_five_accounts_can_enter_the_desk_with_the_password(loaded: mock.Mock) -> None:
    told = set_up("open sesame")
    assert told.endswith("all with the password open sesame")
    for name in ("admin", "editor", "editor2", "reporter", "exporter"):
        client = Client()
        user = User.objects.get(username=name)
        assert user.check_password("open sesame")
        client.force_login(user)
        assert client.get("/admin/").status_code == 200
    assert User.objects.get(username="admin").is_superuser
    for name, groups in (("editor", ["cleared", "editor"]), ("editor2", ["editor", "head"])):
        joined = User.objects.get(username=name).groups.order_by("name")
        assert [group.name for group in joined] == groups
    assert User.objects.filter(is_superuser=True).count() == 1


def test_without_a_password_it_is_random_and_told_once(loaded: mock.Mock) -> None:
    told = set_up()
    password = told.split()[-1]
    assert User.objects.get(username="reporter").check_password(password)
    again = set_up()
    assert "keep their passwords" in again
    assert "--password P" in again
    assert User.objects.get(username="reporter").check_password(password)


def test_a_password_given_later_is_everybodys(loaded: mock.Mock) -> None:
    set_up()
    set_up("new one")
    assert all(user.check_password("new one") for user in User.objects.all())


def test_the_demo_is_loaded_once(loaded: mock.Mock) -> None:
    set_up()
    loaded.is_loaded.return_value = True
    set_up()
    loaded.load.assert_called_once()


def test_a_named_database_that_holds_work_is_left_alone(
    loaded: mock.Mock, settings: Settings
) -> None:
    settings.DATABASE_URL = "postgresql://db.example/news"
    Party.objects.create(kind="person", desk_name="Somebody", sort_key="somebody")
    with pytest.raises(CommandError, match="holds data that is not the demo's"):
        set_up()
    loaded.load.assert_not_called()
    assert not User.objects.exists()


@pytest.mark.parametrize("url", ["", "postgresql://db.example/news"])
def test_a_demo_of_another_version_is_said_with_the_remedy(
    loaded: mock.Mock, settings: Settings, url: str
) -> None:
    settings.DATABASE_URL = url
    loaded.is_loaded.side_effect = AssertionError("its tables may not be as we know them")
    MigrationRecorder(connection).record_applied("sanctions", "0013_audit_trail")
    with pytest.raises(CommandError, match=r"among them sanctions\.0013.* \./run demo --reset"):
        set_up()


def test_a_named_database_that_is_empty_gets_the_demo(
    loaded: mock.Mock, settings: Settings
) -> None:
    settings.DATABASE_URL = "postgresql://db.example/news"
    set_up()
    loaded.load.assert_called_once()


@pytest.mark.parametrize("typed", ["yes", ""])
def test_a_named_database_is_deleted_only_when_its_name_is_typed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, typed: str
) -> None:
    settings.DATABASE_URL = "postgresql://db.example/news"
    monkeypatch.setattr("builtins.input", lambda prompt: typed)
    with pytest.raises(CommandError, match="Nothing was deleted"):
        demo.Command(stdout=StringIO()).reset()
    assert not Story.objects.exists(), "the tables are still there"


def test_a_port_in_use_is_said_before_anything_else(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(
            CommandError, match=f"Port {port} cannot be had: Address already in use"
        ):
            call_command("demo", port=port)
    assert not User.objects.exists()


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(CommandError, match="is no port"):
        call_command("demo", "--port", port)


def test_https_and_foreign_hosts_are_refused_with_the_remedy(settings: Settings) -> None:
    settings.HTTPS = True
    with pytest.raises(CommandError, match="Set HTTPS=false"):
        call_command("demo")
    settings.HTTPS = False
    settings.ALLOWED_HOSTS = ["news.example"]
    with pytest.raises(CommandError, match=r"Add 127\.0\.0\.1"):
        call_command("demo")
