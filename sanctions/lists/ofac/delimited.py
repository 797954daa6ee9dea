"""OFAC's delimited sets: sdn.csv and, where present, alt.csv, add.csv and sdn_comments.csv.

The Consolidated list comes in the same four files under names of its own, cons_prim.csv and so on.

Layout: OFAC's DAT_SPEC.TXT of 25 September 2023. No header row; the null marker is "-0-", mostly
with a space behind it; several programmes stand as "VENEZUELA] [IRAN-CON-ARMS-EO"; remarks longer
than 1,000 letters are cut in mid-word and go on in the comments.

A list is taken whole or not at all. Python's csv reader accepts a file that was cut at any byte,
so every file must end with the publisher's end mark. The comments alone may lack it, because real
ones do; instead every remark that was cut must then find its continuation there.
"""

import csv
import hashlib
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

from sanctions.entries import (
    Json,
    ListError,
    PublishedEntry,
    PublishedFile,
    PublishedList,
    PublishedName,
)
from sanctions.lists.ofac.remarks import read_remarks
from sanctions.lists.reading import (
    OFAC_DELIMITED,
    collector_paused,
    decoded,
    refuse_control_characters,
    refuse_long_lines,
    refuse_other_kinds_of_file,
    shortened,
)
from sanctions.lists.unpacking import ASK_AGAIN, bare_name, unpacked
from sanctions.lists.wording import checked

FORMAT = "OFAC delimited"
END_MARK = "\x1a"
REMARKS_CUT_AT = 1000  # letters

_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", None: "organisation"}
_ALIAS_KINDS = ("aka", "fka", "nka")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_NULLS = ("-0-", "")
_PROGRAMME = re.compile(r"[^\[\]]{1,60}")


# Rows as published: the null marker became None, and the line in front is for messages


class SdnRow(NamedTuple):
    line: int
    number: str
    name: str | None
    kind: str | None
    programmes: str | None
    title: str | None
    call_sign: str | None
    vessel_type: str | None
    tonnage: str | None
    grt: str | None
    flag: str | None
    owner: str | None
    remarks: str | None


class AltRow(NamedTuple):
    line: int
    number: str
    position: str | None
    kind: str | None
    name: str | None
    remarks: str | None


class AddRow(NamedTuple):
    line: int
    number: str
    position: str | None
    address: str | None
    city: str | None
    country: str | None
    remarks: str | None


class CommentsRow(NamedTuple):
    line: int
    number: str
    remarks: str | None


@dataclass(frozen=True, slots=True)
class Part[Row: (SdnRow, AltRow, AddRow, CommentsRow)]:
    """One file of the set: its name, and each column with the letters that it may hold.

    The row's fields are the columns in their order, behind the line. The first `keys` columns
    together number a row.
    """

    name: str
    file: str
    row: type[Row]
    columns: Mapping[str, int]
    keys: int = 2
    needs_end_mark: bool = True


