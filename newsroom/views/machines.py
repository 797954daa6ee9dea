"""Addresses that programs ask for: /healthz and /robots.txt."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from newsroom.http import public_page
from newsroom.reading.freshness import newest_of_principal_list
from sanctions.tasks import is_late, last_worked


@public_page()
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the database answers, how old the principal list is and when a job last ended.

    503 where the database does not answer. An old list or a late worker harms no reader: whoever
    watches is told, and the server is left in use.
    """
    try:
        newest = newest_of_principal_list()
        worked = last_worked()
    except DatabaseError:
        response = JsonResponse({"status": "failing", "database": "no answer"}, status=503)
    else:
        response = JsonResponse(
            {
                "status": "ok",
                "database": "ok",
                "list": newest
                and {
                    "title": newest.title,
                    "dated": newest.dated,
                    "days_old": newest.days,
                    "stale": newest.stale,
                    "fetched_at": newest.fetched,
                },
                "worker": {"last_worked": worked, "late": is_late(worked)},
            }
        )
    patch_cache_control(response, no_store=True)
    return response


@public_page()
def robots(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "newsroom/robots.txt",
        {"sitemap": request.build_absolute_uri("/sitemap.xml")},
        content_type="text/plain; charset=utf-8",
    )
