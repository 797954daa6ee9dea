"""Imports point one way: the records know nothing of the newsroom, and some modules less still."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def imports(module: Path) -> Iterator[str]:
    """Every module that it imports, wherever in its text."""
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(*patterns: str) -> list[Path]:
    return sorted(
        module
        for pattern in patterns
        for module in ROOT.glob(pattern)
        if "migrations" not in module.parts
    )


def names_any(imported: str, *forbidden: str) -> bool:
    return any(imported == name or imported.startswith(f"{name}.") for name in forbidden)


def refuse(found: list[Path], *forbidden: str) -> None:
    assert found
    wrong = [
        f"{module.relative_to(ROOT)} imports {imported}"
        for module in found
        for imported in imports(module)
        if names_any(imported, *forbidden)
    ]
    assert not wrong


def test_the_records_know_nothing_of_the_newsroom() -> None:
    refuse(modules("sanctions/**/*.py"), "newsroom")


@pytest.mark.parametrize("name", ["dates", "names", "entries", "ids"])
def test_what_normalises_knows_no_django(name: str) -> None:
    refuse(modules(f"sanctions/{name}.py"), "django", "sanctions.models")


def test_readers_of_lists_know_no_database() -> None:
    refuse(modules("sanctions/lists/**/*.py"), "django.db", "sanctions.models", "sanctions.merge")


def test_the_export_knows_no_model() -> None:
    refuse(modules("sanctions/exports.py"), "sanctions.models", "sanctions.querysets")


def test_assertions_know_no_database() -> None:
    refuse(
        modules("newsroom/assertions.py", "newsroom/assertions/*.py"),
        "django.db",
        "sanctions.models",
        "newsroom.models",
    )


def test_rules_know_no_screen() -> None:
    """So that a command can do whatever a page does."""
    rules = modules(
        "newsroom/models/*.py",
        "newsroom/body/*.py",
        "newsroom/reading/*.py",
        "newsroom/workflow/*.py",
        *(f"newsroom/{name}.py" for name in ("querysets", "readiness", "columns", "assertions")),
    )
    screens = ("views", "admin", "api", "feeds", "urls")
    refuse(rules, *(f"newsroom.{name}" for name in screens), "sanctions.admin")
