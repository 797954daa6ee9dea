"""The panel of claims: fetched beside the editor, and a page of its own where no script runs."""

from __future__ import annotations

import html
import json
import re
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from newsroom import workflow
from newsroom.admin.building import story_day
from newsroom.body import marks
from newsroom.models import Check, Claim, ClaimLink, Revision, Story
from sanctions.dates import PartialDate
from sanctions.models import DeskRecord
from tests import factories
from tests.newsroom.desk import (
    KEY,
    address,
    claim_form,
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

FETCH = {"X-Requested-With": "fetch"}


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def desk(ines: User) -> Client:
    return logged_in(ines)


@pytest.fixture
def story(ines: User) -> Story:
    source("The Treasury")
    return draft(ines)


def at(story: Story, rest: str = f"claims/{KEY}/") -> str:
    return address(story, rest)


def said(desk: Client, story: Story, action: str, **changed: Any) -> str:
    """What the panel answers to a button of the open claim."""
    form = claim_form(claim_of(story), action, **changed)
    return desk.post(at(story), form, headers=FETCH).text


def test_the_list_is_in_reading_order_with_each_claims_first_finding(
    desk: Client, ines: User, story: Story
) -> None:
    body = f"<p>{marked('first', 'k0000001')} {marked('a desperate act')}</p>"
    desk.post(address(story), form_of(story, body=body))
    page = desk.get(at(story, "claims/"), headers=FETCH).text
    assert page.index("first") < page.index("a desperate act")
    assert "Claim 2 is unconfirmed" in page
    assert "<html" not in page


def test_without_a_script_the_panel_is_a_page(desk: Client, story: Story) -> None:
    page = desk.get(at(story)).text
    assert "<html" in page
    assert "Show the fields of this kind" in page


def test_tabs_hold_what_is_to_fix_to_decide_and_settled(
    desk: Client, ines: User, story: Story
) -> None:
    claim = claim_of(story)
    workflow.assert_claim(claim, by=ines, kind="judgement", source=source("The Treasury"))
    workflow.confirm(claim, by=ines)
    body = (
        f"<p>{marked('a desperate act')} {marked('new', 'k0000001')}"
        f" {marked('twice', 'k0000002')} and {marked('twice', 'k0000002')}</p>"
    )
    desk.post(address(story), form_of(story, body=body))
    keys = {
        tab: [
            item.claim.key
            for item in desk.get(at(story, f"claims/?tab={tab}"), headers=FETCH).context["items"]
        ]
        for tab in ("fix", "decide", "settled")
    }
    assert keys == {"fix": ["k0000002"], "decide": ["k0000001"], "settled": [KEY]}


def test_a_mark_just_made_is_a_claim_at_once(desk: Client, story: Story) -> None:
    sent = {"key": "wxyz6789", "words": "new words"}
    page = desk.post(at(story, "claims/"), sent, headers=FETCH).text
    assert "“new words”" in page
    claim = claim_of(story, "wxyz6789")
    assert claim.position is None
    body = f"<p>{marked('a desperate act')} {marked('new words', 'wxyz6789')}</p>"
    desk.post(address(story), form_of(story, body=body))
    claim.refresh_from_db()
    assert claim.position == 1


@pytest.mark.parametrize("key", ["", "short", "UPPER234", "abcd234'", "stolen22"])
def test_a_key_that_cannot_be_or_is_anothers_makes_no_claim(
    desk: Client, ines: User, story: Story, key: str
) -> None:
    draft(ines, body=f"<p>{marked('x', 'stolen22')}</p>")
    page = desk.post(at(story, "claims/"), {"key": key, "words": "x"}, headers=FETCH).text
    assert "panel-problem" in page
    assert newest(story).claims.count() == 1


def test_another_kind_shows_just_its_fields_and_roles_and_saves_nothing(
    desk: Client, story: Story
) -> None:
    page = said(desk, story, "kind", kind="count")
    for shown in ("claim-number", "claim-comparator", "claim-heading", 'data-find="scope"'):
        assert shown in page
    for hidden in ("claim-quote", 'data-find="party"', "errorlist"):
        assert hidden not in page
    assert claim_of(story).kind == ""


def test_an_assertion_is_saved_and_said_in_plain_words(desk: Client, story: Story) -> None:
    page = said(
        desk,
        story,
        "save",
        kind="count",
        comparator="more_than",
        number="20",
        source="The Treasury",
    )
    assert "Count: An action or a programme held more than 20 designations." in page
    claim = claim_of(story)
    assert claim.number == 20
    assert claim.source == source("The Treasury")


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"kind": "count", "comparator": "more_than"}, "This field is required"),
        ({"kind": "count", "comparator": "more_than", "number": "many"}, "Enter a number"),
        ({"kind": "reward", "comparator": "up_to", "number": "5", "unit": "days"}, "its currency"),
        ({"kind": "designated", "period_from": "soonish"}, "“soonish”"),
        ({"kind": "judgement", "source": "Nobody"}, "There is no “Nobody” among them"),
        ({"kind": "invented"}, "Select a valid choice"),
        ({"kind": "said", "quote": "a\0b"}, "Null characters are not allowed"),
    ],
)
def test_what_cannot_be_is_explained_and_stays_typed(
    desk: Client, story: Story, columns: dict[str, str], message: str
) -> None:
    page = said(desk, story, "save", **columns)
    assert message in page
    assert claim_of(story).kind == ""


