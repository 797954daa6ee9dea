"""When a list is fetched: at its hour, and again a little later where nothing came.

Asked of the fetches that were made, and noted nowhere: a worker that was killed, a restored backup
or a second server can make a fetch late, never wrong.
"""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from django.db.models import Min, QuerySet

from sanctions.lists.publication import Form, Publication
from sanctions.models import Fetch, ListVersion

Status = Fetch.Status

#: How long after each try that brought nothing the next one is made; then not before the next day.
RETRIES = (timedelta(minutes=5), timedelta(minutes=20), timedelta(minutes=60))
#: After this, the publisher has been asked and its answer is known.
ENDED_WELL = (Status.UNCHANGED, Status.APPLIED, Status.QUARANTINED)


def due(publication: Publication, form: Form, now: datetime, *, at_once: bool = False) -> int:
    """The number of the try that is to be made now; 0 for none.

    `at_once` leaves out the time that lies between two tries.
    """
    appointed = _appointed(publication, now)
    newest = fetches_of(publication, form).first()
    if newest is None:
        # A list is not fetched the moment it was imported by hand: that is the newest there is.
        received = ListVersion.objects.filter(list__code=publication.code).aggregate(
            first=Min("received_at")
        )["first"]
        return 0 if received and received >= appointed else 1
    if newest.status == Status.RUNNING:
        return 0
    if newest.started_at < appointed:
        return 1
    again = tried_again_at(newest)
    return newest.attempt + 1 if again and (at_once or again <= now) else 0


def tried_again_at(fetch: Fetch) -> datetime | None:
    """When a fetch that brought nothing is tried again the same day; None where it is not.

    Up to a quarter later than planned, so that not everybody comes back at once; every worker
    finds the same moment.
    """
    if fetch.status in ENDED_WELL or fetch.ended_at is None or fetch.attempt > len(RETRIES):
        return None
    later = 1 + random.Random(fetch.pk).random() / 4  # noqa: S311  # no secret
    return fetch.ended_at + RETRIES[fetch.attempt - 1] * later


def _appointed(publication: Publication, now: datetime) -> datetime:
    """The last moment at which the list was due by its hour."""
    hour = publication.fetched_at
    today = now.astimezone(hour.tzinfo).replace(
        hour=hour.hour, minute=hour.minute, second=0, microsecond=0
    )
    return today if today <= now else today - timedelta(days=1)


def fetches_of(publication: Publication, form: Form) -> QuerySet[Fetch]:
    """The newest first."""
    return Fetch.objects.filter(list__code=publication.code, form=form.name).order_by("-pk")
