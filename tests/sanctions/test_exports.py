"""What leaves as CSV: exactly the rows asked for, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import socket
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from typing import Any

import psycopg
import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import DatabaseError, OperationalError, connection, models, transaction
from django.db.models.functions import Repeat
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from sanctions import columns
from sanctions.admin.exporting import MOST_AT_ONCE, LoggedStream, _hung_up
from sanctions.dates import PartialDate
from sanctions.exports import BYTE_ORDER_MARK, Column, CsvStream, csv_response, unescape
from sanctions.models import DeskRecord, Export, Party
from tests import factories

pytestmark = pytest.mark.django_db


def rows(
    queryset: models.QuerySet[Any], *columns: str | models.expressions.Combinable
) -> list[list[str]]:
    """The exported rows without their header, as a spreadsheet would take them."""
    declared = [Column(f"column {number}", column, "") for number, column in enumerate(columns)]
    return parsed(b"".join(CsvStream(queryset, declared)))[1:]


def parsed(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


HOSTILE = [
    "=HYPERLINK(“x”)",
    "+44 20 7946 0000",
    "-0-",
    "-5",
    "@SUM(A1)",
    "\tTAB",
    "\rreturn",
    "\nline",
    "＝full width",
    "＋",
    "－",
    "＠",
    "   =after spaces",
    "'=after an apostrophe",
    " ' -both",
    "\u00a0=after a space that does not break",
    "\u200b\ufeff@after what nobody sees",
    "\x0b\x0c+after other white space",
]
HARMLESS = ["O'Neil", "'tis", "a=b", "1-2", "ÑÁÑEZ, Freddy", "'", "“-”", "100 %", "%s"]
AWKWARD = [
    'with "quotes"',
    "two\nlines",
    "a;b",
    "a\u2028b",
    "🇻🇪 flag",
    "عربي",
    "a,b",
    "\\.",
    "x\ry",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(name: str) -> None:
    factories.party(name)
    [[cell]] = rows(Party.objects.all(), "desk_name")
    assert cell == f"'{name}"
    assert unescape(cell) == name


@pytest.mark.parametrize("name", HARMLESS + AWKWARD)
def test_every_other_text_stays_as_it_is(name: str) -> None:
    factories.party(name)
    assert rows(Party.objects.all(), "desk_name") == [[name]]
    assert unescape(name) == name


def test_a_hostile_text_in_a_column_of_several_values_is_disarmed_too() -> None:
    Party.objects.bulk_create([Party(kind="person", desk_name="x", tokens=["=1", "b"])])
    assert rows(Party.objects.all(), "tokens") == [["'=1; b"]]


def test_numbers_keep_their_minus() -> None:
    factories.party()
    assert rows(Party.objects.all(), models.Value(-5)) == [["-5"]]


@pytest.mark.parametrize(
    "iso",
    [
        "2018",
        "2024-11",
        "2024-02",
        "2024-11-27",
        "2024-01-01",
        "2024-05-03/2026-07-23",
        "2024-01-01/2024-02-15",
        "2024-01-01/2025-12-31",
        "2023-01-02/2024-01-01",
    ],
)
def test_a_partial_date_is_as_exact_as_it_is_known(iso: str) -> None:
    day = PartialDate.parse(iso)
    assert day.iso == iso
    factories.desk_record(begins=day)
    assert rows(DeskRecord.objects.all(), "begins", "ends") == [[iso, ""]]


def test_instants_are_utc_and_days_are_iso(settings: Any) -> None:
    factories.desk_record(known_until=date(2024, 7, 1))
    DeskRecord.objects.update(public_from="2024-11-27T09:30:00+01:00")
    assert rows(DeskRecord.objects.all(), "public_from", "known_until", "complete") == [
        ["2024-11-27T08:30:00Z", "2024-07-01", "false"]
    ]


def test_the_rows_are_those_of_the_queryset_in_its_order() -> None:
    for name in ("Ana", "Berta", "100 % Carla", "Dora"):
        factories.party(name)
    found = Party.objects.exclude(desk_name="Berta").filter(desk_name__contains="a")
    assert rows(found.order_by("-desk_name"), "desk_name") == [["Dora"], ["Ana"], ["100 % Carla"]]


def test_a_list_that_is_empty_by_its_filter_has_a_header_only() -> None:
    factories.party()
    content = b"".join(CsvStream(Party.objects.none(), [Column("name", "desk_name", "")]))
    assert content == BYTE_ORDER_MARK + b"name\n"


def test_the_file_name_is_safe_whatever_is_in_it() -> None:
    response = csv_response(iter([]), 'a"b\r\nSet-Cookie: x ñ.csv')
    assert "\n" not in response["Content-Disposition"]
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''a%22b%0D%0A")
    assert response["Cache-Control"] == "no-store"


# ---- Streaming --------------------------------------------------------------------------------

WIDE = [Column("wide", Repeat("desk_name", 1_000), "")]


def chunks(response: StreamingHttpResponse) -> Iterator[bytes]:
    stream = response.streaming_content
    assert isinstance(stream, Iterator)
    return stream


def many(number: int) -> models.QuerySet[Party]:
    """More rows than a test would like to store: each party joined to each."""
    Party.objects.bulk_create(
        [Party(kind="person", desk_name=f"Party {n:04}", sort_key="x") for n in range(number)]
    )
    return Party.objects.all()


def test_the_header_comes_before_the_query_is_asked(
    django_assert_num_queries: Any,
) -> None:
    stream = CsvStream(Party.objects.all(), WIDE)
    with django_assert_num_queries(0):
        assert next(stream) == BYTE_ORDER_MARK + b"wide\n"


def test_chunks_stay_small_however_large_the_export() -> None:
    sizes = [len(chunk) for chunk in CsvStream(many(1_000), WIDE)]
    assert sum(sizes) > 9_000_000
    assert max(sizes) < 100_000


@pytest.mark.django_db(transaction=True)
def test_the_query_ends_when_the_client_hangs_up() -> None:
    """The server closes the response, and no COPY stays behind on our connection."""
    response = csv_response(CsvStream(many(1_000), WIDE), "x.csv")
    stream = chunks(response)
    next(stream), next(stream)
    response.close()
    with connection.cursor() as cursor:  # works, so the COPY is over and nothing is unread
        cursor.execute("SELECT count(*) FROM sanctions_party")
        assert cursor.fetchone() == (1_000,)


def test_debug_mode_exports_too(settings: Any) -> None:
    factories.party("Ana")
    connection.force_debug_cursor = True
    try:
        found = Party.objects.filter(desk_name="Ana")
        assert rows(found, "desk_name") == [["Ana"]]
    finally:
        connection.force_debug_cursor = False


# ---- From the change list ---------------------------------------------------------------------


@pytest.fixture
def exporter(client: Client) -> User:
    who = factories.user("exporter")
    client.force_login(who)
    return who


@pytest.fixture
def officials() -> Sequence[str]:
    for name in ("Nicolás Maduro", "Freddy Ñáñez", "Delcy Rodríguez"):
        factories.party(name)
    return ["Delcy Rodríguez", "Freddy Ñáñez", "Nicolás Maduro"]


def exported(client: Client, url: str, column: str) -> list[str]:
    response = client.get(url)
    assert response.status_code == 200, response
    assert response.streaming
    header, *found = parsed(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    return [unescape(row[header.index(column)]) for row in found]


@pytest.mark.usefixtures("exporter")
def test_the_export_is_the_list_as_it_is_filtered(client: Client, officials: list[str]) -> None:
    url = "/admin/sanctions/official/"
    assert exported(client, f"{url}export/", "name") == officials
    assert exported(client, f"{url}export/?q=nanez", "name") == ["Freddy Ñáñez"]
    assert exported(client, f"{url}export/?o=-0", "name") == officials[::-1]
    assert exported(client, f"{url}export/?p=99", "name") == officials
    assert exported(client, f"{url}export/?readers=no", "name") == []
    assert exported(client, f"{url}export/?readers=yes", "name") == officials


@pytest.mark.usefixtures("exporter", "officials")
def test_the_link_keeps_the_query(client: Client) -> None:
    page = client.get("/admin/sanctions/official/?q=nanez&o=-0&p=1").content.decode()
    assert '<a href="/admin/sanctions/official/export/?o=-0&amp;q=nanez">Export CSV</a>' in page


@pytest.mark.usefixtures("exporter")
def test_the_file_is_named_for_the_list_and_the_day(client: Client) -> None:
    response = client.get("/admin/sanctions/deskrecord/export/")
    day = date.today().isoformat()  # noqa: DTZ011 - the tests' zone is UTC, and so is the newsroom's
    assert response["Content-Disposition"] == f'attachment; filename="desk-records-{day}.csv"'


@pytest.mark.usefixtures("exporter")
@pytest.mark.parametrize("change_list", ["designation", "entry", "listversion", "name"])
def test_the_file_is_named_for_the_list_that_it_is_filtered_by(
    client: Client, change_list: str
) -> None:
    model_admin = admin.site.get_model_admin(apps.get_model("sanctions", change_list))
    [path] = [item for item in model_admin.list_filter if str(item).endswith("list")]
    of = factories.sanctions_list("un-sc")
    response = client.get(f"/admin/sanctions/{change_list}/export/?{path}__id__exact={of.pk}")
    title = str(model_admin.opts.verbose_name_plural).replace(" ", "-")
    assert (
        f'filename="{title}-un-sc-{timezone.localdate():%Y-%m-%d}.csv"'
        in (response["Content-Disposition"])
    )


@pytest.mark.usefixtures("exporter")
@pytest.mark.parametrize("key", ["abc", "99999999999999999999"])
def test_a_list_that_is_none_is_in_no_name(client: Client, key: str) -> None:
    factories.designation()  # and its list is the only one, so that Django shows no such filter
    response = client.get(f"/admin/sanctions/designation/export/?entry__list__id__exact={key}")
    assert 'filename="designations-2' in response["Content-Disposition"]


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_who_may_not_export_sees_no_link_and_is_refused(client: Client, role: str) -> None:
    client.force_login(factories.user(role))
    assert "Export CSV" not in client.get("/admin/sanctions/official/").content.decode()
    assert client.get("/admin/sanctions/official/export/").status_code == 403
    assert client.get("/admin/sanctions/official/export/about/").status_code == 403
    assert not Export.objects.exists()


def test_a_stranger_is_asked_to_log_in(client: Client) -> None:
    response = client.get("/admin/sanctions/official/export/")
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


@pytest.mark.usefixtures("exporter")
@pytest.mark.parametrize(
    "query",
    [
        "desk_name__startswith=N",
        "desk_name__regex=(",
        "tokens__contains=a",
        "merged_into__id=1",
        "kind=person",
        "entries__list__id__exact=%00",
        "zz=1",
    ],
)
def test_only_the_declared_filters_filter(client: Client, query: str) -> None:
    """Anything else would let an address ask about columns that are not shown."""
    response = client.get(f"/admin/sanctions/official/export/?{query}")
    assert response.status_code in (302, 400)
    assert not Export.objects.exists()


# ---- The log, and the page of each export -----------------------------------------------------

OFFICIALS = "/admin/sanctions/official/"


def taken(client: Client, url: str) -> Export:
    """The log's row of an export that was read whole."""
    response = client.get(url)
    assert response.status_code == 200, response
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
    return Export.objects.latest("pk")


