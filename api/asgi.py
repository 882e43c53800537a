"""ASGI entry point."""

import os

from django.core.asgi import get_asgi_application

from api.starting import told_in_a_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
with told_in_a_line():
    application = get_asgi_application()
