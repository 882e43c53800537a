"""What the settings say about asking other servers."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from corpus.fetching import FetchConfig, Hosts
from corpus.models import Source

PRODUCT = "On-Record"  # as robots.txt may call it


def fetch_config() -> FetchConfig:
    """What may be fetched, and who is said to ask; ImproperlyConfigured where the contact cannot be sent."""
    contact = settings.WATCH_CONTACT.strip()
    if not (contact.isascii() and contact.isprintable()) or {"(", ")", "\\"} & set(contact):
        raise ImproperlyConfigured("WATCH_CONTACT takes an address of the web or of mail, without brackets")
    if settings.WATCH_MAX_BYTES < 1 or settings.WATCH_MAX_SECONDS <= 0:
        raise ImproperlyConfigured("WATCH_MAX_BYTES and WATCH_MAX_SECONDS take numbers above 0")
    return FetchConfig(
        user_agent=f"{PRODUCT} (+{contact})" if contact else PRODUCT,
        allow_private=settings.WATCH_ALLOW_PRIVATE,
        max_bytes=settings.WATCH_MAX_BYTES,
        max_seconds=settings.WATCH_MAX_SECONDS,
    )


def watched_hosts() -> Hosts:
    """The hosts that may be asked."""
    named = settings.WATCH_ALLOWED_HOSTS
    return Hosts.of(named or Source.objects.values_list("host", flat=True).distinct())
