"""Who needs a second factor, and when they have given it: an app's code, or a recovery code.

django-otp keeps the devices and counts wrong codes; its screens are not used (decision 0036). This
module has the rules, `newsroom.admin.second_factor` the pages.
"""

from __future__ import annotations

import hashlib
import re
import time
from base64 import b32encode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from secrets import token_bytes
from typing import Any, Concatenate

import django_otp
from django.contrib import messages
from django.contrib.auth.models import AnonymousUser, User
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from newsroom.clearance import tell_of_lost_guard
from newsroom.logs import note_second_factor

READS_IDENTITIES = "newsroom.read_sourceidentity"
#: Whoever may do one of these can give themselves whatever they like.
ADMINISTERS = tuple(
    f"auth.{verb}_{model}" for model in ("user", "group") for verb in ("add", "change", "delete")
)
#: For reading an identity: how long ago the code may have been given.
MINUTES = 10
RECOVERY_CODES = 10
#: Each wrong code doubles the wait, from a second up to 2 to the power of this less one: about a
#: quarter of an hour. Without an end somebody who knows the password keeps its owner out for ever.
MOST_WRONG_COUNTED = 11
_VERIFIED_AT = "second_factor_at"  # in the session: seconds


def needs_second_factor(user: User | AnonymousUser) -> bool:
    """Whether they read who sources are, or administer the desk."""
    return administers(user) or user.has_perm(READS_IDENTITIES)


def administers(user: User | AnonymousUser) -> bool:
    return user.is_superuser or any(user.has_perm(permission) for permission in ADMINISTERS)


def powers() -> Q:
    """The same in the database: which permissions want a second factor."""
    named = [name.split(".") for name in (READS_IDENTITIES, *ADMINISTERS)]
    return Q(
        *(Q(content_type__app_label=app, codename=code) for app, code in named), _connector=Q.OR
    )


def is_verified(request: HttpRequest) -> bool:
    """Whether a code was given in this session, by a device that is still there."""
    return request.user.is_authenticated and request.user.is_verified()  # type: ignore[attr-defined]


def verified_recently(request: HttpRequest, minutes: int = MINUTES) -> bool:
    """Whether a code was given in this session within these minutes."""
    at = request.session.get(_VERIFIED_AT)
    return at is not None and 0 <= time.time() - at < minutes * 60 and is_verified(request)


def second_factor_required[**P, R: HttpResponseBase](
    view: Callable[Concatenate[HttpRequest, P], R],
) -> Callable[Concatenate[HttpRequest, P], R | HttpResponseRedirect]:
    """A view that opens to whoever gave a code within the last minutes; others are asked for it.

    They come back afterwards. What a form sent is not done then: they see its page again. For a
    method: `method_decorator(second_factor_required)`.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs
    ) -> R | HttpResponseRedirect:
        return view(request, *args, **kwargs) if verified_recently(request) else ask(request)

    return guarded


def ask(request: HttpRequest) -> HttpResponseRedirect:
    """To the page that asks for a code, and from there back to where they were."""
    back = request.get_full_path()
    if request.method not in ("GET", "HEAD"):
        messages.warning(
            request,
            "Your code was asked for first, so what you had sent was not done: send it again.",
        )
        back = _page_of_the_form(request)
    return HttpResponseRedirect(f"{reverse('admin:second_factor')}?{urlencode({'next': back})}")


def _page_of_the_form(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    own = f"{request.scheme}://{request.get_host()}/"
    return came_from.removeprefix(own[:-1]) if came_from.startswith(own) else request.path


def safe_next(request: HttpRequest) -> str:
    """The page of ours that the address names as the next one, or nothing."""
    asked = request.POST.get("next", request.GET.get("next", ""))
    ours = asked.startswith("/") and url_has_allowed_host_and_scheme(
        asked, {request.get_host()}, require_https=request.is_secure()
    )
    return asked if ours else ""


# ---- Devices ----------------------------------------------------------------------------------


def device_of(user: User) -> TOTPDevice | None:
    """The app that they have enrolled."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).order_by("-pk").first()


def codes_left(user: User) -> int:
    codes = StaticToken.objects.filter(device__user=user, device__confirmed=True)
    return int(codes.count())


