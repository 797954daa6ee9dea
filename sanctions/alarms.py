"""What somebody at the desk should know about the lists: how each was last fetched, and alarms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import takewhile

from django.urls import reverse
from django.utils import timezone

from sanctions import fetching
from sanctions.fetch_times import ENDED_WELL, tried_again_at
from sanctions.lists import PUBLICATIONS
from sanctions.models import Fetch, ListVersion, SanctionsList
from sanctions.tasks import is_late, last_worked

#: Fetches of a form that brought nothing, one after the other, until it is an alarm.
TOO_OFTEN = 3


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is wrong, in a sentence or two, and where to look."""

    words: str
    look: str
    url: str


@dataclass(frozen=True, slots=True)
class State:
    """A list in one form: its newest version's day, its last fetch, and when it is tried again."""

    list: SanctionsList
    dated: date | None
    fetch: Fetch | None = None
    again_at: datetime | None = None


def alarms() -> list[Alarm]:
    return [*_worker_stands_still(), *_held(), *_failing(), *_standing_still()]


def states() -> list[State]:
    """Every list that was ever received or fetched; one that never was fetched stands once."""
    found = []
    for one in SanctionsList.objects.with_newest().order_by("code"):
        dated: date | None = one.newest_dated  # type: ignore[attr-defined]
        fetches = one.fetches.order_by("form", "-pk").distinct("form")
        found += [State(one, dated, fetch, tried_again_at(fetch)) for fetch in fetches] or [
            State(one, dated)
        ]
    return found


def _worker_stands_still() -> Iterator[Alarm]:
    worked = last_worked()
    if is_late(worked):
        since = f"since {_moment(worked)}" if worked else "yet"
        yield Alarm(
            f"The worker has done nothing {since}: no list is fetched and no day is resolved. "
            "Whoever runs the server finds the reason in its log.",
            "The last fetches",
            reverse("admin:sanctions_fetch_changelist"),
        )


def _held() -> Iterator[Alarm]:
    held = ListVersion.objects.filter(status=ListVersion.Status.QUARANTINED)
    for version in held.select_related("list").order_by("list__code", "sequence"):
        yield Alarm(
            f"{version} (version {version.sequence}) is held and waits for a decision.",
            "What it would change",
            reverse("admin:sanctions_listversion_change", args=[version.pk]),
        )


def _failing() -> Iterator[Alarm]:
    """Only what is fetched at all: a list that was taken off the round is nobody's alarm."""
    for publication in fetching.wanted():
        for form in publication.forms:
            ended = Fetch.objects.filter(
                list__code=publication.code, form=form.name, ended_at__isnull=False
            ).order_by("-pk")[:100]
            failed = list(takewhile(lambda fetch: fetch.status not in ENDED_WELL, ended))
            if len(failed) >= TOO_OFTEN:
                yield Alarm(
                    f"{publication.title} ({form.name}) could not be fetched {len(failed)} times "
                    f"since {_moment(failed[-1].started_at)}. The last try said: "
                    f"{failed[0].message}",
                    "The last try",
                    reverse("admin:sanctions_fetch_change", args=[failed[0].pk]),
                )


def _standing_still() -> Iterator[Alarm]:
    for one in SanctionsList.objects.public():
        publication = PUBLICATIONS.get(one.code)
        if publication is None:
            continue
        days = (timezone.localdate() - one.newest_dated).days  # type: ignore[attr-defined]
        if days > publication.moves_within.days:
            yield Alarm(
                f"{one.title}: the newest version is {days} days old, and a new one comes within "
                f"{publication.moves_within.days} days as a rule. Look at the publisher's page "
                "whether the list has moved to another address.",
                "The list",
                reverse("admin:sanctions_sanctionslist_change", args=[one.pk]),
            )


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}"
