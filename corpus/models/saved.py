"""Filters that an editor keeps under a name."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class SavedFilter(models.Model):
    """The search and the filters of one list, of one account."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    list = models.CharField(max_length=50, help_text="Name of the model whose list it narrows.")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=2000, help_text="The list's address behind the question mark.")

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "list", "name"], name="saved_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="saved_given"),
        ]

    def __str__(self) -> str:
        return self.name
