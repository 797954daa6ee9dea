"""A moment is taken as it is meant: the hour that happens twice, the one that never does."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client, override_settings
from django.utils import timezone

from sanctions.admin.moments import MomentField, one_input
from sanctions.models import DeskRecord, Party
from tests import factories

pytestmark = pytest.mark.django_db

MADRID, NEW_YORK = "Europe/Madrid", "America/New_York"


def field(known: datetime | None = None, *, asks_of_the_past: bool = False) -> MomentField:
    made = MomentField(widget=one_input(), asks_of_the_past=asks_of_the_past)
    made.known = known
    return made


def refusal(local: str, which: str = "") -> str:
    with pytest.raises(ValidationError) as refused:
        field(asks_of_the_past=True).clean([local, which])
    return " ".join(refused.value.messages)


@pytest.mark.parametrize(
    ("zone", "typed", "moment"),
    [
        (MADRID, "2026-11-27T18:40", datetime(2026, 11, 27, 17, 40, tzinfo=UTC)),
        (MADRID, "2027-07-01 09:00", datetime(2027, 7, 1, 7, tzinfo=UTC)),
        (MADRID, "2027-03-28T01:59", datetime(2027, 3, 28, 0, 59, tzinfo=UTC)),
        (MADRID, "2027-03-28T03:00", datetime(2027, 3, 28, 1, tzinfo=UTC)),
        (NEW_YORK, "2028-02-29T00:00", datetime(2028, 2, 29, 5, tzinfo=UTC)),
        ("UTC", "2027-03-28T02:30", datetime(2027, 3, 28, 2, 30, tzinfo=UTC)),
        ("Asia/Kolkata", "2027-01-01T00:00", datetime(2026, 12, 31, 18, 30, tzinfo=UTC)),
    ],
)
def test_a_time_of_the_newsrooms_clocks_is_one_moment(
    zone: str, typed: str, moment: datetime
) -> None:
    with override_settings(TIME_ZONE=zone):
        assert field().clean([typed, ""]) == moment


def test_an_hour_that_happens_twice_is_asked_about() -> None:
    with override_settings(TIME_ZONE=MADRID):
        assert refusal("2027-10-31T02:30") == (
            "31 October 2027, 02:30 happens twice in Europe/Madrid. "
            "Choose 31 October 2027, 02:30 CEST (UTC+2), which is the first, "
            "or 31 October 2027, 02:30 CET (UTC+1)."
        )
        for which, hour in (("+02:00", 0), ("+01:00", 1)):
            chosen = field().clean(["2027-10-31T02:30", f"2027-10-31T02:30:00{which}"])
            assert chosen == datetime(2027, 10, 31, hour, 30, tzinfo=UTC)
        # What was chosen for another time is no answer.
        assert "happens twice" in refusal("2027-10-31T02:40", "2027-10-31T02:30:00+02:00")


def test_the_choice_stands_beside_what_was_typed() -> None:
    with override_settings(TIME_ZONE=MADRID):
        asked = field()
        assert "<select" not in asked.widget.render("public_from", ["2027-10-31T02:30", ""])
        with pytest.raises(ValidationError):
            asked.clean(["2027-10-31T02:30", ""])
        shown = asked.widget.render("public_from", ["2027-10-31T02:30", ""])
        assert 'value="2027-10-31T02:30"' in shown
        assert '<option value="2027-10-31T02:30:00+01:00">' in shown
        # And when it is opened again, the one that was meant is chosen.
        later = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
        shown = asked.widget.render("public_from", asked.prepare_value(later))
        assert '<option value="2027-10-31T02:30:00+01:00" selected>' in shown


@pytest.mark.parametrize(
    ("zone", "typed", "meant"),
    [
        (MADRID, "2027-03-28T02:30", ["01:30 CET (UTC+1)", "03:30 CEST (UTC+2)"]),
        (NEW_YORK, "2027-03-14T02:30", ["01:30 EST (UTC-5)", "03:30 EDT (UTC-4)"]),
    ],
)
def test_an_hour_that_never_happens_is_refused(zone: str, typed: str, meant: list[str]) -> None:
    with override_settings(TIME_ZONE=zone):
        told = refusal(typed)
        assert f"does not exist in {zone}" in told
        assert all(one in told for one in meant)


def test_what_lies_far_ahead_or_has_long_passed_is_asked_about() -> None:
    now = timezone.now().replace(second=0, microsecond=0)
    for moment, told in (
        (now + timedelta(days=6 * 365), "more than five years ahead"),
        (now - timedelta(days=2), "has long passed"),
    ):
        typed = f"{moment:%Y-%m-%dT%H:%M}"
        assert told in refusal(typed)
        assert told in refusal(typed, (moment + timedelta(days=1)).isoformat())
        sure = field(asks_of_the_past=True).clean([typed, moment.isoformat()])
        assert sure == moment
        # What it was before is not asked about again, and keeps its fraction of a second.
        known = moment + timedelta(microseconds=500_000)
        assert field(known, asks_of_the_past=True).clean([typed, ""]) == known
    soon = now + timedelta(days=4 * 365)
    assert field().clean([f"{soon:%Y-%m-%dT%H:%M}", ""]) == soon
    assert field().clean(["", ""]) is None


@pytest.mark.parametrize(
    "typed", ["03/04/2026", "2026-02-30T10:00", "tomorrow", "2026-13-01T00:00"]
)
def test_what_is_no_day_and_time_is_refused(typed: str) -> None:
    assert refusal(typed)


def next_autumn() -> str:
    """The day on which Europe's clocks are put back next year: October's last Sunday."""
    last = date(timezone.now().year + 1, 10, 31)
    return f"{last - timedelta(days=(last.weekday() + 1) % 7)}"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    return client


@pytest.mark.parametrize(
    "address", ["/admin/sanctions/official/add/", "/admin/sanctions/party/add/"]
)
def test_who_becomes_public_is_asked_about_at_the_desk(desk: Client, address: str) -> None:
    day = next_autumn()
    later = f"{day}T02:30:00+01:00"
    with override_settings(TIME_ZONE=MADRID):
        assert "Times are those of Europe/Madrid, where it is" in desk.get(address).content.decode()
        form: dict[str, Any] = {
            "kind": "person",
            "desk_name": "Ana Pérez",
            "desk_record_parties-TOTAL_FORMS": 0,
            "desk_record_parties-INITIAL_FORMS": 0,
            "public_from_0": day,
            "public_from_1": "02:30",
        }
        asked = desk.post(address, form).content.decode()
        assert "happens twice in Europe/Madrid" in asked
        assert 'name="public_from_which"' in asked
        assert not Party.objects.exists()
        form["public_from_which"] = later
        desk.post(address, form)
        made = Party.objects.get()
        assert made.public_from == datetime.fromisoformat(later)
        page = desk.get(f"/admin/sanctions/official/{made.pk}/change/").content.decode()
        assert f'<option value="{later}" selected>' in page


def test_a_record_is_asked_about_at_the_desk(desk: Client) -> None:
    form = {
        "kind": "event",
        "title": "The meeting",
        "begins": "2026-11-27",
        "desk_record_parties-TOTAL_FORMS": 0,
        "desk_record_parties-INITIAL_FORMS": 0,
        "public_from_0": "2040-01-01",
        "public_from_1": "10:00",
    }
    asked = desk.post("/admin/sanctions/deskrecord/add/", form).content.decode()
    assert "more than five years ahead" in asked
    assert "1 January 2040, 10:00 UTC is more" in asked
    desk.post(
        "/admin/sanctions/deskrecord/add/",
        form | {"public_from_which": "2040-01-01T10:00:00+00:00"},
    )
    assert DeskRecord.objects.get().public_from == datetime(2040, 1, 1, 10, tzinfo=UTC)
