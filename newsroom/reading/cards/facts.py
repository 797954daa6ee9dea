"""A record as it is shown: its name, and what is known of it with its days."""

from __future__ import annotations

from dataclasses import dataclass

from newsroom.reading.wording import partial
from sanctions.dates import PartialDate


@dataclass(frozen=True)
class Fact:
    """A label with its value; `iso` where the value is a day, or as much of one as is known."""

    label: str
    value: str
    iso: str = ""


@dataclass(frozen=True)
class RecordCard:
    """One linked record. `short` and `line` are what fits in the margin."""

    type: str
    id: str
    kind: str
    name: str
    url: str
    facts: tuple[Fact, ...]
    short: str
    line: str
    #: The part that it plays in the claim's assertion; "" outside a claim.
    role: str = ""
    #: Its name inside a sentence, where that is another.
    spoken: str = ""

    @property
    def label(self) -> str:
        """Its kind, and for an interval which end of it the record gives."""
        return f"{self.kind}, {self.role}" if self.role in ("from", "to") else self.kind


def fact(label: str, value: str) -> tuple[Fact, ...]:
    return (Fact(label, value),) if value else ()


def dated(label: str, day: PartialDate | None) -> tuple[Fact, ...]:
    if day is None:
        return ()
    return (Fact(label, partial(day), day.iso if day.precision != "span" else ""),)
