"""Who gets to the desk, at each of its addresses: sessions that have ended, and the second factor.

As middleware, so that a view added tomorrow is guarded too.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode

from newsroom import second_factor, sessions
from newsroom.logs import note_ended_session

type GetResponse = Callable[[HttpRequest], HttpResponse]

#: The desk's addresses that open before a code was given: where one is given, and the way out.
BEFORE_THE_CODE = {
    "admin:login",
    "admin:logout",
    "admin:second_factor",
    "admin:second_factor_enrol",
    "admin:second_factor_qr",
}
#: What a browser throws away at logout, for the next person at a shared computer.
CLEARED_AT_LOGOUT = '"cookies", "storage", "cache"'


class SessionMiddleware(DjangoSessionMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Who took something from themselves has still done it: they see so after logging in."""
        try:
            return super().process_response(request, response)
        except SessionInterrupted:
            response.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Lax")
            return response


class GateMiddleware:
    """Behind the middleware that finds out who asks, and before all that believes it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_at_desk(request):
            # Asked only where a page asks who reads it; most do not.
            request.user = SimpleLazyObject(partial(_let_in, request, request.user))  # type: ignore[assignment]
            return self.get_response(request)
        if request.user.is_authenticated:
            sessions.note_activity(request)
        response = self.get_response(request)
        if "no-store" not in response.headers.get("Cache-Control", ""):
            add_never_cache_headers(response)
        if request.method == "POST" and request.path == reverse("admin:logout"):
            response.headers["Clear-Site-Data"] = CLEARED_AT_LOGOUT
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """To the login page with the reason where a session has ended; else to the code's page."""
        if not is_at_desk(request) or request.resolver_match is None:
            return None
        name = request.resolver_match.view_name
        if request.user.is_authenticated:
            if name not in BEFORE_THE_CODE and wants_a_code(request, request.user):
                return second_factor.ask(request)
        elif name not in ("admin:login", "admin:logout") and (why := _note_end(request)):
            after = {"next": request.get_full_path(), "ended": why}
            return HttpResponseRedirect(f"{reverse('admin:login')}?{urlencode(after)}")
        return None


def is_at_desk(request: HttpRequest) -> bool:
    return request.path.startswith(reverse("admin:index"))


def wants_a_code(request: HttpRequest, user: User | AnonymousUser) -> bool:
    """Whether this person, logged in, gets no further without a second factor."""
    if not settings.SECOND_FACTOR or not user.is_authenticated:
        return False
    return not user.is_verified() and second_factor.needs_second_factor(user)  # type: ignore[attr-defined]


def _let_in(request: HttpRequest, user: User | AnonymousUser) -> User | AnonymousUser:
    """Away from the desk, whoever still has to give a code is a reader like any other."""
    return AnonymousUser() if wants_a_code(request, user) else user


def _note_end(request: HttpRequest) -> str:
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    user, why = sessions.why_ended(key) if key else (None, "")
    if user is not None:
        note_ended_session(user, why)
    return why
