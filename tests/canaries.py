"""Words that must stand nowhere, and the eyes that look for them, however they are written.

Each confidential field of an identity holds words of its own. They are sought in what a place
holds: as they are (whatever the case, composed or not), as addresses, JSON and HTML escape them,
in base64 at each of its three alignments, in hexadecimal and in UTF-16.
"""

from __future__ import annotations

import html
import json
import unicodedata
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

from newsroom.identities import Identity

#: By field the words that are sought. No page and no package has them.
CANARIES = {
    "name": ("Quoxleyana", "Vändermüryth"),
    "other_names": ("Zorblaxine",),
    "contact": ("quoxwhisper@hidden", "9997310664"),
    "notes": ("Zanzibarbérry",),
}
IDENTITY = Identity(
    name="Quoxleyana Vändermüryth",
    other_names="Zorblaxine",
    contact="quoxwhisper@hidden.example, +58 9997310664",
    notes="Meets under the clock of the Zanzibarbérry.",
)
ENCODINGS = ("plain", "escaped", "base64", "hexadecimal", "UTF-16")


@dataclass(frozen=True)
class Sighting:
    """A canary that was seen: of which field, in which encoding, and where."""

    place: str
    field: str
    encoding: str


@cache
def _all_written(words: frozenset[tuple[str, str]]) -> dict[bytes, tuple[str, str]]:
    """All that is sought, in small letters, with the field and the encoding that it tells of."""
    return {
        written.lower(): (field, encoding)
        for field, word in words
        for encoding in ENCODINGS
        for written in _written(word, encoding)
    }


def _written(word: str, encoding: str) -> Iterator[bytes]:
    """The word in an encoding; base64 and hexadecimal of other cases are other signs."""
    forms = {unicodedata.normalize(form, word) for form in ("NFC", "NFD")}
    cases = {case for form in forms for case in (form, form.lower(), form.upper())}
    match encoding:
        case "plain":
            yield from (form.encode() for form in cases)
        case "escaped":
            for form in cases:
                yield quote(form).encode()
                yield "".join(f"%{byte:02x}" for byte in form.encode()).encode()
                yield json.dumps(form)[1:-1].encode()
                yield html.escape(form).encode()
                yield "".join(
                    f"&#{ord(sign)};" if ord(sign) > 127 else sign for sign in form
                ).encode()
                yield "".join(
                    f"&#x{ord(sign):x};" if ord(sign) > 127 else sign for sign in form
                ).encode()
        case "base64":
            for form in cases:
                for before in range(3):
                    coded = b64encode(b"." * before + form.encode()).rstrip(b"=")
                    # What the letters before and behind have a part in is left out.
                    inner = coded[-(-before * 8 // 6) : -1]
                    yield inner
                    yield inner.translate(bytes.maketrans(b"+/", b"-_"))
        case "hexadecimal":
            yield from (form.encode().hex().encode() for form in cases)
        case "UTF-16":
            for form in cases:
                yield form.encode("utf-16-le")
                yield form.encode("utf-16-be")


def seen(
    place: str, held: bytes | str, canaries: Mapping[str, Iterable[str]] = CANARIES
) -> list[Sighting]:
    """The canaries in what a place holds."""
    data = held.encode(errors="surrogatepass") if isinstance(held, str) else held
    data = data.lower()  # of ASCII alone: composed letters are sought in either case
    words = frozenset((field, word) for field, words in canaries.items() for word in words)
    found = {told for written, told in _all_written(words).items() if written in data}
    return [Sighting(place, field, encoding) for field, encoding in sorted(found)]
