"""What a claim's own words offer for its assertion: named, and no more exact."""

from __future__ import annotations

from datetime import date

import pytest

from newsroom.assertions import ASSERTIONS
from newsroom.words import Offer, offers
from newsroom.words.offer import short

#: A Wednesday.
DAY = date(2024, 11, 27)


def values(words: str, kind: str, day: date | None = DAY) -> list[dict[str, str]]:
    """The offers for a kind, without the columns that they empty."""
    return [
        {name: value for name, value in offer.values if value}
        for offer in offers(words, kind=kind, day=day)
    ]


def number(words: str, kind: str = "count") -> dict[str, str] | None:
    """The one offer of a number in the words."""
    found = [one for one in values(words, kind) if "number" in one]
    assert len(found) <= 1, found
    return found[0] if found else None


# ---- Numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("21", "21"),
        ("zero", "0"),
        ("two", "2"),
        ("three", "3"),
        ("four", "4"),
        ("five", "5"),
        ("six", "6"),
        ("seven", "7"),
        ("eight", "8"),
        ("nine", "9"),
        ("Ten", "10"),
        ("eleven", "11"),
        ("twelve", "12"),
        ("thirteen", "13"),
        ("fourteen", "14"),
        ("fifteen", "15"),
        ("sixteen", "16"),
        ("seventeen", "17"),
        ("eighteen", "18"),
        ("nineteen", "19"),
        ("twenty", "20"),
        ("twenty-one", "21"),
        ("thirty two", "32"),
        ("forty-nine", "49"),
        ("fifty", "50"),
        ("sixty", "60"),
        ("seventy", "70"),
        ("eighty", "80"),
        ("ninety-nine", "99"),
        ("2,000", "2000"),
        ("1,234,567", "1234567"),
        ("2.5", "2.5"),
        ("a dozen", "12"),
        ("two dozen", "24"),
        ("a hundred", "100"),
        ("three thousand", "3000"),
        ("2 million", "2000000"),
        ("one million", "1000000"),
        ("1.5 billion", "1500000000"),
    ],
)
def test_a_number_is_read_in_digits_and_in_words(words: str, read: str) -> None:
    assert number(f"{words} officials") == {"comparator": "exactly", "number": read}


@pytest.mark.parametrize(
    ("words", "comparator"),
    [
        ("more than", "more_than"),
        ("More  than", "more_than"),
        ("over", "more_than"),
        ("upwards of", "more_than"),
        ("in excess of", "more_than"),
        ("at least", "at_least"),
        ("no fewer than", "at_least"),
        ("not fewer than", "at_least"),
        ("no less than", "at_least"),
        ("not less than", "at_least"),
        ("a minimum of", "at_least"),
        ("fewer than", "fewer_than"),
        ("less than", "fewer_than"),
        ("under", "fewer_than"),
        ("below", "fewer_than"),
        ("up to", "up_to"),
        ("as many as", "up_to"),
        ("as much as", "up_to"),
        ("at most", "up_to"),
        ("no more than", "up_to"),
        ("not more than", "up_to"),
        ("a maximum of", "up_to"),
        ("exactly", "exactly"),
        ("precisely", "exactly"),
        ("the", "exactly"),
    ],
)
def test_what_a_number_is_compared_by_is_read(words: str, comparator: str) -> None:
    assert number(f"{words} 20 officials") == {"comparator": comparator, "number": "20"}


@pytest.mark.parametrize(
    "about",
    [
        "about",
        "nearly",
        "almost",
        "some",
        "around",
        "roughly",
        "approximately",
        "close to",
        "circa",
    ],
)
def test_a_loose_number_is_about_that_many(about: str) -> None:
    assert number(f"{about} 2,000 individuals") == {
        "comparator": "exactly",
        "about": "on",
        "number": "2000",
    }


