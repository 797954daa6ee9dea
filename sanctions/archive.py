"""The bytes of every list version, kept for ever: so any state can be built again.

Each file stands once, packed with gzip, under `lists/` of the default file storage, by the SHA-256
of what it holds unpacked. It is whole and on the disk before the row that names it, and is never
deleted: bytes that no row names are the worst that an import which broke off leaves.
"""

import gzip
import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.core.files.storage import default_storage

from sanctions.entries import ListError, PublishedFile
from sanctions.lists.unpacking import Stream, opened
from sanctions.models import ListVersion

_CHUNK = 1 << 20  # bytes
#: Fast: more would save a tenth of the space and take three times as long.
_LEVEL = 1


def keep(files: Iterable[PublishedFile]) -> None:
    """Pack each file away, unless it is there already. Raises ListError."""
    for file in files:
        target = _place(file.sha256)
        if target.exists():
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _write(file, target)
        except OSError as error:
            raise ListError(
                f"{file.name} cannot be kept in {target.parent} ({error.strerror or error}). "
                "Nothing was imported: make room there, and start again."
            ) from error


def is_lost(version: ListVersion) -> bool:
    """Whether a file of a version is no longer there."""
    return not all(_place(file["sha256"]).exists() for file in version.files)


@contextmanager
def folder_of(version: ListVersion) -> Iterator[Path]:
    """A temporary folder with the version's files, as its reader takes it. Raises ListError."""
    if not version.files:
        raise ListError(f"No bytes are kept of version {version.sequence}, {version}.")
    with tempfile.TemporaryDirectory(prefix="list-version-") as name:
        folder = Path(name)
        for file in version.files:
            _unpack(_place(file["sha256"]), folder / Path(file["name"]).name, file["sha256"])
        yield folder


def _place(sha256: str) -> Path:
    return Path(default_storage.path(f"lists/{sha256[:2]}/{sha256}.gz"))


def _write(file: PublishedFile, target: Path) -> None:
    """Under another name first, so that what bears the hash is whole."""
    handle, name = tempfile.mkstemp(dir=target.parent, suffix=".part")
    try:
        with (
            os.fdopen(handle, "wb") as stream,
            gzip.GzipFile(
                filename="", mode="wb", fileobj=stream, compresslevel=_LEVEL, mtime=0
            ) as packed,
        ):
            with opened(file.path, file.name, []) as source:
                found = _copy(source, packed)
            packed.close()
            stream.flush()
            os.fsync(stream.fileno())
        _refuse_other_bytes(file, found)
        Path(name).replace(target)
        _sync(target.parent)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _refuse_other_bytes(file: PublishedFile, found: str) -> None:
    if found != file.sha256:
        raise ListError(
            f"{file.path} was changed while it was read. Nothing was imported: start again."
        )


def _unpack(source: Path, target: Path, sha256: str) -> None:
    try:
        with gzip.open(source) as packed, target.open("wb") as stream:
            found = _copy(packed, stream)
    except (OSError, EOFError) as error:
        raise ListError(
            f"{source}: the kept bytes of a list cannot be read ({error}). "
            "Put the file back from a backup."
        ) from error
    if found != sha256:
        raise ListError(f"{source}: holds other bytes than were kept. Put it back from a backup.")


def _copy(source: Stream | gzip.GzipFile, target: IO[bytes] | gzip.GzipFile) -> str:
    digest = hashlib.sha256()
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        target.write(chunk)
    return digest.hexdigest()


def _sync(folder: Path) -> None:
    """That a file has its name must reach the disk as well."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