@pytest.mark.parametrize("query", ["nanez", "Ñáñez Fre", "51271"])
def test_a_designation_is_found_by_half_a_name_or_its_number_and_linked(
    desk: Client, ines: User, story: Story, query: str
) -> None:
    entry = factories.entry("ÑÁÑEZ CONTRERAS, Freddy", "51271")
    listed = factories.designation(entry=entry, listed_on=PartialDate.of_day(date(2024, 11, 27)))
    factories.designation("MADURO MOROS, Nicolas")
    found = desk.get(
        at(story, "records/"), {"kind": "designated", "role": "designation", "q": query}
    ).text
    assert "ÑÁÑEZ CONTRERAS, Freddy" in found
    assert "51271, VENEZUELA, listed 27 Nov 2024" in found
    assert "MADURO" not in found
    said(desk, story, f"link:designation:designation:{listed.pk}", kind="designated")
    link = claim_of(story).links.get()
    assert (link.designation, link.decided_by) == (listed, ines)


def test_linking_keeps_what_was_typed_and_does_not_save_it(desk: Client, story: Story) -> None:
    action = factories.desk_record("action", title="21 officials designated")
    page = said(
        desk, story, f"link:scope:desk_record:{action.pk}", kind="count", number="21", source="Half"
    )
    assert 'name="claim-number" value="21"' in page
    assert 'name="claim-source" value="Half"' in page
    assert "errorlist" not in page
    assert claim_of(story).number is None
    assert "Take off" in page


@pytest.mark.parametrize(
    ("kind", "role", "query", "title"),
    [
        ("licence_in_force", "record", "41", "Chevron"),
        ("licence_in_force", "record", "chev", "Chevron"),
        ("position", "party", "corona", "Aníbal Coronado"),
        ("count", "scope", "venez", "VENEZUELA"),
        ("not_listed", "list", "sdn", "OFAC SDN list"),
    ],
)
def test_records_of_every_type_are_found(
    desk: Client, story: Story, kind: str, role: str, query: str, title: str
) -> None:
    factories.desk_record("licence", title="Chevron", number="41")
    factories.desk_record("event", title="Chevron met")
    factories.party("Aníbal Coronado")
    factories.programme()
    factories.sanctions_list()
    page = desk.get(at(story, "records/"), {"kind": kind, "role": role, "q": query}).text
    assert title in page
    assert "met" not in page


@pytest.mark.parametrize(
    "query",
    [
        {"kind": "count", "role": "party", "q": "x"},
        {"kind": "nothing", "role": "party", "q": "x"},
        {},
    ],
)
def test_a_search_for_no_role_is_not_found(
    desk: Client, story: Story, query: dict[str, str]
) -> None:
    assert desk.get(at(story, "records/"), query).status_code == 404


def test_a_search_that_finds_nothing_or_is_no_text_says_so(desk: Client, story: Story) -> None:
    for typed in ("zzz", "\0", "  ", "%", "x" * 5000):
        query = {"kind": "position", "role": "party", "q": typed}
        assert "No record matches" in desk.get(at(story, "records/"), query).text


@pytest.mark.parametrize(
    "value", ["designation:x:1", "scope:desk_record:999", "scope:user:1", "scope:", "who:party:1"]
)
def test_a_record_that_is_not_there_is_not_linked(desk: Client, story: Story, value: str) -> None:
    assert "panel-problem" in said(desk, story, f"link:{value}", kind="count")
    assert not claim_of(story).links.exists()


