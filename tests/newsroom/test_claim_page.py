"""The page of one claim."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from tests import factories
from tests.newsroom import stories

pytestmark = pytest.mark.django_db

KEY = "aaaaaaaa"
ADDRESS = f"/stories/officials/claims/{KEY}/"


def body(words: str) -> str:
    return f'<p>Before.</p><p>They say <cite data-claim="{KEY}">{words}</cite>, and more.</p>'


def test_a_claim_stands_in_its_paragraph_with_its_record(client: Client) -> None:
    action = factories.desk_record("action", title="21 officials designated", slug="action")
    stories.story(body=body("ten men"), claims={KEY: {"records": [("action", action)]}})
    content = client.get(ADDRESS).content.decode()
    assert "They say" in content
    assert "Before." not in content
    assert 'href="/actions/action/"' in content
    assert "Cite this claim" in content


def test_a_claim_keeps_the_words_and_the_records_that_it_had(client: Client) -> None:
    first = factories.desk_record("event", title="The first record")
    second = factories.desk_record("event", title="The second record")
    story = stories.story(body=body("ten men"), claims={KEY: {"records": [("record", first)]}})
    stories.revision(
        story,
        body("eleven men"),
        public_from=datetime(2025, 3, 1, tzinfo=UTC),
        claims={KEY: {"records": [("record", second)]}},
    )
    content = client.get(ADDRESS).content.decode()
    for words in ("“ten men”", "“eleven men”", "The first record", "The second record"):
        assert words in content
    history = client.get(f"/stories/officials/claims/{KEY}.json").json()["history"]
    assert [(then["text"], then["until"]) for then in history] == [
        ("ten men", "2025-03-01T00:00:00Z"),
        ("eleven men", None),
    ]


def test_a_revision_that_left_the_claim_alone_is_no_change(client: Client) -> None:
    story = stories.story(body=body("ten men"))
    stories.revision(story, body("ten men") + "<p>Another paragraph.</p>")
    history = client.get(f"/stories/officials/claims/{KEY}.json").json()["history"]
    assert len(history) == 1


def test_a_claim_that_left_the_text_keeps_its_page(client: Client) -> None:
    story = stories.story(body=body("ten men"))
    stories.revision(story, "<p>Nothing.</p>", public_from=datetime(2025, 3, 1, tzinfo=UTC))
    response = client.get(ADDRESS)
    assert response.status_code == 200
    content = response.content.decode()
    assert "“ten men”" in content
    assert "It stood in the text until" in content
    assert "1 March 2025" in content


def test_a_claim_of_a_revision_in_work_is_not_there(client: Client) -> None:
    story = stories.story()
    stories.revision(story, body("ten men"), public_from=None)
    assert client.get(ADDRESS).status_code == 404


def test_words_in_work_are_no_part_of_the_history(client: Client) -> None:
    story = stories.story(body=body("ten men"))
    stories.revision(story, body("secret men"), public_from=None)
    for address in (ADDRESS, f"/stories/officials/claims/{KEY}.json"):
        assert "secret" not in client.get(address).content.decode()
