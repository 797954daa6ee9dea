"""A list of 10,000 entries that grows to 1,000,000: what a daily step and the pages then cost.

The entries are made from OFAC's real list of June 2021, with its remarks, births and addresses. The
step changes one in a hundred: a quarter each are removed, added, renamed and put under one
programme more. It runs in a process of its own, from the file to the committed rows.

Each page is asked for as a reader does, and once more for what the first request after a change
takes: that one reads everything, and has no limit.
"""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path

from django.db import connection
from django.test import override_settings
from django.test.utils import setup_test_environment

from sanctions.lists import PUBLICATIONS
from sanctions.models import Entry, ListVersion
from sanctions.versions import receive
from tests.benchmarks import next_day
from tests.benchmarks.many import multiply
from tests.benchmarks.officials import STORAGES, measured_page
from tests.benchmarks.rows import Row
from tests.benchmarks.runs import Run, process
from tests.shared import OFAC

LIST = PUBLICATIONS["ofac-sdn"]
#: Each time so many times more; 9,036 entries are 99,396 then, and 993,960 in the end.
GROWTH = (0, 10, 9)
FIRST_DAY, SECOND_DAY = date(2021, 6, 30), date(2022, 3, 31)

PAGES = {
    "officials": "/officials/",
    "by list": "/officials/?list=ofac-sdn",
    "listed": "/officials/?state=listed",
    "no longer listed": "/officials/?state=gone",
    "by list and state": "/officials/?list=ofac-sdn&state=listed",
    "by a word": "/officials/?q=cabello",
    "by a common word": "/officials/?q=mohammad",
    "as of a day": "/officials/?on=2021-11-27",
    "as of a day, by list": "/officials/?on=2021-11-27&list=ofac-sdn",
    "as of a day, listed": "/officials/?on=2021-11-27&state=listed",
    "as of a day, nobody can tell": "/officials/?on=2021-11-27&state=unclear",
    "an official": "/officials/{official}/",
    "an official as of a day": "/officials/{official}/?on=2021-11-27",
}


@override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=STORAGES)
def run() -> list[Row]:
    if not OFAC.is_dir():
        print("  needs the real lists of ../shared, which are not here", flush=True)
        return []
    setup_test_environment()
    sizes: list[int] = []
    pages: list[dict[str, tuple[float, float]]] = []
    steps: list[Run] = []
    with tempfile.TemporaryDirectory() as folder:
        _begin(Path(folder))
        for times in GROWTH:
            if times:
                multiply(times)
            sizes.append(Entry.objects.count())
            print(f"  {sizes[-1]:,} entries", flush=True)
            pages.append({page: _page(address) for page, address in PAGES.items()})
            steps.append(_step(Path(folder) / str(sizes[-1]), SECOND_DAY + len(sizes) * _A_DAY))
    return [*_rows(sizes, pages), *_step_rows(sizes, steps)]


_A_DAY = timedelta(days=1)


def _begin(folder: Path) -> None:
    first = OFAC / "complete-2021"
    for path, day in ((first, FIRST_DAY), (next_day.write(first, folder / "second"), SECOND_DAY)):
        outcome = receive(LIST, path, given=day)
        assert outcome.status == "applied", outcome


def _page(address: str) -> tuple[float, float]:
    """Milliseconds of the quickest and of the first request."""
    official = Entry.objects.select_related("party").get(number="10000").party.public_id
    quickest, first, _, _ = measured_page(address.format(official=official))
    return quickest, first


def _rows(sizes: list[int], pages: list[dict[str, tuple[float, float]]]) -> list[Row]:
    rows = []
    few, many = pages[0], pages[-1]
    for page in PAGES:
        for size, found in zip(sizes[1:-1], pages[1:-1], strict=True):
            print(f"  {page}: {found[page][0]:.1f} ms at {size:,}, first {found[page][1]:.0f} ms")
        what, beside = f"{page}, {sizes[-1]:,}", f"{sizes[0]:,}"
        rows.append(Row(what, many[page][0], "ms", beside, few[page][0], at_most=3))
        if many[page][1] > 3 * many[page][0]:
            rows.append(Row("  first after a change", many[page][1], "ms", beside, few[page][1]))
    return rows


