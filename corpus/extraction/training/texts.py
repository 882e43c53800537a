"""Annotated texts as pieces with labels: attributions from brat folders, names from CoNLL files and silver tags.

Folders, under DATA: ``polnear/train`` (text/ and attributions/), ``polnear/train.corenlp.jsonl.gz`` beside it,
and ``ner/*``. Only sets whose licences allow a model to be shipped are read (NAME_SETS).
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from corpus.records import ArticleRecord, Span

from ..document import Document, read
from ..evaluation.brat import GoldArticle, read_gold
from ..tagger.decoding import NameType, Part
from ..tagger.pieces import Ints, Pieces, encode

NO_LABEL = -100
NAME_SETS = (  # all CC BY: 4.0, SEC filings 3.0
    "BTC/CONLL-format/data/*.conll",
    "wikigold/CONLL-format/data/wikigold.conll.txt",
    "WNUT17/CONLL-format/data/train/wnut17train.conll",
    "SEC-filings/CONLL-format/data/train/FIN5.txt",
)
NAME_TYPES = {
    "PER": NameType.PERSON,
    "PERSON": NameType.PERSON,
    "ORG": NameType.ORGANISATION,
    "ORGANIZATION": NameType.ORGANISATION,
    "CORPORATION": NameType.ORGANISATION,
    "GROUP": NameType.ORGANISATION,
    "LOC": NameType.PLACE,
    "LOCATION": NameType.PLACE,
}
SENTENCES_A_TEXT = 40
NO_SPACE_BEFORE = frozenset(".,;:!?)]%'’”") | {"'s", "n't", "’s", "n’t"}


@dataclass(slots=True)
class LabelledText:
    """Pieces with a tag and a name label each (NO_LABEL where unknown); ``owner`` is the attribution of a piece."""

    name: str
    document: Document
    pieces: Pieces
    tags: Ints
    names: Ints
    owner: Ints
    sources: dict[int, list[int]] = field(default_factory=dict)  # attribution -> the pieces of its source
    gold: GoldArticle | None = None


def attributed(folder: Path, tokenizer: Tokenizer, limit: int = 0) -> Iterator[LabelledText]:
    """The articles of a brat folder; names from the silver tags in ``folder.corenlp.jsonl.gz`` where that is there."""
    silver = _silver(folder.with_name(folder.name + ".corenlp.jsonl.gz"))
    for number, gold in enumerate(read_gold(folder)):
        if limit and number >= limit:
            return
        document = read(ArticleRecord(gold.name, "", gold.text))
        pieces = encode(document, tokenizer)
        text = LabelledText(
            gold.name,
            document,
            pieces,
            np.zeros(len(pieces), np.int64),
            name_labels(pieces, silver[gold.name]) if gold.name in silver else np.full(len(pieces), NO_LABEL),
            np.full(len(pieces), -1, np.int64),
            gold=gold,
        )
        _label_attributions(text, gold)
        yield text


def _label_attributions(text: LabelledText, gold: GoldArticle) -> None:
    """The first attribution that claims a piece keeps it; a span that goes on over a paragraph break begins anew."""
    pieces = text.pieces
    for number, attribution in enumerate(gold.attributions):
        for part, spans in (
            (Part.CONTENT, attribution.content),
            (Part.CUE, attribution.cue),
            (Part.SOURCE, attribution.source),
        ):
            for span in spans:
                previous = -1
                for at in _covered(pieces, span):
                    if text.tags[at]:
                        previous = -1
                        continue
                    begins = previous < 0 or pieces.paragraph[at] != pieces.paragraph[previous]
                    text.tags[at] = 2 * part + (1 if begins else 2)
                    text.owner[at] = number
                    if part == Part.SOURCE:
                        text.sources.setdefault(number, []).append(at)
                    previous = at


def _covered(pieces: Pieces, span: Span) -> list[int]:
    held = (pieces.start < span.end) & (pieces.end > span.start) & (pieces.end > pieces.start)
    found: list[int] = held.nonzero()[0].tolist()
    return found


def name_labels(pieces: Pieces, spans: list[tuple[Span, NameType]]) -> Ints:
    """Begin/inside labels of named spans."""
    labels = np.zeros(len(pieces), np.int64)
    for span, kind in spans:
        held = _covered(pieces, span)
        labels[held] = 2 * kind + 2
        labels[held[:1]] = 2 * kind + 1
    return labels


def _silver(path: Path) -> dict[str, list[tuple[Span, NameType]]]:
    if not path.exists():
        return {}
    found: dict[str, list[tuple[Span, NameType]]] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            stored = json.loads(line)
            spans = found.setdefault(stored["doc"], [])
            for sentence in stored["sents"]:
                before = ""
                for start, end, _, kind, *_ in sentence:
                    if kind in NAME_TYPES:
                        if kind == before:
                            spans[-1] = (Span(spans[-1][0].start, end), spans[-1][1])
                        else:
                            spans.append((Span(start, end), NAME_TYPES[kind]))
                    before = kind
    return found


def named(folder: Path, tokenizer: Tokenizer) -> Iterator[LabelledText]:
    """The sentences of the CoNLL sets under ``folder``, some to a text, with labels for names alone."""
    for pattern in NAME_SETS:
        for path in sorted(folder.glob(pattern)):
            sentences = list(_sentences(path))
            for at in range(0, len(sentences), SENTENCES_A_TEXT):
                body, spans = _written(sentences[at : at + SENTENCES_A_TEXT])
                document = read(ArticleRecord(path.name, "", body))
                pieces = encode(document, tokenizer)
                nothing = np.full(len(pieces), NO_LABEL)
                yield LabelledText(
                    f"{path.name}:{at}", document, pieces, nothing, name_labels(pieces, spans), np.full(len(pieces), -1)
                )


def _sentences(path: Path) -> Iterator[list[tuple[str, str]]]:
    sentence: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        fields = line.split()
        if not fields or fields[0] == "-DOCSTART-":
            if sentence:
                yield sentence
            sentence = []
        else:
            sentence.append((fields[0], fields[-1]))
    if sentence:
        yield sentence


def _written(sentences: list[list[tuple[str, str]]]) -> tuple[str, list[tuple[Span, NameType]]]:
    """Tokens as running text, a sentence a paragraph, with the spans of the names."""
    body = ""
    spans: list[tuple[Span, NameType]] = []
    for sentence in sentences:
        body += "\n" if body else ""
        before = "O"
        for number, (word, label) in enumerate(sentence):
            if number and word not in NO_SPACE_BEFORE and not body.endswith(("(", "[", "“", "$", "#")):
                body += " "
            kind = NAME_TYPES.get(label[2:].upper())
            start = len(body)
            body += word
            if kind is not None:
                if (
                    label[0] == "I"
                    and before[2:] == label[2:]
                    and spans
                    and body[spans[-1][0].end : start].strip() == ""
                ):
                    spans[-1] = (Span(spans[-1][0].start, len(body)), kind)
                else:
                    spans.append((Span(start, len(body)), kind))
            before = label
    return body, spans
