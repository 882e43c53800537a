"""Speakers in languages besides English: tables of text and expectation."""

from __future__ import annotations

import pytest

from corpus.extraction import ExtractionConfig, extract
from corpus.extraction.document import read
from corpus.extraction.evaluation import evaluate_articles
from corpus.extraction.foreign import language_of
from corpus.extraction.lexicon.languages import languages
from corpus.records import ArticleRecord, Attitude, Channel, ExtractionRecord, QuotationRecord
from tests.fixtures.sources import GOLD


def record(language: str, body: str) -> ExtractionRecord:
    return extract(ArticleRecord("t", "", body, language=language), ExtractionConfig(model=None))


def found(language: str, body: str) -> tuple[QuotationRecord, ...]:
    return record(language, body).quotations


def brief(language: str, body: str) -> list[tuple[str, str | None]]:
    """(text, resolved speaker) of every quotation with quoted words."""
    quotations = found(language, body)
    return [(q.text(body), q.speaker.name if q.speaker else None) for q in quotations if q.quoted]


@pytest.mark.parametrize(
    ("language", "body", "speaker"),
    [
        ("de", "„Wir haben gewonnen“, sagte Anna Kehr.", "Anna Kehr"),
        ("de", "»Wir haben gewonnen«, sagte Anna Kehr.", "Anna Kehr"),
        ("de-AT", "„Haben wir gewonnen?“, fragte Anna Kehr.", "Anna Kehr"),
        ("de", "Anna Kehr sagt: „Wir haben gewonnen.“", "Anna Kehr"),
        ("de", "Am Montag sagte Bürgermeister Karl Lind: „Wir haben gewonnen.“", "Karl Lind"),
        ("de", "„Wir haben gewonnen“, fügte Trainerin Anna Kehr hinzu.", "Anna Kehr"),
        ("de", "„Wir haben gewonnen“, hat Anna Kehr am Montag gesagt.", "Anna Kehr"),
        ("de", "Anna Kehr hat der Zeitung am Montag gesagt: „Wir haben gewonnen.“", "Anna Kehr"),
        ("de", "„Wir haben gewonnen“, so Anna Kehr von der Universität Ellis.", "Anna Kehr"),
        ("de", "„Wir haben gewonnen“, sagte Frau Kehr.", "Kehr"),
        ("de", "Karl Lind kam. „Wir haben gewonnen“, sagte Lind am Abend.", "Karl Lind"),
        ("de", "Die Trainerin Anna Kehr kam. „Wir haben gewonnen“, sagte sie.", "Anna Kehr"),
        ("de", "Die Trainerin Anna Kehr kam. „Wir haben gewonnen“, sagte die Trainerin.", "Anna Kehr"),
        ("de", "Anna Kehr und Karl Lind kamen. „Wir haben gewonnen“, sagte er.", "Karl Lind"),
        ("de", "„Wir haben gewonnen“, teilte die Polizei mit.", "die Polizei"),
        ("de", "„Wir haben gewonnen“, sagte der Trainer.", "der Trainer"),
        ("de", "Kehr: „Wir haben gewonnen.“ Anna Kehr lachte.", "Anna Kehr"),
        ("fr", "« Nous avons gagné », a déclaré Anne Roy.", "Anne Roy"),
        ("fr", "« Nous avons gagné », a déclaré la bibliothécaire, Anne Roy.", "Anne Roy"),
        ("fr", "« Nous avons gagné », explique l’avocat Marc Tissot.", "Marc Tissot"),
        ("fr", "Le maire, Paul Roy, a déclaré : « Nous avons gagné. »", "Paul Roy"),
        ("fr", "Anne Roy arrive. « Nous avons gagné », dit-elle.", "Anne Roy"),
        ("fr", "Anne Roy arrive. « Nous avons gagné », a-t-elle ajouté.", "Anne Roy"),
        ("fr", "Anne Roy arrive. « Nous avons gagné », elle a dit.", "Anne Roy"),
        ("fr", "« Nous avons gagné », selon M. Roy.", "Roy"),
        ("fr", "Selon Anne Roy, « nous avons gagné ».", "Anne Roy"),
        ("fr", "« Nous avons gagné », a expliqué le ministère.", "le ministère"),
        ("es", "«Hemos ganado», dijo Ana Ruiz.", "Ana Ruiz"),
        ("es", "Ana Ruiz afirmó: “Hemos ganado”.", "Ana Ruiz"),
        ("es", "“Hemos ganado”, ha dicho la alcaldesa, Ana Ruiz.", "Ana Ruiz"),
        ("it", "«Abbiamo vinto», ha detto Anna Conti.", "Anna Conti"),
        ("it", "Secondo Anna Conti «abbiamo vinto».", "Anna Conti"),
        ("nl", "‘We hebben gewonnen’, zei Anna de Wit.", "Anna de Wit"),
        ("nl", "“We hebben gewonnen”, aldus burgemeester Anna de Wit.", "Anna de Wit"),
        ("pt", "“Ganhamos o jogo”, disse Ana Reis.", "Ana Reis"),
        ("pl", "„Wygraliśmy ten mecz wczoraj”, powiedziała Anna Kehr.", None),
    ],
)
def test_one_quotation(language: str, body: str, speaker: str | None) -> None:
    ((text, name),) = brief(language, body)
    assert (name, text.lower() in body.lower()) == (speaker, True)


