"""Whether quoted words stand in a text, word for word."""

import pytest

from newsroom.quotes import nearest, stands_in

TEXT = (
    "We reject them: “patriots who have dedicated themselves to safe\u00adguard the peace,\n"
    "stability and national\u00a0unity.” Maduro’s government’s act – a desperate act – will fail."
)


@pytest.mark.parametrize(
    "quote",
    [
        "patriots who have dedicated themselves",
        "“patriots who have dedicated themselves to safeguard the peace, stability”",
        "peace, stability and national unity",
        "peace, stability and (Venezuela’s) national unity",
        "patriots who … safeguard the peace",
        "patriots who ... safeguard the peace",
        "patriots who . . . safeguard the peace",
        "patriots who [...] safeguard the peace",
        "patriots who (have dedicated themselves) to safeguard the peace",
        "… national unity …",
        "[w]e reject them",
        "patriots who ha[d] dedicated themselves",
        "Maduro's government's act",
        'Maduro‘s government’s act - a desperate act — will fail."',
        "national unity,",
        "fail.",
    ],
)
def test_the_words_stand_in_the_text(quote):
    assert stands_in(quote, TEXT)


@pytest.mark.parametrize(
    "quote",
    [
        "",
        "…",
        "(Venezuela’s)",
        "Patriots who have dedicated",
        "patriots who had dedicated",
        "patriots have dedicated",
        "atriots who have dedicated",
        "patriots who have dedicate",
        "national unity … patriots who",
        "a desperate act … a desperate act",
        "peace, stability and national unity … stability",
        "peace stability",
    ],
)
def test_the_words_do_not_stand_in_the_text(quote):
    assert not stands_in(quote, TEXT)


@pytest.mark.parametrize("sign", "‘’‚‛ʼ`´")
def test_however_an_apostrophe_is_written(sign):
    assert stands_in("Maduro's act", f"It is Maduro{sign}s act")


@pytest.mark.parametrize("sign", "“”„‟«»")
def test_however_a_quotation_mark_is_written(sign):
    assert stands_in('the "act" of', f"the {sign}act{sign} of")


@pytest.mark.parametrize("sign", "‐‑‒–—―−")
def test_however_a_dash_is_written(sign):
    assert stands_in("co-operate", f"they co{sign}operate")


@pytest.mark.parametrize("sign", "\u00ad\u200b\u200c\u200d\u2060\ufeff")
def test_what_is_not_seen_is_passed_over(sign):
    assert stands_in("safeguard", f"safe{sign}guard")


def test_a_document_in_another_form_of_letters():
    assert stands_in("Ñañez ﬁles", "N\u0303an\u0303ez files a suit")


@pytest.mark.parametrize(
    ("quote", "text", "passage"),
    [
        # One word in four may be another.
        ("a very desperate act", "It is “a truly desperate act”, he said",
         "a truly desperate act"),
        ("a very weak act", "It is a truly desperate act.", ""),
        # Three words are like too much.
        ("a desperate act", "It is a hopeless act.", ""),
        ("they have to go now", "have to go", ""),
        # The first piece that is missing is looked for, and the best place for it.
        (
            "We reject them … patriots that have dedicated themselves",
            TEXT,
            "patriots who have dedicated themselves",
        ),
        ("one two three four", "one two x y. one two three five.", "one two three five."),
        ("one two three four", "zero one two three five", "one two three five"),
        ("one two three four", "four three two one", ""),
        ("One, two: three four", "one two three five", "one two three five"),
        # Nothing is missing but their order.
        ("national unity … patriots who", TEXT, ""),
        ("", TEXT, ""),
        ("a very desperate act", "", ""),
    ],
)  # fmt: skip
def test_the_passage_that_reads_almost_like_it(quote, text, passage):
    assert nearest(quote, text) == passage


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("We can", "We can’t recognise him."),
        ("5 million people", "some 1.5 million people"),
        ("a reward of $15", "a reward of $15,000,000"),
        ("state actors", "non-state actors"),
    ],
)
def test_a_part_of_a_word_or_of_a_number_is_another(quote, text):
    assert not stands_in(quote, text)
