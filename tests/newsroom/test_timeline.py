"""The time line: uncertainty is drawn, and the same facts are told as a table."""

from datetime import date
from decimal import Decimal

import pytest

from newsroom.reading.timeline import (
    NARROW,
    WIDE,
    Amount,
    Dated,
    Drawing,
    Facts,
    Layout,
    Listing,
    Mark,
    Spell,
    draw,
    table,
    title,
)
from sanctions.dates import PartialDate

TODAY = date(2026, 11, 24)
SEEN_TO = date(2026, 8, 20)
FIRST = date(2024, 5, 3)


def spell(start: str = "", end: str = "", **columns: date) -> Spell:
    return Spell(
        PartialDate.parse(start) if start else None,
        columns.get("first_seen", FIRST),
        PartialDate.parse(end) if end else None,
        SEEN_TO,
        columns.get("last_seen"),
    )


def drawn(*spells: Spell, layout: Layout = WIDE) -> Drawing:
    return draw(Facts("Somebody", TODAY, (Listing("OFAC SDN", "VENEZUELA", spells),)), layout)


def shapes(drawing: Drawing, css: str) -> list[dict[str, float]]:
    """The numbers of the shapes of a class."""
    return [
        {
            name: float(value)
            for name, value in shape.attributes.items()
            if name not in ("class", "text-anchor", "d")
        }
        for shape in drawing.shapes
        if shape.attributes["class"] == css
    ]


def texts(drawing: Drawing) -> list[str]:
    return [shape.text for shape in drawing.shapes if shape.tag == "text"]


def test_a_known_first_day_is_a_full_bar_with_a_heavy_left_edge() -> None:
    drawing = drawn(spell("31 July 2017"))
    (bar,), (edge,) = shapes(drawing, "bar"), shapes(drawing, "edge")
    assert bar["x"] == pytest.approx(drawing.x(date(2017, 7, 31)), abs=0.1)
    assert edge["x"] + edge["width"] / 2 == pytest.approx(bar["x"], abs=0.1)
    assert bar["x"] + bar["width"] == pytest.approx(drawing.x(SEEN_TO), abs=0.2)
    assert not shapes(drawing, "unknown")
    assert "Listed 31 July 2017" in texts(drawing)


def test_a_year_is_a_whole_dashed_year() -> None:
    drawing = drawn(spell("2018"))
    (box,) = shapes(drawing, "unknown")
    assert box["x"] == pytest.approx(drawing.x(date(2018, 1, 1)), abs=0.1)
    assert box["x"] + box["width"] == pytest.approx(drawing.x(date(2018, 12, 31)), abs=0.2)
    assert not shapes(drawing, "edge")
    assert "Listed during 2018, day not recorded" in texts(drawing)


def test_who_was_there_on_the_first_list_has_dashes_open_to_the_left() -> None:
    drawing = drawn(spell(first_seen=date(2021, 8, 18)))
    above, below = shapes(drawing, "unknown")
    (bar,) = shapes(drawing, "bar")
    assert above["x2"] == below["x2"] == bar["x"]
    assert above["x1"] < bar["x"]
    assert "On the first list we hold, 18 August 2021" in texts(drawing)


def test_what_one_list_alone_has_is_marked_on_its_day() -> None:
    """Dashes on both sides, for nothing is known there; on the day itself it was listed."""
    for one in (
        spell("2021-01-01/2024-05-03", "2024-05-03/2026-07-23", last_seen=FIRST),
        spell("", "2024-05-03/2026-07-23", last_seen=FIRST),
    ):
        drawing = drawn(one)
        (bar,) = shapes(drawing, "bar")
        assert bar["x"] == pytest.approx(drawing.x(FIRST), abs=0.1)
        assert bar["width"] >= 3


def test_words_are_written_over_the_line_of_the_day() -> None:
    facts = Facts(
        "Somebody", TODAY, (Listing("OFAC SDN", "VENEZUELA", (spell("2018"),)),), on=SEEN_TO
    )
    for layout in (WIDE, NARROW):
        tags = [(shape.tag, shape.attributes["class"]) for shape in draw(facts, layout).shapes]
        line = tags.index(("line", "on-day"))
        assert line > tags.index(("rect", "bar"))
        assert line < min(at for at, (tag, _) in enumerate(tags) if tag == "text")


def test_two_days_in_a_row_are_one_or_the_other() -> None:
    drawing = drawn(spell("2021-09-21/2021-09-22", first_seen=date(2021, 9, 22)))
    assert "Listed on 21 or 22 September 2021" in texts(drawing)


def test_after_the_latest_list_there_are_dots() -> None:
    (dots,) = shapes(drawn(spell("31 July 2017")), "after")
    assert dots["x1"] > drawn(spell("31 July 2017")).x(SEEN_TO)
    assert not shapes(drawn(spell("2018", "2024-05-03/2026-07-23")), "after")


def test_a_removal_is_a_dashed_box_between_two_lists() -> None:
    drawing = drawn(spell("2018", "2024-05-03/2026-07-23", last_seen=FIRST))
    _, box = shapes(drawing, "unknown")
    (bar,) = shapes(drawing, "bar")
    assert bar["x"] + bar["width"] == pytest.approx(drawing.x(FIRST), abs=0.2)
    assert box["x"] + box["width"] == pytest.approx(drawing.x(date(2026, 7, 23)), abs=0.2)
    assert "Removed between 3 May 2024 and 23 July 2026" in texts(drawing)
    assert shapes(drawing, "told removed")


