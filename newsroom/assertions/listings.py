"""What the lists say of entries: answers, and predicates that name the lists and their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.assertions.outcomes import every
from newsroom.assertions.phrases import capped, long, the_list, when
from newsroom.facts import Answer, AsOf, Listing, Outcome
from sanctions.dates import PartialDate

#: Of one entry, and of several.
_VERBS = (("is ", "are "), ("was ", "were "))


@dataclass(frozen=True)
class Told:
    """An answer about one listing with its predicate: “is on the OFAC SDN list of …”.

    A predicate begins with a verb that agrees with one entry. `missing` is what would settle it
    where nobody can tell, `since` from when the answer has been so.
    """

    listing: Listing
    answer: Answer
    predicate: str
    missing: str = ""
    since: PartialDate | None = None


def together(told: Sequence[Told]) -> Outcome:
    """All listings must bear the claim out; where there are several, each has its name."""
    answer = every(one.answer for one in told)
    deciding = [one for one in told if one.answer is answer]
    return Outcome(
        answer,
        _sentences(deciding, named=len(told) > 1),
        next((one.missing for one in deciding if one.missing), ""),
        min((one.since for one in deciding if one.since), default=None),
    )


def _sentences(told: Sequence[Told], *, named: bool) -> str:
    """At most two: entries of which the same is said stand together."""
    groups: dict[str, list[str]] = {}
    for one in told:
        groups.setdefault(one.predicate, []).append(_entry(one.listing, named=named))
    first, *others = groups.items()
    text = _sentence(*first)
    if len(others) == 1:
        return f"{text} {_sentence(*others[0])}"
    if others:
        rest = [entry for _, entries in others for entry in entries]
        return f"{text} The same holds, each with its own days, for {capped(rest)}."
    return text


def _sentence(predicate: str, entries: Sequence[str]) -> str:
    if len(entries) == 1:
        return f"Entry {entries[0]} {predicate}."
    for one, several in _VERBS:
        if predicate.startswith(one):
            predicate = f"{several}{predicate.removeprefix(one)}"
            break
    return f"Entries {capped(entries)} {predicate}."


def _entry(listing: Listing, *, named: bool) -> str:
    return f"{listing.entry} ({listing.name})" if named else listing.entry


# ---- Where an entry stood on a day ----


def standing(listing: Listing, found: AsOf) -> str:
    """The predicate of an answer as of a day."""
    the = the_list(listing.title)
    if found.answer is Answer.CANNOT_TELL:
        return f"may or may not have been on {the} on {long(found.day)}: {_open(found)}"
    listed = found.answer is Answer.YES
    if found.word:
        return _by_word(the, found, listed=listed)
    there = f"is on {the}" if listed else f"is absent from {the}"
    before, after = found.before, found.after
    if before is None:
        return there
    if before.day == found.day or after is None:
        last = "" if listed else _last_seen(listing, before.day)
        return f"{there} of {long(before.day)}{last}"
    return (
        f"{there}, in every issue held from {long(before.day)} to {long(after.day)} that tells of "
        f"it, and so on {long(found.day)}"
    )


def _last_seen(listing: Listing, day: date) -> str:
    """Until when it is known to have been there, of one entry and of several; "" for never."""
    ended = [one for one in listing.spells if one.last_seen and one.last_seen < day]
    if not ended:
        return ""
    last = ended[-1]
    if last.delisted_on:
        return f", by a dated source not delisted before {long(last.delisted_on.earliest)}"
    return f", last seen on that of {long(last.last_seen)}" if last.last_seen else ""


def _by_word(the: str, found: AsOf, *, listed: bool) -> str:
    word, before, after = found.word, found.before, found.after
    if word is None:
        return ""
    if word.end == "delisted" and before:
        was = f"is on {the} of {long(before.day)}"
        if listed:
            return f"{was}, and by a dated source was not delisted before {long(word.day.earliest)}"
        return f"{was}, and by a dated source was delisted {when(word.day)}"
    if listed:
        seen = f", and is on its issue of {long(after.day)}" if after else ""
        return f"was listed on {the} {when(word.day)}, by a dated source{seen}"
    return f"was first listed on {the} {when(word.day)}, by a dated source"


def _open(found: AsOf) -> str:
    """Why nobody can tell: what the lists on both sides say, and what a word leaves open."""
    before, after = found.before, found.after
    if before and after:
        told = (
            f"{_there(before.present)} on {long(before.day)}, "
            f"{_there(after.present)} on {long(after.day)}"
        )
    elif before:
        told = (
            f"the newest issue held is of {long(before.day)}, where it is {_there(before.present)}"
        )
    elif after:
        told = f"the first issue held is of {long(after.day)}, where it is {_there(after.present)}"
    else:
        told = "no issue held tells of it"
    word = found.word
    return f"{told}; a dated source says {word.end} {when(word.day)}" if word else told


def _there(present: bool) -> str:
    return "present" if present else "absent"


def wanted(listing: Listing, found: AsOf) -> str:
    """Which record would tell, where nobody can."""
    version = f"a version of {the_list(listing.title)} of {long(found.day)}"
    if found.after is None:
        return f"{version} or later"
    if found.before is None:
        return f"{version} or before, or a dated source for the listing of entry {listing.entry}"
    end = "removal" if found.before.present else "listing"
    return f"{version}, or a dated source for the {end} of entry {listing.entry}"


def gone_since(listing: Listing, found: AsOf) -> PartialDate | None:
    """From when an entry that is not listed has been gone; None where it never was listed."""
    if found.word and found.word.end == "delisted":
        return found.word.day
    ended = [one for one in listing.spells if one.last_seen and one.first_seen <= found.day]
    if not ended:
        return None
    last = ended[-1]
    if last.delisted_on or last.last_seen is None or last.first_gone is None:
        return last.delisted_on
    return PartialDate(last.last_seen, last.first_gone)
