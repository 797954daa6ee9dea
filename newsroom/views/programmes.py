"""Programmes: what an authority lists somebody under, in numbers and by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from newsroom.http import public_page
from newsroom.reading import standing
from newsroom.reading.about import claims_citing
from newsroom.reading.claims import told_claims
from newsroom.reading.memory import remembered
from newsroom.reading.wording import capitalised
from sanctions.models import Designation, DesignationDate, DeskRecord, Programme

TAKEN_BACK = (
    "What was shown here came from a list version that we took back. No list that counts has "
    "anybody under this programme."
)
LATEST = 15
BAR = 400  # units of the widest bar
NEWEST_FIRST = ("-first_seen", F("listed_on").desc(nulls_last=True), "-pk")


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


@dataclass(frozen=True)
class Told:
    """What all of a programme's designations must be read for."""

    numbers: dict[str, int]
    years: list[Year]
    newest: list[int]


@public_page()
def programme_detail(request: HttpRequest, authority: str, slug: str) -> HttpResponse:
    shown = public_programmes() | taken_back_programmes()
    programme = get_object_or_404(shown, authority=authority, slug=slug)
    if not public_programmes().filter(pk=programme.pk).exists():
        return render(
            request, "newsroom/taken_back.html", {"heading": "Taken back", "notice": TAKEN_BACK}
        )
    designations = Designation.objects.public().filter(programme=programme)
    told = remembered(f"programme/{programme.pk}", lambda: _told(designations))
    records = list(
        DeskRecord.objects.public()
        .filter(
            Q(programme=programme)
            | Q(
                pk__in=DesignationDate.objects.filter(
                    designation__programme=programme,
                    designation__reverted=False,
                    action__isnull=False,
                ).values("action")
            )
        )
        .filter(kind__in=[DeskRecord.Kind.ACTION, DeskRecord.Kind.LICENCE])
        .order_by("-begins", "pk")
    )
    newest = (
        Designation.objects.public()
        .filter(pk__in=told.newest)
        .with_seen_to()
        .select_related("entry__party", "entry__list")
        .order_by(*NEWEST_FIRST)
    )
    return render(
        request,
        "newsroom/programme_detail.html",
        {
            "programme": programme,
            "numbers": told.numbers,
            "years": told.years,
            "actions": [one for one in records if one.kind == DeskRecord.Kind.ACTION],
            "licences": [one for one in records if one.kind == DeskRecord.Kind.LICENCE],
            "latest": [
                Entered(
                    one,
                    capitalised(standing.listed_short(one)),
                    "Listed" if standing.is_open(one) else "No longer listed",
                )
                for one in newest
            ],
            "claims": told_claims(claims_citing(programme=programme)),
        },
    )


def _told(designations: QuerySet[Designation]) -> Told:
    numbers = designations.aggregate(
        ever=Count("entry", distinct=True),
        now=Count(
            "entry", distinct=True, filter=Q(last_seen__isnull=True, delisted_on__isnull=True)
        ),
    )
    newest = designations.order_by(*NEWEST_FIRST).values_list("pk", flat=True)[:LATEST]
    return Told(numbers, _years(designations), [*newest])


def public_programmes() -> QuerySet[Programme]:
    """Those under which somebody public is or was listed, or that a public record names."""
    return Programme.objects.filter(
        Exists(Designation.objects.public().filter(programme=OuterRef("pk")))
        | Exists(DeskRecord.objects.public().filter(programme=OuterRef("pk")))
    )


def taken_back_programmes() -> QuerySet[Programme]:
    """Those under which reverted list versions alone had anybody: the address stays."""
    return Programme.objects.filter(
        Exists(
            Designation.objects.filter(
                programme=OuterRef("pk"), reverted=True, entry__party__public_from__lte=Now()
            )
        )
    )


def _years(designations: QuerySet[Designation]) -> list[Year]:
    """Listings by year, where a dated source tells the year or two lists of one year show it."""
    numbers: Counter[int | None] = Counter()
    for row in (
        designations.order_by()
        .values("listed_on", "last_absent", "first_seen")
        .annotate(number=Count("pk"))
    ):
        first, last = row["last_absent"], row["first_seen"]
        if row["listed_on"]:
            first, last = row["listed_on"].earliest, row["listed_on"].latest
        known = first is not None and first.year == last.year
        numbers[last.year if known else None] += row["number"]
    unknown = numbers.pop(None, 0)
    years = {year: number for year, number in numbers.items() if year is not None}
    most = max([*years.values(), unknown], default=0)
    told = [
        Year(str(year), years.get(year, 0), BAR * years.get(year, 0) // most)
        for year in range(min(years, default=0), max(years, default=-1) + 1)
    ]
    if unknown:
        told.append(Year("Year not known", unknown, BAR * unknown // most))
    return told
