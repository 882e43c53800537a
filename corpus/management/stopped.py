"""What stops a command through no fault of its documents, told in a line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from corpus.processes import NoReader
from corpus.services.leases import LostLease


@contextmanager
def told_in_a_line(then: str = "") -> Iterator[None]:
    """CommandError where no process can read, or the run was given up; ``then``: what stands, and how to go on."""
    try:
        yield
    except (NoReader, LostLease) as error:
        raise CommandError("; ".join(filter(None, (str(error), then)))) from error
