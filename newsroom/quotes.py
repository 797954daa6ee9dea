"""Whether quoted words stand in a text, word for word. No database.

Brackets in the quotation (“(Venezuela’s)”, “[…]”) and ellipses stand for words that the source
said otherwise or that were left out: they are passed over, and the pieces between them have to
occur in order. How a text writes quotation marks, dashes and spaces does not matter; letters do.
"""

from __future__ import annotations

import re
import unicodedata

_SIGNS = str.maketrans({
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'",
    "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"',
    "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    "\u00ad": None, "\u200b": None, "\u200c": None, "\u200d": None, "\u2060": None, "\ufeff": None,
})  # fmt: skip
#: What a quotation passes over.
_PASSED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|…|\.(?: ?\.){2,}")
_OUTSIDE = " \"',;:.-!?"


def stands_in(quote: str, text: str) -> bool:
    """Whether all pieces of the quotation stand in the text, in their order, as whole words."""
    pieces = _pieces(quote)
    plain = _plain(text)
    at = 0
    for piece in pieces:
        found = re.compile(rf"(?<!\w){re.escape(piece)}(?!\w)").search(plain, at)
        if found is None:
            return False
        at = found.end()
    return bool(pieces)


def _pieces(quote: str) -> list[str]:
    pieces = (piece.strip(_OUTSIDE) for piece in _PASSED.split(_plain(quote)))
    return [piece for piece in pieces if re.search(r"\w", piece)]


def _plain(text: str) -> str:
    """Signs that are written in several ways in one of them, spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", text.translate(_SIGNS)).split())
