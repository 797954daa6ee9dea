"""Dated lists replayed in order, real ones and small ones, and an import that is killed."""

import io
import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from sanctions.entries import ListError
from sanctions.models import EntryVersion, ListVersion
from sanctions.series import members
from tests.sanctions import replay
from tests.sanctions.ofac import entry, write_set
from tests.shared import needs_shared

MANY = [entry(number, f"PRUEBA, Persona {number}") for number in range(1, 21)]


def run(folder: Path, *arguments: str) -> tuple[list[dict[str, Any]], int, str]:
    """The JSON lines, the exit status and what was told beside."""
    out, err, status = io.StringIO(), io.StringIO(), 0
    try:
        call_command(
            "import_list",
            "ofac-sdn",
            str(folder),
            "--series",
            "--json",
            *arguments,
            stdout=out,
            stderr=err,
        )
    except CommandError as error:
        status = error.returncode
        err.write(str(error))
    return [json.loads(line) for line in out.getvalue().splitlines()], status, err.getvalue()


def summary(lines: list[dict[str, Any]]) -> list[tuple[str, str, int | None]]:
    return [(line["file"], line["status"], line["version"]) for line in lines]


def lists(folder: Path, **days: list[Any]) -> Path:
    """A folder for each day, "d2024_05_03"."""
    for name, rows in days.items():
        write_set(folder / name[1:].replace("_", "-"), rows)
    return folder


@pytest.mark.django_db
def test_dated_lists_are_imported_in_the_order_of_their_days(tmp_path: Path) -> None:
    lists(tmp_path, d2024_05_05=MANY[:3], d2024_05_03=MANY[:2], d2024_05_04=MANY[1:3])
    lines, status, told = run(tmp_path)
    assert status == 0
    assert summary(lines) == [
        ("2024-05-03", "applied", 1),
        ("2024-05-04", "applied", 2),
        ("2024-05-05", "applied", 3),
    ]
    assert [line["added"] for line in lines] == [2, 1, 1]
    assert "2 of 3, 2024-05-04 …" in told
    assert list(ListVersion.objects.order_by("sequence").values_list("dated", flat=True)) == [
        date(2024, 5, day) for day in (3, 4, 5)
    ]


@pytest.mark.django_db
def test_a_day_without_change_makes_no_version_and_is_passed_by(tmp_path: Path) -> None:
    lists(tmp_path, d2024_05_03=MANY[:2], d2024_05_04=MANY[:2], d2024_05_05=MANY[:3])
    lines, status, _ = run(tmp_path)
    assert (status, [line["status"] for line in lines]) == (0, ["applied", "unchanged", "applied"])
    assert ListVersion.objects.count() == 2


@pytest.mark.django_db
def test_a_series_with_days_without_change_can_be_called_again(tmp_path: Path) -> None:
    lists(
        tmp_path,
        d2024_05_03=MANY[:2],
        d2024_05_04=MANY[:2],
        d2024_05_05=MANY[:3],
        d2024_05_06=MANY[2::-1],
        d2024_05_07=MANY[:3],
        d2024_05_08=MANY[:4],
    )
    first = run(tmp_path)
    assert first[1] == 0
    lines, status, _ = run(tmp_path)
    assert (status, {line["status"] for line in lines}) == (0, {"unchanged"})
    assert [line["version"] for line in lines] == [1, 1, 2, 3, 2, 4]
    assert ListVersion.objects.count() == 4


@pytest.mark.django_db
def test_where_a_series_stops_the_next_two_commands_are_told(tmp_path: Path) -> None:
    folder = tmp_path / "Mayo y junio"
    lists(folder, d2024_05_03=MANY, d2024_05_04=MANY[:14])
    _, _, told = run(folder, "--coverage", "VENEZUELA,IRAN")
    again = f"ofac-sdn '{folder}' --series --coverage VENEZUELA,IRAN --json"
    assert told.splitlines()[-2:] == [
        "./run manage.py apply_list ofac-sdn 2 --reason WHY",
        f"./run manage.py import_list {again}",
    ]


