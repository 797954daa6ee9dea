"""What a reader sees as one letter is marked whole: a mark that begins inside it grows outward.

The editor does so where a mark is made (static/desk/story-claims.js); this is for what comes by
other ways.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import takewhile

from newsroom.body.runs import Run

_JOINER = "\u200d"
#: Skin tones, and the tags that name a region's flag.
_MODIFIERS = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
#: Two of these are one flag.
_REGION = re.compile("[\U0001f1e6-\U0001f1ff]")


def whole_letters(runs: Iterable[Run]) -> list[Run]:
    """The runs, cut nowhere inside a letter: one that was cut has the marks of both its parts."""
    found: list[Run] = []
    for run in runs:
        text = run.text
        while found and text and _is_one_letter(found[-1].text, text[0]):
            last = found.pop()
            start = _last_letter(last.text)
            if start:
                found.append(Run(last.text[:start], last.tags))
            more = tuple(tag for tag in run.tags if tag.name == "cite" and tag not in last.tags)
            cites = [tag for tag in last.tags if tag.name == "cite"]
            others = [tag for tag in last.tags if tag.name != "cite"]
            found.append(Run(last.text[start:] + text[0], (*cites, *more, *others)))
            text = text[1:]
        if text:
            found.append(Run(text, run.tags))
    return found


def _is_one_letter(before: str, letter: str) -> bool:
    """Whether a letter continues the last one of what stands before it."""
    if letter.isspace() or before[-1].isspace():
        return False
    if letter == _JOINER or (before[-1] == _JOINER and unicodedata.category(letter) == "So"):
        return True
    if unicodedata.category(letter)[0] == "M" or _MODIFIERS.match(letter):
        return True
    if _REGION.match(letter):
        return len(list(takewhile(_REGION.match, reversed(before)))) % 2 == 1
    return False


def _last_letter(text: str) -> int:
    """Where the last letter of a text begins."""
    at = len(text) - 1
    while at > 0 and _is_one_letter(text[:at], text[at]):
        at -= 1
    return at
