"""What the lists did on a day, and what it did to us: for the desk's page and for its mail."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from newsroom.facts import Facts
from newsroom.models import Check, Claim
from newsroom.querysets import CheckQuerySet
from newsroom.reading.claims import quoted
from newsroom.reading.verdicts import Told, told
from newsroom.stale.raising import UNTRUE
from sanctions.models import ListVersion

#: So many sentences are told of a day; the others are counted.
SHOWN = 200

APPLIED, REVERTED, HELD = "applied", "reverted", "held"


@dataclass(frozen=True)
class Moved:
    """A list version that was applied, taken back or held that day, and what it changed."""

    version: ListVersion
    what: str
    at: datetime

    @property
    def counts(self) -> str:
        one = self.version
        return f"{one.added:,} added, {one.changed:,} changed, {one.removed:,} removed"

    @property
    def sentence(self) -> str:
        """“OFAC SDN list of 20 August 2026 (version 5) was applied: 3 added, …”."""
        name = f"{self.version} (version {self.version.sequence})"
        if self.what == REVERTED:
            return f"{name} was taken back: what it had changed ({self.counts}) is as before."
        if self.what == HELD:
            return f"{name} is held and waits for a decision: {self.counts}."
        again = ", which restores an earlier state" if self.version.restores_id else ""
        return f"{name} was applied{again}: {self.counts}."

    @property
    def url(self) -> str:
        return reverse("admin:sanctions_listversion_change", args=[self.version.pk])


@dataclass(frozen=True)
class Turned:
    """A published sentence whose verdict became another that day.

    Of a first check that found it outdated, `before` is that of its publication; else None.
    """

    check: Check
    before: Check | None

    @property
    def claim(self) -> Claim:
        return self.check.claim

    @property
    def checks(self) -> tuple[Check, ...]:
        return (self.before, self.check) if self.before else (self.check,)

    @property
    def words(self) -> str:
        return quoted(self.claim.words)

    @property
    def headline(self) -> str:
        return self.claim.revision.headline

    @property
    def url(self) -> str:
        return self.claim.get_absolute_url()

    @property
    def was(self) -> Told | None:
        return told_of(self.before) if self.before else None

    @property
    def now(self) -> Told | None:
        return told_of(self.check)

    @property
    def was_word(self) -> str:
        return self.before.get_verdict_display() if self.before else "Not checked"

    @property
    def word(self) -> str:
        return self.check.get_verdict_display()


def told_of(check: Check, facts: Mapping[int, Facts] | None = None) -> Told | None:
    """What one check said; of `facts` alone where they are given (`reading.verdicts.told`)."""
    found = told(check.claim, {check.basis: check}, None, facts)
    return found.today or found.publication


@dataclass(frozen=True)
class Day:
    """One day of the newsroom's."""

    day: date
    moved: Sequence[Moved] = ()
    turned: Sequence[Turned] = ()
    #: How many sentences turned, with those that are not told.
    count: int = field(default=0)

    @classmethod
    def of(cls, day: date) -> Day:
        begin, end = _bounds(day)
        rows = _turned(begin, end)
        return cls(day, _moved(begin, end), _with_before(list(rows[:SHOWN])), rows.count())

    @property
    def is_quiet(self) -> bool:
        return not self.moved and not self.count

    @property
    def more(self) -> int:
        return self.count - len(self.turned)

    @property
    def url(self) -> str:
        return address(self.day)

    @property
    def previous(self) -> str:
        return address(self.day - timedelta(days=1)) if self.day > date.min else ""

    @property
    def next(self) -> str:
        """Empty where that day has not come."""
        return address(self.day + timedelta(days=1)) if self.day < timezone.localdate() else ""


def address(day: date) -> str:
    return reverse("admin:newsroom_stale_day", args=[day.isoformat()])


def _bounds(day: date) -> tuple[datetime, datetime]:
    """From its first moment to that of the next day, in the newsroom's zone."""
    begin = timezone.make_aware(datetime.combine(day, time.min))
    return begin, timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


def _moved(begin: datetime, end: datetime) -> list[Moved]:
    versions = ListVersion.objects.select_related("list").defer("report", "findings", "files")
    applied = (
        versions.filter(status__in=(ListVersion.Status.APPLIED, ListVersion.Status.REVERTED))
        .annotate(applied_at=Coalesce("decided_at", "received_at"))
        .filter(applied_at__gte=begin, applied_at__lt=end)
    )
    held = versions.filter(
        status=ListVersion.Status.QUARANTINED, received_at__gte=begin, received_at__lt=end
    )
    reverted = versions.filter(reverted_at__gte=begin, reverted_at__lt=end)
    found = [
        *(Moved(one, APPLIED, one.applied_at) for one in applied),  # type: ignore[attr-defined]
        *(Moved(one, REVERTED, one.reverted_at) for one in reverted if one.reverted_at),
        *(Moved(one, HELD, one.received_at) for one in held),
    ]
    return sorted(found, key=lambda one: (one.at, one.version.pk))


def _turned(begin: datetime, end: datetime) -> CheckQuerySet:
    """Today's checks of that day whose verdict is another than the one before; the gravest first.

    Of first checks those of which the desk has to know; what else turned is a change of today.
    """
    before = Check.objects.filter(
        story=OuterRef("story"),
        key=OuterRef("key"),
        basis=OuterRef("basis"),
        first_published=OuterRef("first_published"),
        replaced_at__lte=OuterRef("at"),
    ).order_by("-at", "-pk")
    at_first = Check.objects.filter(
        story=OuterRef("story"),
        key=OuterRef("key"),
        basis=Check.Basis.PUBLICATION,
        first_published=OuterRef("first_published"),
    ).order_by("-at", "-pk")
    told_today = Check.objects.filter(
        story=OuterRef("story"), key=OuterRef("key"), at=OuterRef("at"), basis="today"
    )
    return (
        Check.objects.filter(at__gte=begin, at__lt=end)
        .annotate(
            was=Subquery(before.values("verdict")[:1]),
            was_pk=Subquery(before.values("pk")[:1]),
            published_pk=Case(
                When(verdict="outdated", then=Subquery(at_first.values("pk")[:1])), default=None
            ),
            with_today=Exists(told_today.exclude(verdict="supported")),
        )
        .filter(
            Q(basis=Check.Basis.TODAY)
            | Q(basis=Check.Basis.PUBLICATION, verdict="contradicted", with_today=False)
        )
        .filter(~Q(was=F("verdict")) & Q(was__isnull=False) | Q(was=None, verdict__in=UNTRUE))
        .select_related("claim__revision__story")
        .defer("claim__revision__body", "claim__revision__body_text", "claim__revision__search")
        .order_by("verdict", "story", "claim__position", "pk")
    )


def _with_before(found: Sequence[Check]) -> list[Turned]:
    keys = [one.was_pk or one.published_pk for one in found]  # type: ignore[attr-defined]
    before = Check.objects.select_related("claim").in_bulk([key for key in keys if key])
    return [Turned(one, before.get(key)) for one, key in zip(found, keys, strict=True)]
