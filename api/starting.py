"""What is wrong with the settings or the database is told in one line: no traceback would say more."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from django.db import Error

from corpus.outages import is_outage


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Exit with status 1 and the reason where the settings do not hold, or the database is away, full or locked."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(f"On Record cannot start: {error}")
    except Error as error:
        if not is_outage(error):
            raise
        sys.exit(f"The database does not answer, or cannot be written to: {str(error).strip()}")
