"""Words that a browser would run are words, wherever the desk or a publisher put them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone
from lxml import etree

from newsroom import pictures, workflow
from newsroom.models import Correction, Note, Source, Story
from sanctions.models import DeskRecordParty, Document, Name, Party
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import KEY, logged_in, marked
from tests.newsroom.test_pictures import image, written
from tests.test_nothing_leaks import crawled

pytestmark = pytest.mark.django_db

#: Ends a quotation, an element, a comment and a script, and begins another.
HOSTILE = """'"></title></script>--><script>alert(7)</script><img src=x onerror=alert(7)>{{7*7}}"""
RUNS = re.compile(r"<script>alert|<img src=x|</title></script>-->")


def hostile(what: str) -> str:
    return f"{what} {HOSTILE}"


@pytest.fixture
def newsroom() -> Story:
    """A published story about a listed person, a draft, and a correction: all of hostile words."""
    factories.list_version(date(2024, 5, 3))
    person = factories.designation(hostile("SMITH"))
    party = person.entry.party
    Party.objects.filter(pk=party.pk).update(desk_name=hostile("Smith"), description=HOSTILE)
    Name.objects.filter(entry=person.entry).update(name=hostile("SMITH"))
    document = factories.document(
        hostile("Text"), title=hostile("Title"), publisher=hostile("Publisher"), access="public"
    )
    Document.objects.update(number=HOSTILE[:60], url="https://news.example/'%22%3E%3Cscript%3E")
    action = factories.desk_record(
        "action",
        title=hostile("Action"),
        authority=hostile("Authority")[:60],
        legal_basis=HOSTILE[:100],
        summary=HOSTILE,
        document=document,
    )
    DeskRecordParty.objects.create(
        desk_record=action,
        party=party,
        role="designated",
        written_as=hostile("written"),
        heading=hostile("heading"),
    )
    told = stories.source(hostile("Source"), kind="person", description=hostile("part"))
    by = stories.editor()
    made = stories.story(
        "hostile",
        f"<p>{marked('words &lt;script&gt;alert(7)&lt;/script&gt;')}.</p>",
        headline=hostile("Headline"),
        standfirst=hostile("Standfirst"),
        byline=hostile("Byline"),
        dateline=HOSTILE[:100],
        section=HOSTILE[:60],
        public_from=None,
        claims={
            KEY: {
                "source": told,
                "document": document,
                "records": [("designation", person), ("action", action)],
            }
        },
    )
    words = {name: hostile(name) for name in ("alt", "credit", "caption")}
    pictures.show(made, pictures.store(written(image()), made, by=by, **words), by=by)
    before = made.revisions.get()
    before.public_from, before.published_by = timezone.now() - timedelta(days=1), by
    before.save()
    after = workflow.working_revision(made, by)
    after.public_from, after.published_by = timezone.now() - timedelta(hours=1), by
    after.save()
    Correction.objects.create(
        story=made,
        key=KEY,
        revision_before=before,
        revision_after=after,
        wrong=hostile("Wrong"),
        right=hostile("Right"),
        by=by,
    )
    Note.objects.create(story=made, key=KEY, text=hostile("Note"), by=by)
    workflow.start_story(headline=hostile("Draft"), by=by, body=HOSTILE)
    return made


def assert_harmless(address: str, response: Any) -> None:
    kind = response.headers["Content-Type"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if kind.startswith("text/html"):
        assert not RUNS.search(response.text), (address, RUNS.search(response.text))
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    elif "xml" in kind:
        etree.fromstring(response.content)
    else:
        assert kind.startswith(("application/json", "text/plain", "image/"))


def test_readers_get_hostile_words_as_words(client: Client, newsroom: Story) -> None:
    pages = {address: text for address, text in crawled(client) if "'text/html" in text[:300]}
    assert {"/stories/hostile/", f"/stories/hostile/claims/{KEY}/", "/corrections/"} <= set(pages)
    assert "&lt;script&gt;alert(7)&lt;/script&gt;" in pages["/stories/hostile/"]
    assert not {address for address, text in pages.items() if RUNS.search(text)}
    for address in ("/feed.atom", "/corrections.atom", "/sitemap.xml", "/stories/hostile.json"):
        assert_harmless(address, client.get(address))
    assert_harmless("search", client.get("/search/", {"q": HOSTILE}))


def at_the_desk(client: Client) -> Iterator[tuple[str, Any]]:
    """One page of each kind that links of the desk reach."""
    waiting, seen, kinds = ["/admin/"], {"/admin/"}, set[str]()
    while waiting:
        address = waiting.pop()
        kind = resolve(address.partition("?")[0]).url_name or address
        # What is Django's own alone, and forms that hold nothing yet, show no words of ours.
        if kind in kinds or "export" in kind or kind.startswith(("axes", "auth", "jsi18n")):
            continue
        if kind == "logout" or (kind.endswith(("_add", "_history")) and "story" not in kind):
            continue
        response = client.get(address)
        if response.status_code != 200 or response.streaming:
            continue
        kinds.add(kind)
        yield address, response
        for link in re.findall(
            r'(?:href|data-url|data-records|data-checklist)="(/admin/[^"#]*)', response.text
        ):
            link = link.replace("&amp;", "&")
            if link not in seen:
                seen.add(link)
                waiting.append(link)


def test_the_desk_gets_hostile_words_as_words(newsroom: Story) -> None:
    client = logged_in(factories.user(is_superuser=True))
    kinds = 0
    for address, response in at_the_desk(client):
        assert_harmless(address, response)
        kinds += 1
    told = Source.objects.filter(claims__revision__story=newsroom)[0]
    for rest in (
        "preview/",
        "claims/",
        f"claims/{KEY}/",
        "checklist/",
        "evidence/",
        "picture/",
        "history/",
    ):
        assert_harmless(rest, client.get(f"/admin/newsroom/story/{newsroom.pk}/{rest}"))
    assert_harmless("source", client.get(f"/admin/newsroom/source/{told.pk}/delete/"))
    assert kinds > 40
