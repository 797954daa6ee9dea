"""What a claim says, beside its words; and what falls with a change of it."""

from __future__ import annotations

from typing import Any

from newsroom.models import Claim
from sanctions.models import Designation, DeskRecord, Party, Programme, SanctionsList

Record = Designation | Party | Programme | SanctionsList | DeskRecord
#: The columns of a claim that an assertion may fill, and what they hold when it does not.
COLUMNS: dict[str, Any] = {
    "comparator": "",
    "about": False,
    "number": None,
    "unit": "",
    "authority": "",
    "period_from": None,
    "period_to": None,
    "heading": "",
    "quote": "",
    "reported": False,
    "tense": Claim.Tense.PAST,
}


def state_of(claim: Claim) -> tuple[object, ...]:
    """All that a person confirms beside the words and the links."""
    return (*said(claim), claim.source_id, claim.document_id)


def said(claim: Claim) -> tuple[object, ...]:
    """The assertion without its records."""
    return (claim.kind, *(getattr(claim, name) for name in COLUMNS))


def meaning(claim: Claim) -> tuple[object, ...]:
    """The assertion with its records, to be compared with another revision's."""
    links = sorted(
        (link.role, link.record_type, getattr(link, f"{link.record_type}_id"))
        for link in claim.links.all()
    )
    return (*said(claim), *links)


def unconfirm(claim: Claim) -> None:
    claim.confirmed_words, claim.confirmed_by, claim.confirmed_at = "", None, None
    _forget_acceptance(claim)


def is_new(claim: Claim) -> None:
    """It says what readers have not read, unless publishing finds that they have."""
    claim.first_published = None
    _forget_acceptance(claim)


def _forget_acceptance(claim: Claim) -> None:
    """What was accepted was another thing."""
    claim.accepted_why, claim.accepted_by, claim.accepted_at = "", None, None


def target_of(record: Record) -> str:
    """The column of a link that holds such a record."""
    for model, target in (
        (Designation, "designation"),
        (Party, "party"),
        (Programme, "programme"),
        (SanctionsList, "list"),
        (DeskRecord, "desk_record"),
    ):
        if isinstance(record, model):
            return target
    raise TypeError(f"A claim cannot point to {type(record).__name__}.")