SDN = Part(
    "sdn",
    "sdn.csv",
    SdnRow,
    {
        "ent_num": 10,
        "SDN_Name": 400,
        "SDN_Type": 12,
        "Program": 500,
        "Title": 1000,
        "Call_Sign": 100,
        "Vess_type": 100,
        "Tonnage": 100,
        "GRT": 100,
        "Vess_flag": 100,
        "Vess_owner": 200,
        "Remarks": REMARKS_CUT_AT,
    },
    keys=1,
)
ALT = Part(
    "alt",
    "alt.csv",
    AltRow,
    {"ent_num": 10, "alt_num": 10, "alt_type": 8, "alt_name": 400, "alt_remarks": 1000},
)
ADD = Part(
    "add",
    "add.csv",
    AddRow,
    {
        "ent_num": 10,
        "add_num": 10,
        "Address": 1000,
        "City/State/Province/Postal Code": 500,
        "Country": 250,
        "Add_remarks": 1000,
    },
)
COMMENTS = Part(
    "comments",
    "sdn_comments.csv",
    CommentsRow,
    {"ent_num": 10, "remarks_extended": 100_000},
    keys=1,
    needs_end_mark=False,
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The files of one list, in the fixed order in which they are hashed."""

    sdn: Part[SdnRow]
    alt: Part[AltRow]
    add: Part[AddRow]
    comments: Part[CommentsRow]

    def __iter__(self) -> Iterator[Part[Any]]:
        return iter((self.sdn, self.alt, self.add, self.comments))


SDN_SET = Parts(SDN, ALT, ADD, COMMENTS)
CONSOLIDATED_SET = Parts(
    replace(SDN, file="cons_prim.csv"),
    replace(ALT, file="cons_alt.csv"),
    replace(ADD, file="cons_add.csv"),
    replace(COMMENTS, file="cons_comments.csv"),
)


@dataclass(frozen=True, slots=True)
class File[Row: (SdnRow, AltRow, AddRow, CommentsRow)]:
    """The rows of one part, and how the file is called in messages."""

    part: Part[Row]
    label: str
    path: Path
    sha256: str
    size: int
    rows: Sequence[Row]
    has_end_mark: bool

    def refuse(self, row: Row, column: str, what: str) -> NoReturn:
        value = row[1 + list(self.part.columns).index(column)]
        shown = shortened(str(value or "-0-"))
        raise ListError(f"{self.label}, line {row.line}, {column} “{shown}”: {what} {ASK_AGAIN}")


@collector_paused()
def read(path: Path, parts: Parts = SDN_SET) -> PublishedList:
    """Read a folder with the set, or its first part alone; raises ListError for what is amiss."""
    warnings: list[str] = []
    found = _locate(path, parts, warnings)
    sdn = _read_file(parts.sdn, found[SDN.name], warnings)
    alt = _read_file(parts.alt, found[ALT.name], warnings) if ALT.name in found else None
    add = _read_file(parts.add, found[ADD.name], warnings) if ADD.name in found else None
    comments = (
        _read_file(parts.comments, found[COMMENTS.name], warnings)
        if COMMENTS.name in found
        else None
    )
    files: list[File[Any]] = [file for file in (sdn, alt, add, comments) if file]
    _refuse_orphans(sdn, files)
    told = _Told(sdn, alt, add, comments)
    entries = checked([told.entry(row) for row in sdn.rows], sdn.label, warnings)
    return PublishedList(
        format=FORMAT,
        parts=tuple(file.part.name for file in files),
        fields=told.fields,
        sha256=_sha256({file.part.name: file.sha256 for file in files}),
        files=tuple(
            PublishedFile(file.part.name, file.part.file, file.path, file.sha256, file.size)
            for file in files
        ),
        entries=entries,
        warnings=tuple(warnings),
    )


def sha256(path: Path, parts: Parts = SDN_SET) -> str:
    """The hash that `read` would answer, without reading what the bytes say; raises ListError."""
    return _sha256(
        {
            name: hashlib.sha256(unpacked(file, file.name, [])).hexdigest()
            for name, file in _locate(path, parts, []).items()
        }
    )


def _sha256(parts: Mapping[str, str]) -> str:
    lines = "".join(f"{name} {digest}\n" for name, digest in parts.items())
    return hashlib.sha256(lines.encode()).hexdigest()


# Which files


def _locate(path: Path, parts: Parts, warnings: list[str]) -> dict[str, Path]:
    """The files of the set by their part's name, in the fixed order of the parts."""
    if not path.exists():
        raise ListError(
            f"{path}: there is no such file or folder. Give the path of a folder with the "
            f"publisher's files, or of the {parts.sdn.file} alone."
        )
    if not path.is_dir():
        _refuse_name_of_other_set(path, parts)
        return {SDN.name: path}
    found: dict[str, list[Path]] = {}
    for file in sorted(path.iterdir()):
        found.setdefault(bare_name(file), []).append(file)
    located: dict[str, Path] = {}
    for part in parts:
        match found.get(part.file, []):
            case [file]:
                located[part.name] = file
            case []:
                if part is parts.sdn:
                    for file in sorted(path.iterdir()):
                        _refuse_name_of_other_set(file, parts)
                    names = ", ".join(sorted(file.name for file in path.iterdir())) or "nothing"
                    raise ListError(
                        f"{path}: the folder has no {part.file} (found: {shortened(names)}). "
                        "Without it there is no list; put OFAC's file there."
                    )
                warnings.append(f"{part.file} is not in the set: what it tells stays as it was.")
            case several:
                names = " and ".join(file.name for file in several)
                raise ListError(f"{path}: {names} are the same part. Leave one of them.")
    return located


def _refuse_name_of_other_set(file: Path, parts: Parts) -> None:
    """The files of both lists have the same columns: only their names tell them apart."""
    for other, code in ((SDN_SET, "ofac-sdn"), (CONSOLIDATED_SET, "ofac-cons")):
        if other is not parts and bare_name(file) in {part.file for part in other}:
            raise ListError(
                f"{file.name}: by its name this is a file of the list {code}. Import it as "
                f"{code}, or give the {parts.sdn.file}. Nothing has been imported."
            )


# One file


def _read_file[Row: (SdnRow, AltRow, AddRow, CommentsRow)](
    part: Part[Row], path: Path, warnings: list[str]
) -> File[Row]:
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
    rows = _rows(part, body, label)
    if part.name == SDN.name and not rows:
        raise ListError(f"{label}: no entry stands in it. {ASK_AGAIN}")
    rows = _without_repetition(part, rows, label, warnings)
    digest = hashlib.sha256(data).hexdigest()
    return File(part, label, path, digest, len(data), rows, has_end_mark)


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
        other = next((f" by “{mark}”" for mark in ";\t|" if row and row[0].count(mark) > 1), "")
        hint = f"Are the values separated{other.replace(chr(9), 'tab')}? " if other else ""
        raise ListError(
            f"{label}, line {line}: {len(row)} columns, {part.file} has {wanted}. "
            f"The row begins “{shortened(', '.join(row))}”. {hint}{ASK_AGAIN}"
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
            f"Is this OFAC's {part.file}? It has no header row and begins with the entry's number."
        )


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


# The set


def _refuse_orphans(sdn: File[SdnRow], files: Iterable[File[Any]]) -> None:
    numbers = {row.number for row in sdn.rows}
    for file in files:
        orphans = [row for row in file.rows if row.number not in numbers]
        if orphans:
            raise ListError(
                f"{file.label}: {len(orphans):,} rows belong to numbers that {sdn.part.file} does "
                f"not have, the first at line {orphans[0].line}, number {orphans[0].number}. "
                "The files are not of one day: fetch all of them again. Nothing has been imported."
            )


class _Told:
    """What the parts tell together, and so of each entry."""

    def __init__(
        self,
        sdn: File[SdnRow],
        alt: File[AltRow] | None,
        add: File[AddRow] | None,
        comments: File[CommentsRow] | None,
    ) -> None:
        self.sdn = sdn
        self.comments_carried = comments is not None
        self.continuations = _continuations(comments, sdn) if comments else {}
        self.aliases = _aliases(alt) if alt else {}
        self.addresses = _by_number(add.rows) if add else {}
        self.fields = self._fields()

    def _fields(self) -> tuple[str, ...]:
        """A column that is null in every row is one that this issue does not carry."""
        rows = self.sdn.rows
        optional = {
            "title": any(row.title is not None for row in rows),
            "vessel": any(map(_vessel, rows)),
            "remarks": any(row.remarks is not None for row in rows),
            "aliases": bool(self.aliases),
            "addresses": bool(self.addresses),
        }
        return ("name", "kind", "programmes", *(name for name, told in optional.items() if told))

    def entry(self, row: SdnRow) -> PublishedEntry:
        sdn, fields = self.sdn, self.fields
        name = row.name
        if name is None:
            sdn.refuse(row, "SDN_Name", "the entry has no name.")
        if row.kind not in _KINDS:
            sdn.refuse(row, "SDN_Type", "is none of individual, vessel, aircraft, -0-.")
        programmes = _programmes(row.programmes or "")
        if programmes is None:
            sdn.refuse(row, "Program", "is no programme, nor several as “ONE] [OTHER”.")
        # The published order differs between the forms of one list, and means nothing.
        in_one_order = programmes if len(programmes) == 1 else tuple(sorted(programmes))
        content: dict[str, Json] = {"name": name, "kind": row.kind, "programmes": in_one_order}
        names = [PublishedName(name, "principal")]
        if "title" in fields:
            content["title"] = row.title
        if "vessel" in fields:
            content["vessel"] = _vessel(row)
        facts: dict[str, Json] = {}
        cut = False
        if "remarks" in fields:
            cut = _is_cut(row) and not self.comments_carried
            remarks = row.remarks
            if continuation := self.continuations.get(row.number):
                remarks = (remarks or "") + continuation
            content["remarks"] = remarks
            told = read_remarks(remarks, cut=cut)
            facts = told.as_json()
            names.extend(told.weak_names)
        if "aliases" in fields:
            aliases = self.aliases.get(row.number, [])
            content["aliases"] = _sorted([_alias(one) for one in aliases])
            names[1:1] = [PublishedName(one.name or "", one.kind or "") for one in aliases]
        if "addresses" in fields:
            addresses = self.addresses.get(row.number, [])
            content["addresses"] = _sorted([_address(one) for one in addresses])
        return PublishedEntry(
            number=row.number,
            name=name,
            kind=_KINDS[row.kind],
            programmes=programmes,
            names=tuple(dict.fromkeys(names) if len(names) > 1 else names),
            content=content,
            facts=facts,
            cut=("remarks",) if cut else (),
        )


def _continuations(comments: File[CommentsRow], sdn: File[SdnRow]) -> dict[str, str]:
    """Without an end mark, each remark that was cut must have its continuation."""
    for row in comments.rows:
        if row.remarks is None:
            comments.refuse(row, "remarks_extended", "the continuation is empty.")
    continued = {row.number: row.remarks or "" for row in comments.rows}
    if not comments.has_end_mark:
        for cut in filter(_is_cut, sdn.rows):
            if cut.number not in continued:
                raise ListError(
                    f"{comments.label}: the end mark is missing, and so is the continuation of "
                    f"the remarks of number {cut.number}: the file was cut. {ASK_AGAIN}"
                )
    return continued


def _is_cut(row: SdnRow) -> bool:
    return len(row.remarks or "") == REMARKS_CUT_AT


def _aliases(alt: File[AltRow]) -> dict[str, list[AltRow]]:
    for row in alt.rows:
        if row.kind not in _ALIAS_KINDS:
            alt.refuse(row, "alt_type", f"is none of {', '.join(_ALIAS_KINDS)}.")
        if row.name is None:
            alt.refuse(row, "alt_name", "the name is missing.")
    return _by_number(alt.rows)


def _by_number[Row: (AltRow, AddRow)](rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.number, []).append(row)
    return groups


@cache
def _programmes(published: str) -> tuple[str, ...] | None:
    """Each code once, or None where these are none. Kept, for thousands share a few hundred."""
    codes = tuple(dict.fromkeys(published.split("] [")))
    if all(_PROGRAMME.fullmatch(code) and code.strip() == code for code in codes):
        return codes
    return None


def _vessel(row: SdnRow) -> Json:
    """What is told of a ship or aeroplane, or null where nothing is."""
    told = row[6:12]
    if not any(told):
        return None
    return dict(zip(("call_sign", "type", "tonnage", "grt", "flag", "owner"), told, strict=True))


def _alias(row: AltRow) -> dict[str, str | None]:
    """Without its number, which differs between two files of one day."""
    return {"type": row.kind, "name": row.name, "remarks": row.remarks}


def _address(row: AddRow) -> dict[str, str | None]:
    return {
        "address": row.address,
        "city": row.city,
        "country": row.country,
        "remarks": row.remarks,
    }


def _sorted(items: list[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """The published order follows the numbers, so it means nothing either."""
    if len(items) < 2:
        return items
    return sorted(
        items, key=lambda item: [(value is not None, value or "") for value in item.values()]
    )
