"""Two persons read the very text that goes out: the steps to there, and every way round them."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.utils import timezone

from newsroom import approval, states, workflow
from newsroom.models import (
    Approval,
    Claim,
    ClaimLink,
    GroupSettings,
    Picture,
    Revision,
    Source,
    Story,
)
from sanctions.models import Party
from tests import factories
from tests.newsroom.desk import (
    address,
    claim_of,
    draft,
    form_of,
    logged_in,
    marked,
    newest,
    ready,
    staff,
)
from tests.newsroom.stories import source

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def tomas() -> User:
    return staff("editor", "tomas")


@pytest.fixture
def rita() -> User:
    return staff("reporter", "rita")


@pytest.fixture
def two_needed(ines: User) -> None:
    GroupSettings.objects.create(group=Group.objects.get(name="editor"), four_eyes=True)


def handed_over(by: User, **columns: Any) -> Story:
    story = ready(by, **columns)
    workflow.hand_over(story, by=by)
    return story


def approve(story: Story, by: User) -> Approval:
    """As the page does: it names the text that it shows."""
    return workflow.approve(story, by=by, fingerprint=approval.fingerprint(newest(story)))


def state(story: Story) -> str:
    return states.words(states.of(story))


# ---- The steps --------------------------------------------------------------------------------


def test_a_story_goes_from_a_draft_to_readers_and_each_step_says_who_and_when(
    ines: User, tomas: User, rita: User
) -> None:
    story = ready(rita)
    told = [state(story)]
    workflow.hand_over(story, by=rita)
    told.append(state(story))
    approve(story, tomas)
    told.append(state(story))
    later = timezone.now() + timedelta(hours=1)
    workflow.publish(story, by=ines, public_from=later)
    told.append(state(story))
    workflow.take_back(story, by=ines)
    told.append(state(story))
    workflow.publish(story, by=ines)
    told.append(state(story))
    working = workflow.working_revision(story, ines)
    told.append(state(story))
    workflow.hand_over(story, by=ines)
    told.append(state(story))
    note = workflow.CorrectionNote("", "We wrote 22.", "It was 21.")
    workflow.publish(story, by=ines, correction=note)
    told.append(state(story))
    workflow.working_revision(story, ines)
    told.append(state(story))
    workflow.publish(story, by=ines)
    told.append(state(story))
    workflow.withdraw(story, by=ines, note="It was wrong.")
    told.append(state(story))
    assert told == [
        "Draft",
        "In review",
        "Approved",
        "Scheduled",
        "Approved",
        "Published",
        "Published, draft waiting",
        "Published, next in review",
        "Corrected",
        "Corrected, draft waiting",
        "Corrected",
        "Withdrawn",
    ]
    assert working.number == 2
    steps = LogEntry.objects.order_by("pk").values_list("user__username", "change_message")
    assert [(who, said.split()[0]) for who, said in steps] == [
        ("rita", "Handed"),
        ("tomas", "Approved"),
        ("ines", "Scheduled"),
        ("ines", "Took"),
        ("ines", "Published"),
        ("ines", "Handed"),
        ("ines", "Published"),
        ("ines", "Published"),
        ("ines", "Withdrew"),
    ]
    assert "approved by tomas" in steps[4][1]


def _withdrawn(story: Story, by: User) -> None:
    _published(story, by)
    workflow.withdraw(story, by=by, note="It was wrong.")


def _published(story: Story, by: User) -> None:
    workflow.publish(story, by=by)


def _scheduled(story: Story, by: User) -> None:
    workflow.publish(story, by=by, public_from=timezone.now() + timedelta(hours=1))


def _in_review(story: Story, by: User) -> None:
    workflow.hand_over(story, by=by)


def _approved(story: Story, by: User) -> None:
    workflow.hand_over(story, by=by)
    approve(story, by)


def _draft(story: Story, by: User) -> None:
    pass


#: For each state: what each step is answered with, "" where it may be taken.
STEPS: list[tuple[Callable[[Story, User], None], dict[str, str]]] = [
    (
        _draft,
        {
            "hand_over": "",
            "approve": "Hand it over for review first",
            "send_back": "which nobody handed over",
            "publish": "",
            "take_back": "Nothing is scheduled",
            "withdraw": "delete it instead",
        },
    ),
    (
        _in_review,
        {
            "hand_over": "in review already, since",
            "approve": "",
            "send_back": "",
            "publish": "",
            "take_back": "Nothing is scheduled",
            "withdraw": "delete it instead",
        },
    ),
    (
        _approved,
        {
            "hand_over": "approved already, since",
            "approve": "",
            "send_back": "",
            "publish": "",
            "take_back": "Nothing is scheduled",
            "withdraw": "delete it instead",
        },
    ),
    (
        _scheduled,
        {
            "hand_over": "it is scheduled for",
            "approve": "Take it back first",
            "send_back": "Take it back first",
            "publish": "Take it back to publish it",
            "take_back": "",
            "withdraw": "delete it instead",
        },
    ),
    (
        _published,
        {
            "hand_over": "nothing has changed since it was published",
            "approve": "nothing has changed since it was published",
            "send_back": "nothing has changed since it was published",
            "publish": "Nothing has changed",
            "take_back": "stays public",
            "withdraw": "",
        },
    ),
    (
        _withdrawn,
        {
            "hand_over": "is withdrawn",
            "approve": "is withdrawn",
            "send_back": "is withdrawn",
            "publish": "is withdrawn",
            "take_back": "Nothing is scheduled",
            "withdraw": "withdrawn already",
        },
    ),
]


def test_each_step_out_of_turn_says_what_is_so_and_what_to_do(ines: User) -> None:
    wrong = []
    for number, (bring, steps) in enumerate(STEPS):
        key = f"k000000{number}"
        story = ready_with(ines, key)
        bring(story, ines)
        seen = approval.fingerprint(newest(story))
        take: dict[str, Callable[[], object]] = {
            "hand_over": partial(workflow.hand_over, story, by=ines),
            "approve": partial(workflow.approve, story, by=ines, fingerprint=seen),
            "send_back": partial(workflow.send_back, story, by=ines, note="No.", fingerprint=seen),
            "publish": partial(workflow.publish, story, by=ines),
            "take_back": partial(workflow.take_back, story, by=ines),
            "withdraw": partial(workflow.withdraw, story, by=ines, note="Wrong."),
        }
        for step, expected in steps.items():
            said = answer_to(take[step])
            if bool(said) != bool(expected) or expected not in said:
                wrong.append((bring.__name__, step, said))
    assert not wrong


def answer_to(step: Callable[[], object]) -> str:
    """What a step is refused with; "" where it can be taken, which it then is not."""
    try:
        with transaction.atomic():
            step()
            transaction.set_rollback(True)
    except workflow.WorkflowError as error:
        return str(error)
    return ""


def ready_with(by: User, key: str) -> Story:
    """Ready, under a claim's key of its own."""
    story = draft(by, body=f"<p>It was {marked('a desperate act', key)}.</p>")
    claim = claim_of(story, key)
    workflow.assert_claim(claim, by=by, kind="judgement", source=source("The Treasury"))
    workflow.confirm(claim, by=by)
    return story