def _step_rows(sizes: list[int], steps: list[Run]) -> list[Row]:
    """Beside the smallest list: as many times as long as it is longer would be in proportion."""
    return [
        row
        for size, step in zip(sizes, steps, strict=True)
        for row in (
            Row(
                f"a step of 1 % of {size:,}",
                step.seconds,
                "s",
                f"{sizes[0]:,}, so many times",
                steps[0].seconds * size / sizes[0],
                at_most=1.5,
            ),
            Row("  its peak of memory", step.megabytes, "MB"),
        )
    ]


# ---- A daily step -----------------------------------------------------------------------------


def _step(folder: Path, day: date) -> Run:
    """Of the list as it stands, with one change in a hundred; checked by its counts."""
    folder.mkdir()
    standing = _write(folder)
    import_ = process(("manage.py", "import_list", LIST.code, folder, "--dated", str(day)))
    version = ListVersion.objects.latest()
    assert (version.dated, version.status) == (day, ListVersion.Status.APPLIED)
    quarter = standing // 400
    counts = (version.added, version.changed, version.removed)
    assert counts == (quarter, 2 * quarter, quarter), counts
    return import_


#: `place` counts the open entries; of every 400 one each is removed, added, renamed and moved.
_OPEN = """
    CREATE TEMPORARY TABLE standing AS
    SELECT row_number() OVER (ORDER BY entry.id) AS place, entry.number, content
    FROM sanctions_entryversion version
    JOIN sanctions_entry entry ON entry.id = version.entry_id AND upper_inf(span)
"""
_SDN = """
    COPY (
        SELECT concat(number, ',"', content ->> 'name',
            CASE WHEN place % 400 = 0 AND place <= {whole} THEN ' OTERO' END, '",',
            coalesce('"' || (content ->> 'kind') || '"', '-0- '), ',"',
            (SELECT string_agg(code, '] [')
                FROM jsonb_array_elements_text(content -> 'programmes') code),
            CASE WHEN place % 400 = 100 AND place <= {whole} THEN '] [STEP-{new}' END,
            '"', repeat(',-0- ', 8))
        FROM standing WHERE place % 400 <> 200 OR place > {whole}
        UNION ALL
        SELECT concat(3000000 + {new} + place, ',"', content ->> 'name', ' SEGUNDO",-0- ,"',
            content -> 'programmes' ->> 0, '"', repeat(',-0- ', 8))
        FROM standing WHERE place % 400 = 300 AND place <= {whole}
    ) TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')
"""
_ALT = """
    COPY (
        SELECT concat(number, ',', row_number() OVER (), ',"', alias ->> 'type', '","',
            alias ->> 'name', '",-0- ')
        FROM standing, jsonb_array_elements(content -> 'aliases') alias
        WHERE place % 400 <> 200 OR place > {whole}
    ) TO STDOUT (FORMAT csv, QUOTE E'\\x01', DELIMITER E'\\x02')
"""


def _write(folder: Path) -> int:
    """The set of the next day; answers how many entries stood before."""
    with connection.cursor() as cursor:
        cursor.execute(_OPEN)
        cursor.execute("SELECT count(*) FROM standing")
        (standing,) = cursor.fetchone()
        told = {"whole": standing // 400 * 400, "new": 2 * standing}
        for name, statement in (("sdn.csv", _SDN), ("alt.csv", _ALT)):
            with (folder / name).open("wb") as file:
                with cursor.copy(statement.format(**told)) as copy:
                    for block in copy:
                        file.write(block)
                file.write(b"\x1a")
        cursor.execute("DROP TABLE standing")
    return int(standing)
