"""A step of a migration that is many at once, because Django takes long over each."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class AtOnce(Operation):
    """These operations, for which the models are made once and not anew for each.

    After every operation Django makes the classes of all models that are related to the changed
    one. Here nearly all are, and that was most of the time in which an empty database got its
    tables. So each of these operations finds the models as they are after all of them, or, going
    back, before all: fit for new models that hold their fields, indexes, constraints and triggers
    from the start, and for triggers of models that are there already; not for a model that one
    operation makes and another changes. Migrations name this class.
    """

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations

    @property
    def reversible(self) -> bool:  # type: ignore[override]  # Django's own do it so, too
        return all(operation.reversible for operation in self.operations)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        state.__dict__.pop("apps", None)  # made again, all in one go, when they are next asked for
        for operation in self.operations:
            operation.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in self.operations:
            operation.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for operation in reversed(self.operations):
            operation.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"{self.operations[0].describe()} and {len(self.operations) - 1} more at once"
