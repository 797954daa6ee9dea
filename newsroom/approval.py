"""That a second person has read exactly what will go out, and what exactly that is.

Reads only; the steps are in `newsroom.workflow`. Why it is so: docs/decisions/0032.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Model
from django.utils import timezone

from newsroom.merging import FIELDS
from newsroom.models import Approval, Claim, ClaimLink, GroupSettings, Revision
from newsroom.models.claims import ASSERTED
from newsroom.readiness import Finding, Severity
from newsroom.workflow.errors import WorkflowError
from sanctions.dates import PartialDate

#: Where the checklist leads from the line about the approval.
PLACE = "review"
_STORY = ("slug", "section", "language")
_PICTURE = ("sha256", "alt", "credit", "caption")
_SOURCE = ("label", "kind", "terms", "description", "document_id")


# ---- What goes out ----------------------------------------------------------------------------


def going_out(revision: Revision) -> dict[str, Any]:
    """All that readers will get of a revision, as the database holds it now, by its parts.

    A part is a field of the text, the address and what stands above the headline, the picture, or
    "claim KEY". That somebody confirmed a claim is the desk's own and in none.
    """
    held = Revision.objects.select_related("story", "picture").defer("search").get(pk=revision.pk)
    parts: dict[str, Any] = {name: getattr(held, name) for name in FIELDS}
    parts["address"] = _columns(held.story, _STORY)
    parts["picture"] = held.picture and _columns(held.picture, _PICTURE)
    links: dict[int, list[list[str]]] = {}
    for claim, role, *targets in ClaimLink.objects.filter(claim__revision=held).values_list(
        "claim", "role", *(f"{target}_id" for target in ClaimLink.TARGETS)
    ):
        [record] = [
            f"{target} {key}"
            for target, key in zip(ClaimLink.TARGETS, targets, strict=True)
            if key is not None
        ]
        links.setdefault(claim, []).append([role, record])
    for claim in Claim.objects.filter(revision=held).select_related("source"):
        parts[f"claim {claim.key}"] = _columns(claim, ASSERTED) | {
            "source": claim.source and _columns(claim.source, _SOURCE),
            "links": sorted(links.get(claim.pk, [])),
        }
    return parts


def _columns(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: _plain(getattr(row, name)) for name in names}


def _plain(value: object) -> str | int | bool | None:
    if isinstance(value, PartialDate):
        return f"{value.earliest}/{value.latest}"
    return value if isinstance(value, bool | int) or value is None else str(value)


def fingerprint(revision: Revision) -> str:
    """Another text, claim, link, source or picture has another one."""
    return fingerprint_of(going_out(revision))


def fingerprint_of(parts: Mapping[str, Any]) -> str:
    return _digest({"format": 1, "parts": parts})


def digests(parts: Mapping[str, Any]) -> dict[str, str]:
    """Each part's own, so that of two fingerprints can be told what lies between them."""
    return {name: _digest(part)[:12] for name, part in parts.items()}


def _digest(what: object) -> str:
    canonical = json.dumps(what, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def short(full: str) -> str:
    """As people compare it by eye."""
    return f"{full[:4]} {full[4:8]} {full[8:12]}"


def changed(shown: Mapping[str, str], now: Mapping[str, Any]) -> list[str]:
    """Which parts are not as they were shown, in words; `shown` are the digests of that time."""
    present = digests(now)
    names = sorted(
        name for name in shown.keys() | present.keys() if shown.get(name) != present.get(name)
    )
    claims = [name.removeprefix("claim ") for name in names if name.startswith("claim ")]
    words = [_NAMES.get(name, name) for name in names if not name.startswith("claim ")]
    for key in claims:
        said = now.get(f"claim {key}", {}).get("words")
        words.append(f"the claim “{said}”" if said else f"a claim that is gone ({key})")
    return words


_NAMES = {
    "address": "its address, section or language",
    "body": "the text",
    "byline": "the byline",
    "dateline": "the dateline",
    "headline": "the headline",
    "picture": "the picture",
    "standfirst": "the standfirst",
}


# ---- Who has read it --------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """What people said of a working revision, compared with what would go out now.

    `approvals` are those of this very text, the newest first, as far back as nobody refused it.
    `lapsed` is the newest of an earlier text, `refused` the last word where that was a refusal.
    """

    fingerprint: str
    approvals: list[Approval]
    lapsed: Approval | None = None
    refused: Approval | None = None

    @classmethod
    def of(cls, revision: Revision, present: str = "") -> Standing:
        present = present or fingerprint(revision)
        rows = list(
            Approval.objects.filter(revision=revision).select_related("by").order_by("-at", "-pk")
        )
        approvals: list[Approval] = []
        for row in rows:
            if row.fingerprint == present:
                if row.refused:
                    break
                approvals.append(row)
        lapsed = next((row for row in rows if not row.refused and row.fingerprint != present), None)
        refused = rows[0] if rows and rows[0].refused else None
        return cls(present, approvals, lapsed, refused)

    @property
    def approval(self) -> Approval | None:
        """The newest, whoever gave it."""
        return next(iter(self.approvals), None)

    def by_another(self, than: User) -> Approval | None:
        """The newest of somebody else: of two who read it, one is not the publisher."""
        return next((one for one in self.approvals if one.by_id != than.pk), None)


def approved(revision: Revision) -> Approval | None:
    """The approval of exactly what would go out now."""
    return Standing.of(revision).approval


def four_eyes(by: User) -> bool:
    """Whether a group of theirs publishes only what a second person has approved."""
    return GroupSettings.objects.filter(four_eyes=True, group__user=by).exists()


def wrote_in(revision: Revision, by: User) -> bool:
    """Whether somebody saved text of this revision."""
    return revision.saved_by_id == by.pk or revision.saved_texts.filter(by=by).exists()


def refuse_unapproved(revision: Revision, by: User, standing: Standing | None = None) -> None:
    """Under four eyes nobody publishes what no other person has approved as it stands."""
    if four_eyes(by) and (problem := _problem(standing or Standing.of(revision), by)):
        raise WorkflowError(
            f"Not published: {problem} Your group publishes only what a second person has approved,"
            " word for word. Hand it over for review, or ask somebody else to approve it."
        )


def finding(standing: Standing, by: User) -> Finding:
    """The line on the checklist; it keeps the story from readers only under four eyes."""
    strict = four_eyes(by)
    approval = standing.by_another(by) if strict else standing.approval
    if approval is not None:
        return Finding(
            "approved",
            f"Approved by {told(approval)}, text {short(standing.fingerprint)}.",
            PLACE,
            "Read what was approved",
            Severity.HINT,
        )
    problem = _problem(standing, by)
    return Finding(
        "not_approved",
        f"{problem[0].upper()}{problem[1:]}",
        PLACE,
        "Read what was approved" if standing.approvals else "Read and approve",
        Severity.FAILURE if strict else Severity.HINT,
    )


def _problem(standing: Standing, by: User) -> str:
    """Why it does not count as approved where `by` publishes; "" where it does."""
    if standing.by_another(by):
        return ""
    if standing.approvals:
        return "only you have approved this text: a second person has to."
    if standing.refused and standing.refused.fingerprint == standing.fingerprint:
        return f"{told(standing.refused)} sent it back."
    if standing.lapsed:
        return f"{told(standing.lapsed)} approved another text: it was changed since."
    return "nobody has approved this text yet."


def told(approval: Approval) -> str:
    """Who and when."""
    at = timezone.localtime(approval.at)
    return f"{approval.by.get_username()} ({at:%-d %B %Y, %H:%M})"
