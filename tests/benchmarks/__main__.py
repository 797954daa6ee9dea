"""`./run benchmark [NAME …]`: run them one after the other, then print one table."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

import django
import psycopg

from newsroom.embedded.server import USER, Server
from tests.benchmarks.rows import Row, table

FOLDER = Path(__file__).parent
NAMES = sorted(
    path.stem
    for path in FOLDER.glob("*.py")
    if path.stem not in ("__init__", "__main__", "rows") and "def run()" in path.read_text()
)


def main(names: Sequence[str]) -> int:
    if unknown := set(names) - set(NAMES):
        sys.exit(
            f"There is no benchmark {', '.join(sorted(unknown))}. There are: {' '.join(NAMES)}."
        )
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="newsroom-benchmark-", dir="/var/tmp") as var:
        Path(var).chmod(0o755)  # the embedded server has an account of its own
        server = Server(Path(var))
        server.prepare()
        with server.lock():
            server.start()
        try:
            print(about(server), flush=True)
            for name in names or NAMES:
                print(f"… {name}", flush=True)
                rows += measured(name, server, Path(var))
        finally:
            with server.lock():
                server.stop()
    print(f"\n{table(rows)}")
    return 0 if all(row.holds for row in rows) else 1


def measured(name: str, server: Server, var: Path) -> list[Row]:
    """The rows of one benchmark, from a process of its own on a new database."""
    database = f"benchmark_{name}"
    with psycopg.connect(
        host=str(server.socket), user=USER, dbname="postgres", autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {database}".encode())
    result = var / f"{name}.json"
    subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "--alone", name, result],
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "newsroom.settings",
            "DATABASE_URL": f"postgresql://{USER}@{quote(str(server.socket), safe='')}/{database}",
            "NEWSROOM_VAR": str(var / name),
            "DEBUG": "false",
            "HTTPS": "false",
        },
        check=True,
    )
    return [Row(**row) for row in json.loads(result.read_text())]


def alone(name: str, result: Path) -> int:
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    rows = import_module(f"tests.benchmarks.{name}").run()
    result.write_text(json.dumps([asdict(row) for row in rows]))
    return 0


def about(server: Server) -> str:
    with psycopg.connect(host=str(server.socket), user=USER, dbname="postgres") as connection:
        postgresql = connection.info.server_version // 10_000
    return (
        f"Python {platform.python_version()}, Django {version('django')}, "
        f"PostgreSQL {postgresql}, psycopg {version('psycopg')}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores"
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--alone"]:
        sys.exit(alone(sys.argv[2], Path(sys.argv[3])))
    sys.exit(main(sys.argv[1:]))
