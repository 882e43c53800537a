"""Note when a token was last used, so that an owner sees which are used by nobody, or by somebody else."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.db import Error
from django.utils import timezone

from corpus.models import TokenUse, limits

logger = logging.getLogger(__name__)

EVERY = timedelta(minutes=5)  # a token is noted no more often, whatever the number of processes
AGAIN_SECONDS = 10.0  # when the database could not write, the next use is tried so much later
WAIT_MILLISECONDS = 100  # nobody waits longer for another writer
REMEMBERED = 100_000  # tokens of this process; beyond them it begins anew

# When each token is to be looked at again, by time.monotonic: until then its use costs no question.
_due: dict[str, float] = {}


def note_use(token: str) -> None:
    """Note that the token, by its digest, is used now. Fails for no reason of the database's."""
    now = time.monotonic()
    if _due.get(token, 0.0) > now:
        return
    if len(_due) >= REMEMBERED:
        _due.clear()
    # Others who use it meanwhile need not try too.
    _due[token] = now + AGAIN_SECONDS
    try:
        _due[token] = now + _noted(token)
    except Error as error:
        logger.warning("the use of a token is not noted: %s", error)


def _noted(token: str) -> float:
    """Write it, unless another process has just done so; gives the seconds for which that is enough."""
    now = timezone.now()
    uses = TokenUse.objects.filter(token=token)
    last = uses.values_list("used_at", flat=True).first()
    if last is not None and abs(now - last) < EVERY:
        return float((last + EVERY - now).total_seconds())
    with limits.impatient(WAIT_MILLISECONDS):
        if last is None:
            TokenUse.objects.bulk_create([TokenUse(token_id=token, used_at=now)], ignore_conflicts=True)
        else:
            uses.filter(used_at=last).update(used_at=now)
    return EVERY.total_seconds()
