"""Carry out once a request that is sent twice: the client's key names it, and leads to the first answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from corpus.models import AnsweredRequest, ErasureDepth, ErasureRequest
from corpus.services.decide import User
from corpus.services.errors import Conflict, ServiceError
from corpus.services.writing import Lock, hold, one_writer

KEPT = timedelta(days=1)
LONGEST_ANSWER = timedelta(minutes=5)  # after it, whoever was to answer is dead


class KeyReused(ServiceError):
    """The key was given to another request before."""

    code = "key_reused"


@dataclass(frozen=True)
class Begun:
    """A request that is being answered, or was."""

    row: AnsweredRequest
    erasures: int  # the latest that was carried out before


@one_writer(Lock.REQUESTS)
def begin(key: str, fingerprint: str, *, user: User) -> Begun:
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
    return Begun(row, _newest_erasure())


def finish(begun: Begun, *, status: int, answer: str, location: str, etag: str) -> None:
    """Keep the answer; a request that was refused changed nothing, and its key is free again.

    So it is where something was taken down or erased meanwhile, which the answer may show.
    """
    with transaction.atomic():
        # Whoever forgets answers either finds this one, or is waited for.
        hold(Lock.ANSWERS, shared=True)
        if status < 400 and _newest_erasure() == begun.erasures:
            kept = {"status": status, "answer": answer, "location": location, "etag": etag}
            AnsweredRequest.objects.filter(pk=begun.row.pk).update(**kept)
        else:
            begun.row.delete()


def _newest_erasure() -> int:
    """Of what was taken down or erased."""
    return ErasureRequest.objects.exclude(depth=ErasureDepth.PUT_BACK).newest()
