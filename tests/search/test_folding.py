"""What is folded stays as it is when it is folded again: keys may be made of keys."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import MAX_KEY, fold, name_key, normalise


@given(st.text(max_size=80))
def test_folding_twice_changes_nothing(text: str) -> None:
    for function in (fold, name_key, normalise):
        assert function(function(text)) == function(text)


@pytest.mark.parametrize(
    ("text", "folded"), [("𝕬na 𝐊err", "ana kerr"), ("Ｎｏｒｌａｎｄ", "norland"), ("Æther Café", "æther cafe")]
)
def test_letters_of_other_alphabets_for_show_are_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_a_key_that_is_cut_ends_in_no_space() -> None:
    assert name_key("a " * MAX_KEY) == ("a " * (MAX_KEY // 2)).strip()
