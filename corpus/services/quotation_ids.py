"""The ids of an article's new quotations: each follows from the article, the words and which occurrence they are."""

from __future__ import annotations

from corpus.folding import normalise
from corpus.models import Article
from corpus.models.ids import IdType, derive
from corpus.services.match import Spans


class QuotationIds:
    """Gives free ids, one after the other; the cost of one does not grow with how many were given.

    ``used`` are those that are taken already; it learns of those that are given.
    """

    def __init__(self, article: Article, body: str, used: set[str]) -> None:
        self._article = article.public_id
        self._body = body
        self._used = used
        # By printed words: how far they were counted, and how many there are.
        self._counted: dict[str, tuple[int, int]] = {}
        # By normalised words: what to try after an occurrence that is taken.
        self._after: dict[str, dict[int, int]] = {}

    def give(self, words: str, spans: Spans) -> str:
        """The id of the first occurrence of these words that is free, from the one that stands in the spans on."""
        plain = normalise(words)
        after = self._after.setdefault(plain, {})
        occurrence = self._occurrence(*spans[0])
        passed = [occurrence]
        while True:
            while (following := after.get(occurrence)) is not None:
                occurrence = following
                passed.append(occurrence)
            public_id = derive(IdType.QUOTATION, self._article, plain, occurrence)
            if public_id not in self._used:
                break
            after[occurrence] = occurrence + 1
        self._used.add(public_id)
        for one in passed:
            after[one] = occurrence + 1
        return public_id

    def _occurrence(self, start: int, end: int) -> int:
        """How often what stands there stands before it."""
        printed = self._body[start:end]
        position, number = self._counted.get(printed, (0, 0))
        if position > start:
            position, number = 0, 0
        while (found := self._body.find(printed, position, start)) >= 0:
            position, number = found + len(printed), number + 1
        self._counted[printed] = (position, number)
        return number
