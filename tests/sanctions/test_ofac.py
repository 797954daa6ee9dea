"""Reading OFAC's delimited set: what it says, and everything that is refused."""

import csv
import gzip
import io
import json
import re
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sanctions.entries import ListError, PublishedEntry, PublishedList, PublishedName
from sanctions.lists import unpacking
from sanctions.lists.ofac.delimited import read, sha256
from sanctions.lists.ofac.remarks import read_remarks
from tests.sanctions.ofac import alias, entry, text, write_set
from tests.shared import OFAC, needs_shared

WHOLE = Path(__file__).resolve().parents[1] / "files" / "ofac" / "whole"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small whole set, to be spoilt."""
    return shutil.copytree(WHOLE, tmp_path / "set")


def by_number(published: PublishedList) -> dict[str, PublishedEntry]:
    return {one.number: one for one in published.entries}


def refusal(path: Path) -> str:
    with pytest.raises(ListError) as caught:
        read(path)
    return str(caught.value)


# What it says


def test_a_whole_set_is_read() -> None:
    published = read(WHOLE)
    assert published.parts == ("sdn", "alt", "add", "comments")
    assert published.fields == (
        "name",
        "kind",
        "programmes",
        "title",
        "vessel",
        "remarks",
        "aliases",
        "addresses",
    )
    assert [(one.number, one.kind) for one in published.entries] == [
        ("101", "person"),
        ("102", "organisation"),
        ("103", "vessel"),
        ("104", "aircraft"),
        ("105", "person"),
    ]
    assert published.warnings == ()


def test_an_entry_keeps_the_publishers_wording() -> None:
    person = by_number(read(WHOLE))["101"]
    assert person.programmes == ("VENEZUELA", "IRAN-CON-ARMS-EO")
    assert person.content["title"] == "Minister of Examples"
    assert person.content["vessel"] is None
    assert person.content["aliases"] == [
        {"type": "aka", "name": "EJEMPLO, Anita", "remarks": None},
        {"type": "fka", "name": "PRUEBA DE SOLTERA, Ana", "remarks": None},
    ]
    assert person.content["addresses"] == [
        {"address": None, "city": "Caracas", "country": "Venezuela", "remarks": None}
    ]


def test_a_vessel_tells_its_flag() -> None:
    vessel = by_number(read(WHOLE))["103"].content["vessel"]
    assert vessel == {
        "call_sign": "YYAB",
        "type": "Crude Oil Tanker",
        "tonnage": "95,614",
        "grt": "56,326",
        "flag": "Panama",
        "owner": "COMPANIA EJEMPLO",
    }


def test_weak_names_are_found_in_the_remarks() -> None:
    assert by_number(read(WHOLE))["101"].names == (
        PublishedName("PRUEBA EJEMPLO, Ana Maria", "principal"),
        PublishedName("EJEMPLO, Anita", "aka"),
        PublishedName("PRUEBA DE SOLTERA, Ana", "fka"),
        PublishedName("LA PRUEBA", "aka", weak=True),
    )


def test_remarks_go_on_in_the_comments_without_a_space() -> None:
    remarks = by_number(read(WHOLE))["105"].content["remarks"]
    assert isinstance(remarks, str)
    assert len(remarks) > 1000
    assert all(f"Linked To: EMPRESA IMAGINARIA {n:02d};" in remarks for n in range(1, 40))
    assert by_number(read(WHOLE))["105"].cut == ()


def test_remarks_without_their_comments_are_known_to_be_cut(folder: Path) -> None:
    (folder / "sdn_comments.csv").unlink()
    cut = by_number(read(folder))["105"]
    assert cut.cut == ("remarks",)
    assert len(str(cut.content["remarks"])) == 1000
    assert not any(name.weak for name in cut.names)


def test_a_column_without_any_value_is_not_carried(tmp_path: Path) -> None:
    published = read(write_set(tmp_path, [entry(1, "ONE"), entry(2, "TWO")], alt=[]))
    assert published.fields == ("name", "kind", "programmes")
    assert set(published.entries[0].content) == {"name", "kind", "programmes"}
    assert published.entries[0].facts == {}


@pytest.mark.parametrize("null", ["-0- ", '"-0-"', "-0-", '"-0- "'])
def test_every_null_marker_is_nothing(tmp_path: Path, null: str) -> None:
    row = f'1,"A -0- NAME","individual","VENEZUELA",{",".join([null] * 8)}\r\n\x1a'
    (tmp_path / "sdn.csv").write_text(row, newline="")
    only = read(tmp_path).entries[0]
    assert only.name == "A -0- NAME"
    assert "remarks" not in only.content


def test_files_may_be_packed_and_named_in_capitals(folder: Path) -> None:
    digest = read(folder).sha256
    for file in list(folder.iterdir()):
        packed = folder / f"{file.name.upper()}.GZ"
        packed.write_bytes(gzip.compress(file.read_bytes()))
        file.unlink()
    assert read(folder).sha256 == digest


def test_the_hash_of_a_set_is_known_before_it_is_read(folder: Path) -> None:
    before = sha256(folder)
    assert before == read(folder).sha256
    (folder / "alt.csv").unlink()
    assert before != sha256(folder) == read(folder).sha256


def test_an_sdn_file_alone_is_a_list(folder: Path) -> None:
    published = read(folder / "sdn.csv")
    assert published.parts == ("sdn",)
    assert "aliases" not in published.fields


def test_an_absent_part_is_noted(folder: Path) -> None:
    (folder / "add.csv").unlink()
    assert read(folder).warnings == ("add.csv is not in the set: what it tells stays as it was.",)


def test_line_ends_and_a_byte_order_mark_do_not_matter(folder: Path) -> None:
    sdn = folder / "sdn.csv"
    data = sdn.read_bytes()
    entries = read(folder).entries
    for spelt in (
        data.replace(b"\r\n", b"\n"),
        data.replace(b"\r\n", b"\r"),
        data.replace(b"\r\n", b"\n", 1),
        b"\xef\xbb\xbf" + data,
    ):
        sdn.write_bytes(spelt)
        assert read(folder).entries == entries


def test_separators_of_lines_inside_a_value_split_nothing(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "FIRST\u2028SECOND\u0085THIRD")])
    assert read(tmp_path).entries[0].name == "FIRST\u2028SECOND\u0085THIRD"


def test_the_same_row_twice_counts_once_and_is_noted(tmp_path: Path) -> None:
    published = read(write_set(tmp_path, [entry(1, "ONE"), entry(2, "TWO"), entry(1, "ONE")]))
    assert len(published.entries) == 2
    assert "sdn.csv, lines 1 and 3 are the same row, taken once." in published.warnings


def test_aliases_numbered_anew_are_the_same_content(tmp_path: Path) -> None:
    sdn = [entry(1, "ONE")]
    old = write_set(tmp_path / "old", sdn, alt=[alias(1, 1, "UNO"), alias(1, 2, "EINS")])
    new = write_set(tmp_path / "new", sdn, alt=[alias(1, 8, "EINS"), alias(1, 9, "UNO")])
    assert read(old).entries[0].content == read(new).entries[0].content


# What is refused


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "sdn.csv: the file is empty"),
        (b"\x1a", "no entry stands in it"),
        (
            b"<!doctype html><title>Access &amp; denied</title>",
            "a web page, titled “Access & denied”",
        ),
        (
            b"\r\n <html><body>busy</body></html>",
            "this is a web page, not one of OFAC's delimited files",
        ),
        (
            b'<?xml version="1.0"?><sdnList xmlns="x"/>',
            "this is OFAC's list as plain XML (sdn.xml)",
        ),
        (b'{"error": "too many requests"}', 'this is JSON ({"error": "too many requests"})'),
        (b"PK\x03\x04rest", "is no whole zip archive"),
        ("1,ONE".encode("utf-16")[:-1], "begins as UTF-16 does, and breaks off"),
        (b"\x1f\x8b\x08\x00broken", "cannot be read or unpacked"),
        (b"no list at all\r\n\x1a", "1 columns, sdn.csv has 12"),
        (b"a,b,c,d,e,f,g,h,i,j,k,l\r\n\x1a", "line 1, ent_num “a”: is not a number"),
    ],
)
def test_what_is_no_list_is_refused_by_name(tmp_path: Path, data: bytes, words: str) -> None:
    (tmp_path / "sdn.csv").write_bytes(data)
    assert words in refusal(tmp_path)


def with_row(old: str, new: str) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(old.encode("latin-1"), new.encode("latin-1"), 1)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (with_row("\x1a", ""), "the end mark (byte 0x1A) is missing behind line 5"),
        (with_row('"aircraft",', '"aircraft",-0- ,'), "line 4: 13 columns, sdn.csv has 12"),
        (with_row('"aircraft",', ""), "line 4: 11 columns, sdn.csv has 12"),
        (with_row('COMPANIA EJEMPLO, C.A.",-0-', 'COMPA\xd1IA",-0-'), "line 2: byte 0xD1 is not"),
        (with_row("BARCO", "BAR\x00CO"), "line 3: a NUL character (0x00)"),
        (with_row("BARCO", "BAR\x1bCO"), "line 3: a control character (0x1B)"),
        (with_row("BARCO", "BAR\x1aCO"), "line 3: an end mark (0x1A)"),
        (
            with_row('"BARCO EJEMPLO"', '"BARCO" EJEMPLO"'),
            "line 3: a quotation mark is out of place",
        ),
        (with_row('"BARCO EJEMPLO"', '"BARCO EJEMPLO'), "line 3: a quotation mark is out of place"),
        (with_row('"BARCO EJEMPLO"', 'BARCO "EJEMPLO'), 'line 3, SDN_Name “BARCO "EJEMPLO”'),
        (
            with_row('"BARCO EJEMPLO"', '"BARCO\r\nEJEMPLO"'),
            "line 3, SDN_Name “BARCO EJEMPLO”: a line",
        ),
        (with_row("BARCO", "B" * 401), "line 3, SDN_Name “BBB"),
        (
            with_row("BARCO", "B" * 200_000),
            "line 3: a quotation mark is out of place or missing (field",
        ),
        (with_row('"BARCO EJEMPLO"', "-0- "), "line 3, SDN_Name “-0-”: the entry has no name"),
        (with_row('"vessel"', '"ship"'), "line 3, SDN_Type “ship”: is none of"),
        (with_row('"SDGT"', '"SDGT]"'), "line 5, Program “SDGT]”"),
        (with_row('"SDGT"', "-0- "), "line 5, Program “-0-”"),
        (with_row("\r\n103", "\r\n0103"), "line 3, ent_num “0103”: is not a number"),
        (with_row("\r\n103", "\r\n102"), "sdn.csv, lines 2 and 3: number 102 stands twice"),
        (with_row("\r\n103", "\r\n\r\n103"), "line 3: 0 columns"),
    ],
)
def test_a_spoilt_sdn_file_is_refused_with_the_place(
    folder: Path, spoil: Callable[[bytes], bytes], words: str
) -> None:
    sdn = folder / "sdn.csv"
    spoilt = spoil(sdn.read_bytes())
    assert spoilt != sdn.read_bytes()
    sdn.write_bytes(spoilt)
    message = refusal(folder)
    assert message.startswith("sdn.csv")
    assert words in message
    assert len(message) < 400


@pytest.mark.parametrize(
    ("file", "old", "new", "words"),
    [
        ("alt.csv", "\x1a", "", "alt.csv: the end mark"),
        ("add.csv", "\x1a", "", "add.csv: the end mark"),
        (
            "alt.csv",
            "102,3",
            "999,3",
            "alt.csv: 1 rows belong to numbers that sdn.csv does not have",
        ),
        ("add.csv", "101,1", "999,1", "the first at line 1, number 999"),
        ("sdn_comments.csv", "105", "999", "sdn_comments.csv: 1 rows belong to numbers"),
        ("alt.csv", '"fka"', '"xka"', "alt.csv, line 2, alt_type “xka”: is none of aka, fka, nka"),
        ("alt.csv", '"CEJ"', "-0- ", "alt.csv, line 3, alt_name “-0-”: the name is missing"),
        ("alt.csv", "101,2", "101,1", "alt.csv, lines 1 and 2: number 101 / 1 stands twice"),
        ("add.csv", ',"Panama"', "", "add.csv, line 3: 5 columns, add.csv has 6"),
    ],
)
def test_a_spoilt_part_is_refused_with_the_place(
    folder: Path, file: str, old: str, new: str, words: str
) -> None:
    path = folder / file
    path.write_bytes(path.read_bytes().replace(old.encode(), new.encode(), 1))
    assert words in refusal(folder)


def test_comments_without_end_mark_must_continue_every_cut_remark(folder: Path) -> None:
    (folder / "sdn_comments.csv").write_bytes(text([("102", " and more")], 1, end_mark=False))
    assert "the continuation of the remarks of number 105" in refusal(folder)


def test_a_folder_without_an_sdn_file_is_refused(folder: Path) -> None:
    (folder / "sdn.csv").unlink()
    assert "the folder has no sdn.csv (found: add.csv, alt.csv, sdn_comments.csv)" in refusal(
        folder
    )


def test_the_same_part_twice_is_refused(folder: Path) -> None:
    (folder / "SDN.CSV.gz").write_bytes(gzip.compress((folder / "sdn.csv").read_bytes()))
    assert "are the same part. Leave one of them." in refusal(folder)


def test_a_path_to_nothing_is_refused(tmp_path: Path) -> None:
    assert "there is no such file or folder" in refusal(tmp_path / "absent")


def test_a_packed_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unpacking, "MAX_BYTES", 1_000_000)
    (tmp_path / "sdn.csv.gz").write_bytes(gzip.compress(b"0" * 5_000_000))
    assert "has more than 1 MB (unpacked)" in refusal(tmp_path)


def test_a_file_cut_at_any_byte_is_refused(folder: Path) -> None:
    for name in ("sdn.csv", "alt.csv", "add.csv"):
        whole = (WHOLE / name).read_bytes()
        for length in range(len(whole)):
            (folder / name).write_bytes(whole[:length])
            with pytest.raises(ListError):
                read(folder)
        (folder / name).write_bytes(whole)


@needs_shared
@pytest.mark.parametrize(
    "source",
    ["complete-2021", "sdn-2024-05-02.csv.gz", "names-2026-08-20"],
)
def test_every_row_of_a_real_list_is_accounted_for(source: str) -> None:
    path = OFAC / source
    file = path / "sdn.csv.gz" if path.is_dir() else path
    rows = list(
        csv.reader(io.StringIO(gzip.decompress(file.read_bytes())[:-1].decode(), newline=""))
    )
    entries = read(path).entries
    assert [(one.number, one.name, "] [".join(one.programmes)) for one in entries] == [
        (row[0], row[1], row[3]) for row in rows
    ]


# Remarks


def births(remarks: str) -> list[tuple[str | None, bool]]:
    return [(one.day.iso if one.day else None, one.circa) for one in read_remarks(remarks).births]


@pytest.mark.parametrize(
    ("remarks", "expected"),
    [
        ("DOB 23 Nov 1962.", [("1962-11-23", False)]),
        ("DOB Sep 1960; alt. DOB 1961", [("1960-09", False), ("1961", False)]),
        ("DOB circa 1960.", [("1960", True)]),
        ("DOB 1960 to 1962", [("1960-01-01/1962-12-31", False)]),
        ("DOB circa 1951-1953", [("1951-01-01/1953-12-31", True)]),
        ("DOB 01 Jan 1961 to 31 Dec 1962", [("1961-01-01/1962-12-31", False)]),
        ("DOB 00 Jan 1960", [("1960-01", False)]),
        ("DOB 31 Feb 1960", [(None, False)]),
        ("DOB 1962 to 1960", [(None, False)]),
        ("DOB about 1960", [(None, False)]),
    ],
)
def test_a_birth_is_no_more_exact_than_its_words(
    remarks: str, expected: list[tuple[str | None, bool]]
) -> None:
    assert births(remarks) == expected


def test_the_last_piece_of_cut_remarks_is_passed_over() -> None:
    assert read_remarks("POB Caracas; DOB 1960", cut=True).births == ()


def test_a_papers_number_and_country_are_told_apart() -> None:
    papers = read_remarks(
        "Passport A1B2 (Iran) expires 01 Oct 2026; Tax ID No. 7107 551 (Russia); "
        "alt. NIT # 800146749-7 (Colombia); File Number 7136973 (Delaware) (United States); "
        "Phone Number 8615175978802; Aircraft Construction Number 159."
    ).papers
    assert [(one.type, one.number, one.country) for one in papers] == [
        ("Passport", "A1B2", "Iran"),
        ("Tax ID No.", "7107 551", "Russia"),
        ("NIT #", "800146749-7", "Colombia"),
        ("File Number", "7136973", "United States"),
    ]


def test_a_quotation_mark_inside_a_weak_name_belongs_to_it() -> None:
    assert read_remarks("a.k.a. ''ABD AL-MUHSI'; f.k.a. 'ANA I'.").weak_names == (
        PublishedName("'ABD AL-MUHSI", "aka", weak=True),
        PublishedName("ANA I", "fka", weak=True),
    )


def test_links_in_brackets_are_links() -> None:
    facts = read_remarks("MMSI 353000000 (Linked To: ONE (HOLDING) LTD); Linked To: TWO.")
    assert facts.linked_to == ("ONE (HOLDING) LTD", "TWO")
    assert facts.papers[0].country is None


PIECES = st.sampled_from(
    [
        "DOB ",
        "alt. ",
        "circa ",
        "; ",
        "1960",
        " to ",
        "-",
        "Nov ",
        "23 ",
        "00 ",
        "POB ",
        "a.k.a. '",
        "'",
        "(",
        ")",
        "Passport ",
        "No. ",
        "Linked To: ",
        ".",
        " ",
        "31 Feb 1960",
        "9999",
        "0000",
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=20).map("".join), st.booleans())
@example("DOB 0000", False)
@example("DOB  to ", False)
def test_no_remarks_stop_the_reader_and_no_day_is_invented(remarks: str, cut: bool) -> None:
    facts = read_remarks(remarks, cut=cut)
    json.dumps(facts.as_json())
    for birth in facts.births:
        if birth.day is None:
            continue
        first = re.match(r"(?:alt\. )?DOB (?:circa )?(.*)", birth.words)
        assert first
        if birth.day.is_day:  # a day only where the words have a day before a month
            assert re.match(r"\d{1,2} [A-Z][a-z]{2} \d{4}", first[1])
        for end in (birth.day.earliest, birth.day.latest):
            assert str(end.year) in birth.words
            assert date(1000, 1, 1) <= end
