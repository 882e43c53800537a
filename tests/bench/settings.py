"""The product's settings, with a second database that holds the same rows, written by ``bulk_create``."""

import os

from api.settings import *  # noqa: F403
from api.settings import DATABASES

DATABASES = {**DATABASES, "twin": {**DATABASES["default"], "NAME": os.environ["BENCH_TWIN"]}}
