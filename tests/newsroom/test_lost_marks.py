"""Claims that lost their place in the text are offered their old words, and a person takes them."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom import workflow
from newsroom.body import clean, marks, text_of
from newsroom.lost_marks import lost
from newsroom.models import Claim, Revision, Story
from tests.newsroom.desk import (
    KEY,
    address,
    claim_of,
    form_of,
    logged_in,
    marked,
    newest,
    published,
    ready,
    staff,
)

FETCH = {"X-Requested-With": "fetch"}
OTHER = "wxyz6789"
ACT = marked("a desperate act")

#: A text, some words, and how often they stand in it. The editor's script counts the same
#: (tests/newsroom/test_paste.py).
COUNTED = [
    ("<p>It was a desperate act.</p>", "a desperate act", 1),
    ("<p>It was a desperate act. A desperate act!</p>", "desperate act", 2),
    ("<p>It was a desperate act.</p>", "a daring act", 0),
    # Whole words, and whole numbers.
    ("<p>He was sanctioned.</p>", "sanction", 0),
    ("<p>An ex-minister and a minister.</p>", "minister", 1),
    ("<p>Maduro’s ally; “Maduro”.</p>", "Maduro", 2),
    ("<p>About 1.5 million, then 5 million.</p>", "5 million", 1),
    ("<p>In all 20,000 of them, and 20.</p>", "20", 1),
    ("<p>He was listed in 2017.</p>", "2017", 1),
    # What nobody sees makes no difference; what is seen does.
    ("<p>Nicola\u0301s\u00a0Ma\u00adduro</p>", "Nicolás Maduro", 1),
    ("<p>Nicolas Maduro</p>", "Nicolás Maduro", 0),
    ("<p>A Desperate act</p>", "a desperate act", 0),
    ("<p>\u1100\u1161 x</p>", "\uac00", 1),
    # Whatever markup stands between.
    ("<p>a <em>desp<strong>er</strong>ate</em><br>act</p>", "a desperate act", 1),
    ("<p>a desperate</p><ul><li><p>act of his</p></li></ul>", "desperate act", 1),
    (f"<p>{marked('a desperate act', OTHER)}</p>", "desperate", 1),
    # Scripts without spaces, from right to left, and beyond the first plane.
    ("<p>委内瑞拉总统被制裁了。</p>", "总统被制裁", 1),
    ("<p>وفي 2024 فُرضت العقوبات</p>", "2024 فُرضت", 1),
    ("<p>👩‍🚀 flew 🇻🇪 home</p>", "👩‍🚀 flew 🇻🇪", 1),
    ("<p>aa aa aa</p>", "aa aa", 2),
    ("<p></p>", "", 0),
]


@pytest.mark.parametrize(("body", "words", "times"), COUNTED)
def test_words_stand_where_exactly_they_stand(body: str, words: str, times: int) -> None:
    assert len(text_of(clean(body)).places(words)) == times


@pytest.mark.parametrize(
    ("body", "words", "marked_again"),
    [
        (
            "<p>It was a desperate act.</p>",
            "a desperate act",
            f"It was {marked('a desperate act')}.",
        ),
        (
            "<p>a <em>desperate</em> act</p>",
            "desperate act",
            f"a {marked('<em>desperate</em> act')}",
        ),
        ("<p>Nicola\u0301s spoke</p>", "Nicolás", f"{marked('Nicola\u0301s')} spoke"),
        (
            f"<p>one {marked('two', OTHER)} three</p>",
            "one two three",
            marked(f"one {marked('two', OTHER)} three"),
        ),
        (
            f"<p>{marked('one two three', OTHER)}</p>",
            "two",
            marked(f"one {marked('two')} three", OTHER),
        ),
    ],
)
def test_a_mark_is_put_over_the_words_and_nothing_else(
    body: str, words: str, marked_again: str
) -> None:
    text = text_of(body)
    (place,) = text.places(words)
    assert text.marked(place, KEY) == f"<p>{marked_again}</p>"


def test_a_mark_over_two_paragraphs_is_two_segments_of_one_claim() -> None:
    text = text_of("<p>It was a desperate</p><p>act of his.</p>")
    (place,) = text.places("a desperate act")
    (mark,) = marks(text.marked(place, KEY))
    assert (mark.words, mark.repeated) == ("a desperate act", False)


# ---- At the desk ------------------------------------------------------------------------------


@pytest.fixture
def ines(db: None) -> User:
    return staff("editor", "ines")


@pytest.fixture
def desk(ines: User) -> Client:
    return logged_in(ines)


@pytest.fixture
def story(ines: User) -> Story:
    return ready(ines)


def pasted_anew(desk: Client, story: Story, body: str) -> Revision:
    """The story saved with a text that has lost all marks."""
    desk.post(address(story), form_of(story, body=body))
    return newest(story)


def again(desk: Client, story: Story, edits: int, key: str = KEY) -> str:
    """What the desk answers to “Mark again”, where no script runs."""
    sent = {"edits": edits}
    return desk.post(address(story, f"claims/{key}/again/"), sent, follow=True).text


def test_a_claim_is_offered_its_old_words_where_they_stand_once(desk: Client, story: Story) -> None:
    revision = pasted_anew(desk, story, "<p>So it was a desperate act, he said.</p>")
    page = desk.get(address(story, "claims/")).text
    assert "1 claim lost its place" in page
    assert "Mark again" in page
    again(desk, story, revision.edits)
    assert newest(story).body == f"<p>So it was {marked('a desperate act')}, he said.</p>"
    claim = claim_of(story)
    assert claim.is_confirmed, "the words are those that were confirmed"
    assert claim.position == 0
    assert "lost its place" not in desk.get(address(story, "claims/")).text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("<p>A desperate act. It was a desperate act, a desperate act.</p>", "stand 2 times"),
        ("<p>It was a daring act.</p>", "do not stand in the text"),
        ("<p>It was a desperate action.</p>", "do not stand in the text"),
    ],
)
def test_words_that_stand_twice_or_not_at_all_are_said_so_and_not_marked(
    desk: Client, story: Story, body: str, told: str
) -> None:
    revision = pasted_anew(desk, story, body)
    page = desk.get(address(story, "claims/")).text
    assert told in page
    assert "Mark again" not in page
    assert told in again(desk, story, revision.edits)
    assert newest(story).body == revision.body
    assert claim_of(story).position is None


def test_nothing_is_marked_again_by_itself(desk: Client, story: Story) -> None:
    for _ in range(2):
        pasted_anew(desk, story, "<p>It was a desperate act.</p>")
        desk.get(address(story, "claims/"))
    assert claim_of(story).position is None
    assert marks(newest(story).body) == []


def test_offers_are_taken_one_by_one(desk: Client, ines: User) -> None:
    story = ready(ines, body=f"<p>{marked('one')} {marked('two', OTHER)}</p>")
    revision = pasted_anew(desk, story, "<p>two, then one</p>")
    claims = revision.claims.order_by("position", "pk")
    assert [one.words for one in lost(claims, revision.body)] == ["two", "one"]
    again(desk, story, revision.edits)
    assert newest(story).body == f"<p>two, then {marked('one')}</p>"
    again(desk, story, newest(story).edits, OTHER)
    assert newest(story).body == f"<p>{marked('two', OTHER)}, then {marked('one')}</p>"


def test_a_text_that_somebody_saved_meanwhile_is_read_again_first(
    desk: Client, ines: User, story: Story
) -> None:
    revision = pasted_anew(desk, story, "<p>It was a desperate act.</p>")
    pasted_anew(desk, story, "<p>No, it was a desperate act.</p>")
    assert "saved the text after you opened this page" in again(desk, story, revision.edits)
    assert marks(newest(story).body) == []


@pytest.mark.parametrize("edits", ["", "x", "-1", "9" * 5000])
def test_what_no_form_sends_marks_nothing(desk: Client, story: Story, edits: str) -> None:
    pasted_anew(desk, story, "<p>It was a desperate act.</p>")
    answer = desk.post(address(story, f"claims/{KEY}/again/"), {"edits": edits})
    assert answer.status_code == 302
    assert marks(newest(story).body) == []
    assert desk.post(address(story, "claims/k0000009/again/"), {}).status_code == 404
    assert desk.get(address(story, f"claims/{KEY}/again/")).status_code == 405


def test_a_claim_that_stands_is_not_marked_twice(desk: Client, story: Story) -> None:
    before = newest(story)
    assert "stands in the text already" in again(desk, story, before.edits)
    assert newest(story).edits == before.edits


def test_of_a_published_story_the_next_revision_is_marked(desk: Client, ines: User) -> None:
    story = published(ines)
    pasted_anew(desk, story, "<p>It was a desperate act.</p>")
    again(desk, story, newest(story).edits)
    assert claim_of(story).position == 0
    assert newest(story).number == 2
    assert Claim.objects.live().get().revision.number == 1


def test_the_editor_asks_with_the_text_that_is_not_saved_yet(desk: Client, story: Story) -> None:
    sent = {"body": "<p>Pasted: a desperate act.</p>"}
    answer = desk.post(address(story, "lost-marks/"), sent, headers=FETCH).text
    assert f'data-key="{KEY}" data-words="a desperate act"' in answer
    assert "<html" not in answer
    assert claim_of(story).position == 0, "nothing is saved by asking"
    sent = {"body": newest(story).body}
    assert desk.post(address(story, "lost-marks/"), sent, headers=FETCH).status_code == 204


def test_nobody_elses_story_is_marked_again(story: Story) -> None:
    rita = logged_in(staff("reporter", "rita"))
    for place in (f"claims/{KEY}/again/", "lost-marks/"):
        assert rita.post(address(story, place), {"body": "x"}).status_code == 404


def test_a_claim_that_nobody_confirmed_is_offered_the_words_it_was_made_of(
    desk: Client, ines: User
) -> None:
    story = workflow.start_story(headline="A", by=ines, body=f"<p>{marked('one')} two</p>")
    revision = pasted_anew(desk, story, "<p>one two</p>")
    again(desk, story, revision.edits)
    claim = claim_of(story)
    assert (claim.position, claim.confirmed_words) == (0, "")


def test_offers_cost_the_same_whatever_the_number_of_claims(desk: Client, ines: User) -> None:
    counts = []
    for many in (5, 50):
        keys = [f"k{many:03}{n:04}" for n in range(many)]
        body = "".join(f"<p>{marked(f'claim number {n}', key)}</p>" for n, key in enumerate(keys))
        story = workflow.start_story(headline=f"{many}", by=ines, body=body)
        sent = {"body": "".join(f"<p>claim number {n}</p>" for n in range(many))}
        with CaptureQueriesContext(connection) as asked:
            page = desk.post(address(story, "lost-marks/"), sent, headers=FETCH).text
        assert page.count("Mark again") == many
        counts.append(len(asked))
    assert counts[1] <= counts[0]
