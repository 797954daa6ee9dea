"""When claims are checked: those of a story, those that a change could touch, or all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db import connection, transaction
from django.utils import timezone

from newsroom.facts import On, Outcome, Read
from newsroom.models import Check, CheckRun, Claim, Story
from newsroom.querysets import ClaimQuerySet
from newsroom.verdicts import touched
from newsroom.verdicts.checks import asserted, check, close
from newsroom.verdicts.gathering import Gathered
from newsroom.verdicts.listings import standing
from newsroom.verdicts.rules import is_checked, lasts, published_on, settle, verdict
from sanctions.models import ChangedRecord

#: The advisory lock of whoever writes checks. Any number.
LOCK = 0xC4EC4
#: How many claims are checked at once: more need more memory, fewer more statements.
BATCH = 5000

#: Told before each part how many claims are done, and of how many.
type Progress = Callable[[int, int], object]


def _silent(done: int, of: int) -> None:
    pass


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

    def __add__(self, other: Ran) -> Ran:
        return Ran(
            self.claims + other.claims, self.written + other.written, self.stale + other.stale
        )


def preview(claims: Iterable[Claim], day: date | None = None) -> dict[str, Previewed]:
    """By key. A claim's columns may be unsaved; its links are read from the database.

    `day` is that of the publication where it is not today: a story brought in from an archive.
    What readers have read already, and what was so then, is outdated and not contradicted.
    """
    checkable = asserted([claim for claim in claims if is_checked(claim)])
    gathered = Gathered.of(checkable)
    on = On(day) if day else On(timezone.localdate(), newest=True)
    found = {}
    for one in checkable:
        outcome = settle(one.claim, gathered.facts(one, on), on)
        if outcome is None:
            continue
        found[one.claim.key] = Previewed(verdict(outcome.answer), outcome)
        if one.claim.first_published and lasts(one.claim):
            first = On(published_on(one.claim))
            then = settle(one.claim, gathered.facts(one, first), first)
            if then is not None:
                found[one.claim.key] = Previewed(verdict(then.answer, outcome.answer), outcome)
    return found


def check_story(story: Story) -> Ran:
    """The claims of what readers read of a story, now."""
    with transaction.atomic():
        now = _locked()
        close([story.pk], now)
        return _check(_live().filter(revision__story=story), now)


def check_all(progress: Progress = _silent) -> Ran:
    """Every published claim. A part at a time, so that nobody who publishes waits for long."""
    with transaction.atomic():
        started = _locked()
        rows, _ = touched.changed()
        lists = standing()
        close(None, started)
        keys = list(_live().order_by("pk").values_list("pk", flat=True))
    ran = Ran()
    for first in range(0, len(keys), BATCH):
        progress(first, len(keys))
        with transaction.atomic():
            ran = ran + _check(_live().filter(pk__in=keys[first : first + BATCH]), _locked())
    with transaction.atomic():
        _locked()
        _note(ran, started, lists, rows, everything=True)
    return ran


def check_changed(progress: Progress = _silent) -> Ran:
    """Just the claims that what changed since the last run could touch.

    Nothing is written where nothing has changed.
    """
    with transaction.atomic():
        now = _locked()
        last = CheckRun.objects.first()
        if last is not None:
            return _check_since(last, now, progress)
    return check_all(progress)


def _check_since(last: CheckRun, now: datetime, progress: Progress) -> Ran:
    stretch = touched.Stretch(last.started_at, now, last.day, timezone.localdate(now))
    rows, keys = touched.changed()
    for kind, due in touched.due(stretch).items():
        keys[kind] |= due
    claims = touched.touched(keys)
    if stories := touched.stories(stretch):
        close(stories, now)
        claims |= set(_live().filter(revision__story__in=stories).values_list("pk", flat=True))
    lists_moved = bool(keys[ChangedRecord.Kind.LIST])
    lists = standing() if claims or lists_moved else ()
    if lists_moved:
        before = msgspec.convert(last.lists, list[Read])
        claims |= touched.of_all_lists(before, lists)
        for code, days in touched.told_anew(before, lists).items():
            claims |= touched.about_days(code, days)
    ran = Ran()
    batches = sorted(claims)
    for first in range(0, len(batches), BATCH):
        progress(first, len(batches))
        ran = ran + _check(_live().filter(pk__in=batches[first : first + BATCH]), now)
    if ran.claims or lists_moved:
        _note(ran, now, lists, rows)
    else:
        _forget(rows)
    return ran


def wait_for_runs() -> None:
    """Until the caller's transaction ends no run begins: what it locks after this is no trap."""
    _locked()


def _live() -> ClaimQuerySet:
    """The claims that are watched."""
    return (
        Claim.objects.live()
        .exclude(kind="")
        .select_related("revision", "source")
        .defer("revision__body", "revision__body_text")
    )


def _check(claims: ClaimQuerySet, now: datetime) -> Ran:
    batch = list(claims)
    written = check(batch, today=timezone.localdate(now), now=now)
    return Ran(len(batch), written.checks, written.stale)


def _locked() -> datetime:
    """Waits until nobody else writes checks; until the transaction ends nobody else will.

    The time is that of the database's clock, by which records become public.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp() FROM pg_advisory_xact_lock(%s)", [LOCK])
        [(now,)] = cursor.fetchall()
    return now  # type: ignore[no-any-return]


def _note(
    ran: Ran,
    started: datetime,
    lists: Sequence[Read],
    rows: Sequence[int],
    *,
    everything: bool = False,
) -> None:
    """All that had changed until it started has been checked.

    `lists` stood when it started: a version that was applied meanwhile is news to the next run.
    """
    _forget(rows)
    CheckRun.objects.create(
        started_at=started,
        ended_at=timezone.now(),
        everything=everything,
        day=timezone.localdate(started),
        lists=msgspec.to_builtins(lists),
        claims=ran.claims,
        written=ran.written,
    )


def _forget(rows: Sequence[int]) -> None:
    """What changed has been looked at."""
    if rows:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sanctions_changedrecord WHERE id = ANY (%s)", [list(rows)])
