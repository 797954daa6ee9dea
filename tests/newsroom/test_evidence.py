"""The evidence sheet: all that a story rests on, for readers what is theirs and no word more."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from newsroom import verdicts
from newsroom.models import Check, CheckRun, Claim, Correction, FormerSlug, Revision, Story
from sanctions.dates import PartialDate
from sanctions.models import DesignationDate, DeskRecord, Document
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import page
from tests.newsroom.stories import cite, claims_story

pytestmark = pytest.mark.django_db

SHEET = "/stories/officials/evidence/"
JSON = "/stories/officials/evidence.json"
#: Begins whatever readers must not see.
CANARY = "zilo"


def story_of_everything() -> Story:
    """One claim with records, documents and decisions, each partly the desk's own."""
    factories.list_version(date(2024, 5, 3), coverage=["VENEZUELA"], sha256="a" * 64)
    factories.list_version(date(2026, 8, 20), coverage=["VENEZUELA"], sha256="b" * 64)
    listed = factories.designation("MADURO MOROS, Nicolas", listed_on=PartialDate.parse("2017"))
    notice = factories.document(title="Notice of 2017", access="public", url="https://a.example/n")
    memo = factories.document(title="Zilomemo", access="desk")
    for document in (notice, memo):
        DesignationDate.objects.create(
            designation=listed,
            day=PartialDate.parse("2017"),
            document=document,
            decided_by=factories.user(username=f"zilo{document.pk}"),
            decided_at=timezone.now(),
        )
    hidden = factories.desk_record("event", title="Zilomeeting", public_from=None)
    return stories.story(
        body=f"<p>{cite('aaaaaaaa', 'listed since 2017')}</p>",
        public_from=None,
        byline="Ana Ruiz",
        claims={
            "aaaaaaaa": {
                "document": memo,
                "source": stories.source(
                    "Zilodeep",
                    kind="confidential",
                    terms="deep_background",
                    description="Zilorole",
                    document=factories.document(title="Zilocable", access="public"),
                ),
                "tense": "lasting",
                "records": [("designation", listed), ("designation", hidden)],
            }
        },
    )


def decided(story: Story) -> None:
    """Somebody of the desk decides, accepts and publishes."""
    someone = factories.user(username="ziloeditor")
    revision = story.revisions.get()
    claim = revision.claims.get()
    claim.links.update(decided_by=someone, decided_why="Ziloreason")
    Claim.objects.filter(pk=claim.pk).update(
        confirmed_by=someone,
        accepted_by=someone,
        accepted_at=timezone.now(),
        accepted_why="Ziloaccepted",
    )
    Revision.objects.filter(pk=revision.pk).update(
        public_from=stories.LONG_AGO, published_by=someone, saved_by=someone
    )
    verdicts.check_story(story)


def chief() -> Client:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    return client


def desk_sheet(story: Story, query: str = "") -> str:
    return page(chief(), f"/admin/newsroom/story/{story.pk}/evidence/{query}")


def test_readers_see_what_a_claim_rests_on(client: Client) -> None:
    decided(story_of_everything())
    content = page(client, SHEET)
    for words in (
        "“listed since 2017”",
        "MADURO MOROS, Nicolas",
        "2017, day not recorded",
        "Linked to MADURO MOROS, Nicolas (OFAC SDN list",
        "Words and assertion confirmed",
        "D1. ",
        "Notice of 2017",
        "https://a.example/n",
        "0" * 64,
        "Not attributed, by agreement with the source",
        "http://testserver/stories/officials/",
    ):
        assert words in content, words


def test_verdicts_stand_with_the_list_versions_that_were_read(client: Client) -> None:
    decided(story_of_everything())
    content = page(client, SHEET)
    assert "When published, 27 Nov 2024" in content
    assert "By the list of 20 Aug 2026" in content
    assert "L1. " in content
    assert "2 of ofac-sdn" in content
    assert "b" * 64 in content
    assert "Every check" in content
    claim = client.get(JSON).json()["claims"][0]
    assert {check["basis"] for check in claim["checks"]} == {"publication", "today"}
    assert claim["list_versions"]


