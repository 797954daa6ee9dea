"""Actions: dated announcements that designate or remove parties."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from newsroom.api.records import action_as_json, action_in_list_as_json
from newsroom.filters import ActionFilter, public_actions, refuse_bad_choices
from newsroom.http import public_page
from newsroom.paging import Page, page_number
from newsroom.reading.about import claims_citing
from newsroom.reading.claims import told_claims
from newsroom.reading.tables import Row, Slip, day_of, of_several_lists, rows_of
from sanctions.models import DeskRecord, DeskRecordParty, Party
from sanctions.names import tokens


@dataclass(frozen=True)
class Group:
    """The parties that an announcement names under one heading; "" for none."""

    heading: str
    rows: tuple[Row, ...]


@public_page("year", "authority", "page")
def action_list(request: HttpRequest, *, as_json: bool = False) -> HttpResponse:
    number = page_number(request)
    actions = ActionFilter(request.GET)
    refuse_bad_choices(actions)
    page = Page(number, actions.total, request.GET)
    rows = list(
        actions.qs.annotate(
            named=Count(
                Coalesce("desk_record_parties__party__merged_into", "desk_record_parties__party"),
                distinct=True,
                filter=Q(desk_record_parties__party__in=Party.objects.public()),
            )
        ).order_by("-begins", "pk")[page.rows]
    )
    if as_json:
        following = f"/actions.json{page.next_query}" if page.next_query else None
        found = [action_in_list_as_json(action, action.named) for action in rows]
        return JsonResponse({"count": page.total, "next": following, "actions": found})
    context = {"nav": "actions", "filter": actions, "page": page, "actions": rows}
    return render(request, "newsroom/action_list.html", context)


@public_page()
def action_detail(request: HttpRequest, slug: str, *, as_json: bool = False) -> HttpResponse:
    action = get_object_or_404(public_actions().select_related("document", "programme"), slug=slug)
    groups, slips = _named(action)
    claims = told_claims(claims_citing(desk_record=action))
    rows = [row for group in groups for row in group.rows]
    if as_json:
        named = [(group.heading, row) for group in groups for row in group.rows]
        return JsonResponse(action_as_json(action, named, slips, claims))
    return render(
        request,
        "newsroom/action_detail.html",
        {
            "nav": "actions",
            "action": action,
            "document": action.document if _is_public(action) else None,
            "groups": groups,
            "number": len({row.party.pk for row in rows}),
            "day": day_of(rows),
            "several_lists": of_several_lists(rows),
            "slips": slips,
            "claims": claims,
        },
    )


def _named(action: DeskRecord) -> tuple[list[Group], list[Slip]]:
    """Whom it names, under its headings in the order in which they were entered.

    Two names of one person, whom a decision joined, are one row of a heading.
    """
    parts = list(
        DeskRecordParty.objects.filter(desk_record=action, party__in=Party.objects.public())
        .select_related("party__merged_into")
        .order_by("pk")
    )
    parties = {part.party_id: part.party.merged_into or part.party for part in parts}
    keys = {party.pk for party in parties.values()}
    rows = {
        row.party.pk: row
        for row in rows_of(Party.objects.public().filter(pk__in=keys), action.document_id)
    }
    groups: dict[str, dict[int, Row]] = {}
    for part in parts:
        if row := rows.get(parties[part.party_id].pk):
            group = groups.setdefault(part.heading, {})
            group.setdefault(row.party.pk, replace(row, role=part.role))
    told = [
        Group(heading, tuple(sorted(found.values(), key=lambda row: row.party.sort_key)))
        for heading, found in groups.items()
    ]
    slips = [
        Slip(part.written_as, part.party)
        for part in parts
        # The same words in another order are no slip: lists put the family name first.
        if part.written_as and tokens(part.written_as) != tokens(part.party.listed_name)
    ]
    return told, slips


def _is_public(action: DeskRecord) -> bool:
    return action.document is not None and action.document.access == "public"
