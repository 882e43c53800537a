"""WSGI entry point."""

import os

from django.core.wsgi import get_wsgi_application

from api.starting import told_in_a_line

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "api.settings")
with told_in_a_line():
    application = get_wsgi_application()
