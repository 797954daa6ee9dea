"""As of a day: the public list, a party's page, JSON and CSV; and what was taken back."""

from __future__ import annotations

import csv
import re
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from playwright.sync_api import Page, expect

from newsroom.models import Story
from newsroom.reading import life
from sanctions.dates import PartialDate
from sanctions.lists.ofac import enhanced
from sanctions.lists.un import consolidated
from sanctions.models import Designation, DesignationDate, EntryVersion, ListVersion, Party
from tests import factories
from tests.accessibility import findings
from tests.newsroom import stories
from tests.newsroom.records import claim_about, names, page

MAY, JULY, AUGUST = date(2024, 5, 3), date(2026, 7, 23), date(2026, 8, 20)
CANNOT_TELL = (
    "The lists held here cannot tell: on the list of 3 May 2024 it was absent, "
    "on that of 23 July 2026 present"
)


def some_people() -> dict[str, Party]:
    """One on every list; one dated; one of whom nobody can tell; one gone; one on no list."""
    for day in (MAY, JULY, AUGUST):
        factories.list_version(day)
    told = PartialDate.parse("27 November 2024")
    new: dict[str, Any] = {"last_absent": MAY, "first_seen": JULY}
    there = factories.designation("ALWAYS, There")
    factories.designation("DATED, Word", listed_on=told, **new)
    factories.designation("UNCLEAR, Since", **new)
    factories.designation("GONE, By Then", first_seen=MAY, last_seen=MAY, first_gone=JULY)
    factories.party("Nobody Listed")
    assert there.entry.party.listed_name
    return {party.listed_name.split(",")[0]: party for party in Party.objects.all()}


def renamed(party: Party) -> None:
    """From version 2 on the list calls it otherwise."""
    EntryVersion.objects.filter(entry__party=party).update(span=NumericRange(1, 2))
    EntryVersion.objects.create(
        entry=party.entries.get(),
        content={"name": "RENAMED, Later"},
        hash="1" * 64,
        span=NumericRange(2, None),
    )


# ---- The list ------------------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?on=2024-11-27", {"ALWAYS": "yes", "DATED": "yes", "UNCLEAR": "cannot tell"}),
        ("?on=2024-11-26&state=gone", {"DATED": "no"}),
        ("?on=2024-11-27&state=listed", {"ALWAYS": "yes", "DATED": "yes"}),
        ("?on=2024-11-27&state=unclear", {"UNCLEAR": "cannot tell", "GONE": "cannot tell"}),
        ("?on=2026-07-23&state=gone", {"GONE": "no"}),
        ("?on=2030-01-01&state=listed", {}),
        ("?on=2030-01-01&state=unclear&q=always", {"ALWAYS": "cannot tell"}),
        ("?on=2024-11-27&list=ofac-sdn&state=listed&q=word", {"DATED": "yes"}),
        ("?state=unclear", {}),
    ],
)
def test_every_state_on_a_day_is_in_the_address(
    client: Client, query: str, found: dict[str, str]
) -> None:
    some_people()
    answer = client.get(f"/officials.json{query}").json()
    told = {
        one["listed_name"].split(",")[0]: one.get("on_day")
        for one in answer["officials"]
        if one["listed_name"]
    }
    assert {name: told.get(name) for name in found} == found
    if "state" in query:
        assert told.keys() == found.keys()
        assert answer["count"] == len(found)


@pytest.mark.django_db
def test_counts_are_those_of_the_day_and_the_unclear_are_no_part_of_the_listed(
    client: Client,
) -> None:
    some_people()

    def counts(query: str) -> dict[str, int]:
        choices = client.get(f"/officials/{query}").context["filter"].state_choices
        return {choice.label: choice.count for choice in choices}

    assert counts("?on=2024-11-27") == {"Any": 5, "Listed": 2, "Not listed": 0, "Cannot tell": 2}
    assert counts("?on=2026-08-20") == {"Any": 5, "Listed": 3, "Not listed": 1, "Cannot tell": 0}
    assert counts("") == {"Any": 5, "Listed": 3, "No longer listed": 1}


