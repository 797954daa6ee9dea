"""What readers get where a page is missing, a request is wrong, or we failed.

What is not found is told without a word of the address: absent, unpublished and forbidden are one
and the same answer, byte for byte; at the addresses of JSON another one, as JSON.
"""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseNotFound,
    JsonResponse,
)
from django.template.loader import render_to_string
from django.utils.cache import patch_cache_control


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    response: HttpResponse
    if _wants_json(request):
        response = JsonResponse({"error": "Not found."}, status=404)
    else:
        response = HttpResponseNotFound(render_to_string("404.html", request=request))
    # What is missing now may be published in a minute.
    patch_cache_control(response, no_cache=True)
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only our own refusals speak for themselves; Django's may quote what was sent.
    message = str(exception) if type(exception).__name__ == "BadRequest" else ""
    too_much = isinstance(exception, (TooManyFieldsSent, TooManyFilesSent, RequestDataTooBig))
    response: HttpResponse
    if _wants_json(request):
        response = JsonResponse({"error": message or "Bad request."}, status=400)
    else:
        page = render_to_string("400.html", {"message": message, "too_much": too_much, **_site()})
        response = HttpResponseBadRequest(page)
    patch_cache_control(response, no_store=True)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what failed: then it is soon worth another try."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    response = HttpResponse(render_to_string("500.html", _site()), status=503 if away else 500)
    if away:
        response.headers["Retry-After"] = "30"  # seconds
    patch_cache_control(response, no_store=True)
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.path.endswith(".json")


def _site() -> dict[str, str]:
    return {"newsroom_name": settings.NEWSROOM_NAME}
