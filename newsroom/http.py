"""What every public page does with a request: its methods, its parameters, and caching."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]

LONGEST = 200  # characters of a parameter's value
MOST_PAGES = 1000

#: Kept by caches, but asked for again each time: a story may be withdrawn at any moment.
CACHED = {"public": True, "no_cache": True}


def public_page(*parameters: str, several: tuple[str, ...] = ()) -> Callable[[View], View]:
    """A view that readers see: GET and HEAD, with these parameters and no others.

    `several` names parameters that may be given more than once.
    """
    known = {*parameters, *several}

    def decorate(view: View) -> View:
        @require_safe
        @wraps(view)
        def page(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            for name, values in request.GET.lists():
                check_values(name, values, many=name in several)
            if unknown := sorted(set(request.GET) - known):
                # What is not there stays a 404, whatever it is asked for.
                view(request, *args, **kwargs)
                offered = f"Known: {', '.join(sorted(known))}" if known else "It takes none"
                raise BadRequest(f"Unknown parameter “{unknown[0][:40]}”. {offered}.")
            response = view(request, *args, **kwargs)
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, **CACHED)
            return response

        # It only reads: whatever else is sent is told so, and not that it lacks a token.
        return csrf_exempt(page)

    return decorate


def check_values(name: str, values: list[str], *, many: bool) -> None:
    """Refuses what no form of ours sends, before a query meets it."""
    if len(values) > 1 and not many:
        raise BadRequest(f"{name} is given {len(values)} times. Give it once.")
    for value in values:
        if len(value) > LONGEST:
            raise BadRequest(
                f"{name} is {len(value):,} characters long. At most {LONGEST} are allowed."
            )
        if "\0" in value:
            raise BadRequest(f"{name} holds a NUL character. Take it out.")
        # Django puts this character where the address was not UTF-8.
        if "\ufffd" in value:
            raise BadRequest(f"{name} is not written in UTF-8.")


def page_of[Row: Any](request: HttpRequest, rows: QuerySet[Row], size: int) -> Page[Row]:
    """The page that the address asks for; one that is not there is not found."""
    number = request.GET.get("page", "1")
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= MOST_PAGES):
        raise Http404("No such page.")
    try:
        return Paginator(rows, size).page(number)
    except (EmptyPage, PageNotAnInteger) as error:
        raise Http404("No such page.") from error
