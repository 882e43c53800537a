"""Which language the words of a text tell: none rather than a wrong one."""

from __future__ import annotations

import re

import pytest

from corpus.extraction import ExtractionConfig, extract
from corpus.extraction.document import read
from corpus.extraction.evaluation.annotated import read_annotated
from corpus.extraction.foreign import detected
from corpus.extraction.foreign.detection import RELATIVES
from corpus.extraction.lexicon.languages import languages
from corpus.records import ArticleRecord
from tests.extraction.spoken import TOLD, UNTOLD
from tests.fixtures.sources import GOLD

RULES = ExtractionConfig(model=None)


def told(body: str) -> str:
    return detected(read(ArticleRecord("t", "", body)))


def pieces(body: str, length: int) -> list[str]:
    """The text cut into pieces of so many words."""
    words = body.split()
    return [" ".join(words[at : at + length]) for at in range(0, len(words) - length + 1, length)]


@pytest.mark.parametrize("language", TOLD)
def test_a_report_tells_its_language(language: str) -> None:
    assert told(TOLD[language]) == language
    assert extract(ArticleRecord("t", "", TOLD[language]), RULES).language == language


@pytest.mark.parametrize("language", UNTOLD)
def test_a_language_that_is_not_listed_is_taken_for_none(language: str) -> None:
    assert told(UNTOLD[language]) == ""


@pytest.mark.parametrize(
    "words", ["", "1914 2–1", "Ada Brill", "Das Haus ist alt.", "“We have won,” she said.", "東京 大阪"]
)
def test_few_words_tell_nothing(words: str) -> None:
    assert told(words) == ""


@pytest.mark.parametrize(("one", "other"), [("en", "de"), ("de", "fr"), ("es", "en"), ("pt", "es"), ("nl", "de")])
def test_a_text_in_two_languages_tells_neither(one: str, other: str) -> None:
    assert told(f"{TOLD[one]}\n\n{TOLD[other]}") == ""


@pytest.mark.parametrize("language", ["de", "fr", "es"])
def test_annotated_articles_tell_their_language_and_their_pieces_no_other(language: str) -> None:
    bodies = [one.record.body for half in ("held", "tuned") for one in read_annotated(GOLD / language / half)]
    assert len(bodies) == 20
    assert {told(body) for body in bodies} == {language}
    for length in (10, 20, 40):
        assert {told(piece) for body in bodies for piece in pieces(body, length)} <= {language, ""}


@pytest.mark.parametrize("language", TOLD)
def test_quoted_words_of_another_language_change_nothing(language: str) -> None:
    other = "de" if language != "de" else "en"
    (quoted,) = re.findall("[“„]([^“”„]+)[“”]", TOLD[other])[:1]
    assert told(f"{TOLD[language]} “{quoted}”") == language


def test_relatives_have_words_of_their_own() -> None:
    for one in languages():
        for words in RELATIVES.values():
            assert not words & one.common


@pytest.mark.parametrize("tag", ["und", "mul", "zxx", "mis", "und-Latn"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_a_tag_that_names_no_language_is_none(tag: str, language: str) -> None:
    """Speakers are found as without it."""
    plain = extract(ArticleRecord("t", "", TOLD[language]), RULES)
    assert any(one.speaker for one in plain.quotations)
    assert extract(ArticleRecord("t", "", TOLD[language], language=tag), RULES) == plain


@pytest.mark.parametrize(("tag", "language"), [("deu", "de"), ("ger-AT", "de-AT"), ("en-GB", "en-GB"), ("pl", "pl")])
def test_a_declared_language_stands_whatever_the_words_are_in(tag: str, language: str) -> None:
    assert extract(ArticleRecord("t", "", TOLD["fr"], language=tag), RULES).language == language
