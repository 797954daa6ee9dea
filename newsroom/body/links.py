"""Addresses without what follows readers about: parameters of campaigns, and detours that count."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit, urlunsplit

#: Parameters that tell who sent a reader, and nothing of the page.
_TRACKING = re.compile(
    r"utm_[a-z_]+|fbclid|gclid|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid"
    r"|mc_cid|mc_eid|mkt_tok|_hsenc|_hsmi|vero_id|oly_anon_id|oly_enc_id|cmpid|ref_src|ref_url",
    re.IGNORECASE,
)
#: Detours of word processors, mail and networks: host and path, and where they name the goal.
_DETOURS = (
    (re.compile(r"(www\.)?google\.[a-z.]+/url"), ("q", "url")),
    (re.compile(r"lm?\.facebook\.com/l\.php"), ("u",)),
    (re.compile(r"[a-z0-9]+\.safelinks\.protection\.outlook\.com/.*"), ("url",)),
    (re.compile(r"l\.instagram\.com/.*"), ("u",)),
)


def without_tracking(address: str) -> str:
    """The address of the page itself. What names none, or is not understood, stays as it is."""
    while goal := _goal(address):  # each is shorter than the one before
        address = goal
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    if not _TRACKING.search(parts.query):
        return address
    kept = [piece for piece in parts.query.split("&") if not _is_tracking(piece)]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _is_tracking(piece: str) -> bool:
    return bool(_TRACKING.fullmatch(piece.partition("=")[0]))


def _goal(address: str) -> str:
    """Where a detour leads; "" for an address that is none."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    place = f"{parts.hostname or ''}{parts.path}"
    for detour, names in _DETOURS:
        if detour.fullmatch(place):
            given = dict(parse_qsl(parts.query))
            found = next((given[name] for name in names if name in given), "")
            return found if found.startswith(("https://", "http://")) else ""
    return ""
