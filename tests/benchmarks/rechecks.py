"""1,000 → 10,000 → 100,000 published claims, and what a genuine day of OFAC's list then costs.

The claims point to the list's own designations and parties, and to records of the desk; they were
published over ten years, some thirty a day. A day's step is the import of the next day's list, and
then the checking of just what it could touch; beside it stands the checking of everything. The
step is taken back after it was measured, so that each size has the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.db import connection, transaction

from newsroom import verdicts
from newsroom.models import CheckRun, Claim, Source, Story
from sanctions.lists import PUBLICATIONS
from sanctions.models import Designation, ListVersion
from sanctions.versions import receive
from tests import factories
from tests.benchmarks import next_day
from tests.benchmarks.rows import Row
from tests.benchmarks.runs import Run, measured, process
from tests.newsroom import stories
from tests.sanctions.ofac import entry, write_set
from tests.shared import OFAC

LIST = PUBLICATIONS["ofac-sdn"]
SIZES = (1_000, 10_000, 100_000)
#: So many claims stand in one story.
A_STORY = 20
FIRST_DAY, NEXT_DAY = date(2024, 5, 2), date(2024, 5, 3)
#: The claims were published on the days before the first list, and one day's after it.
DAYS = 3650


def run() -> list[Row]:
    touched: list[tuple[int, Run]] = []
    full: list[Run] = []
    quiet: list[Run] = []
    with tempfile.TemporaryDirectory() as name:
        first, then = _lists(Path(name))
        _import(first, FIRST_DAY)
        _records()
        for size in SIZES:
            _publish(Claim.objects.count(), size)
            verdicts.check_all()
            _vacuum()
            print(f"  {size:,} claims", flush=True)
            full.append(process(("manage.py", "check_claims", "--all")))
            quiet.append(measured(verdicts.check_changed))
            touched.append(_step(then))
        _import(then, NEXT_DAY)
        whole = process(("manage.py", "check_claims"))
        assert CheckRun.objects.latest().claims == touched[-1][0]
    return list(_rows(touched, full, quiet, whole))


def _rows(
    touched: list[tuple[int, Run]], full: list[Run], quiet: list[Run], whole: Run
) -> Iterator[Row]:
    for size, (claims, step), everything, nothing in zip(SIZES, touched, full, quiet, strict=True):
        last = size == SIZES[-1]
        yield Row(
            f"{size:,} claims: a day touches {claims:,}",
            step.seconds,
            "s",
            at_most=10 if last else None,
        )
        yield Row("  beside a full pass", step.seconds, "s", "all", everything.seconds, at_most=1)
        yield Row("  for each claim touched", step.seconds / claims * 1000, "ms")
        yield Row("  peak of the full pass", everything.megabytes, "MB")
        yield Row("  nothing has changed", nothing.seconds * 1000, "ms", at_most=1000)
    yield Row("a day by the command", whole.seconds, "s", at_most=10)
    yield Row("  its peak of memory", whole.megabytes, "MB")


# ---- The lists ---------------------------------------------------------------------------------


def _lists(folder: Path) -> tuple[Path, Path]:
    """Two real lists of days that follow each other; without these, made ones."""
    real = [OFAC / f"sdn-{day}.csv.gz" for day in (FIRST_DAY, NEXT_DAY)]
    if all(path.exists() for path in real):
        return real[0], real[1]
    rows = [entry(number, f"PRUEBA {number}, Persona") for number in range(1, 15_001)]
    made = write_set(folder / "first", rows, alt=[])
    return made, next_day.write(made, folder / "next")


def _import(path: Path, day: date) -> None:
    outcome = receive(LIST, path, given=day)
    assert outcome.status == ListVersion.Status.APPLIED, outcome


def _step(path: Path) -> tuple[int, Run]:
    """How many claims a day touches, and what checking these costs; then it is taken back."""
    with transaction.atomic():
        _import(path, NEXT_DAY)
        run = measured(verdicts.check_changed)
        claims = CheckRun.objects.latest().claims
        transaction.set_rollback(True)
    return claims, run


# ---- The claims --------------------------------------------------------------------------------


def _records() -> None:
    """What the desk keeps: a hundred chains of rewards, each of three."""
    stories.editor()
    stories.source()
    for _ in range(100):
        first = factories.desk_record("reward")
        factories.desk_record(
            "reward", supersedes=factories.desk_record("reward", supersedes=first)
        )
    assert Designation.objects.exists()


def _publish(first: int, last: int) -> None:
    """As many claims as are missing, with their stories, by SQL."""
    owner, source = stories.editor(), Source.objects.get()
    numbers = range(first // A_STORY, last // A_STORY)
    Story.objects.bulk_create(Story(slug=f"story-{at}", owner=owner) for at in numbers)
    with connection.cursor() as cursor:
        for sql in (_REVISIONS, _CLAIMS, _PLACES, _LINKS, _LIVE):
            cursor.execute(
                sql,
                {
                    "by": owner.pk,
                    "source": source.pk,
                    "first": first,
                    "last": last,
                    "a_story": A_STORY,
                    "days": DAYS,
                    "day": FIRST_DAY + timedelta(days=1),
                },
            )
    assert Claim.objects.live().count() == last


_REVISIONS = """
    INSERT INTO newsroom_revision
        (story_id, number, headline, standfirst, byline, dateline, body, body_text, edits,
        saved_by_id, saved_at)
    SELECT id, 1, 'A headline', '', '', '', '', '', 0, %(by)s, now()
    FROM newsroom_story
    WHERE substr(slug, 7)::int >= %(first)s / %(a_story)s
        AND substr(slug, 7)::int < %(last)s / %(a_story)s
