"""`demo`: a newsroom to try, on this machine only."""

import argparse
import secrets
import signal
import socket
import sys
import threading
from typing import Any, cast

import psycopg
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django_ox.worker import Worker
from gunicorn.app.base import BaseApplication

from newsroom.demo import loader
from newsroom.models import Story
from newsroom.storage import collect_changed_files
from newsroom.system_checks import check_migrations
from sanctions.models import ListVersion, Party

HOST = "127.0.0.1"
THREADS = 8
SETTING_UP = 7_238_911  # the advisory lock of whoever sets the database up; any number

# Each account and the groups whose rights it has; admin may do everything but read identities.
ACCOUNTS = {
    "admin": ("admin",),
    "editor": ("editor", "cleared"),
    "editor2": ("editor", "head"),
    "reporter": ("reporter",),
    "exporter": ("exporter",),
}


def port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is no port: 1 to 65535")


class Command(BaseCommand):
    help = "Set up the demo newsroom and serve it on this machine until Ctrl-C."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=port, default=8000, help="8000 where not given")
        parser.add_argument("--reset", action="store_true", help="delete everything, begin again")
        parser.add_argument("--password", help="of all five accounts; random where not given")

    def handle(self, *, port: int, reset: bool, password: str | None, **options: Any) -> None:
        # While setting up, too, the database is stopped, and no traceback shown.
        for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda number, frame: sys.exit(128 + number))
        refuse_unusable_settings()
        refuse_used_port(port)
        with connection.cursor() as cursor:  # a second demo waits, and finds everything in place
            cursor.execute("SELECT pg_advisory_lock(%s)", [SETTING_UP])
            if reset:
                self.reset()
            accounts = self.set_up(password)
            cursor.execute("SELECT pg_advisory_unlock(%s)", [SETTING_UP])
        settings.ADDRESS = f"http://{HOST}:{port}"  # its worker's mail, from this process
        Demo(
            port,
            f"\n{settings.NEWSROOM_NAME} is at http://{HOST}:{port}/ and its desk at "
            f"http://{HOST}:{port}/admin/\n{accounts}\n"
            "Today's whole list: ./run manage.py import_list ofac-sdn --fetch\n"
            "Ctrl-C ends it.\n",
        ).run()

    def reset(self) -> None:
        name = connection.settings_dict["NAME"]
        if others := other_clients():
            raise CommandError(
                f"The database {name} is in use ({others} other connections). "
                "End the other demo, then reset."
            )
        if settings.DATABASE_URL:
            self.stdout.write(f"This deletes everything in the database {name}.")
            try:
                typed = input("Type its name to go on: ")
            except EOFError:
                typed = ""
            if typed != name:
                raise CommandError(f"Nothing was deleted: {typed!r} is not {name!r}.")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute("CREATE SCHEMA public")

    def set_up(self, password: str | None) -> str:
        """Everything that is not there yet; returns what to say about the accounts."""
        for problem in check_migrations(databases=["default"]):
            raise CommandError(f"{problem.msg} {problem.hint}")
        if settings.DATABASE_URL and not is_empty() and not loader.is_loaded():
            raise CommandError(
                f"The database {connection.settings_dict['NAME']}, which DATABASE_URL names, holds "
                "data that is not the demo's. Unset DATABASE_URL, name an empty database, or give "
                "--reset to delete what it holds."
            )
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the tables …")
            call_command("migrate", interactive=False, verbosity=0)
        accounts = make_accounts(password)
        if not loader.is_loaded():
            self.stdout.write("Loading the demo newsroom …")
            loader.load(self.stdout)
        else:
            loader.keep_identities()  # of a demo that was loaded before there were any
        if not settings.DEBUG:
            collect_changed_files()
        return accounts


def refuse_unusable_settings() -> None:
    if settings.HTTPS:
        raise CommandError("HTTPS is true, but the demo speaks plain http. Set HTTPS=false.")
    if HOST not in settings.ALLOWED_HOSTS:
        raise CommandError(
            f"ALLOWED_HOSTS is {','.join(settings.ALLOWED_HOSTS)}, but the demo answers at {HOST}. "
            f"Add {HOST}."
        )


def refuse_used_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} cannot be had: {error.strerror}. "
                f"Choose another: ./run demo --port {port + 1 if 1024 <= port < 65535 else 8000}"
            ) from error


def other_clients() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


def is_empty() -> bool:
    """Whether nobody would miss anything in this database."""
    tables = set(connection.introspection.table_names())
    ours = set(connection.introspection.django_table_names())
    work = [User, Story, Party, ListVersion]
    return tables <= ours | {"django_migrations"} and not any(
        model._meta.db_table in tables and model._default_manager.exists() for model in work
    )


def make_accounts(password: str | None) -> str:
    """Make the accounts that are missing; returns what to tell about them and their password."""
    chosen = password or secrets.token_hex(6)
    hashed = make_password(chosen)  # once for all five: slow on purpose
    made = []
    for name, groups in ACCOUNTS.items():
        user, created = User.objects.get_or_create(
            username=name, defaults={"is_staff": True, "is_superuser": groups == ("admin",)}
        )
        # The first is left as an administrator made it; the others came later than some demos.
        user.groups.add(*Group.objects.filter(name__in=groups if created else groups[1:]))
        if created:
            made.append(name)
        if created or password:
            user.password = hashed
            user.save()
    names = ", ".join(ACCOUNTS)
    if password or len(made) == len(ACCOUNTS):
        return f"Accounts {names}, all with the password {chosen}"
    kept = f"Accounts {names} keep their passwords; to set a new one: ./run demo --password P"
    return f"{kept}\nNew: {', '.join(made)}, with the password {chosen}" if made else kept


class Demo(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """The newsroom behind gunicorn, in this process: when it is killed, its worker ends too."""

    def __init__(self, port: int, greeting: str) -> None:
        self.port = port
        self.greeting = greeting
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": f"{HOST}:{self.port}",
            "threads": THREADS,
            "loglevel": "error",
            "control_socket_disable": True,
            "when_ready": self.when_ready,
            "post_worker_init": self.post_worker_init,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return get_wsgi_application()

    def when_ready(self, arbiter: Any) -> None:
        # A closed terminal ends the demo; gunicorn would load its code again and go on.
        signal.signal(signal.SIGHUP, lambda *_: signal.raise_signal(signal.SIGTERM))
        sys.stdout.write(self.greeting)
        sys.stdout.flush()

    def post_worker_init(self, worker: Any) -> None:
        """The jobs, in a thread of the process that serves: it ends whenever that one does."""
        threading.Thread(target=Worker(concurrency=3).run, daemon=True).start()

    def run(self) -> None:
        """Serve. One connection is held all the while, so that nobody else stops the database."""
        database = cast(DatabaseWrapper, connections["default"])
        parameters = database.get_connection_params()
        database.close()
        database.close_pool()  # a fork must not share it
        with psycopg.connect(**parameters):
            super().run()
