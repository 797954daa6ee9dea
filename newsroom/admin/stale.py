"""Claims gone stale: the list, an item's own page, and the buttons on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from newsroom import columns
from newsroom.admin.access import actor, stories_open_to
from newsroom.admin.publishing import remember_correction
from newsroom.admin.stale_filters import DecisionFilter, MovedFilter, TakenFilter, VerdictFilter
from newsroom.models import StaleClaim
from newsroom.reading.freshness import newest_of_principal_list
from newsroom.reading.history import verdict_history
from newsroom.stale import day as days
from newsroom.stale import steps
from newsroom.stale.telling import RELATED, items
from newsroom.workflow import WorkflowError
from sanctions.admin.exporting import ExportMixin


@admin.register(StaleClaim)
class StaleClaimAdmin(ExportMixin[StaleClaim]):
    """What is told here has been published: whoever may see the list sees all of it."""

    export_columns = columns.STALE_CLAIMS
    list_display = ["words", "in_story", "published", "verdict", "what_changed", "waiting", "who"]
    list_display_links = ["words"]
    list_select_related = RELATED
    list_filter = [VerdictFilter, MovedFilter, DecisionFilter, TakenFilter]
    search_fields = [
        "key",
        "story__slug",
        "after__claim__words",
        "after__claim__revision__headline",
    ]
    search_help_text = "By the sentence's words, its claim's key, or its story."
    ordering = ["-raised_at", "-pk"]
    list_per_page = 50
    show_facets = admin.ShowFacets.ALWAYS
    actions = ["draft_action", "keep_action", "later_action"]

    class Media:
        css = {"all": ["desk/stale.css"]}  # as Django wants it

    # ---- Who may what ----

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: StaleClaim | None = None) -> bool:
        return False

    # ---- The list ----

    def get_queryset(self, request: HttpRequest) -> QuerySet[StaleClaim]:
        return StaleClaim.objects.with_verdict().order_by(*self.ordering)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "GET" and (newest := newest_of_principal_list()):
            messages.warning(
                request,
                f"The newest {newest.title} held is of {newest.dated:%-d %B %Y}, "
                f"{_ago(newest.days)}. “Today” below means that list.",
            )
        today = {"title": "Claims gone stale", "today": timezone.localdate()}
        return super().changelist_view(request, today | (extra_context or {}))

    def get_changelist_instance(self, request: HttpRequest) -> Any:
        """Its page is told at once, not an item at a time."""
        found = super().get_changelist_instance(request)
        rows = getattr(found, "result_list", None)
        if rows is not None:
            rows = list(rows)
            for row, told in zip(rows, items(rows), strict=True):
                row.told = told
            found.result_list = rows
        return found

    @admin.display(description="words", ordering="after__claim__words")
    def words(self, row: Any) -> str:
        return str(row.told.claim.words)

    @admin.display(description="story", ordering="after__claim__revision__headline")
    def in_story(self, row: Any) -> str:
        return str(row.told.headline)

    @admin.display(description="published", ordering="after__first_published")
    def published(self, row: Any) -> str:
        return f"{row.told.published:%-d %b %Y}"

    @admin.display(description="verdict", ordering="verdict_now")
    def verdict(self, row: Any) -> SafeString:
        return badge(row.told.verdict, row.told.word)

    @admin.display(description="what changed")
    def what_changed(self, row: Any) -> str:
        return str(row.told.note or row.told.reason)

    @admin.display(description="waiting")
    def waiting(self, row: Any) -> str:
        return "1 day" if row.told.waiting == 1 else f"{row.told.waiting} days"

    @admin.display(description="who has it", ordering="taken_by__username")
    def who(self, row: Any) -> str:
        return steps.name(row.taken_by) if row.taken_by else "–"

    # ---- Actions on several ----

    @admin.action(description="Draft a correction", permissions=["change"])
    def draft_action(
        self, request: HttpRequest, queryset: QuerySet[StaleClaim]
    ) -> HttpResponse | None:
        chosen = list(queryset[:2])
        if len(chosen) != 1:
            messages.error(request, "A correction is drafted for one sentence: choose one.")
            return None
        return self._draft(request, chosen[0])

    @admin.action(description="Keep as published, with a reason", permissions=["change"])
    def keep_action(
        self, request: HttpRequest, queryset: QuerySet[StaleClaim]
    ) -> HttpResponse | None:
        """Asks for the reason on a page of its own; one reason for all that were chosen."""
        why = request.POST.get("why", "").strip()
        if "why" in request.POST and why:
            self._each(
                request, queryset, "kept", lambda one: steps.keep(one, by=actor(request), why=why)
            )
            return None
        rows = queryset.select_related(*RELATED)
        context = {
            **self.admin_site.each_context(request),
            "title": "Keep as published",
            "opts": self.opts,
            "media": self.media,
            "items": items(rows),
            "asked": "why" in request.POST,
            "action": "keep_action",
        }
        return TemplateResponse(request, "admin/newsroom/staleclaim/keep.html", context)

    @admin.action(description="Ask me again in a week", permissions=["change"])
    def later_action(self, request: HttpRequest, queryset: QuerySet[StaleClaim]) -> None:
        self._each(
            request, queryset, "put off", lambda one: steps.ask_again(one, by=actor(request))
        )

    def _each(
        self, request: HttpRequest, queryset: QuerySet[StaleClaim], done: str, step: Any
    ) -> None:
        count = 0
        for one in queryset.select_related("story").order_by("pk"):
            try:
                step(one)
            except WorkflowError as error:
                messages.error(request, f"{one.key}: {error}")
            else:
                count += 1
        if count:
            messages.success(request, f"{count} {'item' if count == 1 else 'items'} {done}.")

    # ---- An item's own page ----

    def get_urls(self) -> list[URLPattern]:
        def at(step: str, view: Any) -> Any:
            return path(
                f"<int:pk>/{step}/",
                self.admin_site.admin_view(require_POST(view)),
                name=f"newsroom_staleclaim_{step.replace('-', '_')}",
            )

        return [
            at("take", self.take_view),
            at("give-back", self.give_back_view),
            at("ask-again", self.ask_again_view),
            at("keep", self.keep_view),
            at("draft", self.draft_view),
            path("day/", self.admin_site.admin_view(self.today_view), name="newsroom_stale_today"),
            path(
                "day/<str:asked>/",
                self.admin_site.admin_view(self.day_view),
                name="newsroom_stale_day",
            ),
            *super().get_urls(),
        ]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Nothing is edited here: what people do with an item are its buttons."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        item = self.get_object(request, object_id)
        if item is None:
            raise Http404
        return self._page(request, item.pk)

    def _page(self, request: HttpRequest, pk: int, keep_error: str = "") -> HttpResponse:
        row = get_object_or_404(StaleClaim.objects.select_related(*RELATED), pk=pk)
        [told] = items([row])
        may = self.has_change_permission(request) and not row.decision
        mine = row.taken_by == actor(request)
        context = {
            **self.admin_site.each_context(request),
            "title": told.words,
            "opts": self.opts,
            "media": self.media,
            "told": told,
            "item": row,
            "history": verdict_history(row.story, row.key),
            "opens_story": stories_open_to(actor(request)).filter(pk=row.story_id).exists()
            and request.user.has_perm("newsroom.change_story"),
            "may": may and (mine or row.taken_by is None),
            "may_correct": may_correct(request) and row.story.withdrawn_at is None,
            "may_take": may and not mine,
            "mine": mine,
            "keep_error": keep_error,
            "why": request.POST.get("why", ""),
        }
        return TemplateResponse(request, "admin/newsroom/staleclaim/item.html", context)

    def take_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self._to_change(request, pk)
        over = item.taken_by if request.POST.get("over") == str(item.taken_by_id) else None
        return self._step(
            request, item, "You have it now.", lambda by: steps.take(item, by=by, over_from=over)
        )

    def give_back_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self._to_change(request, pk)
        return self._step(request, item, "Given back.", lambda by: steps.give_back(item, by=by))

    def ask_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self._to_change(request, pk)
        return self._step(
            request,
            item,
            "It is in the list again in a week, or when its verdict changes.",
            lambda by: steps.ask_again(item, by=by),
        )

    def keep_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        item = self._to_change(request, pk)
        why = request.POST.get("why", "")
        if not why.strip():
            return self._page(request, pk, keep_error="Say why. It stays with the item for good.")
        return self._step(
            request, item, "Kept as published.", lambda by: steps.keep(item, by=by, why=why)
        )

    def draft_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._draft(request, self._to_change(request, pk))

    def _to_change(self, request: HttpRequest, pk: int) -> StaleClaim:
        if not self.has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(StaleClaim.objects.select_related("story", "taken_by"), pk=pk)

    def _step(self, request: HttpRequest, item: StaleClaim, said: str, step: Any) -> HttpResponse:
        try:
            step(actor(request))
        except WorkflowError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, said)
        return redirect("admin:newsroom_staleclaim_change", item.pk)

    def _draft(self, request: HttpRequest, item: StaleClaim) -> HttpResponse:
        """To the publishing page with the note; the words are changed in the story before."""
        if not may_correct(request):
            raise PermissionDenied
        try:
            steps.begin_correction(item, by=actor(request))
        except WorkflowError as error:
            messages.error(request, str(error))
            return redirect("admin:newsroom_staleclaim_change", item.pk)
        remember_correction(request, item)
        publish = reverse("admin:newsroom_story_publish", args=[item.story_id])
        return redirect(f"{publish}#correction-note")  # the checklist above it can be long

    # ---- The page of the day ----

    def today_view(self, request: HttpRequest) -> HttpResponse:
        return redirect(days.address(timezone.localdate()))

    def day_view(self, request: HttpRequest, asked: str) -> HttpResponse:
        """What the lists did on a day, and what it did to us."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            day = date.fromisoformat(asked)
        except ValueError as error:
            raise Http404 from error
        if asked != day.isoformat() or day > timezone.localdate():
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": f"{day:%-d %B %Y}: what the lists did, and what it did to us",
            "opts": self.opts,
            "media": self.media,
            "day": days.Day.of(day),
        }
        return TemplateResponse(request, "admin/newsroom/staleclaim/day.html", context)


def may_correct(request: HttpRequest) -> bool:
    """A correction is made by publishing."""
    return request.user.has_perms(["newsroom.publish_story", "newsroom.change_story"])


def badge(verdict: str, word: str) -> SafeString:
    return format_html(
        '<span class="verdict" data-now="{}"><i class="disc"></i> {}</span>', verdict, word
    )


def _ago(days: int) -> str:
    if days <= 0:
        return "today"
    return "1 day ago" if days == 1 else f"{days} days ago"
