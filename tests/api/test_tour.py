"""The commands of docs/api.md and README.md that read do what the page says, on the demo corpus."""

from __future__ import annotations

import json
import re
from urllib.parse import quote, urlsplit

import pytest
from django.test import Client

from corpus.management.demo import load_demo
from tests.conftest import ROOT

READS = re.compile(r"^\s+curl '(http[^']+)'$", re.MULTILINE)
POSTS = re.compile(r"curl '?(http[^\s']+)'? -H 'Content-Type: application/json' \\\n\s+-d '(.+)'")


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["docs/api.md", "README.md"])
def test_every_command_answers_as_the_page_says(page: str, client: Client) -> None:
    load_demo(ROOT / "fixtures")
    text = (ROOT / page).read_text(encoding="utf-8")
    reads = READS.findall(text)
    assert len(reads) >= 3
    for address in reads:
        parts = urlsplit(address)
        answer = client.get(f"{parts.path}?{quote(parts.query, safe='=&')}", headers={"accept": "application/json"})
        if "speeker" in address:
            assert answer.status_code == 400
            assert answer.json()["errors"][0]["suggestion"] == "speaker"
        else:
            assert answer.status_code == 200, (address, answer.content)
            assert answer.json()["results"], f"nothing found by {address}"
    for address, body in POSTS.findall(text):
        answer = client.post(urlsplit(address).path, body, content_type="application/json")
        assert answer.status_code == 200
        assert json.loads(answer.content)["quotations"][0]["speaker"]["name"] == "Mara Ellwin"
