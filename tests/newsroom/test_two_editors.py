"""Two people on one story: the second is told, and neither loses a word."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client

from newsroom import workflow
from newsroom.models import Draft, SavedText, Story
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
from tests.newsroom.saving import body_for, save_at_once
from tests.newsroom.stories import source

pytestmark = pytest.mark.django_db

HERS = f"<p>Hers: {marked('a desperate act')}.</p>"
HIS = f"<p>His: {marked('a desperate act')}.</p>"


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def hers(ines: User) -> Client:
    return logged_in(ines)


@pytest.fixture
def his() -> Client:
    return logged_in(staff("editor", "tomas"))


@pytest.mark.parametrize("make", [draft, published])
def test_the_second_save_is_refused_and_shows_both_texts(
    hers: Client, his: Client, ines: User, make: Callable[[User], Story]
) -> None:
    story = make(ines)
    hers_sent = form_of(story, body=HERS, standfirst="By her")
    his_sent = form_of(story, body=HIS, standfirst="By him")
    hers.post(address(story), hers_sent)
    page = his.post(address(story), his_sent)
    assert newest(story).body == HERS
    assert "ines saved this story since you opened it" in page.text
    for text in ("Hers:", "His:", "By her", "By him"):
        assert text in page.text
    # The fields hold both, and whoever has read them may save.
    form = page.context["adminform"].form
    both = f"<p>Hers: His: {marked('a desperate act')}.</p>"
    assert (form["body"].value(), form["standfirst"].value()) == (both, "By her / By him")
    # What he typed himself is kept as his draft, whatever becomes of the page.
    draft = Draft.objects.get(story=story, by__username="tomas")
    assert (draft.text["body"], draft.edits) == (HIS, his_sent["edits"])
    merged = {name: form[name].value() for name in ("body", "standfirst", "edits", "is_merged")}
    his.post(address(story), his_sent | merged)
    assert newest(story).body == both
    assert newest(story).saved_texts.values_list("why", flat=True)[0] == "merged"
    assert not Draft.objects.filter(story=story).exists()


def test_two_who_read_the_conflict_are_told_again(hers: Client, his: Client, ines: User) -> None:
    story = draft(ines)
    his_sent = form_of(story, body=HIS)
    hers.post(address(story), form_of(story, body=HERS))
    form = his.post(address(story), his_sent).context["adminform"].form
    hers.post(address(story), form_of(story, body=HERS, headline="Hers once more"))
    page = his.post(address(story), his_sent | {"edits": form["edits"].value()}).text
    assert "ines saved this story since you opened it" in page
    assert newest(story).headline == "Hers once more"


def test_the_storys_own_fields_conflict_too(hers: Client, his: Client, ines: User) -> None:
    story = draft(ines)
    his_sent = form_of(story, section="His")
    hers.post(address(story), form_of(story, section="Hers"))
    assert "since you opened it" in his.post(address(story), his_sent).text
    story.refresh_from_db()
    assert story.section == "Hers"


def test_a_text_opened_before_publication_does_not_go_over_what_followed(
    hers: Client, his: Client, ines: User
) -> None:
    story = ready(ines)
    his_sent = form_of(story, body=HIS)
    hers.post(address(story), form_of(story, standfirst="By her"))
    workflow.publish(story, by=ines)
    assert "since you opened it" in his.post(address(story), his_sent).text
    assert newest(story).number == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_one_instant_one_is_refused(hers: Client, his: Client, ines: User) -> None:
    story = draft(ines)
    sent = {"hers": form_of(story, body=HERS), "his": form_of(story, body=HIS)}
    statuses: dict[str, int] = {}
    start = threading.Barrier(2)

    def save(name: str, client: Client) -> None:
        start.wait()
        statuses[name] = client.post(address(story), sent[name]).status_code
        connection.close()

    threads = [threading.Thread(target=save, args=one) for one in (("hers", hers), ("his", his))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses.values()) == [200, 302], "one form came back, one was saved"
    winner = next(name for name, status in statuses.items() if status == 302)
    assert newest(story).body == {"hers": HERS, "his": HIS}[winner]


@pytest.mark.django_db(transaction=True)
def test_of_many_saves_at_once_none_is_lost(ines: User) -> None:
    """`./run benchmark saves` does a thousand."""
    writers = [ines, *(staff("editor", f"writer{number}") for number in range(2))]
    story = draft(ines, body=body_for(len(writers)))
    counts = save_at_once(story, writers, 3)
    assert (counts.saves, counts.lost) == (9, 0)
    assert counts.conflicts
    texts = SavedText.objects.filter(revision__story=story)
    assert sorted(texts.values_list("edits", flat=True)) == list(range(1, 11))


def test_two_who_edit_one_claim_are_told(hers: Client, his: Client, ines: User) -> None:
    story = draft(ines)
    source("The Treasury")
    at = address(story, f"claims/{KEY}/")
    asserted: dict[str, Any] = {"source": "The Treasury"}
    his_sent = claim_form(claim_of(story), kind="said", quote="His words", **asserted)
    hers.post(at, claim_form(claim_of(story), kind="judgement", **asserted))
    page = his.post(at, his_sent)
    assert "Somebody else changed this claim since you opened it" in page.text
    assert "A judgement of its source" in page.text
    assert "His words" in page.text
    assert claim_of(story).kind == "judgement"
    his.post(at, his_sent | {"claim-edits": page.context["form"]["edits"].value()})
    assert claim_of(story).kind == "said"


def test_a_claim_is_edited_while_another_types(hers: Client, his: Client, ines: User) -> None:
    story = draft(ines)
    source("The Treasury")
    his_sent = form_of(story, body=HIS)
    at = address(story, f"claims/{KEY}/")
    form = claim_form(claim_of(story), "confirm", kind="judgement", source="The Treasury")
    hers.post(at, form)
    assert his.post(address(story), his_sent).status_code == 302
    assert claim_of(story).is_confirmed
    assert newest(story).body == HIS
