"""The desk's pages about one story, drawn in one way."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.models import Story


def desk_page(
    request: HttpRequest, story: Story, name: str, title: str, context: dict[str, Any]
) -> HttpResponse:
    """The template of that name, with what the admin's own pages know."""
    return render(
        request,
        f"admin/newsroom/story/{name}.html",
        {
            **admin.site.each_context(request),
            "title": title,
            "opts": Story._meta,
            "story": story,
            **context,
        },
    )
