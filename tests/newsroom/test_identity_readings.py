"""The head sees who read who a source is, and says so; nobody ticks off their own."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from newsroom import identities
from newsroom.models import IdentityReading, Source
from newsroom.naming import Words
from tests import factories
from tests.newsroom.cleared import REASON, asking, cleared_editor, head, kept
from tests.newsroom.desk import logged_in

pytestmark = pytest.mark.django_db

LIST = "/admin/newsroom/identityreading/"


@pytest.fixture
def source() -> Source:
    made = kept()
    IdentityReading.objects.filter(purpose="cleared").update(
        seen_by=factories.user(), seen_at="2026-01-01T00:00Z"
    )
    return made


@pytest.fixture
def hedda(source: Source) -> User:
    return head()


@pytest.fixture
def desk(hedda: User) -> Client:
    return logged_in(hedda)


def read_by(user: User, source: Source) -> IdentityReading:
    identities.read(source, user, REASON, asking(user))
    return IdentityReading.objects.filter(by=user, purpose="read").get()


def see(desk: Client, *readings: IdentityReading) -> str:
    chosen = [reading.pk for reading in readings]
    page = desk.post(LIST, {"action": "see", "_selected_action": chosen}, follow=True)
    return page.text


def test_the_head_reads_who_read_it_and_why(desk: Client, source: Source) -> None:
    read_by(cleared_editor(), source)
    page = desk.get(f"{LIST}?seen=no").text
    for told in (
        "clara",
        "Lamplighter",
        REASON,
        "Cleared to read identities",
        "Written for a test.",
    ):
        assert told in page
    assert "Cleared now: clara, writer" in page


def test_the_first_page_counts_what_the_head_has_not_seen(desk: Client, source: Source) -> None:
    assert "Identity readings you have not seen: 1." in desk.get("/admin/").text  # it was written
    reading = read_by(cleared_editor(), source)
    assert "Identity readings you have not seen: 3." in desk.get("/admin/").text
    assert "1 seen." in see(desk, reading)
    assert "Identity readings you have not seen: 2." in desk.get("/admin/").text
    for other in (factories.user("editor"), User.objects.create_superuser("root")):
        assert "Identity readings" not in logged_in(other).get("/admin/").text


def test_a_reading_is_seen_once_by_a_head(desk: Client, hedda: User, source: Source) -> None:
    reading = read_by(cleared_editor(), source)
    see(desk, reading)
    reading.refresh_from_db()
    assert reading.seen_by == hedda
    second = head("another")
    assert "seen." not in see(logged_in(second), reading)
    reading.refresh_from_db()
    assert reading.seen_by == hedda


def test_nobody_ticks_off_their_own(desk: Client, hedda: User, source: Source) -> None:
    hedda.groups.add(Group.objects.get(name="cleared"))
    reading = read_by(hedda, source)
    assert "1 of them are your own: another head has to see them." in see(desk, reading)
    reading.refresh_from_db()
    assert reading.seen_by is None
    assert "1 seen." in see(logged_in(head("another")), reading)


def test_who_comes_to_be_a_head_is_told_to_the_others(desk: Client, hedda: User) -> None:
    before = "Identity readings you have not seen: 1."
    assert before in desk.get("/admin/").text, "her own is not hers to see"
    head("sock")
    assert before not in desk.get("/admin/").text
    page = desk.get(f"{LIST}?seen=no").text
    assert "Sees these readings from now on. Joined the group head." in page
    assert "See these: hedda, sock" in page
    own = IdentityReading.objects.get(by=hedda, purpose="cleared")
    assert "1 of them are your own" in see(desk, own)


def test_a_comparison_that_found_nothing_need_not_be_seen(desk: Client, source: Source) -> None:
    passage = identities.Passage("the headline", Words("Nobody"))
    identities.named_in([passage], factories.user(), cited=[], about="Story 1, revision 1.")
    assert IdentityReading.objects.filter(purpose="publishing").count() == 1
    assert "you have not seen: 1." in desk.get("/admin/").text
    assert "Story 1, revision 1." not in desk.get(f"{LIST}?seen=no").text
    assert "Story 1, revision 1." in desk.get(f"{LIST}?purpose__exact=publishing").text


@pytest.mark.parametrize("who", ["reporter", "editor", "exporter", "admin", "cleared", "root"])
def test_only_the_head_sees_them(source: Source, who: str) -> None:
    user = User.objects.create_superuser("root") if who == "root" else factories.user(who)
    desk = logged_in(user)
    for where in ("", "export/", "export/about/", "add/", "1/change/"):
        answer = desk.get(LIST + where)
        assert answer.status_code in (302, 403), where
        assert "Lamplighter" not in answer.text
    reading = IdentityReading.objects.filter(purpose="written").get()
    desk.post(LIST, {"action": "see", "_selected_action": [reading.pk]})
    reading.refresh_from_db()
    assert reading.seen_by is None


def test_they_are_exported_and_changed_by_nobody(desk: Client, source: Source) -> None:
    read_by(cleared_editor(), source)
    answer = desk.get(f"{LIST}export/?purpose__exact=read")
    rows = list(csv.DictReader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [(row["by"], row["source"], row["reason"]) for row in rows] == [
        ("clara", "Lamplighter", REASON)
    ]
    reading = IdentityReading.objects.filter(purpose="read").get()
    for where in ("add/", f"{reading.pk}/delete/"):
        assert desk.get(LIST + where).status_code == 403


def test_the_list_takes_as_many_queries_however_long_it_is(
    desk: Client, source: Source, django_assert_max_num_queries: object
) -> None:
    user = cleared_editor()
    for _ in range(5):
        identities.read(source, user, REASON, asking(user))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        desk.get(LIST)
