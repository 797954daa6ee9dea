"""What somebody at the desk should know about the lists: how each was last fetched, and alarms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from sanctions import fetching
from sanctions.fetch_times import ENDED_WELL, tried_again_at
from sanctions.lists import PUBLICATIONS
from sanctions.models import Designation, Fetch, ListVersion, SanctionsList
from sanctions.tasks import is_late, last_worked

#: Fetches of a form that brought nothing, one after the other, until it is an alarm.
TOO_OFTEN = 3
#: The newest of all lists' fetches that brought nothing; what is older says nothing new.
_LOOKED_AT = 1_000


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
    return [
        *_worker_stands_still(),
        *_held(),
        *_failing(),
        *_standing_still(),
        *_days_in_conflict(),
    ]


def states() -> list[State]:
    """Every list that was ever received or fetched; one that never was fetched stands once."""
    fetches: dict[int, list[Fetch]] = {}
    newest = Fetch.objects.order_by("list_id", "form", "-pk").distinct("list_id", "form")
    for fetch in newest.select_related("list"):
        fetches.setdefault(fetch.list_id, []).append(fetch)
    found = []
    for one in SanctionsList.objects.with_newest().order_by("code"):
        dated: date | None = one.newest_dated  # type: ignore[attr-defined]
        told = [State(one, dated, last, tried_again_at(last)) for last in fetches.get(one.pk, ())]
        found += told or [State(one, dated)]
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
    since = Fetch.objects.filter(
        list=OuterRef("list"), form=OuterRef("form"), pk__gt=OuterRef("pk"), status__in=ENDED_WELL
    )
    brought_nothing: dict[tuple[str, str], list[Fetch]] = {}
    for fetch in (
        Fetch.objects.filter(~Exists(since), ended_at__isnull=False)
        .exclude(status__in=ENDED_WELL)
        .select_related("list")
        .order_by("-pk")[:_LOOKED_AT]
    ):
        brought_nothing.setdefault((fetch.list.code, fetch.form), []).append(fetch)
    for publication in fetching.wanted():
        for form in publication.forms:
            failed = brought_nothing.get((publication.code, form.name), [])
            if len(failed) >= TOO_OFTEN:
                yield Alarm(
                    f"{publication.title} ({form.name}) could not be fetched {len(failed)} times "
                    f"since {_moment(failed[-1].started_at)}. The last try said: "
                    f"{failed[0].message}",
                    "The last try",
                    reverse("admin:sanctions_fetch_change", args=[failed[0].pk]),
                )


def _standing_still() -> Iterator[Alarm]:
    ended = Fetch.objects.filter(ended_at__isnull=False).order_by("list_id", "-pk")
    last = {fetch.list_id: fetch for fetch in ended.distinct("list_id")}
    for one in SanctionsList.objects.public():
        publication = PUBLICATIONS.get(one.code)
        if publication is None:
            continue
        days = (timezone.localdate() - one.newest_dated).days  # type: ignore[attr-defined]
        if days > publication.moves_within.days:
            yield Alarm(
                f"{one.title}: the newest version is {days} days old, and a new one comes within "
                f"{publication.moves_within.days} days as a rule. {_why_still(last.get(one.pk))}",
                "The list",
                reverse("admin:sanctions_sanctionslist_change", args=[one.pk]),
            )


def _why_still(last: Fetch | None) -> str:
    """What the last try to fetch it says; where that went well, the publisher may have moved."""
    if last and last.status not in ENDED_WELL:
        return (
            f"The last try to fetch it, on {_moment(last.started_at)}, brought nothing: "
            f"{last.message.partition('\n')[0]}"
        )
    return "Look at the publisher's page whether the list has moved to another address."


def _days_in_conflict() -> Iterator[Alarm]:
    if many := Designation.objects.with_conflicts().count():
        told = (
            "1 designation has days that contradict"
            if many == 1
            else f"{many:,} designations have days that contradict"
        )
        yield Alarm(
            f"{told} each other or the lists, so that no day is told of it. Find out which source "
            "is wrong, and take its word back.",
            "Which",
            f"{reverse('admin:sanctions_designation_changelist')}?days=contradict",
        )


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}"
