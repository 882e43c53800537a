"""Link articles to the earliest one whose words they hold. Called by whatever changes words, dates or what is read.

In the order of precedence, an article is a copy of the first original before it that holds most of its words, and an
original where there is none. What is linked so follows from the articles that stand, and from what editors said: it is
the same in whatever order they came. One change is carried on to those alone that it can concern, in that order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from heapq import heappop, heappush, nsmallest

from corpus.folding import folded_words
from corpus.models import Article, ArticleText, CopyRuling, Fingerprint
from corpus.search import fingerprints
from corpus.search.fingerprints import FEWEST, Holder
from corpus.services.copy_links import Link, recount_copies, write_links
from corpus.services.leading import Leading, common, is_wide
from corpus.services.likeness import Likeness, Wording, likeness
from corpus.services.precedence import Piece, Rank, pieces
from corpus.services.writing import one_writer

LEAST_SHARED = 0.3  # share of an article's fingerprints that another must have, to be compared word for word
MOST_COMPARED = 5  # originals that one article is compared with, those that share the most first
CHUNK = 200
HELD = 500  # wordings in memory
AHEAD = 50  # articles that are read together where their turns come one after the other


@one_writer()
def relink(ids: Iterable[int]) -> None:
    """Say anew what these articles copy, and what copies them; of each that was stored, revised, dated or removed.

    Writes columns beside the articles in memory, which the caller must have saved.
    """
    relinking = _Relinking(sorted(set(ids)))
    relinking.settle()
    relinking.write()


@one_writer()
def link_new(article: Article) -> None:
    """The same of an article that was stored just now for the first time, as it is in memory.

    Nothing points at it yet. One that shares too little with all others costs a query and the rows that it leaves.
    """
    text = article.current_text
    if text is None or article.removed_at is not None:
        return
    keys = fingerprints.fingerprints(folded_words(text.body))
    holders = fingerprints.holders(keys)
    if _alone(keys, holders):
        fingerprints.keep(article.pk, keys, instead_of=set())
        return
    relinking = _Relinking([article.pk], new=Wording(text.headline, text.body))
    relinking.settle()
    relinking.write()


def _alone(keys: set[int], holders: dict[int, list[Holder]]) -> bool:
    """Whether an article with these fingerprints changes nothing for others, nor they for it."""
    if any(len(rows) == fingerprints.MOST_HOLDERS for rows in holders.values()):
        return False  # with it the run becomes too common to say something
    if is_wide(keys, common(keys, holders)):
        return False
    told = _shared(keys, holders).values()
    return not any(number >= LEAST_SHARED * min(total, len(keys)) for number, total in told)


def relink_all() -> None:
    """The same of every article, some at a time; others may write meanwhile."""
    last = 0
    while keys := list(Article.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:CHUNK]):
        with one_writer():  # or a copy that is linked meanwhile would be counted in vain
            relink(keys)
            recount_copies(keys)
        last = keys[-1]


def are_linked() -> bool:
    """Whether copies were ever looked for: a corpus from before that has not one fingerprint."""
    return Fingerprint.objects.exists() or not Article.objects.readable().filter(word_count__gte=FEWEST).exists()


class _Relinking:
    """One change, and what follows from it."""

    def __init__(self, ids: list[int], *, new: Wording | None = None) -> None:
        """``new`` are the words of an article that was not there before: it has no fingerprints, copies, rulings."""
        self.touched = set(ids)
        self.pieces: dict[int, Piece] = {}
        self.wordings: dict[int, Wording] = {}
        self.kept: dict[int, set[int]] = {}  # fingerprints of those that are looked at
        self.holders: dict[int, list[Holder]] = {}
        self.links: dict[int, Link | None] = {}  # as they are to be, of all that were looked at
        self.ruled: dict[int, int] = {}  # what an editor said that they copy
        self.waiting: list[tuple[Rank, int]] = []
        self.queued: set[int] = set()
        self.leading = Leading()
        self.is_new = new is not None
        if new is not None:
            self.wordings = dict.fromkeys(ids, new)
        self.load(ids)
        self.keep(ids)

    def load(self, ids: Iterable[int]) -> None:
        """Read what is not at hand."""
        self.pieces |= pieces(pk for pk in ids if pk not in self.pieces)

    def keep(self, ids: list[int]) -> None:
        """Keep the fingerprints of the articles as their words are now, and queue whom that may concern."""
        concerned = set(ids)
        if not self.is_new:
            concerned.update(CopyRuling.objects.filter(original__in=ids).order_by().values_list("article", flat=True))
            concerned.update(Article.objects.filter(copy_of__in=ids).order_by().values_list("pk", flat=True))
        had = {pk: set[int]() for pk in ids} if self.is_new else fingerprints.held(ids)
        if not self.is_new:
            self.leading.know(ids)
        self.kept = has = {pk: self.wanted(pk) for pk in ids}
        before = fingerprints.holders({key for keys in (*had.values(), *has.values()) for key in keys})
        self.holders = before
        for pk in ids:
            if self.pieces[pk].copy_of is None:
                concerned.update(self.near(pk, had[pk]))
            if pk in self.leading.before:
                concerned.update(self.leading.followers(had[pk], LEAST_SHARED))
        self.holders = {key: list(rows) for key, rows in before.items()}
        self.move(had, has)
        most = fingerprints.MOST_HOLDERS
        for key in {*before, *self.holders}:
            was, now = before.get(key, []), self.holders.get(key, [])
            if (len(was) > most) != (len(now) > most):
                # The run has become too common to say something, or says something again.
                concerned.update(holder.article for holder in min(was, now, key=len))
        self.queue(concerned)

    def move(self, had: dict[int, set[int]], has: dict[int, set[int]]) -> None:
        """Write the fingerprints that changed, and carry the change to who holds each."""
        again: set[int] = set()
        for pk, keys in has.items():
            if keys == had[pk]:
                continue
            fingerprints.keep(pk, keys, instead_of=had[pk])
            self.leading.moved(pk, had[pk])
            for key in had[pk] | keys:
                rows = self.holders.get(key, [])
                if key in had[pk] and len(rows) > fingerprints.MOST_HOLDERS + 1:
                    again.add(key)  # not all of them were read
                others = [holder for holder in rows if holder.article != pk]
                self.holders[key] = [*others, Holder(pk, len(keys))] if key in keys else others
        if again:
            self.holders |= {key: [] for key in again} | fingerprints.holders(again)

    def wanted(self, pk: int) -> set[int]:
        """The fingerprints that an article calls for."""
        return fingerprints.fingerprints(self.wording(pk).words) if self.pieces[pk].readable else set()

    def settle(self) -> None:
        """Look at all that are concerned, the earliest first: what comes before is settled then."""
        while self.waiting:
            rank, pk = heappop(self.waiting)
            piece = self.pieces[pk]
            link = self.links[pk] = self.link(piece)
            was_original, is_original = piece.copy_of is None, link is None
            keys = self.keys(pk)
            leading = self.leading.settle(pk, keys, leads=is_original and self.is_wide(keys))
            is_news = pk in self.touched and is_original and piece.readable
            if was_original != is_original or self.leading.changed(pk) or is_news:
                later = set(self.near(pk, keys))
                if leading:
                    later.update(self.leading.followers(keys, LEAST_SHARED))
                if not (self.is_new and pk in self.touched):
                    later.update(Article.objects.filter(copy_of=pk).order_by().values_list("pk", flat=True))
                self.queue(later, after=rank)
        self.follow_rulings()

    def queue(self, ids: Iterable[int], *, after: Rank | None = None) -> None:
        """Have the articles looked at, if they come after that rank."""
        wanted = [pk for pk in ids if pk not in self.queued]
        self.load(wanted)
        for rank, pk in [(self.pieces[pk].rank, pk) for pk in wanted]:
            if after is None or rank > after:
                self.queued.add(pk)
                heappush(self.waiting, (rank, pk))
        self.kept |= fingerprints.held(pk for pk in wanted if pk in self.queued and pk not in self.kept)
        self.leading.know(pk for pk in wanted if pk in self.queued and pk not in self.touched)

    def link(self, piece: Piece) -> Link | None:
        """What an article copies: as an editor said, else the first original before it that holds most of its words."""
        if not piece.readable or piece.ruled_no_copy:
            return None
        if piece.ruled_copy and piece.ruled_original is not None:
            self.load([piece.ruled_original])
            return Link(piece.ruled_original, self.like(piece.pk, piece.ruled_original))
        before = self.before(piece)
        self.read([piece.pk, *(pk for _, pk in before)] if before else [])
        compared = ((rank, pk, self.like(piece.pk, pk)) for rank, pk in before)
        found = min(((rank, pk, like) for rank, pk, like in compared if like.is_copy), default=None)
        return Link(*found[1:]) if found is not None else None

    def before(self, piece: Piece) -> list[tuple[Rank, int]]:
        """The originals before an article that share enough of its fingerprints to be compared."""
        keys = self.keys(piece.pk)
        shared = {pk: number for pk, (number, _) in self.shared(piece.pk, keys).items()}
        if self.is_wide(keys):
            shared = self.leading.count(common(keys, self.holders)) + Counter(shared)
            shared.pop(piece.pk, None)
        found = [pk for pk, number in shared.items() if number >= LEAST_SHARED * len(keys)]
        self.load(found)
        firsts = [pk for pk in found if self.pieces[pk].rank < piece.rank and self.is_original(pk)]
        firsts.sort(key=lambda pk: (-shared[pk], self.pieces[pk].rank))
        return [(self.pieces[pk].rank, pk) for pk in firsts[:MOST_COMPARED]]

    def near(self, pk: int, keys: set[int]) -> list[int]:
        """The articles that would be compared with one of these fingerprints."""
        shared = self.shared(pk, keys).items()
        return [other for other, (number, total) in shared if number >= LEAST_SHARED * total]

    def shared(self, pk: int, keys: set[int]) -> dict[int, tuple[int, int]]:
        """Who else has the fingerprints: how many of them, and how many it has in all."""
        self.look_up(keys)
        shared = _shared(keys, self.holders)
        shared.pop(pk, None)
        return shared

    def look_up(self, keys: set[int]) -> None:
        """Have at hand who has the fingerprints."""
        if keys - self.holders.keys():
            wanted = keys.union(*(self.kept.get(pk, ()) for pk in self.ahead()))
            unread = wanted - self.holders.keys()
            self.holders |= {key: [] for key in unread} | fingerprints.holders(unread)

    def ahead(self) -> list[int]:
        """Those whose turn comes next."""
        return [pk for _, pk in nsmallest(AHEAD, self.waiting)]

    def is_wide(self, keys: set[int]) -> bool:
        """Whether an article with these fingerprints is one that very many print."""
        self.look_up(keys)
        return is_wide(keys, common(keys, self.holders))

    def is_original(self, pk: int) -> bool:
        """Whether an article copies nothing, as far as is settled."""
        piece = self.pieces[pk]
        return piece.readable and (self.links[pk] is None if pk in self.links else piece.copy_of is None)

    def keys(self, pk: int) -> set[int]:
        """The fingerprints of an article."""
        if pk not in self.kept:
            self.kept |= fingerprints.held([pk])
        return self.kept[pk]

    def like(self, pk: int, original: int) -> Likeness:
        """How an article reads beside another."""
        return likeness(self.wording(pk), self.wording(original))

    def wording(self, pk: int) -> Wording:
        """The words of an article's newest revision."""
        self.read([pk])
        return self.wordings[pk]

    def read(self, ids: Iterable[int]) -> None:
        """Have the words of the articles at hand."""
        wanted = set(ids)
        if wanted <= self.wordings.keys():
            return
        if len(self.wordings) > HELD:
            self.wordings = {pk: self.wordings[pk] for pk in wanted if pk in self.wordings}
        unread = wanted.union(self.ahead()) - self.wordings.keys()
        texts = ArticleText.objects.filter(pk__in=[self.pieces[pk].text or 0 for pk in unread]).order_by()
        found = {pk: Wording(headline, body) for pk, headline, body in texts.values_list("pk", "headline", "body")}
        for pk in unread:
            self.wordings[pk] = found.get(self.pieces[pk].text or 0) or Wording("", "")

    def write(self) -> None:
        """Store what was settled."""
        write_links(self.links)
        self.leading.write()

    def follow_rulings(self) -> None:
        """Lead what editors linked on to where the article that they named is linked to now."""
        news = list(self.links)
        while news:
            rows = CopyRuling.objects.filter(original__in=news).order_by().values_list("article", flat=True)
            news = [pk for pk in rows if pk not in self.links]
            self.load(news)
            for pk in news:
                piece = self.pieces[pk]
                self.links[pk] = self.link(piece)
        self.load(link.original for link in self.links.values() if link is not None)
        for pk in [pk for pk in self.links if self.pieces[pk].ruled_copy]:
            self.links[pk] = self.led_on(pk)

    def led_on(self, pk: int) -> Link | None:
        """The original at the end of what an editor named; nothing where that leads back to the article."""
        seen, at = {pk}, self.pieces[pk].ruled_original
        while at is not None:
            if at in seen:
                return None
            seen.add(at)
            self.load([at])
            piece = self.pieces[at]
            if piece.ruled_copy and piece.readable:
                following = piece.ruled_original
            elif at in self.links:
                link = self.links[at]
                following = link.original if link is not None else None
            else:
                following = piece.copy_of
            if following is None:
                return Link(at, self.like(pk, at)) if self.pieces[pk].readable else None
            at = following
        return None


def _shared(keys: Iterable[int], holders: dict[int, list[Holder]]) -> dict[int, tuple[int, int]]:
    """Who has how many of the fingerprints, of those that are not too common, and how many in all."""
    numbers: Counter[int] = Counter()
    totals: dict[int, int] = {}
    for key in keys:
        rows = holders.get(key, ())
        if len(rows) <= fingerprints.MOST_HOLDERS:
            numbers.update([row.article for row in rows])
            totals.update(rows)
    return {pk: (number, totals[pk]) for pk, number in numbers.items()}
