"""The documents of one run in the order in which they came: what is work, and what stands.

A run ends with each article as the last of its documents has it, so it can be repeated, or carried on after a kill,
and ends alike.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from corpus.models import RawDocument
from corpus.models.choices import RawState
from corpus.records import Outcome
from corpus.services.process import Reader, process
from corpus.services.store import Stored, refusal

Token = TypeVar("Token")  # whatever the caller knows an arrival by


class Arrivals(Generic[Token]):
    """Gathers raw documents with ``add``; ``carry_out`` brings them to structure.

    ``report`` hears once of every arrival: its token, its raw document and what became of it.
    """

    def __init__(self, report: Callable[[Token, RawDocument, Stored], None]) -> None:
        self._report = report
        self._number = 0
        self._tokens: dict[int, tuple[Token, ...]] = {}  # of raw documents to process, the last arrival last
        self._attempts: dict[int, int] = {}
        self._last: dict[int, int] = {}  # number of a raw document's last arrival
        self._known: dict[int, list[tuple[int, Token, RawDocument]]] = {}  # processed earlier, by article
        self._processed: dict[int, int] = {}  # by known article, the last arrival that was processed now

    def add(self, token: Token, raw: RawDocument) -> None:
        """Take one more document, kept already."""
        self._number += 1
        if raw.pk in self._tokens or raw.state in (RawState.PENDING, RawState.FAILED):
            # One that comes twice counts where it came last: what stood between must not outlast it.
            self._tokens[raw.pk] = (*self._tokens.pop(raw.pk, ()), token)
            self._attempts[raw.pk] = raw.attempts
            self._last[raw.pk] = self._number
        elif raw.state == RawState.DUPLICATE:
            self._report(token, raw, _refused(raw) or Stored(Outcome.DUPLICATE, raw.article, raw.reason))
        elif raw.article_id is not None:
            self._known.setdefault(raw.article_id, []).append((self._number, token, raw))

    def passed(self, article: int | None) -> None:
        """Count a document that was done before the run was broken off; its article where it was processed."""
        self._number += 1
        if article is not None:
            self._processed[article] = self._number

    def carry_out(self, *, workers: int = 1, reader: Reader | None = None) -> None:
        """Process what is new, then bring back what stands last but was replaced since."""
        fresh = {pk: self._attempts[pk] for pk in self._tokens}
        process(fresh, report=self._heard, workers=workers, reader=reader)
        self._tokens, again = {}, {}
        for article, arrivals in self._known.items():
            number, token, raw = arrivals[-1]
            if number > self._processed.get(article, 0) and standing_outcome(raw) is None:
                self._tokens[raw.pk], again[raw.pk] = (token,), raw.attempts
                arrivals.pop()
            for _, token, raw in arrivals:
                self._report(token, raw, _refused(raw) or Stored(Outcome.UNCHANGED, raw.article))
        self._known = {}
        process(again, report=self._heard, workers=workers, reader=reader)

    def _heard(self, raw: RawDocument, stored: Stored) -> None:
        if stored.article is not None and stored.article.pk in self._known:
            earlier = self._processed.get(stored.article.pk, 0)
            self._processed[stored.article.pk] = max(earlier, self._last[raw.pk])
        first, *others = self._tokens[raw.pk]
        self._report(first, raw, stored)
        for token in others:
            again = Outcome.FAILED if stored.outcome == Outcome.FAILED else Outcome.DUPLICATE
            self._report(token, raw, Stored(again, stored.article, stored.reason or "the same came before in this run"))


def standing_outcome(raw: RawDocument) -> Stored | None:
    """What became of a document that is known: it stands as it was read, or is refused; None: there is work to do."""
    if refused := _refused(raw):
        return refused
    if raw.state == RawState.DUPLICATE:
        return Stored(Outcome.DUPLICATE, raw.article, raw.reason)
    if raw.state == RawState.DONE and raw.article is not None:
        latest = raw.article.raw_documents.filter(state=RawState.DONE).order_by("-processed_at", "-pk").first()
        if latest == raw:
            return Stored(Outcome.UNCHANGED, raw.article)
    return None


def _refused(raw: RawDocument) -> Stored | None:
    """The failure of a known document whose article was taken down. Its row stays: put back, the article stands so."""
    if raw.state in (RawState.DONE, RawState.DUPLICATE) and raw.article is not None and (why := refusal(raw.article)):
        return Stored(Outcome.FAILED, raw.article, why)
    return None
