"""How many parties a list or a programme holds, on a day or by their first day in a period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from newsroom.facts import Answer, Facts, Listing, On, Read, Tally
from newsroom.models import Claim
from newsroom.verdicts.rules import lasts
from sanctions.history import combined

#: Those on a list or under a programme, each with the key of who stands behind it.
type Held = Sequence[tuple[int, Listing]]


@dataclass(frozen=True)
class Period:
    """From when to when; an end that is open is not looked at."""

    begins: date
    ends: date

    @classmethod
    def of(cls, claim: Claim, on: On) -> Period | None:
        """The claim's own period; None where it has none, and is about the day asked."""
        start, end = claim.period_from, claim.period_to
        if start is None and end is None:
            return None
        if end is not None:
            return cls(start.earliest if start else date.min, end.latest)
        return cls(start.earliest, on.day if lasts(claim) else start.latest)


def tally(held: Held, on: On, period: Period | None, lists: tuple[Read, ...]) -> Tally:
    """Each party once, however many of its designations count."""
    of: dict[int, list[Listing]] = defaultdict(list)
    for them, listing in held:
        of[them].append(listing)
    if period is not None:
        found = [_first_in(listings, period) for listings in of.values()]
    else:
        facts = Facts(lists=lists)
        # The sentence names the list's day: what happened after it is not counted.
        found = [
            combined(facts.by_lists(one, on).answer for one in listings) for listings in of.values()
        ]
    certain = found.count(Answer.YES)
    return Tally(certain, certain + found.count(Answer.CANNOT_TELL))


def _first_in(listings: Iterable[Listing], period: Period) -> Answer:
    """Whether the first day of any of them lies in the period."""
    spans = [_first_day(one) for one in listings]
    earliest = min(span[0] for span in spans)
    latest = min(span[1] for span in spans)
    if period.begins <= earliest and latest <= period.ends:
        return Answer.YES
    if latest < period.begins or period.ends < earliest:
        return Answer.NO
    return Answer.CANNOT_TELL


def _first_day(listing: Listing) -> tuple[date, date]:
    """The days between which it was first listed, as exactly as is known."""
    first = listing.spells[0]
    if first.listed_on is not None:
        return first.listed_on.earliest, first.listed_on.latest
    if first.last_absent is None:
        return date.min, first.first_seen
    # Two issues of one day may differ.
    return min(first.last_absent + timedelta(days=1), first.first_seen), first.first_seen
