"""OFAC's plain XML: which names are weak, what is taken apart, and that none is missing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sanctions.entries import ListError, PublishedList
from sanctions.lists.ofac import legacy

SAMPLE = Path(__file__).parents[1] / "files" / "ofac-xml" / "sdn.xml"

type Changed = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The sample with some of its text replaced."""

    def write(*replacements: tuple[str, str]) -> Path:
        text = SAMPLE.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / legacy.FILE
        path.write_text(text)
        return path

    return write


@pytest.fixture(scope="module")
def published() -> PublishedList:
    return legacy.read(SAMPLE)


def entry(published: PublishedList, number: str) -> Any:
    return next(one for one in published.entries if one.number == number)


def test_the_list_has_its_own_day_and_every_entry(published: PublishedList) -> None:
    assert published.dated == date(2026, 8, 20)
    assert [(one.number, one.kind) for one in published.entries] == [
        ("4238", "vessel"),
        ("15431", "aircraft"),
        ("22790", "person"),
        ("27307", "organisation"),
        ("51271", "person"),
    ]
    assert published.warnings == ()
    assert published.sha256 == legacy.sha256(SAMPLE)
    assert all(set(one.content) == set(published.fields) for one in published.entries)


def test_the_namespace_of_former_years_is_read_as_well(changed: Changed) -> None:
    old = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"
    former = legacy.read(changed((old, "http://tempuri.org/sdnList.xsd")))
    assert former.entries == legacy.read(SAMPLE).entries


def test_weak_names_stand_apart(published: PublishedList) -> None:
    nanez = entry(published, "51271")
    assert nanez.content["aliases"] == [
        {"type": "aka", "name": "NANEZ, Freddy", "remarks": None},
        {"type": "fka", "name": "CONTRERAS, Alfredo", "remarks": None},
    ]
    assert nanez.content["weak_aliases"] == [{"type": "aka", "name": "EL POETA", "remarks": None}]
    assert [(name.name, name.kind, name.weak) for name in nanez.names] == [
        ("NAZARET NANEZ CONTRERAS, Freddy Alfred", "principal", False),
        ("NANEZ, Freddy", "aka", False),
        ("CONTRERAS, Alfredo", "fka", False),
        ("EL POETA", "aka", True),
    ]


def test_births_papers_addresses_and_ships_are_kept(published: PublishedList) -> None:
    assert entry(published, "51271").facts["births"] == [
        {"raw": "DOB 1976", "earliest": "1976-01-01", "latest": "1976-12-31", "circa": False},
        {
            "raw": "alt. DOB circa 1975",
            "earliest": "1975-01-01",
            "latest": "1975-12-31",
            "circa": True,
        },
    ]
    maduro = entry(published, "22790")
    assert maduro.content["papers"] == [
        {
            "type": "Cedula No.",
            "number": "5892464",
            "country": "Venezuela",
            "issued": "01 Feb 2014",
            "expires": "31 Jan 2029",
        },
        {"type": "Gender", "number": "Male"},
    ]
    assert [paper["number"] for paper in maduro.facts["documents"]] == ["5892464"]
    assert maduro.facts["gender"] == "Male"
    assert maduro.facts["citizenships"] == ["Venezuela"]
    assert maduro.facts["birth_places"] == ["Caracas, Venezuela"]
    assert entry(published, "4238").content["ship"] == {
        "call_sign": "CL2192",
        "type": "Tug",
        "flag": "Cuba",
        "owner": "Samir de Navegacion S.A.",
        "tonnage": "0",
        "grt": "212",
    }
    lazarus = entry(published, "27307")
    assert lazarus.content["postal_addresses"] == [
        {
            "address1": "Potonggang District",
            "address2": "Floor 2",
            "address3": "Room 3",
            "city": "Pyongyang",
            "zip": "999093",
            "country": "Korea, North",
        }
    ]
    assert lazarus.content["comments"] == "(Linked To: RECONNAISSANCE GENERAL BUREAU)"
    assert list(lazarus.facts["linked_to"]) == ["RECONNAISSANCE GENERAL BUREAU"]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (">5</Record_Count>", ">6</Record_Count>", "Record_Count says 6 entries, and 5 stand in"),
        (">5</Record_Count>", ">many</Record_Count>", "Record_Count “many” is no number"),
        ("08/20/2026", "20/08/2026", "Publish_Date “20/08/2026” is no day as 08/20/2026"),
        ("08/20/2026", "2026-08-20", "Publish_Date “2026-08-20” is no day as 08/20/2026"),
        ("<uid>51271<", "<uid>x<", "the uid “x” is no number"),
        ("<uid>51271<", "<uid>22790<", "the uid stands twice"),
        (">Aircraft<", ">Spacecraft<", "uid 15431, sdnEntry: the kind “Spacecraft” is none of"),
        (">weak<", ">feeble<", "aka: the category “feeble” is neither strong nor weak"),
        (">f.k.a.<", ">p.k.a.<", "the alias is a “p.k.a.”, none of a.k.a., f.k.a., n.k.a."),
        ("<lastName>EP-GOM</lastName>", "", "there is no name"),
        ("<program>SDGT</program>", "", "uid 15431, sdnEntry: no programme is told"),
    ],
)
def test_what_is_amiss_is_named_with_its_entry(
    changed: Changed, old: str, new: str, said: str
) -> None:
    with pytest.raises(ListError) as caught:
        legacy.read(changed((old, new)))
    assert said in str(caught.value)
    assert str(caught.value).startswith("sdn.xml")


def test_without_its_information_it_is_no_whole_list(changed: Changed) -> None:
    text = SAMPLE.read_text()
    start, end = text.index("<publshInformation>"), text.index("</publshInformation>")
    path = changed((text[start : end + len("</publshInformation>")], ""))
    with pytest.raises(ListError, match="publshInformation is missing, which OFAC's list as"):
        legacy.read(path)
