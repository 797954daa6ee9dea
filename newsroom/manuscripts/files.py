"""A file's bytes as text, and which way it is read. What is no text says what it is."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from newsroom.manuscripts.manuscript import Manuscript, ManuscriptError
from newsroom.manuscripts.markdown import from_markdown
from newsroom.manuscripts.pages import from_html

#: A story of 200,000 letters with 500 claims is a third of it.
MOST_BYTES = 1_000_000

_SAVE_AS = "Open it there, save it as a web page (HTML), and bring that in."
#: How files begin that are no text.
_FORMS = (
    (b"PK\x03\x04", f"a document of Word or LibreOffice, or another zip file. {_SAVE_AS}"),
    (b"\xd0\xcf\x11\xe0", f"a document of an old Word. {_SAVE_AS}"),
    (b"{\\rtf", f"rich text (RTF). {_SAVE_AS}"),
    (b"%PDF", "a PDF. Bring in the file that it was made of."),
    (b"\x89PNG", "a picture. Give the story's text."),
    (b"\xff\xd8\xff", "a picture. Give the story's text."),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
#: What word processors on Windows write, and say so.
_DECLARED = re.compile(
    rb"charset\s*=\s*[\"']?\s*(windows-125[0-8]|iso-8859-(?:1[013-6]|[1-9]))\b", re.IGNORECASE
)
_IS_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div"
    r"|section|h[1-6]|p|span|b|meta)\b",
    re.IGNORECASE | re.DOTALL,
)
_HTML_NAMES = frozenset({".html", ".htm", ".xhtml"})
_MARKDOWN_NAMES = frozenset({".md", ".markdown", ".mdown"})


def read_manuscript(path: Path) -> Manuscript:
    """The story in a file; refused as a whole where anything keeps it from being one."""
    text = _text_of(path)
    suffix = path.suffix.lower()
    is_html = suffix in _HTML_NAMES or (suffix not in _MARKDOWN_NAMES and _IS_HTML.match(text))
    try:
        found = from_html(text) if is_html else from_markdown(text)
    except ManuscriptError as error:
        raise ManuscriptError(f"“{path.name}” {error}") from error
    if not found.headline:
        advice = "Put one into an <h1>." if is_html else "Begin it with “# The headline”."
        raise ManuscriptError(
            f"“{path.name}” has no headline: neither a first heading nor a title. {advice}"
        )
    if not found.body:
        raise ManuscriptError(
            f"“{path.name}” has no text beside its headline “{found.headline[:80]}”. "
            "Look whether it is the right file."
        )
    return replace(found, slug=found.slug.lower())


def _text_of(path: Path) -> str:
    try:
        if not path.exists():
            raise ManuscriptError(f"There is no file “{path}”. Give that of a story to bring in.")
        if not path.is_file():
            raise ManuscriptError(f"“{path}” is no file. Give one, HTML or Markdown.")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
            size = path.stat().st_size
    except OSError as error:
        raise ManuscriptError(
            f"“{path}” could not be read: {error.strerror}. Look at who may read it."
        ) from error
    if len(content) > MOST_BYTES:
        raise ManuscriptError(
            f"“{path.name}” has {size:,} bytes; a story has at most {MOST_BYTES:,}. "
            "Pictures inside the HTML are the usual reason: save it without them."
        )
    for start, what in _FORMS:
        if content.startswith(start):
            raise ManuscriptError(f"“{path.name}” is {what}")
    text = _decoded(path, content)
    if not text.strip():
        raise ManuscriptError(f"“{path.name}” is empty. Look whether it was saved.")
    return text


def _decoded(path: Path, content: bytes) -> str:
    try:
        if content.startswith(_UTF_16):
            return content.decode("utf-16")
        if (at := content.find(0)) >= 0:
            raise ManuscriptError(
                f"“{path.name}” is no text: byte {at + 1:,} is a NUL. "
                "Give an HTML or a Markdown file."
            )
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        declared = _DECLARED.search(content[:4096])
        if declared and error.encoding == "utf-8":
            name = declared[1].decode().lower()
            # As browsers do: by the older name Windows' own letters are meant.
            name = "windows-1252" if name == "iso-8859-1" else name
            return content.decode(name, errors="ignore")
        line = content.count(b"\n", 0, error.start) + 1
        column = error.start - content.rfind(b"\n", 0, error.start)
        raise ManuscriptError(
            f"“{path.name}” is not written in UTF-8: line {line:,}, byte {column:,} is "
            f"0x{content[error.start]:02X}. Save it as UTF-8."
        ) from error
