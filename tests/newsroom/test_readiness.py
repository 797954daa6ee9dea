"""What keeps a story from being published, each with its place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import User
from django.utils import timezone
from model_bakery import baker

from newsroom import workflow
from newsroom.facts import Answer, Outcome
from newsroom.models import Check, Claim, ClaimLink, Revision, Source, Story
from newsroom.readiness import (
    Finding,
    Severity,
    claims_with_records,
    failures,
    findings,
    missing,
    of_claims,
)
from newsroom.verdicts import Previewed, preview
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
from tests import factories

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


def test_a_document_does_not_tell_who_an_unnamed_source_is(
    revision: Revision, asserts: Callable[..., None], source: Source
) -> None:
    document = baker.make(Document, title="Memo", text="No.", access="public")
    asserts("said", quote="No.", document=document)
    assert found(revision) == []
    source.terms = "deep_background"
    source.save()
    assert found(revision)[0] == ("document_of_a_secret_source", KEY)
    source.terms = "background"
    source.save()
    first, *_ = findings(revision)
    assert (first.id, first.severity) == ("document_of_an_unnamed_source", Severity.WARNING)
    assert not failures(findings(revision))


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


# ---- What each finding says -------------------------------------------------------------------


def told(revision: Revision) -> list[tuple[str, str, str, str]]:
    """Each failure in full."""
    revision.refresh_from_db()
    found = failures(findings(revision))
    return [(one.id, one.message, one.place, one.hint) for one in found]


def test_what_a_story_lacks_is_said(ines: User) -> None:
    story = workflow.start_story(headline=" ", by=ines)
    assert told(story.revisions.get()) == [
        ("headline_missing", "The story has no headline.", "headline", "Write one"),
        ("body_empty", "The story has no text.", "body", "Write it"),
    ]


def test_what_is_wrong_with_a_mark_is_said(revision: Revision, ines: User) -> None:
    second = (
        f'<p>And <cite data-claim="{KEY}">an act</cite>; <cite data-claim="{KEY}">it</cite>.</p>'
    )
    Revision.objects.update(body=revision.body + second)
    assert told(revision) == [
        (
            "mark_repeated",
            "One claim stands at 3 places: “desperate act” and “an act”, “it”.",
            KEY,
            "Leave it at one of them; mark the other words as a claim of their own",
        )
    ]
    Revision.objects.update(body='<p>An <cite data-claim="k0000001">act</cite>.</p>')
    assert told(revision) == [
        (
            "mark_without_claim",
            "“act” is marked, but no claim belongs to the mark.",
            "k0000001",
            "Save the story once more, or take the mark off",
        ),
        (
            "claim_without_mark",
            "Claim 1 is not marked in the saved text: “desperate act”.",
            KEY,
            "Save the story if you have just marked it; else drop the claim",
        ),
    ]
    Claim.objects.update(position=None)
    assert told(revision)[1][1] == "A claim is not marked in the saved text: “desperate act”."


def test_what_a_person_has_yet_to_say_of_a_claim_is_said(revision: Revision) -> None:
    Claim.objects.update(
        kind="", source=None, confirmed_words="", confirmed_by=None, confirmed_at=None, position=2
    )
    assert told(revision) == [
        ("claim_unconfirmed", "Claim 3 is unconfirmed: “desperate act”.", KEY, "Confirm it"),
        ("claim_without_source", "Claim 3 has no source.", KEY, "Say who or what says so"),
        (
            "claim_without_kind",
            "Nobody has said what claim 3 asserts: “desperate act”.",
            KEY,
            "Choose a kind",
        ),
    ]


def test_words_that_changed_ask_for_another_confirmation(revision: Revision) -> None:
    long = "a desperate deed of a decadent and erratic government that hides"
    Claim.objects.update(words=long)
    (finding,) = told(revision)
    assert finding == (
        "claim_words_changed",
        (
            "Claim 1 is unconfirmed. Its words changed since it was confirmed: “desperate act” "
            "became “a desperate deed of a decadent and erratic government that …”."
        ),
        KEY,
        "Confirm again",
    )
    Claim.objects.update(words=long[:60])
    assert told(revision)[0][1].endswith("government that h”.")


def test_what_a_claim_rests_on_is_said(
    revision: Revision, asserts: Callable[..., None], source: Source
) -> None:
    source.terms, source.document = (
        "off_record",
        baker.make(Document, title="A", text="No.", access="desk"),
    )
    source.save()
    asserts(
        "said", quote="No.", document=baker.make(Document, title="B", text="No.", access="desk")
    )
    hint = "Make the document public, or choose another"
    first, *documents = told(revision)
    assert first == (
        "source_off_the_record",
        "Claim 1 has a source who spoke off the record: The Treasury.",
        KEY,
        "Find another source",
    )
    assert sorted(documents) == [
        (
            "document_not_public",
            f"Claim 1 rests on a document that readers cannot see: {title}.",
            KEY,
            hint,
        )
        for title in ("A", "B")
    ]
    Claim.objects.update(document=None)
    Source.objects.update(document=None, terms="on_record")
    assert told(revision) == [
        (
            "claim_without_document",
            "Claim 1 quotes, but no kept document holds the words.",
            KEY,
            "Choose the document",
        )
    ]


def test_what_is_wrong_with_a_link_is_said(
    revision: Revision, claim: Claim, ines: User, asserts: Callable[..., None]
) -> None:
    asserts("licence_in_force")
    assert told(revision) == [
        ("claim_without_record", "Claim 1 has no record as “licence”.", KEY, "Link a record")
    ]
    hidden = licence()
    for role in ("record", "to"):
        workflow.link(claim, role, hidden, by=ines)
    workflow.confirm(claim, by=ines)
    ClaimLink.objects.filter(role="record").update(decided_by=None, decided_at=None)
    hides = (
        "record_not_public",
        f"Claim 1 is linked to a record that readers cannot see: {hidden}.",
        KEY,
        "Make the record public, or link another",
    )
    assert told(revision) == [
        ("link_undecided", f"Claim 1 has no decision on {hidden}.", KEY, "Decide"),
        hides,
        (
            "link_without_part",
            f"Claim 1 is linked to {hidden}, which has no part in its assertion.",
            KEY,
            "Take the record off",
        ),
        hides,
    ]


def test_a_record_of_another_kind_or_type_plays_no_part(
    revision: Revision, claim: Claim, ines: User, asserts: Callable[..., None]
) -> None:
    asserts("licence_in_force")
    for record in (factories.desk_record("event"), factories.party()):
        made = workflow.link(claim, "record", record, by=ines)
        workflow.confirm(claim, by=ines)
        assert [one[0] for one in told(revision)] == ["claim_without_record", "link_without_part"]
        made.delete()


def test_too_many_records_are_counted(
    revision: Revision, asserts: Callable[..., None], claim: Claim, ines: User
) -> None:
    records = [("record", factories.desk_record("licence")) for _ in range(5)]
    asserts("licence_in_force", *records)
    assert told(revision) == []
    workflow.link(claim, "record", factories.desk_record("licence"), by=ines)
    workflow.confirm(claim, by=ines)
    assert told(revision) == [
        (
            "claim_with_too_many_records",
            "Claim 1 has 6 records as “licence”, and can have 5.",
            KEY,
            "Take the others off",
        )
    ]


def test_each_end_of_an_interval_is_asked_for(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    asserts("interval", number=4, unit="months")
    assert told(revision) == [
        ("claim_without_record", f"Claim 1 has no record as “{end}”.", KEY, "Link a record")
        for end in ("from", "to")
    ]


def test_programmes_are_public_and_lists_once_they_are_applied(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    asserts(
        "count", ("scope", factories.programme()), comparator="fewer_than", number=20, tense="past"
    )
    assert "record_not_public" not in [one[0] for one in told(revision)]


# ---- What the records say ---------------------------------------------------------------------


def voted(asserts: Callable[..., None], day: str, **columns: Any) -> DeskRecord:
    """The claim says that the vote of 28 July 2024 took place on that day."""
    columns = {"title": "The vote", "begins": PartialDate.parse("2024-07-28")} | columns
    vote = factories.desk_record("event", **columns)
    asserts("event", ("record", vote), period_from=PartialDate.parse(day))
    return vote


def test_what_the_records_support_is_no_finding(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    voted(asserts, "2024-07-28")
    assert findings(revision) == []


def test_what_the_records_contradict_is_not_published(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    voted(asserts, "2018")
    (finding,) = findings(revision)
    assert finding == Finding(
        "claim_contradicted",
        finding.message,
        KEY,
        "Correct it, or accept it with a reason",
        Severity.FAILURE,
    )
    assert finding.message.startswith("Claim 1 is contradicted. The record “The vote” ")
    assert failures([finding]) == [finding]


def test_a_contradiction_is_accepted_with_a_reason_and_stays_a_warning(
    revision: Revision, claim: Claim, ines: User, asserts: Callable[..., None]
) -> None:
    voted(asserts, "2018")
    with time_machine.travel(datetime(2027, 3, 2, 12, tzinfo=UTC)):
        workflow.accept_contradiction(claim, by=ines, why=" They err. ")
    (finding,) = findings(revision)
    assert finding == Finding(
        "contradiction_accepted", finding.message, KEY, "See the claim", Severity.WARNING
    )
    assert finding.message.startswith(
        "Claim 1 is contradicted, and is published all the same: “They err.” (ines, 2 March 2027). "
        "The record “The vote” "
    )
    assert failures([finding]) == []


@pytest.mark.parametrize("why", ["", "  "])
def test_nothing_is_accepted_without_a_reason(
    claim: Claim, ines: User, asserts: Callable[..., None], why: str
) -> None:
    voted(asserts, "2018")
    with pytest.raises(workflow.WorkflowError, match="Say why"):
        workflow.accept_contradiction(claim, by=ines, why=why)


def test_only_a_contradiction_is_accepted(
    claim: Claim, ines: User, asserts: Callable[..., None]
) -> None:
    with pytest.raises(workflow.WorkflowError, match="nothing to accept"):
        workflow.accept_contradiction(claim, by=ines, why="A judgement.")
    voted(asserts, "2024-07-28")
    with pytest.raises(workflow.WorkflowError, match="nothing to accept"):
        workflow.accept_contradiction(claim, by=ines, why="It is so.")


@pytest.mark.parametrize("change", ["words", "confirmed words", "assertion", "link", "unlink"])
def test_other_words_another_assertion_and_other_records_ask_again(
    revision: Revision, claim: Claim, ines: User, asserts: Callable[..., None], change: str
) -> None:
    vote = voted(asserts, "2018")
    workflow.accept_contradiction(claim, by=ines, why="They err.")
    match change:
        case "words":
            body = revision.body.replace("desperate", "daring")
            revision.refresh_from_db()
            workflow.save_text(revision, by=ines, edits=revision.edits, headline="A", body=body)
        case "confirmed words":
            claim.words = "a daring act"
            workflow.confirm(claim, by=ines)
        case "assertion":
            workflow.assert_claim(
                claim, by=ines, kind="event", source=claim.source, period_from=None
            )
        case "link":
            workflow.link(claim, "record", factories.desk_record("event"), by=ines)
        case "unlink":
            workflow.unlink(claim.links.get(desk_record=vote), by=ines)
    claim.refresh_from_db()
    assert (claim.accepted_why, claim.accepted_by, claim.accepted_at) == ("", None, None)


def test_text_saved_again_and_words_confirmed_again_keep_it(
    revision: Revision, claim: Claim, ines: User, asserts: Callable[..., None]
) -> None:
    voted(asserts, "2018")
    workflow.accept_contradiction(claim, by=ines, why="They err.")
    revision.refresh_from_db()
    body = revision.body.replace("<p>", "<p>Yes: ")
    workflow.save_text(revision, by=ines, edits=revision.edits, headline="A", body=body)
    claim.refresh_from_db()
    workflow.confirm(claim, by=ines)
    claim.refresh_from_db()
    assert claim.accepted_why == "They err."


def test_what_no_held_record_settles_warns_and_says_what_is_missing(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    voted(asserts, "2015", begins=PartialDate.parse("2010/2020"))
    (finding,) = findings(revision)
    assert finding == Finding(
        "claim_undecided",
        finding.message,
        KEY,
        "Add what is missing, or leave it",
        Severity.WARNING,
    )
    assert finding.message.startswith("Claim 1 will show as undecided. ")
    assert " No record held here settles it. Missing: " in finding.message
    assert finding.message.endswith(".")
    assert not finding.message.endswith("..")


def test_what_is_missing_is_not_said_where_nobody_knows() -> None:
    outcome = Outcome(Answer.CANNOT_TELL, "Nobody can tell.")
    assert missing(Previewed(Check.Verdict.UNDECIDED, outcome)) == ""


def test_what_lacks_a_record_is_not_called_undecided_too(
    revision: Revision, asserts: Callable[..., None]
) -> None:
    asserts("event", period_from=PartialDate.parse("2018"))
    assert [one.id for one in findings(revision)] == ["claim_without_record"]


def test_what_was_so_when_it_was_published_is_outdated_and_warns(
    revision: Revision, ines: User, asserts: Callable[..., None]
) -> None:
    record = licence(public_from=timezone.now())
    asserts("licence_in_force", ("record", record), tense="lasting")
    assert findings(revision) == []
    yesterday = timezone.now() - timedelta(days=1)
    workflow.publish(revision.story, by=ines, public_from=yesterday)
    record.ends = PartialDate.of_day(timezone.localdate() - timedelta(days=1))
    record.save()
    working = workflow.working_revision(revision.story, ines)
    (finding,) = findings(working)
    assert finding == Finding(
        "claim_outdated", finding.message, KEY, "Say until when it was so", Severity.WARNING
    )
    assert finding.message.startswith("Claim 1 is outdated: so it was when it was published. ")
    again = working.claims.get()
    workflow.assert_claim(
        again,
        by=ines,
        kind="licence_in_force",
        source=again.source,
        tense="lasting",
        period_from=PartialDate.parse("2023"),
    )
    workflow.confirm(again, by=ines)
    assert [one.id for one in findings(working)] == ["claim_contradicted"]


# ---- Sentences without a claim ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ("<p>It was 2017.</p>", "One checkable sentence has no claim: “It was 2017”."),
        (
            "<p>“It was 2017,” he said.</p>",
            "One checkable sentence has no claim: “It was 2017,” he said.",
        ),
        (
            "<p>It was 2017. It was 2018.</p>",
            "2 checkable sentences have no claim: “It was 2017”, “It was 2018”.",
        ),
        (
            "<p>It was 2017. It was 2018. It was 2019. It was 2020.</p>",
            "4 checkable sentences have no claim: “It was 2017”, “It was 2018” and 2 more.",
        ),
        (
            "<p>It was 2017. It was 2018. It was 2019.</p>",
            "3 checkable sentences have no claim: “It was 2017”, “It was 2018” and 1 more.",
        ),
    ],
)
def test_sentences_without_a_claim_are_a_hint(revision: Revision, more: str, message: str) -> None:
    revision.body += more
    assert findings(revision) == [
        Finding(
            "statements_without_claim",
            message,
            "body",
            "Mark what can be checked",
            Severity.HINT,
        )
    ]


def test_the_gravest_stands_first(revision: Revision, asserts: Callable[..., None]) -> None:
    voted(asserts, "2015", begins=PartialDate.parse("2010/2020"))
    revision.body = f"<p>It was 2017.</p>{revision.body}"
    Claim.objects.update(source=None)
    assert [(one.id, one.severity) for one in findings(revision)] == [
        ("claim_without_source", Severity.FAILURE),
        ("claim_undecided", Severity.WARNING),
        ("statements_without_claim", Severity.HINT),
    ]
    claims = claims_with_records(revision)
    of = of_claims(revision, claims, preview(claims))
    assert [one.id for one in of[KEY]] == ["claim_without_source", "claim_undecided"]
    assert claims_with_records(revision, KEY) == claims
    assert claims_with_records(revision, "k0000009") == []