def test_a_record_is_taken_off(desk: Client, ines: User, story: Story) -> None:
    link = workflow.link(claim_of(story), "party", factories.party(), by=ines)
    said(desk, story, f"unlink:{link.pk}", kind="judgement")
    assert not claim_of(story).links.exists()


def test_a_record_is_taken_off_a_published_claim_in_the_next_revision(
    desk: Client, ines: User
) -> None:
    story = ready(ines)
    link = workflow.link(claim_of(story), "party", factories.party(), by=ines)
    workflow.confirm(claim_of(story), by=ines)
    live = workflow.publish(story, by=ines)
    said(desk, story, f"unlink:{link.pk}")
    assert not claim_of(story).links.exists()
    assert live.claims.get().links.exists()


def test_a_nul_among_marked_words_is_left_out(desk: Client, story: Story) -> None:
    desk.post(at(story, "claims/"), {"key": "k0000009", "words": "a\0b"}, headers=FETCH)
    assert claim_of(story, "k0000009").words == "ab"


def test_a_link_of_another_claim_is_not_taken_off(desk: Client, ines: User, story: Story) -> None:
    other = draft(ines, body=f"<p>{marked('x', 'k0000001')}</p>")
    link = workflow.link(claim_of(other, "k0000001"), "party", factories.party(), by=ines)
    said(desk, story, f"unlink:{link.pk}", kind="judgement")
    assert claim_of(other, "k0000001").links.exists()


def test_confirming_saves_and_confirms_the_words_that_stand_in_the_editor(
    desk: Client, ines: User, story: Story
) -> None:
    said(
        desk,
        story,
        "confirm",
        kind="judgement",
        source="The Treasury",
        words="a more desperate act",
    )
    claim = claim_of(story)
    assert (claim.confirmed_words, claim.confirmed_by) == ("a more desperate act", ines)
    body = f"<p>It was {marked('a more desperate act')}.</p>"
    desk.post(address(story), form_of(story, body=body))
    assert claim_of(story).is_confirmed


def test_words_changed_under_a_confirmed_claim_make_it_unconfirmed_visibly(
    desk: Client, ines: User
) -> None:
    story = ready(ines)
    body = f"<p>It was {marked('a daring act')}.</p>"
    desk.post(address(story), form_of(story, body=body))
    page = desk.get(at(story), headers=FETCH).text
    assert "<b>Words confirmed:</b> “a desperate act”" in page
    assert "<b>Words now:</b> “a daring act”" in page
    assert "Confirm again" in page


def test_a_claim_whose_mark_was_deleted_stays_until_it_is_dropped(
    desk: Client, ines: User, story: Story
) -> None:
    assert "Drop the claim" not in desk.get(at(story), headers=FETCH).text
    desk.post(address(story), form_of(story, body="<p>Nothing.</p>"))
    page = desk.get(at(story), headers=FETCH).text
    assert "is not marked in the saved text" in page
    assert "Drop the claim" in page
    said(desk, story, "drop")
    assert not Claim.objects.exists()


def test_editing_a_published_claim_begins_the_next_revision(desk: Client, ines: User) -> None:
    story = published(ines)
    said(desk, story, "save", kind="said", quote="No.", source="The Treasury")
    assert claim_of(story).kind == "said"
    assert newest(story).number == 2
    assert Claim.objects.live().get().kind == "judgement"


def test_the_checklist_follows(desk: Client, story: Story) -> None:
    assert 'data-findings="3"' in desk.get(at(story, "checklist/")).text
    said(desk, story, "confirm", kind="judgement", source="The Treasury")
    assert 'data-findings="0"' in desk.get(at(story, "checklist/")).text


def test_words_and_names_cannot_break_the_panel(desk: Client, ines: User) -> None:
    story = draft(ines, words='&lt;img src=x onerror="x()"&gt;"')
    workflow.link(claim_of(story), "party", factories.party("<b>Bold</b>"), by=ines)
    page = said(desk, story, "kind", kind="judgement")
    assert "<img" not in page
    assert "<b>Bold" not in page


def test_the_panel_costs_the_same_whatever_the_number_of_claims(
    desk: Client, ines: User, vote: DeskRecord
) -> None:
    """Also with the verdict of each: they are settled together."""
    kinds = ("event", "designated", "not_listed", "")
    counts = []
    for many in (8, 40):
        keys = [f"k{many:03}{n:04}" for n in range(many)]
        story = draft(ines, body="".join(f"<p>{marked('claim', key)}</p>" for key in keys))
        claims = list(newest(story).claims.all())
        for n, one in enumerate(claims):
            one.kind = kinds[n % 4]
            targets = {"desk_record": vote, "designation": factories.designation()}
            for target, record in (targets | {"party": factories.party()}).items():
                role = "record" if target == "desk_record" else target
                ClaimLink.objects.create(claim=one, role=role, **{target: record})
        Claim.objects.bulk_update(claims, ["kind"])
        with CaptureQueriesContext(connection) as asked:
            page = desk.get(at(story, f"claims/{keys[0]}/"), headers=FETCH).text
        assert f"{many} marked" in page
        counts.append(len(asked))
    assert counts[1] <= counts[0]
    assert counts[1] <= 60


