"""How many designations an action, a programme or a list holds."""

from __future__ import annotations

from newsroom.assertions.absence import Where
from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.days import window, within
from newsroom.assertions.designated_in_action import come_by
from newsroom.assertions.outcomes import Asked, all_of, settled, unknown
from newsroom.assertions.phrases import (
    amount,
    are,
    capitalised,
    counted,
    in_scope,
    long,
    named,
    period,
    quoted,
    say,
    the_action,
    the_list,
    the_scope,
)
from newsroom.assertions.states import State
from newsroom.facts import Answer, Facts, On, Outcome, RecordFacts, RecordParty, ScopeFacts


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
        for scope in facts.scopes("scope"):
            return _in_scope(claim, scope, facts, on, lasting=cls.lasts(claim))
        record = facts.records("scope")[0]
        if record.kind == "roster":
            return _in_roster(claim, record, on, lasting=cls.lasts(claim))
        return _in_action(claim, record, on)


def _under(claim: Columns) -> str:
    return f"under the heading {quoted(claim.heading)}" if claim.heading else ""


def _counted_under(claim: Columns, record: RecordFacts, role: str) -> list[RecordParty]:
    """Each party once, of those in a role and under the claim's heading."""
    wanted = " ".join(claim.heading.casefold().split())
    parties = {
        one.id: one
        for one in record.parties
        if one.role == role and (not wanted or " ".join(one.heading.casefold().split()) == wanted)
    }
    return list(parties.values())


def _compared(claim: Columns, value: Range, told: str, missing: str) -> Outcome:
    """The number compared; `told` says what was counted."""
    if claim.number is None:
        return unknown("The claim has no number.", "the number of the claim")
    answer = compared(value, claim.comparator, claim.number, about=claim.about)
    words = amount(claim, "")
    if answer is Answer.CANNOT_TELL:
        return unknown(f"{told}: whether that is {words} cannot be told.", missing)
    return Outcome(answer, f"{told}, which is {'' if answer is Answer.YES else 'not '}{words}.")


def _in_action(claim: Columns, action: RecordFacts, on: On) -> Outcome:
    the = the_action(action)
    parties = _counted_under(claim, action, "designated")
    if not parties:
        where = say(the, _under(claim))
        return unknown(f"No party is kept for {where}.", f"the parties of {where}")
    joined = sum(one.listed for one in parties)
    if action.complete:
        told = say(f"{capitalised(the)} designates {counted(len(parties), 'party')}", _under(claim))
        missing = f"a decision on each party of {the}"
    else:
        names = f"The record of {the} names {counted(len(parties), 'party')}"
        told, missing = say(names, _under(claim)), f"a record that names every party of {the}"
    if joined < len(parties):
        told = f"{told}, of which {joined:,} {are(joined)} joined to an entry"
    if not action.complete:
        told = f"{told}, and is not complete"
    most = len(parties) if action.complete else None
    number = _compared(claim, Range.of(joined, most), told, missing)
    dated = [come_by(action, on), *_dated(claim, action)]
    return all_of([*(one for one in dated if one.answer is not Answer.YES), number])


def _dated(claim: Columns, action: RecordFacts) -> list[Outcome]:
    meant = window(claim.period_from, claim.period_to)
    if meant is None or action.begins is None:
        return []
    the, asked = the_action(action), period(claim)
    compared_ = Asked(
        within(action.begins, meant), f"that is not {asked}", f"that may not be {asked}"
    )
    told = f"{capitalised(the)} is dated {action.begins}"
    return [settled(told, [compared_], f"the day of {the}")]


def _in_roster(claim: Columns, roster: RecordFacts, on: On, *, lasting: bool) -> Outcome:
    name, state = quoted(roster.title), State.of(roster)
    if state.on(on.day) is not Answer.YES if lasting else state.begun_by(on.day) is Answer.NO:
        told = f"The roster {name} does not tell of {long(on.day)}."
        return unknown(told, f"a roster of {name} as of {long(on.day)}")
    members = len(_counted_under(claim, roster, "member"))
    told = say(f"The roster {name} names {counted(members, 'member')}", _under(claim))
    if roster.complete:
        return _compared(claim, Range.of(members, members), told, "")
    told = f"{told}, and is not complete"
    return _compared(claim, Range.of(members, None), told, f"a complete roster of {name}")


def _in_scope(claim: Columns, scope: ScopeFacts, facts: Facts, on: On, *, lasting: bool) -> Outcome:
    the = the_scope(scope)
    version = f"a version of {the_list(scope.title)}" if scope.list else "a list version"
    if scope.tally is None or not any(one.list == scope.list for one in facts.lists):
        return unknown(f"No list held here tells of {the}.", f"{version} that tells of {the}")
    where = Where(scope.list, scope.title, (scope.programme,) if scope.programme else ())
    newest = where.newest(facts)
    day = newest.until if on.newest and newest else on.day
    meant = window(claim.period_from, claim.period_to)
    first = meant.earliest if meant else day
    last = meant.latest if meant and not (lasting and claim.period_to is None) else day
    # Whoever had gone before the first version, came after the newest, or stands where none
    # reaches is not in the tally.
    whole = (
        newest is not None
        and last <= newest.until
        and scope.seen_from is not None
        and scope.seen_from <= first
    )
    certain, possible = scope.tally.certain, scope.tally.possible
    told = f"{_tallied(certain, possible, 'first listed' if meant else 'listed')}"
    told = say(
        f"By the lists, {told}",
        in_scope(scope),
        period(claim) if meant else f"on {long(day)}",
    )
    if not whole:
        told = f"{told}, without those of whom no list held here tells"
    return _compared(
        claim,
        Range.of(certain, possible if whole else None),
        told,
        say(f"{version} of {long(first)}", f"that tells of {the}" if scope.programme else ""),
    )


def _tallied(certain: int, possible: int, state: str) -> str:
    if certain == possible:
        return f"{counted(certain, 'party')} {'was' if certain == 1 else 'were'} {state}"
    if certain == 0:
        return f"at most {counted(possible, 'party')} {'was' if possible == 1 else 'were'} {state}"
    return f"between {certain:,} and {counted(possible, 'party')} were {state}"


KIND = Count
