"""The story that benchmarks ask for: so many claims, of several kinds, in so many letters."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction

from newsroom.models import Source, Story
from sanctions.dates import PartialDate
from tests import factories
from tests.newsroom import stories

#: 200,000 letters at 500 claims.
LETTERS_A_CLAIM = 400
_WORDS = (
    "The department said that the measures answer to the conduct of the July election, and that "
    "they end when the record of the vote has been published in full. Neither ministry replied to "
    "a request for comment; both have called such lists unlawful before. The text of the notice "
    "names the offices held on the day of the announcement, and not those held since then. "
)


def key_of(number: int) -> str:
    return f"{number:08d}"


def words_of(number: int) -> str:
    return f"official number {number} was named on that day"


def paragraph(number: int, *, marked: bool) -> str:
    """One claim, and letters around it."""
    words = words_of(number)
    if marked:
        words = f'<cite data-claim="{key_of(number)}">{words}</cite>'
    rest = (_WORDS * 2)[: LETTERS_A_CLAIM - len(words_of(number)) - 12]
    return f"<p>In the text, {words}. {rest}</p>"


@transaction.atomic
def make_story(slug: str, claims: int, *, public_from: datetime | None = stories.LONG_AGO) -> Story:
    """A story whose claims are linked to records that differ from claim to claim."""
    if not factories.sanctions_list().versions.exists():
        factories.list_version(date(2024, 5, 3), coverage=["VENEZUELA"])
        factories.list_version(date(2026, 7, 23), coverage=["VENEZUELA"])
    source = stories.source("US Department of State", description="A statement sent to reporters.")
    return stories.story(
        slug,
        "".join(paragraph(number, marked=True) for number in range(claims)),
        claims={key_of(number): _claim(number, slug, source) for number in range(claims)},
        standfirst="The announcement names ministers, officers and heads of agencies.",
        byline="Ana Ruiz",
        public_from=public_from,
    )


def _claim(number: int, slug: str, source: Source) -> dict[str, Any]:
    listed = factories.designation(
        f"PERSON {number}, Some", listed_on=PartialDate.of_day(date(2024, 11, 27))
    )
    said = PartialDate.of_day(date(2024, 11, 27) - timedelta(days=number % 300))
    match number % 5:
        case 0:
            return {"kind": "designated", "source": source, "records": [("designation", listed)]}
        case 1:
            action = factories.desk_record("action", slug=f"action-{slug}-{number}", begins=said)
            return {
                "kind": "designated_in_action",
                "source": source,
                "records": [("designation", listed), ("action", action)],
            }
        case 2:
            post = factories.desk_record("position", title=f"Minister {number}", begins=said)
            records = [("party", listed.entry.party), ("record", post)]
            return {"kind": "position", "source": source, "records": records}
        case 3:
            reward = factories.desk_record(
                "reward", title=f"Reward {number}", amount=Decimal(15_000_000), begins=said
            )
            return {
                "kind": "reward",
                "comparator": "up_to",
                "number": Decimal(15_000_000),
                "unit": "USD",
                "source": source,
                "records": [("record", reward)],
            }
        case _:
            return {"kind": "judgement", "source": source}
