"""The evidence sheet of a story: all that its claims rest on, for whoever has to answer for them.

For readers it holds what is public and nothing else: no template has to leave anything out. The
desk's has, beside that, who decided what, and why, what was accepted against a verdict, and the
documents and records that readers may not see. Neither says who a confidential source is, nor
which document it is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q

from newsroom.assertions import ASSERTIONS
from newsroom.facts import Read
from newsroom.models import Check, Claim, ClaimLink, Correction, Revision, Source, StaleClaim, Story
from newsroom.reading.cards import ClaimCard, spoken
from newsroom.reading.pages import StoryPage, preview_page, story_page
from newsroom.reading.papers import Paper, Papers
from newsroom.reading.verdicts import public_facts, told
from sanctions.models import ListVersion


@dataclass(frozen=True)
class Decision:
    """What a person decided about a claim; `by` and `why` are told to the desk alone."""

    what: str
    at: datetime | None
    by: str = ""
    why: str = ""
    #: Whether it is about a record that readers may not see.
    hidden: bool = False


@dataclass(frozen=True)
class CheckThen:
    """What a check said from one time until another; "" for a reason that cannot be told now."""

    check: Check
    #: The words that it was about, where those of the claim are others now.
    words: str
    reason: str

    @property
    def word(self) -> str:
        return self.check.get_verdict_display()


@dataclass(frozen=True)
class Version:
    """A list version that a verdict rests on, by its number on the sheet."""

    number: int
    version: ListVersion

    @property
    def taken_back(self) -> bool:
        return self.version.status == ListVersion.Status.REVERTED


@dataclass(frozen=True)
class ClaimEvidence:
    """A claim with what it rests on; documents and versions by their numbers on the sheet."""

    card: ClaimCard
    decisions: tuple[Decision, ...]
    #: Each with what it is here: “holds the words”.
    papers: tuple[tuple[Paper, str], ...]
    versions: tuple[Version, ...]
    history: tuple[CheckThen, ...]
    #: As the desk knows its source; "" on readers' sheets.
    source: str = ""

    @property
    def kind(self) -> str:
        return ASSERTIONS[self.card.claim.kind].label


@dataclass(frozen=True)
class Corrected:
    key: str
    wrong: str
    right: str
    at: datetime
    by: str = ""


@dataclass(frozen=True)
class Sheet:
    """A story's evidence sheet; `desk` says for whom."""

    page: StoryPage
    claims: list[ClaimEvidence]
    papers: list[Paper]
    versions: list[Version]
    corrections: list[Corrected]
    desk: bool = False

    @property
    def checked_at(self) -> datetime | None:
        """Until when all its claims were checked: one may have been checked alone since."""
        times = [told.checked_at for claim in self.claims for told in claim.card.verdicts.both]
        return min(times, default=None)


def public_sheet(revision: int) -> Sheet:
    """Of what readers read. Its statements do not depend on how many claims there are."""
    return _sheet(story_page(revision), desk=False)


def desk_sheet(revision: Revision) -> Sheet:
    """Of any revision, with what is the desk's own."""
    public = Revision.objects.public().filter(pk=revision.pk).exists()
    return _sheet(story_page(revision.pk) if public else preview_page(revision), desk=True)


def _sheet(page: StoryPage, *, desk: bool) -> Sheet:
    claims = [card.claim for card in page.cards]
    links = _links(claims, desk=desk)
    names = _names(claims, links) if desk else {}
    papers = Papers(claims, links, desk=desk)
    versions = _versions(page.cards)
    history = _history(page.story, claims, desk=desk)
    kept = _kept(page.story, claims) if desk else {}
    return Sheet(
        page=page,
        claims=[
            ClaimEvidence(
                card=card,
                decisions=(
                    *_decisions(card.claim, links[card.claim.pk], names, desk=desk),
                    *kept.get(card.key, ()),
                ),
                papers=papers.of(card.claim),
                versions=tuple(_read(card, versions)),
                history=tuple(history[card.key]),
                source=_known_as(card.claim.source) if desk else "",
            )
            for card in page.cards
        ],
        papers=papers.all(),
        versions=list(versions.values()),
        corrections=_corrections(page, desk=desk),
        desk=desk,
    )


# ---- Decisions --------------------------------------------------------------------------------


def _links(claims: Sequence[Claim], *, desk: bool) -> dict[int, list[ClaimLink]]:
    links = ClaimLink.objects.filter(claim__in=[claim.pk for claim in claims]).select_related(
        "designation__entry__list",
        "designation__entry__party",
        "designation__programme",
        "party",
        "programme",
        "list",
        "desk_record",
    )
    if not desk:
        links = links.to_public_records()
    by_claim: dict[int, list[ClaimLink]] = defaultdict(list)
    public = set(links.to_public_records().values_list("pk", flat=True)) if desk else None
    for link in links.order_by("claim", "pk"):
        link.hidden = public is not None and link.pk not in public  # type: ignore[attr-defined]
        by_claim[link.claim_id].append(link)
    return by_claim


