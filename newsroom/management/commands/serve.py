"""`serve`: the production server and its worker, which begin and end together."""

import os
import signal
import subprocess
import sys
import time
from functools import partial
from io import StringIO
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from newsroom.storage import collect_changed_files

#: Seconds in which both have to end. gunicorn gives running requests five of them.
PATIENCE = 20
ENDINGS = (signal.SIGHUP, signal.SIGINT, signal.SIGTERM)
#: While a list is fetched, which may take minutes, the jobs of every minute go on.
AT_ONCE = ("--concurrency", "3")
GUNICORN = ("--config", "python:newsroom.gunicorn")


class Command(BaseCommand):
    help = (
        "Serve the newsroom to readers, behind a proxy that speaks https, and run its worker. "
        "Refuses what is not fit for that. GUNICORN_CMD_ARGS may hold any other of gunicorn's "
        "arguments."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--bind", default="127.0.0.1:8000", help="ADDRESS:PORT or unix:/PATH; %(default)s"
        )

    def handle(self, *, bind: str, **options: Any) -> None:
        refuse_unfit_installation()
        collect_changed_files()
        connection.close()
        keep_running(
            {
                "gunicorn": ["-m", "gunicorn", *GUNICORN, "--bind", bind, "newsroom.wsgi"],
                "the worker": ["manage.py", "ox_worker", "--verbosity", "0", *AT_ONCE],
            }
        )


def refuse_unfit_installation() -> None:
    # The settings first: without DATABASE_URL, asking the database would start one.
    check = partial(call_command, "check", deploy=True, fail_level="WARNING", stdout=StringIO())
    check(tags=["security"])
    try:
        settings.VAR.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=settings.VAR):
            pass
    except OSError as error:
        raise CommandError(
            f"NEWSROOM_VAR is {settings.VAR}, where this account cannot write: {error.strerror}. "
            "Name a folder that belongs to it."
        ) from error
    try:
        check(databases=["default"])
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise CommandError(
            f"The database that DATABASE_URL names does not answer: {error}"
        ) from error
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise CommandError(
            "The database is not at this version. Back it up, then: ./run manage.py migrate"
        )


def keep_running(programs: dict[str, list[str]]) -> None:
    """Run Python with each of these arguments until told to end, or until one of them ends."""
    environment = {"DATABASE_POOL": "10", "LOG_FORMAT": "json"} | os.environ
    for number in ENDINGS:
        signal.signal(number, lambda number, frame: sys.exit())
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in programs.items():
            running[name] = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=settings.BASE_DIR,
                env=environment,
                start_new_session=True,  # a terminal's Ctrl-C reaches them through us alone
            )
        while not (ended := [name for name, child in running.items() if child.poll() is not None]):
            time.sleep(0.2)
        raise CommandError(
            f"{' and '.join(ended)} ended with status {running[ended[0]].returncode}, "
            "so everything was ended. The log says why."
        )
    finally:
        for number in ENDINGS:
            signal.signal(number, signal.SIG_IGN)
        end(list(running.values()))


def end(children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + PATIENCE
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(max(0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
