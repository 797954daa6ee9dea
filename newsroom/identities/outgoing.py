"""Before a text goes out: whether it names a source that we protect."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from newsroom.clearance import cleared
from newsroom.identities.readings import Purpose, note
from newsroom.identities.sealing import Identity, Unreadable, opened
from newsroom.models import IdentityReading, SourceIdentity
from newsroom.naming import Words

#: Whoever publishes texts that name sources that often within a day publishes none until tomorrow:
#: a text could be an answer to "is it she?".
MOST_STOPS = 5


@dataclass(frozen=True)
class Passage:
    """A piece of a text, and its place as an editor finds it.

    `exactly` tells one of many alike from the others, "the text, paragraph 3": the cleared alone
    are told, or a text with a name in each paragraph would ask about all of them at once.
    """

    place: str
    words: Words
    exactly: str = ""


def are_any_kept() -> bool:
    """Whether there is anything to compare a text with."""
    return SourceIdentity.objects.exists()


@sensitive_variables()
def named_in(
    passages: Sequence[Passage], by: User, *, cited: Collection[int], about: str
) -> list[str]:
    """Why this must not go out, as sentences; nothing where no source's name is in it.

    Every identity is compared, for a name slips into other stories too; but in one that cites the
    source (`cited` has their keys) parts of a name count as well. Each comparison is noted: call
    it once for each attempt, in a transaction that a refusal does not take back: it lets one
    person's attempts wait for one another. `about` is told to the head where nothing was found;
    of a stop it would lead to the name.
    """
    User.objects.select_for_update(no_key=True).only("pk").get(pk=by.pk)
    exactly = cleared(by)
    rows = list(SourceIdentity.objects.select_related("source").order_by("source__label"))
    now = timezone.now()
    stops = IdentityReading.objects.filter(
        by=by, purpose=Purpose.STOPPED, at__gt=now - timedelta(days=1)
    )
    if stops.values("at").distinct().count() >= MOST_STOPS:
        last = stops.select_related("source")[0].source
        assert last is not None  # noqa: S101  # a constraint's word
        note(last, by, Purpose.REFUSED, f"A text after {MOST_STOPS} stops; it was not compared.")
        told = f"{MOST_STOPS} texts of yours named confidential sources within a day."
        return [f"{told} Somebody else has to look at this one and publish it, or it waits."]
    stopped: list[str] = []
    readings: list[IdentityReading] = []
    for row in rows:
        purpose, reason = Purpose.PUBLISHING, about
        try:
            places = _places(
                passages,
                opened(row, settings.SOURCE_KEYS),
                cites=row.source_id in cited,
                exactly=exactly,
            )
        except Unreadable as error:
            stopped.append(f"{error} So nobody can tell whether this text names it.")
            purpose, reason = Purpose.REFUSED, str(error)
        else:
            if places:
                alias = row.source.label
                stopped.append(
                    f"This names the confidential source “{alias}”: {places}. "
                    "Write it without the name."
                    + ("" if exactly else " Somebody who is cleared is told the very place.")
                )
                purpose = Purpose.STOPPED
        readings.append(
            IdentityReading(source=row.source, by=by, purpose=purpose, reason=reason[:300], at=now)
        )
    if stopped:
        for reading in readings:
            if reading.reason == about:
                reading.reason = "A text about to be published."
    IdentityReading.objects.bulk_create(readings)
    return stopped


@sensitive_variables()
def _places(passages: Sequence[Passage], identity: Identity, *, cites: bool, exactly: bool) -> str:
    if identity.only_where_cited and not cites:
        return ""
    names = identity.names
    found = (
        (exactly and passage.exactly) or passage.place
        for passage in passages
        if any(name.is_in(passage.words, partly=cites) for name in names)
    )
    return ", ".join(dict.fromkeys(found))
