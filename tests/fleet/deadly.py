"""A worker that a certain article kills, as a fault in a library would: ``python -m tests.fleet.deadly worker ...``."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from api.celery import app

DEADLY = "Day 5 in"


def main() -> None:
    """Run the worker."""
    app.loader.import_default_modules()
    from corpus.services import read

    extract = read.extract

    def killed(article: Any, config: Any) -> Any:
        if article.headline.startswith(DEADLY):
            os.kill(os.getpid(), signal.SIGKILL)
        return extract(article, config)

    read.extract = killed
    app.worker_main(sys.argv[1:])


if __name__ == "__main__":
    main()
