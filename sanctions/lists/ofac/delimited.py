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
from operator import gt, itemgetter
from pathlib import Path
from typing import NoReturn

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
    ASK_AGAIN,
    decoded,
    refuse_control_characters,
    refuse_other_kinds_of_file,
    shortened,
    unpacked,
)

FORMAT = "OFAC delimited"
END_MARK = "\x1a"
REMARKS_CUT_AT = 1000  # letters

_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", None: "organisation"}
_ALIAS_KINDS = ("aka", "fka", "nka")
_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_NULLS = ("-0-", "")
_OUT_OF_PLACE = re.compile(r'["\r\n]')
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
_PROGRAMME = re.compile(r"[^\[\]]{1,60}")


@dataclass(frozen=True, slots=True)
class Part:
    """One file of the set: its name, and each column with the letters that it may hold."""

    name: str
    file: str
    columns: Mapping[str, int]
    needs_end_mark: bool = True


SDN = Part(
    "sdn",
    "sdn.csv",
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
)
ALT = Part(
    "alt",
    "alt.csv",
    {"ent_num": 10, "alt_num": 10, "alt_type": 8, "alt_name": 400, "alt_remarks": 1000},
)
ADD = Part(
    "add",
    "add.csv",
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
    {"ent_num": 10, "remarks_extended": 100_000},
    needs_end_mark=False,
)
SDN_SET = (SDN, ALT, ADD, COMMENTS)
CONSOLIDATED_SET = (
    replace(SDN, file="cons_prim.csv"),
    replace(ALT, file="cons_alt.csv"),
    replace(ADD, file="cons_add.csv"),
    replace(COMMENTS, file="cons_comments.csv"),
)

#: The columns that only ships and aeroplanes have, by the names under which we keep them.
_VESSEL_COLUMNS = {
    "call_sign": "Call_Sign",
    "type": "Vess_type",
    "tonnage": "Tonnage",
    "grt": "GRT",
    "flag": "Vess_flag",
    "owner": "Vess_owner",
}


@dataclass(frozen=True, slots=True)
class Row:
    """A row as published; the null marker became None."""

    line: int
    values: Mapping[str, str | None]

    def __getitem__(self, column: str) -> str | None:
        return self.values[column]

    @property
    def number(self) -> str:
        return self.values["ent_num"] or ""


@dataclass(frozen=True, slots=True)
class File:
    """The rows of one part, and how the file is called in messages."""

    part: Part
    label: str
    path: Path
    sha256: str
    size: int
    rows: tuple[Row, ...]
    has_end_mark: bool

    def refuse(self, row: Row, column: str, what: str, remedy: str = ASK_AGAIN) -> NoReturn:
        value = shortened(row[column] or "-0-")
        raise ListError(f"{self.label}, line {row.line}, {column} “{value}”: {what} {remedy}")


def read(path: Path, parts: Sequence[Part] = SDN_SET) -> PublishedList:
    """Read a folder with the set, or its first part alone; raises ListError for what is amiss."""
    warnings: list[str] = []
    files = {
        part.name: _read_file(part, file, warnings) for part, file in _locate(path, parts, warnings)
    }
    sdn = files["sdn"]
    _refuse_orphans(files)
    rows = {row.number: row for row in sdn.rows}
    comments = _comments(files, rows)
    aliases = _grouped(files.get("alt"))
    addresses = _grouped(files.get("add"))
    fields = _fields_carried(sdn, aliases, addresses)
    entries = tuple(
        _entry(
            sdn,
            row,
            fields,
            comments.get(row.number),
            comments_carried="comments" in files,
            aliases=aliases.get(row.number, []),
            addresses=addresses.get(row.number, []),
        )
        for row in rows.values()
    )
    return PublishedList(
        format=FORMAT,
        parts=tuple(files),
        fields=fields,
        sha256=_sha256({name: file.sha256 for name, file in files.items()}),
        files=tuple(
            PublishedFile(name, file.part.file, file.path, file.sha256, file.size)
            for name, file in files.items()
        ),
        entries=entries,
        warnings=tuple(warnings),
    )


def sha256(path: Path, parts: Sequence[Part] = SDN_SET) -> str:
    """The hash that `read` would answer, without reading what the bytes say; raises ListError."""
    return _sha256(
        {
            part.name: hashlib.sha256(unpacked(file, file.name, [])).hexdigest()
            for part, file in _locate(path, parts, [])
        }
    )


def _sha256(parts: Mapping[str, str]) -> str:
    lines = "".join(f"{name} {digest}\n" for name, digest in parts.items())
    return hashlib.sha256(lines.encode()).hexdigest()


# Which files


