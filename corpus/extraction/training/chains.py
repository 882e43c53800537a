"""Texts with coreference chains: GUM's CoNLL-U with chains in the OntoNotes scheme, PolNeAR with CoreNLP's (silver).

Folders, under DATA: ``coref/gum/*.conllu``; ``polnear/train/text`` with ``polnear/train.corenlp.jsonl.gz`` beside it.
"""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from corpus.records import Span

ENTITY = re.compile(r"Entity=([^|]*)")
BRACKET = re.compile(r"\(\d+\)?|\d+\)")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
HEAD, PART_OF_SPEECH, WORD, REST = 6, 3, 1, 9  # columns of CoNLL-U


class Printed(Enum):
    """How a mention is printed."""

    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


@dataclass(frozen=True, slots=True)
class Link:
    """A mention and the chain it belongs to."""

    span: Span
    head: Span
    chain: str
    printed: Printed


@dataclass(frozen=True, slots=True)
class ChainedText:
    """A text with the mentions of its chains; ``silver`` where a program made them."""

    name: str
    body: str
    links: tuple[Link, ...]
    silver: bool


def chained(data: Path) -> Iterator[ChainedText]:
    """All texts of the folder, GUM's first."""
    for path in sorted((data / "coref" / "gum").glob("*.conllu")):
        yield read_gum(path)
    silver = data / "polnear" / "train.corenlp.jsonl.gz"
    if silver.exists():
        with gzip.open(silver, "rt", encoding="utf-8") as stream:
            for line in stream:
                found = json.loads(line)
                text = (data / "polnear" / "train" / "text" / f"{found['doc']}.txt").read_text(encoding="utf-8")
                yield read_silver(found, text)


def read_silver(found: dict[str, list[list[list[int]]]], text: str) -> ChainedText:
    """One article of CoreNLP's: its indices count sentences and tokens from 1."""
    links = []
    for number, chain in enumerate(found["coref"]):
        for sentence, first, last, head, *_ in chain:
            tokens = found["sents"][sentence - 1] if sentence <= len(found["sents"]) else []
            if not first < last <= len(tokens) + 1 or head > len(tokens):
                continue
            top, tag = tokens[head - 1], str(tokens[head - 1][4])
            printed = (
                Printed.NAME if tag.startswith("NNP") else Printed.PRONOUN if tag.startswith("PRP") else Printed.NOMINAL
            )
            span = Span(tokens[first - 1][0], tokens[last - 2][1])
            links.append(Link(span, Span(top[0], top[1]), str(number), printed))
    return ChainedText(str(found["doc"]), text, tuple(links), silver=True)


def read_gum(path: Path) -> ChainedText:
    """One document in CoNLL-U; where the speaker changes a label is put before the words, as the article had it."""
    reader = _Gum()
    for line in path.read_text(encoding="utf-8").splitlines():
        reader.take(line)
    reader.take("")
    return ChainedText(path.stem, reader.text, tuple(reader.links), silver=False)


class _Gum:
    def __init__(self) -> None:
        self.text = ""
        self.links: list[Link] = []
        self.open: dict[str, list[int]] = {}
        self.rows: list[list[str]] = []
        self.paragraph = False
        self.speaker = self.spoke = ""

    def take(self, line: str) -> None:
        if line.startswith("# newpar"):
            self.paragraph = True
        elif line.startswith("# speaker = "):
            self.speaker = line.removeprefix("# speaker = ")
        elif line and line[0] != "#":
            row = line.split("\t")
            if row[0].isdigit():
                self.rows.append(row)
        elif not line and self.rows:
            self._sentence()
            self.rows, self.paragraph, self.spoke, self.speaker = [], False, self.speaker, ""

    def _sentence(self) -> None:
        if self.text:
            self.text = self.text.rstrip() + ("\n\n" if self.paragraph else " ")
        if self.speaker and self.speaker != self.spoke:
            self.text = (self.text.rstrip() + "\n\n" + CAMEL.sub(" ", self.speaker) + ": ").lstrip()
        spans = []
        for row in self.rows:
            spans.append(Span(len(self.text), len(self.text) + len(row[WORD])))
            self.text += row[WORD] + ("" if "SpaceAfter=No" in row[REST] else " ")
        for last, row in enumerate(self.rows):
            marked = ENTITY.search(row[REST])
            for bracket in BRACKET.findall(marked[1]) if marked else ():
                chain = bracket.strip("()")
                if bracket[0] == "(":
                    self.open.setdefault(chain, []).append(last)
                if bracket[-1] == ")" and self.open.get(chain):
                    self._link(self.open[chain].pop(), last, chain, spans)

    def _link(self, first: int, last: int, chain: str, spans: list[Span]) -> None:
        inside = range(first, last + 1)
        head = next((at for at in inside if int(self.rows[at][HEAD]) - 1 not in inside), first)
        tag = self.rows[head][PART_OF_SPEECH]
        pronoun = tag == "PRON" or (first == last and tag == "DET")
        printed = Printed.NAME if tag == "PROPN" else Printed.PRONOUN if pronoun else Printed.NOMINAL
        self.links.append(Link(Span(spans[first].start, spans[last].end), spans[head], chain, printed))
