"""Rows that may be shown where the models' querysets do not say it by themselves."""

from __future__ import annotations

from django.db.models import QuerySet

from corpus.models import Affiliation


def affiliations() -> QuerySet[Affiliation]:
    """Affiliations of articles that are not taken down, and those that an editor added."""
    return Affiliation.objects.readable()
