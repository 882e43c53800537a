"""The annotations of an article."""

from __future__ import annotations

from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value
from drf_spectacular.utils import extend_schema
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from api.v1 import pagination
from api.v1.annotated import CONTENT_TYPE, PROFILE, AnnotationRenderer, ProfiledAnnotationRenderer
from api.v1.annotations import Source, of_mention, of_quotation
from api.v1.ordering import Key
from api.v1.parameters import FORMAT, Parameter, nearest
from api.v1.problems import bad_parameters, fault
from api.v1.renderers import BrowsableRenderer, ORJSONRenderer
from api.v1.serializers.annotations import AnnotationPageSerializer
from api.v1.views.base import ResourceViewSet
from corpus.models import Article, Mention, Quotation

MENTIONS = "mentions"
INCLUDE = Parameter(
    "include",
    "`mentions`: who is mentioned where, too, and not only who said what.",
    {"title": "AnnotationInclude", "type": "string", "enum": [MENTIONS]},
)
CURSOR, PAGE_SIZE = pagination.PARAMETERS[:2]
TAKES = [
    INCLUDE,
    CURSOR,
    PAGE_SIZE,
    Parameter(
        FORMAT.name, FORMAT.description, {"title": "AnnotationFormat", "type": "string", "enum": ["jsonld", "json"]}
    ),
]
RENDERERS = [AnnotationRenderer, ProfiledAnnotationRenderer, ORJSONRenderer, BrowsableRenderer]
# In the order of the text; where a quotation and a mention begin at one place, the quotation comes first.
KEYS = [Key("begins", False), Key("rank", False), Key("pk", False)]


class AnnotationViewSet(ResourceViewSet):
    """Adds ``annotations/``."""

    @extend_schema(
        responses={
            (200, "application/ld+json"): AnnotationPageSerializer,
            (200, "application/json"): AnnotationPageSerializer,
        }
    )
    @action(detail=True, renderer_classes=RENDERERS)
    def annotations(self, request: Request, id: str) -> Response:
        """An article's quotations as W3C Web Annotations of its newest revision, in the order of its text.

        Each span is a target of its own, with a position in code points and with what is printed there; further
        targets are the printed speaker and the cue. `include=mentions` adds who is mentioned where.
        """
        size = pagination.page_size(self.given)
        included = self.given.get("include", [""])[0]
        if included not in ("", MENTIONS):
            detail = f"{included[:60]!r} is none of {MENTIONS}."
            raise bad_parameters([fault("include", "unknown_choice", detail, nearest(included, [MENTIONS]))])
        query = pagination.fingerprint(request.path, self.given)
        cursor = pagination.decode(self.given["cursor"][0], query) if "cursor" in self.given else None
        article = Article.objects.select_related("current_text").get(pk=self.find(id).pk)
        tables = self.tables(article, with_mentions=bool(included))
        page = page_of(tables, size, cursor)
        total = sum(rows.count() for rows in tables)
        body = self.page_body(article, page, query, size, total)
        answer = Response(body)
        if request.accepted_renderer.format == AnnotationRenderer.format:
            answer.content_type = CONTENT_TYPE
        links = [(name, body[name]) for name in ("next", "prev") if name in body]
        answer["Link"] = ", ".join(f'<{url}>; rel="{rel}"' for rel, url in [*links, ("first", body["partOf"]["first"])])
        return answer

    def tables(self, article: Article, *, with_mentions: bool) -> list[QuerySet[Any]]:
        """The rows that are annotations, each with the keys of their order."""
        said = Quotation.objects.live().filter(text=article.current_text_id).select_related("speaker")
        tables: list[Any] = [said.prefetch_related("span_rows")]
        if with_mentions:
            tables.append(Mention.objects.live().filter(text=article.current_text_id).select_related("entity"))
        return [rows.annotate(begins=F("start"), rank=Value(rank, IntegerField())) for rank, rows in enumerate(tables)]

    def page_body(self, article: Any, page: pagination.Page, query: str, size: int, total: int) -> dict[str, Any]:
        """The page as JSON-LD."""
        root = self.context["root"]
        text = article.current_text
        source = Source(root, article, text.body if text else "", article.revision)
        collection = f"{source.url}annotations/"
        given = {**self.given, "page_size": [str(size)]}

        def address(cursor: pagination.Cursor | None) -> str:
            path = collection.removeprefix(root)
            return pagination.link(root, path, given, pagination.encode(cursor, query) if cursor else None)

        here = self.given.get("cursor")
        found: dict[str, Any] = {
            "@context": PROFILE,
            "id": address(pagination.decode(here[0], query) if here else None),
            "type": "AnnotationPage",
            "partOf": {
                "id": f"{collection}?include={MENTIONS}" if "include" in self.given else collection,
                "type": "AnnotationCollection",
                "label": f"Who said what in “{article.headline or article.public_id}”",
                "total": total,
                "first": address(None),
            },
        }
        if page.next is not None:
            found["next"] = address(page.next)
        if page.previous is not None:
            found["prev"] = address(page.previous)
        found["items"] = [
            of_quotation(row, source) if isinstance(row, Quotation) else of_mention(row, source) for row in page.rows
        ]
        return found


def page_of(tables: list[QuerySet[Any]], size: int, cursor: pagination.Cursor | None) -> pagination.Page:
    """One page of the rows of several tables, in one order."""
    backwards = cursor is not None and cursor.backwards
    near: list[Any] = []
    for rows in tables:
        ordered = rows.order_by(*(f"-{key.name}" if backwards else key.name for key in KEYS))
        near += ordered.filter(pagination.beyond(KEYS, cursor))[: size + 1] if cursor else ordered[: size + 1]
    near.sort(key=lambda row: pagination.values(row, KEYS), reverse=backwards)
    return pagination.made(near, KEYS, size, cursor)
