"""What is asked: paths drawn from the corpus that was stored, the same for all contenders."""

from __future__ import annotations

import json
from itertools import islice
from pathlib import Path
from random import Random
from urllib.parse import urlencode

from corpus.models import Article, Entity, Quotation
from corpus.search.filtering import backend
from corpus.search.query import parse
from corpus.search.statement import ARTICLES, Place
from tests.bench import vocabulary
from tests.bench.client import Connection

SAMPLE = 40
RANGE = "published_at__gte=2020-01-01T00:00:00Z&published_at__lt=2023-01-01T00:00:00Z"
FREQUENT = ("harbour", "council", "budget", "report")
PAIRS = ("harbour council", "budget report")
RARE = 4
SPANS = {
    "a month": ("2021-03-01", "2021-04-01"),
    "a year": ("2021-01-01", "2022-01-01"),
    "all years": ("2019-01-01", "2026-01-01"),
}
EXPORT = "/api/v1/quotations/?format=ndjson&ordering=created_at"
# The columns that Datasette's export has; see tests/bench/table_server.py.
COLUMNS = (
    *("id", "text", "kind", "attitude", "prefix", "suffix", "speaker_text", "speaker_role", "cue", "channel"),
    *("confidence", "status", "speaker.id", "speaker.name"),
    *("article.id", "article.headline", "article.published_at", "article.publisher.name"),
)
EXPORT_OF_COLUMNS = f"{EXPORT}&fields={','.join(COLUMNS)}"
DEEPEST = 600  # pages of 200 that are walked to reach the last one


def articles(random: Random) -> list[str]:
    """Articles with their quotations."""
    ids = Article.objects.order_by("pk").values_list("public_id", flat=True)
    return [f"/api/v1/articles/{public_id}/" for public_id in random.sample(list(ids), min(SAMPLE, len(ids)))]


def speakers(random: Random) -> list[str]:
    """Quotations of a speaker in a range of dates; who is quoted often is asked for often."""
    keys = Quotation.objects.filter(speaker__isnull=False).order_by("pk").values_list("pk", flat=True)
    drawn = random.sample(list(keys), min(SAMPLE, len(keys)))
    ids = Quotation.objects.filter(pk__in=drawn).order_by("pk").values_list("speaker__public_id", flat=True)
    return [f"/api/v1/quotations/?speaker={public_id}&{RANGE}" for public_id in ids]


def counts(paths: list[str]) -> list[str]:
    """The same lists, each with its exact count and one row."""
    return [f"{path}&count=true&page_size=1" for path in paths]


def facets(span: str) -> list[str]:
    """Who is quoted most in a span of time."""
    start, end = SPANS[span]
    within = f"published_at__gte={start}T00:00:00Z&published_at__lt={end}T00:00:00Z"
    return [f"/api/v1/quotations/facets/?by=speaker&{within}"]


def beginnings(random: Random) -> list[str]:
    """What people have typed of a name."""
    names = list(Entity.objects.order_by("pk").values_list("name_key", flat=True)[:5000])
    return [name[: random.randint(2, 5)].strip() for name in random.sample(names, min(SAMPLE, len(names)))]


def suggestions(typed: list[str]) -> list[str]:
    """Names that may be meant."""
    return [f"/api/v1/autocomplete/?{urlencode({'q': text})}" for text in typed]


def rare_words(articles_stored: int) -> list[str]:
    """Words that a handful of articles hold: the rank at which a word is expected about four times."""
    rank = min(vocabulary.RARE_WORDS - RARE, articles_stored * 2 // 5)
    found = [vocabulary.rare(rank + i) for i in range(-RARE * 4, RARE * 4) if rank + i >= 0]
    # One after the other, no further than needed: to say that none holds a word all texts are read.
    held = (word for word in found if Article.objects.filter(current_text__body__contains=f" {word} ").exists())
    return list(islice(held, RARE))


def searches(words: list[str] | tuple[str, ...]) -> list[str]:
    """Articles that hold a word, the best first."""
    return [f"/api/v1/articles/?{urlencode({'q': word})}" for word in words]


def write_statements(words: list[str], path: Path) -> None:
    """The conditions that the product's search makes of the words, for E to put into its own SQL."""
    half = backend("default")
    statements = {
        word: {
            place.value: half.matches(ARTICLES.folded, parse(word), place)._asdict()
            for place in (Place.ANYWHERE, Place.HEADLINE)
        }
        for word in words
    }
    path.write_text(json.dumps(statements))


def pages_far_in(product: Connection) -> tuple[str, str]:
    """Addresses of pages of 50 quotations in the middle of the list and at its end, or 60,000 and 120,000 rows in."""
    steps = max(1, min(DEEPEST, Quotation.objects.count() // 200))
    path = middle = "/api/v1/quotations/?page_size=200"
    for step in range(steps):
        onward = json.loads(product.get(path))["next"]
        if onward is None:
            break
        path = onward.removeprefix(product.base)
        if step <= steps // 2:
            middle = path
    return middle.replace("page_size=200", "page_size=50"), path.replace("page_size=200", "page_size=50")


FIRST_PAGE = "/api/v1/quotations/?page_size=50"
