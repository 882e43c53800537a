"""Reads brat stand-off annotations of attributions: ``text/NAME.txt`` and ``attributions/NAME_ANNOTATOR.ann``.

A ``T`` line names text spans (``T1<TAB>Source 0 4;9 12<TAB>...``), an ``E`` line ties spans to one attribution by role
(``E1<TAB>Attribution:T4 Content:T3 Cue:T2 Source:T1``). Where several annotators marked a text, the first by file
name counts.
"""

from __future__ import annotations

import glob
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.records import Span


class GoldError(ValueError):
    """An annotated article cannot be read; the message says which file and why."""


@dataclass(frozen=True, slots=True)
class GoldAttribution:
    """One annotated attribution."""

    content: tuple[Span, ...]
    source: tuple[Span, ...]
    cue: tuple[Span, ...]

    def source_text(self, text: str) -> str:
        """The words of the source, "" where none is marked."""
        return " ".join(span.of(text) for span in self.source)


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """A text with its attributions."""

    name: str
    text: str
    attributions: tuple[GoldAttribution, ...]


def read_gold(folder: Path) -> Iterator[GoldArticle]:
    """The annotated articles of ``folder`` by name.

    FileNotFoundError where it holds no text/ folder, GoldError where a file of it is not what it should be.
    """
    if not (folder / "text").is_dir():
        raise FileNotFoundError(f"{folder} holds no folder text/")
    for path in sorted((folder / "text").glob("*.txt"), key=str):
        name = path.name.removesuffix(".txt")
        annotations = sorted((folder / "attributions").glob(f"{glob.escape(name)}_*.ann"), key=str)
        if not annotations:
            continue
        # line ends are characters too: offsets count them
        text = _content(path, newline="")
        try:
            attributions = tuple(_attributions(_content(annotations[0], newline="\n")))
        except (ValueError, IndexError, TypeError) as error:
            raise GoldError(f"{annotations[0].name}: {error}") from error
        yield GoldArticle(name, text, attributions)


def _content(path: Path, newline: str) -> str:
    with path.open(encoding="utf-8", newline=newline) as stream:
        try:
            return stream.read()
        except UnicodeDecodeError as error:
            raise GoldError(f"{path.name}: {error}") from error


def _attributions(annotation: str) -> Iterator[GoldAttribution]:
    spans: dict[str, tuple[Span, ...]] = {}
    events: list[str] = []
    for line in annotation.split("\n"):
        key, _, rest = line.partition("\t")
        if line.startswith("T") and rest:
            offsets = rest.split("\t")[0].split(" ", 1)[1]
            spans[key] = tuple(sorted(Span(*map(int, pair.split())) for pair in offsets.split(";")))
        elif line.startswith("E"):
            events.append(rest.split("\t")[0])
    for event in events:
        roles: dict[str, list[Span]] = {"Content": [], "Source": [], "Cue": []}
        for argument in event.split()[1:]:
            role, _, target = argument.partition(":")
            roles.setdefault(role.rstrip("0123456789"), []).extend(spans.get(target, ()))
        if roles["Content"]:
            yield GoldAttribution(*(tuple(sorted(roles[role])) for role in ("Content", "Source", "Cue")))
