"""A stored body as readers get it: every claim's words linked to its record.

On a page links can neither nest nor hold links, while marks may do both. So each block is cut into
flat segments, and a segment links the innermost claim that covers it. An ordinary link under a
claim's words follows them as an arrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape
from itertools import groupby

from django.utils.safestring import SafeString, mark_safe

from newsroom.body.cleaning import read
from newsroom.body.runs import Block, Run, in_their_places

#: How a claim stands, where a glyph in the text says so.
_WITH_GLYPH = ("outdated", "contradicted", "undecided")


@dataclass(frozen=True)
class Label:
    """What the text itself tells of a claim."""

    number: int
    #: How it stands now: the shape of its underline.
    now: str
    #: What a screen reader adds to its words: “claim 3”.
    spoken: str


@dataclass(frozen=True)
class Passage:
    """A paragraph, a heading, or a whole list or quotation, with the claims that begin in it."""

    html: SafeString
    begins: tuple[str, ...]
    #: Every claim that covers words in it, wherever it begins.
    covers: frozenset[str]


@dataclass
class _Segment:
    """Runs that link the same claim; "" where no claim covers them."""

    key: str
    covers: tuple[str, ...]
    runs: list[Run]
    #: Whether the claim's first, or last, segment is this.
    first: bool = False
    last: bool = False
    #: Claims that begin here and have no segment of their own, every word being a narrower one's.
    anchors: list[str] = field(default_factory=list)


def render(body: str, labels: Mapping[str, Label]) -> list[Passage]:
    """The body's passages in order. A mark whose key is not in `labels` is only text."""
    blocks = read(body).blocks
    segments = [list(_segments(block.runs, labels)) for block in blocks]
    _find_ends(segments)
    begun: set[str] = set()
    passages = []
    pairs = zip(blocks, segments, strict=True)
    # Blocks of one list or quotation belong together; any other stands alone.
    for _, group in groupby(enumerate(pairs), lambda one: one[1][0].path[:1] or one[0]):
        written = [pair for _, pair in group]
        covers = dict.fromkeys(
            key for _, parts in written for segment in parts for key in segment.covers
        )
        begins = tuple(key for key in covers if key not in begun)
        begun.update(covers)
        passages.append(Passage(_write(written, labels), begins, frozenset(covers)))
    return passages


def _segments(runs: Iterable[Run], labels: Mapping[str, Label]) -> Iterable[_Segment]:
    def known(run: Run) -> tuple[str, ...]:
        return tuple(key for key in run.keys if key in labels)

    for key, group in groupby(runs, lambda run: (known(run) or ("",))[-1]):
        together = list(group)
        covers = dict.fromkeys(key for run in together for key in known(run))
        yield _Segment(key, tuple(covers), together)


def _find_ends(segments: list[list[_Segment]]) -> None:
    flat = [segment for parts in segments for segment in parts]
    linked = {segment.key for segment in flat}
    seen: set[str] = set()
    for segment in flat:
        segment.first = segment.key not in seen
        segment.anchors = [key for key in segment.covers if key not in linked and key not in seen]
        seen.update((segment.key, *segment.anchors))
    seen.clear()
    for segment in reversed(flat):
        segment.last = segment.key not in seen
        seen.add(segment.key)


# What follows joins strings without Django's help, which would take most of a page's time. So
# every text and every attribute goes through `escape`; the names of tags are our vocabulary's.


def _write(
    written: Iterable[tuple[Block, list[_Segment]]], labels: Mapping[str, Label]
) -> SafeString:
    pieces = in_their_places(
        (block, [_write_segment(segment, labels) for segment in segments])
        for block, segments in written
    )
    return mark_safe("".join(pieces))  # noqa: S308  # escaped below


def _write_segment(segment: _Segment, labels: Mapping[str, Label]) -> str:
    if not segment.key:
        return "".join(
            _write_link(address, runs)
            for address, runs in groupby(segment.runs, lambda run: run.address)
        )
    label, key = labels[segment.key], escape(segment.key)
    links = dict.fromkeys(address for run in segment.runs if (address := run.address))
    return "".join(
        (
            *(f'<span id="t-{escape(anchor)}"></span>' for anchor in segment.anchors),
            '<a class="claim"',
            f' id="t-{key}"' if segment.first else "",
            f' href="#c-{key}" data-now="{escape(label.now)}"',
            f' data-number="{label.number}"' if segment.last else "",
            ">",
            *(run.emphasised for run in segment.runs),
            _write_end(label) if segment.last else "",
            "</a>",
            *(_write_arrow(segment, address) for address in links),
        )
    )


def _write_end(label: Label) -> str:
    """After a claim's last word: its glyph where it is none that holds, and how it is told."""
    glyph = f'<i class="glyph small" data-now="{escape(label.now)}"></i>'
    seen = f'<span class="tail">{glyph}</span>' if label.now in _WITH_GLYPH else ""
    return f'{seen}<span class="hidden"> ({escape(label.spoken)})</span>'


def _write_arrow(segment: _Segment, address: str) -> str:
    words = "".join(run.text for run in segment.runs if run.address == address)
    return (
        f'<a class="arrow" href="{escape(address)}">'
        f'<span class="hidden">Link: {escape(words)}</span></a>'
    )


def _write_link(address: str, runs: Iterable[Run]) -> str:
    words = "".join(run.emphasised for run in runs)
    return f'<a href="{escape(address)}">{words}</a>' if address else words
