"""As of a day: yes, no or cannot tell, in Python for one and in SQL for many."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

import pytest
from django.db import transaction
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sanctions.dates import PartialDate
from sanctions.history import Answer, AsOf, Sight, Word, as_of, combined
from sanctions.models import Designation, Entry, EntryVersion, Party
from tests import factories

pytestmark = pytest.mark.django_db

YES, NO, CANNOT_TELL = Answer
MAY, JULY, AUGUST = date(2024, 5, 3), date(2026, 7, 23), date(2026, 8, 20)
NOVEMBER = date(2024, 11, 27)
#: The days of random histories count from here; versions bear days 1 to 8.
ZERO = date(2024, 1, 1)
DAYS = [ZERO + timedelta(days=number) for number in range(11)]


# ---- One -----------------------------------------------------------------------------------------


def found(day: date, *spells: Designation, seen_from: date = MAY, seen_to: date = AUGUST) -> AsOf:
    return as_of(spells, day, seen_from=seen_from, seen_to=seen_to)


def test_a_version_says_what_was_listed_on_its_own_day() -> None:
    new = Designation(last_absent=MAY, first_seen=JULY)
    assert [found(day, new).answer for day in (MAY, JULY, AUGUST)] == [NO, YES, YES]


def test_between_two_versions_that_differ_nobody_can_tell() -> None:
    told = found(NOVEMBER, Designation(last_absent=MAY, first_seen=JULY))
    assert told == AsOf(NOVEMBER, CANNOT_TELL, Sight(MAY, False), Sight(JULY, True))
    gone = Designation(first_seen=MAY, last_seen=MAY, first_gone=JULY)
    assert found(NOVEMBER, gone).answer is CANNOT_TELL


def test_between_two_versions_that_agree_it_was_so() -> None:
    assert found(NOVEMBER, Designation(first_seen=MAY)).answer is YES
    later = Designation(last_absent=JULY, first_seen=AUGUST)
    assert found(NOVEMBER, later) == AsOf(NOVEMBER, NO, Sight(MAY, False), Sight(JULY, False))


def test_a_dated_word_settles_what_the_versions_leave_open() -> None:
    day = PartialDate.of_day(NOVEMBER)
    told = found(NOVEMBER, Designation(last_absent=MAY, first_seen=JULY, listed_on=day))
    assert (told.answer, told.word) == (YES, Word("listed", day))
    gone = Designation(first_seen=MAY, last_seen=MAY, first_gone=JULY, delisted_on=day)
    assert found(NOVEMBER, gone).answer is NO
    assert found(NOVEMBER - timedelta(days=1), gone).answer is YES


def test_a_word_that_is_no_day_settles_only_what_lies_outside_it() -> None:
    year = PartialDate.of_year(2025)
    new = Designation(last_absent=MAY, first_seen=JULY, listed_on=year)
    answers = [found(date(at, 6, 1), new).answer for at in (2024, 2025, 2026)]
    assert answers == [NO, CANNOT_TELL, YES]
    assert found(date(2025, 6, 1), new).word == Word("listed", year)


def test_nothing_is_said_past_the_newest_version_nor_before_the_first() -> None:
    there = Designation(first_seen=MAY)
    assert found(AUGUST + timedelta(days=1), there).answer is CANNOT_TELL
    assert found(MAY - timedelta(days=1), there).answer is CANNOT_TELL
    gone = Designation(first_seen=MAY, last_seen=MAY, first_gone=JULY)
    assert found(AUGUST + timedelta(days=1), gone).answer is CANNOT_TELL
    new = Designation(last_absent=JULY, first_seen=AUGUST)
    assert found(MAY - timedelta(days=1), new).answer is CANNOT_TELL


def test_a_dated_word_reaches_before_the_first_version_and_past_the_newest() -> None:
    dated = Designation(
        first_seen=MAY,
        listed_on=PartialDate.parse("31 July 2017"),
        delisted_on=PartialDate.parse("1 November 2026"),
    )
    days = [date(2017, 7, 30), date(2017, 7, 31), date(2026, 10, 31), date(2026, 11, 1)]
    assert [found(day, dated).answer for day in days] == [NO, YES, YES, NO]


def test_a_relisting_is_told_apart_from_what_was_before() -> None:
    first = Designation(first_seen=MAY, last_seen=MAY, first_gone=NOVEMBER)
    second = Designation(last_absent=NOVEMBER, first_seen=JULY)
    days = [MAY, date(2024, 6, 1), NOVEMBER, date(2025, 1, 1), JULY]
    answers = [found(day, first, second).answer for day in days]
    assert answers == [YES, CANNOT_TELL, NO, CANNOT_TELL, YES]


def test_of_two_versions_of_one_day_the_later_says_what_was_on_that_day() -> None:
    came = Designation(last_absent=JULY, first_seen=JULY)
    assert found(JULY, came).answer is YES
    went = Designation(first_seen=MAY, last_seen=JULY, first_gone=JULY)
    assert found(JULY, went).answer is NO
    assert found(NOVEMBER, went).answer is YES


def test_a_party_was_listed_if_any_of_its_designations_was() -> None:
    assert combined([NO, CANNOT_TELL, YES]) is YES
    assert combined([NO, CANNOT_TELL]) is CANNOT_TELL
    assert combined([NO, NO]) is NO
    assert combined([]) is NO


# ---- Many, and random histories ------------------------------------------------------------------

PROGRAMMES = "AB"
ENTRIES = 4
EXAMPLES = 12


@dataclass(frozen=True)
class Version:
    """`holds` are the programmes of each entry that it has; `reach` what it is complete for."""

    sequence: int
    day: date
    reach: str | None
    holds: dict[int, str]
    status: str = "applied"
    confirmed: date | None = None

    def tells_of(self, entry: int, programme: str) -> bool:
        return self.reach is None or programme in self.reach or entry in self.holds


@st.composite
def histories(draw: st.DrawFn) -> list[Version]:
    """Whole lists and excerpts; some held or refused, some reverted, several of one day."""
    versions: list[Version] = []
    sequences = count(1)
    days = sorted(draw(st.lists(st.integers(1, 8), min_size=1, max_size=6)))
    for place, number in enumerate(days):
        reach = draw(st.sampled_from([None, None, "A", "B", "AB"]))
        holds = {}
        for entry in range(ENTRIES):
            programmes = draw(st.sampled_from(["", "A", "B", "AB"]))
            if programmes and (reach is None or set(programmes) & set(reach)):
                holds[entry] = programmes
        status = draw(st.sampled_from(["applied"] * 4 + ["quarantined", "refused", "reverted"]))
        following = days[place + 1] if place + 1 < len(days) else len(DAYS) - 1
        until = draw(st.integers(number, following))
        confirmed = DAYS[until] if until > number else None
        made = Version(next(sequences), DAYS[number], reach, holds, status, confirmed)
        before = [one for one in versions if one.status == "applied"]
        versions.append(made)
        if status == "reverted" and before:  # what was before it stands again
            last = before[-1]
            again = replace(last, sequence=next(sequences))
            versions.append(again)
    return versions


def naive(
    versions: Sequence[Version],
    entry: int,
    programme: str,
    day: date,
    words: dict[tuple[str, int], PartialDate],
) -> Answer:
    """Straight from the versions. A word says on which days the one change may have been."""
    telling = [v for v in versions if v.status == "applied" and v.tells_of(entry, programme)]
    sights = [
        (seen, programme in v.holds.get(entry, ""))
        for v in telling
        for seen in (v.day, v.confirmed or v.day)
    ]
    until = [one for one in sights if one[0] <= day]
    after = sights[len(until) :]
    if until and (until[-1][0] == day or (after and after[0][1] == until[-1][1])):
        return YES if until[-1][1] else NO
    listed = [here for _, here in sights]
    spell = sum(b and not a for a, b in zip([False, *listed], listed[: len(until)], strict=False))
    if until and until[-1][1]:
        ended, key = False, ("delisted", spell)
    elif after and (after[0][1] or not until):
        ended, key = True, ("listed", spell + 1)
    else:
        return CANNOT_TELL
    if (word := words.get(key)) is None:
        return CANNOT_TELL
    span = (word.latest - word.earliest).days + 1
    worlds = {(day >= word.earliest + timedelta(days=n)) == ended for n in range(span)}
    return CANNOT_TELL if len(worlds) > 1 else YES if worlds == {True} else NO


type Days = Callable[[date, date], PartialDate | None]


def designations_of(
    versions: Sequence[Version], entry: int, programme: str, draw_word: Days
) -> Iterator[Designation]:
    """As a merge writes them: the bounds of each spell, and days that lie within them."""
    telling = [v for v in versions if v.status == "applied" and v.tells_of(entry, programme)]
    spells: list[Designation] = []
    absent = None
    for version in telling:
        here = programme in version.holds.get(entry, "")
        is_open = bool(spells) and spells[-1].first_gone is None
        if here and is_open:
            spells[-1].last_seen = version.confirmed or version.day
        elif here:
            spells.append(
                Designation(
                    spell=len(spells) + 1,
                    last_absent=absent,
                    first_seen=version.day,
                    last_seen=version.confirmed or version.day,
                )
            )
        elif is_open:
            spells[-1].first_gone = version.day
        if not here:
            absent = version.confirmed or version.day
    a_day = timedelta(days=1)
    for spell in spells:
        begin = spell.last_absent + a_day if spell.last_absent else DAYS[0]
        spell.listed_on = draw_word(min(begin, spell.first_seen), spell.first_seen)
        last = spell.last_seen or spell.first_seen
        end = spell.first_gone or DAYS[-1]
        spell.delisted_on = draw_word(min(last + a_day, end), end)
        if spell.first_gone is None:
            spell.last_seen = None
        yield spell


def write(versions: Sequence[Version]) -> list[Entry]:
    """The versions and what they hold, as rows with spans."""
    ofac = factories.sanctions_list()
    now = timezone.now()
    for version in versions:
        reverted = version.status == "reverted"
        factories.list_version(
            version.day,
            list=ofac,
            sequence=version.sequence,
            coverage=None if version.reach is None else list(version.reach),
            status=version.status,
            confirmed_on=version.confirmed,
            reverted_at=now if reverted else None,
            reverted_why="Wrong." if reverted else "",
        )
    entries = [
        Entry.objects.create(list=ofac, number=str(number), party=factories.party())
        for number in range(ENTRIES)
    ]
    for number, entry in enumerate(entries):
        EntryVersion.objects.bulk_create(
            EntryVersion(
                entry=entry,
                content={"programmes": list(version.holds[number])},
                hash="0" * 64,
                span=NumericRange(version.sequence, version.sequence + 1),
            )
            for version in versions
            if version.status in ("applied", "reverted") and number in version.holds
        )
    return entries


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(versions=histories(), data=st.data())
def test_sql_and_python_say_what_the_versions_say(
    versions: list[Version], data: st.DataObject
) -> None:
    def draw_word(earliest: date, latest: date) -> PartialDate | None:
        if data.draw(st.booleans()):
            return None
        days = st.integers(0, (latest - earliest).days).map(lambda n: earliest + timedelta(days=n))
        return PartialDate(*sorted((data.draw(days), data.draw(days))))

    with transaction.atomic():
        compare(
            versions, draw_word, data.draw(st.sets(st.sampled_from(DAYS), min_size=3, max_size=3))
        )
        transaction.set_rollback(True)


def compare(versions: Sequence[Version], draw_word: Days, days: Collection[date]) -> None:
    entries = write(versions)
    words: dict[tuple[int, str], dict[tuple[str, int], PartialDate]] = {}
    made = []
    for number, entry in enumerate(entries):
        for programme in PROGRAMMES:
            told = words[number, programme] = {}
            for one in designations_of(versions, number, programme, draw_word):
                one.entry, one.programme = entry, factories.programme(programme)
                made.append(one)
                told |= {
                    (end, one.spell): day
                    for end, day in (("listed", one.listed_on), ("delisted", one.delisted_on))
                    if day
                }
    Designation.objects.bulk_create(made)
    for day in days:
        rows = (
            Designation.objects.counted()
            .as_of(day)
            .with_seen_from()
            .with_seen_to()
            .select_related("entry", "programme")
            .order_by("spell")
        )
        by_place: dict[tuple[int, str], list[Designation]] = {}
        for row in rows:
            by_place.setdefault((int(row.entry.number), row.programme.code), []).append(row)
        for place, spells in by_place.items():
            straight = naive(versions, *place, day, words[place])
            one = spells[0]
            python = as_of(spells, day, seen_from=one.seen_from, seen_to=one.seen_to)  # type: ignore[attr-defined]
            sql = combined(Answer(row.on_day) for row in spells)  # type: ignore[attr-defined]
            assert (straight, straight) == (python.answer, sql), (place, day)


def test_a_spell_says_nothing_of_days_that_are_another_s() -> None:
    """Two listings: of the first only its day is known, the second ends by a word of its own."""
    for day in (MAY, NOVEMBER, JULY):
        factories.list_version(day)
    entry = factories.entry()
    factories.designation(
        entry=entry,
        listed_on=PartialDate.parse("2017"),
        first_seen=MAY,
        last_seen=MAY,
        first_gone=NOVEMBER,
    )
    factories.designation(
        entry=entry,
        spell=2,
        last_absent=NOVEMBER,
        first_seen=JULY,
        delisted_on=PartialDate.of_day(AUGUST),
    )
    spells = [*Designation.objects.order_by("spell")]
    for day in (date(2016, 12, 31), date(2017, 6, 1), date(2018, 1, 1), AUGUST):
        found = Designation.objects.as_of(day).values_list("on_day", flat=True)  # type: ignore[misc]
        sql = combined(map(Answer, found))
        assert sql is as_of(spells, day, seen_from=MAY, seen_to=JULY).answer, day


def test_a_reverted_designation_counts_in_no_answer() -> None:
    factories.list_version(MAY)
    factories.designation(reverted=True)
    assert not Designation.objects.counted().as_of(MAY).exists()


def test_who_was_on_which_list_is_asked_of_the_parties() -> None:
    un = factories.sanctions_list("un-sc")
    for day in (MAY, JULY, AUGUST):
        factories.list_version(day)
        factories.list_version(day, list=un)
    here = factories.designation().entry.party
    new = factories.designation(last_absent=MAY, first_seen=JULY).entry.party
    Party.objects.filter(pk=new.pk).update(merged_into=here)
    unclear = factories.designation(last_absent=MAY, first_seen=JULY).entry.party
    gone = factories.designation(
        entry=factories.entry(list=un), first_seen=MAY, last_seen=MAY, first_gone=NOVEMBER
    ).entry.party
    factories.party()

    def who(answer: Answer, *lists: str) -> set[Party]:
        return set(Party.objects.filter(merged_into=None).on_day(NOVEMBER, answer, lists))

    assert (who(YES), who(CANNOT_TELL), who(NO)) == ({here}, {unclear}, {gone})
    assert (who(YES, "un-sc"), who(NO, "un-sc")) == (set(), {gone})