def _locate(path: Path, parts: Sequence[Part], warnings: list[str]) -> Iterator[tuple[Part, Path]]:
    """The files of the set, in the fixed order of its parts."""
    main = parts[0]
    if path.is_file():
        yield main, path
        return
    if not path.is_dir():
        raise ListError(
            f"{path}: there is no such file or folder. Give the path of the {main.file}."
        )
    found: dict[str, list[Path]] = {}
    for file in sorted(path.iterdir()):
        found.setdefault(file.name.casefold().removesuffix(".gz"), []).append(file)
    for part in parts:
        match found.get(part.file, []):
            case [file]:
                yield part, file
            case []:
                if part is main:
                    names = ", ".join(sorted(file.name for file in path.iterdir())) or "nothing"
                    raise ListError(
                        f"{path}: the folder has no {main.file} (found: {shortened(names)}). "
                        "Without it there is no list; put OFAC's file there."
                    )
                warnings.append(f"{part.file} is not in the set: what it tells stays as it was.")
            case several:
                names = " and ".join(file.name for file in several)
                raise ListError(f"{path}: {names} are the same part. Leave one of them.")


# One file


def _read_file(part: Part, path: Path, warnings: list[str]) -> File:
    label = path.name
    data = unpacked(path, label, warnings)
    text = decoded(data, label)
    refuse_other_kinds_of_file(text, label)
    has_end_mark = text.endswith(END_MARK)
    refuse_control_characters(text.removesuffix(END_MARK), label)
    if part.needs_end_mark and not has_end_mark:
        raise ListError(
            f"{label}: the end mark (byte 0x1A) is missing behind line "
            f"{len(text.splitlines()):,}, so the file was cut or saved again. {ASK_AGAIN}"
        )
    rows = tuple(_rows(part, text.removesuffix(END_MARK), label))
    if part.name == SDN.name and not rows:
        raise ListError(f"{label}: no entry stands in it. {ASK_AGAIN}")
    digest = hashlib.sha256(data).hexdigest()
    file = File(part, label, path, digest, len(data), rows, has_end_mark)
    return _without_repetition(file, warnings)


def _rows(part: Part, text: str, label: str) -> Iterator[Row]:
    lines = io.StringIO(text, newline="")
    reader = csv.reader(lines, strict=True)
    wanted = len(part.columns)
    longest = tuple(part.columns.values())
    line = 1
    try:
        for values in reader:
            if len(values) != wanted:
                raise ListError(
                    f"{label}, line {line}: {len(values)} columns, {part.file} has {wanted}. "
                    f"The row begins “{shortened(', '.join(values))}”. {ASK_AGAIN}"
                )
            told = [None if value.strip() in _NULLS else value for value in values]
            row = Row(line, dict(zip(part.columns, told, strict=True)))
            # One look at the whole row; only a suspect one is looked at value by value.
            if any(map(gt, map(len, values), longest)) or _OUT_OF_PLACE.search("".join(values)):
                _refuse_bad_values(part, row, label)
            if not _NUMBER.fullmatch(row.number):
                raise ListError(
                    f"{label}, line {line}, ent_num “{shortened(row.number)}”: is not a number. "
                    f"Is this OFAC's {part.file}? It has no header row and begins with the "
                    "entry's number."
                )
            yield row
            line = reader.line_num + 1
    except csv.Error as error:
        raise ListError(
            f"{label}, line {line}: a quotation mark is out of place or missing ({error}). "
            f"{ASK_AGAIN}"
        ) from error


def _refuse_bad_values(part: Part, row: Row, label: str) -> None:
    for column, longest in part.columns.items():
        value = row[column]
        if value is None:
            continue
        if len(value) > longest:
            what = f"{len(value):,} letters, at most {longest:,} are allowed."
        elif "\n" in value or "\r" in value:
            what = "a line break inside the value: a quotation mark is missing nearby."
        elif '"' in value:
            what = "a quotation mark inside the value, which OFAC never writes."
        else:
            continue
        raise ListError(
            f"{label}, line {row.line}, {column} “{shortened(value)}”: {what} {ASK_AGAIN}"
        )


def _without_repetition(file: File, warnings: list[str]) -> File:
    """The same row twice counts once; two rows of one number that differ are refused."""
    columns = [name for name in file.part.columns if name in ("ent_num", "alt_num", "add_num")]
    key = itemgetter(*columns)
    kept: dict[object, Row] = {}
    for row in file.rows:
        first = kept.setdefault(key(row.values), row)
        if first is row:
            continue
        if first.values != row.values:
            number = " / ".join(str(row[column]) for column in columns)
            raise ListError(
                f"{file.label}, lines {first.line} and {row.line}: number {number} stands twice "
                f"with different content. {ASK_AGAIN}"
            )
        warnings.append(
            f"{file.label}, lines {first.line} and {row.line} are the same row, taken once."
        )
    return replace(file, rows=tuple(kept.values()))


# The set


def _refuse_orphans(files: Mapping[str, File]) -> None:
    numbers = {row.number for row in files["sdn"].rows}
    for file in files.values():
        orphans = [row for row in file.rows if row.number not in numbers]
        if orphans:
            raise ListError(
                f"{file.label}: {len(orphans):,} rows belong to numbers that "
                f"{files['sdn'].part.file} does not have, the first at line {orphans[0].line}, "
                f"number {orphans[0].number}. "
                "The files are not of one day: fetch all of them again."
            )


