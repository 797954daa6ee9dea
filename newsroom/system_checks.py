"""What is broken about an installation, found before anything is served from it."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from newsroom import identities
from newsroom.models import SourceIdentity
from sanctions import fetching
from sanctions.lists import PUBLICATIONS

OLDEST_POSTGRESQL = 15
OURS = {"newsroom", "sanctions"}
THIS_MACHINE = {"localhost", "127.0.0.1", "[::1]"}


@checks.register(checks.Tags.database)
def check_database(
    databases: Iterable[str] | None = None, **options: Any
) -> list[checks.CheckMessage]:
    """Run by `migrate`, and by `check --database default`."""
    problems: list[checks.CheckMessage] = []
    for alias in databases or ():
        with connections[alias].cursor() as cursor:
            version = cursor.connection.info.server_version // 10_000
            cursor.execute("SELECT to_tsvector('simple', '“Ñáñez”') = '''ñáñez'':1'::tsvector")
            [reads_words] = cursor.fetchone()
        if version < OLDEST_POSTGRESQL:
            problems.append(
                checks.Error(
                    f"The database is PostgreSQL {version}.",
                    hint=f"Use PostgreSQL {OLDEST_POSTGRESQL} or newer.",
                    id="newsroom.E001",
                )
            )
        if not reads_words:
            problems.append(
                checks.Error(
                    "The database's locale is not one of UTF-8: it takes quotation marks for "
                    "letters, so searches would miss words.",
                    hint="Make the database again: CREATE DATABASE … TEMPLATE template0 "
                    "ENCODING 'UTF8' LOCALE 'C.UTF-8'.",
                    id="newsroom.E002",
                )
            )
    return problems


@checks.register(checks.Tags.database)
def check_migrations(
    databases: Iterable[str] | None = None, **options: Any
) -> list[checks.CheckMessage]:
    """Of another version's database we know neither the tables nor how to get to ours."""
    problems: list[checks.CheckMessage] = []
    for alias in databases or ():
        loader = MigrationLoader(connections[alias])
        unknown = sorted(
            f"{app}.{name}"
            for app, name in loader.applied_migrations.keys() - loader.disk_migrations.keys()
            if app in OURS
        )
        if unknown:
            problems.append(
                checks.Error(
                    "Another version of this program made the tables of the database "
                    f"{connections[alias].settings_dict['NAME']}: of its migrations this version "
                    f"does not know {len(unknown)}, among them {unknown[0]}.",
                    hint="Where nothing in it is needed, delete it and begin again: "
                    "./run demo --reset. Else go on with the version that made it.",
                    id="newsroom.E004",
                )
            )
    return problems


@checks.register(checks.Tags.database)
def check_source_keys(
    databases: Iterable[str] | None = None, **options: Any
) -> list[checks.CheckMessage]:
    """A server without the keys would stop every text, for it could not tell whom it names."""
    if "default" not in (databases or ()) or not _is_migrated():
        return []
    return [
        checks.Warning(
            f"Identities of confidential sources were encrypted with the key {key}, which "
            "SOURCE_KEY does not hold: nobody can read them, and nothing can be published.",
            hint="Put that key behind the first one in SOURCE_KEY, after a comma.",
            id="newsroom.W007",
        )
        for key in identities.keys_lacking()
    ]


def _is_migrated() -> bool:
    return SourceIdentity._meta.db_table in connection.introspection.table_names()


@checks.register
def check_lists(**options: Any) -> list[checks.CheckMessage]:
    """A code that is mistyped would leave its list unfetched without a word."""
    unknown = set(settings.FETCH_LISTS) - PUBLICATIONS.keys() - {fetching.IMPORTED}
    if not unknown:
        return []
    return [
        checks.Error(
            f"FETCH_LISTS names {', '.join(sorted(unknown))}, which is no list that can be read.",
            hint=f"Allowed: {fetching.IMPORTED}, {', '.join(PUBLICATIONS)}, or nothing.",
            id="newsroom.E003",
        )
    ]


@checks.register(checks.Tags.security, deploy=True)
def check_deployment(**options: Any) -> list[checks.CheckMessage]:
    """Run by `./run serve`."""
    problems: list[checks.CheckMessage] = []
    if not settings.DATABASE_URL:
        problems.append(
            checks.Warning(
                "DATABASE_URL is not set: the embedded server is for trying things out.",
                hint="Set DATABASE_URL to a PostgreSQL server that is backed up.",
                id="newsroom.W001",
            )
        )
    if not settings.HTTPS:
        problems.append(
            checks.Warning(
                "HTTPS is false: passwords would travel readable.",
                hint="Put a proxy that speaks https in front, and set HTTPS=true. (The .env that "
                "./run writes says false, for the demo.)",
                id="newsroom.W002",
            )
        )
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        problems.append(
            checks.Warning(
                "TRUSTED_PROXIES is 0, though a proxy speaks https for us: every reader would seem "
                "to be the proxy, and five wrong passwords would lock an account for everybody.",
                hint="Set TRUSTED_PROXIES to how many proxies a request passes, mostly 1.",
                id="newsroom.W004",
            )
        )
    if not settings.SOURCE_KEYS:
        problems.append(
            checks.Warning(
                "SOURCE_KEY is not set: who a confidential source is could not be kept.",
                hint="Set SOURCE_KEY to a key of Fernet.generate_key(), and keep a copy of it "
                "apart from the database's backups.",
                id="newsroom.W006",
            )
        )
    if settings.PRINCIPAL_LIST not in PUBLICATIONS:
        problems.append(
            checks.Warning(
                f"PRINCIPAL_LIST is {settings.PRINCIPAL_LIST}, which is no list that is read here: "
                "no page would tell how old the list is.",
                hint=f"Set PRINCIPAL_LIST to one of {', '.join(sorted(PUBLICATIONS))}.",
                id="newsroom.W005",
            )
        )
    if set(settings.ALLOWED_HOSTS) <= THIS_MACHINE:
        problems.append(
            checks.Warning(
                "ALLOWED_HOSTS names this machine only: every reader would be refused.",
                hint="Set ALLOWED_HOSTS to the names under which readers reach the newsroom.",
                id="newsroom.W003",
            )
        )
    return problems
