"""What a version would change, in a form that is kept with it and shown. No database.

What there are many of is counted in full and named by its first: a report must stay small.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Self

from sanctions.entries import Json
from sanctions.names import without_turning


@dataclass(frozen=True, slots=True)
class Finding:
    """A reason to hold a version, or to refuse it. The message is for who decides about it."""

    rule: str
    message: str
    refuses: bool = False

    def __post_init__(self) -> None:
        """A name in it turns nothing of what stands behind the name."""
        object.__setattr__(self, "message", without_turning(self.message))

    def as_json(self) -> dict[str, Json]:
        return {"rule": self.rule, "message": self.message}


@dataclass(frozen=True, slots=True)
class Some[Item]:
    """How many there are, and the first of them."""

    total: int = 0
    first: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """An entry as messages and pages name it."""

    number: str
    name: str


@dataclass(frozen=True, slots=True)
class ProgrammeChange:
    """`removed` left the list altogether, `moved` stay on it, but under this programme no more."""

    code: str
    before: int
    after: int
    added: int
    removed: int
    first_removed: tuple[Named, ...] = ()
    moved: int = 0


@dataclass(frozen=True, slots=True)
class FillRate:
    """Of how many entries of a kind a fact is told, among those that could tell it."""

    kind: str
    fact: str
    entries_before: int
    filled_before: int
    entries_after: int
    filled_after: int

    @property
    def before(self) -> float:
        return self.filled_before / self.entries_before if self.entries_before else 0.0

    @property
    def after(self) -> float:
        return self.filled_after / self.entries_after if self.entries_after else 0.0


@dataclass(frozen=True, slots=True)
class Renumbered:
    """A name that stood under one number and stands under another."""

    number_before: str
    number_after: str
    name: str


@dataclass(frozen=True, slots=True)
class Identity:
    """One number under two names. `born` has the publisher's words, none where it tells none."""

    number: str
    name_before: str
    name_after: str
    kind_before: str
    kind_after: str
    born_before: tuple[str, ...] = ()
    born_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """A changed entry: each fact that differs in both wordings, without what these share."""

    number: str
    name: str
    before: Mapping[str, Json]
    after: Mapping[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a version would change.

    `first` is a version with none before it, `coverage` the programmes it is complete for (none:
    the whole list). `before` counts the entries within its coverage that stood before, `after`
    those that it holds; `returned` are those of the added that had left the list, `removed_unseen`
    those that the versions before it removed lately (see `compare`). `renumbered` go under one
    number and come under another, with no other day of birth.

    Of one number that reads like two there are three sorts: `reused` (another name, and days of
    birth that exclude each other; or nothing of a person's name stays; or a person became a firm;
    or the name went over to another number; or only a reverted version told of it, and not the
    same),
    `corrected` (something of the name stays, the days of birth exclude each other) and `renamed`
    (nothing stays of the name of a firm or a ship). `births` keep their name and get a day of birth
    that excludes the one before, `kinds` are of another kind than before. `aliases` are other names
    that leave one number and appear under another.
    """

    first: bool
    coverage: tuple[str, ...] | None
    before: int
    after: int
    changed: int = 0
    added: Some[Named] = Some()
    returned: Some[Named] = Some()
    removed: Some[Named] = Some()
    removed_unseen: int = 0
    programmes: tuple[ProgrammeChange, ...] = ()
    fill_rates: tuple[FillRate, ...] = ()
    renumbered: Some[Renumbered] = Some()
    reused: Some[Identity] = Some()
    corrected: Some[Identity] = Some()
    renamed: Some[Identity] = Some()
    births: Some[Identity] = Some()
    kinds: Some[Identity] = Some()
    aliases: Some[Renumbered] = Some()
    garbled: Some[Named] = Some()
    changes: tuple[Change, ...] = ()

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Self:
        """The inverse of `as_json`, also after a way through the database, and of an older one."""
        return cls(
            **{
                one.name: _READERS[one.name](told[one.name])
                if one.name in _READERS
                else told[one.name]
                for one in fields(cls)
                if one.name in told
            }
        )


def _named(told: Mapping[str, str]) -> Named:
    return Named(**told)


def _programme(told: Mapping[str, Any]) -> ProgrammeChange:
    return ProgrammeChange(**{**told, "first_removed": tuple(map(_named, told["first_removed"]))})


def _identity(told: Mapping[str, Any]) -> Identity:
    born = {key: tuple(told[key]) for key in ("born_before", "born_after")}
    return Identity(**{**told, **born})


def _some[Item](
    read: Callable[[Mapping[str, Any]], Item],
) -> Callable[[Mapping[str, Any]], Some[Item]]:
    return lambda told: Some(told["total"], tuple(map(read, told["first"])))


def _each[Item](
    read: Callable[[Mapping[str, Any]], Item],
) -> Callable[[Iterable[Mapping[str, Any]]], tuple[Item, ...]]:
    return lambda told: tuple(map(read, told))


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "coverage": lambda told: None if told is None else tuple(told),
    "added": _some(_named),
    "returned": _some(_named),
    "removed": _some(_named),
    "programmes": _each(_programme),
    "fill_rates": _each(lambda told: FillRate(**told)),
    "renumbered": _some(lambda told: Renumbered(**told)),
    "reused": _some(_identity),
    "corrected": _some(_identity),
    "renamed": _some(_identity),
    "births": _some(_identity),
    "kinds": _some(_identity),
    "aliases": _some(lambda told: Renumbered(**told)),
    "garbled": _some(_named),
    "changes": _each(lambda told: Change(**told)),
}
