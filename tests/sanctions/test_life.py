"""Any life of a list leaves what a naive model in memory says."""

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctions import guard
from sanctions.entries import ListError
from sanctions.history import Answer, as_of
from sanctions.lists import PUBLICATIONS
from sanctions.models import Designation, EntryVersion, ListVersion, Party
from sanctions.reverting import revert
from sanctions.versions import apply_held, receive, refuse
from tests.sanctions.ofac import entry, write_set

pytestmark = pytest.mark.django_db

FIRST_DAY = date(2024, 5, 3)
WHY = "as the test says"
PROGRAMMES = ("A", "B")

#: Number → the programmes under which it stands; an issue of a list.
type Issue = Mapping[int, tuple[str, ...]]
type Step = tuple[Any, ...]


@dataclass
class Version:
    """What the model keeps of a version; `told` is everything that stands at it."""

    sequence: int
    day: date
    issue: Issue
    reach: tuple[str, ...] | None
    told: Issue
    status: str
    stands_for: "Version | None" = None
    confirmed: date | None = None

    @property
    def until(self) -> date:
        """The last day whose list had these bytes."""
        return self.confirmed or self.day

    def tells_of(self, number: int, programme: str) -> bool:
        held = self.told.get(number, ())
        return self.reach is None or programme in self.reach or bool({*held} & {*self.reach})


@dataclass
class Model:
    """The rules of decision 0017, said as plainly as can be and as slowly."""

    versions: list[Version] = field(default_factory=list)

    def applied(self) -> list[Version]:
        return [one for one in self.versions if one.status == "applied"]

    def receive(self, day: date, issue: Issue, reach: tuple[str, ...] | None, held: bool) -> None:
        status = "quarantined" if held else "applied"
        version = Version(len(self.versions) + 1, day, issue, reach, {}, status)
        self.versions.append(version)
        if not held:
            self.apply(version)

    def apply(self, version: Version) -> None:
        before = self.applied()
        before = [one for one in before if one is not version]
        old = before[-1].told if before else {}
        kept = {
            number: codes
            for number, codes in old.items()
            if version.reach is not None and not {*codes} & {*version.reach}
        }
        version.told = {**kept, **version.issue}
        version.status = "applied"
        self.supersede(version)

    def supersede(self, version: Version) -> None:
        """What waits goes where a version of its day or later tells of all that it told."""
        for one in self.versions:
            covers = version.reach is None or {*(one.reach or ["all"])} <= {*version.reach}
            waits = one.status == "quarantined" and one.sequence < version.sequence
            if waits and covers and one.day <= version.day:
                one.status = "refused"

    def confirm(self, sequence: int, day: date) -> None:
        """The bytes of a version once more, with nothing changed since: the newest stood on."""
        newest = self.applied()[-1]
        if newest.reach == self.versions[sequence - 1].reach and day > newest.until:
            newest.confirmed = day

    def revert(self) -> None:
        version: Version | None = self.applied()[-1]
        while version:
            version.status = "reverted"
            version = version.stands_for
        if before := self.applied():
            old = before[-1]
            self.versions.append(replace(old, sequence=len(self.versions) + 1, stands_for=old))

    def sights(self, number: int, programme: str) -> list[tuple[date, bool]]:
        """The days of the lists that tell of a listing, and whether they have it."""
        told = [one for one in self.applied() if one.tells_of(number, programme)]
        days = [(day, one) for one in told for day in dict.fromkeys((one.day, one.until))]
        days.sort(key=lambda sight: sight[0])
        return [(day, programme in one.told.get(number, ())) for day, one in days]

    def spells(self) -> Iterator[tuple[Any, ...]]:
        """Number, programme, spell, last absent, first seen, last seen, first gone."""
        numbers = {number for one in self.applied() for number in one.told}
        for number in numbers:
            for programme in PROGRAMMES:
                spell, absent, seen = 0, None, None
                rows: list[list[Any]] = []
                for day, listed in self.sights(number, programme):
                    if listed:
                        if seen is None:
                            spell += 1
                            rows.append([spell, absent, day, None, None])
                        seen = day
                    else:
                        if seen is not None:
                            rows[-1][3:] = [seen, day]
                        absent, seen = day, None
                for row in rows:
                    yield (str(number), programme, *row)

    def as_of(self, day: date) -> dict[tuple[str, str], Answer]:
        """For each listing that a version ever told of; the third answer where none agree."""
        answers = {}
        for number, programme in {spell[:2] for spell in self.spells()}:
            sights = self.sights(int(number), programme)
            before = [sight for sight in sights if sight[0] <= day]
            after = [sight for sight in sights if sight[0] > day]
            answer = Answer.CANNOT_TELL
            if before:
                seen, listed = before[-1]
                if seen == day or (after and after[0][1] == listed):
                    answer = Answer.YES if listed else Answer.NO
            answers[number, programme] = answer
        return answers