@pytest.mark.parametrize(
    "words",
    [
        "Zone Command No. 51",
        "no. 51",
        "Nos. 51",
        "number 51",
        "General licence 41",
        "General license 41",
        "Executive Order 13692",
        "Resolution 2231",
        "article 5",
        "section 7",
        "aged 54",
        "age 54",
        "41A",
        "the 20th",
        "G20",
        "20%",
        "20 %",
        "20 per cent of them",
        "20 percent",
        "one of the officials",
        "an official",
        "a list",
        "¥100",
        "#12",
        "A-12",
        "5 m away",
        "in 2017",
        "31 July 2017",
        "C$15 million",
    ],
)
def test_a_number_that_counts_nothing_is_not_offered(words: str) -> None:
    assert number(words) is None


def test_an_offer_names_the_words_and_says_what_they_mean() -> None:
    (offer,) = offers("more than 20 officials", kind="count")
    assert offer == Offer(
        "more than 20",
        "more than 20",
        (("comparator", "more_than"), ("about", ""), ("number", "20"), ("unit", "")),
    )
    assert offer.line == "more than 20"
    (loose,) = offers("nearly 2,000 individuals", kind="count")
    assert loose.line == "nearly 2,000: about 2,000"
    (exact,) = offers("Twenty-one", kind="count")
    assert exact.line == "Twenty-one: exactly 21"


def test_each_number_is_offered_once_in_their_order() -> None:
    found = values("10 of the 21, not 10", "count")
    assert [one["number"] for one in found] == ["10", "21"]


# ---- Amounts and durations ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("up to $15 million", ("up_to", "15000000", "USD")),
        ("US$15m", ("exactly", "15000000", "USD")),
        ("USD 15mn", ("exactly", "15000000", "USD")),
        ("usd15 million", ("exactly", "15000000", "USD")),
        ("$250k", ("exactly", "250000", "USD")),
        ("$1,500", ("exactly", "1500", "USD")),
        ("€2.5bn", ("exactly", "2500000000", "EUR")),
        ("more than EUR 3 billion", ("more_than", "3000000000", "EUR")),
        ("£7 million", ("exactly", "7000000", "GBP")),
        ("GBP 7", ("exactly", "7", "GBP")),
        ("15 million dollars", ("exactly", "15000000", "USD")),
        ("15 million US dollars", ("exactly", "15000000", "USD")),
        ("a million euros", ("exactly", "1000000", "EUR")),
        ("one euro", ("exactly", "1", "EUR")),
        ("ten pounds", ("exactly", "10", "GBP")),
    ],
)
def test_an_amount_has_its_currency(words: str, expected: tuple[str, str, str]) -> None:
    comparator, amount, unit = expected
    (found,) = values(f"a reward of {words} for him", "reward")
    assert found == {"comparator": comparator, "number": amount, "unit": unit}
    assert number(words, "count") is None, "which has no unit"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("four months", {"number": "4", "unit": "months"}),
        ("exactly four months", {"comparator": "exactly", "number": "4", "unit": "months"}),
        ("just one week after", {"number": "1", "unit": "weeks"}),
        ("a week", {"number": "1", "unit": "weeks"}),
        ("three years later", {"number": "3", "unit": "years"}),
        ("Eight days before", {"number": "8", "unit": "days"}),
        ("a four-month wait", {"number": "4", "unit": "months"}),
        ("about a year", {"about": "on", "number": "1", "unit": "years"}),
        ("more than ten days", {"comparator": "more_than", "number": "10", "unit": "days"}),
        (
            "About two years and eight months later",
            {"about": "on", "number": "32", "unit": "months"},
        ),
        ("one year, one month", {"number": "13", "unit": "months"}),
    ],
)
def test_a_duration_is_an_intervals_number(words: str, expected: dict[str, str]) -> None:
    assert number(words, "interval") == expected
    assert number(words, "reward") is None


@pytest.mark.parametrize(
    ("words", "kind", "line"),
    [
        ("up to $15 million", "reward", "up to $15 million: up to $15,000,000"),
        ("€2.5bn", "reward", "€2.5bn: exactly €2,500,000,000"),
        ("£1", "reward", "£1: exactly £1"),
        ("one week", "interval", "one week: 1 week"),
        ("four months", "interval", "four months: 4 months"),
        ("about a year", "interval", "about a year: about 1 year"),
    ],
)
def test_amounts_and_durations_are_said_in_full(words: str, kind: str, line: str) -> None:
    assert [one.line for one in offers(words, kind=kind)] == [line]


