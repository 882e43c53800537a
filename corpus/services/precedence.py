"""Which of two articles came first: the one that is the original where they share their words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

from corpus.chunks import chunked
from corpus.models import Article
from corpus.models.periods import Unit, following, start
from corpus.models.sorting import UNKNOWN_TIME

CHUNK = 500
LAST = datetime.max.replace(tzinfo=UTC)
Rank = tuple[datetime, int, str]


@dataclass
class Piece:
    """What has to be known of an article to say what it copies, as it is stored."""

    pk: int
    source_key: str
    published_at: datetime
    precision: str
    word_count: int
    text: int | None  # its newest revision
    removed_at: datetime | None
    copy_of: int | None
    ruled_at: datetime | None  # when an editor said what it copies
    ruled_original: int | None
    ruled_text: int | None  # the newest revision of the article that the editor named
    ruled_removed_at: datetime | None

    @property
    def readable(self) -> bool:
        """Whether there are words, and they are not taken down."""
        return self.text is not None and self.removed_at is None

    @property
    def ruled_no_copy(self) -> bool:
        """Whether an editor said that it copies nothing."""
        return self.ruled_at is not None and self.ruled_original is None

    @property
    def ruled_copy(self) -> bool:
        """Whether an editor said what it copies, and that can be read."""
        return self.ruled_text is not None and self.ruled_removed_at is None

    @cached_property
    def rank(self) -> Rank:
        """The earlier, the smaller: by publication, a date without an hour being the end of its day, month or year.

        Then the longer one, since it is easier cut than written; then by source key. Those without a date come last.
        """
        return _latest(self.published_at, self.precision), -self.word_count, self.source_key


COLUMNS = (
    "pk",
    "source_key",
    "published_at",
    "published_precision",
    "word_count",
    "current_text",
    "removed_at",
    "copy_of",
    "copy_ruling__ruled_at",
    "copy_ruling__original",
    "copy_ruling__original__current_text",
    "copy_ruling__original__removed_at",
)


def pieces(ids: Iterable[int]) -> dict[int, Piece]:
    """What is stored of the articles, by their keys."""
    found = {}
    for some in chunked(ids, CHUNK):
        for row in Article.objects.filter(pk__in=some).order_by().values_list(*COLUMNS):
            found[row[0]] = Piece(*row)
    return found


def _latest(moment: datetime, precision: str) -> datetime:
    """The end of the period that a time is known to."""
    if moment <= UNKNOWN_TIME or moment.year >= LAST.year:
        return LAST
    return start(following(moment.date(), Unit(precision))) if precision in set(Unit) else moment
