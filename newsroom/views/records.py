"""Desk records that are no actions: licences, cases, rewards, positions, events, rosters."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render

from newsroom.api.records import record_as_json
from newsroom.http import public_page
from newsroom.reading.about import claims_citing
from newsroom.reading.cards import Fact, desk_record_card
from newsroom.reading.claims import told_claims
from newsroom.reading.wording import money
from sanctions.models import DeskRecord, DeskRecordParty, Party


@dataclass(frozen=True)
class Step:
    """One of a chain of records; `amount` is a reward's, in words."""

    record: DeskRecord
    amount: str

    @classmethod
    def of(cls, record: DeskRecord) -> Step:
        told = f"up to {money(record.amount, record.currency)}" if record.amount else ""
        return cls(record, told)


@public_page()
def record_detail(request: HttpRequest, public_id: str, *, as_json: bool = False) -> HttpResponse:
    record = get_object_or_404(
        DeskRecord.objects.public().select_related("document", "programme"), public_id=public_id
    )
    if record.kind == DeskRecord.Kind.ACTION:
        address = record.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{address[:-1]}.json" if as_json else address)
    chain = _chain(record)
    parts = list(
        DeskRecordParty.objects.filter(desk_record=record, party__in=Party.objects.public())
        .select_related("party")
        .order_by("role", "pk")
    )
    claims = told_claims(claims_citing(desk_record=record))
    if as_json:
        return JsonResponse(record_as_json(record, chain, parts, claims))
    document = record.document
    return render(
        request,
        "newsroom/record_detail.html",
        {
            "record": record,
            "facts": _facts(record, chain),
            "steps": [Step.of(one) for one in chain] if len(chain) > 1 else [],
            "parts": parts,
            "document": document if document and document.access == "public" else None,
            "claims": claims,
        },
    )


def _chain(record: DeskRecord) -> list[DeskRecord]:
    """What it supersedes and what superseded it, with itself, oldest first."""
    return list(DeskRecord.objects.public().chained_with([record.pk]).order_by("begins", "pk"))


def _facts(record: DeskRecord, chain: list[DeskRecord]) -> tuple[Fact, ...]:
    """As on its card; the steps of a reward stand below, so here it has its own amount."""
    facts = desk_record_card(record, chain).facts
    if record.kind != DeskRecord.Kind.REWARD or record.amount is None:
        return facts
    return (
        Fact("Amount", f"up to {money(record.amount, record.currency)}"),
        *(Fact("From", str(day), day.iso) for day in [record.begins] if day),
        *(Fact("Until", str(day), day.iso) for day in [record.ends] if day),
        *(Fact("Authority", name) for name in [record.authority] if name),
    )
