"""The names of an issue, whoever published it: what is no name is refused, what looks odd is noted.

The wording stays the publisher's. Only where pages show a party's name do marks that turn the
direction of writing fall away (sanctions/merge.py), for these would turn the page's words as well.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from sanctions.entries import ListError, PublishedEntry
from sanctions.lists.reading import shortened
from sanctions.lists.unpacking import ASK_AGAIN
from sanctions.names import TURNING

LONGEST_NAME = 1000  # letters; the longest in the lists that we hold has 196

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_NO_NAMES = {"n/a", "none", "null", "unknown", "not known", "no name"}
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_TURNING = re.compile(f"[{TURNING}]")
_WORD = re.compile(r"\w+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LOOKING_LATIN = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")  # Greek, Cyrillic

type _Numbered = tuple[str, str]


def checked(
    entries: Sequence[PublishedEntry], label: str, warnings: list[str]
) -> tuple[PublishedEntry, ...]:
    """The entries with names that can be shown; raises ListError for what is no name.

    `label` is the file's name in messages.
    """
    for entry in entries:
        _refuse_no_name(entry, label)
    names = [one.name for entry in entries for one in entry.names]
    if max(map(len, names), default=0) > LONGEST_NAME:
        _refuse_longest(entries, label)
    if not all(map(str.isascii, names)):
        foreign = [
            (entry.number, one.name)
            for entry in entries
            for one in entry.names
            if not one.name.isascii()
        ]
        _note(foreign, _is_misread, "letters that look misread, as “Ã¼” for “ü”", label, warnings)
        _note(foreign, _mixes_scripts, "letters of two scripts stand in one word", label, warnings)
        _note(
            foreign,
            lambda name: bool(_TURNING.search(name)),
            "marks that turn the direction of writing, which pages leave out",
            label,
            warnings,
        )
    _note_unborn(entries, label, warnings)
    return tuple(entries)


def _note_unborn(entries: Sequence[PublishedEntry], label: str, warnings: list[str]) -> None:
    """A slip of the publisher's, for which nobody's listing waits: it is told, and never mended."""
    today = f"{timezone.localdate():%Y-%m-%d}"
    births: list[tuple[str, Any]] = [
        (entry.number, birth) for entry in entries for birth in _births(entry)
    ]
    unborn = [
        (number, str(birth.get("raw") or birth["earliest"]))
        for number, birth in births
        if str(birth.get("earliest") or "") > today
    ]
    if unborn:
        number, words = unborn[0]
        count = "1 date" if len(unborn) == 1 else f"{len(unborn):,} dates"
        warnings.append(
            f"{label}: a birth that lies ahead ({count}, first number {number}, "
            f"“{shortened(words)}”)."
        )


def _births(entry: PublishedEntry) -> Any:
    return entry.facts.get("births") or ()


def _refuse_no_name(entry: PublishedEntry, label: str) -> None:
    name = entry.name
    if not _LETTER_OR_DIGIT.search(name) or (
        len(name) < 20 and name.strip().casefold() in _NO_NAMES
    ):
        raise ListError(
            f"{label}, number {entry.number}, name “{shortened(name)}”: is no name. Ask the "
            "publisher, or wait for the next issue; nothing has been imported."
        )


def _refuse_longest(entries: Sequence[PublishedEntry], label: str) -> None:
    number, name = max(
        ((entry.number, one.name) for entry in entries for one in entry.names),
        key=lambda one: len(one[1]),
    )
    raise ListError(
        f"{label}, number {number}: the name “{shortened(name)}” has {len(name):,} letters, at "
        f"most {LONGEST_NAME:,} are a name. {ASK_AGAIN}"
    )


def _is_misread(name: str) -> bool:
    """Whether some letters, written as Windows-1252, are valid UTF-8: read twice, as “MÃ¼ller”.

    Whether these are too many is the guard's to say.
    """
    for letters in _NOT_ASCII.findall(name):
        try:
            letters.encode("cp1252").decode("utf-8")
        except UnicodeError:
            continue
        return True
    return False


def _mixes_scripts(name: str) -> bool:
    """A Cyrillic “А” in a Latin word looks right and is found by nobody."""
    return any(_LATIN.search(word) and _LOOKING_LATIN.search(word) for word in _WORD.findall(name))


def _note(
    names: Sequence[_Numbered],
    odd: Callable[[str], bool],
    what: str,
    label: str,
    warnings: list[str],
) -> None:
    found = [one for one in names if odd(one[1])]
    if found:
        number, name = found[0]
        count = "1 name" if len(found) == 1 else f"{len(found):,} names"
        warnings.append(f"{label}: {what} ({count}, first number {number}, “{shortened(name)}”).")
