"""What is told of a claim's checks: verdict, sentence and day, composed from what was stored.

Nothing is told that names what readers may not see, for the records can have been taken back since
the check; nor where the rules, or the words, have become others than those that were checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import chain

import msgspec
from django.db.models import Q
from django.utils import timezone

from newsroom.assertions import ASSERTIONS
from newsroom.facts import Facts, On, Outcome, Read
from newsroom.models import Check, CheckRun, Claim
from newsroom.reading.still_public import named_in, still_public
from newsroom.reading.wording import short, spanned
from newsroom.verdicts import preview, settle
from newsroom.verdicts.gathering import about
from sanctions.dates import PartialDate

_NO_LONGER_SO = (Check.Verdict.OUTDATED, Check.Verdict.CONTRADICTED)


@dataclass(frozen=True)
class Told:
    """A verdict as it is shown. `lists` are the versions that were read, `day` what was asked.

    `by` says what it goes by: “When published, 27 Nov 2024”, “By the list of 20 Aug 2026”.
    """

    verdict: str
    reason: str
    checked_at: datetime
    day: date
    outcome: Outcome
    lists: tuple[Read, ...] = ()
    by: str = ""

    @property
    def word(self) -> str:
        return str(Check.Verdict(self.verdict).label)

    @property
    def since(self) -> PartialDate | None:
        """From when it has not been so, as exactly as is known."""
        return self.outcome.since if self.verdict == Check.Verdict.OUTDATED else None

    @property
    def since_iso(self) -> str:
        """For machines; "" where a span of days is all that is known."""
        return self.since.iso if self.since and self.since.precision != "span" else ""

    @property
    def from_when(self) -> str:
        """The same after the verdict's word: “since 3 April 2025”; "" where nobody can tell."""
        if self.since is None:
            return ""
        if self.since.precision == "span" and not spanned(self.since)[:1].isdigit():
            return f"some day {self.since}"
        return f"since {spanned(self.since)}"


@dataclass(frozen=True)
class Verdicts:
    """As of publication and as of today; either is None while it is not checked."""

    publication: Told | None = None
    today: Told | None = None

    @property
    def now(self) -> str:
        """How the claim stands: the word that its glyph is drawn by."""
        return str(self.today.verdict) if self.today else "unchecked"

    @property
    def both(self) -> tuple[Told, ...]:
        return tuple(one for one in (self.publication, self.today) if one)

    @property
    def changed(self) -> bool:
        """Whether readers are told of it under “Since publication”.

        What nobody could tell then and holds now is no change: so it is with most of what is
        published on a day that no list reaches yet.
        """
        then, now = self.publication, self.today
        if now is None:
            return False
        return now.verdict in _NO_LONGER_SO or (
            then is not None and then.verdict not in (now.verdict, Check.Verdict.UNDECIDED)
        )

    @property
    def reason(self) -> str:
        """What was compared; where the two verdicts differ, for both."""
        then, now = self.publication, self.today
        if then is None or now is None:
            return (now or then).reason if now or then else ""  # type: ignore[union-attr]
        if then.verdict == now.verdict or now.verdict == Check.Verdict.OUTDATED:
            return now.reason
        return _both(then.reason, now.reason)


UNCHECKED = Verdicts()


def verdicts_of(claims: Iterable[Claim]) -> dict[int, Verdicts]:
    """The current verdicts of some claims, by the claim's key in the database. Three queries.

    The claims' revisions must have been fetched. Neither verdict is told of a claim that says
    another thing than what was checked last.
    """
    by_place = {(claim.revision.story_id, claim.key): claim for claim in claims}
    run = CheckRun.objects.first()
    current = Check.objects.current().filter(
        Q(story__in={story for story, _ in by_place}), key__in={key for _, key in by_place}
    )
    found: dict[int, dict[str, Check]] = {}
    for check in current:
        claim = by_place.get((check.story_id, check.key))
        if claim is not None and claim.first_published == check.first_published:
            found.setdefault(claim.pk, {})[check.basis] = check
    facts = public_facts(check for checks in found.values() for check in checks.values())
    return {
        claim.pk: told(claim, found[claim.pk], run, facts) if claim.pk in found else UNCHECKED
        for claim in by_place.values()
    }


