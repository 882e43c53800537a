"""ninjs of all generations."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus.ingest import IngestError, parse
from corpus.records import RawRecord

WORDS = "“We wait,” said Tove Marlin.\n\nThe wind has not dropped."
XHTML = "<p>“We wait,” said Tove Marlin.</p><p>The wind has not dropped.</p>"
FIRST = {
    "uri": "urn:tpa:1",
    "type": "text",
    "headline": "Ferry stays in port",
    "body_xhtml": XHTML,
    "byline": "By Idris Calder",
    "versioncreated": "2026-03-02T09:00:00Z",
    "language": "en",
    "copyrightholder": "Tarvelian Press Agency",
}
SECOND = {
    "uri": "urn:tpa:1",
    "standard": {"name": "ninjs", "version": "2.0"},
    "headlines": [{"role": "short", "value": "Ferry"}, {"role": "main", "value": "Ferry stays in port"}],
    "bodies": [{"role": "main", "contentType": "text/plain", "value": WORDS}],
    "by": "By Idris Calder",
    "versioncreated": "2026-03-02T09:00:00Z",
    "language": "en",
    "infosources": [{"name": "Tarvelian Press Agency"}],
}


@pytest.mark.parametrize("item", [FIRST, SECOND])
def test_an_item_is_an_article(item: dict[str, Any]) -> None:
    found = parse(RawRecord("a.json", json.dumps(item).encode(), "application/json"))
    assert (found.source_key, found.headline, found.body) == ("urn:tpa:1", "Ferry stays in port", WORDS)
    assert (found.authors, found.publisher, found.language) == (("Idris Calder",), "Tarvelian Press Agency", "en")
    assert found.published is not None


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\xa0head\x85line", "head line"),
        ("head\u2028\n line", "head line"),
        ("head" + "_" * 500 + "line", "head" + "_" * 76),
    ],
)
def test_a_reason_repeats_a_name_in_a_line(name: str, shown: str) -> None:
    item = {key: value for key, value in FIRST.items() if key != "headline"} | {name: 7}
    with pytest.raises(IngestError) as refused:
        parse(RawRecord("a.json", json.dumps(item).encode(), "application/json"))
    assert str(refused.value) == f"{shown}: expected text, got a number"
