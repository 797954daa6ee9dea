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
from sys import intern
from typing import NoReturn, cast

from lxml import etree

from sanctions.entries import ListError, PublishedFile
from sanctions.lists.reading import (
    ASK_AGAIN,
    MAX_BYTES,
    opened,
    refuse_other_kinds_of_file,
    shortened,
)

#: Elements inside one another; the deepest that a publisher writes has 9.
MAX_DEPTH = 50
#: Letters of one value; the longest that we read has 1,723.
MAX_TEXT = 100_000
#: Bytes before the outermost element: a declaration and a comment.
_MAX_PROLOGUE = 100_000
_CHUNK = 65_536  # bytes
_SCHEMA_INSTANCE = "{http://www.w3.org/2001/XMLSchema-instance}"
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


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


class Element:
    """An element of a record. What is taken out is gone; what is left at the end was not known.

    Runs of white space are the file's layout and count as one space; at the ends as none.
    """

    __slots__ = ("_children", "_given", "attributes", "file", "line", "name", "text")

    def __init__(self, file: XmlFile, element: etree._Element, depth: int) -> None:
        if depth > MAX_DEPTH:
            file.refuse_depth(_line(element))
        self.file = file
        self.name = file.local_name(element.tag)
        self.line = _line(element)
        self.attributes = element.attrib
        self.text = file.value(element.text, self)
        self._given: list[Element] = []
        self._children: dict[str, list[Element]] = {}
        for child in element:
            if child.tail and not child.tail.isspace():
                self.refuse(f"the text “{shortened(child.tail)}” stands between elements.")
            self._children.setdefault(file.local_name(child.tag), []).append(
                Element(file, child, depth + 1)
            )

    def value(self, name: str) -> str | None:
        """The text of the one child of that name; None where it is absent or empty."""
        child = self.one(name)
        return child.text if child else None

    def values(self, name: str) -> list[str]:
        """The texts of all children of that name, the empty ones passed over."""
        return [child.text for child in self.all(name) if child.text]

    def needed(self, name: str) -> str:
        value = self.value(name)
        if value is None:
            self.refuse(f"{name} is missing or empty.")
        return value

    def one(self, name: str) -> Element | None:
        children = self.all(name)
        if len(children) > 1:
            self.refuse(f"{name} stands {len(children)} times where once is expected.")
        return children[0] if children else None

    def all(self, name: str) -> Sequence[Element]:
        children = self._children.pop(name, [])
        self._given += children
        return children

    def inside(self, *names: str) -> Sequence[Element]:
        """The elements at the end of a path of containers, each of which stands at most once."""
        container: Element | None = self
        for name in names[:-1]:
            container = container.one(name) if container else None
        return container.all(names[-1]) if container else []

    @property
    def is_empty(self) -> bool:
        """Whether neither it nor anything in it has a text. Nothing is taken out."""
        return self.text is None and all(
            child.is_empty for children in self._children.values() for child in children
        )

    def finish(self) -> None:
        """Note what holds something and was not taken out, here and in what was."""
        for name, children in self._children.items():
            if not all(child.is_empty for child in children):
                self.file.note_unknown(f"{self.name}/{name}", self.line)
        for child in self._given:
            child.finish()

    def refuse(self, what: str, remedy: str = ASK_AGAIN) -> NoReturn:
        called = f" {self.file.called}," if self.file.called else ""
        raise ListError(
            f"{self.file.label}, line {self.line:,},{called} {self.name}: {what} {remedy}"
        )


