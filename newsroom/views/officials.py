"""People on the lists and in the stories: the filtered list, and each one's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render

from newsroom.api.records import party_as_json, person_in_list_as_json
from newsroom.filters import OfficialFilter, refuse_bad_choices
from newsroom.http import public_page
from newsroom.paging import page_number
from newsroom.reading.dossier import Dossier, with_names_and_versions
from newsroom.reading.tables import day_of, rows_of
from sanctions.models import Party


@public_page("q", "action", "state", "claims", "page", several=("list",))
def official_list(request: HttpRequest, *, as_json: bool = False) -> HttpResponse:
    number = page_number(request)
    people = OfficialFilter(request.GET)
    refuse_bad_choices(people)
    page = people.page(number)
    action = people.action_chosen
    announcement = action.document_id if action else None
    rows = rows_of(people.shown(page), announcement)
    if as_json:
        return JsonResponse(
            {
                "count": None if page.more else page.total,
                "next": page.next_query and f"/officials.json{page.next_query}",
                "officials": [person_in_list_as_json(row) for row in rows],
            }
        )
    return render(
        request,
        "newsroom/official_list.html",
        {
            "nav": "officials",
            "filter": people,
            "page": page,
            "rows": rows,
            "day": day_of(rows),
        },
    )


@public_page()
def official_detail(request: HttpRequest, public_id: str, *, as_json: bool = False) -> HttpResponse:
    party = get_object_or_404(
        with_names_and_versions(Party.objects.public()).select_related("merged_into"),
        public_id=public_id,
    )
    if party.kind != Party.Kind.PERSON:  # a list may think better of what something is
        return moved(party, as_json=as_json)
    return party_page(request, party, "newsroom/official_detail.html", as_json=as_json)


def moved(party: Party, *, as_json: bool) -> HttpResponsePermanentRedirect:
    """To where the party is now: a public address never dies."""
    address = party.get_absolute_url()
    return HttpResponsePermanentRedirect(f"{address[:-1]}.json" if as_json else address)


def party_page(request: HttpRequest, party: Party, template: str, *, as_json: bool) -> HttpResponse:
    """The page of a party or, once it was joined to another, the way to that one's."""
    if party.merged_into is not None:
        return moved(party.merged_into, as_json=as_json)
    dossier = Dossier(party)
    if as_json:
        return JsonResponse(party_as_json(dossier))
    nav = "officials" if party.kind == Party.Kind.PERSON else ""
    json_url = f"{party.get_absolute_url()[:-1]}.json"
    context = {"nav": nav, "party": party, "dossier": dossier, "json_url": json_url}
    return render(request, template, context)