# ---- Shares ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "comparator", "says"),
    [
        ("Most of cabinet members", "most", "most of"),
        ("the majority of them", "most", "most of"),
        ("a majority of them", "most", "most of"),
        ("more than half of them", "most", "most of"),
        ("more than half", "most", "most of"),
        ("All of them", "all", "all"),
        ("all the ministers", "all", "all"),
        ("all its ministers", "all", "all"),
        ("all their ministers", "all", "all"),
        ("all 21", "all", "all"),
        ("every one of them", "all", "all"),
        ("each of them", "all", "all"),
        ("None of them", "none", "none"),
        ("not one of them", "none", "none"),
    ],
)
def test_a_share_in_words_is_offered(words: str, comparator: str, says: str) -> None:
    found = [one for one in offers(words, kind="share") if ("number", "") in one.values]
    assert [one.values for one in found] == [
        (("comparator", comparator), ("about", ""), ("number", ""))
    ]
    assert found[0].says == says
    assert found[0].words.lower() in words.lower()
    assert {"comparator": comparator} not in values(words, "count")


@pytest.mark.parametrize("words", ["half of them", "the most important", "overall of", "all told"])
def test_what_no_column_holds_is_not_offered(words: str) -> None:
    assert values(words, "share") == []


# ---- Dates ----------------------------------------------------------------------------------


def dates(words: str, kind: str = "designated", day: date | None = DAY) -> list[dict[str, str]]:
    return [
        {name: value for name, value in one.items() if name.startswith("period")}
        for one in values(words, kind, day)
        if "period_from" in one or "period_to" in one
    ]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("since July 31, 2017", "31 July 2017"),
        ("Since July 31st, 2017", "31 July 2017"),
        ("on July 31 2017", "31 July 2017"),
        ("31 July 2017", "31 July 2017"),
        ("22nd July 2017", "22 July 2017"),
        ("3rd July 2017", "3 July 2017"),
        ("4th July, 2017", "4 July 2017"),
        ("2017-07-31", "31 July 2017"),
        ("Jan. 6, 2021", "6 January 2021"),
        ("6 Feb 2021", "6 February 2021"),
        ("Mar 2021", "March 2021"),
        ("Apr. 2021", "April 2021"),
        ("Jun 2021", "June 2021"),
        ("Jul 2021", "July 2021"),
        ("Aug 2021", "August 2021"),
        ("Sept. 2021", "September 2021"),
        ("Sep 2021", "September 2021"),
        ("Oct 2021", "October 2021"),
        ("Nov 2021", "November 2021"),
        ("Dec 2021", "December 2021"),
        ("in May 2018", "May 2018"),
        ("May of 2018", "May 2018"),
        ("early June, 2018", "June 2018"),
        ("in 2018", "2018"),
        ("late 2018", "2018"),
        ("mid-1999", "1999"),
        ("during 2018", "2018"),
        ("circa 2017", "2016-01-01/2018-12-31"),
        ("c. 2017", "2016-01-01/2018-12-31"),
        ("since around April 2018", "2018-03-01/2018-05-31"),
        ("about 31 July 2017", "2017-06-01/2017-08-31"),
        ("approximately December 2017", "2017-11-01/2018-01-31"),
    ],
)
def test_a_date_keeps_its_precision(words: str, read: str) -> None:
    assert dates(f"listed {words} at last", day=None) == [{"period_from": read}]


@pytest.mark.parametrize(
    "words",
    [
        "by July 31, 2017",
        "before 2018",
        "after July 2018",
        "next July 2018",
        "31 November 2024",
        "2024-13-01",
        "2,017",
        "12017",
        "2017.5",
        "$2017",
        "1812",
    ],
)
def test_what_is_no_day_is_not_made_one(words: str) -> None:
    assert dates(f"listed {words}") == []


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("sanctioned Wednesday", "27 November 2024"),
        ("on Tuesday sanctioned them", "26 November 2024"),
        ("sanctioned on Thursday", "21 November 2024"),
        ("was listed Monday", "25 November 2024"),
        ("were listed Friday", "22 November 2024"),
        ("put on it Saturday", "23 November 2024"),
        ("Sunday, they met", "24 November 2024"),
        ("minister since April", "April 2024"),
        ("was listed in December", "December 2023"),
        ("has been there since November", "November 2024"),
        ("voted on July 28", "28 July 2024"),
        ("voted on 28 July", "28 July 2024"),
        ("voted on 28 December", "28 December 2023"),
        ("was listed in May", "May 2024"),
        ("was listed last March", "March 2024"),
    ],
)
def test_a_weekday_and_a_month_count_from_the_storys_day(words: str, read: str) -> None:
    assert dates(words) == [{"period_from": read}]
    assert dates(words, day=None) == [], "which nobody knows"


