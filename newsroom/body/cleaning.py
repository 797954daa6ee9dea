"""Body HTML reduced to its closed vocabulary, whatever a browser or a word processor sent.

A body is read once, tag by tag, into blocks of runs: a run is a piece of text with the marks that
cover it. Written out again, the runs can hold neither an empty mark, nor crossing tags, nor text
outside a block, nor deeper nesting than `DEEPEST`. nh3 then has the last word.

nh3 alone would leave text outside blocks and marks without attributes. First in line, it would
take minutes over a hundred thousand nested tags: an HTML parser searches all that is open at each.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import replace
from functools import lru_cache
from html import escape, unescape
from urllib.parse import urlsplit

import nh3

from newsroom.body.graphemes import whole_letters
from newsroom.body.links import without_tracking
from newsroom.body.runs import Block, Run, Tag, begins_alike, in_their_places

KEY = re.compile(r"[0-9a-z]{8}")

#: How many lists and quotations may stand in one another; what is deeper is flattened.
DEEPEST = 6
#: How many marks may cover one letter; of more, the first ones end.
MOST_MARKS = 60

_LEAVES = {"p": "p", "h2": "h2"} | dict.fromkeys(("h1", "h3", "h4", "h5", "h6"), "h2")
_CONTAINERS = frozenset({"blockquote", "ul", "ol", "li"})
_INLINE = {"strong": "strong", "b": "strong", "em": "em", "i": "em", "a": "a", "cite": "cite"}
#: The order in which marks are nested: a claim stays outermost, else bold and links split it.
_RANK = {"cite": 0, "a": 1, "strong": 2, "em": 3}
# fmt: off
#: Blocks that we do not keep, but that divide what stands in them from what stands around.
_DIVIDERS = frozenset({
    "address", "article", "aside", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html",
    "legend", "main", "nav", "option", "pre", "search", "section", "summary", "table", "tbody",
    "td", "tfoot", "th", "thead", "tr",
})
#: Of these not even the text is kept.
DROPPED = frozenset({
    "audio", "canvas", "head", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video", "xml",
})
# fmt: on

#: One tag, comment or piece of text. A "<" inside a tag ends it: so no letter is read twice, and
#: the time grows with the length alone (the standard library's parser needs minutes for 60 KB of
#: "<a <a <a").
TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<[!?][^>]*(?:>|\Z)"
    r"|</(?P<end>[a-zA-Z][^\s/<>]*+)[^<>]*+>"
    r"|<(?P<start>[a-zA-Z][^\s/<>]*+)(?P<attributes>(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"|(?P<text>[^<]+|<)",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(
    r"""(?P<name>[^\s"'=/]++)(?:\s*+=\s*+(?:"(?P<a>[^"]*)"|'(?P<b>[^']*)'|(?P<c>[^\s"']+)))?+"""
)
#: HTML's own white space: a non-breaking space is text.
_SPACES = re.compile(r"[ \t\n\f\r]+")
#: What PostgreSQL or an HTML page cannot hold: control characters and lone surrogates.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


class Reader:
    """Reads HTML of any kind into blocks.

    `keys` are those of every mark, also of one over nothing; `malformed` are no keys at all.
    """

    def __init__(self, html: str, *, without: Container[str] = ()) -> None:
        self.without = without
        self.blocks: list[Block] = []
        self.keys: list[str] = []
        self.malformed: list[str] = []
        self._block: Block | None = None
        self._leaf = "p"
        self._path: list[tuple[str, int]] = []
        self._open: list[tuple[str, Tag | None]] = []
        self._count = 0
        self._read(html)
        self._end_block()

    def _read(self, html: str) -> None:
        at = 0
        pending: list[str] = []  # text in pieces: joined one by one, many take minutes
        while token := TOKEN.match(html, at):
            at = token.end()
            if (text := token["text"]) is not None:
                pending.append(text)
                continue
            if pending:
                self._on_text("".join(pending))
                pending = []
            if token["end"]:
                self._on_end(token["end"].lower())
            elif token["start"]:
                name = token["start"].lower()
                if name in DROPPED:
                    end = re.compile(f"</{name}[^>]*>", re.IGNORECASE).search(html, at)
                    at = end.end() if end else len(html)
                else:
                    self._on_start(name, token["attributes"])
        if pending:
            self._on_text("".join(pending))

    def _on_start(self, name: str, attributes: str) -> None:
        if name == "br":
            if self._block is not None:
                self._add("\n")
        elif name in _INLINE:
            self._open.append((name, self._tag(_INLINE[name], attributes)))
            del self._open[:-MOST_MARKS]
        elif name in _LEAVES:
            self._end_block()
            self._leaf = _LEAVES[name]
        elif name in _CONTAINERS:
            self._end_block()
            self._enter(name)
        elif name in _DIVIDERS:
            self._end_block()

    def _on_end(self, name: str) -> None:
        if name in _INLINE:
            for at in reversed(range(len(self._open))):
                if self._open[at][0] == name:
                    del self._open[at]
                    break
        elif name in _LEAVES or name in _DIVIDERS:
            self._end_block()
        elif name in _CONTAINERS:
            self._end_block()
            self._leave(name)

    def _on_text(self, text: str) -> None:
        text = _SPACES.sub(" ", printable(text))
        if text.strip(" ") or (text and self._block is not None):
            self._add(text)

    def _tag(self, name: str, attributes: str) -> Tag | None:
        """The mark that a tag opens; None for one that is passed over."""
        if name == "cite":
            key = attribute(attributes, "data-claim")
            if key:
                (self.keys if KEY.fullmatch(key) else self.malformed).append(key)
            return Tag(name, key) if KEY.fullmatch(key) and key not in self.without else None
        if name == "a":
            address = attribute(attributes, "href")
            return Tag(name, address) if is_allowed_address(address) else None
        return Tag(name)

    def _enter(self, name: str) -> None:
        inside = self._path[-1][0] if self._path else ""
        if name == "li":
            if inside == "li":
                self._path.pop()
            elif inside not in ("ul", "ol"):
                return
        elif sum(part != "li" for part, _ in self._path) >= DEEPEST:
            return
        elif inside in ("ul", "ol"):
            self._enter("li")
        self._count += 1
        self._path.append((name, self._count))

    def _leave(self, name: str) -> None:
        names = [part for part, _ in self._path]
        if name in names:
            at = len(names) - 1 - names[::-1].index(name)
            # The end of a list item does not reach beyond its own list.
            if name != "li" or at == len(names) - 1:
                del self._path[at:]

    def _add(self, text: str) -> None:
        if self._block is None:
            if self._path and self._path[-1][0] in ("ul", "ol"):
                self._enter("li")
            self._block = Block(self._leaf, tuple(self._path))
        runs = self._block.runs
        if text[0] in " \n" and runs and runs[-1].text.endswith(" "):
            last = runs.pop()
            if shorter := last.text[:-1]:
                runs.append(Run(shorter, last.tags))
        if text.startswith(" ") and (not runs or runs[-1].text.endswith("\n")):
            text = text[1:]
        if not text:
            return
        tags = self._tags()
        if runs and runs[-1].tags == tags:
            text = runs.pop().text + text
        runs.append(Run(text, tags))

    def _tags(self) -> tuple[Tag, ...]:
        """The marks that are open. Claims may nest; of any other mark the innermost counts."""
        open_: dict[str, Tag] = {}
        for _, tag in self._open:
            if tag is not None:
                open_[tag.value if tag.name == "cite" else tag.name] = tag
        return tuple(sorted(open_.values(), key=lambda tag: _RANK[tag.name]))

    def _end_block(self) -> None:
        block, self._block, self._leaf = self._block, None, "p"
        if block is None or not any(run.text.strip() for run in block.runs):
            return
        while not (last := block.runs[-1].text.rstrip(" \n")):
            block.runs.pop()
        block.runs[-1] = Run(last, block.runs[-1].tags)
        # A mark over nothing but space is an empty one, unless it joins what it covers beside.
        for at, run in enumerate(block.runs):
            if not run.text.strip():
                inside = 0 < at < len(block.runs) - 1
                beside = (block.runs[at - 1], block.runs[at + 1]) if inside else ()
                shared = (t for t in run.tags if beside and all(t in one.tags for one in beside))
                block.runs[at] = Run(run.text, tuple(shared))
        self.blocks.append(block)


@lru_cache(maxsize=4)
def read(html: str) -> Reader:
    """What nobody may change: one save asks for a body's marks, words and HTML several times."""
    return Reader(html)


