"""OFAC's plain XML (sdn.xml): the delimited files' facts taken apart, and which aliases are weak.

`sdnList/sdnEntry`, each with its uid, which is the number under which it is listed. The namespace
has changed over the years, so the elements' own names decide. The file says how many entries it
has; as many must be there.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

from sanctions.entries import ListError, PublishedEntry, PublishedList, PublishedName
from sanctions.lists.elements import Element
from sanctions.lists.ofac import forms
from sanctions.lists.ofac.remarks import read_remarks
from sanctions.lists.reading import OFAC_LEGACY, collector_paused, shortened
from sanctions.lists.scripts import script_of
from sanctions.lists.unpacking import ASK_AGAIN
from sanctions.lists.wording import checked
from sanctions.lists.xml import Layout, XmlFile, located, sha256_of

FORMAT = "OFAC XML"
FILE = "sdn.xml"
PART = "xml"
LAYOUT = Layout(
    what=OFAC_LEGACY,
    root="sdnList",
    records=frozenset({("publshInformation",), ("sdnEntry",)}),  # the publisher's spelling
    sections=frozenset({("publshInformation",)}),
)
#: Keys that the delimited files have as well, and others that mean nothing there.
FIELDS = (
    "name",
    "kind",
    "programmes",
    "title",
    "aliases",
    "weak_aliases",
    "births",
    "birth_places",
    "nationalities",
    "citizenships",
    "papers",
    "postal_addresses",
    "ship",
    "comments",
)

_NUMBER = re.compile(r"[1-9][0-9]{0,9}")
_DAY = re.compile(r"(\d\d)/(\d\d)/(\d{4})", re.ASCII)
_PAPER = {
    "type": "idType",
    "number": "idNumber",
    "country": "idCountry",
    "issued": "issueDate",
    "expires": "expirationDate",
}
_ADDRESS = {
    "address1": "address1",
    "address2": "address2",
    "address3": "address3",
    "city": "city",
    "state": "stateOrProvince",
    "zip": "postalCode",
    "country": "country",
    "region": "region",
}
_SHIP = {
    "call_sign": "callSign",
    "type": "vesselType",
    "flag": "vesselFlag",
    "owner": "vesselOwner",
    "tonnage": "tonnage",
    "grt": "grossRegisteredTonnage",
}


@collector_paused()
def read(path: Path, *, file: str = FILE) -> PublishedList:
    """Read the file, or a folder that holds it; raises ListError when anything is amiss."""
    warnings: list[str] = []
    source = XmlFile(located(path, [file]), LAYOUT, warnings)
    entries: dict[str, PublishedEntry] = {}
    told: tuple[date, int] | None = None
    for element in source.elements():
        if element.name == "publshInformation":
            told = _published(element)
        else:
            entry = _entry(element)
            if entry.number in entries:
                element.refuse("the uid stands twice in the list.")
            entries[entry.number] = entry
        element.finish()
        source.called = ""
    if not entries or told is None:
        raise ListError(f"{source.label}: no entry stands in it. {ASK_AGAIN}")
    dated, count = told
    if count != len(entries):
        raise ListError(
            f"{source.label}: Record_Count says {count:,} entries, and {len(entries):,} stand in "
            f"it. {ASK_AGAIN}"
        )
    return PublishedList(
        format=FORMAT,
        parts=(PART,),
        fields=FIELDS,
        sha256=source.sha256,
        files=(source.as_published(PART, file),),
        entries=checked(tuple(entries.values()), source.label, warnings),
        dated=dated,
        warnings=tuple(warnings),
    )


def sha256(path: Path, *, file: str = FILE) -> str:
    """The hash that `read` would answer, without reading what the file says."""
    return sha256_of(located(path, [file]))


def _published(element: Element) -> tuple[date, int]:
    """The list's day and the number of its entries."""
    words, count = element.needed("Publish_Date"), element.needed("Record_Count")
    if not count.isascii() or not count.isdigit():
        element.refuse(f"Record_Count “{shortened(count)}” is no number.")
    found = _DAY.fullmatch(words)
    try:
        day = date(*(int(found[part]) for part in (3, 1, 2))) if found else None
    except ValueError:
        day = None
    if day is None:
        element.refuse(f"Publish_Date “{shortened(words)}” is no day as 08/20/2026 is one.")
    return day, int(count)


