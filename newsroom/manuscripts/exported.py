"""A story that a newsroom like this one wrote out (`newsroom.api.article`), with its marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from typing import Any

from lxml import html as lxml_html
from lxml.html import HtmlElement

from newsroom.body import clean
from newsroom.manuscripts.manuscript import Manuscript, ManuscriptError, one_line

_ARTICLE = re.compile(r"<article\b[^<>]*\bdata-story\s*=", re.IGNORECASE)


def is_exported(html: str) -> bool:
    return bool(_ARTICLE.search(html))


def from_exported(html: str) -> Manuscript:
    # lxml takes no text that names an encoding.
    document: Any = lxml_html.document_fromstring(re.sub(r"^\s*<\?xml[^>]*>", "", html))
    article = next(iter(document.xpath("//article[@data-story]")), None)
    if article is None or not (texts := article.xpath(".//div[@class='text']")):
        raise ManuscriptError(
            "says that a newsroom like this one wrote it (data-story), but its text is not where "
            'that would be (<div class="text">). Take the attribute off, or write it out anew.'
        )
    address = article.get("data-story", "")
    text = texts[0]
    for link in list(text.xpath(".//a[@data-claim]")):
        _mark(link, address)
    return Manuscript(
        headline=_of(article, ".//header/h1"),
        body=clean(_inside(text)),
        standfirst=_of(article, ".//header/p[@class='standfirst']"),
        byline=_of(article, ".//header/p[@class='byline']"),
        dateline=_of(article, ".//header/p[@class='dateline']"),
        section=_of(article, ".//header/p[@class='section']"),
        slug=address.rstrip("/").rpartition("/")[2],
        language=one_line(article.get("lang") or ""),
        is_ours=True,
    )


def _mark(link: HtmlElement, address: str) -> None:
    """A link to a claim becomes the marks of the claims that cover it; another stays within."""
    keys = (link.attrib.pop("data-claim") or "").split()
    if not keys:
        return
    outer = inner = link.makeelement("cite", {"data-claim": keys[0]})
    for key in keys[1:]:
        nested = inner.makeelement("cite", {"data-claim": key})
        inner.append(nested)
        inner = nested
    outer.tail, link.tail = link.tail, None
    parent = link.getparent()
    if parent is None:
        return
    parent.replace(link, outer)
    if link.get("href") == f"{address}claims/{keys[-1]}/":
        inner.text = link.text
        inner.extend(list(link))
    else:
        inner.append(link)


def _inside(element: HtmlElement) -> str:
    return "".join(_pieces(element))


def _pieces(element: HtmlElement) -> Iterator[str]:
    yield escape(element.text or "")
    for child in element:
        yield lxml_html.tostring(child, encoding="unicode")


def _of(article: Any, path: str) -> str:
    found = article.xpath(path)
    return one_line(found[0].text_content()) if found else ""
