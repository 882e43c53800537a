"""Keep an uploaded table between its preview and its import, and take it out again, once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.utils import timezone

from corpus.models import UploadedTable
from corpus.services.decide import User
from corpus.services.errors import ServiceError
from corpus.services.writing import Lock, one_writer

KEPT = timedelta(hours=1)
MAX_FILE_NAME = 200


def keep_table(user: User, model: str, *, file_name: str, format_name: str, content: bytes) -> UploadedTable:
    """Keep the table for the account; those whose time is over go."""
    UploadedTable.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    row: UploadedTable = UploadedTable.objects.create(
        account=user,
        key=secrets.token_urlsafe(32),
        list=model,
        file_name=file_name[:MAX_FILE_NAME],
        format=format_name,
        content=content,
    )
    return row


@one_writer(Lock.REQUESTS)
def take_table(user: User, model: str, key: str) -> UploadedTable:
    """Take the table out: whoever comes second finds none. Raises ServiceError where the account has none so called."""
    mine = UploadedTable.objects.filter(account=user, list=model, key=key)
    row: UploadedTable | None = mine.filter(created_at__gte=timezone.now() - KEPT).first()
    if row is None:
        raise ServiceError(
            "The table is gone: it was imported already, or waited for more than an hour, or something was erased "
            "meanwhile. Look at the list, and upload it again if need be."
        )
    mine.delete()
    return row
