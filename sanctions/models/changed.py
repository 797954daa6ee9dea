"""Which records changed: whatever rests on them asks here what it has to look at again."""

from __future__ import annotations

from collections.abc import Sequence

import pgtrigger
from django.db import models
from django.db.models.functions import Now


class ChangedRecord(models.Model):
    """A record that another answer may follow from now. Written by triggers alone.

    `key` is that of the row that changed. It becomes visible with what it tells of, and whoever
    looked again takes it away; one record may stand here several times. A list is there when its
    versions changed, its name when its title did.
    """

    class Kind(models.TextChoices):
        ENTRY = "entry", "entry"
        PARTY = "party", "party"
        DESK_RECORD = "desk_record", "desk record"
        DOCUMENT = "document", "document"
        LIST = "list", "list"
        LIST_NAME = "list_name", "list's name"
        PROGRAMME = "programme", "programme"
        SOURCE = "source", "source"

    kind = models.CharField(max_length=12, choices=Kind)
    key = models.BigIntegerField()
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


#: What a row tells: the kind of record, and its key in SQL, where `{row}` stands for the row.
type Told = tuple[ChangedRecord.Kind, str]


def tells_changed(
    *told: Told, columns: Sequence[str], counts: str = "true", new_counts: str = "true"
) -> list[pgtrigger.Trigger]:
    """For a model's Meta: its rows tell which records changed, once a statement, not once a row.

    Of an update those rows tell of which one of the columns got another value, both as they were
    and as they are. `counts` says in SQL which rows tell at all, `new_counts` which new ones do,
    where nothing can rest on the others yet.
    """
    before, after = (", ".join(f"{row}.{name}" for name in columns) for row in ("o", "n"))
    as_old, as_new = (_values(told, row, counts) for row in ("o", "n"))
    return [
        _trigger(
            pgtrigger.Insert,
            _tell("new_rows n", as_new, new_counts.format(row="n")),
            new="new_rows",
        ),
        _trigger(
            pgtrigger.Update,
            _tell(
                "old_rows o JOIN new_rows n USING (id)",
                f"{as_old}, {as_new}",
                f"ROW({before}) IS DISTINCT FROM ROW({after})",
            ),
            old="old_rows",
            new="new_rows",
        ),
        _trigger(pgtrigger.Delete, _tell("old_rows o", as_old), old="old_rows"),
    ]


def _values(told: Sequence[Told], row: str, counts: str) -> str:
    return ", ".join(
        f"('{kind.value}', ({key.format(row=row)})::bigint, ({counts.format(row=row)}))"
        for kind, key in told
    )


def _tell(rows: str, values: str, where: str = "true") -> str:
    return f"""
        INSERT INTO sanctions_changedrecord (kind, key)
        SELECT DISTINCT told.kind, told.key
        FROM {rows} CROSS JOIN LATERAL (VALUES {values}) told (kind, key, counts)
        WHERE {where} AND told.counts AND told.key IS NOT NULL;
        RETURN NULL;
    """  # noqa: S608  # made of names in the code


def _trigger(operation: pgtrigger.Operation, func: str, **rows: str) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=f"tells_changed_{str(operation).lower()}",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        referencing=pgtrigger.Referencing(**rows),  # type: ignore[no-untyped-call]
        func=func,
    )
