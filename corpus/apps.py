"""The corpus as a Django application."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
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


class EditorsConfig(AdminConfig):
    """Django's admin with the corpus's own site."""

    default_site = "corpus.admin_site.CorpusSite"
