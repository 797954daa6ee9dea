"""What is no whole, plain XML list is refused, whichever list it is, and the message says why."""

import gzip
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from sanctions.entries import ListError, PublishedList
from sanctions.lists import PUBLICATIONS
from sanctions.lists.elements import MAX_TEXT
from sanctions.lists.ofac import enhanced, legacy
from sanctions.lists.scripts import script_of
from sanctions.lists.un import consolidated

FILES = Path(__file__).parents[1] / "files"
UN = FILES / "un" / "consolidated.xml"
ENHANCED = FILES / "ofac-xml" / "sdn_enhanced.xml"
LEGACY = FILES / "ofac-xml" / "sdn.xml"
#: Each reader, its sample, the end tag of a record's container, and a value in a record.
READERS: dict[str, tuple[Callable[[Path], PublishedList], Path, str, str]] = {
    "UN": (consolidated.read, UN, "</ENTITIES>", "EXAMPLE &amp; SAMPLE TRADING"),
    "enhanced": (enhanced.read, ENHANCED, "</entities>", "OFFICE 91"),
    "plain": (legacy.read, LEGACY, "</sdnList>", "OFFICE 91"),
}

every_list = pytest.mark.parametrize("name", READERS)


def refusal(name: str, data: bytes, tmp_path: Path) -> str:
    path = tmp_path / f"{name}.xml"
    path.write_bytes(data)
    with pytest.raises(ListError) as caught:
        READERS[name][0](path)
    message = str(caught.value)
    assert message.startswith(f"{name}.xml")
    return message


def sample(name: str) -> str:
    return READERS[name][1].read_text()


def with_document_type(text: str, declared: str) -> bytes:
    """Behind the declaration, where a document type stands."""
    declaration, rest = text.split("?>", 1)
    return f"{declaration}?>{declared}{rest}".encode()


@every_list
@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>',
        '<!DOCTYPE x [<!ENTITY file SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x SYSTEM "http://127.0.0.1:1/list.dtd">',
        f"<!--{'x' * 70_000}--><!DOCTYPE x>",
    ],
    ids=["bomb", "file", "address", "far down"],
)
def test_a_document_type_is_refused(name: str, declared: str, tmp_path: Path) -> None:  # 55
    message = refusal(name, with_document_type(sample(name), declared), tmp_path)
    assert "declares a document type" in message
    assert "DTD not allowed" in message


@every_list
def test_an_entity_of_nobodys_is_refused(name: str, tmp_path: Path) -> None:
    value = READERS[name][3]
    message = refusal(name, sample(name).replace(value, "&own;", 1).encode(), tmp_path)
    assert re.search(r"line \d+, column \d+: an entity is used that XML does not know", message)


@every_list
@pytest.mark.parametrize("depth", [60, 100_000])
def test_elements_deep_in_one_another_are_refused(
    name: str, depth: int, tmp_path: Path
) -> None:  # 56
    value = READERS[name][3]
    deep = f"</{'x'}>" * depth
    text = sample(name)
    place = text.index(">", text.index(value))
    nested = f"{text[: place + 1]}{'<x>' * depth}deep{deep}{text[place + 1 :]}"
    message = refusal(name, nested.encode(), tmp_path)
    assert "stand more than 50 deep" in message


@every_list
@pytest.mark.parametrize("letters", [MAX_TEXT + 1, 11_000_000])
def test_an_endless_value_is_refused(name: str, letters: int, tmp_path: Path) -> None:  # 57
    text = sample(name).replace(READERS[name][3], "x" * letters, 1)
    message = refusal(name, text.encode(), tmp_path)
    assert re.search(r"100,000 (letters|are read)|far too long", message)


