"""Searching articles of four languages at once, on each database."""

import io
import re
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from corpus.models import Article, Quotation
from corpus.search import (
    highlight,
    index_articles,
    index_language,
    is_current,
    matching,
    parse,
    rebuild,
    sought,
)
from corpus.search.analysis import terms
from corpus.search.filtering import backend
from corpus.search.statement import ARTICLES as INDEXED
from corpus.search.statement import Place
from tests.search.conftest import revise

ARTICLES = {
    "en": ("en-GB", "Die in the harbour", "The bank’s houses were sold. A schools’ strike."),
    "de": ("de", "Häuser am Hafen", "Die Regierungen kauften 2024 neue Häuser. „Wir wählen“, sagte Jörg Weißmann."),
    "at": ("de-AT", "Ein Haus in Mürzfeld", "Die Regierung verkaufte das Haus in München an die Straßenbahn."),
    "fr": (
        "fr",
        "L’école rouvre",
        "Les élections nationales sont décidées. Elle a parlé de l’île d’Ormelle à l’école.",
    ),
    "es": ("es", "Las canciones del puerto", "El gobierno declaró 2024 el año de la canción. Hablaron los niños."),
    "it": ("it", "Le case del porto", "Il governo e la casa. Parlano."),
    "": ("", "Haus", "Regierungen."),
}
QUERIES = [
    # singular finds plural, and the other way
    ("Haus", {"de", "at", ""}),
    ("Häuser", {"de", "at"}),
    ("hauser", {"de", "at"}),
    ("HÄUSERN", {"de", "at"}),
    ("Regierung", {"de", "at"}),
    ("Regierungen", {"de", "at", ""}),
    ("election", {"fr"}),
    ("écoles", {"fr"}),
    ("canción", {"es"}),
    ("gobiernos", {"es"}),
    # conjugated forms
    ("wähle", {"de"}),
    ("verkauften", {"at"}),
    ("décider", {"fr"}),
    ("parlerent", {"fr"}),
    ("hablar", {"es"}),
    ("declarar", {"es"}),
    # umlauts, accents, elision
    ("Weissmann", {"de"}),
    ("Muenchen", {"at"}),
    ("strassenbahnen", {"at"}),
    ("elections decidee", {"fr"}),
    ("ile", {"fr"}),
    ("l'ecole", {"fr"}),
    ("qu’école", set()),
    ("nino", {"es"}),
    # phrases
    ('"neue Häuser"', {"de"}),
    ('"neues Haus"', {"de"}),
    ('"neue Häuser sagte"', set()),
    ('"élection nationale"', {"fr"}),
    ('"las canciones"', {"es"}),
    ('"2024 neue"', {"de"}),
    ('"école rouvre"', {"fr"}),
    # exclusion and alternatives
    ("Haus -Regierungen", set()),
    ("Haus -München", {"de", ""}),
    ('Häuser -"neues Haus"', {"at"}),
    ("2024 -canciones", {"de"}),
    ("élection OR Häuser -Jörg", {"at", "fr"}),
    ("2024 Haus OR canción", {"de", "es"}),
    # beginnings
    ("häuse*", {"de", "at", ""}),
    ("regierungs*", {"de", "at"}),
    ("regie*", {"de", "at", ""}),
    ("décidé*", {"fr"}),
    ("nationa*", {"fr"}),
    ("cancio*", {"es"}),
    ("hablaro*", {"es"}),
    ("l'éco*", {"fr"}),
    ("münch*", {"at"}),
    ("munch*", {"at"}),
    ("muench*", {"at"}),
    ("Muenchen*", {"at"}),
    ("in-muench*", {"at"}),
    ("muerzfeld-haeus*", set()),
    ("haeuse*", {"de", "at"}),
    ("joerg*", {"de"}),
    ("joer*", set()),
    # other languages stay as they were
    ("house", {"en"}),
    ("casa", {"it"}),
    ("case", {"it"}),
    ("die", {"en", "de", "at"}),
    ("school strikes", {"en"}),
    ("2024", {"de", "es"}),
]


@pytest.fixture
def corpus(article):
    texts = ARTICLES.items()
    return {article(*text, language=tag, day=day).pk: name for day, (name, (tag, *text)) in enumerate(texts, 1)}


def found(corpus, rows):
    return {corpus[pk] for pk in rows.values_list("pk", flat=True)}


@pytest.mark.parametrize(("q", "expected"), QUERIES)
def test_articles(corpus, q, expected):
    assert found(corpus, matching(Article.objects.all(), q)) == expected
    assert found(corpus, matching(Article.objects.all(), q, ranked=True)) == expected
    assert found(corpus, Article.objects.filter(sought(Article.objects.all(), parse(q)).rows())) == expected


TAGS = [("de",), ("de-AT",), ("DE",), ("de", "fr"), ("en-GB",), ("it", "es"), ("",), ("de", "fr", "es", "en-GB")]


def test_texts_of_some_languages_are_found_by_these_alone(corpus):
    ranks = {
        q: dict(matching(Article.objects.all(), q, ranked=True).values_list("pk", "search_rank")) for q, _ in QUERIES
    }
    for tags in TAGS:
        rows = Article.objects.filter(language__in=tags).select_related("current_text")
        texts = {row.pk: (f"{row.headline}. {row.current_text.body}", row.language) for row in rows}
        for q, found in ranks.items():
            narrow = parse(q).in_texts(tags)
            expected = {pk: rank for pk, rank in found.items() if pk in texts}
            assert dict(matching(rows, narrow, ranked=True).values_list("pk", "search_rank")) == expected, (q, tags)
            for text, tag in texts.values():
                assert highlight(text, narrow, language=tag) == highlight(text, q, language=tag), (q, tags)


