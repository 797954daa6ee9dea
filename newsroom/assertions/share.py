"""How large a part of a roster is, or ever was, designated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from newsroom.assertions.absence import Where, stands
from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.days import listed
from newsroom.assertions.outcomes import every, unknown
from newsroom.assertions.phrases import (
    amount,
    are,
    capped,
    counted,
    in_scope,
    joined,
    long,
    named,
    period,
    quoted,
    say,
)
from newsroom.assertions.states import State
from newsroom.facts import Answer, Facts, Listing, On, Outcome, RecordParty, ScopeFacts, Spell
from sanctions.dates import PartialDate
from sanctions.history import combined


class Share(Assertion):
    kind = "share"
    label = "Share"
    help = "How large a part of a roster is, or ever was, designated."
    place = 40
    needs = ("comparator",)
    takes = ("about", "number", "period_from", "period_to", "tense")
    constraint = Constraint(
        "share_has_a_comparator", "Say how large a share: most of, all, none, more than …"
    )
    roles = (
        Role("roster", "roster", ("desk_record",), ("roster",)),
        Role("scope", "designated on", ("programme", "list"), least=0, most=5),
    )
    reads_every_list = True

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        state = "are designated" if claim.tense == "lasting" else "are or were designated"
        scope = f"on {named(records, 'scope', '')}" if records.get("scope") else ""
        return say(
            amount(claim, ""),
            "" if claim.comparator == "most" else "of",
            named(records, "roster", "a complete roster"),
            state,
            scope,
            period(claim),
        )

    @classmethod
    def compare(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        roster = facts.records("roster")[0]
        complete = f"a complete roster of {quoted(roster.title)} as of {long(on.day)}"
        if State.of(roster).on(on.day) is not Answer.YES:
            return unknown(
                f"The roster {quoted(roster.title)} does not tell of {long(on.day)}.", complete
            )
        rule = _Rule(facts, on, facts.scopes("scope"), _meant(claim, on), cls.lasts(claim))
        members = {one.id: one for one in roster.parties if one.role == "member"}
        answers = {key: rule.of(one) for key, one in members.items()}
        found = list(answers.values())
        yes, no = found.count(Answer.YES), found.count(Answer.NO)
        answer = share(claim, yes, no, len(found) if roster.complete else None)
        reason = _reason(claim, rule, quoted(roster.title), (len(found), yes, no))
        if not roster.complete:
            reason = f"{reason} The roster is not complete."
        if answer is not Answer.CANNOT_TELL:
            return Outcome(answer, reason)
        open_ = [members[key].name for key, one in answers.items() if one is Answer.CANNOT_TELL]
        if not roster.complete or not open_:
            return unknown(reason, complete)
        return unknown(reason, f"a search of the lists for {capped(open_)}")


def share(claim: Columns, yes: int, no: int, total: int | None) -> Answer:
    """Of a roster's members; `total` is None where it is not complete."""
    most = None if total is None else total - no
    match claim.comparator:
        case "most":
            if total is None or most is None:
                return Answer.CANNOT_TELL
            if 2 * yes > total:
                return Answer.YES
            return Answer.NO if 2 * most <= total else Answer.CANNOT_TELL
        case "all":
            if no:
                return Answer.NO
            return Answer.YES if total and yes == total else Answer.CANNOT_TELL
        case "none":
            if yes:
                return Answer.NO
            return Answer.YES if total and most == 0 else Answer.CANNOT_TELL
    if claim.number is None or not (yes or no):
        return Answer.CANNOT_TELL
    return compared(Range.of(yes, most), claim.comparator, claim.number, about=claim.about)


def _meant(claim: Columns, on: On) -> PartialDate | None:
    """In which days the first of a listing has to lie; “since” reaches up to the day asked."""
    start, end = claim.period_from, claim.period_to
    if start is None:
        return PartialDate(date.min, end.latest) if end else None
    last = end.latest if end else on.day if claim.tense == "lasting" else start.latest
    return PartialDate(start.earliest, max(start.earliest, last))


@dataclass(frozen=True)
class _Rule:
    """Whether one member is, or ever was, designated where the claim says."""

    facts: Facts
    on: On
    scopes: Sequence[ScopeFacts]
    meant: PartialDate | None
    lasting: bool

    def of(self, member: RecordParty) -> Answer:
        return self._now(member) if self.lasting else self._ever(member)

    def _ever(self, member: RecordParty) -> Answer:
        """A look at one version never proves that somebody was on none.

        Nor does an entry that came later on one list tell of the others.
        """
        found = [one for one in member.listings if self._is_in_scope(one)]
        answers = [self._began(spell) for one in found for spell in one.spells]
        told_of = all(any(where.holds(one) for one in found) for where in self.wheres())
        return combined(answers if answers and told_of else [*answers, Answer.CANNOT_TELL])

    def _began(self, spell: Spell) -> Answer:
        end = listed(spell)
        return every([end.by(self.on.day), end.within(self.meant) if self.meant else Answer.YES])

    def _now(self, member: RecordParty) -> Answer:
        wheres = self.wheres()
        found = [
            stands(member.listings, member.looked_for, one, self.facts, self.on).answer
            for one in wheres
        ]
        if not found:
            return Answer.CANNOT_TELL
        now = combined(found)
        if now is Answer.YES and self.meant:
            return every([now, self._ever(member)])
        return now

    def _is_in_scope(self, listing: Listing) -> bool:
        return not self.scopes or any(one.holds(listing) for one in self.wheres())

    def wheres(self) -> list[Where]:
        titles = {one.list: one.title for one in self.facts.lists}
        if not self.scopes:
            return [Where(code, title) for code, title in sorted(titles.items())]
        return [
            Where(one.list, one.title, (one.programme,) if one.programme else ())
            for one in self.scopes
        ]


def _reason(claim: Columns, rule: _Rule, name: str, counts: tuple[int, int, int]) -> str:
    all_, yes, no = counts
    where = f" {joined([in_scope(one) for one in rule.scopes])}" if rule.scopes else ""
    state = are(yes) if rule.lasting else f"{are(yes)} or {'was' if yes == 1 else 'were'}"
    days = f" {period(claim)}" if rule.meant else ""
    told = (
        f"Of the {counted(all_, 'member')} that the roster {name} names, "
        f"{yes:,} {state} listed{where}{days}"
    )
    if no:
        told = f"{told}, {no:,} {are(no)} not" if rule.lasting else f"{told}, {no:,} never"
    if open_ := all_ - yes - no:
        told = f"{told}, and of {open_:,} nobody can tell"
    return f"{told}, as of {long(_asked(rule))}."


def _asked(rule: _Rule) -> date:
    days = [one.until for one in rule.facts.lists]
    return max(days) if rule.lasting and rule.on.newest and days else rule.on.day


KIND = Share
