"""How the speaker stands to the words: a statement is told from a belief, an intention, a feeling."""

from __future__ import annotations

import pytest

from corpus.extraction import ExtractionConfig
from corpus.extraction.attribution.meaning import Content, meaning_of
from corpus.records import Attitude
from tests.extraction.readers import BY_READER, both, quotations

SAID, ASKED, BELIEVES, WANTS = Attitude.SAID, Attitude.ASKED, Attitude.BELIEVES, Attitude.WANTS
PROMISES, DENIES, FEELS = Attitude.PROMISES, Attitude.DENIES, Attitude.FEELS
REFUSES = Attitude.REFUSES


@pytest.mark.parametrize(
    ("cue", "first", "attitude"),
    [
        ("said", "the", SAID),
        ("told", "the", SAID),
        ("told", "to", WANTS),
        ("according to", "the", SAID),
        ("put out a statement saying", "the", SAID),
        ("went on to say", "the", SAID),
        ("made it clear", "the", SAID),
        ("makes clear", "the", SAID),
        ("pointed out", "the", SAID),
        ("talked about", "the", SAID),
        ("criticized", "the", SAID),
        ("shot back", "the", SAID),
        ("pleaded guilty", "to", SAID),
        ("is known as", "the", SAID),
        ("wants to say", "the", SAID),
        ("began tweeting out", "the", SAID),
        ("asked", "whether", ASKED),
        ("was asked about", "the", ASKED),
        ("wondered", "why", ASKED),
        ("questions about", "the", ASKED),
        ("raised questions about", "the", ASKED),
        ("believes", "the", BELIEVES),
        ("thinks", "the", BELIEVES),
        ("is convinced", "the", BELIEVES),
        ("was confident", "the", BELIEVES),
        ("has no doubt", "the", BELIEVES),
        ("is of the view", "the", BELIEVES),
        ("her belief", "the", BELIEVES),
        ("in his view", "the", BELIEVES),
        ("agrees with", "the", BELIEVES),
        ("seemed to think", "the", BELIEVES),
        ("sees", "the", BELIEVES),
        ("does not believe", "the", BELIEVES),
        ("expressed confidence", "the", BELIEVES),
        ("is expected", "to", BELIEVES),
        ("wants", "to", WANTS),
        ("hopes", "the", WANTS),
        ("their hope", "the", WANTS),
        ("the plan", "to", WANTS),
        ("plans", "to", WANTS),
        ("called for", "a", WANTS),
        ("has called for", "a", WANTS),
        ("called on", "the", WANTS),
        ("asked for", "a", WANTS),
        ("asked", "to", WANTS),
        ("decided", "to", WANTS),
        ("would like", "to", WANTS),
        ("supports", "a", WANTS),
        ("endorsed", "a", WANTS),
        ("voiced support for", "the", WANTS),
        ("is in favour of", "a", WANTS),
        ("is determined", "to", WANTS),
        ("is willing", "to", WANTS),
        ("is drawing blueprints for", "a", WANTS),
        ("promised", "to", PROMISES),
        ("agreed", "to", PROMISES),
        ("his pledge", "to", PROMISES),
        ("threatened", "to", PROMISES),
        ("denied", "the", DENIES),
        ("refused", "to", REFUSES),
        ("declined", "to", REFUSES),
        ("would not say", "whether", REFUSES),
        ("did not respond to", "a", REFUSES),
        ("opposes", "the", DENIES),
        ("is opposed to", "the", DENIES),
        ("are against", "the", DENIES),
        ("takes issue with", "the", DENIES),
        ("ruled out", "a", DENIES),
        ("does not support", "the", DENIES),
        ("opposition to", "the", DENIES),
        ("feels", "the", FEELS),
        ("fears", "the", FEELS),
        ("is worried", "the", FEELS),
        ("concerns about", "the", FEELS),
        ("expressed concern", "the", FEELS),
        ("is angry about", "the", FEELS),
        ("loves", "the", FEELS),
        ("looks forward to", "the", FEELS),
    ],
)
def test_cues(cue: str, first: str, attitude: Attitude) -> None:
    meaning = meaning_of(cue.split(), [], Content(first, 6, quoted=False))
    assert meaning is not None
    assert meaning.attitude is attitude


@pytest.mark.parametrize(
    ("cue", "content", "attitude"),
    [
        ("eviscerated", Content("the", 3, quoted=False), None),
        ("is all about", Content("the", 2, quoted=False), FEELS),
        ("is all about", Content("the", 2, quoted=True), None),
        ("cast its ballot for", Content("tom", 2, quoted=False), WANTS),
        ("went out of its way", Content("to", 3, quoted=False), WANTS),
    ],
)
def test_a_cue_that_no_list_knows(cue: str, content: Content, attitude: Attitude | None) -> None:
    meaning = meaning_of(cue.split(), [], content)
    assert (meaning.attitude if meaning else None) is attitude


@both
@pytest.mark.parametrize(
    ("body", "attitude"),
    [
        ("Ana Kerr said the bridge was not safe.", SAID),
        ("Ana Kerr believes the bridge is not safe.", BELIEVES),
        ("Ana Kerr thinks the bridge is not safe.", BELIEVES),
        ("Ana Kerr wants to close the bridge.", WANTS),
        ("Ana Kerr hopes that the bridge will be closed.", WANTS),
        ("Ana Kerr called for a new bridge.", WANTS),
        ("Ana Kerr promised to close the bridge.", PROMISES),
        ("Ana Kerr denied that the bridge was unsafe.", DENIES),
        ("Ana Kerr fears that the bridge will fall.", FEELS),
        ("Ana Kerr asked whether the bridge was safe.", ASKED),
        ("Ana Kerr asked the minister to close the bridge.", WANTS),
    ],
)
def test_in_sentences(body: str, attitude: Attitude, config: ExtractionConfig) -> None:
    found = quotations(body, config)
    assert {q.attitude for q in found} <= {attitude}
    assert found or (config.model is None and attitude is WANTS)  # the rules leave some wishes out


@pytest.mark.parametrize(
    ("body", "attitude"),
    [
        ("Ana Kerr is convinced that the bridge will fall.", BELIEVES),
        ("Ana Kerr was confident the bridge would hold.", BELIEVES),
        ("Ana Kerr is worried that the bridge will fall.", FEELS),
        ("Ana Kerr is in favour of a new bridge across the river.", WANTS),
        ("Ana Kerr made clear that the bridge would be closed.", SAID),
        ("Ana Kerr expressed concern about the state of the bridge.", FEELS),
    ],
)
def test_cues_that_only_the_reader_knows(body: str, attitude: Attitude) -> None:
    assert {q.attitude for q in quotations(body, BY_READER)} == {attitude}


@pytest.mark.parametrize(
    ("body", "attitude"),
    [
        ("Ana Kerr is opposed to the new bridge.", DENIES),
        ("Ana Kerr loves the old bridge.", FEELS),
        ("Ana Kerr supports the new bridge.", WANTS),
    ],
)
def test_a_scrap_behind_a_stance_is_no_statement(body: str, attitude: Attitude) -> None:
    assert {q.attitude for q in quotations(body, BY_READER)} <= {attitude}  # if it is reported at all