@pytest.mark.parametrize(
    "words",
    [
        "Thursday marks four months",
        "the July election",
        "will be listed Friday",
        "would have listed them Friday",
        "shall be sanctioned Friday",
        "the round planned for Friday",
        "they plan what they said Friday",
        "he plans what he said Friday",
        "an upcoming vote, announced Friday",
        "expected to be listed Friday",
        "due and listed Friday",
        "was told: next Friday",
        "it may have ended",
        "a March that ended",
        "May he be listed",
        "was listed on February 30",
    ],
)
def test_a_day_that_is_not_certain_is_not_offered(words: str) -> None:
    assert dates(words) == []


@pytest.mark.parametrize(
    "verb",
    [
        *("since", "last", "ago", "was", "were", "had", "has", "have", "did", "said", "told"),
        *("took", "put", "met", "won", "held", "began", "made", "listed"),
    ],
)
def test_words_of_the_past_make_a_day_certain(verb: str) -> None:
    assert dates(f"x {verb} x, Tuesday") == [{"period_from": "26 November 2024"}]
    assert dates(f"x{verb}ment x, Tuesday") == []


def test_the_29th_of_february_of_a_year_without_one_is_no_day() -> None:
    assert dates("was listed on February 29", day=date(2024, 1, 5)) == []


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("until July 2018", {"period_to": "July 2018"}),
        ("till 2018", {"period_to": "2018"}),
        ("through 2018", {"period_to": "2018"}),
        ("up to 2018", {"period_to": "2018"}),
        ("from 2014 to 2017", {"period_from": "2014", "period_to": "2017"}),
        ("from 2014 until May 2017", {"period_from": "2014", "period_to": "May 2017"}),
        ("between 2014 and 2017", {"period_from": "2014", "period_to": "2017"}),
    ],
)
def test_a_period_has_two_ends(words: str, read: dict[str, str]) -> None:
    assert dates(f"listed {words}") == [read]


@pytest.mark.parametrize("words", ["from 2014, to 2017", "since 2014 to 2017"])
def test_two_dates_apart_are_two_offers(words: str) -> None:
    assert dates(words) == [{"period_from": "2014"}, {"period_to": "2017"}]


def test_two_dates_that_bound_nothing_are_two_first_days() -> None:
    assert dates("in 2014 and 2017") == [{"period_from": "2014"}, {"period_from": "2017"}]


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("on July 31, 2017", [{"period_from": "31 July 2017"}, {"period_to": "31 July 2017"}]),
        ("since 2017", [{"period_from": "2017"}]),
        ("from 2017", [{"period_from": "2017"}]),
        ("until 2017", [{"period_from": "2017"}, {"period_to": "2017"}]),
        ("from 2014 to 2017", [{"period_from": "2014", "period_to": "2017"}]),
    ],
)
def test_a_lone_date_may_be_either_end_of_an_interval(
    words: str, read: list[dict[str, str]]
) -> None:
    assert dates(words, "interval") == read


@pytest.mark.parametrize(
    ("words", "kind", "lines"),
    [
        ("since July 31, 2017", "charged", ["since July 31, 2017: since 31 July 2017"]),
        ("on July 31, 2017", "charged", ["on July 31, 2017: 31 July 2017"]),
        ("until 2017", "event", ["until 2017: to 2017"]),
        ("from 2014 to 2017", "event", ["from 2014 to 2017"]),
        ("between 2014 and 2017", "event", ["between 2014 and 2017: from 2014 to 2017"]),
        ("in 2017", "interval", ["in 2017: from 2017", "in 2017: to 2017"]),
        (
            "circa 2017",
            "charged",
            ["circa 2017: between 1 January 2016 and 31 December 2018"],
        ),
    ],
)
def test_a_date_is_said_as_it_is_understood(words: str, kind: str, lines: list[str]) -> None:
    assert [one.line for one in offers(words, kind=kind)] == lines


