"""What a body is made of: blocks of runs, a run being text under the same marks."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape


@dataclass(frozen=True)
class Tag:
    """One mark around text: `value` is a claim's key, a link's address, or nothing."""

    name: str
    value: str = ""

    def __str__(self) -> str:
        attribute = {"cite": "data-claim", "a": "href"}.get(self.name)
        value = f' {attribute}="{escape(self.value)}"' if attribute else ""
        return f"<{self.name}{value}>"


@dataclass(frozen=True)
class Run:
    """Text under the same marks, outermost first. A line break is the text of a newline."""

    text: str
    tags: tuple[Tag, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Of the claims that cover it."""
        return tuple(tag.value for tag in self.tags if tag.name == "cite")


@dataclass
class Block:
    """A paragraph or a heading, and the lists and quotations that it stands in."""

    name: str
    path: tuple[tuple[str, int], ...]
    runs: list[Run] = field(default_factory=list)
