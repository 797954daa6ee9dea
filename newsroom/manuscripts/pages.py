"""HTML as word processors, web publishing systems and newsrooms like this one write it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from html import unescape

from newsroom.body import clean, marks, plain_text
from newsroom.body.cleaning import DROPPED, TOKEN, attribute, is_allowed_address, read
from newsroom.manuscripts.exported import from_exported, is_exported
from newsroom.manuscripts.manuscript import Manuscript, ManuscriptError, one_line
from newsroom.manuscripts.word import with_lists

#: More elements in one another than any page that people made.
DEEPEST = 250

#: These hold nothing, or are ended by what follows: they make nothing deeper.
# fmt: off
_NEVER_DEEPER = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr", "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option",
})
# fmt: on
#: Two line ends in a row are how some systems part paragraphs.
_TWO_ENDS = re.compile(r"(?:<br\b[^<>]*>\s*){2,}", re.IGNORECASE)
_OTHER_HEADINGS = frozenset({"h3", "h4", "h5", "h6"})
#: What is left out without a trace, as people call it; styles and the like go unsaid.
_LEFT_OUT = {
    "img": "images",
    "picture": "images",
    "svg": "drawings",
    "canvas": "drawings",
    "video": "films and sounds",
    "audio": "films and sounds",
    "iframe": "frames of other sites",
    "object": "frames of other sites",
    "script": "scripts",
    "noscript": "texts for browsers without scripts",
    "form": "forms",
    "select": "forms",
    "textarea": "forms",
    "math": "formulas",
}
_META = {
    "description": "standfirst",
    "og:description": "standfirst",
    "author": "byline",
    "article:section": "section",
}


@dataclass
class _Page:
    """What one reading of the file's tags finds; places are those of letters in the file."""

    meta: dict[str, str] = field(default_factory=dict)
    tags: Counter[str] = field(default_factory=Counter)
    bad_links: int = 0
    #: From the tag that opens the first of its kind to the one that ends it.
    spans: dict[str, list[tuple[int, int, int, int]]] = field(
        default_factory=lambda: {"article": [], "main": [], "h1": []}
    )


def from_html(html: str) -> Manuscript:
    page = _read(html)
    if is_exported(html):
        found = from_exported(html)
        return _counted(found, page, "")
    start, end = _region(page, len(html))
    headings = sorted(page.spans["h1"])
    first = next((one for one in headings if start <= one[0] < end), next(iter(headings), None))
    headline = ""
    inside = html[start:end]
    if first is not None:
        headline = _text(html[first[1] : first[2]])
        if headline and start <= first[0] < end:
            inside = html[start : first[0]] + html[first[3] : end]
    inside = with_lists(_TWO_ENDS.sub("<div></div>", inside))
    found = Manuscript(
        headline=headline or page.meta.get("title", ""),
        body=clean(inside),
        standfirst=page.meta.get("standfirst", ""),
        byline=page.meta.get("byline", ""),
        section=page.meta.get("section", ""),
        language=page.meta.get("language", ""),
    )
    return _counted(
        found, page, html[:start] + html[end:] if (start, end) != (0, len(html)) else ""
    )


def _text(html: str) -> str:
    return one_line(plain_text(clean(html)).replace("\n", " "))


def _read(html: str) -> _Page:
    """Tag by tag; refuses what is nested deeper than any story."""
    page = _Page()
    open_: list[tuple[str, int, int]] = []
    at = 0
    while token := TOKEN.match(html, at):
        at = token.end()
        if name := (token["start"] or "").lower():
            _note(page, html, name, token["attributes"], at)
            if name in DROPPED and name != "head":  # which tells of the story
                at = _end_of(html, name, at)
            elif name not in _NEVER_DEEPER and not token[0].endswith("/>"):
                open_.append((name, token.start(), at))
                if len(open_) > DEEPEST:
                    line = html.count("\n", 0, token.start()) + 1
                    raise ManuscriptError(
                        f"nests its elements more than {DEEPEST} deep, in line {line:,} "
                        f"(“{token[0][:40]}”). No story is: save it anew where it was written."
                    )
        elif name := (token["end"] or "").lower():
            _close(page, open_, name, token.start(), at)
    return page


def _close(page: _Page, open_: list[tuple[str, int, int]], name: str, start: int, end: int) -> None:
    for place in reversed(range(len(open_))):
        if open_[place][0] == name:
            _, opened, inside = open_[place]
            del open_[place:]
            if name in page.spans:
                page.spans[name].append((opened, inside, start, end))
            return


def _end_of(html: str, name: str, at: int) -> int:
    found = re.compile(f"</{name}[^>]*>", re.IGNORECASE).search(html, at)
    return found.end() if found else len(html)


def _note(page: _Page, html: str, name: str, attributes: str, at: int) -> None:
    page.tags[name] += 1
    if name == "title" and "title" not in page.meta:
        end = html.find("<", at)
        page.meta["title"] = one_line(unescape(html[at : end if end >= 0 else len(html)]))
    elif name == "html" and (language := attribute(attributes, "lang")):
        page.meta["language"] = one_line(language)
    elif name == "meta":
        said = attribute(attributes, "name") or attribute(attributes, "property")
        if (ours := _META.get(said.lower())) and (value := attribute(attributes, "content")):
            page.meta.setdefault(ours, one_line(value))
    elif name == "a" and (address := attribute(attributes, "href")):
        page.bad_links += not is_allowed_address(address)


def _region(page: _Page, length: int) -> tuple[int, int]:
    """Where the story stands: in the only article, in the main part, or in all of the file."""
    for name in ("article", "main"):
        if len(spans := page.spans[name]) == 1:
            return spans[0][1], spans[0][2]
    return 0, length


def _counted(found: Manuscript, page: _Page, outside: str) -> Manuscript:
    blocks = read(found.body).blocks
    groups = {part for block in blocks for part in block.path}
    links = {tag for block in blocks for run in block.runs for tag in run.tags if tag.name == "a"}
    kept = {
        "paragraphs": sum(block.name == "p" for block in blocks),
        "headings": sum(block.name == "h2" for block in blocks),
        "lists": sum(name in ("ul", "ol") for name, _ in groups),
        "quotations": sum(name == "blockquote" for name, _ in groups),
        "links": len(links),
        "marks of claims": len(marks(found.body)),
    }
    tags = page.tags
    changed = {
        "headings of other levels, made ours": sum(tags[name] for name in _OTHER_HEADINGS)
        + max(tags["h1"] - 1, 0),
        "tables, a paragraph for each cell": tags["table"],
    }
    dropped = Counter[str]()
    for name, what in _LEFT_OUT.items():
        dropped[what] += tags[name]
    dropped["links that lead nowhere by themselves"] = page.bad_links
    if outside:
        dropped["paragraphs outside the article"] = len(read(clean(outside)).blocks)
    return replace(
        found,
        kept={what: number for what, number in kept.items() if number},
        changed={what: number for what, number in changed.items() if number},
        dropped={what: number for what, number in dropped.items() if number},
    )
