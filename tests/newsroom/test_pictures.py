"""Pictures: what is uploaded is drawn anew, described, and reached no sooner than its story."""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import InternalError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image, ImageCms

from newsroom import pictures, workflow
from newsroom.models import Picture, Story
from newsroom.pictures import PictureError, drawn
from tests.newsroom.desk import address, draft, form_of, logged_in, newest, ready, staff
from tests.newsroom.vocabulary import problems

WORDS = {"alt": "A chart of 21 names.", "credit": "Inés Carvallo/The Concordance"}


def image(width: int = 640, height: int = 400, colour: Any = (11, 92, 73)) -> Image.Image:
    return Image.new("RGB", (width, height), colour)


def written(picture: Image.Image, form: str = "JPEG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(PictureError) as refused:
        drawn(content)
    return str(refused.value)


def chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)


def png_that_claims(width: int, height: int) -> bytes:
    """67 bytes whose header promises that many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = chunk(b"IDAT", zlib.compress(b"\0"))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + data + chunk(b"IEND", b"")


# ---- What is taken, and what it becomes -------------------------------------------------------


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_jpeg_png_and_webp_are_taken_by_what_they_are(form: str) -> None:
    picture = drawn(written(image(), form))
    assert (picture.size, picture.mode) == ((640, 400), "RGB")


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "hello")
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"></svg>',
        b"MZ\x90\0" + bytes(200),
        b"\x7fELF" + bytes(200),
        b"%PDF-1.7\n",
        _zip(),
        written(image(), "GIF"),
        written(image(), "TIFF"),
        written(image(), "BMP"),
        b"GIF89a" + written(image()),
        b"<script>" + written(image()),
        b"#!/bin/sh\n" + written(image(), "PNG"),
    ],
    ids=[
        "html",
        "svg",
        "exe",
        "elf",
        "pdf",
        "zip",
        "gif",
        "tiff",
        "bmp",
        "gif-jpeg",
        "html-jpeg",
        "shell-png",
    ],
)
def test_what_is_no_picture_is_refused_however_it_is_called(content: bytes) -> None:
    assert "no JPEG, PNG or WebP" in refusal(content)


def test_a_bomb_is_refused_by_its_header_before_a_pixel_is_read() -> None:
    assert "more than 40 million pixels" in refusal(png_that_claims(50_000, 50_000))
    assert "40 million" in refusal(png_that_claims(8_000, 5_001))


def test_a_text_that_unpacks_to_a_hundred_megabytes_is_refused() -> None:
    bomb = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(100_000_000), 1))
    content = written(image(), "PNG")
    assert "damaged" in refusal(content[:33] + bomb + content[33:])


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_file_that_was_cut_off_is_refused(form: str) -> None:
    noise = Image.effect_noise((640, 400), 90).convert("RGB")
    whole = written(noise, form)
    for share in (0.3, 0.6, 0.9):
        assert "damaged or cut off" in refusal(whole[: int(len(whole) * share)])


def test_an_empty_file_and_one_of_20_mb_are_refused() -> None:
    assert "empty" in refusal(b"")
    assert "20 are taken" in refusal(bytes(pictures.LARGEST + 1))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (written(image(300, 400)), "at least 320"),
        (written(image(3200, 500)), "4 times"),
        (written(Image.new("CMYK", (640, 400))), "print (CMYK)"),
        (written(Image.new("I;16", (640, 400)), "PNG"), "8 bits"),
        (
            written(image(), "PNG", save_all=True, append_images=[image(colour=0)], duration=99),
            "moves",
        ),
        (
            written(image(), "WEBP", save_all=True, append_images=[image(colour=0)], duration=99),
            "moves",
        ),
    ],
    ids=["small", "strip", "cmyk", "16-bit", "moving-png", "moving-webp"],
)
def test_what_readers_could_not_see_well_is_refused_in_clear_words(
    content: bytes, said: str
) -> None:
    assert said in refusal(content)


def test_palettes_greys_and_holes_become_colours_on_white() -> None:
    for mode in ("P", "L", "1"):
        assert drawn(written(image().convert(mode), "PNG")).mode == "RGB"
    holes = Image.new("RGBA", (640, 400), (0, 0, 0, 0))
    assert drawn(written(holes, "PNG")).getpixel((1, 1)) == (255, 255, 255)


def test_a_picture_taken_sideways_stands_upright() -> None:
    sideways = image(640, 400)
    sideways.paste((255, 255, 255), (0, 0, 640, 20))
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by 90 degrees
    upright = drawn(written(sideways, exif=exif))
    assert upright.size == (400, 640)
    edge: Any = upright.getpixel((395, 320))
    assert min(edge) > 240  # the white edge is at the right now


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_a_large_one_is_made_small_first_and_stands_upright_all_the_same(form: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    assert drawn(written(image(2400, 2000), form, exif=exif)).size == (1600, 1920)
    assert drawn(written(image(2400, 2000).convert("P"), "PNG")).size == (1920, 1600)


def test_the_second_picture_that_a_phone_hides_in_a_jpeg_is_left_out() -> None:
    content = written(image(), "MPO", save_all=True, append_images=[image(colour=(255, 0, 0))])
    assert drawn(content).size == (640, 400)


def with_everything_in_it() -> bytes:
    """A JPEG with place, camera, comment, colour profile, and an archive behind its end."""
    exif = Image.Exif()
    exif[0x010F], exif[0x9C9C] = "CANARYcamera", "CANARYcomment".encode("utf-16le")
    exif.get_ifd(0x8825).update({1: "N", 2: (10.0, 30.0, 0.0), 29: "CANARYday"})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    content = written(
        image(1700, 900), exif=exif, comment=b"CANARYwords", icc_profile=profile, xmp=b"CANARYxmp"
    )
    return content + _zip() + b"CANARYtail<script>alert(1)</script>"


@pytest.fixture
def ana() -> Any:
    return staff("editor", "ana")


def keep(story: Story, content: bytes = b"", **words: Any) -> Picture:
    content = content or written(image())
    return pictures.store(content, story, by=story.owner, **(WORDS | words))


def folder_of(picture: Picture) -> Path:
    return Path(settings.MEDIA_ROOT, str(picture.file.name)).parent


def files_of(picture: Picture) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder_of(picture).iterdir()}


@pytest.mark.django_db
def test_nothing_is_kept_but_what_one_sees(ana: Any) -> None:
    upload = SimpleUploadedFile("CANARY of Caracas.jpg", with_everything_in_it(), "image/jpeg")
    picture = pictures.store(upload, draft(ana), by=ana, **WORDS)
    for name, content in files_of(picture).items():
        assert b"CANARY" not in content
        with Image.open(io.BytesIO(content)) as kept:
            assert not kept.getexif()
            assert not {"icc_profile", "comment", "exif", "xmp"} & kept.info.keys(), name
    assert "CANARY" not in str(Picture.objects.filter(pk=picture.pk).values())


@pytest.mark.django_db
def test_each_width_is_kept_twice_under_a_random_name_for_us_alone(ana: Any) -> None:
    picture = keep(draft(ana), written(image(1700, 900)))
    kept = files_of(picture)
    assert set(kept) == {f"{width}.{end}" for width in (480, 960, 1600) for end in ("jpg", "webp")}
    assert (picture.width, picture.height) == (1600, 847)
    assert picture.sha256 == hashlib.sha256(kept["1600.jpg"]).hexdigest()
    for name, content in kept.items():
        with Image.open(io.BytesIO(content)) as one:
            assert f"{one.width}.{one.format}".lower() == name.replace("jpg", "jpeg")
    file = folder_of(picture) / "1600.jpg"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert picture.public_id not in str(picture.file.name)


@pytest.mark.django_db
def test_a_narrow_picture_is_never_blown_up(ana: Any) -> None:
    assert set(files_of(keep(draft(ana), written(image())))) == {
        f"{width}.{end}" for width in (480, 640) for end in ("jpg", "webp")
    }


@pytest.mark.django_db
def test_a_picture_without_alternative_text_or_credit_cannot_be(ana: Any) -> None:
    story = draft(ana)
    for missing in ("alt", "credit"):
        with pytest.raises(Exception, match="alternative_text_and_credit"), transaction.atomic():
            pictures.store(written(image()), story, by=ana, **(WORDS | {missing: ""}))
    assert not Picture.objects.exists()


# ---- At the desk ------------------------------------------------------------------------------


def upload(client: Client, story: Story, content: bytes | None = None, **changed: Any) -> Any:
    """What the picture's form sends, with the file called as one that holds a picture."""
    content = content or written(image())
    shown = newest(story).picture
    values = {
        **WORDS,
        "caption": "By heading.",
        "shown": shown.public_id if shown else "",
        "file": SimpleUploadedFile("picture.jpg", content, "image/jpeg"),
    } | changed
    return client.post(address(story, "picture/"), values)


