"""What goes out when: scheduled stories, records, and tasks, day by day in the newsroom's zone."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from newsroom import states
from newsroom.admin.access import actor, needs, stories_open_to
from newsroom.models import Assignment, Revision, Story
from sanctions.models import DeskRecord

#: Days on a page, from today or from the day that is asked for.
DAYS = 14


@dataclass(frozen=True)
class Row:
    """One thing on a day; `at` is empty of what has a day and no hour."""

    day: date
    at: datetime | None
    what: str
    state: str
    url: str
    kind: str
    #: What it was to be done by, where that has passed.
    late: date | None = None


@dataclass
class Day:
    day: date
    rows: list[Row] = field(default_factory=list)


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """Two weeks from today, or from `?from=2026-12-14`; what is past is past."""
    needs(request, "newsroom.view_story")
    today = timezone.localdate()
    first = _asked(request, today)
    if first is None:
        raise Http404
    if first < today:
        return redirect("admin:newsroom_story_calendar")
    last = first + timedelta(days=DAYS - 1)
    found = rows(request, first, last, today)
    days = [Day(first + timedelta(days=number)) for number in range(DAYS)]
    for row in found:
        days[(row.day - first).days].rows.append(row)
    return render(
        request,
        "admin/newsroom/story/calendar.html",
        {
            **admin.site.each_context(request),
            "title": "Calendar",
            "opts": Story._meta,
            "days": days,
            "today": today,
            "first": first,
            "last": last,
            "before": max(today, first - timedelta(days=DAYS)) if first > today else None,
            "after": last + timedelta(days=1),
            "zone": timezone.get_current_timezone_name(),
            "found": len(found),
        },
    )


def _asked(request: HttpRequest, today: date) -> date | None:
    """The first day to be shown; None where what was asked for is no day."""
    asked = request.GET.get("from", "")
    if not asked:
        return today
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return None
    furthest = today + timedelta(days=3660)
    return day if asked == day.isoformat() and day <= furthest else None


def rows(request: HttpRequest, first: date, last: date, today: date) -> list[Row]:
    """In their order: by hour, and what has none at the end of its day."""
    span = (_begin(first), _begin(last + timedelta(days=1)))
    found = [*_stories(request, span), *_records(request, span)]
    found += _tasks(request, first, last, today)
    return sorted(found, key=lambda row: (row.day, row.at is None, row.at or span[0], row.what))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _stories(request: HttpRequest, span: tuple[datetime, datetime]) -> list[Row]:
    ahead = Revision.objects.filter(story=OuterRef("pk"), public_from__gt=Now())
    stories = states.with_states(stories_open_to(actor(request))).annotate(
        goes_out=Subquery(ahead.values("public_from")[:1]),
        headed=Subquery(ahead.values("headline")[:1]),
    )
    chosen: Any = stories.filter(
        goes_out__gte=span[0], goes_out__lt=span[1], withdrawn_at__isnull=True
    ).order_by("goes_out", "pk")
    return [
        _at(story.goes_out, story.headed, states.words(story), _story_url(story.pk), "story")
        for story in chosen
    ]


def _records(request: HttpRequest, span: tuple[datetime, datetime]) -> list[Row]:
    if not actor(request).has_perm("sanctions.view_deskrecord"):
        return []
    ahead = DeskRecord.objects.filter(
        public_from__gt=Now(), public_from__gte=span[0], public_from__lt=span[1]
    ).order_by("public_from", "pk")
    return [
        _at(
            record.public_from,
            record.title,
            f"{record.get_kind_display()}, a record".capitalize(),
            reverse("admin:sanctions_deskrecord_change", args=[record.pk]),
            "record",
        )
        for record in ahead
        if record.public_from is not None
    ]


def _tasks(request: HttpRequest, first: date, last: date, today: date) -> list[Row]:
    """What is late stands under today: it is still to be done."""
    newest = Revision.objects.filter(story=OuterRef("story")).order_by("-number")
    due = Assignment.objects.filter(
        story__in=stories_open_to(actor(request)), done_at__isnull=True, due__lte=last
    ).order_by("due", "pk")
    if first > today:
        due = due.filter(due__gte=first)
    found: Any = due.annotate(
        headed=Subquery(newest.values("headline")[:1]), who=F("to__username")
    ).values_list("due", "task", "who", "headed", "story")
    return [
        Row(
            day=max(day, today),
            at=None,
            what=f"{task} ({headed})",
            state=f"To be done by {who}",
            url=_story_url(story),
            kind="task",
            late=day if day < today else None,
        )
        for day, task, who, headed, story in found
    ]


def _at(moment: datetime, what: str, state: str, url: str, kind: str) -> Row:
    local = timezone.localtime(moment)
    return Row(local.date(), local, what, state, url, kind)


def _story_url(pk: int) -> str:
    return reverse("admin:newsroom_story_change", args=[pk])
