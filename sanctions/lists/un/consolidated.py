"""The UN Security Council's consolidated list, as XML.

An entry's number is its REFERENCE_NUMBER ("CDi.001"), which the world cites and which no two share;
the DATAID beside it is kept. The list under which an entry stands ("Al-Qaida") is its programme.
Names are joined in the published order, first to fourth: which part is the family's is not told.

The file has empty elements where there is nothing to say, an alias with neither name nor quality
among them: an element in which nothing stands is passed over, and only such a one.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sanctions.dates import PartialDate
from sanctions.entries import (
    Delisting,
    Json,
    ListError,
    PublishedEntry,
    PublishedList,
    PublishedName,
)
from sanctions.lists.elements import Element
from sanctions.lists.reading import UN, shortened
from sanctions.lists.scripts import script_of
from sanctions.lists.un.days import day_of_moment, read_birth, read_day
from sanctions.lists.unpacking import ASK_AGAIN
from sanctions.lists.wording import checked
from sanctions.lists.xml import Layout, XmlFile, located, sha256_of

FORMAT = "UN XML"
FILE = "consolidated.xml"

_INDIVIDUAL = ("INDIVIDUALS", "INDIVIDUAL")
_ENTITY = ("ENTITIES", "ENTITY")
LAYOUT = Layout(
    what=UN,
    root="CONSOLIDATED_LIST",
    records=frozenset({_INDIVIDUAL, _ENTITY}),
    sections=frozenset({_INDIVIDUAL[:1], _ENTITY[:1]}),
    namespaces=frozenset({""}),
)
PART = "consolidated"
FIELDS = (
    "name",
    "kind",
    "programmes",
    "title",
    "aliases",
    "weak_aliases",
    "dataid",
    "version",
    "name_parts",
    "original_script",
    "honorifics",
    "list_type",
    "listed_on",
    "updated_on",
    "gender",
    "nationalities",
    "births",
    "birth_places",
    "addresses",
    "documents",
    "comments",
)

_NUMBER = re.compile(r"[A-Z]{2}[ie]\.[0-9]{3,4}")
_DATAID = re.compile(r"[1-9][0-9]{0,11}")
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")


#: The single values of which an element consists, by the names under which we keep them.
_PLACE = {
    "street": "STREET",
    "city": "CITY",
    "state": "STATE_PROVINCE",
    "zip": "ZIP_CODE",
    "country": "COUNTRY",
    "note": "NOTE",
}
_BIRTH_OF_ALIAS = {
    "birth": "DATE_OF_BIRTH",
    "birth_city": "CITY_OF_BIRTH",
    "birth_country": "COUNTRY_OF_BIRTH",
}
_PARTS = {
    "INDIVIDUAL_ADDRESS": _PLACE,
    "ENTITY_ADDRESS": _PLACE,
    "INDIVIDUAL_PLACE_OF_BIRTH": _PLACE,
    "INDIVIDUAL_ALIAS": _BIRTH_OF_ALIAS,
    "ENTITY_ALIAS": _BIRTH_OF_ALIAS,
    "INDIVIDUAL_DATE_OF_BIRTH": {
        "type": "TYPE_OF_DATE",
        "date": "DATE",
        "year": "YEAR",
        "from_year": "FROM_YEAR",
        "to_year": "TO_YEAR",
        "note": "NOTE",
    },
    "INDIVIDUAL_DOCUMENT": {
        "type": "TYPE_OF_DOCUMENT",
        "other_type": "TYPE_OF_DOCUMENT2",
        "number": "NUMBER",
        "issuing_country": "ISSUING_COUNTRY",
        "date_of_issue": "DATE_OF_ISSUE",
        "city_of_issue": "CITY_OF_ISSUE",
        "country_of_issue": "COUNTRY_OF_ISSUE",
        "note": "NOTE",
    },
}
#: What the publisher calls a person's aliases, and an entity's: their kind, and whether weak.
_QUALITIES = {
    "Good": ("aka", False),
    "Low": ("aka", True),
    "a.k.a.": ("aka", False),
    "f.k.a.": ("fka", False),
}
_KINDS = {"INDIVIDUAL": "person", "ENTITY": "organisation"}


class Alias(NamedTuple):
    content: dict[str, str | None]
    name: PublishedName


def read(path: Path) -> PublishedList:
    """Read the file, or a folder that holds it; raises ListError when anything is amiss."""
    warnings: list[str] = []
    file = XmlFile(located(path, [FILE]), LAYOUT, warnings)
    found: dict[str, PublishedEntry | Delisting] = {}
    for element in file.elements():
        item = _item(element)
        if item.number in found:
            element.refuse(f"the number {item.number} stands twice in the list.")
        found[item.number] = item
        file.called = ""
    entries = [item for item in found.values() if isinstance(item, PublishedEntry)]
    if not entries:
        raise ListError(f"{file.label}: no entry stands in it. {ASK_AGAIN}")
    return PublishedList(
        format=FORMAT,
        parts=(PART,),
        fields=FIELDS,
        sha256=file.sha256,
        files=(file.as_published(PART, FILE),),
        entries=checked(entries, file.label, warnings),
        dated=_generated(file),
        delistings=tuple(item for item in found.values() if isinstance(item, Delisting)),
        warnings=tuple(warnings),
        names_in_full=True,
    )


def sha256(path: Path) -> str:
    """The hash that `read` would answer, without reading what the file says."""
    return sha256_of(located(path, [FILE]))


def _generated(file: XmlFile) -> date:
    """The day on which the publisher made the file, as written."""
    words = file.attributes.get("dateGenerated", "")
    if day := day_of_moment(words):
        return day
    raise ListError(
        f"{file.label}: dateGenerated is “{shortened(words)}”, so the list's day is not known. "
        f"{ASK_AGAIN}"
    )


# One entry


def _item(element: Element) -> PublishedEntry | Delisting:
    dataid = element.needed("DATAID")
    element.file.called = f"DATAID {shortened(dataid)}"
    number = element.needed("REFERENCE_NUMBER")
    if not _DATAID.fullmatch(dataid):
        element.refuse(f"DATAID “{shortened(dataid)}” is no number.")
    if not _NUMBER.fullmatch(number):
        element.refuse(f"REFERENCE_NUMBER “{shortened(number)}” is not built like CDi.001.")
    element.file.called = f"entry {number}"
    if delisted := element.one("DELISTED_ON"):
        words = delisted.text or delisted.value("VALUE")
        if words is None:
            delisted.refuse("is empty: whether the entry is still listed cannot be told.")
        return Delisting(number, PartialDate.of_day(read_day(delisted, words)))
    entry = _entry(element, number, dataid)
    element.finish()
    return entry


def _entry(element: Element, number: str, dataid: str) -> PublishedEntry:
    parts = {part: element.value(part) for part in _NAME_PARTS}
    name = " ".join(part for part in parts.values() if part)
    if not any(map(str.isalnum, name)):
        element.refuse("the entry has no name.")
    programmes = (element.needed("UN_LIST_TYPE"),)
    aliases = [_alias(one) for one in _told(element, f"{element.name}_ALIAS")]
    original = element.value("NAME_ORIGINAL_SCRIPT")
    others = [PublishedName(original, "aka", script=script_of(original))] if original else []
    listed_on = element.one("LISTED_ON")
    element.pass_over("SORT_KEY", "SORT_KEY_LAST_MOD")  # the publisher's own aids, never filled

    content: dict[str, Json] = {
        "name": name,
        "kind": element.name.casefold(),
        "programmes": programmes,
        "title": "; ".join(_texts(element, "DESIGNATION")) or None,
        "aliases": [alias.content for alias in aliases if not alias.name.weak],
        "weak_aliases": [alias.content for alias in aliases if alias.name.weak],
        "dataid": dataid,
        "version": element.needed("VERSIONNUM"),
        "name_parts": {key.casefold(): part for key, part in parts.items() if part},
        "original_script": original,
        "list_type": _texts(element, "LIST_TYPE"),
        "listed_on": listed_on.text if listed_on else None,
        "updated_on": _texts(element, "LAST_DAY_UPDATED"),
        "addresses": [_parts(one) for one in _told(element, f"{element.name}_ADDRESS")],
        "comments": element.value("COMMENTS1"),
    }
    facts: dict[str, Json] = {
        # Those in Latin letters, as remarks have them; the others are told by their script.
        "weak_names": [
            {"kind": alias.name.kind, "name": alias.name.name}
            for alias in aliases
            if alias.name.weak and alias.name.script == "Latn"
        ],
    }
    facts["listed_on"] = None
    if listed_on and listed_on.text:
        day = read_day(listed_on, listed_on.text).isoformat()
        facts["listed_on"] = {"earliest": day, "latest": day}
    if element.name == "INDIVIDUAL":
        _add_what_persons_have(element, content, facts)
    names = (
        PublishedName(name, "principal", script=script_of(name)),
        *others,
        *(alias.name for alias in aliases),
    )
    return PublishedEntry(
        number=number,
        name=name,
        kind=_KINDS[element.name],
        programmes=programmes,
        names=tuple(dict.fromkeys(names)),
        content=content,
        facts=facts,
    )


def _add_what_persons_have(
    element: Element, content: dict[str, Json], facts: dict[str, Json]
) -> None:
    births = [(one, _parts(one)) for one in _told(element, "INDIVIDUAL_DATE_OF_BIRTH")]
    places = [_parts(one) for one in _told(element, "INDIVIDUAL_PLACE_OF_BIRTH")]
    documents = [_parts(one) for one in _told(element, "INDIVIDUAL_DOCUMENT")]
    nationalities = _texts(element, "NATIONALITY")
    content |= {
        "honorifics": _texts(element, "TITLE"),
        "gender": element.value("GENDER"),
        "nationalities": nationalities,
        "births": [parts for _, parts in births],
        "birth_places": places,
        "documents": documents,
    }
    facts |= {
        "births": [read_birth(one, parts).as_json() for one, parts in births],
        "birth_places": [_joined(place) for place in places if set(place) != {"note"}],
        "nationalities": list(dict.fromkeys(nationalities)),
        "citizenships": [],
        "gender": content["gender"],
        "documents": [_paper(one) for one in documents if "number" in one],
        "linked_to": [],
    }


def _told(element: Element, name: str) -> Iterable[Element]:
    """The elements of that name in which something stands: the rule for empty ones."""
    return [one for one in element.all(name) if not one.is_empty]


def _texts(element: Element, name: str) -> list[str]:
    """What stands in the VALUEs of the elements of that name, several of which may be."""
    return [text for one in element.all(name) for text in one.texts("VALUE")]


def _parts(element: Element) -> dict[str, str]:
    """An element of single values by their names, without the empty ones."""
    return element.values(_PARTS[element.name])


def _joined(place: Mapping[str, str]) -> str:
    return ", ".join(value for key, value in place.items() if key != "note")


def _alias(element: Element) -> Alias:
    quality, name = element.value("QUALITY"), element.value("ALIAS_NAME")
    if name is None:
        element.refuse("the alias has no name.")
    if quality not in _QUALITIES:
        element.refuse(
            f"the quality “{shortened(quality or '')}” of the alias “{shortened(name)}” is none "
            f"of {', '.join(_QUALITIES)}."
        )
    kind, weak = _QUALITIES[quality]
    content: dict[str, str | None] = {"type": kind, "name": name, "remarks": element.value("NOTE")}
    content |= _parts(element)
    return Alias(content, PublishedName(name, kind, weak, script_of(name)))


def _paper(document: Mapping[str, str]) -> Json:
    kind = document.get("type") or document.get("other_type") or ""
    country = document.get("issuing_country") or document.get("country_of_issue")
    words = f"{kind} {document['number']}".strip()
    return {
        "raw": f"{words} ({country})" if country else words,
        "type": kind,
        "number": document["number"],
        "country": country,
    }
