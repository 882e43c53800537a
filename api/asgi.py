"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application
from django.urls import get_resolver

from api.starting import told_in_a_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
with told_in_a_line():
    answering = get_asgi_application()
    get_resolver().url_patterns  # noqa: B018 - loaded now, since the first who asks is not to wait for it
    from api.charsets import AsyncInUTF8  # what it imports needs the application

    application = AsyncInUTF8(answering)