def test_no_word_of_the_desk_s_reaches_readers(client: Client) -> None:
    decided(story_of_everything())
    for address in (SHEET, JSON, "/stories/officials/", "/stories/officials/claims/aaaaaaaa/"):
        content = page(client, address).lower()
        assert CANARY not in content, content[content.index(CANARY) - 200 :][:300]


def test_the_desk_sees_who_decided_and_what_readers_cannot_see(client: Client) -> None:
    story = story_of_everything()
    decided(story)
    content = desk_sheet(story)
    for words in (
        "ziloeditor",
        "Ziloreason",
        "Accepted although the records contradict it",
        "Ziloaccepted",
        "Zilomemo (for the desk only)",
        "Zilomeeting (readers cannot see it)",
        "Zilodeep, on deep background",
    ):
        assert words in content, words
    # Which document a confidential source is would tell who it is.
    assert "Zilocable" not in content
    assert 'name="robots" content="noindex"' in content


@pytest.mark.parametrize("terms", ["background", "deep_background"])
def test_a_claim_s_own_document_is_told_only_beside_a_source_on_the_record(
    client: Client, terms: str
) -> None:
    paper = factories.document("No descansaremos.", title="Zilopaper", access="public")
    claim = {
        "kind": "said",
        "quote": "No descansaremos",
        "document": paper,
        "source": stories.source("An official", kind="confidential", terms=terms),
    }
    story = stories.story(
        body=f"<p>{cite('aaaaaaaa', 'No descansaremos')}</p>", claims={"aaaaaaaa": claim}
    )
    verdicts.check_all()
    for address in (SHEET, JSON, "/stories/officials/", "/stories/officials/claims/aaaaaaaa/"):
        assert "zilo" not in page(client, address).lower()
    assert "/claims/" not in page(client, paper.get_absolute_url())
    assert "Zilopaper" in desk_sheet(story)


def test_nothing_is_told_of_a_document_whose_source_has_left_the_record(client: Client) -> None:
    paper = factories.document("No descansaremos.", title="Zilopaper", access="public")
    source = stories.source("An official", kind="person")
    claim = {"kind": "said", "quote": "No descansaremos", "document": paper, "source": source}
    stories.story(body=f"<p>{cite('aaaaaaaa', 'No descansaremos')}</p>", claims={"aaaaaaaa": claim})
    verdicts.check_all()
    assert "Zilopaper" in page(client, "/stories/officials/claims/aaaaaaaa/")
    source.terms = "background"
    source.save()
    for address in (SHEET, JSON, "/stories/officials/", "/stories/officials/claims/aaaaaaaa/"):
        assert "zilo" not in page(client, address).lower()


def test_the_desk_sees_any_revision_the_newest_first() -> None:
    story = stories.story(body=f"<p>{cite('aaaaaaaa', 'old words')}</p>")
    stories.revision(story, f"<p>{cite('aaaaaaaa', 'new words')}</p>", public_from=None)
    assert "“new words”" in desk_sheet(story)
    assert "“old words”" in desk_sheet(story, "?revision=1")
    for wrong in ("3", "x", ""):
        address = f"/admin/newsroom/story/{story.pk}/evidence/?revision={wrong}"
        assert chief().get(address).status_code == 404


@pytest.mark.parametrize("role", ["reporter", "exporter"])
def test_the_desk_s_sheet_is_for_those_who_may_open_the_story(role: str) -> None:
    story = stories.story()
    client = Client()
    address = f"/admin/newsroom/story/{story.pk}/evidence/"
    assert client.get(address).status_code == 302
    client.force_login(factories.user(role))
    asked = client.get(address).status_code
    assert asked == client.get(f"/admin/newsroom/story/{story.pk}/preview/").status_code


def withdrawn() -> None:
    Story.objects.update(withdrawn_at=timezone.now(), withdrawal_note="It was not so.")


