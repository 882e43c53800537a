"""Environment variables, read strictly: what is no number where one is needed is told in a line."""

from __future__ import annotations

from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

NUMBERS = {int: "a whole number", float: "a number"}


class Variables(environ.Env):
    """The variables; raises ImproperlyConfigured for a value that cannot be what it should."""

    def __init__(self) -> None:
        super().__init__()
        self.smart_cast = False  # a default says nothing of how the variable is written

    def get_value(
        self, var: str, cast: Any = None, default: Any = environ.Env.NOTSET, parse_default: bool = False
    ) -> Any:
        """The value of a variable, as its kind."""
        try:
            return super().get_value(var, cast=cast, default=default, parse_default=parse_default)
        except ValueError:
            if cast not in NUMBERS:
                raise
            raise ImproperlyConfigured(f"{var} takes {NUMBERS[cast]}, not {self.ENVIRON[var]!r}") from None

    def one_or_more(self, var: str, *, default: int) -> int:
        """A whole number of at least one."""
        number = int(self.int(var, default=default))
        if number < 1:
            raise ImproperlyConfigured(f"{var} takes a whole number from 1 on, not {number}")
        return number