@pytest.mark.django_db
def test_the_list_says_on_which_day_and_why(client: Client) -> None:
    some_people()
    content = page(client, "/officials/?on=2024-11-27")
    assert "5 officials; the day asked for:" in content
    assert "On that day: 2 listed, 2 cannot tell." in content
    assert "As of 27 November 2024 <span" in content  # the chip
    assert CANNOT_TELL in content
    assert "Listed on 27 November 2024; on the list of 23 July 2026" in content
    assert "by 23 Jul 2026" not in content
    assert '<meta name="robots" content="noindex">' in content


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["27.11.2024", "2024-13-01", "20241127", "today"])
def test_what_is_no_day_is_refused_with_how_to_write_one(client: Client, day: str) -> None:
    party = some_people()["DATED"]
    for address in ("/officials/", "/officials.json", party.get_absolute_url()):
        answer = client.get(address, {"on": day})
        assert answer.status_code == 400
        as_json = address.endswith(".json")
        told = answer.json()["error"] if as_json else answer.content.decode()
        assert f"on: “{day}” is no day" in told
        assert "2024-11-27" in told


@pytest.mark.django_db
def test_a_day_outside_the_years_is_refused_and_one_ahead_says_that_it_lies_ahead(
    client: Client,
) -> None:
    party = some_people()["DATED"]
    for address in ("/officials/", party.get_absolute_url()):
        for day in ("9999-12-31", "0001-01-01"):
            answer = client.get(address, {"on": day})
            assert answer.status_code == 400
            told = f"on: “{day}”: the year must lie between 1000 and 2999."
            assert told in answer.content.decode()
        assert "lies ahead: no list tells of it yet" in page(client, f"{address}?on=2900-01-01")
        assert "lies ahead" not in page(client, f"{address}?on=2024-05-03")


@pytest.mark.django_db
def test_rows_bear_the_name_of_the_day_and_lead_to_the_page_of_that_day(client: Client) -> None:
    party = some_people()["ALWAYS"]
    renamed(party)
    late = factories.entry("LATE, Comer", last := "9999", party=factories.party())
    Party.objects.filter(pk=late.party_id).update(desk_name="", listed_name="LATE, Comer")
    EntryVersion.objects.filter(entry=late).update(span=NumericRange(2, None))
    factories.designation(
        entry=late, last_absent=MAY, first_seen=JULY, listed_on=PartialDate.parse("5 June 2026")
    )
    Party.objects.update(description="Something of today")
    then = page(client, "/officials/?on=2025-01-01")
    assert "ALWAYS, There" in then
    assert "RENAMED" not in then
    assert "Something of today" not in then
    assert f'href="{party.get_absolute_url()}?on=2025-01-01"' in then
    assert "the name on a later list" in then
    assert last not in then
    assert "RENAMED, Later" in page(client, "/officials/?on=2026-07-23")
    told = {
        one["id"]: (one["name"], one["listed_name"], one["entries"])
        for one in client.get("/officials.json?on=2025-01-01").json()["officials"]
    }
    assert told[party.public_id][:2] == ("ALWAYS, There", "ALWAYS, There")
    assert told[late.party.public_id] == ("LATE, Comer", None, [])


@pytest.mark.django_db
def test_a_wording_that_was_taken_back_names_nobody(client: Client) -> None:
    party = some_people()["ALWAYS"]
    EntryVersion.objects.filter(entry__party=party).update(span=NumericRange(1, 2))
    ListVersion.objects.filter(sequence=2).update(
        status="reverted", reverted_at=timezone.now(), reverted_why="Wrong."
    )
    for name, span in (("WRONG", NumericRange(2, 3)), ("ALWAYS, There", NumericRange(3, None))):
        EntryVersion.objects.create(
            entry=party.entries.get(), content={"name": name}, hash="1" * 64, span=span
        )
    assert "WRONG" not in page(client, "/officials/?on=2026-07-30")


