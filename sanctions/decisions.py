"""What people decide about the records, and what follows from it. One transaction each.

A dated word on a designation (an action, a document, a list's own field) is stored as it is; the
designation's days are resolved from all of them and from the bounds that the lists give. Words
that cannot all be true leave the day open, and the desk is told: nothing is silently chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from sanctions.dates import PartialDate
from sanctions.models import (
    Designation,
    DesignationDate,
    DeskRecord,
    Entry,
    ListVersion,
    NoEntry,
    Party,
    PartySuggestion,
    SameParty,
)
from sanctions.querysets import SHOWN_WORDS
from sanctions.signals import parties_parted

# ---- The days of a designation ----------------------------------------------------------------


def join_action(
    action: DeskRecord, designation: Designation, by: User, end: str = "listed"
) -> DesignationDate:
    """The action lists this designation, or ends it (`end="delisted"`), on the action's day."""
    if action.kind != DeskRecord.Kind.ACTION or action.begins is None:
        raise ValueError(f"“{action}” is no dated action: it gives nobody a day.")
    with transaction.atomic():
        word, _ = DesignationDate.objects.update_or_create(
            designation=designation,
            end=end,
            action=action,
            defaults={"day": action.begins, "decided_by": by, "decided_at": timezone.now()},
        )
        resolve_dates(designation)
    return word


def take_back(word: DesignationDate) -> None:
    """The word no longer counts: an action did not list it after all, a document was misread."""
    with transaction.atomic():
        word.delete()
        resolve_dates(word.designation)


def follow_action(action: DeskRecord) -> None:
    """The action's day or its being public has changed, so the days that it gives change too."""
    with transaction.atomic():
        DesignationDate.objects.filter(action=action).update(day=action.begins)
        for designation in Designation.objects.filter(dates__action=action).distinct():
            resolve_dates(designation)


def resolve_dates(designation: Designation) -> None:
    """Set both days of a designation from the dated words about it.

    An action that readers may not see yet gives them no day either: `resolve_due_dates` comes
    back when it is public.
    """
    designation.listed_on, designation.delisted_on = _days(designation)
    designation.save(update_fields=["listed_on", "delisted_on"])


def resolve_due_dates() -> int:
    """Resolve each designation to which an action that became public gives a day; counts them.

    A day that counts lies within the day that the action says, so whatever does not is looked at
    again: no note of what was resolved when can be lost or be wrong.
    """
    outside = Q(end="listed") & ~_within("listed_on") | Q(end="delisted") & ~_within("delisted_on")
    due = DesignationDate.objects.filter(SHOWN_WORDS, outside, action__isnull=False)
    changed = 0
    for key in due.order_by("designation").values_list("designation", flat=True).distinct():
        with transaction.atomic():
            # One that somebody is deciding about now waits for the next time.
            designation = Designation.objects.select_for_update(skip_locked=True).filter(pk=key)
            for one in designation:
                if _days(one) != (one.listed_on, one.delisted_on):
                    resolve_dates(one)
                    changed += 1
    return changed


def _days(designation: Designation) -> tuple[PartialDate | None, PartialDate | None]:
    told = _Told.about(designation, designation.dates.filter(SHOWN_WORDS))
    return told.day("listed"), told.day("delisted")


def _within(column: str) -> Q:
    """Of a word whose day counts in that column already."""
    return Q(**{f"designation__{column}__contained_by": F("day")})


def date_conflicts(designation: Designation) -> list[str]:
    """Why a day was left open although something dated tells: a sentence for each end."""
    told = _Told.about(designation, designation.dates.all())
    return [sentence for end in DesignationDate.End if (sentence := told.conflict(end))]


@dataclass(frozen=True)
class _Word:
    """That a day lies in a span, and who says so."""

    earliest: date
    latest: date
    origin: str


@dataclass(frozen=True)
class _Told:
    """All that is told about the two ends of one designation."""

    dated: dict[str, list[_Word]]
    bounds: dict[str, _Word]

    @classmethod
    def about(cls, designation: Designation, words: QuerySet[DesignationDate]) -> _Told:
        dated: dict[str, list[_Word]] = {end: [] for end in DesignationDate.End}
        newer = designation.dates.filter(end=OuterRef("end"), version__gt=OuterRef("version"))
        # Of what the list's own versions tell of an end, the newest counts.
        counting = words.filter(~Exists(newer))
        for word in counting.select_related("action", "document", "version__list"):
            origin = word.action or word.document or word.version
            dated[word.end].append(_Word(word.day.earliest, word.day.latest, str(origin)))
        seen = designation.last_seen
        if seen is None and dated["delisted"]:
            seen = _seen_to(designation)
        return cls(
            dated,
            {
                "listed": _between(designation.last_absent, designation.first_seen),
                "delisted": _between(seen, designation.first_gone),
            },
        )

    def words(self, end: str) -> list[_Word]:
        return [*self.dated[end], self.bounds[end]]

    def span(self, end: str) -> tuple[date, date]:
        """In which the day lies if all that is told is true; it may be empty."""
        words = self.words(end)
        return max(word.earliest for word in words), min(word.latest for word in words)

    def day(self, end: str) -> PartialDate | None:
        """As exactly as all that is told allows; bounds alone are no day."""
        earliest, latest = self.span(end)
        return PartialDate(earliest, latest) if self.dated[end] and earliest <= latest else None

    def conflict(self, end: str) -> str:
        earliest, latest = self.span(end)
        if not self.dated[end] or earliest <= latest:
            return ""
        words = "; ".join(f"{word.origin}: {_words(word)}" for word in self.words(end))
        return f"No day can be the one on which it was {end}, if all of this is true. {words}."


