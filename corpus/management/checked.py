"""What commands check of the settings before they begin: all that Django checks but addresses and the editors' pages.

To check those loads them, which takes longer than many commands run; the server loads them anyway, and ``manage.py
check`` and ``migrate`` check everything.
"""

from django.core.checks import Tags

CHECKED = (
    Tags.async_support,
    Tags.caches,
    Tags.commands,
    Tags.compatibility,
    Tags.files,
    Tags.models,
    Tags.security,
    Tags.signals,
    Tags.staticfiles,
    Tags.translation,
)
