"""The marks of claims in a body, and the words under them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from newsroom.body.cleaning import read

#: Soft hyphen, zero-width letters and the byte order mark: pasted in, never meant.
INVISIBLE = re.compile("[\u00ad\u180e\u200b-\u200d\u2060\ufeff]")


@dataclass(frozen=True)
class Mark:
    """A claim's mark. Its segments, in several paragraphs perhaps, are one place.

    A key that was copied and pasted stands at two `places` with unmarked text between.
    """

    key: str
    places: tuple[str, ...]

    @property
    def words(self) -> str:
        return self.places[0]

    @property
    def repeated(self) -> bool:
        return len(self.places) > 1


def marks(html: str) -> list[Mark]:
    """The claims marked in a body, in reading order; where two begin together, the outer first."""
    places: dict[str, list[str]] = {}
    reaching: set[str] = set()  # keys whose last place still grows
    for block in read(html).blocks:
        between = " "  # blocks stand apart, also where one mark covers both
        for run in block.runs:
            blank = not run.text.strip()
            if not blank:
                reaching &= set(run.keys)
            for key in run.keys:
                if key in reaching:
                    places[key][-1] += between + run.text
                else:
                    places.setdefault(key, []).append(run.text)
                    reaching.add(key)
            between = between + run.text if blank and not run.keys else ""
    return [
        Mark(key, tuple(_single_spaced(place) for place in found)) for key, found in places.items()
    ]


def empty_marks(html: str) -> list[str]:
    """The keys of marks that cover no word anywhere; cleaning takes them off."""
    standing = {mark.key for mark in marks(html)}
    return [key for key in dict.fromkeys(read(html).keys) if key not in standing]


def plain_text(html: str) -> str:
    """The text alone, a line for each block."""
    return "\n".join(
        "".join(run.text for run in block.runs).replace("\n", " ") for block in read(html).blocks
    )


def same_words(one: str, other: str) -> bool:
    """Whether a person would call them the same words.

    Spaces of any kind, letters that do not show and the two spellings of "é" make no difference.
    """
    return comparable(one) == comparable(other)


def comparable(words: str) -> str:
    """Words as they are compared."""
    return _single_spaced(unicodedata.normalize("NFC", INVISIBLE.sub("", words)))


def _single_spaced(text: str) -> str:
    return " ".join(text.split())