@pytest.mark.parametrize(
    ("role", "hands_over", "reads"),
    [
        ("reporter", True, 403),
        ("editor", True, 200),
        ("exporter", False, 404),
        ("admin", True, 200),
    ],
)
def test_who_hands_over_and_who_approves(
    ines: User, role: str, hands_over: bool, reads: int
) -> None:
    someone = staff(role, "someone")
    story = ready(someone)
    desk = logged_in(someone)
    desk.post(address(story), form_of(story, standfirst="x") | {"_hand_over": ""})
    story.refresh_from_db()
    assert (story.status == "review") == hands_over
    if not hands_over:
        workflow.hand_over(story, by=ines)
    assert desk.get(address(story, "review/")).status_code == reads
    sent = {"action": "approve", "fingerprint": approval.fingerprint(newest(story))}
    answer = desk.post(address(story, "review/"), sent)
    assert answer.status_code == (302 if reads == 200 else reads)
    assert Approval.objects.exists() == (reads == 200)


def test_a_story_is_sent_back_with_a_note_that_its_writer_sees(
    rita: User, tomas: User, ines: User
) -> None:
    story = handed_over(rita)
    desk = logged_in(tomas)
    sent = {"action": "send_back", "fingerprint": approval.fingerprint(newest(story))}
    assert "say what is to be mended." in desk.post(address(story, "review/"), sent).text
    desk.post(address(story, "review/"), sent | {"note": "Who says so?"})
    page = logged_in(rita).get(address(story)).text
    assert "<b>Draft</b>" in page
    assert "<b>Sent back</b> by tomas" in page
    assert "Who says so?" in page
    approve(workflow.hand_over(story, by=rita), ines)  # the newest word on a text counts
    assert approval.approved(newest(story))


