"""The folder that holds the embedded server's data: made whole or not at all."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from newsroom.embedded.errors import ServerError, if_full
from newsroom.embedded.programs import Programs, programs, reachable_by_all

#: Where root's data folders are, if the server's account cannot enter NEWSROOM_VAR.
ELSEWHERE = Path("/var/tmp")  # noqa: S108
PREFIX = "newsroom-postgres-"


class DataFolder:
    def __init__(self, var: Path, superuser: str) -> None:
        self.var = var
        self.superuser = superuser
        self.link = var / "postgres"  # the folder, or a link to it (see `make`)

    @property
    def path(self) -> Path:
        return self.link.resolve()

    def exists(self) -> bool:
        return self.link.exists()

    def make(self) -> None:
        """A new folder, under its final name only when it is whole. The caller holds the lock."""
        if self.link.is_symlink():
            raise ServerError(
                f"{self.link} leads to {self.path}, which is gone, and the database with it. "
                "Remove that link; the next start makes a new database."
            )
        new = self.var / "postgres.new"
        discard(new)  # of one that was killed here
        try:
            account = self.account()
            if account and not reachable_by_all(self.var):
                # Root's own folder may be closed to the account that the server runs as.
                new.symlink_to(tempfile.mkdtemp(prefix=PREFIX, dir=ELSEWHERE))
            else:
                new.mkdir(mode=0o700)
            if account:
                os.chown(new, *account)
            # Not plain C: full-text search would glue curly quotes to words, pg_trgm drop accents.
            self.run(
                *("initdb", "-D", str(new.resolve()), "-U", self.superuser, "--auth=trust"),
                *("--encoding=UTF8", "--locale=C.UTF-8"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            )
            new.rename(self.link)
        except BaseException:
            discard(new)
            raise

    def programs(self) -> Programs:
        """The programs that can read the folder, or make it where there is none."""
        if not self.exists():
            return programs()
        try:
            made_by = int((self.path / "PG_VERSION").read_text())
        except (FileNotFoundError, NotADirectoryError, ValueError) as error:
            raise ServerError(
                f"{self.path} is no data folder of PostgreSQL: it has no PG_VERSION. Nothing in it "
                "was touched. Move it away, or set NEWSROOM_VAR to another folder; the next start "
                "makes a new database."
            ) from error
        try:
            return programs(made_by)
        except ServerError as error:
            raise ServerError(
                f"{self.path} was made by PostgreSQL {made_by}, which alone can read it. Nothing "
                f"in it was touched. {error} Or move the folder away; the next start makes a new "
                "database."
            ) from error

    def account(self) -> tuple[int, int] | None:
        """User and group that the server runs as when we are root, which PostgreSQL refuses."""
        if os.geteuid() != 0:
            return None
        if self.exists() and (status := self.path.stat()).st_uid:
            return status.st_uid, status.st_gid
        for name in ("postgres", "nobody"):
            with suppress(KeyError):
                entry = pwd.getpwnam(name)
                return entry.pw_uid, entry.pw_gid
        raise ServerError("As root, PostgreSQL needs an account `postgres` or `nobody` to run as.")

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the programs as that account, in the folder where there is one."""
        uid, gid = self.account() or (None, None)
        # A file, not a pipe: the server would hold the pipe open.
        with tempfile.TemporaryFile("w+") as output:
            result = subprocess.run(
                [self.programs().folder / program, *arguments],
                cwd=self.path if self.exists() else "/",
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # only its progress
                stderr=output,
                env={"PATH": os.defpath, "LC_ALL": "C"},
                user=uid,
                group=gid,
                extra_groups=None if uid is None else [],
                check=False,
            )
            output.seek(0)
            if result.returncode:
                place = self.path if self.exists() else self.var
                raise ServerError(f"{program} failed: {output.read().strip()}{if_full(place)}")


def discard(new: Path) -> None:
    """Take away what was half made; the folder in /var/tmp, if `new` leads to one of ours there.

    One link is followed, ours, and no other: that folder belongs to an account which could have
    put a link to anything in its place, and we may be root.
    """
    if not new.is_symlink():
        shutil.rmtree(new, ignore_errors=True)
        return
    made = new.readlink()
    if (made.parent, made.name[: len(PREFIX)]) == (ELSEWHERE, PREFIX) and not made.is_symlink():
        shutil.rmtree(made, ignore_errors=True)
    new.unlink()
