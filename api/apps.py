"""The HTTP side as a Django application."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """REST API, health, documentation."""

    name = "api"