# ---- What an approval is of -------------------------------------------------------------------


def test_the_page_shows_what_goes_out_and_names_it(ines: User, tomas: User) -> None:
    story = handed_over(ines, standfirst="Only here.", byline="By Inés")
    page = logged_in(tomas).get(address(story, "review/")).text
    for said in ("Officials named", "Only here.", "By Inés", "a desperate act", "The Treasury"):
        assert said in page
    assert f'name="fingerprint" value="{approval.fingerprint(newest(story))}"' in page
    assert "You saved text of this revision" not in page
    assert "You saved text" in logged_in(ines).get(address(story, "review/")).text


def test_the_page_shows_too_what_it_names_and_readers_are_not_shown(
    ines: User, tomas: User
) -> None:
    story, later = ready(ines), timezone.now() + timedelta(days=1)
    claim = claim_of(story)
    links = [
        factories.party("No Day", public_from=None),
        factories.party("Tomorrow", public_from=later),
        factories.desk_record(title="The talk", public_from=None),
        factories.party("Undecided", public_from=timezone.now()),
        factories.party("In Public", public_from=timezone.now()),
    ]
    for record in links:
        target = "party" if isinstance(record, Party) else "desk_record"
        decided = {} if str(record) == "Undecided" else {"decided_by": ines, "decided_at": later}
        ClaimLink.objects.create(claim=claim, role="party", **{target: record}, **decided)
    papers = factories.document(title="The kept paper", access="desk")
    Claim.objects.filter(pk=claim.pk).update(document=papers)
    Claim.objects.create(revision=newest(story), key="nokind22", words="of no kind", position=9)
    Claim.objects.create(revision=newest(story), key="nomark22", words="without a mark")
    workflow.hand_over(story, by=ines)
    page = logged_in(tomas).get(address(story, "review/"))
    held = {one.name: one.why for one in page.context["claims"][0].held_back}
    day = f"{timezone.localtime(later):%-d %B %Y, %H:%M}"
    assert held.pop("Undecided").endswith("nobody has decided that it belongs here")
    assert held == {
        "No Day": "not public yet, no day set",
        "Tomorrow": f"not public yet, from {day}",
        "The talk": "not public yet, no day set",
    }
    text = page.text.partition('id="review-claims"')[2]
    for said in (*held, *held.values(), "Undecided", "In Public", "The kept paper", "3 claims"):
        assert said in text
    for words, lack in (
        ("of no kind", "Nobody has said what it asserts."),
        ("without a mark", "Nobody has said what it asserts. It is not marked in the text."),
    ):
        assert lack in text.partition(f"“{words}”")[2].partition("</li>")[0]


def _edit(story: Story, by: User) -> None:
    revision = newest(story)
    workflow.save_text(
        revision, by=by, edits=revision.edits, headline="Another", body=revision.body
    )


