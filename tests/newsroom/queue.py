"""What tests of the desk's queue share: a published claim, and checks as a run writes them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from newsroom.models import Check, Claim, StaleClaim, Story
from newsroom.stale import raise_items
from sanctions.models import DeskRecord
from tests import factories
from tests.newsroom import stories

KEY = "aaaaaaaa"
WORDS = "up to $15 million"


def claimed(reward: DeskRecord | None = None, **columns: Any) -> Claim:
    """A published claim about a reward of 15 million."""
    reward = reward or factories.desk_record("reward")
    columns = {
        "kind": "reward",
        "records": [("record", reward)],
        "comparator": "up_to",
        "number": 15_000_000,
        "unit": "USD",
        "tense": "lasting",
    } | columns
    made = stories.story(
        f"story-{Story.objects.count()}",
        f'<p>It began. The reward is <cite data-claim="{KEY}">{WORDS}</cite> still. It ended.</p>',
        claims={KEY: columns},
    )
    return Claim.objects.select_related("revision__story", "source").get(revision__story=made)


def check(claim: Claim, verdict: str = "supported", basis: str = "today", **columns: Any) -> Check:
    """The check that takes the place of the one that stands, without a run."""
    now = columns.pop("at", None) or timezone.now()
    place = {"story": claim.revision.story, "key": claim.key, "basis": basis}
    Check.objects.current().filter(**place).update(replaced_at=now)
    answer = {"supported": "yes", "undecided": "cannot tell"}.get(verdict, "no")
    return Check.objects.create(
        **place,
        claim=claim,
        first_published=claim.first_published or now,
        day=timezone.localdate(now),
        verdict=verdict,
        answer=answer,
        facts=columns.pop("facts", {}),
        at=now,
        **columns,
    )


def turn(claim: Claim, verdict: str, basis: str = "today", **columns: Any) -> int:
    """Its verdict becomes another, as in a run; returns how many items that raised."""
    old = (
        Check.objects.current()
        .filter(story=claim.revision.story, key=claim.key, basis=basis)
        .first()
    )
    new = check(claim, verdict, basis, **columns)
    before = old if old and old.first_published == new.first_published else None
    return raise_items([(before, new)])


def stale(claim: Claim | None = None, verdict: str = "outdated", days: int = 0) -> StaleClaim:
    """An item of the queue, raised so many days ago."""
    claim = claim or claimed()
    at = timezone.now() - timedelta(days=days)
    check(claim, "supported", "publication", at=at - timedelta(minutes=2))
    check(claim, "supported", at=at - timedelta(minutes=2))
    assert turn(claim, verdict, at=at) == 1
    return StaleClaim.objects.get(story=claim.revision.story, decision="")
