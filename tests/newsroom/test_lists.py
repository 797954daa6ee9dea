"""The lists that we hold, and what each version changed."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db.backends.postgresql.psycopg_any import NumericRange
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags

from newsroom.verdicts import check_all
from sanctions.models import EntryVersion, Fetch, ListVersion, SanctionsList
from tests import factories
from tests.newsroom.records import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def versions() -> list[ListVersion]:
    """From the first to the second: one stays, one changes, one is told more of, one goes,
    one is new."""
    first = factories.list_version(date(2024, 5, 3), coverage=["VENEZUELA"])
    second = factories.list_version(date(2026, 7, 23), coverage=["VENEZUELA"])
    factories.entry("STAYS, Same", "1")
    for name, number, then, now in (
        ("CHANGES, Title", "2", {"title": "Minister"}, {"title": "President"}),
        ("TOLD, More", "3", {}, {"aliases": ["MORE"]}),
        ("GOES, Away", "4", {}, None),
    ):
        entry = factories.entry(name, number)
        content = {"name": name}
        EntryVersion.objects.filter(entry=entry).update(
            span=NumericRange(1, 2), content=content | then
        )
        if now is not None:
            EntryVersion.objects.create(
                entry=entry, content=content | now, hash="1" * 64, span=NumericRange(2, None)
            )
    new = factories.entry("NEW, Quite", "5")
    EntryVersion.objects.filter(entry=new).update(span=NumericRange(2, None))
    return [first, second]


def told(client: Client, address: str) -> dict[str, list[str]]:
    """The numbers of the entries under each kind of change."""
    return {
        change.what: [row.number for row in change.rows]
        for change in client.get(address).context["changes"]
    }


@pytest.mark.usefixtures("versions")
def test_a_version_tells_what_it_added_changed_and_removed(client: Client) -> None:
    assert told(client, "/lists/ofac-sdn/2/") == {
        "removed": ["4"],
        "changed": ["2"],
        "added": ["5"],
        "told": ["3"],
    }
    assert told(client, "/lists/ofac-sdn/1/") == {"added": ["2", "4", "1", "3"]}
    first = page(client, "/lists/ofac-sdn/1/")
    assert "The first version held here: nothing to compare it with." in first
    assert "New on it" not in first
    assert "Against the version before" not in first
    assert "The first held here" in page(client, "/lists/")
    assert "New on it: 1" in page(client, "/lists/ofac-sdn/2/")
    content = page(client, "/lists/ofac-sdn/2/")
    assert "changed: title." in content
    assert "told for the first time: other names." in content
    assert "complete for the programme VENEZUELA" in content
    assert "What lies outside is unknown, not absent." in content
    assert "0" * 64 in content
    assert 'href="/lists/ofac-sdn/1/"' in content


@pytest.mark.parametrize(
    ("enriched", "told"),
    [
        (0, "9 unchanged<"),
        (9, "9 unchanged; it tells more of all the unchanged<"),
        (4, "9 unchanged; it tells more of 4 of the unchanged<"),
    ],
)
def test_a_version_says_of_how_many_it_tells_more(client: Client, enriched: int, told: str) -> None:
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2026, 7, 23), entry_count=9, unchanged=9, enriched=enriched)
    assert told in page(client, "/lists/ofac-sdn/2/")


@pytest.mark.usefixtures("versions")
def test_one_kind_of_change_can_be_shown_alone(client: Client) -> None:
    assert told(client, "/lists/ofac-sdn/2/?show=removed") == {"removed": ["4"]}
    assert client.get("/lists/ofac-sdn/2/?show=removed&page=2").status_code == 404
    response = client.get("/lists/ofac-sdn/2/?show=everything")
    assert response.status_code == 400
    assert "Allowed: removed, changed, added, told" in response.content.decode()


def test_a_list_says_how_old_its_newest_version_is(client: Client) -> None:
    factories.list_version(date(2024, 5, 3))
    content = page(client, "/lists/")
    assert "3 May 2024" in content
    assert "days old" in content
    assert "The whole list" in content


def test_an_excerpt_does_not_pass_for_the_newest_list(client: Client) -> None:
    factories.list_version(date(2026, 1, 1), entry_count=900, unchanged=900)
    excerpt = factories.list_version(
        date(2026, 7, 23), coverage=["SDGT"], entry_count=2, unchanged=2
    )
    assert "1 January 2026" in page(client, "/").split("<main")[0]
    assert client.get("/healthz").json()["list"]["dated"] == "2026-01-01"
    told = " ".join(strip_tags(page(client, "/lists/")).split())
    assert "Newest version: 1 January 2026" in told
    assert "An excerpt is newer: of 23 July 2026, complete for SDGT alone." in told
    [found] = SanctionsList.objects.public()
    assert (found.newest_sequence, found.newest_entries) == (1, 900)  # type: ignore[attr-defined]
    factories.list_version(date(2026, 7, 24))
    assert "An excerpt is newer" not in page(client, "/lists/")
    assert excerpt.get_absolute_url() in page(client, "/lists/")


def test_where_only_excerpts_are_held_the_newest_of_them_is_the_newest(client: Client) -> None:
    factories.list_version(date(2026, 1, 1), coverage=["SDGT"])
    factories.list_version(date(2026, 7, 23), coverage=["SDGT"])
    assert "23 July 2026" in page(client, "/").split("<main")[0]
    assert "An excerpt is newer" not in page(client, "/lists/")


def test_a_version_that_is_not_applied_is_nowhere(client: Client) -> None:
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2026, 1, 1), status="quarantined", sequence=6)
    factories.list_version(date(2026, 2, 2), status="refused", sequence=7)
    assert "2026" not in page(client, "/lists/").split("<footer")[0].split("<main")[1]
    for address in (
        "/lists/ofac-sdn/6/",
        "/lists/ofac-sdn/7/",
        "/lists/none/1/",
        "/lists/ofac-sdn/99999999999999999/",
    ):
        assert client.get(address).status_code == 404


def test_who_is_not_public_is_in_no_change(client: Client) -> None:
    factories.list_version(date(2024, 5, 3))
    factories.entry("HIDDEN, Person", party=factories.party(public_from=None))
    assert "HIDDEN" not in page(client, "/lists/ofac-sdn/1/")


def test_no_list_yet(client: Client) -> None:
    assert "No list has been imported yet." in page(client, "/lists/")


def test_where_it_is_known_readers_see_when_the_publisher_was_last_asked(client: Client) -> None:
    version = factories.list_version(date(2024, 5, 3))
    assert "fetched" not in page(client, "/lists/")
    for day, status in ((22, "applied"), (23, "unchanged"), (24, "failed"), (25, "quarantined")):
        moment = datetime(2026, 11, day, 6, 12, tzinfo=UTC)
        Fetch.objects.create(
            list=version.list,
            form="delimited",
            status=status,
            started_at=moment,
            ended_at=moment,
            version=version,
        )
    assert "; fetched 23 November 2026, 06:12" in strip_tags(page(client, "/lists/"))
    front = strip_tags(page(client, "/"))
    assert "; fetched 23 Nov, 06:12" in front  # at its head
    assert "; fetched 23 Nov 2026, 06:12" in front  # among the lists
    assert client.get("/healthz").json()["list"]["fetched_at"] == "2026-11-23T06:12:00Z"


def test_a_fetch_says_nothing_of_a_list_that_came_otherwise(client: Client) -> None:
    fetched, by_hand = (factories.list_version(date(2024, 5, day)) for day in (3, 4))
    moment = datetime(2026, 11, 23, 6, 12, tzinfo=UTC)
    Fetch.objects.create(
        list=by_hand.list, form="delimited", status="applied", ended_at=moment, version=fetched
    )
    assert "fetched" not in page(client, "/lists/")


def masthead(client: Client) -> str:
    return " ".join(strip_tags(page(client, "/about/").split("<main")[0]).split())


def foot(client: Client) -> str:
    return " ".join(strip_tags(page(client, "/about/").split("<footer")[1]).split())


def test_readers_are_told_of_a_list_once_claims_were_checked_against_it(client: Client) -> None:
    factories.list_version(date(2026, 8, 20))
    factories.list_version(date(2026, 2, 27), list=factories.sanctions_list("un-sc"))
    assert "Newest list held: OFAC SDN list of 20 August 2026" in masthead(client)
    assert "last checked" not in foot(client)
    check_all()
    assert "Checked against the OFAC SDN list of 20 August 2026" in masthead(client)
    assert "the OFAC SDN list of 20 August 2026 and the UN SC list of 27 February 2026" in foot(
        client
    )
    newer = factories.list_version(date(2026, 8, 21))
    assert "20 August 2026" in masthead(client)
    assert "21 August 2026" not in masthead(client)
    check_all()
    assert "21 August 2026" in masthead(client)
    newer.status = newer.Status.REVERTED
    newer.reverted_at, newer.reverted_why = timezone.now(), "Wrong file."
    newer.save()
    assert "Newest list held: OFAC SDN list of 20 August 2026" in masthead(client)


def test_the_line_turns_amber_past_the_list_s_own_interval(client: Client) -> None:
    factories.list_version(date(2026, 8, 20))
    check_all()
    for day, stale in ((27, False), (28, True)):
        with time_machine.travel(datetime(2026, 8, day, 12, tzinfo=UTC)):
            content = page(client, "/about/").split("<main")[0]
        assert f"({day - 20} days old)" in content
        assert ("data-stale" in content) is stale
