"""The front page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import F
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from newsroom.http import public_page
from newsroom.models import ClaimLink
from newsroom.querysets import ClaimLinkQuerySet
from newsroom.reading import timeline
from newsroom.reading.cards import chain_of
from newsroom.reading.dossier import Dossier
from newsroom.reading.freshness import HeldVersion, with_fetched
from newsroom.reading.summaries import StorySummary, live_revisions, summary
from newsroom.reading.wording import money
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord, ListVersion, Party, SanctionsList

STORIES = 9
CHANGES = 4
ACTIONS = 3

#: The time line of the lead, in the width of its column.
WIDE = timeline.Layout("wide", 786, left=178, today=764, labels_above=False, year_gap=52)

PUBLISHED = F("claim__first_published__date")


@public_page()
def home(request: HttpRequest) -> HttpResponse:
    stories = [summary(revision) for revision in live_revisions()[:STORIES]]
    return render(
        request,
        "newsroom/home.html",
        {
            "nav": "stories",
            "lead": stories[0] if stories else None,
            "standing": lead_standing(stories[0]) if stories else None,
            "stories": stories[1:],
            "changes": changes(),
            "lists": lists_held(),
            "actions": DeskRecord.objects.public()
            .filter(kind=DeskRecord.Kind.ACTION)
            .order_by("-begins", "-pk")[:ACTIONS],
        },
    )


class LeadStanding:
    """Whom the lead is about, with their time on the lists: instead of a photograph."""

    def __init__(self, party: Party) -> None:
        self.party = party
        # The listings alone: cases, rewards and claims are for the page of the party.
        self.facts = replace(Dossier(party).facts, cases=(), rewards=(), claims=())
        self.title = timeline.title(self.facts)
        self.drawings = [timeline.draw(self.facts, layout) for layout in (WIDE, timeline.NARROW)]


def lead_standing(lead: StorySummary) -> LeadStanding | None:
    """That of the listed party which most links of the story point to, if any."""
    links = (
        ClaimLink.objects.live()
        .to_public_records()
        .filter(claim__revision=lead.revision)
        .values_list("designation__entry__party", "party")
    )
    cited = Counter(key for pair in links for key in pair if key)
    listed = Party.objects.public().filter(pk__in=cited, entries__designations__reverted=False)
    party = max(listed.distinct(), key=lambda party: (cited[party.pk], -party.pk), default=None)
    return LeadStanding(party) if party else None


@dataclass(frozen=True)
class HeldList:
    """A list with its newest version; `programmes` is how many an excerpt is complete for."""

    newest: HeldVersion
    entries: int
    programmes: int


def lists_held() -> list[HeldList]:
    versions = (
        with_fetched(ListVersion.objects.applied())
        .filter(pk__in=SanctionsList.objects.public().values("newest_pk"))  # type: ignore[misc]
        .select_related("list")
        .order_by("list__title")
    )
    return [
        HeldList(HeldVersion.of(version), version.entry_count, len(version.coverage or ()))
        for version in versions
    ]


@dataclass(frozen=True)
class Change:
    """A record that a published claim cites, and what became of it since."""

    day: PartialDate
    record: str
    happened: str
    url: str
    words: str
    claim_url: str


def changes() -> list[Change]:
    """What happened to cited records after the sentences that cite them were published.

    It says that the record changed, not that the sentence is wrong: that is for a check.
    """
    links = ClaimLink.objects.live().to_public_records()
    newest: dict[tuple[str, str], Change] = {}
    for change in sorted(
        [*_gone(links), *_superseded(links), *_ended(links)],
        key=lambda change: change.day.earliest,
        reverse=True,
    ):
        newest.setdefault((change.record, change.happened), change)
    return list(newest.values())[:CHANGES]


def _gone(links: ClaimLinkQuerySet) -> Iterator[Change]:
    for link in links.filter(designation__first_gone__gt=PUBLISHED).select_related(
        "designation__entry__list", "designation__entry__party", "claim__revision__story"
    ):
        if (designation := link.designation) and designation.first_gone:
            yield _change(
                link,
                PartialDate.of_day(designation.first_gone),
                f"Entry {designation.entry.number} ({designation.entry.party.name})",
                f"is absent from the {designation.entry.list}",
                designation.get_absolute_url(),
            )


def _superseded(links: ClaimLinkQuerySet) -> Iterator[Change]:
    cited = list(
        links.filter(desk_record__isnull=False, claim__first_published__isnull=False)
        .filter(desk_record__superseded_by__isnull=False)
        .select_related("desk_record", "claim__revision__story")
    )
    keys = {link.desk_record_id for link in cited if link.desk_record_id}
    around = list(DeskRecord.objects.public().chained_with(keys).order_by("begins", "pk"))
    for link in cited:
        record = link.desk_record
        if record is None:
            continue
        chain = chain_of(record, around)
        for successor in chain[chain.index(record) + 1 :]:
            if successor.begins and successor.begins.earliest > _published(link):
                yield _change(
                    link,
                    successor.begins,
                    record.title,
                    f"becomes up to {money(successor.amount, successor.currency)}"
                    if successor.amount
                    else f"is replaced by {successor.number or successor.title}",
                    successor.get_absolute_url(),
                )


def _published(link: ClaimLink) -> date:
    """The day on which readers first read the claim, in the newsroom's zone."""
    assert link.claim.first_published is not None  # noqa: S101  # filtered above
    return timezone.localdate(link.claim.first_published)


def _ended(links: ClaimLinkQuerySet) -> Iterator[Change]:
    for link in links.filter(
        desk_record__kind__in=[DeskRecord.Kind.LICENCE, DeskRecord.Kind.POSITION],
        desk_record__ends__startswith__gt=PUBLISHED,
        desk_record__ends__endswith__lte=Now(),
    ).select_related("desk_record", "claim__revision__story"):
        if (record := link.desk_record) and record.ends:
            yield _change(link, record.ends, record.title, "ends", record.get_absolute_url())


def _change(link: ClaimLink, day: PartialDate, record: str, happened: str, url: str) -> Change:
    return Change(day, record, happened, url, link.claim.words, link.claim.get_absolute_url())
