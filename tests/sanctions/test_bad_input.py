"""The bad inputs 1–54 of the threat model, one by one: what is said, and that nothing is imported.

Where another test file has a number, ELSEWHERE says which test; NEVER says what cannot arise.
"""

import gzip
import io
import json
import shutil
import stat
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from sanctions.models import Entry, EntryVersion, ListVersion, Name, Party, Programme
from tests.sanctions.ofac import alias, entry, write_set

pytestmark = pytest.mark.django_db

WHOLE = Path(__file__).resolve().parents[1] / "files" / "ofac" / "whole"

ELSEWHERE = {
    7: "test_import_list.py::test_the_same_files_again_are_known_by_their_hash_and_not_read",
    8: "test_import_list.py::test_an_older_list_after_a_newer_is_refused",
    9: "test_guard.py::test_removals_are_held_above_five_and_above_half_a_percent",
    10: "test_guard.py::test_a_programme_may_lose_a_fifth",
    11: "test_guard.py::test_additions_are_held_above_two_hundred_and_above_five_percent",
    12: "test_guard.py::test_fewer_than_half_is_no_whole_list",
    13: "test_guard.py::test_renumbered_entries_are_held_above_half_a_percent",
    14: "test_guard.py::test_a_number_that_may_be_somebody_else_is_held",
    25: "test_guard.py::test_garbled_names_are_held_above_half_a_percent",
    44: "test_versions.py::test_a_database_that_goes_in_the_middle_leaves_the_old_state",
    45: "test_versions.py::test_the_second_import_is_told_since_when_and_by_whom_the_first_runs",
    46: "test_guard.py::test_a_programme_that_nobody_stood_under_is_worth_a_word",
}
#: OFAC's delimited files have no header row: a column is known by its place alone, so one too few
#: or too many is refused with its line (38), and none can be missing, strange, moved or renamed.
NEVER = {39, 40, 41, 42}


def run(*arguments: object, code: str = "ofac-sdn") -> dict[str, Any]:
    """Run the command with --json; its answer, also when it refuses."""
    out, err = io.StringIO(), io.StringIO()
    options = [code, *map(str, arguments), "--json"]
    try:
        call_command("import_list", *options, stdout=out, stderr=err)
        status = 0
    except CommandError as error:
        status = error.returncode
    answer: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return answer | {"exit": status}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small whole set, to be spoilt."""
    return shutil.copytree(WHOLE, tmp_path / "set")


# How a set is spoilt


type Spoil = Callable[[Path], object]


def replaced(data: bytes) -> Spoil:
    return lambda folder: (folder / "sdn.csv").write_bytes(data)


def changed(old: str, new: str, file: str = "sdn.csv", encoding: str = "utf-8") -> Spoil:
    def spoil(folder: Path) -> None:
        data = (folder / file).read_bytes()
        assert old.encode() in data
        (folder / file).write_bytes(data.replace(old.encode(), new.encode(encoding), 1))

    return spoil


def cut(length: int) -> Spoil:
    return lambda folder: (folder / "sdn.csv").write_bytes(
        (WHOLE / "sdn.csv").read_bytes()[:length]
    )


def absent(file: str) -> Spoil:
    return lambda folder: (folder / file).unlink()


def zipped(*members: str, flags: int = 0, link: bool = False, data: bytes = b"") -> Spoil:
    """sdn.csv as a zip archive with these members, each the whole file or `data`."""

    def spoil(folder: Path) -> None:
        inside = data or (folder / "sdn.csv").read_bytes()
        with zipfile.ZipFile(folder / "sdn.csv", "w", zipfile.ZIP_DEFLATED) as archive:
            for name in members:
                member = zipfile.ZipInfo(name)
                member.compress_type = zipfile.ZIP_DEFLATED
                if link:
                    member.external_attr = (stat.S_IFLNK | 0o777) << 16
                archive.writestr(member, inside)
        if flags:
            _patch(folder / "sdn.csv", 6, 8, struct.pack("<H", flags))

    return spoil


def lying(folder: Path) -> None:
    """A zip archive that says its file has ten bytes, and holds more."""
    zipped("sdn.csv")(folder)
    _patch(folder / "sdn.csv", 22, 24, struct.pack("<I", 10))


def _patch(path: Path, local: int, central: int, value: bytes) -> None:
    """Overwrite a field of a zip archive's only member, in both of its headers."""
    data = bytearray(path.read_bytes())
    for magic, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        start = data.index(magic) + offset
        data[start : start + len(value)] = value
    path.write_bytes(data)


