"""A stored body as readers get it: every claim's words linked to its record.

On a page links can neither nest nor hold links, while marks may do both. So each block is cut into
flat segments, and a segment links the innermost claim that covers it. An ordinary link under a
claim's words follows them as an arrow.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby, takewhile

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from newsroom.body.cleaning import Block, Reader, Run


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
    blocks = Reader(body).blocks
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


def _write(
    written: Iterable[tuple[Block, list[_Segment]]], labels: Mapping[str, Label]
) -> SafeString:
    parts: list[str] = []
    path: tuple[tuple[str, int], ...] = ()
    for block, segments in written:
        pairs = zip(path, block.path, strict=False)
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        parts += [f"</{name}>" for name, _ in reversed(path[shared:])]
        parts += [f"<{name}>" for name, _ in block.path[shared:]]
        path = block.path
        inner = [_write_segment(segment, labels) for segment in segments]
        parts += [f"<{block.name}>", *inner, f"</{block.name}>"]
    parts += [f"</{name}>" for name, _ in reversed(path)]
    return mark_safe("".join(parts))  # noqa: S308  # names of our vocabulary, and escaped segments


def _write_segment(segment: _Segment, labels: Mapping[str, Label]) -> SafeString:
    if not segment.key:
        return format_html_join(
            "",
            "{}",
            ((_write_link(address, runs),) for address, runs in groupby(segment.runs, _address)),
        )
    label = labels[segment.key]
    links = dict.fromkeys(address for run in segment.runs if (address := _address(run)))
    return format_html(
        '{}<a class="claim"{} href="#c-{}" data-now="{}"{}>{}{}</a>{}',
        format_html_join("", '<span id="t-{}"></span>', ((key,) for key in segment.anchors)),
        format_html(' id="t-{}"', segment.key) if segment.first else "",
        segment.key,
        label.now,
        format_html(' data-number="{}"', label.number) if segment.last else "",
        format_html_join("", "{}", ((_emphasised(run),) for run in segment.runs)),
        format_html('<span class="hidden"> ({})</span>', label.spoken) if segment.last else "",
        format_html_join(
            "",
            '<a class="arrow" href="{}"><span class="hidden">Link: {}</span></a>',
            ((address, _linked_words(segment, address)) for address in links),
        ),
    )


def _write_link(address: str, runs: Iterable[Run]) -> SafeString:
    words = format_html_join("", "{}", ((_emphasised(run),) for run in runs))
    return format_html('<a href="{}">{}</a>', address, words) if address else words


def _emphasised(run: Run) -> SafeString:
    words = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in run.text.split("\n")))
    for tag in reversed(run.tags):
        if tag.name in ("strong", "em"):
            words = format_html(
                "<strong>{}</strong>" if tag.name == "strong" else "<em>{}</em>", words
            )
    return words


def _address(run: Run) -> str:
    return next((tag.value for tag in run.tags if tag.name == "a"), "")


def _linked_words(segment: _Segment, address: str) -> str:
    return "".join(run.text for run in segment.runs if _address(run) == address)
