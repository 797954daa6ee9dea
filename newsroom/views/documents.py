"""Kept documents that readers may open.

The text is shown in full: giving a document public access is the desk's decision that it may be,
and only a text that can be read proves the words that are quoted from it.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsroom.http import public_page
from newsroom.models import Claim
from newsroom.reading.about import in_order
from newsroom.reading.claims import told_claims
from sanctions.models import DeskRecord, Document


@public_page()
def document_detail(request: HttpRequest, public_id: str) -> HttpResponse:
    document = get_object_or_404(
        Document.objects.public().select_related("translation_of"), public_id=public_id
    )
    original = document.translation_of
    claims = in_order(Claim.objects.live().telling_documents().filter(document=document))
    return render(
        request,
        "newsroom/document_detail.html",
        {
            "document": document,
            "original": original if original and original.access == "public" else None,
            "records": DeskRecord.objects.public().filter(document=document).order_by("begins"),
            "claims": told_claims(claims),
        },
    )