def test_a_withdrawn_story_shows_its_notice_alone(client: Client) -> None:
    stories.story(body=f"<p>{cite('aaaaaaaa', 'zilowords')}</p>", headline="Zilohead")
    page(client, SHEET)
    withdrawn()
    for address in (SHEET, JSON):
        content = page(client, address)
        assert "It was not so." in content
        assert CANARY not in content.lower()


def test_what_is_not_published_is_not_there(client: Client) -> None:
    soon = timezone.now() + timedelta(days=1)
    FormerSlug.objects.create(story=stories.story("draft", public_from=None), slug="was-draft")
    stories.story("scheduled", public_from=soon)
    for form in ("evidence/", "evidence.json"):
        absent = client.get(f"/stories/nothing/{form}")
        for slug in ("draft", "was-draft", "scheduled"):
            response = client.get(f"/stories/{slug}/{form}")
            assert response.status_code == 404
            assert response.content == absent.content


def test_a_scheduled_revision_leaves_the_sheet_as_it_is(client: Client) -> None:
    story = stories.story(body=f"<p>{cite('aaaaaaaa', 'old words')}</p>")
    soon = timezone.now() + timedelta(days=1)
    stories.revision(story, f"<p>{cite('aaaaaaaa', 'zilonew')}</p>", public_from=soon)
    assert CANARY not in page(client, SHEET).lower()


def test_a_former_address_leads_to_the_new_one(client: Client) -> None:
    FormerSlug.objects.create(story=stories.story(), slug="old")
    assert client.get("/stories/old/evidence/").headers["Location"] == SHEET
    assert client.get("/stories/old/evidence.json").headers["Location"] == JSON


def test_it_is_asked_for_again_by_its_tag_and_left_alone_by_search_engines(
    client: Client,
) -> None:
    stories.story(body=f"<p>{cite('aaaaaaaa', 'words')}</p>")
    for address in (SHEET, JSON):
        first = client.get(address)
        assert first.headers["X-Robots-Tag"] == "noindex"
        again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        assert again.status_code == 304
        assert client.head(address).status_code == 200
    assert "evidence" not in client.get("/sitemap.xml").text
    assert f'href="{SHEET}"' in page(client, "/stories/officials/")


def test_a_correction_stands_on_the_sheet_and_who_made_it_on_the_desk_s(client: Client) -> None:
    story = stories.story(body="<p>Ten.</p>")
    Correction.objects.create(
        story=story,
        revision_before=story.revisions.get(number=1),
        revision_after=stories.revision(story, "<p>Eleven.</p>"),
        wrong="There were not ten.",
        right="There were eleven.",
        by=factories.user(username="zilocorrector"),
    )
    for content in (page(client, SHEET), page(client, JSON)):
        assert "There were eleven." in content
        assert CANARY not in content
    assert "zilocorrector" in desk_sheet(story)


def test_what_a_check_said_of_a_record_that_was_taken_from_readers_is_the_desk_s(
    client: Client,
) -> None:
    reward = factories.desk_record("reward", title="Reward")
    raised = factories.desk_record(
        "reward",
        title="Reward",
        amount=Decimal(77_000_000),
        begins=PartialDate.parse("10 January 2025"),
        supersedes=reward,
    )
    columns = {"kind": "reward", "comparator": "up_to", "number": 15_000_000, "unit": "USD"}
    story = stories.story(
        body=f"<p>{cite('aaaaaaaa', 'up to $15 million')}</p>",
        claims={"aaaaaaaa": {**columns, "tense": "lasting", "records": [("record", reward)]}},
    )
    verdicts.check_story(story)
    assert "$77 million" in page(client, SHEET)
    raised.public_from = None
    raised.save()
    verdicts.check_story(story)
    for content in (page(client, SHEET), page(client, JSON)):
        assert "outdated" in content
        assert "$77 million" not in content
    assert "$77 million" in desk_sheet(story)


