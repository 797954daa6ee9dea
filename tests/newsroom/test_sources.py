"""Sources on the record, and the documents that readers may open."""

import re
from datetime import date

import pytest
from django.test import Client

from newsroom.models import Source
from newsroom.verdicts import check_all
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import page

pytestmark = pytest.mark.django_db

MARKED = '<p><cite data-claim="aaaaaaaa">the words</cite></p>'


def source(terms: str, **columns: str) -> Source:
    kind = "person" if terms == "on_record" else "confidential"
    return Source.objects.create(
        label="Somebody", slug="somebody", kind=kind, terms=terms, **columns
    )


def test_a_source_on_the_record_has_a_page_of_what_it_said_here(client: Client) -> None:
    who = source("on_record", description="acting under secretary")
    stories.story(body=MARKED, claims={"aaaaaaaa": {"source": who}})
    content = page(client, "/sources/somebody/")
    assert "acting under secretary" in content
    assert "“the words”" in content
    assert "1 claim" in content


def test_verdicts_on_what_a_source_said_are_counted_and_make_no_score(client: Client) -> None:
    who = source("on_record")
    columns = {"kind": "reward", "comparator": "up_to", "unit": "USD", "source": who}
    reward = factories.desk_record("reward", amount=15_000_000, currency="USD")
    sums = {"aaaaaaaa": 15_000_000, "bbbbbbbb": 15_000_000, "cccccccc": 20_000_000}
    stories.story(
        body="<p>" + " ".join(stories.cite(key, key) for key in sums) + "</p>",
        claims={
            key: columns | {"number": number, "records": [("record", reward)]}
            for key, number in sums.items()
        },
    )
    check_all()
    content = page(client, "/sources/somebody/")
    assert "3 claims: 2 supported, 1 contradicted" in content
    assert "%" not in content


@pytest.mark.parametrize("terms", ["background", "deep_background", "off_record"])
def test_other_terms_answer_as_if_nobody_were_there(client: Client, terms: str) -> None:
    who = source(terms)
    stories.story(body=MARKED, claims={"aaaaaaaa": {"source": who}})
    response = client.get("/sources/somebody/")
    assert response.status_code == 404
    assert response.content == client.get("/sources/nobody/").content


@pytest.mark.parametrize("terms", ["background", "deep_background"])
def test_of_an_unnamed_source_readers_learn_no_number_no_address_and_no_count(
    client: Client, terms: str
) -> None:
    who = source(terms, description="close to the ministry")
    twice = MARKED + MARKED.replace("aaaaaaaa", "bbbbbbbb")
    stories.story("one", twice, claims={key * 8: {"source": who} for key in "ab"})
    stories.story("two", MARKED.replace("aaaaaaaa", "cccccccc"), claims={"c" * 8: {"source": who}})
    told = [claim["source"] for claim in client.get("/stories/one.json").json()["claims"]]
    assert told[0] == told[1]
    assert set(told[0]) == {"label", "terms", "url"}
    assert told[0]["url"] is None
    for address in ("/stories/one/", "/stories/one/claims/aaaaaaaa/", "/stories/one.json", "/"):
        content = page(client, address)
        assert who.slug not in content
        assert "/sources/" not in content
        assert not re.search(r"\b(two|three|2|3) (unnamed |confidential )?sources\b", content)


def test_a_source_that_no_published_claim_cites_is_not_found(client: Client) -> None:
    who = source("on_record")
    stories.story(body=MARKED, claims={"aaaaaaaa": {"source": who}}, public_from=None)
    assert client.get("/sources/somebody/").status_code == 404


def test_only_public_claims_stand_on_a_source_s_page(client: Client) -> None:
    who = source("on_record")
    stories.story("shown", MARKED, claims={"aaaaaaaa": {"source": who}})
    stories.story(
        "draft",
        MARKED.replace("the words", "draft words"),
        claims={"aaaaaaaa": {"source": who}},
        public_from=None,
    )
    content = page(client, "/sources/somebody/")
    assert "draft words" not in content


def test_a_public_document_shows_its_text_and_what_rests_on_it(client: Client) -> None:
    document = factories.document(
        "They acted.\n\n<script>alert(1)</script>",
        title="Treasury targets officials",
        dated=date(2024, 11, 27),
        url="https://example.org/jy2730",
        access="public",
    )
    factories.desk_record("case", title="A public case", document=document)
    factories.desk_record("case", title="A secret case", document=document, public_from=None)
    stories.story(body=MARKED, claims={"aaaaaaaa": {"document": document}})
    content = page(client, f"/documents/{document.public_id}/")
    for words in ("27 November 2024", "https://example.org/jy2730", "0" * 64, "They acted."):
        assert words in content
    assert "<script>alert" not in content
    assert "A public case" in content
    assert "secret" not in content
    assert "“the words”" in content


def test_a_document_of_the_desk_is_not_found(client: Client) -> None:
    document = factories.document(title="Secret memo")
    translation = factories.document(title="Its translation", access="public")
    translation.translation_of = document
    translation.save()
    response = client.get(f"/documents/{document.public_id}/")
    assert response.status_code == 404
    assert response.content == client.get("/documents/none/").content
    assert "Secret" not in page(client, f"/documents/{translation.public_id}/")
