"""What publishers and importers really did to those who read their lists, each rebuilt.

The events are those of THREATS.md; `python -m tests.sanctions.accidents` prints what becomes of
each. Every one is received like any list, on top of a list that readers see.
"""

import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sanctions.entries import ListError
from sanctions.lists import PUBLICATIONS
from tests.sanctions.ofac import Values, entry, write_set
from tests.sanctions.scratch import scratch_database
from tests.sanctions.shapes import whole_list

type Rows = list[Values]
type Issue = Callable[[Path], Path]

FIRST_DAY = date(2024, 5, 3)
GONZALEZ = entry(32498, "GONZALEZ HIGUERA, Jaime Humberto", "SDNTK", remarks="DOB 25 Mar 1986.")
KHAN = entry(6875, "KHAN, Yusuf", "SDGT", remarks="DOB 07 Aug 1969.")


@dataclass(frozen=True)
class Accident:
    """`before` are the lists that readers had seen, `came` the bad one, which must become `status`.

    `rule` is the guard's, none where the reader or the list's day stops it; `says` stands in the
    message. `fetched` tells that nobody looked on.
    """

    event: str
    what: str
    before: Callable[[], Sequence[Rows]]
    came: Issue
    status: str
    says: str
    rule: str = ""
    days_later: int = 1
    fetched: bool = False


@dataclass(frozen=True)
class Stopped:
    """What became of it. The rules are the guard's, in its order."""

    status: str
    message: str
    rules: tuple[str, ...] = ()


def receive_all(accident: Accident, folder: Path) -> Stopped:
    """Apply what readers had seen, then receive what came."""
    receive_before(accident, folder)
    return receive_what_came(accident, folder)


def receive_before(accident: Accident, folder: Path) -> None:
    from sanctions.models import ListVersion
    from sanctions.versions import apply_held, receive

    for position, rows in enumerate(accident.before()):
        path = write_set(folder / str(position), rows)
        day = FIRST_DAY + timedelta(days=position)
        outcome = receive(PUBLICATIONS["ofac-sdn"], path, given=day)
        if outcome.status == "quarantined":
            held = ListVersion.objects.get(sequence=outcome.version or 0)
            outcome = apply_held(held, by=None, why="The publisher announced it.")
        if outcome.status != "applied":
            raise RuntimeError(f"The list before the accident was not applied: {outcome}")


def receive_what_came(accident: Accident, folder: Path) -> Stopped:
    from sanctions.models import ListVersion
    from sanctions.versions import receive

    day = FIRST_DAY + timedelta(days=len(accident.before()) - 1 + accident.days_later)
    path = accident.came(folder / "bad")
    try:
        outcome = receive(PUBLICATIONS["ofac-sdn"], path, given=day, fetched=accident.fetched)
    except ListError as error:
        return Stopped("refused", str(error))
    version = ListVersion.objects.filter(sequence=outcome.version or 0).first()
    rules = tuple(finding["rule"] for finding in version.findings) if version else ()
    return Stopped(outcome.status, outcome.reason, rules)


# How they come about


def issue(rows: Callable[[], Rows]) -> Issue:
    return lambda folder: write_set(folder, rows())


def web_page(folder: Path) -> Path:
    folder.mkdir()
    page = "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body>…</body></html>\n"
    (folder / "sdn.csv").write_text(page)
    return folder


def without_the_last_column(folder: Path) -> Path:
    return write_set(folder, [row[:-1] for row in whole_list()[:12]])


def under(*programmes: str) -> Callable[[Values], bool]:
    return lambda row: row[3] in programmes


def without(unwanted: Callable[[Values], bool]) -> Rows:
    return [row for row in whole_list() if not unwanted(row)]


def every_fourth_of(programme: str) -> Rows:
    seen = 0
    kept = []
    for row in whole_list():
        seen += row[3] == programme
        if row[3] != programme or seen % 4:
            kept.append(row)
    return kept


def is_person(row: Values) -> bool:
    return row[2] == "individual"


def renumbered() -> Rows:
    """The persons' numbers are made from dates, and these have lost their leading zeros."""
    rows = whole_list()
    return [(f"9{row[0]}", *row[1:]) if is_person(row) else row for row in rows]


def numbers_given_out_anew() -> Rows:
    """The persons of one programme have each the number of the next."""
    rows = whole_list()
    moved = [row for row in rows if is_person(row) and under("SYRIA")(row)]
    numbers = [row[0] for row in moved]
    anew = dict(zip(map(id, moved), numbers[1:] + numbers[:1], strict=True))
    return [(anew.get(id(row), row[0]), *row[1:]) for row in rows]


def with_expired_entries() -> Rows:
    """Licences and listings that had ended years ago stand among the others, without an end."""
    return whole_list() + [
        (str(60_000 + position), *row[1:]) for position, row in enumerate(whole_list(240, seed=2))
    ]


def seven_hundred_and_ninety_seven_persons() -> Rows:
    return [row for row in whole_list(1_500) if is_person(row)][:797]


def one_base() -> Sequence[Rows]:
    return [whole_list()]


def with_one_more(one: Values) -> Callable[[], Sequence[Rows]]:
    return lambda: [[*whole_list(), one]]


def with_delisted_entries() -> Sequence[Rows]:
    """Sixty left the list, as their publisher had announced."""
    return [whole_list(), whole_list()[60:]]


