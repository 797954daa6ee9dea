"""Public ids: short, random and never reused, because readers' addresses are built on them."""

import secrets

#: Digits and letters that nobody confuses when reading them aloud: no 0/o, no 1/i/l.
ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
LENGTH = 8


def new_public_id() -> str:
    """Eight characters of 31, 8.5e11 ids: uniqueness is the database's to enforce."""
    number = secrets.randbelow(len(ALPHABET) ** LENGTH)  # one draw; eight cost eight times as much
    characters = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        characters.append(ALPHABET[digit])
    return "".join(characters)
