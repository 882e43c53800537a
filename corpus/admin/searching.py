"""How the admin's search boxes look things up."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from corpus.folding import name_key
from corpus.models import Alias, Entity, Identifier
from corpus.search import QueryError, matching

# A word that is still being typed finds longer ones from this many letters on.
SHORTEST_BEGINNING = 3


def is_autocomplete(request: HttpRequest) -> bool:
    """Whether the request is a drop-down's, which asks while the editor types."""
    return bool(request.resolver_match and request.resolver_match.url_name == "autocomplete")


def full_text(request: HttpRequest, queryset: QuerySet[Any], term: str) -> QuerySet[Any]:
    """Articles, quotations or utterances whose words match; a query that cannot be read finds nothing and says why."""
    if not term:
        return queryset
    if is_autocomplete(request) and len(term.split()[-1]) >= SHORTEST_BEGINNING and term[-1].isalnum():
        term += "*"
    try:
        return matching(queryset, term)
    except QueryError as error:
        if not is_autocomplete(request):
            messages.warning(request, f"{error.detail} (character {error.position + 1} of the query)")
        return queryset.none()


def entities_named(term: str) -> QuerySet[Entity]:
    """People and organisations by any part of a name or alias, or by "scheme:value" of another register."""
    key, (scheme, _, value) = name_key(term), term.partition(":")
    found = Q(pk=None)
    if key:
        found = Q(name_key__contains=key) | Q(pk__in=Alias.objects.filter(name_key__contains=key).values("entity"))
    if value:
        found |= Q(pk__in=Identifier.objects.filter(scheme=scheme.strip(), value=value.strip()).values("entity"))
    return Entity.objects.filter(found)