def test_what_is_saved_while_the_page_is_drawn_is_on_it(
    ines: User, tomas: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, going_out = handed_over(ines), approval.going_out
    steps = iter([lambda: _edit(story, ines)])

    def meanwhile(revision: Revision) -> dict[str, Any]:
        next(steps, lambda: None)()
        return going_out(revision)

    monkeypatch.setattr(approval, "going_out", meanwhile)
    page = logged_in(tomas).get(address(story, "review/")).text
    assert "Another</h2>" in page
    assert f'value="{approval.fingerprint(newest(story))}"' in page


def _link(story: Story, by: User) -> None:
    workflow.link(claim_of(story), "record", factories.desk_record(), by=by)


def _other_source(story: Story, by: User) -> None:
    workflow.assert_claim(claim_of(story), by=by, kind="judgement", source=source("Somebody else"))


def _source_renamed(story: Story, by: User) -> None:
    renamed = Source.objects.get(label="The Treasury")
    renamed.label = "A friend of ours"
    renamed.save()


def _other_assertion(story: Story, by: User) -> None:
    treasury = source("The Treasury")
    workflow.assert_claim(claim_of(story), by=by, kind="said", source=treasury, quote="No.")


def _section(story: Story, by: User) -> None:
    workflow.save_story(
        story, by=by, slug=story.slug, section="Lies", language="en", owner=story.owner
    )


def _picture(story: Story, by: User) -> None:
    shown = Picture.objects.create(
        story=story,
        public_id="abcdefghijkl",
        file="x.jpg",
        sha256="0" * 64,
        width=1600,
        height=900,
        alt="A minister",
        credit="Nobody",
        by=by,
    )
    Revision.objects.filter(pk=newest(story).pk).update(picture=shown)


def _behind_the_workflow(story: Story, by: User) -> None:
    Claim.objects.filter(revision=newest(story)).update(words="an act of kindness")


CHANGES = [
    _edit,
    _link,
    _other_source,
    _source_renamed,
    _other_assertion,
    _section,
    _picture,
    _behind_the_workflow,
]


@pytest.mark.usefixtures("two_needed")
@pytest.mark.parametrize("change", CHANGES)
def test_any_change_after_the_approval_needs_another(
    ines: User, tomas: User, change: Callable[[Story, User], None]
) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    before = approval.fingerprint(newest(story))
    assert state(story) == "Approved"
    change(story, ines)
    assert approval.fingerprint(newest(story)) != before
    assert state(story) == "In review"
    assert approval.approved(newest(story)) is None
    with pytest.raises(workflow.WorkflowError, match=r"tomas .* approved another text"):
        approval.refuse_unapproved(newest(story), ines)
    if change is _edit:
        page = logged_in(ines).get(address(story)).text
        assert "<b>Changed since</b> tomas approved it" in page
        assert 'name="_publish" id="story-publish" disabled' in page


def test_a_confirmation_changes_nothing_that_goes_out(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    workflow.confirm(claim_of(story), by=tomas)
    assert state(story) == "Approved"
    assert approval.approved(newest(story))


def test_two_texts_of_one_content_have_one_fingerprint(ines: User) -> None:
    story = ready(ines)
    revision = newest(story)
    before = approval.fingerprint(revision)
    _edit(story, ines)
    assert approval.fingerprint(revision) != before
    workflow.save_text(
        revision,
        by=ines,
        edits=newest(story).edits,
        headline="Officials named",
        body=revision.body,
    )
    assert approval.fingerprint(revision) == before


def test_what_was_read_and_has_changed_is_not_approved_and_the_page_says_what(
    ines: User, tomas: User
) -> None:
    story = handed_over(ines)
    desk = logged_in(tomas)
    page = desk.get(address(story, "review/"))
    sent = {
        "action": "approve",
        "fingerprint": page.context["standing"].fingerprint,
        "digests": page.context["digests"],
        "edits": page.context["revision"].edits,
    }
    _edit(story, ines)
    _other_source(story, ines)
    answer = desk.post(address(story, "review/"), sent)
    assert "this is not the text that you read" in answer.text
    assert "Changed meanwhile: the headline, the claim “a desperate act”." in answer.text
    assert "Another" in answer.text
    assert f"{address(story, 'saves/')}?from=s" in answer.text
    assert not Approval.objects.exists()
    sent["fingerprint"] = answer.context["standing"].fingerprint
    assert desk.post(address(story, "review/"), sent).status_code == 302


def test_a_forged_fingerprint_approves_nothing(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    desk = logged_in(tomas)
    for forged in ("", "0" * 64, "x", "0" * 65, "' OR 1=1 --", "\0"):
        sent = {"action": "approve", "fingerprint": forged}
        assert desk.post(address(story, "review/"), sent).status_code == 200, forged
    assert not Approval.objects.exists()
    story.refresh_from_db()
    assert story.status == "review"


def test_nonsense_about_the_parts_is_nothing(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    desk = logged_in(tomas)
    for nonsense in ("x", "[1]", '{"\\ud800": 1, "claim <b>": 1}', "[" * 50_000, '{"body": {}}'):
        sent = {"action": "approve", "fingerprint": "0" * 64, "digests": nonsense}
        page = desk.post(address(story, "review/"), sent)
        assert page.status_code == 200, nonsense[:20]
        assert "&lt;b&gt;" not in page.text


def test_nobody_edits_an_approval(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    with pytest.raises(DatabaseError), transaction.atomic():
        Approval.objects.update(by=ines)


# ---- Four eyes --------------------------------------------------------------------------------


def test_without_the_setting_one_person_publishes(ines: User) -> None:
    workflow.publish(ready(ines), by=ines)
    assert Story.objects.published().exists()


@pytest.mark.usefixtures("two_needed")
def test_under_four_eyes_one_alone_publishes_nothing(ines: User) -> None:
    story = ready(ines)
    with pytest.raises(workflow.WorkflowError, match="nobody has approved this text yet"):
        workflow.publish(story, by=ines)
    workflow.hand_over(story, by=ines)
    approve(story, ines)
    with pytest.raises(workflow.WorkflowError, match="only you have approved this text"):
        workflow.publish(story, by=ines)
    with pytest.raises(workflow.WorkflowError, match="only you have approved"):
        workflow.publish(story, by=ines, public_from=timezone.now() + timedelta(hours=1))
    page = logged_in(ines).post(address(story, "publish/"), {}).text
    assert "Only you have approved this text: a second person has to." in page
    assert not Revision.objects.filter(public_from__isnull=False).exists()


@pytest.mark.usefixtures("two_needed")
def test_under_four_eyes_a_second_person_is_whoever_is_not_the_publisher(
    ines: User, tomas: User
) -> None:
    story = handed_over(ines)
    approve(story, ines)  # her own text: it counts where somebody else publishes it
    page = logged_in(tomas).get(address(story, "publish/"))
    assert f"Text <code>{page.context['text_of_approval']}</code>" in page.text
    assert "approved by ines" in page.text
    sent = {"fingerprint": page.context["form"]["fingerprint"].value()}
    logged_in(tomas).post(address(story, "publish/"), sent)
    assert Story.objects.published().exists()


@pytest.mark.usefixtures("two_needed")
def test_what_another_sent_back_is_not_published_on_an_older_approval(
    ines: User, tomas: User
) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    seen = approval.fingerprint(newest(story))
    workflow.send_back(story, by=staff("editor", "bo"), note="Not so.", fingerprint=seen)
    with pytest.raises(workflow.WorkflowError, match=r"bo .* sent it back"):
        workflow.publish(story, by=ines)


@pytest.mark.usefixtures("two_needed")
def test_under_four_eyes_nobody_alone_gives_a_published_story_another_address(
    ines: User, tomas: User
) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    workflow.publish(story, by=ines)
    page = logged_in(ines).post(address(story), form_of(story, slug="what-nobody-else-has-read"))
    assert "your group lets nothing out that one person alone has read" in page.text
    GroupSettings.objects.update(four_eyes=False)
    logged_in(ines).post(address(story), form_of(story, slug="what-one-may-write"))
    story.refresh_from_db()
    assert story.slug == "what-one-may-write"


@pytest.mark.usefixtures("two_needed")
def test_the_approval_of_one_story_is_none_of_another(ines: User, tomas: User) -> None:
    approve(handed_over(ines), tomas)
    other = ready_with(ines, "k0000001")
    stolen = Approval.objects.get().fingerprint
    workflow.hand_over(other, by=ines)
    with pytest.raises(workflow.AnotherText):
        workflow.approve(other, by=tomas, fingerprint=stolen)
    # Nor by the same fingerprint, written behind the workflow for another revision's.
    Approval.objects.create(revision=newest(other), fingerprint=stolen, by=tomas)
    with pytest.raises(workflow.WorkflowError, match="approved another text"):
        workflow.publish(other, by=ines)


@pytest.mark.usefixtures("two_needed")
def test_what_is_taken_back_keeps_its_approval_until_it_is_changed(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    later = timezone.now() + timedelta(hours=1)
    workflow.publish(story, by=ines, public_from=later)
    workflow.take_back(story, by=ines)
    workflow.publish(story, by=ines, public_from=later)
    workflow.take_back(story, by=ines)
    _edit(story, ines)
    with pytest.raises(workflow.WorkflowError, match="approved another text"):
        workflow.publish(story, by=ines)


@pytest.mark.usefixtures("two_needed")
def test_the_next_revision_needs_its_own_approval(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    workflow.publish(story, by=ines)
    workflow.working_revision(story, ines)
    with pytest.raises(workflow.WorkflowError, match="nobody has approved"):
        workflow.publish(story, by=ines)


def test_a_page_opened_before_a_claim_changed_publishes_nothing(ines: User) -> None:
    story = ready(ines)
    desk = logged_in(ines)
    form = desk.get(address(story, "publish/")).context["form"]
    sent = {name: form[name].value() for name in ("edits", "fingerprint")}
    _other_source(story, ines)
    workflow.confirm(claim_of(story), by=ines)
    answer = desk.post(address(story, "publish/"), sent)
    assert "changed after you opened this page" in str(answer.context["form"].errors)
    assert not Story.objects.published().exists()


@pytest.mark.django_db(transaction=True)
def test_of_an_approval_and_a_save_at_one_instant_no_unread_text_is_approved(
    ines: User, tomas: User
) -> None:
    for number in range(4):
        story = ready_with(ines, f"k000000{number}")
        workflow.hand_over(story, by=ines)
        seen, start = approval.fingerprint(newest(story)), threading.Barrier(2)

        def at_once(step: Callable[[], object], start: threading.Barrier = start) -> None:
            start.wait()
            try:
                step()
            except workflow.AnotherText:
                pass
            finally:
                connection.close()

        steps: list[Callable[[], object]] = [
            partial(workflow.approve, story, by=tomas, fingerprint=seen),
            partial(_edit, story, ines),
        ]
        threads = [threading.Thread(target=at_once, args=(step,)) for step in steps]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert state(story) == "In review"
        assert approval.approved(newest(story)) is None
        assert newest(story).headline == "Another"


@pytest.mark.usefixtures("two_needed")
def test_no_approval_lets_a_lost_mark_or_an_unconfirmed_claim_through(
    ines: User, tomas: User
) -> None:
    story = draft(ines)
    revision = newest(story)
    body = f"<p>Other words, and {marked('new ones', 'k0000001')}.</p>"
    workflow.save_text(revision, by=ines, edits=revision.edits, headline="Lost", body=body)
    workflow.hand_over(story, by=ines)
    approve(story, tomas)
    page = logged_in(ines).post(address(story, "publish/"), {}).text
    for place in ("is not marked in the saved text: “a desperate act”", "unconfirmed: “new ones”"):
        assert place in page
    assert not Story.objects.published().exists()


def test_what_is_to_be_scheduled_has_a_time(ines: User) -> None:
    story = ready(ines)
    answer = logged_in(ines).post(address(story, "publish/"), {"schedule": "Schedule"})
    assert "Say from when readers may read it." in answer.text
    assert newest(story).public_from is None


# ---- The setting ------------------------------------------------------------------------------


def group_form(group: Group, **changed: Any) -> dict[str, Any]:
    found = GroupSettings.objects.filter(group=group).first()
    return {
        "name": group.name,
        "permissions": list(group.permissions.values_list("pk", flat=True)),
        "newsroom_settings-TOTAL_FORMS": "1",
        "newsroom_settings-INITIAL_FORMS": "1" if found else "0",
        "newsroom_settings-0-id": found.pk if found else "",
        "newsroom_settings-0-group": group.pk,
    } | changed


@pytest.mark.parametrize(("role", "may"), [("reporter", 403), ("editor", 403), ("admin", 302)])
def test_who_changes_groups_decides_whether_two_are_needed(role: str, may: int) -> None:
    desk = logged_in(staff(role, "someone"))
    group = Group.objects.get(name="editor")
    at = f"/admin/auth/group/{group.pk}/change/"
    sent = group_form(group, **{"newsroom_settings-0-four_eyes": "on"})
    assert desk.post(at, sent).status_code == may
    assert GroupSettings.objects.filter(four_eyes=True).exists() == (may == 302)
    if may == 302:
        assert "four eyes" in desk.get(at).text.lower()
        desk.post(at, group_form(group))
        assert not GroupSettings.objects.filter(four_eyes=True).exists()


def test_any_group_of_theirs_that_asks_for_two_binds_them(ines: User) -> None:
    assert not approval.four_eyes(ines)
    careful = Group.objects.create(name="careful")
    GroupSettings.objects.create(group=careful, four_eyes=True)
    GroupSettings.objects.create(group=Group.objects.get(name="editor"), four_eyes=False)
    ines.groups.add(careful)
    assert approval.four_eyes(ines)


# ---- What is told -----------------------------------------------------------------------------


def test_nobody_is_named_for_a_review_that_a_change_brought_about(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    approve(story, tomas)
    _edit(story, ines)
    story.refresh_from_db()
    assert (story.status, story.status_by, story.status_at) == ("review", None, None)
    with pytest.raises(workflow.WorkflowError, match=r"^It is in review already\.$"):
        workflow.hand_over(story, by=ines)
    page = logged_in(ines).get(address(story)).text
    assert "<b>Changed since</b> tomas approved it" in page
    assert "Handed over by" not in page


def test_the_checklist_says_whether_somebody_approved_it(ines: User, tomas: User) -> None:
    story = handed_over(ines)
    desk = logged_in(ines)
    page = desk.get(address(story)).text
    assert "Nobody has approved this text yet." in page
    assert "Ready to be published" in page
    approve(story, tomas)
    page = desk.get(address(story)).text
    assert "Approved by tomas" in page
    assert "<b>Approved</b>" in page


def test_the_list_is_filtered_by_each_state(ines: User, tomas: User) -> None:
    found: dict[str, list[int]] = {}
    for number, bring in enumerate((_draft, _in_review, _approved, _scheduled, _published)):
        story = ready_with(ines, f"k000000{number}")
        bring(story, ines)
        found[bring.__name__] = [story.pk]
    desk = logged_in(tomas)
    for wanted, bring_name in (
        ("draft", "_draft"),
        ("review", "_in_review"),
        ("approved", "_approved"),
        ("scheduled", "_scheduled"),
        ("published", "_published"),
    ):
        listed = desk.get(f"/admin/newsroom/story/?state={wanted}").context["cl"].result_list
        assert [one.pk for one in listed] == found[bring_name], wanted
    assert not desk.get("/admin/newsroom/story/?state=corrected").context["cl"].result_list


def test_a_stranger_reviews_nothing(ines: User) -> None:
    story = handed_over(ines)
    assert Client().get(address(story, "review/")).headers["Location"].startswith("/admin/login/")
