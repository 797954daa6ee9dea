"""Stories that come from elsewhere as a file: whole, or with one message and nothing done."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

from newsroom import workflow
from newsroom.api.article import article_html
from newsroom.body import plain_text
from newsroom.manuscripts import read_manuscript
from newsroom.models import Claim, Revision, SavedText, Story
from newsroom.reading.pages import preview_page, story_page
from tests import factories
from tests.newsroom import stories
from tests.newsroom.desk import KEY, claim_of, draft, marked, newest, published, ready, staff

pytestmark = pytest.mark.django_db

OTHER = "wxyz6789"

type Write = Callable[..., Path]


@pytest.fixture
def ines() -> User:
    return staff("editor", "ines")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(content: str | bytes, name: str = "story.html") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return written


def brought(path: Path, **options: Any) -> dict[str, Any]:
    """What the command tells as JSON."""
    out = StringIO()
    call_command("import_story", path, json=True, stdout=out, **({"by": "ines"} | options))
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def refused(path: Path, **options: Any) -> str:
    """The one message of a file that is refused, with nothing of it left behind."""
    before = Story.objects.count(), SavedText.objects.count(), Claim.objects.count()
    with pytest.raises(CommandError) as error:
        brought(path, **options)
    assert (Story.objects.count(), SavedText.objects.count(), Claim.objects.count()) == before
    return str(error.value)


def test_a_web_page_becomes_a_draft(ines: User, write: Write) -> None:
    told = brought(
        write(
            "<!doctype html><html lang=es><head><title>Elsewhere | A paper</title>"
            "<meta name=description content='Who they are.'><meta name=author content='Ana Ruiz'>"
            "</head><body><nav><p>Home</p></nav><main><h1>21 officials <i>named</i></h1>"
            "<p>The Treasury listed them.</p><h3>Why</h3><ul><li>One</li></ul>"
            "<table><tr><td>a</td><td>b</td></tr></table><img src=x><script>x()</script>"
            "<p><a href='https://a.example/?id=1&amp;utm_source=x'>The list</a>"
            "<a href='/here'>here</a></p></main></body></html>"
        )
    )
    story = Story.objects.get()
    revision = newest(story)
    assert told["status"] == "created"
    assert told["address"].endswith(f"/admin/newsroom/story/{story.pk}/change/")
    assert (story.slug, story.language, story.owner) == ("21-officials-named", "es", ines)
    assert (revision.headline, revision.standfirst) == ("21 officials named", "Who they are.")
    assert revision.byline == "Ana Ruiz"
    assert revision.body == (
        "<p>The Treasury listed them.</p><h2>Why</h2><ul><li><p>One</p></li></ul><p>a</p><p>b</p>"
        '<p><a href="https://a.example/?id=1">The list</a>here</p>'
    )
    assert not Story.objects.published().exists()
    assert told["changed"] == {
        "headings of other levels, made ours": 1,
        "tables, a paragraph for each cell": 1,
    }
    assert told["dropped"] == {
        "images": 1,
        "scripts": 1,
        "links that lead nowhere by themselves": 1,
        "paragraphs outside the article": 1,
    }
    assert SavedText.objects.get(revision=revision).why == "imported"


def test_markdown_becomes_a_draft_and_its_front_matter_files_it(ines: User, write: Write) -> None:
    told = brought(
        write(
            '---\ntitle: "Reward: doubled"\ndescription: >\n  Twice\n  as much.\n'
            "authors:\n  - Ana Ruiz\n  - 'Inés Carvallo'\nsection: Venezuela\nslug: reward\n"
            "dateline: Caracas\nlanguage: en\ntags: [a, b]\n---\n\n# Reward: doubled\n\n"
            "It is *up to* **$50 million**.\n\n> No.\n\n<div onclick=x()>Raw</div>\n",
            "story.md",
        )
    )
    story = Story.objects.get(slug="reward")
    revision = newest(story)
    assert story.section == "Venezuela"
    assert revision.headline == "Reward: doubled"
    assert revision.standfirst == "Twice as much."
    assert revision.byline == "Ana Ruiz and Inés Carvallo"
    assert revision.dateline == "Caracas"
    assert revision.body == (
        "<p>It is <em>up to</em> <strong>$50 million</strong>.</p>"
        "<blockquote><p>No.</p></blockquote><p>Raw</p>"
    )
    assert told["dropped"] == {"“tags” in front": 1}


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("# A headline\n\nText.", "notes.txt"),
        ("<h1>A headline</h1><p>Text.</p>", "notes.txt"),
        ("<title>A headline</title><p>Text.</p>", "page.HTM"),
        ("A headline\n===\n\nText.", "story.md"),
        ("\ufeff---\ntitle: A headline\n---\nText.", "story.md"),
        ("# A headline\r\n\r\nText.\r\n", "story.md"),
        ("<h1>A headline</h1><p>Text.</p>".encode("utf-16"), "word.html"),
    ],
)
def test_which_way_a_file_is_read_follows_its_name_or_else_its_text(
    write: Write, content: str | bytes, name: str
) -> None:
    found = read_manuscript(write(content, name))
    assert (found.headline, found.body) == ("A headline", "<p>Text.</p>")


def test_what_a_word_processor_on_windows_writes_is_read_as_it_says(write: Write) -> None:
    page = "<meta charset=windows-1252><h1>A “headline”</h1><p>Ñáñez</p>".encode("cp1252")
    found = read_manuscript(write(page))
    assert (found.headline, found.body) == ("A “headline”", "<p>Ñáñez</p>")


def test_what_stands_for_a_sign_is_read_once(write: Write) -> None:
    found = read_manuscript(write("<h1>R&amp;D on &amp;copy; signs</h1><p>Text.</p>"))
    assert found.headline == "R&D on &copy; signs"
    article = '<article data-story="/stories/x/"><header><h1>&amp;copy;</h1></header>'
    found = read_manuscript(write(f'{article}<div class="text">a &lt;b&gt; c</div></article>'))
    assert (found.headline, found.body) == ("&copy;", "<p>a &lt;b&gt; c</p>")


def test_a_list_that_word_drew_is_a_list(write: Write) -> None:
    room = "<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span>"
    item = "<p class=MsoListParagraph{} style='x'>{}<span style='y'>{}" + room + "<b>{}</b></p>\n"
    found = read_manuscript(
        write(
            "<h1>A</h1><p class=MsoNormal>Text.</p>"
            + item.format("CxSpFirst", "", "·", "One")
            + item.format("CxSpLast", "<span lang=EN-US>", "·", "Two")
            + "<p class=MsoNormal>And:</p>"
            + item.format("", "", "1.", "First")
            + "<p class=MsoListParagraph>Not drawn.</p>"
        )
    )
    assert found.body == (
        "<p>Text.</p><ul><li><p><strong>One</strong></p></li><li><p><strong>Two</strong></p></li>"
        "</ul><p>And:</p><p>1.&nbsp;&nbsp; <strong>First</strong></p><p>Not drawn.</p>"
    )
    assert found.kept["lists"] == 1


@pytest.mark.parametrize("name", ["word", "google-docs", "libreoffice", "wordpress", "divs"])
def test_a_file_of_what_the_editor_can_paste_says_the_same(write: Write, name: str) -> None:
    """Bold and italics that a style alone draws are the browser's to see."""
    path = Path(__file__).parent.parent / "files" / "clipboards" / f"{name}.html"
    found = read_manuscript(write(f"<h1>Officials</h1>{path.read_text()}"))
    assert plain_text(found.body) == (
        "Who was named\nThe Treasury listed 21 officials.\nMinisters\nOfficers\nIt\u00a0ends."
    )
    assert 'href="https://home.treasury.gov/news/jy2725"' in found.body


