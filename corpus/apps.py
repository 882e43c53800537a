"""The corpus as a Django application."""

from typing import Any

from django.apps import AppConfig
from django.contrib.admin import autodiscover
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.core import checks
from django.db.backends.signals import connection_created


class CorpusConfig(AppConfig):
    """Articles, quotations, people and organisations."""

    name = "corpus"
    verbose_name = "On Record"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give SQLite what the lookups need: Django has no other place for functions of a connection."""
        from corpus.models.caseless import register_functions

        connection_created.connect(register_functions)


class EditorsConfig(SimpleAdminConfig):
    """Django's admin with the corpus's own site.

    Its pages are loaded with the addresses (``api/urls.py``) and not at every start: most commands and all workers do
    without, and they take longer than all the rest.
    """

    default_site = "corpus.admin_site.CorpusSite"

    def ready(self) -> None:
        """Have the pages checked, all of them."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(check_pages, checks.Tags.admin)


def check_pages(**given: Any) -> list[checks.CheckMessage]:
    """What Django finds wrong with the editors' pages, which are loaded for it."""
    autodiscover()
    return list(check_admin_app(**given))