def nested(folder: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("sdn.csv", (folder / "sdn.csv").read_bytes())
    zipped("sdn.zip", data=inner.getvalue())(folder)


def two_gigabytes(folder: Path) -> None:
    with (folder / "sdn.csv").open("wb") as file:
        file.truncate(2_000_000_000)


def with_separator(mark: str) -> Spoil:
    def spoil(folder: Path) -> None:
        data = (folder / "sdn.csv").read_bytes().replace(b",", mark.encode())
        (folder / "sdn.csv").write_bytes(data)

    return spoil


def of_another_day(folder: Path) -> None:
    """The addresses are of a day on which two more were listed."""
    write_set(folder, [entry(101, "ONE")], alt=[])
    (folder / "add.csv").write_bytes((WHOLE / "add.csv").read_bytes())
    (folder / "sdn_comments.csv").unlink()


@dataclass(frozen=True)
class Refused:
    """`what` is what the file is, `message` all that is said of it."""

    number: int
    what: str
    spoil: Spoil
    message: str


AGAIN = " Fetch the file again from the publisher; nothing has been imported."
LEFT = " Nothing has been imported."
LOOK = (
    " Only the publisher's own file is read: unpack the archive, look at what it holds, and give "
    f"that file.{LEFT}"
)
OTHER = f", not one of OFAC's delimited files (CSV). Import it as the list that it is.{LEFT}"
HEADER = b"ent_num,SDN_Name,SDN_Type,Program,Title,Call_Sign,Vess_type,Tonnage,GRT,f,o,r\r\n\x1a"
PAGE = b"<!DOCTYPE html><html><head><title>Sign in &amp; go on</title></head></html>"
EU_CSV = b"\xef\xbb\xbffileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber\r\n"
EU_XML = b'<?xml version="1.0"?><export xmlns="http://eu.europa.ec/fpi/fsd/export"></export>'
UK_CSV = b"Report Date: 13-Feb-2026\r\nLast Updated,Unique ID,OFSI Group ID\r\n"
UN_XML = b'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="2026-02-27"/>'
FTM = b'{"id": "NK-1", "caption": "X", "schema": "Person", "properties": {}}\n'

REFUSED = [
    Refused(1, "an empty file", replaced(b""), "sdn.csv: the file is empty." + AGAIN),
    Refused(2, "an end mark alone", replaced(b"\x1a"), "sdn.csv: no entry stands in it." + AGAIN),
    Refused(
        2,
        "a header alone",
        replaced(HEADER),
        "sdn.csv, line 1, ent_num “ent_num”: is not a number. Is this OFAC's "
        "sdn.csv? It has no header row and begins with the entry's number." + LEFT,
    ),
    Refused(
        3,
        "a web page",
        replaced(PAGE),
        "sdn.csv: this is a web page, titled “Sign in & go on”, not one of "
        "OFAC's delimited files (CSV)." + AGAIN,
    ),
    Refused(
        4,
        "a service's error",
        replaced(b'{"error": "too many requests"}'),
        'sdn.csv: this is JSON ({"error": "too many requests"}), not one '
        "of OFAC's delimited files (CSV)." + AGAIN,
    ),
    Refused(
        5,
        "a file cut inside a row",
        cut(700),
        "sdn.csv: the end mark (byte 0x1A) is missing behind line 3, so the "
        "file was cut or saved again." + AGAIN,
    ),
    Refused(
        6,
        "a file cut at a line end",
        cut(439),
        "sdn.csv: the end mark (byte 0x1A) is missing behind line 2, so the "
        "file was cut or saved again." + AGAIN,
    ),
    Refused(
        16,
        "a number twice",
        changed("\r\n103", "\r\n102"),
        "sdn.csv, lines 2 and 3: number 102 stands twice with different content." + AGAIN,
    ),
    Refused(
        17,
        "the EU's list (CSV)",
        replaced(EU_CSV),
        "sdn.csv: this is the EU's consolidated list (CSV)" + OTHER,
    ),
    Refused(
        17,
        "the EU's list (XML)",
        replaced(EU_XML),
        "sdn.csv: this is the EU's consolidated list (XML)" + OTHER,
    ),
    Refused(
        17,
        "the UK's list",
        replaced(UK_CSV),
        "sdn.csv: this is the UK's sanctions list (CSV)" + OTHER,
    ),
    Refused(
        17,
        "the UN's list",
        replaced(UN_XML),
        "sdn.csv: this is the UN Security Council's consolidated list (XML)" + OTHER,
    ),
    Refused(
        17,
        "a FollowTheMoney list",
        replaced(FTM),
        "sdn.csv: this is a list of entities in FollowTheMoney's form (JSON)" + OTHER,
    ),
    Refused(
        18,
        "a gzip file that is damaged",
        replaced(gzip.compress(b"101" * 99)[:-9]),
        "sdn.csv: cannot be read or unpacked (Compressed file ended before the "
        "end-of-stream marker was reached)." + AGAIN,
    ),
    Refused(
        18,
        "a gzip file with a web page",
        replaced(gzip.compress(PAGE)),
        "sdn.csv: this is a web page, titled “Sign in & go on”, not one of "
        "OFAC's delimited files (CSV)." + AGAIN,
    ),
    Refused(
        19,
        "a zip of two files",
        zipped("sdn.csv", "alt.csv"),
        "sdn.csv: the zip archive holds 2 files, not one (sdn.csv, alt.csv)." + LOOK,
    ),
    Refused(
        19,
        "a zip of a folder",
        zipped("lists/", data=b" "),
        "sdn.csv: the zip archive holds a folder (lists/)." + LOOK,
    ),
    Refused(
        19,
        "a zip that leads elsewhere",
        zipped("../sdn.csv"),
        "sdn.csv: the zip archive says into which folder its file goes (../sdn.csv)." + LOOK,
    ),
    Refused(
        19,
        "a zip of a link",
        zipped("sdn.csv", link=True),
        "sdn.csv: the zip archive holds a link to another file (sdn.csv)." + LOOK,
    ),
    Refused(
        19,
        "a zip that is encrypted",
        zipped("sdn.csv", flags=1),
        "sdn.csv: the zip archive is encrypted (sdn.csv)." + LOOK,
    ),
    Refused(
        19,
        "a zip in a zip",
        nested,
        "sdn.csv: an archive lies in the archive (begins as gzip or zip does)." + LOOK,
    ),
    Refused(
        19,
        "a spreadsheet",
        zipped("[Content_Types].xml", "xl/workbook.xml"),
        "sdn.csv: this is a spreadsheet or a document of an office program "
        "([Content_Types].xml, xl/workbook.xml)." + LOOK,
    ),
    Refused(
        20,
        "a bomb",
        zipped("sdn.csv", data=bytes(30_000_000)),
        "sdn.csv: has more than 3 MB (unpacked). Lists are far smaller: check what it is." + LEFT,
    ),
    Refused(
        21,
        "a zip that lies about its size",
        lying,
        "sdn.csv: cannot be read or unpacked (Bad CRC-32 for file 'sdn.csv')." + AGAIN,
    ),
    Refused(
        22,
        "two gigabytes",
        two_gigabytes,
        "sdn.csv: has 2,000 MB, at most 100 MB are read. Lists are far "
        "smaller: check what it is." + LEFT,
    ),
    Refused(
        23,
        "a line without end",
        changed("BARCO", "B" * 1_000_001),
        'sdn.csv, line 3: has more than 1,000,000 letters and begins “103,"'
        + "B" * 74
        + "…”."
        + AGAIN,
    ),
    Refused(
        24,
        "Windows-1252",
        changed("BARCO", "MÜLLER", encoding="cp1252"),
        "sdn.csv, line 3: byte 0xDC is not UTF-8; the file looks like "
        "Windows-1252, saved again by an office program." + AGAIN,
    ),
    Refused(
        26,
        "UTF-16 that was cut",
        replaced("101".encode("utf-16")[:-1]),
        "sdn.csv: begins as UTF-16 does, and breaks off at byte 6 (truncated data)." + AGAIN,
    ),
    Refused(
        28,
        "a NUL character",
        changed("BARCO", "BAR\0CO"),
        "sdn.csv, line 3: a NUL character (0x00) stands in the text." + AGAIN,
    ),
    Refused(
        29,
        "a bell",
        changed("BARCO", "BAR\x07CO"),
        "sdn.csv, line 3: a control character (0x07) stands in the text." + AGAIN,
    ),
    Refused(
        29,
        "a separator of files",
        changed("BARCO", "BAR\x1cCO"),
        "sdn.csv, line 3: a control character (0x1C) stands in the text." + AGAIN,
    ),
    Refused(
        33,
        "a name of 401 letters",
        changed("BARCO EJEMPLO", "B" * 401),
        "sdn.csv, line 3, SDN_Name “"
        + "B" * 79
        + "…”: 401 letters, at most 400 are allowed."
        + AGAIN,
    ),
    Refused(
        33,
        "a name of ten megabytes",
        changed("BARCO", "B" * 10_000_000),
        'sdn.csv, line 3: has more than 1,000,000 letters and begins “103,"'
        + "B" * 74
        + "…”."
        + AGAIN,
    ),
    Refused(
        34,
        "no name",
        changed('"BARCO EJEMPLO"', "-0- "),
        "sdn.csv, line 3, SDN_Name “-0-”: the entry has no name." + AGAIN,
    ),
    Refused(
        34,
        "a dash for a name",
        changed("BARCO EJEMPLO", "-"),
        "sdn.csv, number 103, name “-”: is no name. Ask the publisher, or wait "
        "for the next issue; nothing has been imported.",
    ),
    Refused(
        34,
        "N/A for a name",
        changed("BARCO EJEMPLO", "N/A"),
        "sdn.csv, number 103, name “N/A”: is no name. Ask the publisher, or "
        "wait for the next issue; nothing has been imported.",
    ),
    Refused(
        34,
        "unknown for a name",
        changed("BARCO EJEMPLO", "Unknown"),
        "sdn.csv, number 103, name “Unknown”: is no name. Ask the publisher, "
        "or wait for the next issue; nothing has been imported.",
    ),
    Refused(
        37,
        "a stray quotation mark",
        changed('"BARCO EJ', '"BARCO" EJ'),
        "sdn.csv, line 3: a quotation mark is out of place or missing (',' "
        "expected after '\"')." + AGAIN,
    ),
    Refused(
        37,
        "an unclosed quotation",
        changed('EJEMPLO","vessel"', 'EJEMPLO,"vessel"'),
        "sdn.csv, line 3: a quotation mark is out of place or missing (',' "
        "expected after '\"')." + AGAIN,
    ),
    Refused(
        38,
        "a column too few",
        changed('"vessel",', ""),
        "sdn.csv, line 3: 11 columns, sdn.csv has 12. The row begins “103, "
        "BARCO EJEMPLO, VENEZUELA-EO13850, -0- , YYAB, Crude Oil Tanker, "
        "95,614, 56…”." + AGAIN,
    ),
    Refused(
        38,
        "a column too many",
        changed('"vessel",', '"vessel","x",'),
        "sdn.csv, line 3: 13 columns, sdn.csv has 12. The row begins “103, "
        "BARCO EJEMPLO, vessel, x, VENEZUELA-EO13850, -0- , YYAB, Crude Oil "
        "Tanker,…”." + AGAIN,
    ),
    Refused(
        43,
        "semicolons",
        with_separator(";"),
        "sdn.csv, line 1: 1 columns, sdn.csv has 12. The row begins "
        '“101;"PRUEBA EJEMPLO; Ana Maria";"individual";"VENEZUELA] '
        '[IRAN-CON-ARMS-EO";"Mi…”. Are the values separated by semicolons? '
        "OFAC's are by commas." + AGAIN,
    ),
    Refused(
        43,
        "tabs",
        with_separator("\t"),
        "sdn.csv, line 1: 1 columns, sdn.csv has 12. The row begins “101 "
        '"PRUEBA EJEMPLO Ana Maria" "individual" "VENEZUELA] '
        '[IRAN-CON-ARMS-EO" "Min…”. Are the values separated by tabs? OFAC\'s '
        "are by commas." + AGAIN,
    ),
    Refused(
        50,
        "orphans",
        changed("102,2", "999,2", "add.csv"),
        "add.csv: 1 rows belong to numbers that sdn.csv does not have, the "
        "first at line 2, number 999. The files are not of one day: fetch all "
        "of them again." + LEFT,
    ),
    Refused(
        51,
        "a set without its first part",
        absent("sdn.csv"),
        "FOLDER: the folder has no sdn.csv (found: add.csv, alt.csv, "
        "sdn_comments.csv). Without it there is no list; put OFAC's file there." + LEFT,
    ),
    Refused(
        52,
        "files of two days",
        of_another_day,
        "add.csv: 2 rows belong to numbers that sdn.csv does not have, the "
        "first at line 2, number 102. The files are not of one day: fetch all "
        "of them again." + LEFT,
    ),
]


@pytest.mark.parametrize("bad", REFUSED, ids=lambda bad: f"{bad.number} {bad.what}")
def test_a_bad_input_is_refused_in_words_and_imports_nothing(folder: Path, bad: Refused) -> None:
    bad.spoil(folder)
    answer = run(folder)
    assert answer["reason"].replace(str(folder), "FOLDER") == bad.message
    assert (answer["status"], answer["exit"], answer["version"]) == ("refused", 1, None)
    assert not ListVersion.objects.exists()
    assert not Entry.objects.exists()


def test_2_of_a_list_that_was_there_nothing_changes(folder: Path) -> None:
    run(folder)
    replaced(b"\x1a")(folder)
    assert run(folder)["exit"] == 1
    assert EntryVersion.objects.filter(span__upper_inf=True).count() == 5


def test_17_the_set_of_ofacs_other_list_is_known_by_its_names(folder: Path) -> None:
    words = (
        "add.csv: by its name this is a file of the list ofac-sdn. Import it as ofac-sdn, or "
        f"give the cons_prim.csv.{LEFT}"
    )
    assert run(folder, code="ofac-cons")["reason"] == words
    (folder / "sdn.csv").rename(folder / "cons_prim.csv")
    words = (
        "cons_prim.csv: by its name this is a file of the list ofac-cons. Import it as ofac-cons, "
        f"or give the sdn.csv.{LEFT}"
    )
    assert run(folder / "cons_prim.csv")["reason"] == words


# What is accepted, and what is said of it


def applied(*arguments: object) -> list[str]:
    """The notes, but for those about so short a list and its missing parts."""
    answer = run(*arguments, "--dated", "2024-05-03")
    assert (answer["status"], answer["exit"], answer["reason"]) == ("applied", 0, "")
    usual = ("in the first version of this list", "is not in the set")
    return [note for note in answer["warnings"] if not any(words in note for words in usual)]


def names() -> list[str]:
    return list(Name.objects.filter(kind="principal").values_list("name", flat=True))


def test_15_the_same_row_twice_counts_once_and_is_noted(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "ONE"), entry(2, "TWO"), entry(1, "ONE")])
    assert applied(tmp_path) == ["sdn.csv, lines 1 and 3 are the same row, taken once."]
    assert Entry.objects.count() == 2