def test_a_first_heading_that_is_not_the_title_in_front_stays_in_the_text(write: Write) -> None:
    found = read_manuscript(write("---\ntitle: One\n---\n# Two\n\nText.", "story.md"))
    assert (found.headline, found.body) == ("One", "<h2>Two</h2><p>Text.</p>")


@pytest.mark.parametrize(
    ("content", "name", "message"),
    [
        ("", "story.html", "is empty"),
        (" \n ", "story.md", "is empty"),
        (b"PK\x03\x04rest", "story.docx", "save it as a web page (HTML)"),
        (b"PK\x03\x04rest", "story.odt", "a document of Word or LibreOffice"),
        (b"%PDF-1.7", "story.pdf", "is a PDF"),
        (b"# Headline\n\n\x00\x01", "story.md", "is no text: byte 13 is a NUL"),
        (b"# Headline\n\nCaf\xe9", "story.md", "line 3, byte 4 is 0xE9. Save it as UTF-8."),
        (b"<meta charset=iso-8859-12><h1>\xe9</h1>", "story.html", "not written in UTF-8"),
        (b"<h1>x" + b"x" * 10_000_000, "story.html", "10,000,005 bytes; a story has at most"),
        ("<div>" * 10_000 + "deep", "story.html", "more than 250 deep, in line 1 (“<div>”)"),
        ("# A\n\n" + "<b>" * 10_000 + "deep", "story.md", "more than 250 deep"),
        ("<p>Text.</p>", "story.html", "has no headline"),
        ("Text.", "story.md", "Begin it with “# The headline”."),
        ("# Headline", "story.md", "no text beside its headline “Headline”"),
        ("---\ntitle: A\nnonsense\n---\nText.", "story.md", "in line 3: “nonsense”"),
        ("+++\ntitle = 'A'\n+++\nText.", "story.md", "front matter in TOML"),
        (f"# {'long ' * 100}\n\nText.", "story.md", "The headline in the file is 499 characters"),
        ("---\nslug: a/b\n---\n# A\n\nText.", "story.md", "“a/b” cannot be an address"),
        ("---\nslug: taken\n---\n# A\n\nText.", "story.md", "give another with --slug"),
        ("<article data-story='x'>", "story.html", "its text is not where that would be"),
    ],
)
def test_a_file_that_is_no_story_is_refused_with_what_was_found_and_what_to_do(
    ines: User, write: Write, content: str | bytes, name: str, message: str
) -> None:
    draft(ines, slug="taken")
    said = refused(write(content, name))
    assert message in said
    assert "\n" not in said


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"by": "nobody"}, "There is no user “nobody”"),
        ({"by": "xenia"}, "“xenia” may not add stories"),
        ({"by": None}, "There is no administrator yet"),
        ({"slug": "taken"}, "Another story is at “taken” already"),
        ({"slug": "not an address"}, "cannot be an address"),
        ({"slug": "admin"}, "a meaning of its own"),
        ({"into": "nowhere"}, "There is no story “nowhere” that ines may change"),
        ({"edits": 3}, "give --into too"),
    ],
)
def test_what_cannot_be_asked_for_is_explained(
    ines: User, write: Write, options: dict[str, Any], message: str
) -> None:
    draft(ines, slug="taken")
    staff("exporter", "xenia")
    assert message in refused(write("# A\n\nText.", "story.md"), **options)


