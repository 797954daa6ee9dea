"""Which of the real lists' steps the guard holds, and why: `python -m tests.sanctions.genuine`.

Every list is received as it would be every day; one that is held is applied by a second person, so
that the next is compared with it. Between the parts of the archive lie years: those steps are
printed and not counted.
"""

import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from sanctions.lists import PUBLICATIONS
from tests.sanctions.scratch import scratch_database
from tests.shared import OFAC

LIST = PUBLICATIONS["ofac-sdn"]
SERIES = OFAC / "series-2021-08_2022-03.tar.zst"


class Issue(NamedTuple):
    """`follows`: the list before it is the one that readers saw the day before, or the month."""

    day: date
    path: Path
    follows: bool = True


class Step(NamedTuple):
    day: date
    follows: bool
    status: str
    counts: str
    rules: tuple[str, ...]
    messages: tuple[str, ...]


def series(folder: Path, days: Sequence[date] = ()) -> Iterator[Issue]:
    """The lists from 18 August 2021 to 31 March 2022, in order: all 64, or those of some days."""
    with (
        subprocess.Popen(
            ["zstd", "-dc", "--long=27", str(SERIES)], stdout=subprocess.PIPE
        ) as unpacking,
        tarfile.open(fileobj=unpacking.stdout, mode="r|") as archive,
    ):
        for member in archive:
            if not days or any(day.isoformat() in member.name for day in days):
                archive.extract(member, folder, filter="data")
    for file in sorted(folder.rglob("sdn_*.csv")):
        yield Issue(date.fromisoformat(file.stem.removeprefix("sdn_")), file)


def everything(folder: Path) -> Iterator[Issue]:
    yield Issue(date(2021, 6, 30), OFAC / "complete-2021", follows=False)
    yield from series(folder)
    yield Issue(date(2024, 5, 2), OFAC / "sdn-2024-05-02.csv.gz", follows=False)
    yield Issue(date(2024, 5, 3), OFAC / "sdn-2024-05-03.csv.gz")
    yield Issue(date(2026, 7, 23), OFAC / "names-2026-07-23", follows=False)
    yield Issue(date(2026, 8, 20), OFAC / "names-2026-08-20")


def replay(issues: Iterator[Issue] | Sequence[Issue]) -> Iterator[Step]:
    from sanctions.models import ListVersion
    from sanctions.versions import apply_held, receive

    for issue in issues:
        outcome = receive(LIST, issue.path, given=issue.day)
        findings: list[dict[str, str]] = []
        if outcome.status == "quarantined":
            held = ListVersion.objects.get(sequence=outcome.version or 0)
            findings = held.findings
            decided = apply_held(held, by=None, why="The publisher announced it.")
            if decided.status != "applied":
                raise RuntimeError(f"The list of {issue.day} was not applied: {decided.reason}")
        counts = outcome.counts
        yield Step(
            issue.day,
            issue.follows,
            outcome.status,
            f"+{counts.added:,} ~{counts.changed:,} -{counts.removed:,}",
            tuple(one["rule"] for one in findings),
            tuple(one["message"] for one in findings),
        )


def main() -> int:
    if not SERIES.is_file():
        sys.exit("The real lists are not here: this needs ../shared/data.")
    steps = held = 0
    with scratch_database("genuine"), tempfile.TemporaryDirectory() as folder:
        for step in replay(everything(Path(folder))):
            steps += step.follows
            held += step.follows and step.status == "quarantined"
            gap = "" if step.follows else "  (no step: nothing, or years, lie before it)"
            print(f"{step.day}  {step.status:<11}  {step.counts}{gap}", flush=True)  # noqa: T201
            for rule, message in zip(step.rules, step.messages, strict=True):
                print(f"    {rule}: {message}")  # noqa: T201
    print(f"\n{held} of {steps} genuine steps are held")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
