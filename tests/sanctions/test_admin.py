"""The desk's screens for the records."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sanctions.dates import PartialDate
from sanctions.decisions import decide_same_party, join_action
from sanctions.guard import Finding
from sanctions.models import (
    Designation,
    DesignationDate,
    DeskRecord,
    DeskRecordParty,
    Name,
    NoEntry,
    Party,
    PartySuggestion,
    SameParty,
    SanctionsList,
)
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return factories.user("editor", username="ines")


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """A browser at the desk, with an editor before it."""
    client.force_login(editor)
    return client


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(factories.user("admin"))
    return client


NO_PARTIES = {"desk_record_parties-TOTAL_FORMS": 0, "desk_record_parties-INITIAL_FORMS": 0}
NO_DESIGNATIONS = {"designation_dates-TOTAL_FORMS": 0, "designation_dates-INITIAL_FORMS": 0}


def errors(response: Any) -> str:
    """What the form says is wrong; the page came back because something is."""
    assert response.status_code == 200, response
    form = response.context["adminform"].form
    formsets = [formset.formset for formset in response.context["inline_admin_formsets"]]
    found = [form.errors.as_text(), *(str(formset.errors) for formset in formsets)]
    assert form.errors or any(formset.total_error_count() for formset in formsets)
    return "\n".join(found)


def saved(response: Any) -> None:
    assert response.status_code == 302, errors(response)


# ---- Every change list ------------------------------------------------------------------------

REGISTERED = [
    model for model in admin.site._registry if model._meta.app_label in ("sanctions", "newsroom")
]
NAMES = [model._meta.label_lower.replace(".", "/") for model in REGISTERED]


def some_of_each(editor: User) -> None:
    """A row of everything, with all that its list shows of it."""
    version = factories.list_version(sequence=factories.sanctions_list().versions.count() + 1)
    designation = factories.designation(first_seen=date(2026, 7, 23))
    action = factories.desk_record("action", programme=designation.programme)
    join_action(action, designation, editor)
    party, other = factories.party(), factories.party()
    DeskRecordParty.objects.create(desk_record=action, party=party, role="designated")
    SameParty.objects.create(one=party, other=other, same=True, decided_by=editor)
    PartySuggestion.objects.create(
        one=factories.entry().party,
        other=factories.entry().party,
        weight=40,
        reasons={"for": ["Both are named “SOMEBODY”."], "against": []},
    )
    NoEntry.objects.create(party=party, version=version, decided_by=editor)
    factories.document(dated=date(2024, 11, 27))


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_a_change_list_asks_few_questions_however_many_rows(
    administrator: Client, editor: User
) -> None:
    lists = [f"/admin/{name}/" for name in NAMES if name.startswith("sanctions")]
    some_of_each(editor)
    administrator.get(lists[0])  # fills what is asked once for a process
    few = {url: queries(administrator, url) for url in lists}
    for _ in range(5):
        some_of_each(editor)
    assert {url: queries(administrator, url) for url in lists} == few
    assert few.pop("/admin/sanctions/sanctionslist/") <= 16  # with the state of each, and alarms
    assert max(few.values()) <= 10, few
    searched = {url: queries(administrator, f"{url}?q=1") for url in lists}
    assert searched.pop("/admin/sanctions/sanctionslist/") <= 16
    assert max(searched.values()) <= 10, searched


WRONG = [
    "q=%00",
    "q=%FF'\"%25_\\",
    "q=" + "x" * 3_000,
    "o=zz",
    "o=99.-98.1",
    "p=1e9",
    "p=99999999999999999999",
    "name__regex=(",
    "kind__exact=%00",
    "dated__year=99999",
    "dated__year=x",
    "decided_by__password__startswith=a",
    "_facets=True",
    "_to_field=password",
]


def readers(name: str, administrator: Client) -> Client:
    """Somebody who may see the list: not even administrators do that of readings."""
    if name != "newsroom/identityreading":
        return administrator
    head = Client()
    head.force_login(factories.user("head"))
    return head


@pytest.mark.parametrize("name", NAMES)
def test_no_parameter_breaks_a_change_list(administrator: Client, editor: User, name: str) -> None:
    some_of_each(editor)
    for query in WRONG:
        status = readers(name, administrator).get(f"/admin/{name}/?{query}").status_code
        assert status in (200, 302, 400), query[:40]


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("deskrecordparty", "party"),
        ("designationdate", "designation"),
        ("designationdate", "document"),
        ("deskrecord", "programme"),
        ("deskrecord", "supersedes"),
        ("noentry", "version"),
    ],
)
def test_no_term_breaks_an_autocomplete(desk: Client, editor: User, model: str, field: str) -> None:
    some_of_each(editor)
    for term in ("\0", "'\"%_\\", "x" * 3_000, "(", "🇻🇪", ""):
        assert "results" in looked_up(desk, model, field, term)


@pytest.mark.parametrize("facets", ["", "&_facets=True"])
def test_officials_are_filtered_by_programmes_that_count(desk: Client, facets: str) -> None:
    told, taken_back = factories.entry("TOLD, Ana"), factories.entry("REVERTED, Rosa")
    designation = factories.designation(entry=told)
    factories.designation(entry=told, spell=2, last_seen=date(2024, 6, 1))
    factories.designation(entry=taken_back, reverted=True)
    factories.designation(entry=taken_back, programme=factories.programme("SDGT"))
    field = "entries__designations__programme__id__exact"
    url = f"/admin/sanctions/official/?{field}={designation.programme_id}{facets}"
    response = desk.get(url)
    assert [one.name for one in response.context["cl"].queryset] == ["TOLD, Ana"]
    if facets:
        assert "VENEZUELA (1)" in response.content.decode()
    assert desk.get(f"/admin/sanctions/official/?{field}=x").status_code in (302, 400)


def test_an_entry_with_thousands_of_names_shows_the_first_and_leads_to_all(desk: Client) -> None:
    entry = factories.entry("MANY, Names")
    url = f"/admin/sanctions/entry/{entry.pk}/change/"
    few = queries(desk, url)
    Name.objects.bulk_create(
        Name(entry=entry, name=f"ALIAS{number:04}", kind="aka", tokens=["alias"])
        for number in range(5_000)
    )
    wording = entry.versions.get()
    wording.content["aliases"] = [{"name": f"WRITTEN{number:04}"} for number in range(5_000)]
    wording.save()
    assert queries(desk, url) <= few
    content = desk.get(url).content.decode()
    assert content.count("<bdi>ALIAS") == 19
    assert content.count("WRITTEN") == 20
    assert "… and 4,980 more" in content
    found = re.search(r'<a href="([^"]+)">All 5,001</a>', content)
    assert found
    assert desk.get(found[1]).context["cl"].result_count == 5_001
    whole = desk.get(f"/admin/sanctions/entryversion/{wording.pk}/change/").content.decode()
    assert whole.count("WRITTEN") == 5_000


def test_a_name_that_turns_the_direction_turns_nothing_at_the_desk(desk: Client) -> None:
    turned = "EJEMPLO \u202eANA"
    entry = factories.entry("EJEMPLO ANA")
    Name.objects.create(entry=entry, name=turned, kind="aka", tokens=["ana"])
    wording = entry.versions.get()
    wording.content["aliases"] = [{"name": turned}]
    wording.save()
    for url in (f"/admin/sanctions/entry/{entry.pk}/change/", "/admin/sanctions/name/"):
        content = desk.get(url).content.decode()
        assert f"<bdi>{turned}</bdi>" in content
        assert content.count("\u202e") == 1
    content = desk.get(f"/admin/sanctions/entryversion/{wording.pk}/change/").content.decode()
    assert "EJEMPLO \\u202eANA" in content
    assert "\u202e" not in content
    assert "\u202e" not in Finding("reused", f"6 was {turned}, is now KHAN.").message


def looked_up(client: Client, model: str, field: str, term: str) -> Any:
    of = {"app_label": "sanctions", "model_name": model, "field_name": field, "term": term}
    response = client.get(f"/admin/autocomplete/?{urlencode(of)}")
    assert response.status_code == 200
    return response.json()


def texts(client: Client, model: str, field: str, term: str) -> list[str]:
    return [result["text"] for result in looked_up(client, model, field, term)["results"]]


# ---- Finding somebody -------------------------------------------------------------------------


@pytest.mark.parametrize("term", ["nanez", "Ñañe", "fred nan", "14094", "NANEZ CONTRERAS"])
def test_a_party_is_found_by_half_a_name_or_a_number(desk: Client, term: str) -> None:
    factories.entry("ÑÁÑEZ CONTRERAS, Freddy Alfredo", "14094")
    factories.entry("MADURO MOROS, Nicolas", "22790")
    assert texts(desk, "deskrecordparty", "party", term) == [
        "ÑÁÑEZ CONTRERAS, Freddy Alfredo (ofac-sdn 14094)"
    ]


def test_a_party_is_found_by_another_of_its_published_names(desk: Client) -> None:
    entry = factories.entry("PADRINO LOPEZ, Vladimir", "23473")
    entry.names.create(name="El General", kind="aka", tokens=["el", "general"])
    assert len(texts(desk, "deskrecordparty", "party", "gener")) == 1


def test_namesakes_are_told_apart(desk: Client) -> None:
    factories.entry("SANCHEZ, Jose", "1")
    factories.party("Jose Sanchez", description="footballer")
    assert texts(desk, "deskrecordparty", "party", "jose sanchez") == [
        "Jose Sanchez (footballer)",
        "SANCHEZ, Jose (ofac-sdn 1)",
    ]


@pytest.mark.parametrize("term", ["padrino", "23473"])
def test_a_designation_is_found_by_name_or_number(desk: Client, term: str) -> None:
    entry = factories.entry("PADRINO LOPEZ, Vladimir", "23473")
    factories.designation(entry=entry)
    factories.designation("OTHER, Some")
    assert texts(desk, "designationdate", "designation", term) == [
        "PADRINO LOPEZ, Vladimir, ofac-sdn 23473, VENEZUELA"
    ]


def test_an_official_is_found_in_the_change_list_by_an_alias(desk: Client) -> None:
    entry = factories.entry("PADRINO LOPEZ, Vladimir", "23473")
    entry.names.create(name="El General", kind="aka", tokens=["el", "general"])
    page = desk.get("/admin/sanctions/official/?q=general").content.decode()
    assert "PADRINO LOPEZ, Vladimir" in page


# ---- What lists say is read only --------------------------------------------------------------


@pytest.mark.parametrize("name", ["entry", "entryversion", "name", "designation", "listversion"])
def test_nobody_edits_what_a_list_says(client: Client, name: str, editor: User) -> None:
    client.force_login(User.objects.create_superuser("root"))
    some_of_each(editor)
    row = next(model for model in REGISTERED if model._meta.model_name == name)
    pk = row._default_manager.first().pk  # type: ignore[union-attr]
    url = f"/admin/sanctions/{name}/"
    assert client.get(f"{url}add/").status_code == 403
    assert client.get(f"{url}{pk}/change/").status_code == 200
    assert client.post(f"{url}{pk}/change/", {"number": "1"}).status_code == 403
    assert client.post(f"{url}{pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_entry_shows_its_names_designations_and_published_words(desk: Client) -> None:
    entry = factories.entry("PADRINO LOPEZ, <b>Vladimir</b>", "23473")
    factories.designation(entry=entry)
    page = desk.get(f"/admin/sanctions/entry/{entry.pk}/change/").content.decode()
    assert "VENEZUELA" in page
    assert "&quot;name&quot;: &quot;PADRINO LOPEZ, &lt;b&gt;Vladimir&lt;/b&gt;&quot;" in page


def test_a_programme_gets_the_desk_s_words_and_keeps_its_code(administrator: Client) -> None:
    programme = factories.programme()
    saved(
        administrator.post(
            f"/admin/sanctions/programme/{programme.pk}/change/",
            {"title": "Venezuela", "legal_basis": "E.O. 13692", "code": "X", "slug": "x"},
        )
    )
    programme.refresh_from_db()
    assert (programme.title, programme.code, programme.slug) == (
        "Venezuela",
        "VENEZUELA",
        "venezuela",
    )


@pytest.mark.parametrize("pattern", ["https://x.org/{id}", "javascript:{number}", "https://x.org/"])
def test_a_pattern_that_makes_no_address_is_refused(administrator: Client, pattern: str) -> None:
    of = factories.sanctions_list()
    data = {"authority": "OFAC", "title": "SDN", "stale_after": "7 00:00:00", "entry_url": pattern}
    url = f"/admin/sanctions/sanctionslist/{of.pk}/change/"
    assert "{number}" in errors(administrator.post(url, data))
    saved(administrator.post(url, data | {"entry_url": "https://x.org/?id={number}"}))
    assert SanctionsList.objects.get().entry_url == "https://x.org/?id={number}"


# ---- Parties ----------------------------------------------------------------------------------


def test_an_official_on_no_list_is_added_and_public_from_a_day(desk: Client) -> None:
    data = {
        "desk_name": "Aníbal Coronado",
        "description": "chief of staff",
        "public_from_0": "2024-11-27",
        "public_from_1": "09:00",
        "public_from_which": "2024-11-27T09:00:00+00:00",
    }
    saved(desk.post("/admin/sanctions/official/add/", data))
    made = Party.objects.public().get()
    assert (made.kind, made.name, made.sort_key) == ("person", "Aníbal Coronado", "anibal coronado")


@pytest.mark.parametrize(
    ("name", "message"),
    [("", "Give the party a name."), ("   ", "Give the party a name."), ("\u200b—", "has letters")],
)
def test_a_party_needs_a_name_that_can_be_read(desk: Client, name: str, message: str) -> None:
    response = desk.post("/admin/sanctions/party/add/", {"kind": "person", "desk_name": name})
    assert message in errors(response)


def test_the_listed_name_and_the_kind_stay(desk: Client) -> None:
    entry = factories.entry("PADRINO LOPEZ, Vladimir")
    url = f"/admin/sanctions/party/{entry.party.pk}/change/"
    saved(desk.post(url, {"desk_name": "", "kind": "vessel", "listed_name": "x"} | NO_PARTIES))
    entry.party.refresh_from_db()
    assert (entry.party.name, entry.party.kind) == ("PADRINO LOPEZ, Vladimir", "person")


def test_a_party_in_use_stays_and_the_places_are_named(administrator: Client) -> None:
    entry = factories.entry("PADRINO LOPEZ, Vladimir", "23473")
    url = f"/admin/sanctions/party/{entry.party.pk}/delete/"
    for page in (administrator.get(url), administrator.post(url, {"post": "yes"})):
        assert "is in use and cannot be deleted" in page.content.decode()
        assert "entry 23473" in page.content.decode()
    assert Party.objects.filter(pk=entry.party.pk).exists()


# ---- Desk records -----------------------------------------------------------------------------


def test_an_action_gets_its_address_from_its_title_and_day(desk: Client) -> None:
    data = {
        "kind": "action",
        "title": "21 officials designated",
        "authority": "OFAC",
        "begins": "27 Nov 2024",
    }
    saved(desk.post("/admin/sanctions/deskrecord/add/", data | NO_PARTIES))
    assert DeskRecord.objects.get().slug == "21-officials-designated-2024-11-27"


@pytest.mark.parametrize("kind", DeskRecord.Kind.values)
def test_only_of_a_roster_and_an_action_the_desk_says_whether_it_names_everybody(
    desk: Client, kind: str
) -> None:
    record = factories.desk_record(kind)
    content = desk.get(f"/admin/sanctions/deskrecord/{record.pk}/change/").content.decode()
    assert ('id="id_complete"' in content) == (kind in {"action", "roster"})
    new = desk.get("/admin/sanctions/deskrecord/add/").content.decode()
    assert "only-action only-roster" in new
    if kind == "action":
        data = action_form(record) | NO_PARTIES | {"complete": "on"}
        saved(desk.post(f"/admin/sanctions/deskrecord/{record.pk}/change/", data))
        record.refresh_from_db()
        assert record.complete


def test_a_public_address_stays(desk: Client) -> None:
    action = factories.desk_record("action", slug="first")
    data = {"title": "New", "authority": "OFAC", "begins": "2024-11-27", "slug": "second"}
    public = {
        "public_from_0": "2024-11-27",
        "public_from_1": "09:00",
        "public_from_which": "2024-11-27T09:00:00+00:00",
    }
    url = f"/admin/sanctions/deskrecord/{action.pk}/change/"
    saved(desk.post(url, data | public | NO_PARTIES | NO_DESIGNATIONS))
    action.refresh_from_db()
    assert (action.title, action.slug, action.kind) == ("New", "first", "action")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"kind": "action"}, "An action needs its day, its authority and an address."),
        ({"kind": "licence"}, "A licence needs its number and the day it was issued."),
        ({"kind": "case"}, "A case and an event need their day."),
        ({"kind": "event", "begins": "soon"}, "“soon” is not a date we can read."),
        ({"kind": "reward", "begins": "2020"}, "A reward needs its amount, its currency"),
        ({"kind": "roster"}, "A roster needs the day for which it holds."),
        ({"kind": "position", "amount": "5"}, "Only a reward has an amount and a currency."),
        ({"kind": "position", "winds_down": "on"}, "Only a licence can wind down."),
        ({"kind": "position", "complete": "on"}, "Only a roster or an action can be complete."),
        ({"kind": "position", "slug": "x"}, "address has words: leave it empty"),
        ({"kind": "event", "begins": "2024", "ends": "2023"}, "It ends before it begins"),
        (
            {"kind": "action", "begins": "2024", "authority": "OFAC", "slug": "taken"},
            "Another record has this address: choose another.",
        ),
    ],
)
def test_a_record_that_makes_no_sense_is_refused_in_the_desk_s_words(
    desk: Client, data: dict[str, str], message: str
) -> None:
    factories.desk_record("action", slug="taken")
    url = "/admin/sanctions/deskrecord/add/"
    assert message in errors(desk.post(url, {"title": "Something"} | data | NO_PARTIES))


@pytest.mark.parametrize("kind", DeskRecord.Kind.values)
def test_what_a_kind_needs_cannot_be_taken_away_later(desk: Client, kind: str) -> None:
    record = factories.desk_record(kind)
    url = f"/admin/sanctions/deskrecord/{record.pk}/change/"
    bare = {"title": "Something"} | NO_PARTIES | NO_DESIGNATIONS
    if kind == "position":
        saved(desk.post(url, bare))
    else:
        assert "need" in errors(desk.post(url, bare))


def test_a_record_cannot_take_its_own_place(desk: Client) -> None:
    record = factories.desk_record("event")
    data = {"title": "Something", "begins": "2024", "supersedes": record.pk}
    url = f"/admin/sanctions/deskrecord/{record.pk}/change/"
    assert "cannot take its own place" in errors(desk.post(url, data | NO_PARTIES))


def test_a_party_has_a_role_once(desk: Client) -> None:
    who = factories.party()
    rows = {"desk_record_parties-TOTAL_FORMS": 2, "desk_record_parties-INITIAL_FORMS": 0}
    for row in range(2):
        rows |= {f"desk_record_parties-{row}-party": who.pk}
        rows |= {f"desk_record_parties-{row}-role": "subject"}  # type: ignore[dict-item]
    data = {"kind": "event", "title": "Something", "begins": "2024"}
    response = desk.post("/admin/sanctions/deskrecord/add/", data | rows)
    assert response.status_code == 200
    assert not DeskRecord.objects.exists()


def action_form(action: DeskRecord, *joined: Designation, **changed: str) -> dict[str, Any]:
    """The action's form as the browser sends it, with these designations added."""
    words = list(action.designation_dates.all())
    data: dict[str, Any] = {
        "title": action.title,
        "authority": action.authority,
        "begins": action.begins.iso if action.begins else "",
        "slug": action.slug,
        "public_from_0": f"{action.public_from:%Y-%m-%d}",
        "public_from_1": f"{action.public_from:%H:%M:%S}",
        "designation_dates-TOTAL_FORMS": len(words) + len(joined),
        "designation_dates-INITIAL_FORMS": len(words),
    }
    for number, word in enumerate(words):
        data[f"designation_dates-{number}-id"] = word.pk
    for number, designation in enumerate(joined, start=len(words)):
        data[f"designation_dates-{number}-designation"] = designation.pk
        data[f"designation_dates-{number}-end"] = "listed"
    return data | NO_PARTIES | changed


