"""From a file to its bytes: taken out of gzip or zip, and never more of them than we can hold.

A zip archive is accepted where it holds one plain file and nothing that could be meant otherwise.
"""

import gzip
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from sanctions.entries import ListError

#: Of one file, packed or not. The largest that a publisher issues has 125 million.
MAX_BYTES = 300_000_000
#: Of one file that is read whole into memory. The largest that we read has 5 million.
MAX_TEXT = 100_000_000
#: How many times its packed size a file may have. Lists pack to a tenth, bombs to a thousandth.
MAX_RATIO = 100
_ALWAYS = 1_000_000  # bytes that are no bomb, however well they pack
ASK_AGAIN = "Fetch the file again from the publisher; nothing has been imported."

_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_ENCRYPTED = 0x1
_DAMAGED = (
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
    zipfile.BadZipFile,
)


class _Source(Protocol):
    def read(self, size: int = ..., /) -> bytes: ...


class Stream:
    """Reads bytes until there are too many; what the packing says of damage is a ListError."""

    def __init__(self, source: _Source, limit: int, label: str) -> None:
        self.source = source
        self.limit = limit
        self.label = label
        self.size = 0

    def read(self, size: int = -1) -> bytes:
        room = self.limit + 1 - self.size
        try:
            data = self.source.read(room if size < 0 else min(size, room))
        except _DAMAGED as error:
            raise ListError(
                f"{self.label}: cannot be read or unpacked ({error}). {ASK_AGAIN}"
            ) from error
        self.size += len(data)
        if self.size > self.limit:
            raise ListError(
                f"{self.label}: has more than {_megabytes(self.limit)} (unpacked). "
                "Lists are far smaller: check what it is. Nothing has been imported."
            )
        return data


@contextmanager
def opened(
    path: Path, label: str, warnings: list[str], limit: int | None = None
) -> Iterator[Stream]:
    """The file's bytes, unpacked, at most `limit` (MAX_BYTES) of them; raises ListError."""
    most = min(limit or MAX_BYTES, MAX_BYTES)
    try:
        stored = path.stat().st_size
        file = path.open("rb")
    except OSError as error:
        raise ListError(
            f"{label}: cannot be read ({error.strerror or error}). Check the path and who may "
            "read it. Nothing has been imported."
        ) from error
    with file:
        if stored > most:
            raise ListError(
                f"{label}: has {_megabytes(stored)}, at most {_megabytes(most)} are read. "
                "Lists are far smaller: check what it is. Nothing has been imported."
            )
        magic = file.read(4)
        file.seek(0)
        if not magic:
            raise ListError(f"{label}: the file is empty. {ASK_AGAIN}")
        if magic[:2] == _GZIP:
            _note(path, ".gz", "gzip", label, warnings)
            yield Stream(gzip.GzipFile(fileobj=file), _unpacked_limit(stored, most), label)
        elif magic in (_ZIP, _EMPTY_ZIP):
            _note(path, ".zip", "zip", label, warnings)
            with _member(file, most, label) as member:
                yield Stream(member, _unpacked_limit(stored, most), label)
        else:
            yield Stream(file, most, label)


def unpacked(path: Path, label: str, warnings: list[str]) -> bytes:
    """The bytes, unpacked, never more than MAX_TEXT of them."""
    with opened(path, label, warnings, MAX_TEXT) as stream:
        data = stream.read()
    if not data:
        raise ListError(f"{label}: the file is empty. {ASK_AGAIN}")
    if data[:2] == _GZIP or data[:4] in (_ZIP, _EMPTY_ZIP):
        _refuse(label, "an archive lies in the archive", "begins as gzip or zip does")
    return data


def beginning(path: Path, label: str) -> str:
    """The first letters, unpacked, to tell by them what the file is; raises ListError."""
    with opened(path, label, []) as stream:
        data = stream.read(4000)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    return data.decode(encoding, "ignore")


def bare_name(path: Path) -> str:
    """The name by which a file is known, whatever its case and packing."""
    return path.name.casefold().removesuffix(".gz").removesuffix(".zip")


def _unpacked_limit(stored: int, most: int) -> int:
    return min(most, max(_ALWAYS, stored * MAX_RATIO))


def _note(path: Path, suffix: str, packing: str, label: str, warnings: list[str]) -> None:
    if path.suffix.casefold() != suffix:
        warnings.append(f"{label} is packed with {packing} though its name does not say so.")


def _member(file: IO[bytes], most: int, label: str) -> IO[bytes]:
    """The one file in a zip archive; anything else is refused by what it is."""
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGED as error:
        raise ListError(f"{label}: is no whole zip archive ({error}). {ASK_AGAIN}") from error
    members = archive.infolist()
    names = ", ".join(member.filename for member in members[:5])
    if any(member.filename in ("[Content_Types].xml", "mimetype") for member in members):
        _refuse(label, "this is a spreadsheet or a document of an office program", names)
    if len(members) != 1:
        _refuse(label, f"the zip archive holds {len(members):,} files, not one", names or "nothing")
    (member,) = members
    if member.is_dir():
        _refuse(label, "the zip archive holds a folder", names)
    if stat.S_ISLNK(member.external_attr >> 16):
        _refuse(label, "the zip archive holds a link to another file", names)
    if set(member.filename) & {"/", "\\", ":"} or member.filename.startswith(".."):
        _refuse(label, "the zip archive says into which folder its file goes", names)
    if member.flag_bits & _ENCRYPTED:
        _refuse(label, "the zip archive is encrypted", names)
    if member.file_size > most:
        _refuse(label, f"the file in the zip archive has {_megabytes(member.file_size)}", names)
    try:
        return archive.open(member)
    except _DAMAGED as error:
        raise ListError(f"{label}: cannot be read or unpacked ({error}). {ASK_AGAIN}") from error


def _refuse(label: str, what: str, names: str) -> None:
    shown = "".join(letter if letter.isprintable() else " " for letter in names[:80])
    raise ListError(
        f"{label}: {what} ({shown}). Only the publisher's own file is read: unpack the archive, "
        "look at what it holds, and give that file. Nothing has been imported."
    )


def _megabytes(count: int) -> str:
    return f"{count / 1_000_000:,.0f} MB"
