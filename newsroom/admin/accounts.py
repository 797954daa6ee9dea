"""Accounts at the desk: their sessions, their second factor, and what nobody gives themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin
from django.contrib.auth.forms import (
    ReadOnlyPasswordHashField,
    ReadOnlyPasswordHashWidget,
    UserChangeForm,
)
from django.contrib.auth.hashers import is_password_usable
from django.contrib.auth.models import Permission, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom import second_factor
from newsroom.admin.access import actor
from newsroom.second_factor import needs_second_factor, second_factor_required
from newsroom.sessions import end_sessions, kept_key, open_sessions
from sanctions.admin.history import HistoryMixin

admin.site.unregister(User)

#: What an administrator who is no superuser gives nobody, and nobody gives themselves.
_POWERS = ("is_superuser", "user_permissions")
_OWN = (*_POWERS, "is_active", "is_staff", "groups")
#: What the links beside the list of accounts ask for.
_FILTERED_BY = {
    "groups__id__exact",
    "groups__isnull",
    *(
        f"{flag}__{asked}"
        for flag in ("is_staff", "is_superuser", "is_active")
        for asked in ("exact", "isnull")
    ),
}


class ReasonForm(forms.Form):
    reason = forms.CharField(
        max_length=300, help_text="It stays in this account’s history: “Telephone lost on 3 May.”"
    )


class NoHash(ReadOnlyPasswordHashWidget):
    """Django shows the first characters of the hash and its salt: nobody needs them."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        words = "Set another password" if is_password_usable(value) else "Set a password"
        return format_html('<a role="button" class="button" href="../password/">{}</a>', words)


class AccountForm(UserChangeForm):  # type: ignore[type-arg]
    password = ReadOnlyPasswordHashField(
        widget=NoHash, help_text="What is kept of it, nobody sees; but it can be set anew."
    )


@admin.register(User)
class AccountAdmin(HistoryMixin[User], UserAdmin):  # type: ignore[type-arg]  # at run time it takes none
    form = AccountForm
    list_display = ("username", "full_name", "app", "is_active", "is_staff")
    change_form_template = "admin/account/change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/access/", view(require_safe(self.access_view)), name="account_access"),
            path(
                "<int:pk>/access/end/",
                view(require_POST(self.end_sessions_view)),
                name="account_end_sessions",
            ),
            path(
                "<int:pk>/access/second-factor/",
                view(require_POST(self.take_away_view)),
                name="account_take_away",
            ),
            *super().get_urls(),
        ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        apps = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        powers = Permission.objects.filter(
            Q(user=OuterRef("pk")) | Q(group__user=OuterRef("pk")), second_factor.powers()
        )
        accounts: QuerySet[User] = super().get_queryset(request)
        return accounts.annotate(
            has_app=Exists(apps), needs_app=Q(is_superuser=True) | Q(Exists(powers))
        )

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What the list offers to filter by, and no password's hash or app's key, letter by letter.

        Groups lead back to accounts, and these to their devices: so whole lookups are named.
        """
        return lookup in _FILTERED_BY

    @admin.display(description="name")
    def full_name(self, account: User) -> str:
        return account.get_full_name()

    @admin.display(description="second factor", empty_value="")
    def app(self, account: User) -> str:
        if account.has_app:  # type: ignore[attr-defined]
            return "enrolled"
        return "not enrolled yet" if account.needs_app else ""  # type: ignore[attr-defined]

    # ---- Powers ----

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A superuser is changed by superusers alone: else each administrator could become one."""
        above = obj is not None and obj.is_superuser and not actor(request).is_superuser
        return not above and bool(super().has_change_permission(request, obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        above = obj is not None and obj.is_superuser and not actor(request).is_superuser
        return not above and bool(super().has_delete_permission(request, obj))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Of an account with work in its name that alone: what the work is, tells too much.

        That somebody has read who a source is, for one, is the head's to know.
        """
        found = super().get_deleted_objects(objs, request)
        if not found[-1]:
            return found
        kept = [account for account in objs if super().get_deleted_objects([account], request)[-1]]
        return [], {}, set(), [account.get_username() for account in kept]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fixed = tuple(super().get_readonly_fields(request, obj))
        if actor(request).is_superuser:
            return fixed
        return (*fixed, *(_OWN if obj == request.user else _POWERS))

    # ---- Sessions and second factor ----

    def access_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._access_page(request, self._account(request, pk), ReasonForm())

    def end_sessions_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        account = self._account(request, pk)
        own = request.session.session_key if account == actor(request) else None
        ended = end_sessions(account, but=own)
        self.log_change(request, account, f"Ended {_sessions(ended)}.")
        messages.success(request, f"Ended: {_sessions(ended)}.")
        return HttpResponseRedirect(reverse("admin:account_access", args=[pk]))

    @method_decorator(second_factor_required)
    def take_away_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Somebody else's alone, by whoever gave a code of their own just now."""
        account = self._account(request, pk)
        if account == actor(request):
            raise PermissionDenied("Another administrator takes your second factor away.")
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return self._access_page(request, account, form)
        if second_factor.take_away(account):
            why = form.cleaned_data["reason"]
            self.log_change(request, account, f"Second factor taken away: {why}")
            messages.success(request, "The second factor was taken away, and all sessions ended.")
        else:
            messages.warning(request, "There was no second factor to take away.")
        return HttpResponseRedirect(reverse("admin:account_access", args=[pk]))

    def _account(self, request: HttpRequest, pk: int) -> User:
        account = User.objects.filter(pk=pk).first()
        if account is None or not self.has_change_permission(request, account):
            raise Http404
        return account

    def _access_page(self, request: HttpRequest, account: User, form: ReasonForm) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": f"Sessions and second factor of {account.get_username()}",
            "opts": self.opts,
            "account": account,
            "is_own": account == actor(request),
            "needed": needs_second_factor(account),
            "device": second_factor.device_of(account),
            "codes_left": second_factor.codes_left(account),
            "places": open_sessions(account),
            "this": kept_key(request.session.session_key),
            "form": form,
        }
        return TemplateResponse(request, "admin/account/access.html", context)


def _sessions(number: int) -> str:
    return "1 session" if number == 1 else f"{number} sessions"


def own_sessions(request: HttpRequest) -> HttpResponse:
    """Where somebody is logged in, and the end of all but this."""
    user, this = actor(request), request.session.session_key
    if request.method == "POST":
        ended = end_sessions(user, but=this)
        messages.success(request, f"Ended: {_sessions(ended)}.")
        return HttpResponseRedirect(reverse("admin:own_sessions"))
    context = {
        **admin.site.each_context(request),
        "title": "Where you are logged in",
        "places": open_sessions(user),
        "this": kept_key(this),
    }
    return TemplateResponse(request, "admin/account/sessions.html", context)