@pytest.mark.parametrize("path", ["/no/such/file.md", "/tmp"])  # noqa: S108  # only looked at
def test_a_file_that_is_not_there_is_said_to_be_missing(ines: User, path: str) -> None:
    assert "Give" in refused(Path(path))


def test_a_trial_tells_all_and_writes_nothing(ines: User, write: Write) -> None:
    told = brought(write("# A\n\nText.", "story.md"), dry_run=True)
    assert (told["status"], told["kept"]) == ("tried", {"paragraphs": 1})
    assert not Story.objects.exists()


def test_it_is_told_in_plain_words_too(write: Write) -> None:
    User.objects.create_superuser("alice")
    out = StringIO()
    call_command("import_story", write("# A\n\nText.\n\n![x](y)", "story.md"), stdout=out)
    said = out.getvalue()
    assert "A draft: “A”" in said
    assert "by alice, the first administrator" in said
    assert "Kept: paragraphs (1)\nDropped: images (1)" in said


# ---- Whose marks they are ---------------------------------------------------------------------


def test_marks_in_a_file_from_anywhere_are_taken_off(ines: User, write: Write) -> None:
    told = brought(write(f"<h1>A</h1><p>It was {marked('a desperate act')}.</p>"))
    assert newest(Story.objects.get()).body == "<p>It was a desperate act.</p>"
    assert told["dropped"] == {"marks of claims": 1}
    assert not Claim.objects.exists()


def exported(story: Story) -> str:
    return article_html(story_page(newest(story).pk))


NESTED = (
    f"<p>He {marked(f'fell {marked("twice", OTHER)} <strong>again</strong>')}, "
    'see <a href="https://a.example/">the list</a>.</p>'
    f"<ul><li><p>{marked('same', 'k0000001')}</p></li>"
    f"<li><p>x<br>y {marked('z <a href="https://b.example/">link</a>', 'k0000002')}</p></li></ul>"
    "<blockquote><p>1 &lt; 2 &amp; “é”</p></blockquote><h2>End</h2>"
)


