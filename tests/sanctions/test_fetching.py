"""The daily round against a publisher on this machine: what becomes of a fetch, and when next."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import run_checks
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django_ox.testing import run_tasks
from pytest_django import Settings

from sanctions import fetching, versions
from sanctions.fetch import Limits
from sanctions.fetch_times import RETRIES, due, tried_again_at
from sanctions.fetching import fetch_due, fetch_form
from sanctions.lists import PUBLICATIONS
from sanctions.lists.publication import Expected, Form, Publication
from sanctions.models import Entry, Fetch, ListVersion
from sanctions.reverting import revert
from sanctions.tasks import fetch_lists
from tests import factories
from tests.sanctions.ofac import Values, entry, write_set
from tests.sanctions.publisher import (
    Answer,
    Publisher,
    dripping,
    part_of,
    publishing,
    redirect,
    refusing,
    silent,
    whole,
)

pytestmark = pytest.mark.django_db

SOON = Limits(size=1_000_000, silence=0.2, total=0.4)
NAMES = ("sdn.csv", "alt.csv", "add.csv", "sdn_comments.csv")
FEW = [entry(number, f"NAME{number}, Some") for number in range(1, 5)]


@pytest.fixture(scope="module")
def server() -> Iterator[Publisher]:
    with publishing() as started:
        yield started


@pytest.fixture
def publisher(server: Publisher) -> Publisher:
    server.answers.clear()
    server.asked.clear()
    return server


@pytest.fixture
def publication(publisher: Publisher, monkeypatch: pytest.MonkeyPatch) -> Publication:
    """OFAC's SDN list as this machine publishes it: in one form, small, and always due."""
    here = replace(
        PUBLICATIONS["ofac-sdn"],
        forms=(Form(name="delimited", files={"sdn.csv": f"{publisher.base}/sdn.csv"}),),
        hosts=("127.0.0.1",),
        expected=Expected(entries=(1, 100)),
        fetched_at=time(0, 0, tzinfo=UTC),
    )
    monkeypatch.setitem(PUBLICATIONS, "ofac-sdn", here)
    return here


def publish(
    publisher: Publisher, tmp_path: Path, day: str, entries: Sequence[Values], tag: str = ""
) -> None:
    """A list of that day at the publisher, behind a redirect to an address with the day."""
    body = (write_set(tmp_path, entries) / "sdn.csv").read_bytes()
    publisher.serve(f"/Published/{day}/sdn.csv", whole(body, {"ETag": tag} if tag else {}))
    publisher.serve("/sdn.csv", redirect(f"/Published/{day}/sdn.csv?Signature=secret"))


def fetched(publication: Publication, **options: object) -> Fetch:
    row = fetch_form(publication, publication.forms[0], limits=SOON, **options)  # type: ignore[arg-type]
    row.refresh_from_db()
    assert row.ended_at is not None
    assert not list((settings.VAR / "fetching").iterdir())
    return row


def applied(
    publisher: Publisher,
    publication: Publication,
    tmp_path: Path,
    entries: Sequence[Values] = FEW,
    tag: str = "",
) -> Fetch:
    """A first list, fetched and applied."""
    publish(publisher, tmp_path, "2026-08-20", entries, tag)
    row = fetched(publication)
    assert row.status == "applied"
    return row


# What becomes of a fetch


