"""The audit trail: who wrote what, and who read what is protected. Written by triggers.

A model says `audited()` in its Meta, or `newsroom/audit.py` says why it does not. Who acts is told
by `sanctions.acting`; where nobody is, the entry says "database".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pgtrigger
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Model, Q
from django.db.models.functions import Now

from sanctions.triggers import Unavoidable

_TOLD = "to_tsvector('simple', {})"
_VALUES = """jsonb_to_tsvector('simple', coalesce({}, '{{}}'), '["key", "string", "numeric"]')"""


class EntryWords(Func):
    """All that an entry can be found by. As the index has it: a search says the same."""

    template = " || ".join(
        (
            "(" + _TOLD.format("actor_name || ' ' || through"),
            _TOLD.format("translate(thing || ' ' || model, './', '  ') || ' ' || key"),
            _VALUES.format("before"),
            _VALUES.format("after") + ")",
        )
    )
    output_field = SearchVectorField()


class AuditEntry(models.Model):
    """One row that was written, or one reading of what is protected. Added, never edited.

    `before` and `after` hold the columns that changed; of a long text its length and hash, of a
    secret only that it changed. `thing` is what people look for it under: a claim's is its story.

    Who acted is kept as it was, and points to no account: it stays when the account goes. The
    database sets the time, the transaction and who acted, whoever adds an entry.
    """

    class Verb(models.TextChoices):
        ADDED = "added", "Added"
        CHANGED = "changed", "Changed"
        DELETED = "deleted", "Deleted"
        READ = "read", "Read"
        EXPORTED = "exported", "Exported"
        OPENED = "opened", "Opened"

    at = models.DateTimeField("when", db_default=Now(), editable=False)
    transaction = models.BigIntegerField(db_default=0, editable=False)
    actor = models.BigIntegerField("account", null=True, editable=False)
    actor_name = models.CharField("who", max_length=150, db_default="", editable=False)
    through = models.CharField(max_length=300, db_default="", editable=False)
    verb = models.CharField("what", max_length=8, choices=Verb, editable=False)
    model = models.CharField(max_length=100, editable=False)
    key = models.CharField("row", max_length=40, editable=False)
    thing = models.CharField(max_length=140, editable=False)
    before = models.JSONField(null=True, editable=False)
    after = models.JSONField(null=True, editable=False)

    class Meta:
        default_permissions = ("view", "export")
        ordering = ["-pk"]
        verbose_name = "audit trail entry"
        verbose_name_plural = "audit trail entries"
        indexes = [
            models.Index(fields=["thing", "-id"], name="audit_thing"),
            models.Index(fields=["actor", "-id"], name="audit_actor"),
            models.Index(fields=["model", "-id"], name="audit_model"),
            models.Index(fields=["verb", "-id"], name="audit_verb"),
            models.Index(fields=["at"], name="audit_at"),
            GinIndex(EntryWords(), name="audit_words"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(verb__in=["added", "changed", "deleted", "read", "exported", "opened"]),
                name="audit_entry_says_what_was_done",
            ),
        ]
        triggers = [
            Unavoidable(
                name="audit_entry_is_stamped",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func="""
                    NEW.at = clock_timestamp();
                    NEW.transaction = pg_current_xact_id()::text::bigint;
                    NEW.actor = nullif(current_setting('newsroom.actor', true), '')::bigint;
                    NEW.actor_name =
                        left(coalesce(current_setting('newsroom.actor_name', true), ''), 150);
                    NEW.through = left(coalesce(
                        nullif(current_setting('newsroom.through', true), ''), 'database'), 300);
                    -- The text that was compared with an identity may say who the source is: what
                    -- leads from a reading to its story is not kept.
                    IF NEW.verb = 'read' THEN
                        NEW.transaction = 0;
                        NEW.through = regexp_replace(NEW.through, '^/.*', 'the desk');
                    END IF;
                    RETURN NEW;
                """,
            ),
            Unavoidable(
                name="audit_trail_is_append_only",
                level=pgtrigger.Statement,
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate,
                func="RAISE EXCEPTION 'The audit trail is only added to.';",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.model} {self.key}"


# ---- The trigger ------------------------------------------------------------------------------

_TRAIL = "INSERT INTO sanctions_auditentry (model, key, thing, verb, before, after) VALUES"
#: What stands for a value that the trail must not hold.
NOT_KEPT = "not kept here"


class Audited(Unavoidable):
    """Every row that is written leaves an entry with the columns that changed."""

    when = pgtrigger.After

    def __init__(
        self,
        *,
        only: Sequence[str],
        without: Sequence[str],
        hashed: Sequence[str],
        secret: Sequence[str],
        of: tuple[str, str] | None,
        counts: str,
        new_counts: str,
        added: str,
        **options: Any,
    ) -> None:
        self.only, self.without = only, {*without}
        self.hashed, self.secret = {*hashed}, {*secret}
        self.of, self.added = of, added
        self.counts, self.new_counts = counts, new_counts
        super().__init__(name="audited", **options)

    def columns(self, model: type[Model]) -> list[str]:
        """Those that the trail tells of."""
        fields = {field.name: field for field in model._meta.concrete_fields}
        for name in {*self.only, *self.without, *self.hashed, *self.secret} - fields.keys():
            raise ValueError(f"{model.__name__} has no column {name}.")
        told = set(self.only or fields) - self.without
        return [
            str(field.column)
            for name, field in fields.items()
            if name in told and not field.primary_key and not field.generated
        ]

    def get_declare(self, model: Any) -> list[tuple[str, str]]:
        return [("was", "jsonb"), ("becomes", "jsonb")]

    def get_func(self, model: Any) -> str:
        meta = model._meta
        label = meta.concrete_model._meta.label_lower
        key = f'coalesce(NEW."{meta.pk.column}", OLD."{meta.pk.column}")::text'
        thing = f"'{label}/' || {key}"
        if self.of is not None:
            owner, found = self.of
            new, old = (found.format(row=row) for row in ("NEW", "OLD"))
            thing = f"'{owner}/' || CASE TG_OP WHEN 'DELETE' THEN ({old}) ELSE ({new}) END"
        columns = self.columns(model)
        values = ", ".join(self._value(column) for column in columns)
        new, old = (", ".join(f'{row}."{column}"' for column in columns) for row in ("NEW", "OLD"))
        return f"""
            IF TG_OP = 'UPDATE' AND ROW({new}) IS NOT DISTINCT FROM ROW({old}) THEN
                RETURN NULL;
            END IF;
            {self._skipped()}
            SELECT jsonb_object_agg(name, before), jsonb_object_agg(name, after)
            INTO was, becomes
            FROM (VALUES {values}) told (name, before, after, differs)
            WHERE differs AND (TG_OP = 'UPDATE' OR coalesce(after, before) <> '""');
            {_TRAIL} (
                '{label}', {key}, coalesce({thing}, '{label}/' || {key}),
                CASE TG_OP WHEN 'INSERT' THEN '{self.added}' WHEN 'UPDATE' THEN 'changed'
                    ELSE 'deleted' END,
                CASE WHEN TG_OP <> 'INSERT' THEN was END,
                CASE WHEN TG_OP <> 'DELETE' THEN becomes END
            );
            RETURN NULL;
        """  # noqa: S608  # made of names in the code

    def _skipped(self) -> str:
        """What leaves out the rows that do not count. A row that is not there is null."""
        told = [
            f"({counts.format(row='NEW')}) OR ({counts.format(row='OLD')})"
            for counts in (self.counts, f"TG_OP = 'UPDATE' OR {self.new_counts}")
            if "{row}" in counts
        ]
        return "".join(f"IF ({one}) IS NOT TRUE THEN RETURN NULL; END IF;" for one in told)

    def _value(self, column: str) -> str:
        """A column's name, what it was and what it becomes, and whether that differs."""
        new, old = f'NEW."{column}"', f'OLD."{column}"'
        differs = f"{new} IS DISTINCT FROM {old}"
        name = column.removesuffix("_id")
        if {name, column} & self.secret:
            shown = [
                f"CASE WHEN {row} IS NOT NULL THEN '\"{NOT_KEPT}\"'::jsonb END"
                for row in (old, new)
            ]
        elif {name, column} & self.hashed:
            shown = [f"CASE WHEN {differs} THEN {_fingerprint(row)} END" for row in (old, new)]
        else:
            shown = [f"to_jsonb({row})" for row in (old, new)]
        return f"('{column}', {', '.join(shown)}, {differs})"


