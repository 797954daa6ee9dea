"""Sources that spoke on the record: who they are, and what they said here."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsroom.http import public_page
from newsroom.models import Claim, Source
from newsroom.reading.about import in_order
from newsroom.reading.claims import told_claims
from newsroom.reading.tally import Tally


@public_page()
def source_detail(request: HttpRequest, slug: str) -> HttpResponse:
    source = get_object_or_404(Source.objects.public().select_related("document"), slug=slug)
    claims = told_claims(in_order(Claim.objects.live().filter(source=source)))
    document = source.document
    return render(
        request,
        "newsroom/source_detail.html",
        {
            "source": source,
            "claims": claims,
            "tally": Tally(tuple(claim.now for claim in claims)),
            "document": document if document and document.access == "public" else None,
        },
    )
