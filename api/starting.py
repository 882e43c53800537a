"""What is wrong with the settings is told in one line, without a traceback: whoever starts the server set them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured


@contextmanager
def told_in_a_line() -> Iterator[None]:
    """Exit with status 1 and the reason where the settings do not hold."""
    try:
        yield
    except ImproperlyConfigured as error:
        sys.exit(f"On Record cannot start: {error}")