def _seen_to(designation: Designation) -> date | None:
    """The day of the newest applied version that tells of it."""
    found = Designation.objects.with_seen_to().get(pk=designation.pk)
    day: date | None = found.seen_to  # type: ignore[attr-defined]
    return day


def _between(before: date | None, by: date | None) -> _Word:
    """After one version and by another; on that day itself where both were issued on it."""
    earliest = date.min if before is None else before + timedelta(days=1)
    latest = date.max if by is None else by
    if before is not None and before == by:
        earliest = before
    return _Word(earliest, latest, "List versions")


def _words(word: _Word) -> str:
    if word.earliest == date.min and word.latest == date.max:
        return "any day"
    if word.earliest == date.min:
        return f"by {PartialDate.of_day(word.latest)}"
    if word.latest == date.max:
        return f"from {PartialDate.of_day(word.earliest)}"
    return str(PartialDate(word.earliest, word.latest))


# ---- Who is who -------------------------------------------------------------------------------

#: First half of the key of an advisory lock. Any number of our own.
_LOCK = 0x5A11C8


class DecisionError(ValueError):
    """A decision that cannot be taken. Its message is for people: what is so, and what to do."""


def current_decisions() -> QuerySet[SameParty]:
    """The decisions that stand: those that no later one about the same pair has replaced."""
    return SameParty.objects.filter(replaced_at__isnull=True)


def decide_same_party(
    one: Party,
    other: Party,
    *,
    same: bool,
    by: User,
    why: str,
    tell: Callable[[str], object] = lambda _: None,
) -> SameParty:
    """Two parties are one, or are not; raises DecisionError where that cannot be.

    A later decision about a pair is a new row: the earlier stays, and says until when it stood.
    A no about two that were joined undoes the join. `tell` gets a sentence for each thing that
    follows from it and needs a person.
    """
    older, younger = sorted((one, other), key=lambda party: party.pk)
    if not why.strip():
        raise DecisionError("Give the reason: who asks later must be able to follow it.")
    with transaction.atomic():
        _lock({older.pk, younger.pk})
        if refusal := contradiction(older, younger, same=same):
            raise DecisionError(refusal)
        earlier = current_decisions().filter(one=older, other=younger).first()
        if earlier and earlier.same == same:
            raise DecisionError(f"That has been decided already, by {_signed(earlier)}.")
        now = timezone.now()
        since = _parted(earlier) if earlier and earlier.same else {}
        if earlier:
            earlier.replaced_at = now
            earlier.save(update_fields=["replaced_at"])
        decision = SameParty(
            one=older, other=younger, same=same, decided_by=by, decided_why=why.strip()
        )
        decision.save()
        follow_decisions([older, younger])
        if since:
            for _, told in parties_parted.send(SameParty, decision=decision, since=since):
                if told:
                    tell(told)
        PartySuggestion.objects.filter(one=older, other=younger).delete()
    return decision


def reopen(
    decision: SameParty, *, by: User, why: str, tell: Callable[[str], object] = lambda _: None
) -> SameParty:
    """Nobody has decided about the pair any more: it may be suggested again.

    What records it is a no that was replaced in the moment in which it was taken. Raises
    DecisionError where that cannot be.
    """
    if not why.strip():
        raise DecisionError("Give the reason: who asks later must be able to follow it.")
    one, other = decision.one, decision.other
    with transaction.atomic():
        one_at_a_time()
        if not current_decisions().filter(pk=decision.pk).exists():
            raise DecisionError("This decision stands no more: there is nothing to open again.")
        if decision.same:
            opened = decide_same_party(one, other, same=False, by=by, why=why, tell=tell)
        else:
            current_decisions().filter(pk=decision.pk).update(replaced_at=timezone.now())
            opened = SameParty(
                one=one, other=other, same=False, decided_by=by, decided_why=why.strip()
            )
            opened.save()
        opened.replaced_at = opened.decided_at
        opened.save(update_fields=["replaced_at"])
    return opened


def side_of(party: Party, beside: Party) -> set[int]:
    """The keys of all that are one with a party whatever is decided about it and the other."""
    pair = Q(one=party, other=beside) | Q(one=beside, other=party)
    return _one_with(party.pk, current_decisions().exclude(pair))


