"""What is logged tells what happened, and nothing that anybody wrote."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from gunicorn.config import Config

from newsroom import gunicorn
from newsroom.logs import JsonFormatter, TextFormatter
from newsroom.models import Source

CANARY = "Zilocanary"
ROOT = Path(__file__).resolve().parents[2]


def record(message: object, *arguments: object, error: BaseException | None = None) -> Any:
    exc_info = (type(error), error, error.__traceback__) if error else None
    return logging.LogRecord("a.logger", logging.ERROR, "file.py", 1, message, arguments, exc_info)


def in_json(*arguments: Any, **more: Any) -> dict[str, Any]:
    written = JsonFormatter().format(record(*arguments, **more))
    assert "\n" not in written
    found: dict[str, Any] = json.loads(written)
    return found


def failing() -> DatabaseError:
    """An error as PostgreSQL makes it: its words quote the row."""
    Source.objects.get_or_create(label=CANARY, defaults={"slug": "one"})
    with pytest.raises(IntegrityError, match=CANARY) as raised, transaction.atomic():
        Source.objects.create(label=CANARY, slug="two")
    return raised.value


def test_a_line_has_its_time_its_level_and_its_event() -> None:
    line = in_json("%s entries", 3)
    assert line["time"].endswith("+00:00")
    assert (line["level"], line["logger"], line["event"]) == ("error", "a.logger", "3 entries")


def test_a_query_string_is_cut_from_any_message() -> None:
    line = in_json("Error handling request %s %s", "GET", f"/search/?q={CANARY}&page=2")
    assert line["event"] == "Error handling request GET /search/?…"
    referer = in_json(f"Referer checking failed - https://news.example/a?q={CANARY} is none.")
    assert CANARY not in referer["event"]


@pytest.mark.parametrize("name", ["error", "named"])
def test_an_exception_in_a_message_is_its_type(name: str) -> None:
    error = ValueError(CANARY)
    line = in_json(error) if name == "error" else in_json("It failed: %s", error)
    assert line["event"].endswith("ValueError")
    assert CANARY not in json.dumps(line)


def test_of_a_message_the_first_line_is_told() -> None:
    assert in_json(f"duplicate key\nDETAIL:  Key (label)=({CANARY})")["event"] == "duplicate key"


@pytest.mark.django_db
def test_an_error_tells_types_and_places_and_no_row() -> None:
    line = in_json("It failed", error=failing())
    assert [error["type"] for error in line["errors"]] == [
        "django.db.utils.IntegrityError",
        "psycopg.errors.UniqueViolation",
    ]
    [*_, last] = line["errors"][-1]["at"]
    assert last.startswith("psycopg/cursor.py:")
    assert any(
        place.startswith("tests/newsroom/test_logs.py:") and place.endswith(" failing")
        for place in line["errors"][0]["at"]
    )
    assert CANARY not in json.dumps(line)
    shown = TextFormatter().format(record("It failed", error=failing()))
    assert "IntegrityError" in shown
    assert CANARY not in shown


def test_what_nobody_caught_is_a_line_too() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-v0", "-c", f"raise ValueError('{CANARY}')"],
        env=os.environ | {"LOG_FORMAT": "json", "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    line = json.loads(done.stderr)
    assert (line["event"], line["errors"][0]["type"]) == ("uncaught", "ValueError")
    assert CANARY not in done.stderr


@pytest.mark.parametrize(
    ("code", "event"),
    [
        (f"import threading as t; t.Thread(target=int, args=['{CANARY}']).start()", "uncaught"),
        ("import warnings; warnings.warn('look?q=x', stacklevel=1)", "<string>:1: UserWarning"),
        (f"import logging; logging.error('%d', '{CANARY}')", None),
    ],
    ids=["thread", "warning", "cannot be put together"],
)
def test_what_python_would_write_by_itself_is_a_line_or_nothing(
    code: str, event: str | None
) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "manage.py", "shell", "-v0", "-c", code],
        env=os.environ | {"LOG_FORMAT": "json", "DJANGO_SETTINGS_MODULE": "newsroom.settings"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert CANARY not in done.stderr
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [line["event"].startswith(event) for line in lines] == ([True] if event else [])


def test_of_a_request_that_cannot_be_read_nothing_is_quoted(
    caplog: pytest.LogCaptureFixture,
) -> None:
    log = gunicorn.logger_class(Config())
    with caplog.at_level(logging.WARNING):
        quoted = f"Invalid request from ip=::1: Invalid HTTP Version: '{CANARY} HTTP/1.1'"
        log.warning(quoted)
    assert [one.getMessage() for one in caplog.records] == ["Invalid request from ip=::1"]


def fails(request: HttpRequest) -> HttpResponse:
    raise failing()


urlpatterns = [path("fails/", fails)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF="tests.newsroom.test_logs")
def test_a_failed_request_is_logged_once_and_mailed_to_nobody(
    caplog: pytest.LogCaptureFixture, mailoutbox: list[Any]
) -> None:
    with override_settings(ADMINS=["desk@news.example"]):
        answer = Client(raise_request_exception=False).get(f"/fails/?q={CANARY}")
    assert answer.status_code == 500
    [logged] = caplog.records
    line = json.loads(JsonFormatter().format(logged))
    assert (line["logger"], line["event"]) == ("django.request", "Internal Server Error: /fails/")
    assert CANARY not in json.dumps(line)
    assert mailoutbox == []
