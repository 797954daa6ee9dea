"""A text that names a source we protect does not go out, and nobody is told the name."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import Settings

from newsroom import identities, previews, workflow
from newsroom.identities.sealing import sealed
from newsroom.models import (
    FormerSlug,
    IdentityReading,
    Picture,
    Revision,
    Source,
    SourceIdentity,
    Story,
)
from newsroom.readiness import findings
from newsroom.workflow import CorrectionNote, NamesSource, WorkflowError
from tests import factories
from tests.newsroom.cleared import NAME, WHO, cleared_editor, confidential, kept
from tests.newsroom.desk import (
    address,
    claim_of,
    form_of,
    logged_in,
    newest,
    published,
    ready,
    staff,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def source() -> Source:
    return kept(terms="background")


@pytest.fixture
def ines(source: Source) -> User:
    return staff("editor", "ines")


def changed(story: Story, by: User, **text: str) -> Story:
    """The story with another text of its working revision."""
    revision = workflow.working_revision(story, by)
    kept_text = {
        name: getattr(revision, name)
        for name in ("headline", "standfirst", "byline", "dateline", "body")
    }
    workflow.save_text(revision, by=by, edits=revision.edits, **kept_text | text)
    return story


def citing(story: Story, source: Source, by: User, kind: str = "judgement", **columns: Any) -> None:
    claim = claim_of(story)
    workflow.assert_claim(claim, by=by, kind=kind, source=source, **columns)
    workflow.confirm(claim_of(story), by=by)


def stopped(story: Story, by: User, **options: Any) -> str:
    """What is told when it is not published, and sees that nothing was."""
    with pytest.raises(NamesSource) as refusal:
        workflow.publish(story, by=by, **options)
    assert newest(story).public_from is None
    told = str(refusal.value)
    assert "“Lamplighter”" in told
    assert "uebrantahuesos" not in told.lower()
    return told


# ---- Where it is found ------------------------------------------------------------------------

BODY = '<p>First.</p><p>It was <cite data-claim="abcd2345">a desperate act</cite>, {}.</p>'


PARTS = [
    ({"headline": f"What {NAME} said"}, "the headline."),
    ({"standfirst": f"By {NAME.upper()}"}, "the standfirst."),
    ({"byline": "Quebrantahuesos, Zoraida"}, "the byline."),
    ({"dateline": f"{NAME}’s house"}, "the dateline."),
    ({"body": BODY.format(f"said {NAME}")}, "the text, paragraph 2."),
    ({"body": BODY.format("Zo<strong>rai</strong>da Quebranta<em>huesos</em>")}, "paragraph 2"),
    ({"body": BODY.format("Zor\u200baida&nbsp;Quebranta&shy;huesos")}, "paragraph 2"),
    ({"body": BODY.format("Zora&iacute;da Quebrant&#97;hueso\u0301s")}, "paragraph 2"),
    ({"body": BODY.format("La Quebrantahuesos")}, "paragraph 2"),
    (
        {"body": BODY.format('<a href="https://e.org/zoraida_quebrantahuesos">she</a>')},
        "a link in the text, paragraph 2.",
    ),
    (
        {"body": BODY.format("x").replace("act</cite>", "act Zoraida</cite> Quebrantahuesos")},
        "the text, paragraph 2.",
    ),
]


def test_every_part_of_a_text_is_compared(ines: User, source: Source) -> None:
    plain = {"headline": "Plain", "standfirst": "", "byline": "", "dateline": ""}
    story = ready(ines)
    for number, (text, place) in enumerate(PARTS):
        revision = newest(changed(story, ines, **plain | {"body": BODY.format("x")} | text))
        clara = cleared_editor(f"clara{number}")
        [told] = workflow.outgoing.sources_named(revision, clara, None)
        assert place in told, text
        assert "uebrantahuesos" not in told.lower()


def test_a_claim_is_compared_with_its_words_its_quotation_and_whom_it_is_of(ines: User) -> None:
    story = ready(ines, words=f"The woman <strong>called {NAME[:12]}</strong>{NAME[12:]}")
    document = factories.document(f"{NAME} spoke", title=f"Letter to {NAME}", access="public")
    other = Source.objects.create(
        label="A woman", slug="a-woman", kind="person", terms="on_record", description=f"Not {NAME}"
    )
    citing(story, other, ines, "said", document=document, quote=f"{NAME} spoke")
    told, exactly = stopped(story, ines), stopped(story, cleared_editor())
    for place in ("its words", "its quote", "its source’s description", "its document’s title"):
        assert f"a claim, {place}" in told
        assert f"claim 1, {place}" in exactly


def test_what_stands_around_a_text_is_compared(ines: User) -> None:
    story = ready(ines, section=NAME, slug="on-zoraida-quebrantahuesos")
    FormerSlug.objects.create(story=story, slug="zoraidaquebrantahuesos-speaks")
    revision = newest(story)
    picture = Picture.objects.create(
        story=story,
        public_id="p" * 12,
        file=ContentFile(b"x", "zoraida-quebrantahuesos.jpg"),
        width=1,
        height=1,
        sha256="0" * 64,
        alt=f"{NAME} at a fountain",
        credit="Zoraida Quebrantahuesos/The Concordance",
        caption=f"Here sat {NAME}",
        by=ines,
    )
    Revision.objects.filter(pk=revision.pk).update(picture=picture)
    told = stopped(story, ines)
    for place in (
        "the section",
        "the address",
        "a former address",
        "the picture’s alternative text",
        "the picture’s credit",
        "the picture’s caption",
        "the picture’s file name",
    ):
        assert place in told


@pytest.mark.parametrize(
    ("note", "place"),
    [
        (CorrectionNote("", f"We wrote {NAME}", "We did not"), "the correction, what was wrong"),
        (CorrectionNote("", "We named her", f"She is {NAME}"), "the correction, what is right"),
    ],
)
def test_a_correction_is_compared(ines: User, note: CorrectionNote, place: str) -> None:
    story = changed(published(ines), ines, standfirst="Corrected")
    assert place in stopped(story, ines, correction=note)


def test_a_notice_of_withdrawal_is_compared(ines: User) -> None:
    story = published(ines)
    with pytest.raises(NamesSource, match="“Lamplighter”: the notice"):
        workflow.withdraw(story, by=ines, note=f"It named {NAME}.")
    story.refresh_from_db()
    assert story.withdrawn_at is None
    workflow.withdraw(story, by=ines, note="It named a source.")


def test_scheduling_is_publishing(ines: User) -> None:
    story = changed(ready(ines), ines, headline=NAME)
    stopped(story, ines, public_from=timezone.now() + timedelta(days=1))


def test_in_a_story_that_cites_the_source_parts_of_the_name_count(
    ines: User, source: Source
) -> None:
    story = changed(ready(ines), ines, standfirst="Z. Quebrantahuesos said so")
    workflow.publish(story, by=ines)  # perhaps somebody else of that name
    citing(changed(story, ines, standfirst="Still Z. Quebrantahuesos"), source, ines)
    assert "the standfirst" in stopped(story, ines)


def test_a_claim_that_is_gone_still_tells_whom_the_story_protects(
    ines: User, source: Source
) -> None:
    story = ready(ines)
    citing(story, source, ines)
    workflow.publish(story, by=ines)
    changed(story, ines, body="<p>Z. Quebrantahuesos said so.</p>")
    for claim in newest(story).claims.all():
        workflow.drop_claim(claim, by=ines)
    assert "the text, paragraph 1" in stopped(story, cleared_editor())


def test_somebody_whom_the_paper_names_anyway_is_protected_where_it_cites_them(ines: User) -> None:
    who = replace(WHO, name="Elvira Ministerial", only_where_cited=True)
    minister = kept(who, "Ferryman", terms="background")
    story = ready(ines, headline="Elvira Ministerial resigns")
    workflow.publish(story, by=ines)
    citing(changed(story, ines, standfirst="More"), minister, ines)
    with pytest.raises(NamesSource, match="“Ferryman”: the headline"):
        workflow.publish(story, by=ines)


def test_a_text_that_names_nobody_goes_out(ines: User, source: Source) -> None:
    story = ready(ines, headline="Zoraida met a Quebrantahuesos elsewhere, people say")
    citing(story, source, ines)
    workflow.publish(story, by=ines)
    [reading] = IdentityReading.objects.filter(by=ines)
    assert (reading.purpose, reading.reason) == ("publishing", f"Story {story.pk}, revision 1.")


# ---- What is left of it -----------------------------------------------------------------------


def test_each_attempt_leaves_one_line_for_each_identity_and_none_leads_to_the_name(
    ines: User,
) -> None:
    kept(replace(WHO, name="Somebody Else", other_names=""), "Ferryman")
    story = changed(ready(ines), ines, headline=f"{NAME} and {NAME}", standfirst=NAME)
    stopped(story, ines)
    found = IdentityReading.objects.filter(by=ines).order_by("source__label")
    assert [(one.source.label, one.purpose) for one in found if one.source] == [
        ("Ferryman", "publishing"),
        ("Lamplighter", "stopped"),
    ]
    assert {one.reason for one in found} == {"A text about to be published."}


def test_a_page_that_is_refused_tells_the_places_and_keeps_the_reading(ines: User) -> None:
    story = changed(ready(ines), ines, headline=unicodedata.normalize("NFD", NAME))
    desk = logged_in(ines)
    page = desk.post(address(story, "publish/"), {"edits": newest(story).edits})
    assert page.status_code == 200
    assert "This names the confidential source “Lamplighter”: the headline." in page.text
    assert IdentityReading.objects.filter(by=ines, purpose="stopped").count() == 1
    assert "Lamplighter" not in str(desk.session.items())


def test_the_address_of_a_published_story_does_not_come_to_name_anybody(ines: User) -> None:
    story = published(ines)
    desk = logged_in(ines)
    page = desk.post(address(story), form_of(story, slug="zoraida-quebrantahuesos"))
    assert "This names the confidential source “Lamplighter”: the address." in page.text
    assert IdentityReading.objects.filter(by=ines, purpose="stopped").count() == 1
    story.refresh_from_db()
    assert "zoraida" not in story.slug
    desk.post(address(story), form_of(story, slug="another-address"))
    story.refresh_from_db()
    assert story.slug == "another-address"


def test_readiness_and_saving_decrypt_nothing(ines: User, source: Source) -> None:
    story = changed(ready(ines), ines, headline=NAME)
    findings(newest(story))
    desk = logged_in(ines)
    for page in ("change/", "checklist/", "publish/", "preview/"):
        assert desk.get(address(story, page)).status_code == 200
    assert not IdentityReading.objects.filter(by=ines).exists()


def test_what_is_not_ready_is_not_compared(ines: User) -> None:
    story = changed(ready(ines), ines, headline=NAME, body="<p>No mark.</p>")
    with pytest.raises(WorkflowError, match="Not published"):
        workflow.publish(story, by=ines)
    assert not IdentityReading.objects.filter(by=ines).exists()


# ---- No oracle --------------------------------------------------------------------------------


def test_a_list_of_names_does_not_tell_which_of_them_is_the_source(ines: User) -> None:
    names = "".join(f"<p>Persona{number} Apellido{number}</p>" for number in range(50))
    body = BODY.format("x") + names.replace("Persona7 Apellido7", NAME)
    told = stopped(changed(ready(ines), ines, body=body), ines)
    assert ": the text. Write it without the name." in told
    assert not any(letter.isdigit() for letter in told)
    assert "paragraph 10" in stopped(Story.objects.get(), cleared_editor())


def test_of_two_attempts_at_once_one_waits_for_the_other(ines: User) -> None:
    revision = newest(ready(ines))
    with CaptureQueriesContext(connection) as queries:
        workflow.outgoing.sources_named(revision, ines, None)
    assert any(
        'FROM "auth_user"' in sql and "FOR NO KEY UPDATE" in sql
        for sql in (one["sql"] for one in queries)
    )


def test_the_label_of_a_source_that_a_scheduled_story_cites_is_compared(ines: User) -> None:
    other = Source.objects.create(label="A woman", slug="a-woman", kind="person", terms="on_record")
    story = ready(ines)
    citing(story, other, ines)
    workflow.publish(story, by=ines, public_from=timezone.now() + timedelta(days=1))
    sent = {"label": NAME, "slug": "a-woman", "kind": "person", "terms": "on_record"}
    page = logged_in(ines).post(f"/admin/newsroom/source/{other.pk}/change/", sent)
    assert "This names the confidential source “Lamplighter”: the label." in page.text
    other.refresh_from_db()
    assert other.label == "A woman"


def test_after_five_stops_in_a_day_nothing_of_theirs_is_compared(ines: User) -> None:
    story = changed(ready(ines), ines, headline=NAME)
    for _ in range(5):
        stopped(story, ines)
    changed(story, ines, headline="Harmless")
    for _ in range(2):
        with pytest.raises(NamesSource, match=r"5 texts of yours .* Somebody else has to look"):
            workflow.publish(story, by=ines)
    mine = IdentityReading.objects.filter(by=ines)
    assert mine.filter(purpose="stopped").count() == 5
    assert mine.filter(purpose="refused").count() == 2
    workflow.publish(story, by=staff("editor", "tomas"))


def test_a_day_later_they_are_compared_again(ines: User) -> None:
    yesterday = timezone.now() - timedelta(hours=25)
    for number in range(5):
        IdentityReading.objects.create(
            source=Source.objects.get(label="Lamplighter"),
            by=ines,
            purpose="stopped",
            reason="A text about to be published.",
            at=yesterday + timedelta(minutes=number),
        )
    workflow.publish(ready(ines), by=ines)


@pytest.mark.parametrize("keys", [[], ["A" * 43 + "="]])
def test_without_the_key_nothing_is_published(
    ines: User, settings: Settings, keys: list[str]
) -> None:
    story = ready(ines)
    settings.SOURCE_KEYS = keys
    assert "So nobody can tell whether this text names it" in stopped(story, ines)
    [reading] = IdentityReading.objects.filter(by=ines)
    assert reading.purpose == "refused", "no stop of theirs"


# ---- Cost -------------------------------------------------------------------------------------


def test_without_identities_publishing_asks_once(
    django_assert_num_queries: Callable[[int], Any],
) -> None:
    ines = staff("editor", "ines")
    revision = newest(ready(ines))
    with django_assert_num_queries(1):
        assert workflow.outgoing.sources_named(revision, ines, None) == []


def test_two_hundred_identities_are_compared_with_a_long_story_in_no_time(ines: User) -> None:
    rows = []
    for number in range(200):
        source = confidential(f"Alias {number}")
        who = replace(WHO, name=f"Persona{number} Apellido{number}")
        token, key = sealed(source, who)
        rows.append(SourceIdentity(source=source, ciphertext=token, key_id=key, changed_by=ines))
    SourceIdentity.objects.bulk_create(rows)
    body = "".join(f"<p>{'Persona y Apellido ' * 50}{number}</p>" for number in range(100))
    revision = newest(changed(ready(ines), ines, body=body))
    began = time.process_time()
    assert workflow.outgoing.sources_named(revision, ines, None) == []
    assert time.process_time() - began < 2
    assert identities.count() == 201


def test_strangers_get_no_preview_of_a_text_that_names_one(ines: User) -> None:
    story = changed(ready(ines), ines, headline=f"{NAME} speaks")
    with pytest.raises(NamesSource, match="“Lamplighter”"):
        previews.make(story, by=ines, for_whom="legal", hours=1, needs_login=False)
    assert not story.preview_links.exists()
    assert IdentityReading.objects.filter(by=ines, purpose="stopped").exists()
    assert previews.make(story, by=ines, for_whom="legal", hours=1, needs_login=True)