@pytest.mark.usefixtures("officials")
def test_the_log_tells_who_took_which_rows_when_and_on_what_they_rest(
    client: Client, exporter: User
) -> None:
    version = factories.list_version()
    before = timezone.now()
    export = taken(client, f"{OFFICIALS}export/?q=nanez&o=-0&p=1")
    assert (export.by, export.model, export.title) == (exporter, "sanctions.official", "officials")
    assert export.query == "o=-0&q=nanez"
    assert export.filter == "searched for “nanez”; ordered by Name, descending"
    assert export.file_name == f"officials-{timezone.localdate():%Y-%m-%d}.csv"
    assert (export.rows, export.ending) == (1, Export.Ending.WHOLE)
    assert list(export.versions.all()) == [version]
    assert export.ended_at
    assert before <= export.began_at <= export.ended_at <= timezone.now()


@pytest.mark.usefixtures("exporter")
def test_rows_are_counted_and_not_lines(client: Client) -> None:
    factories.party("two\nlines")
    factories.party('a "quoted"\r\nname')
    assert taken(client, f"{OFFICIALS}export/").rows == 2


@pytest.mark.usefixtures("exporter")
def test_the_log_begins_before_the_first_byte(client: Client) -> None:
    response = client.get(f"{OFFICIALS}export/")
    export = Export.objects.get()
    assert (export.rows, export.ended_at, export.ending) == (None, None, "")
    response.close()


