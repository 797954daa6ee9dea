import pytest
from hypothesis import given
from hypothesis import strategies as st

from sanctions.ids import ALPHABET, new_public_id
from sanctions.names import fold, sort_key, tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ÑÁÑEZ, Freddy", "nanez freddy"),
        ("MADURO MOROS, Nicolas", "maduro moros nicolas"),
        ("AERO-CARIBBEAN  S.A.", "aero caribbean s a"),
        ("Straße", "strasse"),
        ("Łukaszenka", "lukaszenka"),
        ("İstanbul", "istanbul"),
        ("Лукашэнка", "лукашэнка"),
        ("محمد", "محمد"),
        ("co\u00adoperative", "cooperative"),
        ("...", ""),
    ],
)
def test_a_name_is_folded_to_comparable_words(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_accents_written_either_way_fold_alike() -> None:
    assert fold("Nicol\u00e1s") == fold("Nicola\u0301s") == "nicolas"


def test_tokens_are_the_words_once_and_in_order() -> None:
    assert tokens("MADURO, Nicolas Maduro") == ["maduro", "nicolas"]


def test_a_name_of_punctuation_alone_can_still_be_ordered() -> None:
    assert sort_key("...") == "..."


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_public_ids_are_short_and_unmistakable() -> None:
    ids = {new_public_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(len(one) == 8 and set(one) <= set(ALPHABET) for one in ids)
    assert not set("01ilo") & set(ALPHABET)
