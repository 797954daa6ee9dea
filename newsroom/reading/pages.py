"""Stories and claims as readers read them: what their pages show, and their JSON holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject

from newsroom.body.rendering import Passage, render
from newsroom.models import Correction, Picture, Revision, Story
from newsroom.querysets import RevisionQuerySet
from newsroom.reading.cards import ClaimCard, cards_of
from newsroom.reading.pictures import ShownPicture, public_address
from newsroom.reading.since import Since
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
    picture: ShownPicture | None = None

    @property
    def direction(self) -> str:
        """In which the story's language is written: "rtl" or "ltr"."""
        return "rtl" if self.story.language.split("-")[0] in settings.LANGUAGES_BIDI else "ltr"

    @property
    def tally(self) -> Tally:
        return Tally(tuple(card.now for card in self.cards))

    @property
    def since(self) -> Since | None:
        return Since.of(self.cards)

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
    """The page of a public revision, all of it read now. Seven queries.

    With the key of a claim, it has only the cards of this claim and of its neighbours.
    """
    found = (
        Revision.objects.public()
        .with_published_at()
        .select_related("story", "picture")
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
        picture=_shown(found.picture, public_address),
    )


def preview_page(
    revision: Revision, picture_at: Callable[[Picture], str] | None = None
) -> StoryPage:
    """A revision that readers cannot read yet, as they would.

    `picture_at` says where whoever reads it finds the files of its picture: not where readers will.
    """
    return StoryPage(
        story=revision.story,
        revision=revision,
        cards=cards_of(revision, preview=True),
        picture=_shown(revision.picture, picture_at) if picture_at else None,
    )


def _shown(picture: Picture | None, address: Callable[[Picture], str]) -> ShownPicture | None:
    return ShownPicture.of(picture, address(picture)) if picture else None


def last_page_with(story: Story, key: str) -> StoryPage:
    """The newest public revision in which a claim stands, with its card and its neighbours'."""
    revisions = story.revisions.public().filter(claims__key=key, claims__position__isnull=False)
    page = story_page(revisions.order_by("-number").values_list("pk", flat=True)[:1].get(), key)
    return replace(page, cards=[replace(card, watched=False) for card in page.cards])
