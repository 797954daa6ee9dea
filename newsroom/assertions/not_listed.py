"""A party has no entry on a list."""

from __future__ import annotations

from newsroom.assertions.absence import Absence, Where, stands
from newsroom.assertions.assertion import Assertion, Columns, Records, Role
from newsroom.assertions.phrases import named, say, verb
from newsroom.facts import Answer, Facts, On, Outcome


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
            return Outcome(
                Answer.CANNOT_TELL, "No list was read for this claim.", "a version of a list"
            )
        told = [
            (party.name, stands(party.name, party.listings, party.looked_for, where, facts, on))
            for party in facts.parties("party")
            for where in sought
        ]
        for answer, outcome in (
            (Answer.YES, Answer.NO),
            (Answer.CANNOT_TELL, Answer.CANNOT_TELL),
            (Answer.NO, Answer.YES),
        ):
            deciding = [one for one in told if one[1].answer is answer]
            if deciding:
                return _outcome(outcome, deciding)
        raise AssertionError("unreachable: a party is linked")


def _outcome(answer: Answer, deciding: list[tuple[str, Absence]]) -> Outcome:
    words = [f"{name} {told.words}." for name, told in deciding]
    more = len(words) - 2
    if more > 0:
        words = [*words[:2], f"So it is in {more:,} more {'search' if more == 1 else 'searches'}."]
    first = deciding[0][1]
    return Outcome(answer, " ".join(words), first.missing, first.since)


def _sought(facts: Facts) -> list[Where]:
    """The lists that are linked, else all that were read; of these only linked programmes."""
    scopes = facts.scopes("scope")
    programmes = tuple(sorted({one.programme for one in scopes}))
    titles = {one.list: one.title for one in facts.scopes("list")}
    if not titles:
        held = {one.list for one in scopes if one.list}
        titles = {one.list: one.title for one in facts.lists if not held or one.list in held}
    return [Where(code, title, programmes) for code, title in sorted(titles.items())]


KIND = NotListed
