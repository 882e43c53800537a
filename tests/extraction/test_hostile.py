"""No text breaks extraction: properties that always hold, and work that grows with the length and no faster."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extraction import ExtractionConfig, extract
from corpus.extraction.config import DEFAULT
from corpus.extraction.lexicon.wordlists import word_set
from corpus.extraction.marks import quoted_runs
from corpus.extraction.tokens import paragraphs, tokenise
from corpus.records import ArticleRecord, ExtractionRecord
from tests.effort import grows_in_proportion, instructions
from tests.extraction.readers import BY_RULES, both
from tests.extraction.tiny_model import make
from tests.hostile.holding import check_extraction

MARKS = [*"“”\"‘’'«»„「」,.?!:—()[]", "``", "''"]
WORDS = [
    "said",
    "told",
    "Ana Kerr",
    "Kerr",
    "he",
    "she",
    "the mayor",
    "Ministry of Works",
    "according to",
    "and",
    "who",
]
WORDS += ["that", "in an email", "on Tuesday", "don’t", "the dam is safe", "U.S.", "WHO", "former", "called"]
ODD = ["\n\n", "\n", " ", "\u2028", "\x00", "😀", "ß", "İ", "e\u0301"]
PIECES = [*MARKS, *ODD, *(f" {words} " for words in WORDS)]
TEXTS = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(PIECES), max_size=60).map("".join))


def read(body: str, headline: str = "", config: ExtractionConfig = DEFAULT, language: str = "en") -> ExtractionRecord:
    return extract(ArticleRecord("t", headline, body, language=language), config)


@both
@settings(max_examples=200, deadline=None)
@given(body=TEXTS, headline=st.text(max_size=40))
def test_what_always_holds(config: ExtractionConfig, body: str, headline: str) -> None:
    check_extraction(body, read(body, headline, config))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_runs_and_tokens_stand_in_order(body: str) -> None:
    spans = paragraphs(body)
    edge = 0
    for run in quoted_runs(body, spans):
        assert edge <= run.outer_start < run.start < run.end <= run.outer_end
        edge = run.outer_end
    for span in spans:
        edge = span.start
        for token in tokenise(body, span):
            assert edge <= token.start < token.end <= span.end
            assert body[token.start : token.end] == token.text
            edge = token.end


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_record(body: str) -> None:
    assert read(body) == read(body)


HOSTILE = {
    "opening marks": "“",
    "opening marks and words": "“a ",
    "straight marks": '"',
    "straight marks and words": '" a "b c ',
    "single marks": "'a ' ‘b’ s’ ",
    "mixed openings": "“«„‚",
    "open paragraphs": "“a b c d e\n\n",
    "names and cues": "Ford said ",
    "statements": "the deal is dead, Ford said, ",
    "sources": "according to Ford ",
    "one long name": "Ford ",
    "linked names": "Bank of ",
    "initials": "A.",
    "hyphens": "a-",
    "apostrophes": "a'",
    "commas": ", ",
    "brackets": "(",
    "roles": "Ana Kerr, the mayor of X, said. ",
    "labels": "Ford called ",
    "one word": "a",
}


def grows_with_the_text(make_text: Callable[[int], str], small: int, config: ExtractionConfig = DEFAULT) -> bool:
    """Whether four times the text is about four times the work."""
    return grows_in_proportion(lambda count: read(make_text(count), config=config), small)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_twice_the_text_is_about_twice_the_work(piece: str) -> None:
    assert grows_with_the_text(lambda count: piece * count, 500)


FOREIGN = {
    "reported": ("de", "sagte er, wo x ", 500),
    "nobody": ("de", "hieß es ", 3000),
    "as": ("de", "wie er sagte ", 3000),
    "trades": ("de", "„Nein“, sagte der Fischer. Die Stadtwerke Ulm. ", 1200),
}


@pytest.mark.parametrize(("language", "piece", "small"), FOREIGN.values(), ids=FOREIGN.keys())
def test_work_of_other_languages_grows_with_the_text(language: str, piece: str, small: int) -> None:
    assert grows_in_proportion(lambda count: read(piece * count, language=language), small)


@pytest.mark.parametrize("language", ["de", "fr", "es"])
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_what_breaks_no_english_breaks_no_other_language(language: str, piece: str) -> None:
    assert grows_in_proportion(lambda count: read(piece * count, language=language), 500)


@pytest.mark.parametrize(
    "piece", ["Kehr x zufolge ", "sagte x "], ids=["names before their cue", "brackets at the end"]
)
def test_steps_of_other_languages_grow_with_the_text(piece: str) -> None:
    def take(count: int) -> int:
        text = piece * count + ")" * count
        return instructions(lambda: read(text, language="de", config=BY_RULES))

    take(10)  # what is made once
    assert take(800) < 5 * take(200)


PLAIN = word_set("dam board river water council money people school road house law tax vote plan year week")


def story(join: str) -> Callable[[int], str]:
    """Texts of so many statements by ever other people, in words that the encoder has to read."""

    def write(count: int) -> str:
        chance = random.Random(count)
        said = (" ".join(chance.choices(sorted(PLAIN), k=4)) for _ in range(count))
        return join.join(f"“We saw the {what},” said Q{chr(97 + n % 26)}{n % 7}a Kerr" for n, what in enumerate(said))

    return write


@pytest.mark.parametrize("join", [".\n\n", ". ", ", and "], ids=["paragraphs", "a paragraph", "a sentence"])
def test_what_is_read_by_the_encoder_grows_with_the_text(join: str) -> None:
    assert len(read(story(join)(60)).quotations) >= 50
    assert grows_with_the_text(story(join), 20)


@pytest.mark.parametrize("join", ["\n\n", " "], ids=["paragraphs", "a paragraph"])
def test_many_sources_of_many_contents(join: str, tmp_path: Path) -> None:
    # a reader without an encoder's work, so that linking shows
    config = ExtractionConfig(model=make(tmp_path / "tiny"))
    statement = "“We waited for it,” said Ana Kerr. He, she, they, him, her, them, who, his met."
    assert len(read(join.join([statement] * 20), config=config).quotations) == 20
    assert grows_with_the_text(lambda count: join.join([statement] * count), 250, config)


def test_a_hundred_thousand_opening_marks() -> None:
    assert read("“" * 100_000).quotations == ()


def test_namesakes_without_number() -> None:
    names = [f"Q{chr(97 + i % 26)}{chr(97 + i // 26 % 26)}{chr(97 + i // 676)}q" for i in range(3000)]
    text = " ".join(f"{name} Kerr spoke. Kerr left." for name in names)
    assert len(read(text, config=BY_RULES).people) == 3000
    assert len(read(text[: text.index(names[100])]).people) == 100
