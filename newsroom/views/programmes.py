"""Programmes: what an authority lists somebody under, in numbers and by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, When
from django.db.models.functions import ExtractYear
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsroom import standing
from newsroom.about import claims_citing
from newsroom.dossier import ToldClaim
from newsroom.http import public_page
from sanctions.models import Designation, DeskRecord, Programme

LATEST = 15
BAR = 400  # units of the widest bar


@dataclass(frozen=True)
class Year:
    """How many were listed in a year, and how wide that is drawn."""

    label: str
    number: int
    width: int


@dataclass(frozen=True)
class Entered:
    """One of the newest designations."""

    designation: Designation
    listed: str
    state: str


@public_page()
def programme_detail(request: HttpRequest, authority: str, slug: str) -> HttpResponse:
    programme = get_object_or_404(public_programmes(), authority=authority, slug=slug)
    designations = Designation.objects.public().filter(programme=programme)
    numbers = designations.aggregate(
        ever=Count("entry", distinct=True),
        now=Count("entry", distinct=True, filter=Q(last_seen__isnull=True)),
    )
    records = list(
        DeskRecord.objects.public()
        .filter(Q(programme=programme) | Q(designation_dates__designation__programme=programme))
        .filter(kind__in=[DeskRecord.Kind.ACTION, DeskRecord.Kind.LICENCE])
        .distinct()
        .order_by("-begins", "pk")
    )
    newest = (
        designations.with_seen_to()
        .select_related("entry__party", "entry__list")
        .order_by("-first_seen", F("listed_on").desc(nulls_last=True), "-pk")[:LATEST]
    )
    return render(
        request,
        "newsroom/programme_detail.html",
        {
            "programme": programme,
            "numbers": numbers,
            "years": _years(designations),
            "actions": [one for one in records if one.kind == DeskRecord.Kind.ACTION],
            "licences": [one for one in records if one.kind == DeskRecord.Kind.LICENCE],
            "latest": [
                Entered(
                    one,
                    standing.capitalised(standing.listed_short(one)),
                    "Listed" if standing.is_open(one) else "No longer listed",
                )
                for one in newest
            ],
            "claims": [ToldClaim.of(claim) for claim in claims_citing(programme=programme)],
        },
    )


def public_programmes() -> QuerySet[Programme]:
    """Those under which somebody public is or was listed, or that a public record names."""
    return Programme.objects.filter(
        Exists(Designation.objects.public().filter(programme=OuterRef("pk")))
        | Exists(DeskRecord.objects.public().filter(programme=OuterRef("pk")))
    )


def _years(designations: QuerySet[Designation]) -> list[Year]:
    """Designations by the year in which they were listed, where a source or the lists tell it."""
    known = (
        designations.annotate(
            year=Case(
                When(
                    listed_on__isnull=False,
                    listed_on__startswith__year=ExtractYear(F("listed_on__endswith")),
                    then=ExtractYear("listed_on__startswith"),
                ),
                When(
                    listed_on__isnull=True,
                    last_absent__year=ExtractYear("first_seen"),
                    then=ExtractYear("first_seen"),
                ),
                output_field=IntegerField(),
            )
        )
        .order_by()
        .values("year")
        .annotate(number=Count("entry", distinct=True))
    )
    numbers = {row["year"]: row["number"] for row in known}
    unknown = numbers.pop(None, 0)
    most = max([*numbers.values(), unknown], default=0)
    years = (
        [
            Year(str(year), numbers.get(year, 0), BAR * numbers.get(year, 0) // most)
            for year in range(min(numbers), max(numbers) + 1)
        ]
        if numbers
        else []
    )
    if unknown:
        years.append(Year("Year not known", unknown, BAR * unknown // most))
    return years
