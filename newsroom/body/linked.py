"""A body for another site: each claim's words lead to the claim's own page.

Links cannot nest. So each block is cut into flat segments, each with the keys of the claims that
cover it, the outermost first; it leads to the innermost, or where a link of the text leads already.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import groupby, takewhile

from django.utils.safestring import SafeString, mark_safe

from newsroom.body.cleaning import read
from newsroom.body.runs import Run


def linked(body: str, address_of: Callable[[str], str]) -> SafeString:
    """The body as HTML; `address_of` gives the address of a claim's page by its key."""
    parts: list[str] = []
    path: tuple[tuple[str, int], ...] = ()
    for block in read(body).blocks:
        pairs = zip(path, block.path, strict=False)
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        parts += [f"</{name}>" for name, _ in reversed(path[shared:])]
        parts += [f"<{name}>" for name, _ in block.path[shared:]]
        path = block.path
        inner = (
            _segment(keys, address, "".join(map(_emphasised, runs)), address_of)
            for (keys, address), runs in groupby(block.runs, lambda run: (run.keys, _link_of(run)))
        )
        parts += [f"<{block.name}>", *inner, f"</{block.name}>"]
    parts += [f"</{name}>" for name, _ in reversed(path)]
    return mark_safe("\n".join(_lines(parts)))  # noqa: S308  # every text goes through `escape`


def _lines(parts: list[str]) -> list[str]:
    """A line for each block, for people who read HTML."""
    lines: list[str] = [""]
    for part in parts:
        lines[-1] += part
        if part in ("</p>", "</h2>", "</ul>", "</ol>", "</blockquote>", "</li>"):
            lines.append("")
    return [line for line in lines if line]


def _segment(
    keys: tuple[str, ...], address: str, words: str, address_of: Callable[[str], str]
) -> str:
    if keys:
        to = escape(address or address_of(keys[-1]))
        return f'<a href="{to}" data-claim="{escape(" ".join(keys))}">{words}</a>'
    return f'<a href="{escape(address)}">{words}</a>' if address else words


def _link_of(run: Run) -> str:
    return next((tag.value for tag in run.tags if tag.name == "a"), "")


def _emphasised(run: Run) -> str:
    words = escape(run.text, quote=False).replace("\n", "<br>")
    for tag in reversed(run.tags):
        if tag.name in ("strong", "em"):
            words = f"<{tag.name}>{words}</{tag.name}>"
    return words