def test_18_a_gzip_file_named_csv_is_read_and_noted(folder: Path) -> None:
    sdn = folder / "sdn.csv"
    sdn.write_bytes(gzip.compress(sdn.read_bytes()))
    assert applied(folder) == ["sdn.csv is packed with gzip though its name does not say so."]


def test_19_a_zip_archive_of_one_file_is_read(folder: Path) -> None:
    zipped("SDN.CSV")(folder)
    (folder / "sdn.csv").rename(folder / "sdn.csv.zip")
    assert applied(folder) == []
    assert Entry.objects.count() == 5


def test_26_utf_16_with_its_mark_is_read(folder: Path) -> None:
    sdn = folder / "sdn.csv"
    sdn.write_bytes(sdn.read_text(newline="").encode("utf-16"))
    assert applied(folder) == []


def test_27_a_mark_of_utf_8_is_no_letter_of_the_first_number(folder: Path) -> None:
    sdn = folder / "sdn.csv"
    sdn.write_bytes(b"\xef\xbb\xbf" + sdn.read_bytes())
    assert applied(folder) == []
    assert Entry.objects.filter(number="101").exists()


def test_29_other_separators_of_lines_are_letters(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "FIRST\u2028SECOND\u0085THIRD")])
    assert applied(tmp_path) == []
    assert names() == ["FIRST\u2028SECOND\u0085THIRD"]