def _entry(element: Element) -> PublishedEntry:
    number = element.needed("uid")
    element.file.called = f"uid {shortened(number)}"
    if not _NUMBER.fullmatch(number):
        element.refuse(f"the uid “{shortened(number)}” is no number.")
    kind_there, kind = forms.kind_of(element, element.needed("sdnType"))
    name, title = _name(element), element.value("title")
    programmes = tuple(sorted(set(element.texts("programList", "program"))))
    if not programmes:
        element.refuse("no programme is told.")
    names = [_alias(one) for one in element.inside("akaList", "aka")]
    aliases = forms.sorted_aliases(forms.alias(one.kind, one.name) for one in names if not one.weak)
    weak = forms.sorted_aliases(forms.alias(one.kind, one.name) for one in names if one.weak)
    births = _items(element, "dateOfBirthList", "dateOfBirthItem", "dateOfBirth")
    places = _items(element, "placeOfBirthList", "placeOfBirthItem", "placeOfBirth")
    nationalities = _items(element, "nationalityList", "nationality", "country")
    citizenships = _items(element, "citizenshipList", "citizenship", "country")
    papers = _parts(element.inside("idList", "id"), _PAPER)
    ship = element.one("vesselInfo")
    comments = element.value("remarks")
    read_papers = read_remarks("; ".join(_in_words(one) for one in papers))
    return PublishedEntry(
        number=number,
        name=name,
        kind=kind,
        programmes=programmes,
        names=tuple(
            dict.fromkeys((PublishedName(name, "principal", script=script_of(name)), *names))
        ),
        content={
            "name": name,
            "kind": kind_there,
            "programmes": programmes,
            "title": title,
            "aliases": aliases,
            "weak_aliases": weak,
            "births": births,
            "birth_places": places,
            "nationalities": nationalities,
            "citizenships": citizenships,
            "papers": forms.in_one_order(papers),
            "postal_addresses": forms.in_one_order(
                _parts(element.inside("addressList", "address"), _ADDRESS)
            ),
            "ship": ship.values(_SHIP) if ship else None,
            "comments": comments,
        },
        facts={
            "births": [
                forms.birth(one["value"], main="alternative" not in one, circa=False)
                for one in births
            ],
            "birth_places": _told(places),
            "nationalities": _told(nationalities),
            "citizenships": _told(citizenships),
            "gender": next(
                (one.get("number") for one in papers if one.get("type") == "Gender"), None
            ),
            "documents": [paper.as_json() for paper in read_papers.papers],
            "weak_names": [
                {"kind": one.kind, "name": one.name}
                for one in names
                if one.weak and one.script == "Latn"
            ],
            "linked_to": read_remarks((comments or "").strip("()")).linked_to,
        },
        plain=forms.plain(name, title, aliases),
    )


def _name(element: Element) -> str:
    """As the delimited files have it: “LAST, First”."""
    last, first = element.value("lastName"), element.value("firstName")
    if last is None:
        element.refuse("lastName is missing or empty: there is no name.")
    return f"{last}, {first}" if first else last


def _alias(element: Element) -> PublishedName:
    element.pass_over("uid")
    category = element.value("category")
    if category not in ("strong", "weak"):
        element.refuse(f"the category “{shortened(category or '')}” is neither strong nor weak.")
    name = _name(element)
    kind = forms.alias_kind(element, element.value("type"))
    return PublishedName(name, kind, category == "weak", script_of(name))


def _items(element: Element, container: str, name: str, value: str) -> list[dict[str, str]]:
    """A list's values in one order, the main ones first."""
    found = []
    for one in element.inside(container, name):
        one.pass_over("uid")
        is_main = one.value("mainEntry") != "false"
        told = {"value": one.needed(value)}
        found.append(told if is_main else told | {"alternative": "true"})
    return sorted(found, key=lambda one: ("alternative" in one, one["value"]))


def _told(items: Sequence[Mapping[str, str]]) -> list[str]:
    return list(dict.fromkeys(one["value"] for one in items))


def _parts(elements: Sequence[Element], names: Mapping[str, str]) -> list[dict[str, str]]:
    for one in elements:
        one.pass_over("uid")
    found = (one.values(names) for one in elements)
    return [one for one in found if one]


def _in_words(paper: Mapping[str, str]) -> str:
    """As remarks say it, so that what counts as a paper is decided in one place."""
    words = f"{paper.get('type', '')} {paper.get('number', '')}"
    return f"{words} ({paper['country']})" if "country" in paper else words
