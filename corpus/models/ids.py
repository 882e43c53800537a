"""Public ids: a type, an underscore, 13 characters of lower-case base 32 (65 bits)."""

from __future__ import annotations

import base64
import hashlib
import secrets
from enum import StrEnum

LENGTH = 13
ENCODED = 10  # bytes of a digest that these characters are made of
MAX_LENGTH = 4 + LENGTH
PATTERN = r"[a-z]{3}_[a-z2-7]{13}"


class IdType(StrEnum):
    """The prefix says what a record is."""

    ARTICLE = "art"
    QUOTATION = "quo"
    PERSON = "per"
    ORGANISATION = "org"
    AFFILIATION = "aff"
    MENTION = "men"
    UTTERANCE = "utt"
    MERGE = "mrg"
    JOB = "job"
    DECISION = "dec"
    PROPOSAL = "prp"
    PAIR = "dup"
    RUN = "run"
    SUBSCRIPTION = "sub"
    EVENT = "evt"
    SOURCE = "src"


def _encode(kind: IdType, digest: bytes) -> str:
    return f"{kind}_{base64.b32encode(digest[:ENCODED])[:LENGTH].decode().lower()}"


def derive(kind: IdType, *parts: object) -> str:
    """The id that follows from ``parts``: the same parts give the same id on every machine."""
    joined = "\x1f".join(str(part) for part in parts)
    return _encode(kind, hashlib.sha256(f"{kind}\x1f{joined}".encode()).digest())


def fresh_decision() -> str:
    """A new id of a decision."""
    return fresh(IdType.DECISION)


def fresh(kind: IdType) -> str:
    """A new random id, for what a person makes."""
    return _encode(kind, secrets.token_bytes(10))
