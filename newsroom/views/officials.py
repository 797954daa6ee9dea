"""People on the lists and in the stories: the filtered list, and each one's page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from newsroom.api.records import iso, party_as_json, person_in_list_as_json
from newsroom.filters import OfficialFilter, refuse_bad_choices
from newsroom.http import public_page
from newsroom.paging import page_number
from newsroom.reading.as_of import day_asked
from newsroom.reading.dossier import Dossier, with_names_and_versions
from newsroom.reading.tables import day_of, of_several_lists, rows_of
from sanctions.models import Party

TAKEN_BACK = (
    "What was shown here came from a list version that we took back. It is on no list that counts."
)


@public_page("q", "action", "on", "state", "claims", "page", several=("list",))
def official_list(request: HttpRequest, *, as_json: bool = False) -> HttpResponse:
    number = page_number(request)
    people = OfficialFilter(request.GET)
    refuse_bad_choices(people)
    page = people.page(number)
    action = people.action_chosen
    announcement = action.document_id if action else None
    rows = rows_of(people.shown(page), announcement, people.day)
    if as_json:
        return JsonResponse(
            ({"on": iso(people.day)} if people.day else {})
            | {
                "count": None if page.more else page.total,
                "next": page.next_query and f"/officials.json{page.next_query}",
                "officials": [person_in_list_as_json(row) for row in rows],
            }
        )
    # Where one list is held, or one is chosen, readers know which it is.
    one_is_meant = len(people.lists) <= 1 or len(people.lists_chosen) == 1
    several = of_several_lists(rows) or not one_is_meant
    return render(
        request,
        "newsroom/official_list.html",
        {
            "nav": "officials",
            "filter": people,
            "page": page,
            "rows": rows,
            "on": people.day,
            "lies_ahead": people.day is not None and people.day > timezone.localdate(),
            "day": None if people.day or several else day_of(rows),
            "several_lists": several,
        },
    )


@public_page("on")
def official_detail(request: HttpRequest, public_id: str, *, as_json: bool = False) -> HttpResponse:
    party = party_at(public_id)
    if party.kind != Party.Kind.PERSON:  # a list may think better of what something is
        return moved(party, as_json=as_json)
    return party_page(request, party, "newsroom/official_detail.html", as_json=as_json)


def party_at(public_id: str) -> Party:
    """Whom readers may see at an address; of one whose list versions were reverted a notice."""
    shown = Party.objects.public() | Party.objects.taken_back()
    found = with_names_and_versions(shown).select_related("merged_into")
    return get_object_or_404(found, public_id=public_id)


def moved(party: Party, *, as_json: bool) -> HttpResponsePermanentRedirect:
    """To where the party is now: a public address never dies.

    Nobody keeps it: a join can be undone, and the address then has its own page again.
    """
    address = party.get_absolute_url()
    response = HttpResponsePermanentRedirect(f"{address[:-1]}.json" if as_json else address)
    response.headers["Cache-Control"] = "no-store"
    return response


def party_page(request: HttpRequest, party: Party, template: str, *, as_json: bool) -> HttpResponse:
    """The page of a party or, once it was joined to another, the way to that one's."""
    if party.merged_into is not None:
        return moved(party.merged_into, as_json=as_json)
    if party.reverted:
        return taken_back(request, party, as_json=as_json)
    dossier = Dossier(party, day_asked(request.GET))
    if as_json:
        return JsonResponse(party_as_json(dossier))
    nav = "officials" if party.kind == Party.Kind.PERSON else ""
    json_url = f"{party.get_absolute_url()[:-1]}.json"
    context = {"nav": nav, "party": party, "dossier": dossier, "json_url": json_url}
    return render(request, template, context)


def taken_back(request: HttpRequest, party: Party, *, as_json: bool) -> HttpResponse:
    """That nothing is told here any more. The address stays; what the versions said does not."""
    if as_json:
        return JsonResponse({"id": party.public_id, "notice": TAKEN_BACK})
    return render(
        request, "newsroom/taken_back.html", {"heading": "Taken back", "notice": TAKEN_BACK}
    )
