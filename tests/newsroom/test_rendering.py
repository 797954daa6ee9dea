"""A body as readers get it: flat links to claims, whatever the marks do."""

import re

from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from newsroom.body import clean, marks, plain_text
from newsroom.body.rendering import Label, render

LABELS = {key * 8: Label(at, "unchecked", f"claim {at}") for at, key in enumerate("abcd", start=1)}


def rendered(body: str) -> str:
    return "".join(passage.html for passage in render(body, LABELS))


def cite(key: str, words: str) -> str:
    return f'<cite data-claim="{key * 8}">{words}</cite>'


def test_a_claim_is_a_link_to_its_record() -> None:
    assert rendered(f"<p>He {cite('a', 'fell')}.</p>") == (
        '<p>He <a class="claim" id="t-aaaaaaaa" href="#c-aaaaaaaa" data-now="unchecked"'
        ' data-number="1">fell<span class="hidden"> (claim 1)</span></a>.</p>'
    )


def test_nested_claims_become_flat_segments_of_the_innermost() -> None:
    page = html.fromstring(rendered(f"<p>{cite('a', f'one {cite("b", "two")} three')}</p>"))
    assert [(a.get("href"), a.get("id")) for a in page.iter("a")] == [
        ("#c-aaaaaaaa", "t-aaaaaaaa"),
        ("#c-bbbbbbbb", "t-bbbbbbbb"),
        ("#c-aaaaaaaa", None),
    ]


def test_words_marked_twice_keep_a_place_for_both_claims() -> None:
    page = html.fromstring(rendered(f"<p>{cite('a', cite('b', 'same words'))}</p>"))
    assert [element.get("id") for element in page.iter() if element.get("id")] == [
        "t-aaaaaaaa",
        "t-bbbbbbbb",
    ]


def test_a_claim_over_two_paragraphs_begins_in_the_first() -> None:
    first, second = render(f"<p>{cite('a', 'one')}</p><p>{cite('a', 'two')}</p>", LABELS)
    assert first.begins == ("aaaaaaaa",)
    assert second.begins == ()
    assert second.covers == {"aaaaaaaa"}
    assert "hidden" not in first.html
    assert "(claim 1)" in second.html


def test_a_link_under_a_claim_follows_it_as_an_arrow() -> None:
    body = f"<p>{cite('a', 'the <a href="https://example.org/x">list</a> says')}</p>"
    page = html.fromstring(rendered(body))
    claim, arrow = page.iter("a")
    assert claim.get("href") == "#c-aaaaaaaa"
    assert arrow.get("href") == "https://example.org/x"
    assert arrow.xpath("string()") == "Link: list"


def test_an_ordinary_link_stays_one_link() -> None:
    body = '<p><a href="https://example.org/">one <strong>two</strong></a></p>'
    assert rendered(body) == body


def test_a_mark_of_another_story_is_only_text() -> None:
    assert rendered(f"<p>{cite('z', 'foreign')}</p>") == "<p>foreign</p>"


def test_a_list_is_one_passage() -> None:
    passages = render("<p>a</p><ul><li><p>b</p></li><li><p>c</p></li></ul><p>d</p>", LABELS)
    assert [passage.html for passage in passages] == [
        "<p>a</p>",
        "<ul><li><p>b</p></li><li><p>c</p></li></ul>",
        "<p>d</p>",
    ]


def test_letters_that_mean_something_in_html_are_escaped() -> None:
    assert rendered("<p>a &lt;script&gt; &amp; b</p>") == "<p>a &lt;script&gt; &amp; b</p>"


def test_right_to_left_text_keeps_its_order() -> None:
    assert rendered(f"<p>في {cite('a', '2024')} م</p>").startswith("<p>في <a")


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "a", "b", "c", "d", "ab", "ba", "abc"]),
            st.sampled_from(["", "strong", "em", "a"]),
            st.text("xyz <&\u00e9\u0627", min_size=1, max_size=4),
        ),
        max_size=12,
    )
)
def test_every_mark_has_one_place_and_no_link_holds_another(
    pieces: list[tuple[str, str, str]],
) -> None:
    raw = ""
    for keys, tag, words in pieces:
        inner = words.replace("&", "&amp;").replace("<", "&lt;")
        if tag:
            inner = f"<{tag}{' href="https://example.org/"' if tag == 'a' else ''}>{inner}</{tag}>"
        for key in reversed(keys):
            inner = cite(key, inner)
        raw += inner
    body = clean(f"<p>{raw}</p>")
    out = rendered(body)
    page = html.fragment_fromstring(out, create_parent="div")
    assert not page.xpath(".//a//a")
    ids = [element.get("id")[2:] for element in page.iter() if element.get("id")]
    assert sorted(ids) == sorted(mark.key for mark in marks(body))
    shown = re.sub(r'<span class="hidden">.*?</span>', "", out)
    text = html.fragment_fromstring(shown, create_parent="div").text_content()
    assert text == plain_text(body)
