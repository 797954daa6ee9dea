"""Somebody who asks one address after another, each as if it were the first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test.client import ClientHandler, RequestFactory

from sanctions.models import AuditEntry


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    text: str
    cookies: tuple[str, ...]
    #: Whether the audit trail got an entry.
    wrote: bool


class Asker(RequestFactory):
    """With somebody's cookies. Django's own client keeps what templates were given: not this."""

    def __init__(self, cookies: str, entries: int, *, enforce_csrf_checks: bool = False) -> None:
        super().__init__()
        self.cookies.load(cookies)
        self.entries = entries
        self._handler = ClientHandler(enforce_csrf_checks)

    def request(self, **request: Any) -> Any:
        return self._handler(self._base_environ(**request))  # type: ignore[attr-defined]

    def ask(self, method: str, address: str) -> Answer:
        """Nothing that it wrote stays."""
        within = transaction.atomic()
        # What insists on being outermost may.
        within._from_testcase = True  # type: ignore[attr-defined]
        with within:
            response: HttpResponse = getattr(self, method)(address)
            parts = response.streaming_content if response.streaming else [response.content]  # type: ignore[attr-defined]
            body = b"".join(parts)
            wrote = AuditEntry.objects.filter(pk__gt=self.entries).exists()
            transaction.set_rollback(True)
        return Answer(
            response.status_code,
            dict(response.headers),
            body.decode(errors="replace"),
            tuple(sorted(response.cookies)),
            wrote,
        )
