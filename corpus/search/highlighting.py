"""Snippets: the windows of a text in which a query's words stand, the words marked."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from html import escape
from typing import NamedTuple

from corpus.search.analysis import printed_tokens, tokens
from corpus.search.prefixes import alternatives
from corpus.search.query import Phrase, Query, parse
from corpus.search.stemming import stemmed_as

ELLIPSIS = "…"
_SPACE = re.compile(r"\s+")


class _Hit(NamedTuple):
    """An occurrence of something sought."""

    start: int
    end: int
    sought: int
    """Which of the query's words and phrases it is."""


def highlight(text: str, q: str | Query, *, language: str = "", width: int | None = 200, most: int = 3) -> str:
    """The `snippets` of a text in one string of HTML; empty where the text holds nothing that is sought."""
    return " ".join(snippets(text, q, language=language, width=width, most=most))


def snippets(text: str, q: str | Query, *, language: str = "", width: int | None = 200, most: int = 3) -> list[str]:
    """The passages that show what is sought, in the order of the text, HTML-escaped, each found word in ``<mark>``.

    At most ``most`` passages of about ``width`` code points, cut between words; an ellipsis stands where text is left
    out. Another passage is added only if it shows something that none before it does. ``width=None`` gives the whole
    text in one piece. Printed words are marked whole, as words of ``language``, the text's BCP 47 tag. Empty where the
    text holds nothing that is sought; what is excluded marks nothing. Raises `QueryError` as `parse` does.
    """
    query = parse(q) if isinstance(q, str) else q
    hits, marks = _found(text, query, stemmed_as(language))
    if not hits:
        return []
    if width is None:
        return [_html(text, 0, len(text), marks)]
    passages: list[tuple[int, int]] = []
    for start, end in sorted(_windows(hits, width, most)):
        start, end = _widened(text, start, end, width)
        if passages and start <= passages[-1][1]:
            start, end = passages[-1][0], max(end, passages.pop()[1])
        passages.append((start, end))
    return [_html(text, start, end, marks) for start, end in passages]


def _found(text: str, query: Query, language: str) -> tuple[list[_Hit], list[tuple[int, int]]]:
    """Occurrences in the order of the text, and the printed words they are made of."""
    whole: defaultdict[str, list[tuple[int, Phrase]]] = defaultdict(list)
    begun: list[tuple[int, Phrase]] = []
    for sought, phrase in enumerate(query.sought):
        for other in alternatives(phrase):
            if other.prefix and len(other.terms) == 1:
                begun.append((sought, other))
            else:
                whole[other.terms[0]].append((sought, other))
    words = list(printed_tokens(text) if query.exact else tokens(text, language))
    terms = tuple(word.term for word in words)
    hits: list[_Hit] = []
    marks: set[tuple[int, int]] = set()
    for position, term in enumerate(terms):
        for sought, phrase in (*whole.get(term, ()), *begun):
            if _stands_at(terms, position, phrase):
                occurrence = words[position : position + len(phrase.terms)]
                hits.append(_Hit(occurrence[0].start, occurrence[-1].end, sought))
                marks.update((word.start, word.end) for word in occurrence)
    return hits, sorted(marks)


def _stands_at(terms: tuple[str, ...], position: int, phrase: Phrase) -> bool:
    end = position + len(phrase.terms)
    if not phrase.prefix:
        return terms[position:end] == phrase.terms
    return (
        end <= len(terms)
        and terms[end - 1].startswith(phrase.terms[-1])
        and (terms[position : end - 1] == phrase.terms[:-1])
    )


def _windows(hits: list[_Hit], width: int, most: int) -> list[tuple[int, int]]:
    """The shortest stretches that show the most of what is sought and not shown yet."""
    shown: set[int] = set()
    windows: list[tuple[int, int]] = []
    while len(windows) < most:
        best: tuple[int, int, int] | None = None
        seen: Counter[int] = Counter()
        left = 0
        for number, hit in enumerate(hits):
            if hit.sought in shown:
                continue
            seen[hit.sought] += 1
            # What stands again further on, or what is shown already, need not be in the window.
            while left < number and (
                hit.end - hits[left].start > width or hits[left].sought in shown or seen[hits[left].sought] > 1
            ):
                if hits[left].sought not in shown:
                    seen[hits[left].sought] -= 1
                    if not seen[hits[left].sought]:
                        del seen[hits[left].sought]
                left += 1
            # More that is new first, then the shorter stretch, then the earlier one.
            score = (len(seen), hits[left].start - hit.end, -hits[left].start)
            if best is None or score > best:
                best = score
                window = (hits[left].start, hit.end)
                showing = set(seen)
        if best is None:
            break
        shown |= showing
        windows.append(window)
    return windows


def _widened(text: str, start: int, end: int, width: int) -> tuple[int, int]:
    """The window with as much text around it as the width allows, cut between words."""
    slack = max(0, width - (end - start))
    first = max(0, min(start - slack // 2, len(text) - width))
    last = min(len(text), max(end, first + width))
    if first > 0 and not text[first - 1].isspace():
        space = _SPACE.search(text, first, start)
        first = space.end() if space else first
    if last < len(text) and not text[last].isspace():
        cut = max((match.start() for match in _SPACE.finditer(text, end, last)), default=last)
        last = cut
    return first, last


def _html(text: str, start: int, end: int, marks: list[tuple[int, int]]) -> str:
    parts = [ELLIPSIS] if start > 0 else []
    at = start
    for number in range(bisect_left(marks, (start, start)), len(marks)):
        first, last = marks[number]
        if last > end:
            break
        parts += [_plain(text[at:first]), "<mark>", _plain(text[first:last]), "</mark>"]
        at = last
    parts.append(_plain(text[at:end]))
    if end < len(text):
        parts.append(ELLIPSIS)
    return "".join(parts).strip()


def _plain(text: str) -> str:
    return escape(_SPACE.sub(" ", text))
