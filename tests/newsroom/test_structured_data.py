"""What pages say to machines: true in the vocabulary's own words, and nothing that pages do not."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from newsroom import verdicts
from newsroom.models import Correction, Story
from sanctions.dates import PartialDate
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import page
from tests.newsroom.stories import cite
from tests.newsroom.vocabulary import problems

pytestmark = pytest.mark.django_db

STORY = "/stories/officials/"


def data_of(client: Client, address: str = STORY) -> Any:
    """The one block of a page; None where it has none."""
    _, *blocks = page(client, address).split('<script type="application/ld+json">')
    assert len(blocks) <= 1
    return json.loads(blocks[0].split("</script>")[0]) if blocks else None


def nodes(data: Any) -> list[dict[str, Any]]:
    """Every node in a block, itself first."""
    if isinstance(data, list):
        return [node for one in data for node in nodes(one)]
    if not isinstance(data, dict):
        return []
    return [data, *(node for value in data.values() for node in nodes(value))]


def types(data: Any) -> set[str]:
    return {node["@type"] for node in nodes(data) if "@type" in node}


#: The day on which our story is published, and the document with it.
THAT_DAY = date(2024, 11, 27)


def story_of_a_reward(
    source: dict[str, Any] | None = None, *, dated: date = THAT_DAY, **claim: Any
) -> Story:
    """A named ministry said of a reward what was so when it was published, and is not now."""
    document = factories.document(
        title="Reward offer", number="2020/291", access="public", dated=dated
    )
    reward = factories.desk_record(
        "reward", title="Reward", begins=PartialDate.parse("26 March 2020")
    )
    factories.desk_record(
        "reward",
        title="Reward",
        begins=PartialDate.parse("10 January 2025"),
        amount=Decimal(25_000_000),
        supersedes=reward,
    )
    columns = {
        "kind": "reward",
        "comparator": "up_to",
        "number": Decimal(15_000_000),
        "unit": "USD",
        "tense": "lasting",
        "document": document,
        "source": stories.source(**(source or {})),
        "records": [("record", reward)],
    } | claim
    made = stories.story(
        body=f"<p>{cite('aaaaaaaa', 'up to $15 million')}</p>",
        claims={"aaaaaaaa": columns},
        standfirst="What was offered",
        byline="Ana Ruiz",
    )
    verdicts.check_story(made)
    return made


CLAIM = f"{STORY}claims/aaaaaaaa/"


def test_a_story_is_an_article_with_its_claims_and_what_they_cite(client: Client) -> None:
    story_of_a_reward()
    data = data_of(client)
    assert problems(data) == []
    assert data["@type"] == "NewsArticle"
    assert data["datePublished"] == "2024-11-27T18:40:00+00:00"
    assert data["creditText"] == "Ana Ruiz"
    (claim,) = data["hasPart"]
    assert claim["@type"] == "Claim"
    assert claim["@id"] == f"http://testserver{CLAIM}"
    # The words alone could be about anything.
    assert claim["text"] == "Reward is up to $15,000,000."
    assert claim["description"] == "up to $15 million"
    described = {node["@id"] for node in data["citation"]}
    assert {node["@id"] for node in claim["citation"]} == described
    document = next(node for node in data["citation"] if node["@type"] == "CreativeWork")
    assert document["name"] == "Reward offer"
    assert document["archivedAt"].startswith("http://testserver/documents/")


def test_a_claim_of_a_named_source_in_a_document_is_reviewed_on_its_own_page(
    client: Client,
) -> None:
    story_of_a_reward()
    review = data_of(client, CLAIM)
    assert problems(review) == []
    assert review["@type"] == "ClaimReview"
    assert review["itemReviewed"]["author"] == {
        "@type": "Organization",
        "name": "US Department of State",
    }
    assert review["itemReviewed"]["appearance"]["name"] == "Reward offer"
    assert review["reviewRating"]["alternateName"] == "Outdated"
    assert "$25 million" in review["reviewRating"]["ratingExplanation"]
    # Verdicts are no scale, and a page that shows several claims is no review of one.
    assert "ratingValue" not in review["reviewRating"]
    assert "ClaimReview" not in types(data_of(client))


@pytest.mark.parametrize("tense", ["lasting", "past"])
def test_our_later_present_tense_is_not_put_into_a_source_s_mouth(
    client: Client, tense: str
) -> None:
    story_of_a_reward(dated=date(2020, 3, 26), tense=tense)
    data = data_of(client, CLAIM)
    assert problems(data) == []
    assert data["@type"] == ("Claim" if tense == "lasting" else "ClaimReview")
    assert "Reward offer" in {node.get("name") for node in nodes(data)}


def test_what_a_document_says_its_publisher_says(client: Client) -> None:
    document = factories.document(title="Reward offer", access="public")
    story_of_a_reward({"label": "Offer 2020/291", "kind": "document", "document": document})
    review = data_of(client, CLAIM)
    assert problems(review) == []
    assert review["itemReviewed"]["author"] == {"@type": "Organization", "name": "US Treasury"}


@pytest.mark.parametrize(
    ("source", "claim"),
    [
        ({"label": "A senior official", "terms": "background"}, {}),
        ({"label": "Canary", "terms": "deep_background"}, {}),
        ({"label": "Canary", "terms": "off_record"}, {}),
        ({"label": "Our own", "kind": "ourselves"}, {}),
        ({}, {"document": None}),
        ({}, {"kind": "said", "quote": "up to $15 million"}),
    ],
    ids=["background", "deep background", "off the record", "ourselves", "no document", "said"],
)
def test_anything_else_is_a_claim_and_no_review(
    client: Client, source: dict[str, Any], claim: dict[str, Any]
) -> None:
    story_of_a_reward(source, **claim)
    for address in (STORY, CLAIM):
        data = data_of(client, address)
        assert problems(data) == []
        assert "ClaimReview" not in types(data)
        assert "Claim" in types(data)
        named = {node.get("name") for node in nodes(data)}
        if source.get("terms"):
            assert source["label"] not in named
    if source.get("label") == "Canary":
        assert "Canary" not in page(client, CLAIM)


def test_a_judgement_is_no_claim(client: Client) -> None:
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'a desperate act')}</p>",
        claims={"aaaaaaaa": {"kind": "judgement"}},
    )
    assert "Claim" not in types(data_of(client))
    assert data_of(client, CLAIM) is None


def test_a_claim_that_has_left_the_text_is_not_reviewed(client: Client) -> None:
    story = story_of_a_reward()
    stories.revision(story, "<p>Nothing is left.</p>")
    assert data_of(client, CLAIM)["@type"] == "Claim"


def test_a_claim_that_is_not_yet_checked_is_not_reviewed(client: Client) -> None:
    story_of_a_reward().checks.all().delete()
    assert data_of(client, CLAIM)["@type"] == "Claim"


def test_a_correction_stands_in_the_article(client: Client) -> None:
    story = stories.story()
    after = stories.revision(story, "<p>Eleven.</p>")
    Correction.objects.create(
        story=story,
        revision_before=story.revisions.get(number=1),
        revision_after=after,
        wrong="There were not ten.",
        right="There were eleven.",
        by=stories.editor(),
    )
    data = data_of(client)
    assert problems(data) == []
    assert data["correction"][0]["text"] == "There were not ten. There were eleven."


def test_no_words_end_the_block(client: Client) -> None:
    words = "</script><script>alert(1)</script><!-- & \u2028 \\u0000"
    stories.story(headline=words, standfirst=words, byline=words)
    content = page(client, STORY)
    assert data_of(client)["headline"] == words
    block = content.split('<script type="application/ld+json">')[1].split("</script>")[0]
    assert not set(block) & set("<>&\u2028")


def test_addresses_are_those_of_the_request(client: Client) -> None:
    story_of_a_reward()
    data_of(client)
    content = client.get(STORY, headers={"host": "localhost"}).content.decode()
    assert '"@id":"http://localhost/stories/officials/"' in content
    assert "testserver" not in content


def test_the_desk_s_preview_has_none(client: Client) -> None:
    story = stories.story(public_from=None)
    client.force_login(factories.user(is_superuser=True))
    assert "ld+json" not in client.get(f"/admin/newsroom/story/{story.pk}/preview/").text


def test_the_vocabulary_tells_what_it_does_not_know() -> None:
    block = {
        "@context": "https://schema.org",
        "@type": "Claim",
        "url": "/stories/",
        "claimReviewed": "words",
        "author": {"@type": "WebPage", "name": ""},
        "datePublished": "27 November 2024",
        "text": "",
        "review": {"@type": "Verdict"},
    }
    assert problems(block) == [
        "Claim.url is '/stories/', not one of URL",
        "Claim.claimReviewed is no property",
        "Claim.author > WebPage.name is empty",
        "Claim.author is a WebPage, not one of Organization, Person",
        "Claim.datePublished is '27 November 2024', not one of Date, DateTime",
        "Claim.text is empty",
        "Claim.review > @type is 'Verdict'",
    ]
