"""A party has no entry on a list."""

from __future__ import annotations

from newsroom.assertions.absence import Where, stands
from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.outcomes import all_of, unknown
from newsroom.assertions.phrases import named, say, verb
from newsroom.facts import Answer, Facts, On, Outcome, PartyFacts

#: The claim says that there is no entry.
_INVERSE = {
    Answer.YES: Answer.NO,
    Answer.NO: Answer.YES,
    Answer.CANNOT_TELL: Answer.CANNOT_TELL,
}


class NotListed(Assertion):
    kind = "not_listed"
    label = "Not listed"
    help = "A party has no entry on a list, or none under some of its programmes."
    place = 50
    takes = ("tense",)
    roles = (
        Role("party", "who", ("party",), most=10),
        Role("list", "list", ("list",), least=0, most=10),
        Role("scope", "under", ("programme",), least=0, most=10),
    )
    about_parties = True
    reads_every_list = True

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        count = len(records.get("scope", ()))
        programmes = f"under the {'programme' if count == 1 else 'programmes'}"
        return say(
            named(records, "party", "a party"),
            verb(claim, records, "party", "has have had had"),
            "no entry on",
            named(records, "list", "the lists held here"),
            f"{programmes} {named(records, 'scope', '')}" if count else "",
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        sought = _sought(facts)
        if not sought:
            return unknown("No list was read for this claim.", "a version of a list")
        return all_of(
            [
                _absent(party, where, facts, on)
                for party in facts.parties("party")
                for where in sought
            ]
        )


def _absent(party: PartyFacts, where: Where, facts: Facts, on: On) -> Outcome:
    found = stands(party.listings, party.looked_for, where, facts, on)
    missing = f"{found.missing} for {party.name}" if "search" in found.missing else found.missing
    return Outcome(_INVERSE[found.answer], f"{party.name} {found.words}.", missing, found.since)


def _sought(facts: Facts) -> list[Where]:
    """The lists that are linked, else all that were read; of these only linked programmes."""
    scopes = facts.scopes("scope")
    programmes = tuple(sorted({one.programme for one in scopes}))
    titles = {one.list: one.title for one in facts.scopes("list")}
    if not titles:
        held = {one.list for one in scopes}
        titles = {one.list: one.title for one in facts.lists if not held or one.list in held}
    return [Where(code, title, programmes) for code, title in sorted(titles.items())]


KIND = NotListed
