"""Who was spoken to: behind the verb ("told Ana Kerr"), in another clause ("speaking to reporters"), by letter."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..document import Document
from ..entities import Entities
from ..lexicon.cues import CueVerb, Form, Frame, cue_forms
from ..lexicon.wordlists import word_set
from ..lexicon.words import ARTICLES, BE_FORMS, PREPOSITIONS
from ..tokens import Shape
from .cue_phrases import Cue
from .extras import HEARER_VERBS, read_extras
from .found import Attribution, Extras, SourceKind
from .statements import units_of
from .subjects import Subjects
from .surroundings import Piece

ALOUD = re.compile(r"\b(?:speaking|talking|spoke|talked|writing|posting) (?:to|with) ", re.IGNORECASE)
SENT = re.compile(r"\b(?:letter|e-?mail|memo|message|note|statement|text|tweet|cable) to ", re.IGNORECASE)
NOBODY = word_set("that this it these those which what so")
NOISES = word_set("applause cheers laughter boos jeers say effect shouts")  # "said to applause"
OCCASIONS = word_set("briefing meeting hearing gathering")


class Hearers:
    """Reads the hearers of one document's attributions."""

    def __init__(self, document: Document, entities: Entities) -> None:
        self.document = document
        self.entities = entities
        self.sentences: dict[int, Subjects] = {}

    def read(self, attribution: Attribution, cue: tuple[int, int], pieces: Sequence[Piece], extras: Extras) -> None:
        """Put into ``extras`` whom the words were said or sent to, and the time where the rules' way finds one."""
        self._behind_verb(attribution, cue, extras)
        for piece in pieces:
            text = self.document.text(piece.first, piece.last)
            extras.addressee = extras.addressee or self._named_by(ALOUD, piece, text)
            extras.receiver = extras.receiver or self._named_by(SENT, piece, text)
        if extras.addressee is not None:
            heard = self._trimmed(*extras.addressee)
            extras.addressee = heard if self._somebody(*heard) else None

    def _behind_verb(self, attribution: Attribution, cue: tuple[int, int], extras: Extras) -> None:
        """Read on behind the cue's verb as the rules do, where they did not read this cue."""
        verb = self._verb(cue)
        source = attribution.source
        if verb is None or extras.addressee is not None or self._passive(cue):
            return
        at, form = verb
        start = at + 1
        if source is not None and 0 <= source.first - start <= 1 and form.frame is not Frame.HEARER:
            start = source.last
        phrases = self._phrases(self.document.sentence_of[at])
        index = phrases.unit_at(start)
        if index >= len(phrases.units) or phrases.units[index].first < start:
            return
        as_read = Cue(index - 1, index, index - 1, form.lemma, form.attitude, form.frame, Form.PAST, form.strength)
        _, found, _ = read_extras(phrases, as_read, index)
        extras.time = extras.time or found.time
        if found.addressee is not None and apart(attribution, found.addressee):
            extras.addressee = found.addressee

    def _verb(self, cue: tuple[int, int]) -> tuple[int, CueVerb] | None:
        """The verb of the cue that may take a hearer, else its first verb."""
        forms = cue_forms()
        verbs = [(at, verb) for at in range(*cue) if (verb := forms.get(self.document.tokens[at].lower))]
        hearing = (pair for pair in verbs if pair[1].lemma in HEARER_VERBS)
        return next(hearing, verbs[0] if verbs else None)

    def _passive(self, cue: tuple[int, int]) -> bool:
        """ "is convinced that", "was told": nobody is spoken to behind the cue."""
        words = [token.lower for token in self.document.tokens[slice(*cue)]]
        return any(word in BE_FORMS for word in words) and not any(word.endswith("ing") for word in words)

    def _somebody(self, first: int, last: int) -> bool:
        """Whether the words may name a hearer: no lone "that", no applause."""
        lone = last - first == 1 and self.document.tokens[first].lower in NOBODY
        return not lone and self.document.tokens[last - 1].lower not in NOISES

    def _named_by(self, pattern: re.Pattern[str], piece: Piece, text: str) -> tuple[int, int] | None:
        """The noun phrase that stands behind the words of ``pattern``."""
        match = pattern.search(text)
        if match is None:
            return None
        start = self.document.tokens[piece.first].start + match.end()
        at = next((n for n in range(piece.first, piece.last) if self.document.tokens[n].start >= start), -1)
        if at < 0:
            return None
        phrases = self._phrases(self.document.sentence_of[at])
        _, source = phrases.after(phrases.unit_at(at))
        if source is None or source.last > piece.last:
            return None
        return (source.outer if source.kind is SourceKind.NOMINAL else source.first), source.last

    def _trimmed(self, first: int, last: int) -> tuple[int, int]:
        """Without the participle behind it: "the ministry | asking"."""
        while last - first > 1:
            token = self.document.tokens[last - 1]
            participle = token.shape is Shape.LOWER and token.lower.endswith("ing") and token.lower not in OCCASIONS
            if not participle and token.lower not in ARTICLES | PREPOSITIONS:
                break
            last -= 1
        return first, last

    def _phrases(self, sentence: int) -> Subjects:
        if sentence not in self.sentences:
            self.sentences.clear()  # attributions come in order: one sentence at a time is kept
            units = units_of(self.document, self.document.sentences[sentence])
            self.sentences[sentence] = Subjects(self.document, self.entities, units)
        return self.sentences[sentence]


def apart(attribution: Attribution, piece: tuple[int, int]) -> bool:
    """Whether the tokens belong neither to the content nor to the source."""
    source = attribution.source
    taken = [*attribution.ranges, *([(source.first, source.last)] if source else ())]
    return all(piece[1] <= first or last <= piece[0] for first, last in taken)