issues = st.dictionaries(
    st.integers(1, 4),
    st.sampled_from([("A",), ("B",), ("A", "B")]),
    min_size=1,
)
steps = st.lists(
    st.one_of(
        st.tuples(
            st.just("receive"),
            st.integers(0, 2),
            issues,
            st.sampled_from([None, None, None, ("A",), ("B",)]),
            st.booleans(),
        ),
        st.tuples(st.just("apply"), st.integers(0, 3)),
        st.tuples(st.just("refuse"), st.integers(0, 3)),
        st.tuples(st.just("revert")),
    ),
    min_size=1,
    max_size=10,
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps)
def test_any_life_of_a_list_leaves_what_the_model_says(life: Sequence[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        live(life, Path(folder))
        transaction.set_rollback(True)


def live(life: Sequence[Step], folder: Path) -> None:
    model, day = Model(), FIRST_DAY
    for turn, (what, *told) in enumerate(life):
        if what == "receive":
            days, issue, reach, held = told
            day += timedelta(days=days)
            receive_one(model, folder / str(turn), day, issue, reach, held=held)
        elif what == "revert" and model.applied():
            newest = ListVersion.objects.applied().latest()
            revert(newest, by=None, why=WHY)
            model.revert()
            day = max([FIRST_DAY, *(one.until for one in model.applied()[-1:])])
        elif what in ("apply", "refuse"):
            waiting = [one for one in model.versions if one.status == "quarantined"]
            if waiting:
                decide(model, what, waiting[told[0] % len(waiting)])
                day = max([day, *(one.until for one in model.applied()[-1:])])
        compare(model)


def receive_one(
    model: Model, folder: Path, day: date, issue: Issue, reach: Any, *, held: bool
) -> None:
    issue = {number: codes for number, codes in issue.items() if not reach or {*codes} & {*reach}}
    if not issue:
        return
    rows = [
        entry(number, f"PRUEBA, Persona {number}", "] [".join(codes))
        for number, codes in issue.items()
    ]
    write_set(folder, rows)
    finding = [guard.Finding("held", "as the test says")] if held else []
    with patch("sanctions.guard.findings", return_value=finding):
        outcome = receive(PUBLICATIONS["ofac-sdn"], folder, given=day, coverage=reach, fetched=True)
    # The same bytes again make no version.
    if outcome.status == "unchanged":
        model.confirm(outcome.version or 0, day)
    elif outcome.version == len(model.versions) + 1:
        model.receive(day, issue, reach, outcome.status == "quarantined")


def decide(model: Model, what: str, chosen: Version) -> None:
    version = ListVersion.objects.get(sequence=chosen.sequence)
    if what == "refuse":
        refuse(version, by=None, why=WHY)
        chosen.status = "refused"
        return
    newest = model.applied()[-1] if model.applied() else None
    if newest and newest.until > chosen.day:
        with pytest.raises(ListError, match="older than the newest applied"):
            apply_held(version, by=None, why=WHY)
        return
    with patch("sanctions.guard.findings", return_value=[]):
        outcome = apply_held(version, by=None, why=WHY)
        if outcome.status != "applied":
            version.refresh_from_db()  # compared again: now it can be
            outcome = apply_held(version, by=None, why=WHY)
        assert outcome.status == "applied"
    if outcome.version != chosen.sequence:  # behind a newer number it gets the next
        chosen = replace(chosen, sequence=len(model.versions) + 1)
        model.versions.append(chosen)
    model.apply(chosen)


def compare(model: Model) -> None:
    rows = ListVersion.objects.order_by("sequence").values_list("sequence", "dated", "status")
    assert list(rows) == [(one.sequence, one.day, one.status) for one in model.versions]
    for version in model.applied():
        standing = EntryVersion.objects.filter(span__contains=version.sequence)
        assert {
            int(one.entry.number): tuple(one.content["programmes"])
            for one in standing.select_related("entry")
        } == version.told
    counted = Designation.objects.counted().values_list(
        "entry__number",
        "programme__code",
        "spell",
        "last_absent",
        "first_seen",
        "last_seen",
        "first_gone",
    )
    assert sorted(map(str, counted)) == sorted(map(str, model.spells()))
    for day in {day + timedelta(days=by) for _, day, _ in rows for by in (-1, 0, 1)}:
        assert answers(day) == model.as_of(day)
    public = Party.objects.public().values_list("entries__number", flat=True)
    assert {int(number) for number in public} == {
        number for one in model.applied() for number in one.told
    }


def answers(day: date) -> dict[tuple[str, str], Answer]:
    """As the records have it, for each entry and programme."""
    counted = Designation.objects.counted().with_seen_from().with_seen_to()
    spells: dict[tuple[str, str], list[Any]] = {}
    for one in counted.select_related("entry", "programme").order_by("spell"):
        spells.setdefault((one.entry.number, one.programme.code), []).append(one)
    return {
        listing: as_of(rows, day, seen_from=rows[0].seen_from, seen_to=rows[0].seen_to).answer
        for listing, rows in spells.items()
    }