def whole() -> Story:
    """Published, with marks that nest and a link beneath one."""
    return stories.story(
        "whole",
        NESTED,
        claims={key: {"kind": "judgement"} for key in (KEY, OTHER, "k0000001", "k0000002")},
        section="Venezuela",
        standfirst="Who & why",
        byline="Ana Ruiz",
        dateline="Caracas",
    )


def test_what_goes_out_comes_in_again_unchanged_where_the_story_is_not(
    ines: User, write: Write
) -> None:
    story = whole()
    path = write(exported(story))
    copied = {
        name: getattr(newest(story), name)
        for name in ("headline", "standfirst", "byline", "dateline", "body")
    }
    found = read_manuscript(path)
    assert {name: getattr(found, name) for name in copied} == copied
    assert (found.slug, found.section, found.language) == ("whole", "Venezuela", "en")
    assert found.keys == [KEY, OTHER, "k0000001", "k0000002"]


def test_the_marks_of_another_newsrooms_story_come_with_it(ines: User, write: Write) -> None:
    story = ready(ines, slug="theirs")
    path = write(article_html(preview_page(newest(story))))
    body = newest(story).body
    story.delete()
    told = brought(path)
    again = Story.objects.get(slug="theirs")
    assert newest(again).body == body
    assert told["kept"]["marks of claims"] == 1
    claim = claim_of(again)
    assert (claim.words, claim.kind, claim.confirmed_words) == ("a desperate act", "", "")


def test_a_copy_of_a_story_that_is_here_gets_none_of_its_marks(ines: User, write: Write) -> None:
    story = published(ines, slug="here")
    told = brought(write(exported(story)), slug="copy")
    assert newest(Story.objects.get(slug="copy")).body == "<p>It was a desperate act.</p>"
    assert told["dropped"]["marks of claims"] == 1
    assert Claim.objects.filter(revision__story=story).count() == Claim.objects.count()


# ---- Into a story that is being written -------------------------------------------------------


def test_a_text_is_brought_into_a_story_as_a_save_and_its_own_marks_stay(
    ines: User, write: Write
) -> None:
    story = ready(ines, slug="ours", byline="Ana Ruiz")
    draft(ines, slug="other", body=f"<p>{marked('x', OTHER)}</p>")
    told = brought(
        write(f"<h1>New</h1><p>So {marked('a desperate act')}, {marked('x', OTHER)}.</p>"),
        into="ours",
    )
    revision = newest(story)
    assert (revision.headline, revision.byline) == ("New", "Ana Ruiz")
    assert revision.body == f"<p>So {marked('a desperate act')}, x.</p>"
    assert claim_of(story).is_confirmed
    assert (told["status"], told["edits"]) == ("saved", revision.edits)


def test_claims_that_lose_their_place_by_it_are_told(ines: User, write: Write) -> None:
    ready(ines, slug="ours")
    told = brought(write("# New\n\nIt was a desperate act.", "story.md"), into="ours")
    assert (told["claims_without_place"], told["offered_again"]) == (1, 1)


def test_a_text_that_somebody_saved_meanwhile_is_not_written_over(ines: User, write: Write) -> None:
    story = ready(ines, slug="ours")
    path = write("# New\n\nText.", "story.md")
    read = newest(story).edits
    workflow.save_text(newest(story), by=ines, edits=read, headline="Hers", body="<p>Hers</p>")
    said = refused(path, into="ours", edits=read)
    assert f"ines saved “ours” meanwhile (it is at save {read + 1})" in said
    assert newest(story).headline == "Hers"
    brought(path, into="ours", edits=read + 1)
    assert newest(story).headline == "New"


def test_readers_of_a_published_story_read_on_until_it_is_published_again(
    ines: User, write: Write
) -> None:
    story = published(ines, slug="ours")
    brought(write("# New\n\nText.", "story.md"), into="ours")
    assert story.live is not None
    assert story.live.headline == "Officials named"
    assert newest(story).number == 2


def test_a_reporter_brings_nothing_into_anothers_story(ines: User, write: Write) -> None:
    draft(ines, slug="ours")
    factories.user("reporter", username="rita")
    said = refused(write("# New\n\nText.", "story.md"), into="ours", by="rita")
    assert "There is no story “ours” that rita may change" in said


def test_nothing_is_brought_into_what_is_withdrawn(ines: User, write: Write) -> None:
    story = published(ines, slug="ours")
    workflow.withdraw(story, by=ines, note="Wrong.")
    assert "withdrawn" in refused(write("# New\n\nText.", "story.md"), into="ours")
    assert Revision.objects.filter(story=story).count() == 1
