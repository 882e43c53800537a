"""The root of the API."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers


def address(help_text: str) -> serializers.URLField:
    """Absolute address of a part of the API."""
    return serializers.URLField(read_only=True, help_text=help_text)


class RootSerializer(serializers.Serializer[Any]):
    """Addresses of the parts of the API."""

    articles = address("Published pieces.")
    quotations = address("Who said what, where it is printed.")
    people = address("Human beings.")
    organisations = address("Bodies that act and speak.")
    affiliations = address("The roles of people.")
    utterances = address("The same words by the same speaker across articles.")
    merges = address("What editors merged.")
    proposals = address("Corrections that were proposed.")
    pairs = address("Records that may be one, for those who may see them.")
    subscriptions = address("Saved searches whose changes are sent to a receiver, for those who may have them.")
    sources = address("Feeds and sitemaps that are watched, for those who may see them.")
    changes = address("What was created, updated, merged or removed, as a feed to follow.")
    popolo = address("People, organisations and roles as one document in Popolo.")
    autocomplete = address("Suggestions while a name is being typed: needs q.")
    extract = address("Reads a text without storing it: POST.")
    reconcile = address("Matches the names of a table: a reconciliation service, for OpenRefine.")
    schema = address("This description: OpenAPI 3.")
    guide = address("A tour of the API, for people.")
    docs = address("Swagger UI.")
    redoc = address("Redoc.")
    errors = address("What the codes of problems mean, for people.")  # type: ignore[assignment]
