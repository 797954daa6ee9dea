"""A moment as a person types it: in the newsroom's zone, and sure to be the one that is meant.

When clocks are put back, an hour happens twice; when they are put forward, one does not happen. And
what has long passed, or lies years ahead, is mostly a slip. The form then asks, and takes the
moment once the answer names it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget, AdminTimeWidget
from django.core.exceptions import ValidationError
from django.db import connection
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.functional import lazy

#: Further ahead it is asked whether that is meant.
FAR = timedelta(days=5 * 365 + 1)
#: Longer ago likewise: “now” has passed by the time that a form is sent.
LONG_AGO = timedelta(days=1)


def database_now() -> datetime:
    """By the clock that decides what readers see."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        [(now,)] = cursor.fetchall()
    return now  # type: ignore[no-any-return]


def told(moment: datetime) -> str:
    """“25 October 2026, 02:30 CEST (UTC+2)”."""
    local = timezone.localtime(moment)
    hours = f"{local:%z}"  # +0200, or +0530
    offset = f"{hours[0]}{int(hours[1:3])}{f':{hours[3:5]}' if hours[3:5] != '00' else ''}"
    name = f"{local:%Z}" if f"{local:%Z}"[:1].isalpha() else ""  # some are called “+03”
    zone = name if name == "UTC" else f"{name} (UTC{offset})".strip()
    return f"{local:%-d %B %Y, %H:%M} {zone}"


def readings(local: datetime) -> list[datetime]:
    """The moments at which the newsroom's clocks show this: one, two, or none."""
    zone = timezone.get_current_timezone()
    found = []
    for fold in (0, 1):
        moment = local.replace(tzinfo=zone, fold=fold)
        back = moment.astimezone(UTC).astimezone(zone)
        if back.replace(tzinfo=None, fold=0) == local.replace(fold=0):
            found.append(moment)
    if len(found) == 2 and found[0].utcoffset() == found[1].utcoffset():
        del found[1]
    return found


def neighbours(local: datetime) -> list[datetime]:
    """What a time that does not exist may mean: by the clocks before the change, and after it."""
    zone = timezone.get_current_timezone()
    return sorted(local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


class MomentWidget(forms.MultiWidget):
    """What is typed, and behind it, where the form has to ask, a choice of what may be meant."""

    supports_microseconds = False

    def __init__(self, typed: Mapping[str, forms.Widget]) -> None:
        super().__init__({**typed, "which": forms.HiddenInput()})

    def offer(self, moments: Sequence[datetime], question: str) -> None:
        choices = [("", question), *((one.isoformat(), told(one)) for one in moments)]
        asked = forms.Select(choices=choices, attrs={"aria-label": question})
        self.widgets = [*self.widgets[:-1], asked]

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"

    def decompress(self, value: datetime | None) -> list[Any]:
        """`value` is of the newsroom's clocks, its fold telling which of two times it is."""
        typed: list[Any] = [value] if len(self.widgets) == 2 else [value and value.date()]
        if len(self.widgets) == 3:
            typed.append(value and value.time())
        which = ""
        if value is not None and len(found := readings(value)) > 1:
            self.offer(found, "Which of the two?")
            which = found[value.fold].isoformat()
        return [*typed, which]


def one_input() -> MomentWidget:
    """As the browser lets one choose it."""
    local = forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return MomentWidget({"": local})


def admin_inputs() -> MomentWidget:
    """Day and time apart, as the admin has them."""
    day, time = AdminDateWidget({"aria-label": "Day"}), AdminTimeWidget({"aria-label": "Time"})
    return MomentWidget({"0": day, "1": time})


def _with_zone(help_text: str) -> str:
    now = timezone.localtime()
    return f"{help_text} Times are those of {_zone()}, where it is {now:%H:%M %Z} now.".strip()


def _zone() -> str:
    return timezone.get_current_timezone_name()


class MomentField(forms.Field):
    """A moment, or nothing. `known` is what it was before: that is not asked about again."""

    widget: MomentWidget

    def __init__(self, *, asks_of_the_past: bool = True, help_text: str = "", **options: Any):
        self.asks_of_the_past = asks_of_the_past
        self.known: datetime | None = None
        options.setdefault("widget", admin_inputs())
        # The time of day is that of the form, not that of the server's start.
        zoned = lazy(_with_zone, str)(help_text)
        super().__init__(required=False, help_text=zoned, **options)

    def prepare_value(self, value: Any) -> Any:
        return timezone.make_naive(value) if isinstance(value, datetime) else value

    def to_python(self, value: Any) -> datetime | None:
        # Of a form that did not ask there is no answer.
        *typed, which = [text or "" for text in value or [""]]
        local = _typed(typed)
        if local is None:
            return None
        if timezone.is_aware(local):
            return local.astimezone(UTC)
        found = readings(local)
        if self.known is not None:
            known = timezone.localtime(self.known).replace(microsecond=0)
            if known in found and which in ("", known.isoformat()):
                return self.known
        if not found:
            meant = " or ".join(told(one) for one in neighbours(local))
            raise ValidationError(
                f"{local:%-d %B %Y, %H:%M} does not exist in {_zone()}: "
                f"the clocks are put forward over it. Write {meant}.",
                code="never",
            )
        chosen = [one for one in found if one.isoformat() == which]
        if len(found) > 1:
            self.widget.offer(found, "Which of the two?")
            if not chosen:
                raise ValidationError(
                    f"{local:%-d %B %Y, %H:%M} happens twice in {_zone()}. "
                    f"Choose {told(found[0])}, which is the first, or {told(found[1])}.",
                    code="twice",
                )
        [moment, *_] = chosen or found
        if question := self._asks(moment):
            self.widget.offer(found, "Is that meant?")
            if not chosen:
                raise ValidationError(f"{told(moment)} {question}", code="sure")
        # In UTC, for a time that happens twice equals none of another zone.
        return moment.astimezone(UTC)

    def _asks(self, moment: datetime) -> str:
        now = database_now()
        if moment > now + FAR:
            return "is more than five years ahead. Choose it below if that is meant."
        if self.asks_of_the_past and moment < now - LONG_AGO:
            return (
                "has long passed: readers can see it as soon as you save. "
                "Choose it below if that is meant."
            )
        return ""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            moment = self.to_python(data)
        except ValidationError:
            return True
        return moment != initial and not (
            moment is not None
            and isinstance(initial, datetime)
            and moment.replace(microsecond=0) == initial.replace(microsecond=0)
        )


def _typed(parts: Sequence[str]) -> datetime | None:
    """What was written, by the clocks on the wall; with an offset where one was written."""
    parts = [part.strip() for part in parts]
    if not any(parts):
        return None
    if len(parts) == 1:
        moment = None
        try:
            moment = parse_datetime(parts[0])
        except ValueError as error:
            raise ValidationError("There is no such day or time.", code="invalid") from error
        if moment is None:
            raise ValidationError("Write day and time as 2026-11-27 18:40.", code="invalid")
        return moment
    day, time = forms.DateField().clean(parts[0]), forms.TimeField().clean(parts[1])
    return datetime.combine(day, time)


class PublicFromMixin(forms.Form):
    """For the forms of what becomes public by itself."""

    public_from = MomentField(help_text="When readers may see it; empty means not yet.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(field := self.fields.get("public_from"), MomentField):
            field.known = self.instance.public_from  # type: ignore[attr-defined]  # a model's form