@pytest.mark.django_db
def test_an_editor_gives_a_story_its_picture_and_sees_it_at_the_desk(ana: Any) -> None:
    story, client = draft(ana), logged_in(ana)
    assert upload(client, story).status_code == 302
    picture = newest(story).picture
    assert picture
    assert (picture.alt, picture.caption) == (WORDS["alt"], "By heading.")
    for page in ("change/", "picture/", "preview/"):
        shown = client.get(address(story, page)).content.decode()
        assert f"{address(story, 'picture/')}{picture.public_id}/640.jpg" in shown
        assert WORDS["alt"] in shown
    file = client.get(f"{address(story, 'picture/')}{picture.public_id}/480.webp")
    assert (file.status_code, file["Content-Type"]) == (200, "image/webp")
    assert "private" in file["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"alt": ""}, "alt"),
        ({"alt": " \u200b\u2060 "}, "alt"),
        ({"credit": "  "}, "credit"),
        ({"alt": "a" * 501}, "alt"),
        ({"alt": "Ana\0"}, "alt"),
        ({"credit": "Ana\u202egro.live"}, "credit"),
        ({"file": ""}, "file"),
        ({"file": SimpleUploadedFile("a.jpg", b"<svg/>", "image/jpeg")}, "file"),
    ],
)
def test_what_is_missing_or_cannot_be_seen_is_told_at_its_field(
    ana: Any, changed: dict[str, Any], field: str
) -> None:
    story = draft(ana)
    response = upload(logged_in(ana), story, **changed)
    assert response.status_code == 200
    assert response.context["form"].errors.keys() == {field}
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_other_words_are_another_row_with_the_same_file(ana: Any) -> None:
    story, client = draft(ana), logged_in(ana)
    upload(client, story)
    before = newest(story).picture
    assert upload(client, story, alt="What it shows.", file="").status_code == 302
    after = newest(story).picture
    assert before
    assert after
    assert after.alt == "What it shows."
    assert after.file.name == before.file.name
    assert after.public_id != before.public_id
    assert files_of(after)


