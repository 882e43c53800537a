"""Fill the corpus at the speed of bulk writes. Imported once Django is set up.

Writes the rows that the services would write, without asking who is who: of the synthetic corpus every name is one
person's or one organisation's. So a corpus of a million articles takes an hour, not a day, and ``manage.py verify``
finds nothing in it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from itertools import count, islice
from typing import Any

from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max, Model
from django.utils import timezone

from corpus import models, search
from corpus.bulk import insert
from corpus.folding import count_words, folded_words, name_key, normalise, words_key
from corpus.models.ids import IdType, derive
from corpus.records import EntityType
from corpus.search.fingerprints import fingerprints
from corpus.services.candidates import alias_kind
from corpus.services.keep import fingerprint
from corpus.services.months import Months, move_months
from corpus.services.name_parts import wanted_parts
from corpus.services.naming import ID_TYPES, set_name
from corpus.services.priority import priority
from corpus.services.quotation_rows import span_rows
from corpus.services.resolve import Resolved
from corpus.services.store import content_key
from corpus.services.store_quotations import reading_fields
from tests.bench.generator import Synthetic

CHUNK = 500
# Each after those that it refers to; articles and texts refer to each other.
ORDER = (
    models.Entity,
    models.RawContent,
    models.Article,
    models.RawDocument,
    models.ArticleText,
    models.Alias,
    models.Author,
    models.Mention,
    models.Affiliation,
    models.Utterance,
    models.Quotation,
    models.QuotationSpan,
    models.Candidate,
)


class Loader:
    """Writes articles into a corpus that may hold some already."""

    def __init__(self) -> None:
        self.keys = {model: count((model._default_manager.aggregate(m=Max("pk"))["m"] or 0) + 1) for model in ORDER}
        self.entities = {(one.type, one.name_key): one for one in models.Entity.objects.iterator()}
        self.aliases = {(pk, name) for pk, name in models.Alias.objects.values_list("entity", "name")}
        self.standing = {one.pk for one in self.entities.values()}
        self.rows: dict[type[Model], list[Any]] = defaultdict(list)
        self.months: Months = Counter()

    def load(self, source: Iterable[Synthetic], advance: Callable[[int], object]) -> None:
        """Write all articles of a source, some at a time, then what depends on all of them."""
        items = iter(source)
        while chunk := list(islice(items, CHUNK)):
            for item in chunk:
                self.add(item)
            with transaction.atomic():
                for model in ORDER:
                    insert(self.rows[model])
                search.index_articles([row.pk for row in self.rows[models.Article]])
                insert(
                    models.Fingerprint(key=key, article_id=row.article_id, total=len(keys))
                    for row in self.rows[models.ArticleText]
                    for keys in [fingerprints(folded_words(row.body))]
                    for key in sorted(keys)
                )
                search.index_quotations([row.pk for row in self.rows[models.Quotation]])
            self.rows.clear()
            advance(len(chunk))
        self.finish()

    def make(self, model: type[Model], **fields: Any) -> Any:
        """A row, to be written with the others."""
        row = model(pk=next(self.keys[model]), **fields)
        self.rows[model].append(row)
        return row

    def add(self, item: Synthetic) -> None:
        """The rows of one article."""
        raw, record, extraction = item
        public_id, now = derive(IdType.ARTICLE, record.source_key), timezone.now()
        found = {
            one.key: self.entity(public_id, one.type, one.name)
            for one in (*extraction.people, *extraction.organisations)
        }
        publisher = self.entity(public_id, EntityType.ORGANISATION, record.publisher)
        publisher.is_publisher = True
        assert record.published is not None
        published = record.published
        article = self.make(
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
            revision=1,
            word_count=count_words(record.body),
            quotation_count=len(extraction.quotations),
            content_key=content_key(record),
            extractor=extraction.extractor,
            extracted_at=now,
        )
        sha256 = hashlib.sha256(raw.content).hexdigest()
        document = self.make(
            models.RawDocument,
            fingerprint=fingerprint(raw),
            content=self.make(models.RawContent, sha256=sha256, content=raw.content),
            source=raw.source,
            media_type=raw.media_type,
            size=len(raw.content),
            declared_key=raw.key,
            source_key=record.source_key,
            state="done",
            outcome="created",
            attempts=1,
            article=article,
            processed_at=now,
        )
        article.current_text = self.make(
            models.ArticleText,
            article=article,
            revision=1,
            headline=record.headline,
            body=record.body,
            word_count=article.word_count,
            raw=document,
        )
        for position, name in enumerate(record.authors):
            self.make(models.Author, article=article, position=position, name=name)
        self.add_mentions(article, extraction, found)
        self.add_affiliations(article, extraction, found)
        self.add_quotations(article, extraction, found)

    def entity(self, article: str, kind: EntityType, name: str) -> models.Entity:
        """The record that bears the name."""
        key = (kind.value, name_key(name))
        if key not in self.entities:
            public_id = derive(ID_TYPES[kind], article, key[1], 0)
            made = self.entities[key] = self.make(models.Entity, public_id=public_id, type=kind.value)
            set_name(made, name)
            made.to_compare = False
        return self.entities[key]

    def add_mentions(self, article: Any, extraction: Any, found: dict[str, models.Entity]) -> None:
        """Who is mentioned where, and by which other names."""
        text = article.current_text
        for one in (*extraction.people, *extraction.organisations):
            entity = found[one.key]
            entity.mention_count += len(one.mentions)
            for alias in one.aliases:
                if alias != entity.name and (entity.pk, alias) not in self.aliases:
                    self.aliases.add((entity.pk, alias))
                    kind = alias_kind(one.type, alias)
                    self.make(models.Alias, entity_id=entity.pk, name=alias, name_key=name_key(alias), kind=kind)
            for mention in one.mentions:
                self.make(
                    models.Mention,
                    public_id=derive(IdType.MENTION, article.public_id, 1, mention.start, mention.end),
                    text=text,
                    start=mention.start,
                    end=mention.end,
                    words=text.body[mention.start : mention.end],
                    entity_id=entity.pk,
                    original_entity_id=entity.pk,
                    kind=mention.kind.value,
                    confidence=mention.confidence,
                )

    def add_affiliations(self, article: Any, extraction: Any, found: dict[str, models.Entity]) -> None:
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
                text=article.current_text,
                start=one.start,
                end=one.end,
                stated_at=article.published_at,
            )

    def add_quotations(self, article: Any, extraction: Any, found: dict[str, models.Entity]) -> None:
        """Who said what."""
        resolved = {key: Resolved(original=one, current=one) for key, one in found.items()}
        body = article.current_text.body
        for one in extraction.quotations:
            fields = reading_fields(article, one, extraction.extractor, resolved)
            words = str(fields["words"])
            speaker = found[one.speaker.entity]
            speaker.quotation_count += 1
            self.months[speaker.pk, article.published_at.date().replace(day=1)] += 1
            scores = sorted((candidate.score for candidate in one.candidates), reverse=True)[:2]
            utterance = self.make(
                models.Utterance,
                public_id=derive(IdType.UTTERANCE, speaker.public_id, words_key(words)),
                speaker_id=speaker.pk,
                key=words_key(words),
                text=words,
                times_printed=1,
                first_at=article.published_at,
                last_at=article.published_at,
            )
            start, end = one.spans[0]
            occurrence = body.count(body[start:end], 0, start)
            quotation = self.make(
                models.Quotation,
                public_id=derive(IdType.QUOTATION, article.public_id, normalise(words), occurrence),
                article=article,
                utterance=utterance,
                review_priority=priority(one.confidence.overall, False, scores, 1),
                **fields,
            )
            for span in span_rows(quotation, one.spans, one.quoted):
                span.pk = next(self.keys[models.QuotationSpan])
                self.rows[models.QuotationSpan].append(span)
            for position, candidate in enumerate(one.candidates):
                entity = found[candidate.entity]
                self.make(
                    models.Candidate,
                    quotation=quotation,
                    position=position,
                    original_entity_id=entity.pk,
                    entity_id=entity.pk,
                    score=candidate.score,
                )

    def finish(self) -> None:
        """Write what all articles together say of people and organisations, and how these are found."""
        entities = list(self.entities.values())
        names: dict[int, list[str]] = defaultdict(list)
        for pk, key in models.Alias.objects.order_by("pk").values_list("entity", "name_key"):
            names[pk].append(key)
        with transaction.atomic(), connection.cursor() as cursor:
            table = models.Entity._meta.db_table
            cursor.executemany(
                f"UPDATE {table} SET quotation_count = %s, mention_count = %s, is_publisher = %s WHERE id = %s",  # noqa: S608
                [(one.quotation_count, one.mention_count, one.is_publisher, one.pk) for one in entities],
            )
            move_months(Counter(), self.months)
            models.NamePart.objects.all().delete()
            for at in range(0, len(entities), CHUNK):
                insert(wanted_parts(entities[at : at + CHUNK], names))
            for statement in connection.ops.sequence_reset_sql(no_style(), list(ORDER)):
                cursor.execute(statement)


def load(source: Iterable[Synthetic], advance: Callable[[int], object] = lambda done: None) -> None:
    """Write all articles of a source."""
    Loader().load(source, advance)
