"""To the second, by the database's clock: nothing is early and nothing late, wherever it is told.

At each moment every place is asked for as a reader's cache asks, which keeps what it was given and
sends its ETag along. What such a reader has before them is what is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.core.cache.backends.locmem import LocMemCache
from django.db import connection, transaction
from django.db.models.functions import Now
from django.test import Client, override_settings
from django.utils import timezone
from django.utils.http import http_date

from newsroom.models import Story
from newsroom.reading import memory
from tests.clock import Clock, database_clock
from tests.newsroom import stories
from tests.newsroom.embargoed import Newsroom, Probe, Waiting
from tests.test_public_surface import patterns

pytestmark = pytest.mark.django_db(transaction=True)

MADRID, NEW_YORK = "Europe/Madrid", "America/New_York"
SECOND, LEAST = timedelta(seconds=1), timedelta(microseconds=1)
#: When something becomes public, in the newsroom's zone; what the wall clocks do then.
MOMENTS = [
    (MADRID, datetime(2025, 10, 26, 1, tzinfo=UTC), "it is 2 o'clock again"),
    (NEW_YORK, datetime(2026, 3, 8, 7, tzinfo=UTC), "2 o'clock becomes 3"),
    (MADRID, datetime(2026, 12, 31, 23, tzinfo=UTC), "a year begins"),
    (NEW_YORK, datetime(2027, 11, 7, 5, 30, tzinfo=UTC), "half past one, the first of two"),
    (MADRID, datetime(2028, 2, 28, 23, tzinfo=UTC), "a leap day begins"),
]
#: Around the first of them: the last instant before it, itself, and once more when all is kept;
#: around the others without the last.
OFFSETS = (-LEAST, timedelta(0), SECOND)

#: Where nothing waits, and why not.
NOTHING_WAITS = {
    "about/": "the same for everybody",
    "robots.txt": "the same for everybody",
    "healthz": "tells of lists and of the worker",
    "lists/": "tells of list versions, which are public once applied",
    "preview/<str:token>/": "for whoever was given the address; test_previews.py",
    "preview/<str:token>/pictures/<slug:public_id>/<int:width>.<slug:extension>": "likewise",
}


class Reader:
    """A cache that keeps each answer, and asks whether it still holds."""

    def __init__(self) -> None:
        self.client = Client()
        self.kept: dict[str, Any] = {}
        self.still_held = 0

    def read(self, address: str) -> Any:
        kept, told = self.kept.get(address), {}
        if kept is not None:
            asked = {"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"}
            told = {by: kept[given] for by, given in asked.items() if given in kept}
        answer = self.client.get(address, headers=told)
        if answer.status_code == 304:
            self.still_held += 1
            return kept
        self.kept[address] = answer
        return answer


@pytest.fixture
def clock() -> Iterator[Clock]:
    cache.clear()
    with database_clock() as clock:
        clock.set(datetime(2000, 1, 1, tzinfo=UTC))
        yield clock
    cache.clear()


def test_nothing_is_early_and_nothing_late_anywhere(clock: Clock) -> None:
    newsroom = Newsroom([moment for _, moment, _ in MOMENTS])
    reader, wrong, cases, asked = Reader(), [], 0, set()
    for number, (zone, moment, what) in enumerate(MOMENTS):
        waiting = newsroom.waiting[number]
        probes = list(newsroom.probes(waiting))
        asked |= {probe.pattern for probe in probes}
        # The servers' own clock is years away: before it, or after it.
        elsewhere = datetime(2050 if number % 2 else 2001, 1, 1, tzinfo=UTC)
        with override_settings(TIME_ZONE=zone), time_machine.travel(elsewhere, tick=False):
            for offset in OFFSETS[:2] if number else OFFSETS:
                clock.set(moment + offset)
                nothing = absent(reader.client)
                answers = {one: reader.read(one) for one in {one.address for one in probes}}
                for probe in probes:
                    cases += 1
                    has_come = offset >= timedelta(0)
                    if found := problem(probe, answers[probe.address], nothing, has_come=has_come):
                        wrong.append(f"{what}, {offset}: {probe.thing} at {probe.address} {found}")
    assert wrong == []
    assert cases >= 900
    assert reader.still_held > 70, "what a cache kept was asked for again"
    # Each public address is among the places, or is said to tell of nothing that waits.
    assert asked | set(NOTHING_WAITS) == set(patterns())


def problem(probe: Probe, answer: Any, nothing: dict[bool, Any], *, has_come: bool) -> str:
    location = answer.headers.get("Location", "")
    told = probe.tells(answer.status_code, answer.content.decode(errors="replace"), location)
    if has_come:
        return "" if told else f"is late: {answer.status_code}"
    if told:
        return "is early"
    if probe.own and same(answer) != nothing[probe.address.endswith(".json")]:
        return f"does not answer as what is not there: {answer.status_code}"
    return ""


def same(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """All of an answer that a stranger sees."""
    return answer.status_code, answer.content, dict(answer.headers)


def absent(client: Client) -> dict[bool, Any]:
    """What is answered where nothing is; at an address of JSON, and at another."""
    address = "/stories/there-is-none"
    return {
        json: same(client.get(f"{address}.json" if json else f"{address}/"))
        for json in (True, False)
    }


def own_addresses(newsroom: Newsroom, waiting: Waiting) -> list[str]:
    return sorted({one.address for one in newsroom.probes(waiting) if one.own})


def test_other_methods_tell_as_much_and_no_more(clock: Clock) -> None:
    """HEAD answers with the headers of GET; OPTIONS and POST alike, whatever is there."""
    moment = MOMENTS[0][1]
    newsroom, client = Newsroom([moment]), Client()
    for offset in (-LEAST, timedelta(0)):
        clock.set(moment + offset)
        for address in own_addresses(newsroom, newsroom.waiting[0]):
            got, head = client.get(address), client.head(address)
            assert (head.status_code, head.content) == (got.status_code, b""), address
            for answer in (got, head):
                answer.headers.pop(
                    "ETag", None
                )  # most are made from the text, of which it has none
            assert dict(head.headers) == dict(got.headers), address
            # What a reader was given later tells nobody earlier that it will be there.
            found = client.get(address, headers={"If-None-Match": "*"}).status_code
            assert found == (404 if offset else {200: 304, 301: 301}[got.status_code])
    clock.set(moment - LEAST)
    early: dict[tuple[str, str], object] = {}
    for when in (moment - LEAST, moment):
        clock.set(when)
        for address in own_addresses(newsroom, newsroom.waiting[0]):
            for method in ("OPTIONS", "POST", "PUT", "DELETE", "TRACE"):
                answer = client.generic(method, address)
                assert answer.status_code in (403, 405)
                assert early.setdefault((method, address), same(answer)) == same(answer)


def test_what_was_kept_before_is_not_served_after_nor_the_other_way_round(
    clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two processes have each its own; and a database that takes another's place may lag behind."""
    moment = MOMENTS[0][1]
    newsroom, client = Newsroom([moment]), Client()
    pages = ("/stories/standing/", f"/stories/{newsroom.waiting[0].changed.slug}/")
    words = ("licenceaquill", "revisionaquill")

    def reads_new(process: str) -> list[bool]:
        monkeypatch.setattr(memory, "cache", caches[process])
        return [
            word in client.get(page).content.decode()
            for page, word in zip(pages, words, strict=True)
        ]

    caches = {name: LocMemCache(name, {}) for name in ("one", "other")}
    before, after = moment - LEAST, moment
    for when, process, new in (
        (before, "one", False),  # made
        (after, "other", True),  # made
        (before, "other", False),
        (after, "one", True),
        (before, "one", False),
        (before, "one", False),  # kept
        (after, "one", True),
        (after, "one", True),  # kept
    ):
        clock.set(when)
        assert reads_new(process) == [new, new], (when, process)


