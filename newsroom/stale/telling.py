"""What the desk is told of an item: the sentence, what the records said before, and say now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from newsroom.body.rendering import Label, render
from newsroom.coverage import sentence_with
from newsroom.models import Check, CheckRun, Claim, StaleClaim
from newsroom.reading.claims import published_on, quoted
from newsroom.reading.verdicts import Told, Verdicts, public_facts, told
from newsroom.stale.day import address as day_address
from newsroom.stale.raising import UNTRUE, Place
from newsroom.workflow import CorrectionNote

#: What has moved, by the kind of what the claim asserts.
MOVED: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "list": (
        "A list",
        ("designated", "designated_in_action", "count", "share", "not_listed"),
    ),
    "licence": ("A licence", ("licence_in_force",)),
    "reward": ("A reward", ("reward",)),
    "position": ("A position", ("position",)),
    "case": ("A case", ("charged",)),
    "event": ("An event", ("event", "interval")),
    "document": ("A document", ("said",)),
}


@dataclass(frozen=True)
class Item:
    """An item with the claim as it was published and, where it still stands, as it is read now."""

    item: StaleClaim
    #: Those that stand for its place, of whatever words readers read there.
    current: Mapping[str, Check]
    live: Claim | None = None
    run: CheckRun | None = None

    # ---- The sentence ----

    @property
    def claim(self) -> Claim:
        """As it was published when its verdict changed."""
        return self.item.after.claim

    @property
    def words(self) -> str:
        return quoted(self.claim.words)

    @property
    def headline(self) -> str:
        return self.claim.revision.headline

    @property
    def published(self) -> date:
        return published_on(self.claim)

    @cached_property
    def sentence(self) -> str:
        """The whole sentence in which the claim's words stand, without marks."""
        return sentence_with(self.claim.revision.body, self.claim.key) or self.claim.words

    @cached_property
    def paragraphs(self) -> list[SafeString]:
        """The passages as they were published, with this claim alone marked."""
        labels = {self.claim.key: Label(1, self.verdict, self.verdict)}
        found = render(self.claim.revision.body, labels)
        return [one.html for one in found if self.claim.key in one.covers]

    # ---- What the records say ----

    @cached_property
    def before(self) -> Told | None:
        """What they said until it came here: at its last check, or of the day of publication."""
        if self.item.before is not None:
            return _one(told(self.claim, {self.item.before.basis: self.item.before}, None))
        return told(self.claim, self._of_these_words, self.run).publication

    @cached_property
    def after(self) -> Told | None:
        """What they said when it came here."""
        return _one(told(self.claim, {self.item.after.basis: self.item.after}, None))

    @cached_property
    def now(self) -> Told | None:
        """What they say of these words now; of words that readers cannot read, what they said."""
        if not self.stands:
            return self.after
        found = self._of_these_words
        if self.verdict == Check.Verdict.CONTRADICTED and Check.Basis.TODAY in found:
            today = found[Check.Basis.TODAY]
            if today.verdict == Check.Verdict.SUPPORTED:
                return told(self.claim, found, self.run).publication
        only = {basis: one for basis, one in found.items() if basis == Check.Basis.TODAY}
        return told(self.claim, only, self.run).today or self.after

    @property
    def _of_these_words(self) -> Mapping[str, Check]:
        first = self.item.after.first_published
        return {basis: one for basis, one in self.current.items() if one.first_published == first}

    @property
    def stands(self) -> bool:
        """Whether readers read these words, with this assertion, in a story that stands."""
        return (
            self.item.story.withdrawn_at is None
            and self.live is not None
            and self.live.first_published == self.item.after.first_published
        )

    @property
    def verdict(self) -> str:
        """As `StaleClaimQuerySet.with_verdict` has it."""
        if self.item.story.withdrawn_at is None and Check.Basis.TODAY in self.current:
            today = self.current[Check.Basis.TODAY].verdict
            first = self.current.get(Check.Basis.PUBLICATION)
            if today == Check.Verdict.SUPPORTED and first and first.verdict in UNTRUE:
                return first.verdict
            return today
        return self.item.after.verdict

    @property
    def word(self) -> str:
        return str(Check.Verdict(self.verdict).label)

    @property
    def reason(self) -> str:
        return self.now.reason if self.now else ""

    @property
    def is_untrue(self) -> bool:
        """Whether a sentence that readers read does not match the records."""
        return self.stands and self.verdict in UNTRUE

    @cached_property
    def note(self) -> str:
        """Why it may be closed although nobody corrected it; "" where its sentence is untrue."""
        if self.item.decision:
            return ""
        if withdrawn := self.item.story.withdrawn_at:
            return (
                f"The story was withdrawn on {_day(timezone.localdate(withdrawn))}: nobody reads "
                "the sentence any more. Close it with a reason."
            )
        if self.live is None:
            return "The claim has left the text: readers do not read it any more. Close it."
        if not self.stands:
            said = f"The story says something else there now: {quoted(self.live.words)}."
            if self.live.words == self.claim.words:
                said = "The same words assert something else now, or point to other records."
            if self.verdict in UNTRUE:
                return f"{said} That does not match the records either ({self.word.lower()})."
            return f"{said} Look at it, then close this."
        if self.verdict == Check.Verdict.SUPPORTED:
            return (
                "The claim stands again: what had changed was taken back. It waits here all the "
                "same until somebody has looked at it."
            )
        return ""

    # ---- The queue ----

    @property
    def waiting(self) -> int:
        """Days for which the sentence has been untrue, as far as is known, else the item here."""
        item = self.item
        until = timezone.localdate(item.decided_at) if item.decided_at else timezone.localdate()
        since = timezone.localdate(item.raised_at)
        if self.now and self.now.since and self.now.since.latest:
            since = min(since, self.now.since.latest)
        return max((until - since).days, 0)

    @property
    def url_of_day(self) -> str:
        """What the lists did on the day on which it came here."""
        return day_address(timezone.localdate(self.item.raised_at))

    @property
    def url(self) -> str:
        return reverse("admin:newsroom_staleclaim_change", args=[self.item.pk])

    @property
    def story_url(self) -> str:
        """To the claim in its story's panel."""
        story = reverse("admin:newsroom_story_change", args=[self.item.story_id])
        return f"{story}#claim={self.item.key}"

    @property
    def note_for_readers(self) -> CorrectionNote:
        """Where a correction begins: what was published, and what the records say now.

        Of records that readers may not see any more nothing is drafted, for it is for them.
        """
        read = {one.pk: one for one in (*self.current.values(), self.item.after)}.values()
        may_tell = len(public_facts(read)) == len(read)
        right = self.now.reason if self.now and may_tell else ""
        return CorrectionNote(self.item.key, f"We wrote: {quoted(self.sentence)}", right)