@dataclass(frozen=True)
class Answer:
    """Whether a code was right; if too many were wrong, from when on another is looked at."""

    right: bool
    wait_until: datetime | None = None


def give(request: HttpRequest, user: User, code: str) -> Answer:
    """Look at a code of theirs; a right one is taken, and counts for this session from now on."""
    code = re.sub(r"[\s-]", "", code).lower()
    device: TOTPDevice | StaticDevice | None
    if re.fullmatch(r"[0-9]{6}", code):
        device = device_of(user)
    else:
        device, code = StaticDevice.objects.filter(user=user, confirmed=True).first(), _kept(code)
    answer = _try(user, device, code)
    if answer.right and device is not None:
        note_given(request, device)
    return answer


def _try(user: User, device: TOTPDevice | StaticDevice | None, code: str) -> Answer:
    if device is None:
        return Answer(right=False)
    allowed, why = device.verify_is_allowed()
    if not allowed:
        return Answer(right=False, wait_until=why["locked_until"])
    # Locks the device's row: of two that send one code at once, one is refused.
    right = django_otp.verify_token(user, device.persistent_id, code) is not None
    note_second_factor(user.pk, right=right)
    if right:
        return Answer(right=True)
    type(device).objects.filter(
        pk=device.pk, throttling_failure_count__gt=MOST_WRONG_COUNTED
    ).update(throttling_failure_count=MOST_WRONG_COUNTED)
    return Answer(right=False)


def note_given(request: HttpRequest, device: TOTPDevice | StaticDevice) -> None:
    """Verified just now; under another key, so that one seen before is of no use."""
    request.session.cycle_key()
    request.session[_VERIFIED_AT] = int(time.time())
    django_otp.login(request, device)


def begin_enrolment(user: User) -> TOTPDevice:
    """A new key for an app, which counts for nothing until a code of it has come back."""
    TOTPDevice.objects.filter(user=user, confirmed=False).delete()
    return TOTPDevice.objects.create(user=user, name="app", confirmed=False)


def pending(user: User) -> TOTPDevice | None:
    return TOTPDevice.objects.filter(user=user, confirmed=False).order_by("-pk").first()


def confirm(request: HttpRequest, user: User, device: TOTPDevice, code: str) -> Answer:
    """The new app's first code: from now on it is their device, and the one before is none."""
    answer = _try(user, device, re.sub(r"\s", "", code))
    if answer.right:
        with transaction.atomic():
            TOTPDevice.objects.filter(user=user).exclude(pk=device.pk).delete()
            TOTPDevice.objects.filter(pk=device.pk).update(confirmed=True)
        device.confirmed = True
        note_given(request, device)
    return answer


def new_recovery_codes(user: User) -> list[str]:
    """Ten codes that each work once, in place of those before: to be shown, for none is kept."""
    codes = ["-".join(re.findall("....", _random_code())) for _ in range(RECOVERY_CODES)]
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two at once would mix their codes
        device = StaticDevice.objects.filter(user=user).first()
        if device is None:
            device = StaticDevice.objects.create(user=user, name="recovery codes")
        device.token_set.all().delete()
        StaticToken.objects.bulk_create(
            StaticToken(device=device, token=_kept(code.replace("-", ""))) for code in codes
        )
    return codes


def _random_code() -> str:
    return b32encode(token_bytes(10)).decode().lower()  # 80 bits, 16 characters


def _kept(code: str) -> str:
    """What the database has of a recovery code: a hash, of as many characters as fit there.

    A plain one is enough: of 80 random bits none can be found by trying.
    """
    return urlsafe_b64encode(hashlib.sha256(code.encode()).digest())[:16].decode()


def take_away(user: User) -> bool:
    """Their device and their recovery codes are gone; says whether there were any."""
    with transaction.atomic():
        apps: tuple[int, Any] = TOTPDevice.objects.filter(user=user).delete()
        codes: tuple[int, Any] = StaticDevice.objects.filter(user=user).delete()
        taken = bool(apps[0] or codes[0])
        if taken:
            tell_of_lost_guard(user)
    return taken
