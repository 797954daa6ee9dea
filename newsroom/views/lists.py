"""The lists that we hold, and what each version of one changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import BooleanField, Exists, Func, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from newsroom.filters import bad_choice
from newsroom.http import public_page
from newsroom.paging import REACH, Page, page_number
from newsroom.reading.freshness import HeldVersion, with_fetched
from newsroom.reading.life import difference, field
from newsroom.reading.memory import remembered
from newsroom.reading.wording import joined, long
from sanctions.models import EntryVersion, ListVersion, Party

PER_LIST = 30  # versions of a list that are shown at once; the others are a step from one of them
PER_PAGE = 100
SHORT = 25  # changes of a kind that a version's page shows before it leads to all of them

#: Versions that have a page; of a reverted one it holds a notice alone.
SHOWN = (ListVersion.Status.APPLIED, ListVersion.Status.REVERTED)

#: What the columns of a version's facts are called, where it is not as in an entry's life.
CARRIED = {
    "name": "names",
    "kind": "kinds",
    "title": "titles",
    "vessel": "particulars of vessels",
    "name_parts": "parts of names",
    "original_script": "names in their own scripts",
    "dataid": "the publisher’s own numbers",
    "version": "the publisher’s counts of its changes",
    "list_type": "the publisher’s lists",
    "listed_on": "days of listing",
}


@dataclass(frozen=True)
class HeldList:
    """A list with its newest versions, and the age of the one by which the list is known.

    `excerpt` is a newer one, where there is any: what lies outside it is not known of its day.
    `first` is the oldest that counts: it has nothing to be compared with. Among the versions are
    those that were taken back, for readers may have seen them.
    """

    newest: ListVersion
    excerpt: ListVersion | None
    held: HeldVersion
    first: ListVersion
    versions: tuple[ListVersion, ...]
    total: int


@dataclass(frozen=True)
class Changed:
    """One entry that a version added, changed or removed."""

    number: str
    name: str
    url: str
    told: str = ""


@dataclass(frozen=True)
class Changes:
    """The entries that a version changed in one way; `all_query` leads to the rest."""

    what: str
    heading: str
    total: int
    rows: tuple[Changed, ...]
    all_query: str


@public_page()
def list_list(request: HttpRequest) -> HttpResponse:
    by_list: dict[int, list[ListVersion]] = {}
    for version in (
        with_fetched(ListVersion.objects.filter(status__in=SHOWN))
        .select_related("list")
        .order_by("list__code", "-sequence")
    ):
        by_list.setdefault(version.list_id, []).append(version)
    held = []
    for versions in by_list.values():
        applied = [one for one in versions if one.status == ListVersion.Status.APPLIED]
        if not applied:
            continue
        newest = next((one for one in applied if one.coverage is None), applied[0])
        held.append(
            HeldList(
                newest,
                applied[0] if applied[0] != newest else None,
                HeldVersion.of(newest),
                applied[-1],
                tuple(versions[:PER_LIST]),
                len(versions),
            )
        )
    return render(request, "newsroom/list_list.html", {"lists": held})


@public_page("show", "page")
def list_version_detail(request: HttpRequest, code: str, sequence: int) -> HttpResponse:
    version = get_object_or_404(
        ListVersion.objects.filter(status__in=SHOWN).select_related("list", "restores__list"),
        list__code=code,
        sequence=sequence,
    )
    applied = ListVersion.objects.applied().filter(list=version.list_id).select_related("list")
    after = applied.filter(sequence__gt=sequence).order_by("sequence").first()
    if version.status == ListVersion.Status.REVERTED:
        return _taken_back(request, version, after)
    show = request.GET.get("show", "")
    if show and show not in KINDS:
        raise bad_choice("show", show, KINDS)
    number = page_number(request)
    page = None
    changes = []
    before = applied.filter(sequence__lt=sequence).order_by("-sequence").first()
    for what, find in KINDS.items():
        # What a restored version changes is what the one taken back had changed, undone.
        if (show and what != show) or version.restores:
            continue
        wordings, tell = find(version)
        keys, total = remembered(f"version/{version.pk}/{what}", partial(_first, wordings))
        rows = slice(0, SHORT)
        if show:
            page = Page(number, total, request.GET, PER_PAGE)
            rows = page.rows
        if total:
            changes.append(
                Changes(
                    what,
                    HEADINGS[what] if before else "Entries",
                    total,
                    tuple(tell(one) for one in wordings.filter(pk__in=keys[rows])),
                    f"?show={what}" if not show and total > SHORT else "",
                )
            )
    return render(
        request,
        "newsroom/list_version_detail.html",
        {
            "version": version,
            "coverage": coverage(version),
            "carried": joined([CARRIED.get(name) or field(name) for name in version.fields]),
            "changes": changes,
            "page": page,
            "show": show,
            "before": before,
            "after": after,
        },
    )


def _taken_back(
    request: HttpRequest, version: ListVersion, after: ListVersion | None
) -> HttpResponse:
    """A version that was reverted: that it was, and nothing of what it said."""
    day = timezone.localtime(version.reverted_at).date()
    context = {
        "heading": str(version),
        "notice": f"We took this version back on {long(day)}. It counts in no answer.",
        "next": after,
    }
    return render(request, "newsroom/taken_back.html", context)


def _first(wordings: QuerySet[EntryVersion]) -> tuple[list[int], int]:
    """Those that pages can show, in order, and how many there are."""
    keys = [*wordings.values_list("pk", flat=True)[:REACH]]
    return keys, len(keys) if len(keys) < REACH else wordings.order_by().count()


def coverage(version: ListVersion) -> str:
    """What a version is complete for, in words."""
    if version.coverage is None:
        return "The whole list: who is not on it was not listed that day."
    programmes = joined(version.coverage)
    noun = "programme" if len(version.coverage) == 1 else "programmes"
    return (
        f"An excerpt, complete for the {noun} {programmes}. "
        "What lies outside is unknown, not absent."
    )


# ---- What a version added, changed and removed -------------------------------------------------


def _wordings(version: ListVersion) -> QuerySet[EntryVersion]:
    return (
        EntryVersion.objects.filter(
            entry__list=version.list_id, entry__party__in=Party.objects.public()
        )
        .select_related("entry__party")
        .order_by("entry__party__sort_key", "pk")
    )


def _same_entry(**span: Any) -> QuerySet[EntryVersion]:
    return EntryVersion.objects.filter(entry=OuterRef("entry"), **span)


Found = tuple[QuerySet[EntryVersion], Callable[[EntryVersion], Changed]]


def _added(version: ListVersion) -> Found:
    sequence = version.sequence
    before = _same_entry(span__endswith=sequence, span__upper_inf=False)
    return _wordings(version).filter(~Exists(before), span__startswith=sequence), _changed


class _Differ(Func):
    """Whether two wordings differ in a field that both have."""

    template = (
        "EXISTS (SELECT FROM jsonb_each(%(expressions)s) AS after USING (key) "
        "WHERE before.value <> after.value)"
    )
    arg_joiner = ") AS before JOIN jsonb_each("
    output_field = BooleanField()


def _continued(version: ListVersion, *, differ: bool) -> Found:
    """Entries that were there before and are told otherwise, or told more."""
    sequence = version.sequence
    before = _same_entry(span__endswith=sequence, span__upper_inf=False)
    found = (
        _wordings(version)
        .filter(span__startswith=sequence)
        .annotate(content_before=Subquery(before.values("content")[:1]))
        .filter(content_before__isnull=False)
        .annotate(differ=_Differ("content_before", "content"))
        .filter(differ=differ)
    )

    def tell(one: EntryVersion) -> Changed:
        return _changed(one, difference(one.content_before, one.content))  # type: ignore[attr-defined]

    return found, tell


def _removed(version: ListVersion) -> Found:
    sequence = version.sequence
    after = _same_entry(span__startswith=sequence)
    return (
        _wordings(version).filter(~Exists(after), span__endswith=sequence, span__upper_inf=False),
        _changed,
    )


def _changed(one: EntryVersion, told: str = "") -> Changed:
    party = one.entry.party
    return Changed(
        one.entry.number, str(one.content.get("name", party.name)), party.get_absolute_url(), told
    )


KINDS: dict[str, Callable[[ListVersion], Found]] = {
    "removed": _removed,
    "changed": partial(_continued, differ=True),
    "added": _added,
    "told": partial(_continued, differ=False),
}
HEADINGS = {
    "removed": "No longer on it",
    "changed": "Changed",
    "added": "New on it",
    "told": "Told more of than before",
}
