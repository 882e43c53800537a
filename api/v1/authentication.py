"""Credentials: knox's tokens, whatever the header holds."""

from __future__ import annotations

from typing import Any

from knox.auth import TokenAuthentication
from rest_framework.authentication import get_authorization_header
from rest_framework.exceptions import AuthenticationFailed


class StrictTokenAuthentication(TokenAuthentication):
    """``Authorization: Token ...``; a header that no token can be in is a 401 like any wrong one."""

    def authenticate(self, request: Any) -> Any:
        """The account and its token; None where the header is absent or of another scheme."""
        header = get_authorization_header(request)
        if not header.isascii() or b"\0" in header:
            raise AuthenticationFailed("Invalid token.")
        return super().authenticate(request)
