"""A publisher that misbehaves in every way: nothing of it is taken for a list, and why is said."""

from __future__ import annotations

import errno
import gzip
import os
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from datetime import date
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sanctions.entries import ListError
from sanctions.fetch import Fetched, Limits, Mark, download, fetch_address
from tests.sanctions.publisher import (
    Answer,
    Asked,
    Publisher,
    dripping,
    dripping_headers,
    endless,
    hanging_up,
    part_of,
    publishing,
    raw,
    redirect,
    refusing,
    silent,
    whole,
)

HERE = ("127.0.0.1",)
SOON = Limits(size=100_000, silence=0.3, total=0.6, redirects=3)
BODY = b"36,AEROCARIBBEAN AIRLINES\r\n\x1a"


@pytest.fixture(scope="module")
def server() -> Iterator[Publisher]:
    with publishing() as started:
        yield started


@pytest.fixture
def publisher(server: Publisher) -> Publisher:
    server.answers.clear()
    server.asked.clear()
    return server


def got(publisher: Publisher, folder: Path, *answers: Answer | bytes, **options: Any) -> Fetched:
    """Fetch a set of as many files as answers: 0.csv, 1.csv …"""
    files = {
        f"{number}.csv": publisher.serve(f"/{number}.csv", answer)
        for number, answer in enumerate(answers)
    }
    return download(files, HERE, folder, limits=options.pop("limits", SOON), **options)


def refusal(publisher: Publisher, folder: Path, *answers: Answer | bytes, **options: Any) -> str:
    """Why it is refused; nothing is in the folder that a reader would take for the file."""
    with pytest.raises(ListError) as refused:
        got(publisher, folder, *answers, **options)
    assert not list(folder.glob("*.csv"))
    return str(refused.value).replace(publisher.base, "HERE")


# What is taken


def test_files_are_saved_whole_under_their_names(publisher: Publisher, tmp_path: Path) -> None:
    fetched = got(publisher, tmp_path, BODY, b"alt")
    assert fetched.changed
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {
        "0.csv": BODY,
        "1.csv": b"alt",
    }


def test_the_day_is_the_one_in_the_address_that_was_led_to(
    publisher: Publisher, tmp_path: Path
) -> None:
    publisher.serve("/Published/17/2026-08-20/0.csv", BODY)
    fetched = got(publisher, tmp_path, redirect("/Published/17/2026-08-20/0.csv?Signature=secret"))
    assert fetched.day == date(2026, 8, 20)
    assert "secret" not in str(fetched)


def test_an_impossible_day_in_the_address_is_none(publisher: Publisher, tmp_path: Path) -> None:
    publisher.serve("/2026-13-45/0.csv", BODY)
    assert got(publisher, tmp_path, redirect("/2026-13-45/0.csv")).day is None


def test_last_modified_is_a_note_and_no_day(publisher: Publisher, tmp_path: Path) -> None:
    modified = "Thu, 20 Aug 2026 14:00:00 GMT"
    fetched = got(publisher, tmp_path, whole(BODY, {"Last-Modified": modified}))
    assert (fetched.day, fetched.modified) == (None, modified)


def test_a_file_that_was_packed_for_the_way_is_unpacked(
    publisher: Publisher, tmp_path: Path
) -> None:
    packed = whole(gzip.compress(BODY), {"Content-Encoding": "gzip"})
    got(publisher, tmp_path, packed)
    assert (tmp_path / "0.csv").read_bytes() == BODY
    assert publisher.asked[0][1]["Accept-Encoding"] == "identity"


def test_an_answer_in_chunks_is_taken(publisher: Publisher, tmp_path: Path) -> None:
    chunks = (
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n"
    )
    got(publisher, tmp_path, raw(chunks))
    assert (tmp_path / "0.csv").read_bytes() == b"abcde"


def test_no_credentials_and_no_cookies_are_sent(publisher: Publisher, tmp_path: Path) -> None:
    publisher.serve("/there.csv", BODY)
    got(publisher, tmp_path, whole(b"", {"Location": "/there.csv", "Set-Cookie": "a=b"}, 302))
    for _, headers in publisher.asked:
        assert {*headers} == {"Host", "User-Agent", "Accept-Encoding", "Connection"}


# What we have already


def marks(publisher: Publisher, folder: Path, *answers: Answer) -> dict[str, Mark]:
    publisher.asked.clear()
    return dict(got(publisher, folder, *answers).marks)


def test_files_that_have_not_changed_are_not_sent_again(
    publisher: Publisher, tmp_path: Path
) -> None:
    answers = [whole(BODY, {"ETag": '"1"'}), whole(b"alt", {"ETag": '"2"'})]
    known = marks(publisher, tmp_path, *answers)
    (tmp_path / "again").mkdir()
    fetched = got(publisher, tmp_path / "again", *answers, known=known)
    assert (fetched.changed, fetched.marks) == (False, known)
    assert not list((tmp_path / "again").iterdir())


