"""The trained reader as the pipeline uses it: a document and the rules' reading of it in, attributions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .attribution import Attribution
from .attribution.trained import attribute_trained, hints
from .coreference import References
from .coreference.ranking import rank
from .document import Document
from .entities import Entities
from .tagger import Model, Names, Pieces, Reading, encode, link, load

LONGEST = 250_000  # pieces of a text that is read, some 200,000 words: minutes of work and 300 MB


@dataclass(frozen=True, slots=True)
class Opened:
    """A document as the encoder has read it."""

    document: Document
    pieces: Pieces
    reading: Reading
    names: Names


@dataclass(frozen=True, slots=True)
class TrainedReader:
    """A loaded model with what makes attributions of its labels."""

    model: Model

    def open(self, document: Document) -> Opened | None:
        """Let the encoder read the document; None where it is empty or too long, and the rules read alone."""
        pieces = encode(document, self.model.tokenizer)
        if not 0 < len(pieces) <= LONGEST:
            return None
        reading = self.model.read(pieces)
        return Opened(document, pieces, reading, Names(pieces, reading))

    def attribute(
        self, opened: Opened, entities: Entities, rules: Sequence[Attribution], indirect: bool
    ) -> list[Attribution]:
        """What the model finds, with what the rules know of it."""
        document = opened.document
        linker, links = link(document, opened.pieces, opened.reading, hints(document, rules), self.model)
        return attribute_trained(document, entities, linker, links, rules, self.model.settings, indirect)

    @staticmethod
    def rank(
        document: Document, entities: Entities, attributions: Sequence[Attribution], references: References
    ) -> None:
        """Put the likeliest entity in the place of the rules' choice for every pronoun of the third person."""
        rank(document, entities, attributions, references)


def load_reader(folder: Path) -> TrainedReader:
    """The reader of a model's folder; ModelError where it is none."""
    return TrainedReader(load(folder))
