"""Stories, sources and claims. One file for each subject."""

import newsroom.models.accounts  # noqa: F401  # their triggers
from newsroom.models.checks import Check, CheckRun, StaleClaim
from newsroom.models.claims import Claim, ClaimLink
from newsroom.models.digests import Digest
from newsroom.models.identities import IdentityReading, SourceIdentity
from newsroom.models.pictures import Picture
from newsroom.models.sessions import StaffSession
from newsroom.models.sources import Source
from newsroom.models.stories import Correction, FormerSlug, Revision, Story
from newsroom.models.writing import (
    Approval,
    Assignment,
    Draft,
    GroupSettings,
    Note,
    Presence,
    PreviewLink,
    SavedText,
)

__all__ = [
    "Approval",
    "Assignment",
    "Check",
    "CheckRun",
    "Claim",
    "ClaimLink",
    "Correction",
    "Digest",
    "Draft",
    "FormerSlug",
    "GroupSettings",
    "IdentityReading",
    "Note",
    "Picture",
    "Presence",
    "PreviewLink",
    "Revision",
    "SavedText",
    "Source",
    "SourceIdentity",
    "StaffSession",
    "StaleClaim",
    "Story",
]
