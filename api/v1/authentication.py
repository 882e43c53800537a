"""Credentials: knox's tokens, whatever the header holds, and the session of the admin."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from knox.auth import TokenAuthentication
from rest_framework.authentication import SessionAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed

from corpus.services.note_use import note_use


class StrictTokenAuthentication(TokenAuthentication):
    """``Authorization: Token ...``; a header that no token can be in is a 401 like any wrong one."""

    def authenticate(self, request: Any) -> Any:
        """The account and its token; None where the header is absent or of another scheme."""
        if "HTTP_AUTHORIZATION" not in request.META:
            return None  # REST framework would have all headers put in order to look for this one
        header = get_authorization_header(request)
        if not header.isascii() or b"\0" in header:
            raise AuthenticationFailed("Invalid token.")
        found = super().authenticate(request)
        if found is not None:
            note_use(found[1].pk)
        return found


class CookieAuthentication(SessionAuthentication):
    """The session of an editor. Who brings no cookie has none, and the answer to them does not vary by cookies."""

    def authenticate(self, request: Any) -> Any:
        """The account; None where there is no cookie of a session."""
        return super().authenticate(request) if settings.SESSION_COOKIE_NAME in request.COOKIES else None
