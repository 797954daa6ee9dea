"""An official's page: names, where they stand, time line, claims."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from newsroom.reading.life import rewordings
from newsroom.verdicts import check_all
from sanctions.dates import PartialDate
from sanctions.models import Entry, EntryVersion, Name, NoEntry, Party
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import claim_about, names, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def maduro() -> Party:
    """Entry 22790, on all three lists, listed on a known day."""
    sdn = factories.sanctions_list()
    sdn.entry_url = "https://example.org/Details?id={number}"
    sdn.save()
    for day in (date(2024, 5, 3), date(2026, 7, 23), date(2026, 8, 20)):
        factories.list_version(day, list=sdn)
    entry = factories.entry("MADURO MOROS, Nicolas", "22790")
    entry.party.desk_name = "Nicolás Maduro Moros"
    entry.party.save()
    programme = factories.programme()
    programme.legal_basis = "E.O. 13692"
    programme.save()
    factories.designation(entry=entry, listed_on=PartialDate.parse("31 July 2017"))
    factories.designation(entry=entry, programme=factories.programme("IRAN-CON-ARMS-EO"))
    return entry.party


def removed() -> Party:
    """Entry 25077: on the list of 3 May 2024, absent from that of 23 July 2026."""
    for day in (date(2024, 5, 3), date(2026, 7, 23), date(2026, 8, 20)):
        factories.list_version(day)
    entry = factories.entry("RODRIGUEZ GOMEZ, Delcy Eloina", "25077")
    EntryVersion.objects.filter(entry=entry).update(span=NumericRange(1, 2))
    factories.designation(
        entry=entry,
        listed_on=PartialDate.parse("2018"),
        last_seen=date(2024, 5, 3),
        first_gone=date(2026, 7, 23),
    )
    return entry.party


def test_the_page_says_which_list_and_as_of_which_date(client: Client, maduro: Party) -> None:
    content = page(client, maduro.get_absolute_url())
    assert "<b>On the list of 20 August 2026</b>, under VENEZUELA and IRAN-CON-ARMS-EO" in content
    assert "First listed on 31 July 2017 under E.O. 13692." in content
    assert "By 3 May 2024" in content
    assert "Not by the list of 20 August 2026" in content
    assert "MADURO MOROS, Nicolas" in content
    assert "is sanctioned" not in content


def test_the_page_leads_to_the_government_s_own_page(client: Client, maduro: Party) -> None:
    assert 'href="https://example.org/Details?id=22790"' in page(client, maduro.get_absolute_url())


def test_a_removed_entry_keeps_its_page_and_no_day_is_invented(client: Client) -> None:
    content = page(client, removed().get_absolute_url())
    assert "Absent from the list of 20 August 2026" in content
    assert "was on the list of 3 May 2024 and is missing from the list of 23 July 2026" in content
    assert "The day of removal is not recorded." in content
    assert "2018, day not recorded" in content
    assert "Between 3 May 2024 and 23 July 2026" in content
    assert "Removed between 3 May 2024 and 23 July 2026: absent from this list" in content


def test_a_list_on_which_nobody_looked_tells_nothing(client: Client, maduro: Party) -> None:
    un = factories.list_version(date(2026, 2, 27), list=factories.sanctions_list("un-sc"))
    content = page(client, maduro.get_absolute_url())
    assert "Not looked for on the list of 27 February 2026" in content
    assert "EU and UK lists" in content
    assert "Not held" in content
    NoEntry.objects.create(
        party=maduro, version=un, decided_by=factories.user(), decided_why="Looked."
    )
    content = page(client, maduro.get_absolute_url())
    assert "No entry on the list of 27 February 2026" in content
    assert "Decided by an editor" in content
    assert "Looked." not in content


def test_names_come_with_their_origin(client: Client, maduro: Party) -> None:
    entry = Entry.objects.get(number="22790")
    entry.names.create(name="MADURO, Nico", kind="aka", weak=True, tokens=["maduro", "nico"])
    names(factories.desk_record("action"), maduro, "designated", written_as="Madurro")
    content = page(client, maduro.get_absolute_url())
    assert "our spelling" in content
    assert "OFAC SDN, as published" in content
    assert "OFAC SDN, also known as, a weak alias" in content
    assert "as the action of 27 November 2024 writes" in content


def test_a_title_of_the_entry_is_its_post_where_no_record_tells_one(client: Client) -> None:
    factories.list_version(date(2024, 5, 3))
    entry = factories.entry("MADURO MOROS, Nicolas")
    factories.designation(entry=entry)
    EntryVersion.objects.update(content={"name": "x", "title": "President of the Republic"})
    content = page(client, entry.party.get_absolute_url())
    assert "President of the Republic, in the words of" in content
    assert "the entry of 3 May 2024" in content


def test_changes_to_the_entry_are_told_version_by_version(client: Client, maduro: Party) -> None:
    entry = Entry.objects.get(number="22790")
    EntryVersion.objects.filter(entry=entry).update(
        span=NumericRange(1, 2), content={"name": "MADURO", "programmes": ["A"]}
    )
    EntryVersion.objects.create(
        entry=entry,
        content={"name": "MADURO", "programmes": ["A", "B"], "aliases": []},
        hash="1" * 64,
        span=NumericRange(2, None),
    )
    content = page(client, maduro.get_absolute_url())
    assert "First read under A, on the first list held here that tells of it." in content
    assert "Programme added: B. Told for the first time: other names." in content
    assert "Read; no change in name." in content


def test_what_a_list_does_not_cover_is_no_change(client: Client) -> None:
    party = removed()
    factories.list_version(date(2026, 9, 1), coverage=["RUSSIA"])
    content = page(client, party.get_absolute_url())
    assert "1 September 2026" not in content.split("Changes to the entry")[1]
    assert "Absent from the list of 20 August 2026" in content


def test_claims_about_them_in_each_way_of_linking(client: Client, maduro: Party) -> None:
    case = factories.desk_record("case")
    names(case, maduro, "defendant")
    designation = Entry.objects.get(number="22790").designations.all()[0]
    claim_about(("party", maduro), slug="by-party", words="by party")
    claim_about(("designation", designation), slug="by-designation", words="by designation")
    claim_about(("record", case), slug="by-record", words="by record")
    claim_about(("party", factories.party()), slug="another", words="about another")
    content = page(client, maduro.get_absolute_url())
    assert "Three claims about Nicolás Maduro Moros" in content
    for words in ("by party", "by designation", "by record"):
        assert f"“{words}”" in content
    assert "about another" not in content
    assert "Not yet checked" in content
    assert "upported" not in content


def test_a_claim_stands_with_its_verdict_and_why(client: Client, maduro: Party) -> None:
    designation = Entry.objects.get(number="22790").designations.all()[0]
    claim_about(("designation", designation), asserts={"tense": "lasting"})
    check_all()
    content = page(client, maduro.get_absolute_url())
    row = " ".join(strip_tags(content.split('class="claim-rows"')[1].split("</ul>")[0]).split())
    assert "“the words” Supported " in row
    assert "20 August 2026" in row
    assert 'class="mark supported"' in content
    assert ": supported</td>" in content
    [told] = client.get(f"/officials/{maduro.public_id}.json").json()["claims"]
    of_story = client.get("/stories/a-story.json").json()["claims"][0]
    assert told["verdicts"] == of_story["verdicts"]
    assert told["verdicts"]["today"]["verdict"] == "supported"
    assert set(told["verdicts"]["today"]) == {"verdict", "reason", "day", "checked_at"}


def test_what_is_unpublished_or_withdrawn_never_appears(client: Client, maduro: Party) -> None:
    claim_about(("party", maduro), slug="draft", words="draft words", public_from=None)
    tomorrow = timezone.now() + timedelta(days=1)
    claim_about(("party", maduro), slug="embargo", words="embargoed words", public_from=tomorrow)
    withdrawn = claim_about(("party", maduro), slug="withdrawn", words="withdrawn words")
    withdrawn.withdrawn_at, withdrawn.withdrawal_note = timezone.now(), "Wrong."
    withdrawn.save()
    hidden = factories.desk_record("case", title="Secret case", public_from=None)
    names(hidden, maduro, "defendant")
    claim_about(("record", hidden), slug="hidden", words="by an unseen record")
    for address in (maduro.get_absolute_url(), f"/officials/{maduro.public_id}.json"):
        content = page(client, address)
        for words in ("draft words", "embargoed", "withdrawn words", "Secret", "unseen"):
            assert words not in content
    assert "No claim about" in page(client, maduro.get_absolute_url())


def test_an_edit_under_way_changes_nothing(client: Client, maduro: Party) -> None:
    story = claim_about(("party", maduro), words="published words")
    stories.revision(
        story,
        '<p><cite data-claim="aaaaaaaa">new words</cite></p>',
        public_from=None,
        claims={"aaaaaaaa": {"records": [("party", maduro)]}},
    )
    content = page(client, maduro.get_absolute_url())
    assert "published words" in content
    assert "new words" not in content


def test_a_document_of_the_desk_is_not_named(client: Client, maduro: Party) -> None:
    kept = factories.document(title="Secret memo", publisher="A ministry", dated=date(2024, 1, 1))
    post = factories.desk_record("position", title="President", document=kept)
    names(post, maduro, "holder")
    for address in (
        maduro.get_absolute_url(),
        f"/officials/{maduro.public_id}.json",
        "/officials/",
    ):
        content = page(client, address)
        assert "President" in content
        assert "Secret memo" not in content
        assert "A ministry" not in content


def test_the_json_is_an_allow_list(client: Client, maduro: Party) -> None:
    claim_about(("party", maduro))
    told = client.get(f"/officials/{maduro.public_id}.json").json()
    assert set(told) == {
        "id", "kind", "name", "url", "names", "positions", "designations", "claims",
    }  # fmt: skip
    assert told["id"] == maduro.public_id
    assert [name["name"] for name in told["names"]] == [
        "Nicolás Maduro Moros",
        "MADURO MOROS, Nicolas",
    ]
    assert told["designations"][0] == {
        "list": "ofac-sdn",
        "entry": "22790",
        "authority": "US Treasury, OFAC",
        "programme": "VENEZUELA",
        "listed_on": "2017-07-31",
        "delisted_on": None,
        "last_absent": None,
        "first_seen": "2024-05-03",
        "last_seen": None,
        "first_gone": None,
    }
    assert told["claims"][0]["verdicts"] == {"publication": None, "today": None}


def test_a_joined_party_leads_to_the_other_and_gives_it_its_entries(client: Client) -> None:
    factories.list_version()
    kept = factories.party("Freddy Ñáñez")
    joined = factories.party("Alfred Contreras", merged_into=kept)
    factories.designation(entry=factories.entry("CONTRERAS", "7", party=joined))
    claim_about(("party", joined))
    for suffix in ("/", ".json"):
        response = client.get(f"/officials/{joined.public_id}{suffix}")
        assert response.status_code == 301
        assert response["Location"] == f"/officials/{kept.public_id}{suffix}"
    told = client.get(f"/officials/{kept.public_id}.json").json()
    assert told["designations"][0]["entry"] == "7"
    assert len(told["claims"]) == 1


def test_no_list_is_said_to_hold_a_programme_that_it_does_not_reach(client: Client) -> None:
    """Two entries of one person; the newer list is an excerpt that covers one of them."""
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2024, 6, 3), coverage=["VENEZUELA"])
    person = factories.party("Ana Prueba")
    for code in ("VENEZUELA", "SDGT"):
        entry = factories.entry("PRUEBA, Ana", party=person)
        programme = factories.programme(code)
        EntryVersion.objects.filter(entry=entry).update(content={"programmes": [code]})
        factories.designation(entry=entry, programme=programme)
    told = " ".join(page(client, person.get_absolute_url()).split('id="changes"')[0].split())
    assert "On the list of 3 June 2024" in told
    assert "under VENEZUELA" in told
    assert "under SDGT" not in told
    assert "and SDGT" not in told
    assert "SDGT and" not in told


def test_a_person_on_no_list_can_have_a_page(client: Client) -> None:
    person = factories.party("Edmundo González", description="Candidate")
    content = page(client, person.get_absolute_url())
    assert "Edmundo González" in content
    assert "Candidate" in content
    assert "designations" not in content


def test_an_address_lives_on_when_a_list_says_that_it_is_no_person(client: Client) -> None:
    ship = factories.party("MT Ship", kind="vessel")
    for end in ("/", ".json"):
        answer = client.get(f"/officials/{ship.public_id}{end}")
        assert answer.status_code == 301
        assert answer.headers["Location"] == f"/parties/{ship.public_id}{end}"


def test_absent_and_unpublished_answer_alike(client: Client) -> None:
    hidden = factories.party(public_from=None)
    ship = factories.party("MT Hidden", kind="vessel", public_from=None)
    absent = ("abc", hidden.public_id, ship.public_id)
    answers = {client.get(f"/officials/{public_id}/").content for public_id in absent}
    assert len(answers) == 1
    for public_id in absent:
        assert client.get(f"/officials/{public_id}/").status_code == 404
        assert client.get(f"/officials/{public_id}.json").status_code == 404


def test_an_organisation_has_its_page_under_parties(client: Client) -> None:
    factories.list_version()
    ship = factories.party("MT Ship", kind="vessel")
    factories.designation(entry=factories.entry("SHIP", party=ship))
    content = page(client, f"/parties/{ship.public_id}/")
    assert "Vessel" in content
    assert "On the list of 3 May 2024" in content
    assert client.get(f"/parties/{ship.public_id}.json").json()["kind"] == "vessel"
    person = factories.party()
    response = client.get(f"/parties/{person.public_id}/")
    assert (response.status_code, response["Location"]) == (301, person.get_absolute_url())
    assert client.get("/parties/abc/").status_code == 404


def test_a_page_that_has_not_changed_is_answered_304(client: Client, maduro: Party) -> None:
    first = client.get(maduro.get_absolute_url())
    second = client.get(maduro.get_absolute_url(), headers={"If-None-Match": first["ETag"]})
    assert second.status_code == 304


def test_the_page_costs_at_most_nine_queries_whatever_the_rows(
    client: Client, maduro: Party
) -> None:
    numbers = []
    for rows in (1, 8):
        for number in range(rows):
            record = factories.desk_record("case")
            names(record, maduro, "defendant")
            names(factories.desk_record("position"), maduro, "holder")
            claim_about(("record", record), slug=f"story-{rows}-{number}")
            factories.list_version(date(2026, 9, 1) + timedelta(days=number))
            Entry.objects.get(number="22790").names.create(
                name=f"{rows} {number}", kind="aka", tokens=[]
            )
        with CaptureQueriesContext(connection) as queries:
            page(client, maduro.get_absolute_url())
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 9


def test_of_thousands_of_names_twenty_stand_open_and_the_json_has_all(client: Client) -> None:
    factories.list_version()
    entry = factories.entry("MANY, Names")
    factories.designation(entry=entry)
    url = entry.party.get_absolute_url()
    with CaptureQueriesContext(connection) as of_one:
        client.get(url)
    Name.objects.bulk_create(
        Name(entry=entry, name=f"ALIAS{number:04}", kind="aka", tokens=[f"alias{number:04}"])
        for number in range(5_000)
    )
    with CaptureQueriesContext(connection) as of_many:
        content = page(client, url)
    assert len(of_many) == len(of_one)
    open_names, _, folded = content.partition("<summary>and 4,982 more</summary>")
    assert open_names.count("<bdi>ALIAS") == 18  # beside our own spelling and the principal name
    assert folded.count("<bdi>ALIAS") == 4_982
    assert len(client.get(f"{url.rstrip('/')}.json").json()["names"]) == 5_002


def test_a_list_of_thousands_that_changes_is_compared_by_what_is_written() -> None:
    was = {"aliases": [{"name": f"ALIAS{number}", "type": "aka"} for number in range(20_000)]}
    now = {"aliases": [{"type": "aka", "name": "NEW"}, *was["aliases"][1:]]}
    [one] = rewordings(was, now)
    assert (one.before, one.after) == ("ALIAS0, aka", "aka, NEW")


TURNED = "EJEMPLO \u202eANA, Pérez"


def test_a_name_that_turns_the_direction_turns_nothing_around_it(client: Client) -> None:
    factories.list_version()
    entry = factories.entry("EJEMPLO ANA, Pérez")
    factories.designation(entry=entry)
    Name.objects.create(entry=entry, name=TURNED, kind="aka", tokens=["ana"])
    content = page(client, entry.party.get_absolute_url())
    assert f"<bdi>{TURNED}</bdi>" in content
    assert content.count("\u202e") == 1
    assert f"<bdi>{entry.party.name}</bdi></a>" in page(client, "/officials/")
