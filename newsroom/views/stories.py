"""Stories, and the page of each claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from newsroom.api import stories as json_of
from newsroom.http import page_of, public_page
from newsroom.models import FormerSlug, Revision, Story
from newsroom.reading.history import claim_history, verdict_history
from newsroom.reading.memory import remembered
from newsroom.reading.pages import (
    StoryPage,
    last_page_with,
    live_at,
    story_page,
)
from newsroom.reading.pictures import ShownPicture
from newsroom.reading.structured import Data, claim_data, story_data
from newsroom.reading.summaries import live_revisions, sections, summary

STORIES_A_PAGE = 20


@public_page("page", "section")
def story_list(request: HttpRequest, *, as_json: bool = False) -> HttpResponse:
    section = request.GET.get("section", "")
    revisions = live_revisions()
    if section:
        revisions = revisions.filter(story__section=section)
    page = page_of(request, revisions, STORIES_A_PAGE)
    stories = [summary(revision) for revision in page]
    if as_json:
        return JsonResponse(
            {
                "count": page.paginator.count,
                "pages": page.paginator.num_pages,
                "stories": [json_of.summary_json(story) for story in stories],
            }
        )
    return render(
        request,
        "newsroom/story_list.html",
        {
            "nav": "stories",
            "page": page,
            "stories": stories,
            "section": section,
            "sections": sections(),
        },
    )


@public_page()
def story_detail(request: HttpRequest, slug: str, *, as_json: bool = False) -> HttpResponseBase:
    """What is decided at each request is which revision readers may see; its article is kept."""
    revision = live_at(slug).values_list("pk", flat=True).first()
    if revision is None:
        return elsewhere(request, slug, as_json=as_json)
    if as_json:
        json = remembered(f"story.json:{revision}", lambda: _story_json(revision))
        return HttpResponse(json, content_type="application/json")
    article = remembered(f"story:{revision}", lambda: article_of(story_page(revision)))
    context = {**story_context(article), "data": article.data and article.data.at(origin(request))}
    return render(request, "newsroom/story_detail.html", context)


@public_page()
def claim_detail(
    request: HttpRequest, slug: str, key: str, *, as_json: bool = False
) -> HttpResponseBase:
    """A claim that readers could once open keeps its page, also when it has left the text."""
    live = live_at(slug).select_related("story").only("story").first()
    story = live.story if live else withdrawn_at(slug)
    if story is None:
        return elsewhere(request, slug, suffix=f"claims/{key}/", as_json=as_json)
    history = claim_history(story, key)
    if not history:
        raise Http404
    if live is None:
        return notice(request, story, as_json=as_json)
    page = story_page(live.pk, key) if history[-1].present else last_page_with(story, key)
    card = next(card for card in page.cards if card.key == key)
    checks = verdict_history(story, key)
    if as_json:
        return JsonResponse(json_of.claim_page_json(page, card, history, checks))
    by_key = {other.key: other for other in page.cards}
    data = claim_data(page, card, stands=history[-1].present)
    return render(
        request,
        "newsroom/claim_detail.html",
        {
            "nav": "stories",
            "page": page,
            "card": card,
            "passages": page.passages_of(key),
            "history": history,
            "checks": checks,
            "corrections": [one for one in page.corrections if one.key == key],
            "gone_since": None if history[-1].present else history[-1].since,
            "data": data and data.at(origin(request)),
            "before": by_key.get(card.previous),
            "after": by_key.get(card.next),
        },
    )


@dataclass(frozen=True)
class Article:
    """All that a story's page shows of it; what costs is HTML already.

    It is kept, so nothing in it may depend on the request or on the day.
    """

    address: str
    language: str
    direction: str
    headline: str
    standfirst: str
    byline: str
    published_at: datetime | None
    text: SafeString
    claims: SafeString
    picture: ShownPicture | None = None
    #: For machines; None while readers cannot read it.
    data: Data | None = None


def article_of(page: StoryPage) -> Article:
    return Article(
        address=page.story.get_absolute_url(),
        language=page.story.language,
        direction=page.direction,
        headline=page.revision.headline,
        standfirst=page.revision.standfirst,
        byline=page.revision.byline,
        published_at=page.published_at,
        text=render_to_string("newsroom/_story_text.html", {"page": page}),
        claims=render_to_string("newsroom/_story_claims.html", {"page": page}),
        picture=page.picture,
        data=story_data(page) if page.published_at else None,
    )


def story_context(article: Article) -> dict[str, Any]:
    """What the story's template needs, for readers and for the desk's preview alike."""
    return {"nav": "stories", "article": article}


def origin(request: HttpRequest) -> str:
    """Where the site is, as this request knows it: "https://example.org"."""
    return f"{request.scheme}://{request.get_host()}"


def _story_json(revision: int) -> bytes:
    return JsonResponse(json_of.story_json(story_page(revision))).content


def withdrawn_at(slug: str) -> Story | None:
    """The story of which readers see the notice at an address."""
    return Story.objects.withdrawn().filter(slug=slug).first()


def notice(request: HttpRequest, story: Story, *, as_json: bool) -> HttpResponse:
    """What is told of a withdrawn story, at each of its addresses."""
    if as_json:
        return JsonResponse(json_of.withdrawn_json(story))
    return render(request, "newsroom/withdrawn.html", {"nav": "stories", "story": story})


def elsewhere(
    request: HttpRequest, slug: str, *, suffix: str = "", as_json: bool
) -> HttpResponseBase:
    """The notice of a withdrawn story, or the way to one that has moved; else nothing is here."""
    if not suffix and (story := withdrawn_at(slug)):
        return notice(request, story, as_json=as_json)
    former = (
        FormerSlug.objects.filter(
            Exists(Revision.objects.public().filter(story=OuterRef("story"))), slug=slug
        )
        .select_related("story")
        .first()
    )
    if former is None:
        raise Http404
    address = f"{former.story.get_absolute_url()}{suffix}"
    return redirect(f"{address.rstrip('/')}.json" if as_json else address, permanent=True)