@pytest.mark.usefixtures("exporter")
def test_nothing_leaves_that_the_log_does_not_know(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any, **kwargs: Any) -> None:
        raise OperationalError("the disk is full")

    monkeypatch.setattr(Export, "save", full)
    client.raise_request_exception = False
    response = client.get(f"{OFFICIALS}export/")
    assert response.status_code == 503
    assert not response.streaming


def unsaved(by: User) -> Export:
    return Export(by=by, model="sanctions.party", title="parties", filter="all", columns=[])


@pytest.mark.django_db(transaction=True)
def test_the_log_tells_what_was_sent_when_the_client_hung_up() -> None:
    stream = LoggedStream(unsaved(factories.user()), CsvStream(many(1_000), WIDE))
    response = csv_response(stream, "x.csv")
    received = b"".join(islice(chunks(response), 3))  # the header and two chunks
    response.close()
    export = Export.objects.get()
    assert export.ending == Export.Ending.BROKEN_OFF
    assert export.rows == received.count(b"\n") - 1
    assert 0 < export.rows < 1_000


def test_a_client_that_hangs_up_before_the_first_byte_took_nothing() -> None:
    LoggedStream(unsaved(factories.user()), CsvStream(many(1), WIDE)).close()
    export = Export.objects.get()
    assert (export.ending, export.rows) == (Export.Ending.BROKEN_OFF, 0)


