"""A source said so: the quoted words stand in a kept document."""

import pytest

from newsroom.assertions import sentence
from newsroom.facts import DocumentFacts
from tests.newsroom.assertions.made import NO, OPEN, YES, claim, day, settle, told

KEPT = {"id": "d", "title": "Statement", "publisher": "Treasury", "dated": day("2024-11-27")}
NAMED = "“Statement” (Treasury, 27 November 2024)"


def asked(stated=None, **columns):
    document = DocumentFacts(**{**KEPT, **columns})
    return settle(stated or claim("said", quote="a desperate act"), document=document)


def test_the_words_stand_in_the_document():
    assert told(asked(found_in="text")) == (
        YES,
        f"The quoted words stand word for word in {NAMED}.",
    )
    assert told(asked(found_in="original", is_translation=True)) == (
        YES,
        f"The quoted words stand word for word in the original of {NAMED}.",
    )
    assert asked(found_in="text", publisher="", dated=None).reason == (
        "The quoted words stand word for word in “Statement”."
    )


def test_the_document_has_almost_these_words():
    assert told(asked(nearest="a “very” desperate act")) == (
        NO,
        (
            f"The kept text of {NAMED} does not have the quoted words; nearest to them it has "
            "“a ‘very’ desperate act”."
        ),
    )


def test_the_document_has_no_such_words():
    found = asked()
    assert told(found) == (OPEN, f"The kept text of {NAMED} does not have the quoted words.")
    assert found.missing == "a kept document that holds the quoted words"
    assert asked(is_translation=True).reason == (
        f"The kept text of {NAMED} does not have the quoted words, nor does what it is a "
        "translation of."
    )


def test_no_document():
    found = settle(claim("said", quote="a desperate act"))
    assert told(found) == (
        OPEN,
        "No kept document that readers may see holds what was said.",
    )
    assert found.missing == "a kept document that holds the words, and that readers may see"


def test_reported_speech_is_not_matched():
    found = asked(claim("said", quote="they reject it", reported=True), found_in="text")
    assert told(found) == (
        OPEN,
        f"The claim puts in our words what {NAMED} says, and only a reader can compare the two.",
    )
    assert found.missing == "the source's own words, as a quotation"


@pytest.mark.parametrize(
    ("period", "answer", "ending"),
    [
        ("27 November 2024", YES, "."),
        ("2024", YES, "."),
        ("2023", NO, "; that is not in 2023."),
        ("26 November 2024", NO, "; that is not on 26 November 2024."),
    ],
)
def test_when_it_was_said(period, answer, ending):
    stated = claim("said", quote="a desperate act", period_from=period)
    assert told(asked(stated, found_in="text")) == (
        answer,
        f"The quoted words stand word for word in {NAMED}{ending}",
    )


def test_a_document_without_a_day():
    stated = claim("said", quote="a desperate act", period_from="2024")
    found = asked(stated, found_in="text", dated=None)
    assert told(found) == (
        OPEN,
        (
            "The quoted words stand word for word in “Statement” (Treasury), for which no day is "
            "known."
        ),
    )
    assert found.missing == "the day of “Statement”"


def test_its_sentence():
    stated = claim("said", quote="they reject it", reported=True, period_from="2024")
    assert sentence(stated, {}) == "The source said in 2024, in our words: they reject it."


def test_a_judgement_is_settled_by_nothing():
    assert told(settle(claim("judgement"), hidden=1)) == (OPEN, "Nothing can settle a judgement.")
