"""Names of organisations: one key for all ways to write a name down.

The key is without legal form, article and marks, in one spelling and one word order ("Department of State", "the
State Department"), and leads from an acronym or a short form of a well-known organisation to its long name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib import resources

from corpus.extraction.lexicon.organisations import known_organisations
from corpus.extraction.lexicon.wordlists import word_set
from corpus.folding import MAX_KEY, folded_words, name_key

# In one spelling: American and British, written out and short.
SPELLINGS = {
    "defense": "defence",
    "labor": "labour",
    "center": "centre",
    "theater": "theatre",
    "harbor": "harbour",
    "program": "programme",
    "organization": "organisation",
    "dept": "department",
    "univ": "university",
    "intl": "international",
    "natl": "national",
    "assn": "association",
    "govt": "government",
    "bros": "brothers",
    "st": "saint",
    "usa": "us",
}
LINKS = word_set("of for the and on in to at")
TURNED = re.compile(r"^(?P<kind>department|ministry|bureau|office|board) (?:of|for) (?:the )?(?P<of>.+)$")
ON_SOMETHING = re.compile(
    r"^(?P<of>.*?) ?(?P<kind>committee|subcommittee|commission|council) (?:on|for) (?:the )?(?P<what>.+)$"
)


@cache
def _legal_forms() -> frozenset[str]:
    text = resources.files(__package__).joinpath("legal_forms.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


def is_acronym(name: str) -> bool:
    """A short run of capitals: "BBC", "U.N."."""
    letters = name.replace(".", "")
    return 2 <= len(letters) <= 8 and letters.isupper() and " " not in letters


@lru_cache(maxsize=20_000)
def plain_key(name: str) -> str:
    """The key of the name as written, whatever well-known organisation it may stand for."""
    words = folded_words(_undotted(name).replace("&", " and "))
    words = [SPELLINGS.get(word, word) for word in words if word != "the" or len(words) == 1]
    words = " ".join(words).replace("united states", "us").replace("united kingdom", "uk").split()
    while len(words) > 1 and words[-1] in _legal_forms():
        words = words[:-1]
    if len(words) > 1 and words[-1] == "and":
        words = words[:-1]
    key = " ".join(words)
    if found := TURNED.match(key):
        key = f"{found['of']} {found['kind']}"
    elif found := ON_SOMETHING.match(key):
        key = f"{found['of']} {found['what']} {found['kind']}".strip()
    return (key or name_key(name))[:MAX_KEY]


def _undotted(name: str) -> str:
    """Acronyms without their dots, so that "U.S." is one word."""
    return re.sub(r"\b((?:[A-Za-z]\.){2,})", lambda found: found[1].replace(".", ""), name)


def body_key(name: str) -> str:
    """The key that all printed forms of one organisation share."""
    key = plain_key(name)
    return known_forms().get(key, key)


def may_be_one_body(first: str, second: str) -> bool:
    """Whether two names that share an acronym may be one body's: one is but an acronym, or half of the words agree."""
    if is_acronym(first) or is_acronym(second):
        return True
    one, other = set(body_key(first).split()) - LINKS, set(body_key(second).split()) - LINKS
    return 2 * len(one & other) >= max(len(one), len(other))


@cache
def known_forms() -> dict[str, str]:
    """Keys of the acronyms and other names of well-known organisations, each with the key of the long name.

    A form that fits two of them leads to neither, and one that may well mean something else leads nowhere.
    """
    leads: dict[str, str] = {}
    doubtful: set[str] = set()
    for body in known_organisations():
        long = plain_key(body.name)
        for form in (*body.acronyms, *body.others):
            if form in body.ambiguous:
                continue
            key = plain_key(form)
            if key != long and leads.setdefault(key, long) != long:
                doubtful.add(key)
    return {key: long for key, long in leads.items() if key not in doubtful}
