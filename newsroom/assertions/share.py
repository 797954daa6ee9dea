"""How large a part of a roster is, or ever was, designated."""

from __future__ import annotations

from newsroom.assertions.absence import Where, stands
from newsroom.assertions.amounts import Range, compared
from newsroom.assertions.assertion import Assertion, Columns, Constraint, Records, Role
from newsroom.assertions.days import every, listed, window
from newsroom.assertions.phrases import (
    amount,
    capped,
    counted,
    joined,
    long,
    named,
    period,
    quoted,
    say,
    the_list,
)
from newsroom.assertions.states import State
from newsroom.facts import Answer, Facts, Listing, On, Outcome, RecordFacts, RecordParty, ScopeFacts
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
        members = {one.id: one for one in roster.parties if one.role == "member"}
        known = {
            key: _member(claim, one, facts, on, cls.lasts(claim)) for key, one in members.items()
        }
        found = list(known.values())
        yes, no = found.count(Answer.YES), found.count(Answer.NO)
        total = len(found) if roster.complete else None
        answer = _share(claim, yes, no, total)
        if answer is not Answer.CANNOT_TELL and State.of(roster).on(on.day) is not Answer.YES:
            answer = Answer.CANNOT_TELL
            return Outcome(
                answer,
                f"The roster {quoted(roster.title)} is not known to hold on {long(on.day)}.",
                _complete(roster, on),
            )
        return Outcome(
            answer,
            _reason(claim, roster, facts, on, (yes, no, len(found))),
            _missing(roster, members.values(), known, on) if answer is Answer.CANNOT_TELL else "",
        )


def _share(claim: Columns, yes: int, no: int, total: int | None) -> Answer:
    """`total` is None where the roster is not complete."""
    if claim.comparator in ("most", "all") and total is None:
        return Answer.NO if claim.comparator == "all" and no else Answer.CANNOT_TELL
    most = None if total is None else total - no
    value = Range.of(yes, most)
    if claim.comparator == "most":
        assert total is not None and most is not None  # noqa: S101, PT018
        if 2 * yes > total:
            return Answer.YES
        return Answer.NO if 2 * most <= total else Answer.CANNOT_TELL
    if claim.comparator == "all":
        if not total:
            return Answer.CANNOT_TELL
        if yes == total:
            return Answer.YES
        return Answer.NO if no else Answer.CANNOT_TELL
    if claim.comparator == "none":
        if yes:
            return Answer.NO
        return Answer.YES if most == 0 else Answer.CANNOT_TELL
    if claim.number is None:
        return Answer.CANNOT_TELL
    return compared(value, claim.comparator, claim.number, about=claim.about)


def _member(claim: Columns, member: RecordParty, facts: Facts, on: On, lasting: bool) -> Answer:
    scopes = facts.scopes("scope")
    listings = [one for one in member.listings if not scopes or any(_in(one, s) for s in scopes)]
    if not lasting:
        meant = window(claim.period_from, claim.period_to)
        return (
            combined(
                every([listed(spell).by(on.day), *([listed(spell).within(meant)] if meant else [])])
                for one in listings
                for spell in one.spells
            )
            if listings
            else Answer.CANNOT_TELL
        )
    return (
        combined(
            stands(member.name, member.listings, member.looked_for, where, facts, on).answer
            for where in _wheres(scopes, facts)
        )
        if _wheres(scopes, facts)
        else Answer.CANNOT_TELL
    )


def _in(listing: Listing, scope: ScopeFacts) -> bool:
    if scope.programme:
        return listing.programme == scope.programme
    return listing.list == scope.list


def _wheres(scopes: list[ScopeFacts], facts: Facts) -> list[Where]:
    titles = {one.list: one.title for one in facts.lists}
    if not scopes:
        return [Where(code, title) for code, title in sorted(titles.items())]
    wheres = [Where(one.list, one.title) for one in scopes if not one.programme]
    for one in scopes:
        if one.programme:
            lists = {one.list: one.title} if one.list else titles
            wheres += [
                Where(code, titles.get(code, title), (one.programme,))
                for code, title in lists.items()
            ]
    return wheres


def _reason(
    claim: Columns, roster: RecordFacts, facts: Facts, on: On, counts: tuple[int, int, int]
) -> str:
    yes, no, all_ = counts
    scopes = facts.scopes("scope")
    where = (
        " on "
        + joined(
            [
                the_list(s.title) if not s.programme else f"the programme {s.programme}"
                for s in scopes
            ]
        )
        if scopes
        else ""
    )
    state = "is" if yes == 1 else "are"
    told = f"Of the {counted(all_, 'member')} that the roster {quoted(roster.title)} names, {yes:,} {state}"
    told += (
        f" listed{where}"
        if claim.tense == "lasting"
        else f" or were listed{where} by {long(on.day)}"
    )
    told += f", {no:,} {'is' if no == 1 else 'are'} not" if no else ""
    if unknown := all_ - yes - no:
        told += f"; of {unknown:,} nobody can tell"
    if not roster.complete:
        told += "; the roster is not complete"
    return f"{told}."


def _complete(roster: RecordFacts, on: On) -> str:
    return f"a complete roster of {quoted(roster.title)} as of {long(on.day)}"


def _missing(roster, members, known, on) -> str:  # type: ignore[no-untyped-def]
    if not roster.complete:
        return _complete(roster, on)
    names = [one.name for one in members if known[one.id] is Answer.CANNOT_TELL]
    return f"a search of the lists for {capped(names)}" if names else _complete(roster, on)


KIND = Share