def test_what_comes_in_the_second_half_of_a_second_is_not_late(clock: Clock) -> None:
    """By a day in whole seconds whoever asked in the first half would be told that nothing came."""
    moment, reader = MOMENTS[0][1], Client()
    for number, part in enumerate((200_000, 700_000)):
        stories.story(f"story-{number}", public_from=moment + timedelta(microseconds=part))
    for address in ("/feed.atom", "/sitemap.xml", "/", "/stories.json"):
        clock.set(moment + timedelta(microseconds=500_000))
        first = reader.get(address)
        assert "story-1" not in first.content.decode()
        clock.set(moment + timedelta(microseconds=800_000))
        since = first.headers.get("Last-Modified", http_date(moment.timestamp()))
        again = reader.get(address, headers={"If-Modified-Since": since})
        assert again.status_code == 200
        assert "story-1" in again.content.decode()


def test_the_clock_of_these_tests_is_the_one_that_decides(clock: Clock) -> None:
    """Django's Now(), raw SQL and the bodies of triggers ask it; the real clock is not asked."""
    moment = datetime(2040, 2, 29, 12, tzinfo=UTC)
    clock.set(moment)
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT now(), statement_timestamp(), transaction_timestamp(), clock_timestamp()
        """)
        assert set(cursor.fetchone()) == {moment}
        cursor.execute("SELECT pg_catalog.now()")
        assert cursor.fetchone()[0] < moment - timedelta(days=300)
    story = stories.story(public_from=moment)
    assert Story.objects.annotate(now=Now()).values_list("now", flat=True).get() == moment
    assert Story.objects.published().get() == story
    claim = story.revisions.get()
    with pytest.raises(Exception, match="frozen"), transaction.atomic():
        stories.claim(claim, "aaaaaaaa", "too late", 0)
    clock.set(moment - LEAST)
    assert not Story.objects.published().exists()
    stories.claim(claim, "aaaaaaaa", "in time", 0)
    assert timezone.now() < moment
