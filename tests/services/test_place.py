"""Words of an older revision in a newer one."""

from __future__ import annotations

import pytest

from corpus.services.place import place_again, taken_by


@pytest.mark.parametrize(
    ("old", "words", "new", "found"),
    [
        ("one Ana two", "Ana", "Ana one Ana two", 8),
        ("Ana two", "Ana", "Anabel met Ana two", 11),
        ("a b a c a", "a", "a c", 0),
        ("x Ana", "Ana", "y Anabel", None),
        ("x na", "na", "..Ana na", 6),
        ("xAna", "Ana", "yAna", 1),  # in the middle of a word then and now
        ("Anax", "Ana", "Anay", 0),
        ("a xAnax b", "Ana", "a yAnay b", 3),
        ("x a b", "a b", "ya b, a b", 6),
        ("said “no” twice. Then “no” again", "no", "Then “no” again", 6),
    ],
)
def test_words_are_found_in_the_place_most_like_theirs(old: str, words: str, new: str, found: int | None) -> None:
    start = old.rindex(words) if old.startswith("said") else old.index(words)
    spans = place_again(old, [(start, start + len(words))], new)
    assert spans == (None if found is None else [(found, found + len(words))])


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("left no, right no, end", "right no, left no, mid", 6),  # told by the words before
        ("no left, no right", "no right, no left", 0),  # told by the words behind
        ("no. " * 50, "no. " * 50, 49 * 4),
    ],
)
def test_the_last_of_the_same_words_is_told_by_what_stands_around(old: str, new: str, found: int) -> None:
    start = old.rindex("no")
    assert place_again(old, [(start, start + 2)], new) == [(found, found + 2)]


@pytest.mark.parametrize("number", [22, 25, 28])
def test_among_places_that_look_alike_the_one_of_the_same_number_is_theirs(number: int) -> None:
    text = "no. " * 50
    assert place_again(text, [(number * 4, number * 4 + 2)], text) == [(number * 4, number * 4 + 2)]


@pytest.mark.parametrize(
    ("new", "found"),
    [
        ("a “one” b “two” c", [(3, 6), (11, 14)]),
        ("It rained. a “one” b “two” c", [(14, 17), (22, 25)]),
        ("“two” a “one” b “two” c", [(9, 12), (17, 20)]),
        ("a “one” b c", None),
        ("“two” a “one” b c", None),
    ],
)
def test_words_in_several_pieces_stay_in_their_order(new: str, found: list[tuple[int, int]] | None) -> None:
    assert place_again("a “one” b “two” c", [(3, 6), (11, 14)], new) == found


@pytest.mark.parametrize(
    ("span", "held", "taken"),
    [
        ((0, 10), [], False),
        ((0, 10), [(10, 20)], False),
        ((0, 10), [(6, 30)], False),
        ((0, 10), [(5, 30)], True),  # half of the shorter one
        ((0, 10), [(90, 99), (2, 4)], True),
        ((2, 4), [(0, 10)], True),
        ((2, 4), [(0, 0)], False),
    ],
)
def test_a_span_is_taken_by_one_that_shares_half_of_the_shorter(
    span: tuple[int, int], held: list[tuple[int, int]], taken: bool
) -> None:
    assert taken_by(span, held) is taken
