"""Find words of an older revision in a newer one: pure functions over plain data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from rapidfuzz.distance import Postfix, Prefix

from corpus.services.match import MIN_SHARED, Spans, find_again, length, overlap

Span = tuple[int, int]
AROUND = 80  # code points before and after that tell one place of the same words from another
MOST_PLACES = 200  # of the same words in one text


def place_again(old: str, spans: Sequence[Sequence[int]], new: str) -> Spans | None:
    """Where the words of the spans stand in a new text, in the place most like the old one; None where they do not."""
    (start, end), last = spans[0], spans[-1][1]
    pieces = [old[a:b] for a, b in spans]
    best: tuple[tuple[int, int], Spans] | None = None
    edges = old[start - 1 : start], old[end : end + 1]
    nth = sum(1 for _ in islice(_places(pieces[0], old[:start], *edges), MOST_PLACES))
    places = _places(pieces[0], new, *edges)
    for number, at in enumerate(islice(places, MOST_PLACES)):
        found = find_again(pieces[1:], new[at + len(pieces[0]) :]) if len(pieces) > 1 else []
        if found is None:
            break  # nor does the rest stand behind a later place
        shift = at + len(pieces[0])
        placed = [(at, shift), *((a + shift, b + shift) for a, b in found)]
        score = (_alike(old, (start, last), new, (at, placed[-1][1])), -abs(number - nth))
        if best is None or score > best[0]:
            best = score, placed
    return best[1] if best else None


def taken_by(span: Sequence[int], held: Iterable[Sequence[int]]) -> bool:
    """Whether the span shares most of its characters, or of theirs, with one of those that are held."""
    return shares([(span[0], span[1])], ([(start, end)] for start, end in held))


def shares(spans: Spans, held: Iterable[Spans]) -> bool:
    """As for one span, for readings of several."""
    return any(
        shared >= MIN_SHARED * min(length(spans), length(other)) for other in held if (shared := overlap(spans, other))
    )


def _places(piece: str, text: str, before: str, after: str) -> Iterator[int]:
    """Where the piece stands; a word of its own, where it was one."""
    at = text.find(piece)
    while at >= 0:
        inside = at and text[at - 1].isalnum() and not before.isalnum() and piece[:1].isalnum()
        end = at + len(piece)
        inside = inside or (text[end : end + 1].isalnum() and not after.isalnum() and piece[-1:].isalnum())
        if not inside:
            yield at
        at = text.find(piece, at + 1)


def _alike(old: str, was: Span, new: str, now: Span) -> int:
    """How many characters around the two places agree, going away from them."""
    before = Postfix.similarity(old[max(0, was[0] - AROUND) : was[0]], new[max(0, now[0] - AROUND) : now[0]])
    return before + Prefix.similarity(old[was[1] : was[1] + AROUND], new[now[1] : now[1] + AROUND])
