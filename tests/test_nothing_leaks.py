"""What is not public leaves no trace: unique words are planted in all of it, then sought as a
stranger on every page that links reach, in every feed, in the search and at its own address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urljoin

import pytest
from django.test import Client
from django.utils import timezone

from newsroom.models import ClaimLink, Correction, FormerSlug, Story
from sanctions.decisions import decide_same_party, join_action
from sanctions.models import DeskRecordParty, Programme
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import marked

pytestmark = pytest.mark.django_db

#: Each begins with this and is said only of what readers may not see.
CANARY = "zilo"
STARTS = ("/", "/sitemap.xml", "/feed.atom", "/corrections.atom", "/search/", "/officials.json")
#: Where a reader may type: what is not public must be found no more than what does not exist.
SEARCHES = ("/search/?q={}", "/officials/?q={}", "/officials.json?q={}")
WORDS = [
    "ziloparty",
    "zilolater",
    "zilotwin",
    "zilodraft",
    "ziloembargo",
    "ziloscheduled",
    "zilonext",
    "zilowithdrawn",
    "ziloaction",
    "ziloraised",
    "zilopost",
    "zilomemo",
    "zilooffrecord",
    "zilodeep",
]


class Newsroom:
    """A published story about a listed person, and around it everything that is not public."""

    def __init__(self) -> None:
        self.hidden: list[str] = []
        self.person = factories.designation("SMITH, John", listed_on=None)
        party = self.person.entry.party
        soon = timezone.now() + timedelta(days=1)

        secret = factories.party("Ziloparty Unpublished", public_from=None)
        later = factories.party("Zilolater Scheduled", public_from=soon)
        twin = factories.party("Zilotwin Joined", public_from=None)
        decide_same_party(party, twin, same=True, by=stories.editor(), why="the same man")
        self._hide(secret, later, twin)

        kept = factories.document("Zilotext of the memo", title="Zilomemo", access="desk")
        self._hide(kept)

        programme = Programme.objects.create(
            authority="ofac", code="ZILOCODE", slug="zilocode", title="Ziloprogramme"
        )
        self._hide(programme)
        action = factories.desk_record("action", document=kept)
        unseen = factories.desk_record(
            "action", title="Ziloaction", slug="ziloaction", programme=programme, public_from=soon
        )
        join_action(unseen, self.person, stories.editor())
        reward = factories.desk_record("reward")
        raised = factories.desk_record(
            "reward", title="Ziloraised", supersedes=reward, amount=77_777_777, public_from=None
        )
        post = factories.desk_record("position", title="Zilopost", public_from=None)
        roster = factories.desk_record("roster")
        self._hide(unseen, raised, post)
        for record, who in (
            (action, secret),
            (action, later),
            (roster, secret),
            (unseen, party),
            (raised, party),
            (action, party),
        ):
            DeskRecordParty.objects.create(
                desk_record=record,
                party=who,
                role="designated",
                written_as="Zilospelling" if record is not action or who is not party else "",
                heading="Ziloheading" if record is not action or who is not party else "",
            )
        DeskRecordParty.objects.create(desk_record=post, party=party, role="holder")

        off = stories.source("Zilooffrecord", terms="off_record", kind="confidential")
        deep = stories.source(
            "Zilodeep", terms="deep_background", kind="confidential", description="Zilorole"
        )
        back = stories.source(
            "A senior official", terms="background", kind="confidential", document=kept
        )
        unused = stories.source("Zilounused")
        for source, slug in ((off, "zilooff"), (deep, "zilodeep"), (back, "ziloback")):
            source.slug = slug
            source.save()
        self._hide(off, deep, back, unused)

        about: list[tuple[str, Any]] = [("designation", self.person), ("action", action)]
        claims: dict[str, dict[str, Any]] = {
            "offrecrd": {"source": off, "records": about, "document": kept},
            "deepback": {"source": deep, "records": about},
            "backgrnd": {"source": back, "records": about},
            "hiddenre": {"records": [*about, ("party", secret), ("record", unseen)]},
            "rewarded": {"kind": "judgement", "records": [("record", reward)]},
        }
        body = "".join(f"<p>{marked(f'words {key}', key)}.</p>" for key in claims)
        self.story = stories.story("read", body, claims=claims)
        link = ClaimLink.objects.filter(claim__revision__story=self.story, party=secret).get()
        assert link.decided_at
        stories.revision(
            self.story,
            f"<p>{marked('ziloscheduled words', 'zilosched')}.</p>",
            headline="Zilonext",
            standfirst="Zilostand",
            public_from=soon,
            claims={"zilosche": {"records": about, "first_published": None}},
        )
        for slug, public_from in (("zilodraft", None), ("ziloembargo", soon)):
            made = stories.story(
                slug,
                f"<p>{marked(f'{slug} words', 'aaaa' + slug[4:8])}.</p>",
                headline=f"{slug} headline",
                section="Zilosection",
                public_from=public_from,
                claims={"aaaa" + slug[4:8]: {"records": about, "source": unused}},
            )
            FormerSlug.objects.create(story=made, slug=f"{slug}-former")
            self.hidden += [f"/stories/{slug}-former/", f"/stories/{slug}/claims/aaaa{slug[4:8]}/"]
            self._hide(made)
        self._withdraw(about)

    def _hide(self, *things: object) -> None:
        self.hidden += [thing.get_absolute_url() for thing in things]  # type: ignore[attr-defined]

    def _withdraw(self, about: list[tuple[str, Any]]) -> None:
        source = stories.source("Zilocited")
        made = stories.story(
            "withdrawn",
            f"<p>{marked('zilowithdrawn words', 'withdraw')}.</p>",
            headline="Zilowithdrawn",
            section="Zilosection",
            claims={"withdraw": {"records": about, "source": source}},
        )
        before = made.revisions.get()
        after = stories.revision(
            made, before.body, headline="Zilocorrected", claims={"withdraw": {"records": about}}
        )
        Correction.objects.create(
            story=made,
            revision_before=before,
            revision_after=after,
            wrong="Zilowrong",
            right="Ziloright",
            by=stories.editor(),
        )
        Story.objects.filter(pk=made.pk).update(
            withdrawn_at=timezone.now(), withdrawal_note="It was wrong."
        )
        self._hide(source)


@pytest.fixture
def newsroom() -> Newsroom:
    factories.list_version(date(2024, 5, 3))
    return Newsroom()


def crawled(client: Client) -> Iterator[tuple[str, str]]:
    """Every page that a stranger reaches by links, with its headers and its text."""
    waiting, seen = list(STARTS), set(STARTS)
    while waiting:
        address = waiting.pop()
        response = client.get(address)
        text = f"{response.headers}\n{response.text}"
        yield address, text
        found = re.findall(r'(?:href|action)="([^"#]+)|<loc>([^<]+)|"url": "([^"]+)', response.text)
        for link in ("".join(groups) for groups in found):
            link = urljoin(address, link.replace("&amp;", "&")).removeprefix("http://testserver")
            if not link.startswith("/") or link.startswith(("/static/", "/admin/", "/pictures/")):
                continue
            pages = {link, link[:-1] + ".json"} if link.endswith("/") and link != "/" else {link}
            waiting += pages - seen
            seen |= pages


def test_no_page_tells_of_what_is_not_public(client, newsroom):
    pages = dict(crawled(client))

    assert {"/stories/read/", "/stories/read.json", "/stories/read/claims/deepback/"} <= set(pages)
    assert {newsroom.person.entry.party.get_absolute_url(), "/corrections/"} <= set(pages)
    leaks = [
        (address, match)
        for address, text in pages.items()
        for match in re.findall(
            rf".{{0,60}}{CANARY}.{{0,20}}|77,?777,?777|77\.777+", text, re.IGNORECASE
        )
    ]
    assert leaks == []


def test_no_link_of_ours_leads_to_what_is_not_there(client, newsroom):
    linked = {
        address: client.get(address).status_code
        for address, _ in crawled(client)
        if not address.endswith(".json") and "?" not in address
    }

    assert {address for address, status in linked.items() if status >= 400} == set()


def test_what_is_not_public_answers_as_if_it_were_not_there(client, newsroom):
    page = client.get("/stories/nobody-wrote-this/")
    json = client.get("/stories/nobody-wrote-this.json")

    assert (page.status_code, json.status_code) == (404, 404)
    for address in newsroom.hidden:
        for asked in (address, f"{address[:-1]}.json", f"{address}?page=1", f"{address}?x=y"):
            response = client.get(asked)
            absent = json if asked.endswith(".json") else page
            assert (asked, response.status_code) == (asked, 404)
            assert response.content == absent.content
            assert response.headers.items() == absent.headers.items()


@pytest.mark.parametrize("where", SEARCHES)
def test_a_search_finds_nothing_that_is_not_public(client, newsroom, where):
    for word in WORDS:
        nonsense = "x" * len(word)
        found = client.get(where.format(word)).text

        assert found.replace(word, nonsense) == client.get(where.format(nonsense)).text, word


def test_counts_leave_out_what_is_not_public(client, newsroom):
    official = newsroom.person.entry.party.get_absolute_url()
    action = client.get("/actions.json").json()["actions"]
    people = client.get("/officials.json").json()

    assert [one["parties"] for one in action] == [1]
    assert people["count"] == 1
    # The claims of the live revision, and no others'.
    assert people["officials"][0]["claims"] == 4
    assert len(client.get(f"{official[:-1]}.json").json()["claims"]) == 4
