"""A story as a file tells it, and what of the file is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsroom.body import marks
from newsroom.body.cleaning import without_unprintable


class ManuscriptError(Exception):
    """A file that is no story. Its message says what was found, where, and what to do."""


@dataclass(frozen=True)
class Manuscript:
    """`body` is of the closed vocabulary, with its marks; the rest is text without markup.

    `kept`, `changed` and `dropped` count what the file holds, in words for people.
    """

    headline: str
    body: str
    standfirst: str = ""
    byline: str = ""
    dateline: str = ""
    section: str = ""
    slug: str = ""
    language: str = ""
    #: Whether it is a story that a newsroom like this one wrote out.
    is_ours: bool = False
    kept: Mapping[str, int] = field(default_factory=dict)
    changed: Mapping[str, int] = field(default_factory=dict)
    dropped: Mapping[str, int] = field(default_factory=dict)

    @property
    def keys(self) -> list[str]:
        """Of the claims marked in it, in reading order."""
        return [mark.key for mark in marks(self.body)]


def one_line(text: str) -> str:
    """Text of a field of one line, its entities read, without what cannot be printed."""
    return " ".join(without_unprintable(text).split())
