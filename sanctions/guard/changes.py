"""Two wordings of an entry side by side, short enough to be kept. No database."""

from collections.abc import Mapping, Sequence

from sanctions.entries import Json

#: Letters shown of a text, items of a fact that has many, letters before the first difference.
TEXT_LETTERS, ITEMS, BEFORE_DIFFERENCE = 240, 10, 60


def differences(
    before: Mapping[str, Json], after: Mapping[str, Json]
) -> tuple[dict[str, Json], dict[str, Json]]:
    """The facts that differ, in both wordings; of lists and texts only what is not shared."""
    old: dict[str, Json] = {}
    new: dict[str, Json] = {}
    for key in dict.fromkeys((*before, *after)):
        if before.get(key) != after.get(key):
            old[key], new[key] = _parted(before.get(key), after.get(key))
    return old, new


def _parted(before: Json, after: Json) -> tuple[Json, Json]:
    if isinstance(before, list) and isinstance(after, list):
        return _only(before, after), _only(after, before)
    if isinstance(before, str) and isinstance(after, str):
        return _from_first_difference(before, after)
    if isinstance(before, dict) and isinstance(after, dict):
        return differences(before, after)
    return _short(before), _short(after)


def _only(own: Sequence[Json], other: Sequence[Json]) -> list[Json]:
    found = [_short(one) for one in own if one not in other]
    rest = len(found) - ITEMS
    return found if rest <= 0 else [*found[:ITEMS], f"… and {rest:,} more"]


def _from_first_difference(before: str, after: str) -> tuple[str, str]:
    """Texts that fit stay whole; of others what leads to the first difference, and on from it."""
    if max(len(before), len(after)) <= TEXT_LETTERS:
        return before, after
    pairs = enumerate(zip(before, after, strict=False))
    start = next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))
    start = max(0, start - BEFORE_DIFFERENCE)
    cut = "… " if start else ""
    return cut + shortened(before[start:], TEXT_LETTERS), cut + shortened(
        after[start:], TEXT_LETTERS
    )


def shortened(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1]}…"


def _short(value: Json) -> Json:
    """The value with no text longer than is shown."""
    if isinstance(value, str):
        return shortened(value, TEXT_LETTERS)
    if isinstance(value, list):
        return [_short(one) for one in value[:ITEMS]]
    if isinstance(value, dict):
        return {key: _short(one) for key, one in value.items()}
    return value
