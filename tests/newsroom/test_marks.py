"""The marks of claims, whatever is done to the text around them and to the records behind them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom import workflow
from newsroom.body import clean, empty_marks, marks
from newsroom.lost_marks import lost
from newsroom.models import Claim, Revision, Story
from newsroom.readiness import findings
from sanctions.dates import PartialDate
from sanctions.decisions import decide_same_party
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import (
    KEY,
    address,
    claim_of,
    form_of,
    logged_in,
    marked,
    newest,
    ready,
    staff,
)

OTHER = "wxyz6789"


@pytest.fixture
def ines(db: None) -> User:
    return staff("editor", "ines")


@pytest.fixture
def desk(ines: User) -> Client:
    return logged_in(ines)


def saved(desk: Client, story: Story, body: str) -> str:
    """The desk's page after that text was saved."""
    return desk.post(address(story), form_of(story, body=body), follow=True).text


# ---- Where a mark begins and ends -------------------------------------------------------------


@pytest.mark.parametrize(
    ("cut", "whole"),
    [
        (f"Caf\u0065{marked('\u0301 opens')}", f"Caf{marked('e\u0301 opens')}"),
        (f"{marked('Cafe')}\u0301 opens", f"{marked('Cafe\u0301')} opens"),
        (f"👩{marked('\u200d🚀 flies')}", marked("👩\u200d🚀 flies")),
        (f"{marked('fine 👍')}🏽 so", f"{marked('fine 👍🏽')} so"),
        (f"🇻{marked('🇪 votes')}", marked("🇻🇪 votes")),
        (f"🇻🇪{marked('🇨🇴 votes')}", f"🇻🇪{marked('🇨🇴 votes')}"),
        (f"<b>Cafe</b>{marked('\u0301')}", f"Caf{marked('e\u0301')}"),
    ],
)
def test_a_mark_that_begins_or_ends_inside_a_letter_grows_outward(cut: str, whole: str) -> None:
    kept = clean(f"<p>{cut}</p>")
    assert kept.replace("<strong>", "").replace("</strong>", "") == f"<p>{whole}</p>"
    assert clean(kept) == kept


def test_letters_that_do_not_show_are_kept_in_the_text() -> None:
    body = f"<p>Nico\u00adlás\u00a0{marked('Ma\u200bduro\ufeff')}</p>".replace("\u00a0", "&nbsp;")
    assert clean(body) == body


def test_an_empty_mark_goes_with_a_note(desk: Client, ines: User) -> None:
    story = ready(ines)
    body = f"{newest(story).body}<p>More{marked('', OTHER)} and {marked(' ', 'k0000001')}more.</p>"
    assert empty_marks(body) == [OTHER, "k0000001"]
    page = saved(desk, story, body)
    assert f"Marks over no word at all were taken off: {OTHER}, k0000001." in page
    assert [mark.key for mark in marks(newest(story).body)] == [KEY]
    assert newest(story).claims.count() == 1


def test_overlapping_marks_are_saved_as_two_claims_and_their_tags_do_not_cross(
    desk: Client, ines: User
) -> None:
    story = ready(ines)
    saved(
        desk,
        story,
        f'<p><cite data-claim="{KEY}">one <cite data-claim="{OTHER}">two</cite> three</cite></p>',
    )
    assert list(newest(story).claims.values_list("words", flat=True)) == ["one two three", "two"]


def test_the_same_words_marked_for_two_claims_are_listed_as_both(desk: Client, ines: User) -> None:
    story = ready(ines)
    saved(desk, story, f"<p>{marked(marked('a desperate act', OTHER))}</p>")
    page = desk.get(address(story, "claims/")).text
    assert f'data-key="{KEY}"' in page
    assert f'data-key="{OTHER}"' in page


# ---- What is done to the text -----------------------------------------------------------------


def test_text_edited_before_a_mark_does_nothing_to_its_claim(desk: Client, ines: User) -> None:
    story = ready(ines)
    saved(desk, story, f"<h2>New</h2><p>Much more before it: {marked('a desperate act')}.</p>")
    claim = claim_of(story)
    assert claim.is_confirmed
    assert (claim.words, claim.position) == ("a desperate act", 0)
    assert not findings(newest(story))


def test_words_changed_inside_a_mark_are_told_and_not_published(desk: Client, ines: User) -> None:
    story = ready(ines)
    page = saved(desk, story, f"<p>It was {marked('a daring act')}.</p>")
    assert not claim_of(story).is_confirmed
    assert "a daring act" in page
    with pytest.raises(workflow.NotReady, match="words"):
        workflow.publish(story, by=ines)


def test_a_key_that_stands_twice_is_told_with_both_places_and_not_published(
    desk: Client, ines: User
) -> None:
    story = ready(ines)
    page = saved(desk, story, f"<p>{marked('a desperate act')} and {marked('a copy')}.</p>")
    assert "One claim stands at 2 places: “a desperate act” and “a copy”." in page
    with pytest.raises(workflow.NotReady, match="2 places"):
        workflow.publish(story, by=ines)


def test_a_look_alike_sentence_typed_elsewhere_is_nobodys_claim(desk: Client, ines: User) -> None:
    story = ready(ines)
    saved(desk, story, "<p>Another man’s was a desperate act too.</p>")
    assert claim_of(story).position is None
    assert marks(newest(story).body) == []
    with pytest.raises(workflow.NotReady, match="not marked"):
        workflow.publish(story, by=ines)


def test_a_mark_across_paragraphs_a_list_and_a_quotation_is_one_claim(
    desk: Client, ines: User
) -> None:
    story = ready(ines)
    saved(
        desk,
        story,
        f"<p>{marked('one')}</p><ul><li>{marked('two')}</li></ul>"
        f"<blockquote><p>{marked('three')}</p></blockquote>",
    )
    assert list(newest(story).claims.values_list("words", flat=True)) == ["one two three"]


