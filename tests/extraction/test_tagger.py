"""The trained reader's parts: pieces, windows, labels, trees, the model's folder."""

from __future__ import annotations

import itertools
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.extraction import ExtractionConfig, ModelError, extract, extract_many
from corpus.extraction.document import read
from corpus.extraction.tagger import encode, load
from corpus.extraction.tagger.decoding import _best_labels, label_spans
from corpus.extraction.tagger.model import read_windows
from corpus.extraction.tagger.pieces import Pieces, PieceShape, QuoteState, word_shape
from corpus.extraction.tagger.trees import Trees
from corpus.extraction.tagger.windows import speaks as worth_reading
from corpus.extraction.tagger.windows import windows
from corpus.records import ArticleRecord
from tests.extraction.tiny_model import make

TEXTS = st.text(alphabet="aB9é“”\"'’.,! \n漢😀", max_size=400)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("reader") / "tiny")


@pytest.fixture(scope="module")
def pieces_of(folder: Path) -> Callable[[str], Pieces]:
    tokenizer = load(folder).tokenizer
    return lambda body: encode(read(ArticleRecord("x", "", body)), tokenizer)


@pytest.mark.parametrize(
    ("word", "shape"),
    [
        ("harbour", PieceShape.LOWER),
        ("Kerr", PieceShape.TITLE),
        ("BCW", PieceShape.CAPS),
        ("McKay", PieceShape.MIXED),
        ("iPad", PieceShape.MIXED),
        ("2031", PieceShape.DIGIT),
        ("”", PieceShape.PUNCTUATION),
        ("A", PieceShape.INITIAL),
        ("漢", PieceShape.LOWER),
    ],
)
def test_shapes(word: str, shape: PieceShape) -> None:
    assert word_shape(word) == shape


def test_quote_states(pieces_of: Callable[[str], Pieces]) -> None:
    pieces = pieces_of("He said “no way” twice.\n\n“Yes,” she said.")
    assert [int(state) for state in pieces.quote[:6]] == [
        QuoteState.OUTSIDE,
        QuoteState.OUTSIDE,
        QuoteState.MARK,
        QuoteState.INSIDE,
        QuoteState.INSIDE,
        QuoteState.MARK,
    ]
    assert pieces.quote[pieces.paragraph.tolist().index(1)] == QuoteState.SPECIAL


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_pieces_stand_where_they_say(pieces_of: Callable[[str], Pieces], body: str) -> None:
    pieces = pieces_of(body)
    assert np.all(pieces.start <= pieces.end)
    assert np.all(pieces.start[1:] >= pieces.end[:-1])
    assert all(not body[s:e].isspace() for s, e in zip(pieces.start, pieces.end, strict=True) if e > s)


