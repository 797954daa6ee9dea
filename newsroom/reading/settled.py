"""A story's claims settled for two days, as a page of plain text: what `print_verdicts` prints.

Everything is settled when asked, by the records as they are now; no check is read or written. The
same records and the same day give the same page, letter for letter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from newsroom.assertions import ASSERTIONS
from newsroom.facts import On, Outcome
from newsroom.models import Check, Revision
from newsroom.reading.cards import ClaimCard, cards_of
from newsroom.reading.wording import capitalised, long
from newsroom.verdicts import Asserted, gather, settle, verdict
from newsroom.verdicts.checks import asserted
from newsroom.verdicts.rules import Asked

#: Of more records than these the others are counted.
_MOST_RECORDS = 4


@dataclass(frozen=True)
class Settled:
    """A verdict with what it was derived from."""

    verdict: Check.Verdict
    outcome: Outcome


@dataclass(frozen=True)
class SettledClaim:
    """A claim as of its publication and as of another day; a judgement has no verdicts."""

    card: ClaimCard
    published_on: date
    publication: Settled | None = None
    later: Settled | None = None

    def word(self, settled: Settled | None) -> str:
        return settled.verdict.label.lower() if settled else "a judgement"


def settled_claims(revision: Revision, day: date) -> list[SettledClaim]:
    """In reading order. The number of statements does not depend on how many claims there are."""
    cards = cards_of(revision)
    claims = asserted([card.claim for card in cards])
    asked = [Asked.of(one.claim, day) for one in claims]
    then = _outcomes(claims, [one.publication for one in asked])
    later = _outcomes(claims, [one.today for one in asked])
    return [
        SettledClaim(card, one.publication.day, *_verdicts(*outcomes))
        for card, one, outcomes in zip(cards, asked, zip(then, later, strict=True), strict=True)
    ]


def _outcomes(claims: list[Asserted], days: list[On]) -> Iterator[Outcome | None]:
    facts = gather(claims, days)
    for one, its_facts, on in zip(claims, facts, days, strict=True):
        yield settle(one.claim, its_facts, on)


def _verdicts(then: Outcome | None, later: Outcome | None) -> tuple[Settled | None, Settled | None]:
    if then is None or later is None:
        return None, None
    return (
        Settled(verdict(then.answer), then),
        Settled(verdict(then.answer, later.answer), later),
    )


# ---- The page ---------------------------------------------------------------------------------


def page(revision: Revision, day: date, command: str) -> str:
    """Markdown: a table of all claims, and a section on each."""
    claims = settled_claims(revision, day)
    then = _tally(one.word(one.publication) for one in claims)
    later = _tally(one.word(one.later) for one in claims)
    introduction = (
        "What each claim of the story says and asserts, on which records it rests, and how these "
        f"settle it: as of the day on which it was first published, and as of {long(day)}. "
        f"Printed by `{command}`."
    )
    parts = [
        f"# {revision.headline}",
        introduction,
        f"As of publication: {then}.\n\nAs of {long(day)}: {later}.",
        "\n".join(_table(claims, day)),
        *(_section(one, day) for one in claims),
    ]
    return "\n\n".join(parts) + "\n"


def _tally(words: Iterable[str]) -> str:
    counts = Counter(words)
    order = [*(one.label.lower() for one in Check.Verdict), "a judgement"]
    named = [
        (counts[word], "judgements" if word == "a judgement" and counts[word] != 1 else word)
        for word in order
        if counts[word]
    ]
    return ", ".join(f"{count} {word.removeprefix('a ')}" for count, word in named)


def _table(claims: Iterable[SettledClaim], day: date) -> Iterator[str]:
    yield f"| | The words | Kind | As of publication | As of {long(day)} |"
    yield "| --- | --- | --- | --- | --- |"
    for one in claims:
        card = one.card
        words = card.claim.words.replace("|", r"\|")
        kind = ASSERTIONS[card.claim.kind].label.lower()
        later = one.word(one.later)
        if one.later and one.later.verdict == Check.Verdict.OUTDATED:
            later = f"**{later}**{_since(one.later)}"
        yield (
            f"| [{card.number}](#{card.number}) | {words} | {kind} "
            f"| {one.word(one.publication)} | {later} |"
        )


def _section(one: SettledClaim, day: date) -> str:
    card = one.card
    lines = [f"## {card.number}", "", f"> {card.claim.words}", ""]
    lines.append(f"* **Asserts:** {card.sentence}")
    if card.source:
        lines.append(f"* **Source:** {card.source.label}")
    if card.records:
        lines.append(f"* **Records:** {_records(card)}")
    for when, settled in ((one.published_on, one.publication), (day, one.later)):
        if settled:
            lines.append(
                f"* **{long(when)}: {one.word(settled)}{_since(settled)}.** {_why(settled)}"
            )
    return "\n".join(lines)


def _since(settled: Settled) -> str:
    gone = settled.verdict in (Check.Verdict.OUTDATED, Check.Verdict.CONTRADICTED)
    if not gone or settled.outcome.since is None:
        return ""
    since = settled.outcome.since
    return f" some day {since}" if since.precision == "span" else f" since {since}"


def _why(settled: Settled) -> str:
    outcome = settled.outcome
    if settled.verdict != Check.Verdict.UNDECIDED or not outcome.missing:
        return outcome.reason
    return f"{outcome.reason} Missing: {outcome.missing}."


def _records(card: ClaimCard) -> str:
    names = [f"{record.name} ({record.label.lower()})" for record in card.records]
    shown = "; ".join(names[:_MOST_RECORDS])
    more = len(names) - _MOST_RECORDS
    return f"{capitalised(shown)}; and {more} more" if more > 0 else capitalised(shown)