def test_words_from_right_to_left_keep_their_order(desk: Client, ines: User) -> None:
    story = ready(ines)
    words = "فُرضت في 2024 عقوبات على 21 مسؤولاً"
    saved(desk, story, f"<p>قال: {marked(words)}.</p>")
    assert claim_of(story).words == words
    assert words in newest(story).body


# ---- What becomes of the records --------------------------------------------------------------


@pytest.mark.django_db
def test_a_record_that_ended_was_joined_or_replaced_is_shown_with_its_day(client: Client) -> None:
    factories.list_version(date(2026, 7, 23), coverage=["VENEZUELA"])
    gone = factories.designation(
        "SMITH, John", delisted_on=PartialDate.of_day(date(2025, 3, 1)), listed_on=None
    )
    one, other = factories.party("Juan Perez"), factories.party("John Perez")
    licence = factories.desk_record("licence", title="Chevron", number="41")
    factories.desk_record(
        "licence", title="Chevron again", number="41A", supersedes=licence,
        begins=PartialDate.of_day(date(2025, 3, 4)),
    )  # fmt: skip
    body = f"<p>{marked('one')} {marked('two', OTHER)} {marked('three', 'k0000001')}</p>"
    claims: dict[str, dict[str, Any]] = {
        KEY: {"records": [("designation", gone)]},
        OTHER: {"kind": "not_listed", "records": [("party", other)]},
        "k0000001": {"kind": "licence_in_force", "records": [("record", licence)]},
    }
    stories.story(body=body, claims=claims)
    decide_same_party(one, other, same=True, by=stories.editor(), why="the same man")
    for place in ("", "embed/", f"claims/{KEY}/", f"claims/{OTHER}/", "claims/k0000001/"):
        assert client.get(f"/stories/officials/{place}").status_code == 200
    page = client.get("/stories/officials/embed/").text
    for told in ("Delisted", "1 March 2025", "Replaced", "4 March 2025, by 41A"):
        assert told in page
    linked = client.get("/stories/officials.json").json()["claims"][1]["records"][0]["url"]
    assert client.get(linked, follow=True).status_code == 200


def test_a_record_that_readers_cannot_see_is_not_shown_and_keeps_a_story_from_them(
    client: Client, ines: User
) -> None:
    hidden = factories.desk_record("event", title="zilovote", public_from=None)
    claims = {OTHER: {"kind": "event", "records": [("record", hidden)]}}
    stories.story(body=f"<p>{marked('so', OTHER)}</p>", claims=claims)
    for place in ("/stories/officials/", "/stories/officials/embed/", "/stories/officials.json"):
        assert "zilo" not in client.get(place).text
    story = ready(ines)
    claim = claim_of(story)
    workflow.assert_claim(claim, by=ines, kind="event", source=claim.source)
    workflow.link(claim, "record", hidden, by=ines)
    claim = claim_of(story)
    workflow.confirm(claim, by=ines)
    with pytest.raises(workflow.NotReady, match="zilovote"):
        workflow.publish(story, by=ines)


# ---- Many -------------------------------------------------------------------------------------


def long_body(many: int) -> str:
    """That many claims, each in four hundred letters."""
    words = "words " * 66
    return "".join(f"<p>{words}{marked(f'claim {n:04}', f'm{n:07}')}.</p>" for n in range(many))


def test_five_hundred_claims_in_200_000_letters_cost_the_desk_no_more_than_five(
    ines: User,
) -> None:
    """Saved, saved with other words, read before publishing, and looked for after a paste."""
    counts: dict[int, list[int]] = {}
    for many in (5, 500):
        Claim.objects.all().delete()
        story = workflow.start_story(headline=f"{many}", by=ines)
        revision = newest(story)
        body = long_body(many)
        steps: list[Callable[[], object]] = [
            partial(workflow.save_text, revision, by=ines, edits=0, headline="A", body=body),
            partial(
                workflow.save_text,
                revision,
                by=ines,
                edits=1,
                headline="A",
                body=body.replace("claim ", "said "),
            ),
            lambda: findings(newest(story)),  # noqa: B023  # called at once
            lambda: lost(newest(story).claims.all(), "<p>Pasted anew.</p>"),  # noqa: B023
        ]
        counts[many] = []
        for step in steps:
            with CaptureQueriesContext(connection) as asked:
                step()
            counts[many].append(len(asked))
        assert newest(story).claims.filter(position__isnull=False).count() == many
    assert len(newest(story).body_text) > 200_000
    assert counts[500] == counts[5]


@pytest.mark.django_db
def test_five_hundred_claims_cost_readers_no_more_than_five(client: Client) -> None:
    counts = []
    for many in (5, 500):
        body = long_body(many)
        made = Story.objects.create(slug=f"of-{many}", owner=stories.editor())
        revision = Revision.objects.create(
            story=made, number=1, headline="Long", body=body, saved_by=stories.editor()
        )
        Claim.objects.bulk_create(
            Claim(
                revision=revision, key=mark.key, words=mark.words, position=at, kind="judgement",
                source=stories.source(), first_published=stories.LONG_AGO,
            )
            for at, mark in enumerate(marks(body))
        )  # fmt: skip
        Revision.objects.filter(pk=revision.pk).update(
            public_from=stories.LONG_AGO, published_by=stories.editor()
        )
        with CaptureQueriesContext(connection) as asked:
            page = client.get(f"/stories/of-{many}/").text
        assert page.count('class="record"') == many
        counts.append(len(asked))
    assert counts[0] == counts[1]
