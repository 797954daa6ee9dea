"""Who asks, and the headers that every response carries."""

from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from psycopg import Error

type GetResponse = Callable[[HttpRequest], HttpResponse]

# Beside what SecurityMiddleware and the Content-Security-Policy of settings.py set.
HEADERS = {
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
}


#: All that a browser sends to the desk.
METHODS = ("GET", "HEAD", "POST")


class ClientAddressMiddleware:
    """REMOTE_ADDR becomes the reader's own address where proxies of ours stand in between.

    Each proxy adds the address that it was asked from to the end of X-Forwarded-For. So, counted
    from the end, as many are true as there are proxies; what stands before them anybody can write.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        proxies = settings.TRUSTED_PROXIES
        told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
        if 0 < proxies <= len(told):
            with suppress(ValueError):  # some proxies write "unknown"
                request.META["REMOTE_ADDR"] = str(ip_address(told[-proxies]))
        return self.get_response(request)


class MethodsMiddleware:
    """Refuses every other method at the desk, where Django would answer a PUT as it does a GET.

    Public pages say themselves that they are only read.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        at_desk = request.path.startswith(reverse("admin:index"))
        if at_desk and request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        return self.get_response(request)


class PatienceMiddleware:
    """No statement of a readers' page takes long; one that does ends, and the answer is a 503.

    A page that hangs holds one of the server's few processes, and readers ask again. The desk, with
    its imports and exports, may take its time.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")):
            return self.get_response(request)
        limit = _StatementLimit(MOST_SECONDS)
        try:
            with connection.execute_wrapper(limit):
                return self.get_response(request)
        finally:
            limit.lift()


#: For one statement of a readers' page. The dearest page of a million parties takes seven to ten
#: when it is first made after a change (docs/performance.md), of 20,000 a third of one.
MOST_SECONDS = 20


class _StatementLimit:
    """Set before the first statement, past Django's own count of them, where there is any."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.limited: Any = None

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        database = context["connection"]
        if database.connection is not self.limited:
            with database.wrap_database_errors:
                database.connection.execute(f"SET statement_timeout = {int(self.seconds * 1000)}")
            self.limited = database.connection
        return execute(sql, params, many, context)

    def lift(self) -> None:
        """Whoever gets the connection from the pool next may need longer."""
        if self.limited is not None and not self.limited.closed:
            with suppress(Error):  # what failed took it back, or the connection with it
                self.limited.execute("RESET statement_timeout")


class NoteUserMiddleware:
    """Leaves the number of whoever works at the desk where the log finds it.

    Readers' pages do not ask who reads them: that would keep them from being cached.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(reverse("admin:index")):
            request.META["newsroom.user"] = request.user.pk
        return self.get_response(request)


class SecurityHeadersMiddleware:
    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        return response