def test_where_one_file_has_changed_all_are_fetched(publisher: Publisher, tmp_path: Path) -> None:
    old, same = whole(b"old", {"ETag": '"1"'}), whole(b"same", {"ETag": '"2"'})
    known = marks(publisher, tmp_path, same, old, same)
    fetched = got(publisher, tmp_path, same, whole(b"new", {"ETag": '"3"'}), same, known=known)
    assert [file.read_bytes() for file in sorted(tmp_path.iterdir())] == [b"same", b"new", b"same"]
    assert [mark["etag"] for _, mark in sorted(fetched.marks.items())] == ['"2"', '"3"', '"2"']


def test_marks_are_sent_to_the_address_only_that_they_came_with(
    publisher: Publisher, tmp_path: Path
) -> None:
    """Each day's file has its own address: the same mark may there mean another file."""
    for day in ("2026-08-20", "2026-08-21"):
        publisher.serve(f"/{day}/0.csv", whole(day.encode(), {"ETag": '"same"'}))
    known = marks(publisher, tmp_path, redirect("/2026-08-20/0.csv?Signature=1"))
    again = got(publisher, tmp_path, redirect("/2026-08-20/0.csv?Signature=2"), known=known)
    assert not again.changed
    fetched = got(publisher, tmp_path, redirect("/2026-08-21/0.csv?Signature=3"), known=known)
    assert fetched.changed
    assert (tmp_path / "0.csv").read_bytes() == b"2026-08-21"


def test_a_file_without_a_mark_is_always_fetched(publisher: Publisher, tmp_path: Path) -> None:
    known = marks(publisher, tmp_path, whole(BODY))
    assert known == {}
    assert got(publisher, tmp_path, BODY, known=known).changed


def test_not_changed_is_no_answer_to_who_did_not_ask(publisher: Publisher, tmp_path: Path) -> None:
    told = refusal(publisher, tmp_path, whole(b"", status=304))
    assert "HERE/0.csv answered 304 Not Modified" in told


def test_a_mark_that_is_no_plain_text_is_not_kept(publisher: Publisher, tmp_path: Path) -> None:
    assert marks(publisher, tmp_path, whole(BODY, {"ETag": '"\x7f\xe9"'})) == {}


# What is refused

