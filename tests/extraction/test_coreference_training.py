"""The ranker of antecedents learned from a handful of invented texts with chains."""

from __future__ import annotations

import gzip
import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from corpus.extraction.tagger.trees import Trees
from corpus.extraction.training.chains import ChainedText, Printed, chained
from corpus.records import EntityType

pytestmark = pytest.mark.skipif(
    find_spec("sklearn") is None, reason="scikit-learn is not installed: make train installs what training needs"
)

# word, part of speech, head, entity, whether no space follows
SENTENCES = (
    (
        ("Mayor", "PROPN", 4, "(1", False),
        ("Ana", "PROPN", 1, "_", False),
        ("Kerr", "PROPN", 1, "1)", False),
        ("met", "VERB", 0, "_", False),
        ("Tom", "PROPN", 4, "(2", False),
        ("Lind", "PROPN", 5, "2)", True),
        (".", "PUNCT", 4, "_", False),
    ),
    (
        ("She", "PRON", 2, "(1)", False),
        ("sold", "VERB", 0, "_", False),
        ("her", "PRON", 4, "(3(1)", False),
        ("boat", "NOUN", 2, "3)", True),
        (".", "PUNCT", 2, "_", False),
    ),
    (
        ("Marsh", "PROPN", 3, "(4", False),
        ("University", "PROPN", 1, "4)", False),
        ("said", "VERB", 0, "_", False),
        ("it", "PRON", 5, "(4)", False),
        ("closed", "VERB", 3, "_", True),
        (".", "PUNCT", 3, "_", False),
    ),
)
BODY = "Mayor Ana Kerr met Tom Lind. She sold her boat. Marsh University said it closed."


def conllu() -> str:
    lines = ["# newdoc id = a", "# newpar"]
    for sentence in SENTENCES:
        for number, (word, tag, head, entity, tight) in enumerate(sentence, 1):
            rest = "|".join(
                part for part in (f"Entity={entity}" if entity != "_" else "", "SpaceAfter=No" if tight else "") if part
            )
            lines.append("\t".join([str(number), word, word, tag, tag, "_", str(head), "_", "_", rest or "_"]))
        lines.append("")
    return "\n".join(lines)


def silver(name: str) -> dict[str, object]:
    """CoreNLP's layout: a token is [start, end, word, class, tag], a mention [sentence, first, last, head] from 1."""
    sentences, at = [], 0
    for sentence in SENTENCES:
        tokens = []
        for word, tag, *_ in sentence:
            at = BODY.index(word, at)
            tokens.append([at, at + len(word), word, "O", {"PROPN": "NNP", "PRON": "PRP"}.get(tag, "NN")])
            at += len(word)
        sentences.append(tokens)
    chain = [[1, 1, 4, 3, "Mayor Ana Kerr", True], [2, 1, 2, 1, "She", False], [2, 3, 4, 3, "her", False]]
    other = [[3, 1, 3, 2, "Marsh University", True], [3, 4, 5, 4, "it", False]]
    return {"doc": name, "sents": sentences, "coref": [chain, other]}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "coref" / "gum").mkdir(parents=True)
    (tmp_path / "coref" / "gum" / "a.conllu").write_text(conllu(), encoding="utf-8")
    texts = tmp_path / "polnear" / "train" / "text"
    texts.mkdir(parents=True)
    names = [f"b{number}" for number in range(24)]
    for name in names:
        (texts / f"{name}.txt").write_text(BODY, encoding="utf-8")
    with gzip.open(tmp_path / "polnear" / "train.corenlp.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(silver(name)) + "\n" for name in names)
    return tmp_path


def printed(text: ChainedText) -> list[tuple[str, str, Printed]]:
    return [(text.body[link.span.start : link.span.end], link.chain, link.printed) for link in text.links]


def test_both_layouts_give_the_same_links(data: Path) -> None:
    gold, first, *_ = chained(data)
    assert (gold.body.strip(), gold.silver, first.body, first.silver) == (BODY, False, BODY, True)
    assert printed(gold) == [
        ("Mayor Ana Kerr", "1", Printed.NAME),
        ("Tom Lind", "2", Printed.NAME),
        ("She", "1", Printed.PRONOUN),
        ("her", "1", Printed.PRONOUN),
        ("her boat", "3", Printed.NOMINAL),
        ("Marsh University", "4", Printed.NAME),
        ("it", "4", Printed.PRONOUN),
    ]
    assert printed(first) == [
        ("Mayor Ana Kerr", "0", Printed.NAME),
        ("She", "0", Printed.PRONOUN),
        ("her", "0", Printed.PRONOUN),
        ("Marsh University", "1", Printed.NAME),
        ("it", "1", Printed.PRONOUN),
    ]


def test_the_candidate_of_the_chain_is_the_right_one(data: Path) -> None:
    from corpus.extraction.training.coreference import examples  # every process of the tests would load scikit-learn

    found = examples(list(chained(data))[:2])[EntityType.PERSON]
    assert len(found.rows) == len(found.labels) == 2 * 2 * 2  # two texts, two pronouns, two candidates
    assert sum(found.labels) == 4
    assert found.weights == [3.0] * 4 + [1.0] * 4
    assert len({len(row) for row in found.rows}) == 1


def test_the_file_that_is_written_tells_them_apart(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.extraction.training.coreference import examples, main

    out = tmp_path / "ranker.json"
    monkeypatch.setattr("sys.argv", ["coreference", str(data), "--out", str(out)])
    main()
    trees = Trees.from_json(json.loads(out.read_text(encoding="utf-8"))["person"])
    found = examples(list(chained(data))[:1])[EntityType.PERSON]
    scores = trees.scores(np.array(found.rows, np.float32))
    assert [score > 0 for score in scores] == found.labels
