"""Actions: the filtered list, and each one's page."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sanctions.dates import PartialDate
from tests import factories
from tests.newsroom.records import claim_about, names, page

pytestmark = pytest.mark.django_db


def test_actions_are_filtered_by_year_and_authority(client: Client) -> None:
    factories.desk_record("action", title="Twenty-one", slug="twenty-one")
    factories.desk_record(
        "action", title="Maduro", slug="maduro", begins=PartialDate.parse("31 July 2017")
    )
    factories.desk_record("action", title="From Brussels", authority="Council of the EU")

    def titles(query: str) -> list[str]:
        return [one["title"] for one in client.get(f"/actions.json{query}").json()["actions"]]

    assert titles("") == ["Twenty-one", "From Brussels", "Maduro"]
    assert titles("?year=2017") == ["Maduro"]
    assert titles("?authority=Council of the EU&year=2024") == ["From Brussels"]
    content = page(client, "/actions/?year=2024")
    assert "2024 (2)" in content
    assert "Council of the EU (1)" in content
    assert "Maduro" not in content


@pytest.mark.parametrize("query", ["?year=2030", "?year=abc", "?authority=Nobody", "?sort=day"])
def test_a_choice_that_is_none_is_refused(client: Client, query: str) -> None:
    factories.desk_record("action")
    assert client.get(f"/actions/{query}").status_code == 400


def test_an_action_says_where_each_party_stands_now(client: Client) -> None:
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2026, 8, 20))
    document = factories.document(title="Treasury targets officials", access="public")
    action = factories.desk_record(
        "action", title="Two designated", slug="two", legal_basis="E.O. 13692", document=document
    )
    marcano = factories.entry("MARCANO TABATA, Javier Jose", "51419")
    factories.designation(entry=marcano, listed_on=PartialDate.parse("2024-11-27"))
    names(action, marcano.party, "designated", heading="GNB Officials", written_as="Marcana Tabata")
    gone = factories.designation(last_seen=date(2024, 5, 3), first_gone=date(2026, 8, 20))
    names(action, gone.entry.party, "designated", heading="Ministers")
    claim_about(("scope", action), words="two officials")

    content = page(client, "/actions/two/")
    assert "GNB Officials" in content
    assert "Treasury targets officials" in content
    assert "E.O. 13692" in content
    assert "The announcement writes <b><bdi>Marcana Tabata</bdi></b>; the list, " in content
    assert "No longer listed" in content
    assert "20 Aug 2026" in content
    assert "“two officials”" in content

    told = client.get("/actions/two.json").json()
    assert told["date"] == "2024-11-27"
    assert [party["state"] for party in told["parties"]] == ["listed", "gone"]
    assert told["parties"][0]["written_as"] == "Marcana Tabata"
    assert told["claims"][0]["text"] == "two officials"


def test_the_same_words_in_another_order_are_no_slip(client: Client) -> None:
    action = factories.desk_record("action", title="One designated", slug="one")
    listed = factories.entry("NAZARET NANEZ CONTRERAS, Freddy Alfred", "51271")
    names(action, listed.party, "designated", written_as="Freddy Alfred Nazaret Nanez Contreras")
    assert "Written otherwise" not in page(client, "/actions/one/")


def test_an_unpublished_action_is_nowhere(client: Client) -> None:
    factories.desk_record("action", title="Secret", slug="secret", public_from=None)
    assert "Secret" not in page(client, "/actions/")
    answers = {client.get(address).content for address in ("/actions/secret/", "/actions/none/")}
    assert len(answers) == 1
    assert client.get("/actions/secret.json").status_code == 404


def test_a_hidden_party_and_a_desk_document_are_not_named(client: Client) -> None:
    document = factories.document(title="Secret memo")
    action = factories.desk_record("action", slug="two", document=document)
    names(action, factories.party("Hidden Person", public_from=None), "designated", written_as="H.")
    for address in ("/actions/two/", "/actions/two.json"):
        content = page(client, address)
        assert "Secret memo" not in content
        assert "Hidden" not in content
        assert "H." not in content


def test_an_action_costs_as_many_queries_whatever_it_names(client: Client) -> None:
    factories.list_version(date(2026, 8, 20))
    action = factories.desk_record("action", slug="many")
    numbers = []
    for people in (1, 10):
        for _ in range(people):
            names(action, factories.designation().entry.party, "designated")
        with CaptureQueriesContext(connection) as queries:
            page(client, "/actions/many/")
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 10