CASES: dict[str, tuple[Answer, str]] = {
    "404": (
        refusing(404, "Not Found"),
        "HERE/0.csv answered 404 Not Found. Try again later, or download the files with a browser",
    ),
    "500": (refusing(500, "Oh"), "HERE/0.csv answered 500 Oh. Try again later"),
    "206": (whole(BODY, status=206), "HERE/0.csv answered 206 Partial Content."),
    "half a body": (
        part_of(BODY, 1000),
        f"HERE/0.csv broke off after {len(BODY)} of 1000 bytes. Try again.",
    ),
    "no length": (part_of(BODY, -3), f"HERE/0.csv broke off after {len(BODY)} of -3 bytes."),
    "half a chunk": (
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nabc"),
        "HERE/0.csv broke off. Try again.",
    ),
    "endless": (endless, "HERE/0.csv sends more than 0.1 MB."),
    "too long by its own word": (
        whole(b"x" * 100_001),
        "HERE/0.csv sends more than 0.1 MB. That is no list of this publisher",
    ),
    "a slow drip": (dripping(0.02), "HERE/0.csv was not done after 0.6 seconds"),
    "a slow drip of headers": (dripping_headers, "HERE/0.csv was not done after 0.6 seconds"),
    "silence": (silent, "HERE/0.csv sent nothing for 0.3 seconds. Try again later."),
    "hanging up": (hanging_up, "127.0.0.1 cannot be reached (Remote end closed connection"),
    "no HTTP": (raw(b"SSH-2.0-OpenSSH_9.2\r\n"), "HERE/0.csv did not answer as a web server does"),
    "a redirect elsewhere": (
        redirect("https://example.org/sdn.csv"),
        "https://example.org/sdn.csv leads to a machine that is not the publisher's: example.org.",
    ),
    "a redirect to a name that only ends alike": (
        redirect("https://127.0.0.1.example.org/sdn.csv"),
        "leads to a machine that is not the publisher's: 127.0.0.1.example.org",
    ),
    "a redirect to a file": (redirect("file:///etc/passwd"), "is not the publisher's: ."),
    "a redirect with a password": (
        redirect("http://somebody:secret@127.0.0.1/0.csv"),
        "http://…@127.0.0.1/0.csv has a name or a password in it. Nothing was fetched.",
    ),
    "a redirect to no address": (redirect("http://127.0.0.1:x/"), "is no address: Port could not"),
    "a redirect round and round": (
        redirect("/0.csv"),
        "HERE/0.csv leads on to other addresses more than 3 times",
    ),
    "a bomb": (
        whole(gzip.compress(bytes(10_000_000)), {"Content-Encoding": "gzip"}),
        "HERE/0.csv sends more than 0.1 MB.",
    ),
    "a bomb's half": (
        whole(gzip.compress(BODY)[:-9], {"Content-Encoding": "gzip"}),
        "HERE/0.csv broke off while being unpacked.",
    ),
    "gzip by its own word alone": (
        whole(BODY, {"Content-Encoding": "gzip"}),
        "HERE/0.csv says that it is packed with gzip, and is not",
    ),
    "a packing that was not asked for": (
        whole(BODY, {"Content-Encoding": "br"}),
        "HERE/0.csv is packed in a way that was not asked for ('br').",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_misbehaves_is_refused_in_words(
    publisher: Publisher, tmp_path: Path, case: str
) -> None:
    answer, words = CASES[case]
    assert words in refusal(publisher, tmp_path, answer)


@pytest.mark.parametrize("scheme", ["http", "ftp"])
def test_a_redirect_away_from_https_is_refused(
    publisher: Publisher, tmp_path: Path, scheme: str
) -> None:
    address = publisher.serve("/0.csv", redirect(f"{scheme}://lists.example.org/0.csv"))
    with pytest.raises(ListError, match=r"lists.example.org/0.csv is not encrypted \(https\)"):
        download({"0.csv": address}, (*HERE, ".example.org"), tmp_path)


def test_another_port_than_that_of_https_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ListError, match="asks for port 8443 instead of 443"):
        download({"0.csv": "https://example.org:8443/0.csv"}, ("example.org",), tmp_path)


def test_files_of_different_days_are_refused(publisher: Publisher, tmp_path: Path) -> None:
    for number, day in enumerate(("2026-08-20", "2026-08-19")):
        publisher.serve(f"/{day}/{number}.csv", BODY)
    with pytest.raises(ListError, match="of different days, 2026-08-19 and 2026-08-20"):
        got(publisher, tmp_path, redirect("/2026-08-20/0.csv"), redirect("/2026-08-19/1.csv"))


def test_a_machine_that_does_not_listen_is_named(tmp_path: Path) -> None:
    with socket.socket() as probe:  # bound and not listening: nobody else gets the port
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/0.csv"
        with pytest.raises(ListError, match=r"127.0.0.1 cannot be reached \(Connection refused\)"):
            download({"0.csv": address}, HERE, tmp_path)


def test_a_name_that_nobody_knows_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object, **options: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(ListError) as refused:
        download({"0.csv": "https://lists.example.org/0.csv"}, ("lists.example.org",), tmp_path)
    assert str(refused.value) == (
        "lists.example.org is not found (Name or service not known). Is there a network? Otherwise "
        "download the files with a browser elsewhere and give their folder."
    )


def test_a_full_disk_is_not_taken_for_a_fault_of_the_publisher(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    told = refusal(publisher, tmp_path, BODY)
    assert "The file cannot be written here: No space left on device." in told


# Encrypted


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One that nobody has signed but itself, with its key."""
    if not shutil.which("openssl"):
        pytest.skip("the openssl program, which makes the certificate, is not here")
    made = tmp_path_factory.mktemp("certificate") / "both.pem"
    wanted = (
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=127.0.0.1 "
        "-addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem"
    )
    subprocess.run(["openssl", *wanted.split()], cwd=made.parent, check=True, capture_output=True)
    made.write_text("".join((made.parent / name).read_text() for name in ("key.pem", "cert.pem")))
    return made


@pytest.fixture(scope="module")
def encrypted(certificate: Path) -> Iterator[str]:
    """The address of a server that speaks https with this certificate."""

    class Handler(Asked):
        publisher = Publisher(answers={"/0.csv": whole(BODY)})

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(
        server.socket, server_side=True, do_handshake_on_connect=False
    )
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # who asked hung up
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    yield f"https://127.0.0.1:{server.server_port}/0.csv"
    server.shutdown()
    server.server_close()


def test_a_certificate_that_nobody_vouches_for_is_refused(encrypted: str, tmp_path: Path) -> None:
    with pytest.raises(ListError, match=r"127.0.0.1 does not prove that it is 127.0.0.1 \(self-s"):
        download({"0.csv": encrypted}, HERE, tmp_path)


def test_a_certificate_of_another_machine_is_refused(
    encrypted: str, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    other = encrypted.replace("127.0.0.1", "localhost")
    with pytest.raises(ListError, match="localhost does not prove that it is localhost"):
        download({"0.csv": other}, ("localhost",), tmp_path)


def test_a_certificate_that_the_machine_trusts_is_taken(
    encrypted: str, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    download({"0.csv": encrypted}, HERE, tmp_path)
    assert (tmp_path / "0.csv").read_bytes() == BODY


# One address that somebody names


def test_a_file_on_this_machine_is_fetched_by_its_address(
    publisher: Publisher, tmp_path: Path
) -> None:
    address = publisher.serve("/some/sdn.csv", BODY)
    path, _ = fetch_address(f"{address}?query", ("lists.example.org",), tmp_path)
    assert (path.name, path.read_bytes()) == ("sdn.csv", BODY)


@pytest.mark.parametrize("elsewhere", ["https://example.org/sdn.csv", "ftp://127.0.0.1/sdn.csv"])
def test_an_address_elsewhere_is_refused(tmp_path: Path, elsewhere: str) -> None:
    with pytest.raises(ListError, match="Nothing was fetched"):
        fetch_address(elsewhere, ("lists.example.org",), tmp_path)
