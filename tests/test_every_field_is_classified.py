"""Every field leaves as CSV by declaration or stays for a reason; a new one belongs in neither."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models.expressions import BaseExpression, Combinable, F, Subquery

import newsroom.columns
import sanctions.columns
from sanctions.admin.exporting import ExportMixin

STAYS = sanctions.columns.NOT_EXPORTED | newsroom.columns.NOT_EXPORTED
MODELS = [
    model
    for app in ("sanctions", "newsroom")
    for model in apps.get_app_config(app).get_models()
    if not model._meta.proxy
]
EXPORTS = {
    model: model_admin
    for model, model_admin in admin.site._registry.items()
    if isinstance(model_admin, ExportMixin)
}


def test_every_change_list_of_ours_can_be_exported() -> None:
    ours = {
        model
        for model in admin.site._registry
        if model._meta.app_label in ("sanctions", "newsroom")
    }
    assert ours
    without = {model.__name__ for model in ours if not EXPORTS.get(model, _NONE).export_columns}
    assert not without, f"No columns are declared for the lists of {without}."


class _NONE:
    export_columns = ()


def name(field: models.Field) -> str:  # type: ignore[type-arg]
    return f"{field.model._meta.concrete_model.__name__}.{field.name}"  # type: ignore[union-attr]


def fields_of(model: type[models.Model]) -> list[models.Field]:  # type: ignore[type-arg]
    """Its columns, without the number that the database gives a row."""
    return [field for field in model._meta.concrete_fields if not field.primary_key]


def paths(expression: str | Combinable | object) -> Iterator[str]:
    """Every field's path that an expression reads. What a subquery reads is another model's."""
    if isinstance(expression, str):
        yield expression
    elif isinstance(expression, F):
        yield str(expression.name)  # type: ignore[attr-defined]
    elif isinstance(expression, models.Q):
        for child in expression.children:
            yield from paths(child[0] if isinstance(child, tuple) else child)
    elif isinstance(expression, BaseExpression) and not isinstance(expression, Subquery):
        for part in expression.get_source_expressions():
            yield from paths(part)


def fields_read(model: type[models.Model], path: str) -> Iterator[str]:
    """The fields that a path passes, its relations too: "Entry.list", "SanctionsList.code"."""
    here: type[models.Model] | None = model
    for part in path.split("__"):
        if here is None:
            return
        try:
            field = here._meta.get_field(part)
        except FieldDoesNotExist:
            return
        if isinstance(field, models.Field):
            yield name(field)
        here = field.related_model if isinstance(field.related_model, type) else None


def exported_by(model: type[models.Model]) -> set[str]:
    return {
        field
        for column in EXPORTS[model].export_columns
        for path in paths(column.expression)
        for field in fields_read(model, path)
    }


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_exported_or_stays_for_a_reason(model: type[models.Model]) -> None:
    exported = exported_by(model) if model in EXPORTS else set()
    undecided = [
        name(field)
        for field in fields_of(model)
        if name(field) not in exported and name(field) not in STAYS
    ]
    assert not undecided, f"Add a column for {undecided}, or say in NOT_EXPORTED why it stays."


def test_what_stays_is_in_no_column_of_any_list() -> None:
    leaks = {
        f"{field}, by the list of {model.__name__}"
        for model in EXPORTS
        for field in exported_by(model) & STAYS.keys()
    }
    assert not leaks


def test_what_stays_exists_and_says_why() -> None:
    existing = {name(field) for model in MODELS for field in fields_of(model)}
    assert STAYS.keys() <= existing
    assert all(STAYS.values())


@pytest.mark.parametrize("model", EXPORTS, ids=lambda model: model.__name__)
def test_column_names_are_plain_single_and_explained(model: type[models.Model]) -> None:
    columns = EXPORTS[model].export_columns
    names = [column.name for column in columns]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() and name == name.lower() for name in names)
    assert all(column.help for column in columns)
