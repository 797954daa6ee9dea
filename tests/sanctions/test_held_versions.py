"""A version that is held, at the desk: what its page tells, who decides, and what is left of it."""

from __future__ import annotations

import re
from html import unescape
from threading import Barrier, Thread
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sanctions import versions
from sanctions.admin.deciding import seen
from sanctions.admin.reports import all_removed
from sanctions.guard import comparing
from sanctions.models import Entry, ListVersion
from tests import factories
from tests.sanctions.held import (
    FIRST,
    SECOND,
    THIRD,
    applied_and_held,
    everybody,
    receive,
    shrunk,
)
from tests.sanctions.ofac import entry

pytestmark = pytest.mark.django_db

WHY = "The announcement of 27 August names all eight."


@pytest.fixture
def ines() -> User:
    return factories.user("editor", username="ines", first_name="Inés", last_name="Prado")


@pytest.fixture
def tomas() -> User:
    """Who imports what is held in these tests."""
    return factories.user("editor", username="tomas")


@pytest.fixture
def desk(client: Client, ines: User) -> Client:
    client.force_login(ines)
    return client


def address(version: ListVersion, rest: str = "change") -> str:
    return f"/admin/sanctions/listversion/{version.pk}/{rest}/"


def words(html: str) -> str:
    """The page's main part as a reader of the screen has it, without marks and line ends."""
    main = html[html.index('id="content-main"') :]
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", main)))


def decide(
    desk: Client, version: ListVersion, what: str, why: str = WHY, mark: str | None = None
) -> Any:
    """Send the form as the page of the version has it now."""
    version.refresh_from_db()
    sent = {"why": why, "seen": seen(version) if mark is None else mark}
    return desk.post(address(version, what), sent, follow=True)


def told(response: Any) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def log_of(version: ListVersion) -> list[tuple[str, str]]:
    found = LogEntry.objects.filter(
        content_type__model="listversion", object_id=str(version.pk)
    ).order_by("pk")
    return [(one.user.username, one.change_message) for one in found]


# ---- What the page tells ----


def test_the_page_tells_why_it_is_held_and_all_that_it_would_change(
    desk: Client, tomas: User
) -> None:
    _, held = applied_and_held(by=tomas)
    page = words(desk.get(address(held)).text)
    for line in (
        "readers see nothing of it until a second person has decided",
        "8 of 20 entries would be removed",
        "102 was SURNAMEB, Given (DOB 12 Mar 1961), is now KHAN, Omar (DOB 01 Jan 1980)",
        "27 August 2026, told by whoever imported it",
        "by tomas",
        f"SHA-256 {held.sha256}",
        "Compared with version 1, of 20 August 2026",
        "What it would change: 1 added, 2 changed, 8 removed",
        "20 entries before, 13 after.",
        "Numbers used again for somebody else: 1",
        "Removed: 8",
        "SURNAMET, Given , entry 120",
        "Added: 1",
        "NEWCOMER, Nina , entry 140",
    ):
        assert line in page, line
    assert "SDGT 8 1 1 8 SURNAMEM, Given (113)" in page


def test_all_that_are_removed_are_named_where_somebody_asks(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "ENTRIES", 2)
    _, held = applied_and_held()
    page = words(desk.get(address(held)).text)
    assert "The first 2 of 8, by number" in page
    assert "Name all 8 that are removed" in page
    everyone = words(desk.get(f"{address(held)}?removed=all").text)
    for number in range(113, 121):
        assert f", entry {number} " in everyone
    assert "Name all" not in everyone


def test_of_an_excerpt_only_those_within_it_are_removed() -> None:
    receive(everybody(), FIRST)
    version = receive(everybody()[:10], SECOND, coverage=["VENEZUELA"])
    assert [one.number for one in all_removed(version)] == ["111", "112"]


def test_what_was_refused_with_the_version_that_is_applied_is_told(desk: Client) -> None:
    receive(everybody(), FIRST)
    receive(everybody()[:10], SECOND)
    held = receive(everybody()[:12], SECOND)
    answer = decide(desk, held, "apply")
    assert "Version 2, which waited beside it, was refused with it." in told(answer)


def test_a_version_that_a_revert_made_says_so(desk: Client, ines: User) -> None:
    receive(everybody(), FIRST)
    wrong = receive([*everybody(), entry(150, "NEW, One")], SECOND)
    decide(desk, wrong, "revert")
    restoring = ListVersion.objects.get(sequence=3)
    assert "by Inés Prado’s revert of version 2" in words(desk.get(address(restoring)).text)


