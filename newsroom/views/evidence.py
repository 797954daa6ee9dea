"""The evidence sheet of a story, for readers: what its claims rest on, to be printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from newsroom.api.evidence import sheet_json
from newsroom.http import public_page
from newsroom.reading.evidence import Sheet, public_sheet
from newsroom.reading.memory import remembered
from newsroom.reading.pages import live_at
from newsroom.views.stories import elsewhere, notice, withdrawn_at


@public_page()
def evidence(request: HttpRequest, slug: str, *, as_json: bool = False) -> HttpResponseBase:
    """As public as the story itself; search engines are asked to leave it be."""
    revision = live_at(slug).values_list("pk", flat=True).first()
    if revision is None:
        if story := withdrawn_at(slug):
            return notice(request, story, as_json=as_json)
        return elsewhere(request, slug, suffix="evidence/", as_json=as_json)
    response: HttpResponse
    if as_json:
        json = remembered(f"evidence.json:{revision}", lambda: _json(revision))
        response = HttpResponse(json, content_type="application/json")
    else:
        kept = remembered(f"evidence:{revision}", lambda: shown(public_sheet(revision)))
        response = render(request, "newsroom/evidence.html", sheet_context(kept))
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@dataclass(frozen=True)
class Shown:
    """All that the page shows of a sheet; what costs is HTML already. Kept, as a story's is."""

    address: str
    language: str
    direction: str
    headline: str
    byline: str
    revision: int
    published_at: datetime | None
    updated_at: datetime | None
    checked_at: datetime | None
    body: SafeString


def shown(sheet: Sheet) -> Shown:
    page = sheet.page
    return Shown(
        address=page.story.get_absolute_url(),
        language=page.story.language,
        direction=page.direction,
        headline=page.revision.headline,
        byline=page.revision.byline,
        revision=page.revision.number,
        published_at=page.published_at,
        updated_at=page.revision.public_from,
        checked_at=sheet.checked_at,
        body=render_to_string("newsroom/_evidence.html", {"sheet": sheet}),
    )


def sheet_context(evidence: Shown, **more: Any) -> dict[str, Any]:
    """What the template needs, for readers and for the desk alike."""
    return {"nav": "stories", "evidence": evidence, **more}


def _json(revision: int) -> bytes:
    return JsonResponse(sheet_json(public_sheet(revision))).content
