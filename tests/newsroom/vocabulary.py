"""What of schema.org's vocabulary our structured data uses, and whether some of it is well-formed.

`tests/files/schema-org.json` holds the names of classes and properties as npm's schema-dts declares
them; no text of theirs. Made again, after `npm pack schema-dts` has been unpacked, by

    python -m tests.newsroom.vocabulary package/dist/schema.d.ts VERSION
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

FILE = Path(__file__).parents[1] / "files" / "schema-org.json"
CONTEXT = "https://schema.org"
USED = (
    "Claim",
    "ClaimReview",
    "CorrectionComment",
    "CreativeWork",
    "ImageObject",
    "NewsArticle",
    "Organization",
    "Person",
    "Rating",
    "WebPage",
)
NOTE = (
    "Names of classes and properties of the schema.org vocabulary (schema.org, CC BY-SA 3.0), as "
    "declared by schema-dts {} (Google, Apache-2.0). Made by tests/newsroom/vocabulary.py."
)
#: What the declarations add to the expected types: a node given by its @id alone, and arrays.
_ADDED = {"IdReference"}

Vocabulary = dict[str, dict[str, Any]]


def extracted(declarations: str) -> Vocabulary:
    """The used classes and those above them: what each is, and its properties' expected types."""
    found: Vocabulary = {}
    waiting = list(USED)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        above, properties = _declared(declarations, name)
        found[name] = {"is": above, "properties": properties}
        waiting += above
    return dict(sorted(found.items()))


def _declared(declarations: str, name: str) -> tuple[list[str], dict[str, list[str]]]:
    base = re.search(rf"(?ms)^interface {name}Base extends ([^{{]+){{(.*?)^}}", declarations)
    if base is None:  # a class without properties of its own
        leaf = re.search(rf"(?m)^export interface {name}Leaf extends (\w+)Base ", declarations)
        if leaf is None:
            raise SystemExit(f"No class {name} is declared there.")
        return [leaf[1]], {}
    properties = {
        key: [one for one in types.split(" | ") if one not in _ADDED]
        for key, types in re.findall(r'"(\w+)"\?: SchemaValue<(.*), "\w+">;', base[2])
    }
    return re.findall(r"(\w+)Base", base[1]), properties


def problems(data: Any, vocabulary: Vocabulary | None = None) -> list[str]:
    """What a whole block of JSON-LD has that the vocabulary does not know; empty where it is so."""
    known = vocabulary or json.loads(FILE.read_text())["classes"]
    if data.get("@context") != CONTEXT:
        return [f"@context is {data.get('@context')!r}"]
    return list(_of_node({key: value for key, value in data.items() if key != "@context"}, known))


def _of_node(node: dict[str, Any], known: Vocabulary, at: str = "") -> Iterator[str]:
    kind = node.get("@type")
    if kind is None and set(node) == {"@id"}:
        yield from _of_text(node["@id"], ["URL"], f"{at}@id")
        return
    if kind not in known:
        yield f"{at}@type is {kind!r}"
        return
    properties = _properties(kind, known)
    for key, value in node.items():
        place = f"{at}{kind}.{key}"
        if key == "@type":
            continue
        if key == "@id":
            yield from _of_text(value, ["URL"], place)
        elif key not in properties:
            yield f"{place} is no property"
        else:
            for one in value if isinstance(value, list) else [value]:
                yield from _of_value(one, properties[key], known, place)
        if value in ("", None, [], {}):
            yield f"{place} is empty"


def _of_value(value: Any, expected: list[str], known: Vocabulary, at: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield from _of_text(value, expected, at)
        return
    yield from _of_node(value, known, f"{at} > ")
    kind = value.get("@type")
    if kind in known and not {kind, *_above(kind, known)} & set(expected):
        yield f"{at} is a {kind}, not one of {', '.join(expected)}"


def _of_text(value: Any, expected: list[str], at: str) -> Iterator[str]:
    tests = {"Text": _is_text, "URL": _is_url, "Date": _is_date, "DateTime": _is_moment}
    if not any(tests[one](value) for one in expected if one in tests):
        yield f"{at} is {value!r}, not one of {', '.join(expected)}"


def _above(kind: str, known: Vocabulary) -> set[str]:
    direct = known[kind]["is"]
    return {*direct, *(higher for one in direct for higher in _above(one, known))}


def _properties(kind: str, known: Vocabulary) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in (kind, *_above(kind, known)):
        found |= known[one]["properties"]
    return found


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_url(value: Any) -> bool:
    return isinstance(value, str) and bool(
        (parts := urlsplit(value)).scheme in ("http", "https") and parts.netloc
    )


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and _reads(date.fromisoformat, value)


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and "T" in value and _reads(datetime.fromisoformat, value)


def _reads(read: Any, value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    path, version = sys.argv[1:]
    made = {"note": NOTE.format(version), "classes": extracted(Path(path).read_text())}
    FILE.write_text(json.dumps(made, indent=1) + "\n")
