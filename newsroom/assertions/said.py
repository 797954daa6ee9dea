"""Words that a source said, as a kept document holds them."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.days import within
from newsroom.assertions.outcomes import Asked, settled, unknown
from newsroom.assertions.phrases import ellipsis, long, period, quoted, say, when
from newsroom.facts import Answer, DocumentFacts, Facts, On, Outcome
from sanctions.dates import PartialDate

#: What a source may speak of; neither settles what it says.
ABOUT = (
    Role(
        "record",
        "about a record",
        ("desk_record",),
        ("action", "case", "event", "licence", "reward"),
        least=0,
        most=5,
    ),
    Role("party", "about whom", ("party",), least=0, most=20),
)


class Said(Assertion):
    kind = "said"
    label = "Said"
    help = "A source said so: the quoted words stand in a kept document."
    place = 120
    needs = ("quote",)
    takes = ("reported", "period_from")
    constraint = Constraint(
        "said_has_a_quote", "Give the quoted words, or the statement in its own words."
    )
    settled_by_document = True
    names_records = False
    roles = ABOUT

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        said = say("the source said", period(claim))
        if claim.reported:
            return f"{said}, in our words: {ellipsis(claim.quote)}"
        return f"{said}: {quoted(ellipsis(claim.quote))}"

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        kept = facts.document
        if kept is None:
            return unknown(
                "No kept document that readers may see holds what was said.",
                "a kept document that holds the words, and that readers may see",
            )
        if claim.reported:
            return unknown(
                f"The claim puts in our words what {_named(kept)} says, and only a reader can "
                "compare the two.",
                "the source's own words, as a quotation",
            )
        if kept.found_in:
            return _found(claim, kept)
        told = f"The kept text of {_named(kept)} does not have the quoted words"
        if kept.nearest:
            near = quoted(ellipsis(kept.nearest))
            return Outcome(Answer.NO, f"{told}; nearest to them it has {near}.")
        if kept.is_translation:
            told = f"{told}, nor does what it is a translation of"
        return unknown(f"{told}.", "a kept document that holds the quoted words")


def _found(claim: Columns, kept: DocumentFacts) -> Outcome:
    where = "the original of " if kept.found_in == "original" else ""
    told = f"The quoted words stand word for word in {where}{_named(kept)}"
    meant = claim.period_from
    if meant is None:
        return Outcome(Answer.YES, f"{told}.")
    if kept.dated is None:
        return unknown(f"{told}, for which no day is known.", f"the day of {quoted(kept.title)}")
    asked = Asked(
        within(PartialDate.of_day(kept.dated), meant),
        f"that is not {when(meant)}",
        f"that may not be {when(meant)}",
    )
    return settled(told, [asked], "")


def _named(kept: DocumentFacts) -> str:
    """““Treasury Targets …” (US Department of the Treasury, 27 November 2024)”."""
    origin = ", ".join(filter(None, [kept.publisher, long(kept.dated) if kept.dated else ""]))
    return f"{quoted(kept.title)} ({origin})" if origin else quoted(kept.title)


KIND = Said
