import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search import QueryError, parse
from corpus.search.analysis import terms
from corpus.search.prefixes import alternatives
from corpus.search.query import LONGEST_QUERY, MOST_OPERANDS, Phrase


def shown(query) -> str:
    """A query in one line: alternatives by |, phrases by _."""
    word = lambda phrase: "_".join(phrase.terms) + ("*" if phrase.prefix else "")  # noqa: E731
    groups = ["|".join(map(word, group)) for group in query.required]
    return " ".join([*groups, *(f"-{word(phrase)}" for phrase in query.excluded)])


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("peace talks", "peac talk"),
        ('"peace talks" now', "peac_talk now"),
        ("“peace talks”", "peac_talk"),
        ("«peace»talks", "peac talk"),
        ("talks -peace", "talk -peac"),
        ('talks -"no peace"', "talk -no_peac"),
        ("a OR b c", "a|b c"),
        ("a b OR c OR d e", "a b|c|d e"),
        ("(a OR b) c", "a|b c"),
        ("a AND b", "a b"),
        ("or and", "or and"),
        ("e-mail", "e_mail"),
        ("econ*", "econ*"),
        ("e-mai*", "e_mai*"),
        ("国*", "国"),
        ("Smith & Wesson", "smith wesson"),
        ("a — b", "a b"),
        ("a a", "a a"),
        ("-a\x00b c", "c -a_b"),
        ("war;--drop", "war_drop"),
    ],
)
def test_queries(q, expected):
    assert shown(parse(q)) == expected


@pytest.mark.parametrize(
    ("q", "position", "says"),
    [
        ("", 0, "Nothing"),
        ("   ", 0, "Nothing"),
        ("👍 !?", 0, "Nothing"),
        ('peace "talks', 6, "not closed"),
        ('peace ""', 6, "nothing"),
        ("peace - talks", 6, "minus"),
        ("peace -", 6, "minus"),
        ("peace -&", 6, "minus"),
        ("--peace", 0, "minus"),
        ("OR peace", 0, "before"),
        ("peace OR", 6, "after"),
        ("peace OR OR talks", 9, "before"),
        ("-peace OR talks", 7, "before"),
        ("peace OR -talks", 9, "exclusion"),
        ("-peace", 0, "exclusions"),
        ("*", 0, "asterisk"),
        ("a*b", 1, "asterisk"),
        ("ab*", 2, "at least 3"),
        ("x" * (LONGEST_QUERY + 1), LONGEST_QUERY, "1,000"),
        ("a " * (MOST_OPERANDS + 1), 2 * MOST_OPERANDS, "32"),
    ],
)
def test_malformed_queries_say_what_and_where(q, position, says):
    with pytest.raises(QueryError, match=says) as caught:
        parse(q)
    assert caught.value.position == position
    assert caught.value.detail == str(caught.value)


@given(st.text(alphabet=st.one_of(st.sampled_from("\"“”-*() aORAND\x00:^{}&|!<>~'\\"), st.characters()), max_size=60))
def test_nothing_but_query_errors(q):
    try:
        query = parse(q)
    except QueryError as error:
        query, position = None, error.position
    assert query.required if query else 0 <= position <= len(q)


WORDS = """
running runner runs economy economic economies economical nationalisation nationalization happiness happily planned
planning negotiations negotiator statements relational conditional hopefulness dying skies flies agreed agreement
electricity electrical adjustable replacement communism activate homologous effective bowdlerize university generously
generation controlling rolled responsibility cooperative ministers president presidency elections
"""


@pytest.mark.parametrize("word", WORDS.split())
def test_every_beginning_of_a_word_finds_it(word):
    (term,) = terms(word)
    for length in range(3, len(word) + 1):
        found = alternatives(Phrase((word[:length],), prefix=True))
        assert any(term.startswith(other.terms[-1]) if other.prefix else term == other.terms[-1] for other in found)
