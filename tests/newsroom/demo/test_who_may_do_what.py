"""Every address × method × role of the URL resolver has the answer that is written down.

The table is who_may_do_what.txt beside this file: a line for each address, a column for each role,
in it the status of a GET and of an empty POST; a star says that the audit trail got an entry,
“same” that it is a page of readers, to which all are the same. A new address fails until it has a
line, a line without an address too. Whatever is answered is searched for what the role may not
read, and what it may read is found somewhere.

After a change that is meant: python -m pytest … --write-who-may-do-what (in one process), then read
the difference.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.canaries import seen
from tests.newsroom.demo.planted import ROLES, SECRETS, Planted
from tests.newsroom.demo.samples import lines, name_of

pytestmark = pytest.mark.django_db

TABLE = Path(__file__).parent / "who_may_do_what.txt"
METHODS = ("get", "post")
#: Readers' pages do not ask who reads them: they are asked as nobody and as who may do everything.
READERS = {"anonymous", "superuser"}
SAME = "same"
#: What readers of a story read.
OF_THE_TEXT = {"zqdraftwords", "zqpicturealt", "zq-draft"}


@dataclass
class Table:
    """What is written down: a cell a role for each line, and the comments that stand above it."""

    cells: dict[str, list[str]]
    comments: dict[str, list[str]]
    roles: list[str]

    @classmethod
    def read(cls) -> Table:
        table = cls({}, {}, [])
        above: list[str] = []
        for line in TABLE.read_text().splitlines() if TABLE.exists() else ():
            name, *cells = re.split(r"\s{2,}", line.strip())
            if line.startswith("#") or not line:
                above.append(line)
            elif not table.roles:
                table.roles, above, table.comments[""] = cells, [], above
            else:
                table.cells[name], table.comments[name], above = cells, above, []
        return table

    def of(self, role: str) -> dict[str, str]:
        at = self.roles.index(role) if role in self.roles else None
        return {name: cells[at] if at is not None else "" for name, cells in self.cells.items()}

    def write(self, role: str, answers: dict[str, str]) -> None:
        """The role's column anew; lines in the resolver's order, each below its comments."""
        columns = {one: self.of(one) for one in ROLES} | {role: answers}
        width = max(map(len, answers)) + 2
        rows = [*self.comments.get("", ()), f"{'address':<{width}}{_cells(list(ROLES))}"]
        for name in answers:
            rows += self.comments.get(name, ())
            rows.append(f"{name:<{width}}{_cells([columns[one].get(name, '?') for one in ROLES])}")
        TABLE.write_text("\n".join(rows) + "\n")


def _cells(cells: list[str]) -> str:
    return "".join(f"{cell or '?':<11}" for cell in cells).rstrip()


def test_every_address_has_a_line_and_every_line_an_address() -> None:
    assert list(Table.read().cells) == [name_of(*line) for line in lines()]


@pytest.mark.parametrize("role", ROLES)
def test_who_may_do_what(
    role: str, planted: Planted, addresses: dict[str, str], request: Any
) -> None:
    asker, answers, leaks, found = planted.asker(role), {}, [], set()
    secrets = SECRETS | planted.own
    for name, address in addresses.items():
        if role not in READERS and not name.startswith(("admin/", "preview/")):
            answers[name] = SAME
            continue
        cell = []
        for method in METHODS:
            answer = asker.ask(method, address)
            cell.append(f"{answer.status}{'*' if answer.wrote else ''}")
            text = f"{answer.headers}{answer.text}"
            told = {
                secret
                for secret in secrets
                if secret in text and secret not in address and not is_theirs(secret, name)
            }
            found |= told
            leaks += [
                f"{secret} at {method} {address}" for secret in told if role not in secrets[secret]
            ]
            leaks += map(str, seen(f"{method} {address}", text))
        answers[name] = "/".join(cell)
    table = Table.read()
    if request.config.getoption("--write-who-may-do-what"):
        table.write(role, answers)
        table = Table.read()
    expected = table.of(role)
    wrong = {name: f"{got}, not {expected.get(name)}" for name, got in answers.items()}
    assert {name: told for name, told in wrong.items() if answers[name] != expected.get(name)} == {}
    assert len(answers) == len(list(lines()))
    assert leaks == []
    assert found == {secret for secret, readers in secrets.items() if role in readers}


def is_theirs(secret: str, name: str) -> bool:
    """A preview's address opens its story to whoever has it."""
    return name.startswith("preview/") and secret in OF_THE_TEXT
