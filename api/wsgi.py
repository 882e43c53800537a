"""WSGI entry point."""

import gc
import os

from django.core.wsgi import get_wsgi_application

from api.starting import told_in_a_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
with told_in_a_line():
    application = get_wsgi_application()

# What stands now stands for good: the collector need not look through it again for every few hundred new objects.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
