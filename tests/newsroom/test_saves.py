"""Every save is kept; any two can be compared, and any one restored, by a new save."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from newsroom import saves, workflow
from newsroom.models import Claim, SavedText, Story
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import (
    KEY,
    address,
    claim_of,
    draft,
    form_of,
    logged_in,
    marked,
    newest,
    published,
    ready,
    staff,
)
from tests.newsroom.stories import source

pytestmark = pytest.mark.django_db

OTHER = "wxyz6789"


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def hers(ines: User) -> Client:
    return logged_in(ines)


def kept(story: Story) -> list[tuple[int, int, str]]:
    return list(
        SavedText.objects.filter(revision__story=story)
        .order_by("pk")
        .values_list("revision__number", "edits", "why")
    )


def save(client: Client, story: Story, **changed: Any) -> None:
    assert client.post(address(story), form_of(story, **changed)).status_code == 302


def linked(story: Story, by: User, **columns: Any) -> Claim:
    """The story's claim says that somebody was designated, linked to the record, and confirmed."""
    claim = claim_of(story)
    workflow.assert_claim(claim, by=by, kind="designated", source=source("The Treasury"))
    workflow.link(claim, "designation", factories.designation("MADURO, Nicolas"), by=by, why="He.")
    workflow.confirm(claim, by=by)
    return claim


# ---- Kept -------------------------------------------------------------------------------------


def test_every_save_is_kept_with_who_and_why(hers: Client, ines: User) -> None:
    begun = workflow.start_story(headline="Only a headline", by=ines)
    assert kept(begun) == [(1, 0, "saved")]
    story = published(ines)
    save(hers, story, standfirst="The next one")
    assert kept(story) == [(1, 1, "saved"), (2, 1, "begun"), (2, 2, "saved")]
    assert SavedText.objects.filter(by=ines).count() == SavedText.objects.count()


def test_what_was_saved_before_saves_were_kept_is_kept_first(hers: Client) -> None:
    story = stories.story(body="<p>Old.</p>", public_from=None)
    save(hers, story, body="<p>New.</p>")
    assert [(one.edits, one.body) for one in SavedText.objects.order_by("pk")] == [
        (0, "<p>Old.</p>"),
        (1, "<p>New.</p>"),
    ]


def test_a_kept_save_cannot_be_changed(ines: User) -> None:
    draft(ines)
    with pytest.raises(DatabaseError), transaction.atomic():
        SavedText.objects.update(body="Another")


def test_keeping_costs_the_same_for_many_claims(ines: User) -> None:
    counts = []
    for number in (1, 12):
        keys = [f"{at:08d}" for at in range(100 * number, 101 * number)]
        body = "".join(f"<p>{marked(f'claim {key}', key)}</p>" for key in keys)
        story = draft(ines, body=body)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            saves.snapshots(newest(story))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 3


def test_a_kept_claim_says_what_it_said(ines: User) -> None:
    story = draft(ines, body=f"<p>{marked('sanctioned since July 2017')}.</p>")
    linked(story, ines)
    [claim] = saves.snapshots(newest(story))
    assert claim["key"] == KEY
    assert claim["confirmed"]
    assert claim["source"]["label"] == "The Treasury"
    assert "MADURO" in saves.said_by(claim)


# ---- Compared ---------------------------------------------------------------------------------


def test_the_history_lists_every_save_newest_first(hers: Client, ines: User) -> None:
    story = draft(ines)
    save(hers, story, headline="A second headline")
    page = hers.get(address(story, "saves/"))
    assert [row.kept.edits for row in page.context["rows"]] == [2, 1]
    assert "ines" in page.text
    assert "Compare with now" in page.text


def test_a_story_from_before_shows_its_revisions(hers: Client) -> None:
    story = stories.story(body="<p>Old.</p>")
    stories.revision(story, "<p>Newer.</p>")
    page = hers.get(address(story, "saves/"))
    assert [row.revision.number for row in page.context["rows"]] == [2, 1]
    first = page.context["rows"][1]
    compared = hers.get(address(story, f"saves/?from={first.ref}&to=now")).text
    assert "<ins>Newer.</ins>" in compared
    assert "<del>Old.</del>" in compared


def test_the_history_comes_in_pages(hers: Client, ines: User, monkeypatch: Any) -> None:
    monkeypatch.setattr("newsroom.admin.compare_saves.PER_PAGE", 2)
    story = draft(ines)
    for number in range(3):
        save(hers, story, headline=f"Headline {number}")
    page = hers.get(address(story, "saves/?page=2"))
    assert [row.kept.edits for row in page.context["rows"]] == [2, 1]


def test_two_saves_are_compared_in_text_and_claims(hers: Client, ines: User) -> None:
    story = draft(ines, body=f"<p>It was {marked('a desperate act')}.</p>")
    save(
        hers,
        story,
        headline="Officials listed",
        body=f"<p>It was {marked('a brutal act')} of {marked('nobody', OTHER)}.</p>",
    )
    workflow.assert_claim(claim_of(story), by=ines, kind="judgement", source=source("The Treasury"))
    first, second = SavedText.objects.order_by("pk")
    page = hers.get(address(story, f"saves/?from=s{first.pk}&to=now"))
    assert "Officials <del>named</del><ins>listed</ins>" in page.text
    assert f"<del>{marked('desperate act')}.</del>" in page.text
    assert f"<ins>{marked('brutal act')} of {marked('nobody', OTHER)}.</ins>" in page.text
    changes = {change.words: change for change in page.context["claims"]}
    assert changes["nobody"].kind == "added"
    lines = {what: (before, after) for what, before, after in changes["a brutal act"].lines}
    assert lines["Words"] == ("a desperate act", "a brutal act")
    assert lines["Source"] == ("", "The Treasury")
    back = hers.get(address(story, f"saves/?from=s{second.pk}&to=s{first.pk}"))
    assert back.context["old"].kept == first, "the older one is always the one before"