"""

#: `at` counts the claims from 0. Of ten, eight are about designations, one about a reward and one
#: about an event; one in fifty says that somebody is on no list, one in a thousand counts a
#: programme. The half of them tells of a lasting state, and of the absences all.
_CLAIMS = """
    INSERT INTO newsroom_claim
        (revision_id, key, words, position, confirmed_words, confirmed_by_id, confirmed_at, kind,
        source_id, comparator, about, number, unit, authority, heading, quote, reported, tense,
        accepted_why, first_published, edits)
    SELECT revision.id, lpad(at::text, 8, '0'), 'the words', at %% %(a_story)s, 'the words',
        %(by)s, now(),
        CASE WHEN at %% 1000 = 999 THEN 'count' WHEN at %% 50 = 7 THEN 'not_listed'
            WHEN at %% 10 < 8 THEN 'designated' WHEN at %% 10 = 8 THEN 'reward' ELSE 'event' END,
        %(source)s,
        CASE WHEN at %% 1000 = 999 THEN 'at_least' WHEN at %% 10 = 8 THEN 'up_to' ELSE '' END,
        false,
        CASE WHEN at %% 1000 = 999 THEN 10 WHEN at %% 10 = 8 THEN 15000000 END,
        CASE WHEN at %% 10 = 8 THEN 'USD' ELSE '' END,
        '', '', '', false,
        CASE WHEN at %% 10 = 9 OR at %% 10 %% 2 = 1 AND at %% 50 <> 7 THEN 'past'
            ELSE 'lasting' END, '',
        (%(day)s::date - (hashint4(at / %(a_story)s) & 1048575) %% %(days)s) + time '12:00', 0
    FROM generate_series(%(first)s, %(last)s - 1) at
    JOIN newsroom_story story ON story.slug = 'story-' || at / %(a_story)s
    JOIN newsroom_revision revision ON revision.story_id = story.id
"""

#: With statistics: without, all claims would be compared with all designations.
_PLACES = """
    CREATE TEMPORARY TABLE IF NOT EXISTS listed AS
    SELECT designation.id, entry.party_id,
        row_number() OVER (ORDER BY hashint8(designation.id)) - 1 AS place, count(*) OVER () AS of
    FROM sanctions_designation designation
    JOIN sanctions_entry entry ON entry.id = designation.entry_id;
    CREATE TEMPORARY TABLE IF NOT EXISTS record AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS of
    FROM sanctions_deskrecord;
    CREATE TEMPORARY TABLE IF NOT EXISTS programme AS
    SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS of
    FROM sanctions_programme;
    ANALYZE listed, record, programme, newsroom_claim
"""

_LINKS = """
    WITH claim AS MATERIALIZED (
        SELECT id, kind, key::int AS at FROM newsroom_claim
        WHERE key::int >= %(first)s AND key::int < %(last)s
    )
    INSERT INTO newsroom_claimlink
        (claim_id, role, designation_id, party_id, programme_id, desk_record_id, decided_by_id,
        decided_at, decided_why)
    SELECT claim.id, 'designation', listed.id, NULL::bigint, NULL::bigint, NULL::bigint,
        %(by)s, now(), ''
    FROM claim JOIN listed ON place = at %% listed.of WHERE kind = 'designated'
    UNION ALL
    SELECT claim.id, 'party', NULL, listed.party_id, NULL, NULL, %(by)s, now(), ''
    FROM claim JOIN listed ON place = at %% listed.of WHERE kind = 'not_listed'
    UNION ALL
    SELECT claim.id, 'scope', NULL, NULL, programme.id, NULL, %(by)s, now(), ''
    FROM claim JOIN programme ON place = at / 1000 %% programme.of WHERE kind = 'count'
    UNION ALL
    SELECT claim.id, 'record', NULL, NULL, NULL, record.id, %(by)s, now(), ''
    FROM claim JOIN record ON place = at %% record.of WHERE kind IN ('reward', 'event')
"""

#: Last, for what is published is frozen.
_LIVE = """
    UPDATE newsroom_revision revision
    SET public_from = first_published, published_by_id = %(by)s
    FROM newsroom_claim claim
    WHERE claim.revision_id = revision.id AND claim.position = 0 AND revision.public_from IS NULL
"""


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
