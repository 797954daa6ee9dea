"""What is told of a claim's checks: verdict, sentence and day, composed from what was stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from newsroom.assertions import ASSERTIONS
from newsroom.facts import Facts, On, Outcome, Read
from newsroom.models import Check, CheckRun, Claim
from newsroom.verdicts import settle


@dataclass(frozen=True)
class Told:
    """A verdict as it is shown. `lists` are the versions that were read, `day` what was asked."""

    verdict: str
    reason: str
    checked_at: datetime
    day: date
    outcome: Outcome
    lists: tuple[Read, ...] = ()

    @property
    def word(self) -> str:
        return str(Check.Verdict(self.verdict).label)


@dataclass(frozen=True)
class Verdicts:
    """As of publication and as of today; either is None while it is not checked."""

    publication: Told | None = None
    today: Told | None = None

    @property
    def changed(self) -> bool:
        """Whether readers are told of it under “Since publication”."""
        then, now = self.publication, self.today
        return now is not None and (
            now.verdict in (Check.Verdict.OUTDATED, Check.Verdict.CONTRADICTED)
            or (then is not None and then.verdict != now.verdict)
        )


UNCHECKED = Verdicts()


def verdicts_of(claims: Iterable[Claim]) -> dict[int, Verdicts]:
    """The current verdicts of some claims, by the claim's key in the database. Two queries.

    The claims' revisions must have been fetched. Neither verdict is told of a claim that says
    another thing than what was checked last.
    """
    by_place = {(claim.revision.story_id, claim.key): claim for claim in claims}
    run = CheckRun.objects.first()
    checks = Check.objects.current().filter(
        Q(story__in={story for story, _ in by_place}), key__in={key for _, key in by_place}
    )
    found: dict[int, dict[str, Check]] = {}
    for check in checks:
        claim = by_place.get((check.story_id, check.key))
        if claim is not None and claim.first_published == check.first_published:
            found.setdefault(claim.pk, {})[check.basis] = check
    return {
        claim.pk: told(claim, found[claim.pk], run) if claim.pk in found else UNCHECKED
        for claim in by_place.values()
    }


def told(claim: Claim, checks: dict[str, Check], run: CheckRun | None) -> Verdicts:
    """What two checks of a claim say; `run` is the newest, none for checks that were replaced."""
    then = _told(claim, checks.get(Check.Basis.PUBLICATION), run)
    now = _told(claim, checks.get(Check.Basis.TODAY), run)
    if then and now and now.verdict == Check.Verdict.OUTDATED:
        now = Told(**{**vars(now), "reason": f"{then.reason} {now.reason}"})
    return Verdicts(then, now)


def _told(claim: Claim, check: Check | None, run: CheckRun | None) -> Told | None:
    if check is None:
        return None
    lists, day, at = check.lists, check.day, check.at
    newest = check.basis == Check.Basis.TODAY and ASSERTIONS[claim.kind].lasts(claim)
    if run is not None and run.started_at > check.at:
        at = run.started_at
        lists = run.lists
        day = run.day if newest else day
    facts = Facts.of(check.facts, lists)
    outcome = settle(claim, facts, On(day, newest))
    # The rules have changed since, and the next full pass has not come by: nothing is told.
    if outcome is None or outcome.answer != check.answer:
        return None
    return Told(check.verdict, outcome.reason, at, day, outcome, _used(facts))


def _used(facts: Facts) -> tuple[Read, ...]:
    """Of the versions that were read, those of lists that the facts are about."""
    lists: set[str] = set()
    for part in facts.parts:
        if about := part.listing or part.scope:
            lists.add(about.list)
        if part.party:
            lists |= {one.list for one in part.party.listings}
            lists |= {one.list for one in part.party.looked_for}
        if part.record:
            for member in part.record.parties:
                lists |= {one.list for one in member.listings}
                lists |= {one.list for one in member.looked_for}
    return tuple(read for read in facts.lists if read.list in lists)
