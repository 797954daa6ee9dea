"""What a claim is settled from, and the checks that are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from newsroom import verdicts
from newsroom.facts import Answer, Facts, LookedFor, On, Part, Read, Tally
from newsroom.models import Check, Claim, Story
from newsroom.verdicts import Asserted, check_story, gather, preview, published_on, verdict
from sanctions.dates import PartialDate
from sanctions.decisions import join_action
from sanctions.models import (
    Designation,
    DeskRecord,
    NoEntry,
    Party,
)
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import names

pytestmark = pytest.mark.django_db

THEN = stories.LONG_AGO.date()
TOMORROW = timezone.now() + timedelta(days=1)


def claim(kind: str, *records: tuple[str, Any], **columns: Any) -> Claim:
    """A published claim of that kind, linked to these records."""
    made = stories.story(
        f"story-{Story.objects.count()}",
        '<p><cite data-claim="aaaaaaaa">the words</cite></p>',
        claims={"aaaaaaaa": {"kind": kind, "records": records, **columns}},
    )
    return Claim.objects.select_related("revision__story", "source").get(revision__story=made)


def facts_of(one: Claim, on: On | None = None) -> Facts:
    [facts] = gather([Asserted(one, list(one.links.order_by("pk")))], [on or On(THEN)])
    return facts


def part_of(one: Claim, on: On | None = None) -> Part:
    [part] = facts_of(one, on).parts
    return part


def said_no(party: Party, **version: Any) -> NoEntry:
    """Somebody looked for the party on a version, and it was not there."""
    return NoEntry.objects.create(
        party=party,
        version=factories.list_version(**version),
        decided_by=stories.editor(),
        decided_why="Looked for it.",
    )


def joined(one: Party, other: Party) -> Party:
    """The other is joined to the one."""
    Party.objects.filter(pk=other.pk).update(merged_into=one)
    return Party.objects.get(pk=other.pk)


# ---- Verdicts from answers --------------------------------------------------------------------

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.CANNOT_TELL


@pytest.mark.parametrize(
    ("then", "now", "as_of_publication", "today"),
    [
        (YES, YES, "supported", "supported"),
        (YES, NO, "supported", "outdated"),
        (YES, UNKNOWN, "supported", "undecided"),
        (NO, YES, "contradicted", "supported"),
        (NO, NO, "contradicted", "contradicted"),
        (NO, UNKNOWN, "contradicted", "undecided"),
        (UNKNOWN, YES, "undecided", "supported"),
        (UNKNOWN, NO, "undecided", "undecided"),
        (UNKNOWN, UNKNOWN, "undecided", "undecided"),
    ],
)
def test_verdicts_follow_from_the_answers_of_then_and_now(
    then: Answer, now: Answer, as_of_publication: str, today: str
) -> None:
    assert (verdict(then), verdict(then, now)) == (as_of_publication, today)


def test_the_day_of_publication_is_that_of_the_newsroom_s_time_zone() -> None:
    late = datetime(2024, 11, 27, 23, 30, tzinfo=UTC)
    here = timezone.localtime(late).date()
    assert published_on(Claim(first_published=late)) == here
    with timezone.override("America/Caracas"):
        assert published_on(
            Claim(first_published=datetime(2024, 11, 28, 3, 0, tzinfo=UTC))
        ) == date(2024, 11, 27)
    assert published_on(Claim()) == timezone.localdate()


# ---- Listings ---------------------------------------------------------------------------------


def test_a_designation_comes_with_all_its_spells_and_the_one_that_is_meant() -> None:
    for day in (date(2024, 5, 3), date(2024, 6, 3), date(2024, 7, 3)):
        factories.list_version(day)
    first = factories.designation(
        "MADURO MOROS, Nicolas", last_seen=date(2024, 5, 3), first_gone=date(2024, 6, 3)
    )
    again = factories.designation(
        entry=first.entry,
        spell=2,
        last_absent=date(2024, 6, 3),
        first_seen=date(2024, 7, 3),
        listed_on=PartialDate.of_month(2024, 6),
    )
    factories.designation(entry=first.entry, programme=factories.programme("SDGT"))
    listing = part_of(claim("designated", ("designation", again))).listing
    assert listing
    assert (listing.list, listing.title) == ("ofac-sdn", "OFAC SDN list")
    assert (listing.entry, listing.programme) == (first.entry.number, "VENEZUELA")
    assert (listing.party, listing.name) == (first.entry.party.public_id, str(first.entry.party))
    assert [one.first_seen for one in listing.spells] == [date(2024, 5, 3), date(2024, 7, 3)]
    assert listing.meant == listing.spells[1]
    assert listing.meant.last_absent == date(2024, 6, 3)
    assert listing.meant.listed_on == PartialDate.of_month(2024, 6)
    assert (listing.spells[0].last_seen, listing.spells[0].first_gone) == (
        date(2024, 5, 3),
        date(2024, 6, 3),
    )
    assert listing.seen_from == date(2024, 5, 3)
    assert part_of(claim("designated", ("designation", first))).listing == listing.__replace__(
        spell=1
    )


def test_what_only_reverted_versions_told_counts_as_hidden_and_is_no_spell() -> None:
    gone = factories.designation(last_seen=date(2024, 5, 3), reverted=True)
    stays = factories.designation(entry=gone.entry, spell=2, first_seen=date(2024, 7, 3))
    assert facts_of(claim("designated", ("designation", gone))) == Facts(hidden=1)
    listing = part_of(claim("designated", ("designation", stays))).listing
    assert listing
    assert listing.meant.first_seen == date(2024, 7, 3)


@pytest.mark.parametrize(
    "unseen", [{"public_from": None}, {"public_from": TOMORROW}, {"reverted": True}]
)
def test_parties_that_readers_may_not_see_are_hidden(unseen: dict[str, Any]) -> None:
    listed = factories.designation()
    one = claim("designated", ("designation", listed), ("party", listed.entry.party))
    assert facts_of(one).hidden == 0
    Party.objects.filter(pk=listed.entry.party_id).update(**unseen)
    assert facts_of(one) == Facts(hidden=2)


def test_a_link_that_nobody_decided_on_is_hidden() -> None:
    one = claim("charged", ("party", factories.party()), ("record", factories.desk_record("case")))
    one.links.filter(role="party").update(decided_at=None, decided_by=None)
    facts = facts_of(one)
    assert facts.hidden == 1
    assert [part.role for part in facts.parts] == ["record"]


def test_an_excerpt_tells_of_an_entry_that_it_holds_under_another_programme() -> None:
    factories.list_version()
    listed = factories.designation()
    listed.entry.versions.update(content={"name": "Some", "programmes": ["SDGT", "VENEZUELA"]})
    factories.list_version(date(2024, 6, 3), coverage=["SDGT"])
    facts = facts_of(claim("designated", ("designation", listed)))
    [listing] = facts.listings("designation")
    assert listing.held == ("SDGT", "VENEZUELA")
    assert [read.sequence for read in facts.lists] == [1, 2]
    assert facts.lists[1].coverage == ("SDGT",)
    newest = facts.newest(listing)
    assert newest
    assert newest.sequence == 2


def test_an_excerpt_that_held_an_entry_told_of_it_though_a_later_one_took_its_place() -> None:
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2024, 6, 3), coverage=["SDGT"], confirmed_on=date(2024, 6, 5))
    listed = factories.designation()
    versions = listed.entry.versions
    versions.update(content={"programmes": ["SDGT", "VENEZUELA"]}, span=NumericRange(1, 3))
    one = claim("designated", ("designation", listed))
    factories.list_version(date(2024, 7, 3), coverage=["SDGT"])
    facts = facts_of(one)
    [listing] = facts.listings("designation")
    assert (listing.held, listing.held_to) == ((), date(2024, 6, 5))
    assert facts.as_of(listing, On(date(2024, 6, 4))).answer is YES
    assert facts.as_of(listing, On(date(2024, 6, 6))).answer is UNKNOWN
    assert facts.as_of(listing, On(date(2024, 8, 1), newest=True)).day == date(2024, 6, 5)
    versions.update(span=NumericRange(1, None))
    [listing] = facts_of(one).listings("designation")
    assert (listing.held, listing.held_to) == (("SDGT", "VENEZUELA"), None)


def test_only_the_standing_versions_of_lists_that_the_claim_is_about_were_read() -> None:
    factories.list_version()
    factories.list_version(date(2024, 6, 3), confirmed_on=date(2024, 6, 5))
    factories.list_version(list=factories.sanctions_list("un-sc"))
    read = Read("ofac-sdn", "OFAC SDN list", 2, date(2024, 6, 3), date(2024, 6, 5))
    assert facts_of(claim("designated", ("designation", factories.designation()))).lists == (read,)
    assert facts_of(claim("event", ("record", factories.desk_record()))).lists == ()


# ---- Parties ----------------------------------------------------------------------------------


def test_a_party_has_what_those_who_were_joined_to_it_have() -> None:
    one = factories.designation("MADURO MOROS, Nicolas")
    other = factories.designation("MADURO, Nicolas", programme=factories.programme("SDGT"))
    party = one.entry.party
    later = joined(party, other.entry.party)
    said_no(later, dated=date(2024, 6, 3), list=factories.sanctions_list("un-sc"))
    for linked in (party, later):
        found = part_of(claim("not_listed", ("party", linked))).party
        assert found
        assert (found.id, found.name) == (party.public_id, party.name)
        assert {one.programme for one in found.listings} == {"VENEZUELA", "SDGT"}
        assert {one.party for one in found.listings} == {party.public_id}
        assert found.looked_for == (
            LookedFor("un-sc", "UN SC list", 1, date(2024, 6, 3), date(2024, 6, 3)),
        )


def test_of_a_party_s_listing_the_last_spell_is_meant() -> None:
    first = factories.designation(last_seen=date(2024, 5, 3), first_gone=date(2024, 6, 3))
    factories.designation(
        entry=first.entry, spell=2, last_absent=date(2024, 6, 3), first_seen=date(2024, 7, 3)
    )
    found = part_of(claim("not_listed", ("party", first.entry.party))).party
    assert found
    [listing] = found.listings
    assert listing.meant.first_seen == date(2024, 7, 3)


def test_two_who_were_joined_may_have_been_looked_for_on_the_same_version() -> None:
    one, other, gone = factories.party(), factories.party(), factories.party()
    decision = said_no(one)
    for party in (joined(one, other), joined(one, gone)):
        NoEntry.objects.create(
            party=party,
            version=decision.version,
            decided_by=stories.editor(),
            decided_why="Looked for.",
        )
    found = part_of(claim("not_listed", ("party", one))).party
    assert found
    assert len(found.looked_for) == 1
    # Of whom only reverted versions told, nothing counts.
    Party.objects.filter(pk=gone.pk).update(reverted=True)
    gone.no_entries.update(version=factories.list_version(date(2024, 8, 3)))
    found = part_of(claim("not_listed", ("party", one))).party
    assert found
    assert [look.sequence for look in found.looked_for] == [1]


def test_who_was_looked_for_on_a_version_that_does_not_count_was_not_looked_for() -> None:
    party = factories.party()
    why = {"reverted_why": "Wrong file.", "reverted_at": timezone.now()}
    said_no(party, status="reverted", **why)
    found = part_of(claim("not_listed", ("party", party))).party
    assert found
    assert found.looked_for == ()


def test_an_absence_may_be_looked_for_on_all_lists() -> None:
    factories.list_version()
    factories.list_version(list=factories.sanctions_list("un-sc"))
    party = factories.party()
    everywhere = facts_of(claim("not_listed", ("party", party)))
    assert [read.list for read in everywhere.lists] == ["ofac-sdn", "un-sc"]
    on_one = claim("not_listed", ("party", party), ("list", factories.sanctions_list("un-sc")))
    facts = facts_of(on_one)
    assert [read.list for read in facts.lists] == ["un-sc"]
    [scope] = facts.scopes("list")
    assert (scope.list, scope.title, scope.programme, scope.tally) == (
        "un-sc",
        "UN SC list",
        "",
        None,
    )


# ---- Desk records -----------------------------------------------------------------------------


def test_a_record_comes_with_its_chain_oldest_first_as_far_as_readers_may_see_it() -> None:
    first = factories.desk_record("reward", amount=15_000_000)
    second = factories.desk_record("reward", amount=25_000_000, supersedes=first)
    hidden = factories.desk_record(
        "reward", amount=30_000_000, supersedes=second, public_from=TOMORROW
    )
    last = factories.desk_record("reward", amount=50_000_000, supersedes=hidden)
    record = part_of(claim("event", ("record", second))).record
    assert record
    assert record.id == second.public_id
    assert [stage.id for stage in record.chain] == [one.public_id for one in (first, second, last)]
    assert [stage.amount for stage in record.chain] == [15_000_000, 25_000_000, 50_000_000]
    assert facts_of(claim("event", ("record", hidden))) == Facts(hidden=1)


def test_a_record_is_told_with_all_that_settles_a_claim() -> None:
    made = factories.desk_record(
        "licence",
        title="General licence 41A",
        number="41A",
        authority="OFAC",
        ends=PartialDate.of_day(date(2025, 4, 3)),
        known_until=date(2025, 4, 3),
        winds_down=True,
    )
    record = part_of(claim("licence_in_force", ("record", made))).record
    assert record
    assert (record.kind, record.title, record.number, record.authority) == (
        *("licence", "General licence 41A", "41A", "OFAC"),
    )
    assert (record.begins, record.ends, record.known_until) == (
        *(made.begins, made.ends, made.known_until),
    )
    assert record.winds_down
    [stage] = record.chain
    assert (stage.title, stage.number, stage.winds_down) == ("General licence 41A", "41A", True)
    assert (stage.begins, stage.ends, stage.known_until) == (
        *(made.begins, made.ends, made.known_until),
    )
    reward = factories.desk_record("reward", amount=Decimal(5), currency="EUR")
    told = part_of(claim("event", ("record", reward))).record
    assert told
    assert (told.amount, told.currency) == (Decimal(5), "EUR")
    assert told.chain[0].currency == "EUR"


def test_an_action_s_parties_are_listed_where_a_designation_of_theirs_is_joined_to_it() -> None:
    action = factories.desk_record("action")
    listed, other = factories.designation("ONE"), factories.designation("OTHER")
    twin = factories.designation("ONE AGAIN")
    joined(listed.entry.party, twin.entry.party)
    for designation in (listed, other):
        names(action, designation.entry.party, "designated", heading="Officials")
    names(action, other.entry.party, "delisted")
    join_action(action, twin, stories.editor())
    join_action(action, other, stories.editor(), end="delisted")
    record = part_of(claim("count", ("scope", action), comparator="exactly", number=2)).record
    assert record
    assert {(one.name, one.role, one.heading): one.listed for one in record.parties} == {
        ("ONE", "designated", "Officials"): True,
        ("OTHER", "designated", "Officials"): False,
        ("OTHER", "delisted", ""): True,
    }
    assert all(one.listings == () for one in record.parties)

    meant = part_of(claim("designated", ("designation", twin))).listing
    assert meant
    assert meant.actions == (action.public_id,)
    assert part_of(claim("designated", ("designation", other))).listing.actions == ()  # type: ignore[union-attr]
    DeskRecord.objects.update(public_from=TOMORROW)
    meant = part_of(claim("designated", ("designation", twin))).listing
    assert meant
    assert meant.actions == ()


def test_a_roster_s_members_come_with_their_listings_and_where_they_were_looked_for() -> None:
    roster = factories.desk_record("roster", complete=True)
    listed, free = factories.designation("LISTED"), factories.party("Free")
    names(roster, listed.entry.party, "member")
    names(roster, free, "member")
    said_no(free)
    record = part_of(claim("share", ("roster", roster), comparator="most")).record
    assert record
    assert record.complete
    told = {one.name: (len(one.listings), len(one.looked_for)) for one in record.parties}
    assert told == {"LISTED": (1, 0), "Free": (0, 1)}
    assert facts_of(claim("share", ("roster", roster), comparator="most")).lists


def test_what_is_counted_is_not_told_where_readers_may_not_see_all_of_it() -> None:
    roster = factories.desk_record("roster", complete=True)
    names(roster, factories.party("Seen"), "member")
    names(roster, factories.party("Unseen", public_from=None), "member")
    one = claim("share", ("roster", roster), comparator="most")
    facts = facts_of(one)
    assert facts.hidden == 1
    [record] = facts.records("roster")
    assert [member.name for member in record.parties] == ["Seen"]
    about = factories.desk_record("case")
    names(about, factories.party("Unseen", public_from=None), "defendant")
    assert facts_of(claim("event", ("record", about))).hidden == 0
    Party.objects.filter(desk_name="Unseen").update(public_from=timezone.now(), reverted=True)
    assert facts_of(one).hidden == 1


# ---- Documents --------------------------------------------------------------------------------


def test_quoted_words_are_looked_for_in_the_claim_s_document_or_its_source_s() -> None:
    kept = factories.document("She said: we will not rest.", access="public", dated=THEN)
    other = factories.document("Nothing of it.", access="public")
    source = stories.source("A paper", kind="document", document=kept)
    by_source = claim("said", quote="we will not rest", source=source)
    found = facts_of(by_source).document
    assert found
    assert (found.id, found.title, found.publisher, found.dated) == (
        *(kept.public_id, kept.title, "US Treasury", THEN),
    )
    assert (found.found_in, found.is_translation) == ("text", False)
    own = facts_of(claim("said", quote="we will not rest", source=source, document=other)).document
    assert own
    assert (own.id, own.found_in) == (other.public_id, "")
    assert (
        facts_of(claim("said", quote="we will not rest", source=stories.source())).document is None
    )
    assert facts_of(claim("event", source=source)).document is None


def test_words_of_a_translation_may_stand_in_the_original() -> None:
    original = factories.document("No descansaremos.", access="public")
    translated = factories.document("We shall not rest.", access="public", translation_of=original)
    one = claim("said", quote="No descansaremos", document=translated)
    found = facts_of(one).document
    assert found
    assert (found.found_in, found.is_translation) == ("original", True)
    type(original).objects.filter(pk=original.pk).update(access="desk")
    found = facts_of(one).document
    assert found
    assert found.found_in == ""
    type(original).objects.filter(pk=translated.pk).update(access="desk")
    assert facts_of(one).document is None


# ---- Tallies ----------------------------------------------------------------------------------


def tally(one: Claim, on: On | None = None) -> Tally | None:
    [scope] = facts_of(one, on).scopes("scope")
    return scope.tally


def count_in(scope: Any, **columns: Any) -> Claim:
    return claim("count", ("scope", scope), **{"comparator": "exactly", "number": 1} | columns)


def test_parties_are_counted_that_were_listed_on_the_day_or_may_have_been() -> None:
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2024, 7, 3))
    here = factories.designation()
    factories.designation(entry=here.entry, programme=factories.programme("SDGT"))
    twin = factories.designation()
    joined(here.entry.party, twin.entry.party)
    factories.designation(last_seen=date(2024, 5, 3), first_gone=date(2024, 7, 3))
    factories.designation(last_absent=date(2024, 5, 3), first_seen=date(2024, 7, 3))
    factories.designation(programme=factories.programme("SDGT"))
    venezuela = count_in(factories.programme())
    assert tally(venezuela, On(date(2024, 5, 3))) == Tally(2, 2)
    assert tally(venezuela, On(date(2024, 6, 3))) == Tally(1, 3)
    assert tally(venezuela, On(date(2024, 7, 3))) == Tally(2, 2)
    assert tally(venezuela, On(date(2025, 7, 3))) == Tally(0, 3)
    assert tally(venezuela, On(date(2025, 7, 3), newest=True)) == Tally(2, 2)
    whole = count_in(factories.sanctions_list())
    assert tally(whole, On(date(2024, 5, 3))) == Tally(3, 3)
    [scope] = facts_of(venezuela).scopes("scope")
    assert (scope.list, scope.programme) == ("ofac-sdn", "VENEZUELA")
    assert [read.list for read in facts_of(venezuela).lists] == ["ofac-sdn"]


def test_a_scope_is_told_of_from_the_first_version_that_is_complete_for_it() -> None:
    factories.list_version(date(2024, 5, 3), coverage=["SDGT"])
    listed = factories.designation()
    listed.entry.versions.update(content={"programmes": ["SDGT", "VENEZUELA"]})
    first = {
        factories.programme("SDGT"): date(2024, 5, 3),
        factories.programme(): date(2024, 6, 3),
        factories.sanctions_list(): date(2024, 7, 3),
    }
    factories.designation(entry=listed.entry, programme=factories.programme("SDGT"))
    factories.list_version(date(2024, 6, 3), coverage=["VENEZUELA"])
    factories.list_version(date(2024, 7, 3))
    for scope, day in first.items():
        [told] = facts_of(count_in(scope)).scopes("scope")
        assert told.seen_from == day


def first_days(**columns: Any) -> Designation:
    return factories.designation(**{"first_seen": date(2024, 7, 3)} | columns)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({"listed_on": PartialDate.of_day(date(2024, 6, 1))}, (1, 1)),
        ({"listed_on": PartialDate.of_day(date(2024, 5, 31))}, (0, 0)),
        ({"listed_on": PartialDate.of_day(date(2024, 6, 30))}, (1, 1)),
        ({"listed_on": PartialDate.of_day(date(2024, 7, 1))}, (0, 0)),
        ({"listed_on": PartialDate.of_year(2024)}, (0, 1)),
        ({"listed_on": PartialDate(date(2024, 5, 31), date(2024, 6, 1))}, (0, 1)),
        ({"listed_on": PartialDate(date(2024, 6, 30), date(2024, 7, 1))}, (0, 1)),
        ({"last_absent": date(2024, 5, 31), "first_seen": date(2024, 6, 30)}, (1, 1)),
        ({"last_absent": date(2024, 5, 30), "first_seen": date(2024, 6, 30)}, (0, 1)),
        ({"last_absent": date(2024, 6, 3), "first_seen": date(2024, 6, 3)}, (1, 1)),
        ({"first_seen": date(2024, 6, 30)}, (0, 1)),
        ({"first_seen": date(2024, 5, 30)}, (0, 0)),
    ],
)
def test_in_a_period_who_counts_was_first_listed_in_it(
    columns: dict[str, Any], expected: tuple[int, int]
) -> None:
    first_days(**columns)
    june = count_in(factories.programme(), period_from=PartialDate.of_month(2024, 6))
    assert tally(june) == Tally(*expected)


def test_of_several_designations_the_first_day_counts() -> None:
    before = first_days(
        listed_on=PartialDate.of_day(date(2024, 5, 1)),
        last_seen=date(2024, 7, 3),
        first_gone=date(2024, 7, 9),
    )
    again = {"spell": 2, "first_seen": date(2024, 8, 1), "last_absent": date(2024, 7, 9)}
    first_days(entry=before.entry, listed_on=PartialDate.of_day(date(2024, 6, 5)), **again)
    twin = first_days(listed_on=PartialDate.of_day(date(2024, 6, 9)))
    joined(before.entry.party, twin.entry.party)
    june = count_in(factories.programme(), period_from=PartialDate.of_month(2024, 6))
    assert tally(june) == Tally(0, 0)


def test_a_period_ends_with_the_claim_s_own_end_or_the_day_that_is_asked() -> None:
    first_days(listed_on=PartialDate.of_day(date(2024, 6, 9)))
    since = {"period_from": PartialDate.of_day(date(2024, 6, 1))}
    programme = factories.programme()
    assert tally(count_in(programme, **since)) == Tally(0, 0)
    lasting = count_in(programme, **since, tense="lasting")
    assert tally(lasting, On(date(2024, 6, 8))) == Tally(0, 0)
    assert tally(lasting, On(date(2024, 6, 9))) == Tally(1, 1)
    until = count_in(programme, period_to=PartialDate.of_month(2024, 6))
    assert tally(until) == Tally(1, 1)
    both = count_in(programme, **since, period_to=PartialDate.of_day(date(2024, 6, 8)))
    assert tally(both) == Tally(0, 0)


def test_a_programme_is_counted_on_the_list_that_holds_most_of_it() -> None:
    programme = factories.programme()
    empty = count_in(programme)
    [scope] = facts_of(empty).scopes("scope")
    assert (scope.list, scope.programme, scope.tally) == ("", "VENEZUELA", Tally(0, 0))
    other = factories.sanctions_list("ofac-cons")
    factories.designation(entry=factories.entry(list=other))
    for _ in range(2):
        factories.designation()
    [scope] = facts_of(count_in(programme)).scopes("scope")
    assert scope.list == "ofac-sdn"
    assert scope.tally == Tally(0, 2)


# ---- Checks -----------------------------------------------------------------------------------


def test_publishing_checks_what_readers_read_and_again_nothing_is_written() -> None:
    one = claim("event", ("record", factories.desk_record()))
    story = one.revision.story
    ran = check_story(story)
    assert (ran.claims, ran.written) == (1, 2)
    checks = {check.basis: check for check in Check.objects.current()}
    assert {check.day for check in checks.values()} == {THEN}
    assert {check.verdict for check in checks.values()} == {"supported"}
    assert {check.answer for check in checks.values()} == {"yes"}
    assert {(check.story, check.key, check.claim) for check in checks.values()} == {
        (story, "aaaaaaaa", one)
    }
    assert {check.first_published for check in checks.values()} == {one.first_published}
    assert Facts.of(checks["today"].facts, checks["today"].lists) == facts_of(one)
    assert check_story(story) == verdicts.Ran(1, 0, 0)
    assert Check.objects.count() == 2


def test_a_lasting_claim_is_asked_about_today_and_its_day_is_no_reason_for_a_new_check() -> None:
    licence = factories.desk_record("licence", known_until=date(2030, 1, 1))
    one = claim("licence_in_force", ("record", licence), tense="lasting")
    check_story(one.revision.story)
    today = Check.objects.current().get(basis="today")
    assert today.day == timezone.localdate()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_: date(2029, 1, 1))
        assert check_story(one.revision.story).written == 0
        DeskRecord.objects.update(ends=PartialDate.of_day(date(2028, 1, 1)), known_until=None)
        assert check_story(one.revision.story).written == 2
    newer = Check.objects.current().get(basis="today")
    assert (newer.day, newer.verdict, newer.answer) == (date(2029, 1, 1), "outdated", "no")
    today.refresh_from_db()
    assert today.replaced_at == newer.at
    assert Check.objects.current().get(basis="publication").verdict == "supported"


def test_other_words_of_the_same_key_are_checked_anew() -> None:
    one = claim("event", ("record", factories.desk_record()))
    story = one.revision.story
    check_story(story)
    later = stories.LONG_AGO + timedelta(minutes=2)
    stories.revision(
        story,
        '<p><cite data-claim="aaaaaaaa">other words</cite></p>',
        public_from=later,
        claims={
            "aaaaaaaa": {
                "kind": "event",
                "first_published": later,
                "records": [("record", DeskRecord.objects.get())],
            }
        },
    )
    assert check_story(story).written == 2
    assert {check.first_published for check in Check.objects.current()} == {later}
    assert Check.objects.count() == 4


def test_what_left_the_text_or_became_a_judgement_has_no_current_check() -> None:
    one = claim("event", ("record", factories.desk_record()))
    story = one.revision.story
    check_story(story)
    stories.revision(
        story,
        '<p><cite data-claim="aaaaaaaa">words</cite></p>',
        claims={"aaaaaaaa": {"kind": "judgement"}},
    )
    assert check_story(story).written == 0
    assert not Check.objects.current().exists()
    assert Check.objects.count() == 2


def test_neither_a_judgement_nor_what_asserts_nothing_is_checked() -> None:
    for kind in ("judgement", ""):
        one = claim(kind)
        assert check_story(one.revision.story).written == 0
        assert preview([one]) == {}
    assert not Check.objects.exists()


def test_what_is_not_published_is_previewed_by_today_s_records() -> None:
    factories.list_version()
    listed = factories.designation()
    one = claim("designated", ("designation", listed), tense="lasting")
    one.first_published = None
    [told] = preview([one]).values()
    assert told.verdict == "supported"
    assert told.outcome.answer is YES
    Designation.objects.update(
        last_seen=date(2024, 4, 3), first_gone=date(2024, 5, 3), first_seen=date(2024, 4, 1)
    )
    [told] = preview([one]).values()
    assert told.verdict == "contradicted"
    assert not Check.objects.exists()


# ---- As many statements for one as for many ---------------------------------------------------


def of_every_kind(slug: str, number: int) -> Story:
    """A story of so many claims, which rest on records of every kind."""
    listed, action = factories.designation(), factories.desk_record("action")
    roster, reward = factories.desk_record("roster"), factories.desk_record("reward")
    names(roster, listed.entry.party, "member")
    kept = factories.document("What it says.", access="public")
    made: list[dict[str, Any]] = [
        {"kind": "designated", "records": [("designation", listed)]},
        {
            "kind": "designated_in_action",
            "records": [("designation", listed), ("action", action)],
        },
        {
            "kind": "count",
            "comparator": "exactly",
            "number": 1,
            "records": [("scope", factories.programme())],
        },
        {
            "kind": "count",
            "comparator": "exactly",
            "number": 1,
            "records": [("scope", factories.sanctions_list())],
        },
        {"kind": "share", "comparator": "most", "records": [("roster", roster)]},
        {"kind": "not_listed", "records": [("party", listed.entry.party)]},
        {"kind": "event", "records": [("record", reward)]},
        {"kind": "said", "quote": "What it says", "document": kept},
    ]
    keys = [f"{at:08d}" for at in range(number)]
    return stories.story(
        slug,
        "".join(f"<p>{stories.cite(key, key)}</p>" for key in keys),
        claims={key: made[at % len(made)] for at, key in enumerate(keys)},
    )


def test_the_number_of_statements_does_not_depend_on_how_many_claims(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    factories.list_version()
    few, more = of_every_kind("few", 8), of_every_kind("more", 40)
    with CaptureQueriesContext(connection) as asked:
        assert check_story(few).written == 16
    with django_assert_num_queries(len(asked)):
        assert check_story(more).written == 80
    claims = list(Claim.objects.live().select_related("source").order_by("pk"))
    asserted = [Asserted(one, list(one.links.order_by("pk"))) for one in claims * 11][:500]
    with django_assert_num_queries(12):
        gather(asserted, [On(THEN)] * 500)
    of_one = next(one for one in asserted if one.claim.kind == "event")
    with django_assert_num_queries(3):
        gather([of_one], [On(THEN)])


def test_who_is_named_in_a_record_under_a_party_that_readers_may_not_see_is_not_denied() -> None:
    unseen, who = factories.party("X", public_from=None), factories.party("Y")
    case = factories.desk_record("case")
    names(case, unseen, "defendant")
    names(case, factories.party("Z"), "defendant")
    joined(who, unseen)
    facts = facts_of(claim("charged", ("party", who), ("record", case)))
    assert facts.hidden == 1


def test_the_document_of_a_source_that_is_not_on_the_record_is_told_to_nobody() -> None:
    paper = factories.document("No descansaremos.", access="public")
    source = stories.source(
        "A senior official", kind="confidential", terms="deep_background", document=paper
    )
    assert facts_of(claim("said", quote="No descansaremos", source=source)).document is None
