"""Who speaks in the turns that the layout shows: by their label, by turns of a dialogue, or the person interviewed."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from corpus.records import Channel

from ..document import Document
from ..entities import Entities, Entity, NameSpan
from ..turns import Turn, TurnKind
from .found import Attribution, Extras, Source, SourceKind
from .groups import extended
from .labels import Labels
from .statements import units_of
from .subjects import Subjects

LABELLED, INTERVIEWED, ALTERNATING, INTRODUCED = 0.95, 0.9, 0.75, 0.6  # how sure a speaker is
LEAD = 3  # sentences before a dialogue in which the other speaker may be introduced


def take_turns(document: Document, entities: Entities, found: list[Attribution]) -> list[Attribution]:
    """``found`` with the turns of speech given to their speakers: these are settled."""
    if not document.turns:
        return found
    return _Speakers(document, entities, found).settle()


def keep_settled(document: Document, found: list[Attribution], rules: Sequence[Attribution]) -> list[Attribution]:
    """Another reading of the same text, with what the rules settled in place of whatever shares words with it."""
    settled = [rule for rule in rules if rule.settled]
    if not settled:
        return found
    taken = {at for rule in settled for first, last in rule.ranges for at in range(first, last)}
    asked = _runs_of(document, TurnKind.QUESTION)
    kept = [
        attribution
        for attribution in found
        if not any(at in taken for first, last in attribution.ranges for at in range(first, last))
        and not (attribution.runs and _unnamed(attribution) and asked.issuperset(attribution.runs))
    ]
    _mark_interview(document, kept, settled)
    return sorted([*kept, *settled], key=lambda attribution: attribution.ranges[0])


def _unnamed(attribution: Attribution) -> bool:
    return attribution.source is None or attribution.source.entity is None


def _runs_of(document: Document, kind: TurnKind) -> set[int]:
    return {run for turn in document.turns if turn.kind is kind for run in turn.runs}


def _mark_interview(document: Document, found: Sequence[Attribution], settled: Sequence[Attribution]) -> None:
    """What the person interviewed says between the answers was said in the interview too."""
    person = next((a.source.entity for a in settled if a.source and a.extras.channel is Channel.INTERVIEW), None)
    if person is None:
        return
    answers = [turn.paragraph for turn in document.turns if turn.kind is TurnKind.ANSWER]
    for attribution in found:
        source = attribution.source
        inside = answers[0] <= document.sentences[attribution.sentence].paragraph <= answers[-1]
        if source is None or not inside or attribution.extras.channel is not None:
            continue
        word = document.tokens[source.first].lower
        spoken = source.entity is person or (source.kind is SourceKind.PRONOUN and word in {"he", "she"})
        if spoken:
            attribution.extras.channel = Channel.INTERVIEW


class _Speakers:
    def __init__(self, document: Document, entities: Entities, found: list[Attribution]) -> None:
        self.document = document
        self.entities = entities
        self.found = found
        self.owner = {run: attribution for attribution in found for run in attribution.runs}
        self.starts = [token.start for token in document.tokens]

    def settle(self) -> list[Attribution]:
        turns = self.document.turns
        if turns[0].kind is TurnKind.DASH:
            self._dialogue()
        else:
            self._named()
        settled = [attribution for attribution in self.found if attribution.settled]
        return keep_settled(self.document, [a for a in self.found if not a.settled], settled)

    def _give(self, run: int, source: Source | None, score: float, channel: Channel | None = None) -> None:
        attribution = self.owner.get(run)
        if attribution is None:
            document = self.document
            first, last = document.first_of_run[run], document.last_of_run[run]
            attribution = Attribution([(first, last)], [run], document.sentence_of[first], span_score=0.9)
            self.found.append(attribution)
            self.owner[run] = attribution
        attribution.source, attribution.speaker_score, attribution.settled = source, score, True
        if attribution.cue is None:
            attribution.extras = Extras(channel=channel)

    # --- transcripts and interviews -------------------------------------------------------

    def _named(self) -> None:
        person = self._interviewed()
        labels = Labels(self.document, self.entities, self.starts)
        before: Source | None = None
        for turn in self.document.turns:
            if turn.kind is TurnKind.LABEL and turn.label is not None:
                before = labels.source(turn.label)
            for run in turn.runs if turn.kind is not TurnKind.QUESTION else ():
                if turn.kind is TurnKind.LABEL:
                    self._give(run, before, LABELLED)
                else:
                    self._give(run, self._mention(person, run), INTERVIEWED if person else 0.3, Channel.INTERVIEW)
        labels.rename()

    def _interviewed(self) -> Entity | None:
        """Whom an interview is with: the person of the headline, else who is named most before it begins."""
        document = self.document
        headline = {word.strip(".,:;!?’'“”\"").lower() for word in document.headline.split()}
        first = document.paragraphs[document.turns[0].paragraph].start
        begins = bisect_left(self.starts, first)
        best, most = None, 0
        for person in self.entities.people:
            if person.words[-1].lower() in headline:
                return person
            count = sum(name.first < begins for name in person.names)
            if count > most:
                best, most = person, count
        return best

    def _mention(self, person: Entity | None, run: int) -> Source | None:
        """The person's latest name before a run."""
        if person is None:
            return None
        at = bisect_left(person.names, NameSpan(self.document.first_of_run[run], 0))
        name = person.names[max(0, at - 1)]
        return Source(name.first, name.last, SourceKind.NAME, person, name.last - 1, name.first)

    # --- dialogue -------------------------------------------------------------------------

    def _dialogue(self) -> None:
        block: list[Turn] = []
        for turn in self.document.turns:
            if block and turn.paragraph != block[-1].paragraph + 1:
                self._alternate(block)
                block = []
            block.append(turn)
        self._alternate(block)

    def _alternate(self, block: Sequence[Turn]) -> None:
        """Two people take turns: those that a cue names speak every second time, the other one in between."""
        cued = [self._cued(turn) for turn in block]
        sides: list[Source | None] = [
            next((source for source in cued[side::2] if source is not None), None) for side in (0, 1)
        ]
        scores = [ALTERNATING, ALTERNATING]
        named = sides[0] or sides[1]
        for side in (0, 1):
            if sides[side] is None and named is not None:
                sides[side], scores[side] = self._introduced(block[0], named), INTRODUCED
        for number, turn in enumerate(block):
            source = cued[number]
            if source is not None:
                sides[number % 2] = source
            for run in turn.runs:
                self._give(run, sides[number % 2], LABELLED if source else scores[number % 2])

    def _cued(self, turn: Turn) -> Source | None:
        attributions = (self.owner[run] for run in turn.runs if run in self.owner)
        return next((a.source for a in attributions if a.cue is not None and a.source is not None), None)

    def _introduced(self, turn: Turn, other: Source) -> Source | None:
        """The subject of a sentence right before the dialogue who is not the ``other`` speaker."""
        document = self.document
        first = bisect_left(self.starts, document.paragraphs[turn.paragraph].start)
        latest = document.sentence_of[first] - 1
        for number in range(latest, max(-1, latest - LEAD), -1):
            subjects = Subjects(document, self.entities, units_of(document, document.sentences[number]))
            source = subjects.sentence_subject(len(subjects.units))
            if source is None or source.kind is SourceKind.PRONOUN:
                continue
            if source.entity is not None and source.entity is other.entity:
                continue
            if source.kind is SourceKind.NOMINAL:
                end = subjects.of_phrases(subjects.unit_at(source.last - 1) + 1)
                return extended(subjects, source, end)
            return source
        return None
