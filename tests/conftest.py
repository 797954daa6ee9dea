"""What every test may use: a browser that notices errors, no network, no kept files left behind."""

import os
import shutil
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper
from playwright.sync_api import BrowserContext, Playwright, Request
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from xdist.scheduler import LoadScopeScheduling


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only this machine answers; a test that needs more is a mistake."""

    def only_loopback(connect: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and address[0] not in {
                "127.0.0.1",
                "::1",
                "localhost",
            }:
                raise RuntimeError(
                    f"A test wanted to connect to {address[0]}; tests have no network."
                )
            return connect(self, address)

        return guarded

    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, only_loopback(getattr(socket.socket, name)))
        yield


@pytest.fixture(scope="session", autouse=True)
def kept_files_are_thrown_away(tmp_path_factory: pytest.TempPathFactory) -> None:
    from django.conf import settings

    settings.MEDIA_ROOT = tmp_path_factory.mktemp("kept")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """A thread of a test that is still connected does not keep the database from being dropped.

    What it last asked is printed, for it is a mistake of that test.
    """
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("""
            SELECT application_name, state, query, pg_terminate_backend(pid)
            FROM pg_stat_activity WHERE datname = current_database()
                AND pid <> pg_backend_pid() AND backend_type = 'client backend'
        """)
        for left in cursor.fetchall():
            print(f"still connected after all tests: {left}", file=sys.__stderr__)


@pytest.fixture(scope="session", autouse=True)
def every_test_begins_with_an_empty_trail() -> Iterator[None]:
    """What empties all tables after a test empties the one that refuses to be emptied, too."""
    from django.db.backends.postgresql.operations import DatabaseOperations

    from sanctions.models import AuditEntry

    whole = DatabaseOperations.sql_flush
    table = AuditEntry._meta.db_table
    triggers = [trigger.get_pgid(AuditEntry) for trigger in AuditEntry._meta.triggers]  # type: ignore[attr-defined]

    def sql_flush(self: Any, style: Any, tables: list[str], **options: Any) -> Any:
        return [
            *(f"ALTER TABLE {table} DISABLE TRIGGER {name}" for name in triggers),
            *whole(self, style, tables, **options),
            f"TRUNCATE {table}",  # it told of the others
            *(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {name}" for name in triggers),
        ]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", sql_flush)
        yield


@pytest.fixture(autouse=True)
def no_export_is_under_way() -> None:
    """One that an earlier test began and never read counts for nothing."""
    from sanctions.admin.exporting import under_way

    under_way.clear()


# ---- The browser ------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def connection_before(django_db_setup: None) -> BaseDatabaseWrapper:
    from django.db import connections

    return connections["default"]


@pytest.fixture(scope="session")
def playwright(connection_before: BaseDatabaseWrapper, playwright: Playwright) -> Playwright:
    """With the database connection that there was. Where an event loop runs, as Playwright's does
    from now on, Django would look for another one, and leave this open to the end."""
    from django.db import connections

    connections["default"] = connection_before
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("Chromium is missing. On Debian: apt-get install chromium", pytrace=False)
    # Playwright runs an event loop in the thread of the test, which uses the database all the same.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    arguments = [
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-sync",
        "--no-first-run",
    ]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium as root starts only without
    return browser_type_launch_args | {"executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def base_url(live_server: LiveServer) -> str:
    """So that `page.goto("/officials/")` asks the live server."""
    return live_server.url


@pytest.fixture
def browser_errors() -> list[str]:
    """What the browser complained about; a test that means to provoke an error empties it."""
    return []


@pytest.fixture
def context(context: BrowserContext, browser_errors: list[str]) -> Iterator[BrowserContext]:
    """A context whose pages fail the test on any console error, which a breach of policy is too.

    It ends when the server has answered: a request under way would hold tables that are emptied.
    """
    asked: set[Request] = set()

    def begun(request: Request) -> None:
        asked.add(request)

    def ended(request: Request) -> None:
        asked.discard(request)

    context.on("request", begun)
    context.on("requestfinished", ended)
    context.on("requestfailed", ended)
    context.on(
        "console",
        lambda message: (
            browser_errors.append(f"{message.text} ({message.location.get('url')})")
            if message.type == "error"
            else None
        ),
    )
    context.on("weberror", lambda error: browser_errors.append(str(error.error)))
    yield context
    for _ in range(100):
        if not asked or not context.pages:
            break
        context.pages[0].wait_for_timeout(50)
    assert browser_errors == []


# ---- Two workers ------------------------------------------------------------------------------

#: Minutes each. Tests of one folder share a newsroom that takes long to make.
LONG = ("tests/newsroom/demo/", "tests/operations/", "tests/test_walk.py")


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]  # comes without types
    """A file is one worker's, and what is long too: it comes first, so that nobody waits for it."""

    def _split_scope(self, nodeid: str) -> str:
        return _alone(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Scheduling:
    config.option.loadscopereorder = False  # by the number of tests, however long they take
    return Scheduling(config, log)


def _alone(nodeid: str) -> str:
    file = nodeid.partition("::")[0]
    return next((long for long in LONG if file.startswith(long)), file)


@pytest.hookimpl(trylast=True)  # after pytest-django has put those first that empty no tables
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long ones first; and marks what needs a browser, for `-m "not browser"`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")
    items.sort(key=lambda item: _alone(item.nodeid) not in LONG)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-who-may-do-what",
        action="store_true",
        help="write the table of tests/newsroom/demo/who_may_do_what.txt anew",
    )
