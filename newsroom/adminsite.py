"""The desk as the newsroom runs it: the records' desk, and who gets in. Imports no model."""

from __future__ import annotations

from django.contrib.admin.apps import AdminConfig
from django.urls import URLPattern, URLResolver, path

from sanctions.adminsite import DeskSite


class NewsroomDeskConfig(AdminConfig):
    default_site = "newsroom.adminsite.NewsroomSite"
    default = False


class NewsroomSite(DeskSite):
    def get_urls(self) -> list[URLResolver | URLPattern]:
        from newsroom.admin import second_factor  # noqa: PLC0415, needs the models loaded

        pages = (
            ("second-factor/", second_factor.give_code, "second_factor"),
            ("second-factor/enrol/", second_factor.enrol, "second_factor_enrol"),
            ("second-factor/enrol/qr.svg", second_factor.qr_code, "second_factor_qr"),
            ("second-factor/codes/", second_factor.renew_codes, "second_factor_codes"),
        )
        ours = [path(address, self.admin_view(view), name=name) for address, view, name in pages]
        return [*ours, *super().get_urls()]
