"""The query of a subscription, read and carried out by the list that it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from api.v1 import parameters
from api.v1.listing import Listing
from api.v1.problems import Problem
from api.v1.views.affiliations import AffiliationViewSet
from api.v1.views.articles import ArticleViewSet
from api.v1.views.base import ResourceViewSet
from api.v1.views.organisations import OrganisationViewSet
from api.v1.views.people import PersonViewSet
from api.v1.views.quotations import QuotationViewSet
from api.v1.views.utterances import UtteranceViewSet
from corpus import search

VIEWS: Mapping[str, type[ResourceViewSet]] = {
    "articles": ArticleViewSet,
    "quotations": QuotationViewSet,
    "people": PersonViewSet,
    "organisations": OrganisationViewSet,
    "affiliations": AffiliationViewSet,
    "utterances": UtteranceViewSet,
}


def check(collection: str, query: str) -> None:
    """Read the query as the list reads it, filters and q; what it would refuse is a 400 problem about the body."""
    listing = VIEWS[collection].listings["list"]
    try:
        given = parameters.read(query, listing.selection)
        listing.values(given)
        listing.sought(given)
    except Problem as problem:
        faults = [
            {
                "pointer": "/query",
                "code": one["code"],
                "detail": f"{one['parameter']}: {one['detail']}",
                "suggestion": one["suggestion"],
            }
            for one in problem.errors
            if "parameter" in one
        ]
        raise Problem(400, "invalid_body", f"/query: {problem.detail}", faults) from None


def matching(collection: str, query: str, ids: Iterable[str]) -> set[str]:
    """Those of the records that the list holds now. Raises the list's own problem where the query is none any more."""
    view = VIEWS[collection]
    listing: Listing = view.listings["list"]
    given = parameters.read(query, listing.selection)
    rows: QuerySet[Any] = view().collection().filter(public_id__in=list(ids))
    rows = listing.filterset.restrict(rows, listing.values(given))
    words = listing.sought(given)
    if words is not None:
        rows = search.matching(rows, words)
    return set(rows.order_by().values_list("public_id", flat=True))


def may_read(user: Any, collection: str) -> bool:
    """Whether the account may read the list."""
    if not user.is_active:
        return False
    meta = VIEWS[collection].model._meta
    return settings.PUBLIC_READ or user.has_perm(f"{meta.app_label}.view_{meta.model_name}")
