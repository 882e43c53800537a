"""Who asks: programs, which are told of errors in problems, or people, for whom there are pages."""

from __future__ import annotations

from django.http import HttpRequest


def of_api(request: HttpRequest) -> bool:
    """Whether a client of the API asks."""
    return request.path_info.startswith("/api")
