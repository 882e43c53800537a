"""Logs are lines of JSON that name the request."""

from __future__ import annotations

import json
import logging

import pytest

from api.logs import JSONFormatter


@pytest.mark.django_db
def test_a_refused_request_is_logged_with_its_id(client, caplog):
    response = client.get("/api/v1/articles/?nonsense=1", headers={"X-Request-ID": "mine-1"})
    assert response["X-Request-ID"] == "mine-1"
    (record,) = [record for record in caplog.records if record.name == "django.request"]
    assert json.loads(JSONFormatter().format(record))["request_id"] == "mine-1"


def test_a_traceback_stays_on_its_line():
    try:
        raise ValueError("broken “mark”")
    except ValueError as error:
        info = (type(error), error, error.__traceback__)
    record = logging.LogRecord("corpus", logging.ERROR, __file__, 1, "it %s", ("failed",), info)
    line = JSONFormatter().format(record)
    entry = json.loads(line)
    assert "\n" not in line
    assert (entry["message"], entry["level"]) == ("it failed", "error")
    assert "broken “mark”" in entry["traceback"]
