"""Strict reading of publishers' XML: a stream of records, each taken apart field by field.

A file is whole or it is refused. The parser never recovers, knows no entities but XML's own five,
and is given no document type at all, so that what a file holds is what stands in it. Records are
handed out while the file is read, for a large one is never held whole: who takes them must keep
none until the last has come, because a file that was cut is well formed up to where it ends.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, cast

from lxml import etree

from sanctions.entries import ListError, PublishedFile
from sanctions.lists.elements import MAX_TEXT, Element, line_of, refuse_depth
from sanctions.lists.reading import refuse_other_kinds_of_file, shortened
from sanctions.lists.unpacking import ASK_AGAIN, MAX_BYTES, opened

#: Bytes before the outermost element: a declaration and a comment.
_MAX_PROLOGUE = 100_000
#: Bytes in which a record must end. The longest that a publisher writes has some 200,000.
_MAX_RECORD = 10_000_000
_CHUNK = 65_536  # bytes
_WEB_PAGE = re.compile(r"<html|<!doctype html", re.IGNORECASE)
_ANY_ELEMENT = re.compile(r"<\w")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """How a publisher's XML is built, as far as its records are found by it.

    `what` is the list as messages call it. `records` are the paths below the root of what is
    handed out; `sections` of those that a whole list always has; `passed_over` of what we know
    and do not need. Without `namespaces` the elements' own names decide.
    """

    what: str
    root: str
    records: frozenset[tuple[str, ...]]
    sections: frozenset[tuple[str, ...]] = frozenset()
    passed_over: frozenset[tuple[str, ...]] = frozenset()
    namespaces: frozenset[str] | None = None


class XmlFile:
    """One XML file of a list. `elements` is gone through once; then hash and size are known."""

    def __init__(self, path: Path, layout: Layout, warnings: list[str]) -> None:
        self.path = path
        self.label = path.name
        self.layout = layout
        self.warnings = warnings
        #: Those of the outermost element.
        self.attributes: Mapping[str, str] = {}
        #: The record being read, for messages: "entry CDi.001".
        self.called = ""
        self.sha256 = ""
        self.size = 0
        self._names: dict[str, str] = {}
        self._seen: set[tuple[str, ...]] = set()
        self._unknown: dict[str, list[int]] = {}

    def as_published(self, part: str, name: str) -> PublishedFile:
        return PublishedFile(part, name, self.path, self.sha256, self.size)

    def elements(self) -> Iterator[Element]:
        """Every record in the published order; raises ListError as soon as anything is amiss."""
        digest = hashlib.sha256()
        records = {path[-1] for path in self.layout.records}
        with opened(self.path, self.label, self.warnings, MAX_BYTES) as stream:
            source = _Source(stream.read, digest.update, self)
            events = etree.iterparse(
                source,
                tag=[f"{{*}}{name}" for name in records],
                chunk_size=_CHUNK,
                **_STRICTLY,
            )
            try:
                yield from self._records(events, source)
            except etree.XMLSyntaxError as error:
                self._refuse_syntax(error, events)
            self.size = stream.size
        self.sha256 = digest.hexdigest()
        self._look_at(events.root)
        for section in sorted(self.layout.sections - self._seen):
            raise ListError(
                f"{self.label}: {section[0]} is missing, which {self.layout.what} always has. "
                f"{ASK_AGAIN}"
            )
        for path, lines in self._unknown.items():
            self.warnings.append(
                f"{self.label}: the element {path} is not known and was passed over "
                f"({len(lines):,} times, first at line {lines[0]:,}). The publisher may have "
                "changed the form: have the reader looked at."
            )

    def _records(self, events: etree.iterparse, source: _Source) -> Iterator[Element]:
        for _, element in events:
            if self._path(element) not in self.layout.records:
                continue  # of the same name, inside a record or in a part that is passed over
            source.since_record = 0
            yield Element(self, element)
            element.clear(keep_tail=True)
            parent = element.getparent()
            while parent is not None and (before := element.getprevious()) is not None:
                self._look_at(before)
                parent.remove(before)

    def _path(self, element: etree._Element) -> tuple[str, ...]:
        """The names from below the outermost element down to this one."""
        names = [self.local_name(one.tag) for one in element.iterancestors()]
        names = [self.local_name(element.tag), *names]
        return tuple(reversed(names[:-1]))

    def _look_at(self, element: etree._Element) -> None:
        """An element outside of the records: a container of them, known, or new to us.

        Looked at are those that stand before a record, and at the end what is left.
        """
        path, layout = self._path(element), self.layout
        self._seen.add(path)
        if path in layout.records:
            return
        if path in layout.passed_over:
            return
        if any(path == record[: len(path)] for record in layout.records):
            self._refuse_text(element, element.text)
            for child in element:
                self._refuse_text(child, child.tail)
                self._look_at(child)
        else:
            self.note_unknown("/".join(path), line_of(element))

    def _refuse_text(self, element: etree._Element, text: str | None) -> None:
        if text and not text.isspace():
            raise ListError(
                f"{self.label}, line {line_of(element):,}: the text “{shortened(text)}” stands "
                f"between elements. {ASK_AGAIN}"
            )

    def check_root(self, element: etree._Element) -> None:
        if element.getroottree().docinfo.internalDTD is not None:
            self.refuse_document_type()
        namespace, _, name = element.tag.rpartition("}")
        namespace = namespace.removeprefix("{")
        if name != self.layout.root:
            raise ListError(
                f"{self.label}: the outermost element is “{shortened(name)}”, not "
                f"{self.layout.root}, so this is not {self.layout.what}. {ASK_AGAIN}"
            )
        if self.layout.namespaces is not None and namespace not in self.layout.namespaces:
            raise ListError(
                f"{self.label}: the namespace is “{shortened(namespace)}”; of {self.layout.what} "
                f"this is read: {', '.join(sorted(self.layout.namespaces)) or 'none'}. "
                "If the publisher has a new form, it needs a reader of its own."
            )
        self.attributes = {str(key): str(value) for key, value in element.attrib.items()}

    def local_name(self, tag: str) -> str:
        """Without its namespace; one of another namespace than the layout's is refused."""
        name = self._names.get(tag)
        if name is None:
            namespace, _, name = tag.rpartition("}")
            wanted = self.layout.namespaces
            if self._names and wanted is not None and namespace.removeprefix("{") not in wanted:
                raise ListError(
                    f"{self.label}: the element “{shortened(name)}” is of another namespace, "
                    f"“{shortened(namespace.removeprefix('{'))}”. {ASK_AGAIN}"
                )
            self._names[tag] = name
        return name

    def note_unknown(self, path: str, line: int) -> None:
        self._unknown.setdefault(path, []).append(line)

    def refuse_document_type(self) -> NoReturn:
        raise ListError(
            f"{self.label}: declares a document type (<!DOCTYPE …>). No publisher's list has one, "
            f"and none is accepted (DTD not allowed). {ASK_AGAIN}"
        )

    def _refuse_syntax(self, error: etree.XMLSyntaxError, events: etree.iterparse) -> NoReturn:
        """The parser's word, where it stands, and in our words what it mostly comes from."""
        last = next(iter(events.error_log), None)
        line, column = error.position if error.position[0] else (0, 0)
        said = str(error.msg).partition(", line ")[0]
        if not line and last is not None:
            line, column, said = last.line, last.column, last.message
        if "depth" in said:
            refuse_depth(self.label, line)
        meaning = next((words for sign, words in _MEANINGS if sign in said), "it is not XML")
        raise ListError(
            f"{self.label}, line {line:,}, column {column:,}: {meaning} ({said.strip()}). "
            f"{ASK_AGAIN}"
        ) from None


