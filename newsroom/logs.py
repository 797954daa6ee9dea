"""What is logged, and how it stays free of what is nobody's business.

A log is read by more people than the desk, and kept for longer. So a line never holds a query
string, nor the words of an exception: PostgreSQL quotes rows in them. Of an error it tells the
types and the places; of a person at the desk, the number; of a reader, the address alone.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import Any

from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest
from django.views.debug import SafeExceptionReporterFilter

logger = logging.getLogger("newsroom")


def told(record: logging.LogRecord) -> str:
    """The message in one line, without query strings and without the words of exceptions."""
    arguments = record.args
    if isinstance(arguments, tuple):
        arguments = tuple(map(_named, arguments))
    message = str(_named(record.msg))
    if arguments:
        message %= arguments
    return without_tokens(re.sub(r"\?\S+", "?…", message.partition("\n")[0]))


def without_tokens(path: str) -> str:
    """An address without what would open a preview to whoever reads the log."""
    return re.sub(r"(?<=/preview/)[^/\s]+", "…", path)


def _named(value: object) -> object:
    """An exception's type in place of the exception."""
    return _type(value) if isinstance(value, BaseException) else value


def errors(error: BaseException | None) -> Iterator[dict[str, Any]]:
    """The error and what it came from, the last first: each with its type and its places."""
    while error is not None:
        places = [
            f"{_short(frame.f_code.co_filename)}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(error.__traceback__)
        ]
        yield {"type": _type(error), "at": places}
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _type(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")


def _short(filename: str) -> str:
    """From the checkout, or from the folder of packages, on."""
    for folder in ("/site-packages/", f"{settings.BASE_DIR}/"):
        if folder in filename:
            return filename.rpartition(folder)[2]
    return Path(filename).name


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, event, then what the event has."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": told(record),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1]:
            line["errors"] = list(errors(record.exc_info[1]))
        return json.dumps(line, ensure_ascii=False)


class TextFormatter(logging.Formatter):
    """The same for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        lines = [f"{record.levelname}: {told(record)}"]
        if record.exc_info and record.exc_info[1]:
            for error in errors(record.exc_info[1]):
                lines += [f"  {error['type']}", *(f"    {place}" for place in error["at"])]
        return "\n".join(lines)


def log_what_nobody_caught() -> None:
    """Uncaught errors, of threads too, and warnings become lines like any other; all else is mute.

    Python itself writes all of them to stderr as they are, with whatever they quote.
    """
    sys.excepthook = note_uncaught
    threading.excepthook = lambda uncaught: note_uncaught(*uncaught[:3])
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # of a message that cannot be put together


def note_uncaught(
    kind: type[BaseException], error: BaseException | None, traceback: TracebackType | None
) -> None:
    if issubclass(kind, KeyboardInterrupt) or error is None:
        sys.__excepthook__(kind, error or kind(), traceback)
    else:
        logger.critical("uncaught", exc_info=(kind, error, traceback))


class HidingFilter(SafeExceptionReporterFilter):
    """Error pages and reports leave out what is marked as sensitive, with DEBUG too."""

    def is_active(self, request: HttpRequest | None) -> bool:
        return True


@receiver(user_login_failed)
def note_refused_login(sender: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Without the name that was typed in, which is now and then a password."""
    client = request.META.get("REMOTE_ADDR") if request else None
    logger.warning("login refused", extra={"fields": {"client": client}})


def note_second_factor(user: int, *, right: bool) -> None:
    """A code that was given: of somebody who knows the password, so a wrong one is worth a look."""
    level, event = (
        (logging.INFO, "second factor passed")
        if right
        else (logging.WARNING, "second factor refused")
    )
    logger.log(level, event, extra={"fields": {"user": user}})


def note_ended_session(user: int, why: str) -> None:
    """Why: idle, hours, rights, password, device, or asked (newsroom/sessions.py)."""
    logger.info("session ended", extra={"fields": {"user": user, "why": why}})
