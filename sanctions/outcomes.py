"""What is told of a list version to whoever received it or decided about it."""

from dataclasses import dataclass, field
from typing import Self

from sanctions.entries import Json
from sanctions.models import ListVersion


@dataclass(frozen=True, slots=True)
class Counts:
    """What a version changed. `enriched` are the unchanged of which it tells more."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    enriched: int = 0

    @classmethod
    def of(cls, version: ListVersion) -> Self:
        return cls(**{name: getattr(version, name) for name in cls.__slots__})

    @property
    def entries(self) -> int:
        return self.added + self.changed + self.unchanged

    def columns(self) -> dict[str, int]:
        """As a version's row has them."""
        named = {name: getattr(self, name) for name in self.__slots__}
        return {**named, "entry_count": self.entries}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a list version. `version` is its sequence number, none in a dry run.

    `status` is "applied", "unchanged", "quarantined", "refused" or "reverted".
    """

    status: str
    version: int | None = None
    counts: Counts = field(default_factory=Counts)
    reason: str = ""
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        return {
            "added": self.counts.added,
            "changed": self.counts.changed,
            "removed": self.counts.removed,
            "unchanged": self.counts.unchanged,
            "enriched": self.counts.enriched,
            "status": self.status,
            "version": self.version,
            "reason": self.reason,
            "warnings": self.warnings,
        }
