"""Two texts that were made of one come together, and no word of either is lost."""

from __future__ import annotations

from collections import Counter
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsroom.body import clean, marks, plain_text
from newsroom.merging import Collision, Merged, Text, merge

KEY, OTHER = "abcd2345", "wxyz6789"


def cite(words: str, key: str = KEY) -> str:
    return f'<cite data-claim="{key}">{words}</cite>'


def merged(base: str, mine: str, theirs: str) -> Merged:
    return merge(Text(body=base), Text(body=mine), Text(body=theirs))


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "both"),
    [
        pytest.param(
            "<p>one</p><p>two</p>",
            "<p>one</p><p>more</p><p>two</p>",
            "<p>one</p><p>2</p>",
            "<p>one</p><p>more</p><p>2</p>",
            id="a block added, another changed",
        ),
        pytest.param(
            "<p>one two three</p>",
            "<p>1 two three</p>",
            "<p>one two 3</p>",
            "<p>1 two 3</p>",
            id="two words of one block",
        ),
        pytest.param(
            "<ul><li>a</li><li>b</li></ul>",
            "<ul><li>a</li><li>new</li><li>b</li></ul>",
            "<ul><li>a more</li><li>b</li><li>c</li></ul>",
            "<ul><li><p>a more</p></li><li><p>new</p></li><li><p>b</p></li><li><p>c</p></li></ul>",
            id="items of one list",
        ),
        pytest.param(
            "<p>one two. three four.</p>",
            "<p>one two.</p><p>three four.</p>",
            "<p>one 2 two. three four five.</p>",
            "<p>one 2 two.</p><p>three four five.</p>",
            id="a block divided, its words changed",
        ),
        pytest.param(
            "<p>It was a desperate act.</p>",
            f"<p>It was {cite('a desperate act')}.</p>",
            "<p>It was a brutal act.</p>",
            f"<p>It was {cite('a brutal act')}.</p>",
            id="words marked, one of them changed",
        ),
        pytest.param(
            "<p>It was a desperate act.</p>",
            f"<p>It was a {cite('desperate')} act.</p>",
            "<p>It was a brutal act.</p>",
            f"<p>It was a {cite('brutal')} act.</p>",
            id="the very word that was marked",
        ),
        pytest.param(
            f"<p>It was {cite('a desperate act')}.</p>",
            f"<p>It was {cite('a <em>desperate</em> act')}.</p>",
            f"<p>It was {cite('a very desperate act')}.</p>",
            f"<p>It was {cite('a very <em>desperate</em> act')}.</p>",
            id="words added under a mark",
        ),
        pytest.param(
            "<p>a b c</p>",
            '<p>a <a href="https://example.org/">b</a> c</p>',
            "<p>a <strong>b</strong> c</p>",
            '<p>a <a href="https://example.org/"><strong>b</strong></a> c</p>',
            id="two marks on one word",
        ),
    ],
)
def test_what_does_not_collide_comes_together(base: str, mine: str, theirs: str, both: str) -> None:
    result = merged(base, mine, theirs)
    assert (result.text.body, list(result.collisions)) == (both, [])
    assert merged(base, theirs, mine).text.body == both


def test_where_both_wrote_at_one_place_both_stay() -> None:
    base = f"<p>It was {cite('a desperate act')}.</p>"
    result = merged(base, base.replace("It was", "Hers:"), base.replace("It was", "His:"))
    assert result.text.body == f"<p>His: Hers: {cite('a desperate act')}.</p>"
    assert result.collisions == [Collision("body", "Hers:", "His:")]


def test_the_words_of_both_do_not_alternate() -> None:
    base = "<p>It was an act of despair, they said in Caracas on Wednesday.</p>"
    result = merged(
        base,
        base.replace("an act of despair", "a deed of hope"),
        base.replace("an act of despair", "some cry for help"),
    )
    assert "It was some cry for help, a deed of hope, they said" in result.text.body
    assert len(result.collisions) == 1


def test_a_block_that_both_wrote_anew_stands_twice() -> None:
    result = merged(
        f"<p>Before.</p><p>It was {cite('an act')}.</p>",
        f"<p>Before.</p><p>Nobody said {cite('so much')} today</p>",
        f"<p>Before!</p><p>Everybody knew of {cite('many things')} then</p>",
    )
    assert plain_text(result.text.body).splitlines() == [
        "Before!",
        "Everybody knew of many things then",
        "Nobody said so much today",
    ]
    assert list(result.twice) == [KEY]
    assert len(result.collisions) == 1


def test_what_one_took_away_and_the_other_marked_stays() -> None:
    result = merged("<p>a b c d e f</p>", f"<p>a {cite('b c')} d e f</p>", "<p>a e f</p>")
    assert result.text.body == f"<p>a {cite('b c')} d e f</p>"
    assert len(result.collisions) == 1


