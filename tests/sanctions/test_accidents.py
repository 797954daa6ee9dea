"""Each upstream accident is stopped for its own reason, and readers see what they saw before."""

from datetime import timedelta
from pathlib import Path

import pytest

from sanctions.lists import PUBLICATIONS
from sanctions.models import Designation, EntryVersion, ListVersion, Name, Party, Programme
from sanctions.versions import receive
from tests.sanctions.accidents import (
    ACCIDENTS,
    FIRST_DAY,
    Accident,
    every_fourth_of,
    receive_before,
    receive_what_came,
)
from tests.sanctions.ofac import write_set
from tests.sanctions.shapes import whole_list

pytestmark = pytest.mark.django_db


def what_readers_see() -> list[list[tuple[object, ...]]]:
    return [
        list(EntryVersion.objects.order_by("pk").values_list("entry__number", "span", "hash")),
        list(Designation.objects.order_by("pk").values_list()),
        list(Name.objects.order_by("pk").values_list("entry", "name", "kind")),
        list(Party.objects.order_by("pk").values_list("pk", "listed_name", "kind")),
        list(Programme.objects.order_by("pk").values_list("code")),
        list(ListVersion.objects.applied().order_by("pk").values_list("sequence", "dated")),
    ]


@pytest.mark.parametrize("accident", ACCIDENTS, ids=lambda one: f"{one.event}: {one.what}")
def test_the_accident_is_stopped_and_nothing_is_written(accident: Accident, tmp_path: Path) -> None:
    receive_before(accident, tmp_path)
    before = what_readers_see()

    stopped = receive_what_came(accident, tmp_path)

    assert stopped.status == accident.status
    assert accident.says in stopped.message
    if accident.rule:
        assert accident.rule in stopped.rules
    assert what_readers_see() == before


def test_all_ten_events_are_there() -> None:
    assert len({one.event for one in ACCIDENTS}) == 10


def test_a_list_that_is_whole_again_the_next_day_changes_nothing(tmp_path: Path) -> None:
    """The flapping list: 686 entries, 515, 686 again."""
    list_ = PUBLICATIONS["ofac-sdn"]
    whole = write_set(tmp_path / "whole", whole_list())
    part = write_set(tmp_path / "part", every_fourth_of("SDNTK"))
    days = [FIRST_DAY + timedelta(days=number) for number in range(3)]

    found = [
        receive(list_, path, given=day).status
        for path, day in zip((whole, part, whole), days, strict=True)
    ]

    assert found == ["applied", "quarantined", "unchanged"]
