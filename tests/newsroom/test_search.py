"""Search: stories, officials, other parties and records."""

import pytest
from django.test import Client

from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import claim_about, page

pytestmark = pytest.mark.django_db


def found(client: Client, query: str) -> dict[str, list[str]]:
    context = client.get("/search/", {"q": query}).context
    return {
        "stories": [item.revision.headline for item in context["stories"]],
        "people": [one.party.name for one in context["people"]],
        "others": [one.party.name for one in context["others"]],
        "records": [record.title for record in context["records"]],
    }


@pytest.fixture(autouse=True)
def newsroom() -> None:
    entry = factories.entry("NAZARET NANEZ CONTRERAS, Freddy Alfred", "51271")
    entry.party.desk_name = "Freddy Ñáñez"
    entry.party.save()
    factories.designation(entry=entry)
    factories.party("MT Freddy", kind="vessel")
    factories.desk_record("event", title="Elección de Ñáñez")
    stories.story("one", "<p>Sanctions on generals.</p>", headline="Round of November")
    stories.story("two", "<p>Oil licences.</p>", headline="Chevron may pump")


@pytest.mark.parametrize("query", ["Ñáñez", "nanez", "ÑÁÑEZ freddy", "51271"])
def test_officials_are_found_by_names_without_accents_and_by_number(
    client: Client, query: str
) -> None:
    assert found(client, query)["people"] == ["Freddy Ñáñez"]


def test_the_form_that_matched_is_shown(client: Client) -> None:
    assert "<mark>NANEZ</mark> CONTRERAS" in page(client, "/search/?q=ñáñez")
    assert "entry <mark>51271</mark>" in page(client, "/search/?q=51271")


def test_each_sort_stands_apart(client: Client) -> None:
    assert found(client, "freddy") == {
        "stories": [],
        "people": ["Freddy Ñáñez"],
        "others": ["MT Freddy"],
        "records": [],
    }
    assert found(client, "eleccion nanez")["records"] == ["Elección de Ñáñez"]


def test_stories_are_found_by_their_text_and_its_forms(client: Client) -> None:
    assert found(client, "general")["stories"] == ["Round of November"]
    assert found(client, '"oil licences" -generals')["stories"] == ["Chevron may pump"]


def test_a_story_is_found_by_whom_its_claims_are_about(client: Client) -> None:
    person = factories.party("Aníbal Coronado")
    claim_about(("party", person), words="the chief of staff", headline="Named at last")
    assert found(client, "anibal coronado")["stories"] == ["Named at last"]


def test_nothing_unpublished_is_found(client: Client) -> None:
    stories.story("draft", "<p>Zebra draft.</p>", public_from=None, headline="Zebra")
    story = stories.story("live", "<p>Plain.</p>", headline="Plain")
    stories.revision(story, "<p>Zebra unpublished.</p>", public_from=None)
    factories.party("Zebra Person", public_from=None)
    factories.desk_record("event", title="Zebra event", public_from=None)
    assert found(client, "zebra") == {"stories": [], "people": [], "others": [], "records": []}
    assert "Nothing here matches “zebra”" in page(client, "/search/?q=zebra")


@pytest.mark.parametrize("query", ["", "   ", "…", "%", "_", "' OR 1=1 --", "a & b | !c", "((("])
def test_odd_words_are_answered(client: Client, query: str) -> None:
    assert client.get("/search/", {"q": query}).status_code == 200


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 201, "q=a&q=b", "query=a", "q=%ff"])
def test_bad_parameters_are_refused(client: Client, query: str) -> None:
    assert client.get(f"/search/?{query}").status_code == 400


def test_what_was_sought_is_escaped(client: Client) -> None:
    assert "<script>" not in page(client, "/search/?q=<script>x</script>").split("<main")[1]
