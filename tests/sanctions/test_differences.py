"""Two wordings side by side: which facts stand there, and what is marked."""

from __future__ import annotations

from sanctions.admin.differences import MOST_WORDS, differences, lines, marked
from sanctions.entries import Json


def test_only_what_differs_stands_there_the_name_first() -> None:
    before = {"remarks": "DOB 1961.", "title": "Minister", "name": "ONE"}
    after = {"remarks": "DOB 1962.", "title": "Minister", "name": "TWO", "some_new_fact": "x"}
    assert [one.label for one in differences(before, after)] == ["Name", "Remarks", "Some new fact"]


def test_of_one_text_the_words_are_compared() -> None:
    assert marked(["DOB 12 Mar 1961."], ["DOB 12 Mar 1962."]) == (
        "DOB 12 Mar <del>1961</del>.",
        "DOB 12 Mar <ins>1962</ins>.",
    )


def test_of_several_values_each_stands_on_a_line_and_only_the_new_and_the_gone_are_marked() -> None:
    before = {"programmes": ["IRAN", "SDGT"]}
    after = {"programmes": ["SDGT", "VENEZUELA"]}
    [one] = differences(before, after)
    assert (one.before, one.after) == (
        "<del>IRAN</del><br>SDGT",
        "SDGT<br><ins>VENEZUELA</ins>",
    )


def test_other_names_and_addresses_are_read_as_a_person_would_write_them() -> None:
    alias: Json = {"type": "aka", "name": "ONE, Other", "remarks": None}
    address: Json = {"street": "1 Road", "city": None, "country": "Cuba"}
    assert lines([alias, address]) == ["aka ONE, Other", "1 Road, Cuba"]


def test_a_fact_that_one_of_them_lacks_is_wholly_new_or_gone() -> None:
    [one] = differences({"title": None}, {"title": "Minister of Defence"})
    assert (one.before, one.after) == ("", "<ins>Minister of Defence</ins>")


def test_a_fact_of_which_neither_tells_anything_does_not_stand_there() -> None:
    assert differences({"aliases": None}, {"aliases": [], "title": ""}) == []


def test_the_publishers_words_are_no_markup() -> None:
    [one] = differences({"name": "A <b>"}, {"name": "A <i>"})
    assert (one.before, one.after) == (
        "A &lt;<del>b</del>&gt;",
        "A &lt;<ins>i</ins>&gt;",
    )


def test_very_long_texts_are_not_compared_word_by_word() -> None:
    before, after = "a " * MOST_WORDS, "b " * MOST_WORDS
    assert marked([before], [after]) == (f"<del>{before}</del>", f"<ins>{after}</ins>")
