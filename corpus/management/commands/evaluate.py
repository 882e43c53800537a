"""``manage.py evaluate``: precision, recall and F1 of the extraction on annotated articles."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.extraction import ExtractionConfig, ModelError, extract
from corpus.extraction.evaluation import evaluate_entities, evaluate_quotations


class Command(BaseCommand):
    """Reads the annotated texts themselves, so no database is touched."""

    help = "Measure the extraction on annotated articles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        gold = parser.add_mutually_exclusive_group(required=True)
        gold.add_argument("--quotes", metavar="GOLD_DIR", help="folder with text/*.txt and brat attributions/*.ann")
        gold.add_argument("--entities", metavar="GOLD.jsonl", help="mentions with types and ids, an article a line")
        parser.add_argument("--model", metavar="FOLDER", help="read with this trained reader, not with the rules alone")
        parser.add_argument("--json", action="store_true", help="print the figures as one object")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        evaluate, path = (
            (evaluate_quotations, options["quotes"]) if options["quotes"] else (evaluate_entities, options["entities"])
        )
        if not Path(path).exists():
            raise CommandError(f"{path} is not there")
        config = ExtractionConfig(model=Path(options["model"]) if options["model"] else None)
        try:
            report = evaluate(Path(path), partial(extract, config=config))
        except ModelError as error:
            raise CommandError(str(error)) from error
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{path} cannot be read as gold: {error}") from error
        self.stdout.write(json.dumps(report.as_dict(), indent=1) if options["json"] else report.table())
