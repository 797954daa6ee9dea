"""What keeps a story from being published, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from model_bakery import baker

from newsroom import workflow
from newsroom.models import Claim, ClaimLink, Revision, Source, Story
from newsroom.readiness import failures, findings
from sanctions.dates import PartialDate
from sanctions.models import (
    Designation,
    DeskRecord,
    Document,
    Entry,
    ListVersion,
    Party,
    Programme,
    SanctionsList,
)

pytestmark = pytest.mark.django_db

KEY = "abcd2345"


@pytest.fixture
def ines() -> User:
    return User.objects.create_user("ines")


@pytest.fixture
def source() -> Source:
    return baker.make(Source, label="The Treasury", kind="organisation", terms="on_record")


@pytest.fixture
def revision(ines: User, source: Source) -> Revision:
    """With one claim, a judgement, that is ready."""
    story = workflow.start_story(
        headline="A story", by=ines, body=f'<p>A <cite data-claim="{KEY}">desperate act</cite>.</p>'
    )
    revision = story.revisions.get()
    claim = revision.claims.get()
    workflow.assert_claim(claim, by=ines, kind="judgement", source=source)
    workflow.confirm(claim, by=ines)
    return revision


@pytest.fixture
def claim(revision: Revision) -> Claim:
    return revision.claims.get()


@pytest.fixture
def asserts(claim: Claim, ines: User, source: Source) -> Callable[..., None]:
    """Makes the claim assert something else, and confirms it."""

    def change(kind: str, *records: tuple[str, Any], **columns: Any) -> None:
        workflow.assert_claim(claim, by=ines, kind=kind, **{"source": source} | columns)
        for role, record in records:
            workflow.link(claim, role, record, by=ines)
        workflow.confirm(claim, by=ines)

    return change


def found(revision: Revision) -> list[tuple[str, str]]:
    revision.refresh_from_db()
    return [(finding.id, finding.place) for finding in failures(findings(revision))]


def test_a_judgement_needs_a_source_and_no_record(revision: Revision) -> None:
    assert found(revision) == []


def test_a_story_needs_a_headline_and_a_text(ines: User) -> None:
    story = workflow.start_story(headline=" ", by=ines)
    assert found(story.revisions.get()) == [
        ("headline_missing", "headline"),
        ("body_empty", "body"),
    ]


def test_a_claim_needs_its_words_confirmed(revision: Revision) -> None:
    Claim.objects.update(confirmed_words="", confirmed_by=None, confirmed_at=None)
    assert found(revision) == [("claim_unconfirmed", KEY)]


def test_words_that_changed_are_shown_beside_those_confirmed(revision: Revision) -> None:
    Claim.objects.update(words="a desperate deed")
    (finding,) = failures(findings(revision))
    assert finding.id == "claim_words_changed"
    assert finding.message == (
        "Claim 1 is unconfirmed. Its words changed since it was confirmed: "
        "“desperate act” became “a desperate deed”."
    )


def test_a_claim_needs_a_kind(revision: Revision) -> None:
    Claim.objects.update(kind="")
    assert found(revision) == [("claim_without_kind", KEY)]


def test_a_claim_needs_a_source(revision: Revision) -> None:
    Claim.objects.update(source=None)
    assert found(revision) == [("claim_without_source", KEY)]


def test_nobody_who_spoke_off_the_record_is_cited(revision: Revision, source: Source) -> None:
    source.terms = "off_record"
    source.save()
    assert found(revision) == [("source_off_the_record", KEY)]


def test_a_role_needs_its_record(revision: Revision, asserts: Callable[..., None]) -> None:
    asserts("licence_in_force")
    assert found(revision) == [("claim_without_record", KEY)]


def licence(**columns: Any) -> DeskRecord:
    return baker.make(
        DeskRecord,
        kind="licence",
        title="Licence",
        number="41",
        begins=PartialDate.parse("2022-11-26"),
        **columns,
    )


@pytest.mark.parametrize("hours", [None, 2])
def test_readers_must_be_able_to_see_the_record(
    revision: Revision, asserts: Callable[..., None], hours: int | None
) -> None:
    record = licence(public_from=hours and timezone.now() + timedelta(hours=hours))
    asserts("licence_in_force", ("record", record))
    assert found(revision) == [("record_not_public", KEY)]
    record.public_from = timezone.now()
    record.save()
    assert found(revision) == []


def test_a_designation_is_as_public_as_its_party(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    sdn = baker.make(SanctionsList, code="ofac-sdn", stale_after=timedelta(days=7))
    party = baker.make(Party, kind="person", listed_name="SMITH, John")
    designation = baker.make(
        Designation,
        entry=baker.make(Entry, list=sdn, number="1", party=party),
        programme=baker.make(Programme, authority="ofac", code="X", slug="x"),
        first_seen=date(2024, 5, 3),
    )
    asserts("designated", ("designation", designation))
    assert found(revision) == [("record_not_public", KEY)]
    party.public_from = timezone.now()
    party.save()
    assert found(revision) == []


def test_a_list_is_public_once_a_version_of_it_has_been_applied(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    sdn = baker.make(SanctionsList, code="ofac-sdn", stale_after=timedelta(days=7))
    asserts("count", ("scope", sdn), comparator="fewer_than", number=20)
    assert found(revision) == [("record_not_public", KEY)]
    baker.make(ListVersion, list=sdn, sequence=1, dated=date(2024, 5, 3), status="applied")
    assert found(revision) == []


def test_a_record_with_no_part_in_the_assertion_is_found(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    asserts("judgement", ("action", licence(public_from=timezone.now())))
    assert found(revision) == [("link_without_part", KEY)]


def test_a_role_takes_only_so_many_records(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    cases = [
        baker.make(
            DeskRecord,
            kind="case",
            title="Case",
            begins=PartialDate.parse("2020"),
            public_from=timezone.now(),
        )
        for _ in range(2)
    ]
    party = baker.make(Party, kind="person", desk_name="M", public_from=timezone.now())
    asserts("charged", ("party", party), *(("record", case) for case in cases))
    assert found(revision) == [("claim_with_too_many_records", KEY)]


def test_an_interval_needs_two_days_of_records_or_its_own(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    asserts("interval", number=4, unit="months")
    assert found(revision) == [("claim_without_record", KEY)] * 2
    asserts(
        "interval",
        ("from", licence(public_from=timezone.now())),
        number=24,
        unit="months",
        period_to=PartialDate.parse("2024-11-26"),
    )
    assert found(revision) == []


def test_a_quotation_needs_the_document_that_holds_it(
    revision: Revision, asserts: Callable[..., None], source: Source
) -> None:
    asserts("said", quote="No.")
    assert found(revision) == [("claim_without_document", KEY)]
    source.document = baker.make(Document, text="No.", access="public")
    source.save()
    assert found(revision) == []


def test_readers_must_be_able_to_see_the_document(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    document = baker.make(Document, text="No.", access="desk")
    asserts("said", quote="No.", document=document)
    assert found(revision) == [("document_not_public", KEY)]


def test_a_link_that_nobody_decided_is_found(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    asserts("licence_in_force", ("record", licence(public_from=timezone.now())))
    ClaimLink.objects.update(decided_by=None, decided_at=None)
    assert found(revision) == [("link_undecided", KEY)]


def test_a_mark_without_a_claim_is_found(revision: Revision) -> None:
    Claim.objects.all().delete()
    assert found(revision) == [("mark_without_claim", KEY)]


def test_a_claim_whose_mark_has_gone_is_found(revision: Revision, ines: User) -> None:
    workflow.save_text(revision, by=ines, edits=revision.edits, headline="A", body="<p>An act.</p>")
    assert found(revision) == [("claim_without_mark", KEY)]


def test_a_key_that_stands_twice_is_found_with_both_places(revision: Revision) -> None:
    revision.body += f'<p>And <cite data-claim="{KEY}">desperate act</cite> again.</p>'
    revision.save()
    (finding,) = failures(findings(revision))
    assert (finding.id, finding.place) == ("mark_repeated", KEY)
    assert finding.message == ("One claim stands at 2 places: “desperate act” and “desperate act”.")


def test_findings_cost_the_same_whatever_the_number_of_claims(
    ines: User, source: Source, django_assert_max_num_queries: Any
) -> None:
    record = licence(public_from=timezone.now())
    body = "".join(f'<p><cite data-claim="k{n:07}">claim {n}</cite></p>' for n in range(30))
    story: Story = workflow.start_story(headline="Long", by=ines, body=body)
    for claim in story.revisions.get().claims.all():
        workflow.assert_claim(claim, by=ines, kind="licence_in_force", source=source)
        workflow.link(claim, "record", record, by=ines)
    revision = story.revisions.get()
    with django_assert_max_num_queries(15):
        assert len(failures(findings(revision))) == 30
