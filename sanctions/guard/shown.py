"""What a report shows of entries, short enough to be kept. No database."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from sanctions.entries import Json
from sanctions.guard.changes import differences, shortened
from sanctions.guard.identity import Births, Described
from sanctions.guard.report import Change, Identity, Renumbered, Some

#: How many of a kind a report names; and how many letters of a name, and births of an entry.
ENTRIES, IDENTITIES, CHANGES, OF_A_PROGRAMME = 200, 50, 50, 5
NAME_LETTERS, BIRTHS = 100, 10


def shown_change(
    number: str,
    name: str,
    before: dict[str, Json],
    after: dict[str, Json],
    born_before: Births,
    born_after: Births,
) -> Change:
    """With the words of the births as if they were a fact of the publisher's own."""
    return Change(
        number,
        name,
        *differences(
            before | {"births": list(_words(born_before))},
            after | {"births": list(_words(born_after))},
        ),
    )


def some_numbers(found: Sequence[Renumbered]) -> Some[Renumbered]:
    first = (replace(one, name=shortened(one.name, NAME_LETTERS)) for one in found)
    return Some(len(found), tuple(islice(first, IDENTITIES)))


def shown_identity(before: Described, after: Described) -> Identity:
    return Identity(
        after.number,
        shortened(before.name, NAME_LETTERS),
        shortened(after.name, NAME_LETTERS),
        before.kind,
        after.kind,
        _words(before.births),
        _words(after.births),
    )


def _words(births: Births) -> tuple[str, ...]:
    return tuple(shortened(str(birth["raw"]), NAME_LETTERS) for birth in births or ())[:BIRTHS]