#: What the parser says, by a part of it, and what that means.
_MEANINGS = (
    ("EntityRef", "an & stands in the text that is not written as &amp;"),
    ("Entity '", "an entity is used that XML does not know; no list declares its own"),
    ("too long", f"a value is longer than {MAX_TEXT:,} letters"),
    ("limit exceeded", f"a value is longer than {MAX_TEXT:,} letters"),
    ("Invalid bytes", "the bytes are not UTF-8"),
    ("invalid Char", "a control character stands in the text"),
    ("Char 0x0", "a NUL character stands in the text"),
    ("xmlChar", "a control character stands in the text"),
    ("Premature end", "the file ends before its outermost element does: it was cut"),
    ("find end of", "the file ends inside an element: it was cut"),
    ("mismatch", "an element is closed that was not opened"),
    ("Extra content", "something stands behind the end of the list"),
)


#: No recovering, nothing fetched, no entities, and the parser's own limits on size and depth.
_STRICTLY: dict[str, Any] = {
    "encoding": "utf-8",
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "recover": False,
    "remove_blank_text": True,
    "remove_comments": True,
    "remove_pis": True,
}


class _Source:
    """What the parser reads from: each piece hashed, and looked at until the list begins."""

    def __init__(
        self, read: Callable[[int], bytes], update: Callable[[bytes], object], file: XmlFile
    ) -> None:
        self._read, self._update, self._file = read, update, file
        self._beginning: etree.XMLPullParser | None = etree.XMLPullParser(("start",), **_STRICTLY)
        self._prologue = b""
        self.since_record = 0  # bytes

    def read(self, size: int) -> bytes:
        data = self._read(size)
        self._update(data)
        if self._beginning is not None:
            self._look_at_beginning(self._beginning, data)
        self.since_record += len(data)
        if self.since_record > _MAX_RECORD:
            raise ListError(
                f"{self._file.label}: within {_MAX_RECORD // 1_000_000} MB no entry of the list "
                f"ends, so a value or a part is far too long. {ASK_AGAIN}"
            )
        return data

    def _look_at_beginning(self, parser: etree.XMLPullParser, data: bytes) -> None:
        """Until the outermost element: what kind of file it is, and that of a list we know."""
        label, first = self._file.label, not self._prologue
        self._prologue += data
        start = self._prologue[:4000].decode("utf-8-sig", "replace").lstrip()
        if b"<!DOCTYPE" in self._prologue and not _WEB_PAGE.search(start):
            self._file.refuse_document_type()
        if first and (_WEB_PAGE.search(start) or _ANY_ELEMENT.search(start) or start[:1] != "<"):
            text = data.decode("utf-8-sig", "replace")
            refuse_other_kinds_of_file(text, label, self._file.layout.what)
            if start[:1] != "<":
                raise ListError(
                    f"{label}: begins with “{shortened(start)}”, which is no XML. {ASK_AGAIN}"
                )
        if len(self._prologue) > _MAX_PROLOGUE + _CHUNK:
            raise ListError(f"{label}: no list begins within {_MAX_PROLOGUE:,} bytes. {ASK_AGAIN}")
        parser.feed(data)
        for _, element in parser.read_events():
            self._file.check_root(cast("etree._Element", element))
            self._beginning = None
            break


def located(path: Path, names: Sequence[str]) -> Path:
    """The file itself, or the one of these names in a folder, packed or not."""
    if path.is_file():
        return path
    if not path.is_dir():
        raise ListError(f"{path}: there is no such file or folder. Give the path of {names[0]}.")
    files = sorted(path.iterdir())
    found = [
        file
        for file in files
        if file.name.casefold().removesuffix(".gz").removesuffix(".zip") in names
    ]
    match found:
        case [file]:
            return file
        case []:
            held = ", ".join(file.name for file in files) or "nothing"
            raise ListError(
                f"{path}: the folder has no {names[0]} (found: {shortened(held)}). "
                "Put the publisher's file there."
            )
    several = " and ".join(file.name for file in found)
    raise ListError(f"{path}: {several} are the same file. Leave one of them.")


def sha256_of(path: Path) -> str:
    """The hash of the file's bytes, unpacked; what `XmlFile.sha256` is once it was read."""
    digest = hashlib.sha256()
    with opened(path, path.name, [], MAX_BYTES) as stream:
        while data := stream.read(_CHUNK):
            digest.update(data)
    return digest.hexdigest()
