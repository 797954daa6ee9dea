"""OFAC's enhanced XML (SDN_ENHANCED.XML): the richest form, with days, authorities and scripts.

Built as OFAC's schema of the namespace below: `entities/entity`, each with its lists and the day
on which it came onto them, programmes, legal authorities, names with their translations, addresses,
features (births, nationalities …), papers and relationships. The ids that the parts have are
passed over: the entity's own alone is the number under which it is listed.

The schema promises no primary name, nor only one. Of several the first is the entry's name and the
others are also-known-as names; where there is none, the first strong name stands for it. Each time
the reader warns. An entry without any name is refused.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple, cast

from sanctions.entries import Json, ListError, PublishedEntry, PublishedList, PublishedName
from sanctions.lists.elements import Element
from sanctions.lists.ofac import forms
from sanctions.lists.reading import OFAC_ENHANCED, collector_paused, shortened
from sanctions.lists.scripts import script_of
from sanctions.lists.unpacking import ASK_AGAIN
from sanctions.lists.wording import checked
from sanctions.lists.xml import Layout, XmlFile, located, sha256_of

FORMAT = "OFAC enhanced XML"
FILE = "sdn_enhanced.xml"
PART = "enhanced"
SDN_LIST = "SDN List"
NAMESPACE = (
    "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/ENHANCED_XML"
)
LAYOUT = Layout(
    what=OFAC_ENHANCED,
    root="sanctionsData",
    records=frozenset({("publicationInfo",), ("entities", "entity")}),
    sections=frozenset({("publicationInfo",), ("entities",)}),
    passed_over=frozenset({("referenceValues",), ("featureTypes",), ("features",)}),
    namespaces=frozenset({NAMESPACE}),
)
FIELDS = (
    "name",
    "kind",
    "programmes",
    "title",
    "aliases",
    "listings",
    "legal_authorities",
    "sanctions_types",
    "names",
    "features",
    "documents",
    "locations",
    "relationships",
    "details",
)

_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_PERIOD = ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
#: What a full name tells as well; other parts, such as a patronymic, are kept.
_TOLD_BY_NAME = {"Last Name", "First Name", "Entity Name", "Vessel Name", "Aircraft Name"}
_DETAILS = {
    "remarks": "remarks",
    "living_status": "livingStatus",
    "us_citizen": "isUsCitizen",
    "us_person": "isUsPerson",
}
_FEATURE = {"value": "value", "reliability": "reliability", "comments": "comments"}
_DATES = {"issued": "issueDate", "expires": "expirationDate"}
_DOCUMENT = {
    "name": "name",
    "valid": "isValid",
    "authority": "issuingAuthority",
    "location": "issuingLocation",
    "country": "issuingCountry",
    "comments": "comments",
}


class Name(NamedTuple):
    """One of an entry's names: its main wording in Latin letters where there is one, and others."""

    is_primary: bool
    kind: str
    weak: bool
    wording: str
    others: tuple[str, ...]
    content: Mapping[str, Json]


class Period(NamedTuple):
    """Two days between which something lies, and all four as published."""

    earliest: str
    latest: str
    circa: bool
    content: str


@collector_paused()
def read(path: Path, *, listed_on: str = SDN_LIST, file: str = FILE) -> PublishedList:
    """Read the file, or a folder that holds it; raises ListError when anything is amiss.

    `listed_on` is the list, as OFAC calls it there, whose day of listing counts.
    """
    warnings: list[str] = []
    source = XmlFile(located(path, [file]), LAYOUT, warnings)
    entries: dict[str, PublishedEntry] = {}
    dated: date | None = None
    for element in source.elements():
        if element.name == "publicationInfo":
            dated = _day(element, element.needed("dataAsOf")[:10])
            _refuse_other_list(element, listed_on)
            continue
        entry = _entry(element, listed_on)
        if entry.number in entries:
            element.refuse("the number stands twice in the list.")
        entries[entry.number] = entry
        element.finish()
        source.called = ""
    if not entries:
        raise ListError(f"{source.label}: no entity stands in it. {ASK_AGAIN}")
    undated = sum(entry.facts["listed_on"] is None for entry in entries.values())
    if undated:
        warnings.append(f"{source.label}: of {undated:,} entries no day of listing is told.")
    return PublishedList(
        format=FORMAT,
        parts=(PART,),
        fields=FIELDS,
        sha256=source.sha256,
        files=(source.as_published(PART, file),),
        entries=checked(tuple(entries.values()), source.label, warnings),
        dated=dated,
        warnings=tuple(warnings),
        names_in_full=True,
    )


def sha256(path: Path, *, file: str = FILE) -> str:
    """The hash that `read` would answer, without reading what the file says."""
    return sha256_of(located(path, [file]))


