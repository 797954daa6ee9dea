"""The filtered list of officials."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom.verdicts import check_all
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord
from tests import factories
from tests.newsroom.records import claim_about, names, page

pytestmark = pytest.mark.django_db

LISTED_ON = PartialDate.parse("27 November 2024")


@pytest.fixture
def action() -> DeskRecord:
    """Two people are designated; of them one is still on the list of 20 August 2026."""
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2026, 7, 23))
    factories.list_version(date(2026, 8, 20))
    action = factories.desk_record("action", slug="two-officials")
    nanez = factories.entry("NAZARET NANEZ CONTRERAS, Freddy Alfred", "51271")
    factories.designation(entry=nanez, listed_on=LISTED_ON, first_seen=date(2026, 7, 23))
    gone = factories.entry("RODRIGUEZ GOMEZ, Delcy Eloina", "25077")
    factories.designation(entry=gone, last_seen=date(2024, 5, 3), first_gone=date(2026, 7, 23))
    for one in (nanez, gone):
        names(action, one.party, "designated")
    factories.designation(entry=factories.entry("MADURO MOROS, Nicolas", "22790"))
    return action


def officials(client: Client, query: str = "") -> list[str]:
    """The names as listed that the list answers with."""
    found = client.get(f"/officials.json{query}").json()["officials"]
    return [one["listed_name"] for one in found]


@pytest.mark.usefixtures("action")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["MADURO", "NAZARET", "RODRIGUEZ"]),
        ("?q=ñáñez", ["NAZARET"]),
        ("?q=51271", ["NAZARET"]),
        ("?q=contreras freddy", ["NAZARET"]),
        ("?q=nobody", []),
        ("?action=two-officials", ["NAZARET", "RODRIGUEZ"]),
        ("?list=ofac-sdn", ["MADURO", "NAZARET", "RODRIGUEZ"]),
        ("?state=listed", ["MADURO", "NAZARET"]),
        ("?state=gone", ["RODRIGUEZ"]),
        ("?state=gone&q=maduro", []),
        ("?action=&list=ofac-sdn&state=&claims=", ["MADURO", "NAZARET", "RODRIGUEZ"]),
        ("?claims=yes", []),
    ],
)
def test_every_choice_is_in_the_address(client: Client, query: str, found: list[str]) -> None:
    assert [name.split()[0] for name in officials(client, query)] == found


@pytest.mark.usefixtures("action")
def test_a_list_that_holds_none_of_them_finds_none(client: Client) -> None:
    factories.list_version(list=factories.sanctions_list("un-sc"))
    assert officials(client, "?list=un-sc") == []
    assert len(officials(client, "?list=un-sc&list=ofac-sdn")) == 3


def counts(client: Client, query: str = "") -> dict[str, int]:
    """The counts beside the choices, by name and value."""
    people = client.get(f"/officials/{query}").context["filter"]
    return {
        f"{name}={choice.value}": choice.count
        for name in ("action", "list", "state", "claims")
        for choice in getattr(people, f"{name}_choices")
    }


def test_counts_are_what_a_choice_would_leave(client: Client, action: DeskRecord) -> None:
    factories.list_version(list=factories.sanctions_list("un-sc"))
    claim_about(("party", action.parties.get(listed_name__startswith="NAZARET")))
    for query in ("", "?action=two-officials", "?state=gone", "?claims=yes", "?list=un-sc"):
        for choice, count in counts(client, query).items():
            name, value = choice.split("=")
            params: dict[str, Any] = dict(pair.split("=") for pair in query[1:].split("&") if pair)
            params[name] = value
            answer = client.get("/officials.json", params).json()
            assert answer["count"] == count, f"{query}: {choice}"


def test_counts_agree_with_a_second_computation(client: Client, action: DeskRecord) -> None:
    assert counts(client) == {
        "action=two-officials": 2,
        "list=ofac-sdn": 3,
        "state=": 3,
        "state=listed": 2,
        "state=gone": 1,
        "claims=": 3,
        "claims=yes": 0,
        "claims=outdated": 0,
    }


@pytest.mark.usefixtures("action")
def test_a_row_says_which_list_and_never_calls_a_first_seen_a_day(client: Client) -> None:
    rows = {
        row["listed_name"].split()[0]: row
        for row in client.get("/officials.json").json()["officials"]
    }
    assert rows["NAZARET"]["listed"] == "27 Nov 2024"
    assert rows["MADURO"]["listed"] == "by 3 May 2024"
    assert (rows["RODRIGUEZ"]["state"], rows["RODRIGUEZ"]["list_dated"]) == ("gone", "2026-08-20")
    content = page(client, "/officials/")
    assert "by 3 May 2024" in content
    assert "No longer listed" in content
    assert "20 Aug 2026" in content
    assert "is sanctioned" not in content


@pytest.mark.usefixtures("action")
def test_chips_take_one_choice_away(client: Client) -> None:
    content = page(client, "/officials/?action=two-officials&state=gone&page=1")
    assert "Filter (2 chosen)" in content
    assert 'href="/officials/?state=gone"' in content
    assert 'href="/officials/?action=two-officials"' in content
    assert ">Clear all<" in content


@pytest.mark.usefixtures("action")
def test_an_empty_answer_says_what_to_take_away(client: Client) -> None:
    content = page(client, "/officials/?q=maduro&state=gone")
    assert "No official matches all of these filters" in content
    assert "clear “No longer listed”" in content


def test_an_empty_newsroom_has_an_empty_list(client: Client) -> None:
    assert "No official is known yet" in page(client, "/officials/")


def test_pages_of_15(client: Client) -> None:
    for number in range(21):
        factories.party(f"Person {number:02d}")
    first = page(client, "/officials/")
    assert "1–15 of 21" in first
    assert 'href="?page=2"' in first
    assert "Next 6" in first
    second = page(client, "/officials/?page=2")
    assert "16–21 of 21" in second
    assert "Previous 15" in second
    assert "Next" not in second


@pytest.mark.parametrize("number", ["0", "-1", "1e9", "99", "999999999", "٣", "", "x"])
def test_a_page_that_is_not_there_is_not_found(client: Client, number: str) -> None:
    assert client.get("/officials/", {"page": number}).status_code == 404


@pytest.mark.usefixtures("action")
@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("?sort=name", "Known: action, claims, list, on, page, q, state"),
        ("?q__regex=(a%2B)%2B", "Unknown parameter"),
        ("?state=sanctioned", "Allowed: listed, gone"),
        ("?action=none", "Allowed: two-officials"),
        ("?list=ofac", "Allowed: ofac-sdn"),
        ("?claims=no", "Allowed: yes, outdated"),
        ("?q=a&q=b", "Give it once"),
        ("?q=%00", "NUL"),
        ("?q=" + "a" * 201, "200"),
    ],
)
def test_what_no_form_of_ours_sends_is_refused_with_what_is_allowed(
    client: Client, query: str, told: str
) -> None:
    response = client.get(f"/officials/{query}")
    assert response.status_code == 400
    assert told in response.content.decode()


def test_who_is_not_public_is_nowhere(client: Client) -> None:
    hidden = factories.party("Secret Person", public_from=None)
    factories.designation(entry=factories.entry("SECRET", party=hidden))
    hidden_action = factories.desk_record("action", slug="secret-action", public_from=None)
    shown = factories.party("Known Person")
    names(hidden_action, shown, "designated")
    content = page(client, "/officials/")
    assert "Known Person" in content
    assert "ecret" not in content
    assert client.get("/officials/?action=secret-action").status_code == 400
    assert client.get("/officials.json?q=secret").json()["count"] == 0


def test_only_public_claims_are_counted(client: Client) -> None:
    person = factories.party("Freddy Ñáñez")
    claim_about(("party", person), slug="draft", public_from=None)
    assert client.get("/officials.json").json()["officials"][0]["claims"] == 0
    claim_about(("party", person), slug="published")
    assert client.get("/officials.json").json()["officials"][0]["claims"] == 1


def test_a_claim_about_an_action_is_not_about_each_of_its_people(client: Client) -> None:
    person = factories.party("Freddy Ñáñez")
    action = factories.desk_record("action")
    reward = factories.desk_record("reward")
    names(action, person, "designated")
    claim_about(("scope", action), slug="action")
    assert client.get("/officials.json?claims=yes").json()["count"] == 0
    names(reward, person)
    claim_about(("record", reward), slug="reward")
    assert client.get("/officials.json?claims=yes").json()["count"] == 1


def test_people_are_found_by_an_outdated_claim(client: Client) -> None:
    for day in (date(2024, 5, 3), date(2024, 12, 1), date(2026, 8, 20)):
        factories.list_version(day)
    gone = factories.designation(
        "RODRIGUEZ GOMEZ, Delcy Eloina", last_seen=date(2024, 12, 1), first_gone=date(2026, 8, 20)
    )
    kept = factories.designation("MADURO MOROS, Nicolas")
    for slug, one in (("gone", gone), ("kept", kept)):
        claim_about(("designation", one), slug=slug, asserts={"tense": "lasting"})
    assert officials(client, "?claims=outdated") == []
    check_all()
    assert officials(client, "?claims=outdated") == ["RODRIGUEZ GOMEZ, Delcy Eloina"]
    assert len(officials(client, "?claims=yes")) == 2
    for query in ("", "?claims=outdated", "?claims=yes&state=gone"):
        assert counts(client, query)["claims=outdated"] == 1


def test_a_party_that_was_joined_to_another_is_found_by_it(client: Client) -> None:
    factories.list_version()
    kept = factories.party("Freddy Ñáñez")
    joined = factories.party("Alfred Contreras", merged_into=kept)
    factories.designation(entry=factories.entry("CONTRERAS", party=joined))
    found = client.get("/officials.json?q=contreras").json()["officials"]
    assert [one["name"] for one in found] == ["Freddy Ñáñez"]
    assert client.get("/officials.json").json()["count"] == 1
    assert client.get("/officials.json?state=listed").json()["count"] == 1


def test_posts_are_in_the_words_of_a_dated_source(client: Client) -> None:
    announcement = factories.document(
        publisher="US Treasury", dated=date(2024, 11, 27), access="public"
    )
    action = factories.desk_record("action", slug="two-officials", document=announcement)
    person = factories.party("Freddy Ñáñez")
    names(action, person, "designated")
    post = factories.desk_record("position", title="Minister", document=announcement)
    names(post, person, "holder")
    assert "US Treasury, 27 Nov 2024" in page(client, "/officials/")
    within = page(client, "/officials/?action=two-officials")
    assert "Minister" in within
    assert "US Treasury, 27 Nov 2024" not in within


def test_a_post_that_has_ended_is_called_a_former_one(client: Client) -> None:
    person = factories.party("Freddy Ñáñez")
    post = factories.desk_record("position", title="Mayor", ends=PartialDate.parse("2025"))
    names(post, person, "holder")
    assert "Formerly Mayor" in page(client, "/officials/")


def test_the_list_costs_at_most_thirteen_queries_whatever_the_rows(client: Client) -> None:
    factories.list_version(date(2026, 8, 20))
    action = factories.desk_record("action", slug="many")
    numbers = []
    for people in (2, 12):
        for _ in range(people):
            made = factories.designation().entry.party
            names(action, made, "designated")
            names(factories.desk_record("position"), made, "holder")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/officials/?action=many&list=ofac-sdn&state=listed")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 13
