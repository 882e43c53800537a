"""How long whatever failed is left alone."""

from __future__ import annotations

import random

FIRST_PAUSE, LONGEST_PAUSE = 60.0, 24 * 3600.0  # seconds
LONGEST_WISH = 7 * 24 * 3600.0  # that a server may ask for by Retry-After
SPREAD = 0.1  # so that what failed together does not come again together


def pause_after(failures: int, wish: float = 0.0) -> float:
    """Seconds after so many failures in a row: twice as many each time, up to a day, and no fewer than are wished."""
    pause = min(FIRST_PAUSE * 2.0 ** min(max(failures, 1) - 1, 20), LONGEST_PAUSE)
    return max(pause * random.uniform(1.0, 1.0 + SPREAD), min(wish, LONGEST_WISH))