def _names(claims: Iterable[Claim], links: Mapping[int, list[ClaimLink]]) -> dict[int, str]:
    """Whoever decided about these claims and their links, by key. One query."""
    keys = {link.decided_by_id for of_claim in links.values() for link in of_claim}
    for claim in claims:
        keys |= {claim.confirmed_by_id, claim.accepted_by_id}
    users = get_user_model().objects.filter(pk__in=[key for key in keys if key])
    return {user.pk: user.get_username() for user in users}


def _decisions(
    claim: Claim, links: Iterable[ClaimLink], names: Mapping[int, str], *, desk: bool
) -> list[Decision]:
    """Who and why are filled in for the desk alone: `names` is empty for readers."""
    made = [
        Decision(
            f"Linked to {spoken(link.record)}" if link.decided_at else f"Not decided: {link}",
            link.decided_at,
            by=names.get(link.decided_by_id or 0, ""),
            why=link.decided_why if desk else "",
            hidden=link.hidden,  # type: ignore[attr-defined]
        )
        for link in links
    ]
    if claim.confirmed_at:
        confirmed = "Words and assertion confirmed"
        by = names.get(claim.confirmed_by_id or 0, "")
        made.append(Decision(confirmed, claim.confirmed_at, by))
    if claim.accepted_at and desk:
        accepted = "Accepted although the records contradict it"
        by = names.get(claim.accepted_by_id or 0, "")
        made.append(Decision(accepted, claim.accepted_at, by, claim.accepted_why))
    return made


def _kept(story: Story, claims: Iterable[Claim]) -> dict[str, list[Decision]]:
    """What the desk decided when a verdict had changed, by the claim's key."""
    decided = StaleClaim.objects.filter(story=story, key__in=[claim.key for claim in claims])
    found: dict[str, list[Decision]] = defaultdict(list)
    for one in decided.exclude(decision="").select_related("after", "decided_by"):
        what = f"{one.get_decision_display()}, when it had become {one.after.verdict}"
        by = _name(one.decided_by)
        found[one.key].append(Decision(what, one.decided_at, by, one.decided_why))
    return found


def _name(user: Any) -> str:
    return user.get_username() if user else ""


def _known_as(source: Source | None) -> str:
    return f"{source.label}, {source.get_terms_display().lower()}" if source else ""


# ---- Lists and checks -------------------------------------------------------------------------


def _versions(cards: Iterable[ClaimCard]) -> dict[tuple[str, int], Version]:
    """The list versions that verdicts rest on, the oldest of each list first."""
    read = sorted({_place(one) for card in cards for one in _reads(card)})
    wanted = Q(pk__in=[])
    for code, sequence in read:
        wanted |= Q(list__code=code, sequence=sequence)
    held = {
        (version.list.code, version.sequence): version
        for version in ListVersion.objects.filter(wanted).select_related("list")
    }
    known = [place for place in read if place in held]
    return {place: Version(at + 1, held[place]) for at, place in enumerate(known)}


def _read(card: ClaimCard, versions: dict[tuple[str, int], Version]) -> list[Version]:
    read = {_place(one) for one in _reads(card)}
    return [version for place, version in versions.items() if place in read]


def _reads(card: ClaimCard) -> list[Read]:
    return [read for told in card.verdicts.both for read in told.lists]


def _place(read: Read) -> tuple[str, int]:
    return read.list, read.sequence


def _history(story: Story, claims: Iterable[Claim], *, desk: bool) -> dict[str, list[CheckThen]]:
    """Every check of each claim, by its key, the oldest first.

    Readers are told of a check that was replaced what it said, but not of records that have been
    taken from them since.
    """
    words = {claim.key: claim.words for claim in claims}
    checks = list(
        Check.objects.filter(story=story, key__in=words)
        .select_related("claim")
        .order_by("at", "basis", "pk")
    )
    facts = None if desk else public_facts(checks)
    found: dict[str, list[CheckThen]] = defaultdict(list)
    for check in checks:
        then = check.claim.words
        said = told(check.claim, {check.basis: check}, None, facts)
        other = "" if then == words[check.key] else then
        found[check.key].append(CheckThen(check, other, said.reason))
    return found


# ---- Corrections ------------------------------------------------------------------------------


def _corrections(page: StoryPage, *, desk: bool) -> list[Corrected]:
    if not desk:
        return [Corrected(one.key, one.wrong, one.right, one.at) for one in page.corrections]
    return [
        Corrected(one.key, one.wrong, one.right, one.at, _name(one.by))
        for one in Correction.objects.filter(story=page.story).select_related("by").order_by("-at")
    ]