def test_a_claim_with_many_checks_is_broken_between_pages(client: Client) -> None:
    event = factories.desk_record("event", title="Vote")
    story = stories.story(
        body=f"<p>{cite('aaaaaaaa', 'voted')}</p>",
        claims={"aaaaaaaa": {"kind": "event", "records": [("record", event)]}},
    )
    for day in range(1, 6):
        assert "data-long" not in page(client, SHEET)
        DeskRecord.objects.update(begins=PartialDate.parse(f"{day} July 2024"))
        verdicts.check_story(story)
    assert "data-long" in page(client, SHEET)


def test_a_document_stands_once_with_the_one_that_it_translates(client: Client) -> None:
    original = factories.document(title="Decreto", access="public")
    document = factories.document(title="Decree", access="public", translation_of=original)
    claims: dict[str, dict[str, Any]] = {
        key: {"kind": "event", "document": document} for key in ("aaaaaaaa", "bbbbbbbb")
    }
    stories.story(body=f"<p>{cite('aaaaaaaa', 'one')} {cite('bbbbbbbb', 'two')}</p>", claims=claims)
    sheet = client.get(JSON).json()
    assert [(one["title"], one["translation_of"]) for one in sheet["documents"]] == [
        ("Decreto", None),
        ("Decree", 1),
    ]
    assert [claim["documents"] for claim in sheet["claims"]] == [
        [{"number": 2, "use": "holds the words"}]
    ] * 2


def test_the_steps_of_a_reward_bring_their_documents(client: Client) -> None:
    first = factories.desk_record("reward", document=factories.document(access="public"))
    factories.desk_record(
        "reward",
        amount=Decimal(25_000_000),
        begins=PartialDate.parse("10 January 2025"),
        supersedes=first,
        document=factories.document(title="The raise", access="public"),
    )
    factories.desk_record(
        "reward",
        amount=Decimal(50_000_000),
        supersedes=first.superseded_by,
        public_from=None,
        document=factories.document(title="Zilonext", access="public"),
    )
    stories.story(
        body=f"<p>{cite('aaaaaaaa', 'up to')}</p>",
        claims={
            "aaaaaaaa": {
                "kind": "reward",
                "comparator": "up_to",
                "number": 15_000_000,
                "unit": "USD",
                "records": [("record", first)],
            }
        },
    )
    content = page(client, SHEET)
    assert "The raise" in content
    assert CANARY not in content.lower()
    assert Document.objects.filter(title="Zilonext").exists()


def test_a_sheet_costs_as_many_statements_whatever_the_number_of_its_claims(
    client: Client,
) -> None:
    factories.list_version(date(2026, 8, 20), coverage=["VENEZUELA"])
    claims_story(3, "few")
    claims_story(40, "many")
    verdicts.check_all()
    boss = chief()
    counts: dict[str, set[int]] = {"public": set(), "desk": set()}
    for slug in ("few", "many"):
        story = Story.objects.get(slug=slug)
        for who, asking, address in (
            ("public", client, f"/stories/{slug}/evidence/"),
            ("desk", boss, f"/admin/newsroom/story/{story.pk}/evidence/"),
        ):
            cache.clear()
            with CaptureQueriesContext(connection) as statements:
                page(asking, address)
            counts[who].add(len(statements))
    assert [len(numbers) for numbers in counts.values()] == [1, 1], counts


def test_the_sheet_is_checked_until_the_oldest_check_of_its_claims(client: Client) -> None:
    decided(story_of_everything())
    earlier = timezone.now() - timedelta(days=3)
    CheckRun.objects.all().delete()
    one = Check.objects.current().order_by("pk")[0]
    Check.objects.filter(pk=one.pk).update(replaced_at=one.at)
    one.pk, one.at, one.replaced_at, one._state.adding = None, earlier, None, True
    one.save()
    told = client.get(JSON).json()
    assert told["checked_at"] == min(
        one["checked_at"] for claim in told["claims"] for one in claim["verdicts"].values() if one
    )
    assert told["checked_at"][:10] == earlier.date().isoformat()
