"""How old the lists are that we hold. Readers see it on every page, machines on /healthz."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from sanctions.models import ListVersion


@dataclass(frozen=True)
class HeldVersion:
    """The newest applied version of a list, and its age in the newsroom's days."""

    title: str
    address: str
    dated: date
    days: int
    stale: bool

    @classmethod
    def of(cls, version: ListVersion) -> HeldVersion:
        old = timezone.localdate() - version.dated
        return cls(
            version.list.title,
            version.get_absolute_url(),
            version.dated,
            old.days,
            old > version.list.stale_after,
        )

    @property
    def age(self) -> str:
        if self.days <= 0:
            return "of today"
        return "1 day old" if self.days == 1 else f"{self.days} days old"


def newest_of_principal_list() -> HeldVersion | None:
    version = (
        ListVersion.objects.applied()
        .filter(list__code=settings.PRINCIPAL_LIST)
        .select_related("list")
        .order_by("-sequence")
        .first()
    )
    return HeldVersion.of(version) if version else None
