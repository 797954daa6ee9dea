"""Kills an import at random moments: readers must have the old list or the new one, whole.

`python -m tests.sanctions.kills 500` does so as often, in a database of its own, with two lists of
a thousand entries in turn. After each kill the same import is simply started again and must go
through. With `--here` it works in the database that DATABASE_URL names, with smaller lists.
"""

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from unittest.mock import patch

from tests.sanctions.ofac import entry, write_set

DAY = date(2024, 5, 3)

type State = frozenset[tuple[str, ...]]


def made(folder: Path, size: int) -> list[Path]:
    """Two lists that differ by five entries that go, five that come and five that change."""
    number = range(1, size + 1)
    first = [entry(one, f"PRUEBA, Persona {one}") for one in number]
    second = [entry(one, f"PRUEBA, Persona {one + 5 * (one < 11)}") for one in number][5:]
    second += [entry(size + one, f"NUEVA, Persona {one}") for one in number[:5]]
    return [write_set(folder / "first", first), write_set(folder / "second", second)]


def receive_in_child(path: Path) -> int:
    """The child's process id; it ends with 0 where the list was applied."""
    child = os.fork()
    if child:
        return child
    from sanctions.lists import PUBLICATIONS
    from sanctions.versions import receive

    try:
        # Two lists in turn: the guard would hold those whose gone entries come back.
        with (
            patch("sanctions.guard.findings", return_value=[]),
            patch("sanctions.versions.mistaken", return_value=[]),
        ):
            outcome = receive(PUBLICATIONS["ofac-sdn"], path, given=DAY)
        os._exit(outcome.status != "applied")
    except BaseException as error:  # noqa: BLE001  # whatever it is, the child ends here
        os.write(2, f"{error!r}\n".encode())
        os._exit(2)


def state() -> State:
    """What stands, of every kind of row: wording, names, parties, open designations, version."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT 'wording', entry.number, hash FROM sanctions_entryversion version
            JOIN sanctions_entry entry ON entry.id = entry_id WHERE upper_inf(span)
            UNION ALL SELECT 'name', entry.number, name.name FROM sanctions_name name
            JOIN sanctions_entry entry ON entry.id = entry_id
            WHERE EXISTS (SELECT FROM sanctions_entryversion version
                WHERE version.entry_id = entry.id AND upper_inf(span))
            UNION ALL SELECT 'designation', entry.number, programme.code
            FROM sanctions_designation designation
            JOIN sanctions_entry entry ON entry.id = entry_id
            JOIN sanctions_programme programme ON programme.id = programme_id
            WHERE last_seen IS NULL AND NOT designation.reverted
            UNION ALL SELECT 'version', sha256, '' FROM (
                SELECT sha256 FROM sanctions_listversion WHERE status = 'applied'
                ORDER BY sequence DESC LIMIT 1) newest
        """)
        found = frozenset(cursor.fetchall())
    connection.close()  # a child must not inherit it
    return found


def applied(path: Path) -> float:
    """Receive the list undisturbed; answers how many seconds it took."""
    start = time.perf_counter()
    _, status = os.waitpid(receive_in_child(path), 0)
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{path} did not go through: exit status {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start


def kill_often(times: int, lists: Sequence[Path], chance: random.Random) -> Counter[str]:
    """How often the old and how often the new list stood after a kill; anything else ends it."""
    seconds, whole = 0.0, []
    for path in lists:
        seconds = max(seconds, applied(path))
        whole.append(state())
    found: Counter[str] = Counter()
    standing = 1
    for turn in range(times):
        coming = 1 - standing
        child = receive_in_child(lists[coming])
        time.sleep(chance.uniform(0, seconds * 1.1))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        wait_for_the_server()
        now = state()
        if now not in whole:
            sys.exit(f"After {turn + 1} kills neither the old list nor the new one stands.")
        found["new" if now == whole[coming] else "old"] += 1
        if now == whole[standing]:
            seconds = (seconds + applied(lists[coming])) / 2  # "the next start goes on"
            if state() != whole[coming]:
                sys.exit(f"After {turn + 1} kills the next import left something else.")
        standing = coming
    return found


def wait_for_the_server() -> None:
    """Until it has noticed that the child is gone, as it does within a second."""
    from django.db import connection

    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
                " AND datname = current_database() AND application_name LIKE 'import by %'"
            )
            if cursor.fetchone() == (0,):
                return
        time.sleep(0.02)
    sys.exit("The killed import still holds its connection after ten seconds.")


def main(times: int, *, here: bool) -> None:
    chance = random.Random(times)
    with tempfile.TemporaryDirectory() as folder:
        lists = made(Path(folder), 100 if here else 1000)
        found = kill_often(times, lists, chance)
    sys.stdout.write(
        f"{times} kills: {found['old']} left the old list, {found['new']} the new one, none "
        "anything else; each next import went through.\n"
    )


if __name__ == "__main__":
    if "--here" in sys.argv:
        import django

        django.setup()
        main(int(sys.argv[1]), here=True)
    else:
        from tests.sanctions.scratch import scratch_database

        with scratch_database("kills"):
            main(int(sys.argv[1]), here=False)
