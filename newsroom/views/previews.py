"""One story before its time, for whoever was given its address (decision 34).

What opens nothing, for whatever reason, answers as what is not there.
"""

from __future__ import annotations

from functools import partial

from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom import previews
from newsroom.audit import opened
from newsroom.http import public_page
from newsroom.models import Picture, PreviewLink, Revision
from newsroom.reading.pages import preview_page
from newsroom.reading.pictures import file_response
from newsroom.views.stories import article_of, story_context

_HEADERS = {
    "Cache-Control": "no-store, private",  # and so there is no ETag either
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


@public_page()
def preview(request: HttpRequest, token: str) -> HttpResponse:
    link = _link_at(token)
    if not _may_open(request, link):
        return _private(redirect_to_login(request.path, "admin:login"))
    revision = previews.revision_of(link)
    page = preview_page(revision, partial(_picture_address, token))
    reader = request.user if isinstance(request.user, User) else None
    if request.method == "GET":
        opened(link, reader)
    context = {
        **story_context(article_of(page)),
        "link": link,
        "revision": revision,
        "is_public": Revision.objects.public().filter(pk=revision.pk).exists(),
    }
    return _private(render(request, "newsroom/preview.html", context))


@public_page()
def preview_picture(
    request: HttpRequest, token: str, public_id: str, width: int, extension: str
) -> HttpResponse:
    """A file of the picture that the preview shows, and of no other."""
    link = _link_at(token)
    if not _may_open(request, link):
        raise Http404
    shown = previews.revision_of(link).picture
    if shown is None or shown.public_id != public_id:
        raise Http404
    response = file_response(shown, width, extension)
    del response.headers["ETag"]
    return _private(response)


def _link_at(token: str) -> PreviewLink:
    link = previews.at(token)
    if link is None:
        raise Http404
    return link


def _may_open(request: HttpRequest, link: PreviewLink) -> bool:
    """Who asks is looked at only where the link wants to know: else the address is enough."""
    return not link.needs_login or (request.user.is_active and request.user.is_staff)


def _picture_address(token: str, picture: Picture) -> str:
    return f"/preview/{token}/pictures/{picture.public_id}"


def _private(response: HttpResponse) -> HttpResponse:
    for name, value in _HEADERS.items():
        response.headers[name] = value
    return response