def test_an_action_joins_designations_and_gives_them_their_day(desk: Client, editor: User) -> None:
    action = factories.desk_record("action")
    designation = factories.designation(first_seen=date(2026, 7, 23))
    url = f"/admin/sanctions/deskrecord/{action.pk}/change/"
    saved(desk.post(url, action_form(action, designation)))
    designation.refresh_from_db()
    assert designation.listed_on == action.begins
    word = DesignationDate.objects.get()
    assert (word.decided_by, word.action) == (editor, action)
    assert word.decided_at is not None

    saved(desk.post(url, action_form(action, begins="28 Nov 2024")))
    designation.refresh_from_db()
    assert designation.listed_on == PartialDate.parse("2024-11-28")

    saved(desk.post(url, action_form(action, **{"designation_dates-0-DELETE": "on"})))
    designation.refresh_from_db()
    assert designation.listed_on is None
    assert not DesignationDate.objects.exists()


def test_a_conflict_is_told_when_it_is_made_and_shown_at_the_designation(desk: Client) -> None:
    action = factories.desk_record("action")
    designation = factories.designation(first_seen=date(2024, 5, 3))
    url = f"/admin/sanctions/deskrecord/{action.pk}/change/"
    response = desk.post(url, action_form(action, designation), follow=True)
    assert "No day can be the one on which it was listed" in response.content.decode()
    page = desk.get(f"/admin/sanctions/designation/{designation.pk}/change/").content.decode()
    assert "No day can be the one on which it was listed" in page


