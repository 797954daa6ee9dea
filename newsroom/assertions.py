"""What a claim can assert: each kind with its columns, its link roles and its sentence.

Knows no database. A kind's sentence is built from the claim's columns and from the names of its
records, so that the desk sees it while it is being built and readers see the same words.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol

from newsroom.facts import Answer, Facts, On, Outcome
from sanctions.dates import PartialDate

#: Names of the linked records, by role.
Records = Mapping[str, Sequence[str]]


class Columns(Protocol):
    """The columns of a claim that a sentence reads."""

    kind: str
    comparator: str
    about: bool
    number: Decimal | None
    unit: str
    authority: str
    period_from: PartialDate | None
    period_to: PartialDate | None
    heading: str
    quote: str
    tense: str


@dataclass(frozen=True)
class Role:
    """A part that records play in an assertion.

    `targets` are the columns of a link that it accepts, `record_kinds` the kinds of desk record;
    `least` and `most` bound how many.
    """

    name: str
    label: str
    targets: tuple[str, ...]
    record_kinds: tuple[str, ...] = ()
    least: int = 1
    most: int = 1


class Assertion(ABC):
    """One kind of assertion."""

    kind: ClassVar[str]
    label: ClassVar[str]
    #: In one line: what it says, for whoever chooses a kind.
    help: ClassVar[str]
    needs: ClassVar[tuple[str, ...]] = ()
    takes: ClassVar[tuple[str, ...]] = ()
    roles: ClassVar[tuple[Role, ...]] = ()
    #: Whether a kept document (the claim's, or its source's) settles it.
    settled_by_document: ClassVar[bool] = False
    #: Whether anything can settle it.
    checkable: ClassVar[bool] = True
    #: Whether its sentence is made of the names of its records.
    names_records: ClassVar[bool] = True

    @classmethod
    def columns(cls) -> tuple[str, ...]:
        return cls.needs + cls.takes

    @classmethod
    @abstractmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        """The assertion in plain language."""

    @classmethod
    def lasts(cls, claim: Columns) -> bool:
        """Whether it is about a state that can end; else its answer of then stands for ever."""
        return "tense" in cls.columns() and claim.tense == "lasting"

    @classmethod
    def settle(cls, claim: Columns, facts: Facts, on: On) -> Outcome:
        """Whether it was so on a day, from what was gathered. Knows no database."""
        return Outcome(Answer.CANNOT_TELL, "No rule settles this kind yet.")


class Designated(Assertion):
    kind = "designated"
    label = "Designated"
    help = "Somebody is or was listed under a programme, perhaps since a day."
    takes = ("period_from", "period_to", "tense")
    roles = (Role("designation", "designation", ("designation",), most=20),)

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        since = claim.tense == "lasting" and claim.period_from
        return _say(
            _named(records, "designation", "a designation"),
            _verb(claim, records, "designation", f"{'has have' if since else 'is are'} was were"),
            "been designated" if since else "designated",
            _period(claim),
        )


class DesignatedInAction(Assertion):
    kind = "designated_in_action"
    label = "Designated in action"
    help = "An announcement designates the parties named."
    roles = (
        Role("designation", "designation", ("designation",), most=50),
        Role("action", "action", ("desk_record",), ("action",)),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return _say(
            _named(records, "designation", "a designation"),
            _verb(claim, records, "designation", "was were"),
            "designated in",
            _named(records, "action", "an action"),
        )


class Count(Assertion):
    kind = "count"
    label = "Count"
    help = "How many designations an action, a programme or a list holds."
    needs = ("comparator", "number")
    takes = ("about", "heading", "period_from", "period_to", "tense")
    roles = (
        Role("scope", "counted in", ("desk_record", "programme", "list"), ("action", "roster")),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        under = f"under the heading “{claim.heading}”" if claim.heading else ""
        return _say(
            _named(records, "scope", "an action or a programme"),
            "holds" if claim.tense == "lasting" else "held",
            _amount(claim, "designations"),
            under,
            _period(claim),
        )


class Share(Assertion):
    kind = "share"
    label = "Share"
    help = "How large a part of a roster is, or ever was, designated."
    needs = ("comparator",)
    takes = ("about", "number", "period_from", "period_to", "tense")
    roles = (
        Role("roster", "roster", ("desk_record",), ("roster",)),
        Role("scope", "designated on", ("programme", "list"), least=0, most=5),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        state = "are designated" if claim.tense == "lasting" else "are or were designated"
        scope = f"on {_named(records, 'scope', '')}" if records.get("scope") else ""
        return _say(
            _amount(claim, ""),
            "" if claim.comparator == "most" else "of",
            _named(records, "roster", "a complete roster"),
            state,
            scope,
            _period(claim),
        )


class NotListed(Assertion):
    kind = "not_listed"
    label = "Not listed"
    help = "A party has no entry on a list."
    takes = ("tense",)
    roles = (
        Role("party", "who", ("party",), most=10),
        Role("list", "list", ("list",), least=0, most=10),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return _say(
            _named(records, "party", "a party"),
            _verb(claim, records, "party", "has have had had"),
            "no entry on",
            _named(records, "list", "the lists held here"),
        )


class Position(Assertion):
    kind = "position"
    label = "Position"
    help = "Somebody holds or held a post."
    takes = ("period_from", "period_to", "tense")
    roles = (
        Role("party", "who", ("party",)),
        Role("record", "position", ("desk_record",), ("position",), most=5),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        lasting = "has held" if claim.period_from else "holds"
        return _say(
            _named(records, "party", "somebody"),
            lasting if claim.tense == "lasting" else "held",
            "the post of",
            _named(records, "record", "a position"),
            _period(claim),
        )


class LicenceInForce(Assertion):
    kind = "licence_in_force"
    label = "Licence in force"
    help = "A licence is in force; a wind-down is not the permission it winds down."
    takes = ("period_from", "period_to", "tense")
    roles = (Role("record", "licence", ("desk_record",), ("licence",), most=5),)

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return _say(
            _named(records, "record", "a licence"),
            _verb(claim, records, "record", "is are was were"),
            "in force",
            _period(claim),
        )


class Charged(Assertion):
    kind = "charged"
    label = "Charged"
    help = "A prosecutor has charged somebody."
    takes = ("authority", "period_from")
    roles = (
        Role("party", "who", ("party",), most=20),
        Role("record", "case", ("desk_record",), ("case",)),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return _say(
            _named(records, "party", "somebody"),
            _verb(claim, records, "party", "was were"),
            f"charged by {claim.authority}" if claim.authority else "charged",
            "in the case",
            _named(records, "record", "a case"),
            _period(claim),
        )


class Reward(Assertion):
    kind = "reward"
    label = "Reward"
    help = "A sum is offered for information."
    needs = ("comparator", "number", "unit")
    takes = ("about", "authority", "period_from", "tense")
    roles = (
        Role("record", "reward", ("desk_record",), ("reward",)),
        Role("party", "for", ("party",), least=0),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        whom = f"for {_named(records, 'party', '')}" if records.get("party") else ""
        return _say(
            "the reward",
            _named(records, "record", "offered"),
            whom,
            f"offered by {claim.authority}" if claim.authority else "",
            "is" if claim.tense == "lasting" else "was",
            _amount(claim, ""),
            _period(claim),
        )


class Event(Assertion):
    kind = "event"
    label = "Event"
    help = "Something dated happened, perhaps with somebody in it."
    takes = ("period_from", "period_to")
    roles = (
        Role(
            "record",
            "event",
            ("desk_record",),
            ("event", "action", "case", "licence", "reward"),
            most=5,
        ),
        Role("party", "with", ("party",), least=0, most=20),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        whom = f"with {_named(records, 'party', '')}" if records.get("party") else ""
        return _say(_named(records, "record", "an event"), "took place", whom, _period(claim))


class Interval(Assertion):
    kind = "interval"
    label = "Interval"
    help = "How long lies between two days, of records or the claim's own."
    needs = ("number", "unit")
    takes = ("comparator", "about", "period_from", "period_to")
    roles = (
        Role(
            "from",
            "from",
            ("desk_record", "designation"),
            ("action", "case", "event", "licence", "position", "reward"),
            least=0,
        ),
        Role(
            "to",
            "to",
            ("desk_record", "designation"),
            ("action", "case", "event", "licence", "position", "reward"),
            least=0,
        ),
    )

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        start = _named(records, "from", str(claim.period_from or "a day"))
        end = _named(records, "to", str(claim.period_to or "a day"))
        return _say("from", start, "to", end, "it is", _amount(claim, ""))


#: What a source may speak of; neither settles what it says.
_ABOUT = (
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
    needs = ("quote",)
    takes = ("period_from",)
    settled_by_document = True
    names_records = False
    roles = _ABOUT

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return _say("the source said:", _quoted(_ellipsis(claim.quote)), _period(claim))


class Judgement(Assertion):
    kind = "judgement"
    label = "Judgement"
    help = "An opinion. Nothing can settle it: it is attributed, and shown as such."
    takes = ("quote",)
    checkable = False
    names_records = False
    roles = _ABOUT

    @classmethod
    def sentence(cls, claim: Columns, records: Records) -> str:
        return "a judgement of its source, which nothing can settle"


ASSERTIONS: dict[str, type[Assertion]] = {
    assertion.kind: assertion
    for assertion in (
        Designated,
        DesignatedInAction,
        Count,
        Share,
        NotListed,
        Position,
        LicenceInForce,
        Charged,
        Reward,
        Event,
        Interval,
        Said,
        Judgement,
    )
}


def sentence(claim: Columns, records: Records) -> str:
    """The claim's assertion in plain language; "" while nobody has said what it asserts."""
    assertion = ASSERTIONS.get(claim.kind)
    if assertion is None:
        return ""
    text = assertion.sentence(claim, records)
    return f"{text[:1].upper()}{text[1:]}."


