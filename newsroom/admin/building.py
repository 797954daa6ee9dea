"""An open claim as its form stands: what it says, what the records say, what its words offer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils import timezone

from newsroom import workflow
from newsroom.admin.forms import ClaimForm
from newsroom.assertions import sentence
from newsroom.models import Claim
from newsroom.reading.cards import spoken
from newsroom.verdicts import Previewed, preview
from newsroom.words import Offer, offers


@dataclass(frozen=True)
class Built:
    """The sentence to be checked, before it is saved; `lacking` keeps it from being checked."""

    kind: str
    sentence: str
    previewed: Previewed | None
    lacking: Sequence[str]
    is_judgement: bool
    is_saved: bool

    @property
    def answered(self) -> frozenset[str]:
        """The findings of what is saved that the form answers already, though nobody saved it."""
        chosen = self.kind and not self.is_saved
        return frozenset({"claim_without_kind"} if chosen else ())


def built(form: ClaimForm) -> Built:
    """What the form says now, settled by today's records; nothing is stored."""
    drafted = form.drafted()
    assertion = form.assertion
    lacking = [
        str(form[name].label).lower()
        for name in (assertion.needs if assertion else ())
        if getattr(drafted, name) == workflow.COLUMNS[name]
    ]
    return Built(
        kind=assertion.label if assertion else "",
        sentence=sentence(drafted, names_of(drafted)),
        previewed=None if lacking else preview([drafted]).get(drafted.key),
        lacking=lacking,
        is_judgement=assertion is not None and not assertion.checkable,
        is_saved=workflow.state_of(drafted) == workflow.state_of(form.claim),
    )


def names_of(claim: Claim) -> dict[str, list[str]]:
    """The names of its records by role, for the sentence."""
    names: dict[str, list[str]] = {}
    for link in claim.links.all():
        names.setdefault(link.role, []).append(spoken(link.record))
    return names


# ---- What the words offer -------------------------------------------------------------------


@dataclass(frozen=True)
class Choice:
    """An offer as a button: `value` is what the button sends."""

    offer: Offer

    @property
    def value(self) -> str:
        return f"offer:{urlencode(self.offer.values)}"


def choices(form: ClaimForm) -> list[Choice]:
    """What the claim's words offer and its form does not hold yet."""
    words = str(form["words"].value() or "") or form.claim.words
    kind = form.assertion.kind if form.assertion else ""
    return [
        Choice(offer)
        for offer in offers(words, kind=kind, day=story_day(form.claim))
        if not all(form.holds(name, value) for name, value in offer.values if name in form.fields)
    ]


def taken(data: QueryDict, value: str) -> Mapping[str, str]:
    """What was sent, with an offer's values in their fields."""
    changed = data.copy()
    for name, offered in parse_qsl(value, keep_blank_values=True):
        if name == "kind" or name in workflow.COLUMNS:
            changed[f"claim-{name}"] = offered
            if not offered:  # as a browser sends a box that is not ticked
                del changed[f"claim-{name}"]
    return changed


def story_day(claim: Claim) -> date | None:
    """The day from which a claim's "Wednesday" counts, where it is certain.

    That of its first publication; of a story that nobody has read yet today, if it was saved
    today: its words may be older, and may wait.
    """
    if claim.first_published is not None:
        return timezone.localdate(claim.first_published)
    saved = timezone.localdate(claim.revision.saved_at)
    return saved if claim.revision.number == 1 and saved == timezone.localdate() else None
