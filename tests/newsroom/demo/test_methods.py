"""At every address: what only reads is only read, and nothing is written without a token."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.newsroom.demo.asking import Asker
from tests.newsroom.demo.planted import Planted

pytestmark = pytest.mark.django_db

#: What no browser sends to us, and what Django would answer as it does a GET.
REFUSED = ("put", "patch", "delete", "options", "trace")
#: Of an answer what may differ: a HEAD has no body, and nothing is kept by what it would hold.
OF_THE_BODY = {"Content-Length", "ETag", "Content-Security-Policy", "Expires"}


@pytest.mark.parametrize("role", ["anonymous", "superuser"])
def test_no_other_method_is_answered(
    role: str, planted: Planted, addresses: dict[str, str]
) -> None:
    asker = planted.asker(role)
    answers = {
        (method, name): asker.ask(method, address).status
        for method in REFUSED
        for name, address in addresses.items()
    }
    assert len(answers) == len(addresses) * len(REFUSED)
    assert {cell: status for cell, status in answers.items() if status != 405} == {}


def test_nothing_is_written_at_the_desk_without_a_token(
    planted: Planted, addresses: dict[str, str]
) -> None:
    asker = planted.asker("superuser", enforce_csrf_checks=True)
    desk = {name: address for name, address in addresses.items() if name.startswith("admin/")}
    answers = {name: asker.ask("post", address).status for name, address in desk.items()}
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert Counter(answers.values()) == {403: len(desk)}


@pytest.mark.parametrize("role", ["anonymous", "superuser"])
def test_head_is_answered_as_get_is(role: str, planted: Planted, addresses: dict[str, str]) -> None:
    """But an export, which would be written down as taken."""
    asker = planted.asker(role)
    different = {}
    for name, address in addresses.items():
        if name.endswith("/export/") or (role == "superuser" and not name.startswith("admin/")):
            continue  # readers' pages do not ask who reads them
        if name == "admin/login/":
            continue  # Django sends on whoever is logged in, with a GET alone
        got, headed = (told(asker, method, address) for method in ("get", "head"))
        if got != headed:
            different[name] = got, headed
    assert different == {}


def told(asker: Asker, method: str, address: str) -> tuple[int, dict[str, str]]:
    answer = asker.ask(method, address)
    headers = {name: value for name, value in answer.headers.items() if name not in OF_THE_BODY}
    return answer.status, headers
