"""Body HTML."""


def same_words(one: str, other: str) -> bool:
    return one == other
