"""How many designations an action, a programme or a list holds."""

from __future__ import annotations

from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.days import by, every, window, within
from newsroom.assertions.designated_in_action import the_action
from newsroom.assertions.phrases import (
    amount,
    capitalised,
    counted,
    long,
    named,
    period,
    quoted,
    say,
    the_list,
)
from newsroom.facts import Answer, Facts, On, Outcome, RecordFacts, ScopeFacts


class Count(Assertion):
    kind = "count"
    label = "Count"
    help = "How many designations an action, a programme or a list holds."
    place = 30
    needs = ("comparator", "number")
    takes = ("about", "heading", "period_from", "period_to", "tense")
    constraint = Constraint(
        "count_has_number_and_comparator", "A count needs its number and how it compares."
    )
    roles = (
        Role("scope", "counted in", ("desk_record", "programme", "list"), ("action", "roster")),
    )
    tallies = True

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return say(
            named(records, "scope", "an action or a programme"),
            "holds" if claim.tense == "lasting" else "held",
            amount(claim, "designations"),
            _under(claim),
            period(claim),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        if scopes := facts.scopes("scope"):
            return _in_scope(claim, scopes[0], facts, on)
        record = facts.records("scope")[0]
        if record.kind == "roster":
            return _in_roster(claim, record)
        return _in_action(claim, record, on)


def _under(claim: Columns) -> str:
    return f"under the heading “{claim.heading}”" if claim.heading else ""


def _outcome(claim: Columns, value: Range, told: str, missing: str) -> Outcome:
    """The number compared; `told` says what was counted."""
    assert claim.number is not None  # noqa: S101  # the database asks for it
    answer = compared(value, claim.comparator, claim.number, about=claim.about)
    words = {
        Answer.YES: "which is",
        Answer.NO: "which is not",
        Answer.CANNOT_TELL: "which leaves open whether it is",
    }[answer]
    reason = f"{told}, {words} {amount(claim, '')}."
    return Outcome(answer, reason, missing if answer is Answer.CANNOT_TELL else "")


def _in_action(claim: Columns, action: RecordFacts, on: On) -> Outcome:
    the = the_action(action)
    named_ = {one.id: one for one in action.parties if one.role == "designated"}
    parties = [
        one
        for one in named_.values()
        if not claim.heading or one.heading.casefold() == claim.heading.strip().casefold()
    ]
    if not parties:
        under = f" {_under(claim)}" if named_ else ""
        return Outcome(
            Answer.CANNOT_TELL,
            f"No party is kept for {the}{under}.",
            f"the parties of {the}{under}",
        )
    if (dated := _dated(claim, action, on)) and dated.answer is Answer.NO:
        return dated
    joined = sum(one.listed for one in parties)
    told = f"{capitalised(the)} designates {counted(len(parties), 'party')}"
    told = say(told, _under(claim))
    if joined < len(parties):
        told = f"{told}, of which {joined:,} {'is' if joined == 1 else 'are'} joined to an entry"
    outcome = _outcome(
        claim,
        Range.of(joined, len(parties)),
        told,
        f"a decision on each party of {the}",
    )
    return dated if dated and outcome.answer is Answer.YES else outcome


def _dated(claim: Columns, action: RecordFacts, on: On) -> Outcome | None:
    """Where the action's day does not bear the claim out."""
    if action.begins is None:
        return None
    the = capitalised(the_action(action))
    meant = window(claim.period_from, claim.period_to)
    answer = every(
        [by(action.begins, on.day), within(action.begins, meant) if meant else Answer.YES]
    )
    if answer is Answer.YES:
        return None
    asked = period(claim) if meant else f"by {long(on.day)}"
    if answer is Answer.NO:
        return Outcome(answer, f"{the} was not {asked}.")
    return Outcome(answer, f"{the} may not have been {asked}.", f"the day of {the_action(action)}")


def _in_roster(claim: Columns, roster: RecordFacts) -> Outcome:
    members = {
        one.id
        for one in roster.parties
        if one.role == "member"
        and (not claim.heading or one.heading.casefold() == claim.heading.strip().casefold())
    }
    told = say(
        f"The roster {quoted(roster.title)} names {counted(len(members), 'member')}", _under(claim)
    )
    if not roster.complete:
        told = f"{told} and is not complete"
    return _outcome(
        claim,
        Range.of(len(members), len(members) if roster.complete else None),
        told,
        f"a complete roster of {quoted(roster.title)}",
    )


def _in_scope(claim: Columns, scope: ScopeFacts, facts: Facts, on: On) -> Outcome:
    the = scope_named(scope)
    read = max(
        (one for one in facts.lists if one.list == scope.list),
        key=lambda one: one.sequence,
        default=None,
    )
    if scope.tally is None:
        return Outcome(
            Answer.CANNOT_TELL,
            f"Nothing was counted under {the}.",
            f"a list version that tells of {the}",
        )
    when = f" of {long(read.until)}" if on.newest and read else f" on {long(on.day)}"
    if window(claim.period_from, claim.period_to):
        when = f" {period(claim)}"
        what = "first listed"
    else:
        what = "listed"
    certain, possible = scope.tally.certain, scope.tally.possible
    number = (
        counted(certain, "party")
        if certain == possible
        else f"between {certain:,} and {counted(possible, 'party')}"
    )
    under = f"on {the}" if not scope.programme else f"under {the}"
    return _outcome(
        claim,
        Range.of(certain, possible),
        f"{capitalised(number)} {'was' if possible == 1 else 'were'} {what} {under}{when}",
        f"a version of {the_list(scope.title)} of {long(on.day)}"
        if not scope.programme
        else f"a list version of {long(on.day)} that tells of {the}",
    )


def scope_named(scope: ScopeFacts) -> str:
    return f"the programme {scope.programme}" if scope.programme else the_list(scope.title)


KIND = Count
