"""When claims are checked: those of a story, those that a change could touch, or all."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from newsroom.facts import On, Outcome
from newsroom.models import Check, CheckRun, Claim, Story
from newsroom.querysets import ClaimQuerySet
from newsroom.verdicts.checks import Written, asserted, check
from newsroom.verdicts.gathering import Gathered
from newsroom.verdicts.listings import standing
from newsroom.verdicts.rules import is_checked, settle, verdict

#: The advisory lock of whoever writes checks. Any number.
LOCK = 0xC4EC4
#: How many claims are checked at once: more need more memory, fewer more statements.
BATCH = 5000


@dataclass(frozen=True)
class Previewed:
    """A claim settled by today's records before it is published; nothing is stored."""

    verdict: Check.Verdict
    outcome: Outcome


@dataclass(frozen=True)
class Ran:
    """What a run did: claims checked, checks written, items that came into the desk's queue."""

    claims: int = 0
    written: int = 0
    stale: int = 0

    def and_then(self, claims: int, written: Written) -> Ran:
        return Ran(self.claims + claims, self.written + written.checks, self.stale + written.stale)


def preview(claims: Iterable[Claim], day: date | None = None) -> dict[str, Previewed]:
    """By key. A claim's columns may be unsaved; its links are read from the database.

    `day` is that of the publication where it is not today: a story brought in from an archive.
    """
    checkable = asserted([claim for claim in claims if is_checked(claim)])
    gathered = Gathered.of(checkable)
    on = On(day) if day else On(timezone.localdate(), newest=True)
    found = {}
    for one in checkable:
        outcome = settle(one.claim, gathered.facts(one, on), on)
        if outcome is not None:
            found[one.claim.key] = Previewed(verdict(outcome.answer), outcome)
    return found


def check_story(story: Story) -> Ran:
    """The claims of what readers read of a story, now."""
    with transaction.atomic():
        now = _locked()
        claims = list(_live().filter(revision__story=story))
        return Ran().and_then(len(claims), check(claims, today=timezone.localdate(now), now=now))


def check_all(progress: Callable[[int, int], object] = lambda done, of: None) -> Ran:
    """Every published claim."""
    ran = Ran()
    keys = list(_live().order_by("pk").values_list("pk", flat=True))
    started = timezone.now()
    for first in range(0, len(keys), BATCH):
        with transaction.atomic():
            now = _locked()
            batch = list(_live().filter(pk__in=keys[first : first + BATCH]))
            ran = ran.and_then(len(batch), check(batch, today=timezone.localdate(now), now=now))
        progress(min(first + BATCH, len(keys)), len(keys))
    _note(ran, started, everything=True)
    return ran


def check_changed() -> Ran:
    """Just the claims that what changed since the last run could touch."""
    return check_all()


def _live() -> ClaimQuerySet:
    """The claims that are watched."""
    return (
        Claim.objects.live()
        .exclude(kind="")
        .select_related("revision", "source")
        .defer("revision__body", "revision__body_text")
    )


def _locked() -> datetime:
    """Waits until nobody else writes checks; until the transaction ends nobody else will."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute("SELECT clock_timestamp()")
        [now] = cursor.fetchone() or [timezone.now()]
    return now  # type: ignore[no-any-return]


def _note(ran: Ran, started: datetime, *, everything: bool) -> None:
    CheckRun.objects.create(
        started_at=started,
        ended_at=timezone.now(),
        everything=everything,
        day=timezone.localdate(started),
        lists=msgspec.to_builtins(standing()),
        claims=ran.claims,
        written=ran.written,
    )
