"""Quotations, whether a state lasts, and the kinds of assertion that words look like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsroom.assertions import ASSERTIONS
from newsroom.words.dates import DAYS
from newsroom.words.offer import Offer, short
from newsroom.words.quantities import COMPARATORS, NUMBER

_QUOTED = re.compile(r"“([^“”]+)”?|\"([^\"]+)\"")
_LASTING = re.compile(
    r"\b(?:has|have)(?: \w+)? (?:been|held|had|served|led)\b.*\bsince\b"
    r"|\b(?:remains?|still|to this day|continues? to|stays?|is|are|holds?|offers?)\b",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:was|were|used to|[a-z]{3,}ed)\b")


def quotes(text: str) -> Iterator[Offer]:
    """What stands in quotation marks; where nothing does, the statement itself."""
    found = [(one[0], (one[1] or one[2]).strip().rstrip(",")) for one in _QUOTED.finditer(text)]
    for words, quote in (one for one in found if one[1]):
        yield Offer(short(words), "the quoted words", (("quote", quote), ("reported", "")))
    if text and not found:
        values = (("quote", text), ("reported", "on"))
        yield Offer(short(text), "the statement, in our words", values)


def tenses(text: str) -> Iterator[Offer]:
    """Whether the words are about what lasts, or about what has happened."""
    if found := _LASTING.search(text):
        yield Offer(short(found[0]), "a lasting state", (("tense", "lasting"),))
    elif found := _OVER.search(text):
        yield Offer(found[0], "it happened", (("tense", "past"),))


_SUM = rf"(?:us)?[$€£] ?{NUMBER}(?: (?:thousand|million|billion))?"
#: A day, a month or a year, as far as that takes to tell it from "since then".
_SINCE_WHEN = r"since (?:\w+ )?(?:\d{1,2} )?(?:\w+ )?(?:\d{1,2}, )?(?:1[89]|2[01])\d\d"

#: What the words of a kind look like; the most telling first.
_KINDS = {
    "not_listed": r"no entry|(?:not|never) (?:been )?(?:sanctioned|designated|listed)"
    r"|not on (?:any|the)\b.*?\blist|on none of|on no\b.*?\blist",
    "share": r"most of|majority of|none of|all of|half of",
    "count": rf"(?:(?:{COMPARATORS}) )?(?!one\b){NUMBER}"
    r"(?: (?:dozen|hundred|thousand))?(?: (?!per\b)\w+){0,2} (?:officials|people|persons"
    r"|individuals|entities|companies|members|ministers|officers|generals|names|designations|vessels"
    r"|of them)",
    "reward": r"rewards?|bount(?:y|ies)|information leading to"
    rf"|offer(?:s|ed|ing)?(?: \S+){{0,6}}? {_SUM}|up to {_SUM}",
    "licence_in_force": r"licen[cs]e[sd]?|waivers?",
    "charged": r"charged|charges|indict(?:ed|ment|s)",
    "interval": rf"{NUMBER}[ -](?:day|week|month|year)s?"
    r"(?=.*\b(?:later|after|since|from|before|ago|marks?|exactly)\b)"
    rf"|(?:marks|exactly|about) {NUMBER} (?:day|week|month|year)s?",
    "designated_in_action": r"(?:sanctioned|designated|named|listed|announced)\b.*"
    rf"\b(?:{'|'.join(DAYS)}|round)|new sanctions|among the",
    "designated": r"sanctioned|designated|blacklisted|subjects? of sanctions|listed"
    r"|on (?:the|that|its|their)\b.*?\blist"
    r"|(?:has|have)(?: (?!not\b|never\b)\w+)? been on\b.*?\blist"
    # Nothing else is marked as a bare day from which something has held.
    rf"|^(?:.*\b(?:has|have)(?: (?!not\b|never\b)\w+)? been )?{_SINCE_WHEN}[.,]?$",
    "position": r"ministers?|presidents?|directors?|chief|commander|commanded|heads?|headed"
    r"|secretary|governor|ambassador",
    "event": r"election|summit|recogni[sz]ed|took place|takes office|arrested|signed",
    "said": r"“[^”]+”?|\"[^\"]+\"?|said|says|told|announced|called|described|posted|rejected",
    "judgement": r"“[^”]+”?|\"[^\"]+\"?|(?-i:will|would|could|may|might|should)",
}
_LIKELY = {
    kind: re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE)
    for kind, phrases in _KINDS.items()
}
#: Kinds that say the contrary, or the same less exactly.
_OUTDONE = {"not_listed": {"designated", "designated_in_action", "share"}, "share": {"count"}}


def kinds(text: str) -> Iterator[Offer]:
    """The kinds that the words look like."""
    found = {kind: match for kind, form in _LIKELY.items() if (match := form.search(text))}
    outdone: set[str] = set().union(*(_OUTDONE.get(kind, set()) for kind in found))
    for kind, match in found.items():
        if kind not in outdone:
            yield Offer(short(match[0].strip()), ASSERTIONS[kind].label, (("kind", kind),))