def _refuse_other_list(info: Element, listed_on: str) -> None:
    lists = [one.text for one in info.inside("filters", "sanctionsLists", "sanctionsList")]
    if lists and listed_on not in lists:
        info.refuse(
            f"the file holds “{shortened(', '.join(one or '' for one in lists))}”, not the "
            f"{listed_on}.",
            "Import it as the list that it is. Nothing has been imported.",
        )


# One entry


def _entry(element: Element, list_name: str) -> PublishedEntry:
    number = element.attribute("id")
    element.file.called = f"entity {shortened(number)}"
    if not _NUMBER.fullmatch(number):
        element.refuse(f"the id “{shortened(number)}” is no number.")
    general = element.one("generalInfo")
    if general is None:
        element.refuse("generalInfo is missing.")
    general.pass_over("identityId")
    kind_there, kind = forms.kind_of(general, general.needed("entityType"))
    title = general.value("title")
    programmes = tuple(
        sorted(
            {
                one.text
                for one in element.inside("sanctionsPrograms", "sanctionsProgram")
                if one.text
            }
        )
    )
    if not programmes:
        element.refuse("no programme is told.")
    listings = [_listing(one) for one in element.inside("sanctionsLists", "sanctionsList")]
    names = [_name(one) for one in element.inside("names", "name")]
    main = _main_name(element, names)
    others = [one for one in names if one is not main]
    aliases = forms.sorted_aliases(
        forms.alias(one.kind, one.wording) for one in others if not one.weak
    )
    features = [_feature(one) for one in element.inside("features", "feature")]
    papers = [_document(one) for one in element.inside("identityDocuments", "identityDocument")]
    related = [_relationship(one) for one in element.inside("relationships", "relationship")]
    content: dict[str, Json] = {
        "name": main.wording,
        "kind": kind_there,
        "programmes": programmes,
        "title": title,
        "aliases": aliases,
        "listings": forms.in_one_order(listings),
        "legal_authorities": sorted(set(element.texts("legalAuthorities", "legalAuthority"))),
        "sanctions_types": sorted(set(element.texts("sanctionsTypes", "sanctionsType"))),
        "names": forms.in_one_order(one.content for one in names),
        "features": forms.in_one_order(one for one, _ in features),
        "documents": forms.in_one_order(papers),
        "locations": forms.in_one_order(
            _location(one) for one in element.inside("addresses", "address")
        ),
        "relationships": forms.in_one_order(related),
        "details": general.values(_DETAILS),
    }
    # Those in Latin letters, as remarks have them; the others are told by their script.
    weak = [
        {"kind": one.kind, "name": one.wording}
        for one in others
        if one.weak and script_of(one.wording) == "Latn"
    ]
    facts: dict[str, Json] = {
        "weak_names": weak,
        "births": [_birth(one, period) for one, period in features if one["type"] == "Birthdate"],
        "birth_places": _featured(features, "Place of Birth"),
        "nationalities": _featured(features, "Nationality Country"),
        "citizenships": _featured(features, "Citizenship Country"),
        "gender": next(iter(_featured(features, "Gender")), None),
        "documents": [
            forms.paper(
                str(one["type"]), str(one["number"]), cast("str | None", one.get("country"))
            )
            for one in papers
            if "number" in one
        ],
        "linked_to": list(dict.fromkeys(one["name"] for one in related if "name" in one)),
    }
    days = [one["day"] for one in listings if one["list"] == list_name]
    facts["listed_on"] = {"earliest": min(days), "latest": min(days)} if days else None
    return PublishedEntry(
        number=number,
        name=main.wording,
        kind=kind,
        programmes=programmes,
        names=tuple(dict.fromkeys(_published(names, main))),
        content=content,
        facts=facts,
        plain=forms.plain(main.wording, title, aliases) | forms.plain_weak_names(weak),
    )


def _listing(element: Element) -> dict[str, str]:
    if element.text is None:
        element.refuse("the list has no name.")
    day = _day(element, element.attribute("datePublished")).isoformat()
    return {"list": element.text, "day": day}


def _relationship(element: Element) -> dict[str, Json]:
    related = element.one("relatedEntity")
    period = _period(element, "dateRange")
    told = {
        "type": element.needed("type"),
        "number": related.attribute("entityId") or None if related else None,
        "name": related.text if related else None,
        "quality": element.value("quality"),
        "days": period.content if period else None,
        "comments": element.value("comments"),
    }
    return {key: value for key, value in told.items() if value is not None}


def _document(element: Element) -> dict[str, Json]:
    dates = {key: _period(element, name) for key, name in _DATES.items()}
    number = element.value("documentNumber")
    told: dict[str, Json] = {"type": element.needed("type")}
    if number is not None:
        told["number"] = number
    told |= element.values(_DOCUMENT)
    told |= {key: period.content for key, period in dates.items() if period}
    if features := sorted(set(element.texts("idFeatures", "idFeature"))):
        told["features"] = features
    return told