# ---- The sentence as it is built, and its verdict ---------------------------------------------


@pytest.fixture
def vote() -> DeskRecord:
    """An event of 28 July 2024, which readers may see."""
    day = PartialDate.of_day(date(2024, 7, 28))
    return factories.desk_record("event", title="Presidential election", begins=day)


def dated(story: Story, vote: DeskRecord, ines: User, day: str = "28 July 2024") -> Claim:
    """The story's claim says, confirmed, that the vote took place on that day."""
    claim = claim_of(story)
    workflow.assert_claim(
        claim,
        by=ines,
        kind="event",
        source=source("The Treasury"),
        period_from=PartialDate.parse(day),
    )
    workflow.link(claim, "record", vote, by=ines)
    return workflow.confirm(claim, by=ines)


def build(desk: Client, story: Story, **changed: Any) -> str:
    """What the panel says while the form is being filled."""
    form = claim_form(claim_of(story), **changed)
    return " ".join(desk.post(at(story, f"claims/{KEY}/built/"), form, headers=FETCH).text.split())


def test_the_sentence_and_its_verdict_are_shown_while_the_form_is_filled(
    desk: Client, ines: User, story: Story, vote: DeskRecord
) -> None:
    dated(story, vote, ines)
    page = build(desk, story, period_from="28 July 2024")
    assert "Event: Presidential election is dated 28 July 2024." in page
    assert "<b>Supported</b> by the records held now." in page
    assert "not saved yet" not in page
    page = build(desk, story, period_from="2018")
    assert "is dated 2018." in page
    assert "<b>Contradicted</b>" in page
    assert "state-contradicted" in page
    assert "As the form stands; not saved yet." in page
    assert claim_of(story).period_from == PartialDate.parse("28 July 2024")
    assert Check.objects.count() == 0


def test_what_the_form_answers_already_is_not_asked_for_below(desk: Client, story: Story) -> None:
    asked = "Nobody has said what claim 1 asserts"
    assert asked in desk.get(at(story), headers=FETCH).text
    page = said(desk, story, "kind", kind="event")
    assert asked not in page
    assert "Choose a kind" not in page
    assert "As the form stands; not saved yet." in page
    assert "has no source" in page
    assert asked in said(desk, story, "kind", kind="")
    assert claim_of(story).kind == ""


def test_what_cannot_be_read_yet_counts_as_empty(
    desk: Client, ines: User, story: Story, vote: DeskRecord
) -> None:
    dated(story, vote, ines)
    assert "Event: Presidential election took place." in build(desk, story, period_from="soonish")
    page = build(desk, story, kind="count", comparator="more_than", number="many")
    assert "Not checked yet: fill in number." in page
    assert "<b>" not in page
    page = build(desk, story, kind="reward")
    assert "fill in comparator and number and unit." in page
    assert "Nobody has said yet what it asserts." in build(desk, story, kind="")


def test_an_assertion_that_no_held_record_settles_says_what_is_missing(
    desk: Client, story: Story
) -> None:
    page = build(desk, story, kind="event", period_from="2018")
    assert "<b>Undecided</b>" in page
    assert "<b>No record held here settles it.</b> Missing: a record as “event”." in page


def test_a_judgement_is_said_to_be_one(desk: Client, story: Story) -> None:
    page = build(desk, story, kind="judgement")
    assert "<b>A judgement.</b> No record can settle it" in page
    assert "Undecided" not in page


def test_the_sentence_of_another_kind_is_shown_without_a_script(
    desk: Client, ines: User, story: Story, vote: DeskRecord
) -> None:
    dated(story, vote, ines)
    form = claim_form(claim_of(story), "kind", kind="event", period_from="2018")
    page = desk.post(at(story), form).text
    assert "<html" in page
    assert "<b>Contradicted</b>" in page


def test_a_claim_that_is_not_there_is_not_built(desk: Client, story: Story) -> None:
    assert desk.post(at(story, "claims/k0000009/built/"), {}).status_code == 404
    assert desk.get(at(story, f"claims/{KEY}/built/")).status_code == 405


