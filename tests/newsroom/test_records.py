"""The pages of licences, cases, rewards, positions, events, rosters and programmes."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from sanctions.dates import PartialDate
from sanctions.models import DesignationDate, DeskRecord
from tests import factories
from tests.newsroom.records import claim_about, names, page

pytestmark = pytest.mark.django_db


def reward(millions: int, day: str, supersedes: DeskRecord | None = None) -> DeskRecord:
    return factories.desk_record(
        "reward",
        title=f"Reward of {day}",
        amount=millions * 1_000_000,
        begins=PartialDate.parse(day),
        supersedes=supersedes,
    )


@pytest.mark.parametrize("kind", ["licence", "case", "reward", "position", "event", "roster"])
def test_every_kind_has_its_page_and_json(client: Client, kind: str) -> None:
    person = factories.party("Nicolás Maduro")
    record = factories.desk_record(kind, title="The record", summary="What it says.")
    names(record, person, heading="Under a heading")
    claim_about(("record", record), words="cited words")
    content = page(client, f"/records/{record.public_id}/")
    for words in ("The record", "What it says.", "Nicolás Maduro", "Under a heading"):
        assert words in content
    assert "“cited words”" in content
    told = client.get(f"/records/{record.public_id}.json").json()
    assert (told["kind"], told["begins"]) == (kind, "2024-11-27")
    assert told["parties"][0]["name"] == "Nicolás Maduro"
    assert told["claims"][0]["text"] == "cited words"


def test_a_reward_is_told_step_by_step_from_each_of_its_steps(client: Client) -> None:
    first = reward(15, "26 March 2020")
    second = reward(25, "10 January 2025", first)
    third = reward(50, "7 August 2025", second)
    for record in (first, third):
        content = page(client, f"/records/{record.public_id}/")
        for amount in ("$15 million", "$25 million", "$50 million"):
            assert f"up to {amount}" in content
        amounts = [
            step["amount"]
            for step in client.get(f"/records/{record.public_id}.json").json()["chain"]
        ]
        assert amounts == [15_000_000, 25_000_000, 50_000_000]


def test_a_successor_that_is_not_public_yet_is_not_told(client: Client) -> None:
    first = reward(15, "26 March 2020")
    second = reward(25, "10 January 2025", first)
    second.public_from = timezone.now() + timedelta(days=1)
    second.save()
    assert "$25 million" not in page(client, f"/records/{first.public_id}/")
    assert client.get(f"/records/{second.public_id}/").status_code == 404
    assert client.get(f"/records/{second.public_id}.json").status_code == 404


def test_an_action_answers_at_its_own_address(client: Client) -> None:
    action = factories.desk_record("action", slug="two")
    for suffix in ("/", ".json"):
        response = client.get(f"/records/{action.public_id}{suffix}")
        assert (response.status_code, response["Location"]) == (301, f"/actions/two{suffix}")
    hidden = factories.desk_record("action", public_from=None)
    assert client.get(f"/records/{hidden.public_id}/").status_code == 404


def test_desk_documents_and_hidden_parties_are_not_named(client: Client) -> None:
    record = factories.desk_record("case", document=factories.document(title="Secret memo"))
    names(record, factories.party("Hidden Person", public_from=None), written_as="Hid")
    for suffix in ("/", ".json"):
        content = page(client, f"/records/{record.public_id}{suffix}")
        assert "Secret" not in content
        assert "Hid" not in content


# ---- Programmes --------------------------------------------------------------------------------


def test_a_programme_counts_by_year_only_what_is_known(client: Client) -> None:
    factories.list_version(date(2024, 5, 3))
    factories.designation(listed_on=PartialDate.parse("31 July 2017"))
    factories.designation(listed_on=PartialDate.parse("2018"))
    factories.designation(listed_on=PartialDate.parse("2018-12-01/2019-01-31"))
    factories.designation(last_absent=date(2024, 1, 1))
    factories.designation(last_absent=date(2020, 1, 1))
    factories.designation(last_seen=date(2024, 5, 3), first_gone=date(2026, 7, 23))
    response = client.get("/programmes/ofac/venezuela/")
    years = {year.label: year.number for year in response.context["years"] if year.number}
    assert years == {"2017": 1, "2018": 1, "2024": 1, "Year not known": 3}
    assert response.context["numbers"] == {"ever": 6, "now": 5}


def test_a_programme_shows_its_actions_licences_and_entries(client: Client) -> None:
    factories.list_version(date(2024, 5, 3))
    joined = factories.desk_record("action", title="Joined by a designation")
    designation = factories.designation("MADURO MOROS, Nicolas")
    DesignationDate.objects.create(
        designation=designation,
        day=PartialDate.parse("31 July 2017"),
        action=joined,
        decided_by=factories.user(),
        decided_at=timezone.now(),
    )
    factories.desk_record("licence", title="General licence 41", programme=factories.programme())
    factories.desk_record(
        "licence", title="Secret licence", programme=factories.programme(), public_from=None
    )
    content = page(client, "/programmes/ofac/venezuela/")
    for words in ("Joined by a designation", "General licence 41", "MADURO MOROS, Nicolas"):
        assert words in content
    assert "By 3 May 2024" in content
    assert "Secret" not in content


def test_a_programme_without_anything_public_is_not_found(client: Client) -> None:
    factories.programme()
    assert client.get("/programmes/ofac/venezuela/").status_code == 404
    hidden = factories.party(public_from=None)
    factories.designation(entry=factories.entry("HIDDEN", party=hidden))
    assert client.get("/programmes/ofac/venezuela/").status_code == 404
    assert client.get("/programmes/ofac/none/").status_code == 404
