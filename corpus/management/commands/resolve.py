"""``manage.py resolve``: compare the records of the corpus, merge what is one, propose what may be."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.management.checked import CHECKED
from corpus.management.progress import progress_bar
from corpus.models import Article, Entity
from corpus.services.compare import compare_all
from corpus.services.explain import explain


class Command(BaseCommand):
    """Incremental and resumable: what was compared is not compared again until it changes its name."""

    help = (
        "Tell people and organisations apart over the whole corpus: merge records that are one, propose doubtful ones."
    )
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument(
            "--all", action="store_true", help="compare all records again, not only the new and the newly named"
        )
        parser.add_argument(
            "--why",
            nargs=2,
            metavar=("ARTICLE", "ENTITY"),
            help="say why an article's words stand for a record (their ids), and change nothing",
        )
        parser.add_argument("--json", action="store_true", help="print one object with the counts and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        if options["why"]:
            self._explain(*options["why"])
            return
        with progress_bar("records", shown=not options["json"]) as on_progress:
            done = compare_all(everything=options["all"], on_progress=on_progress)
        if options["json"]:
            self.stdout.write(json.dumps({"compared": done.records, "merged": done.merged, "doubtful": done.doubtful}))
            return
        self.stdout.write(f"compared {done.records}, merged {done.merged}, doubtful {done.doubtful}")

    def _explain(self, article_id: str, entity_id: str) -> None:
        article = Article.objects.readable().filter(public_id=article_id).first()
        entity = Entity.objects.resolve(entity_id)
        if article is None or entity is None:
            raise CommandError(f"there is no {'article ' + article_id if article is None else 'record ' + entity_id}")
        reasons = explain(article, entity)
        self.stdout.write("\n".join(reasons) or f"{article_id} does not name {entity_id}")
