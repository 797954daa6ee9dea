"""Filters name their fields; their indexes are used however many parties there are."""

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client

from newsroom import filters
from newsroom.filters import ActionFilter, OfficialFilter
from sanctions.models import Party
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_filter_offers_only_the_fields_that_it_names() -> None:
    assert set(OfficialFilter.base_filters) == {"q", "action", "list", "state", "claims"}
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
                 public_from)
            SELECT 'p' || n, 'person', '', 'PERSON ' || n, 'person ' || n,
                   ARRAY['person', n::text], '', now()
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
            INSERT INTO sanctions_designation (entry_id, programme_id, spell, first_seen)
            SELECT id, %s, 1, '2024-05-03' FROM sanctions_entry
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
    with django_assert_max_num_queries(11):
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