def _fingerprint(text: str) -> str:
    """Of a text its length and its hash, in SQL."""
    return (
        f"CASE WHEN {text} IS NOT NULL THEN jsonb_build_object('length', length({text}::text),"
        f" 'sha256', encode(sha256(convert_to({text}::text, 'UTF8')), 'hex')) END"
    )


class AuditedTruncate(Unavoidable):
    """Emptying a table goes by no row."""

    def __init__(self) -> None:
        super().__init__(
            name="audited_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.After,
            operation=pgtrigger.Truncate,
        )

    def get_func(self, model: Any) -> str:
        label = model._meta.concrete_model._meta.label_lower
        return f"{_TRAIL} ('{label}', '*', '{label}/*', 'deleted', NULL, NULL); RETURN NULL;"


def audited(
    *,
    only: Sequence[str] = (),
    without: Sequence[str] = (),
    hashed: Sequence[str] = (),
    secret: Sequence[str] = (),
    of: tuple[str, str] | None = None,
    counts: str = "",
    new_counts: str = "",
    added: AuditEntry.Verb = AuditEntry.Verb.ADDED,
    operation: pgtrigger.Operation | None = None,
) -> list[pgtrigger.Trigger]:
    """For a model's Meta: what is written to its table leaves entries in the audit trail.

    By its fields' names: `only` these are told, or all but those `without`; of what is `hashed`,
    long texts, only length and hash; of what is `secret` only that it changed. `of` names the
    model and, in SQL, the key of what people look for the row under, where `{row}` stands for
    it. `counts` says in SQL which rows are told at all, `new_counts` which new and deleted ones
    are; `added` is the verb of a new row.
    """
    return [
        Audited(
            only=only,
            without=without,
            hashed=hashed,
            secret=secret,
            of=of,
            counts=counts,
            new_counts=new_counts,
            added=added.value,
            operation=operation or pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        ),
        AuditedTruncate(),
    ]