@pytest.mark.django_db
def test_with_several_lists_each_number_and_day_says_of_which(client: Client) -> None:
    party = some_people()["DATED"]
    assert "OFAC SDN</span>" not in page(client, "/officials/")
    un = factories.sanctions_list("un-sc")
    factories.list_version(AUGUST, list=un)
    factories.designation(
        entry=factories.entry("DATED UN", "CDi.001", list=un, party=party), first_seen=AUGUST
    )
    gone = page(client, "/officials/?q=gone")  # on one list, of the two that are held
    assert ">OFAC SDN list of" in gone
    assert '<span class="by">OFAC SDN</span>' in page(client, "/officials/?q=gone&on=2024-05-03")
    assert ">OFAC SDN list of" not in page(client, "/officials/?q=gone&list=ofac-sdn")
    content = " ".join(page(client, "/officials/?q=dated").split())
    number = party.entries.get(list__code="ofac-sdn").number
    assert f'<span class="by">OFAC SDN</span><bdi>{number}</bdi>' in content
    assert '<span class="by">UN SC</span><bdi>CDi.001</bdi>' in content
    assert '<span class="by">OFAC SDN</span>27 Nov 2024' in content
    assert '<span class="by">UN SC</span>by 20 Aug 2026' in content
    assert ">OFAC SDN and UN SC list of" in content


@pytest.mark.django_db
def test_without_a_list_an_empty_answer_says_that_none_is_held(client: Client) -> None:
    content = page(client, "/officials/?on=2024-05-03")
    assert "for no list is held" in content
    assert "No official matches" not in content
    content = page(client, "/officials/?q=nobody")
    assert "Take it away:" in content


@pytest.mark.django_db
def test_an_empty_day_is_no_day_asked_for(client: Client) -> None:
    some_people()
    assert "on" not in client.get("/officials.json?on=&state=listed").json()


@pytest.mark.django_db
def test_a_day_costs_as_many_statements_whatever_the_rows(client: Client) -> None:
    some_people()
    numbers = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            page(client, "/officials/?on=2024-11-27&state=unclear")
        numbers.append(len(queries))
        for _ in range(4):
            factories.designation(last_absent=MAY, first_seen=JULY)
    assert numbers[0] == numbers[1] <= 14


# ---- A party's page ------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_page_tells_where_a_person_stood_on_the_day(client: Client) -> None:
    people = some_people()
    unclear = page(client, f"{people['UNCLEAR'].get_absolute_url()}?on=2024-11-27")
    assert "<b>Cannot tell</b> whether listed on 27 November 2024" in unclear
    assert CANNOT_TELL in unclear
    listed = page(client, f"{people['ALWAYS'].get_absolute_url()}?on=2024-11-27")
    assert "<b>Listed on 27 November 2024</b>, under VENEZUELA" in listed
    assert "On every list held from 3 May 2024 to 20 August 2026 that tells of it" in listed
    before = page(client, f"{people['DATED'].get_absolute_url()}?on=2024-11-26")
    assert "Not listed on 26 November 2024" in before
    assert "Absent from the list of 3 May 2024; listed only on 27 November 2024" in before
    long_before = page(client, f"{people['DATED'].get_absolute_url()}?on=1999-01-01")
    assert "First listed, by a dated source, on 27 November 2024." in long_before
    assert f"Entry {people['DATED'].entries.get().number}" not in long_before.split("<svg")[0]


@pytest.mark.django_db
def test_what_came_after_the_day_is_not_told_as_if_it_were_known(client: Client) -> None:
    party = some_people()["ALWAYS"]
    renamed(party)
    later = factories.desk_record("event", begins=PartialDate.of_day(AUGUST), title="A later event")
    names(later, party)
    claim_about(("party", party), words="a claim that stays")
    Party.objects.filter(pk=party.pk).update(
        desk_name="", listed_name="RENAMED, Later", description="Something of today"
    )
    content = page(client, f"{party.get_absolute_url()}?on=2025-01-01")
    assert '<h1 class="title plain"><bdi>ALWAYS, There</bdi></h1>' in content
    assert "Something of today" not in content
    assert "Something of today" in page(client, party.get_absolute_url())
    told = client.get(f"/officials/{party.public_id}.json?on=2025-01-01").json()
    assert told["name"] == "ALWAYS, There"
    before = page(client, f"{party.get_absolute_url()}?on=2020-01-01")
    assert "and for the name: it is the one on a later list" in before
    assert "No list held of that day or before names it." in before
    assert "a claim that stays" in content
    assert "RENAMED" not in content
    assert "A later event" not in content
    assert 'class="on-day"' in content  # the line in the time line
    assert "RENAMED, Later" in page(client, f"{party.get_absolute_url()}?on=2026-07-23")