def test_30_marks_that_turn_writing_round_stay_in_the_wording_and_not_on_the_page(
    tmp_path: Path,
) -> None:
    write_set(tmp_path, [entry(1, "EJEMPLO \u202eANA\u202c")])
    [note] = applied(tmp_path)
    assert note == (
        "sdn.csv: marks that turn the direction of writing, which pages leave out (1 name, first "
        "number 1, “EJEMPLO ANA”)."
    )
    assert EntryVersion.objects.get().content["name"] == "EJEMPLO \u202eANA\u202c"
    assert Party.objects.get().listed_name == "EJEMPLO ANA"


def test_31_a_joiner_is_kept_and_passed_over_in_searches(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "علی\u200cرضا")])
    assert applied(tmp_path) == []
    name = Name.objects.get()
    assert (name.name, name.tokens) == ("علی\u200cرضا", ["علیرضا"])


def test_32_a_cyrillic_letter_in_a_latin_word_is_noted(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "MARIA"), entry(2, "M\u0410RIA"), entry(3, "МАРИЯ")])
    assert applied(tmp_path) == [
        "sdn.csv: letters of two scripts stand in one word (1 name, first number 2, “M\u0410RIA”)."
    ]


def test_25_a_few_misread_names_are_noted(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(number, f"NAME {number}") for number in range(1, 300)])
    changed('NAME 7"', 'MÃ¼ller"')(tmp_path)
    assert applied(tmp_path) == [
        "sdn.csv: letters that look misread, as “Ã¼” for “ü” (1 name, first number 7, “MÃ¼ller”)."
    ]


