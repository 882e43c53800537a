"""The language of ``q``: words, "phrases", -exclusions, OR and prefix*."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from corpus.search import analysis
from corpus.search.stemming import READINGS, stem, stemmed_as

LONGEST_QUERY = 1000
MOST_OPERANDS = 32
SHORTEST_PREFIX = 3

_QUOTES = '"“”„‟＂«»'
_ITEMS = regex.compile(
    rf"(?P<minus>-)?(?:(?P<open>[{_QUOTES}])(?P<phrase>[^{_QUOTES}]*+)(?P<close>[{_QUOTES}])?|(?P<word>(?!-)[^\s{_QUOTES}]++))"
    r"|(?P<lone>-)",
    regex.VERSION1,
)
_SINGLE = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]", regex.VERSION1)


class QueryError(ValueError):
    """A query that cannot be searched for."""

    def __init__(self, detail: str, position: int) -> None:
        super().__init__(detail)
        self.detail = detail
        """What is wrong and what would be right, in a sentence."""
        self.position = position
        """Code-point offset in the query."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that must stand side by side; a single word is a phrase of one."""

    terms: tuple[str, ...]
    prefix: bool = False
    """Whether the last one is the beginning of a word: folded and unstemmed, or as printed."""
    exact: bool = False
    """Whether the words are meant as printed."""
    words: tuple[str, ...] = ()
    """What the terms are stems of, folded, for other languages to stem; empty where the words are meant as printed."""
    languages: tuple[str, ...] = READINGS
    """Those that the words are read in."""


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query: every group must be found, none of the excluded."""

    required: tuple[tuple[Phrase, ...], ...]
    """Each group holds alternatives, one of which must be found."""
    excluded: tuple[Phrase, ...] = ()
    exact: bool = False
    """Whether words are meant as printed: with their case, accents and endings."""

    @property
    def sought(self) -> tuple[Phrase, ...]:
        """All that may be found, in the order of the query: what snippets mark."""
        return tuple(phrase for group in self.required for phrase in group)

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that its words are read in; none where they are meant as printed."""
        return () if self.exact else self.sought[0].languages

    def in_texts(self, tags: Iterable[str]) -> Query:
        """The same among texts with these BCP 47 tags alone: read in no language but theirs.

        It finds the same of them: other texts hold none of those stems.
        """
        spoken = {stemmed_as(tag) for tag in tags}
        languages = tuple(language for language in READINGS if language in spoken)
        required = tuple(tuple(replace(phrase, languages=languages) for phrase in group) for group in self.required)
        excluded = tuple(replace(phrase, languages=languages) for phrase in self.excluded)
        return replace(self, required=required, excluded=excluded)


@dataclass(frozen=True, slots=True)
class _Item:
    position: int
    excluded: bool = False
    operator: str = ""
    phrase: Phrase | None = None


@lru_cache(maxsize=1000)  # each page of a search brings the same query, and stemming takes most of the reading
def parse(q: str, *, exact: bool = False) -> Query:
    """Read a query; ``exact``: its words are meant as they are printed.

    Words are joined by AND; ``"two words"`` stand side by side; ``-word`` and ``-"two words"`` must be absent;
    ``a OR b`` (upper case) binds tighter than AND, which may be written too; ``econ*`` finds words by their beginning.
    A word of several parts ("e-mail") is a phrase; brackets are punctuation. Raises `QueryError` with the
    offset of what is wrong.
    """
    if len(q) > LONGEST_QUERY:
        raise QueryError(f"The query is longer than {LONGEST_QUERY:,} characters.", LONGEST_QUERY)
    required: list[list[Phrase]] = []
    excluded: list[Phrase] = []
    alternative: _Item | None = None
    before: _Item | None = None
    count = 0
    for item in _items(q, exact):
        if item.operator:
            if before is None or before.operator or before.excluded:
                raise QueryError(f"{item.operator} needs a word or phrase before it.", item.position)
            alternative = item
        elif item.phrase is not None:
            count += 1
            if count > MOST_OPERANDS:
                raise QueryError(f"The query has more than {MOST_OPERANDS} words and phrases.", item.position)
            if item.excluded:
                if before is not None and before.operator:
                    raise QueryError(f"An exclusion cannot follow {before.operator}.", item.position)
                excluded.append(item.phrase)
            elif alternative is not None and alternative.operator == "OR":
                required[-1].append(item.phrase)
            else:
                required.append([item.phrase])
            alternative = None
        before = item
    if before is not None and before.operator:
        raise QueryError(f"{before.operator} needs a word or phrase after it.", before.position)
    if not required:
        detail = "A query needs something to find, not only exclusions." if excluded else "Nothing to search for."
        raise QueryError(detail, 0)
    return Query(tuple(tuple(dict.fromkeys(group)) for group in required), tuple(dict.fromkeys(excluded)), exact)


def _items(q: str, exact: bool) -> list[_Item]:
    items = []
    for match in _ITEMS.finditer(q):
        position = match.start()
        if match["lone"]:
            raise QueryError("A minus needs a word or phrase right after it.", position)
        excluded = bool(match["minus"])
        if match["open"]:
            if not match["close"]:
                raise QueryError("A quotation mark is not closed.", match.start("open"))
            phrase = _phrase(match["phrase"], exact)
            if phrase is None:
                raise QueryError("The phrase holds nothing to search for.", match.start("open"))
        elif match["word"] in ("OR", "AND") and not excluded:
            items.append(_Item(position, operator=match["word"]))
            continue
        else:
            phrase = _word(match["word"], match.start("word"), exact)
            if phrase is None:
                if excluded:
                    raise QueryError("A minus needs a word or phrase right after it.", position)
                # A free-standing "&" or dash says nothing.
                continue
        items.append(_Item(position, excluded=excluded, phrase=phrase))
    return items


def _phrase(text: str, exact: bool) -> Phrase | None:
    if exact:
        found = analysis.printed_terms(text)
        return Phrase(tuple(found), exact=True) if found else None
    words = analysis.folded_terms(text)
    return Phrase(tuple(map(stem, words)), words=tuple(words)) if words else None


def _word(word: str, position: int, exact: bool) -> Phrase | None:
    star = word.find("*")
    if star == -1:
        return _phrase(word, exact)
    # A bracket or comma may follow: "(econ*)".
    if any(character.isalnum() or character == "*" for character in word[star + 1 :]):
        raise QueryError("An asterisk stands at the end of a word only.", position + star)
    begun = _phrase(word[:star], exact)
    if begun is None:
        raise QueryError("An asterisk needs the beginning of a word before it.", position + star)
    beginning = begun.terms[-1] if exact else begun.words[-1]
    if _SINGLE.match(beginning):
        return begun
    if len(beginning) < SHORTEST_PREFIX:
        raise QueryError(f"The beginning of a word needs at least {SHORTEST_PREFIX} characters.", position + star)
    return replace(begun, terms=(*begun.terms[:-1], beginning), prefix=True)
