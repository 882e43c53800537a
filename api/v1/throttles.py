"""Limits by client and minute: counters of fixed windows in Django's cache, one increment a request."""

from __future__ import annotations

import logging
import time
from typing import Any

from django.conf import settings
from django.core.cache import cache
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from api.v1 import formats
from api.v1.declared import declared
from api.v1.parameters import unchecked

logger = logging.getLogger(__name__)

WINDOW = 60
ACCOUNT_FACTOR = 10  # accounts may ask ten times as often as strangers


class MinuteThrottle(BaseThrottle):
    """Requests a minute of one account, or of one address."""

    scope = "all"

    def limit(self) -> int:
        """Requests a minute of a stranger."""
        return int(settings.THROTTLE_ANONYMOUS)

    def concerns(self, request: Request, view: Any) -> bool:
        """Whether the request counts."""
        return True

    def allow_request(self, request: Request, view: Any) -> bool:
        """Count the request; false where its client has used up the minute."""
        if not settings.THROTTLE or not self.concerns(request, view):
            return True
        user = request.user
        account = user.pk if user and user.is_authenticated else None
        limit = self.limit() * (ACCOUNT_FACTOR if account else 1)
        who = f"u{account}" if account else f"a{self.address(request)}"
        now = int(time.time())
        self.reset = WINDOW - now % WINDOW
        used = self.count(f"throttle:{self.scope}:{who}:{now // WINDOW}")
        # The header tells of the tightest limit that the request met.
        told = getattr(request, "rate_limit", None)
        if told is None or limit - used < told[1]:
            setattr(request, "rate_limit", (limit, max(0, limit - used), self.reset))  # noqa: B010
        return used <= limit

    def address(self, request: Request) -> str | None:
        """Where the request comes from, believing as many proxies as a setting says."""
        if "HTTP_X_FORWARDED_FOR" not in request.META:
            return request.META.get("REMOTE_ADDR")  # without having all headers put in order
        return str(self.get_ident(request))

    def count(self, key: str) -> int:
        """Requests of the window, with this one. A cache that fails must not take the site down."""
        try:
            try:
                return cache.incr(key)
            except ValueError:
                # The first of the window, unless another one came in between.
                return 1 if cache.add(key, 1, WINDOW * 2) else cache.incr(key)
        except Exception:
            logger.warning("throttling is off: the cache does not answer", exc_info=True)
            return 0

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.reset


class ExpensiveThrottle(MinuteThrottle):
    """Requests that cost more: searches, extraction, and whole result sets."""

    scope = "expensive"

    def limit(self) -> int:
        """Expensive requests a minute of a stranger."""
        return int(settings.THROTTLE_EXPENSIVE)

    def concerns(self, request: Request, view: Any) -> bool:
        """Whether the view says so, or a search or all rows of a listing are asked for."""
        if getattr(view, "action", None) in declared(view, "expensive_actions"):
            return True
        if unchecked(request, "q") is not None and not getattr(view, "cheap_q", False):
            return True
        if not any(map(formats.streamed, view.get_renderers())):
            return False
        # The limits come before the check of what is asked for, so the format may be one that does not exist.
        renderer, _ = view.perform_content_negotiation(request, force=True)
        return formats.streamed(renderer)
