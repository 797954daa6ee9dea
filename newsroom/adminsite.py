"""The desk as the newsroom runs it: the records' desk, and who gets in. Imports no model."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, path
from django.utils.functional import SimpleLazyObject

from sanctions.adminsite import DeskSite


class NewsroomDeskConfig(AdminConfig):
    default_site = "newsroom.adminsite.NewsroomSite"
    default = False


#: What the login page says to somebody whose session has ended (newsroom/gate.py).
ENDED = {
    "idle": f"You did nothing for {settings.SESSION_IDLE_MINUTES} minutes, so you were logged out.",
    "hours": f"You had been logged in for {settings.SESSION_HOURS} hours.",
    "rights": "Something that your account might do was taken away, so you were logged out.",
    "password": "Your account’s password was changed, so you were logged out.",
    "device": "Your account’s second factor was taken away or replaced, so you were logged out.",
    "asked": "Your session was ended from elsewhere.",
}


class NewsroomSite(DeskSite):
    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        ended = ENDED.get(request.GET.get("ended", ""), "")
        return super().login(request, {"ended": ended, **(extra_context or {})})

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        from newsroom.login import counts_old_passwords  # noqa: PLC0415, needs the models loaded

        return counts_old_passwords(super().password_change)(request, extra_context)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        from newsroom.second_factor import needs_second_factor  # noqa: PLC0415, likewise

        def password_alone() -> bool:
            return not settings.SECOND_FACTOR and needs_second_factor(request.user)

        return {
            **super().each_context(request),
            "needs_second_factor": SimpleLazyObject(lambda: needs_second_factor(request.user)),
            "password_alone": SimpleLazyObject(password_alone),
        }

    def get_urls(self) -> list[URLResolver | URLPattern]:
        from newsroom.admin import accounts, second_factor  # noqa: PLC0415, needs the models loaded

        pages = (
            ("second-factor/", second_factor.give_code, "second_factor"),
            ("second-factor/enrol/", second_factor.enrol, "second_factor_enrol"),
            ("second-factor/enrol/qr.svg", second_factor.qr_code, "second_factor_qr"),
            ("second-factor/codes/", second_factor.renew_codes, "second_factor_codes"),
            ("sessions/", accounts.own_sessions, "own_sessions"),
        )
        ours = [path(address, self.admin_view(view), name=name) for address, view, name in pages]
        return [*ours, *super().get_urls()]
