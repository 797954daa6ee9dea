"""`./run serve` serves what is fit for readers, with its worker, and refuses the rest."""

from __future__ import annotations

import http.client
import json
import re
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import psutil
import psycopg
import pytest
from django.core.management import CommandError

from newsroom.management.commands.serve import ENDINGS, keep_running
from tests.operations.conftest import KEY, Installation
from tests.operations.serving import HEADERS, READER, Serving, serving_of, waited


@pytest.fixture(scope="module")
def start(
    populated: Installation, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Serving]]:
    with ExitStack() as running:
        yield lambda **environment: running.enter_context(
            serving_of(populated, tmp_path_factory.mktemp("log") / "output", **environment)
        )


@pytest.fixture(scope="module")
def serving(start: Callable[..., Serving]) -> Serving:
    return start()


# ---- What is refused --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Allowed: at least 50 random characters."),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is …, 5 characters. Allowed: at least 50"),
        ({"SECRET_KEY": "django-insecure-" + KEY}, "(security.W009) Your SECRET_KEY"),
        ({"DEBUG": "true"}, "(security.W018) You should not have DEBUG set to True"),
        ({"ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]"}, "(newsroom.W003) ALLOWED_HOSTS names"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS is *. Allowed: host names"),
        ({"HTTPS": "false"}, "(newsroom.W002) HTTPS is false: passwords would travel readable."),
        ({"TRUSTED_PROXIES": "0"}, "(newsroom.W004) TRUSTED_PROXIES is 0, though a proxy"),
        ({"NEWSROOM_VAR": "/proc/none"}, "NEWSROOM_VAR is /proc/none, where this account cannot"),
        ({"DATABASE_URL": ""}, "(newsroom.W001) DATABASE_URL is not set"),
        (
            {"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"},
            "The database that DATABASE_URL names does not answer",
        ),
    ],
)
def test_what_is_not_fit_for_readers_is_refused(
    populated: Installation, environment: dict[str, str], message: str
) -> None:
    refused = populated.manage("serve", **environment)
    assert refused.returncode == 1
    assert message in refused.stderr
    assert "Traceback" not in refused.stderr
    if environment.get("SECRET_KEY"):
        assert environment["SECRET_KEY"] not in refused.stderr


def test_a_database_of_another_version_is_refused(populated: Installation) -> None:
    empty = Installation(f"{populated.database}_empty", populated.var)
    empty.make_database()
    try:
        refused = empty.manage("serve")
    finally:
        empty.drop_database()
    assert refused.returncode == 1
    assert refused.stderr.endswith(
        "The database is not at this version. Back it up, then: ./run manage.py migrate\n"
    )


def test_a_right_environment_passes_every_check(populated: Installation) -> None:
    checked = populated.manage("check", "--deploy", "--fail-level", "INFO", "--database", "default")
    assert checked.returncode == 0, checked.stderr


# ---- What is served ---------------------------------------------------------------------------


def test_readers_get_pages_over_https_and_are_sent_there(serving: Serving) -> None:
    page = serving.ask("/")
    assert page.status == 200
    assert "max-age" in page.headers["Strict-Transport-Security"]
    plain = serving.ask("/actions/", X_Forwarded_Proto="http")
    assert (plain.status, plain.headers["Location"]) == (301, "https://news.example/actions/")
    assert serving.ask("/", Host="evil.example").status == 400


def test_static_files_have_hashed_names_and_are_kept_for_ever(serving: Serving) -> None:
    page = serving.ask("/").body.decode()
    names = re.findall(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert names
    for name in names:
        file = serving.ask(name)
        assert file.status == 200
        assert "immutable" in file.headers["Cache-Control"]


def test_the_desk_is_entered_over_https_only(serving: Serving) -> None:
    answer, cookies = serving.log_in()
    assert (answer.status, answer.headers["Location"]) == (302, "/admin/")
    for value in answer.headers.get_all("Set-Cookie", []):
        assert value.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(value.split("; "))
        assert "Domain" not in value
    desk = serving.ask("/admin/", Cookie=cookies)
    assert desk.headers["Location"] == "/admin/second-factor/?next=%2Fadmin%2F"
    assert serving.ask("/admin/second-factor/enrol/", Cookie=cookies).status == 200


def test_an_address_that_is_too_long_is_refused(serving: Serving) -> None:
    assert serving.ask("/?" + "a" * 5000).status in {400, 414}
    many = {f"X-Header-{number}": "a" for number in range(60)}
    assert serving.ask("/", "GET", None, **many).status in {400, 431}


def raw(serving: Serving, first: str, *headers: str) -> bytes:
    """The answer to bytes that no client of ours would send, whole, until it is closed."""
    lines = [first, *headers, "X-Forwarded-Proto: https", "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", serving.port), timeout=300) as connection:
        connection.sendall("\r\n".join(lines).encode("latin-1"))
        return b"".join(iter(lambda: connection.recv(65536), b""))


OURS = "Host: news.example"


