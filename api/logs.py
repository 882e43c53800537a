"""Structured logs: one JSON object a line."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

import orjson

from api.middleware import request_id


class JSONFormatter(logging.Formatter):
    """Time, level, logger, message, request id, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line of JSON."""
        entry = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        # Django logs refused requests when the answer has left the middleware.
        known = request_id.get() or getattr(getattr(record, "request", None), "request_id", "")
        if known:
            entry["request_id"] = known
        if record.exc_info:
            entry["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(entry).decode()