def _comments(files: Mapping[str, File], rows: Mapping[str, Row]) -> dict[str, str]:
    """The continuations. Without an end mark, each remark that was cut must have one."""
    if (file := files.get("comments")) is None:
        return {}
    for row in file.rows:
        if row["remarks_extended"] is None:
            file.refuse(row, "remarks_extended", "the continuation is empty.")
    continued = {row.number: row["remarks_extended"] or "" for row in file.rows}
    if not file.has_end_mark:
        for row in rows.values():
            if _is_cut(row) and row.number not in continued:
                raise ListError(
                    f"{file.label}: the end mark is missing, and so is the continuation of the "
                    f"remarks of number {row.number}: the file was cut. {ASK_AGAIN}"
                )
    return continued


def _is_cut(row: Row) -> bool:
    return len(row["Remarks"] or "") == REMARKS_CUT_AT


def _grouped(file: File | None) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in file.rows if file else ():
        if file and file.part.name == ALT.name:
            if row["alt_type"] not in _ALIAS_KINDS:
                file.refuse(row, "alt_type", f"is none of {', '.join(_ALIAS_KINDS)}.")
            if row["alt_name"] is None:
                file.refuse(row, "alt_name", "the name is missing.")
        groups.setdefault(row.number, []).append(row)
    return groups


def _fields_carried(
    sdn: File, aliases: Mapping[str, object], addresses: Mapping[str, object]
) -> tuple[str, ...]:
    """What this issue tells. A column that is null in every row is one it does not carry."""
    told = {column for row in sdn.rows for column, value in row.values.items() if value is not None}
    optional = {
        "title": "Title" in told,
        "vessel": not told.isdisjoint(_VESSEL_COLUMNS.values()),
        "remarks": "Remarks" in told,
        "aliases": bool(aliases),
        "addresses": bool(addresses),
    }
    return ("name", "kind", "programmes", *(name for name, told in optional.items() if told))


def _entry(
    sdn: File,
    row: Row,
    fields: Sequence[str],
    continuation: str | None,
    *,
    comments_carried: bool,
    aliases: Sequence[Row],
    addresses: Sequence[Row],
) -> PublishedEntry:
    name = row["SDN_Name"]
    if name is None or not _LETTER_OR_DIGIT.search(name):
        sdn.refuse(row, "SDN_Name", "the entry has no name.")
    if row["SDN_Type"] not in _KINDS:
        sdn.refuse(row, "SDN_Type", "is none of individual, vessel, aircraft, -0-.")
    programmes = _programmes(row["Program"] or "")
    if programmes is None:
        sdn.refuse(row, "Program", "is no programme, nor several as “ONE] [OTHER”.")

    remarks = row["Remarks"]
    cut = _is_cut(row) and not comments_carried
    if continuation is not None:
        remarks = (remarks or "") + continuation
    facts = read_remarks(remarks, cut=cut) if "remarks" in fields else None

    content: dict[str, Json] = {"name": name, "kind": row["SDN_Type"], "programmes": programmes}
    if "title" in fields:
        content["title"] = row["Title"]
    if "vessel" in fields:
        content["vessel"] = _vessel(row)
    if "remarks" in fields:
        content["remarks"] = remarks
    if "aliases" in fields:
        content["aliases"] = _sorted(map(_alias, aliases))
    if "addresses" in fields:
        content["addresses"] = _sorted(map(_address, addresses))
    names = (
        PublishedName(name, "principal"),
        *(PublishedName(one["alt_name"] or "", one["alt_type"] or "") for one in aliases),
        *(facts.weak_names if facts else ()),
    )
    return PublishedEntry(
        number=row.number,
        name=name,
        kind=_KINDS[row["SDN_Type"]],
        programmes=programmes,
        names=tuple(dict.fromkeys(names)),
        content=content,
        facts=facts.as_json() if facts else {},
        cut=("remarks",) if cut else (),
    )


@cache
def _programmes(published: str) -> tuple[str, ...] | None:
    """Each code once, or None where these are none. Kept, for thousands share a few hundred."""
    codes = tuple(dict.fromkeys(published.split("] [")))
    if all(_PROGRAMME.fullmatch(code) and code.strip() == code for code in codes):
        return codes
    return None


def _vessel(row: Row) -> Json:
    """What is told of a ship or aeroplane, or null where nothing is."""
    told = {name: row[column] for name, column in _VESSEL_COLUMNS.items()}
    return told if any(told.values()) else None


def _alias(row: Row) -> dict[str, str | None]:
    """Without its number, which differs between two files of one day."""
    return {"type": row["alt_type"], "name": row["alt_name"], "remarks": row["alt_remarks"]}


def _address(row: Row) -> dict[str, str | None]:
    return {
        "address": row["Address"],
        "city": row["City/State/Province/Postal Code"],
        "country": row["Country"],
        "remarks": row["Add_remarks"],
    }


def _sorted(items: Iterable[dict[str, str | None]]) -> list[dict[str, str | None]]:
    """The published order follows the numbers, so it means nothing either."""
    return sorted(
        items, key=lambda item: [(value is not None, value or "") for value in item.values()]
    )
