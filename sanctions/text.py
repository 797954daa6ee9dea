"""What people type into a field: refused where nobody could see it, or where it cannot be kept."""

from __future__ import annotations

import unicodedata

from django import forms
from django.core.exceptions import ValidationError

#: Line breaks of all kinds and tabs are written; other control characters break what they meet.
_WRITTEN = frozenset("\n\r\t\x0b\x0c\x85")
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


def in_small_letters(slug: object) -> None:
    """An address in capitals would be another page than the same in small letters."""
    if str(slug) != str(slug).lower():
        raise ValidationError(f"Write it in small letters: “{str(slug).lower()}”.", code="capitals")


#: 03/04/2026 is one day in London and another in Washington: nobody's guess is taken.
AS_A_DAY = "No such day, or not written as year-month-day: 2026-04-03 is 3 April 2026."


def careful(field: forms.Field) -> None:
    """A form's field takes only what can be seen and kept, and says how a day is written."""
    if isinstance(field, forms.MultiValueField):
        for part in field.fields:
            careful(part)
    if isinstance(field, forms.CharField):
        field.validators += [says_something, can_be_kept]
    if isinstance(field, forms.SlugField):
        field.validators.append(in_small_letters)
    for code in ("invalid", "invalid_date"):
        if isinstance(field, forms.DateField | forms.SplitDateTimeField):
            field.error_messages[code] = AS_A_DAY
