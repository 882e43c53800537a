"""Rows that may be shown where the models' querysets do not say it by themselves."""

from __future__ import annotations

from corpus.models import Affiliation
from corpus.models.affiliation import AffiliationQuerySet


def affiliations() -> AffiliationQuerySet:
    """Affiliations of articles that are not taken down, and those that an editor added."""
    rows: AffiliationQuerySet = Affiliation.objects.readable()
    return rows
