"""Which changes of a verdict the desk has to see, and the items that they become."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Q

from newsroom.models import Check, StaleClaim

#: A claim's place: its story and its key.
type Place = tuple[int, str]
type Pair = tuple[Check | None, Check]

#: No longer so, or never: what a published sentence should not be.
UNTRUE = (Check.Verdict.OUTDATED, Check.Verdict.CONTRADICTED)


def raise_items(replaced: Sequence[Pair]) -> int:
    """Called inside a run's transaction with each old current check, or None, and the new one.

    Returns how many items it made. A place has one open item at most: another change of the same
    claim is told on the item that is open, and brings one that was put off back to the list.
    """
    worth = [pair for pair in replaced if _may_be_worth(pair[1])]
    if not worth:
        return 0
    last = _last_told(new for old, new in worth if old is None)
    changed: dict[Place, Pair] = {}
    for old, new in worth:
        before = old or last.get((new.story_id, new.key, new.basis))
        if _is_worth(before, new):
            place = (new.story_id, new.key)
            changed[place] = _graver(changed.get(place), (before, new))
    if not changed:
        return 0
    open_at = _open(changed)
    StaleClaim.objects.filter(pk__in=open_at.values(), asked_again_on__isnull=False).update(
        asked_again_on=None
    )
    items = [
        StaleClaim(story_id=story, key=key, before=before, after=new, raised_at=new.at)
        for (story, key), (before, new) in changed.items()
        if (story, key) not in open_at
    ]
    StaleClaim.objects.bulk_create(items, batch_size=2000)
    return len(items)


def _may_be_worth(new: Check) -> bool:
    if new.basis == Check.Basis.PUBLICATION:
        return new.verdict == Check.Verdict.CONTRADICTED
    return new.verdict in UNTRUE or new.verdict == Check.Verdict.UNDECIDED


def _is_worth(before: Check | None, new: Check) -> bool:
    """Another verdict than the last one, and one that the desk has to see.

    Of a claim's first check only what nobody accepted when it was published.
    """
    if before is None:
        return new.verdict in UNTRUE and not new.claim.accepted_why
    if new.verdict == Check.Verdict.UNDECIDED:
        return before.verdict == Check.Verdict.SUPPORTED
    return before.verdict != new.verdict


def _graver(one: Pair | None, other: Pair) -> Pair:
    """Of two changes of one claim that of today, which tells what readers read now."""
    if one is None:
        return other
    today = [pair for pair in (one, other) if pair[1].basis == Check.Basis.TODAY]
    untrue = [pair for pair in today if pair[1].verdict in UNTRUE]
    return (untrue or [pair for pair in (one, other) if pair[1].verdict in UNTRUE] or today)[0]


def _last_told(new: Iterable[Check]) -> Mapping[tuple[int, str, str], Check]:
    """What was last said of these words where no check stood: they had left the text for a while.

    One query; none where all of them were checked until now.
    """
    first = {(one.story_id, one.key, one.basis): one.first_published for one in new}
    if not first:
        return {}
    earlier = Check.objects.filter(
        story__in={story for story, _, _ in first},
        key__in={key for _, key, _ in first},
        replaced_at__isnull=False,
    )
    found: dict[tuple[int, str, str], Check] = {}
    for check in earlier.order_by("at", "pk"):
        place = (check.story_id, check.key, check.basis)
        if first.get(place) == check.first_published:
            found[place] = check
    return found


def _open(places: Iterable[Place]) -> dict[Place, int]:
    """The open items of these places, locked: nobody decides on one before this run has ended."""
    wanted = set(places)
    found = (
        StaleClaim.objects.open()
        .filter(Q(story__in={story for story, _ in wanted}), key__in={key for _, key in wanted})
        .order_by("pk")
        .select_for_update(of=("self",), no_key=True)
        .values_list("story", "key", "pk")
    )
    return {(story, key): pk for story, key, pk in found if (story, key) in wanted}
