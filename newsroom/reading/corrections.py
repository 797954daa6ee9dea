"""Corrections as readers are told of them: from which words to which, how both stood, and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from newsroom.facts import Facts
from newsroom.models import Check, Claim, Correction, Revision, StaleClaim
from newsroom.reading.claims import quoted
from newsroom.reading.tally import WORDS
from newsroom.reading.verdicts import public_facts, told


def corrections() -> QuerySet[Correction]:
    """What readers may see, each with `claim_has_page`: whether readers can open its claim."""
    return (
        Correction.objects.public()
        .select_related("story", "revision_after")
        .annotate(
            claim_has_page=Exists(
                Claim.objects.filter(
                    revision__story=OuterRef("story"),
                    revision__in=Revision.objects.public(),
                    key=OuterRef("key"),
                    position__isnull=False,
                )
            )
        )
        .order_by("-at", "-pk")
    )


@dataclass(frozen=True)
class Said:
    """Words, and the verdict that was told of them last before or after.

    "" where none was, and where it rests on what readers may not see, or on rules of another time.
    """

    words: str
    now: str = ""

    @property
    def state(self) -> str:
        return WORDS.get(self.now, "")

    def __str__(self) -> str:
        """For a feed: ““up to $15 million” (outdated)”."""
        return f"{self.words} ({self.state.lower()})" if self.state else self.words


@dataclass(frozen=True)
class ToldCorrection:
    """A correction with the words it replaced; `why` is the change of records that raised it.

    `before` and `after` are None where the words of no claim became others; of words that left
    the story only `before` is there.
    """

    correction: Correction
    before: Said | None = None
    after: Said | None = None
    why: str = ""

    @property
    def at(self) -> datetime:
        return self.correction.at

    @property
    def headline(self) -> str:
        return self.correction.revision_after.headline

    @property
    def claim_url(self) -> str:
        """The page of its claim; "" where readers can open none."""
        if not self.correction.claim_has_page:  # type: ignore[attr-defined]  # an annotation
            return ""
        return f"{self.correction.story.get_absolute_url()}claims/{self.correction.key}/"

    @property
    def text(self) -> str:
        """All of it, as a feed says it."""
        parts = [f"Wrong: {self.correction.wrong}", f"Right: {self.correction.right}"]
        if self.before:
            parts.append(f"The words were {self.before}.")
            parts.append(f"They are now {self.after}." if self.after else "They are gone.")
        if self.why:
            parts.append(f"Why: {self.why}")
        return " ".join(parts)


def told_corrections(found: Iterable[Correction]) -> list[ToldCorrection]:
    """In the same order. Four queries, beside that of the corrections."""
    rows = list(found)
    claims = _claims(rows)
    checks, raised = _checks(rows), _raised(rows)
    facts = public_facts([*checks.values(), *(item.after for item in raised)])
    why = _why(raised, facts)
    made = []
    for one in rows:
        before, after = _said(one, claims, checks, facts)
        reason = why.get(one.pk, "")
        # A note published as it was drafted says that already.
        made.append(ToldCorrection(one, before, after, "" if reason == one.right else reason))
    return made


#: A claim by its revision and key.
type _Claims = Mapping[tuple[int, str], Claim]
#: A check by its story, key and when the words were first published.
type _Checks = Mapping[tuple[int, str, datetime], Check]


def _claims(rows: Sequence[Correction]) -> _Claims:
    revisions = {key for one in rows for key in (one.revision_before_id, one.revision_after_id)}
    found = Claim.objects.filter(
        revision__in=Revision.objects.public().filter(pk__in=revisions),
        key__in={one.key for one in rows},
        position__isnull=False,
    )
    return {(claim.revision_id, claim.key): claim for claim in found}


def _checks(rows: Sequence[Correction]) -> _Checks:
    """Of these claims, as they were and as they are, the last of today's verdicts."""
    place = ("story", "key", "first_published")
    found = Check.objects.filter(
        basis=Check.Basis.TODAY,
        story__in={one.story_id for one in rows},
        key__in={one.key for one in rows},
    )
    last = found.order_by(*place, "-at", "-pk").distinct(*place)
    return {(check.story_id, check.key, check.first_published): check for check in last}


def _said(
    one: Correction, claims: _Claims, checks: _Checks, facts: Mapping[int, Facts]
) -> tuple[Said | None, Said | None]:
    """The words before, and those after."""
    before = claims.get((one.revision_before_id, one.key))
    after = claims.get((one.revision_after_id, one.key))
    if before is None or (after is not None and after.words == before.words):
        return None, None
    return (
        _with_verdict(before, one, checks, facts),
        _with_verdict(after, one, checks, facts) if after else None,
    )


def _with_verdict(
    claim: Claim, of: Correction, checks: _Checks, facts: Mapping[int, Facts]
) -> Said:
    words = quoted(claim.words)
    if claim.first_published is None:
        return Said(words)
    check = checks.get((of.story_id, of.key, claim.first_published))
    found = told(claim, {check.basis: check}, None, facts).today if check else None
    return Said(words, found.verdict if found else "")


def _raised(rows: Sequence[Correction]) -> list[StaleClaim]:
    """What stood in the desk's queue until these corrections were made."""
    items = StaleClaim.objects.filter(correction__in=rows).select_related("after__claim")
    return list(items.order_by("pk"))


def _why(items: Iterable[StaleClaim], facts: Mapping[int, Facts]) -> dict[int, str]:
    """What the records said that led to it, where readers may still see what that names."""
    return {
        item.correction_id: told(
            item.after.claim, {item.after.basis: item.after}, None, facts
        ).reason
        for item in items
        if item.correction_id
    }
