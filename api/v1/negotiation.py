"""Which renderer answers: the one that format= names, else what Accept likes best."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import DefaultContentNegotiation

from api.v1.parameters import unchecked
from api.v1.problems import Problem

MAX_HEADER = 8192


class PreferringNegotiation(DefaultContentNegotiation):
    """Minds the q values of Accept, which REST framework passes over."""

    def select_renderer(self, request: Any, renderers: Any, format_suffix: str | None = None) -> Any:
        """The renderer and its media type; 406 where Accept takes none of them."""
        chosen = format_suffix or unchecked(request, "format")
        header = request.META.get("HTTP_ACCEPT", "").strip()
        if chosen or not header:
            found = self.filter_renderers(renderers, chosen)[0] if chosen else renderers[0]
            return found, found.media_type
        if header in ("*/*", renderers[0].media_type):
            return renderers[0], renderers[0].media_type
        try:
            if len(header) <= MAX_HEADER:
                preferred = request._request.get_preferred_type([renderer.media_type for renderer in renderers])
                if preferred is not None:
                    return next(found for found in renderers if found.media_type == preferred), preferred
            return super().select_renderer(request, renderers, format_suffix)
        except (ValueError, TypeError, LookupError):  # the parser of mails, which reads it, trips over some
            raise Problem(400, "bad_request", "Accept cannot be read.") from None