@pytest.mark.parametrize(
    ("language", "body", "expected"),
    [
        (
            "de",
            "„Wir haben gewonnen“, sagte Anna Kehr, „und wir gewinnen wieder.“",
            [("Wir haben gewonnen und wir gewinnen wieder.", "Anna Kehr")],
        ),
        (
            "de",
            "„Wir haben gewonnen“, sagte Anna Kehr. „Wir gewinnen wieder.“ „Nein“, sagte Karl Lind.",
            [("Wir haben gewonnen", "Anna Kehr"), ("Wir gewinnen wieder.", "Anna Kehr"), ("Nein", "Karl Lind")],
        ),
        (
            "fr",
            "« Nous avons gagné », dit Anne Roy. « C’est tout. »\n\nPaul Tissot proteste. « Non », dit-il.",
            [("Nous avons gagné", "Anne Roy"), ("C’est tout.", "Anne Roy"), ("Non", "Paul Tissot")],
        ),
        (
            "es",
            "«Hemos ganado», dijo Ana Ruiz. «Estoy feliz», añadió.",
            [("Hemos ganado", "Ana Ruiz"), ("Estoy feliz", "Ana Ruiz")],
        ),
        (
            "es",
            "—¿Vienes? —preguntó Ana Ruiz.\n\n—No puedo —dijo el hombre—. Estoy cansado.\n\n—Yo también.",
            [
                ("¿Vienes?", "Ana Ruiz"),
                ("No puedo", "el hombre"),
                ("Estoy cansado.", "el hombre"),
                ("Yo también.", "Ana Ruiz"),
            ],
        ),
        ("de", "Karl Lind nannte den Plan „hübsch, aber nass“.", [("den Plan „hübsch, aber nass“", "Karl Lind")]),
        ("fr", "Paul Roy, le maire, a regretté un choix « coûteux ».", [("un choix « coûteux »", "Paul Roy")]),
        ("de", "Die „Alte Post“ bleibt offen.", []),
    ],
)
def test_several_runs(language: str, body: str, expected: list[tuple[str, str | None]]) -> None:
    assert brief(language, body) == expected


@pytest.mark.parametrize(
    ("language", "body", "text", "speaker"),
    [
        (
            "de",
            "Karl Lind versprach, die Hilfen würden im Mai ausgezahlt.",
            "die Hilfen würden im Mai ausgezahlt",
            "Karl Lind",
        ),
        ("fr", "Paul Roy a affirmé que le toit sera refait.", "le toit sera refait", "Paul Roy"),
        ("es", "Ana Ruiz dijo que la escuela cerrará pronto.", "la escuela cerrará pronto", "Ana Ruiz"),
    ],
)
def test_statements(language: str, body: str, text: str, speaker: str) -> None:
    (quotation,) = found(language, body)
    assert quotation.speaker is not None
    assert (quotation.text(body), quotation.kind.value, quotation.speaker.name) == (text, "indirect", speaker)


def test_people_and_organisations_with_all_their_names() -> None:
    body = "Am Hafen in Alt Ellis kam Stadtrat Karl Lind an. „Es regnet“, sagte Lind. Die Werft Nord Ost grüßte Lind."
    read_from = record("de", body)
    (person,), (firm,) = read_from.people, read_from.organisations
    assert (person.name, [body[m.start : m.end] for m in person.mentions]) == (
        "Karl Lind",
        ["Karl Lind", "Lind", "Lind"],
    )
    assert firm.name == "Werft Nord Ost"


