"""All attributions of a document: sentence by sentence, then what the sentences around a quoted run tell."""

from __future__ import annotations

import re

from corpus.records import Attitude

from ..config import ExtractionConfig
from ..document import Document
from ..entities import Entities
from ..lexicon.words import PREPOSITIONS, STARTERS
from ..tokens import Shape
from .continued import join_continued
from .found import Attribution, Source, SourceKind
from .spoken_turns import take_turns
from .statements import SentenceReader

ANSWERS = frozenset({"answers", "answered", "replies", "replied"})
LIGHT = STARTERS | PREPOSITIONS
# Kana and Han are printed without spaces: a token is a whole clause there, and a word about two characters.
UNSPACED = re.compile("[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
# How sure a speaker is that no cue names.
SAME_PARAGRAPH, NEXT_CUE, ANNOUNCED = 0.9, 0.85, 0.85
SUBJECT_BEFORE, PARAGRAPH_BEFORE, GUESS, NOBODY = 0.55, 0.55, 0.45, 0.3


def attribute(document: Document, entities: Entities, config: ExtractionConfig) -> list[Attribution]:
    """Every attributed content, in the order of the text; each quoted run belongs to one at most."""
    return take_turns(document, entities, _Reader(document, entities, config).read())


def quoted_only(document: Document, config: ExtractionConfig) -> list[Attribution]:
    """The longer quoted runs without a speaker: what can be read where the language's cues are not known."""
    owner: dict[int, Attribution] = {}
    found: list[Attribution] = []
    for run in range(len(document.runs)):
        first, last = document.first_of_run.get(run, 0), document.last_of_run.get(run, 0)
        if document.runs[run].single or not long_enough(document, first, last, config):
            continue
        sentence = document.sentence_of[first]
        attribution = Attribution([(first, last)], [run], sentence, span_score=0.6, speaker_score=NOBODY)
        found.append(attribution)
        owner[run] = attribution
    return _sorted(join_continued(document, found, owner))


def _sorted(found: list[Attribution]) -> list[Attribution]:
    return sorted(found, key=lambda attribution: attribution.ranges[0])


def long_enough(document: Document, first: int, last: int, config: ExtractionConfig) -> bool:
    """Whether quoted words without a cue are a quotation: no scare quote, no title of a work."""
    words = [token for token in document.tokens[first:last] if token.shape is not Shape.PUNCTUATION]
    if sum(max(1, len(UNSPACED.findall(word.lower)) // 2) for word in words) < config.shortest_unattributed:
        return False
    heavy = (word for word in words if word.capital or word.lower not in LIGHT)
    return any(word.shape is Shape.LOWER for word in heavy)


def _answers(reader: SentenceReader) -> bool:
    """Whether the sentence ends with the verb of an answer that the next one gives: "before he answers."."""
    words = [unit.word for unit in reader.units[-2:]]
    return len(reader.units) > 2 and words[1] == "." and words[0] in ANSWERS


class _Reader:
    def __init__(self, document: Document, entities: Entities, config: ExtractionConfig) -> None:
        self.document = document
        self.entities = entities
        self.config = config
        self.owner: dict[int, Attribution] = {}  # run -> the attribution that holds it
        self.found: list[Attribution] = []
        self.announced: Source | None = None  # the sentence before ended in a colon
        self.last: Attribution | None = None  # the latest attribution of the paragraph
        self.subject: Source | None = None  # of the latest plain sentence of the paragraph
        self.quoted: Attribution | None = None  # the latest attribution that held quoted words
        self.quoted_paragraph = -1
        self.waiting: list[int] = []  # sentences of quoted words alone that open a paragraph

    def read(self) -> list[Attribution]:
        paragraph = -1
        for number, sentence in enumerate(self.document.sentences):
            if sentence.paragraph != paragraph:
                self._close_paragraph(paragraph)
                paragraph = sentence.paragraph
            reader = SentenceReader(self.document, self.entities, number, self.config.indirect)
            if reader.quoted_alone:
                self._quoted_sentence(number, paragraph)
            else:
                self._plain_sentence(reader, paragraph)
        self._close_paragraph(paragraph)
        return _sorted(join_continued(self.document, self.found, self.owner))

    def _close_paragraph(self, paragraph: int) -> None:
        """Quoted sentences that no cue of their paragraph claimed go to the speaker of the paragraph before."""
        near = self.quoted if self.quoted_paragraph >= paragraph - 1 else None
        if self.waiting:
            self._settle(self.waiting, near.source if near else None, near, PARAGRAPH_BEFORE)
            self.quoted_paragraph = paragraph
        self.waiting, self.last, self.subject = [], None, None

    def _quoted_sentence(self, number: int, paragraph: int) -> None:
        announced, self.announced = self.announced, None
        if announced is not None:
            self._settle([number], announced, None, ANNOUNCED)
            self.last = self.found[-1] if self.found else None
        elif self.last is not None and self.last.source is not None:
            self._settle([number], self.last.source, self.last, SAME_PARAGRAPH)
        elif self.subject is not None:
            self._settle([number], self.subject, None, SUBJECT_BEFORE)
        else:
            self.waiting.append(number)

    def _plain_sentence(self, reader: SentenceReader, paragraph: int) -> None:
        found = reader.read(self.last.source if self.last else None)
        for attribution in found:
            self._take(attribution)
        if found:
            if found[0].runs and self.waiting:
                self._settle(self.waiting, found[0].source, found[0], NEXT_CUE)
                self.waiting = []
            self.last = found[-1]
            quoted = next((attribution for attribution in reversed(found) if attribution.runs), None)
            if quoted is not None:
                self.quoted, self.quoted_paragraph = quoted, paragraph
        else:
            self.subject = reader.phrases.sentence_subject(len(reader.units)) or self.subject
        self._leftover(reader, self.last.source if found and self.last else None)
        self.announced = None
        if _answers(reader):
            self.announced = reader.phrases.subject_before(len(reader.units) - 2)
        if reader.units[-1].word == ":":
            named = reader.groups[-1].source if reader.groups else None
            self.announced = named or reader.phrases.sentence_subject(len(reader.units))

    def _take(self, attribution: Attribution) -> None:
        self.found.append(attribution)
        for run in attribution.runs:
            self.owner[run] = attribution

    def _settle(self, sentences: list[int], source: Source | None, model: Attribution | None, score: float) -> None:
        """Give quoted sentences without a cue a speaker, and the attitude of the attribution beside them."""
        for number in sentences:
            sentence = self.document.sentences[number]
            runs = sorted({run for run in self.document.run_of[sentence.first : sentence.last] if run >= 0})
            for run in runs:
                if run in self.owner:
                    continue
                attribution = Attribution(
                    [(self.document.first_of_run[run], self.document.last_of_run[run])],
                    [run],
                    number,
                    attitude=model.attitude if model else Attitude.SAID,
                    source=source,
                    span_score=0.8,
                    speaker_score=score if source else NOBODY,
                )
                if model is not None and score == SAME_PARAGRAPH:
                    attribution.extras = model.extras
                self._take(attribution)

    def _leftover(self, reader: SentenceReader, source: Source | None) -> None:
        """Long quoted runs that no cue announces: most are quotations of the sentence's subject."""
        for at, unit in enumerate(reader.units):
            if unit.run < 0 or unit.run in self.owner or self.document.runs[unit.run].single:
                continue
            if not long_enough(self.document, unit.first, unit.last, self.config):
                continue
            beside = self._beside(reader, at)
            speaker = beside or source or reader.phrases.sentence_subject(at)
            speaker = speaker or reader.phrases.sentence_subject(len(reader.units))
            score = GUESS if speaker else NOBODY
            attribution = Attribution([(unit.first, unit.last)], [unit.run], reader.number, source=speaker)
            attribution.span_score, attribution.speaker_score = 0.6, 0.7 if beside else score
            self._take(attribution)

    @staticmethod
    def _beside(reader: SentenceReader, at: int) -> Source | None:
        """The name right after a run with a verb behind it that no list holds: "“Why?” Kerr pressed."."""
        end, source = reader.phrases.after(at + 1)
        if source is None or end >= len(reader.units) or source.kind is SourceKind.NOMINAL:
            return None
        return source if reader.units[end].word.endswith("ed") else None