@pytest.mark.django_db(transaction=True)
def test_the_log_tells_of_a_failure_even_where_the_connection_is_gone() -> None:
    stream = LoggedStream(unsaved(factories.user()), CsvStream(many(1_000), WIDE))
    next(stream), next(stream)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": None}) as other:
        other.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    with pytest.raises(OperationalError):
        list(stream)
    stream.close()
    export = Export.objects.get()
    assert export.ending == Export.Ending.FAILED
    assert export.rows
    assert export.rows < 1_000


@pytest.mark.django_db(transaction=True)
def test_the_log_tells_of_a_row_that_cannot_be_written() -> None:
    last = many(1_000).latest("pk").pk
    divided = Column("divided", models.Value(1) / (models.F("pk") - last), "")
    rows = CsvStream(Party.objects.order_by("pk"), [divided])
    with pytest.raises(DatabaseError, match="division by zero"):
        list(LoggedStream(unsaved(factories.user()), rows))
    assert Export.objects.get().ending == Export.Ending.FAILED


@pytest.mark.django_db(transaction=True)
def test_a_query_that_nobody_waits_for_ends_before_its_first_row() -> None:
    """The client is asked after, for nothing is written by which the server would notice."""
    here, there = socket.socketpair()
    there.close()
    many(1)
    slow = Column("slow", models.Func(60, function="pg_sleep", output_field=models.TextField()), "")
    rows = CsvStream(Party.objects.all(), [slow], partial(_hung_up, here))
    with here:
        assert list(LoggedStream(unsaved(factories.user()), rows)) == [BYTE_ORDER_MARK + b"slow\n"]
    export = Export.objects.get()
    assert (export.ending, export.rows) == (Export.Ending.BROKEN_OFF, 0)


def test_a_client_that_only_waits_has_not_hung_up() -> None:
    here, there = socket.socketpair()
    with here, there:
        assert not _hung_up(here)
        there.send(b"the next request")
        assert not _hung_up(here)


@pytest.mark.parametrize("number", [1, 50])
def test_an_export_asks_the_same_number_of_statements_however_many_rows(
    number: int, client: Client, django_assert_num_queries: Any
) -> None:
    client.force_login(factories.user("exporter"))
    many(number)
    taken(client, f"{OFFICIALS}export/")  # what is cached once
    with django_assert_num_queries(16):
        assert taken(client, f"{OFFICIALS}export/").rows == number


def test_the_filter_is_told_as_the_page_shows_it(client: Client, exporter: User) -> None:
    of = factories.designation().entry.list
    factories.sanctions_list("un-sc")
    address = "/admin/sanctions/designation/export/"
    told = taken(client, f"{address}?entry__list__id__exact={of.pk}&last_seen__isempty=1").filter
    assert told == "list: OFAC SDN list; last seen: Empty"
    assert taken(client, address).filter == "all of them"
    told = taken(client, f"{address}?entry__list__in={of.pk},77").filter
    assert told == f"entry__list__in = {of.pk},77"
    told = taken(client, "/admin/sanctions/listversion/export/?dated__year=2024").filter
    assert told == "dated__year = 2024"


