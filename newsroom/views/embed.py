"""A story inside another site's page: no script, and it may be framed by anybody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.csp import CSP
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csp import csp_override

from newsroom.addresses import absolute
from newsroom.http import public_page
from newsroom.reading.memory import remembered
from newsroom.reading.pages import StoryPage, live_at, story_page
from newsroom.views.stories import elsewhere, withdrawn_at

#: Framed by whoever likes, it loads our style and pictures and nothing else.
POLICY: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF],
    "form-action": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "frame-ancestors": ["*"],
}


def _framed(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """What other sites may frame. What is not here has the headers of all that is not here."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return csp_override(POLICY)(xframe_options_exempt(framed))


@_framed
@public_page()
def embed(request: HttpRequest, slug: str) -> HttpResponseBase:
    """As public as the story itself; its page is the one that search engines are sent to."""
    revision = live_at(slug).values_list("pk", flat=True).first()
    if revision is not None:
        kept = remembered(f"embed:{revision}", lambda: carried(story_page(revision)))
        return render(request, "newsroom/embed.html", {"carried": kept})
    if story := withdrawn_at(slug):
        context = {"story": story, "address": absolute(story.get_absolute_url())}
        return render(request, "newsroom/embed_withdrawn.html", context)
    return elsewhere(request, slug, suffix="embed/", as_json=False)


@dataclass(frozen=True)
class Carried:
    """All that the page shows; what costs is HTML already. Kept, as a story's article is."""

    address: str
    language: str
    direction: str
    headline: str
    text: SafeString


def carried(page: StoryPage) -> Carried:
    # Every link leaves the frame but those to the claims, which open below their paragraph.
    here = '<a class="claim" target="_self"'
    passages = [
        (mark_safe(passage.html.replace('<a class="claim"', here)), cards)  # noqa: S308
        for passage, cards in page.passages
    ]
    context = {
        "page": page,
        "passages": passages,
        "is_updated": page.published_at != page.revision.public_from,
    }
    return Carried(
        address=absolute(page.story.get_absolute_url()),
        language=page.story.language,
        direction=page.direction,
        headline=page.revision.headline,
        text=render_to_string("newsroom/_embed_text.html", context),
    )
