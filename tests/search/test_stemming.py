"""Words of four languages: what counts as one word in each, and that no language answers for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search import parse
from corpus.search.analysis import folded_terms, terms
from corpus.search.prefixes import alternatives, reading
from corpus.search.stemming import LANGUAGES, is_marked, stemmed_as

SAME = [
    ("de", "Haus Häuser Häusern Hauses HÄUSER"),
    ("de", "Regierung Regierungen"),
    ("de", "Ministerin Ministerinnen Minister"),
    ("de", "Straße Straßen STRASSE Strassen"),
    ("de", "Statue Statuen"),
    ("de", "aktuell aktuelle aktuellen"),
    ("de", "wählen wähle WÄHLE"),
    ("fr", "école écoles ecole ÉCOLES"),
    ("fr", "parler parlé parlée parlées parlait parlèrent parlerent"),
    ("fr", "national nationale nationaux"),
    ("fr", "décidé decide décidée decidees décider"),
    ("fr", "premier première premières premiere"),
    ("fr", "différent différents différente"),
    ("es", "canción canciones cancion"),
    ("es", "declaración declaraciones"),
    ("es", "habló hablaron hablar hablará hablo"),
    ("es", "trabajador trabajadora trabajadores"),
    ("es", "gobierno gobiernos"),
    ("es", "podría podrían podria"),
]


@pytest.mark.parametrize(("language", "forms"), SAME)
def test_forms_of_one_word(language, forms):
    assert len({tuple(terms(form, language)) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [("de", "Israel", "Isral"), ("de", "Haus", "Hase"), ("fr", "école", "écho"), ("es", "casa", "caso de")],
)
def test_words_that_stay_apart(language, one, other):
    assert terms(one, language) != terms(other, language)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        *[("de", "de"), ("de-AT", "de"), ("DE", "de"), ("deu", "de"), ("ger-AT", "de"), ("fra", "fr"), ("fre", "fr")],
        *[("es-419", "es"), ("spa", "es"), ("den", ""), ("en-GB", ""), ("eng", ""), ("it", ""), ("und", ""), ("", "")],
    ],
)
def test_tags(tag, language):
    assert stemmed_as(tag) == language


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_other_scripts_are_the_same_in_every_language(language):
    for text in ("2024", "1,000", "20th", "東京", "ёлка", "½"):
        assert terms(text, language) == terms(text)


@given(st.text())
def test_no_text_without_a_language_holds_a_marked_word(text):
    assert not any(is_marked(term) for term in terms(text))


@given(st.text(), st.sampled_from(sorted(LANGUAGES)))
def test_words_are_as_many_in_every_language_and_need_no_escaping(text, language):
    found = terms(text, language)
    assert len(found) == len(terms(text)) == len(folded_terms(text))
    for term in found:
        bare = term.removesuffix(LANGUAGES[language].mark)
        assert bare
        assert all(character.isalnum() and not character.isupper() for character in bare if character.isascii())
        assert not is_marked(bare)


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Häuser", {"hauser", "hausß", "hausç", "hausñ"}),
        ("Muenchen", {"muenchen", "muenchß", "munchß", "muenchenç", "muenchñ"}),
        ('"two schools"', {"two school", "twoß schoolß", "twoç schoolç", "twoñ schoolsñ"}),
        ("2024", {"2024"}),
        ('"wave 19"', {"wave 19", "wavß 19", "wavç 19", "wavñ 19"}),
        ("econ*", {"econ*", "eco"}),
    ],
)
def test_a_query_is_read_in_each_language(q, expected):
    ((phrase,),) = parse(q).required
    found = {" ".join(other.terms) + "*" * other.prefix for other in alternatives(phrase)}
    assert found == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("muench*", {"muench*", "munch*"}),
        ("koeln*", {"koeln*", "koln*"}),
        # too little is left
        ("muen*", {"muen*"}),
        ("zuer*", {"zuer*"}),
        # no umlaut, or not yet
        ("individue*", {"individue*"}),
        ("quell*", {"quell*"}),
        ("treue*", {"treue*"}),
        ("zu-muench*", {"zuß muench*", "zuß munch*"}),
        ("muenchner-koeln*", {"muenchnß koeln*", "munchnß koln*"}),
    ],
)
def test_the_beginning_of_a_word_typed_without_umlauts(q, expected):
    ((phrase,),) = parse(q).required
    begun = {" ".join(other.terms) + "*" for other in reading(phrase, "de") if other.prefix}
    assert begun == expected


def test_words_as_printed_are_read_in_no_language():
    ((phrase,),) = parse("Häuser", exact=True).required
    assert alternatives(phrase) == (phrase,)


WORDS = {
    "de": """
    Häuser Häusern Regierungen Ministerinnen Präsidenten Arbeitsplätze Israel Israelis Michael Mueller Straßen aktuelle
    Freiheiten freundlichen politischer Zeitungen Ergebnisse gesagt sagte wählen Fähigkeiten entscheidenden größten
    """,
    "fr": """
    écoles élections parlées parlèrent journaux nationaux sociétés gouvernements travailleuses généraux premières
    activités manifestations décidément heureuses industriels constamment parlaient finissaient possibilités lycées
    """,
    "es": """
    canciones declaraciones hablaron hablarían trabajadores elecciones rápidamente posibilidades noticias haciéndolo
    ministras ciudadanos gobiernos dificultades huelguistas habríamos importantes negociaciones pescadores decidieron
    """,
}


@pytest.mark.parametrize(("language", "word"), [(tag, word) for tag, words in WORDS.items() for word in words.split()])
def test_every_beginning_of_a_word_finds_it(language, word):
    (term,) = terms(word, language)
    (folded,) = folded_terms(word)
    for length in range(3, len(folded) + 1):
        ((phrase,),) = parse(f"{folded[:length]}*").required
        found = alternatives(phrase)
        assert any(term.startswith(other.terms[-1]) if other.prefix else term == other.terms[-1] for other in found), (
            folded[:length]
        )
