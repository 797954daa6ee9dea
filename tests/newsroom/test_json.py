"""Stories and claims as JSON: exactly the declared fields."""

from decimal import Decimal

import pytest
from django.test import Client

from newsroom.assertions import ASSERTIONS
from tests import factories
from tests.newsroom import stories

pytestmark = pytest.mark.django_db

KEY = "aaaaaaaa"


def test_a_story_says_what_its_claims_assert_and_rest_on(client: Client) -> None:
    action = factories.desk_record("action", title="21 officials designated", slug="action")
    stories.story(
        body=f'<p>Put <cite data-claim="{KEY}">21 officials</cite> on it.</p>',
        claims={
            KEY: {
                "kind": "count",
                "comparator": "exactly",
                "number": Decimal(21),
                "records": [("scope", action)],
            }
        },
    )
    response = client.get("/stories/officials.json")
    assert response.headers["Content-Type"] == "application/json"
    story = response.json()
    assert story["headline"] == "Washington puts 21 officials on its list"
    assert story["published_at"] == story["updated_at"] == "2024-11-27T18:40:00Z"
    assert story["corrections"] == []
    [claim] = story["claims"]
    assert claim["key"] == KEY
    assert claim["text"] == "21 officials"
    assert claim["assertion"] == {
        "kind": "count",
        "comparator": "exactly",
        "number": 21,
        "tense": "past",
    }
    assert claim["records"] == [
        {
            "type": "action",
            "id": action.public_id,
            "url": "/actions/action/",
            "name": "21 officials designated",
            "role": "scope",
        }
    ]
    assert claim["verdicts"] == {"publication": None, "today": None}
    assert claim["source"]["label"] == "US Department of State"


def test_the_list_of_stories_answers_too(client: Client) -> None:
    stories.story(body=f'<p><cite data-claim="{KEY}">words</cite></p>')
    stories.story("draft", public_from=None)
    answer = client.get("/stories.json").json()
    assert answer["count"] == 1
    assert [story["url"] for story in answer["stories"]] == ["/stories/officials/"]
    assert answer["stories"][0]["claims"] == 1


def test_a_claim_answers_at_its_own_address(client: Client) -> None:
    stories.story(body=f'<p><cite data-claim="{KEY}">words</cite></p>')
    claim = client.get(f"/stories/officials/claims/{KEY}.json").json()
    assert claim["text"] == "words"
    assert claim["story"]["url"] == "/stories/officials/"
    assert claim["url"] == f"/stories/officials/claims/{KEY}/"


def test_every_kind_of_assertion_names_itself(client: Client) -> None:
    needed = {
        "comparator": "exactly",
        "number": Decimal(5),
        "quote": "so it is",
    }
    units = {"reward": "USD", "interval": "days"}
    keys = {kind: f"{at:08d}" for at, kind in enumerate(ASSERTIONS)}
    stories.story(
        body="".join(f'<p><cite data-claim="{key}">w</cite></p>' for key in keys.values()),
        claims={
            key: {"kind": kind, **needed, "unit": units.get(kind, "")} for kind, key in keys.items()
        },
    )
    claims = client.get("/stories/officials.json").json()["claims"]
    assert [claim["assertion"]["kind"] for claim in claims] == list(ASSERTIONS)
