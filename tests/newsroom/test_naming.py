"""A name is found however it is written, and what is not found is written down here too."""

from __future__ import annotations

import unicodedata

import pytest

from newsroom.naming import Name, Words

ANA = "Ana Pérez"


@pytest.mark.parametrize(
    "text",
    [
        "Ana Pérez said so.",
        "ANA PÉREZ",
        "ana perez",
        unicodedata.normalize("NFD", "Ana Pérez"),
        "A\u200bna P\u00adérez",
        "A\u3164na P\u115férez",
        "Ana\u2800P\uffa0érez",
        "Ana\u00a0Pérez",
        "Ana P&eacute;rez",
        "Ana P&amp;eacute;rez",
        "Pérez, Ana",
        "Ana Pérez’s office",
        "the Ana-Pérez letter",
        "Ana Pérez-Gómez",
        "Ana María Pérez",
        "Ana de la Pérez",
        "Ｐérez Ａna",
        "#AnaPerez",
        "mailto ana.perez@example.org",
        "It was (Ana\nPérez).",
    ],
)
def test_a_name_is_found_however_it_is_written(text: str) -> None:
    assert Name(ANA).is_in(Words(text))


@pytest.mark.parametrize(
    "text",
    [
        "Ana said that Pérez knew.",
        "Pérez said so.",
        "Anabel Pérez",
        "Banana Perezoso",
        "A. Pérez",
        "Анна Перес",
        "Ana Prez",
        "",
    ],
)
def test_other_names_are_not(text: str) -> None:
    assert not Name(ANA).is_in(Words(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A. Pérez", True),
        ("A.M. Pérez", True),
        ("Pérez, A.", True),
        ("Ana Gómez", True),
        ("Gómez, Ana", True),
        ("a Pérez of another house", False),
        ("Pérez Gómez", False),
        ("Gómez", False),
    ],
)
def test_a_part_of_a_name_is_found_where_it_is_looked_for(text: str, found: bool) -> None:
    assert Name("Ana Pérez Gómez").is_in(Words(text), partly=True) == found
    assert not Name("Ana Pérez Gómez").is_in(Words(text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Jörg Müller", "Joerg Mueller"),
        ("Joerg Mueller", "Jörg Müller"),
        ("Pérez, Ana", "Ana Pérez"),
        ("Dr. Ana Pérez", "Ana Pérez"),
        ("Ana", "and Ana said"),
        ("Øystein Łuk", "oystein luk"),
        ("王伟", "记者王伟说"),
        ("أحمد", "وأحمد قال"),
        ("De La", "says De La"),
        ("Иван Петров", "ПЕТРОВ Иван"),
    ],
)
def test_names_of_every_kind_are_found(name: str, text: str) -> None:
    assert Name(name).is_in(Words(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ana-perez-speaks", True),
        ("anaperez-speaks", True),
        ("perezana2.jpg", True),
        ("https://example.org/people/Ana_P%C3%A9rez", True),
        ("banana-perezoso", False),
        ("ana-speaks", False),
    ],
)
def test_an_address_names_somebody_also_in_one_word(text: str, found: bool) -> None:
    assert Name(ANA).is_in(Words(text, address=True)) == found


def test_a_name_of_nothing_but_points_names_nobody() -> None:
    assert not Name("…").is_in(Words("…"))
