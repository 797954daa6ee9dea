"""A body as blocks that can be compared, and as words that can: for merging and for comparing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from newsroom.body import clean
from newsroom.body.cleaning import read, write
from newsroom.body.runs import Block, Run, Tag, begins_alike

type Tags = tuple[Tag, ...]

#: A word, a line's end, or space.
_WORD = re.compile(r"\n|[^\S\n]+|\S+")


@dataclass(frozen=True)
class Form:
    """What a block is, the lists and quotations it stands in, and how many of them it shares with
    the block before."""

    name: str
    path: tuple[str, ...]
    shared: int


@dataclass(frozen=True)
class Token:
    """A word or space with the marks of each of its letters, or the beginning of a block."""

    text: str
    tags: tuple[Tags, ...] = ()
    form: Form | None = None

    @property
    def is_word(self) -> bool:
        return self.form is None and not self.text.isspace()

    @property
    def all_tags(self) -> set[Tag]:
        return {tag for letter in self.tags for tag in letter}


@dataclass(frozen=True)
class Part:
    """A block of the body that can be compared: `form` says what it is and what it stands in."""

    form: Form
    runs: tuple[Run, ...]


def parts(html: str) -> list[Part]:
    found = []
    path: tuple[tuple[str, int], ...] = ()
    for block in read(html).blocks:
        shared = begins_alike(path, block.path)
        names = tuple(name for name, _ in block.path)
        found.append(Part(Form(block.name, names, shared), tuple(block.runs)))
        path = block.path
    return found


def written(parts: Sequence[Part]) -> str:
    """The parts as a body, cleaned."""
    return clean(write(blocks_of(parts)))


def blocks_of(parts: Sequence[Part]) -> list[Block]:
    blocks: list[Block] = []
    path: tuple[tuple[str, int], ...] = ()
    count = 0
    for part in parts:
        names = part.form.path
        # What it shared with a block that is no longer before it, it cannot share.
        alike = begins_alike([name for name, _ in path], names)
        path = path[: min(part.form.shared, alike)]
        for name in names[len(path) :]:
            count += 1
            path = (*path, (name, count))
        blocks.append(Block(part.form.name, path, list(part.runs)))
    return blocks


def tokens_of(form: Form, runs: Iterable[Run]) -> Iterator[Token]:
    """A block's beginning and its words. A word that marks divide stays one."""
    yield Token("", form=form)
    text = "".join(run.text for run in runs)
    tags = [run.tags for run in runs for _ in run.text]
    for word in _WORD.finditer(text):
        yield Token(word[0], tuple(tags[word.start() : word.end()]))


def text_of(tokens: Iterable[Token]) -> str:
    """As plain words, for people."""
    return " ".join("".join(" " if t.form else t.text for t in tokens).split())


def key_of(token: Token) -> str:
    """What it says, whatever marks it has."""
    return "¶" if token.form else f"={token.text}"


def parts_of(tokens: Iterable[Token]) -> list[Part]:
    found: list[tuple[Form, list[Run]]] = []
    for token in tokens:
        if token.form is not None:
            found.append((token.form, []))
            continue
        if not found:
            found.append((Form("p", (), 0), []))
        runs = found[-1][1]
        for letter, tags in zip(token.text, token.tags, strict=True):
            if runs and runs[-1].tags == tags:
                runs[-1] = Run(runs[-1].text + letter, tags)
            else:
                runs.append(Run(letter, tags))
    return [Part(form, tuple(runs)) for form, runs in found]
