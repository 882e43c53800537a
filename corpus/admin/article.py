"""Articles, the revisions of their words and the people of the byline."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html

from corpus.admin.base import ReadOnlyAdmin
from corpus.admin.beside import WithRecordsBeside
from corpus.admin.copy import WithCopies
from corpus.admin.display import NOTHING, badge, day, link, list_link, moment
from corpus.admin.filters import PublishedFilter, WithAutocompleteFilters, autocomplete, filled
from corpus.admin.history import WithHistory
from corpus.admin.marking import visible
from corpus.admin.missed import WithMissed
from corpus.admin.reading import panel
from corpus.admin.review.verdict import VerdictForm
from corpus.admin.searching import full_text
from corpus.models import Article, ArticleText, Author


@admin.register(Article)
class ArticleAdmin(WithCopies, WithRecordsBeside, WithMissed, WithHistory, WithAutocompleteFilters, ReadOnlyAdmin):
    """Articles come by ingest. The page shows the words with all that was read from them."""

    change_form_template = "admin/corpus/article/change_form.html"

    list_display = [
        "title",
        "publisher_link",
        "day",
        "quotation_count",
        "word_count",
        "revision",
        "state",
    ]
    list_select_related = ["publisher"]
    list_filter = [
        autocomplete("publisher"),
        PublishedFilter,
        filled("extractor", "reading", "read", "not read yet"),
        filled("copy_of", "copy", "copy", "no copy"),
        autocomplete("copy_of"),
        filled("removed_at", "standing", "taken down", "stands"),
    ]
    search_fields = ["headline"]
    search_help_text = 'Words, "phrases", -exclusions of headline and body; or an article\'s id or source key.'
    sortable_by = ["day"]
    fieldsets = [
        (
            "As published",
            {
                "fields": [
                    "headline",
                    "publisher_link",
                    "byline",
                    "author_names",
                    "dateline",
                    "published",
                    "modified",
                    "language_told",
                    "section",
                    "licence",
                    "source_url",
                    "correction",
                    "copy_link",
                    "copies_list",
                ]
            },
        ),
        (
            "In the corpus",
            {
                "classes": ["collapse"],
                "fields": [
                    "public_id",
                    "source_key",
                    "revision",
                    "word_count",
                    "quotation_count",
                    "extractor",
                    "extracted_at",
                    "version",
                    "removed_at",
                    "created_at",
                    "updated_at",
                ],
            },
        ),
        ("Lists", {"fields": ["lists"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Articles with their publishers."""
        return super().get_queryset(request).select_related("publisher", "copy_of")

    def search(self, request: HttpRequest, queryset: QuerySet[Any], term: str) -> tuple[QuerySet[Any], bool]:
        """A source key finds its article; anything else is searched for in the words."""
        if ":" in term or "/" in term:
            by_key = queryset.filter(source_key=term)
            if by_key.exists():
                return by_key, False
        return full_text(request, queryset, term), False

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The page, with the words of the revision that ``?revision=`` names."""
        article = context["original"]
        if article is not None:
            shown = panel(article, request.GET.get("revision", ""), request.user)
            context |= {"panel": shown, "beside": self.opened(request, article)}
            if shown.get("is_newest") and article.removed_at is None:
                context["copy_form"] = self.copy_form(request, article)
                context["missed"] = missed = self.missed_form(request, article)
                context["media"] += missed.media if missed else VerdictForm(self.admin_site).media
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description="headline", ordering="headline")
    def title(self, article: Article) -> str:
        """Headline, else the source key."""
        return str(article)

    @admin.display(description="publisher")
    def publisher_link(self, article: Article) -> str:
        """The publisher, linked."""
        return link(article.publisher)

    @admin.display(description="published", ordering="published_at")
    def day(self, article: Article) -> str:
        """The day, without the time."""
        return day(article.published_at, article.published_precision)

    @admin.display(description="published")
    def published(self, article: Article) -> str:
        """The date as exactly as it is known."""
        zone = f" (given as {article.published_zone})" if article.published_zone else ""
        return moment(article.published_at, article.published_precision) + zone

    @admin.display(description="modified")
    def modified(self, article: Article) -> str:
        """When the publisher says it was changed."""
        return moment(article.modified_at, "minute") if article.modified_at else NOTHING

    @admin.display(description="state")
    def state(self, article: Article) -> str:
        """Whether it was read, or taken down."""
        if article.removed_at:
            return badge("rejected", "taken down")
        return badge("done", "read") if article.extractor else badge("pending", "not read yet")

    @admin.display(description="language")
    def language_told(self, article: Article) -> str:
        """The tag, and whether nothing but the words says so."""
        told = " (told by its words)" if article.language_is_detected else ""
        return f"{article.language}{told}" if article.language else NOTHING

    @admin.display(description="authors")
    def author_names(self, article: Article) -> str:
        """Everybody named in the byline."""
        return ", ".join(author.name for author in article.authors.all()) or NOTHING

    @admin.display(description="see also")
    def lists(self, article: Article) -> str:
        """Links to the lists of the article's records."""
        return list_link("quotation", "quotations", article=article.pk)


@admin.register(ArticleText)
class ArticleTextAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """Revisions: immutable, since evidence points into them."""

    list_display = ["__str__", "article_link", "revision", "word_count", "created_at"]
    list_select_related = ["article"]
    list_filter = [autocomplete("article")]
    search_fields = ["headline"]
    id_lookup = "article__public_id"
    ordering = ["-id"]
    sortable_by = ()
    fields = ["article_link", "revision", "headline", "words", "word_count", "raw_link", "created_at"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ArticleText]:
        """Revisions; lists do not load the words."""
        rows = super().get_queryset(request).select_related("article", "raw")
        match = request.resolver_match
        return rows if match and match.kwargs.get("object_id") else rows.defer("body")

    @admin.display(description="article")
    def article_link(self, text: ArticleText) -> str:
        """The article, linked."""
        return link(text.article)

    @admin.display(description="raw document")
    def raw_link(self, text: ArticleText) -> str:
        """The raw document it was read from."""
        return link(text.raw)

    @admin.display(description="body")
    def words(self, text: ArticleText) -> str:
        """The words as they stand; control characters are shown."""
        return format_html('<div class="or-text">{}</div>', visible(text.body))


@admin.register(Author)
class AuthorAdmin(WithAutocompleteFilters, ReadOnlyAdmin):
    """Names of bylines."""

    list_display = ["name", "article_link", "position"]
    list_select_related = ["article"]
    list_filter = [autocomplete("article")]
    search_fields = ["name"]
    id_lookup = "article__public_id"
    ordering = ["name", "id"]
    sortable_by = ()
    fields = ["name", "article_link", "position"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Model]:
        """Names with their articles."""
        return super().get_queryset(request).select_related("article")

    @admin.display(description="article")
    def article_link(self, author: Author) -> str:
        """The article, linked."""
        return link(author.article)