def test_the_list_shows_each_claims_verdict(
    desk: Client, ines: User, story: Story, vote: DeskRecord
) -> None:
    dated(story, vote, ines)
    page = desk.get(at(story, "claims/"), headers=FETCH).text
    assert "state-supported" in page
    assert "Event: Presidential election is dated 28 July 2024." in page
    dated(story, vote, ines, "2018")
    answer = desk.get(at(story, "claims/"), headers=FETCH)
    (item,) = answer.context["items"]
    assert (item.state, item.glyph, item.state_when_marked) == (
        "fix",
        "contradicted",
        "contradicted",
    )
    assert item.line.startswith("Claim 1 is contradicted.")
    assert "state-contradicted" in answer.text
    workflow.unlink(claim_of(story).links.get(), by=ines)
    workflow.link(claim_of(story), "record", undated(), by=ines)
    workflow.confirm(claim_of(story), by=ines)
    (item,) = desk.get(at(story, "claims/"), headers=FETCH).context["items"]
    assert (item.state, item.glyph, item.state_when_marked) == ("settled", "undecided", "settled")
    assert item.line.startswith("Event, undecided: ")


def undated() -> DeskRecord:
    """An event of which no day is told."""
    return factories.desk_record("event", title="A meeting", begins=PartialDate.parse("2010/2020"))


def test_a_judgements_sign_is_its_own(desk: Client, ines: User) -> None:
    (item,) = desk.get(at(ready(ines), "claims/"), headers=FETCH).context["items"]
    assert (item.state, item.glyph, item.verdict) == ("settled", "judgement", "judgement")


# ---- What the words offer ---------------------------------------------------------------------


def offered(page: str) -> dict[str, str]:
    """The buttons under "Found in the words", and what each sends."""
    found = re.findall(r'value="(offer:[^"]*)">([^<]*)</button>', page)
    return {html.unescape(line): html.unescape(value) for value, line in found}


def test_numbers_in_the_words_are_offered_and_taken_by_a_button(desk: Client, ines: User) -> None:
    story = draft(ines, words="more than 20 officials, listed by 2018")
    page = desk.get(at(story)).text
    assert list(offered(page)) == ["more than 20 officials: Count", "listed: Designated"]
    page = said(desk, story, offered(page)["more than 20 officials: Count"])
    assert 'data-kind="count"' in page
    assert list(offered(page)) == ["more than 20"]
    page = said(desk, story, offered(page)["more than 20"], kind="count", about="on")
    assert 'name="claim-number" value="20"' in page
    assert '<option value="more_than" selected>' in page
    assert 'name="claim-about" id="id_claim-about" checked' not in page
    assert offered(page) == {}, "the form holds it already"
    assert "Count: An action or a programme held more than 20 designations." in page
    assert "errorlist" not in page
    assert claim_of(story).kind == "", "nothing is saved"


def test_an_offer_changes_nothing_but_its_columns(desk: Client, ines: User) -> None:
    story = draft(ines, words="21 officials in May 2018")
    value = "offer:number=21&edits=7&source=Nobody&words=other"
    page = said(desk, story, value, kind="count", comparator="at_least", source="The Treasury")
    assert 'name="claim-number" value="21"' in page
    assert '<option value="at_least" selected>' in page
    assert 'name="claim-source" value="The Treasury"' in page
    assert f'name="claim-edits" value="{claim_of(story).edits}"' in page


def test_words_that_stand_in_the_editor_offer_more_than_those_saved(
    desk: Client, ines: User
) -> None:
    page = said(desk, draft(ines, words="21 officials"), "kind", kind="count", words="22 officials")
    assert list(offered(page)) == ["22: exactly 22"]


@pytest.mark.parametrize(
    ("saved", "published", "number", "day"),
    [
        (date(2024, 11, 27), None, 1, date(2024, 11, 27)),
        (date(2024, 11, 26), None, 1, None),
        (date(2024, 11, 27), None, 2, None),
        (date(2024, 11, 27), date(2024, 7, 1), 2, date(2024, 7, 1)),
    ],
)
def test_the_storys_day_is_known_where_it_is_certain(
    saved: date, published: date | None, number: int, day: date | None
) -> None:
    noon = time(12, tzinfo=UTC)
    revision = Revision(number=number, saved_at=datetime.combine(saved, noon))
    first = published and datetime.combine(published, noon)
    with time_machine.travel(datetime(2024, 11, 27, 15, tzinfo=UTC)):
        assert story_day(Claim(revision=revision, first_published=first)) == day


