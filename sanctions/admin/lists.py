"""Lists, where their files come in, and the programmes they list under."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from sanctions import columns, fetching, versions
from sanctions.admin.exporting import ExportMixin
from sanctions.admin.list_versions import GAVE_UP
from sanctions.admin.receiving import ImportForm, NoDayError, laid_down, told_of, with_a_day
from sanctions.admin.typed import ModelForm
from sanctions.entries import ListError
from sanctions.fetch_times import tried_again_at
from sanctions.lists import PUBLICATIONS
from sanctions.models import Fetch, ListVersion, Programme, SanctionsList
from sanctions.tasks import is_late, last_worked

#: So many of the last tries to fetch a list stand on its page.
TRIES = 6


@dataclass(frozen=True, slots=True)
class Try:
    fetch: Fetch
    said: str
    again_at: datetime | None


def tries(found: SanctionsList) -> Iterator[Try]:
    """The last, the newest first; of each form the newest tells when it is tried again."""
    forms: set[str] = set()
    for fetch in Fetch.objects.filter(list=found).order_by("-pk")[:TRIES]:
        again_at = None if fetch.form in forms else tried_again_at(fetch)
        forms.add(fetch.form)
        yield Try(fetch, fetch.message.partition("\n")[0], again_at)


def in_days(span: timedelta) -> str:
    """As people say it: "7 days", "36 hours"."""
    hours = round(span.total_seconds() / 3600)
    number, unit = (hours, "hour") if hours % 24 else (hours // 24, "day")
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


class DaysField(forms.DurationField):
    """A duration that is written as people say it; "7" are days."""

    def prepare_value(self, value: Any) -> Any:
        return in_days(value) if isinstance(value, timedelta) else value

    def to_python(self, value: Any) -> timedelta | None:
        if isinstance(value, timedelta):
            return value
        words = str(value or "").split()
        if words and words[0].isdecimal() and len(words[0]) < 5:
            match words[1:]:
                case [] | ["day" | "days"]:
                    return timedelta(days=int(words[0]))
                case ["hour" | "hours"]:
                    return timedelta(hours=int(words[0]))
        return super().to_python(value)


class SanctionsListForm(ModelForm[SanctionsList]):
    stale_after = DaysField(
        error_messages={"invalid": "Write days or hours: “7 days”, “36 hours”."},
        help_text="How old the newest version may grow before readers see its age in amber: "
        "“7 days”, “36 hours”.",
    )

    def clean_entry_url(self) -> str:
        """Every page of an official builds an address from it: one that cannot be is refused."""
        pattern = str(self.cleaned_data["entry_url"])
        try:
            built = pattern.format(number="1")
        except (KeyError, IndexError, ValueError, AttributeError):
            built = ""
        if pattern and (not built.startswith("https://") or built == pattern):
            raise ValidationError(
                "Write an https:// address with {number} where the entry's number goes."
            )
        return pattern


@admin.register(SanctionsList)
class SanctionsListAdmin(ExportMixin[SanctionsList]):
    """How the desk describes a list, and where its files come in. Its code stands in addresses."""

    form = SanctionsListForm
    export_columns = columns.LISTS
    list_display = ["code", "title", "authority", "newest", "newest_entries"]
    search_fields = ["code", "title", "authority"]
    fields = ["code", "authority", "title", "licence", "url", "entry_url", "stale_after"]
    readonly_fields = ["code"]

    def get_fields(self, request: HttpRequest, obj: SanctionsList | None = None) -> Any:
        """Whoever may only read is told the days as words; a field would print a raw duration."""
        if self.has_change_permission(request, obj):
            return self.fields
        return [*self.fields[:-1], "amber_after"]

    def get_readonly_fields(
        self, request: HttpRequest, obj: SanctionsList | None = None
    ) -> list[str]:
        return [*self.readonly_fields, "amber_after"]

    @admin.display(description="stale after")
    def amber_after(self, row: Any) -> str:
        return in_days(row.stale_after)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_receive_permission(self, request: HttpRequest) -> bool:
        """Who may bring a list's files, or have them fetched."""
        return request.user.has_perm("sanctions.add_listversion")

    def get_queryset(self, request: HttpRequest) -> QuerySet[SanctionsList]:
        return SanctionsList.objects.with_newest().order_by("code")

    @admin.display(description="newest version", ordering="newest_dated")
    def newest(self, row: Any) -> Any:
        return row.newest_dated

    @admin.display(description="entries", ordering="newest_entries")
    def newest_entries(self, row: Any) -> Any:
        return row.newest_entries

    # ---- Where files come in ----

    def get_urls(self) -> list[URLPattern]:
        ours, name = self.admin_site.admin_view, "sanctions_sanctionslist"
        return [
            path("import/", ours(self.import_view), name=f"{name}_import"),
            path("<int:pk>/fetch/", ours(self.fetch_view), name=f"{name}_fetch"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may = {"may_receive": self.has_receive_permission(request)}
        return super().changelist_view(request, may | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        found = self.get_object(request, object_id)
        versions = ListVersion.objects.filter(list=found).defer("report").select_related("list")
        context = {
            "newest": versions.filter(status=ListVersion.Status.APPLIED).first(),
            "held": versions.filter(status=ListVersion.Status.QUARANTINED),
            "may_receive": self.has_receive_permission(request),
            "fetched": found is not None and found.code in PUBLICATIONS,
            "tries": list(tries(found)) if found else [],
            "worker_late": is_late(last_worked()),
        }
        return super().change_view(request, object_id, form_url, context | (extra_context or {}))

    def fetch_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Has the worker fetch it; what became of it stands among the fetches."""
        found = SanctionsList.objects.filter(pk=pk, code__in=PUBLICATIONS).first()
        if not self.has_receive_permission(request):
            raise PermissionDenied
        if found is None:
            raise Http404
        if request.method == "POST":
            fetching.ask(found, cast("User", request.user))
            messages.success(
                request,
                "Asked for. The worker fetches it when it next looks, and this page then tells "
                "what became of it.",
            )
        return redirect("admin:sanctions_sanctionslist_change", pk)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Files that a person brings: applied, held, or refused with the reason on the form."""
        if not self.has_receive_permission(request):
            raise PermissionDenied
        form = ImportForm(initial={"code": request.GET.get("list", "")})
        if request.method == "POST":
            form = ImportForm(request.POST, request.FILES)
            if form.is_valid() and (version := self._receive(request, form)):
                return redirect("admin:sanctions_listversion_change", version.pk)
        context = self.admin_site.each_context(request) | {
            "title": "Import a file",
            "opts": self.opts,
            "form": form,
        }
        return TemplateResponse(request, "admin/sanctions/sanctionslist/import.html", context)

    def _receive(self, request: HttpRequest, form: ImportForm) -> ListVersion | None:
        """The version that came of it; None where it was refused, which the form then says."""
        told = form.cleaned_data
        publication = PUBLICATIONS[told["code"]]
        known = list(ListVersion.objects.filter(list__code=told["code"]).values_list("pk"))
        try:
            with laid_down(told["upload"]) as folder:
                outcome = versions.receive(
                    publication if told["dated"] else with_a_day(publication),
                    folder,
                    given=told["dated"],
                    coverage=told["coverage"],
                    by=cast("User", request.user),
                )
        except ListError as error:
            form.add_error("dated" if isinstance(error, NoDayError) else "upload", str(error))
            return None
        except DatabaseError:
            form.add_error(None, GAVE_UP)
            return None
        version = ListVersion.objects.select_related("list").get(
            list__code=told["code"], sequence=outcome.version or 0
        )
        again = (version.pk,) in known
        of_versions = self.admin_site.get_model_admin(ListVersion)
        log = of_versions.log_change if again else of_versions.log_addition
        names = ", ".join(upload.name for upload in told["upload"])
        log(request, version, f"Imported {names}: {'the same files, ' * again}{outcome.status}.")
        level = messages.WARNING if outcome.status == "quarantined" else messages.SUCCESS
        messages.add_message(request, level, told_of(version, outcome, again=again))
        for warning in outcome.warnings:
            stop = "" if warning.endswith(("?", ".")) else "."
            messages.info(request, f"{warning[:1].upper()}{warning[1:]}{stop}")
        return version


@admin.register(Programme)
class ProgrammeAdmin(ExportMixin[Programme]):
    """A programme in the desk's plain words. An import makes it; its code is its authority's."""

    export_columns = columns.PROGRAMMES
    list_display = ["code", "authority", "title", "legal_basis", "designations_now"]
    list_filter = ["authority"]
    ordering = ["authority", "code"]
    search_fields = ["code", "title", "legal_basis"]
    fields = ["authority", "code", "slug", "title", "legal_basis"]
    readonly_fields = ["authority", "code", "slug"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        return (
            super()
            .get_queryset(request)
            .annotate(listed=Count("designations", filter=Q(designations__reverted=False)))
        )

    @admin.display(description="designations", ordering="listed")
    def designations_now(self, row: Any) -> Any:
        return row.listed

    def label(self, programme: Programme) -> str:
        return f"{programme.code} ({programme.authority}) {programme.title}".strip()