def _say(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def _named(records: Records, role: str, otherwise: str) -> str:
    names = list(records.get(role, ()))
    if not names:
        return otherwise
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _verb(claim: Columns, records: Records, role: str, forms: str) -> str:
    """The form that agrees: "is are was were", or "was were" where only the past is meant."""
    *lasting, one, several = forms.split()
    if lasting and claim.tense == "lasting":
        one, several = lasting
    return several if len(records.get(role, ())) > 1 else one


def _period(claim: Columns) -> str:
    start, end = claim.period_from, claim.period_to
    if start and end:
        return f"from {start} to {end}"
    if start:
        if claim.tense == "lasting":
            return f"since {start}"
        if claim.kind == "position":
            return f"from {start}"
        return f"on {start}" if start.is_day else f"in {start}"
    return f"until {end}" if end else ""


_COMPARED = {
    "exactly": "exactly {}",
    "more_than": "more than {}",
    "at_least": "at least {}",
    "fewer_than": "fewer than {}",
    "up_to": "up to {}",
    "most": "most of",
    "all": "all",
    "none": "none",
    "": "{}",
}
_INNER = str.maketrans("“”", "‘’")
_SIGNS = {"USD": "$", "EUR": "€"}


def _amount(claim: Columns, noun: str) -> str:
    number = "" if claim.number is None else f"{claim.number.normalize():,f}"
    if claim.unit in _SIGNS:
        number = f"{_SIGNS[claim.unit]}{number}"
    elif unit := (claim.unit or noun):
        number = f"{number} {unit if claim.number != 1 else unit.removesuffix('s')}"
    compared = _COMPARED[claim.comparator].format(number)
    return f"about {compared}" if claim.about else compared


def _quoted(text: str) -> str:
    """In quotation marks, those within made single."""
    return f"“{text.translate(_INNER)}”"


def _ellipsis(text: str, most: int = 160) -> str:
    return text if len(text) <= most else f"{text[:most].rsplit(' ', 1)[0]} …"
