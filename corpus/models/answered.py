"""Requests that carried a key of the client's, so that one sent twice is carried out once."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q


class AnsweredRequest(models.Model):
    """A request that wrote something, by the key that its client gave it, and what it was answered."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=200, help_text="The client's own: Idempotency-Key.")
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 over the address and the body.")
    status = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="Of the answer; empty: not answered yet."
    )
    location = models.CharField(max_length=500, blank=True)
    etag = models.CharField(
        max_length=100, blank=True, db_default="", help_text="Of the answer: what the next write to the record names."
    )
    answer = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="answered_once"),
            models.CheckConstraint(condition=~Q(key=""), name="answered_has_key"),
        ]

    def __str__(self) -> str:
        return self.key