def test_a_headline_that_both_changed_is_there_twice() -> None:
    result = merge(Text("Old", byline="By Ines"), Text("Mine", byline="By us"), Text("Theirs"))
    assert (result.text.headline, result.text.byline) == ("Theirs / Mine", "By us")
    assert [collision.field for collision in result.collisions] == ["headline", "byline"]


def test_without_a_base_all_that_differs_is_kept() -> None:
    mine, theirs = Text(body="<p>a</p><p>mine</p>"), Text(body="<p>a</p><p>theirs</p>")
    result = merge(None, mine, theirs)
    assert result.text.body == "<p>a</p><p>theirs</p><p>mine</p>"
    assert len(result.collisions) == 1


def test_a_long_text_is_merged_at_once() -> None:
    blocks = [f"<p>{' '.join(f'word{at}-{n}' for n in range(40))}</p>" for at in range(1000)]
    mine, theirs = list(blocks), list(blocks)
    for at in range(0, 1000, 50):
        mine[at] = mine[at].replace("-3 ", "-mine ")
        theirs[at] = theirs[at].replace("-30 ", "-theirs ")
    base, mine_text, theirs_text = ("".join(one) for one in (blocks, mine, theirs))
    begun = process_time()
    result = merged(base, mine_text, theirs_text)
    assert process_time() - begun < 2
    assert not result.collisions
    assert result.text.body.count("-mine") == result.text.body.count("-theirs") == 20


# ---- What holds for any texts ------------------------------------------------------------------

_WORDS = st.sampled_from(["act", "list", "named", "of", "officials", "a", "21", "déjà", "x&y"])


@st.composite
def _paragraphs(draw: st.DrawFn) -> str:
    pieces = []
    for word in draw(st.lists(_WORDS, min_size=1, max_size=7)):
        tag = draw(st.sampled_from(["", "", "", "strong", "em", KEY, OTHER]))
        word = word.replace("&", "&amp;")
        pieces.append(
            cite(word, tag) if len(tag) == 8 else f"<{tag}>{word}</{tag}>" if tag else word
        )
    text = " ".join(pieces)
    return draw(
        st.sampled_from(
            [f"<p>{text}</p>"] * 3
            + [f"<h2>{text}</h2>", f"<ul><li>{text}</li></ul>", f"<blockquote>{text}</blockquote>"]
        )
    )


_BLOCKS = st.lists(_paragraphs(), max_size=5)


@st.composite
def _edited(draw: st.DrawFn, blocks: list[str]) -> str:
    """What somebody makes of it: blocks changed, added, taken away, their words too."""
    kept: list[str] = []
    for block in blocks:
        match draw(st.sampled_from(["keep", "keep", "change", "drop", "before", "after", "word"])):
            case "keep":
                kept.append(block)
            case "change":
                kept.append(draw(_paragraphs()))
            case "before":
                kept += [draw(_paragraphs()), block]
            case "after":
                kept += [block, draw(_paragraphs())]
            case "word":
                kept.append(block.replace(" ", f" {draw(_WORDS).replace('&', '&amp;')} ", 1))
    return clean("".join(kept))


@st.composite
def three(draw: st.DrawFn) -> tuple[str, str, str]:
    blocks = draw(_BLOCKS)
    return clean("".join(blocks)), draw(_edited(blocks)), draw(_edited(blocks))


def words(body: str) -> Counter[str]:
    return Counter(plain_text(body).split())


def keys(body: str) -> set[str]:
    return {mark.key for mark in marks(body)}


few = settings(max_examples=60, deadline=None)


@few
@given(three())
def test_what_one_alone_changed_is_taken(texts: tuple[str, str, str]) -> None:
    base, one, _ = texts
    for result in (merged(base, base, one), merged(base, one, base), merged(base, one, one)):
        assert result.text.body == one
        assert not result.collisions


@few
@given(three())
def test_nothing_that_either_added_is_lost(texts: tuple[str, str, str]) -> None:
    base, mine, theirs = texts
    body = merged(base, mine, theirs).text.body
    for one in (mine, theirs):
        assert words(one) - words(base) <= words(body)
        assert keys(one) - keys(base) <= keys(body)
    assert keys(mine) & keys(theirs) <= keys(body)


@few
@given(three())
def test_the_merged_text_is_whole_and_merges_alike_both_ways(texts: tuple[str, str, str]) -> None:
    base, mine, theirs = texts
    one, other = merged(base, mine, theirs), merged(base, theirs, mine)
    assert clean(one.text.body) == one.text.body
    assert words(one.text.body) == words(other.text.body)
    assert keys(one.text.body) == keys(other.text.body)
    swapped = [Collision(c.field, c.theirs, c.mine) for c in other.collisions]
    assert list(one.collisions) == swapped
