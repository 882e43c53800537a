"""Keep the filters of a list under a name, and forget them. They are the account's own, and no decision."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

from corpus.models import SavedFilter
from corpus.services.decide import User
from corpus.services.errors import ServiceError

MOST = 50  # of one list
NOT_KEPT = ("p", "e", "_changelist_filters")  # the page, a notice of the admin, a way back


def keep_filter(user: User, model: str, name: str, query: str) -> SavedFilter:
    """Keep the query under the name; what had the name before goes. Raises ServiceError for none."""
    name = " ".join(name.split())
    kept = urlencode([(key, value) for key, value in parse_qsl(query.lstrip("?")) if key not in NOT_KEPT])
    if not name or len(name) > 100 or "\0" in name:
        raise ServiceError("name: between 1 and 100 characters", field="name")
    if not kept or len(kept) > 2000 or "%00" in kept:
        raise ServiceError("search or filter first: there is nothing to keep", field="query")
    mine = SavedFilter.objects.filter(user=user, list=model)
    if mine.count() >= MOST and not mine.filter(name=name).exists():
        raise ServiceError(f"at most {MOST} are kept of a list: forget one first", field="name")
    row, _ = SavedFilter.objects.update_or_create(user=user, list=model, name=name, defaults={"query": kept})
    return row


def forget_filter(user: User, model: str, name: str) -> None:
    """Forget it, where it is the account's."""
    SavedFilter.objects.filter(user=user, list=model, name=name).delete()
