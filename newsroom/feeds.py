"""Atom feeds of stories and of corrections."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape

from newsroom.reading.corrections import ToldCorrection, corrections, told_corrections
from newsroom.reading.summaries import StorySummary, live_revisions, summary

NEWEST = 40


class Atom(Atom1Feed):
    def latest_post_date(self) -> datetime:
        """That of an empty feed stands still: else every answer differs, and no ETag matches."""
        return super().latest_post_date() if self.items else datetime.fromtimestamp(0, UTC)


class _Feed(Feed):  # type: ignore[type-arg]  # not generic at run time
    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Without the newest entry's day: whole seconds hide what came later in the same one.

        And it goes back when that entry is withdrawn. Either way whoever sends it along would be
        told that nothing has changed; the ETag tells.
        """
        response = super().__call__(request, *args, **kwargs)
        del response.headers["Last-Modified"]
        return response


class StoryFeed(_Feed):
    feed_type = Atom
    link = "/"
    feed_url = "/feed.atom"

    def title(self) -> str:
        return settings.NEWSROOM_NAME

    def subtitle(self) -> str:
        return "Stories whose claims are linked to the records behind them."

    def items(self) -> list[StorySummary]:
        return [summary(revision) for revision in live_revisions()[:NEWEST]]

    def item_title(self, item: StorySummary) -> str:
        return item.revision.headline

    def item_description(self, item: StorySummary) -> str:
        return escape(item.revision.standfirst)  # a summary is read as HTML

    def item_link(self, item: StorySummary) -> str:
        return item.story.get_absolute_url()

    def item_author_name(self, item: StorySummary) -> str:
        return item.revision.byline or settings.NEWSROOM_NAME

    def item_pubdate(self, item: StorySummary) -> datetime:
        return item.published_at

    def item_updateddate(self, item: StorySummary) -> datetime | None:
        return item.revision.public_from

    def item_categories(self, item: StorySummary) -> tuple[str, ...]:
        return (item.story.section,) if item.story.section else ()


class CorrectionFeed(_Feed):
    feed_type = Atom
    link = "/corrections/"
    feed_url = "/corrections.atom"

    def title(self) -> str:
        return f"Corrections, {settings.NEWSROOM_NAME}"

    def subtitle(self) -> str:
        return "What was wrong, what is right, and why it was corrected."

    def items(self) -> list[ToldCorrection]:
        return told_corrections(corrections()[:NEWEST])

    def item_title(self, item: ToldCorrection) -> str:
        return f"Correction: {item.headline}"

    def item_description(self, item: ToldCorrection) -> str:
        return escape(item.text)

    def item_link(self, item: ToldCorrection) -> str:
        return item.correction.get_absolute_url()

    def item_pubdate(self, item: ToldCorrection) -> datetime:
        return item.at

    def item_updateddate(self, item: ToldCorrection) -> datetime:
        return item.at
