"""In which script a name is written, told by its letters."""

import unicodedata
from collections import Counter

#: The first word of a letter's name in Unicode, and the script's ISO 15924 code.
_CODES = {
    "LATIN": "Latn",
    "ARABIC": "Arab",
    "ARMENIAN": "Armn",
    "BENGALI": "Beng",
    "CJK": "Hani",
    "CYRILLIC": "Cyrl",
    "DEVANAGARI": "Deva",
    "ETHIOPIC": "Ethi",
    "GEORGIAN": "Geor",
    "GREEK": "Grek",
    "HANGUL": "Hang",
    "HEBREW": "Hebr",
    "HIRAGANA": "Jpan",
    "KATAKANA": "Jpan",
    "KHMER": "Khmr",
    "LAO": "Laoo",
    "MYANMAR": "Mymr",
    "SYRIAC": "Syrc",
    "TAMIL": "Taml",
    "THAI": "Thai",
    "TIBETAN": "Tibt",
}
#: ISO's own word for a script that has no code here.
_UNCODED = "Zyyy"


def script_of(text: str) -> str:
    """The script of most of its letters; "Latn" for a text without any, as a number is."""
    if text.isascii():
        return "Latn"
    words = Counter(
        unicodedata.name(letter, "").partition(" ")[0] for letter in text if letter.isalpha()
    )
    if not words:
        return "Latn"
    return _CODES.get(words.most_common(1)[0][0], _UNCODED)
