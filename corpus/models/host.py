"""Hosts that watchers ask, each one at a time."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q


class AskedHost(models.Model):
    """A host that was asked a moment ago, or is asked now: whichever watcher is next waits until it is free."""

    host = models.CharField(max_length=255, unique=True)
    worker = models.CharField(
        max_length=200, blank=True, help_text="Whose request is under way; empty: none is, and the pause runs."
    )
    free_at = models.DateTimeField(
        help_text="When it may be asked again; while a request is under way, when that has ended at the latest."
    )

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["host"]
        constraints = [models.CheckConstraint(condition=~Q(host=""), name="asked_host_named")]

    def __str__(self) -> str:
        return self.host
