"""Check the promises of the design against the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import F, QuerySet

from corpus import search
from corpus.folding import count_words, words_key
from corpus.models import (
    Affiliation,
    Article,
    DuplicatePair,
    Entity,
    Mention,
    NamePart,
    Quotation,
    QuotationReading,
    RawContent,
    Shingle,
)
from corpus.models.change import missing_triggers, untold
from corpus.models.choices import LIVE, RawState
from corpus.models.raw import RawDocument
from corpus.search.shingles import shingles_of
from corpus.services.hide_names import untold_names
from corpus.services.merge import REFERENCES
from corpus.services.months import stale_months
from corpus.services.name_parts import other_names, wanted_parts
from corpus.services.recount import true_counts
from corpus.services.verify_copies import mislinked
from corpus.services.verify_decisions import decided
from corpus.services.verify_sayings import stray_sayings

CHUNK = 500


def verify() -> Iterator[str]:
    """One line for each broken promise; nothing where all hold."""
    yield from _quotations()
    yield from _readings()
    yield from _mentions()
    yield from _affiliations()
    yield from _articles()
    yield from _entities()
    yield from stale_months()
    yield from _references()
    yield from _told_apart()
    yield from decided()
    yield from _search()
    yield from _name_parts()
    yield from _shingles()
    yield from mislinked()
    yield from _changes()
    yield from stray_sayings()
    yield from untold_names()


def _quotations() -> Iterator[str]:
    rows = Quotation.objects.select_related("text", "article").prefetch_related("span_rows").order_by("pk")
    for row in rows.iterator(CHUNK):
        yield from _evidence(row.public_id, row.words, row.spans, row.quoted, row.text.body)
        if (row.start, row.end) != (row.spans[0][0], row.spans[-1][1]) if row.spans else True:
            yield f"{row.public_id}: start and end are not those of its spans"
        if row.words_key != words_key(row.words):
            yield f"{row.public_id}: the key of its words is stale"
        if row.word_count != count_words(row.words):
            yield f"{row.public_id}: the count of its words is stale"
        if row.text.article_id != row.article_id:
            yield f"{row.public_id}: points at another article's text"
        if row.published_at != row.article.published_at and row.status in LIVE:
            yield f"{row.public_id}: its date is not the article's"
        for name, start, end in (("speaker_text", "speaker_start", "speaker_end"), ("cue", "cue_start", "cue_end")):
            if getattr(row, start) is not None:
                printed = row.text.body[getattr(row, start) : getattr(row, end)]
                if not printed.startswith(getattr(row, name).removesuffix("…")):
                    yield f"{row.public_id}: {name} is not what stands in its span"


def _evidence(name: str, words: str, spans: list[list[int]], quoted: list[list[int]], body: str) -> Iterator[str]:
    if " ".join(body[start:end] for start, end in spans) != words:
        yield f"{name}: its words are not what stands in its spans"
    for kind, runs in (("spans", spans), ("quoted", quoted)):
        position = 0
        for start, end in runs:
            if not position <= start < end <= len(body):
                yield f"{name}: {kind} out of order or outside the text"
            position = end


def _readings() -> Iterator[str]:
    for row in QuotationReading.objects.select_related("text", "quotation").order_by("pk").iterator(CHUNK):
        yield from _evidence(
            f"{row.quotation.public_id} (revision {row.text.revision})",
            row.words,
            row.fields["spans"],
            row.fields["quoted"],
            row.text.body,
        )


def _mentions() -> Iterator[str]:
    for row in Mention.objects.select_related("text").order_by("pk").iterator(CHUNK):
        if not row.text.body[row.start : row.end].startswith(row.words.removesuffix("…")) or not row.words:
            yield f"{row.public_id}: its words are not what stands in its span"


def _affiliations() -> Iterator[str]:
    rows = Affiliation.objects.filter(text__isnull=False).select_related("text").order_by("pk")
    for row in rows.iterator(CHUNK):
        body = row.text.body if row.text else ""
        if not body[row.start : row.end].startswith(row.title.removesuffix("…")):
            yield f"{row.public_id}: its title is not what stands in its span"


def _articles() -> Iterator[str]:
    for row in Article.objects.select_related("current_text").order_by("pk").iterator(CHUNK):
        if row.current_text is None and row.removed_at is not None:
            if row.texts.exists() or row.quotations.exists() or row.headline:
                yield f"{row.public_id}: erased, and words of it are left"
        elif row.current_text is None or row.current_text.revision != row.revision:
            yield f"{row.public_id}: its newest revision is not {row.revision}"
        elif row.quotation_count != row.quotations.live().filter(text=row.current_text).count():
            yield f"{row.public_id}: its count of quotations is stale"
    left = RawContent.objects.filter(erased_at__isnull=False).exclude(content=b"")
    for sha256 in left.values_list("sha256", flat=True):
        yield f"raw content {sha256[:12]}: erased, and bytes of it are left"
    for raw in RawDocument.objects.filter(state=RawState.DONE, article__current_text__isnull=True):
        yield f"raw document {raw.pk}: done, and its article has no text"


def _entities() -> Iterator[str]:
    for row in Entity.objects.order_by("pk").iterator(CHUNK):
        if (row.quotation_count, row.mention_count) != true_counts(row.pk):
            yield f"{row.public_id}: its counts are stale"


def _references() -> Iterator[str]:
    standing: dict[int, int] = {}
    for row in Entity.objects.filter(merged_into__isnull=False):
        standing[row.pk] = row.survivor.pk
    for model, current, original in REFERENCES:
        rows = model._default_manager.exclude(**{f"{original}__isnull": True})
        moved = rows.filter(**{f"{original}__in": list(standing)}).values_list("pk", current, original)
        for pk, now, first in moved.iterator(CHUNK):
            if standing[first] != now:
                yield f"{model.__name__} {pk}: {current} is not who stands for {original}"
        kept = rows.exclude(**{f"{original}__in": list(standing)}).exclude(**{current: F(original)})
        for pk in kept.values_list("pk", flat=True):
            yield f"{model.__name__} {pk}: {current} is not {original}, and no merge says so"


def _told_apart() -> Iterator[str]:
    rows = DuplicatePair.objects.different().select_related("first", "second").order_by("pk")
    for row in rows.iterator(CHUNK):
        if row.first.survivor.pk == row.second.survivor.pk:
            yield f"{row.first.public_id} and {row.second.public_id}: said to be two, and one record stands for both"


def _search() -> Iterator[str]:
    for name, found in search.coverage().items():
        if found.missing or found.stray:
            yield f"search index of {name}: {found.missing} missing, {found.stray} stray"


def _name_parts() -> Iterator[str]:
    """Each standing record is found by its names, as its counters weigh it, and no other record is."""
    for some in _chunks(Entity.objects.standing()):
        wanted: dict[int, set[tuple[object, ...]]] = {entity.pk: set() for entity in some}
        for part in wanted_parts(some, other_names(wanted)):
            wanted[part.entity_id].add((part.place, part.text, part.weight, part.shown))
        held: dict[int, set[tuple[object, ...]]] = {pk: set() for pk in wanted}
        for pk, *told in NamePart.objects.filter(entity__in=wanted).values_list(*PART):
            held[pk].add(tuple(told))
        for entity in some:
            if wanted[entity.pk] != held[entity.pk]:
                yield f"{entity.public_id}: what finds its names is stale"
    fallen = Entity.objects.exclude(pk__in=Entity.objects.standing().values("pk"))
    for name in fallen.filter(name_parts__isnull=False).distinct().values_list("public_id", flat=True):
        yield f"{name}: its names are found, and it does not stand"


def _shingles() -> Iterator[str]:
    """Each quotation that may be read is found by its words."""
    for some in _chunks(Quotation.objects.readable().only("pk", "public_id", "words")):
        held: dict[int, set[int]] = {row.pk: set() for row in some}
        for pk, key in Shingle.objects.filter(quotation__in=held).values_list("quotation", "key"):
            held[pk].add(key)
        for row in some:
            if held[row.pk] != {shingle.key for shingle in shingles_of(row.pk, row.words)}:
                yield f"{row.public_id}: what finds its words is stale"


PART = ("entity", "place", "text", "weight", "shown")


def _chunks(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:CHUNK]):
        yield some
        last = some[-1].pk


def _changes() -> Iterator[str]:
    """The feed tells of every record, and goes on doing so."""
    for name in missing_triggers():
        yield f"{name}: the trigger that notes changes is not installed, or is one of before"
    for public_id in untold():
        yield f"{public_id}: the feed of changes does not tell of it"
