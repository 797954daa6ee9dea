"""What is asked of an issue before it is compared or held: its day, its reach, its size.

What fails is refused at the door: it makes no version, and its message says what to do.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.utils import timezone

from sanctions import guard
from sanctions.entries import ListError, PublishedList
from sanctions.models import ListVersion


def day_of(
    issue: PublishedList, given: date | None, published: date | None
) -> tuple[date, ListVersion.DatedBy]:
    """The issue's day, and who says so: the file before the person before the address."""
    if given and issue.dated and given != issue.dated:
        raise ListError(
            f"The file bears the day {issue.dated:%-d %B %Y}, and {given:%-d %B %Y} was given. "
            "Leave the day away, or find the right file."
        )
    told = (
        (issue.dated, ListVersion.DatedBy.FILE),
        (given, ListVersion.DatedBy.GIVEN),
        (published, ListVersion.DatedBy.ADDRESS),
    )
    received = (timezone.localdate(), ListVersion.DatedBy.RECEIVED)
    day, source = next(((day, source) for day, source in told if day), received)
    refuse_ahead(day, source)
    return day, source


def refuse_ahead(day: date, source: ListVersion.DatedBy) -> None:
    """Where the publisher is it may be tomorrow already; where somebody types a day it is not."""
    ahead = timedelta(days=0 if source == ListVersion.DatedBy.GIVEN else 1)
    if day > timezone.localdate() + ahead:
        raise ListError(f"The list is dated {day:%-d %B %Y}, which lies ahead. Check --dated.")


def check_coverage(issue: PublishedList, reach: Sequence[str] | None) -> tuple[str, ...]:
    """No row may lie outside the coverage; a programme without rows is worth a word."""
    if reach is None:
        return ()
    outside = [entry for entry in issue.entries if not set(entry.programmes) & set(reach)]
    if outside:
        raise ListError(
            f"{len(outside):,} entries lie outside the coverage {', '.join(reach)}, the first is "
            f"number {outside[0].number} under {', '.join(outside[0].programmes)}. Name every "
            "programme that the excerpt is complete for, or leave --coverage out for a whole list."
        )
    listed = {code for entry in issue.entries for code in entry.programmes}
    return tuple(
        f"no entry is listed under {code}, which the coverage names"
        for code in reach
        if code not in listed
    )


def in_order(dated: date, dated_by: str, newest: ListVersion | None) -> date:
    """The day as it counts behind the newest version. Raises ListError where it is older.

    A list without a day of its own may come after one that is dated tomorrow, as it is already
    where the publisher is: it counts as of that day.
    """
    if newest is None or dated >= newest.until:
        return dated
    tomorrow = timezone.localdate() + timedelta(days=1)
    if dated_by == ListVersion.DatedBy.RECEIVED and newest.dated == tomorrow:
        return newest.dated
    stood = f", which stood until {newest.until:%-d %B %Y}" if newest.confirmed_on else ""
    raise ListError(
        f"The list of {dated:%-d %B %Y} is older than the newest applied, of "
        f"{newest.dated:%-d %B %Y}{stood}. What was listed between could no more be told apart: "
        "replay the lists from the start instead, into an empty database. If it is the newest "
        "applied that has a wrong day, revert that one, and import both with their days."
    )


def refuse_most_gone(findings: Iterable[guard.Finding], typed: str, sha256: str) -> None:
    """What is no list at all is not even held, unless somebody typed its hash in."""
    refused = [one.message for one in findings if one.refuses]
    if refused and not typed:
        raise ListError(f"{' '.join(refused)} Its hash is {sha256}.")


def refuse_unreasoned(why: str) -> None:
    if not why.strip():
        raise ListError("Say why: the reason is kept with the version.")
