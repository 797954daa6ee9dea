"""Corrections: what was wrong and what is right, the newest first."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.http import page_of, public_page
from newsroom.reading.corrections import corrections, told_corrections

CORRECTIONS_A_PAGE = 30


@public_page("page")
def correction_list(request: HttpRequest) -> HttpResponse:
    page = page_of(request, corrections(), CORRECTIONS_A_PAGE)
    return render(
        request,
        "newsroom/corrections.html",
        {"nav": "corrections", "page": page, "corrections": told_corrections(page)},
    )