@pytest.mark.django_db
def test_each_designation_has_its_answer_and_evidence_as_json(client: Client) -> None:
    party = some_people()["UNCLEAR"]
    answer = client.get(f"/officials/{party.public_id}.json?on=2024-11-27").json()
    assert answer["on"] == "2024-11-27"
    [designation] = answer["designations"]
    assert designation["on_day"] == "cannot tell"
    assert designation["evidence"] == {
        "before": {"list_dated": "2024-05-03", "present": False},
        "after": {"list_dated": "2026-07-23", "present": True},
        "word": None,
        "told": CANNOT_TELL,
    }
    assert "on_day" not in client.get(f"/officials/{party.public_id}.json").content.decode()


@pytest.mark.django_db
def test_organisations_have_their_page_as_of_a_day(client: Client) -> None:
    some_people()
    company = factories.party("Empresa", kind="organisation")
    factories.designation(entry=factories.entry(party=company))
    assert "<b>Listed on 3 May 2024</b>" in page(client, f"/parties/{company.public_id}/?on={MAY}")


# ---- CSV -----------------------------------------------------------------------------------------


def rows(client: Client, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert answer.status_code == 200, address
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return list(csv.DictReader(StringIO(text)))


@pytest.mark.django_db(transaction=True)
def test_an_export_as_of_a_day_has_the_day_and_the_answer() -> None:
    some_people()
    desk = Client()
    desk.force_login(factories.user(is_superuser=True))
    found = rows(desk, "/admin/sanctions/official/export/?on=2024-11-27")
    told = {row["name"].split(",")[0]: (row["on"], row["on_day"]) for row in found}
    assert told["DATED"] == ("2024-11-27", "yes")
    assert told["UNCLEAR"] == ("2024-11-27", "cannot tell")
    assert told["Nobody Listed"] == ("2024-11-27", "")
    found = rows(desk, "/admin/sanctions/designation/export/?on=2024-11-26&on_day=no")
    assert [(row["name"], row["on_day"]) for row in found] == [("DATED, Word", "no")]
    assert "on_day" not in rows(desk, "/admin/sanctions/designation/export/")[0]
    shown = desk.get("/admin/sanctions/official/?on=2024-11-27").content.decode()
    assert "Cannot tell" in shown
    refused = desk.get("/admin/sanctions/official/?on=soon", follow=True).content.decode()
    assert "“soon” is no day" in refused


# ---- An entry's life -----------------------------------------------------------------------------


def versions(*days: date) -> list[ListVersion]:
    return [factories.list_version(day, fields=["name", "programmes", "remarks"]) for day in days]


def told(wordings: list[life.Wording], of: list[ListVersion]) -> list[str]:
    return [event.told for event in life.life(wordings, ["A", "B"], of)]


@pytest.mark.django_db
def test_a_life_tells_each_change_with_the_versions_that_prove_it() -> None:
    found = versions(*(MAY + timedelta(days=n) for n in range(7)))
    first, renamed = {"name": "X", "programmes": ["A"]}, {"name": "Y", "programmes": ["A"]}
    more = {"name": "Y", "programmes": ["B"], "remarks": "r"}
    wordings = [
        life.Wording(2, 3, first),
        life.Wording(3, 5, renamed),
        life.Wording(6, 7, renamed),
        life.Wording(7, None, more),
    ]
    events = list(life.life(wordings, ["A", "B"], found))
    between = "on 7 or 8 May 2024"
    relisted = f"Relisted under A {between}: on this list again, absent from that one."
    assert [event.told for event in events] == [
        "Listed under A on 3 or 4 May 2024: on this list, absent from that one.",
        "Renamed.",
        "Read; no change.",
        "Removed on 6 or 7 May 2024: absent from this list, on that one.",
        relisted,
        "Programme added: B. Programme removed: A. Told for the first time: remarks.",
    ]
    assert events[1].reworded == (life.Reworded("name", "X", "Y"),)
    assert [url for url, _ in events[1].proofs] == ["/lists/ofac-sdn/3/", "/lists/ofac-sdn/2/"]
    assert events[5].reworded == (life.Reworded("programmes", "A", "B"),)


@pytest.mark.django_db
def test_versions_that_changed_nothing_are_told_once_and_reverted_ones_not_at_all() -> None:
    found = versions(*(MAY + timedelta(days=n) for n in range(5)))
    wrong = [
        life.Wording(1, 3, {"name": "X"}),
        life.Wording(3, 4, {"name": "WRONG"}),
        life.Wording(4, None, {"name": "X"}),
    ]
    assert told(wrong, [one for one in found if one.sequence != 3]) == [
        "First read, on the first list held here that tells of it.",
        "Read; no change on 3 lists since 4 May 2024.",
    ]


def test_both_wordings_of_a_list_hold_only_what_differs() -> None:
    before = {"addresses": [{"city": "Caracas", "country": "VE"}, {"city": "Lima"}], "title": None}
    after = {"addresses": [{"city": "Lima"}, {"city": "Bogotá"}], "title": "x" * 300}
    addresses, title = life.rewordings(before, after)
    assert (addresses.before, addresses.after) == ("Caracas, VE", "Bogotá")
    assert not addresses.is_long
    assert title.is_long
    assert len(title.short_after) == life.SHORT
    assert title.after == "x" * 300


@pytest.mark.django_db
def test_a_publisher_s_day_is_told_with_its_origin(client: Client) -> None:
    party = some_people()["ALWAYS"]
    designation = party.entries.get().designations.get()
    day = PartialDate.parse("31 July 2017")
    designation.listed_on = day
    designation.save()
    version = ListVersion.objects.get(sequence=3)
    DesignationDate.objects.create(designation=designation, day=day, version=version)
    wrong = PartialDate.parse("1 January 1999")
    DesignationDate.objects.create(designation=designation, day=wrong, version=version)
    content = page(client, party.get_absolute_url())
    assert "Listed on 31 July 2017 under VENEZUELA." in content
    assert '<a href="/lists/ofac-sdn/3/">OFAC SDN list of 20 August 2026</a>' in content
    assert "1999" not in content


@pytest.mark.django_db
def test_what_may_lie_after_the_day_is_not_told_as_having_happened(client: Client) -> None:
    party = some_people()["DATED"]
    designation = party.entries.get().designations.get()
    day = PartialDate.of_year(2018)
    designation.listed_on = day
    designation.save()
    version = ListVersion.objects.get(sequence=3)
    DesignationDate.objects.create(designation=designation, day=day, version=version)
    address = party.get_absolute_url()
    assert "Listed in 2018 under VENEZUELA." in page(client, f"{address}?on=2018-12-31")
    told = "Listed in 2018, perhaps after 1 July 2018, under VENEZUELA."
    assert told in page(client, f"{address}?on=2018-07-01")
    assert "Listed in 2018" not in page(client, f"{address}?on=2017-12-31").split("<h2")[-1]


@pytest.mark.django_db
def test_a_post_that_may_begin_after_the_day_is_left_out(client: Client) -> None:
    party = some_people()["ALWAYS"]
    for title, begins, ends in (("Minister", "2018", "2020"), ("Envoy", "2015", "2016")):
        record = factories.desk_record(
            "position",
            title=title,
            begins=PartialDate.parse(begins),
            ends=PartialDate.parse(ends),
        )
        names(record, party, role="holder")

    def told(day: str) -> str:
        [row] = client.get(f"/officials/?q=always&on={day}").context["rows"]
        return str(row.post)

    assert told("2018-07-01") == "Formerly Envoy"
    assert told("2019-07-01") == "Minister"
    assert told("2020-07-01") == "Minister, perhaps no longer by then"
    assert told("2021-07-01") == "Formerly Minister"


def test_every_key_of_a_publisher_s_content_has_a_name() -> None:
    assert {*enhanced.FIELDS, *consolidated.FIELDS} <= set(life.FIELDS)


# ---- What was taken back -------------------------------------------------------------------------


def taken_back() -> ListVersion:
    """Version 2 was reverted, version 3 stands for what version 1 said."""
    first = factories.list_version(MAY)
    wrong = factories.list_version(
        JULY, status="reverted", reverted_at=timezone.now(), reverted_why="A secret reason."
    )
    factories.list_version(MAY, restores=first)
    factories.list_version(AUGUST)
    return wrong


@pytest.mark.django_db
def test_a_reverted_version_answers_with_a_notice_alone(client: Client) -> None:
    wrong = taken_back()
    content = page(client, wrong.get_absolute_url())
    assert "We took this version back on" in content
    assert 'content="noindex"' in content
    assert "SHA-256" not in content
    assert "A secret reason" not in content
    assert 'href="/lists/ofac-sdn/3/"' in content
    lists = page(client, "/lists/")
    assert '<a href="/lists/ofac-sdn/2/"><del>' in lists
    assert "it counts in no answer" in lists
    assert "Restored, when a newer one was taken back" in lists
    assert "A secret reason" not in lists
    restored = page(client, "/lists/ofac-sdn/3/")
    assert "A newer version was taken back" in restored
    assert 'href="/lists/ofac-sdn/1/" rel="prev"' in restored
    assert 'href="/lists/ofac-sdn/4/" rel="next"' in restored
    assert 'href="/lists/ofac-sdn/3/" rel="next"' in page(client, "/lists/ofac-sdn/1/")


@pytest.mark.django_db
def test_whom_only_reverted_versions_named_has_a_notice_and_is_nowhere_else(
    client: Client,
) -> None:
    factories.list_version(MAY)
    person = factories.designation("WRONG, Man", reverted=True).entry.party
    company = factories.designation(
        entry=factories.entry("WRONG SA", party=factories.party("WRONG SA", kind="organisation")),
        reverted=True,
    ).entry.party
    story = claim_about(("designation", person.entries.get().designations.get()), slug="cited")
    Party.objects.filter(pk__in=[person.pk, company.pk]).update(reverted=True)
    for party in (person, company):
        content = page(client, party.get_absolute_url())
        assert "a list version that we took back" in content
        assert 'content="noindex"' in content
        assert "WRONG" not in content
        answer = client.get(f"{party.get_absolute_url()[:-1]}.json").json()
        assert answer.keys() == {"id", "notice"}
    for address in (
        "/officials/",
        "/officials.json?on=2024-05-03",
        "/search/?q=wrong",
        "/sitemap.xml",
        "/",
        story.get_absolute_url(),
        "/lists/ofac-sdn/1/",
    ):
        content = page(client, address)
        assert "WRONG" not in content, address
        assert person.public_id not in content, address


@pytest.mark.django_db
def test_a_reverted_designation_of_somebody_listed_is_on_no_page(client: Client) -> None:
    party = some_people()["ALWAYS"]
    programme = factories.programme("WRONG")
    factories.designation(entry=party.entries.get(), programme=programme, reverted=True)
    for address in (party.get_absolute_url(), f"{party.get_absolute_url()[:-1]}.json"):
        assert "WRONG" not in page(client, address)


def wrongly_listed() -> Designation:
    """Somebody whom version 2 alone had; it was reverted on 1 September 2026."""
    factories.list_version(MAY)
    at = datetime(2026, 9, 1, 12, tzinfo=UTC)
    factories.list_version(JULY, status="reverted", reverted_at=at, reverted_why="Half a file.")
    wrong = factories.designation("WRONG, Man", reverted=True)
    EntryVersion.objects.filter(entry=wrong.entry).update(span=NumericRange(2, 3))
    Party.objects.filter(pk=wrong.entry.party_id).update(reverted=True)
    return wrong


@pytest.mark.django_db
@pytest.mark.parametrize("target", ["designation", "party"])
def test_a_claim_about_what_was_taken_back_says_so_and_since_when(
    client: Client, target: str
) -> None:
    wrong = wrongly_listed()
    record = wrong if target == "designation" else wrong.entry.party
    kind = "designated" if target == "designation" else "not_listed"
    story = stories.story(
        "cited",
        f"<p>{stories.cite('aaaaaaaa', 'ten men')}, {stories.cite('bbbbbbbb', 'he said')}.</p>",
        claims={
            "aaaaaaaa": {"kind": kind, "records": [(target, record)]},
            "bbbbbbbb": {"kind": "said", "quote": "He is.", "records": [("party", record)]},
        },
    )
    told = "The list version that showed this was taken back on 1 September 2026."
    address = f"{story.get_absolute_url()}claims/aaaaaaaa/"
    for shown in (story.get_absolute_url(), address):
        content = page(client, shown)
        assert told in content
        assert "esignation was designated" not in content
        assert "WRONG" not in content
    answer = client.get(f"{address[:-1]}.json").json()
    assert (answer["sentence"], answer["history"][0]["sentence"]) == (told, told)
    quoted = client.get(f"{story.get_absolute_url()}claims/bbbbbbbb.json").json()
    assert quoted["sentence"].startswith("The source said: “He is.”")


@pytest.mark.django_db
def test_the_desk_is_told_which_published_claims_point_to_what_was_taken_back(
    client: Client,
) -> None:
    client.force_login(factories.user("editor"))
    wrong = wrongly_listed()
    assert "a reverted version showed" not in page(client, "/admin/")
    right = factories.designation("RIGHT, Man")
    claim_about(("designation", right), ("designation", wrong), slug="cited", words="ten men")
    claim_about(("designation", right), slug="right", words="eleven men")
    claim_about(("designation", wrong), slug="draft", words="twelve men", public_from=None)
    content = page(client, "/admin/")
    assert "1 published claim points to what a reverted version showed. Correct" in content
    story = Story.objects.get(slug="cited")
    assert f'<a href="/admin/newsroom/story/{story.pk}/change/">“ten men” in' in content
    assert "eleven men" not in content
    claim_about(("party", wrong.entry.party), slug="another", words="thirteen men")
    assert "2 published claims point to what" in page(client, "/admin/")


@pytest.mark.django_db
def test_a_programme_that_only_reverted_versions_told_of_has_a_notice_and_is_nowhere_else(
    client: Client,
) -> None:
    factories.list_version(MAY)
    programme = factories.programme("QQQ")
    programme.title = "A WRONG TITLE"
    programme.save()
    address = programme.get_absolute_url()
    assert client.get(address).status_code == 404  # of which nothing was ever told
    told = factories.designation("SOMEBODY, Else", programme=programme)
    assert "QQQ" in page(client, address)
    assert "noindex" not in page(client, address)
    Designation.objects.filter(pk=told.pk).update(reverted=True)
    content = page(client, address)
    assert "a list version that we took back" in content
    assert 'content="noindex"' in content
    assert "WRONG TITLE" not in content
    for other in ("/sitemap.xml", "/", "/search/?q=qqq", "/officials/", "/lists/"):
        assert "QQQ" not in page(client, other), other
        assert address not in page(client, other), other


# ---- In a browser --------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_a_reader_asks_who_was_listed_on_a_day(page: Page) -> None:
    some_people()
    page.set_viewport_size({"width": 390, "height": 900})
    page.goto("/officials/")
    page.get_by_text("Filter", exact=True).click()
    page.get_by_label("As of a day").fill("2024-11-27")
    page.get_by_role("button", name="Show officials").click()
    expect(page).to_have_url(url_with("on=2024-11-27"))
    expect(page.get_by_role("heading", name="the day asked for: 27 November 2024")).to_be_visible()
    page.get_by_text("Filter (1 chosen)").click()
    page.get_by_label("Cannot tell").check()
    page.get_by_role("button", name="Show officials").click()
    expect(page).to_have_url(url_with("state=unclear"))
    expect(
        page.get_by_role("heading", name="2 officials, cannot tell on 27 November 2024")
    ).to_be_visible()
    states = page.locator(".state-word")
    expect(states).to_have_text(["Cannot tell", "Cannot tell"])
    nothing_overflows(page)
    page.get_by_role("link", name="UNCLEAR, Since").click()
    page.get_by_label("As of a day").fill("2024-11-27")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_text(CANNOT_TELL).first).to_be_visible()
    nothing_overflows(page)
    assert findings(page) == []


def nothing_overflows(page: Page) -> None:
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def url_with(part: str) -> re.Pattern[str]:
    return re.compile(rf"/officials/\?.*{re.escape(part)}")