def test_a_list_is_fetched_with_the_publishers_own_day(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    applied(publisher, publication, tmp_path)
    publish(publisher, tmp_path, "2026-08-21", [*FEW, entry(9, "NEW, Quite")])
    row = fetched(publication)
    version = ListVersion.objects.get(dated=date(2026, 8, 21))
    assert (row.status, row.version, row.attempt) == ("applied", version, 1)
    assert row.message.startswith("1 added, 0 changed, 0 removed, 4 unchanged.")
    assert (version.dated_by, version.received_by) == ("address", None)
    assert "secret" not in str(Fetch.objects.values())


def test_a_list_that_looks_wrong_is_held_and_the_fetch_says_why(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    many = [entry(number, f"NAME{number}, Some") for number in range(1, 31)]
    applied(publisher, publication, tmp_path, many)
    publish(publisher, tmp_path, "2026-08-21", many[:20])
    row = fetched(publication)
    assert row.status == "quarantined"
    assert row.version
    assert row.version.status == "quarantined"
    assert "10 removed" in row.message
    assert row.version.findings[0]["message"] in row.message
    assert tried_again_at(row) is None


def test_what_has_not_changed_is_not_sent_again(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    first = applied(publisher, publication, tmp_path, tag='"1"')
    publisher.asked.clear()
    row = fetched(publication)
    assert (row.status, row.version) == ("unchanged", first.version)
    assert row.message.startswith("The publisher says that nothing has changed since the fetch of")
    assert publisher.asked[-1][1]["If-None-Match"] == '"1"'
    assert fetched(publication).status == "unchanged"  # the marks are handed on
    assert ListVersion.objects.count() == 1


def test_the_same_bytes_sent_again_are_unchanged(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    first = applied(publisher, publication, tmp_path)
    row = fetched(publication)
    assert (row.status, row.version) == ("unchanged", first.version)
    assert "these are the bytes of version 1, of 20 August 2026" in row.message


def test_marks_of_a_version_that_was_taken_back_are_not_believed(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    applied(publisher, publication, tmp_path, tag='"1"')
    publish(publisher, tmp_path, "2026-08-21", [*FEW, entry(9, "NEW, Quite")], tag='"2"')
    second = fetched(publication).version
    assert second
    revert(second, by=None, why="a mistake of ours")
    publisher.asked.clear()
    assert fetched(publication).status == "quarantined"
    assert all("If-None-Match" not in headers for _, headers in publisher.asked)


def test_an_older_list_is_refused_and_kept(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    applied(publisher, publication, tmp_path)
    publish(publisher, tmp_path, "2026-08-19", FEW[:3])
    row = fetched(publication)
    assert (row.status, row.version) == ("refused", None)
    assert "The list of 19 August 2026 is older than the newest applied" in row.message
    kept = row.message.rpartition("It is kept: sdn.csv ")[2].removesuffix(".")
    assert default_storage.exists(f"lists/{kept[:2]}/{kept}.gz")


WRONG: dict[str, tuple[Answer | bytes, str, str]] = {
    "404": (refusing(404, "Not Found"), "failed", "answered 404 Not Found"),
    "a web page": (b"<!doctype html><title>Log in</title>", "refused", "is a web page, titled “Lo"),
    "an empty file": (b"", "refused", "sdn.csv: the file is empty"),
    "half a body": (part_of(b"36,", 1000), "failed", "broke off after 3 of 1000 bytes"),
    "half a list": (b'36,"AEROCARIBBEAN AIRLINES",-0- ,"CUBA",-0', "refused", "sdn.csv"),
    "a slow drip": (dripping(0.05), "failed", "was not done after 0.4 seconds"),
    "silence": (silent, "failed", "sent nothing for 0.2 seconds"),
    "a redirect elsewhere": (redirect("https://example.org/"), "failed", "not the publisher's"),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_publisher_that_misbehaves_changes_nothing(
    publisher: Publisher, publication: Publication, tmp_path: Path, case: str
) -> None:
    applied(publisher, publication, tmp_path)
    answer, status, words = WRONG[case]
    publisher.serve("/sdn.csv", answer)
    row = fetched(publication)
    assert (row.status, row.version) == (status, None)
    assert words in row.message
    assert ListVersion.objects.count() == 1
    assert Entry.objects.count() == 4
    assert row.ended_at
    again = tried_again_at(row)
    assert again
    assert RETRIES[0] <= again - row.ended_at <= RETRIES[0] * 1.25


def test_a_fault_of_ours_ends_the_fetch_and_is_logged_without_its_words(
    publisher: Publisher,
    publication: Publication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*args: object, **options: object) -> None:
        raise ZeroDivisionError("1/0")

    publish(publisher, tmp_path, "2026-08-20", FEW)
    monkeypatch.setattr(versions, "receive", broken)
    row = fetched(publication)
    assert row.status == "failed"
    assert row.message.startswith("A fault of ours (ZeroDivisionError); nothing was changed.")
    assert caplog.records[-1].exc_info


# When


def at(hour: int, minute: int = 0, day: int = 24) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def at_six(publication: Publication) -> Publication:
    """A list that is due at six in the morning."""
    return replace(publication, fetched_at=time(6, 0, tzinfo=UTC))


def a_fetch(started: datetime, status: str, attempt: int = 1) -> Fetch:
    return Fetch.objects.create(
        list=factories.sanctions_list(),
        form="delimited",
        status=status,
        attempt=attempt,
        started_at=started,
        ended_at=None if status == "running" else started,
    )


def test_a_list_is_due_once_a_day_at_its_hour(at_six: Publication) -> None:
    [form] = at_six.forms
    a_fetch(at(6, 2, day=23), "applied")
    assert due(at_six, form, at(5, 59)) == 0
    assert due(at_six, form, at(6, 0)) == 1
    a_fetch(at(6, 1), "unchanged")
    assert due(at_six, form, at(23, 59)) == 0
    assert due(at_six, form, at(6, 0, day=25)) == 1


def test_a_list_that_was_just_imported_is_not_due_before_its_hour(at_six: Publication) -> None:
    [form] = at_six.forms
    assert due(at_six, form, timezone.now()) == 1
    version = factories.list_version()
    ListVersion.objects.filter(pk=version.pk).update(received_at=at(12))
    assert due(at_six, form, at(23)) == 0
    assert due(at_six, form, at(6, day=25)) == 1


def test_what_failed_is_tried_again_later_and_later_and_then_the_next_day(
    at_six: Publication,
) -> None:
    [form] = at_six.forms
    for attempt, wait in enumerate(RETRIES, 1):
        row = a_fetch(at(6, 1), "failed" if attempt % 2 else "refused", attempt)
        again = tried_again_at(row)
        assert again
        assert wait <= again - row.started_at <= wait * 1.25
        assert due(at_six, form, again - timedelta(seconds=1)) == 0
        assert due(at_six, form, again) == attempt + 1
    a_fetch(at(8), "failed", len(RETRIES) + 1)
    assert due(at_six, form, at(5, 59, day=25)) == 0
    assert due(at_six, form, at(6, 0, day=25)) == 1


# The round


def test_a_round_fetches_what_is_due_and_nothing_else(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    applied(publisher, publication, tmp_path)
    assert fetch_due() == {}
    Fetch.objects.update(started_at=timezone.now() - timedelta(days=2))
    assert fetch_due(SOON) == {"ofac-sdn": ["unchanged"]}
    assert fetch_due() == {}


def test_every_form_of_a_list_is_fetched_in_turn(
    publisher: Publisher, publication: Publication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied(publisher, publication, tmp_path)
    forms = (*publication.forms, replace(publication.forms[0], name="enhanced"))
    monkeypatch.setitem(PUBLICATIONS, "ofac-sdn", replace(publication, forms=forms))
    Fetch.objects.update(started_at=timezone.now() - timedelta(days=2))
    ListVersion.objects.update(received_at=timezone.now() - timedelta(days=2))
    assert fetch_due(SOON) == {"ofac-sdn": ["unchanged", "unchanged"]}
    assert [row.form for row in Fetch.objects.order_by("pk")][1:] == ["delimited", "enhanced"]


@pytest.mark.parametrize(
    ("setting", "codes"),
    [
        (["imported"], ["ofac-sdn"]),
        ([], []),
        (["ofac-cons"], ["ofac-cons"]),
        (["ofac-cons", "imported"], ["ofac-cons", "ofac-sdn"]),
    ],
)
def test_the_installation_says_which_lists_are_fetched(
    settings: Settings, setting: list[str], codes: list[str]
) -> None:
    factories.list_version()
    settings.FETCH_LISTS = setting
    assert [publication.code for publication in fetching.wanted()] == codes


def test_a_list_that_does_not_exist_stops_the_start(settings: Settings) -> None:
    settings.FETCH_LISTS = ["imported", "ofac-sdm"]
    [problem] = run_checks()
    assert problem.msg == "FETCH_LISTS names ofac-sdm, which is no list that can be read."


def test_a_list_that_was_never_imported_is_fetched_where_it_is_named(
    publisher: Publisher, publication: Publication, tmp_path: Path, settings: Settings
) -> None:
    publish(publisher, tmp_path, "2026-08-20", FEW)
    settings.FETCH_LISTS = ["ofac-sdn"]
    assert fetch_lists.call() == {"ofac-sdn": ["applied"]}


def test_a_fetch_whose_worker_was_killed_is_ended_and_made_again_at_once(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    applied(publisher, publication, tmp_path)
    killed = a_fetch(timezone.now(), "running")
    left = settings.VAR / "fetching" / "ofac-sdn-delimited"
    left.mkdir(parents=True)
    (left / "alt.csv").write_bytes(b"half of what the killed one got")
    assert fetch_due(SOON) == {"ofac-sdn": ["unchanged"]}
    killed.refresh_from_db()
    assert (killed.status, killed.attempt) == ("failed", 1)
    assert killed.message == "The worker was stopped meanwhile. Nothing was changed."
    again = Fetch.objects.order_by("pk").last()
    assert again
    assert (again.status, again.attempt) == ("unchanged", 2)


def test_a_fetch_that_kills_its_worker_each_time_is_not_made_for_ever(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    applied(publisher, publication, tmp_path)
    a_fetch(timezone.now(), "running", attempt=len(RETRIES) + 1)
    assert fetch_due(SOON) == {}
    assert not Fetch.objects.filter(status="running").exists()


def test_two_workers_never_fetch_one_list_at_once(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    applied(publisher, publication, tmp_path)
    Fetch.objects.update(started_at=timezone.now() - timedelta(days=2))
    running = a_fetch(timezone.now() - timedelta(days=1), "running")
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_lock(%s, hashtext(%s))", [fetching._LOCK, "ofac-sdn"]
            )
        assert fetch_due() == {}
        running.refresh_from_db()
        assert running.status == "running"  # it lives
    finally:
        other.close()


def test_without_a_network_one_line_is_logged_and_no_more(
    publisher: Publisher,
    publication: Publication,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    applied(publisher, publication, tmp_path)
    publisher.serve("/sdn.csv", refusing(503, "Busy"))
    long_ago = timezone.now() - timedelta(days=2)
    Fetch.objects.update(started_at=long_ago)
    with caplog.at_level(logging.WARNING, "sanctions"):
        for _ in range(3):
            fetch_due(SOON)
            Fetch.objects.filter(status="failed").update(
                ended_at=timezone.now() - timedelta(hours=2)
            )
    assert Fetch.objects.filter(status="failed").count() == 3
    [line] = [record.getMessage() for record in caplog.records if record.name.startswith("sanct")]
    assert line.startswith("ofac-sdn was not fetched: http://127.0.0.1:")
    assert "answered 503 Busy" in line


# What somebody asks for


def test_somebody_may_ask_for_a_fetch_at_any_time(
    publisher: Publisher, publication: Publication, tmp_path: Path
) -> None:
    row = applied(publisher, publication, tmp_path, tag='"1"')
    ana = User.objects.create(username="ana")
    fetching.ask(row.list, ana)
    publisher.asked.clear()
    run_tasks(raise_failures=True)
    asked = Fetch.objects.order_by("pk").last()
    assert asked
    assert (asked.status, asked.asked_by, asked.version) == ("unchanged", ana, row.version)
    # Who asks wants the bytes, and not to be told that nothing has changed.
    assert all("If-None-Match" not in headers for _, headers in publisher.asked)


def test_the_machines_that_are_asked_are_those_that_the_documentation_tells() -> None:
    told = (settings.BASE_DIR / "docs" / "operations.md").read_text()
    for publication in PUBLICATIONS.values():
        assert f"`{publication.code}`" in told
        for host in publication.hosts:
            assert f"`{'*' if host.startswith('.') else ''}{host}`" in told
