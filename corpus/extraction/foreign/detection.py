"""Which language a text is in: the one given, else the one whose function words it is full of.

A text without a given language is read as the likeliest one. It is said to be in a language only where that is sure:
with enough words that few other languages have, and without many of another's.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

from corpus.language_tags import primary, shortest

from ..document import Document
from ..lexicon.languages import languages, listed
from ..lexicon.wordlists import word_set

ENGLISH = "en"
COMMON = word_set("the of and to in a that is for on it was said with he she")
SHORT, LEAST_COMMON = 40, 0.06  # words too few to tell by; the share that English text never goes below
FOREIGN = 0.15  # the share of function words that a text in a listed language has

# "a", "is", "he" and "on" are words of many languages.
TELLING = word_set("the of and to in that for it was said with she from this were they his are would which who not by")
# Languages that could be taken for a listed one, by words that no listed one has.
RELATIVES = {
    "af": word_set("nie vir hulle gesê sy hy deur wees sê"),
    "ca": word_set("amb els és dels què més aquest aquesta també però fer"),
    "da": word_set("og ikke det som på af til jeg vi blev"),
    "gl": word_set("unha coa moi moito moitos dixo tamén máis dun dunha cun nunha luns ata"),
    "hu": word_set("az hogy és nem egy"),
    "lb": word_set("ass vun mat fir net datt däer hunn gouf"),
    "sv": word_set("och inte det som på av till jag vi att är"),
}
LEAST_WORDS = 20  # of a text that tells its language
LEAST = 5.0  # words that tell, those of several languages by their share in it
FULL = 0.15  # the share of a text that is in a language
AHEAD, AHEAD_OF_RELATIVES = 1.6, 4.0  # times what the next language has


def language_of(tag: str, document: Document) -> str:
    """ "en", the code of a listed language, or "" for a language whose cues are not known: what a text is read as."""
    tag = shortest(tag) or detected(document)
    if tag:
        known = listed(tag)
        return known.code if known else ENGLISH if primary(tag) == ENGLISH else ""
    words = _words(document)
    english = sum(words[word] for word in COMMON)
    counts = {one.code: sum(words[word] for word in one.common) for one in languages()}
    best = max(counts, key=lambda code: counts[code])
    if counts[best] > 2 * max(english, 1) and counts[best] >= FOREIGN * words.total():
        return best
    return ENGLISH if words.total() < SHORT or english >= LEAST_COMMON * words.total() else ""


def detected(document: Document) -> str:
    """ "en" or the code of the listed language that a text is in; "" where its words do not say so for sure."""
    words = _words(document)
    if words.total() < LEAST_WORDS:
        return ""
    told = {code: sum(words[word] * weight for word, weight in weights.items()) for code, weights in _telling().items()}
    best, second = sorted(told, key=lambda code: told[code], reverse=True)[:2]
    like = max(sum(words[word] for word in relative) for relative in RELATIVES.values())
    full = sum(words[word] for word in _telling()[best]) >= FULL * words.total()
    sure = told[best] >= max(LEAST, AHEAD * told[second], AHEAD_OF_RELATIVES * like)
    return best if sure and full else ""


@cache
def _telling() -> dict[str, dict[str, float]]:
    """The words of each language that is told, each by the share that it has in it: a half where two have it."""
    of = {one.code: one.common for one in languages()} | {ENGLISH: TELLING}
    shared = Counter(word for words in of.values() for word in words)
    return {code: {word: 1 / shared[word] for word in sorted(words)} for code, words in of.items()}


def _words(document: Document) -> Counter[str]:
    return Counter(token.lower for token in document.tokens if token.text[0].isalpha())