@pytest.mark.parametrize(
    ("language", "body", "names"),
    [
        ("de", "Das teilte der Sprecher des Deichverbands Ellis mit.", ["Deichverband Ellis"]),
        (
            "de",
            "Die Nordwerft AG wächst, das Landesamt für Fischerei auch.",
            ["Nordwerft AG", "Landesamt für Fischerei"],
        ),
        ("de", "Der Brand in der Stadt gilt als Brandstiftung.", []),
        (
            "fr",
            "Elle travaille à la mairie de Valbrune et pour l’Union des pêcheurs.",
            ["mairie de Valbrune", "Union des pêcheurs"],
        ),
        ("fr", "La mairie est fermée.", []),
        (
            "es",
            "Lo pidió el Sindicato de Pesca al Ayuntamiento de Arde.",
            ["Sindicato de Pesca", "Ayuntamiento de Arde"],
        ),
    ],
)
def test_organisations(language: str, body: str, names: list[str]) -> None:
    assert [one.name for one in record(language, body).organisations] == names


@pytest.mark.parametrize(
    ("language", "body", "spans", "speaker"),
    [
        ("fr", "« Nous partons, a dit Anne Roy, et sans bruit. »", ["Nous partons", "et sans bruit."], "Anne Roy"),
        ("es", "«Nos vamos —dijo Ana Ruiz—, y sin ruido.»", ["Nos vamos", "y sin ruido."], "Ana Ruiz"),
        ("de", "Sein Boot sei, sagte Karl Lind, „kein Spielzeug“.", ["Sein Boot sei", "kein Spielzeug"], "Karl Lind"),
        ("de", "Schuld sei, so Karl Lind, der Regen.", ["Schuld sei", "der Regen"], "Karl Lind"),
        ("fr", "Le pont est fermé, a annoncé Anne Roy.", ["Le pont est fermé"], "Anne Roy"),
        ("de", "„Nein“, knurrte Karl Lind.", ["Nein"], "Karl Lind"),
        ("de", "Karl Lind zufolge bleibt der Hafen zu.", ["bleibt der Hafen zu"], "Karl Lind"),
    ],
)
def test_what_a_cue_cuts_or_follows(language: str, body: str, spans: list[str], speaker: str) -> None:
    (quotation,) = found(language, body)
    assert quotation.speaker is not None
    assert ([span.of(body) for span in quotation.spans], quotation.speaker.name) == (spans, speaker)


def test_reported_speech_goes_on_without_a_cue() -> None:
    body = "Anna Kehr sagte, der Hafen sei zu. Er habe keine Lichter. Der Wind dreht."
    told = [(q.text(body), q.speaker.name if q.speaker else None) for q in found("de", body)]
    assert told == [("der Hafen sei zu", "Anna Kehr"), ("Er habe keine Lichter", "Anna Kehr")]


@pytest.mark.parametrize(("language", "spans", "end_to_end"), [("de", 92, 85), ("fr", 88, 82), ("es", 90, 80)])
def test_the_half_that_nothing_was_tuned_on(language: str, spans: float, end_to_end: float) -> None:
    report = evaluate_articles(GOLD / language / "held", extract)
    assert 100 * report.spans().f1 >= spans
    assert 100 * report.end_to_end().f1 >= end_to_end
    assert 100 * report.names("people").f1 >= 90
    assert 100 * report.names("organisations").f1 >= 80


def test_what_the_cue_tells() -> None:
    body = "Die Trainerin Anna Kehr kam. „Gewinnen wir?“, fragte sie in einer E-Mail. „Das weiß keiner.“"
    first, second = found("de", body)
    assert (first.attitude, first.channel, second.channel) == (Attitude.ASKED, Channel.EMAIL, Channel.EMAIL)
    assert first.cue is not None
    assert first.cue.text == "fragte"


@pytest.mark.parametrize(
    ("tag", "body", "expected"),
    [
        ("de", "", "de"),
        ("fra", "", "fr"),
        ("en-GB", "", "en"),
        ("pl", "", ""),
        ("", "The mayor said that it was over.", "en"),
        ("", "„Wir haben gewonnen“, sagte Anna Kehr, und das ist nicht der Anfang.", "de"),
        ("", "Das Wetter war schön und die Leute waren froh. " * 6, "de"),
        ("", "Le maire a dit que la ville est en fête et que tout le monde vient. " * 5, "fr"),
        ("", "Pogoda była ładna i ludzie cieszyli się z tego przez cały dzień. " * 6, ""),
    ],
)
def test_language(tag: str, body: str, expected: str) -> None:
    assert language_of(tag, read(ArticleRecord("t", "", body))) == expected


def test_every_list_is_full() -> None:
    for one in languages():
        assert one.common
        assert one.verbs
        assert one.he
        assert one.she
        assert one.determiners
        assert one.channels
        assert not one.verbs & one.common - {"so"}
