"""Signatures of what is sent, after Standard Webhooks 1.0 (https://www.standardwebhooks.com)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

from corpus.models.subscription import PREFIX

BYTES = 32  # the specification asks for 24 to 64


def fresh_secret() -> str:
    """A new secret: the prefix, and random bytes in base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def signed(event: str, timestamp: int, body: bytes, keys: Iterable[str]) -> dict[str, str]:
    """The three headers of the specification: id, seconds since 1970, and a signature by each secret."""
    content = b"%s.%d.%s" % (event.encode(), timestamp, body)
    signatures = []
    for key in keys:
        mac = hmac.new(base64.b64decode(key.removeprefix(PREFIX)), content, hashlib.sha256)
        signatures.append("v1," + base64.b64encode(mac.digest()).decode())
    return {"webhook-id": event, "webhook-timestamp": str(timestamp), "webhook-signature": " ".join(signatures)}
