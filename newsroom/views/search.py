"""Search: stories by their text, officials and other parties by name or number, records by title.

Names and titles are compared folded, without accents: “Nanez” finds Ñáñez. The index of the
stories' text keeps accents, so a story is also found by the people whom its claims are about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from newsroom.filters import is_common
from newsroom.http import public_page
from newsroom.models import Claim
from newsroom.reading.about import claims_and_parties
from newsroom.reading.summaries import StorySummary, live_revisions, summary
from sanctions.models import DeskRecord, Entry, Name, Party
from sanctions.names import fold, tokens
from sanctions.querysets import PartyQuerySet

SHOWN = 10  # of each sort

_ACCENTED = "áàâãäåçéèêëíìîïñóòôõöúùûüýÿžšč"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyyzsc"


@dataclass(frozen=True)
class Piece:
    """A part of a name; `hit` where it is a word that was sought."""

    text: str
    hit: bool


@dataclass(frozen=True)
class FoundParty:
    """A party, and the form of its name in which the words stand."""

    party: Party
    form: tuple[Piece, ...]
    number: str = ""


@public_page("q")
def search(request: HttpRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()
    words = tokens(query)
    context: dict[str, object] = {"nav": "search", "q": query, "words": words}
    if words:
        often, others_often = is_common(words)
        leading = Party.objects.public().filter(merged_into__isnull=True)
        people = _named(leading.filter(kind=Party.Kind.PERSON), query, words, common=often)
        others = _named(leading.exclude(kind=Party.Kind.PERSON), query, words, common=others_often)
        context |= {
            "stories": _stories(query, words, [people, others]),
            "people": _parties(people, query, words),
            "people_total": None if often else people.count(),
            "others": _parties(others, query, words),
            "records": _records(words),
        }
        context["found"] = any(context[sort] for sort in ("stories", "people", "others", "records"))
    return render(request, "newsroom/search.html", context)


def _named(
    parties: PartyQuerySet, query: str, words: Sequence[str], *, common: bool
) -> PartyQuerySet:
    """Those of the parties who bear these words; of common words they are never gathered."""
    if common:
        return parties.bearing(words)
    named = Party.objects.public().named(query).with_them().values("them")  # type: ignore[misc]
    return parties.filter(
        pk__in=[*parties.filter(pk__in=named).order_by().values_list("pk", flat=True)]
    )


def _stories(
    query: str, words: Sequence[str], named: Sequence[PartyQuerySet]
) -> list[StorySummary]:
    """The best matches first; a story that only names somebody sought comes after them."""
    sought = SearchQuery(query, config="english", search_type="websearch")
    about = Q()
    for pairs, parties in product(claims_and_parties(), named):
        about |= Q(pk__in=pairs.filter(about__in=parties.values("pk")).values("about_claim"))
    naming = Claim.objects.live().filter(about).values("revision")
    headline = Q()
    for word in words:
        headline &= Q(folded__contains=word)
    found = (
        live_revisions()
        .annotate(rank=SearchRank(F("search"), sought), folded=_folded("headline"))
        .filter(Q(search=sought) | Q(pk__in=naming) | headline)
        .order_by("-rank", "-public_from", "pk")
    )
    return [summary(revision) for revision in found[:SHOWN]]


def _parties(parties: PartyQuerySet, query: str, words: Sequence[str]) -> list[FoundParty]:
    shown = list(parties.order_by("sort_key", "pk")[:SHOWN])
    keys = [party.pk for party in shown]
    forms: dict[int, str] = {}
    for name in (
        Name.objects.filter(tokens__contains=words)
        .filter(entry__party__in=Party.objects.standing_for(keys))
        .select_related("entry__party")
    ):
        party = name.entry.party
        forms.setdefault(party.merged_into_id or party.pk, name.name)
    numbers = dict(
        Entry.objects.filter(party__in=keys, number=query).values_list("party", "number")
    )
    return [
        FoundParty(
            party,
            tuple(_pieces(forms.get(party.pk, party.listed_name), words)),
            numbers.get(party.pk, ""),
        )
        for party in shown
    ]


def _pieces(name: str, words: Sequence[str]) -> list[Piece]:
    """The name as published, its sought words marked."""
    return [
        Piece(text, bool(set(fold(text).split()) & set(words)))
        for text in re.split(r"(\s+|[,.'’-])", name)
        if text
    ]


def _records(words: Sequence[str]) -> QuerySet[DeskRecord]:
    found = DeskRecord.objects.public().annotate(folded=_folded("title"))
    for word in words:
        found = found.filter(Q(folded__contains=word) | Q(number__iexact=word))
    return found.order_by("-begins", "pk")[:SHOWN]


def _folded(column: str) -> Func:
    """A column in small letters without accents, as `sanctions.names.fold` does for names."""
    return Func(Lower(column), Value(_ACCENTED), Value(_PLAIN), function="translate")
