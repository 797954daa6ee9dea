"""Who a source is stands in no log, no dump and no write-ahead log of a running newsroom."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from newsroom.identities import Identity
from newsroom.models import IdentityReading, Source
from tests.canaries import seen
from tests.newsroom.cleared import verified
from tests.operations.conftest import KEY, Installation, programs
from tests.operations.serving import Serving, serving_of

#: Words of this file alone: the server's write-ahead log is of all databases on it, and other tests
#: plant theirs in clear at the same time.
CANARIES = {
    "name": ("Wyxomirelle", "Ttörbåqvist"),
    "other_names": ("Plyvonquartz",),
    "contact": ("wyxwhisper@elsewhere", "8886421975"),
    "notes": ("Yggzandribérry",),
}
IDENTITY = Identity(
    name="Wyxomirelle Ttörbåqvist",
    other_names="Plyvonquartz",
    contact="wyxwhisper@elsewhere.example, +58 8886421975",
    notes="Meets behind the gate of the Yggzandribérry.",
)

#: Stands beside the identity wherever that could stand: so the search would have seen it.
REASON = "To ask about the papers of Xylophonville."


@pytest.fixture(scope="module")
def copy(
    populated: Installation,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Installation]:
    """The newsroom once more, to be written into."""
    made = Installation(f"{populated.database}_canaries", tmp_path_factory.mktemp("canaries"))
    with django_db_blocker.unblock():
        made.make_database(like=populated.database)
    yield made
    with django_db_blocker.unblock():
        made.drop_database()


def session_of(installation: Installation, name: str) -> str:
    """Somebody's session in which a second factor was given, as the cookie that a browser sends."""
    with installation.entered(), override_settings(SECRET_KEY=KEY):
        client = verified(User.objects.get(username=name))
        return f"__Host-session={client.session.session_key}"


def send(serving: Serving, path: str, cookie: str, form: dict[str, str]) -> str:
    """Fill in the page's form and send it; answers what comes back."""
    page = serving.ask(path, Cookie=cookie)
    assert page.status == 200, page.status
    token = re.search(rb'name="csrfmiddlewaretoken" value="(\w+)"', page.body)
    assert token
    csrf = page.headers["Set-Cookie"].partition(";")[0]
    answer = serving.ask(
        path,
        "POST",
        {"csrfmiddlewaretoken": token[1].decode(), **form},
        Cookie=f"{cookie}; {csrf}",
        Referer=f"https://news.example{path}",
    )
    return f"{answer.status} {answer.headers} {unescape(answer.body.decode())}"


def position() -> str:
    """The file of the server's write-ahead log that it writes at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_walfile_name(pg_current_wal_insert_lsn())")
        return str(cursor.fetchone()[0])


def written_since(first: str) -> bytes:
    """What the server has written ahead since then, where it can be read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_switch_wal()")
        cursor.execute("SELECT current_setting('data_directory')")
        folder = Path(cursor.fetchone()[0]) / "pg_wal"
    last = position()
    try:
        files = [file for file in folder.iterdir() if first <= file.name <= last]
        return b"".join(file.read_bytes() for file in files)
    except OSError:
        pytest.skip("The server's files cannot be read by this account.")


def server_log() -> bytes:
    """What the embedded server has logged; another server's log is its owner's to look at."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('data_directory')")
        log = Path(cursor.fetchone()[0]) / "server.log"
    return log.read_bytes() if log.exists() else b""


def test_who_a_source_is_stays_in_no_place_of_the_servers(
    copy: Installation, tmp_path: Path
) -> None:
    typed = {name: getattr(IDENTITY, name) for name in ("name", "other_names", "contact", "notes")}
    with copy.entered():
        source = Source.objects.get(label="Lamplighter")
        first = position()
    cookie = session_of(copy, "editor")
    at = f"/admin/newsroom/source/{source.pk}/identity/"
    with serving_of(copy, tmp_path / "output") as serving:
        # What is not typed well, what cannot be stored, what asks in the address, what is refused.
        send(serving, at, cookie, typed | {"reason": "", "action": "save"})
        send(serving, at, cookie, typed | {"name": f"{IDENTITY.name}\0", "action": "save"})
        saved = send(serving, at, cookie, typed | {"reason": REASON, "action": "save"})
        assert saved.startswith("302"), saved[:200]
        shown = send(serving, at, cookie, {"reason": REASON, "action": "show"})
        assert IDENTITY.name in shown, "whoever is cleared does read it"
        for address in (
            f"{at}?q={quote(IDENTITY.name)}",
            f"/search/?q={quote(IDENTITY.name)}",
        ):
            serving.ask(address, Cookie=cookie, User_Agent="a browser")
        log = serving.log.read_bytes()
    with copy.entered():
        readings = set(IdentityReading.objects.values_list("reason", flat=True))
    dump = subprocess.check_output(
        [programs() / "pg_dump", "--dbname", copy.url, "--inserts", "--no-owner"]
    )
    with copy.entered():
        written = written_since(first)
        servers = server_log()

    assert b"/identity/" in log, "each request has its line"
    assert REASON in readings
    assert REASON.encode() in dump
    assert REASON.encode() in written, "what is stored in plain is seen in the write-ahead log"
    places = {"log": log, "dump": dump, "write-ahead log": written, "server's log": servers}
    assert [one for place, held in places.items() for one in seen(place, held, CANARIES)] == []
