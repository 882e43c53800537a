"""``manage.py evaluate``: precision, recall and F1 of the extraction on annotated articles."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.extraction import ExtractionConfig, ModelError, extract, extractor, model_folder
from corpus.extraction.evaluation import (
    ArticleReport,
    Comparison,
    EntityReport,
    GoldError,
    QuotationReport,
    evaluate_articles,
    evaluate_entities,
    evaluate_quotations,
)
from corpus.management.checked import CHECKED
from corpus.management.progress import progress_bar


class Command(BaseCommand):
    """Reads the annotated texts themselves, so no database is touched."""

    help = "Measure the extraction on annotated articles; two readers beside each other with --against."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        gold = parser.add_mutually_exclusive_group(required=True)
        gold.add_argument("--quotes", metavar="GOLD_DIR", help="folder with text/*.txt and brat attributions/*.ann")
        gold.add_argument("--entities", metavar="GOLD.jsonl", help="mentions with types and ids, an article a line")
        gold.add_argument(
            "--articles",
            metavar="GOLD_DIR",
            help="folder of whole articles with quotations, speakers, people and organisations, a .json each",
        )
        parser.add_argument(
            "--model",
            default="",
            metavar="FOLDER|rules",
            help="read with this trained reader or by the rules alone (default: the reader that comes along)",
        )
        parser.add_argument(
            "--against", metavar="FOLDER|rules", help="compare with what this one reads, on the same articles"
        )
        parser.add_argument(
            "--errors", type=_count, default=0, metavar="N", help="show up to N errors, and changes, of each kind"
        )
        parser.add_argument("--json", action="store_true", help="print the figures as one object and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        path = options["quotes"] or options["entities"] or options["articles"]
        if not options["quotes"]:
            no_errors = options["entities"] and options["errors"]
            wrong = "--against" if options["against"] is not None else "--errors" if no_errors else ""
            if wrong:
                raise CommandError(f"{wrong} goes with --quotes")
        if not Path(path).exists():
            raise CommandError(f"{path} is not there")
        config = _config(options["model"], "--model")
        reference = None if options["against"] is None else _config(options["against"], "--against")
        shown = not options["json"]
        if options["entities"]:
            entities = _evaluate_entities(path, config, shown)
            self.stdout.write(json.dumps(entities.as_dict(), indent=1) if options["json"] else entities.table())
            return
        if options["articles"]:
            articles = _evaluate_articles(path, config, shown)
            as_json = options["json"]
            self.stdout.write(
                json.dumps(articles.as_dict(), indent=1) if as_json else articles.table(options["errors"])
            )
            return
        report, examples = _evaluate(path, config, shown), options["errors"]
        compared = Comparison(report, _evaluate(path, reference, shown)) if reference else None
        if options["json"]:
            figures = report.as_dict(examples)
            if compared:
                figures |= {"against": compared.against.as_dict(examples), "comparison": compared.as_dict(examples)}
            self.stdout.write(json.dumps(figures, indent=1, ensure_ascii=False))
            return
        self.stdout.write(report.table(examples))
        if compared:
            self.stdout.write(compared.text(examples))


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise ArgumentTypeError(f"expected a number of errors, got {text[:40]!r}")
    return int(text[:9])


def _config(name: str, option: str) -> ExtractionConfig:
    """The reader that an option names, loaded, so that a wrong one is told before anything is read."""
    try:
        config = ExtractionConfig(model=model_folder(name, option))
        extractor(config)
    except (ValueError, ModelError) as error:
        raise CommandError(str(error)) from error
    return config


def _evaluate(path: str, config: ExtractionConfig, shown: bool) -> QuotationReport:
    with progress_bar("articles", shown=shown) as on_progress:
        try:
            return evaluate_quotations(path, partial(extract, config=config), on_progress)
        except (OSError, GoldError) as error:
            raise CommandError(f"{path} cannot be read as gold: {error}") from error


def _evaluate_entities(path: str, config: ExtractionConfig, shown: bool) -> EntityReport:
    with progress_bar("articles", shown=shown) as on_progress:
        try:
            return evaluate_entities(path, partial(extract, config=config), on_progress)
        except (OSError, GoldError) as error:
            raise CommandError(f"{path} cannot be read as gold: {error}") from error


def _evaluate_articles(path: str, config: ExtractionConfig, shown: bool) -> ArticleReport:
    with progress_bar("articles", shown=shown) as on_progress:
        try:
            return evaluate_articles(path, partial(extract, config=config), on_progress)
        except (OSError, GoldError) as error:
            raise CommandError(f"{path} cannot be read as gold: {error}") from error
