"""The eyes that look for canaries see each of them in each encoding, and nothing else."""

from __future__ import annotations

import html
import json
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest

from tests.canaries import CANARIES, ENCODINGS, seen

WORDS = [(field, word) for field, words in CANARIES.items() for word in words]
WRITTEN: list[tuple[str, Callable[[str], bytes]]] = [
    ("plain", str.encode),
    ("plain", lambda words: words.upper().encode()),
    ("plain", lambda words: words.casefold().encode()),
    ("escaped", lambda words: quote(words).encode()),
    ("escaped", lambda words: quote_plus(words).encode()),
    ("escaped", lambda words: json.dumps(words).encode()),
    ("escaped", lambda words: html.escape(words).encode("ascii", "xmlcharrefreplace")),
    ("base64", lambda words: b64encode(words.encode())),
    ("base64", lambda words: urlsafe_b64encode(b"x" + words.encode())),
    ("base64", lambda words: b64encode(b"xy" + words.encode() + b"z")),
    ("hexadecimal", lambda words: words.encode().hex().encode()),
    ("UTF-16", lambda words: words.encode("utf-16")),
]


@pytest.mark.parametrize(("field", "word"), WORDS)
@pytest.mark.parametrize(("encoding", "write"), WRITTEN)
def test_a_canary_is_seen_however_it_is_written(
    field: str, word: str, encoding: str, write: Callable[[str], bytes]
) -> None:
    held = b'{"note": "' + write(f"It was {word}, they said") + b'"}'
    assert field in {sighting.field for sighting in seen("a page", held)}
    if not word.isascii() and encoding != "plain":
        assert encoding in {sighting.encoding for sighting in seen("a page", held)}


def test_there_are_five_encodings() -> None:
    assert len(ENCODINGS) == 5


def test_nothing_is_seen_where_nothing_is() -> None:
    assert seen("a page", "Lamplighter said so in Caracas, and the ministry denied it.") == []