def test_35_five_thousand_names_of_one_person_are_kept(tmp_path: Path) -> None:
    akas = [alias(1, position, f"ALIAS {position}") for position in range(1, 5001)]
    write_set(tmp_path, [entry(1, "ONE")], alt=akas)
    assert applied(tmp_path) == []
    assert Name.objects.count() == 5001


@pytest.mark.parametrize("ends", ["\r", "\n", "mixed"])
def test_36_line_ends_of_all_kinds_are_read(folder: Path, ends: str) -> None:
    sdn = folder / "sdn.csv"
    data = sdn.read_bytes()
    if ends == "mixed":
        sdn.write_bytes(data.replace(b"\r\n", b"\r", 1).replace(b"\r\n", b"\n", 1))
    else:
        sdn.write_bytes(data.replace(b"\r\n", ends.encode()))
    assert applied(folder) == []
    assert Entry.objects.count() == 5


def test_46_a_programme_never_seen_is_kept_as_written(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "ONE", "NEW-EO14999")])
    applied(tmp_path)
    assert Programme.objects.get().code == "NEW-EO14999"


def test_47_48_49_a_null_is_nothing_a_name_may_hold_one_and_the_end_mark_is_no_row(
    tmp_path: Path,
) -> None:
    nulls = '-0- ,"-0-",-0-,"-0- ",-0- ,-0- ,-0- ,-0- '
    (tmp_path / "sdn.csv").write_bytes(f'1,"A -0- B",-0- ,"SDGT",{nulls}\r\n\x1a'.encode())
    assert applied(tmp_path) == []
    version = EntryVersion.objects.get()
    assert version.content == {"name": "A -0- B", "kind": None, "programmes": ["SDGT"]}