def test_the_versions_are_those_on_which_todays_answers_rest(
    client: Client, exporter: User
) -> None:
    whole = ["name", "programme"]
    factories.list_version(fields=whole)
    newest_whole = factories.list_version(fields=whole)
    names_alone = factories.list_version(fields=["name"])
    factories.list_version(fields=whole, coverage=["VENEZUELA"])
    excerpt = factories.list_version(fields=whole, coverage=["VENEZUELA"])
    factories.list_version(fields=whole, status="quarantined")
    assert set(taken(client, f"{OFFICIALS}export/").versions.all()) == {
        newest_whole,
        names_alone,
        excerpt,
    }


@pytest.mark.usefixtures("exporter")
def test_a_list_imported_meanwhile_is_told(client: Client) -> None:
    before = factories.list_version()
    response = client.get(f"{OFFICIALS}export/")
    after = factories.list_version()
    b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert set(Export.objects.get().versions.all()) == {before, after}


@pytest.mark.usefixtures("exporter", "officials")
def test_the_page_describes_the_file_before_and_after(client: Client) -> None:
    version = factories.list_version(coverage=["VENEZUELA"])
    page = client.get(f"{OFFICIALS}?q=nanez").content.decode()
    link = f"{OFFICIALS}export/about/?q=nanez"
    assert f'<a href="{link}">What is in it?</a>' in page
    before = client.get(link).content.decode()
    assert not Export.objects.exists()
    assert "1 now" in before
    assert f'href="{OFFICIALS}export/?q=nanez"' in before
    export = taken(client, f"{OFFICIALS}export/?q=nanez")
    after = client.get(f"/admin/sanctions/export/{export.pk}/change/").content.decode()
    for page in before, after:
        assert export.file_name in page
        assert "searched for “nanez”" in page
        for column in columns.PARTIES:
            assert column.name in page
            assert escape(column.help) in page
        assert "OFAC SDN list" in page
        assert "3 May 2024" in page
        assert f'<a href="{version.get_absolute_url()}">1</a>' in page
        assert "VENEZUELA" in page
        assert "apostrophe" in page


def test_who_may_see_the_log_sees_all_and_everybody_else_their_own(
    client: Client, exporter: User, officials: list[str]
) -> None:
    theirs = taken(client, f"{OFFICIALS}export/?q=secret+name")
    log = "/admin/sanctions/export/"
    assert "secret name" in client.get(log).content.decode()
    for role, may in (("reporter", False), ("editor", False), ("exporter", False), ("admin", True)):
        client.force_login(factories.user(role))
        assert ("secret name" in client.get(log).content.decode()) == may
        opened = client.get(f"{log}{theirs.pk}/change/")
        missing = client.get(f"{log}999999/change/")
        assert opened.status_code == (200 if may else 404)
        assert missing.status_code == 404
        if not may:
            assert opened.content == missing.content
            assert client.get(f"{log}export/").status_code == 403


def test_the_log_is_exported_without_what_was_looked_for(client: Client) -> None:
    client.force_login(factories.user("admin"))
    taken(client, f"{OFFICIALS}export/?q=secret+name")
    response = client.get("/admin/sanctions/export/export/")
    content = b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
    assert "officials" in content
    assert "secret" not in content


def test_nobody_changes_the_log(client: Client, exporter: User) -> None:
    export = taken(client, f"{OFFICIALS}export/")
    administrator = factories.user("admin", is_superuser=True)
    client.force_login(administrator)
    page = f"/admin/sanctions/export/{export.pk}"
    assert client.get("/admin/sanctions/export/add/").status_code == 403
    assert client.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    client.post(f"{page}/change/", {"rows": "7"})
    export.refresh_from_db()
    assert export.rows == 0
    for change in (export.delete, lambda: Export.objects.update(rows=7)):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()
    assert Export.objects.get() == export


@pytest.mark.django_db(transaction=True)
def test_more_exports_at_once_than_leave_threads_for_readers_are_put_off(
    client: Client, exporter: User
) -> None:
    under_way = [client.get("/admin/sanctions/official/export/") for _ in range(MOST_AT_ONCE)]
    put_off = client.get("/admin/sanctions/official/export/", {"q": "Maduro"})
    assert (put_off.status_code, put_off.url) == (302, "/admin/sanctions/official/?q=Maduro")  # type: ignore[attr-defined]
    for response in under_way:
        response.close()
    assert client.get("/admin/sanctions/official/export/").status_code == 200
