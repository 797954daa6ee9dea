"""Which addresses are asked for lists, and how they are told. Nothing here asks one."""

import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from urllib.parse import SplitResult, urlsplit

from sanctions.entries import ListError

LOOPBACK = ("127.0.0.1", "::1", "localhost")
_DAY = re.compile(r"/(\d{4}-\d{2}-\d{2})/")


def checked(address: str, hosts: Sequence[str]) -> SplitResult:
    """The parts of an address that may be asked."""
    told = shown(address)
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ListError(f"{told} is no address: {error}. Nothing was fetched.") from None
    host = parts.hostname or ""
    if not any(host == one or (one.startswith(".") and host.endswith(one)) for one in hosts):
        raise ListError(
            f"{told} leads to a machine that is not the publisher's: {host}. Nothing was fetched. "
            "Where the publisher has moved, its hosts stand beside the list's reader."
        )
    if parts.username is not None:
        raise ListError(f"{told} has a name or a password in it. Nothing was fetched.")
    if host in LOOPBACK and parts.scheme in ("http", "https"):
        return parts
    if parts.scheme != "https":
        raise ListError(f"{told} is not encrypted (https). Nothing was fetched.")
    if port not in (None, 443):
        raise ListError(f"{told} asks for port {port} instead of 443. Nothing was fetched.")
    return parts


def bare(address: str) -> str:
    """Without the query, which in a signed address is another each time, and a secret."""
    return address.partition("?")[0].partition("#")[0]


def shown(address: str) -> str:
    return re.sub(r"//[^/]*@", "//…@", bare(address))[:200]


def day_of(parts: SplitResult) -> date | None:
    """The day that the publisher's path names, if it is one."""
    found = _DAY.search(parts.path)
    with suppress(ValueError):
        return date.fromisoformat(found[1]) if found else None
    return None
