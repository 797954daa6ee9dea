"""A thousand saves of one story by eight writers at once: how many words are lost?

Each save adds a word of its own. Of every five one goes where all eight write, the others into a
paragraph of the writer's own. Whoever comes late merges and saves again.
"""

from __future__ import annotations

import threading
import time
from dataclasses import replace

from django.contrib.auth.models import User
from django.db import connection

from newsroom import workflow
from newsroom.body import plain_text
from newsroom.merging import FIELDS, Text, merge
from newsroom.models import Revision, SavedText, Story
from newsroom.saves import base_of
from tests.benchmarks.rows import Row

WRITERS = 8
EACH = 125


def run() -> list[Row]:
    writers = [User.objects.create(username=f"writer{number}") for number in range(WRITERS)]
    body = "".join(f"<p>Paragraph {number}:</p>" for number in range(WRITERS + 1))
    story = workflow.start_story(headline="Written by many", by=writers[0], body=body)
    counts = {"saves": 0, "conflicts": 0, "merged without a person": 0}
    lock, start = threading.Lock(), threading.Barrier(WRITERS)

    def write(number: int) -> None:
        start.wait()
        for turn in range(EACH):
            place = f"Paragraph {0 if turn % 5 == 4 else number + 1}:"
            conflicts, alone = save(story, writers[number], place, f"w{number}x{turn}")
            with lock:
                counts["saves"] += 1
                counts["conflicts"] += conflicts
                counts["merged without a person"] += alone
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(WRITERS)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    revision = Revision.objects.get(story=story)
    words = plain_text(revision.body).split()
    wanted = [f"w{number}x{turn}" for number in range(WRITERS) for turn in range(EACH)]
    lost = sum(words.count(word) != 1 for word in wanted)
    kept = SavedText.objects.filter(revision=revision).count()
    return [
        *(Row(f"1,000 saves at once: {what}", number, "") for what, number in counts.items()),
        Row("1,000 saves at once: words lost", lost, "", at_most=0),
        Row("1,000 saves at once: texts kept", kept, "", at_least=WRITERS * EACH + 1),
        Row("1,000 saves at once: each took", took * 1000 / (WRITERS * EACH), "ms"),
    ]


def save(story: Story, by: User, place: str, word: str) -> tuple[int, int]:
    """Returns how often somebody else was faster, and how often no place was everybody's."""
    opened = Revision.objects.get(story=story)
    text = Text.of(opened)
    mine, edits = replace(text, body=text.body.replace(place, f"{place} {word}")), opened.edits
    conflicts = alone = 0
    while True:
        fields = {name: getattr(mine, name) for name in FIELDS}
        why = SavedText.Why.MERGED if conflicts else SavedText.Why.SAVED
        try:
            workflow.save_text(opened, by=by, edits=edits, why=why, **fields)
        except workflow.Conflict as conflict:
            current = conflict.current
            assert isinstance(current, Revision)
            merged = merge(base_of(story, edits), mine, Text.of(current))
            conflicts, alone = conflicts + 1, alone + (not merged.collisions)
            mine, edits = merged.text, current.edits
        else:
            return conflicts, alone
