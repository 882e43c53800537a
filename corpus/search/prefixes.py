"""What a phrase stands for in an index that holds the stems of several languages, and stems alone.

The words of an article are stems of one language, so that a phrase is read in one language after the other.

Every word that begins with "runni" is to be found, but the index holds "run". The stems of such words either begin with
the prefix, or are what the stemmer makes of the prefix and the rest of some ending; the endings are few.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from corpus.search.query import Phrase
from corpus.search.stemming import begun_without_digraphs, stem, without_digraphs

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


# What follows a stem in other languages, folded. Only a prefix that reaches into one of these has other stems.
_ENDINGS_OF = {
    "de": """
e em en end ende enden ender er erin erinnen ern ernd ers es est heit heiten ig ige igen iger iges igkeit igkeiten ik
iken in innen isch ische ischen ischer isches keit keiten lich liche lichen licher liches n nd nen nis nisse nissen s
st t te ten test tet ung ungen
""",
    "fr": """
a able ables ai aient ais ait al ale ales amment ance ances ant ante antes ants as asse assent ateur ateurs atif atifs
ation ations ative atives atrice atrices aux aient e ee ees elle elles ement ements emment ence ences ent enne ennes
er era erai eraient erait eras erent erez eriez erions erons eront es euse euses eux ez iation iations ie iel ielle
ielles iels ien ienne iennes iens ier iere ieres iers ies if ifs ion ions iqua ique iques ir ira iraient irait irent
irez iront is isation isations isme ismes issaient issait issant issement issements issent ist iste istes it ite ites
ive ives ivement logie logies ment ons s t te tes ution utions x
""",
    "es": """
a aba abamos aban abas able ables aciones acion ad ada adas ado ador adora adoras adores ados adamente amente amiento
amientos amos an ancia ancias ando andole andolo andose ante antes ar ara aran aras are aremos aria arian arias arla
arlas arle arles arlo arlos aron arse as ase asen aste azo e emente emos en encia encias er era eran eras ere eremos
eria erian erla erlo eron erse es ia iamos ian ias ibilidad ible ibles ica icas ico icos idad idades ida idas ido idos
iendo iendola iendolo iendose iera ieran ieron iese ieseis imiento imientos imos iones ir ira iran iras ire iria irian
irla irlo irse isima isimo ismo ismos ista istas iva ivas ivo ivos logia logias mente o os osa osas oso osos s uciones
ucion
""",
}


def _splits(endings: str) -> dict[str, frozenset[str]]:
    """What may follow the beginning of an ending, by that beginning."""
    found: dict[str, set[str]] = {}
    for ending in endings.split():
        for position in range(1, len(ending) + 1):
            found.setdefault(ending[:position], set()).add(ending[position:])
    return {beginning: frozenset(rest) for beginning, rest in found.items()}


_REST = {language: _splits(endings) for language, endings in _ENDINGS_OF.items()}


@lru_cache(maxsize=4096)
def alternatives(phrase: Phrase) -> tuple[Phrase, ...]:
    """The phrases that a phrase stands for: its words as each language that they are read in stems them.

    For a folded prefix, which begins the marked stems of other languages as well, also those with each stem that its
    words may have.
    """
    languages = phrase.languages if phrase.words else ("",)
    return tuple(dict.fromkeys(other for language in languages for other in reading(phrase, language)))


def reading(phrase: Phrase, language: str) -> tuple[Phrase, ...]:
    """The phrases that it stands for among the words of one language; words as printed are what they are."""
    if phrase.exact:
        return (phrase,)
    if language:
        return tuple(dict.fromkeys(_in(language, phrase.words, phrase.prefix)))
    return (Phrase(phrase.terms, phrase.prefix), *(_in_english(phrase) if phrase.prefix else ()))


def _in_english(phrase: Phrase) -> Iterator[Phrase]:
    beginning = phrase.terms[-1]
    tails = {*_TAILS, *(beginning[-1] + ending for ending in _SHORT)}
    stems = {stem(beginning + tail) for tail in tails}
    for other in sorted(stems):
        if not other.startswith(beginning):
            yield Phrase((*phrase.terms[:-1], other))


def _in(language: str, words: tuple[str, ...], prefix: bool) -> Iterator[Phrase]:
    read = _begun if prefix else _whole
    yield from read(language, words)
    if language == "de":
        *before, last = words
        typed = begun_without_digraphs(last) if prefix else without_digraphs(last)
        yield from read(language, (*map(without_digraphs, before), typed))


def _whole(language: str, words: tuple[str, ...]) -> Iterator[Phrase]:
    yield Phrase(tuple(stem(word, language) for word in words))


def _begun(language: str, words: tuple[str, ...]) -> Iterator[Phrase]:
    before, beginning = tuple(stem(word, language) for word in words[:-1]), words[-1]
    yield Phrase((*before, beginning), prefix=True)
    rest = _REST[language]
    tails = {tail for start in range(len(beginning)) for tail in rest.get(beginning[start:], ())}
    for other in sorted({stem(beginning + tail, language) for tail in tails}):
        if not other.startswith(beginning):
            yield Phrase((*before, other))