@pytest.mark.parametrize("part", ["alt.csv", "add.csv", "sdn_comments.csv"])
def test_51_an_absent_part_is_noted_and_removes_nothing(folder: Path, part: str) -> None:
    run(folder, "--dated", "2024-05-02")
    before = list(EntryVersion.objects.values_list("content", flat=True))
    absent(part)(folder)
    answer = run(folder, "--dated", "2024-05-03")
    assert f"{part} is not in the set: what it tells stays as it was." in answer["warnings"]
    assert (answer["status"], answer["unchanged"], answer["changed"]) == ("applied", 5, 0)
    assert list(EntryVersion.objects.values_list("content", flat=True)) == before


def test_53_a_birth_is_no_more_exact_than_its_words(tmp_path: Path) -> None:
    remarks = ["DOB circa 1960.", "DOB 1960 to 1962.", "DOB 00 Jan 1960."]
    write_set(tmp_path, [entry(n, f"N{n}", remarks=one) for n, one in enumerate(remarks, 1)])
    applied(tmp_path)
    births = [one.facts["births"][0] for one in EntryVersion.objects.order_by("entry__number")]
    assert [(one["raw"], one["earliest"], one["latest"], one["circa"]) for one in births] == [
        ("DOB circa 1960", "1960-01-01", "1960-12-31", True),
        ("DOB 1960 to 1962", "1960-01-01", "1962-12-31", False),
        ("DOB 00 Jan 1960", "1960-01-01", "1960-01-31", False),
    ]