def test_a_designation_is_joined_to_an_action_once(desk: Client) -> None:
    action, designation = factories.desk_record("action"), factories.designation()
    url = f"/admin/sanctions/deskrecord/{action.pk}/change/"
    response = desk.post(url, action_form(action, designation, designation))
    assert response.status_code == 200
    assert not DesignationDate.objects.exists()


def test_a_document_gives_a_day_and_takes_it_back(administrator: Client) -> None:
    designation, document = factories.designation(), factories.document()
    data = {"designation": designation.pk, "end": "listed", "day": "Jan 2024"}
    url = "/admin/sanctions/designationdate/"
    assert "required" in errors(administrator.post(f"{url}add/", data))
    saved(administrator.post(f"{url}add/", data | {"document": document.pk}))
    designation.refresh_from_db()
    assert designation.listed_on == PartialDate.parse("2024-01")

    word = DesignationDate.objects.get()
    saved(administrator.post(f"{url}{word.pk}/delete/", {"post": "yes"}))
    designation.refresh_from_db()
    assert designation.listed_on is None


def test_the_word_of_an_action_is_changed_at_the_action_only(desk: Client, editor: User) -> None:
    word = join_action(factories.desk_record("action"), factories.designation(), editor)
    url = f"/admin/sanctions/designationdate/{word.pk}/change/"
    assert desk.get(url).status_code == 200
    assert desk.post(url, {"day": "2020"}).status_code == 403


