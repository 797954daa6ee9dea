"""Who a source is stands in no place where it could be read; and whoever opens a hole is found out.

An evening at the desk: a cleared editor writes an identity down, mistypes, reads it, changes it; a
story that cites the source is published; mails are sent; something fails. Then every page of every
role, every table, session, cookie, log line and mail is searched. Then fifteen mistakes that
somebody could make are made one by one, and each must be seen by the same search.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import pytest
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core import mail
from django.core.mail import EmailMessage
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.utils import timezone

from newsroom import digest, identities, logbook, workflow
from newsroom.admin import identities as page
from newsroom.admin.sources import SourceAdmin
from newsroom.logs import JsonFormatter
from newsroom.models import IdentityReading, Source, SourceIdentity
from newsroom.models.sessions import StaffSession
from newsroom.sessions import SessionStore
from sanctions.adminsite import DeskAutocomplete
from sanctions.exports import Column
from tests import factories
from tests.canaries import CANARIES, IDENTITY, Sighting, seen
from tests.newsroom import queue, stories
from tests.newsroom.cleared import address, cleared_editor, confidential, head, verified
from tests.newsroom.desk import KEY, draft, logged_in, staff

pytestmark = pytest.mark.django_db

REASON = "To ask about the second document."
ADDRESSES = (
    "/admin/",
    "/admin/newsroom/source/",
    "/admin/newsroom/source/?q=lamplighter",
    "/admin/newsroom/source/{source}/change/",
    "/admin/newsroom/source/{source}/history/",
    "/admin/newsroom/source/{source}/delete/",
    "/admin/newsroom/source/export/",
    "/admin/newsroom/claim/",
    "/admin/newsroom/claim/export/",
    "/admin/newsroom/claimlink/export/",
    "/admin/newsroom/story/{story}/change/",
    "/admin/newsroom/story/{story}/claims/" + f"{KEY}/",
    "/admin/newsroom/story/{story}/history/",
    "/admin/newsroom/story/{story}/evidence/",
    "/admin/newsroom/identityreading/",
    "/admin/newsroom/identityreading/export/",
    "/admin/sanctions/auditentry/",
    "/admin/sanctions/auditentry/export/",
    "/admin/autocomplete/?app_label=newsroom&model_name=claim&field_name=source&term=lamp",
    "/",
    "/stories/lit/",
    "/stories/lit.json",
    f"/stories/lit/claims/{KEY}/",
    "/stories/lit/evidence.json",
    "/stories/lit/embed/",
    "/feed.atom",
    "/search/?q=lamplighter",
)
READERS = {"anonymous", "superuser", "cleared"}


#: A place and how to look into it, which may be long.
type Held = tuple[str, Callable[[], bytes | str]]


@dataclass
class Evening:
    """What happened, and all that was left of it."""

    log: list[str] = field(default_factory=list)
    answers: list[tuple[str, Any]] = field(default_factory=list)
    readers: dict[str, Client] = field(default_factory=dict)
    source: Any = None
    story: Any = None
    desk: Any = None
    only_one_reads: bool = False

    def pass_by(self, searched: str = "") -> None:
        """All of it; where only one kind of place is searched, only what leaves traces."""
        clara = cleared_editor()
        desk = verified(clara)
        desk.raise_request_exception = False
        self.source = confidential(terms="background")
        at = address(self.source)
        typed = {name: getattr(IDENTITY, name) for name in IDENTITY.__slots__} | {"reason": REASON}
        self._keep("too short a reason", desk.post(at, typed | {"reason": "x", "action": "save"}))
        self._keep("saved", desk.post(at, typed | {"action": "save"}))
        self._keep("the page after it", desk.get(at))
        shown = desk.post(at, {"reason": REASON, "action": "show"})
        assert "Quoxleyana" in shown.text, "the cleared do read it"
        self._keep("saved again", desk.post(at, typed | {"action": "save"}))
        if not searched:
            self._publish(clara)
            self._keep("refused", logged_in(staff("editor", "una")).post(at, {"reason": REASON}))
        if not searched or searched == "mail":
            queue.stale()
            assert digest.send(timezone.localdate()).sent
        if not self.only_one_reads:
            self.readers["cleared"] = desk
        self.desk = desk

    def _publish(self, by: User) -> None:
        self.story = draft(by, slug="lit")
        claim = self.story.revisions.get().claims.get()
        workflow.assert_claim(claim, by=by, kind="judgement", source=self.source)
        workflow.confirm(claim, by=by)
        workflow.publish(self.story, by=by)

    def _keep(self, what: str, answer: Any) -> None:
        # A form that comes back shows whoever typed it what they typed.
        if answer.status_code != 200 or what != "too short a reason":
            self.answers.append((f"answer: {what}", answer))

    # ---- Where it could be read -----------------------------------------------------------------

    def left(self, where: str = "") -> Iterator[tuple[str, bytes | str]]:
        """What each place holds; where it is said which, of those alone whose name begins so."""
        kinds: dict[str, Callable[[], Iterator[Held]]] = {
            "answer": self._answers,
            "page": self._pages,
            "cookies": self._cookies,
            "session": self._sessions,
            "mail": self._mails,
            "log": self._lines,
            "table": self._tables,
        }
        for kind, held in kinds.items():
            if where.startswith(kind) or not where:
                yield from ((place, look()) for place, look in held() if place.startswith(where))

    def _answers(self) -> Iterator[Held]:
        for what, answer in self.answers:
            yield what, partial("{0.headers}{0.cookies}{0.text}".format, answer)

    def _pages(self) -> Iterator[Held]:
        for role, client in self.readers.items():
            for template in ADDRESSES:
                # Readers' pages are the same for everybody: who knows least and most reads them.
                if role not in READERS and not template.startswith("/admin/"):
                    continue
                asked = template.format(source=self.source.pk, story=getattr(self.story, "pk", 0))
                yield f"page: {asked} by {role}", partial(page_of, client, asked)

    def _cookies(self) -> Iterator[Held]:
        for role, client in self.readers.items():
            yield f"cookies: {role}", client.cookies.output

    def _sessions(self) -> Iterator[Held]:
        for session in StaffSession.objects.all():
            yield "session", partial(repr, SessionStore().decode(session.session_data))

    def _mails(self) -> Iterator[Held]:
        for message in mail.outbox:
            yield "mail", message.message().as_string

    def _lines(self) -> Iterator[Held]:
        yield from (("log", partial(str, line)) for line in self.log)

    def _tables(self) -> Iterator[Held]:
        for table in connection.introspection.table_names():
            yield f"table: {table}", partial(rows_of, table)

    def sightings(self, where: str = "") -> list[Sighting]:
        return [one for place, held in self.left(where) for one in seen(place, held)]


def page_of(client: Client, address: str) -> bytes:
    answer: Any = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return f"{answer.headers}".encode() + body


def rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT string_agg(t::text, chr(10)) FROM "{table}" t')  # noqa: S608
        return cursor.fetchone()[0] or ""


@pytest.fixture
def evening(settings: Any) -> Iterator[Evening]:
    """Nothing has happened yet; what is logged is kept as a server would write it."""
    happened = Evening()

    class Keep(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            happened.log.append(self.format(record))

    handler = Keep()
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    root.addHandler(handler)
    factories.user("editor", username="mailed", email="mailed@news.example")
    happened.readers = {"editor": logged_in(staff("editor", "edna"))}
    yield happened
    root.removeHandler(handler)


def test_nothing_is_left_of_it_anywhere(evening: Evening) -> None:
    evening.readers |= {
        "anonymous": Client(),
        "reporter": logged_in(staff("reporter", "rita")),
        "exporter": logged_in(staff("exporter", "ex")),
        "admin": logged_in(staff("admin", "ada")),
        "superuser": logged_in(factories.user("", username="root", is_superuser=True)),
        "head": logged_in(head()),
    }
    evening.pass_by()
    searched = dict(evening.left())
    assert [one for place, held in searched.items() for one in seen(place, held)] == []
    kinds = {place.partition(":")[0] for place in searched}
    assert kinds == {"answer", "page", "cookies", "session", "mail", "table"}
    assert len(searched) > 200
    assert (
        sum(
            "Lamplighter" in str(held) or b"Lamplighter" in bytes(str(held), "utf-8")
            for held in searched.values()
        )
        > 10
    ), "its alias is what stands in its place"


def test_an_error_tells_nothing_of_it(evening: Evening, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise RuntimeError(f"cannot keep {IDENTITY.name}, {IDENTITY.contact}")

    evening.pass_by()
    monkeypatch.setattr(identities, "write", fails)
    desk = evening.desk
    typed = {name: getattr(IDENTITY, name) for name in IDENTITY.__slots__}
    answer = desk.post(address(evening.source), typed | {"reason": REASON, "action": "save"})
    assert answer.status_code == 500
    evening._keep("failed", answer)
    assert any("RuntimeError" in line for line in evening.log)
    assert evening.sightings("log") == evening.sightings("answer") == []


# ---- The holes --------------------------------------------------------------------------------


def who_it_is(source: Source) -> str:
    """As somebody would write it who means well."""
    row = SourceIdentity.objects.filter(source=source).first()
    from django.conf import settings

    from newsroom.identities.sealing import opened

    return opened(row, settings.SOURCE_KEYS).name if row else ""


type Plant = Callable[[pytest.MonkeyPatch], None]


def a_str(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Source, "__str__", lambda self: f"{self.label} ({who_it_is(self)})")


def a_column_of_the_list(patch: pytest.MonkeyPatch) -> None:
    def person(self: Any, source: Source) -> str:
        return who_it_is(source)

    patch.setattr(SourceAdmin, "person", person, raising=False)
    patch.setattr(SourceAdmin, "list_display", [*SourceAdmin.list_display, "person"])


def a_list_filter(patch: pytest.MonkeyPatch) -> None:
    class Person(admin.SimpleListFilter):
        title = parameter_name = "person"

        def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
            return [(str(one.pk), who_it_is(one)) for one in Source.objects.all()] + [("0", "none")]

        def queryset(self, request: HttpRequest, queryset: Any) -> Any:
            return queryset

    patch.setattr(SourceAdmin, "list_filter", [*SourceAdmin.list_filter, Person])


def an_autocomplete(patch: pytest.MonkeyPatch) -> None:
    def told(self: Any, obj: Any, to_field_name: str) -> dict[str, str]:
        return {"id": str(obj.pk), "text": f"{obj.label}, {who_it_is(obj)}"}

    patch.setattr(DeskAutocomplete, "serialize_result", told)


def a_log_line(patch: pytest.MonkeyPatch) -> None:
    def read(*args: Any, **kwargs: Any) -> Any:
        found = identities.readings.read(*args, **kwargs)
        logging.getLogger("newsroom").warning("read who it is: %s", found.name)
        return found

    patch.setattr(identities, "read", read)


def a_field_of_a_log_line(patch: pytest.MonkeyPatch) -> None:
    def read(*args: Any, **kwargs: Any) -> Any:
        found = identities.readings.read(*args, **kwargs)
        logging.getLogger("newsroom").warning("read", extra={"fields": {"who": found.contact}})
        return found

    patch.setattr(identities, "read", read)


def a_line_of_the_history(patch: pytest.MonkeyPatch) -> None:
    def write(source: Any, identity: Any, by: Any, *rest: Any) -> None:
        identities.readings.write(source, identity, by, *rest)
        logbook.log(by, source, f"Changed to {identity.name}.")

    patch.setattr(identities, "write", write)


def a_message(patch: pytest.MonkeyPatch) -> None:
    def write(source: Any, identity: Any, by: Any, reason: str, request: Any) -> None:
        identities.readings.write(source, identity, by, reason, request)
        messages.success(request, f"{identity.notes} was saved.")

    patch.setattr(identities, "write", write)


def a_session(patch: pytest.MonkeyPatch) -> None:
    def read(source: Any, by: Any, reason: str, request: Any) -> Any:
        found = identities.readings.read(source, by, reason, request)
        request.session["last"] = found.name
        return found

    patch.setattr(identities, "read", read)


def a_cookie(patch: pytest.MonkeyPatch) -> None:
    saved = page._save

    def save(request: HttpRequest, source: Source, kept: bool) -> HttpResponse:
        response = saved(request, source, kept)
        response.set_cookie("last", request.POST["contact"].encode().hex())
        return response

    patch.setattr(page, "_save", save)


def an_address(patch: pytest.MonkeyPatch) -> None:
    saved = page._save

    def save(request: HttpRequest, source: Source, kept: bool) -> HttpResponse:
        response = saved(request, source, kept)
        response.headers["Location"] = f"{request.path}?saved={request.POST['other_names']}"
        return response

    patch.setattr(page, "_save", save)


def a_column_of_the_csv(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        SourceAdmin,
        "export_columns",
        (*SourceAdmin.export_columns, Column("who", "identity__ciphertext", "Who it is.")),
    )
    in_plain_text(patch)


def in_plain_text(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(
        identities.readings,
        "sealed",
        lambda source, identity: (f"{identity.name}; {identity.notes}".encode(), "0" * 16),
    )
    patch.setattr(identities.readings, "opened", lambda row, keys: IDENTITY)
    patch.setattr(identities.outgoing, "opened", lambda row, keys: IDENTITY)


def a_reason(patch: pytest.MonkeyPatch) -> None:
    def write(source: Any, identity: Any, by: Any, reason: str, request: Any) -> None:
        identities.readings.write(source, identity, by, reason, request)
        identities.readings.note(
            source, by, IdentityReading.Purpose.WRITTEN, f"now {identity.name}"
        )

    patch.setattr(identities, "write", write)


def a_mail(patch: pytest.MonkeyPatch) -> None:
    sent = EmailMessage.send

    def send(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        self.body += f"\nRead today: {IDENTITY.name}"
        return sent(self, *args, **kwargs)

    patch.setattr(EmailMessage, "send", send)


#: Each with the name of a place, or its beginning, that it is seen in.
HOLES: dict[Plant, str] = {
    a_str: "page: /admin/autocomplete/",
    a_column_of_the_list: "page: /admin/newsroom/source/ by editor",
    a_list_filter: "page: /admin/newsroom/source/ by editor",
    an_autocomplete: "page: /admin/autocomplete/",
    a_log_line: "log",
    a_field_of_a_log_line: "log",
    a_line_of_the_history: "table: django_admin_log",
    a_message: "answer",
    a_session: "session",
    a_cookie: "answer",
    an_address: "answer",
    a_column_of_the_csv: "page: /admin/newsroom/source/export/",
    in_plain_text: "table: newsroom_sourceidentity",
    a_reason: "table: newsroom_identityreading",
    a_mail: "mail",
}


@pytest.mark.parametrize("plant", HOLES, ids=lambda plant: plant.__name__)
def test_a_planted_hole_is_found(
    evening: Evening, monkeypatch: pytest.MonkeyPatch, plant: Plant
) -> None:
    if plant is a_column_of_the_csv:
        evening.readers = {"exporter": logged_in(staff("exporter", "ex"))}
    evening.only_one_reads = True
    plant(monkeypatch)
    evening.pass_by(HOLES[plant])
    assert evening.sightings(HOLES[plant])


def test_every_confidential_field_has_a_canary() -> None:
    words = {name for name in IDENTITY.__slots__ if isinstance(getattr(IDENTITY, name), str)}
    assert set(CANARIES) == words
    stories.source()  # an ordinary one has no identity
    assert not SourceIdentity.objects.exists()
