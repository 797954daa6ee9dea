"""Checks written: a new row only where verdict or facts differ from the one that stands."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import msgspec
from django.db.models import Exists, OuterRef

from newsroom.facts import Facts, On, Outcome
from newsroom.models import Check, Claim, ClaimLink
from newsroom.stale import raise_items
from newsroom.verdicts.gathering import Asserted, Gathered
from newsroom.verdicts.rules import CHECKED, Asked, is_checked, settle, verdict

#: A check's place: story, key and basis.
type Place = tuple[int, str, str]


@dataclass(frozen=True)
class Written:
    """How many checks were written, and how many items came into the desk's queue."""

    checks: int = 0
    stale: int = 0


def asserted(claims: Sequence[Claim]) -> list[Asserted]:
    """The claims with their links. One statement."""
    links: dict[int, list[ClaimLink]] = {claim.pk: [] for claim in claims}
    for link in ClaimLink.objects.filter(claim__in=links).order_by("pk"):
        links[link.claim_id].append(link)
    return [Asserted(claim, links[claim.pk]) for claim in claims]


def check(claims: Sequence[Claim], *, today: date, now: datetime) -> Written:
    """Settle these claims, and write down what differs from what stands.

    The caller holds the lock. The claims' revisions and sources have been fetched.
    """
    checked = asserted([claim for claim in claims if is_checked(claim)])
    if not checked:
        return Written()
    gathered = Gathered.of(checked)
    standing = _standing(checked)
    new: list[Check] = []
    for one in checked:
        new += _checks(one, gathered, standing, today, now)
    old = [standing[place] for one in new if (place := _place(one)) in standing]
    Check.objects.filter(pk__in=[one.pk for one in old]).update(replaced_at=now)
    Check.objects.bulk_create(new, batch_size=2000)
    stale = raise_items([(_before(one, standing), one) for one in new]) if new else 0
    return Written(len(new), stale)


def close(stories: Collection[int] | None, now: datetime) -> None:
    """Of these stories (of all: None), end the checks of what readers can no longer read.

    The claim has left the text, or the story was withdrawn. Nothing takes their place.
    """
    read = Claim.objects.live().filter(
        revision__story=OuterRef("story"), key=OuterRef("key"), kind__in=CHECKED
    )
    current = Check.objects.current().filter(~Exists(read))
    if stories is not None:
        current = current.filter(story__in=stories)
    current.update(replaced_at=now)


def _standing(checked: Sequence[Asserted]) -> dict[Place, Check]:
    """The current checks of these claims' keys, whatever they said then. One statement."""
    keys = {one.claim.key for one in checked}
    stories = {one.claim.revision.story_id for one in checked}
    current = Check.objects.current().filter(story__in=stories, key__in=keys)
    return {_place(one): one for one in current}


def _place(check: Check) -> Place:
    return check.story_id, check.key, check.basis


def _before(check: Check, standing: dict[Place, Check]) -> Check | None:
    """The check that it takes the place of, if that was of the same words and assertion."""
    old = standing.get(_place(check))
    return old if old is not None and old.first_published == check.first_published else None


def _checks(
    one: Asserted,
    gathered: Gathered,
    standing: dict[Place, Check],
    today: date,
    now: datetime,
) -> list[Check]:
    """The checks of a claim that differ from those that stand."""
    asked = Asked.of(one.claim, today)
    then = _settled(one, gathered, asked.publication)
    same = asked.today == asked.publication
    still = then if same else _settled(one, gathered, asked.today)
    found = {
        Check.Basis.PUBLICATION: (then, verdict(then[1].answer)),
        Check.Basis.TODAY: (still, verdict(then[1].answer, still[1].answer)),
    }
    claim = one.claim
    checks = []
    for basis, ((facts, outcome, on), its_verdict) in found.items():
        old = standing.get((claim.revision.story_id, claim.key, basis))
        if old is not None and _says_the_same(old, claim, facts, outcome, on, its_verdict):
            continue
        stored, lists = facts.stored()
        checks.append(
            Check(
                story_id=claim.revision.story_id,
                key=claim.key,
                claim=claim,
                first_published=claim.first_published or now,
                basis=basis,
                day=on.day,
                answer=outcome.answer,
                verdict=its_verdict,
                facts=stored,
                lists=lists,
                at=now,
            )
        )
    return checks


type _Answered = tuple[Facts, Outcome, On]


def _settled(one: Asserted, gathered: Gathered, on: On) -> _Answered:
    facts = gathered.facts(one, on)
    outcome = settle(one.claim, facts, on)
    if outcome is None:
        raise ValueError(f"“{one.claim}” cannot be checked.")
    return facts, outcome, on


def _says_the_same(
    old: Check, claim: Claim, facts: Facts, outcome: Outcome, on: On, its_verdict: Check.Verdict
) -> bool:
    """Where today's day moves on, or a list that changes nothing, it is the same check."""
    return (
        old.first_published == claim.first_published
        and old.answer == outcome.answer
        and old.verdict == its_verdict
        and (on.newest or old.day == on.day)
        and _same_facts(old, facts)
    )


def _same_facts(old: Check, facts: Facts) -> bool:
    try:
        before = Facts.of(old.facts)
    except msgspec.ValidationError:  # of an older form
        return False
    return before == msgspec.structs.replace(facts, lists=())