def printable(text: str) -> str:
    """Text of HTML with its entities read, without what cannot be printed."""
    return without_unprintable(unescape(text))


def without_unprintable(text: str) -> str:
    """Of text whose entities have been read: read twice, “&amp;copy;” would become a sign."""
    return _UNPRINTABLE.sub("", text)


def attribute(attributes: str, name: str) -> str:
    """The value of one attribute of a tag; "" where it has none."""
    for found in _ATTRIBUTE.finditer(attributes):
        if found["name"].lower() == name:
            return printable(found["a"] or found["b"] or found["c"] or "").strip()
    return ""


def is_allowed_address(address: str) -> bool:
    """Whether a link may lead there: by http, https or mailto, and to a place that it names."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if _SPACES.search(address):
        return False
    if parts.scheme == "mailto":
        return "@" in parts.path
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def write(blocks: Iterable[Block]) -> str:
    """The blocks as HTML."""
    return "".join(in_their_places((block, [_write_runs(block.runs)]) for block in blocks))


def _write_runs(runs: Iterable[Run]) -> str:
    parts: list[str] = []
    tags: tuple[Tag, ...] = ()
    for run in runs:
        shared = begins_alike(tags, run.tags)
        parts += [f"</{tag.name}>" for tag in reversed(tags[shared:])]
        parts += [str(tag) for tag in run.tags[shared:]]
        tags = run.tags
        parts.append("<br>".join(escape(line, quote=False) for line in run.text.split("\n")))
    parts += [f"</{tag.name}>" for tag in reversed(tags)]
    return "".join(parts)


_CLEANER = nh3.Cleaner(
    tags={"p", "h2", "blockquote", "ul", "ol", "li", "a", "strong", "em", "br", "cite"},
    attributes={"a": {"href"}, "cite": {"data-claim"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def clean(html: str, *, without: Container[str] = ()) -> str:
    """The body in its closed vocabulary; the marks of claims in `without` are taken off."""
    reader = Reader(html, without=without) if without else read(html)
    return _CLEANER.clean(write(map(_mended, reader.blocks)))


def _mended(block: Block) -> Block:
    """Links lead to the page itself, and whole letters are marked."""
    return replace(block, runs=whole_letters(_direct(run) for run in block.runs))


def _direct(run: Run) -> Run:
    if not any(tag.name == "a" for tag in run.tags):
        return run
    tags = (
        replace(tag, value=plain)
        if tag.name == "a" and is_allowed_address(plain := without_tracking(tag.value))
        else tag
        for tag in run.tags
    )
    return replace(run, tags=tuple(tags))


def malformed_keys(html: str) -> list[str]:
    """What stands as the key of a claim in a mark and cannot be one; `clean` takes it off."""
    return read(html).malformed
