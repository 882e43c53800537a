"""Invented news for a fleet to read, and what the corpus holds of it afterwards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from corpus.models import Affiliation, Article, Entity, Mention, Merge, Quotation, RawDocument

FIRST = ["Mara", "Tom", "Ana", "Iris", "Joel", "Nora", "Emil", "Ruth"]
LAST = ["Ellwin", "Arl", "Kerr", "Dovane", "Prill", "Sund", "Maddox"]
PLACES = ["Tolmouth", "Ellport", "Port Ellis", "Harnby"]


def lines(number: int) -> list[dict[str, str]]:
    """So many articles: people who come again, in full and by surname, new versions, and what cannot be read."""
    written = []
    for n in range(number):
        first, last, place = FIRST[n % 8], LAST[n * 3 % 7], PLACES[n % 4]
        body = (
            f"{first} {last}, the mayor of {place}, spoke on day {n}.\n\n"
            f"“We have waited {n} days for the harbour plan,” said {last}.\n\n"
            f"The {place} Harbour Board told her that it would vote in week {n}."
        )
        # Keys run against the order of arrival.
        written.append({"key": f"k{(n * 37) % 1000:04}", "headline": f"Day {n} in {place}", "body": body})
    written[3] = {**written[3], "body": ""}
    written[7] = {**written[2], "body": written[2]["body"] + "\n\nThe vote was put off."}
    written[9] = dict(written[8])
    return written


def write(path: Path, number: int) -> Path:
    """The articles as JSON lines."""
    path.write_text("\n".join(map(json.dumps, lines(number))))
    return path


def corpus() -> dict[str, list[Any]]:
    """All that is public of what stands in the database, in an order of its own."""
    return {
        "articles": sorted(Article.objects.values_list("public_id", "source_key", "headline", "revision", "version")),
        "entities": sorted(Entity.objects.values_list("public_id", "name", "mention_count", "quotation_count")),
        "quotations": sorted(
            Quotation.objects.values_list("public_id", "words", "speaker__public_id", "start", "status", "confidence")
        ),
        "mentions": sorted(Mention.objects.values_list("public_id", "words", "start", "entity__public_id")),
        "affiliations": sorted(Affiliation.objects.values_list("public_id", "title", "person__public_id")),
        "merges": sorted(Merge.objects.values_list("loser__public_id", "survivor__public_id")),
        "raw": sorted(
            RawDocument.objects.values_list("fingerprint", "source_key", "state", "outcome", "reason", "attempts")
        ),
    }
