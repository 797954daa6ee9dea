"""What the forms of OFAC's lists share: their kinds, their plain wording, what facts are kept.

The same number is the same entry in every form. So that going from one to the other changes
nothing, the keys `name`, `kind`, `programmes`, `title` and `aliases` mean in each what they mean
in the delimited files, and `plain` gives them as those files write them: in ASCII, without accents.
"""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from sanctions.entries import Json
from sanctions.lists.elements import Element
from sanctions.lists.ofac.remarks import read_remarks

type Alias = dict[str, str | None]

#: An entry's kind, as the XML calls it: the delimited files' word for it, and ours.
KINDS = {
    "Individual": ("individual", "person"),
    "Entity": (None, "organisation"),
    "Vessel": ("vessel", "vessel"),
    "Aircraft": ("aircraft", "aircraft"),
}
ALIAS_KINDS = {"a.k.a.": "aka", "f.k.a.": "fka", "n.k.a.": "nka"}

#: Letters that Unicode does not take apart into an ASCII letter and an accent.
_UNDECOMPOSED = str.maketrans(
    {
        "Æ": "AE", "æ": "ae", "Œ": "OE", "œ": "oe", "Ø": "O", "ø": "o", "Đ": "D", "đ": "d",
        "Ð": "D", "ð": "d", "Þ": "TH", "þ": "th", "Ł": "L", "ł": "l", "Ħ": "H", "ħ": "h",
        "ß": "ss", "ı": "i", "Ə": "A", "ə": "a",
        "‘": "'", "’": "'", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "`": "'", "´": "'",
        "“": "'", "”": "'", '"': "'", "–": "-", "—": "-", "‐": "-", "\xa0": " ",
    }
)  # fmt: skip


def in_ascii(text: str) -> str:
    """As the delimited files write it, which have neither accents nor double quotation marks."""
    if text.isascii() and '"' not in text and "`" not in text:
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(_UNDECOMPOSED))
    return decomposed.encode("ascii", "ignore").decode()


def alias(kind: str, name: str) -> Alias:
    """As the delimited files tell it; their remarks on aliases are always empty."""
    return {"type": kind, "name": name, "remarks": None}


def sorted_aliases(aliases: Iterable[Alias]) -> list[Alias]:
    """In the order in which the delimited form has them: the published one means nothing."""
    return sorted(aliases, key=lambda one: (one["type"] or "", one["name"] or ""))


def plain(name: str, title: str | None, aliases: Sequence[Alias]) -> dict[str, Json]:
    """The keys whose wording differs in the delimited files, as it stands there."""
    found: dict[str, Json] = {}
    if (ascii_name := in_ascii(name)) != name:
        found["name"] = ascii_name
    if title is not None and (ascii_title := in_ascii(title)) != title:
        found["title"] = ascii_title
    ascii_aliases = [{**one, "name": in_ascii(one["name"] or "")} for one in aliases]
    if ascii_aliases != aliases:
        found["aliases"] = sorted_aliases(ascii_aliases)
    return found


def plain_weak_names(weak: Sequence[Mapping[str, Json]]) -> dict[str, Json]:
    """For those that the remarks write otherwise, what stands there and the name in full.

    Also none: what an earlier version wrote otherwise counts no longer.
    """
    if not weak:
        return {}
    written = [{**one, "name": in_ascii(str(one["name"])), "full": one["name"]} for one in weak]
    return {"weak_names": [one for one in written if one["name"] != one["full"]]}


def birth(words: str, *, main: bool, span: tuple[str, str] | None = None, circa: bool) -> Json:
    """As read from remarks that say the same; `span` counts where the words cannot be read."""
    label = "DOB" if main else "alt. DOB"
    read = read_remarks(f"{label} {words}").births
    found: dict[str, Json] = {"raw": f"{label} {words}", "earliest": None, "latest": None}
    if read and (day := read[0].day):
        found |= {"earliest": day.earliest.isoformat(), "latest": day.latest.isoformat()}
        circa = circa or read[0].circa
    elif span:
        found |= {"earliest": span[0], "latest": span[1]}
    return found | {"circa": circa}


def paper(kind: str, number: str, country: str | None) -> Json:
    words = f"{kind} {number}"
    return {
        "raw": f"{words} ({country})" if country else words,
        "type": kind,
        "number": number,
        "country": country,
    }


def kind_of(element: Element, published: str) -> tuple[str | None, str]:
    if published not in KINDS:
        element.refuse(f"the kind “{published}” is none of {', '.join(KINDS)}.")
    return KINDS[published]


def alias_kind(element: Element, published: str | None) -> str:
    kind = ALIAS_KINDS.get((published or "").casefold())
    if kind is None:
        element.refuse(f"the alias is a “{published or ''}”, none of {', '.join(ALIAS_KINDS)}.")
    return kind


def in_one_order(items: Iterable[Mapping[str, Json]]) -> list[Mapping[str, Json]]:
    """The published order follows the publisher's own ids, and means nothing."""
    return sorted(items, key=str)