def public_facts(checks: Iterable[Check]) -> dict[int, Facts]:
    """The facts that some checks stored, by check, where readers may see all of it. One query."""
    found = list(checks)
    stored = {check.pk: facts for check in found if (facts := _stored(check)) is not None}
    claims = {check.pk: check.claim_id for check in found}
    names = {key: set(named_in(facts, claims[key])) for key, facts in stored.items()}
    public = still_public(chain.from_iterable(names.values())) if names else set()
    return {key: facts for key, facts in stored.items() if names[key] <= public}


def _stored(check: Check) -> Facts | None:
    try:
        return Facts.of(check.facts)
    except msgspec.ValidationError:  # of an older form
        return None


def told(
    claim: Claim,
    checks: Mapping[str, Check],
    run: CheckRun | None,
    facts: Mapping[int, Facts] | None = None,
) -> Verdicts:
    """What two checks of a claim say; `run` is the newest, none for checks that were replaced.

    `facts` are those that may be told; without them all may, as for the desk.
    """
    if facts is None:
        facts = {one.pk: found for one in checks.values() if (found := _stored(one)) is not None}
    then = _told(claim, checks.get(Check.Basis.PUBLICATION), run, facts)
    now = _told(claim, checks.get(Check.Basis.TODAY), run, facts)
    if then and now and now.verdict == Check.Verdict.OUTDATED:
        now = replace(now, reason=_both(then.reason, now.reason))
    return Verdicts(then, now)


def _both(then: str, now: str) -> str:
    """Both sentences; the second alone where it says all of the first."""
    return now if now.startswith(then.removesuffix(".")) else f"{then} {now}"


def _told(
    claim: Claim, check: Check | None, run: CheckRun | None, public: Mapping[int, Facts]
) -> Told | None:
    if check is None or check.pk not in public:
        return None
    lists, day, at = check.lists, check.day, check.at
    newest = check.basis == Check.Basis.TODAY and ASSERTIONS[claim.kind].lasts(claim)
    if run is not None and run.started_at > check.at:
        at = run.started_at
        lists = run.lists
        day = run.day if newest else day
    read = tuple(msgspec.convert(lists, list[Read]))
    facts = msgspec.structs.replace(public[check.pk], lists=read)
    outcome = settle(claim, facts, On(day, newest))
    # The rules have changed since, and the next full pass has not come by: nothing is told.
    if outcome is None or outcome.answer != check.answer:
        return None
    lists_told = about(facts)
    used = tuple(one for one in read if one.list in lists_told)
    by = _by(check, claim, facts, used, at)
    if newest and facts.told_after_lists(On(day, newest)):
        by = by_records(at)
    return Told(check.verdict, outcome.reason, at, day, outcome, used, by)


def _by(
    check: Check, claim: Claim, facts: Facts, used: tuple[Read, ...], checked_at: datetime
) -> str:
    """What a verdict goes by. Never “today”: where a list settles it, the answer is that old."""
    if check.basis == Check.Basis.PUBLICATION:
        return when_published(check.day)
    days = sorted(one.dated for one in _settling(claim, facts, used))
    if not days:
        return by_records(checked_at)
    if len(days) == 1:
        return f"By the list of {short(days[0])}"
    if days[0] == days[-1]:
        return f"By the lists of {short(days[0])}"
    return f"By lists of {short(days[0])} to {short(days[-1])}"


def when_published(day: date) -> str:
    return f"When published, {short(day)}"


def by_records(checked_at: datetime) -> str:
    return f"By our records, {short(timezone.localdate(checked_at))}"


def _settling(claim: Claim, facts: Facts, used: tuple[Read, ...]) -> Iterable[Read]:
    """Of the versions that were read, the newest that tells of each list that settles it."""
    listings = [part.listing for part in facts.parts if part.listing]
    if not listings and not (
        ASSERTIONS[claim.kind].reads_every_list or any(part.scope for part in facts.parts)
    ):
        return ()
    telling = [read for one in listings if (read := facts.newest(one))] or used
    return {one.list: one for one in sorted(telling, key=lambda one: one.sequence)}.values()


def previews(claims: Iterable[Claim]) -> dict[str, Verdicts]:
    """By key, what readers would be told were the claims published now. Nothing is stored."""
    now = timezone.now()
    return {
        key: Verdicts(
            today=Told(
                verdict=found.verdict,
                reason=found.outcome.reason,
                checked_at=now,
                day=timezone.localdate(now),
                outcome=found.outcome,
                by=by_records(now),
            )
        )
        for key, found in preview(claims).items()
    }