@pytest.mark.django_db
def test_a_held_version_stops_a_series_that_goes_on_when_it_was_applied(tmp_path: Path) -> None:
    lists(tmp_path, d2024_05_03=MANY, d2024_05_04=MANY[:14], d2024_05_05=MANY[:15])
    lines, status, told = run(tmp_path)
    assert status == 3
    assert summary(lines)[-1] == ("2024-05-04", "quarantined", 2)
    assert "Version 2 is held" in told
    lines, status, _ = run(tmp_path)
    assert (status, summary(lines)[-1]) == (3, ("2024-05-04", "quarantined", 2))
    call_command("apply_list", "ofac-sdn", "2", "--reason", "announced", stdout=io.StringIO())
    lines, status, _ = run(tmp_path)
    assert status == 0
    assert summary(lines) == [
        ("2024-05-03", "unchanged", 1),
        ("2024-05-04", "unchanged", 2),
        ("2024-05-05", "applied", 3),
    ]


@pytest.mark.django_db
def test_a_version_that_somebody_refused_is_passed_by(tmp_path: Path) -> None:
    lists(tmp_path, d2024_05_03=MANY, d2024_05_04=MANY[:14], d2024_05_05=MANY[:19])
    run(tmp_path)
    call_command("refuse_list", "ofac-sdn", "2", "--reason", "half a file", stdout=io.StringIO())
    lines, status, _ = run(tmp_path)
    assert (status, lines[1]["status"]) == (0, "unchanged")
    assert lines[1]["reason"] == "these are the bytes of version 2, which is refused"
    assert lines[2]["removed"] == 1


@pytest.mark.django_db
def test_a_list_that_is_refused_stops_a_series_and_is_named(tmp_path: Path) -> None:
    lists(tmp_path, d2024_05_03=MANY[:2], d2024_05_05=MANY[:3])
    (tmp_path / "2024-05-04").mkdir()
    lines, status, told = run(tmp_path)
    assert (status, [line["status"] for line in lines]) == (1, ["applied", "refused"])
    assert told.splitlines()[-1].startswith("2024-05-04: ")
    assert ListVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["sdn-2024-05-03.csv", "README"], "its name has no day"),
        (["sdn-2024-05-33.csv"], "its name has no day"),
        ([], "nothing is in it"),
    ],
)
def test_a_folder_that_is_no_series_is_refused(
    tmp_path: Path, names: list[str], words: str
) -> None:
    for name in names:
        (tmp_path / name).touch()
    with pytest.raises(ListError, match=words):
        members(tmp_path)


def test_two_lists_of_one_day_follow_each_other_by_name(tmp_path: Path) -> None:
    for name in ("sdn-2024-05-03-b.csv", "sdn-2024-05-03-a.csv", "2023-05-03", ".hidden"):
        (tmp_path / name).touch()
    assert [path.name for _, path in members(tmp_path)] == [
        "2023-05-03",
        "sdn-2024-05-03-a.csv",
        "sdn-2024-05-03-b.csv",
    ]


@needs_shared
@pytest.mark.django_db
def test_real_lists_replayed_agree_with_the_files_alone_and_each_can_be_rebuilt(
    tmp_path: Path,
) -> None:
    """Two of 64, of which one is held; `python -m tests.sanctions.replay` has them all."""
    found = replay.unpack(tmp_path)[9:11]
    steps = list(replay.replay(found))
    assert [step.counts for step in steps] == [step.expected for step in steps]
    assert all(step.rows_agree for step in steps)
    assert [step.day for step in steps if step.held] == [date(2021, 9, 22)]
    assert replay.rows_agree(ListVersion.objects.earliest())


@pytest.mark.django_db(transaction=True)
def test_an_import_killed_at_any_moment_leaves_the_old_list_or_the_new(tmp_path: Path) -> None:
    server = connection.get_connection_params()
    address = f"{server.get('user', '')}@{quote(str(server.get('host', '')), safe='')}"
    done = subprocess.run(
        [sys.executable, "-m", "tests.sanctions.kills", "12", "--here"],
        env={
            "PATH": "/usr/bin:/bin",
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": f"postgresql://{address}/{connection.settings_dict['NAME']}",
            "NEWSROOM_VAR": str(tmp_path),
        },
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("12 kills: ")
    assert EntryVersion.objects.filter(span__upper_inf=True).count() == 100