# ---- Decisions --------------------------------------------------------------------------------


def test_a_same_party_decision_is_ordered_signed_and_followed(desk: Client, editor: User) -> None:
    older, younger = factories.party("Ana"), factories.party("Ana Maria")
    url = "/admin/sanctions/sameparty/"
    data = {"one": younger.pk, "other": older.pk, "same": "on", "decided_why": "One passport."}
    saved(desk.post(f"{url}add/", data))
    decision = SameParty.objects.get()
    assert (decision.one, decision.other, decision.decided_by) == (older, younger, editor)
    younger.refresh_from_db()
    assert younger.merged_into == older

    assert decision.decided_at > timezone.now() - timedelta(minutes=1)


def test_a_pair_is_decided_once_and_not_with_itself(desk: Client) -> None:
    one, other = factories.party(), factories.party()
    url, why = "/admin/sanctions/sameparty/add/", {"decided_why": "x"}
    saved(desk.post(url, {"one": one.pk, "other": other.pk} | why))
    again = desk.post(url, {"one": other.pk, "other": one.pk} | why)
    assert "This pair has been decided already" in errors(again)
    itself = desk.post(url, {"one": one.pk, "other": one.pk} | why)
    assert "Choose two different parties" in errors(itself)


def test_a_decision_against_another_is_refused(desk: Client) -> None:
    ana, berta, carla = (factories.party(name) for name in ("Ana", "Berta", "Carla"))
    url, why = "/admin/sanctions/sameparty/add/", {"decided_why": "x"}
    saved(desk.post(url, {"one": ana.pk, "other": berta.pk, "same": "on"} | why))
    saved(desk.post(url, {"one": berta.pk, "other": carla.pk, "same": "on"} | why))
    wrong = desk.post(url, {"one": ana.pk, "other": carla.pk} | why)
    assert "by way of a third party" in errors(wrong)


