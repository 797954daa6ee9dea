"""What each kind asks of a claim: a change here is a change of what the desk and the JSON know."""

import pytest

from newsroom.assertions import ASSERTIONS, choices, sentence
from tests.newsroom.assertions.made import claim, lasting

ACTS = ("action", "case", "event", "licence", "reward")
DATED = ("action", "case", "event", "licence", "position", "reward")

#: Label, what it needs, what it takes besides, and its roles with how many records they hold.
KINDS = {
    "designated": ("Designated", "", "period_from period_to tense", ["designation 1-20"]),
    "designated_in_action": (
        "Designated in action", "", "", ["designation 1-50", "action 1-1"],
    ),
    "count": (
        "Count", "comparator number", "about heading period_from period_to tense", ["scope 1-1"],
    ),
    "share": (
        "Share", "comparator", "about number period_from period_to tense",
        ["roster 1-1", "scope 0-5"],
    ),
    "not_listed": ("Not listed", "", "tense", ["party 1-10", "list 0-10", "scope 0-10"]),
    "position": ("Position", "", "period_from period_to tense", ["party 1-1", "record 1-5"]),
    "licence_in_force": ("Licence in force", "", "period_from period_to tense", ["record 1-5"]),
    "charged": ("Charged", "", "authority period_from", ["party 1-20", "record 1-1"]),
    "reward": (
        "Reward", "comparator number unit", "about authority period_from tense",
        ["record 1-1", "party 0-1"],
    ),
    "event": ("Event", "", "period_from period_to", ["record 1-5", "party 0-20"]),
    "interval": (
        "Interval", "number unit", "comparator about period_from period_to",
        ["from 0-1", "to 0-1"],
    ),
    "said": ("Said", "quote", "reported period_from", ["record 0-5", "party 0-20"]),
    "judgement": ("Judgement", "", "quote", ["record 0-5", "party 0-20"]),
}  # fmt: skip

#: What may play a part that is not simply called after it.
TARGETS = {
    ("designated", "designation"): (("designation",), ()),
    ("designated_in_action", "designation"): (("designation",), ()),
    ("designated_in_action", "action"): (("desk_record",), ("action",)),
    ("count", "scope"): (("desk_record", "programme", "list"), ("action", "roster")),
    ("share", "roster"): (("desk_record",), ("roster",)),
    ("share", "scope"): (("programme", "list"), ()),
    ("not_listed", "list"): (("list",), ()),
    ("not_listed", "scope"): (("programme",), ()),
    ("position", "record"): (("desk_record",), ("position",)),
    ("licence_in_force", "record"): (("desk_record",), ("licence",)),
    ("charged", "record"): (("desk_record",), ("case",)),
    ("reward", "record"): (("desk_record",), ("reward",)),
    ("event", "record"): (("desk_record",), ("event", "action", "case", "licence", "reward")),
    ("interval", "from"): (("desk_record", "designation"), DATED),
    ("interval", "to"): (("desk_record", "designation"), DATED),
    ("said", "record"): (("desk_record",), ACTS),
    ("judgement", "record"): (("desk_record",), ACTS),
}


def test_the_kinds_stand_in_the_order_in_which_they_are_offered():
    assert choices() == [(name, label) for name, (label, *_) in KINDS.items()]
    places = [kind.place for kind in ASSERTIONS.values()]
    assert places == list(range(10, 131, 10))


@pytest.mark.parametrize("name", KINDS)
def test_what_a_kind_asks_for(name):
    kind = ASSERTIONS[name]
    roles = [f"{role.name} {role.least}-{role.most}" for role in kind.roles]
    assert (kind.label, " ".join(kind.needs), " ".join(kind.takes), roles) == KINDS[name]
    assert kind.columns() == kind.needs + kind.takes
    assert kind.help[0].isupper()
    assert kind.help.endswith(".")
    for role in kind.roles:
        expected = TARGETS.get((name, role.name), (("party",), ()))
        assert (role.targets, role.record_kinds) == expected


def test_what_the_database_asks_of_a_claim():
    asked = {name: kind.constraint for name, kind in ASSERTIONS.items() if kind.constraint}
    assert {name: one.name for name, one in asked.items()} == {
        "count": "count_has_number_and_comparator",
        "share": "share_has_a_comparator",
        "reward": "reward_claim_has_amount_and_currency",
        "interval": "interval_has_number_and_unit",
        "said": "said_has_a_quote",
    }
    assert asked["reward"].units == ("USD", "EUR")
    assert asked["interval"].units == ("days", "weeks", "months", "years")
    assert [name for name, one in asked.items() if one.above_zero] == ["reward"]
    assert all(one.message.endswith((".", "…")) for one in asked.values())


