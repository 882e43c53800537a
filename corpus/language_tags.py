"""Tags of languages as the corpus keeps them: the shortest code of a language, and none for a tag that names none."""

from __future__ import annotations

import re

# Codes of ISO 639-2 for the languages that are read, by those of ISO 639-1, which BCP 47 asks for.
SHORTEST = {
    "eng": "en",
    "deu": "de",
    "ger": "de",
    "fra": "fr",
    "fre": "fr",
    "spa": "es",
    "ita": "it",
    "nld": "nl",
    "dut": "nl",
    "por": "pt",
}
# Undetermined, several, no words at all, and a language without a code.
NAMELESS = frozenset({"und", "mul", "zxx", "mis"})


def primary(tag: str) -> str:
    """The code of the language: "de" of "de-AT" and "DE_at"."""
    return re.split("[-_]", tag, maxsplit=1)[0].lower()


def shortest(tag: str) -> str:
    """The tag with the two-letter code of a language that is read ("deu-AT": "de-AT"), any other as it is; empty where
    it names no language ("und").
    """
    code = primary(tag)
    if code in NAMELESS:
        return ""
    return SHORTEST[code] + tag[len(code) :] if code in SHORTEST else tag
