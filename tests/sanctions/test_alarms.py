"""What the desk is told about its lists."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from pytest_django import Settings

from sanctions.alarms import TOO_OFTEN, alarms, states
from sanctions.dates import PartialDate
from sanctions.decisions import resolve_dates as resolve_days
from sanctions.lists import PUBLICATIONS
from sanctions.models import Fetch, ListVersion
from sanctions.tasks import resolve_dates
from tests import factories

pytestmark = pytest.mark.django_db

WITHIN = PUBLICATIONS["ofac-sdn"].moves_within


@pytest.fixture
def version() -> ListVersion:
    """A list of today, and a worker that works."""
    _worked()
    return factories.list_version(timezone.localdate())


def _worked() -> None:
    from django_ox.testing import run_tasks

    resolve_dates.enqueue()
    run_tasks(raise_failures=True)


def fetches(version: ListVersion, *statuses: str, form: str = "delimited") -> list[Fetch]:
    return [
        Fetch.objects.create(
            list=version.list,
            form=form,
            status=status,
            attempt=number,
            ended_at=timezone.now(),
            message=f"{status}, try {number}",
        )
        for number, status in enumerate(statuses, 1)
    ]


def words() -> list[str]:
    return [alarm.words for alarm in alarms()]


def test_a_list_that_stands_still_because_its_fetch_fails_says_why(version: ListVersion) -> None:
    ListVersion.objects.update(dated=timezone.localdate() - WITHIN - timedelta(days=1))
    [still] = words()
    assert "Look at the publisher's page" in still
    Fetch.objects.filter(pk=fetches(version, "failed")[0].pk).update(
        message="www.example.org: Name or service not known.\nMore of it."
    )
    [failing] = words()
    assert failing.endswith("brought nothing: www.example.org: Name or service not known.")
    assert "Look at the publisher's page" not in failing


def test_where_all_is_well_there_is_no_alarm(version: ListVersion) -> None:
    fetches(version, "failed", "failed", "unchanged", "quarantined", "applied")
    assert words() == []


def test_a_list_that_should_have_moved_and_has_not_is_an_alarm() -> None:
    _worked()
    today = timezone.localdate()
    version = factories.list_version(today - WITHIN)
    assert words() == []
    ListVersion.objects.filter(pk=version.pk).update(dated=today - WITHIN - timedelta(days=1))
    [told] = words()
    assert told.startswith(
        f"{version.list.title}: the newest version is {WITHIN.days + 1} days old, and a new one "
        f"comes within {WITHIN.days} days as a rule."
    )


def test_an_excerpt_of_today_does_not_hide_that_the_list_stands_still() -> None:
    _worked()
    today = timezone.localdate()
    factories.list_version(today - WITHIN - timedelta(days=1))
    factories.list_version(today, coverage=["SDGT"])
    [told] = words()
    assert f"the newest version is {WITHIN.days + 1} days old" in told
    assert [state.dated for state in states()] == [today - WITHIN - timedelta(days=1)]


def test_a_list_that_cannot_be_fetched_is_an_alarm(version: ListVersion) -> None:
    fetches(version, "applied", *["failed", "refused"][: TOO_OFTEN - 1])
    assert words() == []
    [last] = fetches(version, "failed")
    [alarm] = alarms()
    assert f"(delimited) could not be fetched {TOO_OFTEN} times since " in alarm.words
    assert alarm.words.endswith("The last try said: failed, try 1")
    assert alarm.url == f"/admin/sanctions/fetch/{last.pk}/change/"
    fetches(version, "unchanged")
    assert words() == []


def test_a_list_that_is_not_to_be_fetched_fails_without_alarm(
    version: ListVersion, settings: Settings
) -> None:
    fetches(version, *["failed"] * TOO_OFTEN)
    assert len(words()) == 1
    settings.FETCH_LISTS = []
    assert words() == []


def test_a_version_that_is_held_is_an_alarm_until_it_is_decided(version: ListVersion) -> None:
    held = factories.list_version(date(2026, 8, 20), status="quarantined")
    [alarm] = alarms()
    assert alarm.words == f"{held} (version 2) is held and waits for a decision."
    assert alarm.url == f"/admin/sanctions/listversion/{held.pk}/change/"
    ListVersion.objects.filter(pk=held.pk).update(
        status="refused", decided_at=timezone.now(), decided_why="The file was cut."
    )
    assert words() == []


def test_days_that_contradict_each_other_are_an_alarm_that_leads_to_them(
    version: ListVersion, client: Client
) -> None:
    for told in ("2024-05-04", "2024-04-01"):  # first seen on 3 May 2024
        designation = factories.designation(f"CONTRADICTED IN {told}")
        designation.dates.create(
            day=PartialDate.parse(told), document=factories.document(), decided_at=timezone.now()
        )
        resolve_days(designation)
    [alarm] = alarms()
    assert alarm.words.startswith(
        "1 designation has days that contradict each other or the lists, so that no day is told"
    )
    client.force_login(User.objects.create_superuser("chief"))
    page = client.get(alarm.url).content.decode()
    assert "CONTRADICTED IN 2024-05-04" in page
    assert "CONTRADICTED IN 2024-04-01" not in page


def test_a_worker_that_stands_still_is_an_alarm() -> None:
    [told] = words()
    assert told.startswith("The worker has done nothing yet: no list is fetched")


def test_each_form_of_a_list_has_its_last_fetch(version: ListVersion) -> None:
    assert [(state.list, state.fetch) for state in states()] == [(version.list, None)]
    *_, delimited = fetches(version, "failed", "unchanged")
    [enhanced] = fetches(version, "failed", form="enhanced")
    first, second = states()
    assert (first.fetch, first.again_at) == (delimited, None)
    assert second.fetch == enhanced
    assert second.again_at
    assert second.again_at > timezone.now()


# On the desk


def signed_in(group: str = "") -> Client:
    user = User.objects.create(username="ana", is_staff=True)
    if group:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("address", ["/admin/", "/admin/sanctions/sanctionslist/"])
def test_the_desk_shows_the_last_fetch_and_the_alarms(version: ListVersion, address: str) -> None:
    fetches(version, *["failed"] * TOO_OFTEN)
    page = " ".join(strip_tags(signed_in("reporter").get(address).text).split())
    assert f"could not be fetched {TOO_OFTEN} times since" in page
    assert "failed; tried again at" in page


def test_who_may_not_see_lists_is_not_told_of_them(version: ListVersion) -> None:
    fetches(version, *["failed"] * TOO_OFTEN)
    response = signed_in().get("/admin/")
    assert response.status_code == 200
    assert "fetched" not in response.text


def test_fetches_are_read_at_the_desk_and_not_changed(version: ListVersion) -> None:
    [fetch] = fetches(version, "failed")
    client = signed_in("admin")
    assert "failed, try 1" in client.get("/admin/sanctions/fetch/").text
    page = client.get(f"/admin/sanctions/fetch/{fetch.pk}/change/").text
    assert "failed, try 1" in page
    assert "Tried again at" in page
    assert 'name="_save"' not in page
