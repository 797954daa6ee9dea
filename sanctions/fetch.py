"""The newest issue of a list, from its publisher's own address and from nowhere else.

Python's own http.client: whoever answers may be slow, endless or somebody else, and each step
(address, redirect, header, chunk) is looked at here before the next is taken.
"""

import http.client
import os
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from socket import SHUT_RDWR, gaierror, socket
from threading import Timer
from urllib.parse import SplitResult, urljoin, urlsplit

from sanctions.addresses import LOOPBACK, bare, checked, day_of, shown
from sanctions.entries import ListError

_CHUNK = 1 << 20  # bytes
_REDIRECTS = (301, 302, 303, 307, 308)
_BY_HAND = "Otherwise download the files with a browser elsewhere and give their folder."

type Progress = Callable[[str], object]
#: The publisher's marks of one file, and the address (without query) that they came from:
#: `address`, and of `etag` and `last_modified` what was given.
type Mark = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a publisher may cost us."""

    size: int = 300_000_000  # bytes of one file, as sent and unpacked
    silence: float = 30  # seconds without a byte
    total: float = 15 * 60  # seconds for all files together
    redirects: int = 5  # for each file


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What came: nothing where the publisher says that no file has changed.

    `day` is the one that the publisher's addresses name. `modified` is what its server says of
    the files' age; that is a note, and no day of the list's.
    """

    changed: bool
    day: date | None = None
    modified: str = ""
    marks: Mapping[str, Mark]


def fetch_address(
    address: str, hosts: Sequence[str], folder: Path, progress: Progress = lambda _: None
) -> tuple[Path, Fetched]:
    """Download one file that somebody names, from the publisher's machines or from this one."""
    host = urlsplit(address).hostname
    allowed = (host,) if host in LOOPBACK else hosts
    name = Path(urlsplit(address).path).name or "list"
    return folder / name, download({name: address}, allowed, folder, progress=progress)


def download(
    files: Mapping[str, str],
    hosts: Sequence[str],
    folder: Path,
    *,
    known: Mapping[str, Mark] | None = None,
    limits: Limits | None = None,
    progress: Progress = lambda _: None,
) -> Fetched:
    """Put every file into the folder under its name, or none where none has changed.

    `hosts` are the machines that may be asked, also after a redirect; ".example.org" allows every
    machine below example.org. `known` are the marks of the files that we have. Raises ListError
    when anything is amiss.
    """
    transfer = _Transfer(hosts, folder, limits or Limits(), progress)
    marks = known or {}
    got: dict[str, _File] = {}
    for name, address in files.items():
        # Once one has changed, the others are wanted as well: a set is whole or it is none.
        file = transfer.get(name, address, None if got else marks.get(name))
        if file:
            got[name] = file
    if not got:
        return Fetched(changed=False, marks=marks)
    for name, address in files.items():
        if name not in got and (file := transfer.get(name, address, None)):
            got[name] = file
    days = sorted({file.day for file in got.values() if file.day})
    if len(days) > 1:
        named = " and ".join(day.isoformat() for day in days)
        raise ListError(f"The files are of different days, {named}. Try again in some minutes.")
    return Fetched(
        changed=True,
        day=next(iter(days), None),
        modified=next((file.modified for file in got.values() if file.modified), ""),
        marks={name: file.mark for name, file in got.items() if len(file.mark) > 1},
    )


