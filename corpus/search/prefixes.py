"""What a prefix stands for in an index that holds stems alone.

Every word that begins with "runni" is to be found, but the index holds "run". The stems of such words either begin with
the prefix, or are what the stemmer makes of the prefix and the rest of some English ending; the endings are few.
"""

from __future__ import annotations

from functools import lru_cache

from corpus.search.analysis import stem
from corpus.search.query import Phrase

_ENDINGS = """
able ably abilities ability al alism alist alistic alists alities ality alization alizations alize alized alizes
alizing alli ally ance ancy ant ants ate ated ately ates ating ation ational ationally ations ative ator ators ed edly
ement ements ence ency ened ening ens ent ental ently er ers es est ful fully fulness iable ible ibly ibilities ibility
ic ical ically icate ication icity ics ied ies ily iness ing ingly ings ion ional ionally ions ious iously ish ism isms
ist istic ists ities ity ive ively iveness ivity ivities ization izations ize ized izer izers izes izing less lessness
li ly ment mental ments ness nesses ogist ogy ologies or ous ously ousness s sses tion tional ying
"""
_TAILS = sorted({ending[position:] for ending in _ENDINGS.split() for position in range(len(ending) + 1)})
# A final consonant may be doubled before an ending: "plan", "planned".
_SHORT = ("", "s", "es", "ed", "ing", "er", "ers", "ings", "y", "ly", "e")


@lru_cache(maxsize=1024)
def alternatives(phrase: Phrase) -> tuple[Phrase, ...]:
    """The phrases that a phrase stands for: itself; for a folded prefix also with each stem that its words may have."""
    if not phrase.prefix or phrase.exact:
        return (phrase,)
    beginning = phrase.terms[-1]
    tails = {*_TAILS, *(beginning[-1] + ending for ending in _SHORT)}
    stems = {stem(beginning + tail) for tail in tails}
    return (
        phrase,
        *(Phrase((*phrase.terms[:-1], other)) for other in sorted(stems) if not other.startswith(beginning)),
    )
