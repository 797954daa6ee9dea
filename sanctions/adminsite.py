"""The desk: Django's admin under the paper's name. In a module that imports no model."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path, reverse

#: On the desk's first page: what people come for stands above what machines fill in.
GROUPS = {
    "Stories": (
        "story",
        "staleclaim",
        "source",
        "claim",
        "claimlink",
        "correction",
        "revision",
    ),
    "Records kept by the desk": (
        "official",
        "party",
        "deskrecord",
        "document",
        "deskrecordparty",
    ),
    "Decisions": ("partysuggestion", "sameparty", "noentry", "designationdate"),
    "Lists as published": (
        "sanctionslist",
        "listversion",
        "fetch",
        "entry",
        "name",
        "designation",
        "programme",
        "entryversion",
    ),
    "What left as CSV": ("export",),
    "Who wrote and read what": ("auditentry",),
    "Who read who a source is": ("identityreading",),
}

#: What other apps call themselves, in words of the desk.
OTHERS = {"auth": "Accounts and groups", "axes": "Attempts to log in"}


class DeskConfig(AdminConfig):
    default_site = "sanctions.adminsite.DeskSite"
    default = False


class DeskAutocomplete(AutocompleteJsonView):
    def get_queryset(self) -> QuerySet[Any]:
        """With what the change list fetches at once too: a label names related rows."""
        found: QuerySet[Any] = super().get_queryset()
        related = self.model_admin.list_select_related
        return found.select_related(*related) if isinstance(related, list) else found

    def serialize_result(self, obj: Model, to_field_name: str) -> dict[str, str]:
        """What tells namesakes apart, where the model's admin has a `label` for it."""
        result = super().serialize_result(obj, to_field_name)
        label = getattr(self.model_admin, "label", None)
        return result | {"text": label(obj)} if label else result


class DeskSite(admin.AdminSite):
    site_header = site_title = f"{settings.NEWSROOM_NAME}: desk"
    index_title = "Desk"
    enable_nav_sidebar = False

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return cast(HttpResponse, DeskAutocomplete.as_view(admin_site=self)(request))

    def get_urls(self) -> list[URLPattern | URLResolver]:
        found: list[URLPattern | URLResolver] = super().get_urls()
        shortcut = path(
            "r/<int:content_type_id>/<path:object_id>/",
            self.admin_view(self.view_on_site),
            name="view_on_site",
        )
        return [
            shortcut if isinstance(one, URLPattern) and one.name == "view_on_site" else one
            for one in found
        ]

    def view_on_site(
        self, request: HttpRequest, content_type_id: int, object_id: str
    ) -> HttpResponse:
        """To the page of a row that whoever asks may see: its address may tell of its headline.

        Django's own leads everybody who is logged in to the address of every row.
        """
        from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415, not ready yet

        found = ContentType.objects.filter(pk=content_type_id).first()
        model = found.model_class() if found else None
        model_admin = self._registry.get(model) if model else None
        row = model_admin.get_object(request, object_id) if model_admin else None
        if row is None or model_admin is None or not model_admin.has_view_permission(request, row):
            raise Http404
        if not hasattr(row, "get_absolute_url"):
            raise Http404
        return redirect(row.get_absolute_url())

    def get_app_list(
        self, request: HttpRequest, app_label: str | None = None
    ) -> list[dict[str, Any]]:
        """Our models by what people do with them; other apps as Django groups them."""
        found = super().get_app_list(request, app_label)
        if app_label is not None:
            return found
        ours = [app for app in found if app["app_label"] in ("sanctions", "newsroom")]
        models = {model["object_name"].lower(): model for app in ours for model in app["models"]}
        groups = [
            {
                "name": title,
                "app_label": "desk",
                "app_url": reverse("admin:index", current_app=self.name),
                "has_module_perms": True,
                "models": [models[name] for name in names if name in models],
            }
            for title, names in GROUPS.items()
        ]
        return [group for group in groups if group["models"]] + [
            app | {"name": OTHERS.get(app["app_label"], app["name"])}
            for app in found
            if app not in ours
        ]
