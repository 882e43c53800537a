"""What belongs to people who signed in, for requests that may come from one."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from rest_framework.throttling import BaseThrottle


def address(request: HttpRequest) -> str | None:
    """Where a sign-in comes from, believing as many proxies as the throttles do; None where it cannot be told."""
    for found in (BaseThrottle().get_ident(request), request.META.get("REMOTE_ADDR")):  # type: ignore[arg-type]
        try:
            return str(ip_address((found or "").strip()))
        except ValueError:
            continue
    return None


class PassedByPrograms:
    """Leaves out requests of the API without the cookie of a session: they have no messages and no editor."""

    def __call__(self, request: Any) -> Any:
        """The answer, with what the middleware adds to requests of people alone."""
        if request.path_info.startswith("/api/v1/") and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return self.get_response(request)  # type: ignore[attr-defined]
        return super().__call__(request)  # type: ignore[misc]


class EditorSessionMiddleware(PassedByPrograms, SessionMiddleware):
    """Sessions of those who signed in."""


class EditorAuthenticationMiddleware(PassedByPrograms, AuthenticationMiddleware):
    """The account of a session; tokens are read by the API itself."""


class EditorMessageMiddleware(PassedByPrograms, MessageMiddleware):
    """What the admin tells the editor on the next page."""
