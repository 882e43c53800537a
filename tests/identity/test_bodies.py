"""Names of organisations: one key for all ways to write them."""

from __future__ import annotations

import pytest

from corpus.identity.bodies import body_key, is_acronym, known_forms, plain_key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tarn Foods Ltd.", "Tarn Foods"),
        ("Tarn Foods Limited", "Tarn Foods Inc"),
        ("Tarn Foods Co.", "The Tarn Foods Company"),
        ("Harl & Dane", "Harl and Dane"),
        ("Ministry of Transport", "the Transport Ministry"),
        ("Department of the Interior", "Interior Department"),
        ("House Committee on Fisheries", "House Fisheries Committee"),
        ("Ministry of Defense", "Defence Ministry"),
        ("U.S. Bureau of Lakes", "United States Bureau of Lakes"),
        ("Tolmouth Dept. of Parks", "Tolmouth Department of Parks"),
    ],
)
def test_ways_to_write_one_name_share_a_key(one: str, other: str) -> None:
    assert plain_key(one) == plain_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tarn Foods", "Tarn Woods"),
        ("University of Tolmouth", "Tolmouth"),
        ("Ministry of Transport", "Ministry of Trade"),
        ("The Post", "The Times"),
    ],
)
def test_other_names_do_not(one: str, other: str) -> None:
    assert plain_key(one) != plain_key(other)


def test_a_name_of_nothing_but_a_legal_form_or_signs_keeps_it() -> None:
    assert (plain_key("Co."), plain_key("The"), plain_key("★★")) == ("co", "the", "★★")


@pytest.mark.parametrize(
    ("acronym", "name"),
    [
        ("FBI", "Federal Bureau of Investigation"),
        ("F.B.I.", "Federal Bureau of Investigation"),
        ("GOP", "Republican Party"),
        ("Nato", "North Atlantic Treaty Organisation"),
        ("BBC", "British Broadcasting Corporation"),
    ],
)
def test_well_known_acronyms_lead_to_the_long_name(acronym: str, name: str) -> None:
    assert body_key(acronym) == body_key(name)


@pytest.mark.parametrize("form", ["The Times", "Labour", "the State", "Lakers", "ICE"])
def test_forms_that_may_well_mean_something_else_lead_nowhere(form: str) -> None:
    assert body_key(form) == plain_key(form)


def test_a_form_leads_to_a_long_name_and_never_on() -> None:
    forms = known_forms()
    assert not set(forms.values()) & set(forms)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("BBC", True),
        ("U.N.", True),
        ("AT", True),
        ("A", False),
        ("Bbc", False),
        ("THE BBC", False),
        ("NATIONWIDE", False),
    ],
)
def test_acronyms(name: str, short: bool) -> None:
    assert is_acronym(name) is short
