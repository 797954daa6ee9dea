"""Settings come from the environment, and a typo stops the start."""

import os
import re
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth.models import User
from django.test import Client
from dotenv import dotenv_values
from pytest_django import Settings

ROOT = Path(__file__).resolve().parents[2]
KEY = "k" * 50


def settings_from(folder: Path, **environment: str) -> dict[str, Any]:
    """What newsroom/settings.py says in this environment, away from the checkout's own .env."""
    (folder / "newsroom").mkdir(exist_ok=True)
    copy = shutil.copy(ROOT / "newsroom" / "settings.py", folder / "newsroom")
    with mock.patch.dict(os.environ, environment, clear=True):
        return runpy.run_path(str(copy))


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("DEBUG", "ture", "DEBUG is ture. Allowed: true or false."),
        ("HTTPS", "", "HTTPS is not set. Allowed: true or false."),
        ("TIME_ZONE", "Mars/Base", "TIME_ZONE is Mars/Base. Allowed: a zone of the IANA database"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS is *. Allowed: host names separated by commas"),
        ("ALLOWED_HOSTS", "news.example:80", "ALLOWED_HOSTS is news.example:80. Allowed: "),
        ("DATABASE_POOL", "ten", "DATABASE_POOL is ten. Allowed: a number"),
        ("DATABASE_URL", "sqlite:///x", "DATABASE_URL is sqlite:///x. Allowed: postgresql://"),
        ("DATABASE_URL", "postgresql://h", "DATABASE_URL is postgresql://h. Allowed: "),
        ("DATABASE_URL", "postgresql://h:x/n", "DATABASE_URL is postgresql://h:x/n. Allowed: "),
    ],
)
def test_a_typo_stops_the_start_and_says_what_is_allowed(
    tmp_path: Path, name: str, value: str, message: str
) -> None:
    with pytest.raises(SystemExit, match=re.escape(message)):
        settings_from(tmp_path, **{"SECRET_KEY": KEY, name: value})


def test_without_a_key_nothing_starts(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="SECRET_KEY is not set"):
        settings_from(tmp_path)


def test_no_message_repeats_a_secret(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as key:
        settings_from(tmp_path, SECRET_KEY="hunter2")
    assert "hunter2" not in str(key.value)
    assert "7 characters" in str(key.value)
    with pytest.raises(SystemExit) as url:
        settings_from(tmp_path, SECRET_KEY=KEY, DATABASE_URL="mysql://desk:hunter2@db/news")
    assert "hunter2" not in str(url.value)
    assert "mysql://…@db/news" in str(url.value)
    with pytest.raises(SystemExit) as url:
        settings_from(tmp_path, SECRET_KEY=KEY, DATABASE_URL="postgres://desk:hun/ter2@db:x/news")
    assert "ter2" not in str(url.value)


def test_the_environment_beats_the_file(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(
        f"SECRET_KEY={KEY}\nNEWSROOM_NAME=From file\nTIME_ZONE=Asia/Tokyo"
    )
    found = settings_from(tmp_path, NEWSROOM_NAME="From environment")
    assert (found["NEWSROOM_NAME"], found["TIME_ZONE"]) == ("From environment", "Asia/Tokyo")


def test_a_database_url_takes_the_place_of_the_embedded_server(tmp_path: Path) -> None:
    embedded = settings_from(tmp_path, SECRET_KEY=KEY)["DATABASES"]["default"]
    assert embedded["ENGINE"] == "newsroom.embedded"
    url = "postgresql://desk:p%40ss@db.example:5433/news?sslmode=require"
    named = settings_from(tmp_path, SECRET_KEY=KEY, DATABASE_URL=url)["DATABASES"]["default"]
    assert named["ENGINE"] == "django.db.backends.postgresql"
    assert (named["HOST"], named["PORT"], named["NAME"]) == ("db.example", 5433, "news")
    assert (named["PASSWORD"], named["OPTIONS"]) == ("p@ss", {"sslmode": "require"})


@pytest.mark.django_db
def test_a_new_key_logs_nobody_out_while_the_old_one_is_kept(
    client: Client, settings: Settings, admin_user: User
) -> None:
    client.force_login(admin_user)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 50
    assert client.get("/admin/").status_code == 200
    client.force_login(admin_user)
    settings.SECRET_KEY_FALLBACKS = []
    assert client.get("/admin/").status_code == 200, "what was signed since is the new key's"
    settings.SECRET_KEY = "m" * 50
    assert client.get("/admin/").status_code == 302


def test_a_former_key_is_as_long_as_a_key_and_not_repeated(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="SECRET_KEY_FALLBACKS is …, 7 characters") as short:
        settings_from(tmp_path, SECRET_KEY=KEY, SECRET_KEY_FALLBACKS="hunter2")
    assert "hunter2" not in str(short.value)


def test_cookies_travel_by_https_only_unless_told_otherwise(tmp_path: Path) -> None:
    assert settings_from(tmp_path, SECRET_KEY=KEY)["SESSION_COOKIE_SECURE"] is True
    assert settings_from(tmp_path, SECRET_KEY=KEY, HTTPS="false")["SESSION_COOKIE_SECURE"] is False


def test_the_example_names_exactly_the_variables_that_are_read() -> None:
    source = (ROOT / "newsroom" / "settings.py").read_text()
    read = set(re.findall(r'read\(\s*env\.\w+,\s*"(\w+)"', source))
    example = set(
        re.findall(r"^(?:# )?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    )
    assert example == read


def test_the_example_gives_the_defaults(tmp_path: Path) -> None:
    values = {name: value or "" for name, value in dotenv_values(ROOT / ".env.example").items()}
    names = set(values) - {"SECRET_KEY", "SOURCE_KEY", "DATABASE_POOL"}
    given = settings_from(tmp_path, **values | {"SECRET_KEY": KEY})
    default = settings_from(tmp_path, SECRET_KEY=KEY)
    assert {name: given[name] for name in names} == {name: default[name] for name in names}


def test_manage_py_says_one_line_and_no_traceback() -> None:
    result = subprocess.run(
        [sys.executable, ROOT / "manage.py", "check"],
        env=os.environ | {"DEBUG": "ture", "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "DEBUG is ture. Allowed: true or false.\n"