ACCIDENTS = (
    Accident(
        "ITA developerportal#146, May 2024",
        "the largest list absent from the combined one, the file well formed",
        one_base,
        issue(lambda: without(lambda row: not under("SYRIA", "DPRK", "VENEZUELA")(row))),
        "refused",
        "fewer than 50%",
    ),
    Accident(
        "ITA developerportal#146, May 2024",
        "one small list absent from the combined one",
        one_base,
        issue(lambda: without(under("UKRAINE-EO13662"))),
        "quarantined",
        "UKRAINE-EO13662",
        "programme",
    ),
    Accident(
        "ITA#95, October 2019",
        "a quarter of one list missing on some days",
        one_base,
        issue(lambda: every_fourth_of("SDNTK")),
        "quarantined",
        "SDNTK",
        "programme",
    ),
    Accident(
        "opensanctions#3179, December 2025",
        "a file of recent changes in place of the list",
        one_base,
        issue(lambda: whole_list()[:40]),
        "refused",
        "a file of recent changes",
    ),
    Accident(
        "opensanctions#3179, December 2025",
        "the same, with a column less",
        one_base,
        without_the_last_column,
        "refused",
        "11 columns",
    ),
    Accident(
        "opensanctions#2899, October 2025",
        "numbers made from dates that lost their leading zeros",
        one_base,
        issue(renumbered),
        "quarantined",
        "reappear under another number",
        "renumbered",
    ),
    Accident(
        "opensanctions#203, April 2022",
        "numbers given out anew, to other people",
        one_base,
        issue(numbers_given_out_anew),
        "quarantined",
        "would stand for somebody else",
        "number reused",
    ),
    Accident(
        "opensanctions#203, April 2022",
        "one number, Khan's, given to Shugayev",
        with_one_more(KHAN),
        issue(
            lambda: [
                *whole_list(),
                entry(6875, "SHUGAYEV, Andrei", "SDGT", remarks="DOB 1981."),
            ]
        ),
        "quarantined",
        "6875 was KHAN, Yusuf (DOB 07 Aug 1969), is now SHUGAYEV, Andrei (DOB 1981)",
        "number reused",
    ),
    Accident(
        "ITA#138, October 2022",
        "expired entries shown as active",
        one_base,
        issue(with_expired_entries),
        "quarantined",
        "240 entries would be added",
        "added",
    ),
    Accident(
        "opensanctions#1890, #1494, crawler-planning#580",
        "delisted entries shown as listed again",
        with_delisted_entries,
        issue(lambda: [*whole_list(), KHAN]),
        "quarantined",
        "60 entries that had left the list would come back",
        "returned",
    ),
    Accident(
        "opensanctions#1890, #1494, crawler-planning#580",
        "entries that are listed under nothing any more",
        one_base,
        issue(lambda: [(*row[:3], None, *row[4:]) for row in whole_list()]),
        "refused",
        "is no programme",
    ),
    Accident(
        "opensanctions#49",
        "the reader gave up early: 19 of 797 persons",
        lambda: [seven_hundred_and_ninety_seven_persons()],
        issue(lambda: seven_hundred_and_ninety_seven_persons()[:19]),
        "refused",
        "19 entries stand in it where 797 stood before",
    ),
    Accident(
        "opensanctions#49",
        "the same in the first version, which nothing can be compared with",
        list,
        issue(lambda: seven_hundred_and_ninety_seven_persons()[:19]),
        "quarantined",
        "19 entries in the first version of this list",
        "expected",
        fetched=True,
    ),
    Accident(
        "OFAC itself, 22 October 2021",
        "one number kept, given name and birth date corrected to another man's",
        with_one_more(GONZALEZ),
        issue(
            lambda: [
                *whole_list(),
                entry(32498, "GONZALEZ HIGUERA, Jaime", "SDNTK", remarks="DOB 07 Mar 1972."),
            ]
        ),
        "quarantined",
        "32498 was GONZALEZ HIGUERA, Jaime Humberto (DOB 25 Mar 1986), is now "
        "GONZALEZ HIGUERA, Jaime (DOB 07 Mar 1972)",
        "identity corrected",
    ),
    Accident(
        "opensanctions#54, #72",
        "an address frozen for months: an old list",
        one_base,
        issue(lambda: whole_list()[1:]),
        "refused",
        "is older than the newest applied",
        days_later=-60,
    ),
    Accident(
        "opensanctions#54, #72",
        "the list moved behind a login",
        one_base,
        web_page,
        "refused",
        "this is a web page, titled “Sign in”",
    ),
)


def main() -> int:
    """The table; 1 where an accident was not stopped for its reason."""
    wrong = 0
    with scratch_database("accidents"), tempfile.TemporaryDirectory() as work:
        from django.db import transaction

        for position, accident in enumerate(ACCIDENTS):
            with transaction.atomic():
                stopped = receive_all(accident, Path(work) / str(position))
                transaction.set_rollback(True)
            right = stopped.status == accident.status and accident.says in stopped.message
            wrong += not right
            print(f"{accident.event}: {accident.what}")  # noqa: T201
            print(f"  {'' if right else 'WRONG '}{stopped.status}: {stopped.message}\n")  # noqa: T201
    print(f"{len(ACCIDENTS) - wrong} of {len(ACCIDENTS)} stopped for their reason")  # noqa: T201
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