def test_a_party_on_the_version_cannot_have_no_entry_there(desk: Client, editor: User) -> None:
    version, absent = factories.list_version(), factories.party("Aníbal Coronado")
    entry = factories.entry("PADRINO LOPEZ, Vladimir", "23473")
    url, why = "/admin/sanctions/noentry/add/", {"decided_why": "Looked for by name."}
    listed = desk.post(url, {"party": entry.party.pk, "version": version.pk} | why)
    assert "is on this version, as entry 23473" in errors(listed)
    saved(desk.post(url, {"party": absent.pk, "version": version.pk} | why))
    assert NoEntry.objects.get().decided_by == editor
    again = desk.post(url, {"party": absent.pk, "version": version.pk} | why)
    assert "looked for on this version already" in errors(again)


def test_a_version_that_was_not_applied_tells_nothing(desk: Client) -> None:
    version = factories.list_version(status="quarantined")
    data = {"party": factories.party().pk, "version": version.pk, "decided_why": "x"}
    response = desk.post("/admin/sanctions/noentry/add/", data)
    assert "This version is quarantined and tells nothing" in errors(response)


def test_an_excerpt_says_what_it_cannot_tell(desk: Client) -> None:
    version = factories.list_version(coverage=["VENEZUELA", "VENEZUELA-EO13850"])
    data = {"party": factories.party().pk, "version": version.pk, "decided_why": "x"}
    response = desk.post("/admin/sanctions/noentry/add/", data, follow=True)
    assert "complete for VENEZUELA, VENEZUELA-EO13850 only" in response.content.decode()


