"""Whether a text names somebody, however it is written. Pure: no database, no keys.

Found: any case, accents or none, letters that do not show, HTML entities, other spaces and
hyphens, "Surname, Given", a possessive, one word between two of the name's, "Mueller" for
"Müller", in an address also the name written as one word. `partly` also finds an initial with its
point, and the first of three names with one of the others.

Not found: other alphabets, slips of the pen, nicknames, a surname alone (unless it is given as a
name of its own), and whatever a picture shows.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from urllib.parse import unquote

from sanctions.names import fold

#: Words that come and go between the parts of a name, and before it.
_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "al bin da das de del den der di do dos du el ibn la las le los ten ter und van von y zu "
        "don dona dr dra frau herr ing lic mr mrs ms prof sir sr sra srta",
    )
)
#: A letter with its point, as in "A. Pérez", becomes a word that no name has.
_INITIAL = re.compile(r"(?<![^\W_])([^\W\d_])\.")
_INITIAL_IS = "initial"
#: Letters that do not show, also those that Unicode takes for letters or signs: fillers, no dots.
_INVISIBLE = re.compile(
    "[\u00ad\u115f\u1160\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufeff\uffa0]"
)
_UMLAUTS = {ord("ä"): "ae", ord("ö"): "oe", ord("ü"): "ue", ord("å"): "aa"}
#: One word more than a name has may stand between its own: "Ana María Pérez" is Ana Pérez.
_LOOSE = 1
#: A shorter one could stand inside another word of an address.
_SHORTEST_JOINED = 7


class Words:
    """A text as names are looked for in it. Of an `address` also what was written as one word."""

    def __init__(self, text: str, *, address: bool = False) -> None:
        text = unescape(unescape(unquote(text) if address else text))
        if not text.isascii():
            text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text))
        self.address = address
        self.all = fold(_INITIAL.sub(rf" \1{_INITIAL_IS} ", text)).split()

    @cached_property
    def joined(self) -> str:
        return "".join(self.all)

    @cached_property
    def plain(self) -> _Placed:
        return _Placed([word for word in self.all if word not in _PARTICLES])

    @cached_property
    def whole(self) -> _Placed:
        return _Placed(self.all)


class _Placed:
    """Words with their places, so that a text is read once for any number of names."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            self.places[word].append(place)

    def near(self, parts: set[str]) -> bool:
        """Whether they all stand beside one another, in any order, one other word between."""
        if any(part not in self.places for part in parts):
            return False
        reach = len(parts) + (_LOOSE if len(parts) > 1 else 0)
        rarest = min(parts, key=lambda part: len(self.places[part]))
        return any(
            parts <= set(self.words[max(0, start) : start + reach])
            for place in self.places[rarest]
            for start in range(place - reach + 1, place + 1)
        )


class Name:
    """A name made ready to be looked for in many texts. Shows nothing of itself."""

    def __init__(self, name: str) -> None:
        self._spellings = [fold(spelling).split() for spelling in _spellings(unescape(name))]

    def __repr__(self) -> str:
        return "a name"

    def is_in(self, words: Words, *, partly: bool = False) -> bool:
        """Whether the text names whoever bears it."""
        return any(_names(words, spelling, partly) for spelling in self._spellings)


def _spellings(name: str) -> Iterator[str]:
    """As it is given, and with the two ways of writing an umlaut."""
    surname, comma, given = name.partition(",")
    name = f"{given} {surname}" if comma else name
    yield name
    composed = unicodedata.normalize("NFC", name).casefold()
    taken_apart = composed.translate(_UMLAUTS)
    put_together = re.sub("([aou])e|aa", lambda found: found[1] or "a", composed)
    yield from {taken_apart, put_together} - {composed}


def _names(words: Words, whole: list[str], partly: bool) -> bool:
    parts = [part for part in whole if part not in _PARTICLES]
    placed = words.plain if len(parts) > 1 else words.whole
    parts = parts if len(parts) > 1 else whole
    if not parts:
        return False
    if placed.near(set(parts)) or _as_one_word(words, parts):
        return True
    return partly and any(placed.near(some) for some in _some_of(parts))


def _as_one_word(words: Words, parts: list[str]) -> bool:
    """As in "#AnaPerez" or "anaperez2@…", and in scripts that put no spaces between words."""
    forms = ("".join(parts), "".join(reversed(parts)))
    if all(unicodedata.category(letter) == "Lo" for letter in forms[0]):
        return any(form in words.joined for form in forms)
    if words.address and len(forms[0]) >= _SHORTEST_JOINED:
        return any(form in word for form in forms for word in words.all)
    return len(parts) > 1 and any(form in words.whole.places for form in forms)


def _some_of(parts: list[str]) -> Iterator[set[str]]:
    first, *others = parts
    for other in others:
        yield {first[0] + _INITIAL_IS, other}
        if len(parts) > 2:
            yield {first, other}
