"""Stories and claims as readers read them: what their pages show, and their JSON holds."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from newsroom.body.rendering import Passage, render
from newsroom.models import Claim, Correction, Revision, Story
from newsroom.querysets import RevisionQuerySet
from newsroom.reading.cards import (
    ClaimCard,
    RecordCard,
    cards_of,
    links_of,
    taken_back_of,
    told,
)
from newsroom.reading.tally import Tally


@dataclass(frozen=True)
class CorrectionNote:
    key: str
    wrong: str
    right: str
    at: datetime


@dataclass(frozen=True)
class StoryPage:
    """A revision with its claims' cards, for readers and for the desk's preview alike."""

    story: Story
    revision: Revision
    published_at: datetime | None = None
    corrections: list[CorrectionNote] = field(default_factory=list)
    cards: list[ClaimCard] = field(default_factory=list)

    @property
    def direction(self) -> str:
        """In which the story's language is written: "rtl" or "ltr"."""
        return "rtl" if self.story.language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"

    @property
    def tally(self) -> Tally:
        return Tally(tuple(card.now for card in self.cards))

    @property
    def passages(self) -> list[tuple[Passage, list[ClaimCard]]]:
        """The text, each passage with the cards of the claims that begin in it."""
        by_key = {card.key: card for card in self.cards}
        labels = {card.key: card.label for card in self.cards}
        return [
            (passage, [by_key[key] for key in passage.begins])
            for passage in render(self.revision.body, labels)
        ]

    def passages_of(self, key: str) -> list[Passage]:
        """The passages that hold words of one claim, with that claim alone marked."""
        labels = {card.key: card.label for card in self.cards if card.key == key}
        return [one for one in render(self.revision.body, labels) if key in one.covers]


def live_at(slug: str) -> RevisionQuerySet:
    """What readers read at an address: one revision, or none where nothing is published."""
    return Revision.objects.live().filter(story__slug=slug)


def story_page(revision: int, around: str = "") -> StoryPage:
    """The page of a public revision, all of it read now. Four queries.

    With the key of a claim, it has only the cards of this claim and of its neighbours.
    """
    found = (
        Revision.objects.public()
        .with_published_at()
        .select_related("story")
        .annotate(
            corrections_json=ArraySubquery(
                Correction.objects.public()
                .filter(story=OuterRef("story"))
                .order_by("-at", "-pk")
                .values(json=JSONObject(key="key", wrong="wrong", right="right", at="at"))
            )
        )
        .defer("body_text", "search")
        .get(pk=revision)
    )
    return StoryPage(
        story=found.story,
        revision=found,
        published_at=found.published_at,  # type: ignore[attr-defined]  # annotations
        corrections=[
            CorrectionNote(**{**one, "at": datetime.fromisoformat(one["at"])})
            for one in found.corrections_json  # type: ignore[attr-defined]
        ],
        cards=cards_of(found, around),
    )


def preview_page(revision: Revision) -> StoryPage:
    """A revision that readers cannot read yet, as they would."""
    return StoryPage(story=revision.story, revision=revision, cards=cards_of(revision))


@dataclass(frozen=True)
class ClaimThen:
    """What a claim said from one public revision until another."""

    words: str
    sentence: str
    records: tuple[RecordCard, ...]
    since: datetime
    until: datetime | None = None
    #: Whether the claim stood in the text at all.
    present: bool = True

    def says(self) -> tuple[Any, ...]:
        """What has to differ for readers to be told of a change."""
        return (
            self.present,
            self.words,
            self.sentence,
            [(record.type, record.id) for record in self.records],
        )


def claim_history(story: Story, key: str) -> list[ClaimThen]:
    """Every state that readers could see, the oldest first; empty where they never could.

    Revisions that left the claim as it was make no entry of their own.
    """
    claims = {
        claim.revision_id: claim
        for claim in Claim.objects.filter(
            revision__story=story,
            revision__in=Revision.objects.public(),
            key=key,
            position__isnull=False,
        )
        .exclude(kind="")
        .select_related("source__document", "document")
    }
    if not claims:
        return []
    records, gone = links_of(claims.values()), taken_back_of(claims.values())
    history: list[ClaimThen] = []
    for revision in story.revisions.public().order_by("number"):
        assert revision.public_from is not None  # noqa: S101  # of a public revision
        claim = claims.get(revision.pk)
        then = (
            ClaimThen(
                claim.words,
                told(claim, records[claim.pk], gone),
                tuple(records[claim.pk]),
                revision.public_from,
            )
            if claim
            else ClaimThen("", "", (), revision.public_from, present=False)
        )
        if not history:
            if claim:
                history.append(then)
        elif history[-1].says() != then.says():
            history[-1] = replace(history[-1], until=revision.public_from)
            history.append(then)
    return history


def last_page_with(story: Story, key: str) -> StoryPage:
    """The newest public revision in which a claim stands, with its card and its neighbours'."""
    revision = (
        story.revisions.public()
        .filter(claims__key=key, claims__position__isnull=False)
        .order_by("-number")[:1]
        .get()
    )
    return StoryPage(story=story, revision=revision, cards=cards_of(revision, key))
