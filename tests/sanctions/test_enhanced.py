"""OFAC's enhanced XML: the days, authorities, scripts and papers that no other form has."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sanctions.entries import ListError, PublishedList
from sanctions.lists.ofac import enhanced

SAMPLE = Path(__file__).parents[1] / "files" / "ofac-xml" / "sdn_enhanced.xml"

type Changed = Callable[..., Path]


@pytest.fixture
def changed(tmp_path: Path) -> Changed:
    """The sample with some of its text replaced."""

    def write(*replacements: tuple[str, str]) -> Path:
        text = SAMPLE.read_text()
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / enhanced.FILE
        path.write_text(text)
        return path

    return write


@pytest.fixture(scope="module")
def published() -> PublishedList:
    return enhanced.read(SAMPLE)


def entry(published: PublishedList, number: str) -> Any:
    return next(one for one in published.entries if one.number == number)


def test_the_list_has_its_own_day_and_every_entity(published: PublishedList) -> None:
    assert published.dated == date(2026, 8, 20)
    assert [(one.number, one.kind) for one in published.entries] == [
        ("4238", "vessel"),
        ("15431", "aircraft"),
        ("22790", "person"),
        ("27307", "organisation"),
        ("51271", "person"),
    ]
    assert published.warnings == ()
    assert published.sha256 == enhanced.sha256(SAMPLE)
    assert all(set(one.content) == set(published.fields) for one in published.entries)


def test_each_list_has_its_day_and_the_lists_own_is_the_day_of_listing(
    published: PublishedList,
) -> None:
    lazarus = entry(published, "27307")
    assert lazarus.content["listings"] == [{"list": "SDN List", "day": "2019-09-13"}]
    assert lazarus.facts["listed_on"] == {"earliest": "2019-09-13", "latest": "2019-09-13"}
    assert lazarus.content["legal_authorities"] == ["Executive Order 13722 (North Korea)"]
    assert lazarus.content["sanctions_types"] == ["Block"]


def test_of_two_lists_the_one_that_is_read_gives_the_day(changed: Changed) -> None:
    other = (
        '<sanctionsList refId="1" id="1" datePublished="2006-04-12">Another List</sanctionsList>'
    )
    old = '      <sanctionsLists>\n        <sanctionsList refId="91507" id='
    path = changed((old, old.replace("\n", other)))
    first = entry(enhanced.read(path), "4238")
    assert first.facts["listed_on"] == {"earliest": "1989-01-05", "latest": "1989-01-05"}
    assert len(first.content["listings"]) == 2


def test_names_have_their_kind_strength_and_script(published: PublishedList) -> None:
    assert [tuple(name) for name in entry(published, "27307").names] == [
        ("LAZARUS GROUP", "principal", False, "Latn"),
        ("라자루스 그룹", "aka", False, "Hang"),
        ("HIDDEN COBRA", "aka", True, "Latn"),
        ("OFFICE 91", "aka", True, "Latn"),
    ]
    nanez = entry(published, "51271")
    assert nanez.content["aliases"] == [
        {"type": "aka", "name": "ÑÁÑEZ, Freddy", "remarks": None},
        {"type": "fka", "name": "CONTRERAS, Alfredo", "remarks": None},
    ]
    assert nanez.facts["weak_names"] == [{"kind": "aka", "name": "EL POETA"}]


def test_names_keep_the_parts_that_a_full_name_does_not_tell(published: PublishedList) -> None:
    names = entry(published, "51271").content["names"]
    assert {
        "type": "aka",
        "written": [
            {
                "name": "ÑÁÑEZ, Freddy",
                "script": "Latin",
                "parts": [
                    ("Last Name", "ÑÁÑEZ"),
                    ("First Name", "Freddy"),
                    ("Patronymic", "Alfredovich"),
                ],
            }
        ],
    } in names


def test_a_year_of_birth_stays_a_year(published: PublishedList) -> None:
    assert entry(published, "51271").facts["births"] == [
        {"raw": "DOB 1976", "earliest": "1976-01-01", "latest": "1976-12-31", "circa": False},
        {
            "raw": "alt. DOB circa 1975",
            "earliest": "1975-01-01",
            "latest": "1975-12-31",
            "circa": True,
        },
    ]


def test_a_birth_in_words_that_cannot_be_read_lies_between_the_published_days(
    changed: Changed,
) -> None:
    path = changed(("<value>1976</value>", "<value>in the seventies</value>"))
    births = entry(enhanced.read(path), "51271").facts["births"]
    assert births[0] == {
        "raw": "DOB in the seventies",
        "earliest": "1976-01-01",
        "latest": "1976-12-31",
        "circa": False,
    }


def test_papers_addresses_features_and_relationships_are_kept(published: PublishedList) -> None:
    maduro = entry(published, "22790")
    assert maduro.content["documents"] == [
        {
            "type": "Cedula No.",
            "number": "5892464",
            "name": "MADURO MOROS, Nicolás",
            "valid": "true",
            "authority": "Registry",
            "location": "Caracas",
            "country": "Venezuela",
            "issued": "2014-02-01",
        }
    ]
    assert maduro.facts["documents"] == [
        {
            "raw": "Cedula No. 5892464 (Venezuela)",
            "type": "Cedula No.",
            "number": "5892464",
            "country": "Venezuela",
        }
    ]
    assert maduro.content["locations"] == [
        {
            "country": "Venezuela",
            "written": [{"CITY": "Caracas", "STATE/PROVINCE": "Capital District"}],
        }
    ]
    assert [maduro.facts[key] for key in ("birth_places", "citizenships", "gender")] == [
        ["Caracas, Venezuela"],
        ["Venezuela"],
        "Male",
    ]
    assert entry(published, "27307").facts["linked_to"] == ["RECONNAISSANCE GENERAL BUREAU"]
    assert entry(published, "27307").content["details"] == {"remarks": "An invented remark."}
    assert entry(published, "15431").content["relationships"] == [
        {
            "type": "Property in the interest of",
            "number": "15430",
            "name": "POUYA AIR",
            "quality": "High",
            "comments": "invented",
        }
    ]
    assert {
        "type": "Website",
        "value": "www.example.org",
        "reliability": "Unknown",
        "comments": "invented",
    } in entry(published, "51271").content["features"]


def test_the_order_of_names_and_features_means_nothing(changed: Changed) -> None:
    text = SAMPLE.read_text()
    start = text.index("<features>", text.index('id="51271"'))
    end = text.index("</features>", start)
    features = text[start:end].removeprefix("<features>").split("</feature>")[:-1]
    turned = "<features>" + "".join(f"{one}</feature>" for one in reversed(features))
    path = changed((text[start:end], turned))
    assert (
        entry(enhanced.read(path), "51271").content == entry(enhanced.read(SAMPLE), "51271").content
    )


SECOND_PRIMARY = (
    '<isPrimary>false</isPrimary>\n          <aliasType refId="1400">A.K.A.</aliasType>',
    "<isPrimary>true</isPrimary>",
)
_STRONG = "<isLowQuality>false</isLowQuality>\n          <translations>"
NO_PRIMARY = (
    f"<isPrimary>true</isPrimary>\n          {_STRONG}",
    f"<isPrimary>false</isPrimary><aliasType>A.K.A.</aliasType>{_STRONG}",
)


def test_of_two_primary_names_the_first_is_taken_with_a_warning(changed: Changed) -> None:
    published = enhanced.read(changed(SECOND_PRIMARY))
    maduro = entry(published, "22790")
    assert maduro.name == "MADURO MOROS, Nicolás"
    assert ("MADURO, Nicolás", "aka") in [(name.name, name.kind) for name in maduro.names]
    assert "entity 22790: 2 names are the primary one; the first is taken" in " ".join(
        published.warnings
    )


def test_without_a_primary_name_the_first_strong_one_is_taken_with_a_warning(
    changed: Changed,
) -> None:
    published = enhanced.read(changed(NO_PRIMARY))
    assert published.entries[0].name == "MAR AZUL"
    assert "entity 4238: no name is the primary one; “MAR AZUL” is taken" in " ".join(
        published.warnings
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('id="51271"', 'id="x"', "the id “x” is no number"),
        ('id="51271"', 'id="22790"', "entity 22790, entity: the number stands twice"),
        (">Aircraft<", ">Spacecraft<", "entity 15431, generalInfo: the kind “Spacecraft” is none"),
        (">A.K.A.<", ">P.K.A.<", "the alias is a “P.K.A.”, none of a.k.a., f.k.a., n.k.a."),
        ('datePublished="2019-09-13"', 'datePublished="2019-09-31"', "“2019-09-31” is no day"),
        ('datePublished="2019-09-13"', "", "entity 27307, sanctionsList: “” is no day"),
        ("2026-08-20T00", "20 August T00", "publicationInfo: “20 August” is no day"),
        ("<isLowQuality>false", "<isLowQuality>perhaps", "isLowQuality is “perhaps”, neither"),
        ("1962-11-23", "1962-11-31", "entity 22790, valueDate: “1962-11-31” is no day"),
        (
            '<sanctionsList refId="91507">SDN',
            '<sanctionsList refId="91512">Other',
            "the file holds “Other List”, not the SDN List",
        ),
    ],
)
def test_what_is_amiss_is_named_with_its_entity(
    changed: Changed, old: str, new: str, said: str
) -> None:
    with pytest.raises(ListError) as caught:
        enhanced.read(changed((old, new)))
    assert said in str(caught.value)
    assert str(caught.value).startswith("sdn_enhanced.xml, line ")


def test_an_entry_of_which_no_day_is_told_has_none(changed: Changed) -> None:
    published = enhanced.read(
        changed(('datePublished="2019-09-13">SDN List', 'datePublished="2019-09-13">Some List'))
    )
    assert entry(published, "27307").facts["listed_on"] is None
    assert published.warnings == ("sdn_enhanced.xml: of 1 entries no day of listing is told.",)
