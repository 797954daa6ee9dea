"""One choice that an editor may take, and what the readers of words share."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Offer:
    """Values for columns of a claim, as its form takes them, and the words they were found in.

    `says` is what they mean, in plain words. An empty value empties the column.
    """

    words: str
    says: str
    values: tuple[tuple[str, str], ...]

    @property
    def line(self) -> str:
        """For a button; once where both are the same."""
        same = self.words.casefold() == self.says.casefold()
        return self.says if same else f"{self.words}: {self.says}"


def masked(text: str, found: re.Match[str]) -> str:
    """With blanks in the place of what was found: as long as before, so that places stay."""
    return f"{text[: found.start()]}{' ' * len(found[0])}{text[found.end() :]}"


def short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else f"{words[:most].rsplit(' ', 1)[0]} …"
