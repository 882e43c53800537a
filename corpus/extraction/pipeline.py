"""One article through all stages.

The trained reader finds attributions and the rules name, order and complete; where no reader is wanted, the rules find
them by themselves. Texts in other languages have a smaller reader of their own; where the language is none of those,
quoted words are kept without a speaker.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.language_tags import shortest
from corpus.records import ArticleRecord, ExtractionRecord

from .affiliations import Role, find_roles
from .assembly import Assembler
from .attribution import Attribution, attribute, complete, keep_settled, quoted_only, sign
from .config import DEFAULT, ExtractionConfig
from .coreference import References, resolve, resolve_quoted
from .document import Document, read
from .entities import Entities, find_entities
from .foreign import ENGLISH, detected, language_of, read_foreign
from .lexicon.languages import listed

if TYPE_CHECKING:
    from .trained import TrainedReader

RULES = 4  # version of all that is read without the network's weights


def extract(article: ArticleRecord, config: ExtractionConfig = DEFAULT) -> ExtractionRecord:
    """Read who said what from one article.

    Every offset of the record counts code points in ``article.body``. The headline helps to know the people; nothing
    is reported from it. The record depends on the article and the config alone, and no text makes this fail.
    """
    document = read(article)
    told = shortest(article.language) or detected(document)
    spoken = language_of(told, document)
    known = listed(spoken)
    if known is not None:
        if known.elides:
            document = read(article, elisions=True)
        entities, attributions, references = read_foreign(document, known, config)
        return _record(article, config, document, entities, [], attributions, references, told)
    found = resolved(article, config, document, spoken == ENGLISH)
    return _record(article, config, document, found.entities, found.roles, found.attributions, found.references, told)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A document read as far as whom its words mean."""

    document: Document
    entities: Entities
    roles: Sequence[Role]
    attributions: Sequence[Attribution]
    references: References


def resolved(
    article: ArticleRecord,
    config: ExtractionConfig = DEFAULT,
    document: Document | None = None,
    english: bool = True,
    ranked: bool = True,
) -> Resolved:
    """Read an article; with the trained reader, and where ``ranked``, its pronouns are ranked by trained trees too."""
    document = document or read(article)
    trained = reader(config) if english else None
    opened = trained.open(document) if trained is not None else None
    entities = find_entities(document, config.longest_name, english, opened.names if opened is not None else None)
    roles = find_roles(document, entities, article.published)
    attributions = attribute(document, entities, config) if english else quoted_only(document, config)
    if trained is not None and opened is not None:
        read_by_it = trained.attribute(opened, entities, attributions, config.indirect)
        attributions = keep_settled(document, read_by_it, attributions)
    sign(document, entities, attributions)
    if english:
        complete(document, entities, attributions)
    references = resolve(document, entities, roles, attributions)
    resolve_quoted(document, entities, attributions, references)
    if ranked and trained is not None and opened is not None:
        trained.rank(document, entities, attributions, references)
    return Resolved(document, entities, roles, attributions, references)


def _record(
    article: ArticleRecord,
    config: ExtractionConfig,
    document: Document,
    entities: Entities,
    roles: Sequence[Role],
    attributions: Sequence[Attribution],
    references: References,
    language: str,
) -> ExtractionRecord:
    assembler = Assembler(article, document, entities, roles, references, config)
    return ExtractionRecord(
        extractor=extractor(config),
        people=assembler.entity_records(entities.people),
        organisations=assembler.entity_records(entities.organisations),
        affiliations=assembler.affiliation_records(),
        quotations=assembler.quotation_records(attributions),
        language=language,
    )


def extractor(config: ExtractionConfig = DEFAULT) -> str:
    """Name and version of what reads with this config, as its records bear it; ModelError where there is no model."""
    trained = reader(config)
    return f"{trained.model.name}.{RULES}" if trained is not None else f"rules-{RULES}"


def reader(config: ExtractionConfig) -> TrainedReader | None:
    """The trained reader that the config names, loaded once a process; ModelError where its folder is none."""
    if config.model is None:
        return None
    # imported here: the rules alone must not pay for the runtime of a network
    from .trained import load_reader

    return load_reader(config.model)
