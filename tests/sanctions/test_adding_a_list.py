"""A publisher is added from docs/adding-a-list.md alone, and touches no other code."""

import importlib
import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from sanctions import lists
from sanctions.entries import ListError
from sanctions.models import Designation, Entry, ListVersion, Official, Party

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[2] / "docs" / "adding-a-list.md"


def block(language: str) -> str:
    """The page's one block of code in this language."""
    [found] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return str(found)


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The page's module among the publishers; answers the path of the page's list."""
    modules = tmp_path / "lists"
    modules.mkdir()
    (modules / "ministry_of_examples.py").write_text(block("python"))
    monkeypatch.setattr(lists, "__path__", [*lists.__path__, str(modules)])
    importlib.invalidate_caches()
    for code, publication in lists.discovered().items():
        monkeypatch.setitem(lists.PUBLICATIONS, code, publication)
    file = tmp_path / "examples.csv"
    file.write_text(block("text"))
    yield file
    del sys.modules["sanctions.lists.ministry_of_examples"]


def run(path: Path) -> dict[str, Any]:
    out = io.StringIO()
    call_command("import_list", "examples", str(path), "--json", stdout=out, stderr=out)
    answer: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return answer


def test_the_pages_list_is_imported(examples: Path) -> None:
    answer = run(examples)
    assert (answer["status"], answer["added"], answer["warnings"]) == ("applied", 2, [])
    version = ListVersion.objects.get()
    assert (version.list.code, version.dated, version.dated_by) == (
        "examples",
        date(2026, 11, 20),
        "file",
    )
    assert Official.objects.get().listed_name == "PRUEBA, Ana"
    assert Party.objects.get(kind="organisation").listed_name == "EMPRESA INVENTADA"
    person = Entry.objects.get(number="7")
    assert set(person.names.values_list("name", flat=True)) == {
        "PRUEBA, Ana",
        "EJEMPLO, Anita",
        "LA PRUEBA",
    }
    assert Designation.objects.get(entry=person).programme.code == "ARMS"
    assert run(examples)["status"] == "unchanged"


def test_the_pages_list_is_refused_wherever_it_is_cut(examples: Path) -> None:
    whole = examples.read_bytes().rstrip()
    for length in range(len(whole)):
        examples.write_bytes(whole[:length])
        with pytest.raises(ListError):
            lists.PUBLICATIONS["examples"].read(examples)


def test_two_lists_of_one_code_are_no_lists(examples: Path) -> None:
    modules = Path(lists.__path__[-1])
    (modules / "other_examples.py").write_text(block("python"))
    importlib.invalidate_caches()
    with pytest.raises(ValueError, match=r"other_examples: examples is another list's code"):
        lists.discovered()
    del sys.modules["sanctions.lists.other_examples"]
