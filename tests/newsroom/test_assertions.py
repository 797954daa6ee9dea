"""What a claim can assert: every kind says so in plain language, and the model can hold it."""

from decimal import Decimal

import pytest

from newsroom.assertions import ASSERTIONS, sentence
from newsroom.models import Claim, ClaimLink
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord

SENTENCES = [
    (
        Claim(kind="designated", tense="lasting", period_from=PartialDate.parse("31 July 2017")),
        {"designation": ["Nicolás Maduro Moros (OFAC SDN 22790)"]},
        "Nicolás Maduro Moros (OFAC SDN 22790) has been designated since 31 July 2017.",
    ),
    (
        Claim(kind="designated_in_action"),
        {"designation": ["A", "B"], "action": ["the action of 27 November 2024"]},
        "A and B were designated in the action of 27 November 2024.",
    ),
    (
        Claim(kind="count", comparator="more_than", number=Decimal(20)),
        {"scope": ["The action of 27 November 2024"]},
        "The action of 27 November 2024 held more than 20 designations.",
    ),
    (
        Claim(kind="count", comparator="exactly", number=Decimal(1), heading="GNB Officials"),
        {"scope": ["The action"]},
        "The action held exactly 1 designation under the heading “GNB Officials”.",
    ),
    (
        Claim(kind="share", comparator="most"),
        {"roster": ["the cabinet"], "scope": ["OFAC SDN list"]},
        "Most of the cabinet are or were designated on OFAC SDN list.",
    ),
    (
        Claim(kind="not_listed", tense="lasting"),
        {"party": ["Edmundo González"]},
        "Edmundo González has no entry on the lists held here.",
    ),
    (
        Claim(kind="position", tense="lasting", period_from=PartialDate.parse("April 2024")),
        {"party": ["Aníbal Coronado"], "record": ["minister of the Office of the President"]},
        (
            "Aníbal Coronado has held the post of minister of the Office of the President"
            " since April 2024."
        ),
    ),
    (
        Claim(kind="licence_in_force", tense="lasting"),
        {"record": ["Venezuela general licence 41"]},
        "Venezuela general licence 41 is in force.",
    ),
    (
        Claim(kind="charged", period_from=PartialDate.parse("March 2020")),
        {"party": ["Nicolás Maduro"], "record": ["the indictment"]},
        "Nicolás Maduro was charged in the case the indictment in March 2020.",
    ),
    (
        Claim(
            kind="reward",
            comparator="up_to",
            number=Decimal(15_000_000),
            unit="USD",
            tense="lasting",
        ),
        {"record": ["for Nicolás Maduro"]},
        "The reward for Nicolás Maduro is up to $15,000,000.",
    ),
    (
        Claim(kind="event", period_from=PartialDate.parse("28 July 2024")),
        {"record": ["The presidential election"]},
        "The presidential election is dated 28 July 2024.",
    ),
    (
        Claim(kind="interval", comparator="exactly", number=Decimal(4), unit="months"),
        {"from": ["the election"], "to": ["the action"]},
        "From the election to the action it is exactly 4 months.",
    ),
    (
        Claim(kind="interval", about=True, number=Decimal(1), unit="weeks"),
        {"from": ["the statement"], "to": ["the action"]},
        "From the statement to the action it is about 1 week.",
    ),
    (
        Claim(kind="said", quote="a desperate attempt to silence the voices of its citizens"),
        {},
        "The source said: “a desperate attempt to silence the voices of its citizens”.",
    ),
    (
        Claim(kind="said", quote="it is called “SEBIN” there"),
        {},
        "The source said: “it is called ‘SEBIN’ there”.",
    ),
    (
        Claim(kind="position", period_from=PartialDate.parse("2018")),
        {"party": ["Delcy Rodríguez"], "record": ["vice-president"]},
        "Delcy Rodríguez held the post of vice-president from 2018.",
    ),
    (
        Claim(kind="designated", period_from=PartialDate.parse("2018")),
        {"designation": ["Delcy Rodríguez"]},
        "Delcy Rodríguez was designated in 2018.",
    ),
    (Claim(kind="judgement"), {}, "A judgement of its source, which nothing can settle."),
]


@pytest.mark.parametrize(("claim", "records", "said"), SENTENCES)
def test_an_assertion_is_said_in_plain_language(claim, records, said):
    assert sentence(claim, records) == said


def test_every_kind_has_a_sentence_here():
    assert {claim.kind for claim, _, _ in SENTENCES} == set(ASSERTIONS)


def test_a_claim_without_a_kind_says_nothing():
    assert sentence(Claim(), {}) == ""


def test_the_model_and_the_vocabulary_name_the_same_kinds():
    assert [(kind, a.label) for kind, a in ASSERTIONS.items()] == list(
        Claim._meta.get_field("kind").flatchoices
    )


@pytest.mark.parametrize("assertion", ASSERTIONS.values())
def test_columns_roles_and_targets_exist_in_the_model(assertion):
    columns = {field.name for field in Claim._meta.get_fields()}
    assert set(assertion.columns()) <= columns
    for role in assertion.roles:
        assert role.name in ClaimLink.Role.values
        assert set(role.targets) <= set(ClaimLink.TARGETS)
        assert set(role.record_kinds) <= set(DeskRecord.Kind.values)
        assert role.least <= role.most
