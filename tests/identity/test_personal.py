"""Names of people: taken apart and compared."""

from __future__ import annotations

import pytest

from corpus.identity.personal import Agreement, PersonalName, block_of, blocks_to_search, compare, parse


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ana Kerr", PersonalName(("ana",), "kerr")),
        ("Dr. Ana Kerr", PersonalName(("ana",), "kerr")),
        ("Sen. Ana M. Kerr Jr.", PersonalName(("ana", "m"), "kerr", "jr")),
        ("Ana Kerr, PhD", PersonalName(("ana",), "kerr")),
        ("Tarek al-Sabbar", PersonalName(("tarek",), "sabbar")),
        ("Tarek el Sabbar", PersonalName(("tarek",), "sabbar")),
        ("Al Dunmore", PersonalName(("al",), "dunmore")),
        ("Søren Ørskov", PersonalName(("soren",), "orskov")),
        ("Kim Tae-jun", PersonalName(("kim", "tae"), "jun")),
        ("Kerr", PersonalName((), "kerr")),
        ("Mr. Kerr", PersonalName((), "kerr")),
        ("★", PersonalName((), "★")),
    ],
)
def test_a_name_is_taken_apart(name: str, parts: PersonalName) -> None:
    assert parse(name) == parts


@pytest.mark.parametrize(
    ("one", "other", "agreement"),
    [
        ("Ana Kerr", "ANA  KERR", Agreement.SAME),
        ("Dame Ana Kerr", "Ana Kerr", Agreement.SAME),
        ("Tarek al-Sabbar", "Tarek Sabbar", Agreement.SAME),
        ("Kim Tae-jun", "Kim Tae Jun", Agreement.SAME),
        ("Robert S. Holm", "Robert Holm", Agreement.FULLER),
        ("Robert Stephen Holm", "Robert S. Holm", Agreement.FULLER),
        ("Bob Holm", "Robert Holm", Agreement.NICKNAME),
        ("Fred Tarn", "Frederic C. Tarn", Agreement.NICKNAME),
        ("Moammar Qadbari", "Muammar Gadbari", Agreement.SPELLING),
        ("Mohammed Saleh", "Muhammad Saleh", Agreement.SPELLING),
        ("Oleh Dubrovsky", "Oleh Dubrovskiy", Agreement.SPELLING),
        ("Sergei Dubrov", "Sergey Dubrov", Agreement.SPELLING),
        ("Natalya Dubrova", "Natalia Dubrova", Agreement.SPELLING),
        ("J. Kerr", "Jana Kerr", Agreement.INITIAL),
        ("Stephen Holm", "Robert Stephen Holm", Agreement.PARTIAL),
        ("Ted Marl", "Rafael Edward Marl", Agreement.PARTIAL),
        ("Kerr", "Ana Kerr", Agreement.SURNAME),
        ("Ana", "Ana Kerr", Agreement.FIRST),
        ("Kerr", "Kerr", Agreement.SINGLE),
        ("David", "David", Agreement.GIVEN),
        ("Robert S. Holm", "Robert T. Holm", Agreement.DIFFERENT),
        ("Robert Holm", "Robert Holm Jr.", Agreement.SUFFIX),
        ("Bob Holm", "Robert Holm Jr.", Agreement.SUFFIX),
        ("Robert Holm Sr.", "Robert Holm Jr.", Agreement.DIFFERENT),
        ("Paul Holm", "Paula Holm", Agreement.DIFFERENT),
        ("Dan Holm", "Danielle Holm", Agreement.DIFFERENT),
        ("Ana Kerr", "Ana Marl", Agreement.DIFFERENT),
        ("Harald III", "Harald Kerr", Agreement.DIFFERENT),
        ("Harald III", "Harald IV", Agreement.DIFFERENT),
        ("Ana Kerr", "Jana Kerr", Agreement.DIFFERENT),
        ("Mara Kerr", "Mary Kerr", Agreement.DIFFERENT),
        ("Oleh Dubrov", "Oleh Dubrova", Agreement.DIFFERENT),
        ("Ana Lee", "Ana Li", Agreement.DIFFERENT),
        ("Rick Parry", "Richard Pryor", Agreement.DIFFERENT),
    ],
)
def test_two_names_are_compared_in_either_order(one: str, other: str, agreement: Agreement) -> None:
    assert (compare(one, other), compare(other, one)) == (agreement, agreement)


@pytest.mark.parametrize(
    ("searched", "standing"),
    [
        ("Robert Holm", "Bob Holm"),
        ("Bob Holm", "Robert Holm"),
        ("Oleh Dubrovskiy", "Oleg Dubrovsky"),
        ("Muammar Gadbari", "Moammar Qadhbari"),
        ("Robert Stephen Holm", "Stephen Holm"),
        ("J. Kerr", "Jana Kerr"),
    ],
)
def test_other_forms_stand_in_a_block_that_is_searched(searched: str, standing: str) -> None:
    assert block_of(standing) in blocks_to_search(searched)
