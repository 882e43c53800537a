"""The HTTP side as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST API, health, documentation."""

    name = "api"

    def ready(self) -> None:
        """Let tasks that are sent from any process go to the broker of the settings."""
        from api.celery import app

        app.set_default()
