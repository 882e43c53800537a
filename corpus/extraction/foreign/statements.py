"""Statements without quotation marks: "Kehr versprach, die Hilfen ...", "Selon Anne Roy, ..."."""

from __future__ import annotations

from ..attribution.found import Attribution
from ..document import Document, Sentence
from ..lexicon.languages import Language
from ..tokens import Shape
from .cues import Cue, cues_between
from .subjects import Subjects

SHORTEST = 3  # words of a statement
COMPLEMENT = 8  # tokens between a source and the comma that ends its phrase
CLAUSE_BY_COMMA = frozenset({"de", "nl"})  # languages in which a comma before a clause shows that it is one


def statements(document: Document, language: Language, subjects: Subjects) -> list[Attribution]:
    """One statement at most of every sentence without quoted words."""
    found = []
    for number, sentence in enumerate(document.sentences):
        if any(document.run_of[at] >= 0 for at in range(sentence.first, sentence.last)):
            continue
        for cue in cues_between(document, language, sentence.first, sentence.last):
            attribution = None if cue.label else _statement(document, language, subjects, sentence, cue)
            if attribution is not None:
                attribution.sentence = number
                found.append(attribution)
                break
    return found


def _statement(
    document: Document, language: Language, subjects: Subjects, sentence: Sentence, cue: Cue
) -> Attribution | None:
    if cue.preposition and cue.first != sentence.first:
        return None
    source = subjects.of(cue, sentence.first, sentence.last, behind=False)
    if source is None:
        return None
    begin = max(cue.end, source.last)
    begin = _after_phrase(document, begin, sentence.last) if cue.preposition else _clause(document, language, begin)
    last = sentence.last
    while last > begin and document.tokens[last - 1].shape is Shape.PUNCTUATION:
        last -= 1
    if begin < 0 or last - begin < SHORTEST:
        return None
    attribution = Attribution([(begin, last)], [], 0, (cue.first, cue.last), cue.word, source=source)
    attribution.attitude, attribution.span_score, attribution.speaker_score = cue.attitude(language), 0.6, 0.75
    return attribution


def _clause(document: Document, language: Language, at: int) -> int:
    """Where the clause begins that a comma or a "that" opens at token ``at``; -1 where none does."""
    tokens = document.tokens
    comma = at < len(tokens) and tokens[at].text == ","
    at += comma
    that = at < len(tokens) and tokens[at].lower in language.that
    return at + that if that or (comma and language.code in CLAUSE_BY_COMMA) else -1


def _after_phrase(document: Document, at: int, last: int) -> int:
    """The token after the comma that closes the phrase of the source, else ``at`` itself."""
    for comma in range(at, min(at + COMPLEMENT, last)):
        if document.tokens[comma].text == ",":
            return comma + 1
    return at
