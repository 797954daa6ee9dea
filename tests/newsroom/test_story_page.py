"""A story as readers read it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.test import Client

from newsroom.models import Correction, FormerSlug, Story
from sanctions.dates import PartialDate
from sanctions.models import Document, NoEntry
from tests import factories
from tests.newsroom import stories
from tests.newsroom.stories import cite, claims_story

pytestmark = pytest.mark.django_db


def page(client: Client, address: str = "/stories/officials/") -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_every_claim_has_its_record_in_the_page(client: Client) -> None:
    claims_story(3, "officials")
    content = page(client)
    for key in ("00000000", "00000001", "00000002"):
        assert f'href="#c-{key}"' in content
        assert f'id="c-{key}"' in content
        assert f'href="/stories/officials/claims/{key}/"' in content
    assert "Claim 2 of 3" in content


def test_no_verdict_is_invented(client: Client) -> None:
    body = f"<p>{cite('aaaaaaaa', 'listed')} and {cite('bbbbbbbb', 'awful')}</p>"
    stories.story(body=body, claims={"bbbbbbbb": {"kind": "judgement"}})
    content = page(client)
    assert "Not yet checked" in content
    assert "A judgement" in content
    assert "upported" not in content
    assert "2 claims" in content


def test_readers_see_the_live_revision_while_the_next_is_written(client: Client) -> None:
    story = stories.story(body="<p>First words.</p>")
    stories.revision(story, "<p>Unpublished words.</p>", public_from=None, headline="Secret")
    content = page(client)
    assert "First words." in content
    assert "Unpublished words." not in content
    assert "Secret" not in content


def test_a_record_that_is_not_public_is_not_shown(client: Client) -> None:
    hidden = factories.desk_record("event", title="Secret meeting", public_from=None)
    hidden_party = factories.party("Secret person", public_from=None)
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'met')}</p>",
        claims={
            "aaaaaaaa": {"kind": "event", "records": [("record", hidden), ("party", hidden_party)]}
        },
    )
    for address in ("/stories/officials/", "/stories/officials.json"):
        content = page(client, address)
        assert "Secret" not in content
        assert hidden.public_id not in content


def test_a_link_that_nobody_decided_on_is_not_shown(client: Client) -> None:
    event = factories.desk_record("event", title="Perhaps this one")
    story = stories.story(body=f"<p>{cite('aaaaaaaa', 'met')}</p>", public_from=None)
    claim = story.revisions.get().claims.get()
    claim.links.create(role="record", desk_record=event)
    story.revisions.update(public_from=stories.LONG_AGO, published_by=stories.editor())
    assert "Perhaps this one" not in page(client)


@pytest.mark.parametrize(
    ("terms", "shown", "hidden"),
    [
        ("on_record", ['href="/sources/', "Ana Ruiz"], ["on background"]),
        ("background", ["Ana Ruiz", "on background"], ['href="/sources/']),
        (
            "deep_background",
            ["Not attributed, by agreement with the source"],
            ["Ana Ruiz", 'href="/sources/'],
        ),
        ("off_record", [], ["Ana Ruiz", 'href="/sources/', "Not attributed"]),
    ],
)
def test_a_source_is_named_as_far_as_its_terms_allow(
    client: Client, terms: str, shown: list[str], hidden: list[str]
) -> None:
    source = stories.source("Ana Ruiz", kind="person", terms=terms)
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'said')}</p>", claims={"aaaaaaaa": {"source": source}}
    )
    addresses = ("/stories/officials/", "/stories/officials/claims/aaaaaaaa/")
    for content in (page(client, address) for address in addresses):
        assert [words for words in shown if words not in content] == []
        assert [words for words in hidden if words in content] == []
    for words in hidden:
        if words == "Ana Ruiz":
            assert words not in page(client, "/stories/officials.json")


def test_a_designation_names_its_list_and_its_day(client: Client) -> None:
    factories.list_version(date(2024, 5, 3), coverage=["VENEZUELA"])
    factories.list_version(date(2026, 7, 23), coverage=["VENEZUELA"])
    gone = factories.designation(
        entry=factories.entry("RODRIGUEZ GOMEZ, Delcy Eloina", "25077"),
        first_seen=date(2024, 5, 3),
        last_seen=date(2024, 5, 3),
        first_gone=date(2026, 7, 23),
        listed_on=PartialDate.parse("2018"),
    )
    there = factories.designation(first_seen=date(2026, 7, 23), last_absent=date(2024, 5, 3))
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'listed')}</p>",
        claims={"aaaaaaaa": {"records": [("designation", gone), ("designation", there)]}},
    )
    content = page(client)
    assert "Absent from the OFAC SDN list of 23 July 2026" in content
    assert "2018, day not recorded" in content
    assert "On the OFAC SDN list of 23 July 2026" in content
    assert "Between 3 May 2024 and 23 July 2026" in content
    assert "is sanctioned" not in content


def test_a_reward_shows_its_steps_and_a_licence_what_replaced_it(client: Client) -> None:
    first = factories.desk_record(
        "reward",
        title="Reward",
        begins=PartialDate.parse("26 March 2020"),
        amount=Decimal(15_000_000),
        currency="USD",
    )
    factories.desk_record(
        "reward",
        title="Reward",
        begins=PartialDate.parse("10 January 2025"),
        amount=Decimal(25_000_000),
        currency="USD",
        supersedes=first,
    )
    licence = factories.desk_record("licence", title="General licence 41", number="41")
    factories.desk_record(
        "licence",
        title="General licence 41A",
        begins=PartialDate.parse("4 March 2025"),
        number="41A",
        winds_down=True,
        supersedes=licence,
    )
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'paid')}</p>",
        claims={"aaaaaaaa": {"records": [("record", first), ("record", licence)]}},
    )
    content = page(client)
    assert "up to $15 million" in content
    assert "up to $25 million" in content
    assert "4 March 2025, by 41A, a wind-down" in content


def test_a_successor_that_is_not_public_is_not_told(client: Client) -> None:
    licence = factories.desk_record("licence", title="General licence 41", number="41")
    factories.desk_record(
        "licence",
        title="41A",
        begins=PartialDate.parse("4 March 2025"),
        number="41A",
        supersedes=licence,
        public_from=None,
    )
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'paid')}</p>",
        claims={"aaaaaaaa": {"records": [("record", licence)]}},
    )
    assert "41A" not in page(client)


def test_no_entry_is_said_only_where_somebody_looked(client: Client) -> None:
    version = factories.list_version(date(2026, 8, 20), coverage=["VENEZUELA"])
    looked_for, other = factories.party("Edmundo González"), factories.party("Somebody Else")
    NoEntry.objects.create(
        party=looked_for, version=version, decided_by=stories.editor(), decided_why="looked"
    )
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'neither')}</p>",
        claims={"aaaaaaaa": {"records": [("party", looked_for), ("party", other)]}},
    )
    shown = page(client).split("</head>")[1]
    assert shown.count("No entry on the OFAC SDN list of 20 August 2026") == 2  # and stub


def test_a_document_that_only_the_desk_may_see_is_not_linked(client: Client) -> None:
    kept = Document.objects.create(title="Cable", publisher="X", text="x", sha256="0" * 64)
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'wrote')}</p>", claims={"aaaaaaaa": {"document": kept}}
    )
    assert "Kept document" not in page(client)


def test_readers_are_told_since_when_they_read_another_text(client: Client) -> None:
    story = stories.story(body="<p>First words.</p>")
    assert "<dt>Updated</dt>" not in page(client)
    stories.revision(
        story, "<p>Other words.</p>", public_from=datetime(2025, 3, 4, 9, 5, tzinfo=UTC)
    )
    content = page(client)
    assert "<dt>Updated</dt>" in content
    assert '4 March 2025 <span class="clock">09:05 UTC</span>' in content


def test_a_correction_stands_on_its_story_and_in_the_list(client: Client) -> None:
    story = stories.story(body="<p>Ten.</p>")
    after = stories.revision(story, "<p>Eleven.</p>", headline="Corrected headline")
    correction = Correction.objects.create(
        story=story,
        revision_before=story.revisions.get(number=1),
        revision_after=after,
        wrong="There were not ten.",
        right="There were eleven.",
        by=stories.editor(),
    )
    assert "There were eleven." in page(client)
    content = page(client, "/corrections/")
    assert "There were not ten." in content
    assert f'id="correction-{correction.pk}"' in content
    assert "There were eleven." in page(client, "/corrections.atom")


def test_a_withdrawn_story_shows_its_notice_and_nothing_else(client: Client) -> None:
    story = stories.story(
        body=f"<p>The body {cite('aaaaaaaa', 'claims')}.</p>", standfirst="The standfirst"
    )
    withdraw(story)
    for address in (
        "/stories/officials/",
        "/stories/officials.json",
        "/stories/officials/claims/aaaaaaaa/",
        "/stories/officials/claims/aaaaaaaa.json",
    ):
        content = page(client, address)
        assert "It was not so." in content
        for words in ("The body", "The standfirst", "Washington puts 21", "claims</"):
            assert words not in content
    assert client.get("/stories/officials/claims/bbbbbbbb/").status_code == 404


def test_a_former_address_leads_to_the_new_one(client: Client) -> None:
    story = stories.story(body=f"<p>{cite('aaaaaaaa', 'x')}</p>")
    FormerSlug.objects.create(story=story, slug="old")
    for old, new in {
        "/stories/old/": "/stories/officials/",
        "/stories/old.json": "/stories/officials.json",
        "/stories/old/claims/aaaaaaaa/": "/stories/officials/claims/aaaaaaaa/",
        "/stories/old/claims/aaaaaaaa.json": "/stories/officials/claims/aaaaaaaa.json",
    }.items():
        response = client.get(old)
        assert (response.status_code, response.headers["Location"]) == (301, new)


def test_a_former_address_of_a_draft_is_not_there(client: Client) -> None:
    FormerSlug.objects.create(story=stories.story(public_from=None), slug="old")
    assert client.get("/stories/old/").status_code == 404


def test_a_list_of_stories_can_be_narrowed_to_a_section(client: Client) -> None:
    stories.story("one", headline="About Venezuela", section="Venezuela")
    stories.story("two", headline="About Iran", section="Iran")
    assert "About Iran" in page(client, "/stories/")
    narrowed = page(client, "/stories/?section=Venezuela")
    assert "About Venezuela" in narrowed
    assert "About Iran" not in narrowed


def test_a_corrected_story_keeps_its_place_in_the_list(client: Client) -> None:
    old = stories.story("old", headline="The old one")
    stories.story("new", headline="The new one", public_from=datetime(2025, 1, 1, tzinfo=UTC))
    stories.revision(
        old, "<p>x</p>", headline="The old one", public_from=datetime(2025, 6, 1, tzinfo=UTC)
    )
    content = page(client, "/stories/")
    assert content.index("The new one") < content.index("The old one")


def withdraw(story: Story) -> None:
    Story.objects.filter(pk=story.pk).update(
        withdrawn_at=datetime(2025, 1, 1, tzinfo=UTC), withdrawal_note="It was not so."
    )


@pytest.mark.parametrize("kind", ["judgement", "said"])
def test_beside_words_that_are_quoted_stands_their_source_and_no_listing(
    client: Client, kind: str
) -> None:
    factories.list_version()
    listed = factories.designation("MADURO MOROS, Nicolas").entry.party
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'a desperate attempt')}</p>",
        claims={
            "aaaaaaaa": {
                "kind": kind,
                "quote": "a desperate attempt",
                "records": [("party", listed)],
            }
        },
    )
    stub = page(client).split('<a class="stub"')[1].split("</a>")[0]
    assert "US Department of State" in stub
    assert "MADURO" not in stub
    assert "list" not in stub
