"""That something changed which readers see: what is kept ready for them asks this first."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models.functions import Now


class Change(models.Model):
    """A transaction that changed what readers may see. Written by triggers alone.

    It becomes visible with what it changed, and its number tells which snapshots do not hold it
    yet: so no reader can take old rows for new ones, whatever runs at the same time.
    """

    transaction = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=Now())

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"transaction {self.transaction}"


_NOTE = """
    INSERT INTO sanctions_change (transaction) VALUES (pg_current_xact_id()::text::bigint)
    ON CONFLICT DO NOTHING;
"""


def notes_changes(*columns: str) -> pgtrigger.Trigger:
    """For a model's Meta: every statement that writes its table is noted as a change.

    With columns, only what gives one of these another value: for tables whose other columns
    readers do not see. Of a new row null is no value, nor of a deleted one.
    """
    func = f"{_NOTE} RETURN NULL;"
    operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
    if not columns:
        operation |= pgtrigger.Truncate
    else:
        new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("NEW", "OLD"))
        func = f"IF ROW({new}) IS DISTINCT FROM ROW({old}) THEN {_NOTE} END IF; RETURN NULL;"
    return pgtrigger.Trigger(
        name="notes_changes",
        level=pgtrigger.Row if columns else pgtrigger.Statement,
        when=pgtrigger.After,
        operation=operation,
        func=func,
    )
