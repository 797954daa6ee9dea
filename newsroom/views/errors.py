"""What readers get where a page is missing, a request is wrong, or we failed.

The page for what is not found tells nothing of the address: absent, unpublished and forbidden are
one and the same answer, byte for byte.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseNotFound
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    response = HttpResponseNotFound(render_to_string("404.html", request=request))
    # What is missing now may be published in a minute.
    patch_cache_control(response, no_cache=True)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only our own refusals speak for themselves; Django's may quote what was sent.
    message = str(exception) if type(exception).__name__ == "BadRequest" else ""
    response = HttpResponseBadRequest(render_to_string("400.html", {"message": message, **_site()}))
    patch_cache_control(response, no_store=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what failed."""
    response = HttpResponse(render_to_string("500.html", _site()), status=500)
    patch_cache_control(response, no_store=True)
    return response


def _site() -> dict[str, str]:
    return {"newsroom_name": settings.NEWSROOM_NAME}
