"""Make the rows of synthetic articles, as the services would write them, without asking a database. For processes.

Who is who is known beforehand: of the synthetic corpus every name is one person's or one organisation's. Each article
has as many rows of each table as every other, so that whoever knows its number knows their keys.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils import timezone

from corpus import models
from corpus.folding import count_words, folded_words, name_key, normalise
from corpus.models.ids import IdType, derive
from corpus.records import EntityType, ExtractionRecord
from corpus.search.filtering import backend
from corpus.search.fingerprints import fingerprints
from corpus.search.index import Text, documents
from corpus.search.shingles import shingle_keys
from corpus.search.statement import ARTICLES, QUOTATIONS, Kind, Table
from corpus.search.stemming import stemmed_as
from corpus.services.keep import fingerprint
from corpus.services.months import Months
from corpus.services.priority import priority
from corpus.services.store import content_key
from corpus.services.store_quotations import reading_fields
from tests.bench.blanks import Blank
from tests.bench.generator import Synthetic, articles

# Each after those that it refers to; articles and texts refer to each other.
ORDER: tuple[type[Model], ...] = (
    models.RawContent,
    models.Article,
    models.RawDocument,
    models.ArticleText,
    models.Author,
    models.Mention,
    models.Affiliation,
    models.Utterance,
    models.Quotation,
    models.QuotationSpan,
    models.Candidate,
)
KEYLESS: tuple[type[Model], ...] = (models.Fingerprint, models.Shingle)  # the database gives the keys
# Key and public id of people and organisations, by type and folded name.
Names = Mapping[tuple[str, str], tuple[int, str]]
Keys = Mapping[type[Model], int]


class Who(NamedTuple):
    """A person or an organisation, as far as rows ask."""

    pk: int
    public_id: str
    type: str


@dataclass(slots=True)
class Named:
    """What some articles say of a person or an organisation."""

    mentions: int = 0
    quotations: int = 0
    publishes: bool = False


@dataclass(slots=True)
class Made:
    """What is to be written of some articles."""

    rows: dict[type[Model], list[Any]]
    """The values of all columns, in their order, as the driver takes them; of KEYLESS without the keys."""
    indexed: dict[Table, list[Any]] = field(default_factory=dict)
    named: dict[int, Named] = field(default_factory=dict)
    aliases: dict[tuple[int, str], EntityType] = field(default_factory=dict)
    months: Months = field(default_factory=Counter)


class Maker:
    """Makes rows of articles from given keys on."""

    def __init__(self, names: Names, keys: Keys) -> None:
        self.names = names
        self.met: dict[tuple[EntityType, str], Who] = {}
        self.keys = {model: count(first) for model, first in keys.items()}
        self.blanks = {model: Blank(model, keyed=model in ORDER) for model in (*ORDER, *KEYLESS)}
        self.texts: dict[Kind, list[Text]] = {ARTICLES: [], QUOTATIONS: []}
        self.made = Made({model: [] for model in self.blanks})

    def make_all(self, first: int, number: int, seed: int) -> Made:
        """All there is of so many articles from one number on."""
        for item in articles(number, seed=seed, first=first):
            self.add(item)
        for kind, texts in self.texts.items():
            self.index(kind, texts)
        return self.made

    def index(self, kind: Kind, texts: list[Text]) -> None:
        """The rows of the search tables."""
        for table in kind:
            self.made.indexed[table] = backend("default").rows(table, documents(kind, table, texts))

    def make(self, model: type[Model], **fields: Any) -> int:
        """A row, to be written with the others; gives its key."""
        key = next(self.keys[model])
        self.made.rows[model].append(self.blanks[model].filled(id=key, **fields))
        return key

    def add(self, item: Synthetic) -> None:
        """The rows of one article."""
        raw, record, extraction = item
        public_id, now = derive(IdType.ARTICLE, record.source_key), timezone.now()
        found = {one.key: self.entity(one.type, one.name) for one in (*extraction.people, *extraction.organisations)}
        publisher = self.entity(EntityType.ORGANISATION, record.publisher)
        self.made.named[publisher.pk].publishes = True
        assert record.published is not None
        published, words = record.published, count_words(record.body)
        # The text and its article refer to each other, and so do the raw document and they.
        text = next(self.keys[models.ArticleText])
        key = self.make(
            models.Article,
            public_id=public_id,
            source_key=record.source_key,
            headline=record.headline,
            publisher_id=publisher.pk,
            original_publisher_id=publisher.pk,
            byline=record.byline,
            published_at=published.value,
            published_precision=published.precision.value,
            published_zone=published.zone,
            language=record.language,
            section=record.section,
            source_url=record.source_url,
            current_text_id=text,
            revision=1,
            word_count=words,
            quotation_count=len(extraction.quotations),
            content_key=content_key(record),
            extractor=extraction.extractor,
            extracted_at=now,
        )
        document = self.make(
            models.RawDocument,
            fingerprint=fingerprint(raw),
            content_id=self.make(
                models.RawContent, sha256=hashlib.sha256(raw.content).hexdigest(), content=raw.content
            ),
            source=raw.source,
            media_type=raw.media_type,
            size=len(raw.content),
            declared_key=raw.key,
            source_key=record.source_key,
            state="done",
            outcome="created",
            attempts=1,
            article_id=key,
            processed_at=now,
        )
        self.made.rows[models.ArticleText].append(
            self.blanks[models.ArticleText].filled(
                id=text,
                article_id=key,
                revision=1,
                headline=record.headline,
                body=record.body,
                word_count=words,
                raw_id=document,
            )
        )
        for position, name in enumerate(record.authors):
            self.make(models.Author, article_id=key, position=position, name=name)
        marks = sorted(fingerprints(folded_words(record.body)))
        blank = self.blanks[models.Fingerprint]
        self.made.rows[models.Fingerprint] += [
            blank.filled(key=mark, article_id=key, total=len(marks)) for mark in marks
        ]
        self.texts[ARTICLES].append(Text(key, record.headline, record.body, stemmed_as(record.language)))
        article = SimpleNamespace(
            pk=key,
            public_id=public_id,
            published_at=published.value,
            language=record.language,
            current_text=SimpleNamespace(pk=text, body=record.body),
        )
        self.add_mentions(article, extraction, found)
        self.add_affiliations(article, extraction, found)
        self.add_quotations(article, extraction, found)

    def entity(self, kind: EntityType, name: str) -> Who:
        """Who bears the name."""
        who = self.met.get((kind, name))
        if who is None:
            who = self.met[kind, name] = Who(*self.names[kind.value, name_key(name)], kind.value)
        self.made.named.setdefault(who.pk, Named())
        return who

    def add_mentions(self, article: Any, extraction: ExtractionRecord, found: dict[str, Who]) -> None:
        """Who is mentioned where, and by which other names."""
        text = article.current_text
        for one in (*extraction.people, *extraction.organisations):
            entity = found[one.key]
            self.made.named[entity.pk].mentions += len(one.mentions)
            self.made.aliases |= {(entity.pk, alias): one.type for alias in one.aliases if alias != one.name}
            for mention in one.mentions:
                self.make(
                    models.Mention,
                    public_id=derive(IdType.MENTION, article.public_id, 1, mention.start, mention.end),
                    text_id=text.pk,
                    start=mention.start,
                    end=mention.end,
                    words=text.body[mention.start : mention.end],
                    entity_id=entity.pk,
                    original_entity_id=entity.pk,
                    kind=mention.kind.value,
                    confidence=mention.confidence,
                )

    def add_affiliations(self, article: Any, extraction: ExtractionRecord, found: dict[str, Who]) -> None:
        """Who has which role where."""
        for one in extraction.affiliations:
            person, body = found[one.person], found[one.organisation]
            self.make(
                models.Affiliation,
                public_id=derive(IdType.AFFILIATION, article.public_id, person.public_id, normalise(one.title), 1),
                person_id=person.pk,
                original_person_id=person.pk,
                organisation_id=body.pk,
                original_organisation_id=body.pk,
                title=one.title,
                tense=one.tense.value,
                text_id=article.current_text.pk,
                start=one.start,
                end=one.end,
                stated_at=article.published_at,
            )

    def add_quotations(self, article: Any, extraction: ExtractionRecord, found: dict[str, Who]) -> None:
        """Who said what."""
        resolved: Any = {key: SimpleNamespace(original=one, current=one) for key, one in found.items()}
        body, rows, blanks = article.current_text.body, self.made.rows, self.blanks
        for one in extraction.quotations:
            fields = reading_fields(article, one, extraction.extractor, resolved)
            words = str(fields["words"])
            speaker = found[one.speaker.entity]
            self.made.named[speaker.pk].quotations += 1
            self.made.months[speaker.pk, article.published_at.date().replace(day=1)] += 1
            scores = sorted((candidate.score for candidate in one.candidates), reverse=True)[:2]
            utterance = self.make(
                models.Utterance,
                public_id=derive(IdType.UTTERANCE, speaker.public_id, fields["words_key"]),
                speaker_id=speaker.pk,
                key=fields["words_key"],
                text=words,
                printings=1,
                times_printed=1,
                outlet_count=1,
                variant_count=1,
                first_at=article.published_at,
                last_at=article.published_at,
            )
            start, end = one.spans[0]
            occurrence = body.count(body[start:end], 0, start)
            quotation = self.make(
                models.Quotation,
                public_id=derive(IdType.QUOTATION, article.public_id, normalise(words), occurrence),
                article_id=article.pk,
                utterance_id=utterance,
                review_priority=priority(one.confidence.overall, False, scores, 1),
                **fields,
            )
            self.texts[QUOTATIONS].append(Text(quotation, "", words, stemmed_as(article.language)))
            for role, runs in ((models.SpanRole.CONTENT, one.spans), (models.SpanRole.QUOTED, one.quoted)):
                for position, (start, end) in enumerate(runs):
                    self.make(
                        models.QuotationSpan,
                        quotation_id=quotation,
                        role=role.value,
                        position=position,
                        start=start,
                        end=end,
                    )
            for position, candidate in enumerate(one.candidates):
                entity = found[candidate.entity].pk
                self.make(
                    models.Candidate,
                    quotation_id=quotation,
                    position=position,
                    original_entity_id=entity,
                    entity_id=entity,
                    score=candidate.score,
                )
            keys = shingle_keys(words)
            rows[models.Shingle] += [
                blanks[models.Shingle].filled(key=key, quotation_id=quotation, total=len(keys)) for key in keys
            ]
