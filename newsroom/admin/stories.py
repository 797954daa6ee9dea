"""Stories: written, their claims marked, published, corrected and withdrawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NoReturn

from django.contrib import admin, messages
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied
from django.db.models import Exists, F, OuterRef, QuerySet, Subquery
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html

from newsroom import columns, states, workflow
from newsroom.admin import (
    calendar,
    carrying,
    compare_saves,
    evidence,
    lost_marks,
    notes,
    panel,
    pictures,
    previews,
    publishing,
    reviewing,
    working,
    writing,
)
from newsroom.admin.access import actor, newest_revision, stories_open_to
from newsroom.admin.checklist import checklist, checklist_context
from newsroom.admin.conflicts import conflict_context, keep_late_text
from newsroom.admin.forms import NewStoryForm, StoryForm
from newsroom.body import empty_marks
from newsroom.drafts import draft_of, forget_draft
from newsroom.merging import FIELDS
from newsroom.models import Assignment, Note, Revision, SavedText, Story
from sanctions.admin.exporting import ExportMixin


class SectionFilter(admin.AllValuesFieldListFilter):
    """A story in no section has a link with words in it too."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "None"}


class StateFilter(admin.SimpleListFilter):
    """Where a story stands, as its bar says."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return list(states.LABELS.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Story]:
        state = self.value()
        found: QuerySet[Story] = queryset
        return states.in_state(queryset, state) if state in states.LABELS else found


class WorkFilter(admin.SimpleListFilter):
    """What is left to do on a story, beside its text."""

    title = "work"
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("mine", "Assigned to me"), ("assigned", "Assigned"), ("notes", "Open notes")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Story]:
        tasks = Assignment.objects.filter(story=OuterRef("pk"), done_at__isnull=True)
        open_notes = Note.objects.filter(story=OuterRef("pk"), settled_at__isnull=True)
        found: QuerySet[Story] = queryset
        match self.value():
            case "mine":
                return found.filter(Exists(tasks.filter(to=actor(request))))
            case "assigned":
                return found.filter(Exists(tasks))
            case "notes":
                return found.filter(Exists(open_notes))
        return found


@admin.register(Story)
class StoryAdmin(ExportMixin[Story]):
    """The text of the newest revision; what readers read is changed by publishing alone."""

    export_columns = columns.STORIES
    add_form_template = "admin/newsroom/story/add_form.html"
    change_form_template = "admin/newsroom/story/change_form.html"
    list_display = ["newest_headline", "state", "work", "section", "owner", "published", "saved"]
    list_select_related = ["owner"]
    list_filter = [
        StateFilter,
        WorkFilter,
        ("section", SectionFilter),
        "language",
        ("owner", admin.RelatedOnlyFieldListFilter),
    ]
    search_fields = ["slug", "revisions__headline", "former_slugs__slug"]
    search_help_text = "By any of its headlines or addresses."
    ordering = ["-pk"]
    list_per_page = 50
    actions = None  # each story is deleted, published and withdrawn by itself
    view_on_site = False

    # ---- The list ----

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        newest = Revision.objects.filter(story=OuterRef("pk")).order_by("-number")
        stories = states.with_states(stories_open_to(actor(request)).with_live())
        return stories.order_by(*self.get_ordering(request)).annotate(
            open_notes=notes.open_notes(),
            open_tasks=notes.open_tasks(),
            newest_headline=Subquery(newest.values("headline")[:1]),
            newest_saved=Subquery(newest.values("saved_at")[:1]),
            newest_saved_by=Subquery(newest.values("saved_by__username")[:1]),
        )

    @admin.display(description="headline", ordering="newest_headline")
    def newest_headline(self, story: Any) -> str:
        return str(story.newest_headline or story.slug)

    @admin.display(description="state")
    def state(self, story: Any) -> str:
        return states.words(story)

    @admin.display(description="work")
    def work(self, story: Any) -> str:
        return notes.counted(story.open_notes, story.open_tasks) or "–"

    @admin.display(description="published", ordering=F("published_at").desc(nulls_last=True))
    def published(self, story: Any) -> Any:
        return story.published_at

    @admin.display(description="saved", ordering="newest_saved")
    def saved(self, story: Any) -> str:
        return f"{timezone.localtime(story.newest_saved):%-d %b %Y, %H:%M}, {story.newest_saved_by}"

    # ---- Who may what ----

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> NoReturn:
        """A story of another's answers like one that is not there."""
        raise Http404

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """What readers have read is withdrawn, not deleted."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or not obj.revisions.public().exists())

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Claims and links, which nobody deletes by themselves, go with their story."""
        found, counts, _, protected = super().get_deleted_objects(objs, request)
        return found, counts, set(), protected

    # ---- Its form ----

    def get_form(
        self, request: HttpRequest, obj: Story | None = None, change: bool = False, **kwargs: Any
    ) -> type[ModelForm[Story]]:
        form: type[ModelForm[Story]] = StoryForm if change else NewStoryForm
        if obj is not None and "take-up" in request.GET and request.method != "POST":
            form = type("TakenUp", (StoryForm,), {"draft": draft_of(obj, actor(request))})
        made: Any = super().get_form(request, obj, change, **{"form": form} | kwargs)
        made.by = actor(request)
        if "owner" in made.base_fields:
            # A person is chosen here. Accounts are made, changed and deleted elsewhere.
            for what in ("add", "change", "delete", "view"):
                setattr(made.base_fields["owner"].widget, f"can_{what}_related", False)
        return made  # type: ignore[no-any-return]

    def get_fields(self, request: HttpRequest, obj: Story | None = None) -> list[Any]:
        if obj is None:
            return ["headline"]
        return [*FIELDS, "edits", "is_merged", "section", "slug", "language", "owner"]

    def get_readonly_fields(self, request: HttpRequest, obj: Story | None = None) -> list[str]:
        may_give_away = actor(request).has_perm("newsroom.publish_story")
        return [] if may_give_away or obj is None else ["owner"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {}

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied  # before it is looked for: whether it is there is told too
        story: Any = self.get_object(request, object_id)
        if story is None:
            if request.method == "POST" and (typed := writing.closed_meanwhile(request, object_id)):
                return typed
            raise Http404
        if not self.has_change_permission(request, story):
            return redirect("admin:newsroom_story_preview", story.pk)
        newest = newest_revision(story)
        scheduled = story.at_the_desk == "scheduled"
        if request.method == "POST" and (scheduled or story.withdrawn_at):
            kept = writing.keep_sent(request, story, newest)
            why = "take the story back before you change it."
            if story.withdrawn_at:
                why = "the story is withdrawn."
            messages.error(request, format_html("Nothing was saved: {}{}", why, kept))
            return redirect("admin:newsroom_story_change", story.pk)
        return super().change_view(
            request,
            object_id,
            form_url,
            {
                **(extra_context or {}),
                "story": story,
                "revision": newest,
                "picture": pictures.shown_at_desk(newest),
                "live": story.live,
                "scheduled": scheduled,
                "state": states.words(story),
                "work": notes.counted(story.open_notes, story.open_tasks),
                "may_publish": actor(request).has_perm("newsroom.publish_story"),
                "can_be_edited": not scheduled and story.withdrawn_at is None,
                "offered": (offered := writing.offered(request, story, newest)),
                "draft_waits": bool(offered) or "keep-draft" in request.POST,
                "text_is_new": newest.public_from is None,
            },
        )

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        if isinstance(form, StoryForm):
            context |= checklist_context(context["revision"], actor(request))
            context["title"] = "Change story"
            context["conflict"] = conflict_context(form)
            if form.conflict and set(form.errors) == {NON_FIELD_ERRORS}:
                context["errors"] = None  # nothing is wrong: the page says what to read, and why
            context["taken_up"] = form.draft
            if not context.get("draft_waits"):  # which is not written over
                keep_late_text(form, actor(request))
            if not context.get("can_be_edited"):
                for field in form.fields.values():
                    field.disabled = True
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        by = actor(request)
        if not change:
            story = workflow.start_story(headline=form.cleaned_data["headline"], by=by)
            obj.__dict__.update(story.__dict__)
            return
        values, changed = form.cleaned_data, set(form.changed_data)
        if changed:
            workflow.save_story(
                obj,
                by=by,
                slug=values["slug"],
                section=values["section"],
                language=values["language"],
                owner=values.get("owner", obj.owner),
            )
        working = obj.revisions.working().first()
        if changed & set(FIELDS) or (changed and working):
            self._warn_of_foreign_keys(request, obj, form.data.get("body", ""))
            workflow.save_text(
                workflow.working_revision(obj, by),
                by=by,
                edits=values["edits"],
                why=SavedText.Why.MERGED if values["is_merged"] else SavedText.Why.SAVED,
                **{name: values[name] for name in FIELDS},
            )
        if "keep-draft" not in request.POST:
            forget_draft(obj, by)

    def _warn_of_foreign_keys(self, request: HttpRequest, story: Story, body: str) -> None:
        if keys := workflow.foreign_keys(story, body):
            messages.warning(
                request,
                f"Marks of claims that are none of this story were taken off: {', '.join(keys)}. "
                "The words stay; mark them again where they are to be a claim.",
            )
        if keys := empty_marks(body):
            messages.warning(
                request, f"Marks over no word at all were taken off: {', '.join(keys)}."
            )

    def response_change(self, request: HttpRequest, obj: Story) -> HttpResponse:
        if "_hand_over" in request.POST:
            return reviewing.hand_over(request, obj)
        if "_publish" in request.POST:
            return redirect("admin:newsroom_story_publish", obj.pk)
        return super().response_change(request, obj)

    def response_add(
        self, request: HttpRequest, obj: Story, post_url_continue: str | None = None
    ) -> HttpResponse:
        return redirect("admin:newsroom_story_change", obj.pk)

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, tuple[str, Callable[..., HttpResponse]]] = {
            "claims/": ("claims", panel.claims),
            "claims/<slug:key>/": ("claim", panel.claim),
            "claims/<slug:key>/built/": ("built", panel.as_built),
            "claims/<slug:key>/again/": ("mark_again", lost_marks.mark_again),
            "lost-marks/": ("lost_marks", lost_marks.lost_marks),
            "records/": ("records", panel.records),
            "checklist/": ("checklist", checklist),
            "picture/": ("picture", pictures.picture),
            "picture/<slug:public_id>/<int:width>.<slug:extension>": (
                "picture_file",
                pictures.picture_file,
            ),
            "preview/": ("preview", publishing.preview),
            "previews/": ("previews", previews.story_previews),
            "previews/<int:link_id>/revoke/": ("revoke_preview", previews.revoke_preview),
            "evidence/": ("evidence", evidence.evidence),
            "as-html/": ("html", carrying.as_html),
            "as-json/": ("json", carrying.as_json),
            "embed/": ("embed", carrying.embed),
            "draft/": ("draft", writing.draft),
            "draft/compare/": ("compare_draft", writing.compare_draft),
            "draft/throw-away/": ("throw_away", writing.throw_away),
            "saves/": ("saves", compare_saves.saves),
            "saves/restore/": ("restore", compare_saves.restore),
            "review/": ("review", reviewing.review),
            "work/": ("work", working.work),
            "publish/": ("publish", publishing.publish),
            "withdraw/": ("withdraw", publishing.withdraw),
            "take-back/": ("take_back", publishing.take_back),
        }
        own = [
            path(
                f"<int:story_id>/{address}",
                self.admin_site.admin_view(view),
                name=f"newsroom_story_{name}",
            )
            for address, (name, view) in views.items()
        ]
        days = path(
            "calendar/",
            self.admin_site.admin_view(calendar.calendar),
            name="newsroom_story_calendar",
        )
        return [days, *own, *super().get_urls()]
