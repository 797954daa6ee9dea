"""Who acts: a claim that names somebody is not true because somebody else did it."""

import pytest

from newsroom.assertions.authorities import acted, same_authority
from newsroom.facts import Answer, Outcome

STATE = "US Department of State, Narcotics Rewards Program"
JUSTICE = "US Department of Justice"


@pytest.mark.parametrize(
    ("claimed", "recorded", "answer"),
    [
        ("the State Department", STATE, Answer.YES),
        ("the Department of State’s Narcotics Rewards Program", STATE, Answer.YES),
        ("US prosecutors", STATE, Answer.NO),
        ("US prosecutors", JUSTICE, Answer.YES),
        ("federal prosecutors in New York", JUSTICE, Answer.YES),
        ("the Department of Justice", JUSTICE, Answer.YES),
        ("the Treasury", JUSTICE, Answer.NO),
        ("OFAC", "US Treasury, OFAC", Answer.YES),
        ("the government", JUSTICE, Answer.CANNOT_TELL),
        ("the Court of Caracas", "Court of Caracas", Answer.YES),
        ("the Court of Valencia", "Court of Caracas", Answer.CANNOT_TELL),
    ],
)
def test_who_acts(claimed: str, recorded: str, answer: Answer) -> None:
    assert same_authority(claimed, recorded) is answer


def test_somebody_else_contradicts_the_claim_and_an_unknown_one_leaves_it_open() -> None:
    so = Outcome(Answer.YES, "So it is.")
    assert acted(so, "", "", "offered") == so
    assert acted(so, "the State Department", STATE, "offered") == so
    other = acted(so, "US prosecutors", STATE, "offered")
    assert other == Outcome(Answer.NO, f"It is offered by {STATE}; the claim says US prosecutors.")
    nobody = acted(so, "US prosecutors", "", "offered")
    assert nobody.answer is Answer.CANNOT_TELL
    assert nobody.missing == "by whom it is offered"
    unclear = acted(so, "the government", STATE, "offered")
    assert unclear.answer is Answer.CANNOT_TELL
    assert unclear.reason.startswith("So it is. ")
    assert unclear.missing == f"whether the government means {STATE}"


def test_what_is_not_so_stays_so_whoever_acts() -> None:
    no = Outcome(Answer.NO, "It is not so.")
    assert acted(no, "the government", "", "offered") == no
