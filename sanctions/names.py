"""Names made comparable: one folding for search, order and matching.

What is folded here is never shown. A name is shown as its publisher wrote it.
"""

import re
import unicodedata

#: Latin letters that Unicode does not take apart into a letter and an accent.
_UNDECOMPOSED = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)

_ASCII_WORD = re.compile(r"[a-z0-9]+")
#: Marks that turn the direction of writing round, until one that ends them.
TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NOT_TURNING = dict.fromkeys(map(ord, TURNING))
#: Letters kept of one word; the database's column holds no more.
LONGEST_TOKEN = 100


def without_turning(text: str) -> str:
    """For sentences: one name that turns the direction would turn what stands after it too."""
    return text.translate(_NOT_TURNING)


def fold(text: str) -> str:
    """Small letters without accents, single spaces for punctuation.

    "ÑÁÑEZ, Freddy" becomes "nanez freddy". Letters of every script are kept. Invisible format
    characters (soft hyphen, zero-width joiners) vanish without splitting their word.
    """
    return " ".join(_words(text))


def tokens(text: str) -> list[str]:
    """The folded words of a name, each once, in order: what names are searched by."""
    return sorted({word[:LONGEST_TOKEN] for word in _words(text)})


def sort_key(text: str) -> str:
    """What lists are ordered by, since the database orders by code point."""
    return fold(text) or text.casefold()


def _words(text: str) -> list[str]:
    if text.isascii():  # as all of OFAC's names are; twelve times as fast
        return _ASCII_WORD.findall(text.lower())
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    folded: list[str] = []
    for character in decomposed.translate(_UNDECOMPOSED):
        category = unicodedata.category(character)
        if category in ("Mn", "Me", "Cf"):
            continue
        keep = category[0] in "LN" or category == "Mc"
        folded.append(character if keep else " ")
    return "".join(folded).split()
