"""What the undoing of a join does to stories: links that rested on it are decided again.

While two parties were one, whoever linked a claim saw one person with the entries of both, and
may have meant either. So every link by which a claim is about one of them (to the party, to its
designations, to a desk record that names it) and that was decided since the join becomes
undecided: readers no longer see it, in what is published too, and the desk is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from newsroom.logbook import log
from newsroom.models import ClaimLink, Story
from newsroom.reading.about import OF_MANY
from sanctions.models import Designation, DeskRecordParty, SameParty


def undecide_links(decision: SameParty, since: Mapping[int, datetime], **_: Any) -> str:
    """Receiver of `parties_parted`; says how many links of which stories wait for somebody."""
    made = _made_while_joined(since)
    ClaimLink.objects.filter(pk__in=[link.pk for link in made]).update(
        decided_by=None, decided_at=None
    )
    stories: dict[Story, list[ClaimLink]] = {}
    for link in made:
        stories.setdefault(link.claim.revision.story, []).append(link)
    for story, links in stories.items():
        _log(decision, story, links)
    if not made:
        return ""
    several = len(made) != 1
    return (
        f"{len(made)} link{'s' if several else ''} made while they were one "
        f"{'are' if several else 'is'} undecided now, and readers no longer see "
        f"{'them' if several else 'it'}. Decide again, and publish, in: "
        f"{'; '.join(sorted(story.slug for story in stories))}."
    )


def _made_while_joined(since: Mapping[int, datetime]) -> list[ClaimLink]:
    """The decided links about these parties that are not older than the party's join."""
    # Whoever is about to link one of them waits, and decides after this.
    list(Designation.objects.select_for_update().filter(entry__party__in=since).values("pk"))
    named: dict[int, list[int]] = {}
    for party, record in (
        DeskRecordParty.objects.filter(party__in=since)
        .exclude(desk_record__kind__in=OF_MANY)
        .values_list("party", "desk_record")
    ):
        named.setdefault(record, []).append(party)
    links = (
        ClaimLink.objects.filter(decided_at__gte=min(since.values()))
        .filter(
            Q(party__in=since) | Q(designation__entry__party__in=since) | Q(desk_record__in=named)
        )
        .select_related("claim__revision__story", "designation__entry")
        .order_by("claim__revision", "claim__position", "pk")
    )
    return [
        link
        for link in links
        if link.decided_at and any(link.decided_at >= since[one] for one in _about(link, named))
    ]


def _about(link: ClaimLink, named: Mapping[int, list[int]]) -> list[int]:
    """The parties, of those that were parted, that a link is about."""
    if link.party_id is not None:
        return [link.party_id]
    if link.designation is not None:
        return [link.designation.entry.party_id]
    return named[link.desk_record_id or 0]


def _log(decision: SameParty, story: Story, links: list[ClaimLink]) -> None:
    """A line of the story's history: whose links, and who parted whom."""
    claims = ", ".join(dict.fromkeys(f"“{link.claim.words}”" for link in links))
    log(
        decision.decided_by,
        story,
        f"Links of {claims} are undecided: {decision} after all ({decision.decided_why}).",
    )
