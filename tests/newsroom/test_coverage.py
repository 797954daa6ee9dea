"""Which sentences can be checked, and which of them carry no claim yet."""

from __future__ import annotations

import pytest

from newsroom.coverage import Statement, coverage, is_checkable, sentences
from tests.newsroom.desk import marked


def cut(text: str) -> list[str]:
    return [text[start:stop] for start, stop in sentences(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("One. Two! Three? Four… Five", 5),
        ("It ended. 21 were listed.", 2),
        ("It ended. (They left.) “So it goes.” Then.", 4),
        ("It ended. The", 2),
        (". Then", 2),
        ("", 0),
        ("  ", 0),
        (".", 1),
    ],
)
def test_each_sentence_is_counted(text: str, count: int) -> None:
    assert len(cut(text)) == count


@pytest.mark.parametrize(
    "whole",
    [
        "Mr. Maduro, Mrs. Flores, Ms. Rodríguez and Dr. Smith met.",
        "Gen. Padrino, Lt. Col. Cabello, Maj. Ruiz, Capt. Diaz and Sgt. Mata met.",
        "Sen. Rubio, Rep. Salazar, Gov. DeSantis, Pres. Maduro and Prof. Neuman met.",
        "Adm. Ceballos, Brig. Ruiz, Cmdr. Mata, Hon. Judge, Fr. Virtuoso and Messrs. Cabello met.",
        "Sr. Ruiz, Sra. Mata, Supt. Diaz, Revd. Smith, St. James and others, cf. Smith, met.",
        "It is approx. 21, or Art. 5, e.g. Cabello, i.e. Diosdado vs. Padrino.",
        "Zone Command No. 51 and Nos. 52 and 53 are named.",
        "He said no. 51 of them left.",
        "Licence no. 5A is in force.",
        "The U.S. Treasury and the U.N. Council agree.",
        "Bradley T. Smith and J. F. Cabello met.",
        "It cost $2.5 million, or 1.234.567 bolívares.",
        "It came at 5 p.m. Wednesday and at 9 a.m. Thursday.",
        "Chevron Corp. Venezuela, PDVSA Inc. Caracas, Smith Co. London and Diaz Ltd. Miami agree.",
        "Smith Jr. Foundation, etc. Caracas.",
        "On Jan. 6, Feb. 7, Mar. 8, Apr. 9, Jun. 1, Jul. 2 and Aug. 3 they met.",
        "On Sep. 1, Sept. 2, Oct. 3, Nov. 4 and Dec. 5 they met.",
        "“Is it so?” he asked.",
        "He said: “We act. We hold.”",
        'He said: "We act. We hold."',
        "They wait … and wait! and wait.",
        "one. two",
    ],
)
def test_what_ends_no_sentence(whole: str) -> None:
    assert cut(whole) == [whole]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("They moved to the U.S.", "The law stands."),
        ("They met at 5 p.m.", "He left."),
        ("It belongs to Chevron Corp.", "It is rich."),
        ("It is Plan B.", "They go on."),
        ("He said no.", "Cabello said yes."),
        ("He said “We act. We hold.”", "Then he left."),
        ('He said "We act. We hold."', "Then he left."),
        ("An unclosed “quotation.", "Then he left."),
        ("It is so a.", "Cabello left."),
        ("He met Mr. Ruiz.", "Ruiz left."),
        ("He asked a minister.", "Ministers left."),
    ],
)
def test_what_ends_one_all_the_same(first: str, second: str) -> None:
    assert cut(f"{first} {second}") == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "It hurts Maduro.",
        "OFAC acts.",
        "Élite of Élite.",
        "It hurts Ñáñez.",
        "They were 20.",
        "twelve were listed.",
        "most of it.",
        "Half left.",
        "dozens left.",
        "a week ago.",
        "one year later.",
        "it was in May.",
        "on Friday.",
        "they met the U.S. team.",
        "it is Maduro’s.",
    ],
)
def test_a_name_a_number_or_a_date_can_be_checked(text: str) -> None:
    assert is_checkable(text)


@pytest.mark.parametrize(
    "text",
    [
        "A desperate act.",
        "Prosecutors agree.",
        "“Washington acts.”",
        "they said “Washington acts.”",
        "(Washington acts.)",
        "They said: Nobody acts.",
        "What? Nobody. Really! Yes… No.",
        "‘Nobody acts.’",
        "I think that I’m right, I’ve said and I’ll say.",
        "it is OK, Mr, Mrs, Ms and Dr.",
        "someone weekly",
        "it’s d’Accord",
    ],
)
def test_other_sentences_cannot(text: str) -> None:
    assert not is_checkable(text)


@pytest.mark.parametrize("text", ["Maduro left.", "Maduro’s men left.", "“Maduro's gone.”"])
def test_a_name_that_opens_a_sentence_is_known_from_another(text: str) -> None:
    assert not is_checkable(text)
    assert is_checkable(text, {"Maduro"})
    assert coverage(f"<p>It hurts Maduro’s men.</p><p>{text}</p>").total == 2


def test_a_sentence_is_covered_by_any_claim_in_it() -> None:
    body = (
        "<h2>In 2024</h2>"
        f"<p>In 2017 {marked('Maduro')} was listed. He has it so. It was on a Monday.</p>"
        f"<blockquote><p>Two met.<br>{marked('Three', 'k0000001')} left.</p></blockquote>"
    )
    found = coverage(body)
    assert found.statements == (
        Statement("In 2017 Maduro was listed.", 1, covered=True),
        Statement("It was on a Monday.", 1, covered=False),
        Statement("Two met.", 2, covered=False),
        Statement("Three left.", 2, covered=True),
    )
    assert [one.words for one in found.open] == ["It was on a Monday.", "Two met."]
    assert (found.covered, found.total) == (2, 4)
    assert found.line == "2 of 4 checkable statements have a claim"


@pytest.mark.parametrize(
    ("body", "covered"),
    [
        (f"<p>In 2017{marked('.')} In 2018.</p>", [True, False]),
        (f"<p>In 2017. {marked('In 2018.')}</p>", [False, True]),
        (f"<p>{marked('In 2017. In 2018.')}</p>", [True, True]),
        (f"<p>In 2017.{marked(' ')}In 2018.</p>", [False, False]),
        (f"<p>{marked('I')}n 2017. In 2018.</p>", [True, False]),
        (f"<p>{marked('In 2017. ')}In 2018.</p>", [True, False]),
        (f"<p>In 2017.{marked(' In 2018.')}</p>", [False, True]),
        (f"<p>{marked('It is')} so. In 2018.</p>", [False]),
    ],
)
def test_a_claim_covers_the_sentences_that_it_touches(body: str, covered: list[bool]) -> None:
    assert [one.covered for one in coverage(body).statements] == covered


def test_a_line_break_is_a_blank() -> None:
    assert [one.words for one in coverage("<p>In<br>2017.</p>").open] == ["In 2017."]


def test_one_statement_is_said_as_one() -> None:
    assert coverage("<p>In 2017.</p>").line == "0 of 1 checkable statement has a claim"
    assert coverage("<p>So it goes.</p>").line == "0 of 0 checkable statements have a claim"
    assert coverage("").statements == ()
