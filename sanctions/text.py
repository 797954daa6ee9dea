"""What people type into a field: refused where nobody could see it, or where it cannot be kept."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError

#: Line breaks and tabs are written; every other control character only breaks what it meets.
_WRITTEN = frozenset("\n\r\t")
#: That turn the direction of all that follows them, so that a name reads as another.
_OVERRIDES = frozenset("\u202d\u202e")


def says_something(value: object) -> None:
    """Refuses what has no letter, digit, mark or sign that one sees: only zero-width ones, say."""
    text = str(value)
    if text and all(unicodedata.category(one)[0] in "CZ" for one in text):
        raise ValidationError(
            "Nothing in it can be seen: only spaces or invisible characters. Type it again.",
            code="invisible",
        )


def can_be_kept(value: object) -> None:
    """Refuses control characters, halves of characters, and what turns the reading direction."""
    for place, one in enumerate(str(value), 1):
        category = unicodedata.category(one)
        if (category == "Cc" and one not in _WRITTEN) or category == "Cs" or one in _OVERRIDES:
            raise ValidationError(
                f"The character at place {place:,} (U+{ord(one):04X}) is invisible and changes "
                "how the text reads, or cannot be kept. Take it out, or type the text again.",
                code="unwritable",
            )