def items(found: Iterable[StaleClaim]) -> list[Item]:
    """In the same order. Three queries, beside that of the items (see `RELATED`)."""
    rows = list(found)
    places = {(one.story_id, one.key) for one in rows}
    if not places:
        return []
    checks: dict[Place, dict[str, Check]] = {}
    for check in Check.objects.current().filter(_at(places)):
        checks.setdefault((check.story_id, check.key), {})[check.basis] = check
    live = {
        (claim.revision.story_id, claim.key): claim
        for claim in Claim.objects.live()
        .filter(_at(places, "revision__story"))
        .select_related("revision")
        .defer("revision__body", "revision__body_text", "revision__search")
    }
    run = CheckRun.objects.first()
    return [
        Item(one, checks.get(place, {}), live.get(place), run)
        for one in rows
        for place in [(one.story_id, one.key)]
    ]


#: What an item's row is fetched with.
RELATED = (
    "story",
    "taken_by",
    "decided_by",
    "correction",
    "before",
    "after__claim__revision__story",
    "after__claim__source",
)


def _at(places: Iterable[Place], story: str = "story") -> Q:
    wanted = set(places)
    return Q(
        **{
            f"{story}__in": {one for one, _ in wanted},
            "key__in": {key for _, key in wanted},
        }
    )


def _one(verdicts: Verdicts) -> Told | None:
    return verdicts.today or verdicts.publication


def waiting() -> Sequence[Item]:
    """The sentences that do not match the records and about which nobody has decided yet."""
    return items(StaleClaim.objects.due().untrue().select_related(*RELATED).order_by("raised_at"))


def _day(day: date) -> str:
    return f"{day:%-d %B %Y}"
