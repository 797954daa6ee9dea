"""The pages of the second factor: give a code, enrol an app or another one, new recovery codes."""

from __future__ import annotations

import math
import time
from base64 import b32encode
from io import BytesIO
from typing import Any

import segno
from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom import login, second_factor
from newsroom.admin.access import actor
from newsroom.second_factor import Answer, safe_next, second_factor_required, verified_recently

_ENROLLING_SINCE = "enrolling_since"  # in the session: when the password was given once more
#: How long a new key may stay on the screen after that.
MINUTES_TO_ENROL = 15


class CodeForm(forms.Form):
    code = forms.CharField(
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "autofocus": True, "spellcheck": "false"}
        ),
    )

    def refuse(self, answer: Answer) -> None:
        if answer.wait_until is None:
            self.add_error("code", "This code is not right, or it was used before.")
            return
        seconds = (answer.wait_until - timezone.now()).total_seconds()
        wait = (
            f"{math.ceil(seconds / 60)} minutes"
            if seconds > 90
            else f"{math.ceil(seconds)} seconds"
        )
        self.add_error("code", f"Too many wrong codes. The next one is looked at in {wait}.")


class PasswordForm(forms.Form):
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "autofocus": True}),
    )


def page(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    shared = {
        **admin.site.each_context(request),
        "title": title,
        "next": safe_next(request),
    }
    return TemplateResponse(request, f"admin/second_factor/{template}.html", shared | context)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(safe_next(request) or reverse("admin:index"))


def _with_next(name: str, request: HttpRequest) -> str:
    address, after = reverse(name), safe_next(request)
    return f"{address}?{urlencode({'next': after})}" if after else address


@require_http_methods(["GET", "HEAD", "POST"])
def give_code(request: HttpRequest) -> HttpResponse:
    """Ask for a code; whoever gave one just now goes on, or sees what they have."""
    user = actor(request)
    device = second_factor.device_of(user)
    if device is None and not second_factor.codes_left(user):
        return HttpResponseRedirect(_with_next("admin:second_factor_enrol", request))
    if request.method != "POST" and verified_recently(request):
        if safe_next(request):
            return _back(request)
        left = second_factor.codes_left(user)
        return page(request, "overview", "Second factor", device=device, codes_left=left)
    form = CodeForm(request.POST or None)
    if form.is_valid():
        answer = second_factor.give(request, user, form.cleaned_data["code"])
        if answer.right:
            return _back(request)
        form.refuse(answer)
    return page(request, "code", "Second factor", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """An app's key, after the password once more; who has an app already gives its code first."""
    user = actor(request)
    enrolled = second_factor.device_of(user) is not None or second_factor.codes_left(user) > 0
    if enrolled and not verified_recently(request):
        return second_factor.ask(request)
    title = "Another app" if enrolled else "Second factor"
    device = second_factor.pending(user) if _is_enrolling(request) else None
    if device is None:
        return _ask_for_password(request, title)
    form = CodeForm(request.POST if "code" in request.POST else None)
    if form.is_valid():
        answer = second_factor.confirm(request, user, device, form.cleaned_data["code"])
        if answer.right:
            request.session.pop(_ENROLLING_SINCE, None)
            if enrolled:
                messages.success(request, "This app counts now, and the one before no longer.")
                return HttpResponseRedirect(_with_next("admin:second_factor", request))
            return _show_codes(request)
        form.refuse(answer)
    key = b32encode(device.bin_key).decode().rstrip("=")
    spaced = " ".join(key[at : at + 4] for at in range(0, len(key), 4))
    return page(request, "enrol", title, form=form, key=spaced)


def _is_enrolling(request: HttpRequest) -> bool:
    since: int = request.session.get(_ENROLLING_SINCE, 0)
    return 0 <= time.time() - since < MINUTES_TO_ENROL * 60


def _ask_for_password(request: HttpRequest, title: str) -> HttpResponse:
    """Wrong ones count as at the login page: a session left open is not a place to guess."""
    user = actor(request)
    form = PasswordForm(request.POST if "password" in request.POST else None)
    if form.is_valid():
        if login.password_is_right(request, user, form.cleaned_data["password"]):
            second_factor.begin_enrolment(user)
            request.session[_ENROLLING_SINCE] = int(time.time())
            return HttpResponseRedirect(_with_next("admin:second_factor_enrol", request))
        form.add_error("password", "This is not your password.")
    return page(request, "password", title, form=form)


@require_safe
def qr_code(request: HttpRequest) -> HttpResponse:
    """The new key as a picture, for as long as it may be seen."""
    device = second_factor.pending(actor(request)) if _is_enrolling(request) else None
    if device is None:
        raise Http404
    return HttpResponse(_drawn(device), content_type="image/svg+xml")


def _drawn(device: TOTPDevice) -> bytes:
    picture = BytesIO()
    code = segno.make_qr(device.config_url, error="m")
    code.save(picture, kind="svg", scale=5, dark="#000", light="#fff")  # dark themes too
    return picture.getvalue()


@require_POST
@second_factor_required
def renew_codes(request: HttpRequest) -> HttpResponse:
    """Ten new recovery codes; the old ones are worth nothing from now on."""
    return _show_codes(request)


def _show_codes(request: HttpRequest) -> HttpResponse:
    """In the answer itself, for they are kept nowhere: neither in the session nor at an address."""
    codes = second_factor.new_recovery_codes(actor(request))
    return page(request, "codes", "Recovery codes", codes=codes)
