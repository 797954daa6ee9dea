"""What the tools find wrong with the code is a failed test like any other."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = [str(path) for path in sorted((ROOT / "templates").rglob("*.html"))]


@pytest.mark.parametrize(
    "command",
    [
        ["mypy"],
        ["ruff", "check"],
        ["ruff", "format", "--check"],
        ["djade", "--check", "--target-version", "6.1", *TEMPLATES],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_the_code_passes(command: list[str]) -> None:
    result = subprocess.run(
        [Path(sys.executable).with_name(command[0]), *command[1:]],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        pytest.fail(result.stdout, pytrace=False)


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    from django.core.management import call_command

    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=1)
