"""The desk's daily mail: what it says, to whom it goes, and that it goes once."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from pytest_django import Settings

from newsroom import digest
from newsroom.models import Digest, StaleClaim
from newsroom.stale.telling import RELATED, items
from newsroom.tasks import send_digest
from newsroom.verdicts import check_all, check_changed
from sanctions.dates import PartialDate
from tests import factories
from tests.newsroom import stories
from tests.newsroom.queue import claimed, stale

pytestmark = pytest.mark.django_db

DAY = PartialDate.of_day(date(2020, 3, 26))
LATER = PartialDate.of_day(date(2025, 1, 10))


@pytest.fixture
def yesterday() -> None:
    """A sentence went stale, by a confidential source's words, and a list was applied."""
    secret = stories.source("The man in the garage", terms="deep_background", kind="confidential")
    stale(claimed(source=secret), days=1)
    version = factories.list_version(timezone.localdate())
    long = timezone.now() - timedelta(days=1)
    type(version).objects.update(received_at=long, added=3, entry_count=3)


def command(*args: str) -> str:
    out = StringIO()
    call_command("send_digest", *args, stdout=out)
    return out.getvalue()


def to(*names: str) -> None:
    for name in names:
        factories.user("editor", username=name, email=f"{name}@news.example")


@pytest.mark.usefixtures("yesterday")
def test_it_says_what_the_lists_did_what_that_did_to_us_and_what_waits() -> None:
    to("ada")
    assert digest.send(digest.yesterday()).sent == 1
    [sent] = mail.outbox
    assert sent.to == ["ada@news.example"]
    assert sent.subject.startswith("The Concordance: 1 published sentence to look at, ")
    day = digest.yesterday()
    assert f"What the lists did on {day:%-d %B %Y}" in sent.body
    assert "(version 1) was applied: 3 added, 0 changed, 0 removed." in sent.body
    assert "“up to $15 million”, in “Washington puts 21 officials on its list”: " in sent.body
    assert "supported → outdated" in sent.body
    assert "outdated, 1 day" in sent.body
    assert f"/admin/newsroom/staleclaim/day/{day.isoformat()}/" in sent.body
    assert sent.message().get_content_type() == "text/plain"


@pytest.mark.usefixtures("yesterday")
def test_no_source_is_named() -> None:
    assert "garage" not in digest.compose(digest.yesterday()).text
    assert "garage" not in digest.compose(digest.yesterday()).subject


@pytest.mark.usefixtures("yesterday")
def test_it_goes_once_to_those_who_may_decide_and_have_an_address() -> None:
    to("ada", "bo")
    factories.user("editor", username="silent")
    factories.user("editor", username="gone", email="gone@news.example", is_active=False)
    for role in ("reporter", "exporter"):
        factories.user(role, username=role, email=f"{role}@news.example")
    assert command() == "Sent to 2 people.\n"
    assert command() == "Nothing sent: everybody has had it.\n"
    assert json.loads(command("--json"))["before"] == 2
    assert {one.to[0] for one in mail.outbox} == {"ada@news.example", "bo@news.example"}
    to("late")
    assert command() == "Sent to 1 person.\n"


def test_of_a_quiet_day_nothing_is_sent() -> None:
    to("ada")
    stale(days=5)
    assert command() == "Nothing sent: there is nothing to say, or no editor has an address.\n"
    assert not mail.outbox
    assert not Digest.objects.exists()


def test_what_was_put_off_until_today_is_worth_a_mail() -> None:
    to("ada")
    stale(days=8)
    StaleClaim.objects.update(asked_again_on=timezone.localdate())
    assert digest.send(digest.yesterday()).sent == 1
    assert "No published sentence changed its verdict." in mail.outbox[0].body


@pytest.mark.usefixtures("yesterday")
def test_what_could_not_be_sent_is_told_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    to("bo", "ada")
    real = digest.send_to

    def broken(address: str, what: digest.Mail) -> None:
        if address.startswith("bo"):
            raise ConnectionRefusedError("no server")
        real(address, what)

    monkeypatch.setattr(digest, "send_to", broken)
    with pytest.raises(CommandError, match=r"1 could not be sent \(bo: no server\)"):
        command()
    monkeypatch.setattr(digest, "send_to", real)
    assert command() == "Sent to 1 person.\n"
    assert [one.to[0] for one in mail.outbox] == ["ada@news.example", "bo@news.example"]


@pytest.mark.usefixtures("yesterday")
def test_by_hand_it_goes_anywhere_about_any_day() -> None:
    assert command("--to", "me@news.example") == "Sent to 1 person.\n"
    assert not Digest.objects.exists()
    with pytest.raises(CommandError, match="is no address"):
        command("--to", "nobody")
    with pytest.raises(CommandError, match="“soon” is no day"):
        command("--day", "soon")
    quiet = command("--day", "2020-01-01", "--to", "me@news.example")
    assert quiet == "Nothing sent: there is nothing to say of 1 January 2020.\n"


def test_of_a_day_that_has_not_come_nothing_is_said() -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    for sent_to in ([], ["--to", "me@news.example"]):
        with pytest.raises(CommandError, match=f"{tomorrow:%-d %B %Y} has not come yet") as told:
            command("--day", tomorrow.isoformat(), *sent_to)
        assert told.value.returncode == 1
    assert not mail.outbox
    assert "nothing to say" in command("--day", timezone.localdate().isoformat())


@pytest.mark.usefixtures("yesterday")
def test_the_worker_sends_it_from_the_set_hour_on(settings: Settings) -> None:
    to("ada")
    settings.DIGEST_HOUR = 24  # never
    assert _run(send_digest) == {"sent": 0}
    settings.DIGEST_HOUR = 0
    assert _run(send_digest) == {"sent": 1}
    assert _run(send_digest) == {"sent": 0}


def _run(job: Any) -> Any:
    return job.call()


def test_the_address_of_the_day_is_whole(settings: Settings) -> None:
    settings.ADDRESS = "https://news.example"
    first = factories.desk_record("reward", begins=PartialDate.of_year(2020))
    stale(claimed(first))
    text = digest.compose(timezone.localdate()).text
    assert "https://news.example/admin/newsroom/staleclaim/day/" in text


def test_no_record_is_named_that_readers_may_not_see_by_now() -> None:
    first = factories.desk_record("reward", title="The first reward", begins=DAY)
    claimed(first)
    check_all()
    second = factories.desk_record("reward", supersedes=first, amount=25_000_000, begins=LATER)
    assert check_changed().stale == 1
    [item] = items(StaleClaim.objects.select_related(*RELATED))
    assert "$25 million" in digest.compose(timezone.localdate()).text
    assert "$25 million" in item.note_for_readers.right
    type(second).objects.filter(pk=second.pk).update(public_from=None)
    [item] = items(StaleClaim.objects.select_related(*RELATED))
    assert "$25 million" not in digest.compose(timezone.localdate()).text
    assert not item.note_for_readers.right
