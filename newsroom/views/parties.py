"""Organisations, vessels and aircraft; a person's page is an official's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from newsroom.http import public_page
from newsroom.reading.dossier import with_names_and_versions
from newsroom.views.officials import moved, party_page
from sanctions.models import Party


@public_page()
def party_detail(request: HttpRequest, public_id: str, *, as_json: bool = False) -> HttpResponse:
    party = get_object_or_404(
        with_names_and_versions(Party.objects.public()).select_related("merged_into"),
        public_id=public_id,
    )
    if party.kind == Party.Kind.PERSON:
        return moved(party, as_json=as_json)
    return party_page(request, party, "newsroom/party_detail.html", as_json=as_json)
