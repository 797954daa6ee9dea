"""Which lists there are, and who reads what a path holds."""

import gzip
import shutil
from pathlib import Path

import pytest

from sanctions.entries import ListError
from sanctions.lists import PUBLICATIONS, discovered
from tests.sanctions.ofac import entry, text

FILES = Path(__file__).resolve().parents[1] / "files"
WHOLE = FILES / "ofac" / "whole"
SDN, CONSOLIDATED = PUBLICATIONS["ofac-sdn"], PUBLICATIONS["ofac-cons"]


def test_every_publisher_is_found_by_its_module() -> None:
    assert set(discovered()) == {"ofac-sdn", "ofac-cons", "un-sc"}


def test_what_a_fetch_saves_is_what_the_reader_finds() -> None:
    assert set(SDN.forms[0].files) == {file.name for file in WHOLE.iterdir()}
    for publication in PUBLICATIONS.values():
        for form in publication.forms:
            assert all(address.startswith("https://") for address in form.files.values())


@pytest.mark.parametrize(
    ("file", "form"),
    [("sdn.xml", "OFAC XML"), ("sdn_enhanced.xml", "OFAC enhanced XML")],
)
def test_the_form_is_told_by_what_the_path_holds(tmp_path: Path, file: str, form: str) -> None:
    source = FILES / "ofac-xml" / file
    assert SDN.read(source).format == form
    (tmp_path / f"{file}.gz").write_bytes(gzip.compress(source.read_bytes()))
    assert SDN.read(tmp_path).format == form
    assert SDN.sha256(tmp_path) == SDN.sha256(source) == SDN.read(source).sha256
    renamed = tmp_path / "as-it-came"
    shutil.copy(source, renamed)
    assert SDN.read(renamed).format == form


def test_two_forms_in_one_folder_are_refused(tmp_path: Path) -> None:
    shutil.copytree(WHOLE, tmp_path, dirs_exist_ok=True)
    shutil.copy(FILES / "ofac-xml" / "sdn.xml", tmp_path)
    with pytest.raises(ListError, match=r"sdn\.csv and sdn\.xml are the same list in several"):
        SDN.read(tmp_path)


def test_the_consolidated_list_is_read_from_files_of_its_own_names(tmp_path: Path) -> None:
    names = {"sdn.csv": "cons_prim.csv", "sdn_comments.csv": "cons_comments.csv"}
    for file in WHOLE.iterdir():
        shutil.copy(file, tmp_path / names.get(file.name, f"cons_{file.name}"))
    published = CONSOLIDATED.read(tmp_path)
    assert published.parts == ("sdn", "alt", "add", "comments")
    assert [file.name for file in published.files] == list(CONSOLIDATED.forms[0].files)
    assert published.sha256 == CONSOLIDATED.sha256(tmp_path)
    assert [one.content for one in published.entries] == [
        one.content for one in SDN.read(WHOLE).entries
    ]


def test_the_consolidated_lists_xml_is_not_taken_for_the_sdn_list(tmp_path: Path) -> None:
    shutil.copy(FILES / "ofac-xml" / "sdn.xml", tmp_path / "consolidated.xml")
    with pytest.raises(ListError, match="by its name this is OFAC's Consolidated list"):
        SDN.read(tmp_path / "consolidated.xml")


def test_a_file_of_any_name_is_believed(tmp_path: Path) -> None:
    (tmp_path / "list of may.csv").write_bytes(text([entry(1, "ONE")], 1))
    assert len(SDN.read(tmp_path / "list of may.csv").entries) == 1