def test_the_page_names_what_a_version_carries_in_words(desk: Client) -> None:
    version = factories.list_version(fields=["name", "weak_aliases", "dataid"])
    page = words(desk.get(address(version)).text)
    assert "it carries name, weak aliases, publisher’s number of the record" in page


def test_changes_stand_side_by_side_with_the_difference_marked(desk: Client) -> None:
    _, held = applied_and_held()
    page = desk.get(address(held)).text
    assert "SURNAMEA, Given<ins> Antonio</ins>" in page
    assert "<ins>Minister of Defence</ins>" in page
    assert "DOB <del>12</del> <del>Mar</del> <del>1961" in page


def test_a_name_with_markup_is_shown_as_it_is_written(desk: Client) -> None:
    receive(everybody(), FIRST)
    rows = [entry(101, "<script>alert(1)</script>"), *shrunk()[1:]]
    page = desk.get(address(receive(rows, SECOND))).text
    assert "<script>alert" not in page
    assert "&lt;" in page


def test_a_version_without_a_report_has_its_counts(desk: Client) -> None:
    version = factories.list_version(added=3, entry_count=3)
    page = words(desk.get(address(version)).text)
    assert "What it changed: 3 added, 0 changed, 0 removed" in page


def test_the_page_asks_few_questions_however_much_changes(desk: Client, tomas: User) -> None:
    _, held = applied_and_held(by=tomas)

    def asked(version: ListVersion) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address(version)).status_code == 200
        return len(captured)

    asked(held)  # fills what is asked once for a process
    few = asked(held)
    rows = [
        entry(101 + n, f"RENAMED{chr(65 + n)}, Somebody", "VENEZUELA" if n < 12 else "SDGT")
        for n in range(20)
    ]
    assert asked(receive(rows, THIRD, tomas)) == few
    assert few <= 8


def test_held_versions_stand_first_and_can_be_filtered(desk: Client) -> None:
    receive(everybody(), FIRST)
    held = receive(shrunk(), SECOND)
    receive([*everybody(), entry(150, "OTHER, One")], THIRD)
    ListVersion.objects.filter(pk=held.pk).update(  # it was refused when the third was applied
        status="quarantined", decided_at=None, decided_why="", superseded_by=None
    )
    page = words(desk.get("/admin/sanctions/listversion/").text)
    assert page.index("27 August 2026 2") < page.index("3 September 2026 3")
    assert "Quarantined: waits for a decision" in page
    only = words(desk.get("/admin/sanctions/listversion/?status__exact=quarantined").text)
    assert "1 list version" in only


# ---- Who decides ----


def test_who_imported_it_is_told_that_a_second_person_decides(client: Client, tomas: User) -> None:
    _, held = applied_and_held(by=tomas)
    client.force_login(tomas)
    page = client.get(address(held)).text
    assert "You imported it, so a second person decides" in words(page)
    assert "<form" not in page[page.index('id="content-main"') :]
    for what in ("apply", "refuse"):
        assert "ask somebody else" in told(decide(client, held, what))
    held.refresh_from_db()
    assert held.status == "quarantined"


MAY = {"reporter": 403, "exporter": 403, "editor": 302, "admin": 302}


@pytest.mark.parametrize("role", MAY)
def test_editors_and_administrators_decide(client: Client, role: str) -> None:
    applied, held = applied_and_held()
    client.force_login(factories.user(role))
    page = client.get(address(held)).text
    assert ("Apply: readers will see this list" in page) == (MAY[role] == 302)
    assert ("Editors and administrators decide" in page) == (MAY[role] == 403)
    assert ("Revert: readers" in client.get(address(applied)).text) == (MAY[role] == 302)
    for what in ("compare", "refuse"):
        sent = {"why": WHY, "seen": seen(held)}
        assert client.post(address(held, what), sent).status_code == MAY[role], what
    held.refresh_from_db()
    assert held.status == ("refused" if MAY[role] == 302 else "quarantined")


def test_a_stranger_is_asked_to_log_in(client: Client) -> None:
    _, held = applied_and_held()
    for what in ("change", "apply", "refuse", "revert", "compare"):
        assert client.post(address(held, what), {"why": WHY}).status_code == 302
    held.refresh_from_db()
    assert held.status == "quarantined"


