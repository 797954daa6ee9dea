"""Words that several kinds share, in what a claim asserts and in what its records say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from sanctions.dates import PartialDate

if TYPE_CHECKING:
    from newsroom.assertions.assertion import Columns
    from newsroom.facts import RecordFacts, ScopeFacts

#: Of more names than this, the first are told and the others counted.
_MOST_NAMES = 4
_INNER = str.maketrans("“”", "‘’")
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}
_COMPARED = {
    "exactly": "exactly {}",
    "more_than": "more than {}",
    "at_least": "at least {}",
    "fewer_than": "fewer than {}",
    "up_to": "up to {}",
    "most": "most of",
    "all": "all",
    "none": "none",
    "": "{}",
}

# ---- What a claim asserts ----


def say(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def named(records: Mapping[str, Sequence[str]], role: str, otherwise: str) -> str:
    """The names in a role: “A, B, C and 2 more”."""
    names = list(records.get(role, ()))
    if len(names) > _MOST_NAMES:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return joined(names) if names else otherwise


def verb(claim: Columns, records: Mapping[str, Sequence[str]], role: str, forms: str) -> str:
    """The form that agrees: "is are was were", or "was were" where only the past is meant."""
    *lasting, one, several = forms.split()
    if lasting and claim.tense == "lasting":
        one, several = lasting
    return several if len(records.get(role, ())) > 1 else one


def period(claim: Columns, begins: str = "") -> str:
    """The claim's own days; `begins` is the word for a first day in the past."""
    start, end = claim.period_from, claim.period_to
    if start and end:
        return f"from {start} to {end}"
    if start:
        if claim.tense == "lasting":
            return f"since {start}"
        return f"{begins} {start}" if begins else when(start)
    return f"until {end}" if end else ""


def amount(claim: Columns, noun: str) -> str:
    """The claim's number as its words compare it: “more than 20 designations”."""
    number = "" if claim.number is None else f"{claim.number.normalize():,f}"
    if claim.unit in _SIGNS:
        number = f"{_SIGNS[claim.unit]}{number}"
    elif unit := (claim.unit or noun):
        number = f"{number} {unit if claim.number != 1 else unit.removesuffix('s')}"
    return compares(claim, number)


def compares(claim: Columns, number: str) -> str:
    """A number as the claim's words compare it: “about 20”, “up to $15 million”."""
    if claim.about and claim.comparator == "exactly":
        return f"about {number}"
    compared = _COMPARED[claim.comparator].format(number)
    return f"about {compared}" if claim.about else compared


def quoted(text: str) -> str:
    """In quotation marks, those within made single."""
    return f"“{text.translate(_INNER)}”"


def ellipsis(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"


# ---- What the records say ----


def long(day: date) -> str:
    """“27 November 2024”."""
    return str(PartialDate.of_day(day))


def when(day: PartialDate) -> str:
    """A day inside a sentence: “on 27 November 2024”, “in 2018”, “between … and …”."""
    return {"day": "on ", "month": "in ", "year": "in ", "span": ""}[day.precision] + str(day)


def joined(words: Sequence[str]) -> str:
    """“a”, “a and b”, “a, b and c”."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def capped(words: Sequence[str], most: int = 3) -> str:
    """“a, b, c and 18 others”; one more than `most` is told in full."""
    if len(words) <= most + 1:
        return joined(words)
    return f"{', '.join(words[:most])} and {len(words) - most:,} others"


def counted(number: int, noun: str) -> str:
    """“5 claims”, “1 claim”."""
    return f"{number:,} {noun if number == 1 else plural(noun)}"


def plural(noun: str) -> str:
    """“days”, “entries”."""
    return f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeou" else f"{noun}s"


def money(sum_: Decimal, currency: str) -> str:
    """“$15 million”, “€250,000”."""
    sign = _SIGNS.get(currency, f"{currency} ")
    if sum_ >= 1_000_000:
        return f"{sign}{(sum_ / 1_000_000).normalize():f} million"
    return f"{sign}{sum_.normalize():,f}"


def capitalised(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}"


def the_list(title: str) -> str:
    """A list in a sentence: “the OFAC SDN list”."""
    return f"the {title}" if title.casefold().endswith("list") else f"the list “{title}”"


def the_action(action: RecordFacts) -> str:
    """“the action of 27 November 2024 (“21 officials designated”)”."""
    day = f" of {action.begins}" if action.begins else ""
    return f"the action{day} ({quoted(action.title)})"


def the_scope(scope: ScopeFacts) -> str:
    """“the OFAC SDN list”, “the programme VENEZUELA”."""
    return f"the programme {scope.programme}" if scope.programme else the_list(scope.title)


def in_scope(scope: ScopeFacts) -> str:
    """“on the OFAC SDN list”, “under the programme VENEZUELA”."""
    return f"{'under' if scope.programme else 'on'} {the_scope(scope)}"


def are(number: int) -> str:
    return "is" if number == 1 else "are"
