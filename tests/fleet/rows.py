"""What stands in the database of DATABASE_URL, as JSON: ``python -m tests.fleet.rows``."""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> None:
    """Print it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
    django.setup()
    from tests.fleet.newsroom import corpus

    json.dump(corpus(), sys.stdout)


if __name__ == "__main__":
    main()
