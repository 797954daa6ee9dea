"""Filters name their fields; their indexes are used however many parties there are."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom import filters, paging
from newsroom.filters import ActionFilter, OfficialFilter, refuse_bad_choices
from sanctions.models import Party
from tests import factories
from tests.plans import read_through

pytestmark = pytest.mark.django_db


def test_a_filter_offers_only_the_fields_that_it_names() -> None:
    assert set(OfficialFilter.base_filters) == {"q", "action", "list", "on", "state", "claims"}
    assert set(ActionFilter.base_filters) == {"year", "authority"}
    for name, value in vars(filters).items():
        meta = getattr(value, "Meta", None)
        if meta is not None and isinstance(value, type):
            assert list(meta.fields) == [], name


def test_taking_a_chip_away_keeps_the_rest() -> None:
    factories.list_version(list=factories.sanctions_list("ofac-sdn"))
    factories.list_version(list=factories.sanctions_list("un-sc"))
    people = OfficialFilter(QueryDict("q=&list=ofac-sdn&list=un-sc&state=gone&page=3"))
    assert people.form.is_valid()
    assert {chip.label: chip.query for chip in people.chips} == {
        "OFAC SDN": "?list=un-sc&state=gone",
        "UN SC": "?list=ofac-sdn&state=gone",
        "No longer listed": "?list=ofac-sdn&list=un-sc",
    }


def twenty_thousand() -> None:
    """As many persons on one list, each with a name and a designation. In SQL, for speed."""
    factories.list_version(date(2026, 8, 20))
    sdn, venezuela = factories.sanctions_list(), factories.programme()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sanctions_party
                (public_id, kind, desk_name, listed_name, sort_key, tokens, description,
                 public_from, reverted)
            SELECT 'p' || n, 'person', '', 'PERSON ' || n, 'person ' || n,
                   ARRAY['person', n::text], '', now(), false
            FROM generate_series(100001, 120000) AS n
            """
        )
        cursor.execute(
            """
            INSERT INTO sanctions_entry (list_id, number, party_id)
            SELECT %s, '9' || substr(listed_name, 8), id FROM sanctions_party
            """,
            [sdn.pk],
        )
        cursor.execute(
            """
            INSERT INTO sanctions_name (entry_id, name, kind, weak, script, tokens)
            SELECT entry.id, listed_name, 'principal', false, 'Latn', tokens
            FROM sanctions_entry entry JOIN sanctions_party party ON party.id = party_id
            """
        )
        cursor.execute(
            """
            INSERT INTO sanctions_designation
                (entry_id, programme_id, spell, first_seen, reverted)
            SELECT id, %s, 1, '2024-05-03', false FROM sanctions_entry
            """,
            [venezuela.pk],
        )
        # What autovacuum does in time; until then the planner shuns a list of pending rows.
        cursor.execute("SELECT gin_clean_pending_list('party_tokens')")
        cursor.execute("SELECT gin_clean_pending_list('name_tokens')")
        cursor.execute("ANALYZE")


def test_twenty_thousand_parties_are_filtered_by_index(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    twenty_thousand()
    with django_assert_max_num_queries(12):
        answer = client.get("/officials.json?state=listed").json()
    assert answer["count"] == 20_000
    assert len(answer["officials"]) == 15
    people = OfficialFilter(QueryDict("q=112345"))
    assert people.form.is_valid()
    assert people.page(1).total == 1
    assert people.qs.get().listed_name == "PERSON 112345"
    plan = Party.objects.named("112345").explain()
    assert "party_tokens" in plan
    assert "name_tokens" in plan
    assert "entry_number" in plan


def test_an_index_leads_to_the_few_of_many_parties_that_a_page_is_about(client: Client) -> None:
    twenty_thousand()
    with connection.cursor() as cursor:
        # At this size the planner may rightly shun an index; here it does so only for want of one.
        cursor.execute("SET LOCAL enable_seqscan = off")
    one = Party.objects.get(entries__number="9112345")
    for address in (
        f"/officials/{one.public_id}/",
        "/officials/?q=112345",
        "/officials/?q=112345&list=ofac-sdn&state=listed",
        "/officials/?q=9112345",
        "/officials/?q=nobody",
        "/search/?q=112345",
        "/search/?q=nobody",
    ):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        statements = [query["sql"] for query in queries.captured_queries]
        assert read_through(statements, 10_000) == set(), address


def test_who_bears_a_common_word_is_neither_gathered_nor_counted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    factories.list_version(date(2026, 8, 20))
    for number in range(5):
        factories.designation(f"PERSON {number}, Some")
    factories.party("Other Person", merged_into=factories.party("Zoe"))
    factories.party("Hidden Person", public_from=None)
    everybody = client.get("/officials.json?q=person").json()
    for name, value in (("MANY", 4), ("WORTH", 1), ("FEW", 6)):
        monkeypatch.setattr(filters, name, value)
    assert client.get("/officials.json?q=person").json() == everybody
    assert [one["name"] for one in everybody["officials"]][-1] == "Zoe"
    monkeypatch.setattr(filters, "FEW", 3)
    page = client.get("/officials/?q=person").content.decode()
    assert "More than 3 officials" in page
    assert "1–3 of more than 3" in page
    assert "Pages end here" in page
    assert "PERSON 2" in page
    assert "PERSON 3" not in page
    assert 'class="count"' not in page
    assert client.get("/officials.json?q=person&page=2").status_code == 404
    listed = client.get("/officials.json?q=person&state=listed").json()
    assert len(listed["officials"]) == 3
    gone = client.get("/officials.json?q=person&list=ofac-sdn&state=gone").json()
    assert (gone["count"], gone["officials"]) == (0, [])
    assert "More officials" in client.get("/search/?q=person").content.decode()


def test_pages_end_where_the_database_would_count_through_too_many(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(35):
        factories.party(f"Person {number:02d}")
    for module in (filters, paging):
        monkeypatch.setattr(module, "REACH", 20)
    first = client.get("/officials/").content.decode()
    assert "1–15 of 35" in first
    assert "Next 5" in first
    last = client.get("/officials/?page=2").content.decode()
    assert "16–20 of 35" in last
    assert "Pages end here" in last
    assert client.get("/officials/?page=3").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_a_list_that_arrives_while_people_are_counted_mixes_up_no_counts() -> None:
    def asked() -> OfficialFilter:
        people = OfficialFilter(QueryDict())
        refuse_bad_choices(people)
        return people

    factories.list_version()
    factories.designation("Delcy Rodríguez")
    before = asked()
    factories.list_version(list=factories.sanctions_list("un-sc"))
    assert [one.count for one in before.list_choices] == [1]
    assert [one.count for one in asked().list_choices] == [1, 0]