@pytest.mark.parametrize("ref", ["s0", "x1", "s", "r-1", "s999999999", "now;", "s1' OR 1=1"])
def test_what_names_no_save_of_this_story_is_not_there(hers: Client, ines: User, ref: str) -> None:
    story = draft(ines)
    assert hers.get(address(story, "saves/"), {"from": ref}).status_code == 404
    sent = {"save": ref, "edits": "1"}
    assert hers.post(address(story, "saves/restore/"), sent).status_code == 404


def test_a_save_of_another_story_is_not_there(hers: Client, ines: User) -> None:
    story, other = draft(ines), draft(ines, headline="Another", body="<p>Another.</p>")
    ref = f"s{SavedText.objects.get(revision__story=other).pk}"
    assert hers.get(address(story, f"saves/?from={ref}")).status_code == 404


# ---- Restored ---------------------------------------------------------------------------------


def restore(client: Client, story: Story, saved: SavedText, **changed: Any) -> Any:
    sent = {"save": f"s{saved.pk}", "edits": newest(story).edits} | changed
    return client.post(address(story, "saves/restore/"), sent, follow=True)


def test_restoring_makes_a_new_save(hers: Client, ines: User) -> None:
    story = draft(ines, body="<p>First.</p>")
    first = SavedText.objects.get()
    save(hers, story, body="<p>Second.</p>", headline="Another")
    assert "Restored" in restore(hers, story, first).text
    assert (newest(story).body, newest(story).headline) == ("<p>First.</p>", "Officials named")
    assert kept(story) == [(1, 1, "saved"), (1, 2, "saved"), (1, 3, "restored")]


def test_a_dropped_claim_comes_back_as_it_was_but_unconfirmed(hers: Client, ines: User) -> None:
    story = draft(ines, body=f"<p>{marked('sanctioned since 2017')}.</p>")
    was = linked(story, ines)
    save(hers, story, standfirst="Kept with its claim")
    with_claim = SavedText.objects.latest("pk")
    save(hers, story, body="<p>Nothing.</p>")
    workflow.drop_claim(claim_of(story), by=ines)
    restore(hers, story, with_claim)
    claim = claim_of(story)
    assert (claim.kind, claim.source, claim.words) == (was.kind, was.source, was.words)
    assert not claim.is_confirmed
    [link] = claim.links.all()
    assert link.decided_by == ines
    assert link.decided_why == "He."


def test_what_cannot_come_back_is_left_off_and_told(hers: Client, ines: User) -> None:
    story = draft(ines, body=f"<p>{marked('sanctioned since 2017')}.</p>")
    claim = linked(story, ines)
    listed = claim.links.get().designation
    assert listed is not None
    save(hers, story, standfirst="Kept with its claim")
    with_claim = SavedText.objects.latest("pk")
    save(hers, story, body="<p>Nothing.</p>")
    workflow.drop_claim(claim_of(story), by=ines)
    type(listed).objects.filter(pk=listed.pk).update(reverted=True)
    page = restore(hers, story, with_claim).text
    assert "is there no more: it was left off" in page
    assert not claim_of(story).links.exists()


def test_a_claim_that_is_still_there_keeps_what_it_says_now(hers: Client, ines: User) -> None:
    story = ready(ines)
    first = SavedText.objects.get()
    save(hers, story, body="<p>Nothing.</p>")
    restore(hers, story, first)
    assert claim_of(story).kind == "judgement"
    assert claim_of(story).is_confirmed, "the words that were confirmed are back"


def test_restoring_a_published_story_begins_the_next_revision(hers: Client, ines: User) -> None:
    story = published(ines)
    first = SavedText.objects.earliest("pk")
    save(hers, story, headline="The next one")
    workflow.publish(story, by=ines)
    restore(hers, story, first)
    assert newest(story).number == 3
    assert newest(story).headline == "Officials named"
    assert story.headline == "The next one", "readers go on reading what was published"


def test_restoring_goes_over_nothing_that_was_not_seen(hers: Client, ines: User) -> None:
    story = draft(ines)
    first = SavedText.objects.get()
    save(hers, story, body="<p>Second.</p>")
    assert "somebody saved this story" in restore(hers, story, first, edits=1).text
    assert newest(story).body == "<p>Second.</p>"


def test_a_withdrawn_story_is_not_restored(hers: Client, ines: User) -> None:
    story = published(ines)
    first = SavedText.objects.earliest("pk")
    workflow.withdraw(story, by=ines, note="It was wrong.")
    assert "withdrawn" in restore(hers, story, first).text
    assert story.revisions.count() == 1


def test_who_only_reads_compares_and_does_not_restore(ines: User) -> None:
    story = draft(ines)
    first = SavedText.objects.get()
    reader = logged_in(staff("exporter", "rita"))
    compared = reader.get(address(story, f"saves/?from=s{first.pk}&to=now"))
    assert compared.status_code == 200
    assert "Restore the text" not in compared.text
    sent = {"save": f"s{first.pk}", "edits": 1}
    assert reader.post(address(story, "saves/restore/"), sent).status_code == 404
