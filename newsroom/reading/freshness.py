"""How old the lists are that we hold, and against which of them claims were checked.

Readers see it on every page, machines on /healthz. An age depends on the day, so nothing that is
kept holds one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.conf import settings
from django.db.models import F, JSONField, OuterRef, Subquery, Value
from django.db.models.fields.json import DataContains
from django.db.models.functions import Coalesce, JSONArray, JSONObject
from django.db.models.lookups import IsNull
from django.utils import timezone

from newsroom.facts import Read
from newsroom.models import CheckRun
from sanctions.models import Fetch, ListVersion
from sanctions.querysets import ListVersionQuerySet


@dataclass(frozen=True)
class HeldVersion:
    """The applied version that stands for a list, and its age in the newsroom's days.

    `fetched` is when its publisher was last asked and had nothing newer, where that is known.
    """

    title: str
    address: str
    dated: date
    days: int
    stale: bool
    fetched: datetime | None

    @classmethod
    def of(cls, version: ListVersion) -> HeldVersion:
        old = timezone.localdate() - version.dated
        return cls(
            version.list.title,
            version.get_absolute_url(),
            version.dated,
            old.days,
            old > version.list.stale_after,
            getattr(version, "fetched_at", None),
        )

    @property
    def age(self) -> str:
        if self.days <= 0:
            return "of today"
        return "1 day old" if self.days == 1 else f"{self.days} days old"


def with_fetched(versions: ListVersionQuerySet) -> ListVersionQuerySet:
    """Each with `fetched_at`: when its publisher last gave it, or said that it is still the one."""
    given = Fetch.objects.filter(
        version=OuterRef("pk"), status__in=[Fetch.Status.APPLIED, Fetch.Status.UNCHANGED]
    ).order_by("-ended_at")
    return versions.annotate(fetched_at=Subquery(given.values("ended_at")[:1]))


def newest_of_principal_list() -> HeldVersion | None:
    version = (
        with_fetched(ListVersion.objects.applied())
        .filter(list__code=settings.PRINCIPAL_LIST)
        .select_related("list")
        .freshest_first()
        .first()
    )
    return HeldVersion.of(version) if version else None


@dataclass(frozen=True)
class Freshness:
    """The principal list as the newest run of checks read it, and all lists that the run read.

    Before the first run it is the newest that is held, `checked_at` is None and `lists` is empty.
    """

    newest: HeldVersion
    checked_at: datetime | None = None
    lists: tuple[Read, ...] = ()


def freshness() -> Freshness | None:
    """Of a newer version that no run has read nothing is told. One statement."""
    run = CheckRun.objects.order_by("-started_at")
    lists = Coalesce(Subquery(run.values("lists")[:1]), Value([], JSONField()))
    itself = JSONArray(JSONObject(list="list__code", sequence="sequence"))
    version = (
        with_fetched(ListVersion.objects.applied())
        .filter(list__code=settings.PRINCIPAL_LIST)
        .select_related("list")
        .annotate(run_lists=lists, run_at=Subquery(run.values("started_at")[:1]))
        .annotate(was_read=DataContains(F("run_lists"), itself))
        .order_by("-was_read", IsNull(F("coverage"), True).desc(), "-sequence")
        .first()
    )
    if version is None:
        return None
    newest = HeldVersion.of(version)
    if not version.was_read:  # type: ignore[attr-defined]  # annotations
        return Freshness(newest)
    reads = msgspec.convert(version.run_lists, list[Read])  # type: ignore[attr-defined]
    return Freshness(newest, version.run_at, _one_of_each(reads))  # type: ignore[attr-defined]


def _one_of_each(reads: list[Read]) -> tuple[Read, ...]:
    """Of each list the version by which its age is known, as `freshest_first` has it."""
    found = {
        one.list: one for one in sorted(reads, key=lambda one: (one.coverage is None, one.sequence))
    }
    return tuple(sorted(found.values(), key=lambda one: one.title))
