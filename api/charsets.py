"""Requests name no charset to Django but UTF-8: it would read addresses, too, in whichever the client names.

Some that Python knows by name are no charsets of texts, and end the request before there is anybody to answer it. What
was named stays in the header, under a name that Django passes over, for those who refuse bodies in it.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.utils.http import parse_header_parameters

from api.audience import of_api

NAMED = "named-charset"
UTF8 = ("utf-8", "utf8")
MEDIA_TYPE = re.compile(r"[!#$%&'*+.^_`|~0-9a-z-]+/[!#$%&'*+.^_`|~0-9a-z-]+")
BOUNDARY = re.compile(r"[0-9A-Za-z'()+_,./:=? -]{1,70}")
QUOTING = re.compile(r'["\\]')
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]
AsyncApplication = Callable[[dict[str, Any], Any, Any], Awaitable[None]]


def in_utf8(content_type: str) -> str:
    """The value of Content-Type with a charset other than UTF-8 under another name; empty where it cannot be read.

    Of one that is changed the media type and the boundary are kept: nothing else of it is read by anybody.
    """
    if ";" not in content_type:
        return content_type
    try:
        media_type, parameters = parse_header_parameters(content_type)
    except (ValueError, TypeError, LookupError):  # the parser of mails, which reads it, trips over some that are none
        return ""
    charset, boundary = str(parameters.get("charset", "")), str(parameters.get("boundary", ""))
    if charset.lower() in ("", *UTF8):
        return content_type
    if not MEDIA_TYPE.fullmatch(media_type):
        return ""
    kept = [f'boundary="{boundary}"'] if BOUNDARY.fullmatch(boundary) else []
    return "; ".join([media_type, *kept, f'{NAMED}="{QUOTING.sub("", charset)}"'])


class InUTF8:
    """A WSGI application whose requests name no other charset."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """The answer of the application."""
        given = environ.get("CONTENT_TYPE")
        if given:
            environ["CONTENT_TYPE"] = in_utf8(given)
        return self.application(environ, start_response)


class AsyncInUTF8:
    """The same of an ASGI application."""

    def __init__(self, application: AsyncApplication) -> None:
        self.application = application

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """The answer of the application."""
        if scope["type"] == "http":
            given = b",".join(value for name, value in scope["headers"] if name == b"content-type").decode("latin-1")
            others = [(name, value) for name, value in scope["headers"] if name != b"content-type"]
            one = [(b"content-type", in_utf8(given).encode("latin-1", "replace"))] if given else []
            scope = {**scope, "headers": [*others, *one]}
        await self.application(scope, receive, send)


class FormsMiddleware:
    """400 for a form that cannot be read; bodies of the API are refused where they are read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and not of_api(request):
            check_form(request)
        return self.get_response(request)


def check_form(request: HttpRequest) -> None:
    """Raises BadRequest for a form in another charset than UTF-8, and for parts with headers that are none."""
    if NAMED in (request.content_params or {}):
        raise BadRequest("Forms are read in UTF-8.")
    try:
        request.POST  # noqa: B018 - it is read here, and kept for those who use it
    except UnreadablePostError:
        pass  # the client is gone
    except TypeError:  # the parser of mails again
        raise BadRequest("The header of a part of the form cannot be read.") from None
