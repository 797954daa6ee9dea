"""What the records changed: published words that no longer match them, the newest first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef
from django.utils import timezone

from newsroom.facts import Read
from newsroom.models import Check, Claim
from newsroom.querysets import CheckQuerySet
from newsroom.reading.cards import RecordCard, links_of
from newsroom.reading.claims import ToldClaim, published_on, told_claims
from newsroom.reading.memory import remembered
from newsroom.reading.verdicts import Told, by_records
from sanctions.dates import PartialDate

SHOWN = 4
#: Of so many claims that changed last it is asked since when: that stands in no column.
LOOKED_AT = 60
UNTRUE = (Check.Verdict.OUTDATED, Check.Verdict.CONTRADICTED)


@dataclass(frozen=True)
class Change:
    """What the records say now, since when, and the published words that it made untrue."""

    day: PartialDate
    reason: str
    claims: tuple[ToldClaim, ...]
    records: tuple[RecordCard, ...]
    lists: tuple[Read, ...]


def changes() -> Sequence[Change]:
    """The last few; kept until readers would see others."""
    return remembered("changes", _changes)


def _changes() -> list[Change]:
    checks = {(check.story_id, check.key): check for check in _untrue()[:LOOKED_AT]}
    if not checks:
        return []
    claims = Claim.objects.live().filter(
        revision__story__in={story for story, _ in checks}, key__in={key for _, key in checks}
    )
    by_change: dict[tuple[PartialDate, str], list[ToldClaim]] = {}
    for told in told_claims(claims.select_related("revision__story").order_by("pk")):
        check = checks.get((told.claim.revision.story_id, told.claim.key))
        today = told.verdicts.today
        # A claim of the same key with other words has no check here, or one that is not told.
        if check is not None and today is not None and today.verdict in UNTRUE:
            day = _day(told.claim, check, today.outcome.since)
            by_change.setdefault((day, today.outcome.reason), []).append(told)
    newest = sorted(by_change.items(), key=lambda one: one[0][0].latest, reverse=True)[:SHOWN]
    links = links_of(told.claim for _, together in newest for told in together)
    return [
        Change(
            day,
            reason,
            tuple(together),
            _records(record for told in together for record in links[told.claim.pk]),
            _lists(told.verdicts.today for told in together if told.verdicts.today),
        )
        for (day, reason), together in newest
    ]


def _untrue() -> CheckQuerySet:
    """Today's verdicts on what readers can read, those found last first.

    Each with `first`: no other verdict stood before it.
    """
    its_claim = Claim.objects.live().filter(
        revision__story=OuterRef("story"),
        key=OuterRef("key"),
        first_published=OuterRef("first_published"),
    )
    before = Check.objects.filter(
        story=OuterRef("story"),
        key=OuterRef("key"),
        first_published=OuterRef("first_published"),
        basis=Check.Basis.TODAY,
        replaced_at__isnull=False,
    )
    return (
        Check.objects.current()
        .filter(Exists(its_claim), basis=Check.Basis.TODAY, verdict__in=UNTRUE)
        .annotate(first=~Exists(before))
        .defer("facts", "lists")
        .order_by("-at", "-pk")
    )


def _day(claim: Claim, check: Check, since: PartialDate | None) -> PartialDate:
    """Since when the words are untrue, else when that was found.

    What never matched is as old as its publication.
    """
    if check.verdict == Check.Verdict.OUTDATED and since:
        return since
    if check.first and check.verdict == Check.Verdict.CONTRADICTED:  # type: ignore[attr-defined]
        return PartialDate.of_day(published_on(claim))
    return PartialDate.of_day(timezone.localdate(check.at))


def _records(records: Iterable[RecordCard]) -> tuple[RecordCard, ...]:
    """Each once. Who is meant stands in the words; so people only where nothing else is cited."""
    found = {record.url: record for record in records}
    others = [record for record in found.values() if record.type != "party"]
    return tuple(others or found.values())


def _lists(verdicts: Iterable[Told]) -> tuple[Read, ...]:
    """The newest version that was read of each list; none where our own records settle it."""
    by_lists = [one for one in verdicts if one.by != by_records(one.checked_at)]
    newest: dict[str, Read] = {}
    for read in sorted((r for one in by_lists for r in one.lists), key=lambda r: r.sequence):
        newest[read.list] = read
    return tuple(newest.values())
