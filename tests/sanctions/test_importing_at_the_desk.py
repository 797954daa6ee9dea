"""Files that a person brings at the desk, and lists that they have fetched."""

from __future__ import annotations

import re
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from sanctions import fetching
from sanctions.admin import receiving
from sanctions.models import Entry, Fetch, ListVersion, SanctionsList
from tests import factories
from tests.sanctions.held import FIRST, SECOND, everybody, receive, shrunk
from tests.sanctions.ofac import alias, entry, text

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent.parent / "files"
PAGE = "/admin/sanctions/sanctionslist/import/"


@pytest.fixture
def ines() -> User:
    return factories.user("editor", username="ines")


@pytest.fixture
def desk(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def file(rows: Any, numbers: int = 1, name: str = "sdn.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text(rows, numbers))


def send(desk: Client, *files: SimpleUploadedFile, **more: str) -> Any:
    sent = {"code": "ofac-sdn", "upload": list(files), "dated": "2026-08-20"}
    sent |= {"extent": "excerpt" if "coverage" in more else "whole"} | more
    return desk.post(PAGE, sent, follow=True)


def told(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", response.text)))


# ---- Files ----


def test_a_set_that_is_brought_is_applied_and_told(desk: Client, ines: User) -> None:
    answer = send(desk, file(everybody()), file([alias(101, 1, "OTHER, Name")], 2, "ALT.CSV"))
    version = ListVersion.objects.get()
    assert (version.status, version.dated, version.received_by) == ("applied", FIRST, ines)
    assert version.parts == ["sdn", "alt"]
    assert "Applied as version 1: 20 added, 0 changed, 0 removed, 0 unchanged." in told(answer)
    assert answer.redirect_chain[-1][0] == f"/admin/sanctions/listversion/{version.pk}/change/"
    [log] = LogEntry.objects.filter(content_type__model="listversion")
    assert (log.user, log.change_message) == (ines, "Imported sdn.csv, ALT.CSV: applied.")


def test_one_file_alone_is_taken_as_well(desk: Client) -> None:
    send(desk, file(everybody(), name="sdn (2).csv"))
    assert ListVersion.objects.get().entry_count == 20


def test_an_excerpt_names_its_programmes(desk: Client) -> None:
    send(desk, file(everybody()[:12]), coverage="VENEZUELA, IRAN")
    assert ListVersion.objects.get().coverage == ["IRAN", "VENEZUELA"]


def test_what_is_held_leads_to_its_page(desk: Client, ines: User) -> None:
    receive(everybody(), FIRST)
    answer = send(desk, file(shrunk()), dated="2026-08-27")
    held = ListVersion.objects.get(sequence=2)
    assert (held.status, held.received_by, held.dated) == ("quarantined", ines, SECOND)
    assert answer.redirect_chain[-1][0] == f"/admin/sanctions/listversion/{held.pk}/change/"
    assert "Held as version 2: 1 added, 2 changed, 8 removed" in told(answer)
    assert "A second person decides." in told(answer)
    assert "You imported it, so a second person decides" in words(answer)


def test_the_same_files_again_change_nothing(desk: Client) -> None:
    send(desk, file(everybody()))
    answer = send(desk, file(everybody()))
    assert "Nothing was changed: these are the bytes of version 1" in told(answer)
    assert ListVersion.objects.count() == 1


def test_the_same_files_as_are_held_already_are_told_so(desk: Client) -> None:
    receive(everybody(), FIRST)
    send(desk, file(shrunk()), dated="2026-08-27")
    answer = send(desk, file(shrunk(), name="again.csv"), dated="2026-08-27")
    assert "The same files are held already, as version 2, since" in told(answer)
    logs = LogEntry.objects.filter(content_type__model="listversion").order_by("pk")
    assert [(log.is_addition(), log.change_message) for log in logs] == [
        (True, "Imported sdn.csv: quarantined."),
        (False, "Imported again.csv: the same files, quarantined."),
    ]


def test_files_that_bear_their_day_need_none(desk: Client) -> None:
    un = FILES / "un" / "consolidated.xml"
    send(desk, SimpleUploadedFile(un.name, un.read_bytes()), code="un-sc", dated="")
    assert ListVersion.objects.get().dated_by == "file"


def test_a_warning_that_asks_ends_with_its_question(desk: Client) -> None:
    answer = send(desk, file(everybody()))
    assert "and the right one?" in told(answer)
    assert "?." not in told(answer)


def test_a_file_that_cannot_be_read_says_why_and_what_was_typed_is_kept(desk: Client) -> None:
    page = SimpleUploadedFile("sdn.csv", b"<!doctype html><title>Log in</title><p>Sorry</p>")
    answer = send(desk, page, coverage="VENEZUELA")
    assert "sdn.csv: this is a web page, titled “Log in”, not" in words(answer)
    assert 'value="VENEZUELA"' in answer.text
    assert 'value="2026-08-20"' in answer.text
    assert not ListVersion.objects.exists()
    assert not LogEntry.objects.exists()


def test_a_set_that_was_cut_changes_nothing(desk: Client) -> None:
    receive(everybody(), FIRST)
    cut = SimpleUploadedFile("sdn.csv", text([entry(150, "NEW, One")], 1)[:-1])
    answer = send(desk, cut, dated="2026-08-27")
    assert answer.status_code == 200
    assert not answer.redirect_chain
    assert not Entry.objects.filter(number="150").exists()


WRONG = {
    "no file": ({}, "Choose the files."),
    "a day that is none": ({"dated": "2026-02-30"}, "There is no such day."),
    "a list that is none": ({"code": "no-list"}, "Select a valid choice"),
    "no list": ({"code": ""}, "Choose the list that the files are of."),
    "a gap between commas": ({"coverage": "IRAN,,SDGT"}, "A programme is missing between commas"),
    "neither whole nor excerpt": ({"extent": ""}, "Say whether it is the whole list or an excerpt"),
    "an excerpt of nothing": ({"coverage": ""}, "Name the programmes for which the excerpt is"),
    "a whole of some": ({"coverage": "IRAN", "extent": "whole"}, "Only an excerpt has programmes"),
    "no day at all": ({"dated": ""}, "The files do not bear their day: say on which day"),
}


@pytest.mark.parametrize("what", WRONG)
def test_the_form_says_what_is_wrong(desk: Client, what: str) -> None:
    more, message = WRONG[what]
    answer = send(desk, *([] if what == "no file" else [file(everybody())]), **more)
    assert message in words(answer)
    assert not ListVersion.objects.exists()


def test_too_much_at_once_is_refused(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(receiving, "LARGEST", 1024 * 1024)
    large = SimpleUploadedFile("sdn.csv", b"x" * (1024 * 1024 + 1))
    assert "The files have 1.0 MB together" in words(send(desk, large))
    many = [file(everybody(), name=f"{number}.csv") for number in range(9)]
    assert "These are 9 files" in words(send(desk, *many))
    assert "sdn.csv is there twice" in words(
        send(desk, file(everybody()), file(everybody(), name="SDN.csv"))
    )


def test_a_name_that_climbs_out_of_its_folder_stays_in_it(desk: Client, tmp_path: Path) -> None:
    outside = tmp_path / "climbed.csv"
    send(desk, file(everybody(), name=f"../../../../../..{outside}"))
    assert not outside.exists()


# ---- Who may ----


@pytest.mark.parametrize(
    ("role", "may"), [("reporter", 403), ("exporter", 403), ("editor", 200), ("admin", 200)]
)
def test_who_brings_and_fetches(
    client: Client, monkeypatch: pytest.MonkeyPatch, role: str, may: int
) -> None:
    asked: list[tuple[SanctionsList, User]] = []
    monkeypatch.setattr(fetching, "ask", lambda one, by: asked.append((one, by)))
    user = factories.user(role)
    client.force_login(user)
    kept = factories.sanctions_list()
    page = client.get(f"/admin/sanctions/sanctionslist/{kept.pk}/change/").text
    assert ("Fetch now" in page, "Import a file" in page) == (may == 200, may == 200)
    assert ("Import a file" in client.get("/admin/sanctions/sanctionslist/").text) == (may == 200)
    assert client.get(PAGE).status_code == may
    assert client.post(PAGE, {}).status_code == may
    fetch = client.post(f"/admin/sanctions/sanctionslist/{kept.pk}/fetch/")
    assert fetch.status_code == (302 if may == 200 else 403)
    assert asked == ([(kept, user)] if may == 200 else [])


def test_looking_fetches_nothing(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "ask", lambda one, by: pytest.fail("it was asked"))
    kept = factories.sanctions_list()
    assert desk.get(f"/admin/sanctions/sanctionslist/{kept.pk}/fetch/").status_code == 302
    assert desk.post("/admin/sanctions/sanctionslist/999999/fetch/").status_code == 404


def test_the_page_of_a_list_tells_what_its_last_fetches_came_to(desk: Client, ines: User) -> None:
    kept = factories.sanctions_list()
    address = f"/admin/sanctions/sanctionslist/{kept.pk}/change/"
    page = words(desk.get(address))
    assert "It has never been fetched." in page
    assert "The worker is not running: nothing is fetched" in page
    Fetch.objects.create(
        list=kept,
        form="enhanced",
        status="failed",
        ended_at=timezone.now(),
        message="Name or service not known",
        asked_by=ines,
    )
    page = words(desk.get(address))
    assert "Failed; asked for by ines; tried again at" in page
    assert "Name or service not known" in page


def test_the_age_of_a_list_is_written_as_people_say_it(client: Client) -> None:
    client.force_login(factories.user("admin"))
    kept = factories.sanctions_list()
    address = f"/admin/sanctions/sanctionslist/{kept.pk}/change/"
    fields = client.get(address).context["adminform"].form.initial
    assert 'value="7 days"' in client.get(address).text
    for typed, days in (("36 hours", timedelta(hours=36)), ("9", timedelta(days=9))):
        client.post(address, fields | {"stale_after": typed})
        kept.refresh_from_db()
        assert kept.stale_after == days
    answer = client.post(address, fields | {"stale_after": "soon"})
    assert "Write days or hours: “7 days”, “36 hours”." in unescape(answer.text)
    client.force_login(factories.user("reporter"))
    assert "9 days" in words(client.get(address))


def test_a_list_that_is_none_of_ours_is_not_fetched(desk: Client) -> None:
    other = factories.sanctions_list("some-list")
    page = desk.get(f"/admin/sanctions/sanctionslist/{other.pk}/change/").text
    assert "Fetch now" not in page
    assert desk.post(f"/admin/sanctions/sanctionslist/{other.pk}/fetch/").status_code == 404


def test_the_page_of_a_list_leads_to_what_readers_see_and_to_what_is_held(desk: Client) -> None:
    applied, held = receive(everybody(), FIRST), receive(shrunk(), SECOND)
    page = words(desk.get(f"/admin/sanctions/sanctionslist/{applied.list_id}/change/"))
    assert "Readers see the list of 20 August 2026 , version 1, 20 entries." in page
    assert "Held: the list of 27 August 2026 , version 2, waits for a decision." in page
    assert held.dated == date(2026, 8, 27)
