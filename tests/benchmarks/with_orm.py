"""How a list is mostly taken in with Django: rows made or brought up to date by their keys.

The same reading and the same three tables of primary keys as in `csv_copy.py`: no history, no
foreign keys, no search. `bulk` sends a thousand rows at a time with `bulk_create` and
`update_conflicts`, `one_by_one` calls `update_or_create` for each. Neither removes what is gone.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from tests.benchmarks import csv_copy

BATCH = 1000


class PlainEntry(models.Model):  # noqa: DJ008
    number = models.IntegerField(primary_key=True)
    kind = models.TextField(null=True)  # noqa: DJ001  # as in the tables of csv_copy
    content = models.JSONField()

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = "plain_entry"


class PlainName(models.Model):  # noqa: DJ008
    pk = models.CompositePrimaryKey("number", "name", "kind")
    number = models.IntegerField()
    name = models.TextField()
    kind = models.TextField()

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = "plain_name"


class PlainProgramme(models.Model):  # noqa: DJ008
    pk = models.CompositePrimaryKey("number", "code")
    number = models.IntegerField()
    code = models.TextField()

    class Meta:
        app_label = "benchmarks"
        managed = False
        db_table = "plain_programme"


def make_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute(csv_copy.TABLES)


@transaction.atomic
def bulk(folder: Path) -> None:
    entries = csv_copy.read(folder)
    PlainEntry._default_manager.bulk_create(
        (
            PlainEntry(number=int(number), kind=content["kind"], content=content)
            for number, content in entries.items()
        ),
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=["number"],
        update_fields=["kind", "content"],
    )
    PlainName._default_manager.bulk_create(
        (PlainName(**one) for one in _names(entries.items())), BATCH, ignore_conflicts=True
    )
    PlainProgramme._default_manager.bulk_create(
        (PlainProgramme(**one) for one in _programmes(entries.items())),
        BATCH,
        ignore_conflicts=True,
    )


@transaction.atomic
def one_by_one(folder: Path, most: int) -> None:
    """The first ones only, for it takes as long for each."""
    entries = list(islice(csv_copy.read(folder).items(), most))
    for number, content in entries:
        PlainEntry._default_manager.update_or_create(
            number=int(number), defaults={"kind": content["kind"], "content": content}
        )
    for one in _names(entries):
        PlainName._default_manager.update_or_create(**one)
    for one in _programmes(entries):
        PlainProgramme._default_manager.update_or_create(**one)


def _names(entries: Iterable[tuple[str, csv_copy.Content]]) -> Iterable[dict[str, Any]]:
    for number, content in entries:
        for name, kind in csv_copy.names(content):
            yield {"number": int(number), "name": name, "kind": kind}


def _programmes(entries: Iterable[tuple[str, csv_copy.Content]]) -> Iterable[dict[str, Any]]:
    for number, content in entries:
        for code in dict.fromkeys(content["programmes"]):
            yield {"number": int(number), "code": code}
