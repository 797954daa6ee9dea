"""A queryset and its declared columns become a CSV stream. Knows no model.

PostgreSQL writes the CSV itself (`COPY … TO STDOUT`), row by row: memory stays flat however many
rows there are, and nothing is read twice. What a spreadsheet would run as a formula is disarmed.

The format: UTF-8 with a byte order mark, by which spreadsheets know it; commas; a header row; lines
end with a line feed. Days are ISO 8601 and as exact as they are known ("2018", "2024-11",
"2024-05-03/2026-07-23"), instants are UTC, several values in a cell are joined by "; ", and an
empty cell is a value that we do not have.

A text that begins with one of `= + - @`, their full-width forms, a tab or a line end, whatever
spaces and apostrophes stand before it, gets one apostrophe in front. `unescape` takes it off again.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Event, Thread
from typing import Any

import psycopg
from django.contrib.postgres.fields import ArrayField
from django.db import connections, models
from django.db.models.expressions import Combinable
from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from psycopg import Connection
from psycopg.abc import PQGen
from psycopg.errors import QueryCanceled, error_from_result
from psycopg.generators import fetch_many
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn
from psycopg.waiting import Wait

from sanctions.fields import PartialDateField

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
#: Bytes gathered before they are sent: one chunk for each row costs more than the query.
CHUNK = 64 * 1024
LONGEST_WAIT = 0.5  # seconds for which rows are gathered
LOOKS_EVERY = 1.0  # seconds, for whether the client is still there

FORMULA_BEGINS = "=+-@\t\r\n＝＋－＠"
#: Spaces, those that nobody sees too, and apostrophes.
_PASSED_OVER = " '\x0b\x0c\u00a0\u200b\u3000\ufeff"


@dataclass(frozen=True)
class Column:
    """One exported column: its header, a field's path or an expression, and what it tells."""

    name: str
    expression: str | Combinable
    help: str


def csv_response(chunks: Iterator[bytes], filename: str) -> StreamingHttpResponse:
    """The chunks as a download named `filename`; they are closed with the response."""
    response = StreamingHttpResponse(chunks, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, filename) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


class HungUp(Exception):  # noqa: N818  # what happened, and no error of ours
    """Nobody waits for the rows any more."""


class CsvStream:
    """The header at once, then the rows as PostgreSQL finds them, in chunks.

    `rows` counts those that have been handed out. Closing the stream, as a server does when it
    cannot send to its client, cancels the query. A query that finds nothing to send for a while
    ends too, with HungUp, once `hung_up` says that nobody waits for it.
    """

    def __init__(
        self,
        queryset: models.QuerySet[Any],
        columns: Sequence[Column],
        hung_up: Callable[[], bool] = lambda: False,
    ) -> None:
        self.rows = 0
        self._hung_up = hung_up
        self._chunks = self._read(queryset, columns)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        return next(self._chunks)

    def close(self) -> None:
        self._chunks.close()

    def _read(self, queryset: models.QuerySet[Any], columns: Sequence[Column]) -> Generator[bytes]:
        yield BYTE_ORDER_MARK + ",".join(column.name for column in columns).encode() + b"\n"
        connection = connections[queryset.db]
        with connection.cursor() as wrapper, connection.wrap_database_errors:
            # Django's wrapper takes no parameters in `copy`; the cursor beneath it does, but reads
            # "%%" as "%" only where there are some. So the statement is put together first.
            cursor = wrapper.cursor
            rows, fields = _compile(queryset, columns)
            with (
                _cancelled_when(self._hung_up, cursor.connection),
                cursor.copy(_copy(cursor.mogrify(*rows), fields)),
            ):
                more = True
                while more:
                    chunk, number, more = cursor.connection.wait(_chunk(cursor.connection.pgconn))
                    self.rows += number
                    yield chunk


def unescape(cell: str) -> str:
    """The text as it was before its apostrophe: for whoever reads our CSV back."""
    if cell.startswith("'") and cell.lstrip(_PASSED_OVER)[:1] in tuple(FORMULA_BEGINS):
        return cell[1:]
    return cell


@contextmanager
def _cancelled_when(hung_up: Callable[[], bool], connection: Connection[Any]) -> Iterator[None]:
    """What the connection is asked meanwhile is cancelled, and ends with HungUp, when so told."""
    over, cancelled = Event(), Event()

    def watch() -> None:
        while not over.wait(LOOKS_EVERY):
            if hung_up():
                cancelled.set()
                with suppress(psycopg.Error):  # not reached: asked again at the next look
                    connection.cancel_safe()

    watcher = Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    except QueryCanceled as error:
        if cancelled.is_set():
            raise HungUp from error
        raise
    finally:
        over.set()
        watcher.join()  # so that nothing that comes after is cancelled


