"""What every kind of assertion is made of."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol

from newsroom.assertions.outcomes import unknown
from newsroom.facts import Facts, On, Outcome
from sanctions.dates import PartialDate

#: Names of the linked records, by role.
Records = Mapping[str, Sequence[str]]


class Columns(Protocol):
    """The columns of a claim that a sentence and a rule read."""

    kind: str
    comparator: str
    about: bool
    number: Decimal | None
    unit: str
    authority: str
    period_from: PartialDate | None
    period_to: PartialDate | None
    heading: str
    quote: str
    reported: bool
    tense: str


@dataclass(frozen=True)
class Role:
    """A part that records play in an assertion.

    `targets` are the columns of a link that it accepts, `record_kinds` the kinds of desk record;
    `least` and `most` bound how many.
    """

    name: str
    label: str
    targets: tuple[str, ...]
    record_kinds: tuple[str, ...] = ()
    least: int = 1
    most: int = 1


@dataclass(frozen=True)
class Constraint:
    """What the database asks of a claim of a kind: all columns that it needs are filled.

    `units` are those that it accepts where it needs one; `above_zero` is said of the number.
    """

    name: str
    message: str
    units: tuple[str, ...] = ()
    above_zero: bool = False


class Assertion(ABC):
    """One kind of assertion."""

    kind: ClassVar[str]
    label: ClassVar[str]
    #: In one line: what it says, for whoever chooses a kind.
    help: ClassVar[str]
    #: Where it stands among the kinds that are offered.
    place: ClassVar[int] = 100
    needs: ClassVar[tuple[str, ...]] = ()
    takes: ClassVar[tuple[str, ...]] = ()
    constraint: ClassVar[Constraint | None] = None
    roles: ClassVar[tuple[Role, ...]] = ()
    #: Whether a kept document (the claim's, or its source's) settles it.
    settled_by_document: ClassVar[bool] = False
    #: Whether anything can settle it.
    checkable: ClassVar[bool] = True
    #: Whether its sentence is made of the names of its records.
    names_records: ClassVar[bool] = True
    #: Whether it is about a party, and not about a record of it.
    about_parties: ClassVar[bool] = False
    #: Whether what stands on a list or under a programme is counted for it.
    tallies: ClassVar[bool] = False
    #: Whether all lists are read for it where no list or programme is linked.
    reads_every_list: ClassVar[bool] = False

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        return cls.needs + cls.takes

    @classmethod
    @abstractmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        """The assertion in plain language."""

    @classmethod
    def lasts(cls, claim: Columns) -> bool:
        """Whether it is about a state that can end; else its answer of then stands for ever."""
        return "tense" in cls.columns() and claim.tense == "lasting"

    @classmethod
    def lacking(cls, claim: Columns, linked: Mapping[str, int]) -> list[str]:
        """The labels of the parts that no record plays; `linked` is how many play each."""
        return [role.label for role in cls.roles if linked.get(role.name, 0) < role.least]

    @classmethod
    def settle(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        """Whether it was so on a day, from what was gathered. Knows no database."""
        if not cls.checkable:  # no record that is hidden or missing would settle it
            return cls.compare(claim, facts, on)
        if facts.hidden:
            return unknown(
                "Not every record that this claim rests on is public and decided on, "
                "so nothing is told of it.",
                "a decision on every link, and records that readers may see",
            )
        linked: dict[str, int] = {}
        for part in facts.parts:
            linked[part.role] = linked.get(part.role, 0) + 1
        if lacking := cls.lacking(claim, linked):
            return unknown(
                "No record is linked that could settle this claim.",
                f"a record as “{lacking[0]}”",
            )
        return cls.compare(claim, facts, on)

    @classmethod
    @abstractmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        """The kind's rule, where all its parts are there and nothing is hidden."""
