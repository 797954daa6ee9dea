"""The command as the desk runs it: what it prints, how it exits, and real lists end to end."""

import csv
import gzip
import io
import json
import random
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, ManagementUtility, call_command
from django.utils import timezone

from sanctions.entries import PublishedList
from sanctions.lists import PUBLICATIONS
from sanctions.models import (
    AuditEntry,
    Designation,
    Entry,
    EntryVersion,
    Fetch,
    ListVersion,
    Name,
    Official,
)
from sanctions.versions import apply_held
from tests import factories
from tests.sanctions.ofac import entry, text, write_set
from tests.sanctions.publisher import Publisher, publishing, redirect, refusing
from tests.shared import OFAC, needs_shared

pytestmark = pytest.mark.django_db

WHOLE = Path(__file__).resolve().parents[1] / "files" / "ofac" / "whole"


def run(*arguments: object) -> dict[str, Any]:
    """Run the command with --json; its answer, also when it refuses."""
    out, err = io.StringIO(), io.StringIO()
    options = [str(argument) for argument in arguments]
    try:
        call_command("import_list", "ofac-sdn", *options, "--json", stdout=out, stderr=err)
        status = 0
    except CommandError as error:
        status = error.returncode
    answer: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return answer | {"exit": status, "stderr": err.getvalue()}


def counts(answer: Mapping[str, Any]) -> tuple[int, int, int, int]:
    return answer["added"], answer["changed"], answer["removed"], answer["unchanged"]


# What it prints


def test_an_applied_list_is_reported_as_json() -> None:
    answer = run(WHOLE, "--dated", "2024-05-03")
    assert counts(answer) == (5, 0, 0, 0)
    assert (answer["status"], answer["version"], answer["reason"]) == ("applied", 1, "")
    assert answer["exit"] == 0
    assert "comparing 5 entries …" in answer["stderr"]
    assert ListVersion.objects.get().dated_by == ListVersion.DatedBy.GIVEN


def test_without_json_it_reports_in_words() -> None:
    out = io.StringIO()
    call_command(
        "import_list",
        "ofac-sdn",
        str(WHOLE),
        "--dated=2024-05-03",
        stdout=out,
        stderr=io.StringIO(),
    )
    assert out.getvalue() == ("applied, version 1: 5 added, 0 changed, 0 removed, 0 unchanged\n")


def test_the_same_files_again_are_unchanged() -> None:
    run(WHOLE, "--dated", "2024-05-03")
    answer = run(WHOLE, "--dated", "2024-05-04")
    assert (answer["status"], answer["exit"], answer["version"]) == ("unchanged", 0, 1)
    assert counts(answer) == (0, 0, 0, 5)


def test_an_import_leaves_the_audit_trail_its_version_and_no_row_of_the_list() -> None:
    factories.user(username="ines")
    begun = AuditEntry.objects.count()
    run(WHOLE, "--dated", "2024-05-03", "--by", "ines")
    written = AuditEntry.objects.all()[: AuditEntry.objects.count() - begun]
    models = {entry.model for entry in written}
    assert models == {"sanctions.listversion", "sanctions.sanctionslist", "sanctions.programme"}
    assert {entry.actor_name for entry in written} == {"ines"}
    begun = AuditEntry.objects.count()
    run(WHOLE, "--dated", "2024-05-04")
    assert AuditEntry.objects.count() == begun, "an unchanged list changes nothing that is told"


def test_the_same_files_again_are_known_by_their_hash_and_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run(WHOLE, "--dated", "2024-05-03")

    def unread(path: Path) -> PublishedList:
        raise AssertionError(f"{path} was read")

    never = replace(PUBLICATIONS["ofac-sdn"], read=unread)
    monkeypatch.setitem(PUBLICATIONS, "ofac-sdn", never)
    assert run(WHOLE)["status"] == "unchanged"


def test_the_same_files_with_another_coverage_are_read(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "ONE")])
    run(tmp_path, "--coverage", "VENEZUELA")
    answer = run(tmp_path)
    assert (answer["status"], answer["version"]) == ("quarantined", 2)
    assert "only excerpts were applied before" in answer["reason"]


def test_without_a_day_the_day_of_receipt_counts_and_is_said() -> None:
    answer = run(WHOLE)
    version = ListVersion.objects.get()
    assert (version.dated, version.dated_by) == (timezone.localdate(), "received")
    assert "it counts as of the day of receipt" in answer["stderr"]


