"""What search engines are told of: what readers can reach from a story."""

from __future__ import annotations

from datetime import datetime

from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, OuterRef, QuerySet

from newsroom.models import Claim, ClaimLink, Revision
from newsroom.reading.summaries import live_revisions
from sanctions.models import DeskRecord, DeskRecordParty, Party

FIXED = ("/", "/stories/", "/officials/", "/actions/", "/lists/", "/corrections/", "/about/")


class FixedPages(Sitemap):  # type: ignore[type-arg]  # not generic at run time
    def items(self) -> tuple[str, ...]:
        return FIXED

    def location(self, item: str) -> str:
        return item


class Stories(Sitemap):  # type: ignore[type-arg]  # not generic at run time
    def items(self) -> QuerySet[Revision]:
        return live_revisions()

    def location(self, item: Revision) -> str:
        return item.story.get_absolute_url()

    def lastmod(self, item: Revision) -> datetime | None:
        return item.public_from


class Claims(Sitemap):  # type: ignore[type-arg]  # not generic at run time
    def items(self) -> QuerySet[Claim]:
        return (
            Claim.objects.live().select_related("revision__story").order_by("revision", "position")
        )


class Parties(Sitemap):  # type: ignore[type-arg]  # not generic at run time
    """Those whom a claim or a record of ours names; the others are found on the lists' pages."""

    def items(self) -> QuerySet[Party]:
        cited = ClaimLink.objects.live()
        # By the one address of those that are one: the others only lead there.
        them = Party.objects.with_them().filter(them=OuterRef(OuterRef("pk")))  # type: ignore[misc]
        return Party.objects.public().filter(
            Exists(cited.filter(party__in=them))
            | Exists(cited.filter(designation__entry__party__in=them))
            | Exists(
                DeskRecordParty.objects.filter(
                    party__in=them, desk_record__in=DeskRecord.objects.public()
                )
            ),
            merged_into__isnull=True,
        )


class DeskRecords(Sitemap):  # type: ignore[type-arg]  # not generic at run time
    def items(self) -> QuerySet[DeskRecord]:
        return DeskRecord.objects.public().order_by("pk")


SITEMAPS = {
    "pages": FixedPages,
    "stories": Stories,
    "claims": Claims,
    "parties": Parties,
    "records": DeskRecords,
}
