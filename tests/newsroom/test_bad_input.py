"""What is typed wrong or sent by force: refused in clear words, and nothing is changed or lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client, RequestFactory
from django.urls import reverse

from newsroom import pictures
from newsroom.body import clean
from newsroom.models import Claim, Source, Story
from sanctions.admin.typed import ModelAdmin
from sanctions.models import DeskRecord, DeskRecordParty, Document, Party
from sanctions.text import AS_A_DAY, can_be_kept, says_something
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import address, draft, form_of, logged_in, newest, ready, staff
from tests.newsroom.test_pictures import WORDS, image, written

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "title": "Announcement",
    "publisher": "US Treasury",
    "text": "What it says.",
    "access": "desk",
    "retrieved_at_0": "2024-11-27",
    "retrieved_at_1": "12:00",
}
NEW_DOCUMENT = "/admin/sanctions/document/add/"


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def desk(ines: User) -> Client:
    return logged_in(ines)


def errors_of(response: Any) -> dict[str, list[str]]:
    assert response.status_code == 200, response
    return dict(response.context["adminform"].form.errors)


# ---- Days -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["03/04/2026", "3.4.2026", "04-03-2026", "20260403", "2026-02-30", "31/02/2026", "10000-01-01"],
)
def test_a_day_that_could_be_another_or_is_none_is_refused_with_how_to_write_it(
    desk: Client, typed: str
) -> None:
    response = desk.post(NEW_DOCUMENT, DOCUMENT | {"dated": typed})
    assert errors_of(response)["dated"] == [AS_A_DAY]
    assert f'value="{typed}"' in response.text
    assert not Document.objects.exists()


def test_a_day_is_shown_as_it_is_to_be_written(desk: Client) -> None:
    kept = factories.document(dated="2026-04-03")
    page = desk.get(f"/admin/sanctions/document/{kept.pk}/change/").text
    assert 'value="2026-04-03"' in page


@pytest.mark.parametrize("typed", ["03/04/2026", "2026-02-30", "31/02/2026"])
def test_a_day_that_is_known_in_part_is_read_as_strictly(desk: Client, typed: str) -> None:
    response = desk.post("/admin/sanctions/deskrecord/add/", {"kind": "event", "begins": typed})
    [told] = errors_of(response)["begins"]
    assert "no such day" in told or "not a date we can read" in told


# ---- Words ------------------------------------------------------------------------------------


def fields_of_the_desk() -> Iterator[tuple[str, forms.Field]]:
    """Each field that somebody may fill in at a form of ours, with its name."""
    request = RequestFactory().get("/")
    request.user = User(is_superuser=True, is_staff=True, is_active=True)
    for model, model_admin in admin.site._registry.items():
        if not isinstance(model_admin, ModelAdmin) or not model_admin.has_add_permission(request):
            continue
        made = model_admin.get_form(request)
        inlines = [
            one.get_formset(request).form for one in model_admin.get_inline_instances(request)
        ]
        for form in (made, *inlines):
            for name, field in form.base_fields.items():
                yield f"{model.__name__}.{name}", field


def test_every_form_of_the_desk_takes_only_what_can_be_seen_and_kept() -> None:
    checked, careless = 0, []  # a story's own are tried below; its body is cleaned
    for name, field in fields_of_the_desk():
        parts = field.fields if isinstance(field, forms.MultiValueField) else [field]
        for part in parts:
            if type(part) is forms.CharField and not name.startswith("Story."):
                checked += 1
                if not all(one in part.validators for one in (says_something, can_be_kept)):
                    careless.append(name)
            if isinstance(part, forms.DateField):
                checked += 1
                if part.error_messages["invalid"] != AS_A_DAY:
                    careless.append(name)
    assert checked > 20
    assert not careless


@pytest.mark.parametrize(
    ("headline", "told"),
    [
        ("x" * 100_000, "at most 300 characters"),
        ("\u200b\u2060\ufeff", "Nothing in it can be seen"),
        ("\u00ad \u3000", "Nothing in it can be seen"),
        ("Officials\x07", "place 10 (U+0007)"),
        ("Officials \u202edeman", "place 11 (U+202E)"),
        ("Offi\0cials", "Null characters are not allowed"),
    ],
)
def test_a_headline_that_nobody_could_read_is_refused_and_the_text_stays(
    desk: Client, ines: User, headline: str, told: str
) -> None:
    story = draft(ines)
    response = desk.post(address(story), form_of(story, headline=headline, standfirst="Typed."))
    assert told in " ".join(errors_of(response)["headline"])
    assert "Typed." in response.text
    assert newest(story).headline == "Officials named"


def test_words_that_need_a_joiner_or_run_from_right_to_left_are_taken(
    desk: Client, ines: User
) -> None:
    story = draft(ines)
    words = "می‌خواهم 🏳️‍🌈 عربي"
    desk.post(address(story), form_of(story, headline=words))
    assert newest(story).headline == words


# ---- Addresses --------------------------------------------------------------------------------


def test_an_address_in_capitals_is_no_other_address(desk: Client) -> None:
    stories.source("US Treasury")
    Source.objects.update(slug="treasury")
    form = {"label": "Another", "kind": "organisation", "terms": "on_record"}
    for slug, told in (("treasury", "already exists"), ("TREASURY", "small letters: “treasury”")):
        response = desk.post("/admin/newsroom/source/add/", form | {"slug": slug})
        assert told in " ".join(errors_of(response)["slug"])
    assert Source.objects.count() == 1


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        " JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "javascript://news.example/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "file:///etc/passwd",
    ],
)
def test_an_address_that_a_browser_would_run_is_refused(desk: Client, url: str) -> None:
    response = desk.post(NEW_DOCUMENT, DOCUMENT | {"url": url})
    assert "Enter a valid URL." in errors_of(response)["url"]
    assert not Document.objects.exists()
    assert "<a" not in clean(f'<p><a href="{url}">words</a></p>')


# ---- What no form of ours sends ---------------------------------------------------------------


def test_a_form_cannot_say_what_only_a_file_or_the_database_says(desk: Client) -> None:
    forged = {"id": "99", "public_id": "chosen", "sha256": "f" * 64, "media_type": "text/html"}
    assert desk.post(NEW_DOCUMENT, DOCUMENT | forged).status_code == 302
    kept = Document.objects.get()
    assert kept.pk != 99
    assert kept.public_id != "chosen"
    assert (kept.sha256, kept.media_type) != ("f" * 64, "text/html")


def test_a_pictures_form_cannot_say_whose_it_is_or_what_is_kept(desk: Client, ines: User) -> None:
    story, other = draft(ines), draft(ines, headline="Other", body="<p>x</p>")
    theirs = pictures.store(written(image()), other, by=ines, **WORDS)
    forged = {
        "story": other.pk,
        "public_id": "chosen",
        "sha256": "f" * 64,
        "file": theirs.file.name,
        "by": staff("editor", "eva").pk,
    }
    response = desk.post(address(story, "picture/"), WORDS | forged)
    assert "Choose a file" in response.text  # a file's name is no file
    assert newest(story).picture is None


def parts_form(record: DeskRecord, rows: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    kept = record.parties.count()
    form = {
        "kind": record.kind,
        "title": record.title,
        "begins": str(record.begins),
        "desk_record_parties-TOTAL_FORMS": len(rows),
        "desk_record_parties-INITIAL_FORMS": kept,
    }
    for number, row in enumerate(rows):
        form |= {f"desk_record_parties-{number}-{name}": value for name, value in row.items()}
    return form | more


def test_a_row_of_another_record_cannot_be_taken_over_in_a_form(desk: Client) -> None:
    ours, theirs = factories.desk_record("event"), factories.desk_record("event")
    parts = [
        DeskRecordParty.objects.create(desk_record=record, party=factories.party(), role="host")
        for record in (ours, theirs)
    ]
    stolen = {"id": parts[1].pk, "desk_record": ours.pk, "party": parts[0].party_id, "role": "host"}
    response = desk.post(
        f"/admin/sanctions/deskrecord/{ours.pk}/change/", parts_form(ours, [stolen])
    )
    assert response.status_code == 200
    parts[1].refresh_from_db()
    assert (parts[1].desk_record, parts[1].party_id) == (theirs, parts[1].party.pk)


def test_rows_without_end_are_refused_and_not_made(desk: Client) -> None:
    record = factories.desk_record("event")
    form = parts_form(record, [], **{"desk_record_parties-TOTAL_FORMS": 1_000_000_000})
    response = desk.post(f"/admin/sanctions/deskrecord/{record.pk}/change/", form)
    assert response.status_code == 200
    [formset] = response.context["inline_admin_formsets"]
    assert "at most" in str(formset.non_form_errors())
    assert not DeskRecordParty.objects.exists()


def test_what_is_ticked_without_the_right_to_it_stays(ines: User) -> None:
    """Whatever numbers a request names, an action is offered and runs by what its sender may."""
    story = ready(ines)
    factories.document()
    factories.desk_record()
    client = logged_in(staff("reporter", "rita"))
    counted = (Story, Claim, Source, Document, DeskRecord, Party)
    before = [model.objects.count() for model in counted]
    for model in admin.site._registry:
        if model._meta.app_label not in ("newsroom", "sanctions"):
            continue
        ticked = [str(pk) for pk in model._base_manager.values_list("pk", flat=True)[:9]]
        response = client.post(
            reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"),
            {"action": "delete_selected", "_selected_action": ticked or ["1"], "post": "yes"},
        )
        assert response.status_code in (200, 302, 403, 404, 405), model
    assert [model.objects.count() for model in counted] == before
    assert newest(story).claims.count() == 1


# ---- Rich text --------------------------------------------------------------------------------


def test_five_megabytes_in_a_text_are_refused_and_the_story_stays(desk: Client, ines: User) -> None:
    story = draft(ines)
    picture = f'<p>Typed <img src="data:image/png;base64,{"A" * 5_000_000}"></p>'
    response = desk.post(address(story), form_of(story, body=picture))
    assert response.status_code in (200, 400)
    assert "data:image" not in newest(story).body
    assert newest(story).edits == 1


def test_a_picture_within_the_text_is_left_out_whatever_its_size() -> None:
    for size in (10, 2_000_000):
        pasted = f'<p>a<img src="data:image/png;base64,{"A" * size}" onerror="x()">b</p>'
        assert clean(pasted) == "<p>ab</p>"


# ---- What is in use ---------------------------------------------------------------------------


def test_an_official_whom_a_published_claim_cites_stays_and_the_place_is_named() -> None:
    who = factories.party("Aníbal Coronado")
    stories.story(
        body=f"<p>{stories.cite('aaaaaaaa', 'The chief of staff')} spoke.</p>",
        claims={"aaaaaaaa": {"kind": "position", "records": [("party", who)]}},
    )
    client = logged_in(factories.user(is_superuser=True))
    url = f"/admin/sanctions/official/{who.pk}/delete/"
    for page in (client.get(url), client.post(url, {"post": "yes"})):
        assert "is in use and cannot be deleted" in page.text
        assert "The chief of staff" in page.text
    assert Party.objects.filter(pk=who.pk).exists()


# ---- What strangers send ----------------------------------------------------------------------

PAGES = ("/", "/stories/officials/", "/stories/officials.json", "/feed.atom", "/search/?q=a")


@pytest.mark.parametrize("asked", PAGES)
def test_odd_headers_get_the_usual_answer(client: Client, asked: str) -> None:
    stories.story()
    usual = client.get(asked)
    for name, value in {
        "Range": "bytes=0-1,5-9,99999999999999999999-",
        "If-Range": "garbage",
        "If-None-Match": '"' + "a" * 3000 + '", W/x, *x',
        "If-Modified-Since": "the day before yesterday",
        "Accept": "*/*;q=9," * 500,
        "Accept-Encoding": "gzip;q=nan, br;q=-1",
        "Accept-Language": "xx-" * 900,
        "Content-Length": "0",
        "Cookie": "sessionid=" + "a" * 4000,
        "X-Forwarded-Host": "evil.example",
        "Forwarded": "host=evil.example;proto=https",
        "X-Original-URL": "/admin/",
    }.items():
        answer = client.get(asked, headers={name: value})
        assert (name, answer.status_code) == (name, 200)
        assert answer.content == usual.content, name


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "//evil.example/",
        "//evil.example/stories",
        "/\\evil.example",
        "/\\/evil.example/stories",
        "/stories//evil.example",
        "/../admin/login",
        "/stories/..",
        "/x\r\nLocation: https://evil.example",
    ],
)
@pytest.mark.parametrize("slash", ["", "/"])
def test_no_path_leads_to_another_site(client: Client, path: str, slash: str) -> None:
    answer = client.get("/", PATH_INFO=path + slash)
    assert answer.status_code == 404
    assert "Location" not in answer.headers
    assert "evil" not in answer.text


@pytest.mark.parametrize(
    "after", ["//evil.example", "https://evil.example/", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_login_leads_to_another_site(after: str) -> None:
    who = factories.user("editor", username="ana")
    who.set_password("a long enough word")
    who.save()
    answer = Client().post(
        f"/admin/login/?next={after}",
        {"username": "ana", "password": "a long enough word", "next": after},
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/admin/"


def test_a_forged_address_within_a_story_gives_nothing_away(client: Client, ines: User) -> None:
    story = draft(ines)
    for rest in ("?format=csv", "?preview=1", "?revision=1", "?status=draft", "?a[]=1"):
        answer = client.get(f"{story.get_absolute_url()}{rest}")
        assert (answer.status_code, answer.content) == (404, client.get("/none/").content)
