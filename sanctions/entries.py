"""One issue of a list as published, read into memory. What every publisher's reader makes.

`content` is the publisher's wording and nothing else: a key is there only if the issue carries
that fact at all, so that a missing key means "unknown" and never "erased". `facts` is our own
reading of that wording, which may be improved without the record moving.

What there are many of is a named tuple, which is made several times as fast as a frozen dataclass.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sanctions.dates import PartialDate

type Json = str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None


class ListError(Exception):
    """A list that is refused. The message says what was found, where, and what to do."""


class PublishedName(NamedTuple):
    """A name under which an entry is listed. `kind` is one of `sanctions.models.Name.Kind`.

    `script` is its ISO 15924 code: "Latn", "Arab", "Cyrl".
    """

    name: str
    kind: str
    weak: bool = False
    script: str = "Latn"


class PublishedEntry(NamedTuple):
    """One numbered item. `kind` is one of `sanctions.models.Party.Kind`.

    `cut` names the keys of `content` whose text the publisher broke off and continues in a file
    that this issue lacks: the same beginning is then no change. `plain` has, for keys of `content`
    that the publisher's poorer files write without accents or in part, the wording that they have:
    between the two nothing has changed. So it has for the `weak_names` among the facts, each with
    its wording there (`name`) and here (`full`).
    """

    number: str
    name: str
    kind: str
    programmes: tuple[str, ...]
    names: tuple[PublishedName, ...]
    content: Mapping[str, Json]
    facts: Mapping[str, Json]
    cut: tuple[str, ...] = ()
    plain: Mapping[str, Json] = {}


class PublishedFile(NamedTuple):
    """One file of the set. `name` is the one by which a folder's reader finds it: "sdn.csv".

    `sha256` and `size` (bytes) are of what it holds unpacked.
    """

    part: str
    name: str
    path: Path
    sha256: str
    size: int


class Delisting(NamedTuple):
    """A number that the issue still carries, and says is no longer listed since a day."""

    number: str
    day: PartialDate | None


@dataclass(frozen=True, slots=True)
class PublishedList:
    """A whole issue. `sha256` is of all its files' bytes, unpacked, in a fixed order.

    `parts` are the files of the set, `fields` the keys that `content` carries. `dated` is the day
    that the files themselves bear, where they bear one. `names_in_full` says that the format tells
    every name of an entry, weak ones and those in other scripts too: one that it lacks has gone.
    """

    format: str
    parts: tuple[str, ...]
    fields: tuple[str, ...]
    sha256: str
    files: tuple[PublishedFile, ...]
    entries: tuple[PublishedEntry, ...]
    dated: date | None = None
    delistings: tuple[Delisting, ...] = ()
    warnings: tuple[str, ...] = ()
    names_in_full: bool = False
