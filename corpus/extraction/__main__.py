"""``python -m corpus.extraction < in.jsonl > out.jsonl``: extraction without a database."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from typing import BinaryIO, TextIO

from corpus.processes import Died, NoReader
from corpus.records import ArticleRecord

from .batch import extract_each
from .config import ExtractionConfig, ModelError
from .pipeline import reader
from .wire import article_from_line, as_json, is_unicode


class Stream:
    """Reads articles from lines and remembers, in order, which lines were bad."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self.lines = lines
        self.entries: deque[tuple[int, ArticleRecord | None, str | int | None, str]] = deque()

    def articles(self) -> Iterator[ArticleRecord]:
        """The good lines' articles; every line that is not empty leaves an entry."""
        for number, line in enumerate(self.lines, 1):
            if not line.strip():
                continue
            try:
                article = article_from_line(line.decode("utf-8-sig" if number == 1 else "utf-8"))
            except ValueError as error:
                self.entries.append((number, None, _id_of(line), str(error)))
                continue
            self.entries.append((number, article, _id_of(line), ""))
            yield article


def _id_of(line: bytes) -> str | int | None:
    """The id of a line as it is given: a string, a number or none. One that cannot be written is none."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    key = data.get("id") if isinstance(data, dict) else None
    if isinstance(key, str):
        return key if is_unicode(key) else None
    return key if isinstance(key, int) else None


def run(source: BinaryIO, target: TextIO, errors: TextIO, config: ExtractionConfig, workers: int) -> int:
    """Extract every line of ``source``; 1 where a line was bad, else 0."""
    stream = Stream(source)
    failed = 0

    def write(data: object) -> None:
        target.write(json.dumps(data, ensure_ascii=False) + "\n")

    def refuse(number: int, key: str | int | None, reason: str) -> None:
        errors.write(f"line {number}: {reason}\n")
        write({"id": key, "error": reason})

    def bad_lines() -> int:
        count = 0
        while stream.entries and stream.entries[0][1] is None:
            number, _, key, reason = stream.entries.popleft()
            refuse(number, key, reason)
            count += 1
        return count

    for record in extract_each(stream.articles(), config, workers):
        failed += bad_lines()
        number, article, key, _ = stream.entries.popleft()
        if isinstance(record, Died):
            refuse(number, key, record.reason)
            failed += 1
        elif article is not None:
            write(as_json(record, article) | {"id": key})
            target.flush()
    failed += bad_lines()
    return 1 if failed else 0


def main() -> int:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(
        prog="python -m corpus.extraction", description="Articles in, structure out: one JSON object a line."
    )
    parser.add_argument("--workers", type=int, default=1, help="processes (default 1)")
    arguments = parser.parse_args()
    if arguments.workers < 1:
        parser.error("--workers must be at least 1")
    try:
        config = ExtractionConfig.from_environment(os.environ)
        reader(config)  # a folder that is no model is said once, before anything is read
    except (ValueError, ModelError) as error:
        parser.error(str(error))
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    try:
        return run(sys.stdin.buffer, sys.stdout, sys.stderr, config, arguments.workers)
    except NoReader as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(main())
