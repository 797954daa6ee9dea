"""Each test that docs/security.md names exists and runs in a clone; none of its rows is missing."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.compile(r"\b(tests/[\w/]+\.py)(?:::(\w+))?")
ROW = re.compile(r"^\| (\d+)(?:–(\d+))? \|(.*)\|$", re.MULTILINE)


@cache
def names_in(file: str) -> set[str]:
    """But for those that a clone of the project alone has to skip: they show its owner nothing."""
    return {
        node.name
        for node in ast.walk(ast.parse((ROOT / file).read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and node.name.startswith("test_")
        and not any(ast.unparse(one) == "needs_shared" for one in node.decorator_list)
    }


def part(heading: str) -> str:
    """What stands under a heading of the second level."""
    found = re.search(rf"^## \d\. {heading}\n(.*?)(?=^## |\Z)", DOCUMENT, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def rows(heading: str) -> list[tuple[range, str]]:
    return [
        (range(int(first), int(last or first) + 1), told)
        for first, last, told in ROW.findall(part(heading))
    ]


def test_each_test_that_is_named_exists() -> None:
    named = NAMED.findall(DOCUMENT)
    assert len(named) > 100
    missing = [
        f"{file}::{test}"
        for file, test in named
        if not (ROOT / file).is_file() or (test and test not in names_in(file))
    ]
    assert not missing


def test_each_promise_names_its_test() -> None:
    _, *promises = re.split(r"^\* ", part("What is promised"), flags=re.MULTILINE)
    assert len(promises) > 50
    assert not [promise for promise in promises if not NAMED.search(promise)]


def test_no_attack_and_no_bad_input_is_left_out() -> None:
    for heading, last in (("Attacks, one by one", 32), ("Bad inputs", 129)):
        told = rows(heading)
        assert [number for numbers, _ in told for number in numbers] == list(range(1, last + 1))
        assert not [numbers for numbers, words in told if not NAMED.search(words)], heading


def test_what_it_links_to_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]*)(?:#[^)]*)?\)", DOCUMENT):
        assert (ROOT / "docs" / target).exists(), target
    for file, anchor in re.findall(r"\]\(([^)#]*)#([^)]*)\)", DOCUMENT):
        text = (ROOT / "docs" / file).read_text(encoding="utf-8") if file else DOCUMENT
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        anchors = {re.sub(r"[^\w\s-]", "", one.lower()).replace(" ", "-") for one in headings}
        assert anchor in anchors, (file, anchor)
