"""Words that several kinds share."""

from decimal import Decimal

import pytest

from newsroom.assertions.phrases import capped, counted, ellipsis, joined, money, the_list, when
from tests.newsroom.assertions.made import partial


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("a", "a"),
        ("ab", "a and b"),
        ("abc", "a, b and c"),
        ("abcd", "a, b, c and d"),
        ("abcde", "a, b, c and 2 others"),
    ],
)
def test_many_names_are_counted(words, told):
    assert capped(list(words)) == told
    assert joined(list(words[:3])) == capped(list(words[:3]))


@pytest.mark.parametrize(
    ("amount", "currency", "told"),
    [
        (15_000_000, "USD", "$15 million"),
        (1_000_000, "EUR", "€1 million"),
        (999_999, "GBP", "£999,999"),
        (2_500_000, "CHF", "CHF 2.5 million"),
        (100, "USD", "$100"),
    ],
)
def test_sums(amount, currency, told):
    assert money(Decimal(amount), currency) == told


def test_numbers_days_and_lists():
    assert [counted(one, "party") for one in (0, 1, 2000)] == [
        "0 parties",
        "1 party",
        "2,000 parties",
    ]
    assert counted(2, "day") == "2 days"
    days = ["31 July 2017", "July 2017", "2017", "2017-07-30/2017-08-02"]
    assert [when(day) for one in days if (day := partial(one))] == [
        "on 31 July 2017", "in July 2017", "in 2017", "between 30 July 2017 and 2 August 2017",
    ]  # fmt: skip
    assert the_list("OFAC SDN list") == "the OFAC SDN list"
    assert the_list("UK Sanctions List") == "the UK Sanctions List"
    assert the_list("EU sanctions") == "the list “EU sanctions”"


def test_long_words_are_cut_between_words():
    assert ellipsis("a" * 160) == "a" * 160
    assert ellipsis(f"{'a' * 80} {'b' * 80}") == f"{'a' * 80} …"
