"""OFAC's delimited sets: sdn.csv and, where present, alt.csv, add.csv and sdn_comments.csv.

The Consolidated list comes in the same four files under names of its own, cons_prim.csv and so on.

No header row; the null marker is "-0-", mostly with a space behind it; several programmes stand as
"VENEZUELA] [IRAN-CON-ARMS-EO"; remarks longer than 1,000 letters are cut in mid-word and go on in
the comments. `layout.py` has the columns, `rows.py` reads one file.

A list is taken whole or not at all: every file must end with the publisher's end mark. The
comments alone may lack it, because real ones do; instead every remark that was cut must then find
its continuation there.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from sanctions.entries import (
    Json,
    ListError,
    PublishedEntry,
    PublishedFile,
    PublishedList,
    PublishedName,
)
from sanctions.lists.ofac.layout import (
    CONSOLIDATED_SET,
    REMARKS_CUT_AT,
    SDN,
    SDN_SET,
    AddRow,
    AltRow,
    CommentsRow,
    Part,
    Parts,
    SdnRow,
)
from sanctions.lists.ofac.remarks import read_remarks
from sanctions.lists.ofac.rows import File, Text, read_rows, read_text
from sanctions.lists.reading import collector_paused, shortened
from sanctions.lists.unpacking import ASK_AGAIN, bare_name, unpacked
from sanctions.lists.wording import checked

FORMAT = "OFAC delimited"

_KINDS = {"individual": "person", "vessel": "vessel", "aircraft": "aircraft", None: "organisation"}
_ALIAS_KINDS = ("aka", "fka", "nka")
_PROGRAMME = re.compile(r"[^\[\]]{1,60}")


@collector_paused()
def read(path: Path, parts: Parts = SDN_SET) -> PublishedList:
    """Read a folder with the set, or its first part alone; raises ListError for what is amiss."""
    warnings: list[str] = []
    texts = {
        part.name: read_text(part, file, warnings) for part, file in _located(path, parts, warnings)
    }
    # The shortest first: each is refused before a longer one is taken apart.
    comments = _part(parts.comments, texts, warnings)
    alt = _part(parts.alt, texts, warnings)
    add = _part(parts.add, texts, warnings)
    sdn = read_rows(parts.sdn, texts[SDN.name], warnings)
    files: list[File[Any]] = [file for file in (sdn, alt, add, comments) if file]
    _refuse_orphans(sdn, files)
    told = _Told(sdn, alt, add, comments)
    entries = checked([told.entry(row) for row in sdn.rows], sdn.label, warnings)
    return PublishedList(
        format=FORMAT,
        parts=tuple(file.part.name for file in files),
        fields=told.fields,
        sha256=_sha256({name: text.sha256 for name, text in texts.items()}),
        files=tuple(
            PublishedFile(
                file.part.name,
                file.part.file,
                file.source.path,
                file.source.sha256,
                file.source.size,
            )
            for file in files
        ),
        entries=entries,
        warnings=tuple(warnings),
    )


def _part[Row: (AltRow, AddRow, CommentsRow)](
    part: Part[Row], texts: Mapping[str, Text], warnings: list[str]
) -> File[Row] | None:
    return read_rows(part, texts[part.name], warnings) if part.name in texts else None


def sha256(path: Path, parts: Parts = SDN_SET) -> str:
    """The hash that `read` would answer, without reading what the bytes say; raises ListError."""
    return _sha256(
        {
            part.name: hashlib.sha256(unpacked(file, file.name, [])).hexdigest()
            for part, file in _located(path, parts, [])
        }
    )


def _sha256(parts: Mapping[str, str]) -> str:
    lines = "".join(f"{name} {digest}\n" for name, digest in parts.items())
    return hashlib.sha256(lines.encode()).hexdigest()


# Which files


def _located(path: Path, parts: Parts, warnings: list[str]) -> Iterator[tuple[Part[Any], Path]]:
    """The files of the set, in the fixed order of the parts."""
    if not path.exists():
        raise ListError(
            f"{path}: there is no such file or folder. Give the path of a folder with the "
            f"publisher's files, or of the {parts.sdn.file} alone."
        )
    if not path.is_dir():
        _refuse_name_of_other_set(path, parts)
        yield parts.sdn, path
        return
    found: dict[str, list[Path]] = {}
    for file in sorted(path.iterdir()):
        found.setdefault(bare_name(file), []).append(file)
    for part in parts:
        match found.get(part.file, []):
            case [file]:
                yield part, file
            case []:
                if part is parts.sdn:
                    for file in sorted(path.iterdir()):
                        _refuse_name_of_other_set(file, parts)
                    names = ", ".join(sorted(file.name for file in path.iterdir())) or "nothing"
                    raise ListError(
                        f"{path}: the folder has no {part.file} (found: {shortened(names)}). "
                        "Without it there is no list; put OFAC's file there. Nothing has been "
                        "imported."
                    )
                warnings.append(f"{part.file} is not in the set: what it tells stays as it was.")
            case several:
                names = " and ".join(file.name for file in several)
                raise ListError(f"{path}: {names} are the same part. Leave one of them.")


def _refuse_name_of_other_set(file: Path, parts: Parts) -> None:
    """The files of both lists have the same columns: only their names tell them apart."""
    for other, code in ((SDN_SET, "ofac-sdn"), (CONSOLIDATED_SET, "ofac-cons")):
        if other is not parts and bare_name(file) in {part.file for part in other}:
            raise ListError(
                f"{file.name}: by its name this is a file of the list {code}. Import it as "
                f"{code}, or give the {parts.sdn.file}. Nothing has been imported."
            )


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
    if not comments.source.has_end_mark:
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
