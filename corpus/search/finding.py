"""Stored quotations in any text: an article's draft, a post, a fact check.

The runs of the text's words are looked up among those that are kept of quotations (see shingles); the quotations that
share most are compared word by word. What a look-up may cost is bounded at each step, so that it grows with the text
and not with the corpus.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.folding import Word, folded_words, located_words
from corpus.models import Quotation, Shingle
from corpus.models.sorting import UNKNOWN_TIME
from corpus.search.alignment import LONGEST_ALIGNED, Passage, aligned, alike
from corpus.search.shingles import FEWEST, RUN, SHARED, kept, shingle_key

KEYS = 500  # runs of the text a statement
MOST_HITS = 20_000  # rows a statement
MOST_CANDIDATES = 1_000  # quotations that are compared
MOST_PLACES = 20  # places of the text at which one quotation is compared
MOST_FOUND = 500  # matches of a text
MOST_PRINTINGS = 5_000  # printings that are read for all matches
SHOWN_PRINTINGS = 10

EXACT, NORMALISED, PARTIAL = "exact", "normalised", "partial"
ORDER = {EXACT: 0, NORMALISED: 1, PARTIAL: 2}


@dataclass(frozen=True, slots=True)
class Found:
    """A passage of the text, in code points, that a stored quotation says."""

    start: int
    end: int
    match: str
    score: float
    worth: float
    words_key: str
    printings: tuple[int, ...] = ()  # keys of the quotations with these words, the earliest first
    times_printed: int = 0


def find(text: str) -> list[Found]:
    """The stored quotations that the text holds, in its order, none overlapping another: the best stay.

    exact: the same characters, marks at the edges aside. normalised: the same words, case, accents and marks aside.
    partial: at least six words in a row, or all with small changes or with a cue between them; ``score`` says how much.
    """
    words = located_words(text)
    plain = [word.text for word in words]
    places = _places(plain)
    candidates = _candidates(places)
    found = [one for wording in candidates for one in _in_text(text, words, plain, places, wording)]
    found.sort(key=lambda one: (-one.worth, ORDER[one.match], one.start, one.words_key))
    best: list[Found] = []
    taken = bytearray(len(text))
    for one in found:
        if not any(taken[one.start : one.end]) and len(best) < MOST_FOUND:
            taken[one.start : one.end] = b"\1" * (one.end - one.start)
            best.append(one)
    return _with_printings(sorted(best, key=lambda one: one.start))


def _places(words: Sequence[str]) -> dict[int, list[int]]:
    """Where each run of the text begins, by its key."""
    found: dict[int, list[int]] = defaultdict(list)
    for size in (FEWEST, RUN):
        for start in range(len(words) - size + 1):
            found[shingle_key(words[start : start + size])].append(start)
    return found


def _candidates(places: Iterable[int]) -> list[tuple[str, tuple[str, ...]]]:
    """Wordings that share runs with the text: the key of each, and how its printings write it."""
    hits: Counter[int] = Counter()
    totals: dict[int, int] = {}
    keys = sorted(places)
    for at in range(0, len(keys), KEYS):
        near = Shingle.objects.filter(key__in=keys[at : at + KEYS]).order_by()
        for pk, total in near.values_list("quotation", "total")[:MOST_HITS]:
            hits[pk] += 1
            totals[pk] = total
    # Whole quotations first, then those of which the most is there.
    ranked = sorted(hits, key=lambda pk: (hits[pk] < totals[pk], -hits[pk], pk))[:MOST_CANDIDATES]
    wordings: dict[str, dict[str, None]] = defaultdict(dict)
    for at in range(0, len(ranked), KEYS):
        rows = Quotation.objects.live().readable().filter(pk__in=ranked[at : at + KEYS])
        for key, words in rows.order_by("pk").values_list("words_key", "words"):
            wordings[key][words] = None
    return [(key, tuple(spellings)) for key, spellings in wordings.items()]


def _in_text(
    text: str,
    words: list[Word],
    plain: list[str],
    places: dict[int, list[int]],
    wording: tuple[str, tuple[str, ...]],
) -> Iterator[Found]:
    key, spellings = wording
    said = folded_words(spellings[0])[:LONGEST_ALIGNED]
    for passage in _passages(said, plain, places):
        start, end = words[passage.first].start, words[passage.last - 1].end
        if passage.score < 1 or passage.shared < len(said):
            yield Found(start, end, PARTIAL, round(passage.score, 3), passage.worth, key)
            continue
        edges = [edge for spelling in spellings if (edge := _same(text, start, end, spelling))]
        start, end = edges[0] if edges else (start, end)
        yield Found(start, end, EXACT if edges else NORMALISED, 1.0, passage.worth, key)


def _passages(said: list[str], plain: list[str], places: dict[int, list[int]]) -> list[Passage]:
    """Where the words of a quotation stand in the text, whole or in part."""
    anchors = [(at, begins) for at, key in kept(said) for begins in places.get(key, [])[:MOST_PLACES]]
    found = []
    for at, begins in anchors:
        first = begins - at
        if at == 0 and plain[first : first + len(said)] == said:
            found.append(Passage(first, first + len(said), 1.0, len(said), len(said), whole=True))
    tried = 0
    for at, begins in anchors:
        if tried >= MOST_PLACES or any(one.first <= begins < one.last for one in found):
            continue
        tried += 1
        passage = aligned(said, plain, at, begins)
        if passage is not None and alike(passage, SHARED):
            found.append(passage)
    return found


def _same(text: str, start: int, end: int, spelling: str) -> tuple[int, int] | None:
    """Where the spelling stands, character for character; marks at its edges belong to it where the text has them."""
    inner = located_words(spelling)
    first, last = inner[0].start, inner[-1].end
    if text[start:end] != spelling[first:last]:
        return None
    before, after = spelling[:first], spelling[last:]
    if before and text[max(0, start - len(before)) : start] == before:
        start -= len(before)
    if after and text[end : end + len(after)] == after:
        end += len(after)
    return start, end


def _with_printings(found: list[Found]) -> list[Found]:
    """Each match with the quotations that print its words, the earliest first; those of unknown date last."""
    keys = sorted({one.words_key for one in found})
    printings: dict[str, list[tuple[bool, object, int]]] = defaultdict(list)
    rows = Quotation.objects.live().readable().filter(words_key__in=keys).order_by("pk")
    for key, published, pk in rows.values_list("words_key", "published_at", "pk")[:MOST_PRINTINGS]:
        printings[key].append((published <= UNKNOWN_TIME, published, pk))
    for rows_of in printings.values():
        rows_of.sort()
    return [
        replace(
            one,
            printings=tuple(pk for _, _, pk in printings[one.words_key][:SHOWN_PRINTINGS]),
            times_printed=len(printings[one.words_key]),
        )
        for one in found
        if printings[one.words_key]
    ]
