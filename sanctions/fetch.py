"""The newest issue of a list, from its publisher's own address and from nowhere else."""

import http.client
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from sanctions.entries import ListError
from sanctions.lists.reading import MAX_BYTES

TIMEOUT = 30  # seconds without an answer
_CHUNK = 1 << 20  # bytes
_DAY = re.compile(r"/(\d{4}-\d{2}-\d{2})/")
_LOOPBACK = ("127.0.0.1", "::1", "localhost")


def fetch(
    files: Mapping[str, str],
    hosts: Sequence[str],
    folder: Path,
    progress: Callable[[str], object] = lambda _: None,
) -> date | None:
    """Download each file into the folder; answers the day that the publisher's addresses name.

    `hosts` are the machines that may be asked, also after a redirect; ".example.org" allows every
    machine below example.org. Raises ListError when anything is amiss.
    """
    opener = urllib.request.build_opener(_AllowedRedirects(hosts))
    days: set[date] = set()
    for name, address in files.items():
        progress(f"fetching {address}")
        _refuse_address(address, hosts)
        try:
            with opener.open(address, timeout=TIMEOUT) as answer:
                _save(answer, folder / name, address)
                final = answer.geturl()
        except urllib.error.HTTPError as error:
            raise ListError(
                f"{address} answered {error.code} {error.reason}. Try again later, or download "
                "the files with a browser and give their folder instead."
            ) from error
        except (OSError, http.client.HTTPException) as error:
            reason = getattr(error, "reason", error)
            raise ListError(
                f"{urlsplit(address).hostname} cannot be reached ({reason}). Is there a network? "
                "Otherwise download the files with a browser elsewhere and give their folder."
            ) from error
        if found := _DAY.search(urlsplit(final).path):
            days.add(date.fromisoformat(found[1]))
    if len(days) > 1:
        named = " and ".join(sorted(day.isoformat() for day in days))
        raise ListError(f"The files are of different days, {named}. Try again in some minutes.")
    return next(iter(days), None)


def _refuse_address(address: str, hosts: Sequence[str]) -> None:
    parts = urlsplit(address)
    host = parts.hostname or ""
    known = any(host == one or (one.startswith(".") and host.endswith(one)) for one in hosts)
    if not known:
        raise ListError(f"{address[:200]} leads to a machine that is not the publisher's: {host}.")
    if parts.scheme != "https" and host not in _LOOPBACK:
        raise ListError(f"{address[:200]} is not encrypted (https). Nothing was fetched.")


class _AllowedRedirects(urllib.request.HTTPRedirectHandler):
    def __init__(self, hosts: Sequence[str]) -> None:
        self.hosts = hosts

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        _refuse_address(newurl, self.hosts)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _save(answer: http.client.HTTPResponse, target: Path, address: str) -> None:
    size = 0
    with target.open("wb") as stream:
        while chunk := answer.read(_CHUNK):
            size += len(chunk)
            if size > MAX_BYTES:
                raise ListError(
                    f"{address} sends more than {MAX_BYTES // 1_000_000} MB. "
                    "That is no list of this publisher; nothing was kept."
                )
            stream.write(chunk)
    announced = answer.headers.get("Content-Length")
    if announced is not None and announced.isdigit() and int(announced) != size:
        raise ListError(f"{address} broke off after {size:,} of {announced} bytes. Try again.")
