"""Whether quoted words stand in a text, word for word. No database.

Brackets in the quotation (“(Venezuela’s)”, “[…]”) and ellipses stand for words that the source
said otherwise or that were left out: they are passed over, and the pieces between them have to
occur in order. How a text writes quotation marks, dashes and spaces does not matter; letters do.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher

_SIGNS = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip
#: What a quotation passes over: an ellipsis, and a bracket with the rest of its word, “[w]e”.
_PASSED = re.compile(r"\w*\([^()]*\)\w*|\w*\[[^\[\]]*\]\w*|…|\.(?: ?\.){2,}")
#: Fewer words than these are like too much.
_FEWEST_WORDS = 4
_ALIKE = 0.75
_OUTSIDE = " \"',;:.-!?"


def stands_in(quote: str, text: str) -> bool:
    """Whether all pieces of the quotation stand in the text, in their order, as whole words."""
    pieces = _pieces(quote)
    plain = _plain(text)
    at = 0
    for piece in pieces:
        found = _whole(piece).search(plain, at)
        if found is None:
            return False
        at = found.end()
    return bool(pieces)


def _whole(piece: str) -> re.Pattern[str]:
    """It stands alone: “can” is not in “can't”, nor “5 million” in “1.5 million”."""
    before = r"(?<!\d[.,])" if piece[0].isdigit() else ""
    after = r"(?![.,]\d)" if piece[-1].isdigit() else r"(?!'t\b)"
    return re.compile(rf"(?<!\w)(?<!\b[Nn]on-){before}{re.escape(piece)}(?!\w){after}")


def nearest(quote: str, text: str) -> str:
    """The passage of a text that reads almost like the quotation; "" where none does.

    As long as the first piece of it that the text does not hold, of which three words in four
    have to stand in the passage in their order.
    """
    missing = next((one for one in _pieces(quote) if not stands_in(one, text)), "")
    wanted, words = _words(missing), text.split()
    if len(wanted) < _FEWEST_WORDS or len(words) < len(wanted):
        return ""
    plain = [_word(word) for word in words]
    at = _most_alike(wanted, plain)
    passage = plain[at : at + len(wanted)]
    if SequenceMatcher(None, wanted, passage, autojunk=False).ratio() < _ALIKE:
        return ""
    return " ".join(words[at : at + len(wanted)]).strip('“”",')


def _most_alike(wanted: list[str], words: list[str]) -> int:
    """Where the stretch begins that shares most words; of several one that begins alike."""
    left, shared, best, place = Counter(wanted), 0, -1, 0
    for at, word in enumerate(words):
        shared += left[word] > 0
        left[word] -= 1
        start = at - len(wanted) + 1
        if start > 0:
            gone = words[start - 1]
            left[gone] += 1
            shared -= left[gone] > 0
        alike = 2 * shared + (words[start] == wanted[0])
        if start >= 0 and alike > best:
            best, place = alike, start
    return place


def _words(text: str) -> list[str]:
    return [_word(word) for word in text.split()]


def _word(word: str) -> str:
    return _plain(word).strip(_OUTSIDE).casefold()


def _pieces(quote: str) -> list[str]:
    pieces = (piece.strip(_OUTSIDE) for piece in _PASSED.split(_plain(quote)))
    return [piece for piece in pieces if re.search(r"\w", piece)]


def _plain(text: str) -> str:
    """Signs that are written in several ways in one of them, spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SIGNS)).split())
