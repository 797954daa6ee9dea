"""Body HTML: what comes out of whatever went in, and which words a mark covers."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsroom.body import Mark, clean, marks, plain_text, same_words
from newsroom.body.cleaning import malformed_keys

KEY, OTHER = "abcd2345", "wxyz6789"


def marked(words: str, key: str = KEY) -> str:
    return f'<cite data-claim="{key}">{words}</cite>'


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        # The closed vocabulary passes.
        (
            "<h2>A</h2><blockquote><p>b</p></blockquote><ul><li><p>c</p></li></ul>",
            "<h2>A</h2><blockquote><p>b</p></blockquote><ul><li><p>c</p></li></ul>",
        ),
        ("<p><strong>a</strong> <em>b</em><br>c</p>", "<p><strong>a</strong> <em>b</em><br>c</p>"),
        # Nothing that runs, loads or draws.
        ("<script>alert(1)</script><p>a</p><style>p{}</style>", "<p>a</p>"),
        ('<p onclick="x()" style="color:red" class="c">a</p>', "<p>a</p>"),
        ("<img src=x onerror=alert(1)>a", "<p>a</p>"),
        ("<svg onload=alert(1)><p>hidden</p></svg>a", "<p>a</p>"),
        ("<p>a<script>alert(1)", "<p>a</p>"),
        ("<!-- a > b --><p>c<![endif]--></p>", "<p>c</p>"),
        # Links lead to named places by known roads.
        (
            '<a href="https://treasury.gov/?a=1&b=2" target=_blank>a</a>',
            '<p><a href="https://treasury.gov/?a=1&amp;b=2">a</a></p>',
        ),
        (
            '<a href="mailto:desk@example.org">a</a>',
            '<p><a href="mailto:desk@example.org">a</a></p>',
        ),
        ('<a href="javascript:alert(1)">a</a>', "<p>a</p>"),
        ('<a href="jav&#x09;ascript:alert(1)">a</a>', "<p>a</p>"),
        ('<a href="data:text/html,x">a</a><a href="/x">b</a><a href="//e.org">c</a>', "<p>abc</p>"),
        ("<a>a</a>", "<p>a</p>"),
        # Claims.
        (f"<p>{marked('a')}</p>", f"<p>{marked('a')}</p>"),
        ("<p><cite>a</cite></p>", "<p>a</p>"),
        (f"<p>a{marked('')}{marked(' ')}b</p>", "<p>a b</p>"),
        (f"<p><b>{marked('a')}</b></p>", f"<p>{marked('<strong>a</strong>')}</p>"),
        # Overlapping tags become segments; a mark over two paragraphs is two segments.
        (
            f'<p><cite data-claim="{KEY}">a<em>b</cite>c</em></p>',
            f"<p>{marked('a<em>b</em>')}<em>c</em></p>",
        ),
        (
            f'<cite data-claim="{KEY}"><p>a</p><p>b</p></cite>',
            f"<p>{marked('a')}</p><p>{marked('b')}</p>",
        ),
        # Blocks.
        ("a<p>b</p>c", "<p>a</p><p>b</p><p>c</p>"),
        ("<div>a<div>b</div>c</div>", "<p>a</p><p>b</p><p>c</p>"),
        ("<p>a</p>\n<p>&nbsp;</p><p></p><p>b</p>", "<p>a</p><p>b</p>"),
        ("<ul>a<li>b</ul>", "<ul><li><p>a</p></li><li><p>b</p></li></ul>"),
        ("<li>a</li>", "<p>a</p>"),
        ("<h1>a</h1><h4>b</h4>", "<h2>a</h2><h2>b</h2>"),
        ("<table><tr><td>a</td><td>b</td></tr></table>", "<p>a</p><p>b</p>"),
        # Text.
        ("1 < 2 &amp; 3 &lt; 4", "<p>1 &lt; 2 &amp; 3 &lt; 4</p>"),
        ("a\x00b\x1f\ud800", "<p>ab</p>"),
        ("<p>  a \n b<br>  </p>", "<p>a b</p>"),
        ("", ""),
    ],
)
def test_a_body_is_reduced_to_its_vocabulary(sent: str, kept: str) -> None:
    assert clean(sent) == kept


def test_text_pasted_from_a_word_processor_comes_in_clean() -> None:
    word = (
        "<html><head><style>p.MsoNormal {margin:0}</style></head><body lang=EN-US>"
        "<!--StartFragment--><p class=MsoNormal style='mso-bidi-font-weight:\"bold\"'>The"
        "<o:p></o:p>\r\nTreasury <b style='mso-bidi-font-weight:normal'>listed</b> 21.</p>"
        "<p class=MsoNormal><o:p>&nbsp;</o:p></p><!--EndFragment--></body></html>"
    )
    assert clean(word) == "<p>The Treasury <strong>listed</strong> 21.</p>"


@pytest.mark.parametrize("tag", ["b", "blockquote", "ul", "div", f'cite data-claim="{KEY}"', "x"])
def test_ten_thousand_nested_tags_are_flattened(tag: str) -> None:
    kept = clean(f"<{tag}>" * 10_000 + "deep" + f"</{tag.split(maxsplit=1)[0]}>" * 10_000)
    assert plain_text(kept) == "deep"
    assert len(re.findall("<[a-z]", kept)) < 20


@pytest.mark.parametrize("piece", ["<", "<a ", "<a href='", "</a ", "<!--", "&#", '<a x="'])
def test_a_hundred_kilobytes_of_broken_tags_leave_no_tag(piece: str) -> None:
    # A parser that starts again at each of them would be here for minutes.
    assert not re.findall("<(?!/?p>)", clean(piece * (100_000 // len(piece))))


_PIECES = st.sampled_from(
    [
        "<p>", "</p>", "<h2>", "<ul>", "</ul>", "<ol>", "<li>", "</li>", "<blockquote>", "<b>",
        "</blockquote>", "</b>", "<em>", "</em>", "<br>", f'<cite data-claim="{KEY}">', "</cite>",
        f'<cite data-claim="{OTHER}">', "<a href='https://e.org/'>", "</a>", "<script>", "<", ">",
        "</script>", '"', "'", "&lt;", "&nbsp;", " ", "\n", "words", "é", "<div>", "</div>", "<!--",
    ]
)  # fmt: skip


def test_a_mark_over_the_space_that_ends_a_paragraph_is_an_empty_one() -> None:
    assert clean(f'<p>a<cite data-claim="{KEY}">&nbsp;</cite></p>') == "<p>a&nbsp;</p>"


@given(st.lists(_PIECES, max_size=40).map("".join))
def test_cleaning_what_is_clean_changes_nothing(html: str) -> None:
    once = clean(html)
    assert clean(once) == once
    assert "<script" not in once
    # No text outside a block, no empty mark.
    assert re.sub(r"<(p|h2)>.+?</\1>", "", once, flags=re.DOTALL).replace(
        "<", "\n<"
    ).split() == re.findall(r"</?(?:ul|ol|li|blockquote)>", once)
    assert not re.search(r"<(cite|a|strong|em)[^>]*></\1>", once)
    assert all(mark.words for mark in marks(once))


@given(st.text(max_size=200))
@example("<\x1f")
def test_any_text_at_all_is_cleaned_to_something_stable(text: str) -> None:
    assert clean(clean(text)) == clean(text)


def test_marks_come_in_reading_order_the_outer_first() -> None:
    body = f"<p>{marked('a ' + marked('b', OTHER))}</p>"
    assert marks(body) == [Mark(KEY, ("a b",)), Mark(OTHER, ("b",))]


def test_the_same_words_may_carry_two_claims() -> None:
    assert [mark.words for mark in marks(f"<p>{marked(marked('a', OTHER))}</p>")] == ["a", "a"]


@pytest.mark.parametrize(
    "body",
    [
        f"<p>{marked('a')}</p><p>{marked('b')}</p>",
        f"<ul><li>{marked('a')}</li><li>{marked('b')}</li></ul>",
        f"<p>x {marked('a')}</p><blockquote><p>{marked('b')} y</p></blockquote>",
        f"<p>{marked('a')} {marked('b')}</p>",
        f"<p>{marked('<em>a</em>')}<strong>{marked(' b')}</strong></p>",
    ],
)
def test_segments_of_one_mark_are_one_place(body: str) -> None:
    (mark,) = marks(body)
    assert mark.words == "a b"
    assert not mark.repeated


def test_a_key_pasted_twice_is_repeated() -> None:
    (mark,) = marks(f"<p>{marked('a')} and {marked('b')}</p>")
    assert mark.repeated
    assert mark.places == ("a", "b")


def test_a_key_that_cannot_be_one_is_taken_off_and_told() -> None:
    body = f"<p>{marked('a', 'NO')} {marked('b')}</p>"
    assert clean(body) == f"<p>a {marked('b')}</p>"
    assert malformed_keys(body) == ["NO"]


def test_marks_can_be_taken_off_by_key() -> None:
    assert clean(f"<p>{marked('a')} {marked('b', OTHER)}</p>", without={KEY}) == (
        f"<p>a {marked('b', OTHER)}</p>"
    )


@pytest.mark.parametrize(
    "other",
    [
        "Nicola\u0301s Maduro",
        "Nicolás\u00a0Maduro",
        "Nico\u00adlás Maduro",
        "Nicolás\u200b Mad\u200duro\ufeff",
        " Nicolás\n Maduro ",
    ],
)
def test_what_nobody_sees_does_not_change_the_words(other: str) -> None:
    assert same_words("Nicolás Maduro", other)


@pytest.mark.parametrize("other", ["Nicolas Maduro", "Nicolás  maduro", "NicolásMaduro", ""])
def test_what_a_reader_sees_changes_the_words(other: str) -> None:
    assert not same_words("Nicolás Maduro", other)


def test_plain_text_has_a_line_for_each_block() -> None:
    assert plain_text("<h2>A</h2><p>b<br>c <em>d</em></p>") == "A\nb c d"


def test_a_long_story_keeps_its_five_hundred_marks() -> None:
    paragraph = f"<p>{'words ' * 60}{{}} and more.</p>"
    body = "".join(paragraph.format(marked(f"claim {n}", f"k{n:07}")) for n in range(500))
    assert len(body) > 200_000
    assert len(marks(clean(body))) == 500
