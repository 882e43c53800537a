"""Carry out once a request that is sent twice: the client's key names it, and leads to the first answer."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from corpus.models import AnsweredRequest
from corpus.services.decide import User
from corpus.services.errors import Conflict, ServiceError
from corpus.services.writing import Lock, one_writer

KEPT = timedelta(days=1)
LONGEST_ANSWER = timedelta(minutes=5)  # after it, whoever was to answer is dead


class KeyReused(ServiceError):
    """The key was given to another request before."""

    code = "key_reused"


@one_writer(Lock.REQUESTS)
def begin(key: str, fingerprint: str, *, user: User) -> AnsweredRequest:
    """Note the request, or give the one that was answered under the key: its status is set.

    Raises KeyReused where that was another one, Conflict while it is being answered.
    """
    now = timezone.now()
    AnsweredRequest.objects.filter(created_at__lt=now - KEPT).delete()
    AnsweredRequest.objects.filter(status__isnull=True, created_at__lt=now - LONGEST_ANSWER).delete()
    row, fresh = AnsweredRequest.objects.get_or_create(account=user, key=key, defaults={"fingerprint": fingerprint})
    if row.fingerprint != fingerprint:
        raise KeyReused("the Idempotency-Key was given to another request; a new request takes a new key")
    if not fresh and row.status is None:
        raise Conflict("a request with this Idempotency-Key is being answered")
    return row


def finish(row: AnsweredRequest, *, status: int, answer: str, location: str, etag: str) -> None:
    """Keep the answer; a request that was refused changed nothing, and its key is free again."""
    with transaction.atomic():
        if status < 400:
            AnsweredRequest.objects.filter(pk=row.pk).update(status=status, answer=answer, location=location, etag=etag)
        else:
            row.delete()