def test_looking_decides_nothing(desk: Client) -> None:
    _, held = applied_and_held()
    for what in ("apply", "refuse", "revert", "compare"):
        assert desk.get(address(held, what)).headers["Location"] == address(held)
    assert desk.get("/admin/sanctions/listversion/999999/apply/").status_code == 302
    assert desk.post("/admin/sanctions/listversion/999999/apply/").status_code == 404
    held.refresh_from_db()
    assert held.status == "quarantined"
    assert log_of(held) == []


# ---- What a decision does ----


def test_a_second_person_applies_it_with_a_reason(desk: Client, ines: User, tomas: User) -> None:
    _, held = applied_and_held(by=tomas)
    answer = decide(desk, held, "apply")
    assert "Readers see this list now" in told(answer)
    held.refresh_from_db()
    assert (held.status, held.decided_by, held.decided_why) == ("applied", ines, WHY)
    assert Entry.objects.filter(number="140").exists()
    assert log_of(held) == [("ines", f"Applied the version that was held. {WHY}")]
    page = words(answer.text)
    assert re.search(rf"Applied Inés Prado \d+ \w+ \d+, \d\d:\d\d UTC {WHY}", page)
    assert "Why it was held" in page


def test_a_refused_version_tells_who_refused_it_and_why(desk: Client, ines: User) -> None:
    _, held = applied_and_held()
    answer = decide(desk, held, "refuse", "Half a list.")
    assert "Nothing has changed for readers" in told(answer)
    held.refresh_from_db()
    assert (held.status, held.decided_by) == ("refused", ines)
    assert not Entry.objects.filter(number="140").exists()
    assert log_of(held) == [("ines", "Refused the version that was held. Half a list.")]
    page = words(desk.get(address(held)).text)
    assert "Refused: readers never saw it." in page
    assert "Refused Inés Prado" in page
    assert "Half a list." in page
    assert "What it would change: 1 added" in page


def test_a_version_that_a_newer_one_overtook_was_refused_by_nobody(desk: Client) -> None:
    _, held = applied_and_held()
    newer = receive([*everybody(), entry(150, "NEWER, Nora")], THIRD)
    assert newer.status == "applied"
    page = words(desk.get(address(held)).content.decode())
    assert "Superseded nobody" in page
    assert "Version 3 of 3 September 2026 was applied instead." in page
    assert "Refused the command line" not in page


def test_a_version_refused_at_the_command_line_says_so(desk: Client) -> None:
    _, held = applied_and_held()
    versions.refuse(held, by=None, why="Half a list.")
    page = words(desk.get(address(held)).content.decode())
    assert "Refused the command line" in page


def test_entries_that_come_back_have_a_place_of_their_own(desk: Client) -> None:
    rows = everybody()
    receive(rows, FIRST)
    assert receive([rows[0], *rows[3:]], SECOND).status == "applied"
    rows[5] = entry(106, "KHAN, Omar", remarks="DOB 01 Jan 1980; nationality Pakistan.")
    held = receive(rows, THIRD)
    assert held.status == "quarantined"
    page = words(desk.get(address(held)).content.decode())
    assert "Back on the list: 2 They had left the list" in page
    assert "SURNAMEB, Given , entry 102 SURNAMEC, Given , entry 103" in page


def test_the_same_files_after_a_refusal_are_held_with_its_reason(desk: Client) -> None:
    _, held = applied_and_held()
    decide(desk, held, "refuse", "Half a list.")
    again = receive(shrunk(), SECOND)
    assert again.status == "quarantined"
    page = words(desk.get(address(again)).text)
    assert "refused before, as version 2 by ines: “Half a list.”" in page


def test_the_newest_version_is_reverted_and_its_page_tells_by_whom(
    desk: Client, ines: User, tomas: User
) -> None:
    first, second = applied_and_held(by=tomas)
    decide(desk, second, "apply")
    page = desk.get(address(second)).text
    assert "Revert: readers will see the list of 20 August 2026 (version 1), again" in page
    answer = decide(desk, second, "revert", "It was half a list.")
    assert "counts in no answer any more" in told(answer)
    second.refresh_from_db()
    assert (second.status, second.reverted_by) == ("reverted", ines)
    assert log_of(second)[-1] == ("ines", "Reverted the version. It was half a list.")
    page = words(answer.text)
    assert "Reverted Inés Prado" in page
    assert "What stood before came back as version 3, the list of 20 August 2026" in page
    third = ListVersion.objects.get(sequence=3)
    assert "It restores version 1, of 20 August 2026" in words(desk.get(address(third)).text)
    assert 'action="' + address(first, "revert") not in desk.get(address(first)).text


