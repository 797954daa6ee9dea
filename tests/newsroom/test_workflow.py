"""What people do with stories and claims, without the admin around it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import DatabaseError, transaction
from django.utils import timezone
from model_bakery import baker

from newsroom import workflow
from newsroom.models import Claim, ClaimLink, Correction, FormerSlug, Revision, Source, Story
from sanctions.models import DeskRecord, Document, Party

pytestmark = pytest.mark.django_db

KEY, OTHER = "abcd2345", "wxyz6789"


@pytest.fixture
def ines() -> User:
    return User.objects.create_user("ines")


@pytest.fixture
def tomas() -> User:
    return User.objects.create_user("tomas")


@pytest.fixture
def source() -> Source:
    return baker.make(Source, label="The Treasury", kind="organisation", terms="on_record")


@pytest.fixture
def position() -> DeskRecord:
    return baker.make(
        DeskRecord, kind="position", title="Chief of staff", public_from=timezone.now()
    )


@pytest.fixture
def anibal() -> Party:
    return baker.make(Party, kind="person", desk_name="Aníbal Coronado", public_from=timezone.now())


def marked(words: str, key: str = KEY) -> str:
    return f'<cite data-claim="{key}">{words}</cite>'


def saved(story: Story, body: str, by: User) -> Revision:
    revision = workflow.working_revision(story, by)
    return workflow.save_text(
        revision, by=by, edits=revision.edits, headline=revision.headline, body=body
    )


@pytest.fixture
def story(ines: User, source: Source, position: DeskRecord, anibal: Party) -> Story:
    """Ready to be published."""
    story = workflow.start_story(headline="Twenty-one officials", by=ines)
    revision = saved(story, f"<p>He is {marked('chief of staff')}.</p>", ines)
    ready(revision.claims.get(), ines, source, position, anibal)
    return story


def ready(claim: Claim, by: User, source: Source, position: DeskRecord, anibal: Party) -> None:
    workflow.assert_claim(claim, by=by, kind="position", source=source, tense="lasting")
    workflow.link(claim, "record", position, by=by)
    workflow.link(claim, "party", anibal, by=by)
    workflow.confirm(claim, by=by)


def working_claim(story: Story, by: User) -> Claim:
    return workflow.working_revision(story, by).claims.get(key=KEY)


def test_a_story_starts_with_a_first_revision_of_its_author(ines: User) -> None:
    story = workflow.start_story(headline="Ñáñez heads Ministry", by=ines)
    assert story.slug == "nanez-heads-ministry"
    assert story.owner == ines
    assert [r.number for r in story.revisions.all()] == [1]


def test_a_second_story_of_that_headline_gets_another_address(ines: User) -> None:
    workflow.start_story(headline="Oil", by=ines)
    assert workflow.start_story(headline="Oil", by=ines).slug == "oil-2"


def test_a_headline_without_latin_letters_or_with_a_reserved_word_still_gets_an_address(
    ines: User,
) -> None:
    assert workflow.start_story(headline="石油", by=ines).slug.startswith("story-")
    assert workflow.start_story(headline="Admin", by=ines).slug == "admin-2"


def test_saving_makes_a_claim_of_each_new_mark_and_follows_its_words(
    story: Story, ines: User
) -> None:
    revision = saved(
        story, f"<p>{marked('New', OTHER)} and {marked('chief of all staff')}</p>", ines
    )
    assert list(revision.claims.values_list("key", "words", "position")) == [
        (OTHER, "New", 0),
        (KEY, "chief of all staff", 1),
    ]
    assert not revision.claims.get(key=KEY).is_confirmed


def test_a_claim_whose_mark_has_gone_stays_until_somebody_drops_it(
    story: Story, ines: User
) -> None:
    revision = saved(story, "<p>Nothing is marked.</p>", ines)
    claim = revision.claims.get()
    assert claim.position is None
    assert claim.words == "chief of staff"
    workflow.drop_claim(claim, by=ines)
    assert not revision.claims.exists()


def test_a_claim_whose_mark_stands_cannot_be_dropped(story: Story, ines: User) -> None:
    with pytest.raises(workflow.WorkflowError, match="still stands in the text"):
        workflow.drop_claim(working_claim(story, ines), by=ines)


def test_a_mark_with_another_storys_key_is_taken_off(story: Story, ines: User) -> None:
    other = workflow.start_story(headline="Another", by=ines)
    body = f"<p>{marked('stolen')} {marked('own', OTHER)} {marked('bad', 'no key')}</p>"
    assert workflow.foreign_keys(other, body) == [KEY, "no key"]
    revision = saved(other, body, ines)
    assert revision.body == f"<p>stolen {marked('own', OTHER)} bad</p>"
    assert list(revision.claims.values_list("key", flat=True)) == [OTHER]


def test_the_second_of_two_saves_is_refused_and_told_what_was_saved(
    story: Story, ines: User, tomas: User
) -> None:
    revision = workflow.working_revision(story, ines)
    edits = revision.edits
    workflow.save_text(revision, by=ines, edits=edits, headline="Hers", body="<p>Hers</p>")
    with pytest.raises(workflow.Conflict) as conflict:
        workflow.save_text(revision, by=tomas, edits=edits, headline="His", body="<p>His</p>")
    assert conflict.value.current.headline == "Hers"  # type: ignore[union-attr]
    revision.refresh_from_db()
    assert revision.body == "<p>Hers</p>"


def test_a_form_opened_on_a_published_revision_conflicts_with_the_edit_after_it(
    story: Story, ines: User, tomas: User
) -> None:
    edits = workflow.publish(story, by=ines).edits
    first = workflow.working_revision(story, ines)
    workflow.save_text(first, by=ines, edits=edits, headline="Hers", body="<p>Hers</p>")
    second = workflow.working_revision(story, tomas)
    with pytest.raises(workflow.Conflict):
        workflow.save_text(second, by=tomas, edits=edits, headline="His", body="<p>His</p>")


def test_another_assertion_or_another_record_needs_another_confirmation(
    story: Story, ines: User, source: Source
) -> None:
    claim = working_claim(story, ines)
    workflow.assert_claim(claim, by=ines, kind="position", source=source, tense="lasting")
    assert claim.is_confirmed, "nothing was changed"
    workflow.assert_claim(claim, by=ines, kind="position", source=source, period_from="2024")
    assert not claim.is_confirmed
    assert str(claim.period_from) == "2024"
    workflow.confirm(claim, by=ines)
    link = claim.links.get(role="party")
    workflow.unlink(link, by=ines)
    assert not working_claim(story, ines).is_confirmed


def test_columns_that_a_kind_does_not_know_are_emptied(
    story: Story, ines: User, source: Source
) -> None:
    claim = working_claim(story, ines)
    count = {"comparator": "more_than", "number": 20}
    workflow.assert_claim(claim, by=ines, kind="count", source=source, **count)  # type: ignore[arg-type]
    workflow.assert_claim(claim, by=ines, kind="judgement", source=source)
    assert (claim.comparator, claim.number) == ("", None)


def test_the_second_of_two_edits_of_one_claim_is_refused(
    story: Story, ines: User, tomas: User, source: Source
) -> None:
    hers, his = working_claim(story, ines), working_claim(story, tomas)
    workflow.assert_claim(hers, by=ines, kind="judgement", source=source)
    with pytest.raises(workflow.Conflict):
        workflow.assert_claim(his, by=tomas, kind="said", source=source, quote="No")
    with pytest.raises(workflow.Conflict):
        workflow.confirm(his, by=tomas)


def test_a_link_says_who_decided_it_and_when(
    story: Story, ines: User, tomas: User, position: DeskRecord
) -> None:
    claim = working_claim(story, ines)
    undecided = claim.links.get(role="record")
    ClaimLink.objects.filter(pk=undecided.pk).update(decided_by=None, decided_at=None)
    link = workflow.link(claim, "record", position, by=tomas, why="Named in the gazette")
    assert link.pk == undecided.pk
    assert (link.decided_by, link.decided_why) == (tomas, "Named in the gazette")
    assert link.decided_at is not None


def test_publishing_refuses_with_each_place_to_mend(story: Story, ines: User) -> None:
    saved(story, f"<p>{marked('chief of no staff')} {marked('new', OTHER)}</p>", ines)
    with pytest.raises(workflow.NotReady) as refused:
        workflow.publish(story, by=ines)
    assert {(finding.id, finding.place) for finding in refused.value.findings} == {
        ("claim_words_changed", KEY),
        ("claim_unconfirmed", OTHER),
        ("claim_without_source", OTHER),
        ("claim_without_kind", OTHER),
    }
    assert not Story.objects.published().exists()


def test_editing_a_published_story_changes_nothing_for_readers_until_it_is_published_again(
    story: Story, ines: User, source: Source, position: DeskRecord, anibal: Party
) -> None:
    workflow.publish(story, by=ines)
    saved(story, f"<p>Changed: {marked('chief of staff')}.</p>", ines)
    published = Story.objects.published().get()
    assert published.live is not None
    assert published.live.body == f"<p>He is {marked('chief of staff')}.</p>"
    workflow.publish(story, by=ines)
    published = Story.objects.published().get()
    assert published.live is not None
    assert published.live.body.startswith("<p>Changed")


def test_a_working_copy_keeps_claims_links_and_decisions(
    story: Story, ines: User, tomas: User
) -> None:
    workflow.publish(story, by=ines)
    working = workflow.working_revision(story, tomas)
    claim = working.claims.get()
    assert working.number == 2
    assert (claim.key, claim.is_confirmed, claim.confirmed_by) == (KEY, True, ines)
    assert {(link.role, link.decided_by) for link in claim.links.all()} == {
        ("record", ines),
        ("party", ines),
    }
    assert workflow.working_revision(story, tomas) == working


def test_a_claim_keeps_the_day_on_which_its_words_were_first_public(
    story: Story, ines: User, source: Source, position: DeskRecord, anibal: Party
) -> None:
    first, second = datetime(2024, 11, 27, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC)
    workflow.publish(story, by=ines, public_from=first)
    revision = saved(story, f"<p>{marked('chief of staff')} {marked('new', OTHER)}</p>", ines)
    ready(revision.claims.get(key=OTHER), ines, source, position, anibal)
    workflow.publish(story, by=ines, public_from=second)
    assert dict(revision.claims.values_list("key", "first_published")) == {
        KEY: first,
        OTHER: second,
    }


def test_a_claim_that_asserts_something_else_is_first_published_anew(
    story: Story, ines: User, source: Source
) -> None:
    first, second = datetime(2024, 11, 27, tzinfo=UTC), datetime(2024, 12, 1, tzinfo=UTC)
    workflow.publish(story, by=ines, public_from=first)
    claim = working_claim(story, ines)
    workflow.assert_claim(claim, by=ines, kind="position", source=source, tense="past")
    workflow.confirm(claim, by=ines)
    revision = workflow.publish(story, by=ines, public_from=second)
    assert revision.claims.get().first_published == second


def test_nothing_new_is_not_published_again(story: Story, ines: User) -> None:
    workflow.publish(story, by=ines)
    with pytest.raises(workflow.WorkflowError, match="Nothing has changed"):
        workflow.publish(story, by=ines)


@pytest.mark.django_db(transaction=True)
def test_a_published_claim_cannot_be_changed_by_anybody(story: Story, ines: User) -> None:
    claim = workflow.publish(story, by=ines).claims.get()
    with pytest.raises(workflow.WorkflowError, match="frozen"):
        workflow.confirm(claim, by=ines)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        Claim.objects.update(kind="judgement")


def test_a_scheduled_story_is_invisible_cannot_be_edited_and_can_be_taken_back(
    story: Story, ines: User
) -> None:
    later = timezone.now() + timedelta(hours=2)
    workflow.publish(story, by=ines, public_from=later)
    assert not Story.objects.published().exists()
    with pytest.raises(workflow.WorkflowError, match="Take it back"):
        workflow.working_revision(story, ines)
    revision = workflow.take_back(story, by=ines)
    assert workflow.working_revision(story, ines) == revision
    assert revision.claims.get().first_published is None


def test_what_readers_can_read_cannot_be_taken_back(story: Story, ines: User) -> None:
    workflow.publish(story, by=ines)
    with pytest.raises(workflow.WorkflowError, match="stays public"):
        workflow.take_back(story, by=ines)


def test_a_correction_says_what_was_wrong_and_between_which_revisions(
    story: Story, ines: User
) -> None:
    before = workflow.publish(story, by=ines)
    saved(story, f"<p>He was {marked('chief of staff')}.</p>", ines)
    note = workflow.CorrectionNote(KEY, "We wrote that he is.", "He was.")
    after = workflow.publish(story, by=ines, correction=note)
    correction = Correction.objects.public().get()
    assert (correction.revision_before, correction.revision_after) == (before, after)
    assert (correction.key, correction.right, correction.by) == (KEY, "He was.", ines)


@pytest.mark.parametrize(
    ("note", "hours", "message"),
    [
        (workflow.CorrectionNote(KEY, "Wrong.", "Right."), 2, "does not wait"),
        (workflow.CorrectionNote(OTHER, "Wrong.", "Right."), 0, "has no claim"),
        (workflow.CorrectionNote(KEY, " ", "Right."), 0, "both what was wrong"),
    ],
)
def test_a_correction_is_refused_where_it_says_nothing(
    story: Story, ines: User, note: workflow.CorrectionNote, hours: int, message: str
) -> None:
    workflow.publish(story, by=ines)
    workflow.working_revision(story, ines)
    when = timezone.now() + timedelta(hours=hours) if hours else None
    with pytest.raises(workflow.WorkflowError, match=message):
        workflow.publish(story, by=ines, public_from=when, correction=note)
    assert not Correction.objects.exists()


def test_an_unread_story_needs_no_correction_note(story: Story, ines: User) -> None:
    note = workflow.CorrectionNote(KEY, "Wrong.", "Right.")
    with pytest.raises(workflow.WorkflowError, match="Nobody has read"):
        workflow.publish(story, by=ines, correction=note)


def test_a_withdrawn_story_keeps_its_notice_and_is_published_no_more(
    story: Story, ines: User
) -> None:
    workflow.publish(story, by=ines)
    with pytest.raises(workflow.WorkflowError, match="Tell readers"):
        workflow.withdraw(story, by=ines, note=" ")
    workflow.withdraw(story, by=ines, note="It was about another man.")
    assert not Story.objects.published().exists()
    assert Story.objects.withdrawn().get().withdrawal_note == "It was about another man."
    with pytest.raises(workflow.WorkflowError, match="is withdrawn"):
        workflow.publish(story, by=ines)
    assert LogEntry.objects.filter(user=ines, change_message="Withdrew the story.").exists()


def test_an_unread_story_cannot_be_withdrawn(story: Story, ines: User) -> None:
    with pytest.raises(workflow.WorkflowError, match="delete it instead"):
        workflow.withdraw(story, by=ines, note="Wrong.")


def moved(story: Story, slug: str, by: User) -> Story:
    return workflow.save_story(story, by=by, slug=slug, section="", language="en", owner=by)


def test_a_published_address_goes_on_leading_to_its_story(story: Story, ines: User) -> None:
    workflow.publish(story, by=ines)
    moved(story, "officials", ines)
    assert FormerSlug.objects.get().slug == "twenty-one-officials"
    moved(story, "twenty-one-officials", ines)
    assert FormerSlug.objects.get().slug == "officials"


def test_an_address_that_nobody_could_read_is_given_up(story: Story, ines: User) -> None:
    moved(story, "officials", ines)
    assert not FormerSlug.objects.exists()


@pytest.mark.parametrize(
    ("slug", "problem"),
    [
        ("", "Give the story an address"),
        ("admin", "“admin” has a meaning"),
        ("Oil", "Another story is at"),
        ("old-oil", "Another story was at"),
        ("gas", ""),
    ],
)
def test_an_address_taken_reserved_or_empty_is_explained(
    ines: User, slug: str, problem: str
) -> None:
    oil = workflow.start_story(headline="Oil", by=ines)
    FormerSlug.objects.create(story=oil, slug="old-oil")
    assert workflow.slug_problem(slug).startswith(problem)
    assert bool(workflow.slug_problem(slug)) == bool(problem)


def test_a_document_settles_what_was_said(story: Story, ines: User, source: Source) -> None:
    claim = working_claim(story, ines)
    document = baker.make(Document, access="public", text="No.")
    for link in claim.links.all():
        workflow.unlink(link, by=ines)
    claim.refresh_from_db()
    asserted: dict[str, Any] = {"kind": "said", "source": source, "quote": "No."}
    workflow.assert_claim(claim, by=ines, document=document, **asserted)
    workflow.confirm(claim, by=ines)
    workflow.publish(story, by=ines)
    assert Claim.objects.live().get().document == document