# ---- A contradiction that is accepted ---------------------------------------------------------


def test_a_contradiction_blocks_until_an_editor_accepts_it_with_a_reason(
    desk: Client, ines: User, story: Story, vote: DeskRecord
) -> None:
    dated(story, vote, ines, "2018")
    page = desk.get(at(story)).text
    assert "Publish it although it is contradicted" in page
    assert "Claim 1 is contradicted." in desk.get(at(story, "publish/")).text
    desk.post(at(story, "publish/"), {"edits": newest(story).edits})
    assert story.live is None
    assert "Say why it is published" in said(desk, story, "accept")
    form = claim_form(claim_of(story), "accept", period_from="2018")
    page = desk.post(at(story), form | {"accepted-why": " They err. "}, headers=FETCH).text
    assert "Accepted." in page
    assert "“They err.”" in page
    assert "Publish it although" not in page
    claim = claim_of(story)
    assert (claim.accepted_why, claim.accepted_by) == ("They err.", ines)
    assert claim.is_confirmed
    shown = desk.get(at(story, "publish/")).text
    assert "published all the same: “They err.” (ines, " in shown
    assert 'value="Publish">' in shown
    assert "Accepted that “a desperate act” is contradicted: They err." in [
        one.get_change_message() for one in LogEntry.objects.all()
    ]
    desk.post(at(story, "publish/"), {"edits": newest(story).edits})
    assert story.live is not None


def test_whoever_may_not_publish_accepts_nothing(
    story: Story, ines: User, vote: DeskRecord
) -> None:
    rosa = staff("reporter", "rosa")
    Story.objects.update(owner=rosa)
    dated(story, vote, ines, "2018")
    reporter = logged_in(rosa)
    page = reporter.get(at(story)).text
    assert "Whoever may publish the story can accept it" in page
    assert "accepted-why" not in page
    form = claim_form(claim_of(story), "accept") | {"accepted-why": "They err."}
    assert reporter.post(at(story), form, headers=FETCH).status_code == 403
    assert claim_of(story).accepted_why == ""


def test_a_contradiction_that_somebody_changed_meanwhile_is_not_accepted(
    desk: Client, ines: User, story: Story, vote: DeskRecord
) -> None:
    form = claim_form(dated(story, vote, ines, "2018"), "accept") | {"accepted-why": "They err."}
    dated(story, vote, ines, "2017")
    page = desk.post(at(story), form, headers=FETCH).text
    assert "Somebody else changed this claim" in page
    assert claim_of(story).accepted_why == ""


# ---- Sentences without a claim ----------------------------------------------------------------


def test_the_bar_and_the_checklist_say_which_sentences_carry_no_claim(
    desk: Client, ines: User
) -> None:
    story = draft(
        ines, body=f"<p>It was {marked('in 2017')}. Maduro’s 21 left.</p><p>So it goes.</p>"
    )
    page = desk.get(address(story)).text
    assert "Coverage: 1 of 2 checkable statements have a claim" in page
    assert "One checkable sentence has no claim: “Maduro’s 21 left”." in page
    assert '#id_body" data-statement="0">Maduro’s 21 left.</a>' in page
    answer = desk.get(at(story, "checklist/"))
    assert json.loads(answer.context["statements"]) == [[0, "Maduro’s 21 left."]]
    (hint,) = answer.context["hints"]
    assert hint.id == "statements_without_claim"
    assert answer.context["warnings"] == []


def test_a_hint_and_a_warning_keep_nobody_from_publishing(desk: Client, ines: User) -> None:
    story = draft(ines, body=f"<p>It was {marked('so')}. It was 2017.</p>")
    dated(story, undated(), ines, "2015")
    page = desk.get(at(story, "publish/")).text
    assert "Claim 1 will show as undecided." in page
    assert "One checkable sentence has no claim" in page
    assert 'value="Publish">' in page
    desk.post(at(story, "publish/"), {"edits": newest(story).edits})
    assert story.live is not None


# ---- In a browser -----------------------------------------------------------------------------


@pytest.fixture
def at_desk(page: Page, live_server: LiveServer, ines: User) -> Page:
    """An editor's browser, logged in; it fails on any error in its console."""
    cookie = logged_in(ines).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": 1440, "height": 900})
    return page


def opened(page: Page, story: Story) -> Locator:
    """The story's form, and in it the editor."""
    page.goto(address(story))
    expect(page.locator("#story-panel .panel")).to_be_visible()
    return page.locator(".ProseMirror")


