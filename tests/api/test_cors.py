"""Programs in the pages of other sites: none unless their origins are named."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

ASK = """
import json, os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
import django
django.setup()
from django.test import Client
from django.test.utils import setup_test_environment
setup_test_environment()
client = Client()
asked = {"Origin": "https://reader.example"}
preflight = {**asked, "Access-Control-Request-Method": "PATCH"}
preflight["Access-Control-Request-Headers"] = "authorization,if-match"
answers = [
    client.get("/api/v1/errors/", headers=asked),
    client.get("/api/v1/nothing/", headers=asked),
    client.get("/api/v1/errors/", headers={"Origin": "https://evil.example"}),
    client.options("/api/v1/quotations/quo_aaaaaaaaaaaaa/", headers=preflight),
    client.get("/health/live", headers=asked),
]
print(json.dumps([[answer.status_code, {k.lower(): v for k, v in answer.items()}] for answer in answers]))
"""


def answers(tmp_path, origins: str):
    variables = {**os.environ, "DATABASE_URL": f"sqlite:///{tmp_path}/none.sqlite3", "THROTTLE": "off"}
    variables["CORS_ORIGINS"] = origins
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=variables, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("origins", "allowed"),
    [("", None), ("https://reader.example", "https://reader.example"), ("*", "*"), ("https://other.example", None)],
)
def test_origins(tmp_path, origins, allowed):
    read, missing, evil, preflight, outside = answers(tmp_path, origins)
    for status, headers in (read, missing):
        assert headers.get("access-control-allow-origin") == allowed
        assert status in (200, 404)
        assert "access-control-allow-credentials" not in headers
        assert ("origin" in headers.get("vary", "").lower()) is bool(origins)
    assert evil[1].get("access-control-allow-origin") == ("*" if allowed == "*" else None)
    assert "access-control-allow-origin" not in outside[1]
    assert "x-request-id" in preflight[1]
    if allowed is None:
        assert "access-control-allow-methods" not in preflight[1]
        return
    exposed = {name.strip() for name in read[1]["access-control-expose-headers"].lower().split(",")}
    assert {"etag", "link", "location", "retry-after", "x-request-id", "ratelimit-remaining"} <= exposed
    assert preflight[0] == 200
    allowed_methods = {name.strip() for name in preflight[1]["access-control-allow-methods"].split(",")}
    assert {"GET", "POST", "PATCH", "DELETE"} <= allowed_methods
    assert "if-match" in preflight[1]["access-control-allow-headers"]
    assert int(preflight[1]["access-control-max-age"]) > 0
