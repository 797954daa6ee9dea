"""Several writers who save one story at once, each its own words, through the desk's form.

Who comes late is shown both texts in one, and saves that: as a person would who changes nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from lxml import html

from newsroom.body import plain_text
from newsroom.models import Story
from tests.newsroom.desk import address, form_of, logged_in, newest


@dataclass
class Counts:
    saves: int = 0
    #: Forms that came back because somebody else had saved.
    conflicts: int = 0
    #: Of them those of which no word stood where another's did.
    merged_alone: int = 0
    lost: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, **more: int) -> None:
        with self._lock:
            for name, number in more.items():
                setattr(self, name, getattr(self, name) + number)


def save_at_once(story: Story, writers: Sequence[User], each: int, *, alike: int = 2) -> Counts:
    """`each` saves of every writer; of every `alike` one at the place where all of them write."""
    counts = Counts()
    start = threading.Barrier(len(writers))

    def write(number: int, client: Client) -> None:
        try:
            start.wait()
            for turn in range(each):
                paragraph = 0 if turn % alike == alike - 1 else number + 1
                _save(client, story, paragraph, f"w{number}x{turn}", counts)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=write, args=(number, logged_in(writer)))
        for number, writer in enumerate(writers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    words = plain_text(newest(story).body).split()
    wanted = [f"w{number}x{turn}" for number in range(len(writers)) for turn in range(each)]
    counts.lost = sum(words.count(word) != 1 for word in wanted)
    return counts


def body_for(writers: int) -> str:
    """A paragraph in which all of them write, and one for each."""
    return "".join(f"<p>Paragraph {number}:</p>" for number in range(writers + 1))


def _save(client: Client, story: Story, paragraph: int, word: str, counts: Counts) -> None:
    sent = form_of(story)
    mark = f"Paragraph {paragraph}:"
    sent["body"] = sent["body"].replace(mark, f"{mark} {word}")
    while True:
        answer = client.post(address(story), sent)
        if answer.status_code == 302:
            counts.add(saves=1)
            return
        assert answer.status_code == 200, answer.status_code
        # The page itself: Django's record of contexts mixes those of requests at one time.
        page = cast("html.HtmlElement", html.fromstring(answer.content))
        told = [one.text_content() for one in page.find_class("story-conflict")]
        assert told, answer.text
        counts.add(conflicts=1, merged_alone="nowhere did both of you write" in told[0])
        shown = next(form for form in page.forms if "is_merged" in form.fields).fields
        for name in ("headline", "standfirst", "byline", "dateline", "body", "edits", "is_merged"):
            sent[name] = shown[name] or ""