@pytest.mark.django_db
def test_whoever_opened_the_page_before_another_saved_loses_nothing_of_theirs(ana: Any) -> None:
    story, client = draft(ana), logged_in(ana)
    upload(client, story)
    theirs = newest(story).picture
    response = upload(client, story, shown="", alt="Mine, typed for long.")
    assert "after you opened this page" in response.content.decode()
    assert "Mine, typed for long." in response.content.decode()
    assert newest(story).picture == theirs
    assert client.post(address(story, "picture/"), {"take_off": "1"}).status_code == 200
    assert newest(story).picture == theirs


@pytest.mark.django_db(transaction=True)
def test_what_nobody_shows_any_more_is_deleted_with_its_files(ana: Any) -> None:
    story, client = draft(ana), logged_in(ana)
    upload(client, story)
    first = newest(story).picture
    assert first
    folder = folder_of(first)
    upload(client, story, alt="Other words.", file="")
    assert folder.exists()  # the other row has the same file
    shown = newest(story).picture
    assert shown
    client.post(address(story, "picture/"), {"take_off": "1", "shown": shown.public_id})
    assert newest(story).picture is None
    assert not Picture.objects.exists()
    assert not folder.exists()


@pytest.mark.django_db(transaction=True)
def test_a_story_that_nobody_has_read_is_deleted_with_its_pictures(ana: Any) -> None:
    story, client = draft(ana), logged_in(ana)
    upload(client, story)
    folder = folder_of(Picture.objects.get())
    assert client.post(address(story, "delete/"), {"post": "yes"}).status_code == 302
    assert not Story.objects.exists()
    assert not folder.exists()