# ---- Quotations and tense -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "quotes"),
    [
        ("called it “a desperate act,” he said", ["a desperate act"]),
        ('called it "a desperate act"', ["a desperate act"]),
        ("“coercive” and “patriots”", ["coercive", "patriots"]),
        ("“ We act. We hold.", ["We act. We hold."]),
        ("“ ”", []),
    ],
)
def test_quoted_words_are_offered_without_their_marks(words: str, quotes: list[str]) -> None:
    for kind in ("said", "judgement"):
        assert [one["quote"] for one in values(words, kind)] == quotes
    assert values(words, "event") == []


def test_a_statement_without_quotation_marks_is_reported() -> None:
    (offer,) = offers("that it rejected  them", kind="said")
    assert offer.values == (("quote", "that it rejected them"), ("reported", "on"))
    assert offer.line == "that it rejected them: the statement, in our words"
    (quoted,) = offers("“No.”", kind="said")
    assert quoted.values == (("quote", "No."), ("reported", ""))
    assert quoted.line == "“No.”: the quoted words"
    assert offers("", kind="said") == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("has been there since March", "has been there since"),
        ("has himself held it since March", "has himself held it since"),
        ("have served there since March", "have served there since"),
        ("has led it since March", "has led it since"),
        ("has had it since March", "has had it since"),
        ("They remain in place", "remain"),
        ("It Remains", "Remains"),
        ("still there", "still"),
        ("To this day", "To this day"),
        ("continues to run", "continues to"),
        ("continue to run", "continue to"),
        ("stays there", "stays"),
        ("stay there", "stay"),
        ("He is minister", "is"),
        ("They are ministers", "are"),
        ("holds it", "holds"),
        ("hold it", "hold"),
        ("offers it", "offers"),
        ("prosecutors offer it", "offer"),
        ("was there and is there", "is"),
    ],
)
def test_words_of_what_lasts_offer_a_lasting_state(words: str, found: str) -> None:
    offered = offers(words, kind="not_listed")
    assert [(one.words, one.says, one.values) for one in offered] == [
        (found, "a lasting state", (("tense", "lasting"),))
    ]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It was there", "was"),
        ("They were there", "were"),
        ("He used to be there", "used to"),
        ("They sanctioned him", "sanctioned"),
        ("has been listed", "listed"),
    ],
)
def test_words_of_what_happened_offer_the_past(words: str, found: str) -> None:
    offered = offers(words, kind="not_listed")
    assert [(one.words, one.says, one.values) for one in offered] == [
        (found, "it happened", (("tense", "past"),))
    ]


@pytest.mark.parametrize("words", ["The United States", "a red bed", "this island", "no area"])
def test_other_words_offer_no_tense(words: str) -> None:
    assert offers(words, kind="not_listed") == []


