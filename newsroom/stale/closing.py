"""An item ends when a person decides: here the items that a published correction answers."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils import timezone

from newsroom.logbook import log
from newsroom.models import Correction, StaleClaim


def close_corrected(correction: Correction, by: User) -> None:
    """Whoever publishes a correction of a claim has decided about its item, whoever has it.

    Called in the publishing transaction, while no run is under way and before the new text is
    checked: what is wrong with the new words is an item of its own. A note about the story as a
    whole names no claim, and closes nothing.
    """
    if not correction.key:
        return
    items = StaleClaim.objects.open().filter(story=correction.story_id, key=correction.key)
    for item in items.select_for_update(of=("self",), no_key=True):
        item.decision, item.decided_by = StaleClaim.Decision.CORRECTED, by
        item.decided_at, item.correction = timezone.now(), correction
        item.save()
        log(by, item, f"Corrected: {correction.right}")
