"""What keeps a step from being taken, in words for people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.models import Claim, Revision
from newsroom.readiness import Finding


class WorkflowError(Exception):
    """A step that cannot be taken. Its message is for people: what is so, and what to do."""


class Conflict(WorkflowError):  # noqa: N818
    """Somebody else saved since this was opened. `current` is what they left."""

    def __init__(self, current: Revision | Claim) -> None:
        super().__init__(
            "Somebody else saved this since you opened it. Nothing of yours was saved."
        )
        self.current = current


class NotReady(WorkflowError):  # noqa: N818
    """The story cannot be published; `findings` say what to mend and where."""

    def __init__(self, found: Sequence[Finding]) -> None:
        super().__init__("Not published: " + " ".join(finding.message for finding in found))
        self.findings = list(found)


@dataclass(frozen=True)
class CorrectionNote:
    """What readers are told of a mistake: the claim's key ("" for the whole story), both sides."""

    key: str
    wrong: str
    right: str
