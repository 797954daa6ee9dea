"""From bytes to a text that is surely this list's, for every publisher.

Nothing is guessed and nothing mended: a list is the publisher's bytes or it is refused.
"""

import gc
import html
import io
import re
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from sanctions.entries import ListError
from sanctions.lists.unpacking import ASK_AGAIN

#: Letters in one line of a file that has one record a line; the longest that we read has 4,000.
MAX_LINE = 1_000_000
#: Of a message: control characters of all kinds.
_INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")

OFAC_DELIMITED = "one of OFAC's delimited files (CSV)"
OFAC_LEGACY = "OFAC's list as plain XML (sdn.xml)"
OFAC_ENHANCED = "OFAC's list as enhanced XML (SDN_ENHANCED.XML)"
UN = "the UN Security Council's consolidated list (XML)"

#: What a file of each list begins with. XML is told by its outermost element, without its prefix.
_ROOTS = {
    "sdnList": OFAC_LEGACY,
    "sanctionsData": OFAC_ENHANCED,
    "Sanctions": "OFAC's list as advanced XML (SDN_ADVANCED.XML)",
    "CONSOLIDATED_LIST": UN,
    "export": "the EU's consolidated list (XML)",
    "Designations": "the UK's sanctions list (XML)",
}
_STARTS = (
    (re.compile(r'\d{1,10},("[^"\r\n]*"|-0- ?),("\w+"|-0- ?|\d)'), OFAC_DELIMITED),
    (re.compile(r'\d{1,10},\d{1,10},("[^"\r\n]*"|-0- ?),'), OFAC_DELIMITED),
    (re.compile(r"\W?fileGenerationDate\W", re.IGNORECASE), "the EU's consolidated list (CSV)"),
    (re.compile(r"\W?(Report Date:|Last Updated\b)"), "the UK's sanctions list (CSV)"),
    (re.compile(r'\{"[^\r\n]*"schema"\s*:'), "a list of entities in FollowTheMoney's form (JSON)"),
)
_ROOT = re.compile(
    r"(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*>|\s)*<(?:\w+:)?([\w.-]+)", re.DOTALL
)


def decoded(data: bytes, label: str) -> str:
    """UTF-8, or UTF-16 where the mark at the beginning says so. No other encoding is tried."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise ListError(
                f"{label}: begins as UTF-16 does, and breaks off at byte {error.start:,} "
                f"({error.reason}). {ASK_AGAIN}"
            ) from None
        line = data.count(b"\n", 0, error.start) + 1
        raise ListError(
            f"{label}, line {line}: byte 0x{data[error.start]:02X} is not UTF-8; the file looks "
            f"like Windows-1252, saved again by an office program. {ASK_AGAIN}"
        ) from None


def kind_of(text: str) -> str | None:
    """What a file surely is by its first letters: a list that we know, or no list at all."""
    start = text[:4000].lstrip()
    if start[:1] == "<":
        root = _ROOT.match(start)
        if root and root[1] in _ROOTS:
            return _ROOTS[root[1]]
        if root and root[1].casefold() != "html" and "<html" not in start.casefold():
            return f"XML with the outermost element “{shortened(root[1])}”"
        title = re.search(r"<title[^>]*>(.*?)</title>", text[:100_000], re.DOTALL | re.IGNORECASE)
        named = f", titled “{shortened(html.unescape(title[1]))}”" if title else ""
        return f"a web page{named}"
    for sign, what in _STARTS:
        if sign.match(start):
            return what
    if start[:1] in ("{", "["):
        return f"JSON ({shortened(start)})"
    return None


def refuse_other_kinds_of_file(text: str, label: str, wanted: str) -> None:
    """Refuse what surely is something else than `wanted`, and say what it is."""
    found = kind_of(text)
    if found in (None, wanted):
        return
    remedy = ASK_AGAIN
    if found in _ROOTS.values() or any(found == what for _, what in _STARTS):
        remedy = "Import it as the list that it is. Nothing has been imported."
    raise ListError(f"{label}: this is {found}, not {wanted}. {remedy}")


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


def refuse_long_lines(text: str, label: str) -> None:
    """For files with one record a line, whose reader would take in any line whole."""
    if len(text) <= MAX_LINE:
        return
    for number, line in enumerate(io.StringIO(text, newline=""), start=1):
        if len(line) > MAX_LINE:
            raise ListError(
                f"{label}, line {number}: has more than {MAX_LINE:,} letters and begins "
                f"“{shortened(line[:200])}”. {ASK_AGAIN}"
            )


@contextmanager
def collector_paused() -> Iterator[None]:
    """What a reader makes is all kept, without circles: to look for some takes a quarter more."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def shortened(text: str) -> str:
    """For messages: one line, without what cannot be seen, at most 80 letters."""
    words = " ".join(_INVISIBLE.sub(" ", text[:2000]).split())
    shown = "".join(letter for letter in words if unicodedata.category(letter) != "Cf")
    return shown if len(shown) <= 80 else f"{shown[:79]}…"
