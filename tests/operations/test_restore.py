"""What is backed up as docs/operations.md says can be restored as it says, and is the same."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

from tests.operations.conftest import ROOT, Installation, programs
from tests.operations.rows import tables

PAGES = (
    "/stories/treasury-puts-21-of-maduros-officials-on-the-list/",
    "/officials/",
    "/corrections.atom",
)


def commands(heading: str) -> str:
    """What docs/operations.md tells to type under a heading."""
    docs = (ROOT / "docs" / "operations.md").read_text()
    _, _, section = docs.partition(f"\n### {heading}\n")
    [block, *_] = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return block


def kept_files(installation: Installation) -> dict[str, bytes]:
    kept = installation.var / "kept"
    return {
        str(file.relative_to(kept)): file.read_bytes() for file in kept.rglob("*") if file.is_file()
    }


def pages() -> list[bytes]:
    return [Client(headers={"host": "testserver"}).get(path).content for path in PAGES]


@pytest.fixture
def new(populated: Installation, tmp_path: Path) -> Iterator[Installation]:
    """An empty database and an empty folder, on the same server."""
    installation = Installation(f"{populated.database}_restored", tmp_path / "var")
    installation.var.mkdir()
    installation.make_database()
    yield installation
    installation.drop_database()


def test_a_restored_newsroom_is_the_same(
    populated: Installation,
    new: Installation,
    tmp_path: Path,
) -> None:
    backup = tmp_path / "backup"
    backup.mkdir()
    for heading, installation in (("Back up", populated), ("Restore", new)):
        done = subprocess.run(
            ["sh", "-eu", "-c", commands(heading)],
            env=installation.environment(BACKUP=str(backup), PATH=f"{programs()}:{os.defpath}"),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    assert {file.name for file in backup.iterdir()} == {"newsroom.dump", "kept.tar.gz"}

    with populated.entered():
        before = tables(), pages()
    with new.entered():
        after = tables(), pages()
    assert before[0]["newsroom_claim"][0] > 100, "there was something to lose"
    assert after[0] == before[0]
    assert after[1] == before[1]
    assert b"Wednesday" in after[1][0]
    assert kept_files(new) == kept_files(populated)
    assert kept_files(new)
    assert new.manage("migrate", "--check").returncode == 0
