"""The front page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.http import public_page
from newsroom.models import ClaimLink
from newsroom.reading import timeline
from newsroom.reading.changes import changes
from newsroom.reading.dossier import Dossier
from newsroom.reading.freshness import HeldVersion, with_fetched
from newsroom.reading.summaries import StorySummary, live_revisions, summary
from sanctions.models import DeskRecord, ListVersion, Party, SanctionsList

STORIES = 9
ACTIONS = 3

#: The time line of the lead, in the width of its column.
WIDE = timeline.Layout("wide", 786, left=178, today=764, labels_above=False, year_gap=52)


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
        self.facts = Dossier(party).facts_of_lists
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
