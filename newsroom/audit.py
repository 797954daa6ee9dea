"""Who writes at the desk, and what the audit trail leaves out."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from newsroom.models import PreviewLink
from sanctions.acting import acting
from sanctions.models import AuditEntry

__all__ = ["NOT_AUDITED", "ActingMiddleware", "acting", "opened"]

_LISTS = "Imports write it by the hundred thousand; the list version tells of what."
_MACHINES = "Only the worker writes it, and it is kept as it was."
_TYPED = "What is being typed, every few seconds; what is saved is told."
_APPS = "Another app's book-keeping; nobody edits it."

#: The tables whose writing leaves no entry, and why. Every other table of ours is audited.
NOT_AUDITED = {
    "sanctions.auditentry": "It is the trail.",
    "sanctions.entry": _LISTS,
    "sanctions.entryversion": _LISTS,
    "sanctions.name": _LISTS,
    "sanctions.designation": _LISTS,
    "sanctions.change": "Notes that something changed; written by triggers.",
    "sanctions.changedrecord": "Notes what to look at again; written by triggers.",
    "sanctions.export_versions": "Goes with the export, which is told.",
    "sanctions.fetch": "The worker writes one a day; who asked for one stands on it.",
    "sanctions.partysuggestion": "The worker makes them anew; the decision is told.",
    "newsroom.check": _MACHINES,
    "newsroom.checkrun": _MACHINES,
    "newsroom.digest": _MACHINES,
    "newsroom.draft": _TYPED,
    "newsroom.presence": _TYPED,
    "sessions.session": "Not used: newsroom.staffsession is.",
    "auth.permission": "Made by migrating; who has one is told.",
    "contenttypes.contenttype": "Made by migrating.",
    "newsroom.staffsession": "Logins have their own log; what is in a session is nobody's to read.",
    "axes.accessattempt": _APPS,
    "axes.accessfailurelog": _APPS,
    "axes.accesslog": _APPS,
    "axes.accessattemptexpiration": _APPS,
    "django_ox.oxschedule": _APPS,
    "django_ox.oxschedulechange": _APPS,
    "django_ox.oxscheduletick": _APPS,
    "django_ox.oxtask": _APPS,
}

type GetResponse = Callable[[HttpRequest], HttpResponse]


class ActingMiddleware:
    """What a request to the desk writes is its user's. Readers' pages ask for nobody."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(reverse("admin:index")):
            return self.get_response(request)

        def whoever() -> User | None:
            return request.user if request.user.is_authenticated else None

        with acting(whoever, through=request.path):
            return self.get_response(request)


def opened(link: PreviewLink, by: User | None) -> None:
    """Notes that somebody opened a preview; `by` is nobody where it needs no account."""
    with acting(by, through="preview"):
        AuditEntry.objects.create(
            verb=AuditEntry.Verb.OPENED,
            model=link._meta.label_lower,
            key=str(link.pk),
            thing=f"newsroom.story/{link.story_id}",
            after={"for_whom": link.for_whom},
        )
