"""Stories for tests: a body with marks becomes a revision with confirmed claims."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone

from newsroom.body import marks
from newsroom.models import Claim, ClaimLink, Revision, Source, Story
from sanctions.models import Designation, DeskRecord, Party, Programme, SanctionsList
from tests import factories

#: When a story was published, unless a test says otherwise.
LONG_AGO = datetime(2024, 11, 27, 18, 40, tzinfo=UTC)

_numbers = count(1)


def editor() -> User:
    return User.objects.get_or_create(username="ines", defaults={"is_staff": True})[0]


def source(label: str = "US Department of State", **columns: Any) -> Source:
    columns = {"kind": "organisation", "terms": "on_record"} | columns
    slug = f"source-{next(_numbers)}"
    return Source.objects.get_or_create(label=label, defaults={"slug": slug, **columns})[0]


def story(
    slug: str = "officials",
    body: str = "<p>Plain text.</p>",
    *,
    public_from: datetime | None = LONG_AGO,
    claims: dict[str, dict[str, Any]] | None = None,
    **columns: Any,
) -> Story:
    """A story with one revision; `public_from=None` leaves it a draft.

    `claims` gives the columns of the body's claims by key; their `records` become links.
    """
    made = Story.objects.create(slug=slug, owner=editor(), section=columns.pop("section", ""))
    revision(made, body, public_from=public_from, claims=claims, **columns)
    return made


def revision(
    of: Story,
    body: str,
    *,
    public_from: datetime | None = LONG_AGO,
    claims: dict[str, dict[str, Any]] | None = None,
    **columns: Any,
) -> Revision:
    columns = {"headline": "Washington puts 21 officials on its list"} | columns
    made = Revision.objects.create(
        story=of,
        number=of.revisions.count() + 1,
        body=body,
        body_text=body,
        saved_by=editor(),
        **columns,
    )
    for position, mark in enumerate(marks(body)):
        claim(made, mark.key, mark.words, position, **(claims or {}).get(mark.key, {}))
    if public_from:
        # What is published is frozen, its claims too: so it becomes public last.
        made.public_from, made.published_by = public_from, editor()
        made.save()
    return made


def claim(
    of: Revision,
    key: str,
    words: str,
    position: int,
    *,
    records: Iterable[tuple[str, Any]] = (),
    **columns: Any,
) -> Claim:
    """A confirmed claim; `records` are pairs of a role and a record, each a decided link."""
    columns = {"kind": "designated", "first_published": LONG_AGO} | columns
    columns.setdefault("source", source())
    made = Claim.objects.create(
        revision=of,
        key=key,
        words=words,
        position=position,
        confirmed_words=words,
        confirmed_by=editor(),
        confirmed_at=timezone.now(),
        **columns,
    )
    targets = {
        Designation: "designation",
        Party: "party",
        Programme: "programme",
        SanctionsList: "list",
        DeskRecord: "desk_record",
    }
    for role, record in records:
        ClaimLink.objects.create(
            claim=made,
            role=role,
            decided_by=editor(),
            decided_at=timezone.now(),
            **{targets[type(record)]: record},
        )
    return made


def cite(key: str, words: str) -> str:
    """Words under a claim's mark."""
    return f'<cite data-claim="{key}">{words}</cite>'


def claims_story(number: int, slug: str) -> None:
    """A story of that many claims, each linked to a designation, an action and a reward."""
    action = factories.desk_record("action", title="21 officials designated", slug=f"action-{slug}")
    reward = factories.desk_record("reward", title="Reward", amount=Decimal(5), currency="USD")
    listed = factories.designation()
    keys = [f"{at:08d}" for at in range(number)]
    story(
        slug,
        "".join(f"<p>{cite(key, f'claim {key}')}</p>" for key in keys),
        claims={
            key: {
                "kind": "designated_in_action",
                "records": [("designation", listed), ("action", action), ("record", reward)],
            }
            for key in keys
        },
    )
