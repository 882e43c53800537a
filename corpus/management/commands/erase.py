"""``manage.py erase``: erase a record on request, take an article down, or put it back."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from corpus.management.checked import CHECKED
from corpus.models import Article
from corpus.services.erase import erase
from corpus.services.errors import ServiceError
from corpus.services.take_down import reinstate, take_down


class Command(BaseCommand):
    """Prints what was cleared, a line a store."""

    help = "Erase an article, a person or an organisation for good; ids stay taken and answer 410."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("id", help="public id: art_…, per_… or org_…")
        parser.add_argument("--reason", required=True, help="on what basis; it is kept")
        parser.add_argument("--requested-by", default="", help="who asked: a name, or a reference to a file")
        parser.add_argument(
            "--with-quotations", action="store_true", help="of a person: the words that they said go too"
        )
        depth = parser.add_mutually_exclusive_group()
        depth.add_argument("--dry-run", action="store_true", help="say what would be cleared, and change nothing")
        depth.add_argument("--take-down", action="store_true", help="hide the article only; --put-back shows it again")
        depth.add_argument("--put-back", action="store_true", help="show a taken-down article again")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        asked: dict[str, Any] = {"user": None, "reason": options["reason"], "requested_by": options["requested_by"]}
        try:
            if options["take_down"] or options["put_back"]:
                article = Article.objects.filter(public_id=options["id"]).first()
                if article is None:
                    raise CommandError(f"there is no article {options['id']}")
                done = take_down(article, **asked) if options["take_down"] else reinstate(article, **asked)
            else:
                more = {"with_quotations": options["with_quotations"], "dry_run": options["dry_run"]}
                done = erase(options["id"], **asked, **more)
        except ServiceError as error:
            raise CommandError(error.detail) from None
        for name, number in done.cleared.items():
            self.stdout.write(f"{name}: {number}")
        self.stdout.write(f"{done}{' (dry run: nothing was changed)' if options['dry_run'] else ''}")
