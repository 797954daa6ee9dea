"""Two descriptions under one number, or one under two numbers: is it the same? No database."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import product
from typing import NamedTuple

from sanctions.entries import Json
from sanctions.guard.report import Renumbered
from sanctions.names import tokens

#: Names with less than this share of their words in common have nothing to do with each other;
#: "AL-ASSAD, Bashar" and "AL-SHARAA, Bashar" have a half.
ALIKE = 0.3

#: A word that more names of firms and ships share than this says nothing of who is meant, nor does
#: one that more than this share of them have: legal forms, trades, countries.
SHARED, SHARED_SHARE = 5, 0.005

#: "Abbud" and "Abboud", "Haniyeh" and "Haniyah"; of shorter words too many resemble.
SPELT_ALIKE, WORD_LETTERS = 0.8, 4

#: What an entry's facts tell: `earliest` and `latest` as ISO days, or none, and the words as `raw`.
type Births = Sequence[Mapping[str, Json]] | None


class Described(NamedTuple):
    """An entry as far as it can be told apart from others. `others` are its names but the first."""

    number: str
    name: str
    kind: str
    births: Births = None
    others: Sequence[str] = ()


def doubt(before: Described, after: Described, shared: Collection[str] = ()) -> str:
    """Which sort of doubt a number's new name raises (see `Report`), or "" where there is none.

    Where the days of birth exclude each other, resemblance of the names excuses nothing: those of
    brothers resemble. Where none tells, one name of each that is alike is enough; of a person one
    word, be it spelt another way, for people who are named anew have mostly been transcribed anew.
    Of firms and ships the words that many share (`shared_words`) do not make a name alike.
    """
    if tokens(before.name) == tokens(after.name):
        return ""
    if exclude_each_other(before.births, after.births):
        return "corrected" if in_common(before.name, after.name) >= ALIKE else "reused"
    if _meet(before.births, after.births):
        return ""
    persons = before.kind == after.kind == "person"
    pairs = product((before.name, *before.others), (after.name, *after.others))
    if any(
        in_common(old, new, () if persons else shared) >= ALIKE
        or (persons and _share_a_word(old, new))
        for old, new in pairs
    ):
        return ""
    return "reused" if persons or before.kind != after.kind else "renamed"


def exchanged(
    turned: Iterable[tuple[Described, Described]], come: Iterable[Described] = ()
) -> set[str]:
    """The numbers between which a name went over: one bore it, bears another, and one has it now.

    `turned` are the numbers whose name becomes another, before and after; `come` are those that are
    new. Neither a day of birth nor a likeness excuses it: the other number bears the very name.
    """
    bore: dict[tuple[str, ...], set[str]] = {}
    bear: dict[tuple[str, ...], set[str]] = {}
    known = set()
    for before, after in turned:
        bore.setdefault(_key(before.name), set()).add(before.number)
        bear.setdefault(_key(after.name), set()).add(after.number)
        known.add(after.number)
    for one in come:
        bear.setdefault(_key(one.name), set()).add(one.number)
    return known & {
        number for name in bore.keys() & bear.keys() for number in bore[name] | bear[name]
    }


def shared_words(names: Iterable[str]) -> frozenset[str]:
    """The words that so many of these names have that they tell nobody apart."""
    every = [tokens(name) for name in names]
    counts = Counter(word for words in every for word in words)
    enough = max(SHARED, SHARED_SHARE * len(every))
    return frozenset(word for word, count in counts.items() if count > enough)


def renumbered(gone: Iterable[Described], come: Iterable[Described]) -> list[Renumbered]:
    """Who goes under one number and comes under another, with no other day of birth."""
    coming: dict[tuple[str, ...], list[Described]] = {}
    for one in come:
        coming.setdefault((one.kind, *_key(one.name)), []).append(one)
    found: list[Renumbered] = []
    for one in gone:
        for other in coming.get((one.kind, *_key(one.name)), ()):
            if not exclude_each_other(one.births, other.births):
                found.append(Renumbered(one.number, other.number, other.name))
                break
    return found


def in_common(one: str, other: str, shared: Collection[str] = ()) -> float:
    """The share of both names' words that they have in common (Jaccard).

    Words that are shared by many are left out, unless a name has no other.
    """
    first, second = (
        {word for word in words if word not in shared} or set(words)
        for words in (tokens(one), tokens(other))
    )
    return len(first & second) / max(1, len(first | second))


def _key(name: str) -> tuple[str, ...]:
    return tuple(tokens(name))


def _share_a_word(one: str, other: str) -> bool:
    return any(
        SequenceMatcher(None, first, second).ratio() >= SPELT_ALIKE
        for first, second in product(tokens(one), tokens(other))
        if min(len(first), len(second)) >= WORD_LETTERS
    )


def exclude_each_other(one: Births, other: Births) -> bool:
    """Both tell days of birth, and no day can be meant by both."""
    return bool(_spans(one) and _spans(other)) and not _meet(one, other)


def _meet(one: Births, other: Births) -> bool:
    return any(
        first[0] <= second[1] and second[0] <= first[1]
        for first, second in product(_spans(one), _spans(other))
    )


def _spans(births: Births) -> list[tuple[str, str]]:
    """The days as ISO words, which are in the order of the days. Unread words tell none."""
    return [
        (str(birth["earliest"]), str(birth["latest"]))
        for birth in births or ()
        if birth.get("earliest") and birth.get("latest")
    ]
