"""The list of well-known organisations and how its forms are seen in a text."""

from __future__ import annotations

from collections import Counter

import pytest

from corpus.extraction.entities.known import is_known, known_from, may_be_known
from corpus.extraction.lexicon.organisations import KINDS, known_organisations, organisations_called
from corpus.extraction.lexicon.wordlists import entries, given_names
from corpus.extraction.lexicon.words import STARTERS
from corpus.extraction.tokens import tokenise
from corpus.records import Span


def test_the_list_is_large_and_of_all_kinds() -> None:
    kinds = Counter(organisation.kind for organisation in known_organisations())
    assert sum(kinds.values()) > 2500
    assert set(kinds) == KINDS


def test_long_names_are_unique_and_forms_are_clean() -> None:
    names = [organisation.name for organisation in known_organisations()]
    assert len(names) == len(set(names))
    for organisation in known_organisations():
        assert len(organisation.forms) == len(set(organisation.forms)), organisation.name
        assert all(form == form.strip() and form and "=" not in form for form in organisation.forms), organisation.name
        assert organisation.ambiguous <= set(organisation.forms)
        assert organisation.name not in organisation.ambiguous


def test_what_means_other_things_is_marked() -> None:
    ordinary = {word for word in entries("places") | set(given_names()) | STARTERS if word.islower()}
    wrong = [
        form
        for organisation in known_organisations()
        for form in organisation.forms
        if form not in organisation.ambiguous and form.lower() in ordinary and not form.isupper() and form != "LeT"
    ]
    assert wrong == []


def test_a_form_may_belong_to_several() -> None:
    assert [organisation.name for organisation in organisations_called()["fbi"]] == ["Federal Bureau of Investigation"]
    assert len(organisations_called()["abc"]) == 2


@pytest.mark.parametrize(
    ("printed", "known", "possible"),
    [
        ("FBI", True, True),
        ("F.B.I.", True, True),
        ("Nasa", True, True),
        ("GOOGLE", True, True),
        ("McDonald's", True, True),
        ("McDonald’s", True, True),
        ("The Washington Post", True, True),
        ("Federal Bureau of Investigation", True, True),
        ("Apple", False, True),
        ("Ice", False, False),
        ("Ups", False, False),
        ("Harbour Lantern Trust", False, False),
    ],
)
def test_forms(printed: str, known: bool, possible: bool) -> None:
    words = [token.text for token in tokenise(printed, Span(0, len(printed)))]
    assert (is_known(words), may_be_known(words)) == (known, possible)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("White House aides", "White House"),
        ("Academy of Motion Picture Arts and Sciences voters", "Academy of Motion Picture Arts and Sciences"),
        ("Bank of America Merrill Lynch said", "Bank of America Merrill Lynch"),
        ("white house paint", ""),
        ("Amnesty said", ""),
    ],
)
def test_the_longest_form_counts(text: str, name: str) -> None:
    tokens = tokenise(text, Span(0, len(text)))
    last = known_from(tokens, 0)
    assert (text[tokens[0].start : tokens[last - 1].end] if last else "") == name
