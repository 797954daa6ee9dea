"""The marks of claims in a body, and the words under them."""

from __future__ import annotations


def same_words(one: str, other: str) -> bool:
    return one == other
