"""The records that claims are linked to. A record that readers may not see is not shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce, JSONObject

from newsroom.models import Claim, ClaimLink
from newsroom.reading.cards.desk_records import chains_of, desk_record_card
from newsroom.reading.cards.facts import RecordCard
from newsroom.reading.cards.list_records import (
    designation_card,
    list_card,
    party_card,
    programme_card,
)
from sanctions.models import Designation, DeskRecord, ListVersion, NoEntry, Party
from sanctions.querysets import PartyQuerySet


def _one_with_linked() -> PartyQuerySet:
    """For a subquery of a link: its party, with all that were found to be one with it."""
    lead = Coalesce(OuterRef(OuterRef("party__merged_into")), OuterRef(OuterRef("party")))
    return Party.objects.with_them().filter(them=lead)  # type: ignore[misc]  # its annotation


def links_of(claims: Iterable[Claim]) -> Mapping[int, list[RecordCard]]:
    """The records of some claims, by the claim's key in the database. Two queries."""
    links = list(
        ClaimLink.objects.filter(claim__in=[claim.pk for claim in claims])
        .to_public_records()
        .select_related(
            "designation__entry__list",
            "designation__entry__party",
            "designation__programme",
            "party",
            "programme",
            "list",
        )
        .annotate(
            seen_to=Subquery(
                Designation.objects.with_seen_to()
                .filter(pk=OuterRef("designation"))
                .values("seen_to")[:1]  # type: ignore[misc]  # an annotation of `with_seen_to`
            ),
            newest_dated=Subquery(
                ListVersion.objects.applied()
                .filter(list=OuterRef("list"))
                .freshest_first()
                .values("dated")[:1]
            ),
            designations=ArraySubquery(
                Designation.objects.counted()
                .with_seen_to()
                .filter(entry__party__in=_one_with_linked())
                .order_by("entry__list__code", "entry__number")
                .values(
                    json=JSONObject(
                        list="entry__list__title",
                        number="entry__number",
                        seen_to="seen_to",
                        first_gone="first_gone",
                        last_seen="last_seen",
                    )
                )
            ),
            no_entries=ArraySubquery(
                NoEntry.objects.filter(party__in=_one_with_linked(), version__status="applied")
                .order_by("version__list__code", "-version__sequence")
                .values(json=JSONObject(list="version__list__title", dated="version__dated"))
            ),
        )
        .order_by("claim", "pk")
    )
    chains = chains_of(
        DeskRecord.objects.public()
        .chained_with([link.desk_record_id for link in links if link.desk_record_id])
        .order_by("begins", "pk")
    )
    cards: dict[int, list[RecordCard]] = defaultdict(list)
    for link in links:
        cards[link.claim_id].append(replace(record_card(link, chains), role=link.role))
    return cards


def record_card(link: Any, chains: Mapping[int, list[DeskRecord]]) -> RecordCard:
    """The card of a link as `links_of` fetches it; `chains` are those of the desk records."""
    if link.designation_id:
        return designation_card(link.designation, link.seen_to)
    if link.party_id:
        return party_card(link.party, link.designations, link.no_entries)
    if link.programme_id:
        return programme_card(link.programme)
    if link.list_id:
        return list_card(link.list, link.newest_dated)
    chain = chains[link.desk_record_id]
    return desk_record_card(next(one for one in chain if one.pk == link.desk_record_id), chain)