@pytest.mark.parametrize("place", Place)
def test_what_no_language_of_the_filter_has_is_not_asked(db, place):
    query = parse('"neue Häuser" Regierung muench*').in_texts(["de-AT"])
    params = backend("default").matches(INDEXED.folded, query, place).params
    assert any("ß" in str(value) for value in params)
    asked = {word for value in params for word in re.findall(r"\w+", str(value))}
    german = {"neuß", "hausß", "regierß", "regierungß", "muench", "munch"}
    assert {word for word in asked if word.isalpha()} <= german | {"AND", "OR", "headline", "long"}


@pytest.mark.parametrize(("q", "expected"), QUERIES)
def test_quotations(article, quotation, q, expected):
    names = {}
    for name, (tag, headline, body) in ARTICLES.items():
        said = quotation(f"{headline}. {body}", of=article("", "", language=tag))
        names[said.pk] = name
    assert found(names, matching(Quotation.objects.all(), q)) == expected


@pytest.mark.parametrize(("q", "expected"), QUERIES)
def test_what_is_found_is_marked(q, expected):
    for name in expected:
        tag, headline, body = ARTICLES[name]
        assert "<mark>" in highlight(f"{headline}. {body}", q, language=tag)


@pytest.mark.parametrize(
    ("q", "language", "text", "expected"),
    [
        ("Häuser", "de", "Ein Haus brannte.", "Ein <mark>Haus</mark> brannte."),
        ("Haus", "de-CH", "Die Häuser der Stadt", "Die <mark>Häuser</mark> der Stadt"),
        ("écoles", "fr", "l’école d'Ormelle", "l’<mark>école</mark> d&#x27;Ormelle"),
        ('"année scolaire"', "fr", "des années scolaires", "des <mark>années</mark> <mark>scolaires</mark>"),
        ("canción", "es", "canciones", "<mark>canciones</mark>"),
        ("regierungs*", "de", "Regierungen", "<mark>Regierungen</mark>"),
        ("Häuser", "en", "Ein Haus brannte.", ""),
        ("Häuser", "", "Zwei Häuser", "Zwei <mark>Häuser</mark>"),
    ],
)
def test_marks(q, language, text, expected):
    assert highlight(text, q, language=language) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Haus", {"de": 0, "at": 0, "": 0}),
        ("neues Haus", {"de": 1}),
        ("neue Regierung", {"de": 3}),
        ("kaufte 2024", {"de": 2}),
        ("nationale décidée", {"fr": 3}),
        ("élection nationale", {"fr": 2}),
    ],
)
def test_ranks(corpus, q, expected):
    rows = matching(Article.objects.all(), q, ranked=True).values_list("pk", "search_rank")
    assert {corpus[pk]: rank for pk, rank in rows} == expected


def test_phrases_deep_in_a_long_text(article):
    filler = "die Fähre der Stadt und die andere Fähre "
    body = f"{filler * 12_000} dann sprachen die Bürgermeister aus Mürzfeld {filler * 900}"
    long = article("Lang", body, language="de")
    article("Kurz", "die Bürgermeister", language="de")
    for q, is_found in (
        ('"sprachen der Bürgermeister aus"', False),
        ('"sprachen die Bürgermeistern aus"', True),
        ('Mürzfeld "andere Fähren"', True),
        ('Fähre -"Bürgermeister aus"', False),
        ("dann-sprachen-die-bürgerm*", True),
    ):
        assert matching(Article.objects.filter(pk=long.pk), q).exists() is is_found, q


def test_english_articles_are_found_as_before(article):
    """Each query finds among English articles what its English stems find, whatever stands beside them."""
    words = [
        "harbour",
        "harbours",
        "hause",
        "haus",
        "die",
        "port",
        "ports",
        "running",
        "runner",
        "école",
        "ecole",
        "run",
    ]
    made = [article(word, f"{word} {other} the", language="en") for word, other in pairwise(words)]
    for tag in ("de", "fr", "es"):
        for word in words:
            article(word, " ".join(words), language=tag)
    english = Article.objects.filter(language="en")
    for word in words:
        (stem,) = terms(word)
        expected = {row.pk for row in made if stem in terms(f"{row.headline} {row.current_text.body}")}
        assert set(matching(english, word).values_list("pk", flat=True)) == expected


def test_an_article_without_its_language_is_read_anew_with_its_quotations(article, quotation):
    made = article("Häuser", "Die Regierungen")
    said = quotation("Die Regierungen", of=made)
    assert not matching(Article.objects.all(), "Regierung").exists()
    Article.objects.filter(pk=made.pk).update(language="de")
    index_language([made.pk])
    assert matching(Article.objects.all(), "Regierung").get() == made
    assert matching(Quotation.objects.all(), "Regierung").get() == said


def test_an_index_of_an_older_version_is_told_and_rebuilt(article, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("corpus.search.index.stemmed_as", lambda tag: "")
        made = article("Häuser", "Die Regierungen", language="de")
    other = article("", "2024", language="fr")
    assert matching(Article.objects.all(), "Regierungen").get() == made
    assert not is_current()
    with pytest.raises(CommandError, match="older version"):
        call_command("rebuild_search", check=True, stdout=io.StringIO())
    rebuild()
    assert is_current()
    assert matching(Article.objects.all(), "Regierung").get() == made
    revise(other, "Les écoles")
    index_articles([other.pk])
    assert matching(Article.objects.all(), "école").get() == other
    call_command("rebuild_search", check=True, stdout=io.StringIO())


def test_an_empty_index_of_an_empty_corpus_is_current(db):
    assert is_current()
