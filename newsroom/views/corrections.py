"""Corrections: what was wrong and what is right, the newest first."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.http import page_of, public_page
from newsroom.models import Claim, Correction, Revision

CORRECTIONS_A_PAGE = 30


@public_page("page")
def correction_list(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "newsroom/corrections.html",
        {"nav": "corrections", "page": page_of(request, corrections(), CORRECTIONS_A_PAGE)},
    )


def corrections() -> QuerySet[Correction]:
    """What readers may see, each with `claim_has_page`: whether readers can open its claim."""
    return (
        Correction.objects.public()
        .select_related("story", "revision_after")
        .annotate(
            claim_has_page=Exists(
                Claim.objects.filter(
                    revision__story=OuterRef("story"),
                    revision__in=Revision.objects.public(),
                    key=OuterRef("key"),
                    position__isnull=False,
                )
            )
        )
        .order_by("-at", "-pk")
    )
