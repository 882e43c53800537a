"""WSGI entry point."""

import gc
import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from api.starting import told_in_a_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
with told_in_a_line():
    answering = get_wsgi_application()
    from api.bodies import BodiesFirst  # what it imports needs the application

    application = BodiesFirst(
        answering,
        readers=settings.WEB_BODIES,
        most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1,
    )

# What stands now stands for good: the collector need not look through it again for every few hundred new objects.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
