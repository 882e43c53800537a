import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search import highlight, parse, snippets
from tests.effort import grows_in_proportion

FILLER = "Filler words go on and on. " * 40
TEXT = f"The mayor of Łódź’s old town said <nothing> & left. {FILLER}Then the ferry sank."


@pytest.mark.parametrize(
    ("text", "q", "expected"),
    [
        ("Syria's war", "syria", "<mark>Syria&#x27;s</mark> war"),
        ("Łódź votes", "lodz", "<mark>Łódź</mark> votes"),
        ("voters voted", "voting", "voters <mark>voted</mark>"),
        ("<b>war</b> & peace", "war peace", "&lt;b&gt;<mark>war</mark>&lt;/b&gt; &amp; <mark>peace</mark>"),
        ('a "war"', "war", "a &quot;<mark>war</mark>&quot;"),
        ("an e-mail", "e-mail", "an <mark>e</mark>-<mark>mail</mark>"),
        ("mail e mail", '"e mail"', "mail <mark>e</mark> <mark>mail</mark>"),
        ("negotiations failed", "negot*", "<mark>negotiations</mark> failed"),
        ("running fast", "runni*", "<mark>running</mark> fast"),
        ("war and peace", "war -peace", "<mark>war</mark> and peace"),
        ("war and peace", "tea OR peace", "war and <mark>peace</mark>"),
        ("東京の港", "東京", "<mark>東</mark><mark>京</mark>の港"),
        ("one\n\ntwo", "two", "one <mark>two</mark>"),
        ("½ a loaf", "1/2", "<mark>½</mark> a loaf"),
        ("nothing here", "war", ""),
        ("", "war", ""),
        ("ha ha ha", '"ha ha"', "<mark>ha</mark> <mark>ha</mark> <mark>ha</mark>"),
    ],
)
def test_marks(text, q, expected):
    assert highlight(text, q) == expected


def test_passages_show_each_word_once_with_some_text_around():
    found = snippets(TEXT, "lodz ferry", width=80)
    assert len(found) == 2
    assert found[0].startswith("The mayor of <mark>Łódź’s</mark> old town said &lt;nothing&gt; &amp;")
    assert found[0].endswith("…")
    assert found[1].startswith("…")
    assert found[1].endswith("Then the <mark>ferry</mark> sank.")
    for passage in found:
        assert len(re.sub(r"</?mark>|…", "", passage)) <= 80 + len("&lt;&gt;&amp;")
    assert highlight(TEXT, "lodz ferry", width=80) == " ".join(found)


def test_no_more_passages_than_asked_for():
    assert len(snippets(TEXT, "lodz ferry", width=80, most=1)) == 1


def test_the_closest_pair_is_shown():
    text = "war " + "filler " * 60 + "peace and war " + "filler " * 60 + "peace"
    assert "<mark>peace</mark> and <mark>war</mark>" in highlight(text, "war peace", width=60)


def test_a_phrase_longer_than_the_width_is_shown_whole():
    words = " ".join(f"word{number}" for number in range(40))
    found = highlight("before " + words + " after", f'"{words}"', width=50)
    assert found.count("<mark>") == 40


def test_the_whole_text():
    found = highlight(TEXT, "ferry", width=None)
    assert found.startswith("The mayor")
    assert found.count("<mark>") == 1
    assert "…" not in found


@given(st.text(alphabet=st.sampled_from("ab c<&é'\n-東"), max_size=200), st.sampled_from(["a", "a b", '"a b"', "東 c"]))
def test_without_marks_it_is_the_text(text, q):
    for passage in snippets(text, q, width=20):
        plain = passage.replace("<mark>", "").replace("</mark>", "").strip("…")
        assert "<" not in plain
        unescaped = plain.replace("&lt;", "<").replace("&#x27;", "'").replace("&amp;", "&")
        assert unescaped.strip() in re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("q", ["a b", '"' + "a " * 400 + 'b"'])
def test_hostile_texts_are_marked_in_proportion(q):
    assert grows_in_proportion(lambda words: highlight("a " * words, q), 25_000)


def test_words_as_printed_alone_are_marked():
    assert highlight("The bank and the Bank", parse("Bank", exact=True)) == "The bank and the <mark>Bank</mark>"
