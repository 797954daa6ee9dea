"""Records with their claims, for tests of public pages."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.test import Client

from newsroom.models import Story
from sanctions.models import DeskRecord, DeskRecordParty, Party
from tests.newsroom import stories


def names(record: DeskRecord, party: Party, role: str = "subject", **columns: Any) -> None:
    """The record names the party."""
    DeskRecordParty.objects.create(desk_record=record, party=party, role=role, **columns)


def claim_about(
    *records: tuple[str, Model],
    slug: str = "a-story",
    words: str = "the words",
    asserts: dict[str, Any] | None = None,
    **columns: Any,
) -> Story:
    """A story of one claim that is linked to these records; `asserts` are the claim's columns."""
    return stories.story(
        slug,
        f'<p><cite data-claim="aaaaaaaa">{words}</cite></p>',
        claims={"aaaaaaaa": {"records": list(records)} | (asserts or {})},
        **columns,
    )


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()
