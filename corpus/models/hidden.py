"""Whom articles name that were taken down: what was told of these by the machine is not shown meanwhile."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from django.db import models


class HiddenNameQuerySet(models.QuerySet["HiddenName"]):
    """Reads of hidden names."""

    def among(self, ids: Iterable[str]) -> set[str]:
        """Those of the public ids that an article names which was taken down."""
        rows = self.filter(entity__public_id__in=set(ids)).order_by()
        return set(rows.values_list("entity__public_id", flat=True))


class HiddenName(models.Model):
    """That an article which was taken down names a record, or one that was merged into it; goes when it is put back.

    The machine's reasons for merges and pairs quote names, roles and companions from all that names the two records.
    To look through their mentions at each reading would cost more the more these are.
    """

    # Unique with the entity, so that an index begins with it.
    article = models.ForeignKey("corpus.Article", on_delete=models.CASCADE, related_name="+", db_index=False)
    entity = models.ForeignKey("corpus.Entity", on_delete=models.CASCADE, related_name="+")

    objects: ClassVar = HiddenNameQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["article", "entity"], name="hidden_name_once")]

    def __str__(self) -> str:
        return f"{self.entity} in {self.article}"
