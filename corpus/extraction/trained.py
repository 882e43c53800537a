"""The trained reader as the pipeline uses it: a document and the rules' reading of it in, attributions out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .attribution import Attribution
from .attribution.trained import attribute_trained, hints
from .document import Document
from .entities import Entities
from .tagger import Model, encode, link, load

LONGEST = 250_000  # pieces of a text that is read, some 200,000 words: minutes of work and 300 MB


@dataclass(frozen=True, slots=True)
class TrainedReader:
    """A loaded model with what makes attributions of its labels."""

    model: Model

    def read(
        self, document: Document, entities: Entities, rules: Sequence[Attribution], indirect: bool
    ) -> list[Attribution]:
        """What the model finds, with what the rules know of it; of a text longer than a book what the rules find."""
        pieces = encode(document, self.model.tokenizer)
        if not len(pieces):
            return []
        if len(pieces) > LONGEST:
            return list(rules)
        linker, links = link(document, pieces, self.model.read(pieces), hints(document, rules), self.model)
        return attribute_trained(document, entities, linker, links, rules, self.model.settings, indirect)


def load_reader(folder: Path) -> TrainedReader:
    """The reader of a model's folder; ModelError where it is none."""
    return TrainedReader(load(folder))