@every_list
def test_a_list_cut_anywhere_is_refused(name: str, tmp_path: Path) -> None:  # 66
    data = READERS[name][1].read_bytes()
    for length in range(len(data) - 1, 1, -(len(data) // 25)):
        refusal(name, data[:length], tmp_path)
    message = refusal(name, data[: len(data) * 9 // 10], tmp_path)
    assert "it was cut" in message


@every_list
def test_a_bare_ampersand_is_refused_with_its_place(name: str, tmp_path: Path) -> None:  # 67
    text = sample(name).replace(READERS[name][3], "SMITH & SONS", 1)
    line = text[: text.index("SMITH & SONS")].count("\n") + 1
    message = refusal(name, text.encode(), tmp_path)
    assert f"line {line}, column " in message
    assert "an & stands in the text that is not written as &amp;" in message


@every_list
@pytest.mark.parametrize(
    ("letters", "said"),
    [
        (b"\x00", "a NUL character stands in the text"),
        (b"\x07", "a control character stands in the text"),
        (b"&#7;", "a control character stands in the text"),
        (b"&#127;", "a control character (0x7F) stands in the text"),
        (b"\xfc", "the bytes are not UTF-8"),
    ],
)
def test_what_cannot_be_stored_is_refused(
    name: str, letters: bytes, said: str, tmp_path: Path
) -> None:
    value = READERS[name][3].encode()
    data = READERS[name][1].read_bytes().replace(value, b"A" + letters + b"B", 1)
    assert said in refusal(name, data, tmp_path)


@every_list
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "the file is empty"),
        (b"<!doctype html><html><title>Sign in</title>", "a web page, titled “Sign in”"),
        (b'{"error": "no"}', "this is JSON"),
        (b"hello", "“hello”, which is no XML"),
        (b"<?xml version='1.0'?>" + b" " * 300_000, "no list begins within 100,000 bytes"),
        (b"<other/>", "the outermost element “other”"),
    ],
)
def test_another_kind_of_file_is_named(name: str, data: bytes, said: str, tmp_path: Path) -> None:
    assert said in refusal(name, data, tmp_path)


def test_the_list_of_another_publisher_is_named(tmp_path: Path) -> None:  # 17
    message = refusal("enhanced", UN.read_bytes(), tmp_path)
    assert "this is the UN Security Council's consolidated list" in message


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("enhanced", enhanced.NAMESPACE, "https://www.treasury.gov/ofac/DeltaFile/1.0"),
        ("UN", "<CONSOLIDATED_LIST ", '<CONSOLIDATED_LIST xmlns="urn:two" '),
    ],
)
def test_another_namespace_is_named(name: str, old: str, new: str, tmp_path: Path) -> None:  # 58
    message = refusal(name, sample(name).replace(old, new, 1).encode(), tmp_path)
    assert "the namespace is “" in message
    assert "it needs a reader of its own" in message


def test_a_part_of_another_namespace_is_refused(tmp_path: Path) -> None:
    text = sample("enhanced").replace("<title>", '<title xmlns="urn:other">', 1)
    assert "“title” is of another namespace" in refusal("enhanced", text.encode(), tmp_path)


@every_list
def test_a_list_without_entries_is_refused(name: str, tmp_path: Path) -> None:  # 63
    text = sample(name)
    for record in ("INDIVIDUAL", "ENTITY", "entity", "sdnEntry"):
        text = re.sub(rf"<{record}( [^>]*)?>.*?</{record}>", "", text, flags=re.DOTALL)
    assert "stands in it" in refusal(name, text.encode(), tmp_path)


@every_list
def test_something_unknown_beside_the_entries_is_noted(name: str, tmp_path: Path) -> None:
    read, _, end, _ = READERS[name]
    path = tmp_path / "list.xml"
    path.write_text(sample(name).replace(end, f"<news><item>x</item></news>{end}"))
    warnings = " ".join(read(path).warnings)
    assert "news is not known and was passed over" in warnings
    path.write_text(sample(name).replace(end, f"loose{end}"))
    with pytest.raises(ListError, match="the text “loose” stands between elements"):
        read(path)


@every_list
def test_packed_files_hold_the_same_list(name: str, tmp_path: Path) -> None:
    read, path, *_ = READERS[name]
    packed = tmp_path / f"{path.name}.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    zipped = tmp_path / f"{path.name}.zip"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr(path.name, path.read_bytes())
    plain = read(path)
    for one in (packed, zipped):
        assert read(one).entries == plain.entries
        assert read(one).sha256 == plain.sha256


@every_list
def test_a_bomb_is_stopped_while_it_unpacks(name: str, tmp_path: Path) -> None:  # 20
    text = sample(name)
    end = READERS[name][2]
    bomb = text.replace(end, f"<junk>{'<x/>' * 3_000_000}</junk>{end}")
    path = tmp_path / "bomb.xml.gz"
    path.write_bytes(gzip.compress(bomb.encode(), 9))
    with pytest.raises(ListError, match=r"has more than|far too long"):
        READERS[name][0](path)


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("MADURO 12", "Latn"),
        ("Ñáñez", "Latn"),
        ("12-34", "Latn"),
        ("«12»", "Latn"),
        ("صدام حسين", "Arab"),
        ("Иван III", "Cyrl"),
        ("김정은", "Hang"),
        ("中国 (CN)", "Hani"),
        ("ꓡꓲꓢꓴ", "Zyyy"),
    ],
)
def test_a_script_is_told_by_most_of_its_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def test_every_xml_list_has_its_publication() -> None:
    assert {"un-sc", "ofac-sdn"} <= set(PUBLICATIONS)
    assert PUBLICATIONS["un-sc"].read(UN).entries == consolidated.read(UN).entries
