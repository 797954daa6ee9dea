"""List versions: which wait for a decision, and the page on which one is decided about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, transaction
from django.db.models import Case, QuerySet, When
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from sanctions import columns, versions
from sanctions.admin.base import ListDataAdmin
from sanctions.admin.deciding import DECISIONS, DecisionForm, deciding, may_decide, seen
from sanctions.admin.differences import label
from sanctions.admin.reports import all_removed, report_context
from sanctions.entries import ListError
from sanctions.locking import COMMAND_LINE
from sanctions.models import ListVersion
from sanctions.outcomes import Outcome

Status = ListVersion.Status

GAVE_UP = (
    "The database gave up, and nothing was changed. Try again; if it stays so, tell whoever runs "
    "the server."
)
NEVER_APPLIED = (Status.QUARANTINED, Status.REFUSED)
#: The first words of a version's page.
STATES = {
    Status.APPLIED: "Applied.",
    Status.QUARANTINED: "Quarantined: readers see nothing of it until a second person has decided.",
    Status.REFUSED: "Refused: readers never saw it.",
    Status.REVERTED: "Reverted: it counts in no answer any more.",
}


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision that was made about a version."""

    what: str
    who: str
    at: datetime
    why: str


def decisions_about(version: ListVersion) -> Iterator[Decided]:
    if version.decided_at:
        what = "Refused" if version.status == Status.REFUSED else "Applied"
        if version.restores_id:
            what = "Restored"
        who = name_of(version.decided_by)
        if version.superseded_by_id:
            what, who = "Superseded", "nobody"
        yield Decided(what, who, version.decided_at, version.decided_why)
    if version.reverted_at:
        who = name_of(version.reverted_by)
        yield Decided("Reverted", who, version.reverted_at, version.reverted_why)


