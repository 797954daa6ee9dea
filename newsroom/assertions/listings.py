"""What the lists say of entries: answers, and predicates that name the lists and their days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsroom.assertions.phrases import capped, long, the_list, when
from newsroom.facts import Answer, AsOf, Listing
from sanctions.dates import PartialDate


@dataclass(frozen=True)
class Told:
    """An answer about one listing with its predicate: “is on the OFAC SDN list of …”.

    A predicate begins with a form of “be” that agrees with one entry. `missing` is what would
    settle it where nobody can tell, `since` from when the answer has been so.
    """

    listing: Listing
    answer: Answer
    predicate: str
    missing: str = ""
    since: PartialDate | None = None


def sentences(told: Sequence[Told], *, named: bool) -> str:
    """At most two sentences: entries of which the same is said stand together.

    With `named`, each entry is told with the name of who stands behind it.
    """
    groups: dict[str, list[Listing]] = {}
    for one in told:
        groups.setdefault(one.predicate, []).append(one.listing)
    first, *others = groups.items()
    text = _sentence(*first, named=named)
    if len(others) == 1:
        return f"{text} {_sentence(*others[0], named=named)}"
    if others:
        rest = [listing for _, some in others for listing in some]
        text = f"{text} So it is with {capped([_entry(one, named=named) for one in rest])}."
    return text


def _sentence(predicate: str, listings: Sequence[Listing], *, named: bool) -> str:
    entries = capped([_entry(one, named=named) for one in listings])
    if len(listings) == 1:
        return f"Entry {entries} {predicate}."
    return f"Entries {entries} {_several(predicate)}."


def _several(predicate: str) -> str:
    """The predicate of several entries."""
    for one, many in (("is ", "are "), ("was ", "were "), ("has ", "have "), ("left ", "left ")):
        if predicate.startswith(one):
            return f"{many}{predicate[len(one) :]}"
    return predicate


def _entry(listing: Listing, *, named: bool) -> str:
    return f"{listing.entry} ({listing.name})" if named and listing.name else listing.entry


# ---- Where an entry stood on a day ----


def standing(listing: Listing, found: AsOf) -> str:
    """The predicate of an answer as of a day."""
    the = the_list(listing.title)
    if found.answer is Answer.CANNOT_TELL:
        return f"cannot be told for {long(found.day)} by {_open(the, found)}"
    yes = found.answer is Answer.YES
    if found.word:
        return _by_word(the, found, listed=yes)
    assert found.before  # noqa: S101  # an answer without a word rests on a list
    there = "is on" if yes else "is absent from"
    if found.before.day == found.day or found.after is None:
        return f"{there} {the} of {long(found.before.day)}"
    return (
        f"{there} every issue of {the} held from {long(found.before.day)} to "
        f"{long(found.after.day)} that tells of it, {long(found.day)} between them"
    )


def _by_word(the: str, found: AsOf, *, listed: bool) -> str:
    word, before, after = found.word, found.before, found.after
    assert word  # noqa: S101  # asked by the caller
    if word.end == "delisted":
        was = f"is on {the} of {long(before.day)}; " if before else "was "
        if listed:
            return f"{was}not delisted before {long(word.day.earliest)}, by a dated source"
        return f"{was}delisted {when(word.day)}, by a dated source"
    if listed:
        seen = f", and is on {the} of {long(after.day)}" if after else f" on {the}"
        return f"was listed {when(word.day)}, by a dated source{seen}"
    return f"was first listed on {the} {when(word.day)}, by a dated source"


def _open(the: str, found: AsOf) -> str:
    """Why nobody can tell: what the lists on both sides say, and what a word leaves open."""
    before, after = found.before, found.after
    if before and after:
        told = (
            f"{the}: {_there(before.present)} on {long(before.day)}, "
            f"{_there(after.present)} on {long(after.day)}"
        )
    elif before:
        told = f"{the}: the newest issue held is of {long(before.day)} ({_there(before.present)})"
    elif after:
        told = f"{the}: the first issue held is of {long(after.day)} ({_there(after.present)})"
    else:
        told = f"{the}: no issue held tells of it"
    word = found.word
    return f"{told}; a dated source says {word.end} {when(word.day)}" if word else told


def _there(present: bool) -> str:
    return "present" if present else "absent"


def wanted(listing: Listing, found: AsOf) -> str:
    """Which record would tell, where nobody can."""
    day = long(found.day)
    if found.after is None:
        return f"a version of {the_list(listing.title)} of {day} or later"
    if found.before is None:
        return (
            f"a version of {the_list(listing.title)} of {day} or before, "
            f"or a dated source for the listing of entry {listing.entry}"
        )
    end = "removal" if found.before.present else "listing"
    return (
        f"a version of {the_list(listing.title)} of {day}, "
        f"or a dated source for the {end} of entry {listing.entry}"
    )


def gone_since(listing: Listing, found: AsOf) -> PartialDate | None:
    """From when an entry that is not listed has been gone; None where it never was listed."""
    ended = [one for one in listing.spells if one.first_gone and one.first_seen <= found.day]
    if found.answer is not Answer.NO or not ended:
        return None
    last = ended[-1]
    if last.delisted_on:
        return last.delisted_on
    assert last.first_gone  # noqa: S101
    return PartialDate(last.last_seen or last.first_seen, last.first_gone)
