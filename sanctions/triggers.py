"""Triggers that nobody switches off by a setting."""

from __future__ import annotations

from typing import Any

import pgtrigger
from pgtrigger.compiler import Trigger as Compiled
from pgtrigger.compiler import UpsertTriggerSql


class UnavoidableSql(UpsertTriggerSql):
    """As django-pgtrigger installs a trigger, without its way around.

    Its own triggers do nothing for whoever says `SET pgtrigger.ignore = …` on a connection, which
    asks for no right at all. These read no setting, and go off in a replica session too: only who
    may change the table's schema can take them away. Migrations name this class.
    """

    def get_template(self) -> str:
        return """
            CREATE OR REPLACE FUNCTION {pgid}()
            RETURNS TRIGGER AS $$
                {declare}
                BEGIN
                    {func}
                END;
            $$ LANGUAGE plpgsql;

            DROP TRIGGER IF EXISTS {pgid} ON {table};
            CREATE {constraint} TRIGGER {pgid}
                {when} {operation} ON {table}
                {timing}
                {referencing}
                FOR EACH {level} {condition}
                EXECUTE PROCEDURE {execute};
            ALTER TABLE {table} ENABLE ALWAYS TRIGGER {pgid};

            COMMENT ON TRIGGER {pgid} ON {table} IS '{hash}';
        """


class Unavoidable(pgtrigger.Trigger):
    """For a model's Meta."""

    def compile(self, model: Any) -> Compiled:
        usual = super().compile(model)
        told: dict[str, Any] = usual.sql.kwargs
        return Compiled(name=usual.name, sql=UnavoidableSql(**told))
