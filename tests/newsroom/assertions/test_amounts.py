"""Numbers compared as the words compare them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from newsroom.assertions.amounts import Range, compared, rounding
from tests.newsroom.assertions.made import NO, OPEN, YES


@pytest.mark.parametrize(
    ("low", "high", "comparator", "number", "answer"),
    [
        (20, 20, "exactly", 20, YES),
        (19, 20, "exactly", 20, OPEN),
        (20, 21, "exactly", 20, OPEN),
        (19, 21, "exactly", 20, OPEN),
        (21, 30, "exactly", 20, NO),
        (10, 19, "exactly", 20, NO),
        (20, None, "exactly", 20, OPEN),
        (21, None, "exactly", 20, NO),
        (20, 20, "", 20, YES),
        (21, 21, "more_than", 20, YES),
        (20, 20, "more_than", 20, NO),
        (20, 21, "more_than", 20, OPEN),
        (21, None, "more_than", 20, YES),
        (20, None, "more_than", 20, OPEN),
        (20, 20, "at_least", 20, YES),
        (19, 19, "at_least", 20, NO),
        (19, 20, "at_least", 20, OPEN),
        (19, None, "at_least", 20, OPEN),
        (19, 19, "fewer_than", 20, YES),
        (20, 20, "fewer_than", 20, NO),
        (19, 20, "fewer_than", 20, OPEN),
        (19, None, "fewer_than", 20, OPEN),
        (20, None, "fewer_than", 20, NO),
        (20, 20, "up_to", 20, YES),
        (10, 19, "up_to", 20, YES),
        (21, 30, "at_least", 20, YES),
        (10, 19, "more_than", 20, NO),
        (21, 21, "up_to", 20, NO),
        (20, 21, "up_to", 20, OPEN),
        (20, None, "up_to", 20, OPEN),
        (21, None, "up_to", 20, NO),
    ],
)
def test_both_ends_decide(low, high, comparator, number, answer):
    assert compared(Range.of(low, high), comparator, Decimal(number)) == answer


@pytest.mark.parametrize(
    ("value", "number", "answer"),
    [
        ("14.99", 20, NO),
        ("15", 20, YES),
        ("24.99", 20, YES),
        ("25", 20, NO),
        ("0.5", 1, YES),
        ("1.5", 1, NO),
        ("20.4", 21, NO),
        ("20.5", 21, YES),
        ("12.4", 15, NO),
        ("12.5", 15, YES),
        ("17.5", 15, NO),
        ("74", 100, NO),
        ("75", 100, YES),
        ("125", 100, NO),
        ("1850", 1900, YES),
        ("1950", 1900, NO),
        ("45", 50, YES),
        ("55", 50, NO),
    ],
)
def test_about_means_that_it_rounds_to_the_number(value, number, answer):
    found = Range.of(Decimal(value), Decimal(value))
    assert compared(found, "", Decimal(number), about=True) == answer


def test_about_rounds_both_ends_before_any_comparison():
    assert compared(Range.of(18, 18), "at_least", Decimal(20), about=True) == YES
    assert compared(Range.of(24, 24), "more_than", Decimal(20), about=True) == NO
    assert compared(Range.of(18, 30), "exactly", Decimal(20), about=True) == OPEN
    assert compared(Range.of(18, None), "at_least", Decimal(20), about=True) == YES
    assert compared(Range.of(18, None), "exactly", Decimal(20), about=True) == OPEN


@pytest.mark.parametrize(
    ("number", "step"),
    [
        ("1", 1), ("2", 1), ("5", 1), ("8", 1), ("10", 5), ("12", 1), ("15", 5), ("20", 10),
        ("25", 5), ("32", 1), ("50", 10), ("100", 50), ("150", 50), ("1900", 100), ("2000", 1000),
        ("0.5", Fraction(1, 10)), ("2.5", Fraction(1, 2)), ("15000000", 5_000_000),
    ],
)  # fmt: skip
def test_the_steps_in_which_about_rounds(number, step):
    assert rounding(Decimal(number)) == step
