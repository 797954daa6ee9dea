"""Two texts in one, what was taken away and what was added shown in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from lxml.html.diff import htmldiff

from newsroom.body import clean
from newsroom.merging import FIELDS, Text

_WORDS = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Differing:
    """A field of which two texts say different things."""

    field: str
    old: str
    new: str
    shown: SafeString

    @property
    def is_body(self) -> bool:
        return self.field == "body"

    @property
    def label(self) -> str:
        return "Text" if self.is_body else self.field.capitalize()


def differing(old: Text, new: Text) -> list[Differing]:
    """The fields that differ, in the order of the form."""
    found = []
    for field in FIELDS:
        a, b = getattr(old, field), getattr(new, field)
        if field == "body":
            a, b = clean(a), clean(b)
        if a != b:
            shown = of_bodies(a, b) if field == "body" else of_words(a, b)
            found.append(Differing(field, a, b, shown))
    return found


def of_bodies(old: str, new: str) -> SafeString:
    """Of two bodies. Both are cleaned first: what is safe for readers is safe here."""
    old, new = clean(old), clean(new)
    return mark_safe(htmldiff(old or "<p></p>", new or "<p></p>"))  # noqa: S308


def of_words(old: str, new: str) -> SafeString:
    """Of two plain texts, word by word."""
    shown: SafeString = format_html_join("", "{}", ((piece,) for piece in _pieces(old, new)))
    return shown


def _pieces(old: str, new: str) -> Iterator[SafeString]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    for kind, lo, hi, at, to in SequenceMatcher(None, a, b).get_opcodes():
        was, now = "".join(a[lo:hi]), "".join(b[at:to])
        if kind == "equal":
            yield format_html("{}", was)
            continue
        if was:
            yield format_html("<del>{}</del>", was)
        if now:
            yield format_html("<ins>{}</ins>", now)
