"""gzip for the API."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware

from api.audience import of_api
from api.v1 import caching

REFUSED = ("gzip;q=0", "gzip;q=0.0", "gzip;q=0.00", "gzip;q=0.000")


class APICompressionMiddleware(GZipMiddleware):
    """Compresses what the API answers to programs, streams too, and gives it a weak ETag.

    Pages for people are left as they are: they hold the token against forged requests, which must not be guessed from
    their size. What programs get holds nothing secret, and is padded at random all the same.
    """

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        """The answer, compressed where the client takes that and it becomes shorter."""
        if not of_api(request) or response.get("Content-Type", "").startswith("text/html"):
            return response
        # Also where it is too short to be worth it: a cache must not mix the two up.
        caching.vary(response, ("Accept-Encoding",))
        taken = request.META.get("HTTP_ACCEPT_ENCODING", "").replace(" ", "").lower().split(",")
        if response.status_code == 304 or taken == [""] or any(coding in REFUSED for coding in taken):
            return response
        return super().process_response(request, response)
