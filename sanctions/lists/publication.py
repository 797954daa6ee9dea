"""What a list is to us: one shape for every publisher. No database."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, time, timedelta
from pathlib import Path

from sanctions.entries import PublishedList


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """How much a version may change before a person has looked at it (sanctions/guard/).

    Shares are of the entries of the version before; where a number and a share are given, the
    greater counts.
    """

    removed: int = 5
    removed_share: float = 0.005
    #: A programme with at least so many entries may lose this share of them to removal.
    programme: int = 10
    programme_share: float = 0.20
    #: As many as may be removed at once may leave a programme so large for others, or this share
    #: of it, whichever is more; those removed are counted with them.
    moved_share: float = 0.50
    #: All removals within so many days since somebody last decided about a version of the list.
    lately: timedelta = timedelta(days=30)
    removed_lately: int = 20
    removed_lately_share: float = 0.02
    #: Days of birth that become others, while the name stays.
    births: int = 5
    births_share: float = 0.005
    #: Persons that become firms, firms that become ships.
    kinds: int = 5
    kinds_share: float = 0.005
    #: Other names that leave one number and appear under another.
    aliases: int = 5
    aliases_share: float = 0.005
    #: Entries that change in any way.
    changed: int = 50
    changed_share: float = 0.05
    added: int = 200
    added_share: float = 0.05
    #: Of the added, those whose number had left the list and comes back.
    returned: int = 5
    renumbered_share: float = 0.005
    #: Numbers of firms and ships under which nothing of any name stays.
    renamed: int = 5
    #: Of all entries, those whose names were decoded twice ("MÃ¼ller").
    garbled_share: float = 0.005
    #: By how much the share of entries that have a fact may drop.
    fill_drop: float = 0.05
    #: With less than this share of the entries before, it is no whole list at all.
    refused_below: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a whole issue looks like, for one that has no version before it to be compared with.

    `fill` has the least share of entries of a kind that have a fact:
    `{("person", "births"): 0.9}`.
    """

    entries: tuple[int, int]
    fill: Mapping[tuple[str, str], float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form in which a publisher issues a list: its name, and the address of each file."""

    name: str
    files: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """One list as its publisher issues it.

    `programmes_of` is the authority's short name in the addresses of its programmes. `forms` are
    what a fetch asks for, one after the other, `hosts` the machines that may answer. `sha256`
    answers the hash of what `read` would read: the same bytes again need no reading.
    `moves_within` is how long the list has at most stood still: longer is an alarm. `fetched_at` is
    the hour by which the publisher has issued what it issues that day.
    """

    code: str
    authority: str
    title: str
    licence: str
    url: str
    entry_url: str
    stale_after: timedelta
    moves_within: timedelta
    programmes_of: str
    read: Callable[[Path], PublishedList]
    sha256: Callable[[Path], str]
    forms: tuple[Form, ...]
    hosts: tuple[str, ...]
    expected: Expected
    thresholds: Thresholds = Thresholds()
    fetched_at: time = time(23, 30, tzinfo=UTC)  # the evening in Washington and in New York