class XmlFile:
    """One XML file of a list. `elements` is gone through once; then hash and size are known."""

    def __init__(self, path: Path, layout: Layout, warnings: list[str]) -> None:
        self.path = path
        self.label = path.name
        self.layout = layout
        self.warnings = warnings
        self.attributes: Mapping[str, str] = {}
        #: The record being read, for messages: "entry CDi.001".
        self.called = ""
        self.sha256 = ""
        self.size = 0
        self._names: dict[str, str] = {}
        self._unknown: dict[str, list[int]] = {}

    def as_published(self, part: str, name: str) -> PublishedFile:
        return PublishedFile(part, name, self.path, self.sha256, self.size)

    def elements(self) -> Iterator[Element]:
        """Every record in the published order; raises ListError as soon as anything is amiss."""
        digest = hashlib.sha256()
        with opened(self.path, self.label, self.warnings, MAX_BYTES) as stream:
            source = _Source(stream.read, digest.update, self)
            events = etree.iterparse(
                source,
                events=("start", "end"),
                encoding="utf-8",
                resolve_entities=False,
                load_dtd=False,
                no_network=True,
                huge_tree=False,
                recover=False,
                chunk_size=_CHUNK,
                remove_comments=True,
                remove_pis=True,
            )
            try:
                yield from self._records(events, source)
            except etree.XMLSyntaxError as error:
                self._refuse_syntax(error, events)
            self.size = stream.size
        self.sha256 = digest.hexdigest()
        for path, lines in self._unknown.items():
            self.warnings.append(
                f"{self.label}: the element {path} is not known and was passed over "
                f"({len(lines):,} times, first at line {lines[0]:,}). The publisher may have "
                "changed the form: have the reader looked at."
            )

    def _records(self, events: etree.iterparse, source: _Source) -> Iterator[Element]:
        path: list[str] = []
        inside = 0  # the depth of the record that is being read
        seen: set[tuple[str, ...]] = set()
        for event, element in events:
            if event == "start":
                path.append(self.local_name(element.tag))
                inside = inside or self._entered(path, element, source)
                continue
            if inside in (0, len(path)):
                here = tuple(path[1:])
                seen.add(here)
                if inside:
                    yield Element(self, element, len(path))
                    inside = 0
                else:
                    self._look_at(here, element)
                _forget(element)
            path.pop()
        for section in sorted(self.layout.sections - seen):
            raise ListError(
                f"{self.label}: {'/'.join(section)} is missing, which {self.layout.what} always "
                f"has. {ASK_AGAIN}"
            )

    def _entered(self, path: Sequence[str], element: etree._Element, source: _Source) -> int:
        """The depth at which a record begins with this element; 0 where none does."""
        if len(path) == 1:
            source.in_prologue = False
            self._check_root(element)
        elif len(path) > MAX_DEPTH:
            self.refuse_depth(_line(element))
        return len(path) if tuple(path[1:]) in self.layout.records else 0

    def _check_root(self, element: etree._Element) -> None:
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
                f"this is read: {', '.join(sorted(self.layout.namespaces))}. "
                "If the publisher has a new form, it needs a reader of its own."
            )
        self.attributes = {str(name): str(value) for name, value in element.attrib.items()}

    def _look_at(self, path: tuple[str, ...], element: etree._Element) -> None:
        """An element outside of the records: one of their containers, known, or new to us."""
        layout = self.layout
        for text in (element.text, element.tail):
            if text and not text.isspace() and (not path or path in layout.sections):
                raise ListError(
                    f"{self.label}, line {_line(element):,}: the text "
                    f"“{shortened(text)}” stands between elements. {ASK_AGAIN}"
                )
        if any(path == known[: len(path)] for known in layout.records):
            return
        if not any(path[: len(known)] == known for known in layout.passed_over):
            self.note_unknown("/".join(path), _line(element))

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

    def value(self, text: str | None, element: Element) -> str | None:
        if text is None or text.isspace():
            return None
        if len(text) > MAX_TEXT:
            element.refuse(
                f"the value has {len(text):,} letters, at most {MAX_TEXT:,} are read; it begins "
                f"“{shortened(text[:200])}”."
            )
        if not text.isprintable() and (found := _CONTROL.search(text)):
            element.refuse(f"a control character (0x{ord(found[0]):02X}) stands in the text.")
        text = _WHITE_SPACE.sub(" ", text).strip(" ")
        # What is said often, such as a country or a programme, is kept once.
        return intern(text) if len(text) < 40 else text

    def note_unknown(self, path: str, line: int) -> None:
        self._unknown.setdefault(path, []).append(line)

    def refuse_depth(self, line: int) -> NoReturn:
        raise ListError(
            f"{self.label}, line {line:,}: elements stand more than {MAX_DEPTH} deep in one "
            f"another. No publisher's list does that. {ASK_AGAIN}"
        )

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
            self.refuse_depth(line)
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


def _line(element: etree._Element) -> int:
    return cast("int | None", element.sourceline) or 0


def _forget(element: etree._Element) -> None:
    """Let go of what has been read: the element's contents, and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


class _Source:
    """What the parser reads from: each piece hashed, and looked at until the list begins."""

    def __init__(
        self, read: Callable[[int], bytes], update: Callable[[bytes], object], file: XmlFile
    ) -> None:
        self._read, self._update, self._file = read, update, file
        self.in_prologue = True
        self._prologue = b""

    def read(self, size: int) -> bytes:
        data = self._read(size)
        self._update(data)
        if self.in_prologue:
            self._look_at_prologue(data)
        return data

    def _look_at_prologue(self, data: bytes) -> None:
        first = not self._prologue
        self._prologue += data
        if first:
            text = data[:_CHUNK].decode("utf-8-sig", "replace")
            refuse_other_kinds_of_file(text, self._file.label, self._file.layout.what)
            if not text.lstrip().startswith("<"):
                raise ListError(
                    f"{self._file.label}: begins with “{shortened(text[:200])}”, which is no XML. "
                    f"{ASK_AGAIN}"
                )
        if b"<!DOCTYPE" in self._prologue:
            self._file.refuse_document_type()
        if len(self._prologue) > 2 * _MAX_PROLOGUE:
            raise ListError(
                f"{self._file.label}: no list begins within {_MAX_PROLOGUE:,} bytes. {ASK_AGAIN}"
            )


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
