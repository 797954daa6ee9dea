"""Pages of officials, search, programmes and lists at 20,000 and at 1,000,000 parties.

Each page is asked for as a reader does: what is kept ready is there, made by the first request.
What that first request takes after a change is told apart, without a limit: it reads everything.
"""

from __future__ import annotations

import time

from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, setup_test_environment

from sanctions.models import Party
from tests.benchmarks.many import load_real, multiply
from tests.benchmarks.rows import Row
from tests.plans import read_through

TIMES = 49
LARGE = 100_000  # rows of a table that no page may read through
REPEATS = 5

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

PAGES = {
    "officials": "/officials/",
    "officials, JSON": "/officials.json",
    "officials, page 200": "/officials/?page=200",
    "officials by list": "/officials/?list=ofac-sdn",
    "officials listed": "/officials/?state=listed",
    "officials no longer listed": "/officials/?state=gone",
    "officials as of a day": "/officials/?on=2024-11-27",
    "officials listed on a day": "/officials/?on=2024-11-27&state=listed",
    "officials of whom nobody can tell": "/officials/?on=2024-11-27&state=unclear",
    "officials by word, as of a day": "/officials/?q=cabello&on=2024-11-27&state=listed",
    "an official as of a day": "/officials/{ordinary}/?on=2024-11-27",
    "officials with a claim": "/officials/?claims=yes",
    "officials by rare word": "/officials/?q=cabello",
    "officials by common word": "/officials/?q=mohammad",
    "officials by word and state": "/officials/?q=mohammad&list=ofac-sdn&state=gone",
    "officials by number": "/officials/?q=51271",
    "an official": "/officials/{ordinary}/",
    "the official of most names": "/officials/{largest}/",
    "search, rare word": "/search/?q=cabello",
    "search, common word": "/search/?q=company",
    "search, two words": "/search/?q=mohammad+ali",
    "search, nothing found": "/search/?q=zzyzx",
    "search, words of stories": "/search/?q=sanctioned",
    "programme": "/programmes/ofac/venezuela/",
    "largest programme": "/programmes/ofac/{programme}/",
    "lists": "/lists/",
    "version of a list": "/lists/ofac-sdn/3/",
    "front page": "/",
    "desk: officials": "/admin/sanctions/official/",
    "desk: officials sought": "/admin/sanctions/official/?q=cabell",
}


@override_settings(ALLOWED_HOSTS=["testserver"], STORAGES=STORAGES)
def run() -> list[Row]:
    setup_test_environment()
    load_real()
    few = Party.objects.count()
    addresses = _addresses()
    at_few = {page: measured_page(address) for page, address in addresses.items()}
    multiply(TIMES)
    many = Party.objects.count()
    at_many = {page: measured_page(address) for page, address in addresses.items()}
    rows = []
    for page, (ours, first, _, _) in at_many.items():
        theirs, first_of_few, _, _ = at_few[page]
        beside = f"{few:,}"
        rows.append(Row(f"{page}, {many:,}", ours, "ms", beside, theirs, at_most=3))
        if first > 3 * ours:
            what = f"{page}, first after a change"
            rows.append(Row(what, first, "ms", beside, first_of_few))
    statements = [page for page in PAGES if at_many[page][2] > at_few[page][2]]
    read = [f"{page}: {', '.join(at_many[page][3])}" for page in PAGES if at_many[page][3]]
    print("\n".join(f"reads through a large table: {told}" for told in read))
    print("\n".join(f"more statements: {page}" for page in statements))
    rows.append(Row("pages of more statements", len(statements), "pages", at_most=0))
    rows.append(Row("pages that read a large table", len(read), "pages", at_most=0))
    return rows


def _addresses() -> dict[str, str]:
    """The pages' addresses, the same at both sizes."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT party.public_id FROM sanctions_party party
            JOIN sanctions_entry entry ON entry.party_id = party.id
            JOIN sanctions_name name ON name.entry_id = entry.id
            WHERE party.kind = 'person'
            GROUP BY party.id ORDER BY count(*) DESC, party.id LIMIT 1
        """)
        (largest,) = cursor.fetchone()
        cursor.execute("""
            SELECT slug FROM sanctions_programme programme
            JOIN sanctions_designation designation ON designation.programme_id = programme.id
            GROUP BY programme.id ORDER BY count(*) DESC LIMIT 1
        """)
        (programme,) = cursor.fetchone()
    ordinary = Party.objects.get(entries__number="51271").public_id
    return {
        page: address.format(ordinary=ordinary, largest=largest, programme=programme)
        for page, address in PAGES.items()
    }


def measured_page(address: str) -> tuple[float, float, int, list[str]]:
    """Milliseconds of the quickest and of the first request, statements, large tables read."""
    client = Client()
    if address.startswith("/admin/"):
        client.force_login(User.objects.get(username="admin"))
    cache.clear()
    times = []
    for _ in range(1 + REPEATS):
        started = time.perf_counter()
        response = client.get(address)
        times.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            raise RuntimeError(f"{address} answers {response.status_code}.")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    statements = [query["sql"] for query in queries.captured_queries]
    return min(times[1:]), times[0], len(statements), sorted(read_through(statements, LARGE))
