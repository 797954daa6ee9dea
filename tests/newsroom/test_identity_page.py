"""The page of who a source is: for the cleared alone, posted with a reason, shown once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.http.response import HttpResponseBase
from django.test import Client
from pytest_django import Settings

from newsroom.models import IdentityReading, Source, SourceIdentity
from newsroom.models.sessions import StaffSession
from newsroom.roles import create_missing_groups
from newsroom.sessions import SessionStore
from tests import factories
from tests.newsroom import stories
from tests.newsroom.cleared import (
    NAME,
    REASON,
    WHO,
    address,
    cleared_editor,
    confidential,
    head,
    kept,
    verified,
)
from tests.newsroom.desk import logged_in

pytestmark = pytest.mark.django_db

TYPED = {
    "name": NAME,
    "other_names": "",
    "contact": "at the fountain",
    "notes": "",
    "reason": REASON,
    "action": "save",
}


@pytest.fixture
def clara() -> User:
    create_missing_groups()
    return cleared_editor()


@pytest.fixture
def desk(clara: User) -> Client:
    return verified(clara)


@pytest.fixture
def source() -> Source:
    return kept()


def purposes(user: User) -> list[str]:
    found = IdentityReading.objects.filter(by=user).exclude(purpose="cleared")
    return list(found.order_by("pk").values_list("purpose", flat=True))


def test_opening_the_page_shows_nothing_and_asks_why(desk: Client, source: Source) -> None:
    page = desk.get(address(source))
    assert page.status_code == 200
    assert NAME not in page.text
    assert "Say why you want to read it" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert "ETag" not in page.headers


def test_a_reason_shows_it_once(desk: Client, source: Source, clara: User) -> None:
    page = desk.post(address(source), {"reason": REASON, "action": "show"})
    for shown in (NAME, "La Quebrantahuesos", "zoraida@example.org", "Met at the fountain."):
        assert shown in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Refresh"] == f"60;url={address(source)}", "gone without a script"
    assert purposes(clara) == ["read"]
    assert NAME not in desk.get(address(source)).text


def test_too_short_a_reason_shows_nothing(desk: Client, source: Source, clara: User) -> None:
    for reason in ("", "Because", "           "):
        page = desk.post(address(source), {"reason": reason, "action": "show"})
        assert NAME not in page.text
    assert purposes(clara) == []


def test_nothing_of_it_is_left_behind(
    desk: Client, source: Source, caplog: pytest.LogCaptureFixture
) -> None:
    desk.post(address(source), {"reason": REASON, "action": "show"})
    desk.post(address(source), {"reason": REASON, "action": "change"})
    saved = desk.post(address(source), TYPED)
    assert saved.status_code == 302
    sessions = [SessionStore().decode(row.session_data) for row in StaffSession.objects.all()]
    assert any(sessions), "what is looked through below"
    left = [
        saved.headers["Location"],
        str(desk.cookies),
        desk.get(saved.headers["Location"]).text,
        *map(str, sessions),
        *(f"{entry} {entry.change_message}" for entry in LogEntry.objects.all()),
        caplog.text,
    ]
    assert "Who “Lamplighter” is has been written down." in left[2]
    assert not any("uebrantahuesos" in text for text in left)


def test_it_is_changed_with_a_reason(desk: Client, source: Source, clara: User) -> None:
    page = desk.post(address(source), {"reason": REASON, "action": "change"})
    assert page.context["form"]["name"].value() == NAME
    assert page.headers["Refresh"].startswith("600;")
    saved = desk.post(address(source), TYPED | {"name": "Somebody Else"})
    assert saved.status_code == 302
    page = desk.post(address(source), {"reason": REASON, "action": "show"})
    assert "Somebody Else" in page.text
    assert purposes(clara) == ["read", "written", "read"]


def test_where_none_is_kept_it_is_written(desk: Client, clara: User) -> None:
    source = confidential("Ferryman")
    page = desk.get(address(source))
    assert "Nothing has been written down of who “Ferryman” is" in page.text
    assert "Write it down" in page.text
    assert desk.post(address(source), TYPED).status_code == 302
    assert SourceIdentity.objects.get(source=source).changed_by == clara


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": "A."}, "too short to be looked for"),
        ({"other_names": "Zora\nQ"}, "too short to be looked for"),
        ({"name": " "}, "This field is required"),
        ({"reason": "Because"}, "at least 10 letters"),
        ({"reason": f"To write to {NAME}"}, "Your reason names the source"),
        ({"name": "Ferryman"}, "The source&#x27;s label has a name of this identity"),
    ],
)
def test_what_cannot_be_kept_is_refused_and_stays_in_the_form(
    desk: Client, typed: dict[str, str], told: str
) -> None:
    source = confidential("Ferryman")
    page = desk.post(address(source), TYPED | typed)
    assert told in page.text
    assert "at the fountain" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    assert not SourceIdentity.objects.exists()


def test_a_lost_key_is_told_and_it_can_be_written_anew(
    desk: Client, source: Source, settings: Settings
) -> None:
    settings.SOURCE_KEYS = ["A" * 43 + "="]
    page = desk.post(address(source), {"reason": REASON, "action": "show"})
    assert "which SOURCE_KEY does not hold" in page.text
    page = desk.post(address(source), {"reason": REASON, "action": "change"})
    assert "which SOURCE_KEY does not hold" in page.text
    assert page.context["form"]["name"].value() is None
    assert desk.post(address(source), TYPED).status_code == 302


# ---- Everybody else ---------------------------------------------------------------------------


def _root() -> Client:
    return verified(User.objects.create_superuser("root", password="x"))


def told(answer: HttpResponseBase) -> set[tuple[str, str]]:
    return {(name, value) for name, value in answer.headers.items() if name != "Expires"}


@pytest.mark.parametrize(
    "somebody",
    [
        lambda: verified(factories.user("editor")),
        lambda: logged_in(factories.user("reporter")),
        lambda: verified(head()),
        _root,
    ],
)
def test_for_others_there_is_no_such_page_and_the_head_learns_that_they_asked(
    source: Source, somebody: Callable[[], Client]
) -> None:
    client = somebody()
    without = confidential("Ferryman")
    known = stories.source("US Department of State")
    absent = client.get("/admin/newsroom/source/999999/identity/")
    for one in (source, without, known):
        for answer in (
            client.get(address(one)),
            client.head(address(one)),
            client.post(address(one), {"reason": REASON, "action": "show"}),
            client.post(address(one), TYPED),
        ):
            assert answer.status_code == absent.status_code == 404
            assert answer.content in (absent.content, b"")
            assert told(answer) - {("Content-Length", "0")} <= told(absent)
    asked = IdentityReading.objects.filter(purpose="refused").values_list("source__label", "reason")
    assert set(asked) == {
        (one.label, "Asked without being cleared.") for one in (source, without, known)
    }
    assert asked.count() == 3, "once an hour is enough to know"


def test_the_cleared_get_the_same_for_a_source_that_is_no_secret(desk: Client) -> None:
    known = stories.source("US Department of State")
    answer = desk.get(address(known))
    absent = desk.get("/admin/newsroom/source/999999/identity/")
    assert answer.status_code == absent.status_code == 404
    assert answer.content == absent.content


def test_a_second_factor_is_asked_for_each_time_after_ten_minutes(
    source: Source, clara: User
) -> None:
    for client in (logged_in(clara), verified(clara, minutes_ago=10.1)):
        for answer in (
            client.get(address(source)),
            client.post(address(source), {"reason": REASON, "action": "show"}),
        ):
            assert answer.status_code == 302
            assert answer.headers["Location"].startswith("/admin/second-factor/?next=")
            assert NAME not in answer.text
    assert purposes(clara) == []


def test_a_stranger_is_asked_to_log_in(source: Source) -> None:
    answer = Client().get(address(source))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/admin/login/")


# ---- The source's own page --------------------------------------------------------------------


def test_only_the_cleared_see_a_link_and_nobody_else_a_difference(
    desk: Client, source: Source
) -> None:
    without = confidential("Ferryman", description="Knows the river")
    change = "/admin/newsroom/source/{}/change/"
    for one in (source, without):
        assert f'href="{address(one)}"' in desk.get(change.format(one.pk)).text
    for role in ("editor", "admin"):
        other = logged_in(factories.user(role))
        for one in (source, without):
            page = other.get(change.format(one.pk)).text
            assert "identity" not in page.lower()
    assert (
        address(stories.source("OFAC"))
        not in desk.get(change.format(stories.source("OFAC").pk)).text
    )


def test_a_confidential_source_is_never_deleted_and_the_answer_is_no_hint(
    source: Source,
) -> None:
    without = confidential("Ferryman")
    pages = []
    for one in (source, without):
        client = logged_in(factories.user("editor"))
        where = f"/admin/newsroom/source/{one.pk}/delete/"
        page = client.get(where)
        assert "The desk’s promise not to name them" in page.text
        client.post(where, {"post": "yes"})
        pages.append(page.text.replace(one.label, "").replace(str(one.pk), ""))
    assert Source.objects.filter(kind="confidential").count() == 2
    assert "identity" not in "".join(pages).lower()


def test_a_confidential_source_stays_one(source: Source) -> None:
    client = logged_in(factories.user("editor"))
    where = f"/admin/newsroom/source/{source.pk}/change/"
    form = {"label": "Lamplighter", "slug": source.slug, "terms": "on_record", "kind": "person"}
    client.post(where, form)
    source.refresh_from_db()
    assert source.kind == "confidential"


def test_its_label_does_not_get_its_name(source: Source) -> None:
    editor = factories.user("editor")
    client = logged_in(editor)
    where = f"/admin/newsroom/source/{source.pk}/change/"
    form = {"label": "Lamplighter", "slug": source.slug, "terms": "off_record", "description": ""}
    page = client.post(where, form | {"description": "Z. Quebrantahuesos"})
    assert "This names the confidential source “Lamplighter”: the description." in page.text
    assert purposes(editor) == ["stopped"]
    assert client.post(where, form | {"description": "Knows the river"}).status_code == 302
    source.refresh_from_db()
    assert source.description == "Knows the river"


def test_the_form_says_what_never_to_write_there(source: Source) -> None:
    page = logged_in(factories.user("editor")).get(f"/admin/newsroom/source/{source.pk}/change/")
    assert "from which nobody can guess who it is" in page.text
    assert "no office, place, age or employer" in page.text


def test_no_admin_and_no_permission_of_django_s_leads_to_identities(desk: Client) -> None:
    for where in ("", "add/", "autocomplete/"):
        assert desk.get(f"/admin/newsroom/sourceidentity/{where}").status_code == 404
    assert WHO.name not in desk.get("/admin/").text
