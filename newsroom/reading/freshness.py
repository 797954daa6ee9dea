"""How old the lists are that we hold. Readers see it on every page, machines on /healthz."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

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
