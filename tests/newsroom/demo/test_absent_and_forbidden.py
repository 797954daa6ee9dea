"""What somebody may not see answers as what is not there: in bytes, and by the same statements."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from newsroom import previews
from newsroom.models import PreviewLink
from tests.newsroom.demo.asking import Asker
from tests.newsroom.demo.planted import Planted
from tests.newsroom.demo.samples import routes
from tests.newsroom.desk import newest

pytestmark = pytest.mark.django_db

NOBODY = 987654321
#: Parts of an address that say which row is meant.
IDS = re.compile(r"<(?:\w+:)?(?:story_id|object_id|source_id|link_id|pk|id)>")


def answer(asker: Asker, method: str, address: str, ids: set[str]) -> tuple[Any, ...]:
    """All that is said, but for the ids that were asked for and what is drawn by lot each time."""
    said = asker.ask(method, address)
    left_out = {"Expires", "Content-Length"}
    headers = str(sorted(one for one in said.headers.items() if one[0] not in left_out))
    text = said.text
    for one in sorted(ids, key=len, reverse=True):
        text, headers = (re.sub(rf"\b{one}\b", "ID", told) for told in (text, headers))
    text = re.sub(r'(nonce|value)="[\w+/=-]{20,}"', "", text)
    return said.status, re.sub(r"nonce-[\w+/=-]+", "", headers), text, said.cookies


@pytest.mark.parametrize("role", ["reporter", "cleared"])
def test_absent_and_forbidden_answer_alike(
    role: str, planted: Planted, addresses: dict[str, str]
) -> None:
    asker, differing, compared = planted.asker(role), {}, 0
    for route in routes():
        if not (route.startswith("admin/") and IDS.search(route)):
            continue
        if route.startswith("admin/axes/"):
            continue  # not ours: who is refused its histories learns how many tries there were
        address = addresses[route]
        ids = dict(zip(IDS.findall(route), re.findall(r"\b\d+\b", address), strict=False))
        absent = re.sub(r"/\d+/", f"/{NOBODY}/", address, count=1)
        if route.startswith("admin/r/"):
            absent = re.sub(r"\d+/$", f"{NOBODY}/", address)
        for method in ("get", "post"):
            known = {*ids.values(), str(NOBODY)}
            there = answer(asker, method, address, known)
            if there[0] == 200:
                break  # they may see it
            compared += 1
            if there != (gone := answer(asker, method, absent, known)):
                differing[f"{method} {route}"] = there[0], gone[0], there[1:], gone[1:]
    assert {where: told[:2] for where, told in differing.items()} == {}
    assert compared > 100


# ---- The same statements ----------------------------------------------------------------------


def statements(asker: Asker, address: str) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert asker.ask("get", address).status == 404
    return [
        re.sub(r"'[^']*'|\b\d+\b", "?", one["sql"])
        for one in asked
        if "SAVEPOINT" not in one["sql"]
    ]


def pairs(planted: Planted) -> dict[str, tuple[str, str, str]]:
    """Who asks, for what is there and not theirs, and for what is not there."""
    draft, picture = planted.draft, newest(planted.draft).picture
    assert picture is not None
    signed = previews.address_of(PreviewLink(public_id="A" * 22))
    revoked = previews.address_of(planted.link)
    desk = f"/admin/newsroom/story/{draft.pk}"
    gone = f"/admin/newsroom/story/{NOBODY}"
    return {
        "story": ("anonymous", f"/stories/{draft.slug}/", "/stories/no-draft/"),
        "story as JSON": ("anonymous", f"/stories/{draft.slug}.json", "/stories/no-draft.json"),
        "embedded story": (
            "anonymous",
            f"/stories/{draft.slug}/embed/",
            "/stories/no-draft/embed/",
        ),
        "claim": (
            "anonymous",
            f"/stories/{draft.slug}/claims/{newest(draft).claims.get().key}/",
            "/stories/no-draft/claims/aaaaaaaa/",
        ),
        "picture": (
            "anonymous",
            f"/pictures/{picture.public_id}/{picture.width}.jpg",
            f"/pictures/{'a' * 12}/{picture.width}.jpg",
        ),
        "revoked preview": ("anonymous", revoked, signed),
        "forged preview": ("anonymous", revoked, "/preview/never-signed/"),
        "story at the desk": ("reporter", f"{desk}/change/", f"{gone}/change/"),
        "claims at the desk": ("reporter", f"{desk}/claims/", f"{gone}/claims/"),
        "saves at the desk": ("reporter", f"{desk}/saves/", f"{gone}/saves/"),
        "previews at the desk": ("reporter", f"{desk}/previews/", f"{gone}/previews/"),
    }


def test_the_database_is_asked_the_same(planted: Planted) -> None:
    """Of an identity it is not: that somebody asked for one is written down. But the list of
    sources is everybody's at the desk, and whether an identity is kept makes no difference."""
    previews.revoke(planted.link, by=planted.writer)
    for name, (role, forbidden, absent) in pairs(planted).items():
        asker = planted.asker(role)
        assert statements(asker, forbidden) == statements(asker, absent), name
