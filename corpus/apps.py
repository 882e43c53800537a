"""The corpus as a Django application."""

from django.apps import AppConfig


class CorpusConfig(AppConfig):
    """Articles, quotations, people and organisations."""

    name = "corpus"
    verbose_name = "On Record"
    default_auto_field = "django.db.models.BigAutoField"
