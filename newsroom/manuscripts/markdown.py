"""Markdown with front matter: the lines between two “---” that name the headline and the like."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html import escape, unescape
from typing import Any

from markdown_it import MarkdownIt

from newsroom.manuscripts.manuscript import Manuscript, ManuscriptError, one_line
from newsroom.manuscripts.pages import from_html

#: The names that web publishing systems use, and ours for them.
_NAMES = {
    "title": "headline",
    "headline": "headline",
    "standfirst": "standfirst",
    "description": "standfirst",
    "summary": "standfirst",
    "excerpt": "standfirst",
    "byline": "byline",
    "author": "byline",
    "authors": "byline",
    "dateline": "dateline",
    "section": "section",
    "category": "section",
    "slug": "slug",
    "language": "language",
    "lang": "language",
}
_LINE = re.compile(r"([A-Za-z][\w -]*?)\s*:(?:\s+(.*))?$")
_ITEM = re.compile(r"\s+-\s+(.*)$|-\s+(.*)$")

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")


def from_markdown(text: str) -> Manuscript:
    """CommonMark with tables; HTML within it is read as HTML."""
    matter: dict[str, Any]
    matter, rest, left_out = _front_matter(text.replace("\r\n", "\n").replace("\r", "\n"))
    found = from_html(_MARKDOWN.render(rest))
    if (headline := matter.pop("headline", "")) and headline != found.headline:
        if found.headline:  # a first heading that is not the headline stays in the text
            matter["body"] = f"<h2>{escape(found.headline)}</h2>{found.body}"
            found = replace(found, kept=Counter(found.kept) + Counter({"headings": 1}))
        matter["headline"] = headline
    dropped = Counter(found.dropped) + Counter({f"“{name}” in front": 1 for name in left_out})
    return replace(found, **matter, dropped=dropped)


def _front_matter(text: str) -> tuple[dict[str, Any], str, list[str]]:
    """What stands in front, the text after it, and the names that mean nothing here."""
    lines = text.split("\n")
    if lines[0].rstrip() == "+++":
        raise ManuscriptError(
            "begins with front matter in TOML (+++). Write it between two lines of “---”, "
            "as “title: The headline”."
        )
    if lines[0].rstrip() != "---":
        return {}, text, []
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)
    if not end:
        return {}, text, []  # a rule across the page
    values: dict[str, list[str]] = {}
    name = ""
    for at, line in enumerate(lines[1:end], 2):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if found := _LINE.match(line):
            name = found[1].strip().lower()
            values.setdefault(name, []).extend(_values(found[2] or ""))
        elif name and (item := _ITEM.match(line)):
            values[name].extend(_values(item[1] or item[2]))
        elif name and line[0] == " ":  # goes on from the line before
            values[name] = [" ".join([*values[name], line.strip()])]
        else:
            raise ManuscriptError(
                f"has something else than “name: value” in front, in line {at}: "
                f"“{line.strip()[:60]}”. Mend that line, or take it out."
            )
    known = {_NAMES[name]: _joined(some) for name, some in values.items() if name in _NAMES}
    left_out = [name for name in values if name not in _NAMES]
    return known, "\n".join(lines[end + 1 :]), left_out


def _values(written: str) -> list[str]:
    written = written.strip()
    if written in ("|", ">", "|-", ">-"):
        return []
    if written.startswith("[") and written.endswith("]"):
        return [value for part in written[1:-1].split(",") if (value := _unquoted(part))]
    return [value] if (value := _unquoted(written)) else []


def _unquoted(written: str) -> str:
    written = written.strip()
    if len(written) > 1 and written[0] == written[-1] and written[0] in "\"'":
        quote, written = written[0], written[1:-1]
        written = written.replace("''", "'") if quote == "'" else written.replace('\\"', '"')
    return one_line(unescape(written))  # as some systems write their titles


def _joined(values: list[str]) -> str:
    """“Ana Ruiz, Inés Carvallo and Tomás Vega”."""
    return " and ".join(part for part in (", ".join(values[:-1]), *values[-1:]) if part)
