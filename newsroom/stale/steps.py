"""What people do with an item of the queue. Each step is one transaction with the item locked.

Two people who press a button at once come one after the other, and the second is told who has it.
Knows no requests.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsroom.logbook import log
from newsroom.models import Revision, StaleClaim
from newsroom.workflow import WorkflowError, working_revision

#: After so long somebody who put an item off sees it again.
LATER = timedelta(days=7)


class Refused(WorkflowError):  # noqa: N818
    """A step that cannot be taken. Its message says what is so, and what to do."""


@transaction.atomic
def take(item: StaleClaim, *, by: User, over_from: User | None = None) -> StaleClaim:
    """Nobody else decides about it while somebody has it.

    `over_from` is whoever has it, where it is taken over from them: if by now it is another, it is
    refused.
    """
    item = _open(item)
    if item.taken_by == by:
        return item
    if item.taken_by is not None and item.taken_by != over_from:
        raise Refused(_has_it(item))
    before = item.taken_by
    item.taken_by, item.taken_at = by, timezone.now()
    item.save(update_fields=["taken_by", "taken_at"])
    log(by, item, f"Took it over from {name(before)}." if before else "Took it.")
    return item


@transaction.atomic
def give_back(item: StaleClaim, *, by: User) -> StaleClaim:
    item = _free_for(item, by)
    if item.taken_by is None:
        raise Refused("Nobody has it: it has been given back already.")
    item.taken_by = item.taken_at = None
    item.save(update_fields=["taken_by", "taken_at"])
    log(by, item, "Gave it back.")
    return item


@transaction.atomic
def ask_again(item: StaleClaim, *, by: User) -> StaleClaim:
    """Not in the list for a week, unless its verdict changes again before. Who has it keeps it."""
    item = _free_for(item, by)
    item.asked_again_on = timezone.localdate() + LATER
    item.save(update_fields=["asked_again_on"])
    log(by, item, f"Asked again on {_day(item.asked_again_on)}.")
    return item


@transaction.atomic
def keep(item: StaleClaim, *, by: User, why: str) -> StaleClaim:
    """It stays as it was published; or there is nothing left to correct."""
    if not (why := why.strip()):
        raise Refused("Say why it stays as it was published.")
    item = _free_for(item, by)
    item.decision, item.decided_why = StaleClaim.Decision.KEPT, why
    item.decided_by, item.decided_at = by, timezone.now()
    item.save(update_fields=["decision", "decided_by", "decided_at", "decided_why"])
    log(by, item, f"Kept as published: {why}")
    return item


@transaction.atomic
def begin_correction(item: StaleClaim, *, by: User) -> Revision:
    """The revision to correct. Whoever corrects it has it; it closes when the note is published."""
    if item.story.withdrawn_at is not None:
        raise Refused(
            "The story is withdrawn, so there is nothing to correct. Close the item with a reason."
        )
    # The story is locked before the item, as by whoever publishes.
    revision = working_revision(item.story, by)
    take(item, by=by)
    log(by, item, f"Began a correction in revision {revision.number}.")
    return revision


def _open(item: StaleClaim) -> StaleClaim:
    """The item as it is now, locked; refused where somebody has decided meanwhile."""
    # Without its users: whoever waited for the lock would get those of before.
    current = StaleClaim.objects.select_for_update(no_key=True).get(pk=item.pk)
    if current.decision:
        raise Refused(
            f"{name(current.decided_by)} decided about it on {_moment(current.decided_at)}: "
            f"{current.get_decision_display().lower()}. Nothing of yours was saved."
        )
    return current


def _free_for(item: StaleClaim, by: User) -> StaleClaim:
    """As `_open`; refused where somebody else has it."""
    current = _open(item)
    if current.taken_by not in (None, by):
        raise Refused(_has_it(current))
    return current


def _has_it(item: StaleClaim) -> str:
    return (
        f"{name(item.taken_by)} has it since {_moment(item.taken_at)}. Ask them first; then take "
        "it over on its page."
    )


def name(user: User | None) -> str:
    return (user.get_full_name() or user.get_username()) if user else "nobody"


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"


def _moment(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%-d %B %Y, %H:%M}" if moment else ""