@pytest.mark.parametrize(
    ("first", "headers", "status"),
    [
        ("GET / HTTP/1.1", [OURS, "Host: evil.example"], 400),
        ("GET / HTTP/1.1", ["Host: evil.example", OURS], 400),
        ("GET / HTTP/1.1", ["Host: news.example, evil.example"], 400),
        ("GET / HTTP/1.1", ["Host: news.example@evil.example"], 400),
        ("GET / HTTP/1.1", [], 400),
        ("GET / HTTP/1.1", [OURS, "X-Forwarded-Host: evil.example"], 200),
        ("GET https://evil.example/ HTTP/1.1", [OURS], 200),
        ("GET //evil.example HTTP/1.1", [OURS], 404),
        ("GET //evil.example/ HTTP/1.1", [OURS], 404),
        ("GET /x%0d%0aLocation:%20https://evil.example HTTP/1.1", [OURS], 404),
        ("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1", [OURS], 404),
        ("GET /static/..%2f..%2fetc/passwd HTTP/1.1", [OURS], 404),
        ("GET /%zz/%F HTTP/1.1", [OURS], 404),
        ("GET /%c0%ae%c0%ae/ HTTP/1.1", [OURS], 404),
        ("GET /search/?q=%zz%F HTTP/1.1", [OURS], 200),
        ("GET /\xff\xfe/ HTTP/1.1", [OURS], 400),
        ("GET / HTTP/1.1", [OURS, "X-Odd: a\0b"], 400),
        ("GET / HTTP/1.1", [OURS, "Range: bytes=0-5,9-"], 200),
        ("TRACE / HTTP/1.1", [OURS, "X-Secret: echoed"], 405),
        ("PUT / HTTP/1.1", [OURS, "Content-Length: 0"], 405),
        ("BREW / HTTP/1.1", [OURS], 405),
        ("POST / HTTP/1.1", [OURS, "Content-Length: 5", "Transfer-Encoding: chunked"], 400),
    ],
)
def test_what_no_browser_sends_gets_a_plain_answer_and_leads_nowhere(
    serving: Serving, first: str, headers: list[str], status: int
) -> None:
    answer = raw(serving, first, *headers)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert b"\r\nLocation:" not in answer
    assert b"evil.example" not in answer
    assert b"echoed" not in answer


# ---- What is logged ---------------------------------------------------------------------------


def test_a_request_is_one_line_without_its_query(serving: Serving) -> None:
    answer = serving.ask("/officials/?q=Zilosearched")
    line = serving.line_of("/officials/")
    assert line["time"].endswith("+00:00")
    assert line["ms"] >= 0
    assert {name: line[name] for name in ("level", "event", "method", "status", "client")} == {
        "level": "info",
        "event": "request",
        "method": "GET",
        "status": 200,
        "client": READER,
    }
    assert line["bytes"] == len(answer.body)
    assert "user" not in line
    assert "Zilosearched" not in serving.log.read_text()


def test_the_desks_requests_tell_the_persons_number(serving: Serving) -> None:
    _, cookies = serving.log_in()
    serving.ask("/admin/newsroom/source/?q=Zilosource", Cookie=cookies)
    line = serving.line_of("/admin/newsroom/source/")
    assert isinstance(line["user"], int)
    assert "Zilosource" not in serving.log.read_text()
    assert "admin" not in json.dumps(line).replace("/admin/", "")


def test_a_refused_login_is_logged_without_what_was_typed(serving: Serving) -> None:
    answer, _ = serving.log_in("Zilopassword", X_Forwarded_For="192.0.2.99")
    assert answer.status == 200
    refused = [line for line in serving.lines() if line.get("client") == "192.0.2.99"]
    assert "login refused" in [line["event"] for line in refused]
    assert "Zilopassword" not in serving.log.read_text()


def test_wrong_passwords_lock_out_the_reader_and_not_the_proxy(serving: Serving) -> None:
    for _ in range(5):
        locked, _ = serving.log_in("wrong", X_Forwarded_For="192.0.2.66")
    assert locked.status == 429
    assert serving.log_in(X_Forwarded_For="192.0.2.67")[0].status == 302


# ---- How it ends ------------------------------------------------------------------------------


def test_it_ends_at_once_with_an_export_running(
    start: Callable[..., Serving], populated: Installation
) -> None:
    serving = start(SECOND_FACTOR="false")
    _, cookies = serving.log_in()
    waiting = psycopg.connect(populated.url)
    # The export waits for this table, as a long one waits for its rows.
    waiting.execute("LOCK TABLE sanctions_name IN ACCESS EXCLUSIVE MODE")
    export = http.client.HTTPConnection("127.0.0.1", serving.port)
    export.request("GET", "/admin/sanctions/name/export/", headers=HEADERS | {"Cookie": cookies})
    with psycopg.connect(populated.url, autocommit=True) as look:
        waited(
            lambda: look.execute(
                "SELECT pid FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                " AND datname = current_database()"
            ).fetchone()
        )
    started = psutil.Process(serving.process.pid).children(recursive=True)
    assert len(started) >= 4, "gunicorn with two processes, and the worker"
    serving.process.send_signal(signal.SIGTERM)
    assert serving.process.wait(300) == 0
    export.close()
    waiting.close()
    _, alive = psutil.wait_procs(started, 60)
    assert not alive


@pytest.fixture
def signals_as_before() -> Iterator[None]:
    before = [(number, signal.getsignal(number)) for number in ENDINGS]
    yield
    for number, handler in before:
        signal.signal(number, handler)


@pytest.mark.usefixtures("signals_as_before")
def test_when_one_program_dies_the_other_is_ended_with_an_error() -> None:
    before = set(psutil.Process().children())
    with pytest.raises(CommandError, match="the worker ended with status 3, so everything"):
        keep_running(
            {
                "gunicorn": ["-c", "import time; time.sleep(60)"],
                "the worker": ["-c", "import sys; sys.exit(3)"],
            }
        )
    assert set(psutil.Process().children()) == before


def test_the_jobs_run(serving: Serving, populated: Installation) -> None:
    """Within their minute: the first tick after the start. It stands last, for the others then
    pass the time."""

    def finished() -> bool:
        with psycopg.connect(populated.url) as connection:
            found = connection.execute(
                "SELECT count(*) FROM django_ox_oxtask"
                " WHERE task_path = 'sanctions.tasks.resolve_dates' AND status = 'SUCCESSFUL'"
            ).fetchone()
        return found != (0,)

    assert waited(finished)