def _location(element: Element) -> dict[str, Json]:
    """An address: its country, and its parts by their names in each script."""
    country = element.value("country")
    translations = element.one("translations")
    written = []
    if translations:
        country = translations.value("country") or country
        for one in translations.all("translation"):
            one.pass_over("isPrimary")
            parts = {
                part.needed("type"): part.value("value")
                for part in one.inside("addressParts", "addressPart")
            }
            script = one.value("script")
            if parts:
                written.append(parts if script == "Latin" else {"script": script, **parts})
    return {"country": country, "written": written} if written else {"country": country}


# Names


def _name(element: Element) -> Name:
    is_primary = element.flag("isPrimary")
    weak = element.flag("isLowQuality")
    published_kind = element.value("aliasType")
    # Of several primary names one is the entry's, and the others are known too.
    kind = "aka" if is_primary else forms.alias_kind(element, published_kind)
    written = [_written(one) for one in element.inside("translations", "translation")]
    if not written:
        element.refuse("the name has no wording.")
    # The primary one first; but what other forms have is the one in Latin letters.
    written.sort(key=lambda one: (script_of(str(one[1]["name"])) != "Latn", not one[0]))
    wordings = [str(one["name"]) for _, one in written]
    content: dict[str, Json] = {
        "type": "primary" if is_primary else kind,
        "written": [one for _, one in written],
    }
    if weak:
        content["weak"] = True
    return Name(is_primary, kind, weak, wordings[0], tuple(wordings[1:]), content)


def _written(element: Element) -> tuple[bool, dict[str, Json]]:
    """Whether it is the primary wording, and what it is."""
    parts = [
        (part.needed("type"), part.value("value"))
        for part in element.inside("nameParts", "namePart")
    ]
    first, last = element.value("formattedFirstName"), element.value("formattedLastName")
    name = element.value("formattedFullName") or ", ".join(one for one in (last, first) if one)
    if not name:
        element.refuse("the name has no wording.")
    told: dict[str, Json] = {"name": name, "script": element.value("script")}
    if not {kind for kind, _ in parts} <= _TOLD_BY_NAME:
        told["parts"] = parts
    return element.flag("isPrimary"), told


def _main_name(element: Element, names: Sequence[Name]) -> Name:
    primary = [one for one in names if one.is_primary]
    if len(primary) == 1:
        return primary[0]
    if not names:
        element.refuse("the entity has no name.")
    called = f"{element.file.label}, {element.file.called}"
    if primary:
        main = primary[0]
        element.file.warnings.append(
            f"{called}: {len(primary)} names are the primary one; the first is taken, "
            f"“{shortened(main.wording)}”."
        )
        return main
    main = next((one for one in names if not one.weak), names[0])
    element.file.warnings.append(
        f"{called}: no name is the primary one; “{shortened(main.wording)}” is taken."
    )
    return main


def _published(names: Sequence[Name], main: Name) -> Iterator[PublishedName]:
    yield PublishedName(main.wording, "principal", script=script_of(main.wording))
    for one in names:
        if one is not main:
            yield PublishedName(one.wording, one.kind, one.weak, script_of(one.wording))
        for other in one.others:
            yield PublishedName(other, one.kind, one.weak, script_of(other))


# Features and days


type _Feature = tuple[dict[str, Json], Period | None]


def _feature(element: Element) -> _Feature:
    element.pass_over("versionId", "valueRefId")
    period = _period(element, "valueDate")
    told: dict[str, Json] = {"type": element.needed("type")}
    told |= element.values(_FEATURE)
    if period:
        told["days"] = period.content
    if not element.flag("isPrimary"):
        told["alternative"] = True
    return told, period


def _featured(features: Sequence[_Feature], kind: str) -> list[str]:
    """The values of that kind, the main one first, each once."""
    found = [one for one, _ in features if one["type"] == kind and "value" in one]
    found.sort(key=lambda one: "alternative" in one)
    return list(dict.fromkeys(str(one["value"]) for one in found))


def _birth(feature: Mapping[str, Json], period: Period | None) -> Json:
    return forms.birth(
        str(feature.get("value") or (period.content if period else "")),
        main="alternative" not in feature,
        span=(period.earliest, period.latest) if period else None,
        circa=bool(period and period.circa),
    )


def _period(element: Element, name: str) -> Period | None:
    """The four days of a period; where all are one, that day alone is kept."""
    found = element.one(name)
    if found is None:
        return None
    days = [found.value(one) for one in _PERIOD]
    circa = found.flag("isApproximate")
    is_range = found.flag("isDateRange")
    told = [_day(found, one).isoformat() for one in days if one]
    if not told:
        return None
    words = (
        told[0] if len(set(told)) == 1 and len(told) == 4 else "/".join(one or "" for one in days)
    )
    words = f"circa {words}" if circa else words
    return Period(min(told), max(told), circa, f"{words} (range)" if is_range else words)


def _day(element: Element, words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        element.refuse(f"“{shortened(words)}” is no day as 2024-11-27 is one.")
