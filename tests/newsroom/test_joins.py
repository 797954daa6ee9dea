"""One person under several entries: the page while they are one, and what undoing leaves."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from newsroom import workflow
from newsroom.models import Claim, Story
from newsroom.readiness import failures, findings
from newsroom.workflow import Record
from sanctions.admin.comparison import compared_rows
from sanctions.decisions import current_decisions, decide_same_party
from sanctions.models import Designation, Party, PartySuggestion
from sanctions.suggestions import suggest_parties
from tests import accessibility, factories
from tests.newsroom.desk import address, draft, logged_in, marked, newest
from tests.newsroom.records import names, page
from tests.newsroom.stories import source

pytestmark = pytest.mark.django_db


class Two(NamedTuple):
    """One man on two lists, who may be two."""

    ours: Designation
    theirs: Designation

    @property
    def one(self) -> Party:
        return self.ours.entry.party

    @property
    def other(self) -> Party:
        return self.theirs.entry.party


@pytest.fixture
def ines() -> User:
    return factories.user("editor", username="ines")


@pytest.fixture
def two() -> Two:
    """On OFAC's list and on the Security Council's, each with a name and a programme."""
    un = factories.sanctions_list("un-sc")
    factories.list_version(date(2024, 5, 3))
    factories.list_version(date(2026, 2, 27), list=un)
    ours = factories.designation(entry=factories.entry("BADEGE, Eric", "14000"))
    theirs = factories.designation(
        entry=factories.entry("ERIC BADEGE", "CDi.001", list=un),
        programme=factories.programme("DRC"),
        first_seen=date(2026, 2, 27),
    )
    return Two(ours, theirs)


def join(two: Two, by: User) -> None:
    decide_same_party(two.one, two.other, same=True, by=by, why="One birthday, one passport.")


def part(two: Two, by: User) -> list[str]:
    """Undo it; what the desk is told."""
    told: list[str] = []
    decide_same_party(
        two.one, two.other, same=False, by=by, why="The passport is another's.", tell=told.append
    )
    return told


_keys = count(1)


def asserted(by: User, *records: tuple[str, Record], **columns: Any) -> Story:
    """A draft whose one claim is linked to these records and confirmed."""
    key = f"k{next(_keys):07}"
    story = draft(by, body=f"<p>It was {marked('a desperate act', key)}.</p>", **columns)
    return linked(story, by, *records)


def linked(story: Story, by: User, *records: tuple[str, Record]) -> Story:
    kind = "designated" if records[0][0] == "designation" else "not_listed"
    the_claim = claim(story)
    workflow.assert_claim(the_claim, by=by, kind=kind, source=source("The Treasury"))
    for role, record in records:
        workflow.link(the_claim, role, record, by=by)
    workflow.confirm(claim(story), by=by)
    return story


def accepted(story: Story, by: User) -> Story:
    """Published although the records contradict that the linked party is on no list."""
    workflow.accept_contradiction(claim(story), by=by, why="About the card, not the claim.")
    return story


def claim(story: Story) -> Claim:
    return newest(story).claims.get()


def decided(story: Story) -> dict[str, bool]:
    """Of each link of the newest revision, by its role: whether somebody has decided it."""
    return {link.role: link.decided_at is not None for link in claim(story).links.all()}


# ---- What readers see -------------------------------------------------------------------------


def test_who_was_decided_to_be_two_is_not_told_as_if_nobody_had_looked(
    client: Client, two: Two, ines: User
) -> None:
    undecided = "No editor has decided whether an entry there is this party."
    assert undecided in page(client, two.one.get_absolute_url())
    decide_same_party(two.one, two.other, same=False, by=ines, why="Another birthday.")
    for party, told in (
        (two.one, "entry CDi.001 (ERIC BADEGE) is somebody else."),
        (two.other, "entry 14000 (BADEGE, Eric) is somebody else."),
    ):
        content = page(client, party.get_absolute_url())
        assert f"An editor decided that {told} Nobody has decided about the rest of it." in content
        assert undecided not in content


def test_the_page_of_one_person_has_the_entries_of_both_lists(
    client: Client, two: Two, ines: User
) -> None:
    join(two, ines)
    told = client.get(f"/officials/{two.one.public_id}.json").json()
    assert [(one["list"], one["entry"], one["programme"]) for one in told["designations"]] == [
        ("ofac-sdn", "14000", "VENEZUELA"),
        ("un-sc", "CDi.001", "DRC"),
    ]
    assert {(one["name"], one["list"]) for one in told["names"]} >= {
        ("BADEGE, Eric", "ofac-sdn"),
        ("ERIC BADEGE", "un-sc"),
    }
    content = " ".join(page(client, two.one.get_absolute_url()).split())
    assert "On the list of 3 May 2024" in content
    assert "On the list of 27 February 2026" in content
    assert "under VENEZUELA" in content
    assert "under DRC" in content
    assert "14000" in content
    assert "CDi.001" in content
    assert client.get("/officials.json").json()["count"] == 1


@pytest.mark.parametrize("suffix", ["/", ".json"])
def test_an_old_address_leads_on_while_they_are_one_and_no_cache_keeps_that(
    client: Client, two: Two, ines: User, suffix: str
) -> None:
    addresses = [f"/officials/{party.public_id}{suffix}" for party in (two.one, two.other)]
    join(two, ines)
    moved = client.get(addresses[1])
    assert (moved.status_code, moved["Location"]) == (301, addresses[0])
    assert moved["Cache-Control"] == "no-store"
    part(two, ines)
    assert [client.get(url).status_code for url in addresses] == [200, 200]


def test_after_the_undoing_both_are_as_they_were(client: Client, two: Two, ines: User) -> None:
    urls = [f"/officials/{party.public_id}.json" for party in (two.one, two.other)]
    before = [client.get(url).json() for url in urls]
    join(two, ines)
    part(two, ines)
    assert [client.get(url).json() for url in urls] == before


def test_in_a_chain_of_three_the_old_addresses_lead_to_one(
    client: Client, two: Two, ines: User
) -> None:
    third = factories.entry("BADEGE, E.").party
    join(two, ines)
    decide_same_party(two.other, third, same=True, by=ines, why="One phone.")
    url = two.one.get_absolute_url()
    for party in (two.other, third):
        assert client.get(party.get_absolute_url())["Location"] == url
    part(two, ines)
    assert client.get(third.get_absolute_url())["Location"] == two.other.get_absolute_url()
    assert client.get(two.other.get_absolute_url()).status_code == 200


def test_an_action_that_names_both_counts_one_person_while_they_are_one(
    client: Client, two: Two, ines: User
) -> None:
    action = factories.desk_record("action", slug="two-named")
    for party in (two.one, two.other):
        names(action, party, "designated")

    def counted() -> int:
        return len(client.get("/actions/two-named.json").json()["parties"])

    assert counted() == 2
    join(two, ines)
    assert counted() == 1
    part(two, ines)
    assert counted() == 2


def test_the_sitemap_has_the_address_that_answers(client: Client, two: Two, ines: User) -> None:
    names(factories.desk_record("event"), two.other)
    join(two, ines)
    sitemap = client.get("/sitemap.xml").content.decode()
    assert f"/officials/{two.one.public_id}/" in sitemap
    assert f"/officials/{two.other.public_id}/" not in sitemap


def test_a_claim_about_one_entry_is_a_claim_about_the_person(
    client: Client, two: Two, ines: User
) -> None:
    join(two, ines)
    story = accepted(asserted(ines, ("party", two.one)), ines)
    workflow.publish(story, by=ines)
    content = " ".join(
        page(client, f"{story.get_absolute_url()}claims/{claim(story).key}/").split()
    )
    assert "UN SC" in content, "the card of a linked person tells of every list that has it"
    assert len(client.get(f"/officials/{two.one.public_id}.json").json()["claims"]) == 1


# ---- What becomes of links ---------------------------------------------------------------------


def test_links_made_while_joined_become_undecided_and_older_ones_stay(two: Two, ines: User) -> None:
    older = asserted(ines, ("party", two.other), headline="Before")
    join(two, ines)
    post = factories.desk_record("position")
    names(post, two.one, "holder")
    action = factories.desk_record("action")
    names(action, two.one, "designated")
    records: list[tuple[str, Record]] = [
        ("party", two.one),
        ("designation", two.theirs),
        ("record", post),
        ("action", action),
        ("list", two.ours.entry.list),
    ]
    made = asserted(ines, *records, headline="While joined")
    other = asserted(ines, ("party", factories.party()), headline="Of another")
    told = part(two, ines)
    assert decided(older) == {"party": True}
    assert decided(made) == {
        "party": False,
        "designation": False,
        "record": False,
        "action": True,
        "list": True,
    }
    assert decided(other) == {"party": True}
    assert " ".join(told) == (
        "3 links made while they were one are undecided now, and readers no longer see them. "
        "Decide again, and publish, in: while-joined."
    )


def test_readers_are_shown_no_link_that_rested_on_the_join(
    client: Client, two: Two, ines: User
) -> None:
    join(two, ines)
    story = asserted(ines, ("designation", two.theirs))
    workflow.publish(story, by=ines)
    url = f"{story.get_absolute_url()[:-1]}.json"
    assert len(client.get(url).json()["claims"][0]["records"]) == 1
    part(two, ines)
    assert client.get(url).json()["claims"][0]["records"] == []
    assert "ERIC BADEGE" not in page(client, story.get_absolute_url())
    for party in (two.one, two.other):
        assert client.get(f"/officials/{party.public_id}.json").json()["claims"] == []


def test_the_desk_finds_it_and_decides_again(client: Client, two: Two, ines: User) -> None:
    join(two, ines)
    story = asserted(ines, ("designation", two.theirs))
    workflow.publish(story, by=ines)
    part(two, ines)
    assert [one.id for one in failures(findings(newest(story)))] == ["link_undecided"], (
        "as it is published"
    )
    line = LogEntry.objects.filter(object_id=str(story.pk)).latest("pk")
    assert "BADEGE, Eric is not ERIC BADEGE after all" in line.get_change_message()
    listed = logged_in(ines).get("/admin/newsroom/claimlink/?decided=no").content.decode()
    assert "a desperate act" in listed

    working = workflow.working_revision(story, ines)
    assert [one.id for one in failures(findings(working))] == ["link_undecided"]
    with pytest.raises(workflow.NotReady):
        workflow.publish(story, by=ines)
    workflow.link(claim(story), "designation", two.theirs, by=ines)
    workflow.confirm(claim(story), by=ines)
    workflow.publish(story, by=ines)
    url = f"{story.get_absolute_url()[:-1]}.json"
    assert len(client.get(url).json()["claims"][0]["records"]) == 1


def test_what_was_decided_again_does_not_rest_on_a_join_that_was_undone(
    two: Two, ines: User
) -> None:
    join(two, ines)
    story = asserted(ines, ("party", two.one))
    part(two, ines)
    workflow.link(claim(story), "party", two.one, by=ines)
    join(two, ines)
    assert part(two, ines) == []
    assert decided(story) == {"party": True}


def test_who_came_to_a_chain_later_keeps_the_links_from_before(two: Two, ines: User) -> None:
    """Until then nobody could have meant the first by the third."""
    third = factories.entry("BADEGE, E.").party
    join(two, ines)
    before = asserted(ines, ("party", third), headline="Before")
    decide_same_party(two.other, third, same=True, by=ines, why="One phone.")
    after = asserted(ines, ("party", third), headline="After")
    part(two, ines)
    assert (decided(before), decided(after)) == ({"party": True}, {"party": False})


def test_a_scheduled_story_is_named_too(two: Two, ines: User) -> None:
    join(two, ines)
    story = accepted(asserted(ines, ("party", two.one)), ines)
    workflow.publish(story, by=ines, public_from=timezone.now() + timedelta(days=1))
    [told] = part(two, ines)
    assert story.slug in told
    assert decided(story) == {"party": False}


def test_a_join_changes_no_link(two: Two, ines: User) -> None:
    story = asserted(ines, ("party", two.other))
    before = list(claim(story).links.values())
    join(two, ines)
    assert list(claim(story).links.values()) == before


# ---- At the desk -------------------------------------------------------------------------------

SUGGESTIONS = "/admin/sanctions/partysuggestion/"


def suggestion(two: Two) -> PartySuggestion:
    return PartySuggestion.objects.create(
        one=two.one,
        other=two.other,
        weight=75,
        reasons={"for": ["The names have in common: badege, eric."], "against": ["Two passports."]},
    )


def test_a_suggestion_is_decided_with_a_reason(two: Two, ines: User) -> None:
    row, desk = suggestion(two), logged_in(ines)
    url = f"{SUGGESTIONS}{row.pk}/change/"
    content = desk.get(url).content.decode()
    for told in ("badege, eric.", "Two passports.", "CDi.001", "14000", "VENEZUELA", "DRC"):
        assert told in content
    without = desk.post(url, {"decision": "one", "why": " "})
    assert "Give the reason" in without.content.decode()
    two.other.refresh_from_db()
    assert two.other.merged_into is None
    assert desk.post(url, {"decision": "one", "why": "One birthday."}).status_code == 302
    two.other.refresh_from_db()
    assert two.other.merged_into == two.one
    assert not PartySuggestion.objects.exists()
    assert "One birthday." in LogEntry.objects.latest("pk").get_change_message()
    late = desk.get(url, follow=True).content.decode()
    assert "suggested no longer" in late


def test_a_contradiction_is_told_beside_the_reason(two: Two, ines: User) -> None:
    row = suggestion(two)
    Party.objects.filter(pk=two.other.pk).update(kind="vessel")
    response = logged_in(ines).post(
        f"{SUGGESTIONS}{row.pk}/change/", {"decision": "one", "why": "One name."}
    )
    assert "they cannot be one" in response.content.decode()


@pytest.mark.parametrize(
    ("role", "may"), [("reporter", False), ("exporter", False), ("editor", True)]
)
def test_who_may_not_decide_reads_only(two: Two, ines: User, role: str, may: bool) -> None:
    row, desk = suggestion(two), logged_in(factories.user(role))
    url = f"{SUGGESTIONS}{row.pk}/change/"
    assert ("These are one" in desk.get(url).content.decode()) is may
    status = desk.post(url, {"decision": "two", "why": "Two passports."}).status_code
    assert status == (302 if may else 403)


def test_a_decision_is_undone_on_its_page_and_shows_its_history(two: Two, ines: User) -> None:
    desk = logged_in(ines)
    join(two, ines)
    first = desk.get("/admin/sanctions/sameparty/?standing=stands").context["cl"].queryset.get()
    url = f"/admin/sanctions/sameparty/{first.pk}/change/"
    assert "Undo: these are two" in desk.get(url).content.decode()
    desk.post(url, {"decision": "two", "why": "The passport is another's."})
    content = " ".join(desk.get(url).content.decode().split())
    assert "was replaced by a later one" in content
    assert "One birthday, one passport." in content
    assert "The passport is another&#x27;s." in content
    assert "Undo" not in content
    assert desk.post(url, {"decision": "two", "why": "Again."}).status_code == 403
    assert (
        desk.post(f"/admin/sanctions/sameparty/{first.pk}/delete/", {"post": "yes"}).status_code
        == 403
    )


def test_each_side_of_a_joined_pair_is_shown_as_it_was(two: Two, ines: User) -> None:
    join(two, ines)
    decision = current_decisions().get()
    rows = {row.title: row for row in compared_rows(decision.one, decision.other)}
    for title, one, other in (
        ("Entries", "ofac-sdn 14000", "un-sc CDi.001"),
        ("Programmes", "VENEZUELA", "DRC"),
    ):
        assert one in str(rows[title].one)
        assert other in str(rows[title].other)
        assert other not in str(rows[title].one)
        assert one not in str(rows[title].other)
    assert "Found to be one with" not in rows


def test_a_decision_is_opened_again_on_its_page(two: Two, ines: User) -> None:
    desk = logged_in(ines)
    join(two, ines)
    url = f"/admin/sanctions/sameparty/{current_decisions().get().pk}/change/"
    assert desk.post(url, {"decision": "open", "why": "Not sure any more."}).status_code == 302
    two.other.refresh_from_db()
    assert two.other.merged_into is None
    assert not current_decisions().exists()
    content = " ".join(desk.get(url).content.decode().split())
    assert "<b>Opened again</b>" in content
    assert "Not sure any more." in content
    suggest_parties()
    assert PartySuggestion.objects.filter(one=two.one, other=two.other).exists()


def test_a_join_and_its_undoing_in_a_browser(
    page: Page, live_server: LiveServer, two: Two, ines: User
) -> None:
    """Suggested, joined with a reason, the old address leads on; undone, and all is as before."""
    suggest_parties()
    cookie = logged_in(ines).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page.set_viewport_size({"width": 390, "height": 800})

    page.goto(SUGGESTIONS)
    page.get_by_role("link", name="BADEGE, Eric may be ERIC BADEGE").click()
    expect(page.get_by_text("are the same words")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert accessibility.findings(page) == []
    page.get_by_label("Reason").focus()
    page.keyboard.type("One birthday, one passport.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="These are one")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("BADEGE, Eric and ERIC BADEGE are one now.")).to_be_visible()

    page.goto(two.other.get_absolute_url())
    expect(page).to_have_url(two.one.get_absolute_url())
    expect(page.get_by_text("ERIC BADEGE").first).to_be_attached()
    story = asserted(ines, ("party", two.other))

    page.goto("/admin/sanctions/sameparty/")
    page.get_by_role("link", name="BADEGE, Eric is ERIC BADEGE").click()
    page.get_by_label("Reason").fill("The passport is another's.")
    page.get_by_role("button", name="Undo: these are two").click()
    expect(page.get_by_text("1 link made while they were one is undecided now")).to_be_visible()

    for party in (two.one, two.other):
        page.goto(party.get_absolute_url())
        expect(page).to_have_url(party.get_absolute_url())
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(address(story))
    expect(page.get_by_text("has no decision on ERIC BADEGE").first).to_be_attached()
