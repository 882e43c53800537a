"""``manage.py createtoken NAME``: a token for a program."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from knox.models import AuthToken

from corpus.management.checked import CHECKED

LONGEST = 36_500  # days: a hundred years, which every database can add to today


class Command(BaseCommand):
    """Makes the account where there is none. The token is printed once, alone on the last line."""

    help = "Create a token for the API."
    requires_system_checks = CHECKED

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command's own options."""
        parser.add_argument("name", metavar="NAME", help="name of the account")
        parser.add_argument("--groups", default="", help="groups to join, separated by commas: curators,ingestors")
        parser.add_argument("--expires", type=int, metavar="DAYS", help="days until the token expires (default: never)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run it."""
        names = [name.strip() for name in options["groups"].split(",") if name.strip()]
        groups = list(Group.objects.filter(name__in=names))
        if missing := sorted(set(names) - {group.name for group in groups}):
            known = ", ".join(Group.objects.order_by("name").values_list("name", flat=True))
            raise CommandError(f"no group {', '.join(missing)}; there are {known}")
        expiry = lifetime(options["expires"])
        user_model = get_user_model()
        try:
            with transaction.atomic():
                user = user_model.objects.filter(username=options["name"]).first()
                made = user is None
                if user is None:
                    user = user_model(username=options["name"])
                    user.set_unusable_password()
                    user.full_clean(exclude=["password"])
                    user.save()
                user.groups.add(*groups)
                _, token = AuthToken.objects.create(user, expiry=expiry)
        except ValidationError as error:
            raise CommandError(f"{options['name']!r} is no name for an account: {' '.join(error.messages)}") from error
        if made:
            self.stderr.write(f"made the account {user.username}")
        self.stdout.write(token)


def lifetime(days: int | None) -> timedelta | None:
    """How long the token lives; None: for ever."""
    if days is not None and not 1 <= days <= LONGEST:
        raise CommandError(f"--expires takes a number of days from 1 to {LONGEST:,}")
    return timedelta(days=days) if days else None
