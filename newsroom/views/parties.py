"""Organisations, vessels and aircraft; a person's page is an official's."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from newsroom.http import public_page
from newsroom.views.officials import moved, party_at, party_page
from sanctions.models import Party


@public_page("on")
def party_detail(request: HttpRequest, public_id: str, *, as_json: bool = False) -> HttpResponse:
    party = party_at(public_id)
    if party.kind == Party.Kind.PERSON:
        return moved(party, as_json=as_json)
    return party_page(request, party, "newsroom/party_detail.html", as_json=as_json)
