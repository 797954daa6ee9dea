"""Two wordings of an entry side by side, with the difference marked. No database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sanctions.entries import Json

#: What keys are called, those that all publishers share first; any other by its own name.
LABELS = {
    "name": "Name",
    "kind": "Kind",
    "programmes": "Programmes",
    "title": "Title",
    "remarks": "Remarks",
    "aliases": "Other names",
    "addresses": "Addresses",
    "births": "Date of birth",
    "birth_places": "Place of birth",
    "nationalities": "Nationality",
    "documents": "Identity documents",
    # Of single publishers, or of their richer forms.
    "weak_aliases": "Weak aliases",
    "names": "Names with their parts and scripts",
    "name_parts": "Parts of the name",
    "original_script": "Name in its own script",
    "honorifics": "Forms of address",
    "gender": "Gender",
    "citizenships": "Citizenship",
    "papers": "Papers",
    "postal_addresses": "Addresses in parts",
    "locations": "Places",
    "vessel": "About the ship",
    "ship": "About the ship",
    "listed_on": "Day of listing",
    "updated_on": "Days of amendment",
    "list_type": "Which of the publisher’s lists",
    "listings": "Listings with their days",
    "legal_authorities": "Legal basis",
    "sanctions_types": "Kinds of sanctions",
    "features": "Features",
    "relationships": "Ties to others",
    "details": "Further details",
    "dataid": "Publisher’s number of the record",
    "version": "Publisher’s version of the record",
    "comments": "Comments",
}
#: Words of a text; comparing two takes as long as both lengths multiplied.
MOST_WORDS = 1_500
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact of an entry in two wordings; "" where one of them lacks it."""

    label: str
    before: SafeString | str
    after: SafeString | str


def differences(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[Difference]:
    """The facts in which the two differ, in the order of LABELS, then of the wording."""
    keys = [*LABELS, *(key for key in [*after, *before] if key not in LABELS)]
    both = {key: (lines(before.get(key)), lines(after.get(key))) for key in keys}
    return [
        Difference(label(key), *marked(old, new)) for key, (old, new) in both.items() if old != new
    ]


def label(key: str) -> str:
    return LABELS.get(key, key.replace("_", " ").capitalize())


def lines(value: Json) -> list[str]:
    """A fact as lines of text: of several values each has its own."""
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        told = [" ".join(lines(one)) for key, one in value.items() if key != "type"]
        kind = f"{value['type']} " if value.get("type") else ""
        return [kind + ", ".join(filter(None, told))]
    if isinstance(value, str | int | float):
        return [str(value)]
    return [line for one in value for line in lines(one)]


def marked(before: list[str], after: list[str]) -> tuple[SafeString, SafeString]:
    """Both as HTML, `<del>` in the one and `<ins>` in the other around what differs.

    Of one line each the words are compared; of several, which lines are new and which are gone.
    """
    if len(before) == len(after) == 1:
        old, new = _WORDS.findall(before[0]), _WORDS.findall(after[0])
        if max(len(old), len(new)) <= MOST_WORDS:
            return _words(old, new)
    return _lines(before, "del", after), _lines(after, "ins", before)


def _lines(own: list[str], mark: str, other: list[str]) -> SafeString:
    shared = set(other)
    return format_html_join(
        SafeString("<br>"),
        "{}",
        ((line if line in shared else _wrapped(mark, line),) for line in own),
    )


def _words(before: list[str], after: list[str]) -> tuple[SafeString, SafeString]:
    old: list[SafeString | str] = []
    new: list[SafeString | str] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, came = "".join(before[a:b]), "".join(after[c:d])
        old.append(gone if what == "equal" or not gone else _wrapped("del", gone))
        new.append(came if what == "equal" or not came else _wrapped("ins", came))
    return _joined(old), _joined(new)


def _wrapped(mark: str, text: str) -> SafeString:
    return format_html("<{0}>{1}</{0}>", SafeString(mark), text)


def _joined(parts: Iterable[SafeString | str]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))
