"""Which language a text is in: the one given, else the one whose function words it is full of."""

from __future__ import annotations

from collections import Counter

from ..document import Document
from ..lexicon.languages import languages, listed
from ..lexicon.wordlists import word_set

ENGLISH = "en"
COMMON = word_set("the of and to in a that is for on it was said with he she")
SHORT, LEAST_COMMON = 40, 0.06  # words too few to tell by; the share that English text never goes below
FOREIGN = 0.15  # the share of function words that a text in a listed language has


def language_of(tag: str, document: Document) -> str:
    """ "en", the code of a listed language, or "" for a language whose cues are not known."""
    if tag:
        known = listed(tag)
        return known.code if known else ENGLISH if tag.lower().partition("-")[0] in {"en", "eng"} else ""
    words = Counter(token.lower for token in document.tokens if token.text[0].isalpha())
    english = sum(words[word] for word in COMMON)
    counts = {one.code: sum(words[word] for word in one.common) for one in languages()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] > 2 * max(english, 1) and counts[best] >= FOREIGN * words.total():
        return best
    return ENGLISH if words.total() < SHORT or english >= LEAST_COMMON * words.total() else ""
