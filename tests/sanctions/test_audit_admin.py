"""The audit trail at the desk: who may see it, how it is searched, and that it stays quick."""

from __future__ import annotations

import csv
import io

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sanctions.acting import acting
from sanctions.admin import audit
from sanctions.models import AuditEntry, Document, Party
from tests import factories
from tests.plans import read_through

pytestmark = pytest.mark.django_db

LIST = "/admin/sanctions/auditentry/"


@pytest.fixture
def head() -> User:
    found = factories.user("head", username="hanna")
    found.groups.add(Group.objects.get(name="editor"))
    return found


@pytest.fixture
def browser(client: Client, head: User) -> Client:
    client.force_login(head)
    return client


def listed(browser: Client, **query: str) -> list[AuditEntry]:
    answer = browser.get(LIST, query)
    assert answer.status_code == 200, answer
    return list(answer.context["cl"].result_list)


def of(entries: list[AuditEntry], model: str) -> list[str]:
    return [entry.verb for entry in entries if entry.model == model]


# ---- Who may ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "status"),
    [("reporter", 403), ("editor", 403), ("exporter", 403), ("cleared", 403), ("head", 200),
     ("admin", 200)],
)  # fmt: skip
def test_the_trail_is_the_heads_and_the_administrators(
    client: Client, role: str, status: int
) -> None:
    factories.document()
    entry = AuditEntry.objects.all()[0]
    client.force_login(factories.user(role))
    assert client.get(LIST).status_code == status
    assert client.get(f"{LIST}{entry.pk}/change/").status_code == (200 if status == 200 else 404)
    assert client.get(f"{LIST}export/").status_code == status


@pytest.mark.parametrize("page", ["add/", "{}/delete/", "{}/history/"])
def test_nobody_edits_it_at_the_desk(client: Client, page: str) -> None:
    factories.document()
    entry = AuditEntry.objects.all()[0]
    client.force_login(User.objects.create_superuser("root"))
    address = f"{LIST}{page.format(entry.pk)}"
    assert client.get(address).status_code in (403, 404)
    assert client.post(address, {"post": "yes"}).status_code in (403, 404, 405)
    assert client.post(f"{LIST}{entry.pk}/change/", {"key": "x"}).status_code in (200, 403, 405)
    assert AuditEntry.objects.get(pk=entry.pk).key == entry.key


# ---- Finding ----------------------------------------------------------------------------------


def test_it_is_searched_by_words_rows_people_columns_and_days(browser: Client, head: User) -> None:
    other = factories.user("editor", username="otto")
    with acting(other, through="command import_story"):
        document = factories.document(title="Jackson Hole minutes")
    with acting(head, through="/admin/sanctions/document/"):
        Document.objects.filter(pk=document.pk).update(number="jy2730")
    added, changed = ["added"], ["changed"]
    for typed, found in {
        "jackson minutes": added,
        "jackson otto": added,
        "jackson hanna": [],
        f"sanctions.document {document.pk} jy2730": changed,
        "jy2730": changed,
        "number jy2730": changed,
        "retrieved_at jackson": added,
        "import_story jackson": added,
        f"{timezone.now():%Y-%m-%d} jackson": added,
        "2001-01-01 jackson": [],
        "'; DROP jackson": [],
    }.items():
        assert of(listed(browser, q=typed), "sanctions.document") == found, typed


def test_it_is_filtered_by_person_verb_model_and_thing(browser: Client, head: User) -> None:
    with acting(head):
        party = factories.party("Elvira Notari", listed_name="")
        Party.objects.filter(pk=party.pk).update(description="a singer")
    found = listed(browser, thing=f"sanctions.party/{party.pk}")
    assert [entry.verb for entry in found] == ["changed", "added"]
    same = {"thing": f"sanctions.party/{party.pk}"}
    assert len(listed(browser, **same, who=str(head.pk))) == 2
    assert len(listed(browser, **same, who="nobody")) == 0
    assert len(listed(browser, **same, who="9" * 40)) == 0
    assert len(listed(browser, **same, verb__exact="added")) == 1
    assert len(listed(browser, **same, model="sanctions.party")) == 2
    assert len(listed(browser, **same, model="sanctions.document")) == 0


@pytest.mark.parametrize("query", ["?before__icontains=x", "?actor_name__startswith=a", "?key=1"])
def test_no_other_lookup_is_answered(browser: Client, query: str) -> None:
    answer = browser.get(LIST + query)
    assert answer.status_code == 400 or answer.headers.get("Location", "").endswith("?e=1")


def test_an_entrys_page_shows_before_and_after(browser: Client, head: User) -> None:
    with acting(head, through="/admin/sanctions/document/1/change/"):
        document = factories.document(title="First title")
        Document.objects.filter(pk=document.pk).update(title="Second title", text="Other words")
    entry = AuditEntry.objects.filter(model="sanctions.document")[0]
    page = browser.get(f"{LIST}{entry.pk}/change/").content.decode()
    for words in (
        "First title",
        "Second title",
        "11 characters, sha256",
        "hanna",
        "/admin/sanctions/document/1/change/",
        f"/admin/sanctions/document/{document.pk}/change/",
        "Written together with",
    ):
        assert words in page, words
    assert "Other words" not in page


def test_a_things_history_leads_to_all_its_changes(browser: Client, client: Client) -> None:
    document = factories.document()
    address = f"/admin/sanctions/document/{document.pk}/history/"
    page = browser.get(address).content.decode()
    assert f"{LIST}?thing=sanctions.document%2F{document.pk}" in page
    client.force_login(factories.user("editor"))
    assert "auditentry" not in client.get(address).content.decode()


def test_it_leaves_as_csv_and_that_is_told(browser: Client, head: User) -> None:
    with acting(head, through="=cmd()"):
        document = factories.document(title="Jackson Hole minutes")
    taken = browser.get(f"{LIST}export/", {"q": "jackson"})
    text = b"".join(taken.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["who"], row["what"], row["row"]) == ("hanna", "added", str(document.pk))
    assert row["through"] == "'=cmd()"
    assert "Jackson Hole minutes" in row["after"]
    told = AuditEntry.objects.filter(model="sanctions.export")[0]
    assert (told.verb, told.actor_name) == ("exported", "hanna")
    assert "jackson" not in str(told.after)


# ---- A million --------------------------------------------------------------------------------

MANY = 40_000  # planned for as a million: what matters is what would be read from end to end


@pytest.fixture
def long_trail(head: User) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO sanctions_auditentry (model, key, thing, verb, after)
            SELECT 'newsroom.claim', n, 'newsroom.story/' || n / 60, 'changed',
                jsonb_build_object('words', 'word' || n)
            FROM generate_series(1, %s) n
            """,
            [MANY],
        )
        cursor.execute("ANALYZE sanctions_auditentry")


@pytest.mark.usefixtures("long_trail")
def test_no_page_of_a_long_trail_reads_it_whole(browser: Client, head: User) -> None:
    for query in (
        {},
        {"p": "150"},
        {"q": "word77"},
        {"q": "word77 claim"},
        {"thing": "newsroom.story/5"},
        {"who": str(head.pk)},
        {"verb__exact": "deleted"},
        {"model": "sanctions.noentry"},
        {"at__gte": "2001-01-01T00:00Z", "at__lt": "2001-01-02T00:00Z"},
        {"q": "2001-01-01"},
    ):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(LIST, query).status_code == 200
        found = read_through((one["sql"] for one in asked), MANY // 2)
        assert not found, query
    assert browser.get(LIST).context["cl"].result_count == audit.MOST
