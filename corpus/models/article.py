"""Articles and the revisions of their words."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Collate

from corpus.models.choices import PRECISIONS, probability, within
from corpus.models.copy import CopyKind, linked
from corpus.models.ids import MAX_LENGTH
from corpus.models.sorting import CODE_POINTS, UNKNOWN_TIME, SortKeyField

# Entities mentioned or quoted so often that a page of the newest articles soon holds them.
OFTEN = 2000
# What an editor may set, with the columns that tell it; the words are evidence and change with the source alone.
EDITED_COLUMNS = {
    "publisher": ("publisher",),
    "published": ("published_at", "published_precision", "published_zone"),
    "section": ("section",),
    "language": ("language", "language_is_detected"),
    "licence": ("licence",),
    "authors": ("authors",),
}


def mentioning(entity_ids: list[int]) -> Q:
    """The newest revision mentions one of the entities."""
    from corpus.models.mention import Mention

    hits = Mention.objects.live().filter(entity__in=entity_ids)
    if _is_often("mention_count", entity_ids):
        return Q(models.Exists(hits.filter(text=models.OuterRef("current_text"))))
    return Q(current_text__in=hits.values("text"))


def quoting(entity_ids: list[int]) -> Q:
    """It prints words of one of the entities."""
    from corpus.models.quotation import Quotation

    hits = Quotation.objects.live().filter(speaker__in=entity_ids)
    if _is_often("quotation_count", entity_ids):
        return Q(models.Exists(hits.filter(article=models.OuterRef("pk"))))
    return Q(pk__in=hits.values("article"))


def _is_often(counter: str, entity_ids: list[int]) -> bool:
    """Whether articles are better asked one by one for the entities than the entities for their articles.

    The rare are found from their own side, where their few rows are; of the frequent that would be most of the table.
    """
    from corpus.models.entity import Entity

    return (Entity.objects.filter(pk__in=entity_ids).aggregate(total=models.Sum(counter))["total"] or 0) > OFTEN


class ArticleQuerySet(models.QuerySet["Article"]):
    """Reads of articles. The words stay in ArticleText until they are asked for."""

    def readable(self) -> ArticleQuerySet:
        """Articles that are not taken down."""
        return self.filter(removed_at__isnull=True)

    def by_source_key(self) -> ArticleQuerySet:
        """In the order in which runs store, which is that of code points on every database."""
        return self.order_by(Collate("source_key", CODE_POINTS))

    def originals(self) -> ArticleQuerySet:
        """Articles that are no copy of another."""
        return self.filter(copy_of__isnull=True)

    def about(self, entity_id: int) -> ArticleQuerySet:
        """Articles whose newest revision mentions the entity, and those that quote it: found from its side."""
        from corpus.models.mention import Mention
        from corpus.models.quotation import Quotation

        named = Mention.objects.live().filter(entity=entity_id).values("text")
        spoken = Quotation.objects.live().filter(speaker=entity_id).values("article")
        return self.filter(Q(current_text__in=named) | Q(pk__in=spoken))


class Article(models.Model):
    """One published piece. Its words live in ArticleText, one row a revision."""

    public_id = models.CharField(max_length=MAX_LENGTH, unique=True, editable=False)
    source_key = models.CharField(
        max_length=500, unique=True, help_text="The client's own key, else the canonical url, else publisher and hash."
    )
    headline = models.CharField(max_length=1000, blank=True, help_text="Headline of the newest revision.")
    headline_key = SortKeyField("headline")
    publisher = models.ForeignKey(
        "corpus.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="published_articles"
    )
    original_publisher = models.ForeignKey(
        "corpus.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    byline = models.CharField(max_length=500, blank=True, help_text="As printed: 'By Ana Kerr in Port Ellis'.")
    dateline = models.CharField(max_length=300, blank=True, help_text="As printed: 'PORT ELLIS, June 3'.")
    published_at = models.DateTimeField(
        default=UNKNOWN_TIME, help_text="In UTC; a date without a time is midnight UTC of that day."
    )
    published_precision = models.CharField(max_length=6, choices=PRECISIONS, blank=True)
    published_zone = models.CharField(max_length=10, blank=True, help_text="UTC offset as given: '+02:00'.")
    modified_at = models.DateTimeField(null=True, blank=True, help_text="When the publisher says it was changed.")
    language = models.CharField(
        max_length=35, blank=True, help_text="BCP 47 tag, as the source says, else what the words are in."
    )
    language_is_detected = models.BooleanField(
        default=False,
        db_default=False,
        editable=False,
        help_text="Whether the language is told by the words, as neither the source nor an editor says it.",
    )
    section = models.CharField(max_length=200, blank=True)
    licence = models.CharField(max_length=500, blank=True)
    source_url = models.URLField(max_length=2000, blank=True, help_text="Canonical address of the published page.")
    correction = models.TextField(blank=True, help_text="The publisher's correction note, as printed.")
    current_text = models.OneToOneField(
        "corpus.ArticleText", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    revision = models.PositiveIntegerField(default=0, help_text="Number of the newest revision, from 1.")
    word_count = models.PositiveIntegerField(default=0)
    quotation_count = models.PositiveIntegerField(default=0, help_text="Live quotations in the newest revision.")
    content_key = models.CharField(
        max_length=64, db_index=True, editable=False, help_text="Hash of publisher and words, to know duplicates by."
    )
    copy_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="copies",
        db_index=False,
        editable=False,
        help_text="The earliest article that holds most of its words; it is itself no copy.",
    )
    copy_share = models.FloatField(
        null=True, blank=True, editable=False, help_text="Share of its words that stand in the original, 0 to 1."
    )
    copy_kept = models.FloatField(
        null=True, blank=True, editable=False, help_text="Share of the original's words that stand in it, 0 to 1."
    )
    copy_kind = models.CharField(max_length=8, choices=CopyKind.choices, blank=True, editable=False)
    copy_retitled = models.BooleanField(default=False, editable=False, help_text="Whether the headline is another.")
    copies_count = models.PositiveIntegerField(default=0, editable=False, help_text="Articles that are copies of it.")
    extractor = models.CharField(max_length=50, blank=True, help_text="What read it last; empty: not read yet.")
    extracted_at = models.DateTimeField(null=True, blank=True)
    edited = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="What an editor set: names of fields that ingest leaves alone.",
    )
    version = models.PositiveIntegerField(default=1, help_text="Counts the changes of the record.")
    removed_at = models.DateTimeField(null=True, blank=True, help_text="Taken down; answers 410.")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects: ClassVar = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        indexes = [
            models.Index(F("published_at").desc(), F("id").desc(), name="art_newest"),
            models.Index("publisher", F("published_at").desc(), F("id").desc(), name="art_by_publisher"),
            models.Index(fields=["extractor", "id"], name="art_by_extractor"),
            models.Index(fields=["headline_key", "id"], name="art_by_headline"),
            models.Index(fields=["word_count", "id"], name="art_by_length"),
            models.Index(fields=["quotation_count", "id"], name="art_by_quotations"),
            models.Index(fields=["copies_count", "id"], name="art_by_copies"),
            models.Index(fields=["copy_of"], condition=Q(copy_of__isnull=False), name="art_by_original"),
            models.Index(fields=["created_at", "id"], name="art_by_creation"),
            models.Index(fields=["updated_at", "id"], name="art_by_update"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(public_id__startswith="art_"), name="art_public_id"),
            models.CheckConstraint(condition=~Q(source_key=""), name="art_source_key"),
            models.CheckConstraint(
                condition=within("published_precision", PRECISIONS, blank=True), name="art_precision_known"
            ),
            models.CheckConstraint(
                condition=Q(published_at=UNKNOWN_TIME, published_precision="")
                | (Q(published_at__gt=UNKNOWN_TIME) & ~Q(published_precision="")),
                name="art_date_has_precision",
            ),
            models.CheckConstraint(
                condition=Q(language_is_detected=False) | ~Q(language=""), name="art_detected_is_a_language"
            ),
            models.CheckConstraint(condition=linked(), name="art_copy_whole"),
            models.CheckConstraint(condition=probability("copy_share"), name="art_copy_share"),
            models.CheckConstraint(condition=probability("copy_kept"), name="art_copy_kept"),
            models.CheckConstraint(condition=~Q(copy_of=F("id")), name="art_copy_of_another"),
            # A copy points at an original that is itself no copy.
            models.CheckConstraint(condition=Q(copy_of__isnull=True) | Q(copies_count=0), name="art_copy_of_original"),
        ]

    def __str__(self) -> str:
        return self.headline or self.source_key


class Author(models.Model):
    """Somebody named in the byline."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="authors")
    position = models.PositiveSmallIntegerField(help_text="Order in the byline, from 0.")
    name = models.CharField(max_length=300)

    class Meta:
        ordering = ["article", "position"]
        indexes = [models.Index(fields=["name"], name="author_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["article", "position"], name="author_position_once"),
            models.CheckConstraint(condition=~Q(name=""), name="author_named"),
        ]

    def __str__(self) -> str:
        return self.name


class ArticleText(models.Model):
    """One revision of an article's clean words. Immutable: quotations and mentions point into it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="texts")
    revision = models.PositiveIntegerField(help_text="From 1.")
    headline = models.CharField(max_length=1000, blank=True)
    body = models.TextField(help_text="Clean text; paragraphs separated by one empty line. Offsets count in it.")
    word_count = models.PositiveIntegerField(default=0)
    raw = models.ForeignKey("corpus.RawDocument", on_delete=models.PROTECT, related_name="texts")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["article", "revision"], name="text_revision_once"),
            models.CheckConstraint(condition=Q(revision__gte=1), name="text_revision_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.headline or self.article} · revision {self.revision}"