@pytest.mark.django_db
def test_a_published_revision_keeps_its_picture_and_the_next_begins_with_it(ana: Any) -> None:
    story, client = ready(ana), logged_in(ana)
    upload(client, story)
    first = newest(story).picture
    workflow.publish(story, by=ana)
    client.post(address(story), form_of(story, headline="Another headline"))
    assert newest(story).picture == first
    upload(client, story, alt="Another alternative text.", file="")
    assert newest(story).picture != first
    assert story.live
    assert story.live.picture == first
    assert first
    again, shown = {"again": first.public_id}, newest(story).picture
    assert shown
    answer = client.post(address(story, "picture/"), again | {"shown": first.public_id})
    assert "after you opened this page" in answer.text
    assert newest(story).picture == shown
    form = client.get(address(story, "picture/")).text.partition("Pictures of earlier")[0]
    assert form.count(f'name="shown" value="{shown.public_id}"') == 2
    client.post(address(story, "picture/"), again | {"shown": shown.public_id})
    assert newest(story).picture == first


@pytest.mark.django_db
def test_what_fails_after_the_files_are_written_leaves_none(
    ana: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, client = draft(ana), logged_in(ana)
    upload(client, story)
    kept = newest(story).picture
    assert kept
    before = set(folder_of(kept).parent.iterdir())

    def fails(*args: Any, **kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(pictures, "log", fails)
    with pytest.raises(RuntimeError):
        upload(client, story, shown=kept.public_id)
    assert set(folder_of(kept).parent.iterdir()) == before
    assert list(Picture.objects.all()) == [newest(story).picture] == [kept]


@pytest.mark.django_db
def test_a_pictures_words_are_never_changed_in_place(ana: Any) -> None:
    picture = keep(draft(ana))
    with pytest.raises((ProgrammingError, InternalError), match="append_only"):
        Picture.objects.filter(pk=picture.pk).update(alt="Another")


@pytest.mark.django_db
def test_a_scheduled_story_and_a_withdrawn_one_take_no_picture(ana: Any) -> None:
    story, client = ready(ana), logged_in(ana)
    workflow.publish(story, by=ana, public_from=timezone.now() + timedelta(days=1))
    assert "Take it back" in upload(client, story).content.decode()
    workflow.take_back(story, by=ana)
    workflow.publish(story, by=ana)
    workflow.withdraw(story, by=ana, note="Not ours.")
    assert upload(client, story).status_code == 302
    assert not Picture.objects.exists()


@pytest.mark.django_db
def test_no_picture_of_another_story_can_be_shown(ana: Any) -> None:
    theirs, ours = draft(ana), draft(ana, headline="Another", body="<p>Plain.</p>")
    picture, client = keep(theirs), logged_in(ana)
    with pytest.raises(workflow.WorkflowError, match="another story"):
        pictures.show(ours, picture, by=ana)
    posted = client.post(address(ours, "picture/"), {"again": picture.public_id})
    assert posted.status_code == 404
    assert client.get(f"{address(ours, 'picture/')}{picture.public_id}/480.jpg").status_code == 404


@pytest.mark.django_db
def test_a_story_that_is_none_of_theirs_has_no_picture_for_a_reporter(ana: Any) -> None:
    story = draft(ana)
    picture = keep(story)
    pictures.show(story, picture, by=ana)
    for who in (logged_in(staff("reporter", "tom")), Client()):
        for rest in ("picture/", f"picture/{picture.public_id}/480.jpg"):
            assert who.get(address(story, rest)).status_code in (302, 404)


# ---- For readers ------------------------------------------------------------------------------


@pytest.fixture
def story(ana: Any) -> Story:
    """Approved and with a picture; nobody has published it yet."""
    made = ready(ana)
    pictures.show(made, keep(made, caption="By heading."), by=ana)
    return made


def file_of(story: Story, name: str = "480.webp") -> str:
    picture = newest(story).picture
    assert picture
    return f"/pictures/{picture.public_id}/{name}"


@pytest.mark.django_db
def test_readers_get_a_picture_with_its_story_and_not_before(client: Client, story: Story) -> None:
    absent = client.get("/pictures/nothing/960.webp")
    assert absent.status_code == 404
    early = client.get(file_of(story))
    assert (early.status_code, early.content) == (404, absent.content)
    workflow.publish(story, by=story.owner)
    now = client.get(file_of(story))
    assert (now.status_code, now["Content-Type"]) == (200, "image/webp")
    assert now["X-Content-Type-Options"] == "nosniff"
    assert {"public", "no-cache"} <= set(now["Cache-Control"].split(", "))
    assert not now.cookies


@pytest.mark.django_db
@pytest.mark.parametrize(
    "name", ["481.jpg", "960.jpg", "480.png", "480.gif", "0.jpg", "9" * 40 + ".jpg"]
)
def test_a_width_or_form_that_was_not_made_is_not_there(
    client: Client, story: Story, name: str
) -> None:
    workflow.publish(story, by=story.owner)
    assert client.get(file_of(story, name)).status_code == 404


@pytest.mark.django_db
def test_a_withdrawal_takes_the_picture_away_from_caches_at_once(
    client: Client, story: Story
) -> None:
    workflow.publish(story, by=story.owner)
    tag = client.get(file_of(story))["ETag"]
    assert not tag.startswith("W/")
    assert client.get(file_of(story), headers={"If-None-Match": tag}).status_code == 304
    assert client.get(file_of(story, "480.jpg"))["ETag"] != tag
    head = client.head(file_of(story))
    assert (head.status_code, head["ETag"], head.content) == (200, tag, b"")
    workflow.withdraw(story, by=story.owner, note="Not ours.")
    for asked in ({}, {"If-None-Match": tag}):
        assert client.get(file_of(story), headers=asked).status_code == 404


@pytest.mark.django_db
def test_a_replaced_picture_goes_when_the_next_revision_is_public(
    client: Client, story: Story
) -> None:
    workflow.publish(story, by=story.owner)
    old = file_of(story)
    pictures.show(story, keep(story, alt="Another."), by=story.owner)
    new = file_of(story)
    assert (client.get(old).status_code, client.get(new).status_code) == (200, 404)
    workflow.publish(story, by=story.owner)
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


@pytest.mark.django_db
def test_the_page_the_json_and_the_data_for_machines_tell_of_the_picture(
    client: Client, story: Story
) -> None:
    workflow.publish(story, by=story.owner)
    page = client.get(story.get_absolute_url()).content.decode()
    widest = file_of(story, "640.jpg")
    assert f'src="{widest}"' in page
    assert 'width="640" height="400"' in page
    assert f"{file_of(story, '480.webp')} 480w" in page
    assert f'alt="{WORDS["alt"]}"' in page
    assert WORDS["credit"] in page
    assert "By heading." in page
    assert 'loading="lazy"' not in page
    assert f'og:image" content="http://testserver{widest}"' in page
    [data] = re.findall(r'(?s)<script type="application/ld\+json">(.+?)</script>', page)
    assert json.loads(data)["image"]["@type"] == "ImageObject"
    assert problems(json.loads(data)) == []
    told = client.get(story.get_absolute_url().rstrip("/") + ".json").json()
    assert told["picture"] == {
        "url": widest,
        **WORDS,
        "caption": "By heading.",
        "width": 640,
        "height": 400,
    }


@pytest.mark.django_db
def test_a_picture_costs_the_page_no_query(
    client: Client, story: Story, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    workflow.publish(story, by=story.owner)
    with CaptureQueriesContext(
        connection,
    ) as with_one:
        client.get(story.get_absolute_url())
    pictures.show(story, None, by=story.owner)
    workflow.publish(story, by=story.owner)
    with CaptureQueriesContext(connection) as without:
        client.get(story.get_absolute_url())
    assert len(with_one) == len(without)
    pictures.show(story, keep(story), by=story.owner)
    workflow.publish(story, by=story.owner)
    file = file_of(story)
    with django_assert_max_num_queries(1):
        assert client.get(file).status_code == 200
