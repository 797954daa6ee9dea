"""Sessions of the desk: how long they last, and what ends them. Django's SESSION_ENGINE.

A session ends after half an hour in which its person did nothing, after twelve hours whatever they
do, and when something is taken from them (`newsroom.models.sessions`). Both spans stand in the
row's `expire_date`, so that no page needs to remember them.
"""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet
from django.db.models.functions import Now
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from newsroom.models.sessions import StaffSession

#: A page that asks by itself says in this header whether its person did something since it asked
#: last: "idle" or "active". Idle requests do not keep a session alive.
HEARTBEAT = "X-Desk-Heartbeat"
#: How often it is written down that somebody is there: a session may end this much early.
NOTED_EVERY = 60  # seconds

# In the session: seconds, an address, a browser's name for itself.
_BEGAN, _SEEN, _CLIENT, _AGENT = "began", "seen", "client", "agent"


class SessionStore(DatabaseStore):
    @classmethod
    def get_model_class(cls) -> type[StaffSession]:
        return StaffSession

    def _get_session_from_db(self) -> StaffSession | None:
        kept = _open().filter(session_key=kept_key(self.session_key))
        session = kept.filter(expire_date__gt=timezone.now()).first()
        if session is None:
            self._session_key = None
        return session

    def exists(self, session_key: str) -> bool:
        return StaffSession.objects.filter(session_key=kept_key(session_key)).exists()

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key is not None:
            StaffSession.objects.filter(session_key=kept_key(key)).delete()

    def get_expiry_age(self, **kwargs: Any) -> int:
        return max(0, round((self.get_expiry_date() - timezone.now()).total_seconds()))

    def get_expiry_date(self, **kwargs: Any) -> datetime:
        longest = timedelta(hours=settings.SESSION_HOURS)
        began = self.get(_BEGAN)
        if began is None:  # nobody is logged in
            return timezone.now() + longest
        idle = timedelta(minutes=settings.SESSION_IDLE_MINUTES)
        seen = self.get(_SEEN, began)
        return min(_moment(began) + longest, _moment(seen) + idle)

    def create_model_instance(self, data: dict[str, Any]) -> StaffSession:
        session: StaffSession = super().create_model_instance(data)  # type: ignore[assignment]
        session.session_key = kept_key(session.session_key)
        session.user_id = data.get(SESSION_KEY)
        return session

    def save(self, must_create: bool = False) -> None:
        """One that has ended meanwhile stays so, whatever the request still had to say."""
        if must_create or self.session_key is None:
            super().save(must_create)
            return
        row = self.create_model_instance(self._get_session())  # type: ignore[attr-defined]
        saved = _open().filter(session_key=row.session_key)
        if not saved.update(
            session_data=row.session_data, expire_date=row.expire_date, user=row.user_id
        ):
            raise UpdateError

    async def aload(self) -> dict[str, Any]:
        loaded: dict[str, Any] = await sync_to_async(self.load)()
        return loaded

    async def asave(self, must_create: bool = False) -> None:
        await sync_to_async(self.save)(must_create)


def kept_key(session_key: str | None) -> str:
    """What the database has of a session's key: whoever reads a backup logs in with none."""
    return hashlib.sha256((session_key or "").encode()).hexdigest()[:40]


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _open() -> QuerySet[StaffSession]:
    return StaffSession.objects.filter(ended_at=None)


@receiver(user_logged_in)
def note_beginning(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    now = int(time.time())
    request.session.update(
        {
            _BEGAN: now,
            _SEEN: now,
            _CLIENT: request.META.get("REMOTE_ADDR", ""),
            _AGENT: request.META.get("HTTP_USER_AGENT", "")[:200],
        }
    )


def note_activity(request: HttpRequest) -> None:
    """Whoever asks is there, unless their page asks by itself. Written down once a minute."""
    if request.headers.get(HEARTBEAT) == "idle" or SESSION_KEY not in request.session:
        return
    now = int(time.time())
    if now - request.session.get(_SEEN, 0) >= NOTED_EVERY:
        request.session[_SEEN] = now


def why_ended(session_key: str) -> tuple[int | None, str]:
    """Whose session that was, and what ended it; nothing where there was none, or it goes on."""
    row = StaffSession.objects.filter(session_key=kept_key(session_key)).first()
    if row is None or row.user_id is None:
        return None, ""
    if row.ended_at is not None:
        return row.user_id, row.ended_why
    if row.expire_date > timezone.now():
        return None, ""
    began = SessionStore().decode(row.session_data).get(_BEGAN, 0)
    whole = row.expire_date - _moment(began) >= timedelta(hours=settings.SESSION_HOURS)
    return row.user_id, "hours" if whole else "idle"


# ---- What a person, or an administrator, sees and ends ----------------------------------------


#: The first that is found: Edge names Chrome too, and Chrome Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)


@dataclass(frozen=True)
class Place:
    """Where somebody is logged in."""

    key: str
    began: datetime
    seen: datetime
    client: str
    agent: str
    verified: bool

    @property
    def browser(self) -> str:
        """As people call it; browsers name all that they want to be taken for."""
        for name, called in _BROWSERS:
            if name in self.agent:
                return called
        return "Another browser"


def open_sessions(user: User) -> list[Place]:
    """The newest first."""
    found = []
    for row in _open().filter(user=user, expire_date__gt=timezone.now()):
        held = SessionStore().decode(row.session_data)
        if _BEGAN in held:
            found.append(
                Place(
                    row.session_key,
                    _moment(held[_BEGAN]),
                    _moment(held.get(_SEEN, held[_BEGAN])),
                    held.get(_CLIENT, ""),
                    held.get(_AGENT, ""),
                    "otp_device_id" in held,
                )
            )
    return sorted(found, key=lambda place: place.began, reverse=True)


def end_sessions(user: User, *, but: str | None = None) -> int:
    """End somebody's sessions, all or all `but` one; returns how many."""
    return (
        _open()
        .filter(user=user, expire_date__gt=timezone.now())
        .exclude(session_key=kept_key(but))
        .update(ended_at=Now(), ended_why=StaffSession.Why.ASKED, session_data="")
    )
