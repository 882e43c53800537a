"""Tables that an editor has looked at and not confirmed yet."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class UploadedTable(models.Model):
    """A table between its preview and its import: of one account, for an hour, taken once."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=43, unique=True, help_text="What the page of the preview calls it by.")
    list = models.CharField(max_length=50, help_text="Name of the model whose list it is for.")
    file_name = models.CharField(max_length=200)
    format = models.CharField(max_length=10)
    content = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(key=""), name="uploaded_has_key")]

    def __str__(self) -> str:
        return self.file_name
