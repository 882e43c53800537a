"""One article through all stages. A trained extractor replaces the stages between ``read`` and the assembly."""

from __future__ import annotations

from corpus.records import ArticleRecord, ExtractionRecord

from .affiliations import find_roles
from .assembly import Assembler
from .attribution import attribute, quoted_only
from .config import DEFAULT, ExtractionConfig
from .document import read
from .entities import find_entities
from .quoted_references import resolve_quoted
from .references import resolve

EXTRACTOR = "rules-1"


def extract(article: ArticleRecord, config: ExtractionConfig = DEFAULT) -> ExtractionRecord:
    """Read who said what from one article.

    Every offset of the record counts code points in ``article.body``. The headline helps to know the people; nothing
    is reported from it. The record depends on the article and the config alone, and no text makes this fail.
    """
    document = read(article)
    entities = find_entities(document, config.longest_name)
    roles = find_roles(document, entities)
    english = _english(article.language)
    attributions = attribute(document, entities, config) if english else quoted_only(document, config)
    references = resolve(document, entities, roles, attributions)
    resolve_quoted(document, entities, attributions, references)
    assembler = Assembler(article, document, entities, roles, references, config)
    return ExtractionRecord(
        extractor=EXTRACTOR,
        people=assembler.entity_records(entities.people),
        organisations=assembler.entity_records(entities.organisations),
        affiliations=assembler.affiliation_records(),
        quotations=assembler.quotation_records(attributions),
        language=article.language,
    )


def _english(language: str) -> bool:
    """Whether the cues are known: a text that names no language is taken as English."""
    return not language or language.lower().partition("-")[0] in {"en", "eng"}
