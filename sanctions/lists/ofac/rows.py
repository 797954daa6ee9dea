"""One delimited file of OFAC's, read strictly: each row has its columns, each value its length.

Python's csv reader accepts a file that was cut at any byte, so every file must end with the
publisher's end mark.
"""

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from typing import Any, NoReturn

from sanctions.entries import ListError
from sanctions.lists.ofac.layout import SDN, AddRow, AltRow, CommentsRow, Part, SdnRow
from sanctions.lists.reading import (
    OFAC_DELIMITED,
    decoded,
    refuse_control_characters,
    refuse_long_lines,
    refuse_other_kinds_of_file,
    shortened,
)
from sanctions.lists.unpacking import ASK_AGAIN, unpacked

END_MARK = "\x1a"
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_NULLS = ("-0-", "")


@dataclass(frozen=True, slots=True)
class Text:
    """A file's text without its end mark, not yet taken apart. `size` is in bytes, unpacked."""

    label: str
    path: Path
    sha256: str
    size: int
    text: str
    has_end_mark: bool


@dataclass(frozen=True, slots=True)
class File[Row: (SdnRow, AltRow, AddRow, CommentsRow)]:
    """The rows of one part, with the text from which they were taken."""

    part: Part[Row]
    source: Text
    rows: Sequence[Row]

    @property
    def label(self) -> str:
        """How the file is called in messages."""
        return self.source.label

    def refuse(self, row: Row, column: str, what: str) -> NoReturn:
        value = row[1 + list(self.part.columns).index(column)]
        shown = shortened(str(value or "-0-"))
        raise ListError(f"{self.label}, line {row.line}, {column} “{shown}”: {what} {ASK_AGAIN}")


def read_text(part: Part[Any], path: Path, warnings: list[str]) -> Text:
    label = path.name
    data = unpacked(path, label, warnings)
    text = decoded(data, label)
    refuse_other_kinds_of_file(text, label, OFAC_DELIMITED)
    has_end_mark = text.endswith(END_MARK)
    body = text.removesuffix(END_MARK)
    refuse_control_characters(body, label)
    if part.needs_end_mark and not has_end_mark:
        raise ListError(
            f"{label}: the end mark (byte 0x1A) is missing behind line "
            f"{len(body.splitlines()):,}, so the file was cut or saved again. {ASK_AGAIN}"
        )
    return Text(label, path, hashlib.sha256(data).hexdigest(), len(data), body, has_end_mark)


def read_rows[Row: (SdnRow, AltRow, AddRow, CommentsRow)](
    part: Part[Row], source: Text, warnings: list[str]
) -> File[Row]:
    rows = _rows(part, source.text, source.label)
    if part.name == SDN.name and not rows:
        raise ListError(f"{source.label}: no entry stands in it. {ASK_AGAIN}")
    return File(part, source, _without_repetition(part, rows, source.label, warnings))


def _rows[Row: (SdnRow, AltRow, AddRow, CommentsRow)](
    part: Part[Row], text: str, label: str
) -> list[Row]:
    """All rows, looked at by columns, which takes a fifth of the time that rows take.

    Each stands on the line of its place, for no value may hold a line break. Only where something
    is amiss are the rows looked at one by one, for the first that is.
    """
    refuse_long_lines(text, label)
    values: list[list[str]] = []
    broken: csv.Error | None = None
    try:
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            values.append(row)  # noqa: PERF402 (what came before an error is needed)
    except csv.Error as error:
        broken = error
    wanted = len(part.columns)
    columns = list(zip(*values, strict=True)) if {len(row) for row in values} == {wanted} else []
    if values and not (columns and _are_sound(part, columns)):
        for line, row in enumerate(values, start=1):
            _refuse_bad_row(part, line, row, label)
    if broken:
        raise ListError(
            f"{label}, line {len(values) + 1}: a quotation mark is out of place or missing "
            f"({broken}). {ASK_AGAIN}"
        ) from broken
    told = [_without_nulls(column) for column in columns]
    return list(map(part.row._make, zip(range(1, len(values) + 1), *told, strict=True)))


def _are_sound(part: Part[Any], columns: Sequence[Sequence[str]]) -> bool:
    """Whether no value is one that `_refuse_bad_row` refuses."""
    if not all(map(_NUMBER.fullmatch, columns[0])):
        return False
    for longest, column in zip(part.columns.values(), columns, strict=True):
        joined = "".join(column)
        if any(letter in joined for letter in '"\r\n') or max(map(len, column)) > longest:
            return False
    return True


def _refuse_bad_row(part: Part[Any], line: int, row: Sequence[str], label: str) -> None:
    wanted = len(part.columns)
    if len(row) != wanted:
        raise ListError(
            f"{label}, line {line}: {len(row)} columns, {part.file} has {wanted}. "
            f"The row begins “{shortened(', '.join(row))}”. {_other_separator(row)}{ASK_AGAIN}"
        )
    for (column, longest), value in zip(part.columns.items(), row, strict=True):
        if len(value) > longest:
            what = f"{len(value):,} letters, at most {longest:,} are allowed."
        elif "\n" in value or "\r" in value:
            what = "a line break inside the value: a quotation mark is missing nearby."
        elif '"' in value:
            what = "a quotation mark inside the value, which OFAC never writes."
        else:
            continue
        raise ListError(f"{label}, line {line}, {column} “{shortened(value)}”: {what} {ASK_AGAIN}")
    if not _NUMBER.fullmatch(row[0]):
        raise ListError(
            f"{label}, line {line}, ent_num “{shortened(row[0])}”: is not a number. "
            f"Is this OFAC's {part.file}? It has no header row and begins with the entry's number. "
            "Nothing has been imported."
        )


def _other_separator(row: Sequence[str]) -> str:
    """A question, where a row that stayed in one piece looks as if something else parted it."""
    if len(row) != 1:
        return ""
    count, name = max((row[0].count("\t"), "tabs"), (row[0].count(";"), "semicolons"))
    return f"Are the values separated by {name}? OFAC's are by commas. " if count > 1 else ""


def _without_nulls(column: Sequence[str]) -> Sequence[str | None]:
    values = set(column)
    nulls = {value for value in values if value.strip() in _NULLS}
    if nulls == values:
        return [None] * len(column)
    return [None if value in nulls else value for value in column] if nulls else column


def _without_repetition[Row: (SdnRow, AltRow, AddRow, CommentsRow)](
    part: Part[Row], rows: list[Row], label: str, warnings: list[str]
) -> list[Row]:
    """The same row twice counts once; two rows of one number that differ are refused."""
    keys = list(map(itemgetter(*range(1, 1 + part.keys)), rows))
    if len(set(keys)) == len(rows):
        return rows
    kept: dict[object, Row] = {}
    for key, row in zip(keys, rows, strict=True):
        first = kept.setdefault(key, row)
        if first is row:
            continue
        if first[1:] != row[1:]:
            number = " / ".join(str(value) for value in row[1 : 1 + part.keys])
            raise ListError(
                f"{label}, lines {first.line} and {row.line}: number {number} "
                f"stands twice with different content. {ASK_AGAIN}"
            )
        warnings.append(f"{label}, lines {first.line} and {row.line} are the same row, taken once.")
    return list(kept.values())
