"""The table of well-known organisations and its reader."""

from __future__ import annotations

from collections import Counter
from importlib import resources

import pytest

from corpus.extraction import lexicon
from corpus.extraction.lexicon.organisations import known_organisations
from corpus.extraction.lexicon.wordlists import entries, given_names

KINDS = {
    "government",
    "legislature",
    "court",
    "agency",
    "police",
    "military",
    "party",
    "armed group",
    "international",
    "company",
    "media",
    "university",
    "union",
    "think tank",
    "club",
    "charity",
    "religious",
}


def table() -> list[str]:
    """The lines of the table without the comments."""
    text = resources.files(lexicon).joinpath("organisations.tsv").read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def bare(form: str) -> str:
    """The form in lower case, without "the" before it."""
    return form.lower().removeprefix("the ")


def plain_forms() -> list[str]:
    """All forms that are not marked, bare, once for each time they stand in the table."""
    return [bare(form) for body in known_organisations() for form in body.forms if form not in body.ambiguous]


def test_every_line_has_four_columns_and_a_known_kind() -> None:
    for line in table():
        cells = line.split("\t")
        assert len(cells) == 4, line
        assert cells[3] in KINDS, line


def test_no_form_is_empty_or_has_spaces_or_an_article_before_it() -> None:
    for line in table():
        name, *rest = line.split("\t")[:3]
        assert ";" not in name, line
        for form in [name, *(form for cell in rest if cell for form in cell.split(";"))]:
            word = form.removeprefix("?")
            assert word, line
            assert word == " ".join(word.split()), line
            assert "?" not in word, line
            assert not word.lower().startswith("the "), line


def test_every_kind_is_there() -> None:
    assert {body.kind for body in known_organisations()} == KINDS
    assert len(known_organisations()) == len(table())


def test_no_form_that_is_not_marked_stands_twice() -> None:
    assert [form for form, times in Counter(plain_forms()).items() if times > 1] == []


def test_given_names_and_places_are_marked() -> None:
    assert set(plain_forms()) & (given_names().keys() | entries("places")) == set()


def test_the_lines_are_in_order_of_kind_and_name() -> None:
    kinds = [body.kind for body in known_organisations()]
    assert [kind for kind, before in zip(kinds, ["", *kinds], strict=False) if kind != before] == list(
        dict.fromkeys(kinds)
    )
    for kind in KINDS:
        names = [body.name.lower() for body in known_organisations() if body.kind == kind]
        assert names == sorted(names)


def test_marked_forms_are_read_without_the_mark() -> None:
    body = next(body for body in known_organisations() if body.name == "Islamic State")
    assert (body.acronyms, body.ambiguous, body.kind) == (("ISIS", "ISIL", "IS"), frozenset({"IS"}), "armed group")
    assert body.forms[0] == "Islamic State"
    assert "Daesh" in body.others


@pytest.mark.parametrize("form", ["pentagon", "gop", "g.o.p.", "al-qaida", "mcdonald's", "congress", "economist"])
def test_known_forms(form: str) -> None:
    assert form in plain_forms()


@pytest.mark.parametrize("form", ["is", "apple", "times", "state", "the economist", "lakers", ""])
def test_forms_that_may_mean_something_else_are_not_known(form: str) -> None:
    assert form not in plain_forms()
