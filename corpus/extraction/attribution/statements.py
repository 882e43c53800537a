"""Attributions of one sentence."""

from __future__ import annotations

from ..document import Document, Sentence
from ..entities import Entities
from ..tokens import Shape
from .contents import Contents, Range
from .datelines import dateline_end
from .found import Attribution, Source, SourceKind, Unit
from .groups import Group, find_groups
from .subjects import Subjects


def units_of(document: Document, sentence: Sentence) -> list[Unit]:
    """The sentence as units: quoted runs are one piece each."""
    units: list[Unit] = []
    index = sentence.first
    while index < sentence.last:
        run = document.run_of[index]
        last = min(document.last_of_run[run], sentence.last) if run >= 0 else index + 1
        units.append(Unit(index, last, run, document.tokens[index]))
        index = last
    return units


class SentenceReader:
    """Finds the attributions of one sentence."""

    def __init__(self, document: Document, entities: Entities, number: int, indirect: bool) -> None:
        self.document = document
        self.number = number
        self.indirect = indirect
        self.units = units_of(document, document.sentences[number])
        self.phrases = Subjects(document, entities, self.units)
        self.groups: list[Group] = []

    @property
    def quoted_alone(self) -> bool:
        """Whether the sentence holds quoted words and nothing else."""
        return all(unit.run >= 0 or unit.token.shape is Shape.PUNCTUATION for unit in self.units)

    def read(self, last_source: Source | None) -> list[Attribution]:
        """All attributions from left to right; ``last_source`` spoke in the sentence before."""
        if self.quoted_alone:
            return []
        self.groups = find_groups(self.phrases, last_source)
        contents = Contents(self.document, self.phrases, self.groups, self.indirect)
        found: list[Attribution] = []
        done = self._dateline()  # units before this are spoken for
        for index, group in enumerate(self.groups):
            if group.cue.first < done or (group.start < done and not group.shared):
                continue
            if contents.is_aside(index):
                continue
            ranges, until = contents.of(index, done)
            attribution = self._attribution(group, ranges) if ranges else None
            if attribution is not None:
                found.append(attribution)
                done = until
        return found

    def _dateline(self) -> int:
        """The unit after the dateline, 0 where the sentence does not begin with one."""
        end = dateline_end(self.document, self.units[0].first)
        return next((at for at, unit in enumerate(self.units) if unit.first >= end), len(self.units)) if end else 0

    def _attribution(self, group: Group, ranges: list[Range]) -> Attribution | None:
        pieces = [self.units[at] for first, last in ranges for at in range(first, last)]
        runs = [unit.run for unit in pieces if unit.run >= 0]
        if not runs and not self.indirect:
            return None
        cue = group.cue
        first = cue.first if cue.according else cue.verb
        named = group.source.kind is SourceKind.NAME
        return Attribution(
            ranges=[(self.units[begin].first, self.units[end - 1].last) for begin, end in ranges],
            runs=runs,
            sentence=self.number,
            cue=(self.units[first].first, self.units[cue.last - 1].last),
            lemma=cue.lemma,
            attitude=cue.attitude,
            source=group.source,
            extras=group.extras,
            span_score=0.95 if len(runs) == len(pieces) else 0.6 + 0.25 * cue.strength,
            speaker_score=0.75 if group.shared else 0.95 if named else 0.9,
            settled=group.announces,
        )
