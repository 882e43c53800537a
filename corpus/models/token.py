"""When tokens were last used."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class TokenUse(models.Model):
    """The last use of a token, to within some minutes; a token without a row was never used."""

    # The database itself takes the row away with the token (`corpus.cascades`): deleting a token needs no right here,
    # counts no row of ours, and cannot fail because the token is used at that moment.
    token = models.OneToOneField("knox.AuthToken", on_delete=models.DO_NOTHING, related_name="use")
    used_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        verbose_name = "use of a token"
        verbose_name_plural = "uses of tokens"
        ordering = ["-used_at", "-id"]

    def __str__(self) -> str:
        return self.token.token_key
