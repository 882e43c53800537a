"""What can go wrong in a service, in words for the one who asked."""

from __future__ import annotations


class ServiceError(Exception):
    """A request that cannot be carried out; nothing was changed."""

    code = "refused"

    def __init__(self, detail: str, *, field: str = "") -> None:
        super().__init__(detail)
        self.detail = detail
        self.field = field


class InvalidDocument(ServiceError):
    """A document that cannot be read."""

    code = "invalid_document"


class Conflict(ServiceError):
    """The record's state does not allow it."""

    code = "conflict"


class StaleVersion(ServiceError):
    """The record was changed since the client read it."""

    code = "stale"
