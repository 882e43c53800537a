"""Ranks whom a pronoun may mean by boosted trees (Friedman 2001), one model for people and one for organisations.

The rules resolve first, from left to right; what they found is the context, and their choice one of the features, by
which all pronouns of a document are ranked at once. The trees are made by ``training.coreference``; ORIGIN.txt beside
them names what they learned from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from importlib import resources

import numpy as np

from corpus.records import EntityType, MentionKind

from ..attribution import Attribution
from ..document import Document
from ..entities import Entities, Entity
from ..tagger.trees import Trees
from .features import Anaphor, Pairs, means_nothing
from .found import Reference, References
from .quoted import resolve_first_person

# what the likeliest candidate needs: "it" means no organisation more often than not, "its" follows its owner closely
LEAST = {EntityType.PERSON: 0.2, EntityType.ORGANISATION: 0.4}
LEAST_OWNER = 0.35
OWNED = frozenset({"its", "itself"})
# the silver chains that the trees learned from miss many right links, so that a probability of theirs is too low
FLOOR = 0.4
MOST_SURE = 0.95


@cache
def shipped() -> dict[EntityType, Trees]:
    """The trees that come with the package."""
    stored = json.loads(resources.files(__package__).joinpath("model", "ranker.json").read_text(encoding="utf-8"))
    return {kind: Trees.from_json(stored[kind.value]) for kind in LEAST}


def rank(document: Document, entities: Entities, attributions: Sequence[Attribution], references: References) -> None:
    """Put the likeliest entity in the place of the rules' choice for every pronoun of the third person."""
    pairs = Pairs(document, entities, references, attributions)
    if not pairs.rows:
        return
    rows = np.array(pairs.rows, np.float32)
    for kind, trees in shipped().items():
        anaphors = [a for a in pairs.anaphors if a.type is kind]
        if not anaphors:
            continue
        places = np.concatenate([np.arange(a.row, a.row + len(a.candidates)) for a in anaphors])
        chances = 1 / (1 + np.exp(-trees.scores(rows[places])))
        at = 0
        for anaphor in anaphors:
            if means_nothing(pairs.trail.words, anaphor.token):
                chances[at : at + len(anaphor.candidates)] = 0.0
            owner = document.tokens[anaphor.token].lower in OWNED
            least = LEAST_OWNER if owner else LEAST[kind]
            _settle(anaphor, chances[at : at + len(anaphor.candidates)].tolist(), least, references)
            at += len(anaphor.candidates)
    resolve_first_person(document, attributions, references)


def _settle(anaphor: Anaphor, chances: Sequence[float], least: float, references: References) -> None:
    ranked = sorted(zip(chances, anaphor.candidates, strict=True), key=lambda pair: -pair[0])
    chance, best = ranked[0]
    settled = references.by_token.get(anaphor.token)
    if settled is not None and settled.settled:
        return
    if chance < least:
        references.by_token.pop(anaphor.token, None)
        return
    total = sum(chances)
    candidates: tuple[tuple[Entity, float], ...] = tuple((entity, round(c / total, 3)) for c, entity in ranked)
    score = round(min(MOST_SURE, FLOOR + (1 - FLOOR) * chance), 3)
    references.by_token[anaphor.token] = Reference(
        anaphor.token, anaphor.token + 1, best, MentionKind.PRONOUN, score, candidates
    )
