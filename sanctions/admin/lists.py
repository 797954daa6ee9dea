"""Lists, where their files come in, and the programmes they list under."""

from __future__ import annotations

from typing import Any, cast

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
from sanctions.admin.receiving import ImportForm, laid_down, told_of
from sanctions.admin.typed import ModelForm
from sanctions.entries import ListError
from sanctions.lists import PUBLICATIONS
from sanctions.models import ListVersion, Programme, SanctionsList


class SanctionsListForm(ModelForm[SanctionsList]):
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
                "The worker fetches it now. What became of it is told here in a few minutes.",
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
        try:
            with laid_down(told["upload"]) as folder:
                outcome = versions.receive(
                    PUBLICATIONS[told["code"]],
                    folder,
                    given=told["dated"],
                    coverage=told["coverage"],
                    by=cast("User", request.user),
                )
        except ListError as error:
            form.add_error("upload", str(error))
            return None
        except DatabaseError:
            form.add_error(None, GAVE_UP)
            return None
        version = ListVersion.objects.select_related("list").get(
            list__code=told["code"], sequence=outcome.version or 0
        )
        log = self.admin_site.get_model_admin(ListVersion).log_addition
        log(request, version, f"Imported files: {outcome.status}.")
        level = messages.WARNING if outcome.status == "quarantined" else messages.SUCCESS
        messages.add_message(request, level, told_of(version, outcome))
        for warning in outcome.warnings:
            messages.info(request, f"{warning[:1].upper()}{warning[1:]}.")
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