def test_a_relisting_is_a_second_bar_in_the_same_row() -> None:
    drawing = drawn(spell("2018", "1 May 2020", last_seen=date(2020, 1, 1)), spell("1 March 2023"))
    first, second = shapes(drawing, "bar")
    assert first["y"] == second["y"]
    assert texts(drawing).count("VENEZUELA") == 1


@pytest.mark.parametrize("layout", [WIDE, NARROW])
@pytest.mark.parametrize(
    "one",
    [
        spell("23 July 2026", first_seen=date(2026, 7, 23)),
        spell(first_seen=date(2026, 8, 20)),
        spell("2024-05-03/2026-07-23", first_seen=date(2026, 7, 23)),
        spell("2026-01-01/2026-08-19", "2026-08-19/2026-08-20", last_seen=date(2026, 8, 19)),
        spell("5 January 1989"),
        spell("2018", "2024-09-03/2026-12-23", last_seen=FIRST),
    ],
)
def test_nothing_is_drawn_outside_the_picture(layout: Layout, one: Spell) -> None:
    drawing = drawn(one, layout=layout)
    assert drawing.layout.width in (1160, 358)
    for shape in drawing.shapes:
        at = shape.attributes
        if shape.tag == "text":
            width = len(shape.text) * 6.5
            x = float(at["x"])
            left = {"start": x, "middle": x - width / 2, "end": x - width}[at["text-anchor"]]
            assert left >= -8, shape
            assert left + width <= layout.width + 12, shape
        for name in ("x", "x1", "x2"):
            assert -0.1 <= float(at.get(name, 0)) <= layout.width, shape
        assert float(at.get("width", 0)) >= 0, shape
        assert "style" not in at


def test_amounts_are_steps_to_scale() -> None:
    steps = tuple(
        Amount(Decimal(number * 1_000_000), f"${number} million", "USD", PartialDate.parse(day))
        for number, day in ((15, "26 March 2020"), (25, "10 January 2025"), (50, "7 August 2025"))
    )
    drawing = draw(Facts("Somebody", TODAY, rewards=(steps,)), WIDE)
    heights = [step["height"] for step in shapes(drawing, "step")]
    assert heights[2] == pytest.approx(2 * heights[1], abs=0.1)
    assert heights[0] == pytest.approx(heights[2] * 0.3, abs=0.1)
    ends = [step["x"] + step["width"] for step in shapes(drawing, "step")]
    assert ends[2] == pytest.approx(WIDE.today, abs=0.1)
    assert {"$15 million", "$25 million", "$50 million"} <= set(texts(drawing))


def test_claims_of_one_day_are_stacked_and_a_crowd_is_counted() -> None:
    day = date(2024, 11, 27)
    marks = tuple(Mark(day, "unchecked") for _ in range(9))
    drawing = draw(Facts("Somebody", TODAY, claims=marks), WIDE)
    glyphs = shapes(drawing, "mark unchecked")
    assert len({glyph["cx"] for glyph in glyphs}) == 1
    assert len({glyph["cy"] for glyph in glyphs}) == len(glyphs) == 5
    assert "+4" in texts(drawing)


def test_each_list_held_is_a_tick() -> None:
    held = (date(2024, 5, 3), date(2026, 7, 23), date(2026, 8, 20))
    drawing = draw(Facts("Somebody", TODAY, held=held), WIDE)
    ticks = [tick["x1"] for tick in shapes(drawing, "held")]
    assert ticks == [pytest.approx(drawing.x(day), abs=0.1) for day in held]


def test_no_row_is_empty() -> None:
    assert texts(drawn(spell("2018")))[-1:] != ["Lists we hold"]
    assert "Case" not in texts(drawn(spell("2018")))
    assert not Facts("Nobody", TODAY, held=(FIRST,))


def test_the_same_facts_are_told_in_a_sentence_and_a_table() -> None:
    facts = Facts(
        "Delcy Rodríguez",
        TODAY,
        (Listing("OFAC SDN", "VENEZUELA", (spell("2018", "2024-05-03/2026-07-23"),)),),
        cases=(Dated("Indictment", PartialDate.parse("26 March 2020")),),
        claims=(Mark(date(2024, 11, 27), "unchecked", "“remains listed”"),),
        held=(FIRST, SEEN_TO),
    )
    assert title(facts) == (
        "Time line of Delcy Rodríguez. OFAC SDN, VENEZUELA: listed during 2018, day not recorded, "
        "removed between 3 May 2024 and 23 July 2026; Indictment, 26 March 2020; "
        "1 claim in our stories; 2 lists held."
    )
    assert [tuple(row) for row in table(facts)] == [
        ("OFAC SDN, VENEZUELA", "Listed", "2018", "between 3 May 2024 and 23 July 2026"),
        ("Case", "Indictment", "26 March 2020", ""),
        ("Claim in our stories", "“remains listed”: not yet checked", "27 November 2024", ""),
        ("Lists we hold", "2 lists held", "3 May 2024", "20 August 2026"),
    ]
