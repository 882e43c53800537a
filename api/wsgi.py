"""WSGI entry point."""

import gc
import os
import sys

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from api.starting import told_in_a_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
with told_in_a_line():
    answering = get_wsgi_application()
    get_resolver().url_patterns  # noqa: B018 - loaded now, since the first who asks is not to wait for it
    from api.bodies import BodiesFirst  # what these import needs the application
    from api.charsets import InUTF8
    from api.places import Placing

    application = Placing(
        BodiesFirst(InUTF8(answering), most=settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1),
        reading=settings.WEB_THREADS,
        sending=settings.WEB_BODIES,
    )

# A thread that has little to do is not to wait 5 ms for each that has much.
sys.setswitchinterval(0.001)

# What stands now stands for good: the collector need not look through it again for every few hundred new objects.
gc.collect()
gc.freeze()
gc.set_threshold(10_000, 20, 50)