@given(TEXTS, st.integers(8, 40), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_the_cores_of_windows_cover_the_text_once(
    pieces_of: Callable[[str], Pieces], body: str, longest: int, context: int
) -> None:
    pieces = pieces_of(body * 3)
    found = windows(pieces, longest, context)
    assert [at for window in found for at in range(window.core_start, window.core_end)] == list(range(len(pieces)))
    for window in found:
        assert window.start <= window.core_start < window.core_end <= window.end
        assert window.end - window.start <= longest - 2


@pytest.mark.parametrize(
    ("body", "speaks"),
    [
        ("Ana Kerr said it was not safe.", True),
        ("No. No. No.", True),
        ("“ ” , " * 80, False),
        ("Tom Lind said " * 80, False),
        ("3.5 2031 " * 80, False),
        (
            "3.5 2031 " * 80
            + "Ana Kerr told the board, and we waited, it would not pay. Tom Lind never met the mayor.",
            True,
        ),
    ],
)
def test_windows_that_may_hold_speech(pieces_of: Callable[[str], Pieces], body: str, speaks: bool) -> None:
    pieces = pieces_of(body)
    assert any(worth_reading(pieces, window) for window in windows(pieces, 256, 16)) is speaks


def test_what_is_not_read_says_nothing_and_points_nowhere(pieces_of: Callable[[str], Pieces]) -> None:
    class NoSession:
        def run(self, outputs: None, inputs: dict[str, np.ndarray]) -> list[np.ndarray]:
            raise AssertionError("read")

    pieces = pieces_of("“ ” , " * 80)
    reading = read_windows(NoSession(), pieces, {"window": 64, "context": 16, "batch": 2})
    assert label_spans(pieces, reading.tags) == []
    (start, pointer), (other, _) = reading.pointers([(3, 9), (100, 101)])
    assert (start, int(pointer.argmax()), float(pointer.sum())) == (0, 0, 1.0)
    assert other > 0


def test_a_text_longer_than_a_book_is_read_by_the_rules(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    article, config = ArticleRecord("x", "", BODIES[1] * 3), ExtractionConfig(model=folder)
    by_rules = extract(article, ExtractionConfig(model=None)).quotations
    assert extract(article, config).quotations != by_rules
    monkeypatch.setattr("corpus.extraction.trained.LONGEST", 40)
    assert extract(article, config).quotations == by_rules


def _valid(labels: tuple[int, ...], breaks: list[bool]) -> bool:
    for at, label in enumerate(labels):
        before = labels[at - 1] if at and not breaks[at] else 0
        if label and label % 2 == 0 and before not in (label, label - 1):
            return False
    return True


@given(st.integers(0, 2**32 - 1), st.lists(st.booleans(), min_size=1, max_size=4))
@settings(max_examples=100, deadline=None)
def test_labels_are_the_best_valid_sequence(seed: int, breaks: list[bool]) -> None:
    breaks[0] = True
    scores = np.random.default_rng(seed).normal(size=(len(breaks), 7)).astype(np.float32)

    def total(labels: tuple[int, ...]) -> float:
        return sum(float(scores[at, label]) for at, label in enumerate(labels))

    best = max((c for c in itertools.product(range(7), repeat=len(breaks)) if _valid(c, breaks)), key=total)
    assert tuple(_best_labels(scores, np.array(breaks)).tolist()) == best


def test_the_pieces_of_a_word_vote_together(pieces_of: Callable[[str], Pieces]) -> None:
    pieces = pieces_of("We waited.")
    pieces.begins[1] = False  # as if "we waited" were one word
    logits = np.zeros((len(pieces), 7), np.float32)
    logits[:, 0] = 3
    logits[0, 5] = 20
    (span,) = label_spans(pieces, logits)
    assert (span.first, span.last) == (0, 2)


def test_trees_walk_to_their_leaves() -> None:
    stored = {
        "feature": [[1, 0, 0]],
        "threshold": [[0.5, 0, 0]],
        "left": [[1, 1, 2]],
        "right": [[2, 1, 2]],
        "value": [[9.0, -1.0, 2.0]],
        "depth": 1,
        "baseline": 0.25,
    }
    assert Trees.from_json(stored).scores(np.array([[7, 0.5], [7, 0.6]], np.float32)).tolist() == [-0.75, 2.25]


def test_trees_of_any_shape_give_what_a_walk_gives() -> None:
    chance = np.random.default_rng(3)

    def grow(leaves: int) -> list[tuple[int, float, int, int, float]]:
        """Nodes as (feature, threshold, left, right, value); a leaf leads to itself."""
        nodes: list[tuple[int, float, int, int, float]] = []

        def add(leaves: int) -> int:
            at = len(nodes)
            nodes.append((0, 0.0, at, at, float(chance.normal())))
            if leaves > 1:
                low = int(chance.integers(1, leaves))
                test = (int(chance.integers(3)), float(chance.choice([0.1, 0.5, 1.0])))
                nodes[at] = (*test, add(low), add(leaves - low), 0.0)
            return at

        add(leaves)
        return nodes

    rows = chance.choice([0.0, 0.1, 0.5, 0.7, 1.0], (300, 3)).astype(np.float32)
    for leaves in (1, 2, 15, 17, 33, 64):
        grown = [grow(leaves), grow(min(leaves, 5))]
        grown[1] += [(0, 0.0, at, at, 0.0) for at in range(len(grown[1]), len(grown[0]))]
        columns = ("feature", "threshold", "left", "right", "value")
        stored = {name: [[node[at] for node in nodes] for nodes in grown] for at, name in enumerate(columns)}
        expected = []
        for row in rows:
            total = 0.5
            for nodes in grown:
                at = 0
                while nodes[at][2] != at:
                    at = nodes[at][2] if float(row[nodes[at][0]]) <= nodes[at][1] else nodes[at][3]
                total += nodes[at][4]
            expected.append(total)
        assert np.allclose(Trees.from_json(stored | {"baseline": 0.5}).scores(rows), expected)


def test_a_changed_file_is_refused(folder: Path, tmp_path: Path) -> None:
    changed = tmp_path / "model"
    shutil.copytree(folder, changed)
    path = changed / "linker.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"baseline": 1}))
    with pytest.raises(ModelError, match=r"linker.json is not the file"):
        load(changed)
    with pytest.raises(ModelError, match="cannot be read"):
        load(tmp_path)


BODIES = [
    "“We waited,” said Ana Kerr, the mayor. She added that the pier was safe.",
    "The board met. Tom Lind said it “would not” pay.\n\n“Never, never,” Ana Kerr told the board.",
    "“We waited,” Ana Kerr said, “and we never met.” “It was not safe,” she added.",
    "Nothing was said.",
    "“ “ “ we”\n\n”",
]


def test_the_reader_finds_and_the_rules_complete(folder: Path) -> None:
    config = ExtractionConfig(model=folder)
    record = extract(ArticleRecord("x", "", BODIES[0]), config)
    (quotation,) = [q for q in record.quotations if q.quoted]
    assert (record.extractor, quotation.text(BODIES[0]), quotation.kind) == ("tiny-1.4", "We waited,", "direct")
    assert quotation.speaker is not None
    assert (quotation.speaker.name, quotation.speaker_role) == ("Ana Kerr", "mayor")
    assert quotation.cue is not None
    assert quotation.cue.text == "said"


def test_a_sentence_that_goes_on_after_the_cue_is_one_quotation(folder: Path) -> None:
    record = extract(ArticleRecord("x", "", BODIES[2]), ExtractionConfig(model=folder))
    texts = [quotation.text(BODIES[2]) for quotation in record.quotations]
    assert texts == ["We waited, and we never met.", "It was not safe,"]


def test_a_document_reads_the_same_alone_and_among_others(folder: Path) -> None:
    config = ExtractionConfig(model=folder)
    articles = [ArticleRecord(str(n), "", body) for n, body in enumerate(BODIES * 4)]
    alone = [extract(article, config) for article in articles]
    assert list(extract_many(articles, config)) == alone
    assert list(extract_many(articles, config, workers=2)) == alone
    assert list(extract_many(articles[::-1], config)) == alone[::-1]


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_any_text_gives_quotations_that_stand_in_it(folder: Path, body: str) -> None:
    record = extract(ArticleRecord("x", "", body), ExtractionConfig(model=folder))
    for quotation in record.quotations:
        assert all(0 <= start < end <= len(body) for start, end in quotation.spans)
        assert all(a.end <= b.start for a, b in itertools.pairwise(quotation.spans))


def test_the_folder_comes_from_the_environment(folder: Path, tmp_path: Path) -> None:
    assert ExtractionConfig.from_environment({"EXTRACTION_MODEL": str(folder)}).model == folder
    with pytest.raises(ValueError, match="there is no folder"):
        ExtractionConfig.from_environment({"EXTRACTION_MODEL": str(tmp_path / "none")})


def test_the_rules_alone_load_no_runtime() -> None:
    code = "import sys, corpus.extraction; sys.exit('onnxruntime' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_command_refuses_a_folder_that_is_no_model(tmp_path: Path) -> None:
    environment = os.environ | {"EXTRACTION_MODEL": str(tmp_path)}
    command = [sys.executable, "-m", "corpus.extraction"]
    done = subprocess.run(command, env=environment, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert b"cannot be read" in done.stderr