# ---- The desk itself --------------------------------------------------------------------------


def test_the_first_page_groups_what_people_do(administrator: Client) -> None:
    page = administrator.get("/admin/").content.decode()
    places = [page.index(title) for title in ("Stories", "Records kept by the desk", "Decisions")]
    assert places == sorted(places)
    assert "The Concordance: desk" in page
    assert "django administration" not in page.lower()


#: The lists of what others did, which not everybody sees.
OF_OTHERS = {"sanctions/auditentry", "newsroom/identityreading"}


@pytest.mark.parametrize(
    ("role", "unseen"),
    [
        ("reporter", OF_OTHERS),
        ("editor", OF_OTHERS),
        ("exporter", OF_OTHERS),
        ("admin", {"newsroom/identityreading"}),
        ("head", set(NAMES) - OF_OTHERS - {"sanctions/export"}),
    ],
)
def test_every_registered_list_has_its_place_on_the_first_page(
    client: Client, role: str, unseen: set[str]
) -> None:
    client.force_login(factories.user(role))
    page = client.get("/admin/").content.decode()
    missing = {name for name in NAMES if f'href="/admin/{name}/"' not in page}
    assert missing == unseen


def test_a_joined_party_that_is_published_no_longer_leads_to_one_that_is_not() -> None:
    older, younger = (factories.party(name, public_from=None) for name in ("Ana", "Ana M."))
    decide_same_party(older, younger, same=True, by=factories.user("editor"), why="One birthday.")
    younger.refresh_from_db()
    assert younger.merged_into == older
    younger.public_from = timezone.now()
    admin.site.get_model_admin(Party).save_model(HttpRequest(), younger, None, change=True)
    younger.refresh_from_db()
    assert younger.merged_into is None