def test_a_dry_run_says_what_would_change() -> None:
    answer = run(WHOLE, "--dry-run")
    assert counts(answer) == (5, 0, 0, 0)
    assert (answer["status"], answer["version"], answer["exit"]) == ("applied", None, 0)
    assert not Entry.objects.exists()


def test_coverage_makes_an_excerpt(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "ONE")])
    answer = run(tmp_path, "--coverage", "VENEZUELA, SDGT", "--dated", "2024-05-03")
    assert answer["status"] == "applied"
    assert ListVersion.objects.get().coverage == ["SDGT", "VENEZUELA"]


def test_an_older_list_after_a_newer_is_refused(tmp_path: Path) -> None:
    run(WHOLE, "--dated", "2024-05-03")
    answer = run(write_set(tmp_path, [entry(1, "ONE")]), "--dated", "2024-05-02")
    assert (answer["status"], answer["exit"], answer["version"]) == ("refused", 1, None)
    assert "older than the newest applied, of 3 May 2024" in answer["reason"]
    assert ListVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Give either the path of a list or --fetch."),
        ([WHOLE, "--fetch"], "Give either the path of a list or --fetch."),
        (
            ["https://example.org/sdn.csv"],
            "https://example.org/sdn.csv leads to a machine that is not the publisher's",
        ),
        (["/nowhere"], "/nowhere: there is no such file or folder."),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(arguments: list[object], words: str) -> None:
    answer = run(*arguments)
    assert (answer["status"], answer["exit"]) == ("refused", 1)
    assert answer["reason"].startswith(words)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--dated", "03/05/2024"], "“03/05/2024” is no day; write it as 2026-08-20"),
        (["--coverage", "A,,B"], "is no list of programmes"),
        (["--sha256", "abc"], "is no SHA-256"),
    ],
)
def test_a_mistyped_option_is_explained(arguments: list[str], words: str) -> None:
    with pytest.raises(CommandError, match=words):
        call_command("import_list", "ofac-sdn", str(WHOLE), *arguments)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ofac-xx", str(WHOLE)], "invalid choice: 'ofac-xx'"),
        (["ofac-sdn", str(WHOLE), "--dated", "03/05/2024"], "is no day; write it as 2026-08-20"),
    ],
)
def test_called_wrongly_it_ends_with_1_and_a_line_of_json(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="1"):
        ManagementUtility(["manage.py", "import_list", *arguments, "--json"]).execute()
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert (told["status"], told["version"]) == ("refused", None)
    assert words in told["reason"]
    assert words in err


def test_an_account_that_is_closed_imports_nothing() -> None:
    factories.user("editor", username="ines", is_active=False)
    answer = run(WHOLE, "--by", "ines")
    assert (answer["status"], answer["exit"]) == ("refused", 1)
    assert "There is no active account “ines”" in answer["reason"]


@pytest.mark.parametrize("part", ["sdn.csv", "alt.csv", "add.csv"])
def test_a_damaged_file_changes_nothing(tmp_path: Path, part: str) -> None:
    folder = shutil.copytree(WHOLE, tmp_path / "set")
    whole = (folder / part).read_bytes()
    for length in random.Random(2).sample(range(len(whole)), 8):
        (folder / part).write_bytes(whole[:length])
        answer = run(folder)
        assert (answer["status"], answer["exit"]) == ("refused", 1)
        assert part in answer["reason"]
    assert not ListVersion.objects.exists()
    assert not Entry.objects.exists()


# From the publisher


@pytest.fixture
def publisher(monkeypatch: pytest.MonkeyPatch) -> Iterator[Publisher]:
    """A publisher of the small whole set on this machine, in place of OFAC.

    Each address leads on, as OFAC's do, to one whose path holds the day.
    """
    with publishing() as here:
        for file in WHOLE.iterdir():
            here.serve(f"/Published/17/2026-08-20/{file.name}", file.read_bytes())
            here.serve(f"/{file.name}", redirect(f"/Published/17/2026-08-20/{file.name}"))
        ofac = PUBLICATIONS["ofac-sdn"]
        files = {name: f"{here.base}/{name}" for name in ofac.forms[0].files}
        forms = (replace(ofac.forms[0], files=files),)
        local = replace(ofac, forms=forms, hosts=("127.0.0.1",))
        monkeypatch.setitem(PUBLICATIONS, "ofac-sdn", local)
        yield here


