"""Bytes to text, and the characters that may stand in a text."""

import os
import random

import pytest

from corpus.ingest.cleaning import clean_line, clean_text
from corpus.ingest.config import IngestError
from corpus.ingest.encoding import decode

QUOTED = "“We’re ready – at last,” said Zoë Müller… in the café."


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (QUOTED, "utf-8"),
        (QUOTED, "utf-8-sig"),
        (QUOTED, "cp1252"),
        (QUOTED, "utf-16"),
        (QUOTED, "utf-16-le"),
        (QUOTED, "utf-16-be"),
        (QUOTED, "utf-32"),
        (QUOTED, "utf-32-le"),
        ("It’s fine", "cp1252"),
        ("no", "cp1252"),
        ("Café", "latin-1"),
        ("é", "cp1252"),
        ("Il était très élégant à l’époque, où il gérait la société.", "cp1252"),
        ("Größe, Maß und Übermut: „Wir haben genug“, sagte der Bürgermeister.", "cp1252"),
        ("“It’s ours,” she said. “We don’t sell.”", "mac_roman"),
        ("Le maire a dit : “L’année prochaine, l’hôpital rouvrira.” Il a été réélu.", "mac_roman"),
        ("‘Not yet’, she said of the café. ‘Ask again’.", "mac_roman"),
        ("L'HÔPITAL DE LA CÔTE\n\nLe maire a annoncé un nouveau rôle pour l'hôpital.", "cp1252"),
        ("Le RÔLE de la CÔTE", "cp1252"),
        ("Ôter les sièges du théâtre, le maire l'a annoncé, prendra dès lundi une année à la ville.", "cp1252"),
        ("Ôter le pont, dit-il.", "cp1252"),
        ("ÔNIBUS E LIGAÇÕES PARAM NA MANHÃ DE SEGUNDA FEIRA EM LISBOA, DIZ A CAMARA DA CIDADE", "cp1252"),
        ("Мэр города заявил, что новый мост откроют в понедельник, несмотря на дождь и сильный ветер. " * 4, "cp1251"),
        ("港の新しい橋は月曜日に開通すると市長は述べた。工事は三年かかった。" * 6, "shift_jis"),
    ],
)
def test_decodes(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_declared_charset_is_used_where_utf8_is_impossible() -> None:
    assert decode("Příliš žluťoučký".encode("cp1250"), declared="cp1250") == "Příliš žluťoučký"
    assert decode("Příliš žluťoučký".encode(), declared="cp1250") == "Příliš žluťoučký"
    assert decode("市長".encode("iso2022_jp"), declared="iso2022_jp") == "市長"
    assert decode(b"plain", declared="no-such-charset") == "plain"


def test_a_broken_byte_does_not_make_utf8_something_else() -> None:
    assert "“We’re ready" in decode(QUOTED.encode() * 3 + b"\xe2\x80")


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7 trailer",
        b"PK\x03\x04 words",
        b"\x89PNG\r\n\x1a\n",
        b"\x7fELF" + bytes(200),
        bytes(5_000),
        bytes(range(256)) * 20,
        b"\xff\xfe" + random.Random(3).randbytes(4_000),
        *(random.Random(seed).randbytes(4_096) for seed in range(20)),
        os.urandom(10_000),
    ],
)
def test_binary_data_is_refused(content: bytes) -> None:
    with pytest.raises(IngestError, match="binary data, not text"):
        decode(content)


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\r\nb\rc\x0bd\x0ce\u2028f\u2029g", "a\nb\nc\nd\ne\nf\n\ng"),
        ("a\x00b\x07c\x1bd\x7fe", "abcde"),
        ("a\u200bb\ufeffc\u2060d\u00ade", "abcde"),
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\ud800b\udfffc", "abc"),
        ("a\u00a0b\u2009c\td\u3000e", "a b c d e"),
        ("e\u0301", "é"),
        ("\x93No,\x94 he said\x85", "“No,” he said…"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("ab\u200cc", "abc"),
        ("👩\u200d🚀", "👩\u200d🚀"),
    ],
)
def test_clean_text(dirty: str, clean: str) -> None:
    assert clean_text(dirty) == clean
    assert clean_text(clean) == clean


def test_clean_line_joins_lines_and_spaces() -> None:
    assert clean_line("  The\n new\t  bridge ") == "The new bridge"


def test_a_tower_of_combining_marks_is_cut_to_what_normalisation_can_bear() -> None:
    assert len(clean_text("a" + "\u0300\u0316" * 500_000)) <= 31
