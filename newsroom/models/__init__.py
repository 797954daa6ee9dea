"""Stories, sources and claims. One file for each subject."""

from newsroom.models.checks import Check, CheckRun, StaleClaim
from newsroom.models.claims import Claim, ClaimLink
from newsroom.models.digests import Digest
from newsroom.models.sources import Source
from newsroom.models.stories import Correction, FormerSlug, Revision, Story

__all__ = [
    "Check",
    "CheckRun",
    "Claim",
    "ClaimLink",
    "Correction",
    "Digest",
    "FormerSlug",
    "Revision",
    "Source",
    "StaleClaim",
    "Story",
]