def test_a_birth_that_lies_ahead_is_noted_and_holds_up_nobodys_listing(tmp_path: Path) -> None:
    remarks = ["DOB 05 Feb 2965.", "DOB 05 Feb 1965."]
    write_set(tmp_path, [entry(n, f"N{n}", remarks=one) for n, one in enumerate(remarks, 1)])
    assert applied(tmp_path) == [
        "sdn.csv: a birth that lies ahead (1 date, first number 1, “DOB 05 Feb 2965”)."
    ]


def test_54_remarks_go_on_in_the_comments(tmp_path: Path) -> None:
    sdn = [entry(1, "ONE", remarks="x" * 996 + "PROM")]
    write_set(tmp_path, sdn, comments=[("1", "O RAIZ.")])
    applied(tmp_path)
    assert EntryVersion.objects.get().content["remarks"] == "x" * 996 + "PROMO RAIZ."


def test_every_number_has_its_test() -> None:
    here = {bad.number for bad in REFUSED}
    for name in globals():
        here |= {int(part) for part in name.split("_")[1:4] if part.isdigit()}
    assert here | set(ELSEWHERE) | NEVER == set(range(1, 55))
    for place in ELSEWHERE.values():
        file, test = place.split("::")
        assert f"def {test}(" in (Path(__file__).parent / file).read_text()