def name_of(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else COMMAND_LINE


def stands_for(version: ListVersion) -> ListVersion | None:
    """The version that was made when this one was reverted, and tells what stood before it."""
    if version.reverted_at is None:
        return None
    return (
        ListVersion.objects.filter(
            list=version.list_id,
            sequence__gt=version.sequence,
            restores__sequence__lt=version.sequence,
            decided_at__gte=version.reverted_at,
        )
        .order_by("sequence")
        .first()
    )


def version_of(outcome: Outcome, held: ListVersion) -> ListVersion:
    """The version that a held one was applied as: it may have got a newer number."""
    return ListVersion.objects.get(list=held.list_id, sequence=outcome.version or held.sequence)


def refused_with(applied: ListVersion, decided: ListVersion) -> str:
    """What else is refused because a version was applied, in a sentence; "" for nothing."""
    others = ListVersion.objects.filter(superseded_by=applied).exclude(pk=decided.pk)
    numbers = [str(one.sequence) for one in others.order_by("sequence")]
    told = []
    if applied.pk != decided.pk:
        told.append(
            f"Version {decided.sequence} is applied as version {applied.sequence}, for a newer "
            "number had been applied before it."
        )
    if numbers:
        one = len(numbers) == 1
        told.append(
            f"{'Version' if one else 'Versions'} {' and '.join(numbers)}, which waited beside it, "
            f"{'was' if one else 'were'} refused with it."
        )
    return " ".join(told)


def reverted_for(version: ListVersion) -> ListVersion | None:
    """The version whose revert made this one."""
    if version.restores is None:
        return None
    return (
        ListVersion.objects.filter(
            list=version.list_id,
            status=Status.REVERTED,
            sequence__gt=version.restores.sequence,
            sequence__lt=version.sequence,
        )
        .order_by("-sequence")
        .first()
    )


def received_from(version: ListVersion) -> str:
    """Who brought it: the worker's fetch, a person, or the revert that it stands for."""
    if reverted := reverted_for(version):
        return f"{name_of(version.decided_by)}’s revert of version {reverted.sequence}"
    if version.received_by is None and version.fetches.exists():
        return "the worker, which fetched it"
    return name_of(version.received_by)


def _in_a_row(words: str) -> str:
    return f"{words[:1].lower()}{words[1:]}"


def _locked(pk: int) -> ListVersion:
    """The version, which nobody else decides about until the transaction ends."""
    found = ListVersion.objects.select_for_update(of=("self",)).select_related("list")
    return get_object_or_404(found.defer("report"), pk=pk)


@admin.register(ListVersion)
class ListVersionAdmin(ListDataAdmin[ListVersion]):
    """Read here; and here a second person decides about one that is held."""

    export_columns = columns.LIST_VERSIONS
    list_display = [
        "__str__",
        "sequence",
        "state",
        "reach",
        "entry_count",
        "added",
        "changed",
        "removed",
        "received_at",
    ]
    list_filter = ["list", "status"]
    list_select_related = ["list"]
    search_fields = ["list__code", "list__title", "dated", "sha256"]
    date_hierarchy = "dated"
    # Those that wait for a decision stand first.
    ordering = [Case(When(status=Status.QUARANTINED, then=0), default=1), "list", "-sequence"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ListVersion]:
        """Without the reports, which are long: only a version's own page shows one."""
        return super().get_queryset(request).defer("report")

    @admin.display(ordering="status")
    def state(self, version: ListVersion) -> str:
        told = version.get_status_display()
        return f"{told}: waits for a decision" if version.status == Status.QUARANTINED else told

    @admin.display(description="complete for")
    def reach(self, version: ListVersion) -> str:
        return "the whole list" if version.coverage is None else ", ".join(version.coverage)

    def label(self, version: ListVersion) -> str:
        return f"{version}, version {version.sequence}: {self.reach(version)}"

    def get_urls(self) -> list[URLPattern]:
        decide = [
            path(
                f"<int:pk>/{what}/",
                self.admin_site.admin_view(partial(self.decide_view, what=what)),
                name=f"sanctions_listversion_{what}",
            )
            for what in DECISIONS
        ]
        compare = path(
            "<int:pk>/compare/",
            self.admin_site.admin_view(self.compare_view),
            name="sanctions_listversion_compare",
        )
        return [*decide, compare, *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        version = self.get_object(request, object_id)
        may = version is not None and self.has_view_permission(request, version)
        if version is None or not may or request.method == "POST":  # Django answers as it does
            return super().change_view(request, object_id, form_url, extra_context)
        return self._page(request, version.pk, {})

    def decide_view(self, request: HttpRequest, pk: int, what: str) -> HttpResponse:
        """Carry a decision out; or show the page again, with what is wrong and what was typed."""
        if not may_decide(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:sanctions_listversion_change", pk)
        decision = DECISIONS[what]
        try:
            with transaction.atomic():  # what is compared again meanwhile waits
                version = _locked(pk)
                form = DecisionForm(version, what, request.POST)
                if form.is_valid():
                    by, why = cast("User", request.user), form.cleaned_data["why"]
                    outcome = decision.carry_out(version, by=by, why=why)
                    if outcome.status == decision.status:
                        self.log_change(request, version, f"{decision.log} {why}")
                        messages.success(request, decision.said)
                        told = version_of(outcome, version) if what == "apply" else version
                        if also := refused_with(told, version):
                            messages.info(request, also)
                        return redirect("admin:sanctions_listversion_change", told.pk)
                    messages.warning(request, outcome.reason)
        except (ListError, DatabaseError) as error:
            messages.error(request, str(error) if isinstance(error, ListError) else GAVE_UP)
        return self._page(request, pk, {what: form})

    def compare_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Compare a held version with what stands by now; nothing is applied."""
        if not may_decide(request):
            raise PermissionDenied
        if request.method == "POST":
            try:
                with transaction.atomic():
                    version = _locked(pk)
                    versions.compare_again(version, by=cast("User", request.user))
                    self.log_change(request, version, "Compared the held version again.")
                    messages.success(request, "Compared again. What it would change is new below.")
            except (ListError, DatabaseError) as error:
                messages.error(request, str(error) if isinstance(error, ListError) else GAVE_UP)
        return redirect("admin:sanctions_listversion_change", pk)

    def _page(
        self, request: HttpRequest, pk: int, sent: Mapping[str, DecisionForm]
    ) -> HttpResponse:
        version = ListVersion.objects.select_related(
            "list", "compared_with", "restores", "received_by", "decided_by", "reverted_by"
        ).get(pk=pk)
        removed = None
        if request.GET.get("removed") == "all":
            try:
                removed = all_removed(version)
            except ListError as error:
                messages.error(request, str(error))
        context = {
            **self.admin_site.each_context(request),
            "title": f"{version}, version {version.sequence}",
            "opts": self.opts,
            "version": version,
            "state": STATES[Status(version.status)],
            "would": "What it would change"
            if version.status in NEVER_APPLIED
            else "What it changed",
            "reach": self.reach(version),
            "received_from": received_from(version),
            "carries": ", ".join(_in_a_row(label(key)) for key in version.fields),
            "decisions": list(decisions_about(version)),
            "stands_for_it": stands_for(version),
            "decide": deciding(request, version, sent),
            "seen": seen(version),
            "errors": bool(sent),
            **report_context(version, removed),
        }
        return TemplateResponse(request, "admin/sanctions/listversion/version.html", context)
