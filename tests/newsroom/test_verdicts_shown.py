"""Verdicts as readers get them: beside the sentence, since publication, in a claim's history."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone

from newsroom.facts import Answer, Outcome
from newsroom.models import Check, Correction, Story
from newsroom.reading.pages import preview_page
from newsroom.reading.verdicts import Told, Verdicts
from newsroom.verdicts import check_all
from sanctions.dates import PartialDate
from sanctions.models import Designation, DeskRecord
from tests import factories
from tests.newsroom import stories
from tests.newsroom.records import names
from tests.newsroom.stories import cite

pytestmark = pytest.mark.django_db

STORY = "/stories/officials/"
KEY = "aaaaaaaa"
CLAIM = f"{STORY}claims/{KEY}/"
SINCE = 'id="since-heading"'


def page(client: Client, address: str = STORY) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def licence() -> DeskRecord:
    return factories.desk_record(
        "licence",
        title="General licence 41",
        number="41",
        begins=PartialDate.parse("26 November 2022"),
    )


def replaced(first: DeskRecord) -> DeskRecord:
    return factories.desk_record(
        "licence",
        title="General licence 41A",
        number="41A",
        begins=PartialDate.parse("4 March 2025"),
        winds_down=True,
        supersedes=first,
    )


def in_force(record: DeskRecord, number: int = 1) -> Story:
    """A story that says, in so many sentences, that the licence is in force."""
    keys = [KEY, *(f"{at:08d}" for at in range(1, number))]
    claim = {"kind": "licence_in_force", "tense": "lasting", "records": [("record", record)]}
    return stories.story(
        body="".join(f"<p>It {cite(key, 'stays in force')}.</p>" for key in keys),
        claims=dict.fromkeys(keys, claim),
    )


def test_a_claim_that_holds_has_both_verdicts_and_no_box(client: Client) -> None:
    in_force(licence())
    check_all()
    content = page(client)
    assert "When published, 27 Nov 2024" in content
    assert f"By our records, {timezone.localdate():%-d %b %Y}" in content
    assert "<b>1</b> supported" in content
    assert "(claim 1)" in content
    assert SINCE not in content
    assert "Not yet checked" not in content


def test_an_outdated_sentence_names_the_day_and_the_record(client: Client) -> None:
    first = licence()
    in_force(first)
    replaced(first)
    check_all()
    content = page(client)
    assert 'data-now="outdated"' in content
    assert "(claim 1: outdated)" in content
    assert SINCE in content
    assert "The one claim that can be checked no longer matches the records." in content
    box = content.split(SINCE)[1].split("</section>")[0]
    assert '<time datetime="2025-03-04">since 4 March 2025</time>' in box
    assert f'Record: <a href="{first.get_absolute_url()}">' in box
    assert "Replaced 4 March 2025" in content.split('<a class="stub"')[1].split("</a>")[0]
    assert "is sanctioned" not in content


def test_of_what_can_no_longer_be_settled_only_the_number_is_told(client: Client) -> None:
    holder = factories.party()
    post = factories.desk_record(
        "position",
        title="Minister",
        begins=PartialDate.parse("April 2024"),
        known_until=date(2024, 11, 27),
    )
    names(post, holder, "holder")
    held = {
        "kind": "position",
        "tense": "lasting",
        "records": [("party", holder), ("record", post)],
    }
    first = licence()
    force = {"kind": "licence_in_force", "tense": "lasting", "records": [("record", first)]}
    stories.story(
        body=f"<p>He {cite(KEY, 'holds it')}. It {cite('bbbbbbbb', 'stays in force')}.</p>",
        claims={KEY: held, "bbbbbbbb": force},
    )
    check_all()
    alone = page(client).split(SINCE)[1].split("</section>")[0]
    assert "One of the 2 claims that can be checked can no longer be settled" in alone
    assert "<ul>" not in alone
    replaced(first)
    check_all()
    box = page(client).split(SINCE)[1].split("</section>")[0]
    assert "One of the 2 claims that can be checked no longer matches the records." in box
    assert "holds it" not in box
    assert '<a href="#claims">One more can no longer be settled by the records</a>' in box


def test_past_six_changes_the_list_has_the_others(client: Client) -> None:
    first = licence()
    in_force(first, 8)
    replaced(first)
    check_all()
    content = page(client)
    assert "Eight of the 8 claims that can be checked no longer match the records." in content
    assert 'href="#claims">and 2 more' in content


def test_a_claim_that_was_never_so_is_red_from_the_start(client: Client) -> None:
    offered = factories.desk_record(
        "reward",
        title="Reward",
        begins=PartialDate.parse("26 March 2020"),
        amount=Decimal(15_000_000),
        currency="USD",
    )
    stories.story(
        body=f"<p>It is {cite(KEY, 'up to $10 million')}.</p>",
        claims={
            KEY: {
                "kind": "reward",
                "comparator": "up_to",
                "number": Decimal(10_000_000),
                "unit": "USD",
                "records": [("record", offered)],
            }
        },
    )
    check_all()
    content = page(client)
    assert 'aria-labelledby="since-heading" data-now="contradicted"' in content
    assert "did not match the records when it was published" in content
    assert "(claim 1: contradicted)" in content


@pytest.mark.parametrize(
    ("then", "now", "changed"),
    [
        ("supported", "supported", False),
        ("supported", "outdated", True),
        ("supported", "undecided", True),
        ("contradicted", "contradicted", True),
        ("contradicted", "supported", True),
        # So it is with most of what is published on a day that no list reaches yet.
        ("undecided", "supported", False),
        ("undecided", "undecided", False),
        ("supported", None, False),
    ],
)
def test_what_is_told_as_a_change(then: str, now: str | None, changed: bool) -> None:
    assert Verdicts(stood(then), stood(now) if now else None).changed is changed


def stood(verdict: str) -> Told:
    outcome = Outcome(Answer.YES, "It was so.")
    return Told(verdict, "It was so.", timezone.now(), date(2024, 11, 27), outcome)


def test_nothing_is_told_where_the_rules_say_another_thing_than_was_stored(
    client: Client,
) -> None:
    in_force(licence())
    check_all()
    check = Check.objects.get(basis="today")
    Check.objects.filter(pk=check.pk).delete()
    check.pk, check.answer, check.verdict = None, "no", "outdated"
    check.save()
    [claim] = client.get("/stories/officials.json").json()["claims"]
    assert claim["verdicts"]["publication"]["verdict"] == "supported"
    assert claim["verdicts"]["today"] is None


def test_json_has_both_verdicts(client: Client) -> None:
    first = licence()
    in_force(first)
    replaced(first)
    check_all()
    [claim] = client.get("/stories/officials.json").json()["claims"]
    then, now = claim["verdicts"]["publication"], claim["verdicts"]["today"]
    assert (then["verdict"], then["day"]) == ("supported", "2024-11-27")
    assert (now["verdict"], now["day"]) == ("outdated", timezone.localdate().isoformat())
    assert "4 March 2025" in now["reason"]
    assert now["reason"].startswith(then["reason"])
    assert now["checked_at"]


def test_what_was_taken_from_readers_since_the_check_is_not_told(client: Client) -> None:
    first = licence()
    in_force(first)
    after = replaced(first)
    check_all()
    addresses = (STORY, "/stories/officials.json", CLAIM, f"{CLAIM[:-1]}.json")
    assert all("41A" in page(client, address) for address in addresses)
    DeskRecord.objects.filter(pk=after.pk).update(public_from=None)
    for address in addresses:  # before anything was checked again
        assert "41A" not in page(client, address), address
    assert "Not yet checked" in page(client)
    check_all()
    assert "upported" in page(client)
    for address in addresses:
        assert "41A" not in page(client, address), address


def test_a_claims_page_tells_each_change_of_its_verdicts(client: Client) -> None:
    first = licence()
    in_force(first)
    check_all()
    factories.desk_record("event", title="Another thing")
    check_all()  # which changed nothing
    replaced(first)
    check_all()
    content = page(client, CLAIM)
    assert "How it was settled, and when" in content
    first_then, last_then = content.split('id="checks-heading"')[1].split("<li>")[1:3]
    today = f"{timezone.localdate():%-d %B %Y}"
    assert re.search(rf">{today}, \d\d:\d\d UTC</time> until <time[^>]+>\d\d:\d\d UTC<", first_then)
    assert f">{today}</time></p>" in last_then
    assert 'since <time datetime="2025-03-04">4 Mar 2025</time>' in last_then
    before, after = client.get(f"{CLAIM[:-1]}.json").json()["checks"]
    assert before["until"] == after["since"]
    assert before["verdicts"]["today"]["verdict"] == "supported"
    assert after["verdicts"]["publication"]["verdict"] == "supported"
    assert after["verdicts"]["today"]["verdict"] == "outdated"
    assert "41A" in after["verdicts"]["today"]["reason"]
    assert after["until"] is None


def test_facts_of_which_nobody_was_told_make_no_change(client: Client) -> None:
    first = licence()
    in_force(first)
    check_all()
    DeskRecord.objects.filter(pk=first.pk).update(authority="OFAC")
    check_all()
    assert Check.objects.count() > 2
    assert len(client.get(f"{CLAIM[:-1]}.json").json()["checks"]) == 1


def test_a_claims_page_has_its_corrections_and_no_others(client: Client) -> None:
    story = in_force(licence())
    after = stories.revision(story, f"<p>It {cite(KEY, 'was in force')}.</p>")
    for key, wrong in ((KEY, "It was not so."), ("bbbbbbbb", "Another thing.")):
        Correction.objects.create(
            story=story,
            key=key,
            revision_before=story.revisions.get(number=1),
            revision_after=after,
            wrong=wrong,
            right="It was otherwise.",
            by=stories.editor(),
        )
    content = page(client, CLAIM)
    assert "Corrections of this claim" in content
    assert "It was not so." in content
    assert "Another thing." not in content
    [told] = client.get(f"{CLAIM[:-1]}.json").json()["corrections"]
    assert told["right"] == "It was otherwise."


def test_a_claim_that_left_the_text_is_no_longer_checked(client: Client) -> None:
    story = in_force(licence())
    check_all()
    stories.revision(story, "<p>Nothing.</p>", public_from=datetime(2025, 3, 1, tzinfo=UTC))
    check_all()
    content = page(client, CLAIM)
    assert "No longer checked" in content
    [checks] = client.get(f"{CLAIM[:-1]}.json").json()["checks"]
    assert checks["until"] is not None


def test_other_words_have_no_verdict_of_the_words_before(client: Client) -> None:
    record = licence()
    story = in_force(record)
    check_all()
    claim = {
        "kind": "licence_in_force",
        "records": [("record", record)],
        "first_published": datetime(2025, 3, 1, tzinfo=UTC),
    }
    body = f"<p>It {cite(KEY, 'was in force')}.</p>"
    stories.revision(story, body, claims={KEY: claim})
    assert "Not yet checked" in page(client)
    check_all()
    assert "When published, 1 Mar 2025" in page(client)


def test_nothing_is_told_of_the_checks_of_a_withdrawn_story(client: Client) -> None:
    story = in_force(licence())
    check_all()
    Story.objects.filter(pk=story.pk).update(withdrawn_at=Now(), withdrawal_note="It was not so.")
    for address in (STORY, "/stories/officials.json", CLAIM, f"{CLAIM[:-1]}.json"):
        assert "upported" not in page(client, address)


def test_the_desk_previews_the_verdicts_and_stores_none() -> None:
    record = licence()
    story = stories.story(
        body=f"<p>It {cite(KEY, 'stays in force')}.</p>",
        public_from=None,
        claims={
            KEY: {"kind": "licence_in_force", "tense": "lasting", "records": [("record", record)]}
        },
    )
    shown = preview_page(story.revisions.get())
    assert [card.now for card in shown.cards] == ["supported"]
    assert not Check.objects.exists()


def test_what_a_dated_source_tells_after_the_newest_list_goes_by_our_records(
    client: Client,
) -> None:
    factories.list_version(date(2024, 11, 27))
    listed = factories.designation()
    claim = {"kind": "designated", "tense": "lasting", "records": [("designation", listed)]}
    stories.story(body=f"<p>{cite(KEY, 'She is on the list')}.</p>", claims={KEY: claim})
    check_all()
    assert "By the list of 27 Nov 2024" in page(client)
    Designation.objects.update(delisted_on=PartialDate.parse("20 December 2024"))
    check_all()
    content = page(client)
    assert "By the list of 27 Nov 2024" not in content
    assert f"By our records, {timezone.localdate():%-d %b %Y}" in content
    assert "and by a dated source was delisted on 20 December 2024" in content
