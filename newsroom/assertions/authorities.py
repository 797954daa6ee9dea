"""Whether the words of a claim and of a record name one authority. No database.

“US prosecutors” are the Department of Justice's and not the Department of State's: a claim that
says who acts is not true because somebody else did (docs/decisions/0007).
"""

from __future__ import annotations

import re

from newsroom.assertions.outcomes import unknown
from newsroom.facts import Answer, Outcome
from sanctions.names import fold

#: Words by which an authority is known, beside those of its own name.
_KNOWN = (
    ("justice", {"justice", "doj", "prosecutor", "prosecutors", "attorney", "attorneys"}),
    ("state", {"state", "diplomats"}),
    ("treasury", {"treasury", "ofac"}),
    ("council of the EU", {"eu", "european"}),
    ("security council", {"un", "nations"}),
)
#: Words that tell nobody from another.
_COMMON = {"the", "of", "for", "in", "and", "us", "u", "s", "federal", "department", "office"}


def acted(outcome: Outcome, claimed: str, recorded: str, done: str) -> Outcome:
    """The outcome, where the record says that it was `done` by whom the claim says."""
    if not claimed or outcome.answer is Answer.NO:
        return outcome
    if not recorded:
        told = f"The record does not say by whom it is {done}; the claim says {claimed}."
        return unknown(f"{outcome.reason} {told}", f"by whom it is {done}")
    answer = same_authority(claimed, recorded)
    if answer is Answer.YES:
        return outcome
    told = f"It is {done} by {recorded}; the claim says {claimed}."
    if answer is Answer.NO:
        return Outcome(answer, told)
    return unknown(f"{outcome.reason} {told}", f"whether {claimed} means {recorded}")


def same_authority(claimed: str, recorded: str) -> Answer:
    """Of two that are known it is told; of others only where the record has all the words."""
    ours, theirs = _words(claimed), _words(recorded)
    known, record_known = _known(ours), _known(theirs)
    if known and record_known:
        return Answer.YES if known & record_known else Answer.NO
    return Answer.YES if ours - _COMMON <= theirs else Answer.CANNOT_TELL


def _known(words: set[str]) -> set[str]:
    return {name for name, spellings in _KNOWN if words & spellings}


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", fold(text)))
