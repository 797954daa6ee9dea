"""From a file to its text, for every publisher: unpacked, decoded, and surely no web page.

Nothing is guessed and nothing mended: a list is the publisher's bytes or it is refused.
"""

import gzip
import html
import re
import unicodedata
import zlib
from pathlib import Path

from sanctions.entries import ListError

#: Unpacked bytes of one file; the largest that we read has 5 million.
MAX_BYTES = 100_000_000
ASK_AGAIN = "Fetch the file again from the publisher; nothing has been imported."
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


def unpacked(path: Path, label: str, warnings: list[str]) -> bytes:
    """The bytes, unpacked where they are gzip, never more than MAX_BYTES of them."""
    try:
        with path.open("rb") as stream:
            packed = stream.read(2) == b"\x1f\x8b"
            stream.seek(0)
            source = gzip.GzipFile(fileobj=stream) if packed else stream
            data = source.read(MAX_BYTES + 1)
    except (EOFError, OSError, zlib.error) as error:
        raise ListError(f"{label}: cannot be read or unpacked ({error}). {ASK_AGAIN}") from error
    if len(data) > MAX_BYTES:
        raise ListError(
            f"{label}: has more than {MAX_BYTES // 1_000_000} MB (unpacked). "
            "Lists are far smaller: check what it is."
        )
    if not data:
        raise ListError(f"{label}: the file is empty. {ASK_AGAIN}")
    if packed and path.suffix.casefold() != ".gz":
        warnings.append(f"{label} is packed with gzip though its name does not say so.")
    if data.startswith(b"PK\x03\x04"):
        raise ListError(f"{label}: this is a zip archive or a spreadsheet. Unpack it first.")
    return data


def decoded(data: bytes, label: str) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ListError(f"{label}: is written in UTF-16, not in UTF-8. {ASK_AGAIN}")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ListError(
            f"{label}, line {line}: byte 0x{data[error.start]:02X} is not UTF-8; the file looks "
            f"like Windows-1252, saved again by an office program. {ASK_AGAIN}"
        ) from None


def refuse_other_kinds_of_file(text: str, label: str) -> None:
    start = text[:2000].lstrip()
    if start[:1] == "<":
        if re.match(r"<\?xml|<[\w:]+[^>]*xmlns", start) and "<html" not in start.casefold():
            raise ListError(
                f"{label}: this is XML. Only the publisher's delimited files (CSV) are read."
            )
        title = re.search(r"<title[^>]*>(.*?)</title>", text[:100_000], re.DOTALL | re.IGNORECASE)
        named = f", titled “{shortened(html.unescape(title[1]))}”" if title else ""
        raise ListError(f"{label}: this is a web page{named}, not a list. {ASK_AGAIN}")
    if start[:1] in "{[" and start:
        raise ListError(f"{label}: this is JSON ({shortened(start)}), not a list. {ASK_AGAIN}")


def refuse_control_characters(text: str, label: str) -> None:
    """NUL, escapes, an end mark in the middle. Line ends stay, U+0085 is a letter like another."""
    found = _CONTROL.search(text)
    if found is None:
        return
    line = len(re.findall(r"\r\n?|\n", text[: found.start()])) + 1
    name = {"\x00": "a NUL character", "\x1a": "an end mark"}.get(found[0], "a control character")
    raise ListError(
        f"{label}, line {line}: {name} (0x{ord(found[0]):02X}) stands in the text. {ASK_AGAIN}"
    )


def shortened(text: str) -> str:
    """For messages: one line, printable, at most 80 letters."""
    words = " ".join(text.split())
    shown = "".join(" " if unicodedata.category(letter) == "Cc" else letter for letter in words)
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
