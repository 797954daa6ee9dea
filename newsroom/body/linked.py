"""A body for another site: each claim's words lead to the claim's own page.

Links cannot nest. So each block is cut into flat segments, each with the keys of the claims that
cover it, the outermost first; it leads to the innermost, or where a link of the text leads already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from newsroom.body.cleaning import read
from newsroom.body.runs import Block, in_their_places


def linked(body: str, address_of: Callable[[str], str]) -> SafeString:
    """The body as HTML; `address_of` gives the address of a claim's page by its key."""
    pieces = in_their_places((block, _segments(block, address_of)) for block in read(body).blocks)
    return mark_safe("\n".join(_lines(pieces)))  # noqa: S308  # every text goes through `escape`


def _segments(block: Block, address_of: Callable[[str], str]) -> Iterator[str]:
    for (keys, address), runs in groupby(block.runs, lambda run: (run.keys, run.address)):
        yield _segment(keys, address, "".join(run.emphasised for run in runs), address_of)


def _lines(parts: Iterable[str]) -> list[str]:
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
