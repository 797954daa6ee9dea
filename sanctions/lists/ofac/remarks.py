"""What OFAC's remarks say: births, nationalities, papers, weak names.

The remarks are one line of pieces joined by "; ", written by people over thirty years. A piece
that we cannot read is left where it is, in the remarks; a date is never made more exact than its
words, and "circa 1960" is kept as such.
"""

import re
from dataclasses import dataclass

from sanctions.dates import PartialDate
from sanctions.entries import Json, PublishedName

_BIRTH_WORDS = re.compile(
    r"(?P<circa>circa )?(?P<first>.+?)(?: ?(?:to|-) ?(?:circa )?(?P<last>.+))?"
)
#: "23 Nov 1962", "Nov 1962", "1962". "00 Jan 1960" is January: the day is not known.
_BIRTH_DAY = re.compile(r"(?:00 )?((?:\d{1,2} )?(?:[A-Z][a-z]{2} )?\d{4})", re.ASCII)
_PAPER = re.compile(
    r"(?:alt\. )?"
    r"(?P<type>(?:[A-Z][^():;]{0,60}? )??"
    r"(?:No\.?|Number|#|Card|Passport|SSN|IMO|MMSI|FEIN|License|Cedula de Ciudadania"
    r"|R\.F\.C\.|C\.U\.R\.P\.|C\.U\.I\.[TP]\.|D\.N\.I\.|I\.F\.E\.)(?: Number| No\.| #)?)"
    r"(?: \([A-Z]+\))? (?P<number>[^()]*?\d[^()]*?)"
    r"(?: \([^()]*\))*?(?: \((?P<country>[^()]*)\))?"
    r"(?:,? (?:issued|expires|expired) .*)?"
)
#: "MMSI 353000000 (Linked To: COMPANIA EJEMPLO, C.A.)" is two pieces.
_LINK_IN_BRACKETS = re.compile(r" \((Linked To: (?:[^()]|\([^()]*\))+)\)")
#: Pieces that look like papers and are not.
_NO_PAPER = re.compile(
    r"(?:alt\. )?(?:Aircraft|Previous|Phone|Telephone|Fax|Linked|Listing|Effective)"
)
_DIGIT = re.compile(r"\d")
_LONGEST_PAPER = 200  # letters; the longest in the lists of 2021 and 2024 has 130
#: What stands in front of a value, as one word but for the last.
_LABELS = ("POB", "nationality", "citizen", "Gender", "Linked To:")
_WEAK_KINDS = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}


@dataclass(frozen=True, slots=True)
class Birth:
    """A day of birth as far as known; without days where the words could not be read."""

    words: str
    day: PartialDate | None
    circa: bool

    def as_json(self) -> Json:
        return {
            "raw": self.words,
            "earliest": self.day.earliest.isoformat() if self.day else None,
            "latest": self.day.latest.isoformat() if self.day else None,
            "circa": self.circa,
        }


@dataclass(frozen=True, slots=True)
class Paper:
    """A document's number, with the country in the brackets behind it."""

    words: str
    type: str
    number: str
    country: str | None

    def as_json(self) -> Json:
        return {
            "raw": self.words,
            "type": self.type,
            "number": self.number,
            "country": self.country,
        }


@dataclass(frozen=True, slots=True)
class Facts:
    births: tuple[Birth, ...] = ()
    birth_places: tuple[str, ...] = ()
    nationalities: tuple[str, ...] = ()
    citizenships: tuple[str, ...] = ()
    gender: str | None = None
    papers: tuple[Paper, ...] = ()
    weak_names: tuple[PublishedName, ...] = ()
    linked_to: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Json]:
        """All keys, the empty ones too: what newer remarks no longer say is thereby gone."""
        return {
            "births": [birth.as_json() for birth in self.births],
            "birth_places": self.birth_places,
            "nationalities": self.nationalities,
            "citizenships": self.citizenships,
            "gender": self.gender,
            "documents": [paper.as_json() for paper in self.papers],
            "weak_names": [{"kind": one.kind, "name": one.name} for one in self.weak_names],
            "linked_to": self.linked_to,
        }


_NOTHING = Facts()


def read_remarks(remarks: str | None, *, cut: bool = False) -> Facts:
    """Never raises, whatever the remarks say.

    The last piece of remarks that are `cut` is passed over: "DOB 1960" may have gone on
    "to 1962". A piece is told by its first word; what has none that we know may be a paper.
    """
    if not remarks:
        return _NOTHING
    pieces = _LINK_IN_BRACKETS.sub(r"; \1", remarks.strip()).removesuffix(".").split("; ")
    if cut:
        pieces.pop()
    births: list[Birth] = []
    papers: list[Paper] = []
    weak_names: list[PublishedName] = []
    told: dict[str, list[str]] = {label: [] for label in _LABELS}
    for words in pieces:
        piece = words.strip()
        label, _, rest = piece.removeprefix("alt. ").partition(" ")
        if label == "Linked":
            label, rest = "Linked To:", rest.removeprefix("To:")
        if label in told:
            if rest := rest.strip():
                told[label].append(rest)
        elif label == "DOB":
            births.append(_read_birth(piece, rest))
        elif label in _WEAK_KINDS:
            weak_names += _read_weak_name(_WEAK_KINDS[label], rest)
        elif paper := _read_paper(piece):
            papers.append(paper)
    return Facts(
        births=tuple(births),
        birth_places=_each_once(told["POB"]),
        nationalities=_each_once(told["nationality"]),
        citizenships=_each_once(told["citizen"]),
        gender=next(iter(told["Gender"]), None),
        papers=tuple(papers),
        weak_names=tuple(weak_names),
        linked_to=_each_once(told["Linked To:"]),
    )


def _each_once(values: list[str]) -> tuple[str, ...]:
    """In the published order: the first is the main one."""
    return tuple(dict.fromkeys(values))


def _read_birth(piece: str, told: str) -> Birth:
    words = _BIRTH_WORDS.fullmatch(told)
    if words is None:
        return Birth(piece, None, circa=False)
    first = _birth_day(words["first"])
    last = _birth_day(words["last"]) if words["last"] else first
    circa = bool(words["circa"])
    if first is None or last is None or first.earliest > last.latest:
        return Birth(piece, None, circa)
    return Birth(piece, PartialDate(first.earliest, last.latest), circa)


def _birth_day(words: str) -> PartialDate | None:
    if not (found := _BIRTH_DAY.fullmatch(words)):
        return None
    try:
        return PartialDate.parse(found[1])
    except ValueError:
        return None


def _read_paper(piece: str) -> Paper | None:
    if len(piece) > _LONGEST_PAPER or _NO_PAPER.match(piece) or not _DIGIT.search(piece):
        return None
    if not (found := _PAPER.fullmatch(piece)):
        return None
    return Paper(piece, found["type"], found["number"].strip(), found["country"])


def _read_weak_name(kind: str, quoted: str) -> tuple[PublishedName, ...]:
    name = quoted[1:-1].strip()
    if len(quoted) < 3 or (quoted[0], quoted[-1]) != ("'", "'") or not name:
        return ()
    return (PublishedName(name, kind, weak=True),)
