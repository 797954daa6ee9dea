"""Two texts in one, what was taken away and what was added shown in its place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from newsroom.body import clean
from newsroom.body.cleaning import write
from newsroom.body.runs import Tag
from newsroom.merging import FIELDS, Text
from newsroom.merging.three_ways import Change, changes, joined
from newsroom.merging.tokens import Part, Token, blocks_of, key_of, parts, parts_of, tokens_of

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
    def in_words(self) -> bool:
        """Whether any word differs, and not the marks of claims alone."""
        return "<ins" in self.shown or "<del" in self.shown

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
    """Two bodies in one. Marks of claims are not compared: those have their own list."""
    before, after = parts(old), parts(new)
    tokens: list[Token] = []
    at = 0
    for change in changes(before, after):
        tokens += _tokens(after[at : change.at])
        tokens += _changed(
            _tokens(before[change.lo : change.hi]), _tokens(after[change.at : change.to])
        )
        at = change.to
    tokens += _tokens(after[at:])
    # Made of what our own reader found, each text and address escaped as it is written.
    return mark_safe(write(blocks_of(parts_of(tokens))))  # noqa: S308


def _tokens(some: Sequence[Part]) -> list[Token]:
    return [token for part in some for token in tokens_of(part.form, part.runs)]


def _changed(old: Sequence[Token], new: Sequence[Token]) -> Iterator[Token]:
    """The words of blocks that differ, each under `ins` or `del` where only one side has it."""
    lo = at = 0
    found = changes([key_of(token) for token in old], [key_of(token) for token in new])
    all_changes = joined(found, old, lambda token: not token.form and token.text.isspace())
    for change in [*all_changes, Change(len(old), len(old), len(new), len(new))]:
        for before, after in zip(old[lo : change.lo], new[at : change.at], strict=True):
            yield after if _looks(before) == _looks(after) else _under(after, "ins")
        yield from (_under(token, "del") for token in old[change.lo : change.hi])
        yield from (_under(token, "ins") for token in new[change.at : change.to])
        lo, at = change.hi, change.to


def _looks(token: Token) -> list[list[Tag]]:
    return [[tag for tag in tags if tag.name != "cite"] for tags in token.tags]


def _under(token: Token, name: str) -> Token:
    if token.form:
        return token
    return Token(token.text, tuple((Tag(name), *tags) for tags in token.tags))


def of_words(old: str, new: str) -> SafeString:
    """Of two plain texts, word by word."""
    shown: SafeString = format_html_join("", "{}", ((piece,) for piece in _pieces(old, new)))
    return shown


def _pieces(old: str, new: str) -> Iterator[SafeString]:
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    at = 0
    for change in joined(changes(a, b), a, str.isspace):
        yield format_html("{}", "".join(b[at : change.at]))
        if was := "".join(a[change.lo : change.hi]):
            yield format_html("<del>{}</del>", was)
        if now := "".join(b[change.at : change.to]):
            yield format_html("<ins>{}</ins>", now)
        at = change.to
    yield format_html("{}", "".join(b[at:]))
