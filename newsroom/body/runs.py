"""What a body is made of: blocks of runs, a run being text under the same marks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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

    @property
    def address(self) -> str:
        """Where its link leads; "" where it has none."""
        return next((tag.value for tag in self.tags if tag.name == "a"), "")

    @property
    def emphasised(self) -> str:
        """As HTML without claims and links."""
        words = escape(self.text, quote=False).replace("\n", "<br>")
        for tag in reversed(self.tags):
            if tag.name in ("strong", "em"):
                words = f"<{tag.name}>{words}</{tag.name}>"
        return words


@dataclass
class Block:
    """A paragraph or a heading, and the lists and quotations that it stands in."""

    name: str
    path: tuple[tuple[str, int], ...]
    runs: list[Run] = field(default_factory=list)


def in_their_places(blocks: Iterable[tuple[Block, Iterable[str]]]) -> Iterator[str]:
    """Blocks with what stands in each, as HTML in pieces, in the lists and quotations around."""
    path: tuple[tuple[str, int], ...] = ()
    for block, inner in blocks:
        shared = begins_alike(path, block.path)
        yield from (f"</{name}>" for name, _ in reversed(path[shared:]))
        yield from (f"<{name}>" for name, _ in block.path[shared:])
        path = block.path
        yield f"<{block.name}>"
        yield from inner
        yield f"</{block.name}>"
    yield from (f"</{name}>" for name, _ in reversed(path))


def begins_alike(one: Sequence[object], other: Sequence[object]) -> int:
    """How many items both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
