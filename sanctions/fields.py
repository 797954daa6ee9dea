"""The model and form fields for a day that may be known only in part."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

from sanctions.dates import PartialDate


def by_somebody(what: str) -> models.Q:
    """For a check constraint: of `what`_by and `what`_at both are there, or neither."""
    by, at = f"{what}_by__isnull", f"{what}_at__isnull"
    return models.Q(**{by: True, at: True}) | models.Q(**{by: False, at: False})


PERMISSIONS = ("add", "change", "delete", "view", "export")


class PartialDateFormField(forms.CharField):
    """Reads "27 November 2024", "Nov 2024", "2018" or "2024-05-03/2026-07-23"."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", "A day, a month or a year: 27 November 2024, Nov 2024, 2024."
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        if value in self.empty_values:
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        return (
            str(value)
            if isinstance(value, PartialDate) and value.precision != "span"
            else (value.iso if isinstance(value, PartialDate) else value)
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial) != self.to_python(data))
        except ValidationError:
            return True


class PartialDateField(DateRangeField):
    """A `PartialDate`, stored as the range of days in which the day lies.

    The column is an ordinary `daterange`, so an index, `@>` and `<` work on it: a known day is a
    range of one day, "2018" a range of 365.
    """

    description = "A day known to lie in a span of days"

    def from_db_value(self, value: Any, *args: Any) -> PartialDate | None:
        return self._partial(value)

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, PartialDate):
            return value
        if isinstance(value, str):
            if not value:
                return None
            try:
                return PartialDate.parse(value)
            except ValueError as error:
                raise ValidationError(str(error), code="invalid") from error
        return self._partial(super().to_python(value))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str):
            value = self.to_python(value)
        if isinstance(value, PartialDate):
            return DateRange(value.earliest, value.latest + timedelta(days=1), "[)")
        return super().get_prep_value(value)

    def value_to_string(self, obj: Any) -> str:
        value = self.value_from_object(obj)
        return value.iso if value is not None else ""

    def formfield(self, **kwargs: Any) -> Any:
        kwargs["form_class"] = PartialDateFormField
        return super(DateRangeField, self).formfield(**kwargs)

    @staticmethod
    def _partial(value: Any) -> PartialDate | None:
        if value is None or value.isempty:
            return None
        return PartialDate(value.lower, value.upper - timedelta(days=1))
