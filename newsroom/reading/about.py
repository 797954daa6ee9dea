"""Which claims are about a party: those that readers can open, by any of three ways.

A claim is about a party when it is linked to the party itself, to one of its designations, or to
a desk record that names it. Actions and rosters name many: a claim about an action stands on the
action's page, not on the page of each of the 21 people it names.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from newsroom.models import Check, Claim, ClaimLink
from sanctions.models import DeskRecord

#: Rows of `about` (a party) and `about_claim`.
type Pairs = QuerySet[Any, dict[str, Any]]

OF_MANY = (DeskRecord.Kind.ACTION, DeskRecord.Kind.ROSTER)


def _of_links(links: QuerySet[Any, Any], party: str) -> Pairs:
    """The links' parties and claims; a party that was joined to another counts as that one."""
    return links.values(about=Coalesce(f"{party}__merged_into", party), about_claim=F("claim"))


def claims_and_parties() -> list[Pairs]:
    """Which claims are about which parties, one queryset for each way of naming."""
    live = ClaimLink.objects.live().order_by()
    return [
        _of_links(live.filter(party__isnull=False), "party"),
        _of_links(live.filter(designation__isnull=False), "designation__entry__party"),
        _of_links(
            live.filter(
                desk_record__in=DeskRecord.objects.public().exclude(kind__in=OF_MANY),
                desk_record__desk_record_parties__isnull=False,
            ),
            "desk_record__desk_record_parties__party",
        ),
    ]


def is_claimed(*verdicts: str) -> Q:
    """Of a party: whether a claim about it is public (and has one of these verdicts today)."""
    first, *others = (
        (pairs.filter(_stands(verdicts)) if verdicts else pairs).values("about")
        for pairs in claims_and_parties()
    )
    return Q(pk__in=first.union(*others))


def _stands(verdicts: Collection[str]) -> Exists:
    """Of a link: whether its claim, with these words and this assertion, has such a verdict."""
    return Exists(
        Check.objects.current().filter(
            story=OuterRef("claim__revision__story"),
            key=OuterRef("claim__key"),
            first_published=OuterRef("claim__first_published"),
            basis=Check.Basis.TODAY,
            verdict__in=verdicts,
        )
    )


def claim_counts(parties: Collection[int]) -> dict[int, int]:
    """How many public claims there are about each of these parties. One statement."""
    first, *others = (pairs.filter(about__in=parties) for pairs in claims_and_parties())
    counts = dict.fromkeys(parties, 0)
    # Without an order of its own the union takes the model's, of columns that it lacks.
    for pair in first.union(*others).order_by("about"):
        counts[pair["about"]] += 1
    return counts


def claims_about(party: int) -> QuerySet[Claim]:
    """The public claims about a party, oldest story first, each with its revision and story."""
    ways = Q()
    for pairs in claims_and_parties():
        ways |= Q(pk__in=pairs.filter(about=party).values("about_claim"))
    return in_order(Claim.objects.live().filter(ways))


def claims_citing(**target: object) -> QuerySet[Claim]:
    """The public claims that are linked to one record: `desk_record=…`, `programme=…`."""
    return in_order(
        Claim.objects.live().filter(
            pk__in=ClaimLink.objects.live().order_by().filter(**target).values("claim")
        )
    )


def in_order(claims: QuerySet[Claim]) -> QuerySet[Claim]:
    """By the day of publication, then as they stand in the story; each with its story."""
    return claims.select_related("revision__story").order_by(
        "first_published", "revision__public_from", "revision", "position", "pk"
    )
