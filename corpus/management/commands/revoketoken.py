"""``manage.py revoketoken NAME``: the tokens of an account, and the way to end them."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from knox.models import AuthToken

from corpus.management.checked import CHECKED


class Command(BaseCommand):
    """Revokes nothing unless told which: without an option it lists the tokens by their first characters."""

    help = "List the tokens of an account, or revoke one or all of them."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("name", metavar="NAME", help="name of the account")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--key", help="revoke the token with these first 15 characters")
        which.add_argument("--all", action="store_true", help="revoke all tokens of the account")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        user = get_user_model().objects.filter(username=options["name"]).first()
        if user is None:
            raise CommandError(f"no account {options['name']!r}")
        tokens = AuthToken.objects.filter(user=user).order_by("created")
        if options["key"] is not None:
            tokens = tokens.filter(token_key=options["key"])
            if not tokens:
                raise CommandError(f"{user.username} has no token that begins with {options['key']!r}")
        if options["key"] is None and not options["all"]:
            for token in tokens.select_related("use"):
                expiry = f"expires {token.expiry:%Y-%m-%d}" if token.expiry else "never expires"
                used = f"last used {token.use.used_at:%Y-%m-%d %H:%M} UTC" if hasattr(token, "use") else "never used"
                self.stdout.write(f"{token.token_key}  made {token.created:%Y-%m-%d}  {expiry}  {used}")
            return
        count, _ = tokens.delete()
        self.stdout.write(f"revoked {count} token{'' if count == 1 else 's'}")
