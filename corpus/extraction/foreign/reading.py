"""Attributions of a text in a listed language: each quoted run looks for the cue beside it, paragraph by paragraph."""

from __future__ import annotations

from typing import NamedTuple

from ..attribution.attribute import long_enough
from ..attribution.continued import join_continued
from ..attribution.found import Attribution, Extras, Source
from ..attribution.spoken_turns import take_turns
from ..config import ExtractionConfig
from ..coreference import References
from ..document import ENDERS, Document
from ..entities import Entities
from ..lexicon.languages import Language
from ..tokens import Shape
from .bodies import bodies
from .channels import channel_of
from .clauses import around, opens_sentence, scrap
from .cues import REFLEXIVE, Cue, cue_by_place, cues_between
from .names import Names
from .people import People
from .reported import reported
from .statements import Statements
from .subjects import Subjects

BESIDE = 12  # tokens between quoted words and the verb that says who spoke
SENTENCES = 10  # before quoted words that are looked through for who speaks
INSIDE = {"fr": (",",), "es": ("—", "–", "-")}  # marks before a cue inside quoted words
SAME_PARAGRAPH, NEXT_CUE, PARAGRAPH_BEFORE, NOBODY = 0.85, 0.8, 0.5, 0.3


class ForeignReading(NamedTuple):
    """What is read from a document."""

    entities: Entities
    attributions: list[Attribution]
    references: References


def read_foreign(document: Document, language: Language, config: ExtractionConfig) -> ForeignReading:
    """Who said what in a document of a listed language; people and organisations by their names."""
    reader = _Reader(document, language, config)
    stated = Statements(document, language, reader.subjects)
    statements = stated.find()
    reader.stated = {one.sentence: one for one in statements}
    attributions = reader.read()
    if config.indirect:
        attributions = sorted([*attributions, *statements], key=lambda one: one.ranges[0])
        attributions = reported(document, language, attributions, stated.said, reader.follows)
    people = People(document, language, reader.names, reader.subjects, reader.bodies)
    entities, references = people.settle(attributions, reader.follows)
    return ForeignReading(entities, take_turns(document, entities, attributions), references)


