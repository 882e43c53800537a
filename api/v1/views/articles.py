"""Articles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import caching, editing, examples, facets, formats
from api.v1.bodies import check_article
from api.v1.iptc import MOST_WITH_WORDS
from api.v1.lines import line_fault
from api.v1.listing import Listing
from api.v1.listings import ARTICLE_QUOTATIONS, ARTICLES, COPIES, HISTORY, MENTIONS
from api.v1.named import as_called, check_revision, entities_named, entity_named, wrong
from api.v1.parameters import Catalogue, Parameter
from api.v1.parsers import LinesParser, LinkedDataParser, ORJSONParser, PlainLinesParser, RegisteredLinesParser
from api.v1.problems import Problem, bad_parameters, fault
from api.v1.revisions import turn_back
from api.v1.schema_formats import LINES, NEWS_ARTICLE
from api.v1.serializers.additions import MentionInputSerializer
from api.v1.serializers.articles import ArticleDetailSerializer
from api.v1.serializers.base import ShapedSerializer
from api.v1.serializers.edits import ArticlePatchSerializer, MentionPatchSerializer
from api.v1.serializers.entries import FullArticleEntrySerializer
from api.v1.serializers.fields import record_url
from api.v1.serializers.linked import LinkedArticleDetailSerializer
from api.v1.serializers.mentions import MentionSerializer
from api.v1.serializers.newsitems import QuotedNewsItemSerializer
from api.v1.serializers.writes import ArticleInputSerializer, IngestedArticleSerializer, JobSerializer
from api.v1.views.annotations import TAKES, AnnotationViewSet
from api.v1.views.copies import CopiedViewSet
from api.v1.views.facets import FacetedViewSet
from api.v1.views.history import RecordedViewSet
from api.v1.views.search import SearchedViewSet
from corpus.models import Article, Mention, Quotation
from corpus.models.choices import Status
from corpus.records import Outcome
from corpus.services import jobs
from corpus.services.add_mention import add_mention
from corpus.services.edit_article import edit_article
from corpus.services.errors import InvalidDocument
from corpus.services.ingest import ingest_fields
from corpus.services.review_mention import confirm_mention, reject_mention, repoint_mention
from corpus.services.rule_copy import rule_copy

REVISION = Parameter(
    "revision",
    "Number of the revision to read, from 1; the newest if it is not given. An older one has the words and the "
    "quotations of then.",
    {"type": "integer", "minimum": 1},
)

CONTENT = Parameter(
    "content",
    "Of a feed: `full` puts the words of each article into its entry, where they are open to who asks.",
    {"title": "FeedContent", "type": "string", "enum": ["full"]},
)
LISTED = Catalogue([*ARTICLES.parameters, CONTENT])


class ArticleViewSet(SearchedViewSet, FacetedViewSet, AnnotationViewSet, CopiedViewSet, RecordedViewSet):
    """Published pieces."""

    model = Article
    record_serializer = ArticleDetailSerializer
    state_columns = ("removed_at",)
    faceting = facets.ARTICLES
    listings = {
        "list": ARTICLES,
        "quotations": ARTICLE_QUOTATIONS,
        "mentions": MENTIONS,
        "copies": COPIES,
        "history": HISTORY,
    }
    renditions = {
        "jsonld": LinkedArticleDetailSerializer,
        "ninjs": QuotedNewsItemSerializer,
        "newsml": QuotedNewsItemSerializer,
        "nitf": QuotedNewsItemSerializer,
    }
    takes = {"retrieve": [REVISION], "annotations": TAKES}
    needs = {
        "create": "corpus.add_article",
        "bulk": "corpus.add_article",
        "partial_update": "corpus.change_article",
        "add_mention": "corpus.add_mention",
        "review_mention": "corpus.change_mention",
    }
    bodies = {
        "create": examples.ARTICLE,
        "search": examples.ARTICLES_SOUGHT,
        "partial_update": editing.ARTICLE,
        "add_mention": editing.MENTION,
        "review_mention": editing.MENTION_CORRECTION,
    }
    parser_classes = [ORJSONParser, LinkedDataParser]

    def parameters(self, action: str | None) -> list[Parameter]:
        """Those of the listing, and what feeds hold."""
        return LISTED if action == "list" else super().parameters(action)

    def collection(self) -> QuerySet[Any]:
        """The rows of the collection."""
        return Article.objects.readable()

    def list(self, request: Request) -> Response:
        """Articles, newest first. The words stand in the article itself."""
        check_content(self.given, request.accepted_renderer.format)
        return self.page(self.collection)

    def rendition(self, listing: Listing, chosen: str) -> type[ShapedSerializer] | None:
        """With `content=full` entries that hold the words."""
        if chosen == "atom" and "content" in self.given:
            return FullArticleEntrySerializer
        return super().rendition(listing, chosen)

    def retrieve(self, request: Request, id: str) -> Response:
        """An article with its words and its quotations."""
        if "revision" not in self.given:
            return super().retrieve(request, id)
        serializer = self.shaped()
        article = self.record = self.find(id, serializer)
        turn_to(article, self.given["revision"][0], serializer)
        if self.is_dated(serializer):
            self.changed_at = caching.last_change(article)
        return Response(serializer.to_representation(article))

    @extend_schema(
        request={"application/json": ArticleInputSerializer, "application/ld+json": NEWS_ARTICLE},
        responses={201: IngestedArticleSerializer, 200: IngestedArticleSerializer},
    )
    def create(self, request: Request) -> Response:
        """Store an article and read it: 201 with what was found.

        What would not be kept as it is given is refused: a field that is not known (except in a schema.org document,
        which may say more than is kept), a text longer than its field, a story in both `body` and `html`.
        The same again answers 200 and the same article; the same key with other words 200 and a new revision.
        """
        fields = request.data
        if not isinstance(fields, dict) or not fields:
            raise Problem(400, "invalid_body", "The body is a JSON object with the fields of one article.")
        check_article(fields)
        try:
            stored = ingest_fields(fields, source=f"api:{request.user.get_username()}")
        except InvalidDocument as error:
            # The reason begins with the name of the field that is wrong, as the client wrote it.
            name = error.detail.partition(": ")[0]
            error.field = error.field or (name if name in fields else "")
            raise
        status = 201 if stored.outcome == Outcome.CREATED else 200
        return self.written(stored.article, status, outcome=stored.outcome.value)

    @extend_schema(
        request={"application/x-ndjson": LINES},
        responses={202: JobSerializer},
    )
    @action(detail=False, methods=["post"], parser_classes=[LinesParser, PlainLinesParser, RegisteredLinesParser])
    def bulk(self, request: Request) -> Response:
        """Leave many articles to the worker, one JSON object a line: 202 and the job.

        A line that would be refused alone fails with the reason that it would be refused with; the others are stored.
        """
        # A request without a body never reaches the parser.
        content = request.data if isinstance(request.data, bytes) else b""
        job = jobs.submit_lines(content, user=request.user, check=line_fault)
        serializer = JobSerializer(context=self.context)
        address = record_url(self.context["root"], job.public_id)
        return Response(serializer.to_representation(with_progress(job)), status=202, headers={"Location": address})

    @action(detail=True)
    def quotations(self, request: Request, id: str) -> Response:
        """The quotations of an article's newest revision, in the order of its text; with status=, of all revisions.

        What an editor confirmed stays in its own revision where the newest drops the words: `/quotations/?article=` and
        status= give it, with the number of its revision.
        """
        article = self.find(id)
        if {"status", "status__not"} & set(self.given):
            return self.page(lambda article: Quotation.objects.filter(article=article), article.pk)
        return self.page(
            lambda article, text: Quotation.objects.filter(article=article, text=text),
            article.pk,
            article.current_text_id or 0,
        )

    @action(detail=True)
    def mentions(self, request: Request, id: str) -> Response:
        """Who is mentioned where in the newest revision of an article, in the order of its text."""
        return self.page(lambda text: Mention.objects.filter(text=text), self.find(id).current_text_id or 0)

    @extend_schema(
        request=MentionInputSerializer,
        responses={201: MentionSerializer},
    )
    @mentions.mapping.post
    def add_mention(self, request: Request, id: str) -> Response:
        """Add a mention that the machine overlooked: 201. The words in that place keep it in later revisions too."""
        article = self.find(id)
        body = MentionInputSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        check_revision(article, given)
        reason, span = given.pop("reason", None) or "", given.pop("span")
        given |= entities_named(given, "entity")
        return self.mention(add_mention(article, span, **given, user=request.user, reason=reason), 201)

    @extend_schema(
        request=MentionPatchSerializer,
        responses=MentionSerializer,
        parameters=[OpenApiParameter("mention", str, "path", required=True, description="Id of the mention.")],
    )
    @action(detail=True, methods=["patch"], url_path="mentions/<str:mention>")
    def review_mention(self, request: Request, id: str, mention: str) -> Response:
        """Say whom the words of a mention mean: confirm it, reject it, or point it at somebody else."""
        row = Mention.objects.filter(text=self.find(id).current_text_id, public_id=mention).first()
        if row is None:
            raise Problem(404, "not_found", f"There is no mention {mention[:60]!r} in the newest revision.")
        body = MentionPatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        given = dict(body.validated_data)
        decision: dict[str, Any] = {"user": request.user, "reason": given.pop("reason", None) or ""}
        if "entity" in given:
            return self.mention(repoint_mention(row, entity_named(given["entity"], "entity"), **decision))
        decide = confirm_mention if given["status"] == Status.CONFIRMED else reject_mention
        return self.mention(decide(row, **decision))

    def mention(self, made: Mention, status: int = 200) -> Response:
        """The mention as it reads after a write."""
        serializer = MentionSerializer(context=self.context)
        row = serializer.plan().apply(Mention.objects.filter(pk=made.pk)).get()
        return Response(serializer.to_representation(row), status=status)

    @extend_schema(
        request=ArticlePatchSerializer,
        responses=ArticleDetailSerializer,
    )
    def partial_update(self, request: Request, id: str) -> Response:
        """Set what is told of an article beside its words; headline and body change with the source alone.

        Later documents of the same source key leave it as it is set. `copy_of` says what it copies, or with null that
        it copies nothing, whatever is compared later. If-Match guards against overwriting another edit.
        """
        article = self.find(id)
        body = ArticlePatchSerializer(data=request.data)
        body.is_valid(raise_exception=True)
        changes = dict(body.validated_data)
        reason = changes.pop("reason", None) or ""
        expected = caching.expected_version(request, article.version)
        copied = copied_named(changes)
        changes |= entities_named(changes, "publisher")
        changes |= {name: changes[name] or "" for name in ("section", "language", "licence") if name in changes}
        changes = {name.removesuffix("_at"): value for name, value in changes.items()}
        how: dict[str, Any] = {"user": request.user, "reason": reason}
        with as_called(), transaction.atomic():
            for original in copied:
                article = rule_copy(article, original, expected_version=expected, **how)
                expected = article.version
            if changes:
                article = edit_article(article, changes, expected_version=expected, **how)
        return self.written(article)


def check_content(given: Mapping[str, list[str]], chosen: str) -> None:
    """Refuse `content` with another value than full, or where nothing but feeds could mind it."""
    text = given.get("content", ["full"])[0]
    if text != "full":
        raise bad_parameters([fault("content", "unknown_choice", f"{text[:60]!r} is not full.", "full")])
    errors = formats.too_many(given, MOST_WITH_WORDS) if "content" in given else []
    if errors:
        raise bad_parameters(errors)
    if "content" in given and chosen != "atom":
        raise bad_parameters([fault("content", "not_in_format", "has no meaning outside feeds: add format=atom.")])


def turn_to(article: Article, asked: str, serializer: Any) -> None:
    """Let the article read as in the revision asked for."""
    if not (asked.isascii() and asked.isdigit() and len(asked) < 10 and int(asked) > 0):
        detail = f"{asked[:40]!r} is no number from 1 to {article.revision}."
        raise bad_parameters([fault("revision", "malformed", detail)])
    newest = article.revision
    if int(asked) == newest:
        return
    texts = article.texts.filter(revision=int(asked))
    if "removed" in serializer.fields:
        related = serializer.related["removed"]
        texts = texts.select_related("raw").prefetch_related(related.prefetch("raw__removed", None))
    text = texts.first()
    if text is None:
        raise Problem(404, "not_found", f"The article has the revisions 1 to {newest}; there is no {asked}.")
    turn_back(article, text, serializer)


def copied_named(body: dict[str, Any]) -> list[Article | None]:
    """What the body says that the article copies, if it says so; a 400 problem where there is no such article."""
    if "copy_of" not in body:
        return []
    public_id = body.pop("copy_of")
    if public_id is None:
        return [None]
    original = Article.objects.readable().filter(public_id=public_id).first()
    if original is None:
        raise wrong("/copy_of", "unknown_id", f"There is no article {public_id[:60]!r}.")
    return [original]


def with_progress(job: Any) -> Any:
    """The job with its counts, as its serializer shows them."""
    for name, value in jobs.progress(job).items():
        setattr(job, name, value)
    return job
