"""How many passwords may be tried, and what whoever tried too many is told. Works through axes.

Three counts, each of the last quarter of an hour (decision 0036):

- of one name from one address: nobody learns a password by asking us for it;
- of one address, whatever the names: nobody tries one password on everybody;
- of one name, from wherever: nobody shares the work among a thousand machines.

The last two could keep an editor out by malice. So they do not hold where that account has logged
in lately: there the first alone counts.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from ipaddress import ip_address, ip_network
from typing import Any

from axes.attempts import get_cool_off_threshold
from axes.handlers.database import AxesDatabaseHandler
from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_client_username
from axes.models import AccessAttempt, AccessLog
from django.conf import settings
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.db.models import Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

#: As many wrong passwords in a quarter of an hour; of one name from one address, axes' own limit.
MOST_OF_ADDRESS = 50
MOST_OF_NAME = 20
#: How long an address is one of somebody's own: as long as logins are kept (newsroom/tasks.py).
OWN_ADDRESS = timedelta(days=30)


class Attempts(AxesDatabaseHandler):  # type: ignore[misc]  # axes has no types
    """AXES_HANDLER. What is typed in counts, never whether there is such an account."""

    def is_locked(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> bool:
        name = get_client_username(request, credentials) or ""
        here = _network(request)
        recent = AccessAttempt.objects.filter(attempt_time__gte=get_cool_off_threshold(request))
        wrong = recent.aggregate(
            here=_count(Q(username=name) & here),
            of_address=_count(here),
            of_name=_count(Q(username=name)),
        )
        if wrong["here"] >= settings.AXES_FAILURE_LIMIT:
            return True
        if wrong["of_address"] < MOST_OF_ADDRESS and wrong["of_name"] < MOST_OF_NAME:
            return False
        lately = timezone.now() - OWN_ADDRESS
        own = AccessLog.objects.filter(here, username=name, attempt_time__gte=lately)
        return not own.exists()


def _count(which: Q) -> Sum:
    return Sum("failures_since_start", filter=which, default=0)


def _network(request: HttpRequest) -> Q:
    """The address that asks; of IPv6 the network that one customer is given."""
    address = getattr(request, "axes_ip_address", None)
    if address is None:
        return Q(ip_address=None)
    if ip_address(address).version == 4:
        return Q(ip_address=address)
    network = ip_network(f"{address}/64", strict=False)
    return Q(ip_address__range=(str(network[0]), str(network[-1])))


def locked_out(
    request: HttpRequest, response: HttpResponse | None, credentials: Any
) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: the same for every name, known or not."""
    wait = settings.AXES_COOLOFF_TIME
    refused = render(request, "admin/locked_out.html", {"wait": wait}, status=429)
    refused.headers["Retry-After"] = str(int(wait.total_seconds()))
    return refused


def password_is_right(request: HttpRequest, user: User, password: str) -> bool:
    """Of somebody who is logged in: a wrong one counts as at the login page.

    Else a session left open would be a place to find the password out.
    """
    return authenticate(request, username=user.get_username(), password=password) == user


def is_locked_out(request: HttpRequest) -> bool:
    return bool(getattr(request, "axes_locked_out", False))


def counts_old_passwords(
    change: Callable[[HttpRequest, dict[str, Any] | None], HttpResponse],
) -> Callable[[HttpRequest, dict[str, Any] | None], HttpResponse]:
    """For Django's page that changes one's password: it looks at the old one without counting."""

    def counted(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if request.method == "POST":
            AxesProxyHandler.update_request(request)
            old = request.POST.get("old_password", "")
            password_is_right(request, request.user, old)  # type: ignore[arg-type]
            if is_locked_out(request):
                return locked_out(request, None, None)
        return change(request, extra_context)

    return counted
