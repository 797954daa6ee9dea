"""A document as it came: what its bytes are, and the text that they hold.

The kind is told by the bytes, whatever the file is called. What a browser or a reader program
would run is never looked at; what is not text, HTML or PDF is refused.
"""

from __future__ import annotations

import hashlib
import io
import re
from dataclasses import dataclass

import lxml.html
from pypdf import PdfReader
from pypdf.errors import FileNotDecryptedError

LARGEST = 20 * 1024 * 1024  # bytes

#: Elements whose text nobody reads on the page.
_UNSEEN = ("head", "script", "style", "noscript", "template", "svg", "iframe", "object", "button")
#: Elements that begin a line of their own.
# fmt: off
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption",
    "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
}
# fmt: on
_HTML = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+<(!doctype\s+html|html|head|body|main|div|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=|<\?xml[^>]+encoding\s*=", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class UnreadableError(Exception):
    """A file that is not kept. The message says what was found and what to do."""


class TooLargeError(UnreadableError):
    def __init__(self, size: int) -> None:
        super().__init__(
            f"The file has {size / 1024**2:.1f} MB; up to {LARGEST // 1024**2} are kept. "
            "Keep the pages that matter, or type their text in."
        )


@dataclass(frozen=True)
class Kept:
    """What is stored of a document beside its bytes."""

    text: str
    media_type: str
    sha256: str

    @property
    def extension(self) -> str:
        return {"text/plain": "txt", "text/html": "html", "application/pdf": "pdf"}[self.media_type]


def typed_in(text: str) -> Kept:
    """A text that somebody typed or pasted: itself is what is kept."""
    text = "\n".join(text.splitlines()).strip()
    return Kept(text, "text/plain", hashlib.sha256(text.encode()).hexdigest())


def read(content: bytes, *, instead: str = "") -> Kept:
    """The text of a file and what kind of file it is; raises UnreadableError.

    `instead` is the text that somebody typed from it, for a PDF of pictures.
    """
    if not content:
        raise UnreadableError("The file is empty: choose it again, or type its text in.")
    if len(content) > LARGEST:
        raise TooLargeError(len(content))
    media_type = _media_type(content)
    text = {"application/pdf": _pdf, "text/html": _html, "text/plain": _plain}[media_type](content)
    text = _tidy(text) or typed_in(instead).text
    if not text and media_type == "application/pdf":
        raise UnreadableError(
            "This PDF holds pictures of pages and no text. Type its text in below, "
            "or run it through text recognition first."
        )
    if not text:
        raise UnreadableError("There is no text in this file. Type what it says in below.")
    return Kept(text, media_type, hashlib.sha256(content).hexdigest())


def _media_type(content: bytes) -> str:
    if content[:1024].lstrip().startswith(b"%PDF-"):
        return "application/pdf"
    if _HTML.match(content[:4096].removeprefix(b"\xef\xbb\xbf")):
        return "text/html"
    if b"\0" in content:
        raise UnreadableError(
            "This is not text, HTML or PDF. Save it as one of these, or type its text in."
        )
    return "text/plain"


def _plain(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableError(
            f"This is not a UTF-8 text: byte {content[error.start]:#04x} stands at place "
            f"{error.start + 1:,}. Save it as UTF-8, or type its text in."
        ) from None


def _html(content: bytes) -> str:
    """The words of a page, a line for each block, without what is not shown."""
    try:
        content = content.decode("utf-8-sig").encode()
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # the page names it
        if not _CHARSET.search(content[:4096]):
            raise UnreadableError(
                "This page does not say in which encoding it is written, and it is not UTF-8. "
                "Save it as UTF-8, or type its text in."
            ) from None
    parser = lxml.html.HTMLParser(encoding=encoding, huge_tree=True, remove_comments=True)
    try:
        page = lxml.html.document_fromstring(content, parser=parser)
    except lxml.etree.ParserError:
        return ""
    if any(error.type_name == "ERR_RESOURCE_LIMIT" for error in parser.error_log):
        raise UnreadableError(
            "This page is nested so deeply that part of it would be lost. Type its text in."
        )
    for element in list(page.iter(lxml.etree.ProcessingInstruction, *_UNSEEN)):
        element.drop_tree()  # type: ignore[attr-defined]  # every element of lxml.html has it
    for element in page.iter():
        begin = "\n" if element.tag in _BLOCKS else ""
        element.text = begin + _SPACE.sub(" ", element.text or "")
        element.tail = begin + _SPACE.sub(" ", element.tail or "")
    return str(page.xpath("string()"))


def _pdf(content: bytes) -> str:
    try:
        pages = PdfReader(io.BytesIO(content)).pages
        return "\n".join(page.extract_text() for page in pages)
    except FileNotDecryptedError:
        raise UnreadableError(
            "This PDF is locked with a password. Save it without one, or type its text in."
        ) from None
    except Exception as error:  # a damaged PDF makes pypdf raise anything
        raise UnreadableError(
            f"This PDF is damaged ({type(error).__name__}). Save it again, or type its text in."
        ) from error


def _tidy(text: str) -> str:
    """Without control characters, which PostgreSQL or readers choke on, and without empty edges."""
    lines = (_CONTROLS.sub("", line).strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
