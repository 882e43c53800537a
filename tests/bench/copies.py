"""``python -m tests.bench.copies``: how many planted copies are found, how many are none, and what looking costs.

The rows of articles are written straight into their tables, in a random order of arrival; each is then linked as a
service links it. ``--peer`` also asks MinHash with banding (datasketch, if it is installed) for the same copies.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.bench import databases
from tests.bench.planted import Planted, planted


def main(given: list[str]) -> int:
    """Run it and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.copies", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--originals", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--in-order", action="store_true", help="articles come as they were published")
    parser.add_argument("--peer", action="store_true")
    options = parser.parse_args(given)
    try:
        with databases.alone():
            os.environ.update(databases.fresh(options.database), DJANGO_SETTINGS_MODULE="tests.bench.settings")
            import django

            django.setup()
            from django.core.management import call_command

            call_command("migrate", verbosity=0)
            rows = planted(options.originals, seed=options.seed)
            if options.in_order:
                rows.sort(key=lambda row: row.published)
            for line in (*measured(rows), *(peer(rows) if options.peer else ())):
                print(line)  # noqa: T201
    except databases.NoDatabase as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    return 0


def measured(rows: list[Planted]) -> Iterable[str]:
    """Link all of them; the lines of the table."""
    from django.db import connection, transaction

    from corpus.folding import folded_words
    from corpus.models import Article, Fingerprint
    from corpus.search.fingerprints import fingerprints
    from corpus.services.copies import link_new

    keys = stored(rows)
    seconds: list[float] = []
    statements: list[int] = []

    def counted(execute: Any, *asked: Any) -> Any:
        statements[-1] += 1
        return execute(*asked)

    for key in keys:
        article = Article.objects.select_related("current_text").get(pk=key)
        statements.append(0)
        begun = time.process_time()
        with connection.execute_wrapper(counted), transaction.atomic():
            link_new(article)
        seconds.append(time.process_time() - begun)
    links = dict(Article.objects.filter(pk__in=keys).values_list("pk", "copy_of"))
    by_key = dict(zip(keys, rows, strict=True))
    pairs = [(by_key[pk], by_key[to]) for pk, to in links.items() if to is not None]
    yield from told(rows, pairs)
    part = max(1, len(seconds) // 5)
    begin, end = (sum(some) / len(some) for some in (statements[:part], statements[-part:]))
    yield f"{begin:.1f} statements each of the first fifth, {end:.1f} of the last; {max(statements)} at the most"
    yield f"the last fifth took {sum(seconds[-part:]) / sum(seconds[:part]):.2f} times the processor time of the first"
    yield f"{Fingerprint.objects.count() / len(rows):.1f} fingerprints an article"
    words = [folded_words(row.body) for row in rows[:1000]]
    begun = time.process_time()
    for some in words:
        fingerprints(some)
    making = (time.process_time() - begun) / len(words)
    yield f"making fingerprints takes {making * len(rows) / sum(seconds):.1%} of linking"


def told(rows: list[Planted], pairs: Iterable[tuple[Planted, Planted]]) -> Iterable[str]:
    """Recall by kind, and precision."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    for copy, original in pairs:
        if copy.kind and copy.number == original.number:
            right[copy.kind] += 1
        else:
            wrong[copy.kind or copy.headline if copy.number < 0 else copy.kind or "original"] += 1
    there = Counter(row.kind for row in rows if row.kind)
    for kind in sorted(there):
        yield f"{kind:24} {right[kind]:6} of {there[kind]:6}  {right[kind] / there[kind]:.1%}"
    found = right.total() + wrong.total()
    precision = right.total() / max(found, 1)
    yield f"recall {right.total() / there.total():.1%}, precision {precision:.1%}, of {len(rows)} articles"
    yield f"linked wrongly: {dict(wrong) or 'none'}"


def stored(rows: list[Planted]) -> list[int]:
    """Write the rows; gives their keys, in the order of arrival."""
    from corpus.folding import count_words
    from corpus.models import Article, ArticleText, RawDocument
    from corpus.models.ids import IdType, fresh
    from tests.bench.filling import store_all
    from tests.bench.generator import article

    store_all([article(0, seed=0)])
    raw = RawDocument.objects.order_by("pk").values_list("pk", flat=True)[0]
    made = Article.objects.bulk_create(
        (
            Article(
                public_id=fresh(IdType.ARTICLE),
                source_key=f"planted-{n}",
                content_key=str(n),
                headline=row.headline,
                published_at=row.published,
                published_precision="minute",
                revision=1,
                word_count=count_words(row.body),
            )
            for n, row in enumerate(rows)
        ),
        batch_size=500,
    )
    ArticleText.objects.bulk_create(
        (
            ArticleText(article=one, revision=1, headline=row.headline, body=row.body, raw_id=raw)
            for one, row in zip(made, rows, strict=True)
        ),
        batch_size=500,
    )
    keys = [one.pk for one in made]
    for pk, key in ArticleText.objects.filter(article__gte=keys[0]).values_list("pk", "article"):
        Article.objects.filter(pk=key).update(current_text=pk)
    return keys


def peer(rows: list[Planted]) -> Iterable[str]:
    """The same by MinHash over the same runs, banded for a containment of a half (datasketch's LSH Ensemble)."""
    try:
        from datasketch import MinHash, MinHashLSHEnsemble
    except ImportError:
        yield "datasketch is not installed"
        return
    from corpus.folding import folded_words
    from corpus.search.fingerprints import runs

    begun = time.perf_counter()
    sketches: list[tuple[int, Any, int]] = []
    for n, row in enumerate(rows):
        some = {" ".join(run).encode() for run in runs(folded_words(row.body))}
        sketch = MinHash(num_perm=128)
        sketch.update_batch(some)
        sketches.append((n, sketch, len(some)))
    index = MinHashLSHEnsemble(threshold=0.5, num_perm=128, num_part=16)
    index.index(sketches)
    pairs = []
    for n, sketch, size in sketches:
        found = [m for m in index.query(sketch, size) if rows[m].published < rows[n].published]
        if found:
            pairs.append((rows[n], rows[min(found, key=lambda m: rows[m].published)]))
    yield f"MinHash, 128 permutations: {len(rows) / (time.perf_counter() - begun):.0f} articles a second"
    yield from told(rows, pairs)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