def test_the_newest_issue_is_fetched_with_the_publishers_day(publisher: Publisher) -> None:
    answer = run("--fetch")
    assert (answer["status"], counts(answer)) == ("applied", (5, 0, 0, 0))
    version = ListVersion.objects.get()
    assert (version.dated, version.dated_by) == (date(2026, 8, 20), "address")
    assert version.parts == ["sdn", "alt", "add", "comments"]


def test_a_held_form_that_a_later_one_overtook_does_not_count(
    publisher: Publisher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ofac = PUBLICATIONS["ofac-sdn"]
    rows = [entry(number, f"PRUEBA, Persona {number}") for number in range(1, 21)]
    run(write_set(tmp_path, rows), "--dated", "2026-08-19")
    for file, told in (("poor", rows[:14]), ("rich", [*rows, entry(30, "NUEVA, Eva")])):
        publisher.serve(f"/{file}.csv", text(told, 1))
    forms = [
        replace(ofac.forms[0], name=file, files={"sdn.csv": f"{publisher.base}/{file}.csv"})
        for file in ("poor", "rich")
    ]
    monkeypatch.setitem(PUBLICATIONS, "ofac-sdn", replace(ofac, forms=tuple(forms)))
    answer = run("--fetch")
    assert (answer["status"], answer["exit"]) == ("applied", 0)
    held = ListVersion.objects.get(sequence=2)
    assert (held.status, held.superseded_by) == ("refused", ListVersion.objects.latest())


def test_a_publisher_that_cannot_be_fetched_from_is_named(publisher: Publisher) -> None:
    """Whatever else may go wrong on the way: test_fetch.py."""
    publisher.serve("/alt.csv", refusing(503, "Busy"))
    answer = run("--fetch")
    assert "/alt.csv answered 503 Busy. Try again later" in answer["reason"]
    assert (answer["status"], answer["exit"]) == ("refused", 1)
    assert not ListVersion.objects.exists()


def test_what_is_fetched_by_hand_is_a_fetch_of_whoever_asked(publisher: Publisher) -> None:
    factories.user("editor", username="ines")
    run("--fetch", "--by", "ines")
    fetch = Fetch.objects.get()
    assert (fetch.form, fetch.status, fetch.version) == (
        "delimited",
        "applied",
        ListVersion.objects.get(),
    )
    assert fetch.asked_by
    assert fetch.asked_by.username == "ines"
    assert "5 added" in fetch.message
    assert run("--fetch")["status"] == "unchanged"
    assert (Fetch.objects.latest("pk").status, Fetch.objects.latest("pk").asked_by) == (
        "unchanged",
        None,
    )


def test_a_fetch_by_hand_that_fails_is_one_too_and_a_dry_run_is_none(publisher: Publisher) -> None:
    assert run("--fetch", "--dry-run")["exit"] == 0
    assert not Fetch.objects.exists()
    publisher.serve("/alt.csv", refusing(503, "Busy"))
    run("--fetch")
    fetch = Fetch.objects.get()
    assert fetch.status == "failed"
    assert "/alt.csv answered 503 Busy" in fetch.message
    publisher.serve("/alt.csv", b"<html>Log in</html>")
    answer = run("--fetch")
    fetch = Fetch.objects.latest("pk")
    assert (answer["status"], fetch.status) == ("refused", "refused")
    assert fetch.message.startswith(answer["reason"])


def test_a_file_is_fetched_from_an_address_on_this_machine(publisher: Publisher) -> None:
    answer = run(f"{publisher.base}/sdn.csv")
    assert (answer["status"], counts(answer)) == ("applied", (5, 0, 0, 0))
    assert ListVersion.objects.get().dated == date(2026, 8, 20)


# Real lists


def rows(path: Path, columns: slice) -> dict[str, tuple[str, ...]]:
    """Number → the published values, read with nothing of ours."""
    data = gzip.decompress(path.read_bytes()).decode("ascii").removesuffix("\x1a")
    return {row[0]: tuple(row[columns]) for row in csv.reader(io.StringIO(data, newline=""))}


def akas(path: Path) -> dict[str, set[tuple[str, str]]]:
    data = gzip.decompress(path.read_bytes()).decode("ascii").removesuffix("\x1a")
    found: dict[str, set[tuple[str, str]]] = {}
    for row in csv.reader(io.StringIO(data, newline="")):
        found.setdefault(row[0], set()).add((row[2], row[3]))
    return found


def difference(old: Mapping[str, object], new: Mapping[str, object]) -> tuple[int, int, int, int]:
    both = old.keys() & new.keys()
    changed = sum(old[number] != new[number] for number in both)
    return (
        len(new.keys() - old.keys()),
        changed,
        len(old.keys() - new.keys()),
        len(both) - changed,
    )


@needs_shared
def test_a_whole_real_set_is_imported_with_every_part() -> None:
    answer = run(OFAC / "complete-2021", "--dated", "2021-06-30")
    assert counts(answer) == (8976, 0, 0, 0)
    assert Official.objects.count() == 4620
    published = akas(OFAC / "complete-2021" / "alt.csv.gz")
    assert Name.objects.filter(weak=False).exclude(kind="principal").count() == sum(
        map(len, published.values())
    )
    remarks = EntryVersion.objects.get(entry__number="12300").content["remarks"]
    assert "PROMO RAIZ S.A.S.; Linked To:" in remarks
    assert remarks.endswith("Linked To: R D I S.A.")
    addresses = EntryVersion.objects.get(entry__number="36").content["addresses"]
    assert [one["city"] for one in addresses] == ["Havana"]


@needs_shared
def test_what_a_real_list_does_not_carry_stays_as_the_one_before_told_it() -> None:
    may, july = OFAC / "sdn-2024-05-03.csv.gz", OFAC / "names-2026-07-23"
    told_in_2026 = slice(0, 4)  # number, name, kind and programmes: all that both lists tell

    run(may, "--dated", "2024-05-03")
    told = EntryVersion.objects.get(entry__number="22790", span__upper_inf=True).content
    answer = run(july, "--dated", "2026-07-23")
    assert (answer["status"], answer["exit"]) == ("quarantined", 3)
    apply_held(ListVersion.objects.latest(), by=None, why="two years lie between the lists")
    assert counts(answer) == difference(
        rows(may, told_in_2026), rows(july / "sdn.csv.gz", told_in_2026)
    )
    now = EntryVersion.objects.get(entry__number="22790", span__upper_inf=True)
    assert {key: now.content[key] for key in ("remarks", "title")} == {
        "remarks": told["remarks"],
        "title": told["title"],
    }
    assert now.facts["births"][0]["earliest"] == "1962-11-23"

    delcy = Designation.objects.get(entry__number="25077")
    assert (delcy.first_seen, delcy.last_seen, delcy.first_gone) == (
        date(2024, 5, 3),
        date(2024, 5, 3),
        date(2026, 7, 23),
    )
    nanez = Designation.objects.get(entry__number="51271")
    assert (nanez.last_absent, nanez.first_seen, nanez.last_seen) == (
        date(2024, 5, 3),
        date(2026, 7, 23),
        None,
    )
    assert run(july, "--dated", "2026-07-23")["status"] == "unchanged"


@needs_shared
def test_a_real_list_cut_anywhere_is_refused_by_the_command(tmp_path: Path) -> None:
    whole = gzip.decompress((OFAC / "complete-2021" / "sdn.csv.gz").read_bytes())
    for length in random.Random(3).sample(range(len(whole)), 10):
        (tmp_path / "sdn.csv").write_bytes(whole[:length])
        assert run(tmp_path)["exit"] == 1
    packed = (OFAC / "complete-2021" / "sdn.csv.gz").read_bytes()
    (tmp_path / "sdn.csv").unlink()
    (tmp_path / "sdn.csv.gz").write_bytes(packed[: len(packed) // 2])
    assert "cannot be read or unpacked" in run(tmp_path)["reason"]
    assert not ListVersion.objects.exists()


def test_the_end_mark_is_what_tells_a_whole_list_from_a_cut_one(tmp_path: Path) -> None:
    write_set(tmp_path, [entry(1, "ONE")])
    (tmp_path / "sdn.csv").write_bytes(text([entry(1, "ONE")], 1, end_mark=False))
    assert "end mark (byte 0x1A) is missing" in run(tmp_path)["reason"]
