import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.search import analysis
from corpus.search.analysis import terms, tokens

SAME = [
    ("Syria's", "Syria"),
    ("Syria’s", "syria"),
    ("SYRIA'S", "Syria"),
    ("don't", "don’t"),
    ("don`t", "DON'T"),
    ("workers'", "workers"),
    ("Łódź", "lodz"),
    ("Zürich", "zurich"),
    ("Ørsted", "orsted"),
    ("Straße", "STRASSE"),
    ("İzmir", "izmir"),
    ("ﬁnance", "finance"),
    ("Encyclopædia", "encyclopaedia"),
    ("cafe\u0301", "café"),
    ("co\u00adoperate", "cooperate"),
    ("Ｗａｒ", "war"),
    ("CO₂", "co2"),
    ("ёлка", "елка"),
    ("٣٤", "34"),
    ("1,000", "1000"),
    ("12,345,678", "12345678"),
    ("U.S.", "US"),
    ("U.S.’s", "US"),
    ("a.m.", "am"),
    ("O’Brien", "O'Brien"),
    ("Sanaʼa", "Sana'a"),
    ("statements", "statement"),
    ("negotiating", "negotiated"),
    ("कि", "कि"),
]
APART = [("कल", "कलि"), ("が", "か"), ("1,2", "12"), ("e-mail", "email"), ("sing", "sign")]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_counts_as_the_same_word(one, other):
    assert terms(one) == terms(other) != []


@pytest.mark.parametrize(("one", "other"), APART)
def test_what_stays_apart(one, other):
    assert terms(one) != terms(other)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e-mail", ["e", "mail"]),
        ("the U.S.-led talks", ["the", "us", "led", "talk"]),
        ("‘quoted’ 'words'", ["quot", "word"]),
        ("日本語", ["日", "本", "語"]),
        ("北京2022年", ["北", "京", "2022", "年"]),
        ("한국은", ["한", "국", "은"]),
        ("one_two", ["one", "two"]),
        ("d'école", ["d", "ecol"]),
        ("qu’il", ["qu", "il"]),
        ("dell'arte", ["dell", "art"]),
        ("aujourd'hui", ["aujourdhui"]),
        ("I'd don't", ["id", "dont"]),
        ("20th", ["20th"]),
        ("½ cup", ["1", "2", "cup"]),
        ("a\x00b \ud800 👍", ["a", "b"]),
        ("", []),
    ],
)
def test_words_of_a_text(text, expected):
    assert terms(text) == expected


def test_offsets_cover_the_whole_printed_word():
    text = "In Łódź’s café, ½."
    assert [text[token.start : token.end] for token in tokens(text)] == ["In", "Łódź’s", "café", "½", "½"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The U.S. said", ["Ｔhe", "Ｕ．Ｓ", "said"]),
        ("Syria’s don't", ["Ｓyria", "don＇t"]),
        ("cafe\u0301 Café", ["café", "Ｃafé"]),
        ("1,000", ["1，000"]),
    ],
)
def test_words_as_printed(text, expected):
    assert analysis.printed_terms(text) == expected
    assert [token.term for token in analysis.printed_tokens(text)] == expected


@given(st.text())
def test_printed_terms_never_need_escaping(text):
    for term in analysis.printed_terms(text):
        assert term
        assert all(character.isalnum() and not character.isupper() for character in term if character.isascii())
        assert len(term) <= analysis.LONGEST_TERM


@given(st.text())
def test_terms_never_need_escaping(text):
    found = terms(text)
    assert [token.term for token in tokens(text)] == found
    for term in found:
        assert term
        assert all(character.isalnum() for character in term if character.isascii())
        assert not any("A" <= character <= "Z" or character.isspace() for character in term)
        assert len(term) <= analysis.LONGEST_TERM


@pytest.mark.parametrize(
    "text", ["a" * 2_000_000, "a." * 500_000, "a'" * 500_000, "1,000" * 200_000, "“" * 100_000, "1," * 500_000]
)
def test_hostile_texts_take_linear_time(text):
    analysis.document_terms("", text)


def test_threads_do_not_disturb_each_other():
    words = [f"{beginning}{ending}" for beginning in "bdfghlmnprst" for ending in ("ations", "unning", "oppers", "uly")]
    expected = [analysis.stem(word) for word in words]
    faults = []

    def work():
        for _ in range(5):
            if [analysis.stem(word) for word in words] != expected:
                faults.append(threading.get_ident())

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []


def test_a_vocabulary_beyond_all_bounds_is_cut():
    body = " ".join(f"w{number:07d}" for number in range(150_000))
    _, found = analysis.document_terms("", body)
    assert sum(len(term) + 1 for term in found) <= analysis.LARGEST_VOCABULARY
    assert found == terms(body)[: len(found)]