@dataclass(frozen=True, slots=True)
class _File:
    day: date | None
    modified: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class _Transfer:
    """The requests of one download, which share its time."""

    hosts: Sequence[str]
    folder: Path
    limits: Limits
    progress: Progress
    began: float = field(default_factory=time.monotonic)

    @property
    def left(self) -> float:
        """Seconds until this has taken too long."""
        return self.began + self.limits.total - time.monotonic()

    def get(self, name: str, address: str, mark: Mark | None) -> _File | None:
        """The file, or None where it is still the one that the mark came with."""
        self.progress(f"fetching {address}")
        asked = address
        for _ in range(self.limits.redirects + 1):
            parts = checked(asked, self.hosts)
            # Another address holds another file: of that one the mark says nothing.
            headers = _conditions(mark) if mark and mark["address"] == bare(asked) else {}
            with self._answer(parts, asked, headers) as answer:
                if answer.status in _REDIRECTS:
                    asked = urljoin(asked, answer.headers.get("Location", ""))
                    continue
                if answer.status == 304 and headers:
                    return None
                if answer.status != 200:
                    raise ListError(
                        f"{shown(asked)} answered {answer.status} {answer.reason}. Try again "
                        "later, or download the files with a browser and give their folder instead."
                    )
                self._save(answer, name, asked)
                return _File(day_of(parts), *_marks(answer, asked))
        raise ListError(
            f"{shown(address)} leads on to other addresses more than {self.limits.redirects} "
            f"times, the last one {shown(asked)}. Look at the publisher's page whether the list "
            "has moved."
        )

    @contextmanager
    def _answer(
        self, parts: SplitResult, asked: str, headers: Mapping[str, str]
    ) -> Iterator[http.client.HTTPResponse]:
        """Ask once. Whatever fails on the way is told in words."""
        host = parts.hostname or ""
        patience = max(0.001, min(self.limits.silence, self.left))
        connection = (
            http.client.HTTPSConnection(
                host, parts.port, timeout=patience, context=ssl.create_default_context()
            )
            if parts.scheme == "https"
            else http.client.HTTPConnection(host, parts.port, timeout=patience)
        )
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        try:
            connection.connect()
            with self._ended_in_time(connection.sock):
                connection.request(
                    "GET",
                    target,
                    headers={
                        "User-Agent": "newsroom (reads sanctions lists)",
                        "Accept-Encoding": "identity",
                        "Connection": "close",
                        **headers,
                    },
                )
                with connection.getresponse() as answer:
                    yield answer
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self.left <= 0:
                raise self._too_slow(asked) from error
            raise ListError(_failure(error, host, shown(asked), self.limits)) from error
        finally:
            connection.close()

    @contextmanager
    def _ended_in_time(self, connected: socket) -> Iterator[None]:
        """A publisher that sends a byte now and then is never silent: its time ends from here."""

        def end() -> None:
            with suppress(OSError):
                socket.shutdown(connected, SHUT_RDWR)

        timer = Timer(max(0, self.left), end)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def _too_slow(self, asked: str) -> ListError:
        return ListError(
            f"{shown(asked)} was not done after {self.limits.total:g} seconds, which is all the "
            "time that a fetch has. Try again later."
        )

    def _save(self, answer: http.client.HTTPResponse, name: str, asked: str) -> None:
        """Under a name of its own until all is on the disk."""
        passing = self.folder / f"{name}.part"
        size = 0
        stream = _writing(passing.open, "wb")
        with stream:
            for chunk in self._content(answer, asked):
                size += len(chunk)
                if size > self.limits.size:
                    raise self._too_large(asked)
                _writing(stream.write, chunk)
            _writing(stream.flush)
            _writing(os.fsync, stream.fileno())
        _writing(passing.replace, self.folder / name)

    def _content(self, answer: http.client.HTTPResponse, asked: str) -> Iterator[bytes]:
        """The body, unpacked where it was packed for the way."""
        encoding = answer.headers.get("Content-Encoding", "identity").strip().casefold()
        sent = self._sent(answer, asked)
        if encoding in ("identity", ""):
            yield from sent
        elif encoding in ("gzip", "x-gzip"):
            yield from _unpacked(sent, asked)
        else:
            raise ListError(
                f"{shown(asked)} is packed in a way that was not asked for "
                f"({encoding[:40]!r}). Try again later."
            )

    def _sent(self, answer: http.client.HTTPResponse, asked: str) -> Iterator[bytes]:
        announced = answer.headers.get("Content-Length")
        size = 0
        while chunk := answer.read1(_CHUNK):
            size += len(chunk)
            if size > self.limits.size:
                raise self._too_large(asked)
            if self.left <= 0:
                break
            yield chunk
        if self.left <= 0:
            raise self._too_slow(asked)
        if announced is not None and announced.strip() != str(size):
            raise ListError(
                f"{shown(asked)} broke off after {size:,} of {announced[:20]} bytes. Try again."
            )

    def _too_large(self, asked: str) -> ListError:
        return ListError(
            f"{shown(asked)} sends more than {self.limits.size / 1_000_000:g} MB. "
            "That is no list of this publisher; nothing was kept."
        )


def _conditions(mark: Mark) -> dict[str, str]:
    names = {"etag": "If-None-Match", "last_modified": "If-Modified-Since"}
    return {header: mark[key] for key, header in names.items() if key in mark}


def _marks(answer: http.client.HTTPResponse, asked: str) -> tuple[str, Mark]:
    """What the server says of the file's age, and the marks to ask with next time."""
    given = {
        "etag": answer.headers.get("ETag", ""),
        "last_modified": answer.headers.get("Last-Modified", ""),
    }
    # They are stored and sent again: only what is plainly a header's value.
    plain = {
        key: value
        for key, value in given.items()
        if value and len(value) <= 200 and value.isascii() and value.isprintable()
    }
    return plain.get("last_modified", ""), {"address": bare(asked), **plain}


def _unpacked(chunks: Iterator[bytes], asked: str) -> Iterator[bytes]:
    """Never more than a chunk at a time, however much a chunk unpacks to."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        for chunk in chunks:
            while chunk and not unpacking.eof:
                yield unpacking.decompress(chunk, _CHUNK)
                chunk = unpacking.unconsumed_tail
    except zlib.error as error:
        raise ListError(
            f"{shown(asked)} says that it is packed with gzip, and is not ({error}). "
            "Try again later."
        ) from error
    if not unpacking.eof:
        raise ListError(f"{shown(asked)} broke off while being unpacked. Try again.")


def _writing[**P, T](act: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What our own disk refuses is not the publisher's fault."""
    try:
        return act(*args, **kwargs)
    except OSError as error:
        raise ListError(
            f"The file cannot be written here: {error.strerror}. Nothing was fetched. Look at the "
            "disk that holds NEWSROOM_VAR, and try again."
        ) from error


def _failure(error: Exception, host: str, address: str, limits: Limits) -> str:
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"{host} does not prove that it is {host} ({error.verify_message}). Nothing was "
                "fetched. If your network looks into encrypted traffic, this machine must know "
                "its certificate."
            )
        case TimeoutError():
            return f"{address} sent nothing for {limits.silence:g} seconds. Try again later."
        case http.client.IncompleteRead():
            return f"{address} broke off. Try again."
        case gaierror():
            return f"{host} is not found ({error.strerror}). Is there a network? {_BY_HAND}"
        case OSError():
            reason = error.strerror or error
            return f"{host} cannot be reached ({reason}). Is there a network? {_BY_HAND}"
    return f"{address} did not answer as a web server does ({type(error).__name__}). {_BY_HAND}"