# ---- Kinds ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Maduro himself has been sanctioned since July 31, 2017", ["designated"]),
        ("was blacklisted", ["designated"]),
        ("is designated under it", ["designated"]),
        ("have been subjects of sanctions", ["designated"]),
        ("stands on the OFAC SDN list", ["designated"]),
        ("stands on that list", ["designated"]),
        ("since July 31, 2017", ["designated"]),
        ("since 31 July 2017", ["designated"]),
        ("Since July 2017.", ["designated"]),
        ("since 2018", ["designated"]),
        ("has been since July 31, 2017", ["designated"]),
        ("have been listed since July 31, 2017", ["designated"]),
        ("has been designated since July 31, 2017", ["designated"]),
        ("has himself been on the list since 2017", ["designated"]),
        ("has been on OFAC’s list since 2017", ["designated"]),
        ("has been minister since 2018", ["position"]),
        ("since then", []),
        ("since his 2018 speech to them", []),
        ("has not been on OFAC’s list since 2017", []),
        ("sanctioned Wednesday", ["designated_in_action", "designated"]),
        ("listed in that round", ["designated_in_action", "designated"]),
        ("announced new sanctions", ["designated_in_action", "said"]),
        ("Among the sanctioned", ["designated_in_action", "designated"]),
        ("more than 20 officials", ["count"]),
        ("two dozen senior police officers", ["count"]),
        ("ten of them", ["count"]),
        ("Most of the cabinet", ["share"]),
        ("none of 20 officials", ["share"]),
        ("half of the members", ["share"]),
        ("has no entry on it", ["not_listed"]),
        ("has never been sanctioned", ["not_listed"]),
        ("is not listed", ["not_listed"]),
        ("is not on any American list", ["not_listed"]),
        ("is on none of the lists", ["not_listed"]),
        ("is on no list", ["not_listed"]),
        ("a reward for it", ["reward"]),
        ("a bounty", ["reward"]),
        ("information leading to his arrest", ["reward"]),
        ("offers up to $25 million", ["reward"]),
        ("It offered as much as €5,000,000", ["reward"]),
        ("an offer of $15 million", ["reward"]),
        ("up to $15 million", ["reward"]),
        ("offers help", []),
        ("trade worth $15 million", []),
        ("general licenses", ["licence_in_force"]),
        ("the licence", ["licence_in_force"]),
        ("a waiver", ["licence_in_force"]),
        ("formally charged Maduro", ["charged"]),
        ("the indictment", ["charged"]),
        ("three years later", ["interval"]),
        ("exactly four months", ["interval"]),
        ("about a week", ["interval"]),
        ("the communication minister", ["position"]),
        ("its chief of staff", ["position"]),
        ("the director of intelligence", ["position"]),
        ("headed the force", ["position"]),
        ("the July election", ["event"]),
        ("formally recognized him", ["event"]),
        ("formally recognised him", ["event"]),
        ("he told them", ["said"]),
        ("“coercive”", ["said", "judgement"]),
        ('"coercive"', ["said", "judgement"]),
        ("called it “a desperate act,” he said", ["said", "judgement"]),
        ("a “desperate act”", ["said", "judgement"]),
        ("“We hold", ["said", "judgement"]),
        ("it would hurt", ["judgement"]),
        ("the charge sheet of a listless presidency", []),
        ("May, one official", []),
        ("20 per cent members", []),
    ],
)
def test_words_look_like_kinds(words: str, kinds: list[str]) -> None:
    found = offers(words)
    assert [dict(one.values) for one in found] == [{"kind": kind} for kind in kinds]
    for one in found:
        assert one.words.casefold() in words.casefold()
        assert one.says == ASSERTIONS[dict(one.values)["kind"]].label


def test_a_kind_that_nobody_knows_is_none_yet() -> None:
    assert offers("a reward", kind="invented") == offers("a reward") != []


@pytest.mark.parametrize("kind", ASSERTIONS)
def test_an_offer_fills_only_columns_that_the_kind_has(kind: str) -> None:
    words = "“more than 20” is $5 million, two weeks, all of it, from 2014 to 2017, since May 2020"
    for one in values(words, kind):
        assert one.keys() <= set(ASSERTIONS[kind].columns())


def test_long_words_are_cut_between_two_of_them() -> None:
    assert short("x" * 60) == "x" * 60
    assert short(f"{'ab ' * 20}c") == f"{('ab ' * 20).strip()} …"
    assert short("a b c", 4) == "a b …"


@pytest.mark.parametrize("words", ["almost all of them", "nearly all of them", "not all of them"])
def test_a_share_that_is_taken_back_is_not_offered(words: str) -> None:
    assert not [one for one in values(words, "share") if "comparator" in one]


def test_the_first_of_a_range_is_no_amount() -> None:
    assert number("a reward of $15-25 million", "reward") is None


def test_on_a_wednesday_last_wednesday_is_a_week_ago() -> None:
    wednesday = date(2024, 11, 27)
    assert dates("sanctioned last Wednesday", day=wednesday) == [
        {"period_from": "20 November 2024"}
    ]
    assert dates("sanctioned on Wednesday", day=wednesday) == [{"period_from": "27 November 2024"}]
