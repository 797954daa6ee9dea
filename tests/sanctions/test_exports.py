"""What leaves as CSV: exactly the rows asked for, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import time
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection, models
from django.db.models.functions import Repeat
from django.http import StreamingHttpResponse
from django.test import Client

from sanctions.dates import PartialDate
from sanctions.exports import BYTE_ORDER_MARK, Column, csv_response, csv_stream, unescape
from sanctions.models import DeskRecord, Party
from tests import factories

pytestmark = pytest.mark.django_db


def rows(
    queryset: models.QuerySet[Any], *columns: str | models.expressions.Combinable
) -> list[list[str]]:
    """The exported rows without their header, as a spreadsheet would take them."""
    declared = [Column(f"column {number}", column, "") for number, column in enumerate(columns)]
    return parsed(b"".join(csv_stream(queryset, declared)))[1:]


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
    content = b"".join(csv_stream(Party.objects.none(), [Column("name", "desk_name", "")]))
    assert content == BYTE_ORDER_MARK + b"name\n"


def test_the_file_name_is_safe_whatever_is_in_it() -> None:
    response = csv_response(Party.objects.all(), [], 'a"b\r\nSet-Cookie: x ñ.csv')
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
    stream = chunks(csv_response(Party.objects.all(), WIDE, "x.csv"))
    with django_assert_num_queries(0):
        assert next(stream) == BYTE_ORDER_MARK + b"wide\n"


def test_chunks_stay_small_however_large_the_export() -> None:
    sizes = [len(chunk) for chunk in csv_stream(many(1_000), WIDE)]
    assert sum(sizes) > 9_000_000
    assert max(sizes) < 100_000


@pytest.mark.django_db(transaction=True)
def test_the_query_ends_when_the_client_hangs_up() -> None:
    """The server closes the response, and no COPY stays behind on our connection."""
    response = csv_response(many(1_000), WIDE, "x.csv")
    stream = chunks(response)
    next(stream), next(stream)
    started = time.monotonic()
    response.close()
    with connection.cursor() as cursor:  # works, so the COPY is over and nothing is unread
        cursor.execute("SELECT count(*) FROM sanctions_party")
        assert cursor.fetchone() == (1_000,)
    assert time.monotonic() - started < 5


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


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_who_may_not_export_sees_no_link_and_is_refused(client: Client, role: str) -> None:
    client.force_login(factories.user(role))
    assert "Export CSV" not in client.get("/admin/sanctions/official/").content.decode()
    assert client.get("/admin/sanctions/official/export/").status_code == 403


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
