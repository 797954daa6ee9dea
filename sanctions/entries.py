"""One issue of a list as published, read into memory. What every publisher's reader makes.

`content` is the publisher's wording and nothing else: a key is there only if the issue carries
that fact at all, so that a missing key means "unknown" and never "erased". `facts` is our own
reading of that wording, which may be improved without the record moving.

What there are many of is a named tuple, which is made several times as fast as a frozen dataclass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

type Json = str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None


class ListError(Exception):
    """A list that is refused. The message says what was found, where, and what to do."""


class PublishedName(NamedTuple):
    """A name under which an entry is listed. `kind` is one of `sanctions.models.Name.Kind`."""

    name: str
    kind: str
    weak: bool = False


class PublishedEntry(NamedTuple):
    """One numbered item. `kind` is one of `sanctions.models.Party.Kind`.

    `cut` names the keys of `content` whose text the publisher broke off and continues in a file
    that this issue lacks: the same beginning is then no change.
    """

    number: str
    name: str
    kind: str
    programmes: tuple[str, ...]
    names: tuple[PublishedName, ...]
    content: Mapping[str, Json]
    facts: Mapping[str, Json]
    cut: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A whole issue. `sha256` is of all its files' bytes, unpacked, in a fixed order.

    `parts` are the files of the set, `fields` the keys that `content` carries.
    """

    format: str
    parts: tuple[str, ...]
    fields: tuple[str, ...]
    sha256: str
    entries: tuple[PublishedEntry, ...]
    warnings: tuple[str, ...] = ()
