"""Words that a source said, as a kept document holds them."""

from __future__ import annotations

from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.days import within
from newsroom.assertions.phrases import ellipsis, long, period, quoted, say, when
from newsroom.facts import Answer, DocumentFacts, Facts, On, Outcome
from sanctions.dates import PartialDate

#: What a source may speak of; neither settles what it says.
ABOUT = (
    Role(
        "record",
        "about",
        ("desk_record",),
        ("action", "case", "event", "licence", "reward"),
        least=0,
        most=5,
    ),
    Role("party", "about", ("party",), least=0, most=20),
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
        if claim.reported:
            return say("the source said, in our words:", ellipsis(claim.quote), period(claim))
        return say("the source said:", quoted(ellipsis(claim.quote)), period(claim))

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        kept = facts.document
        if kept is None:
            return Outcome(
                Answer.CANNOT_TELL,
                "No kept document that readers may see holds what was said.",
                "a kept document that holds the quoted words, and that readers may see",
            )
        if claim.reported:
            return Outcome(
                Answer.CANNOT_TELL,
                f"The claim reports {_named(kept)} in our own words, which only a reader can compare.",
                "the source's own words, quoted",
            )
        if kept.found_in:
            return _found(claim, kept)
        if kept.nearest:
            return Outcome(
                Answer.NO,
                f"{_told(kept)} does not have {quoted(ellipsis(claim.quote, 80))} word for word; "
                f"it has {quoted(ellipsis(kept.nearest, 160))}.",
            )
        return Outcome(
            Answer.CANNOT_TELL,
            f"{_told(kept)} has neither these words nor any like them"
            f"{', and is a translation' if kept.is_translation else ''}.",
            "a kept document that holds the quoted words",
        )


def _found(claim: Columns, kept: DocumentFacts) -> Outcome:
    told = f"The quoted words stand word for word in {_named(kept)}"
    if kept.found_in == "original":
        told = f"The quoted words stand word for word in the original of {_named(kept)}"
    if claim.period_from is None:
        return Outcome(Answer.YES, f"{told}.")
    if kept.dated is None:
        return Outcome(
            Answer.CANNOT_TELL,
            f"{told}, but no day is known for it; the claim says {when(claim.period_from)}.",
            f"the day of {kept.title}",
        )
    answer = within(PartialDate.of_day(kept.dated), claim.period_from)
    if answer is Answer.YES:
        return Outcome(answer, f"{told}.")
    return Outcome(answer, f"{told}; the claim says {when(claim.period_from)}.")


def _named(kept: DocumentFacts) -> str:
    who = f"{kept.publisher}, {long(kept.dated)}" if kept.dated else kept.publisher
    return f"{quoted(kept.title)} ({who})" if who else quoted(kept.title)


def _told(kept: DocumentFacts) -> str:
    return f"The kept text of {_named(kept)}"


KIND = Said
