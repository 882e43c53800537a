"""The listings of the API: one a resource, used by its collection and wherever else its rows are listed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import OuterRef, Subquery

from api.v1.filters.affiliations import AffiliationFilterSet, MemberFilterSet
from api.v1.filters.articles import ArticleFilterSet
from api.v1.filters.curation import DecisionFilterSet, MergeFilterSet, PairFilterSet, ProposalFilterSet
from api.v1.filters.entities import OrganisationFilterSet, PersonFilterSet
from api.v1.filters.mentions import MentionFilterSet
from api.v1.filters.quotations import QuotationFilterSet
from api.v1.filters.sources import SourceEntryFilterSet, SourceFilterSet
from api.v1.filters.subscriptions import DeliveryFilterSet, SubscriptionFilterSet
from api.v1.filters.utterances import UtteranceFilterSet
from api.v1.listing import Listing
from api.v1.ordering import Column, time, time_or_null
from api.v1.serializers.affiliations import AffiliationSerializer, MemberSerializer
from api.v1.serializers.articles import ArticleSerializer
from api.v1.serializers.copies import CopySerializer
from api.v1.serializers.curation import DecisionSerializer, MergeSerializer, PairSerializer, ProposalSerializer
from api.v1.serializers.entities import OrganisationSerializer, PersonSerializer
from api.v1.serializers.entries import (
    AffiliationEntrySerializer,
    ArticleEntrySerializer,
    EntityEntrySerializer,
    QuotationEntrySerializer,
    UtteranceEntrySerializer,
)
from api.v1.serializers.linked import (
    LinkedArticleSerializer,
    LinkedOrganisationSerializer,
    LinkedPersonSerializer,
    LinkedQuotationSerializer,
    LinkedUtteranceSerializer,
)
from api.v1.serializers.mentions import MentionSerializer
from api.v1.serializers.newsitems import NewsItemSerializer
from api.v1.serializers.popolo import (
    PopoloMembershipSerializer,
    PopoloOrganisationSerializer,
    PopoloPersonSerializer,
)
from api.v1.serializers.quotations import QuotationSerializer
from api.v1.serializers.sources import SourceEntrySerializer, SourceSerializer
from api.v1.serializers.subscriptions import DeliverySerializer, SubscriptionSerializer
from api.v1.serializers.utterances import UtteranceSerializer
from corpus import search
from corpus.models import Article, Quotation, Utterance


def in_articles(rows: list[Any], q: search.Query) -> list[dict[str, str]]:
    """What q found in headline and body."""
    texts = Article.objects.filter(pk__in=[row.pk for row in rows])
    columns = ("headline", "current_text__body", "language")
    found = {pk: text for pk, *text in texts.values_list("pk", *columns)}
    return [
        {
            "headline": search.highlight(headline, q, language=language, width=None),
            "body": search.highlight(body or "", q, language=language),
        }
        for headline, body, language in (found[row.pk] for row in rows)
    ]


def in_quotations(rows: list[Any], q: search.Query) -> list[dict[str, str]]:
    """What q found in the words."""
    quotations = Quotation.objects.filter(pk__in=[row.pk for row in rows])
    told = quotations.values_list("pk", "words", "article__language")
    found = {pk: search.highlight(words, q, language=language, width=None) for pk, words, language in told}
    # Between the page and this one may have been erased.
    return [{"text": found.get(row.pk, "")} for row in rows]


def in_utterances(rows: list[Any], q: search.Query) -> list[dict[str, str]]:
    """What q found in the words of a quotation that prints each: of those that hold it the one stored first."""
    holding = Quotation.objects.live().filter(search.sought(Quotation.objects.all(), q).rows())
    first = holding.filter(utterance=OuterRef("pk")).order_by("pk").values("pk")[:1]
    utterances = Utterance.objects.filter(pk__in=[row.pk for row in rows]).annotate(first=Subquery(first))
    quotations = {pk: said for pk, said in utterances.values_list("pk", "first") if said is not None}
    told = Quotation.objects.filter(pk__in=quotations.values()).values_list("pk", "words", "article__language")
    found = {pk: search.highlight(words, q, language=language, width=None) for pk, words, language in told}
    # Between the page and this its quotations may have gone.
    return [{"text": found.get(quotations.get(row.pk, 0), "")} for row in rows]


DATES = {"created_at": Column("created_at"), "updated_at": Column("updated_at")}
COUNTS = {"quotation_count": Column("quotation_count"), "mention_count": Column("mention_count")}

ARTICLES = Listing(
    ArticleSerializer,
    ArticleFilterSet,
    {
        "published_at": time("published_at"),
        "headline": Column("headline_key", ""),
        "word_count": Column("word_count"),
        "quotation_count": Column("quotation_count"),
        "copies_count": Column("copies_count"),
        **DATES,
    },
    ("-published_at",),
    in_articles,
    "language",
    renditions={"jsonld": LinkedArticleSerializer, "atom": ArticleEntrySerializer, "newsml": NewsItemSerializer},
)
# The earliest first: how a story went on.
COPIES = replace(ARTICLES, serializer=CopySerializer, default=("published_at",), renditions={})
QUOTATIONS = Listing(
    QuotationSerializer,
    QuotationFilterSet,
    {
        "published_at": time("published_at"),
        "said_at": time_or_null("said_at"),
        "confidence": Column("confidence"),
        "word_count": Column("word_count"),
        "start": Column("start", needs="article"),
        **DATES,
    },
    ("-published_at",),
    in_quotations,
    "article__language",
    renditions={"jsonld": LinkedQuotationSerializer, "atom": QuotationEntrySerializer},
)
# An article's own quotations stand in the order of its text.
ARTICLE_QUOTATIONS = replace(QUOTATIONS, columns={**QUOTATIONS.columns, "start": Column("start")}, default=("start",))
PEOPLE = Listing(
    PersonSerializer,
    PersonFilterSet,
    {"name": Column("name_key"), **COUNTS, **DATES},
    ("name",),
    renditions={
        "jsonld": LinkedPersonSerializer,
        "atom": EntityEntrySerializer,
        "popolo": PopoloPersonSerializer,
    },
)
ORGANISATIONS = Listing(
    OrganisationSerializer,
    OrganisationFilterSet,
    {"name": Column("name_key"), **COUNTS, **DATES},
    ("name",),
    renditions={
        "jsonld": LinkedOrganisationSerializer,
        "atom": EntityEntrySerializer,
        "popolo": PopoloOrganisationSerializer,
    },
)
AFFILIATIONS = Listing(
    AffiliationSerializer,
    AffiliationFilterSet,
    {
        "stated_at": time("stated_at"),
        "began_at": time_or_null("began_at"),
        "ended_at": time_or_null("ended_at"),
        "title": Column("title_key"),
        "confidence": Column("confidence"),
    },
    ("-stated_at",),
    renditions={"atom": AffiliationEntrySerializer, "popolo": PopoloMembershipSerializer},
)
MEMBERS = Listing(
    MemberSerializer,
    MemberFilterSet,
    {"name": Column("person__name_key"), "count": Column("times_stated"), **AFFILIATIONS.columns},
    ("-stated_at",),
)
UTTERANCES = Listing(
    UtteranceSerializer,
    UtteranceFilterSet,
    {
        "last_at": time("last_at"),
        "first_at": time("first_at"),
        "times_printed": Column("times_printed"),
        "outlet_count": Column("outlet_count"),
        "variant_count": Column("variant_count"),
    },
    ("-last_at",),
    in_utterances,
    "quotation__article__language",
    renditions={"jsonld": LinkedUtteranceSerializer, "atom": UtteranceEntrySerializer},
)
MENTIONS = Listing(
    MentionSerializer, MentionFilterSet, {"start": Column("start"), "confidence": Column("confidence")}, ("start",)
)
MERGES = Listing(MergeSerializer, MergeFilterSet, {"merged_at": Column("merged_at")}, ("-merged_at",))
PROPOSALS = Listing(ProposalSerializer, ProposalFilterSet, {"proposed_at": Column("proposed_at")}, ("-proposed_at",))
PAIRS = Listing(PairSerializer, PairFilterSet, {"score": Column("score"), "found_at": Column("found_at")}, ("-score",))
HISTORY = Listing(DecisionSerializer, DecisionFilterSet, {"decided_at": Column("decided_at")}, ("-decided_at",))
SUBSCRIPTIONS = Listing(
    SubscriptionSerializer, SubscriptionFilterSet, {"created_at": Column("created_at")}, ("-created_at",)
)
SOURCES = Listing(
    SourceSerializer,
    SourceFilterSet,
    {
        "added_at": Column("added_at"),
        "polled_at": time_or_null("polled_at"),
        "changed_at": time_or_null("changed_at"),
        "failures": Column("failures"),
    },
    ("-added_at",),
)
SOURCE_ENTRIES = Listing(
    SourceEntrySerializer,
    SourceEntryFilterSet,
    {"first_seen_at": Column("first_seen_at"), "changed_at": Column("changed_at")},
    ("-first_seen_at",),
)
DELIVERIES = Listing(DeliverySerializer, DeliveryFilterSet, {"at": Column("at")}, ("-at",))
