"""Views, with everything that is nested fetched beforehand."""

from __future__ import annotations

from django.db.models import Prefetch
from django_filters import rest_framework as filters
from rest_framework.pagination import CursorPagination
from rest_framework.viewsets import ReadOnlyModelViewSet

from corpus.models import Article, Candidate, Quotation
from corpus.models.choices import LIVE
from tests.bench.idiomatic.serializers import ArticleSerializer, QuotationSerializer

NESTED = (
    "span_rows",
    Prefetch("candidates", Candidate.objects.select_related("entity")),
)


class NewestFirst(CursorPagination):
    ordering = ("-published_at", "-id")
    page_size = 50
    page_size_query_param = "page_size"


class QuotationFilter(filters.FilterSet):
    speaker = filters.CharFilter(field_name="speaker__public_id")
    published_at__gte = filters.IsoDateTimeFilter(field_name="published_at", lookup_expr="gte")
    published_at__lt = filters.IsoDateTimeFilter(field_name="published_at", lookup_expr="lt")

    class Meta:
        model = Quotation
        fields = ["kind", "status"]


class ArticleViewSet(ReadOnlyModelViewSet):
    queryset = (
        Article.objects.filter(removed_at__isnull=True)
        .select_related("publisher", "current_text", "copy_of__publisher")
        .prefetch_related(
            "authors",
            Prefetch(
                "quotations",
                Quotation.objects.filter(status__in=LIVE)
                .select_related("speaker", "addressee", "utterance", "text")
                .defer("text__body")
                .prefetch_related(*NESTED)
                .order_by("start", "id"),
            ),
        )
    )
    serializer_class = ArticleSerializer
    pagination_class = NewestFirst
    lookup_field = "public_id"


class QuotationViewSet(ReadOnlyModelViewSet):
    queryset = (
        Quotation.objects.filter(status__in=LIVE, article__removed_at__isnull=True)
        .select_related("article__publisher", "speaker", "addressee", "utterance", "text")
        .defer("text__body")
        .prefetch_related(*NESTED)
    )
    serializer_class = QuotationSerializer
    pagination_class = NewestFirst
    filter_backends = [filters.DjangoFilterBackend]
    filterset_class = QuotationFilter
    lookup_field = "public_id"
