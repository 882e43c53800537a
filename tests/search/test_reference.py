"""The databases against a plain reading of the query: whatever is asked, each answers what the words say."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.models import Article
from corpus.search import matching, parse
from corpus.search.analysis import terms
from corpus.search.prefixes import alternatives

VOCABULARY = [
    "port",
    "ports",
    "harbour",
    "run",
    "running",
    "runner",
    "e-mail",
    "mail",
    "Łódź",
    "東",
    "京",
    "don't",
    "the",
    "Haus",
    "Häuser",
    "école",
    "ecoles",
    "canción",
]
LANGUAGES = ["", "", "en", "de", "fr", "es"]


def stands_in(phrase, words: list[str]) -> bool:
    def at(position, other):
        part = words[position : position + len(other.terms)]
        last = part[-1] if part else ""
        fits = last.startswith(other.terms[-1]) if other.prefix else last == other.terms[-1]
        return len(part) == len(other.terms) and fits and tuple(part[:-1]) == other.terms[:-1]

    return any(at(position, other) for other in alternatives(phrase) for position in range(len(words)))


def answers(query, *parts: list[str]) -> bool:
    def found(phrase):
        return any(stands_in(phrase, words) for words in parts)

    return all(any(map(found, group)) for group in query.required) and not any(map(found, query.excluded))


def rank(query, headline: list[str], body: list[str]) -> int:
    if answers(query, headline):
        return 0
    if len(query.required) > 1 and any(stands_in(phrase, headline) for phrase in query.sought):
        return 1
    groups = query.required
    if len(groups) > 1 and all(len(group) == 1 for group in groups):
        phrases = [group[0] for group in groups]
        if not any(phrase.prefix for phrase in phrases[:-1]):
            joined = sum((phrase.terms for phrase in phrases), ())
            words = sum((phrase.words for phrase in phrases), ())
            together = type(phrases[0])(joined, phrases[-1].prefix, words=words)
            if stands_in(together, headline) or stands_in(together, body):
                return 2
    return 3


@pytest.fixture
def corpus(article):
    chance = random.Random(7)

    def some(most):
        return " ".join(chance.choices(VOCABULARY, k=chance.randint(0, most)))

    texts = [(some(4), some(9)) for _ in range(60)]
    # The same words in texts beyond a tsvector's positions, where nothing may change.
    texts += [(some(4), f"{some(5)} {'away ' * 300}{some(5)}") for _ in range(12)]
    spoken = [chance.choice(LANGUAGES) for _ in texts]
    return {
        article(*text, language=language).pk: tuple(terms(part, language if language != "en" else "") for part in text)
        for text, language in zip(texts, spoken, strict=True)
    }


word = st.sampled_from([*VOCABULARY, "por*", "runn*", "mai*", "häus*", "écol*", "away"])
phrase = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"')
operand = st.one_of(word, phrase)
required = st.lists(operand, min_size=1, max_size=2).map(" OR ".join)
excluded = operand.map("-{}".format)
queries = st.tuples(st.lists(required, min_size=1, max_size=3), st.lists(excluded, max_size=2)).map(
    lambda parts: " ".join([*parts[0], *parts[1]])
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(q=queries)
def test_answers_and_ranks_are_what_the_words_say(corpus, q):
    query = parse(q)
    expected = {key: rank(query, *words) for key, words in corpus.items() if answers(query, *words)}
    rows = matching(Article.objects.all(), q, ranked=True)
    assert dict(rows.values_list("pk", "search_rank")) == expected
