"""One article through all stages.

The trained reader finds attributions and the rules name, order and complete; where no reader is wanted, or the language
is not the one it learned, the rules find them by themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.records import ArticleRecord, ExtractionRecord

from .affiliations import find_roles
from .assembly import Assembler
from .attribution import attribute, complete, keep_settled, quoted_only, sign
from .config import DEFAULT, ExtractionConfig
from .document import Document, read
from .entities import find_entities
from .lexicon.wordlists import word_set
from .quoted_references import resolve_quoted
from .references import resolve

if TYPE_CHECKING:
    from .trained import TrainedReader

BY_RULES = "rules-1"
COMMON = word_set("the of and to in a that is for on it was said with he she")
SHORT, LEAST_COMMON = 40, 0.06  # words too few to tell by; the share that English text never goes below


def extract(article: ArticleRecord, config: ExtractionConfig = DEFAULT) -> ExtractionRecord:
    """Read who said what from one article.

    Every offset of the record counts code points in ``article.body``. The headline helps to know the people; nothing
    is reported from it. The record depends on the article and the config alone, and no text makes this fail.
    """
    document = read(article)
    english = _english(article.language, document)
    entities = find_entities(document, config.longest_name, english)
    roles = find_roles(document, entities)
    attributions = attribute(document, entities, config) if english else quoted_only(document, config)
    trained = reader(config) if english else None
    if trained is not None:
        read_by_it = trained.read(document, entities, attributions, config.indirect)
        attributions = keep_settled(document, read_by_it, attributions)
    sign(document, entities, attributions)
    if english:
        complete(document, entities, attributions)
    references = resolve(document, entities, roles, attributions)
    resolve_quoted(document, entities, attributions, references)
    assembler = Assembler(article, document, entities, roles, references, config)
    return ExtractionRecord(
        extractor=extractor(config),
        people=assembler.entity_records(entities.people),
        organisations=assembler.entity_records(entities.organisations),
        affiliations=assembler.affiliation_records(),
        quotations=assembler.quotation_records(attributions),
        language=article.language,
    )


def extractor(config: ExtractionConfig = DEFAULT) -> str:
    """Name and version of what reads with this config, as its records bear it; ModelError where there is no model."""
    trained = reader(config)
    return trained.model.name if trained is not None else BY_RULES


def reader(config: ExtractionConfig) -> TrainedReader | None:
    """The trained reader that the config names, loaded once a process; ModelError where its folder is none."""
    if config.model is None:
        return None
    # imported here: the rules alone must not pay for the runtime of a network
    from .trained import load_reader

    return load_reader(config.model)


def _english(language: str, document: Document) -> bool:
    """Whether the cues can be known: by the language given, else by the share of English function words."""
    if language:
        return language.lower().partition("-")[0] in {"en", "eng"}
    words = [token.lower for token in document.tokens if token.text[0].isalpha()]
    return len(words) < SHORT or sum(word in COMMON for word in words) >= LEAST_COMMON * len(words)
