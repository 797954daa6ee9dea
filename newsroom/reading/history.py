"""A claim's whole history: what it said, what it pointed to, and how it was settled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from newsroom.facts import Facts
from newsroom.models import Check, Claim, Revision, Story
from newsroom.reading.cards import RecordCard, links_of, taken_back_of, told
from newsroom.reading.verdicts import Told, by_records, public_facts, when_published
from newsroom.reading.verdicts import told as told_by


@dataclass(frozen=True, kw_only=True)
class _Then:
    """A stretch of time; `until` is None where it lasts."""

    since: datetime
    until: datetime | None = None

    @property
    def in_a_day(self) -> bool:
        """Whether it began and ended on one day of the newsroom's: only times tell it apart."""
        return self.until is not None and localdate(self.since) == localdate(self.until)


@dataclass(frozen=True)
class ClaimThen(_Then):
    """What a claim said from one public revision until another."""

    words: str
    sentence: str
    records: tuple[RecordCard, ...]
    #: Whether the claim stood in the text at all.
    present: bool = True

    def says(self) -> tuple[Any, ...]:
        """What has to differ for readers to be told of a change."""
        return (
            self.present,
            self.words,
            self.sentence,
            [(record.type, record.id) for record in self.records],
        )


def claim_history(story: Story, key: str) -> list[ClaimThen]:
    """Every state that readers could see, the oldest first; empty where they never could.

    Revisions that left the claim as it was make no entry of their own.
    """
    claims = {
        claim.revision_id: claim
        for claim in Claim.objects.filter(
            revision__story=story,
            revision__in=Revision.objects.public(),
            key=key,
            position__isnull=False,
        )
        .exclude(kind="")
        .select_related("source__document", "document")
    }
    if not claims:
        return []
    records, gone = links_of(claims.values()), taken_back_of(claims.values())
    history: list[ClaimThen] = []
    for revision in story.revisions.public().order_by("number"):
        assert revision.public_from is not None  # noqa: S101  # of a public revision
        claim = claims.get(revision.pk)
        then = (
            ClaimThen(
                claim.words,
                told(claim, records[claim.pk], gone),
                tuple(records[claim.pk]),
                since=revision.public_from,
            )
            if claim
            else ClaimThen("", "", (), since=revision.public_from, present=False)
        )
        if not history:
            if claim:
                history.append(then)
        elif history[-1].says() != then.says():
            history[-1] = replace(history[-1], until=revision.public_from)
            history.append(then)
    return history


@dataclass(frozen=True)
class Stand:
    """One of a claim's two verdicts as it was told then, and what it went by.

    `reason` is empty where it would name what readers may not see any more; nothing of it is `told`
    then.
    """

    basis: str
    verdict: str
    word: str
    day: date
    by: str
    reason: str
    told: Told | None = None

    @classmethod
    def of(cls, check: Check, told: Told | None) -> Stand:
        by, reason = (told.by, told.reason) if told else (_went_by(check), "")
        word = check.get_verdict_display()
        return cls(check.basis, check.verdict, word, check.day, by, reason, told)


@dataclass(frozen=True)
class VerdictsThen(_Then):
    """How a claim was settled from one time until another, as of publication and as of then."""

    words: str
    stands: tuple[Stand, ...]

    def says(self) -> tuple[Any, ...]:
        """What has to differ for readers to be told of a change."""
        return self.words, [(one.basis, one.verdict, one.reason) for one in self.stands]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Each once: that of an outdated claim tells of both days."""
        last = self.stands[-1]
        if last.verdict == Check.Verdict.OUTDATED and last.reason:
            return (last.reason,)
        return tuple(dict.fromkeys(one.reason for one in self.stands if one.reason))


def verdict_history(story: Story, key: str) -> list[VerdictsThen]:
    """Every change of a claim's verdicts or of their reasons, the oldest first. Two queries.

    Checks that differ in facts of which nobody was told make no entry of their own.
    """
    checks = list(
        Check.objects.filter(story=story, key=key).select_related("claim").order_by("basis", "pk")
    )
    public = public_facts(checks)
    history: list[VerdictsThen] = []
    for moment in sorted({at for one in checks for at in (one.at, one.replaced_at) if at}):
        current = [
            one
            for one in checks
            if one.at <= moment and (one.replaced_at is None or one.replaced_at > moment)
        ]
        then = _verdicts_then(current, public, moment) if current else None
        if history and history[-1].until is None:
            if then and then.says() == history[-1].says():
                continue
            history[-1] = replace(history[-1], until=moment)
        if then:
            history.append(then)
    return history


def _verdicts_then(
    checks: Sequence[Check], public: Mapping[int, Facts], moment: datetime
) -> VerdictsThen:
    claim = checks[-1].claim
    found = told_by(claim, {check.basis: check for check in checks}, None, public)
    of = {Check.Basis.PUBLICATION.value: found.publication, Check.Basis.TODAY.value: found.today}
    return VerdictsThen(
        claim.words, tuple(Stand.of(check, of[check.basis]) for check in checks), since=moment
    )


def _went_by(check: Check) -> str:
    if check.basis == Check.Basis.PUBLICATION:
        return when_published(check.day)
    return by_records(check.at)