def select(page: Page, words: str) -> None:
    """Selects these words, all in one piece of text, as a mouse would."""
    page.evaluate(
        """words => {
            const editor = document.querySelector(".ProseMirror")
            editor.focus()
            const walker = document.createTreeWalker(editor, NodeFilter.SHOW_TEXT)
            while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf(words)
                if (at < 0) continue
                const selection = getSelection()
                const node = walker.currentNode
                selection.setBaseAndExtent(node, at, node, at + words.length)
                return
            }
            throw new Error(`No “${words}” in the text.`)
        }""",
        words,
    )
    page.wait_for_timeout(50)  # until the editor has heard of it


def paste(page: Page, html: str) -> None:
    page.evaluate(
        """html => {
            const data = new DataTransfer()
            data.setData("text/html", html)
            const options = { clipboardData: data, bubbles: true, cancelable: true }
            const event = new ClipboardEvent("paste", options)
            document.querySelector(".ProseMirror").dispatchEvent(event)
        }""",
        html,
    )


def body(page: Page) -> str:
    page.wait_for_timeout(600)  # it is written out when typing pauses
    return page.locator("#id_body").input_value()


def test_words_are_marked_linked_and_confirmed_beside_unsaved_text(
    at_desk: Page, ines: User
) -> None:
    source("The Treasury")
    factories.designation("MADURO MOROS, Nicolas")
    story = draft(ines, body="<p>Maduro has been sanctioned since 2017.</p>")
    editor = opened(at_desk, story)
    select(at_desk, "Maduro has been sanctioned")
    at_desk.keyboard.press("Control+m")
    panel = at_desk.locator("#story-panel")
    expect(panel.locator(".claim-words")).to_have_text("“Maduro has been sanctioned”")
    expect(editor.locator("cite .claim-decide")).to_have_count(1)
    panel.get_by_label("Kind").select_option("designated")
    panel.get_by_placeholder("A name or a number").fill("madu")
    panel.get_by_role("button", name="Link: MADURO MOROS, Nicolas").click()
    expect(panel.get_by_role("link", name="MADURO MOROS, Nicolas")).to_be_visible()
    panel.get_by_label("Source").fill("The Treasury")
    panel.get_by_role("button", name="Confirm").click()
    expect(panel.get_by_role("status").first).to_contain_text("Confirmed.")
    assert newest(story).body == "<p>Maduro has been sanctioned since 2017.</p>", "not saved yet"
    at_desk.get_by_role("button", name="Save and continue editing").click()
    expect(at_desk.locator("#story-to-fix")).to_have_text("Ready to be published")
    claim = newest(story).claims.get()
    assert claim.is_confirmed
    assert claim.links.get().decided_by == ines


def test_offers_are_taken_and_the_verdict_follows_the_fields(at_desk: Page, ines: User) -> None:
    source("The Treasury")
    factories.list_version()
    factories.designation()
    story = draft(ines, body="<p>It is so.</p><p>One. The list held over 20 officials then.</p>")
    editor = opened(at_desk, story)
    expect(editor.locator(".statement-open")).to_have_text("The list held over 20 officials then.")
    at_desk.get_by_text("Where", exact=True).click()
    at_desk.locator("[data-statement]").click()
    at_desk.wait_for_function("getSelection().toString().endsWith('20 officials then.')")
    at_desk.wait_for_timeout(50)  # until the editor has heard of it
    at_desk.keyboard.press("Control+m")
    panel = at_desk.locator("#story-panel")
    panel.get_by_role("button", name="over 20 officials: Count").click()
    expect(editor.locator(".statement-open")).to_have_count(0)
    panel.get_by_role("button", name="over 20: more than 20").click()
    expect(panel.locator("#claim-built")).to_contain_text("held more than 20 designations")
    panel.get_by_placeholder("A title, a number or a name").fill("sdn")
    panel.get_by_role("button", name="Link: ").click()
    expect(panel.locator("#claim-built .is-contradicted b")).to_have_text("Contradicted")
    panel.get_by_label("Comparator").select_option("fewer_than")
    expect(panel.locator("#claim-built .is-supported b")).to_have_text("Supported")
    expect(panel.locator("#claim-built")).to_contain_text("not saved yet")


