"""A record of a publisher's XML, taken apart field by field.

What is taken out is gone, and what is left at the end was not known: so no new field of a publisher
is lost without a word. Runs of white space are the file's layout and count as one space.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from sys import intern
from typing import NoReturn, Protocol, cast

from lxml import etree

from sanctions.entries import ListError
from sanctions.lists.reading import shortened
from sanctions.lists.unpacking import ASK_AGAIN

#: Elements inside one another; the deepest that a publisher writes has 9.
MAX_DEPTH = 50
#: Letters of one value; the longest that we read has 1,723.
MAX_TEXT = 100_000
#: Values that are so short are mostly said often, as a country is, and kept once.
_OFTEN_SAID = 24
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]")


class File(Protocol):
    """What a record knows of its file: `called` is what is being read, "entry CDi.001"."""

    label: str
    called: str
    attributes: Mapping[str, str]
    warnings: list[str]

    def local_name(self, tag: str) -> str: ...

    def note_unknown(self, path: str, line: int) -> None: ...


class Element:
    """An element of a record. Its children are looked at when they are taken out."""

    __slots__ = ("_children", "_element", "_given", "file", "name")

    def __init__(self, file: File, element: etree._Element) -> None:
        self.file = file
        self.name = file.local_name(element.tag)
        self._element = element
        self._given: list[Element] = []
        self._children: dict[str, list[etree._Element]] = {}
        for child in element:
            if child.tail and not child.tail.isspace():
                self.refuse(f"the text “{shortened(child.tail)}” stands between elements.")
            name = file.local_name(child.tag)
            if name in self._children:
                self._children[name].append(child)
            else:
                self._children[name] = [child]
        if self._children and element.text and not element.text.isspace():
            self.refuse(f"the text “{shortened(element.text)}” stands between elements.")

    @property
    def text(self) -> str | None:
        """Its own text; None where it is empty."""
        return self._value(self._element)

    @property
    def line(self) -> int:
        return line_of(self._element)

    def attribute(self, name: str) -> str:
        """What is absent is empty."""
        return str(self._element.get(name, ""))

    def value(self, name: str) -> str | None:
        """The text of the one child of that name; None where it is absent or empty."""
        children = self._children.pop(name, None)
        if children is None:
            return None
        if len(children) > 1:
            self.refuse(f"{name} stands {len(children)} times where once is expected.")
        return self._value(children[0])

    def needed(self, name: str) -> str:
        value = self.value(name)
        if value is None:
            self.refuse(f"{name} is missing or empty.")
        return value

    def flag(self, name: str) -> bool:
        """True or false, as the text says; where it says nothing, false."""
        value = self.value(name)
        if value not in (None, "true", "false"):
            self.refuse(f"{name} is “{shortened(value)}”, neither true nor false.")
        return value == "true"

    def values(self, names: Mapping[str, str]) -> dict[str, str]:
        """The single values by the names under which we keep them, without the absent ones."""
        found = ((key, self.value(name)) for key, name in names.items())
        return {key: value for key, value in found if value is not None}

    def texts(self, *path: str) -> list[str]:
        """The texts of the elements at the end of a path, the empty ones passed over."""
        return [one.text for one in self.inside(*path) if one.text]

    def one(self, name: str) -> Element | None:
        children = self.all(name)
        if len(children) > 1:
            self.refuse(f"{name} stands {len(children)} times where once is expected.")
        return children[0] if children else None

    def all(self, name: str) -> Sequence[Element]:
        children = [Element(self.file, child) for child in self._children.pop(name, ())]
        self._given += children
        return children

    def inside(self, *path: str) -> Sequence[Element]:
        """The elements at the end of a path of containers, each of which stands at most once."""
        container: Element | None = self
        for name in path[:-1]:
            container = container.one(name) if container else None
        return container.all(path[-1]) if container else []

    def pass_over(self, *names: str) -> None:
        """What is known and says nothing to us."""
        for name in names:
            self._children.pop(name, None)

    @property
    def is_empty(self) -> bool:
        return _is_empty(self._element)

    def finish(self) -> None:
        """Note what holds something and was not taken out, here and in what was."""
        for name, children in self._children.items():
            if not all(map(_is_empty, children)):
                for child in children:
                    _refuse_depth(child, self.file)
                self.file.note_unknown(f"{self.name}/{name}", self.line)
        for given in self._given:
            given.finish()

    def refuse(self, what: str, remedy: str = ASK_AGAIN) -> NoReturn:
        called = f" {self.file.called}," if self.file.called else ""
        raise ListError(
            f"{self.file.label}, line {self.line:,},{called} {self.name}: {what} {remedy}"
        )

    def _value(self, element: etree._Element) -> str | None:
        text = element.text
        if text is None or text.isspace():
            return None
        if len(element):
            self.refuse(f"{element.tag} holds elements where a text is expected.")
        if len(text) > MAX_TEXT:
            self.refuse(
                f"a value has {len(text):,} letters, at most {MAX_TEXT:,} are read; it begins "
                f"“{shortened(text[:200])}”."
            )
        if not text.isprintable():
            if found := _CONTROL.search(text):
                self.refuse(f"a control character (0x{ord(found[0]):02X}) stands in the text.")
            text = _WHITE_SPACE.sub(" ", text)
        elif "  " in text:
            text = _WHITE_SPACE.sub(" ", text)
        text = text.strip(" ")
        return intern(text) if len(text) <= _OFTEN_SAID else text


def line_of(element: etree._Element) -> int:
    return cast("int | None", element.sourceline) or 0


def refuse_depth(label: str, line: int) -> NoReturn:
    raise ListError(
        f"{label}, line {line:,}: elements stand more than {MAX_DEPTH} deep in one another. No "
        f"publisher's list does that. {ASK_AGAIN}"
    )


def _refuse_depth(element: etree._Element, file: File) -> None:
    for inner in element.iter():
        if sum(1 for _ in inner.iterancestors()) >= MAX_DEPTH:
            refuse_depth(file.label, line_of(inner))


def _is_empty(element: etree._Element) -> bool:
    return not any(not text.isspace() for text in element.itertext())