class _Reader:
    def __init__(self, document: Document, language: Language, config: ExtractionConfig) -> None:
        self.document = document
        self.language = language
        self.config = config
        self.bodies = bodies(document, language)
        self.names = Names(document, language, self.bodies)
        self.follows: dict[int, Attribution] = {}  # id of an attribution -> the one whose speaker goes on in it
        self.subjects = Subjects(document, language, self.names)
        self.found: list[Attribution] = []
        self.owner: dict[int, Attribution] = {}
        self.last: Attribution | None = None  # of the paragraph
        self.before: Attribution | None = None  # the latest quotation of the paragraph before
        self.stated: dict[int, Attribution] = {}  # sentence -> what is said in it without marks
        self.waiting: list[int] = []  # runs that open a paragraph, before any cue

    def read(self) -> list[Attribution]:
        """All attributions, in the order of the text."""
        document = self.document
        runs_of: dict[int, list[int]] = {}
        for number, run in enumerate(document.runs):
            if number in document.first_of_run:
                runs_of.setdefault(run.paragraph, []).append(number)
        bounds: dict[int, tuple[int, int]] = {}
        for sentence in document.sentences:
            low, _ = bounds.get(sentence.paragraph, (sentence.first, 0))
            bounds[sentence.paragraph] = (low, sentence.last)
        for paragraph, (first, last) in bounds.items():
            self._paragraph(runs_of.get(paragraph, []), first, last)
        return sorted(join_continued(document, self.found, self.owner), key=lambda one: one.ranges[0])

    def _paragraph(self, runs: list[int], first: int, last: int) -> None:
        document = self.document
        self.last, self.waiting = None, []
        gap_starts = [first, *(document.last_of_run[run] for run in runs)]
        gap_ends = [*(document.first_of_run[run] for run in runs), last]
        pieces = [self._sentences(low, high) for low, high in zip(gap_starts, gap_ends, strict=True)]
        split: set[int] = set()  # runs that carry on the one before, around its cue
        for place, run in enumerate(runs):
            if place in split:
                continue
            one_piece = len(pieces[place + 1]) == 1 and place + 1 < len(runs)
            cue = self._cue_behind(run, *pieces[place + 1][0])
            if cue is not None:
                attribution = self._take(run, *cue)
                if one_piece and document.tokens[gap_ends[place + 1] - 1].text != ":":
                    split.add(place + 1)
                    self._add_run(attribution, runs[place + 1])
                continue
            if self._inside(run):
                continue
            low, high = pieces[place][-1]
            if not self._introduced(run, low, high, len(pieces[place]) == 1 and place > 0):
                self._alone(run)
        self._close(runs)

    def _close(self, runs: list[int]) -> None:
        for run in self.waiting:
            whole = len(runs) == 1 and self.document.runs[run].outer_end - self.document.runs[run].outer_start > 0
            source = self._led_up(run)
            if source is None and self.before and whole and self._fills_paragraph(run):
                source = self.before.source
            self._give(run, source, self.before, PARAGRAPH_BEFORE if source else NOBODY)
        quoted = [self.owner[run] for run in runs if run in self.owner]
        self.before = quoted[-1] if quoted else None

    def _led_up(self, run: int) -> Source | None:
        """Whom the sentence before in the paragraph is about: "Kehr gab Entwarnung. „Der Deich hat gehalten.“"."""
        document = self.document
        first = document.first_of_run[run]
        number = document.sentence_of[first]
        sentence = document.sentences[number - 1] if number else None
        if sentence is None or sentence.paragraph != document.runs[run].paragraph or not self._opens_sentence(run):
            return None
        return self.subjects.of_sentence(sentence.first, sentence.last)

    def _fills_paragraph(self, run: int) -> bool:
        span = self.document.paragraphs[self.document.runs[run].paragraph]
        return self.document.runs[run].outer_start == span.start and self.document.runs[run].outer_end == span.end

    def _sentences(self, first: int, last: int) -> list[tuple[int, int]]:
        """The stretch ``[first, last)`` cut at the ends of sentences; the last part may be empty."""
        found, begin = [], first
        tokens = self.document.tokens
        for at in range(first, last):
            number = at > first and tokens[at - 1].shape is Shape.NUMBER and len(tokens[at - 1].text) < 3
            if tokens[at].text in ENDERS and not number:
                found.append((begin, at + 1))
                begin = at + 1
        return [*found, (begin, last)]

    # --- cues beside a run ----------------------------------------------------------------

    def _cue_behind(self, run: int, first: int, last: int) -> tuple[Cue, Source | None] | None:
        """The cue in "„…“, sagte Kehr": the sentence goes on behind the run with it."""
        tokens, document = self.document.tokens, self.document
        if first >= last:
            return None
        inner = document.body[document.runs[run].end - 1]
        comma = tokens[first].text in {",", "-", "–", "—"}
        for cue in cues_between(document, self.language, first, min(last, first + BESIDE)):
            if cue.label or cue.finite - first > BESIDE:
                return None
            direct = cue.finite - first <= 1
            if not comma and not (direct and inner in ",?!…." and tokens[first].shape is not Shape.TITLE):
                return None
            if tokens[last - 1].text == ":" and not direct:
                return None
            begin = first + 1 if comma else first
            return cue, self._speaker_behind(cue, begin, last)
        begin = first + 1 if comma else first
        placed = comma or inner in ",?!…"
        named = cue_by_place(document, self.language, begin, min(last, first + BESIDE)) if placed else None
        return (named, self._speaker_behind(named, begin, last)) if named is not None else None

    def _speaker_behind(self, cue: Cue, begin: int, last: int) -> Source | None:
        if cue.nobody:
            return None
        return self.subjects.of(cue, begin, self._clause_end(cue, last), behind=True)

    def _inside(self, run: int) -> bool:
        """A cue inside the marks, as French and Spanish print it: "« Non, dit-elle, jamais. »"."""
        tokens, marks = self.document.tokens, INSIDE.get(self.language.code, ())
        first, last = self.document.first_of_run[run], self.document.last_of_run[run]
        for cue in cues_between(self.document, self.language, first + 1, last - 1) if marks else ():
            begin = cue.finite - 1
            begin -= tokens[begin].lower in REFLEXIVE
            if tokens[begin].text not in marks or cue.preposition or cue.label:
                continue
            self.subjects.within = run
            source = self.subjects.after(cue.finite + 1, min(cue.end + 1, last))
            source = source or self.subjects.after(cue.end, last)
            self.subjects.within = -1
            end = max(cue.end, source.last if source is not None else 0)
            if end < last and tokens[end].text in {",", ".", *marks} and (source is not None or self.language.prodrop):
                self._cut(run, cue, source, begin, end)
                return True
        return False

    def _cut(self, run: int, cue: Cue, source: Source | None, begin: int, end: int) -> None:
        """One quotation of two spans, or two where a new sentence begins behind the cue."""
        tokens = self.document.tokens
        self._take(run, cue, source)
        attribution = self.owner[run]
        first, last = attribution.ranges[0]
        ends = tokens[end].text == "."
        while end < last and tokens[end].shape is Shape.PUNCTUATION:
            end += 1
        attribution.ranges, attribution.cut = [(first, begin)], True
        if end >= last:
            return
        if not ends:
            attribution.ranges.append((end, last))
            return
        other = Attribution([(end, last)], [run], attribution.sentence, source=source, cut=True)
        other.extras, other.span_score, other.speaker_score = attribution.extras, 0.9, SAME_PARAGRAPH
        self.follows[id(other)] = attribution
        self.found.append(other)

    def _clause_end(self, cue: Cue, last: int) -> int:
        return last if last - cue.end < 40 else cue.end + 40

    def _introduced(self, run: int, first: int, last: int, shared: bool) -> bool:
        """A cue before the run: "Kehr sagte: „…“", or a clause that the quoted words are part of."""
        document, tokens = self.document, self.document.tokens
        if first >= last:
            return False
        colon = tokens[last - 1].text == ":"
        cues = cues_between(document, self.language, max(first, last - 60), last)
        if shared:
            cues = cues if colon else []
        cue = cues[-1] if cues else None
        if cue is None:
            source = self.subjects.of_sentence(first, last - 1) if colon else None
            if source is not None:
                self._give(run, source, None, 0.85)
                self.last = self.owner[run]
            return source is not None
        source = self.subjects.of(cue, first, last, behind=False)
        if source is None and not colon and not self.language.prodrop:
            return False
        until = source.last if source is not None and source.first >= cue.last else cue.last
        halves = around(document, self.language, cue, source, first, run)
        if halves is not None:
            self._take(run, cue, source)
            self.owner[run].ranges, self.owner[run].span_score = halves, 0.7
            return True
        if not cue.label and (colon or all(t.shape is Shape.PUNCTUATION for t in tokens[until:last])):
            self._take(run, cue, source)
            return True
        return (source is not None or self.language.prodrop) and self._mixed(run, cue, source, until)

    def _mixed(self, run: int, cue: Cue, source: Source | None, until: int) -> bool:
        """ "nannte den Plan „hübsch“": the clause behind the cue, its quoted words included."""
        part = scrap(self.document, self.language, run, until)
        if part is None:
            return False
        self._take(run, cue, source)
        if part != self.owner[run].ranges[0]:
            self.owner[run].ranges = [part]
            self.owner[run].span_score = 0.6
        return True

    def _alone(self, run: int) -> None:
        """A run without a cue: whoever spoke last in the paragraph goes on; one that opens it waits for its cue."""
        document = self.document
        first, last = document.first_of_run[run], document.last_of_run[run]
        self.last = self._stated_since(run) or self.last
        if self.last is None:
            if self._opens_sentence(run) or long_enough(document, first, last, self.config):
                self.waiting.append(run)
            return
        if self._opens_sentence(run):
            self._give(run, self.last.source, self.last, SAME_PARAGRAPH)
        elif long_enough(document, first, last, self.config):
            self._give(run, None, None, NOBODY)

    def _stated_since(self, run: int) -> Attribution | None:
        """The latest statement without marks in the paragraph, between the last quotation and a run."""
        document = self.document
        number = document.sentence_of[document.first_of_run[run]]
        paragraph = document.sentences[number].paragraph
        since = max(self.last.sentence if self.last is not None else -1, number - SENTENCES)
        while number > since + 1 and document.sentences[number - 1].paragraph == paragraph:
            number -= 1
            if number in self.stated:
                return self.stated[number]
        return None

    def _opens_sentence(self, run: int) -> bool:
        """Whether the quoted words are sentences of their own; in single marks only where somebody is speaking."""
        return opens_sentence(self.document, run) and (not self.document.runs[run].single or self.last is not None)

    # --- attributions ---------------------------------------------------------------------

    def _take(self, run: int, cue: Cue, source: Source | None) -> Attribution:
        """The attribution of a run by the cue beside it; runs that waited for one in the paragraph get it too."""
        document = self.document
        self._give(run, source, None, 0.9 if source else NOBODY)
        attribution = self.owner[run]
        attribution.cue, attribution.lemma = (cue.first, cue.last), cue.word
        attribution.attitude = cue.attitude(self.language)
        attribution.extras = Extras(channel=channel_of(document, self.language, cue))
        attribution.span_score = 0.95
        for earlier in self.waiting:
            opens = self._opens_sentence(earlier)
            self._give(earlier, source if opens else None, None, NEXT_CUE if opens else NOBODY)
        self.waiting, self.last = [], attribution
        return attribution

    def _give(self, run: int, source: Source | None, model: Attribution | None, score: float) -> None:
        document = self.document
        first, last = document.first_of_run[run], document.last_of_run[run]
        attribution = Attribution([(first, last)], [run], document.sentence_of[first], source=source)
        attribution.span_score, attribution.speaker_score = 0.8 if source else 0.6, score
        if model is not None and score == SAME_PARAGRAPH:
            attribution.extras = model.extras
            self.follows[id(attribution)] = model
        self.found.append(attribution)
        self.owner[run] = attribution

    def _add_run(self, attribution: Attribution, run: int) -> None:
        attribution.ranges.append((self.document.first_of_run[run], self.document.last_of_run[run]))
        attribution.runs.append(run)
        self.owner[run] = attribution