def test_an_outer_claim_marked_second_still_stands_around_the_inner(
    at_desk: Page, ines: User
) -> None:
    opened(at_desk, draft(ines, body="<p>One two three four.</p>"))
    select(at_desk, "two three")
    at_desk.get_by_role("button", name="Mark claim").click()
    inner = at_desk.locator("cite").get_attribute("data-claim")
    at_desk.locator(".ProseMirror p").click(click_count=3)
    at_desk.wait_for_timeout(50)
    at_desk.get_by_role("button", name="Mark claim").click()
    expect(at_desk.locator("cite cite")).to_have_attribute("data-claim", str(inner))
    outer = at_desk.locator("cite").first.get_attribute("data-claim")
    assert body(at_desk) == (
        f'<p><cite data-claim="{outer}">One <cite data-claim="{inner}">two three</cite> four.'
        "</cite></p>"
    )


def test_typing_at_the_edge_of_a_claim_stays_outside_and_bold_inside_does_not_split_it(
    at_desk: Page, ines: User
) -> None:
    opened(at_desk, draft(ines, body=f"<p>{marked('a desperate act')}</p>"))
    select(at_desk, "desperate")
    at_desk.keyboard.press("Control+b")
    at_desk.keyboard.press("End")
    at_desk.wait_for_timeout(50)
    at_desk.keyboard.type(" again")
    assert body(at_desk) == (f"<p>{marked('a <strong>desperate</strong> act')} again</p>")


def test_a_mark_is_taken_off_and_its_claim_stays(at_desk: Page, ines: User) -> None:
    story = draft(ines)
    editor = opened(at_desk, story)
    editor.locator("cite").click()
    at_desk.get_by_role("button", name="Take mark off").click()
    assert body(at_desk) == "<p>It was a desperate act.</p>"
    at_desk.get_by_role("button", name="Save and continue editing").click()
    expect(at_desk.locator("#story-panel")).to_contain_text("is not marked in the saved text")
    assert claim_of(story).position is None


def test_a_pasted_copy_of_a_claim_gets_a_key_of_its_own_and_a_strangers_key_goes(
    at_desk: Page, ines: User
) -> None:
    opened(at_desk, draft(ines))
    at_desk.locator(".ProseMirror p").click()
    at_desk.keyboard.press("Control+End")
    at_desk.wait_for_timeout(50)
    paste(at_desk, f"<p> Copy {marked('a desperate act')}, {marked('foreign', 'k0000009')}</p>")
    keys = [mark.key for mark in marks(body(at_desk))]
    assert keys[0] == KEY
    assert len(set(keys)) == 2
    assert "k0000009" not in keys
    assert re.fullmatch("[0-9a-z]{8}", keys[1])


WORD = (
    "<html><head><style>p {color: red}</style></head><body><!--StartFragment-->"
    "<p class=MsoNormal style='mso-bidi-font-weight:bold;color:red'>The <b style='x:y'>Treasury"
    "</b> <span style='font-style:italic'>listed</span> 21.<o:p></o:p></p></body></html>"
)
GOOGLE_DOCS = (
    "<b style='font-weight:normal;' id='docs-internal-guid'><p style='color:red' onclick='x()'>"
    "<span style='font-weight:400'>The </span><span style='font-weight:700'>Treasury</span>"
    "<span> </span><span style='font-style:italic'>listed</span><span> 21.</span></p></b>"
)


@pytest.mark.parametrize("pasted", [WORD, GOOGLE_DOCS], ids=["Word", "Google Docs"])
def test_text_from_a_word_processor_comes_in_clean(at_desk: Page, ines: User, pasted: str) -> None:
    opened(at_desk, draft(ines, body=""))
    at_desk.locator(".ProseMirror").click()
    paste(at_desk, pasted)
    assert body(at_desk) == "<p>The <strong>Treasury</strong> <em>listed</em> 21.</p>"


def test_changed_words_are_dashed_while_they_are_typed(at_desk: Page, ines: User) -> None:
    editor = opened(at_desk, ready(ines))
    expect(editor.locator("cite .claim-settled")).to_have_count(1)
    select(at_desk, "desperate")
    at_desk.keyboard.type("daring")
    expect(editor.locator("cite .claim-fix")).to_have_count(1)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_form_has_no_axe_finding(at_desk: Page, ines: User, width: int) -> None:
    at_desk.set_viewport_size({"width": width, "height": 900})
    opened(at_desk, draft(ines)).locator("cite").click()
    expect(at_desk.locator(".claim-card")).to_be_visible()
    found = Axe().run(at_desk, context=".story-page")
    assert found.violations_count == 0, found.generate_report()
    assert at_desk.evaluate("document.documentElement.scrollWidth") <= width
