"""Documents at the desk: what is kept, and what is refused with which words."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from sanctions import kept
from sanctions.models import Document
from tests import factories
from tests.sanctions.test_admin import errors, saved

ADD = "/admin/sanctions/document/add/"
FORM = {
    "title": "Treasury targets 21 officials",
    "publisher": "US Treasury",
    "retrieved_at_0": "2024-11-27",
    "retrieved_at_1": "15:00",
    "access": "public",
}


def pdf(words: str = "", password: str = "") -> bytes:
    """One page that shows these words, or nothing."""
    writer = PdfWriter()
    page = writer.add_blank_page(300, 300)
    if words:
        font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
        face = DictionaryObject({NameObject(k): NameObject(v) for k, v in font.items()})
        fonts = DictionaryObject({NameObject("/F1"): writer._add_object(face)})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 20 200 Td ({words}) Tj ET".encode())
        page[NameObject("/Contents")] = writer._add_object(content)
    if password:
        writer.encrypt(password)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


PAGE = """<!doctype html><html><head><title>Not this</title><style>p{}</style></head><body>
<h1>Treasury  targets
officials</h1><script>alert("nor this")</script><!-- nor that -->
<p>“Maduro’s <b>repressive</b> actions”,&nbsp;said&#160;Smith.</p><ul><li>Ñáñez<li>Marcano</ul>
</body></html>"""


# ---- Reading ----------------------------------------------------------------------------------


def test_of_a_page_the_shown_words_are_read_a_line_for_each_block() -> None:
    document = kept.read(PAGE.encode())
    assert document.media_type == "text/html"
    assert document.text.replace("\n\n", "\n").split("\n") == [
        "Treasury targets officials",
        "“Maduro’s repressive actions”,\xa0said\xa0Smith.",
        "Ñáñez",
        "Marcano",
    ]


def test_a_page_in_another_encoding_is_read_by_what_it_declares() -> None:
    page = '<html><meta charset="windows-1252"><p>Ñáñez'.encode("cp1252")
    assert kept.read(page).text == "Ñáñez"


def test_a_pdf_is_read_whatever_it_is_called() -> None:
    document = kept.read(pdf("21 officials sanctioned"))
    assert (document.text, document.media_type) == ("21 officials sanctioned", "application/pdf")


def test_a_text_keeps_its_words_without_mark_and_control_characters() -> None:
    document = kept.read("\ufeffOne\r\ntwo\x07\r\n\r\n\r\n\r\nthree\n".encode())
    assert (document.text, document.media_type) == ("One\ntwo\n\nthree", "text/plain")


def test_the_hash_is_of_the_bytes_as_they_came() -> None:
    assert kept.read(PAGE.encode()).sha256 == hashlib.sha256(PAGE.encode()).hexdigest()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"<html><body><img src=x></body></html>", "There is no text in this file"),
        (b"\n \n", "There is no text in this file"),
        ("Ñáñez".encode("latin-1"), "not a UTF-8 text: byte 0xd1 stands at place 1"),
        ("<p>Ñáñez".encode("latin-1"), "does not say in which encoding"),
        (b"\x89PNG\r\n\x1a\n\0\0", "not text, HTML or PDF"),
        (b"PK\x03\x04\0\0", "not text, HTML or PDF"),
        (b"%PDF-1.7 and no more", "This PDF is damaged"),
        (pdf(), "holds pictures of pages and no text"),
        (pdf("secret", password="x"), "locked with a password"),
        (b"<p>" + b"<b>" * 10_000 + b"deep", "nested so deeply"),
        (b"a" * (kept.LARGEST + 1), "The file has 20.0 MB; up to 20 are kept"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_kept_is_refused_with_what_to_do(content: bytes, message: str) -> None:
    with pytest.raises(kept.UnreadableError, match=message):
        kept.read(content)


# ---- The form ---------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, db: None) -> Client:
    client.force_login(factories.user("editor"))
    return client


def upload(content: bytes, name: str = "x") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_an_uploaded_file_is_kept_with_its_text(desk: Client) -> None:
    content = pdf("21 officials sanctioned")
    saved(desk.post(ADD, FORM | {"file": upload(content, "../é “release”.exe"), "text": "typed"}))
    document = Document.objects.get()
    assert document.text == "21 officials sanctioned"
    assert document.media_type == "application/pdf"
    assert document.file.name == f"documents/{document.sha256}.pdf"
    with document.file.open() as file:
        assert file.read() == content


def test_a_typed_text_is_kept_and_hashed(desk: Client) -> None:
    saved(desk.post(ADD, FORM | {"text": "Smith said:\r\n“A desperate act.”"}))
    document = Document.objects.get()
    assert document.text == "Smith said:\n“A desperate act.”"
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert (document.media_type, bool(document.file)) == ("text/plain", False)


def test_a_pdf_of_pictures_is_kept_with_the_text_typed_from_it(desk: Client) -> None:
    assert "pictures of pages" in errors(desk.post(ADD, FORM | {"file": upload(pdf())}))
    saved(desk.post(ADD, FORM | {"file": upload(pdf()), "text": "What it shows."}))
    assert Document.objects.get().text == "What it shows."


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Type the text in, or upload a file."),
        ({"text": "  \n "}, "Type the text in, or upload a file."),
        ({"file": upload(b"")}, "The submitted file is empty."),
        ({"file": upload(b"\x89PNG\0")}, "not text, HTML or PDF"),
        ({"text": "a\0b"}, "Null characters are not allowed."),
        ({"text": "x", "url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_what_cannot_be_kept_says_so_in_the_form(
    desk: Client, data: dict[str, Any], message: str
) -> None:
    assert message in errors(desk.post(ADD, FORM | data))
    assert not Document.objects.exists()


def test_what_is_kept_as_a_file_is_not_changed_later(desk: Client) -> None:
    saved(desk.post(ADD, FORM | {"file": upload(PAGE.encode())}))
    before = Document.objects.get()
    url = f"/admin/sanctions/document/{before.pk}/change/"
    assert "Treasury targets officials" in desk.get(url).content.decode()
    saved(desk.post(url, FORM | {"title": "New", "text": "forged", "file": upload(b"forged")}))
    after = Document.objects.get()
    assert after.title == "New"
    assert (after.text, after.sha256, after.file.name) == (
        before.text,
        before.sha256,
        before.file.name,
    )


def test_a_typed_text_may_be_mended(desk: Client) -> None:
    saved(desk.post(ADD, FORM | {"text": "Smth said"}))
    document = Document.objects.get()
    saved(desk.post(f"/admin/sanctions/document/{document.pk}/change/", FORM | {"text": "Smith"}))
    mended = Document.objects.get()
    assert (mended.text, mended.sha256) == ("Smith", hashlib.sha256(b"Smith").hexdigest())


def test_a_document_in_use_stays_and_the_places_are_named(desk: Client) -> None:
    document = factories.document()
    record = factories.desk_record("event", document=document, title="Presidential election")
    page = desk.post(f"/admin/sanctions/document/{document.pk}/delete/", {"post": "yes"})
    assert "is in use and cannot be deleted" in page.content.decode()
    assert "Presidential election" in page.content.decode()
    assert record.document == Document.objects.get()
