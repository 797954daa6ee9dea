"""What every change list of both apps has: "Export CSV", logged, and no lookups but its own."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any, cast
from weakref import WeakSet

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import get_fields_from_path, label_for_field
from django.contrib.admin.views.main import ORDER_VAR, ChangeList
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import connection, models, transaction
from django.db.models.functions import Now
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify

from sanctions.admin.history import HistoryMixin
from sanctions.admin.typed import ModelAdmin
from sanctions.exports import Column, CsvStream, HungUp, csv_response
from sanctions.models import Export, ListVersion, SanctionsList

logger = logging.getLogger(__name__)
#: Exports that a server process sends at once: each keeps a thread busy, and readers want some.
MOST_AT_ONCE = 3


class WholeList(ChangeList):
    """A change list that is asked for its queryset alone."""

    def get_results(self, request: HttpRequest) -> None:
        """Neither counted nor cut into pages."""


class ExportMixin[M: models.Model](HistoryMixin[M], ModelAdmin[M]):
    """A model's admin whose list can be exported, by those who may, as it is filtered."""

    export_columns: Sequence[Column] = ()

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_export"
        export, about = map(self.admin_site.admin_view, (self.export_view, self.about_view))
        return [
            path("export/", export, name=name),
            path("export/about/", about, name=f"{name}_about"),
            *super().get_urls(),
        ]

    def get_export_columns(self, request: HttpRequest) -> Sequence[Column]:
        """The declared columns; more where the query asks for something that has its own."""
        return self.export_columns

    def has_export_permission(self, request: HttpRequest) -> bool:
        codename = get_permission_codename("export", self.opts)
        return bool(self.export_columns) and request.user.has_perm(
            f"{self.opts.app_label}.{codename}"
        )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may = {"has_export_permission": self.has_export_permission(request)}
        return super().changelist_view(request, may | (extra_context or {}))

    def export_view(self, request: HttpRequest) -> HttpResponseBase:
        """Exactly the list that the change list shows for the same query, all its pages.

        No HEAD: it would be written down as an export, and nothing taken.
        """
        listed = self._asked(request, "GET")
        if not isinstance(listed, ChangeList):
            return listed
        export = self._export(listed, request)
        hung_up = partial(_hung_up, request.META.get("gunicorn.socket"))
        stream = CsvStream(listed.queryset, self.get_export_columns(request), hung_up)
        if len(under_way) >= MOST_AT_ONCE:
            messages.warning(request, "Several exports are being taken now. Try again in a minute.")
            return HttpResponseRedirect(self._list_address() + listed.get_query_string())
        return csv_response(LoggedStream(export, stream), export.file_name)

    def about_view(self, request: HttpRequest) -> HttpResponseBase:
        """What the file would hold, told before it is taken."""
        listed = self._asked(request, "GET", "HEAD")
        if not isinstance(listed, ChangeList):
            return listed
        export = self._export(listed, request)
        export.rows = listed.queryset.count()
        return export_page(self, request, export, ListVersion.objects.standing())

    def _asked(self, request: HttpRequest, *methods: str) -> ChangeList | HttpResponse:
        """The change list for the request's query, for those who may export it."""
        if not (self.has_view_permission(request) and self.has_export_permission(request)):
            raise PermissionDenied
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        try:
            return self.get_changelist_instance(request)
        except IncorrectLookupParameters:
            return HttpResponseRedirect(f"{self._list_address()}?e=1")  # Django says what is wrong

    def _list_address(self) -> str:
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_changelist")

    def _export(self, listed: ChangeList, request: HttpRequest) -> Export:
        """What is asked for, not saved yet."""
        return Export(
            by=cast("User", request.user),  # the admin lets nobody in who is not logged in
            model=self.opts.label_lower,
            title=str(self.opts.verbose_name_plural),
            query=listed.get_query_string().removeprefix("?"),
            filter=in_words(listed),
            columns=[[column.name, column.help] for column in self.get_export_columns(request)],
            file_name=file_name(listed),
        )

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """For an export one that reads no page: counting a long list would hold the file up."""
        name = (request.resolver_match and request.resolver_match.url_name) or ""
        if name.endswith(("_export", "_export_about")):
            return WholeList
        return super().get_changelist(request, **kwargs)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """Only the declared filters. Django would let an address filter by any local field."""
        if "\0" in str(value):
            return False
        declared = [item for item in (self.date_hierarchy,) if item]
        for item in self.get_list_filter(request):
            path = item[0] if isinstance(item, tuple | list) else item
            declared.append(str(getattr(path, "parameter_name", path)))
        return any(lookup == path or lookup in _lookups(path) for path in declared)

    def to_field_allowed(self, request: HttpRequest, to_field: str) -> bool:
        """Only the key: nothing of ours points to a row by another column."""
        return to_field == self.opts.pk.attname

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What is in use stays: where it is used matters before who may delete there."""
        found, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return found, counts, set() if protected else lacking, protected

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        """Autocomplete hands over what it was sent; PostgreSQL holds no text with NUL in it."""
        if "\0" in search_term:
            return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)


#: What Django's own filters and its date hierarchy append to a field's path.
_SUFFIXES = ("exact", "id__exact", "in", "isnull", "isempty", "gte", "lt", "year", "month", "day")


def _lookups(path: str) -> set[str]:
    return {f"{path}__{suffix}" for suffix in _SUFFIXES}


# ---- The log ----------------------------------------------------------------------------------


class LoggedStream:
    """A stream that the log knows of: from before its first byte until it ends, however it ends."""

    def __init__(self, export: Export, stream: CsvStream) -> None:
        self.export, self.stream, self.ended = export, stream, False
        with transaction.atomic(durable=True):
            export.save()
            export.versions.set(ListVersion.objects.standing())
        under_way.add(self)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        try:
            return next(self.stream)
        except StopIteration:
            self._end(Export.Ending.WHOLE)
            raise
        except HungUp:
            self._end(Export.Ending.BROKEN_OFF)
            raise StopIteration from None
        except BaseException:
            self._end(Export.Ending.FAILED)
            raise

    def close(self) -> None:
        """What a server does with every response; by then one that was read whole has ended."""
        try:
            self.stream.close()
            self._end(Export.Ending.BROKEN_OFF)
        except Exception:  # Django would say nothing of it
            logger.exception("the end of an export could not be noted")

    def _end(self, ending: Export.Ending) -> None:
        if self.ended:
            return
        self.ended = True
        under_way.discard(self)
        if connection.errors_occurred:
            connection.close_if_unusable_or_obsolete()  # so that the log has one that works
        with transaction.atomic(durable=True):
            self.export.versions.add(*ListVersion.objects.standing())
            self.export.ended_at, self.export.ending = Now(), ending
            self.export.rows = self.stream.rows
            self.export.save(update_fields=["ended_at", "ending", "rows"])


#: Those that have not ended, in this process.
under_way: WeakSet[LoggedStream] = WeakSet()


def _hung_up(client: socket.socket | None) -> bool:
    """Whether it closed the connection, as far as our server lets us see the client.

    gunicorn itself notices when it writes, and a long list takes its time to be put in order.
    """
    if client is None:
        return False
    try:
        return client.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def file_name(listed: ChangeList) -> str:
    """The change list, the list that it is filtered by, the day: names-ofac-sdn-2026-11-24.csv."""
    chosen = [
        key
        for name, keys in listed.get_filters_params().items()
        if name.endswith("__id__exact")
        and get_fields_from_path(listed.model, name.removesuffix("__id__exact"))[-1].related_model
        is SanctionsList
        for key in keys
    ]
    lists = SanctionsList.objects.all() if chosen else ()  # an address may hold anything for a key
    codes = [found.code for found in lists if str(found.pk) in chosen]
    title = slugify(str(listed.opts.verbose_name_plural))
    return "-".join([title, *codes, f"{timezone.localdate():%Y-%m-%d}"]) + ".csv"


def in_words(listed: ChangeList) -> str:
    """All that the query asks for: the search, each filter as the page shows it, the order.

    What no filter of the page shows is told as it stands in the address, so that nothing is left
    untold.
    """
    words = [f"searched for “{listed.query}”"] if listed.query else []
    untold = listed.get_filters_params()
    for spec in listed.filter_specs:
        asked = [name for name in spec.expected_parameters() if name in untold]
        chosen = [str(choice["display"]) for choice in spec.choices(listed) if choice["selected"]]
        if chosen and (asked or getattr(spec, "always_chooses", False)):
            words.append(f"{spec.title}: {', '.join(chosen)}")
            untold = {name: value for name, value in untold.items() if name not in asked}
    words += [f"{name} = {', '.join(values)}" for name, values in untold.items()]
    if ORDER_VAR in listed.params:
        for index, direction in listed.get_ordering_field_columns().items():
            column = label_for_field(listed.list_display[index], listed.model, listed.model_admin)
            words.append(f"ordered by {column}" + (", descending" if direction == "desc" else ""))
    return "; ".join(words) or "all of them"


def export_page(
    model_admin: ModelAdmin[Any],
    request: HttpRequest,
    export: Export,
    versions: models.QuerySet[ListVersion],
) -> HttpResponse:
    """What an export holds, before it is taken (the export is not saved) or after."""
    context = model_admin.admin_site.each_context(request) | {
        "title": export.file_name,
        "opts": model_admin.opts,
        "export": export,
        "versions": versions.select_related("list").order_by("list__code", "sequence"),
        "list_view": f"admin:{export.model.replace('.', '_')}_changelist",
        "export_view": f"admin:{export.model.replace('.', '_')}_export",
    }
    return TemplateResponse(request, "admin/export.html", context)