@pytest.mark.parametrize(
    ("quality", "kinds"),
    [
        ("checkable", set(KINDS) - {"judgement"}),
        ("names_records", set(KINDS) - {"judgement", "said"}),
        ("settled_by_document", {"said"}),
        ("about_parties", {"not_listed"}),
        ("tallies", {"count"}),
        ("reads_every_list", {"not_listed", "share"}),
    ],
)
def test_what_a_kind_is(quality, kinds):
    assert {name for name, kind in ASSERTIONS.items() if getattr(kind, quality)} == kinds


def test_which_claims_can_become_outdated():
    able = {name for name, kind in ASSERTIONS.items() if kind.lasts(lasting(name))}
    assert able == {
        "designated", "count", "share", "not_listed", "position", "licence_in_force", "reward",
    }  # fmt: skip
    assert not any(kind.lasts(claim(name)) for name, kind in ASSERTIONS.items())


SENTENCES = [
    (lasting("designated"), {"designation": ["A"]}, "A is designated."),
    (lasting("designated"), {"designation": ["A", "B"]}, "A and B are designated."),
    (claim("designated"), {"designation": ["A", "B"]}, "A and B were designated."),
    (claim("designated", period_from="2018"), {}, "A designation was designated in 2018."),
    (
        lasting("designated", period_from="2018"),
        {"designation": ["A", "B"]},
        "A and B have been designated since 2018.",
    ),
    (
        claim("designated_in_action"),
        {},
        "A designation was designated in an action.",
    ),
    (
        claim("designated_in_action"),
        {"designation": list("ABCDEF"), "action": ["the action"]},
        "A, B, C and 3 more were designated in the action.",
    ),
    (
        lasting("count", comparator="exactly", number=20, about=True, heading="GNB"),
        {},
        "An action or a programme holds about 20 designations under the heading “GNB”.",
    ),
    (
        claim("count", comparator="at_least", number=1, period_from="2017", period_to="2018"),
        {"scope": ["The list"]},
        "The list held at least 1 designation from 2017 to 2018.",
    ),
    (
        lasting("share", comparator="all"),
        {"scope": ["the list"]},
        "All of a complete roster are designated on the list.",
    ),
    (
        claim("share", comparator="fewer_than", number=3),
        {"roster": ["the cabinet"]},
        "Fewer than 3 of the cabinet are or were designated.",
    ),
    (claim("share", comparator="none"), {}, "None of a complete roster are or were designated."),
    (lasting("position"), {}, "Somebody holds the post of a position."),
    (
        claim("position", period_to="2020"),
        {"party": ["A"], "record": ["minister"]},
        "A held the post of minister until 2020.",
    ),
    (
        lasting("licence_in_force", period_from="2022"),
        {"record": ["A", "B"]},
        "A and B are in force since 2022.",
    ),
    (claim("licence_in_force"), {}, "A licence was in force."),
    (
        claim("charged", authority="the DOJ"),
        {"party": ["A", "B"], "record": ["the case"]},
        "A and B were charged by the DOJ in the case the case.",
    ),
    (claim("charged"), {}, "Somebody was charged in the case a case."),
    (
        claim("reward", number="2500", comparator="fewer_than", unit="USD", authority="State"),
        {"record": ["for a thing"], "party": ["Ana"]},
        "The reward for a thing for Ana offered by State was fewer than $2,500.",
    ),
    (
        claim("event"),
        {"party": ["Ana"]},
        "An event took place with Ana.",
    ),
    (
        # It may have been still to come when the words were published.
        claim("event", period_from="20 January 2025"),
        {"party": ["Ana"], "record": ["the inauguration"]},
        "The inauguration, with Ana, is dated 20 January 2025.",
    ),
    (
        claim("event", period_from="2023", period_to="2024"),
        {"record": ["the vote", "the count"]},
        "The vote and the count are dated from 2023 to 2024.",
    ),
    (claim("event", period_to="2024"), {}, "An event is dated 2024 or before."),
    (
        claim("interval", number=1, unit="days", comparator="more_than"),
        {},
        "From a day to a day it is more than 1 day.",
    ),
    (
        claim("interval", number=2, unit="days", period_from="2024", period_to="2025"),
        {},
        "From 2024 to 2025 it is 2 days.",
    ),
    (
        claim("said", quote=f"{'word ' * 40}end"),
        {},
        f"The source said: “{'word ' * 31}word …”.",
    ),
    (claim("judgement"), {}, "A judgement of its source, which nothing can settle."),
    (claim(""), {}, ""),
]


@pytest.mark.parametrize(("stated", "records", "said"), SENTENCES)
def test_an_assertion_in_plain_language(stated, records, said):
    assert sentence(stated, records) == said
