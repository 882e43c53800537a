"""All attributions of a document: sentence by sentence, then what the sentences around a quoted run tell."""

from __future__ import annotations

from ..config import ExtractionConfig
from ..document import Document
from ..entities import Entities
from ..lexicon.words import STARTERS
from ..tokens import Shape, Token
from .found import Attribution, Source, SourceKind
from .statements import SentenceReader


def attribute(document: Document, entities: Entities, config: ExtractionConfig) -> list[Attribution]:
    """Every attributed content, in the order of the text; each quoted run belongs to one at most."""
    reader = _Reader(document, entities, config)
    return reader.read()


class _Reader:
    def __init__(self, document: Document, entities: Entities, config: ExtractionConfig) -> None:
        self.document = document
        self.entities = entities
        self.config = config
        self.owner: dict[int, Attribution] = {}  # run -> the attribution that holds it
        self.found: list[Attribution] = []
        self.announced: tuple[int, Source] | None = None  # a sentence ended in a colon: the next run is its content

    def read(self) -> list[Attribution]:
        paragraph = -1
        last: Attribution | None = None  # the latest attribution of the paragraph
        before: Attribution | None = None  # the latest one that held quoted words
        waiting: list[int] = []  # sentences of quoted words alone, before the cue of their paragraph
        for number, sentence in enumerate(self.document.sentences):
            if sentence.paragraph != paragraph:
                self._settle(waiting, before, 0.55)
                waiting = []
                paragraph, last = sentence.paragraph, None
            reader = SentenceReader(self.document, self.entities, number, self.config.indirect)
            found = reader.read(last.source if last else None)
            for attribution in found:
                self._take(attribution)
            if found:
                if found[0].runs and waiting:
                    self._settle(waiting, found[0], 0.85)
                    waiting = []
                last = found[-1]
                before = next((a for a in reversed(found) if a.runs), before)
                self._leftover(reader, last.source)
            elif reader.quoted_alone:
                if last is not None and last.source is not None:
                    self._settle([number], last, 0.9)
                else:
                    waiting.append(number)
            else:
                self._leftover(reader, None)
            self._announce(reader)
        self._settle(waiting, before, 0.55)
        self._join_continued()
        self.found.sort(key=lambda attribution: attribution.ranges[0])
        return self.found

    def _take(self, attribution: Attribution) -> None:
        self.found.append(attribution)
        for run in attribution.runs:
            self.owner[run] = attribution

    def _settle(self, sentences: list[int], model: Attribution | None, score: float) -> None:
        """Quoted sentences without a cue of their own take the speaker of the attribution beside them."""
        for number in sentences:
            sentence = self.document.sentences[number]
            runs = sorted({run for run in self.document.run_of[sentence.first : sentence.last] if run >= 0})
            announced, self.announced = self.announced, None
            for run in runs:
                if run in self.owner:
                    continue
                source, sure, cue = (model.source, score, None) if model else (None, 0.3, None)
                attitude = model.attitude if model else Attribution([], [], 0).attitude
                if announced is not None and announced[0] == number - 1:
                    source, sure = announced[1], 0.85
                first, last = self.document.first_of_run[run], self.document.last_of_run[run]
                self._take(
                    Attribution(
                        [(first, last)], [run], number, cue, "", attitude, source, span_score=0.8, speaker_score=sure
                    )
                )

    def _announce(self, reader: SentenceReader) -> None:
        """Remember "Kerr said:" at the end of a paragraph."""
        units = reader.units
        if units and units[-1].word == ":":
            source = reader.groups[-1].source if reader.groups else reader.phrases.sentence_subject(len(units))
            if source is not None:
                self.announced = (reader.number, source)

    def _leftover(self, reader: SentenceReader, source: Source | None) -> None:
        """Long quoted runs that no cue announces: most are quotations of the sentence's subject."""
        for at, unit in enumerate(reader.units):
            if unit.run < 0 or unit.run in self.owner or self.document.runs[unit.run].single:
                continue
            words = [t for t in self.document.tokens[unit.first : unit.last] if t.shape is not Shape.PUNCTUATION]
            if len(words) < self.config.shortest_unattributed or self._title(words):
                continue
            speaker = (
                self._beside(reader, at)
                or source
                or reader.phrases.sentence_subject(at)
                or reader.phrases.sentence_subject(len(reader.units))
            )
            self._take(
                Attribution(
                    [(unit.first, unit.last)],
                    [unit.run],
                    reader.number,
                    source=speaker,
                    span_score=0.6,
                    speaker_score=0.45,
                )
            )

    @staticmethod
    def _beside(reader: SentenceReader, at: int) -> Source | None:
        """The name right after a run with a verb behind it that no list holds: "“Why?” Kerr pressed."."""
        end, source = reader.phrases.after(at + 1)
        if source is None or end >= len(reader.units) or source.kind is SourceKind.NOMINAL:
            return None
        return source if reader.units[end].word.endswith("ed") else None

    @staticmethod
    def _title(words: list[Token]) -> bool:
        """Whether the run is written like the title of a work: every word that matters has a capital."""
        heavy = [word for word in words if word.lower not in STARTERS or word.capital]
        return all(word.shape is not Shape.LOWER for word in heavy)

    def _join_continued(self) -> None:
        """Runs that go on over paragraphs become one quotation, owned by the first attribution with a source."""
        runs = self.document.runs
        at = 0
        while at < len(runs):
            end = at + 1
            while end < len(runs) and runs[end].continues:
                end += 1
            if end - at > 1:
                self._join(range(at, end))
            at = end

    def _join(self, chain: range) -> None:
        owners = [self.owner[run] for run in chain if run in self.owner]
        best = max(owners, key=lambda a: (a.cue is not None, a.speaker_score), default=None)
        if best is None:
            best = Attribution(
                [],
                [],
                self.document.sentence_of[self.document.first_of_run[chain[0]]],
                span_score=0.7,
                speaker_score=0.3,
            )
            self.found.append(best)
        held = set(chain) - set(best.runs)
        dropped = {id(owner) for owner in owners if owner is not best and set(owner.runs) <= set(chain)}
        self.found = [attribution for attribution in self.found if id(attribution) not in dropped]
        for run in sorted(held):
            if run in self.owner and id(self.owner[run]) not in dropped:
                continue
            best.ranges.append((self.document.first_of_run[run], self.document.last_of_run[run]))
            best.runs.append(run)
            self.owner[run] = best
        best.ranges.sort()
        best.runs.sort()
