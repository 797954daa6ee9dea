"""Revisions, claims, links and corrections: read and exported here, edited in their story."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsroom import columns
from newsroom.admin.access import actor, stories_open_to
from newsroom.models import Claim, ClaimLink, Correction, Revision
from sanctions.admin.base import ReadOnlyMixin
from sanctions.admin.exporting import ExportMixin

#: What a link's record is shown by, with all that its name is made of.
RECORDS = (
    "designation__entry__party",
    "designation__entry__list",
    "designation__programme",
    "party",
    "programme",
    "list",
    "desk_record",
)


class _OfStoriesAdmin[M: models.Model](ReadOnlyMixin, ExportMixin[M]):
    """Rows that belong to stories: those of the stories that somebody may open."""

    story_path = "story"
    list_per_page = 50
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[M]:
        stories = {f"{self.story_path}__in": stories_open_to(actor(request))}
        return super().get_queryset(request).filter(**stories)


class PlaceFilter(admin.SimpleListFilter):
    """Whether a claim stands where readers read, or in another revision."""

    title = "where"
    parameter_name = "where"
    claim_path = ""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("public", "In what readers read"), ("working", "In what is worked on")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        path = self.claim_path
        if self.value() == "public":
            return queryset.filter(**{f"{path or 'pk'}__in": Claim.objects.live().values("pk")})
        if self.value() == "working":
            revision = f"{path}__revision" if path else "revision"
            return queryset.filter(**{f"{revision}__public_from__isnull": True})
        return queryset


class LinkPlaceFilter(PlaceFilter):
    claim_path = "claim"


class DecidedFilter(admin.SimpleListFilter):
    """Whether a person has decided; undoing a join of two parties asks for it again."""

    title = "decision"
    parameter_name = "decided"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Decided"), ("no", "Undecided")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() in ("yes", "no"):
            return queryset.filter(decided_at__isnull=self.value() == "no")
        return queryset


def story_link(claim: Claim) -> SafeString:
    """To the claim in its story's panel."""
    revision = claim.revision
    return format_html(
        '<a href="{}#claim={}">{}</a>, revision {}',
        reverse("admin:newsroom_story_change", args=[revision.story_id]),
        claim.key,
        revision.headline,
        revision.number,
    )


@admin.register(Claim)
class ClaimAdmin(_OfStoriesAdmin[Claim]):
    story_path = "revision__story"
    export_columns = columns.CLAIMS
    list_display = ["words", "kind", "source", "in_story", "confirmed_at", "first_published"]
    list_select_related = ["source", "revision"]
    list_filter = [PlaceFilter, "kind", "source__terms"]
    search_fields = ["words", "key", "quote", "revision__headline", "source__label"]
    search_help_text = "By its words, its key, its story's headline or its source."
    ordering = ["-revision", "position"]
    exclude = ["revision", "edits"]
    readonly_fields = ["in_story", "records"]

    @admin.display(description="story", ordering="revision__headline")
    def in_story(self, claim: Claim) -> SafeString:
        return story_link(claim)

    @admin.display(description="records")
    def records(self, claim: Claim) -> str:
        links = claim.links.select_related(*RECORDS)
        return "; ".join(f"{link.get_role_display()}: {link.record}" for link in links) or "none"


@admin.register(ClaimLink)
class ClaimLinkAdmin(_OfStoriesAdmin[ClaimLink]):
    story_path = "claim__revision__story"
    export_columns = columns.CLAIM_LINKS
    list_display = ["claim_words", "role", "record", "in_story", "decided_by", "decided_at"]
    list_display_links = ["claim_words"]
    list_select_related = ["claim__revision", "decided_by", *RECORDS]
    list_filter = [LinkPlaceFilter, DecidedFilter, "role", "claim__kind"]
    search_fields = [
        "claim__words",
        "claim__key",
        "claim__revision__headline",
        "party__listed_name",
        "party__desk_name",
        "designation__entry__party__listed_name",
        "designation__entry__party__desk_name",
        "designation__entry__number",
        "desk_record__title",
        "desk_record__number",
        "programme__code",
    ]
    search_help_text = "By the claim's words or key, its story, or the record's name or number."
    ordering = ["-claim__revision", "claim__position", "pk"]

    @admin.display(description="claim", ordering="claim__words")
    def claim_words(self, link: ClaimLink) -> str:
        return link.claim.words

    @admin.display(description="story", ordering="claim__revision__headline")
    def in_story(self, link: ClaimLink) -> SafeString:
        return story_link(link.claim)


@admin.register(Revision)
class RevisionAdmin(_OfStoriesAdmin[Revision]):
    """What a story said, each time it was published, and what is being worked on."""

    export_columns = columns.REVISIONS
    list_display = ["headline", "number", "public_from", "published_by", "saved_by", "saved_at"]
    list_select_related = ["published_by", "saved_by"]
    list_filter = [("public_from", admin.EmptyFieldListFilter)]
    search_fields = ["headline", "story__slug"]
    search_help_text = "By its headline, or its story's address."
    ordering = ["-saved_at"]
    exclude = ["search", "edits"]


@admin.register(Correction)
class CorrectionAdmin(_OfStoriesAdmin[Correction]):
    """Made by publishing with a note; added, never edited."""

    export_columns = columns.CORRECTIONS
    list_display = ["headline", "wrong", "right", "by", "at"]
    list_select_related = ["revision_after", "by", "story"]
    list_filter = ["at"]
    search_fields = ["wrong", "right", "key", "revision_after__headline", "story__slug"]
    search_help_text = "By what was wrong or right, the claim's key or the story."

    @admin.display(description="story", ordering="revision_after__headline")
    def headline(self, correction: Correction) -> str:
        return correction.revision_after.headline