def test_a_first_version_that_is_reverted_leaves_no_list(desk: Client) -> None:
    version = receive(everybody(), FIRST)
    assert "Revert: readers will see no version of this list" in desk.get(address(version)).text
    page = words(decide(desk, version, "revert").text)
    assert "nothing stood before it, and no list stands in its place" in page


def test_without_a_reason_the_page_comes_back_and_keeps_what_was_typed(desk: Client) -> None:
    _, held = applied_and_held()
    answer = decide(desk, held, "apply", "  ")
    assert "Write why. It stays with the version for good." in answer.text
    assert re.search(r'<textarea [^>]*autofocus[^>]* id="id_apply_why"', answer.text)
    kept = decide(desk, held, "refuse", "x" * 2_001)
    assert "x" * 2_001 in kept.text
    held.refresh_from_db()
    assert held.status == "quarantined"


# ---- What happened meanwhile ----


def two_held() -> tuple[ListVersion, ListVersion]:
    """Both were compared with version 1."""
    _, second = applied_and_held()
    third = receive(everybody()[:11], THIRD)
    assert third.status == "quarantined"
    return second, third


def test_what_was_compared_with_an_older_state_is_compared_again_first(desk: Client) -> None:
    second, third = two_held()
    decide(desk, second, "apply")
    page = desk.get(address(third)).text
    assert (
        "It was compared with the list of 20 August 2026 (version 1); by now readers see the list "
        "of 27 August 2026 (version 2)."
    ) in words(page)
    assert "Apply: readers" not in page
    answer = desk.post(address(third, "compare"), follow=True)
    assert "Compared again" in told(answer)
    assert "Compared with version 2, of 27 August 2026" in words(answer.text)
    assert "Apply: readers will see this list" in answer.text
    third.refresh_from_db()
    assert (third.status, third.removed) == ("quarantined", 2)
    assert log_of(third) == [("ines", "Compared the held version again.")]


def test_a_page_opened_before_another_version_was_applied_applies_nothing(desk: Client) -> None:
    second, third = two_held()
    mark = seen(third)
    decide(desk, second, "apply")
    answer = decide(desk, third, "apply", mark=mark)
    assert "It was compared again: look at it" in told(answer)
    third.refresh_from_db()
    assert (third.status, third.compared_with) == ("quarantined", second)
    assert WHY in answer.text, "what was typed is still there"
    assert log_of(third) == []


def test_a_page_opened_before_it_was_compared_again_applies_nothing(desk: Client) -> None:
    second, third = two_held()
    mark = seen(third)
    decide(desk, second, "apply")
    desk.post(address(third, "compare"))
    answer = decide(desk, third, "apply", mark=mark)
    assert "It has been compared again since you opened this page" in answer.text
    third.refresh_from_db()
    assert third.status == "quarantined"
    assert decide(desk, third, "apply").redirect_chain


def test_sent_twice_it_is_applied_once(desk: Client) -> None:
    _, held = applied_and_held()
    decide(desk, held, "apply")
    answer = decide(desk, held, "apply")
    assert "is applied, not held: there is nothing to decide" in told(answer)
    assert "Applied Inés Prado" in words(answer.text)
    assert ListVersion.objects.count() == 2
    assert len(log_of(held)) == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_the_second_is_told(ines: User) -> None:
    _, held = applied_and_held()
    ana = factories.user("admin", username="ana")
    sent = {"why": WHY, "seen": seen(held)}
    begin = Barrier(2)
    answers: dict[str, Any] = {}

    def send(user: User, what: str) -> None:
        desk = Client()
        desk.force_login(user)
        begin.wait()
        answers[what] = desk.post(address(held, what), sent)
        connection.close()

    both = [Thread(target=send, args=one) for one in ((ines, "apply"), (ana, "refuse"))]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()
    held.refresh_from_db()
    done, other = ("apply", "refuse") if held.status == "applied" else ("refuse", "apply")
    assert answers[done].status_code == 302
    assert answers[other].status_code == 200
    assert "there is nothing to decide" in told(answers[other])
    assert len(log_of(held)) == 1


def test_a_decision_that_fails_is_told_and_changes_nothing(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, held = applied_and_held()

    def fail(*args: object, **options: object) -> None:
        connection.cursor().execute("SELECT no_such_column")

    monkeypatch.setattr(versions, "_apply", fail)
    answer = decide(desk, held, "apply")
    assert "The database gave up, and nothing was changed." in told(answer)
    assert WHY in answer.text
    held.refresh_from_db()
    assert held.status == "quarantined"
    assert log_of(held) == []
