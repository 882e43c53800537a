"""Well-known organisations as they stand in a text: the forms of lexicon/organisations.tsv cut into tokens."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from corpus.records import Span

from ..lexicon.organisations import known_organisations
from ..tokens import Token, tokenise

SPOKEN = 4  # letters of an acronym that may be said as a word, and is then written "Unesco"


class _Form(NamedTuple):
    words: tuple[str, ...]  # as printed in the list
    sure: bool
    organisation: str  # the long name


@cache
def _forms() -> dict[str, list[_Form]]:
    """The forms by their words in lower case with a space between, as the key of a candidate has them."""
    found: dict[str, list[_Form]] = defaultdict(list)
    for organisation in known_organisations():
        for form in organisation.forms:
            words = tuple(_plain(token.text) for token in tokenise(form, Span(0, len(form))))
            found[" ".join(words).lower()].append(_Form(words, form not in organisation.ambiguous, organisation.name))
    return dict(found)


@cache
def _starts() -> dict[tuple[str, str], list[_Form]]:
    """The sure forms of several words by their first two in lower case, the longest first."""
    found: dict[tuple[str, str], list[_Form]] = defaultdict(list)
    for forms in _forms().values():
        for form in forms:
            if form.sure and len(form.words) > 1:
                found[form.words[0].lower(), form.words[1].lower()].append(form)
    for listed in found.values():
        listed.sort(key=lambda form: -len(form.words))
    return dict(found)


def is_known(words: Sequence[str]) -> bool:
    """Whether the words, as printed, are a name that means a well-known organisation and nothing else."""
    return any(form.sure and _printed_so(form.words, words) for form in _listed(words))


def may_be_known(words: Sequence[str]) -> bool:
    """Whether the words are a form of a well-known organisation, sure or ambiguous ("Apple")."""
    return any(_printed_so(form.words, words) for form in _listed(words))


def may_name(words: Sequence[str]) -> frozenset[str]:
    """The long names of the well-known organisations that have the words for a form, ambiguous ones too."""
    return frozenset(form.organisation for form in _listed(words) if _printed_so(form.words, words))


def known_from(tokens: Sequence[Token], index: int) -> int:
    """The token behind the longest sure form of several words that starts at ``index``; ``index`` where none does."""
    if index + 1 >= len(tokens):
        return index
    for form in _starts().get((_plain(tokens[index].text.lower()), _plain(tokens[index + 1].text.lower())), ()):
        last = index + len(form.words)
        if last <= len(tokens) and _printed_so(form.words, [token.text for token in tokens[index:last]]):
            return last
    return index


def _listed(words: Sequence[str]) -> Sequence[_Form]:
    key = _plain(" ".join(words).lower())
    found = _forms().get(key) or _forms().get(key.removeprefix("the "))
    if not found and len(words) == 1 and "." in key:
        found = _forms().get(key.replace(".", ""))  # "N.R.A."
    return found or ()


def _printed_so(form: Sequence[str], words: Sequence[str]) -> bool:
    """Whether the words have the capitals of the form: "ICE" is no "Ice", but "GOOGLE" is Google and "Nasa" NASA."""
    if len(words) == len(form) + 1:
        words = words[1:]  # "The"
    return all(map(_same, form, map(_plain, words)))


def _same(listed: str, word: str) -> bool:
    if word == listed or word.replace(".", "") == listed.replace(".", ""):
        return True
    if word.lower() != listed.lower():
        return False
    if len(listed) >= SPOKEN and listed.isupper():
        return word.istitle()
    return len(word) > 1 and word.isupper() and not listed.islower()


def _plain(text: str) -> str:
    return text.replace("’", "'")