def one_at_a_time() -> None:
    """Until the transaction ends, nobody else decides: what was read of decisions stays so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, 0)", [_LOCK])


def _lock(parties: set[int]) -> None:
    """One decision at a time; and whoever links something to these parties now comes after it.

    A link's foreign key shares a lock on its party's row, which this one waits for.
    """
    one_at_a_time()
    group = {key for party in parties for key in _one_with(party)}
    list(Party.objects.select_for_update().filter(pk__in=group).order_by("pk").values("pk"))


def follow_decisions(parties: Iterable[Party]) -> None:
    """Point each of these parties, and all that are one with them, at the oldest among them.

    One that readers may see comes first: an address that they can open never leads to one that
    they cannot.
    """
    with transaction.atomic():
        for party in parties:
            group = _one_with(party.pk)
            public = Party.objects.public().filter(pk__in=group).values_list("pk", flat=True)
            oldest = min(public or group)
            Party.objects.filter(pk=oldest).update(merged_into=None)
            Party.objects.filter(pk__in=group - {oldest}).update(merged_into=oldest)


def lead_past_hidden() -> None:
    """After list versions were reverted: who was joined to a party that they hid leads instead."""
    for party in Party.objects.filter(reverted=True, merged__isnull=False).distinct():
        follow_decisions([party])


def contradiction(one: Party, other: Party, *, same: bool) -> str:
    """Why this decision cannot stand beside those already taken, or "".

    Two that are one already are not joined again: so there is always one decision, and only one,
    by which to part two parties.
    """
    others = current_decisions().exclude(one=one, other=other).exclude(one=other, other=one)
    first = _one_with(one.pk, others)
    if not same:
        if other.pk in first:
            return (
                f"Other decisions make {one} and {other} one, by way of a third party: "
                "change those first."
            )
        return ""
    if one.kind != other.kind:
        kinds = [party.get_kind_display().lower() for party in (one, other)]
        return f"{one} is of the kind {kinds[0]}, {other} is {kinds[1]}: they cannot be one."
    if other.pk in first:
        return f"Other decisions make {one} and {other} one already, by way of a third party."
    second = _one_with(other.pk, others)
    no = (
        others.filter(same=False)
        .filter(Q(one__in=first, other__in=second) | Q(one__in=second, other__in=first))
        .select_related("one", "other")
        .first()
    )
    if no:
        return f"It was decided that {no}: change that decision first."
    return _entry_that_was_not_found(first, second) or _entry_that_was_not_found(second, first)


def _entry_that_was_not_found(looked_for: set[int], listed: set[int]) -> str:
    """Where it was decided that the ones are not on a version which has the others, or ""."""
    for sought in NoEntry.objects.filter(
        party__in=looked_for, version__in=ListVersion.objects.applied()
    ).select_related("party", "version__list"):
        entry = Entry.objects.filter(
            list=sought.version.list,
            party__in=listed,
            versions__span__contains=sought.version.sequence,
        ).first()
        if entry:
            return (
                f"It was decided that {sought.party} has no entry on the {sought.version}, and "
                f"{entry.party} is there as entry {entry.number}: take that decision back first."
            )
    return ""


def pair_decisions(one: Party, other: Party) -> QuerySet[SameParty]:
    """All that was ever decided about two parties, the newest first."""
    pair = Q(one=one, other=other) | Q(one=other, other=one)
    return SameParty.objects.filter(pair).select_related("decided_by").order_by("-decided_at")


def _signed(decision: SameParty) -> str:
    at = timezone.localtime(decision.decided_at)
    return f"{decision.decided_by}, {at:%-d %B %Y}: {decision.decided_why}"


def _parted(cut: SameParty) -> dict[int, datetime]:
    """Since when each party was one with those whom only this decision joins it to."""
    joins = current_decisions().filter(same=True).exclude(pk=cut.pk)
    since: dict[int, datetime] = {}
    for start in (cut.one_id, cut.other_id):
        reached, new = {start: cut.decided_at}, {start}
        while new:
            edges = joins.filter(Q(one__in=new) | Q(other__in=new))
            before, new = set(reached), set()
            for one, other, at in edges.values_list("one", "other", "decided_at"):
                for here, there in ((one, other), (other, one)):
                    if here in before and there not in reached:
                        reached[there] = max(reached[here], at)
                        new.add(there)
        since |= reached
    return since


def _one_with(party: int, decisions: QuerySet[SameParty] | None = None) -> set[int]:
    """The keys of all parties that decisions make one with this one, itself included."""
    pairs = (current_decisions() if decisions is None else decisions).filter(same=True)
    group, new = {party}, {party}
    while new:
        found = pairs.filter(Q(one__in=new) | Q(other__in=new)).values_list("one", "other")
        new = {key for pair in found for key in pair} - group
        group |= new
    return group


def entry_on(party: Party, version: ListVersion) -> Entry | None:
    """Under which the party, or one found to be the same, stands on a list version."""
    return Entry.objects.filter(
        list=version.list,
        party__in=_one_with(party.pk),
        versions__span__contains=version.sequence,
    ).first()