def _chunk(pgconn: PGconn) -> PQGen[tuple[bytes, int, bool]]:
    """Whole rows that fill a chunk, how many they are, and whether there are more.

    Each row comes by itself, as it does from psycopg's `Copy`, whose waiting for each takes twice
    the time of all that is done here, and holds up the server's other threads. Rows that come
    slowly are not kept for longer than it takes to notice.
    """
    chunk, rows, began = bytearray(), 0, time.monotonic()
    while len(chunk) < CHUNK:
        size, row = pgconn.get_copy_data(1)
        if size > 0:
            chunk += row
            rows += 1
        elif size == 0:  # nothing more has come yet
            if chunk and time.monotonic() - began > LONGEST_WAIT:
                break
            yield Wait.R
            pgconn.consume_input()
        else:
            [result] = yield from fetch_many(pgconn)
            if result.status != ExecStatus.COMMAND_OK:
                raise error_from_result(result)
            return bytes(chunk), rows, False
    return bytes(chunk), rows, True


def _compile(
    queryset: models.QuerySet[Any], columns: Sequence[Column]
) -> tuple[tuple[str, Sequence[Any]], list[models.Field[Any, Any]]]:
    """The rows' own statement with its parameters, and the type of each column."""
    rows = queryset.values_list(
        *(
            models.F(column.expression) if isinstance(column.expression, str) else column.expression
            for column in columns
        )
    )
    compiler = rows.query.get_compiler(queryset.db, elide_empty=False)
    statement = compiler.as_sql()
    return statement, [expression.output_field for expression, *_ in compiler.select]


def _copy(rows: str, fields: Sequence[models.Field[Any, Any]]) -> str:
    """The rows formatted by their columns' types, once they have been found and ordered."""
    names = [f"c{number}" for number in range(len(fields))]
    cells = ", ".join(_cell(name, field) for name, field in zip(names, fields, strict=True))
    return f"COPY (SELECT {cells} FROM ({rows}) AS rows({', '.join(names)})) TO STDOUT (FORMAT csv)"  # noqa: S608 - names of ours, rows put together by psycopg


def _cell(name: str, field: models.Field[Any, Any]) -> str:
    match field:
        case models.IntegerField() | models.DecimalField() | models.FloatField():
            return name  # a minus before a number is no formula
        case models.BooleanField():
            return f"{name}::text"
        case models.DateTimeField():
            return f"""to_char({name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')"""
        case models.DateField():
            return f"to_char({name}, 'YYYY-MM-DD')"
        case PartialDateField():
            return _partial_date(name)
        case ArrayField():
            return _disarmed(f"array_to_string({name}, '; ')")
    return _disarmed(f"{name}::text")


def _disarmed(text: str) -> str:
    # One look at one letter, which nearly every cell passes, costs a tenth of the export's time;
    # trimming each cell, or matching it with a regular expression, more than the export itself.
    begins = ", ".join(str(ord(letter)) for letter in FORMULA_BEGINS)
    passed_over = ", ".join(str(ord(letter)) for letter in _PASSED_OVER)
    spaces = "'" + _PASSED_OVER.replace("'", "''") + "'"
    return f"""CASE
        WHEN ascii({text}) IN ({begins}, {passed_over})
            AND ascii(ltrim({text}, {spaces})) IN ({begins})
            THEN '''' || {text}
        ELSE {text} END"""


def _partial_date(name: str) -> str:
    """`PartialDate.iso` in SQL; the range ends before its upper end."""
    return f"""CASE
        WHEN upper({name}) = lower({name}) + 1 THEN to_char(lower({name}), 'YYYY-MM-DD')
        WHEN extract(day FROM lower({name})) = 1
            AND upper({name}) = lower({name}) + interval '1 month'
            THEN to_char(lower({name}), 'YYYY-MM')
        WHEN extract(doy FROM lower({name})) = 1
            AND upper({name}) = lower({name}) + interval '1 year'
            THEN to_char(lower({name}), 'YYYY')
        ELSE to_char(lower({name}), 'YYYY-MM-DD') || '/'
            || to_char(upper({name}) - 1, 'YYYY-MM-DD')
        END"""
