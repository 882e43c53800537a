"""A progress bar on a terminal, silence elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tqdm import tqdm


@contextmanager
def progress_bar(unit: str, *, shown: bool = True) -> Iterator[Callable[[int, int], None]]:
    """A function that takes (done, known) and moves the bar on standard error."""
    with tqdm(unit=f" {unit}", file=sys.stderr, disable=not shown or not sys.stderr.isatty(), leave=False) as bar:

        def move(done: int, known: int) -> None:
            bar.total = known
            bar.update(done - bar.n)

        yield move
