"""Lists as Word saves them in a web page: paragraphs that begin with a drawn bullet or number."""

from __future__ import annotations

import re

#: One paragraph of a list, to its end and no further than the next one's beginning.
_ITEM = r"<p\b[^<>]*\bMsoListParagraph[^<>]*>[^<]*(?:<(?!/?p\b)[^<]*)*</p>\s*"
_LIST = re.compile(f"(?:{_ITEM})+", re.IGNORECASE)
_ITEMS = re.compile(_ITEM, re.IGNORECASE)
#: The sign with the spaces after it, which are there to make room.
_SPAN = r"</?span[^<>]*>|<!\[[^<>]*>"
_DRAWN = re.compile(
    rf"(?:\s|<[^<>]*>)*(?P<sign>[·•o§●–-]|\(?[0-9a-z]{{1,3}}[.)])(?:\s|{_SPAN})*"
    rf"(?:&nbsp;|\u00a0)(?:\s|&nbsp;|\u00a0|{_SPAN})*",
    re.IGNORECASE,
)


def with_lists(html: str) -> str:
    """The page with its drawn lists as lists."""
    return _LIST.sub(_as_list, html)


def _as_list(found: re.Match[str]) -> str:
    items: list[str] = []
    name = "ul"
    for item in _ITEMS.findall(found[0]):
        inside = item[item.index(">") + 1 :]
        drawn = _DRAWN.match(inside)
        if drawn is None:
            return found[0]
        if not items and drawn["sign"][-1] in ".)":
            name = "ol"
        items.append(f"<li>{inside[drawn.end() :].rstrip().removesuffix('</p>')}</li>")
    return f"<{name}>{''.join(items)}</{name}>"
