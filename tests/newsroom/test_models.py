"""What the database itself refuses about stories, sources and claims."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from newsroom import workflow
from newsroom.models import Claim, ClaimLink, Correction, Revision, Source, Story
from newsroom.querysets import StoryQuerySet
from sanctions.models import Document, Party

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines():
    return User.objects.create(username="ines")


@pytest.fixture
def story(ines):
    return Story.objects.create(slug="a-story", owner=ines)


@pytest.fixture
def working(story, ines):
    return Revision.objects.create(story=story, number=1, headline="As written", saved_by=ines)


@pytest.fixture
def claim(working):
    return Claim.objects.create(revision=working, key="abcd2345", words="21 officials", position=1)


def publish(revision, ago=timedelta(0)):
    revision.public_from = timezone.now() - ago
    revision.published_by = revision.saved_by
    revision.save()


def refused(row, **columns):
    """The row cannot be stored with these columns."""
    for name, value in columns.items():
        setattr(row, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()


def test_a_published_revision_cannot_be_changed_or_deleted(working):
    publish(working, ago=timedelta(seconds=1))
    working.headline = "Another"
    for write in (
        working.save,
        working.delete,
        lambda: Revision.objects.update(headline="Another"),
    ):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            write()
    assert Revision.objects.get().headline == "As written"


def test_a_scheduled_revision_can_be_taken_back(working):
    publish(working, ago=-timedelta(hours=1))
    working.public_from = None
    working.save()
    assert Revision.objects.working().get() == working


def test_what_opens_while_it_is_taken_back_stays_public(story, working, claim, ines):
    publish(working, ago=-timedelta(seconds=0.1))
    time.sleep(0.11)  # in one transaction, which began before it opened
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        Revision.objects.update(public_from=None)
    with pytest.raises(DatabaseError, match="published revision"), transaction.atomic():
        claim.save()
    with pytest.raises(workflow.WorkflowError, match="already stays public"):
        workflow.take_back(story, by=ines)
    assert Revision.objects.public().get() == working


def test_the_claims_of_a_published_revision_are_frozen(working, claim):
    publish(working, ago=timedelta(seconds=1))
    other = Claim(revision=working, key="zzzz2345", words="x", position=2)
    for write in (claim.save, claim.delete, other.save):
        with pytest.raises(DatabaseError, match="published revision"), transaction.atomic():
            write()


def test_nothing_is_moved_out_of_what_is_published_nor_into_it(story, working, claim, ines):
    link = ClaimLink.objects.create(
        claim=claim, role="party", party=Party.objects.create(kind="person", desk_name="Somebody")
    )
    publish(working)
    later = Revision.objects.create(story=story, number=2, headline="Next", saved_by=ines)
    free = Claim.objects.create(revision=later, key="free2345", words="x", position=1)
    for claims, revision in (
        (Claim.objects.filter(pk=claim.pk), later),
        (Claim.objects.filter(pk=free.pk), working),
    ):
        with pytest.raises(DatabaseError, match="published revision"), transaction.atomic():
            claims.update(revision=revision)
    with pytest.raises(DatabaseError, match="links of a published claim"), transaction.atomic():
        ClaimLink.objects.filter(pk=link.pk).update(claim=free)


def test_a_claim_that_is_moved_ends_the_approval_of_both_stories(story, working, claim, ines):
    other = Story.objects.create(slug="another", owner=ines)
    there = Revision.objects.create(story=other, number=1, headline="Another", saved_by=ines)
    Story.objects.update(status="approved")
    Claim.objects.filter(pk=claim.pk).update(revision=there)
    assert set(Story.objects.values_list("slug", "status")) == {
        ("a-story", "review"),
        ("another", "review"),
    }


def test_the_links_of_a_published_claim_keep_their_record_but_may_become_undecided(
    working, claim, ines
):
    party = Party.objects.create(kind="person", desk_name="Somebody")
    link = ClaimLink.objects.create(
        claim=claim, role="party", party=party, decided_by=ines, decided_at=timezone.now()
    )
    publish(working, ago=timedelta(seconds=1))
    with pytest.raises(DatabaseError, match="links of a published claim"), transaction.atomic():
        link.delete()
    with pytest.raises(DatabaseError, match="links of a published claim"), transaction.atomic():
        ClaimLink.objects.filter(pk=link.pk).update(
            party=Party.objects.create(kind="person", desk_name="Somebody else")
        )
    ClaimLink.objects.filter(pk=link.pk).update(decided_by=None, decided_at=None)
    assert not ClaimLink.objects.live().exists()


def test_a_story_has_one_working_revision(story, working, ines):
    refused(Revision(story=story, number=2, headline="Second", saved_by=ines))


def test_a_correction_is_never_changed(story, working, ines):
    correction = Correction.objects.create(
        story=story, revision_before=working, revision_after=working, wrong="a", right="b", by=ines
    )
    correction.right = "c"
    for write in (correction.save, correction.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            write()


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "count", "comparator": "exactly"},
        {"kind": "count", "number": 21},
        {"kind": "share"},
        {"kind": "reward", "comparator": "up_to", "number": 15},
        {"kind": "reward", "comparator": "up_to", "number": 0, "unit": "USD"},
        {"kind": "interval", "number": 4, "unit": "USD"},
        {"kind": "said"},
        {"key": "UPPER234"},
        {"key": "short"},
        {"confirmed_words": "21 officials"},
    ],
)
def test_a_claim_that_lacks_what_its_kind_needs_is_refused(claim, columns):
    refused(claim, **columns)


def test_a_key_stands_once_in_a_revision(working, claim):
    refused(Claim(revision=working, key=claim.key, words="again", position=2))


def test_a_link_has_exactly_one_record(claim):
    refused(ClaimLink(claim=claim, role="party"))
    party = Party.objects.create(kind="person", desk_name="Somebody")
    ClaimLink.objects.create(claim=claim, role="party", party=party)
    refused(ClaimLink(claim=claim, role="party", party=party))


def test_a_confidential_source_is_not_on_the_record():
    source = Source(label="An aide", slug="an-aide", kind="confidential", terms="on_record")
    refused(source)
    with pytest.raises(ValidationError, match="not on the record"):
        source.full_clean()
    columns = {field.name for field in Source._meta.concrete_fields}
    assert not columns & {"name", "real_name", "identity"}


def test_a_document_source_names_its_document():
    refused(Source(label="A paper", slug="a-paper", kind="document", terms="on_record"))
    paper = Document.objects.create(title="A paper", publisher="P", text="x", sha256="0" * 64)
    Source.objects.create(
        label="A paper", slug="a-paper", kind="document", terms="on_record", document=paper
    )


def test_a_withdrawn_story_has_its_notice(story):
    refused(story, withdrawn_at=timezone.now())


class TestWhatThePublicMaySee:
    """`published()` is the one door."""

    def published(self) -> StoryQuerySet:
        return Story.objects.published()

    def test_a_draft_is_not_public(self, working, claim):
        assert not self.published().exists()
        assert not Claim.objects.live().exists()

    def test_an_embargo_holds_until_the_databases_clock_passes_it(self, working, claim):
        publish(working, ago=-timedelta(seconds=30))
        assert not self.published().exists()
        assert not Revision.objects.live().exists()

    def test_the_live_revision_is_the_newest_public_one(self, story, working, ines):
        publish(working, ago=timedelta(days=2))
        second = Revision.objects.create(story=story, number=2, headline="Second", saved_by=ines)
        assert self.published().get().headline == "As written"
        publish(second, ago=timedelta(days=1))
        Revision.objects.create(story=story, number=3, headline="Third", saved_by=ines)
        found = self.published().get()
        assert found.headline == "Second"
        assert vars(found)["published_at"] < second.public_from
        assert [r.headline for r in Revision.objects.live()] == ["Second"]

    def test_claims_of_older_revisions_and_without_a_mark_are_not_live(
        self, story, working, claim, ines
    ):
        publish(working, ago=timedelta(days=2))
        assert Claim.objects.live().get() == claim
        second = Revision.objects.create(story=story, number=2, headline="Second", saved_by=ines)
        Claim.objects.create(revision=second, key="abcd2345", words="x", position=None)
        publish(second, ago=timedelta(days=1))
        assert not Claim.objects.live().exists()

    def test_a_withdrawn_story_is_not_published(self, story, working, claim):
        publish(working, ago=timedelta(days=1))
        story.withdrawn_at, story.withdrawal_note = timezone.now(), "It was wrong."
        story.save()
        assert not self.published().exists()
        assert not Claim.objects.live().exists()
        assert Story.objects.withdrawn().get() == story

    def test_a_source_is_public_on_the_record_and_once_cited(self, working, claim):
        terms = ("on_record", "background", "deep_background", "off_record")
        for number, term in enumerate(terms):
            source = Source.objects.create(label=term, slug=term, kind="person", terms=term)
            Claim.objects.create(
                revision=working, key=f"srcs000{number}", words="x", position=1, source=source
            )
        Source.objects.create(label="Uncited", slug="uncited", kind="person", terms="on_record")
        assert not Source.objects.public().exists()
        publish(working, ago=timedelta(seconds=1))
        assert [source.label for source in Source.objects.public()] == ["on_record"]
