"""Paragraphs to a story: what is headline, small print, correction and boilerplate, and what is left as the body."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.ingest.boilerplate import is_correction, is_correction_label, sort_out
from corpus.ingest.bylines import HeadLine, is_staff_line, read_head_line, split_dateline
from corpus.records import Moment, RemovalReason, RemovedPassage

MAX_HEADLINE = 250
_HEAD_LINES = 6  # paragraphs in which small print is looked for
_OVER_HEADLINE = 2  # lines of masthead and section over a headline; more are a list or a poem
_SEPARATOR = re.compile(r"\s*(?:[|•·—–/(]|\s-\s|,)\s*")  # between the name of a paper and what is printed beside it
_EDITION = re.compile(
    r"(?i:edition|issue|no\.|vol\.|founded|established)|\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b"
    r"|\b\d{1,2} [A-Z][a-z]{2}|\b[A-Z][a-z]{2,8}\.? \d{1,2}\b|\b(?:19|20)\d\d\b"
)
_SECTION = re.compile(r"(?:[^\W\d_a-z][\w’'.]*|[&+]|and|of|the)(?: (?:[^\W\d_a-z][\w’'.]*|[&+]|and|of|the)){0,3}\)?")
_SENTENCE_END = re.compile(r"[.!?][\"”’»]? +[\"“‘«]?[^\W\d_a-z]")
_ABBREVIATED = re.compile(
    r"\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Sen|Rep|Gov|Gen|Lt|Col|Sgt|No|vs|v|Jr|Sr|Inc|Co|Ltd)\.$", re.IGNORECASE
)
_ATTRIBUTED = re.compile(
    r"(?:[,?!][\"”’»] (?:[^\W\d_a-z][\w'’.-]* ){0,4}(?:said|says|told|asked|added|wrote)\b"
    r"|\b(?:said|told|announced|reported)\b.{0,80}\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)"
)


@dataclass(frozen=True, slots=True)
class Story:
    """A cleaned story and what was found around it."""

    body: str
    headline: str = ""
    byline: str = ""
    authors: tuple[str, ...] = ()
    dateline: str = ""
    published: Moment | None = None
    modified: Moment | None = None
    correction: str = ""
    removed: tuple[RemovedPassage, ...] = ()


def tell(paragraphs: list[str], *, headline: str | None, publisher: str = "", from_page: bool = False) -> Story:
    """Make a story of paragraphs.

    ``headline`` is the headline where it is known (it is dropped from the top of the text when printed there again),
    None to look for it: the first paragraph is the headline when it is short, no prose, and more follows.
    ``publisher`` helps to know a masthead; ``from_page`` says that the paragraphs were picked from a web page, where a
    section's name often stands over the story.
    """
    sorted_out = _masthead(sort_out(paragraphs), headline, publisher, from_page)
    find_headline = headline is None
    found_headline = headline or ""
    small_print: list[HeadLine] = []
    corrections: list[str] = []
    kept: list[str] = []
    cuts: list[tuple[str, RemovalReason, int]] = []
    more_follows = sum(1 for text, reason in sorted_out if reason is None) > 1
    labelled = False
    for position, (text, reason) in enumerate(sorted_out):
        if reason is not None:
            cuts.append((text, reason, len(kept)))
            continue
        if labelled or is_correction(text):
            corrections.append(text)
            # a note under a heading of its own at the end of the page may run over some paragraphs
            labelled = is_correction_label(text) or (labelled and len(sorted_out) - position <= 3)
            continue
        if len(kept) < 2 and position < _HEAD_LINES:
            line = read_head_line(text)
            if line is not None:
                small_print.append(line)
                continue
            if not kept and found_headline and is_staff_line(text):
                small_print.append(HeadLine(byline=text))
                continue
            if not kept and headline and _same(text, headline):
                continue
            if find_headline and not kept and not found_headline and more_follows and is_headline(text):
                found_headline = text
                continue
        kept.append(text)
    dateline = ""
    for number in range(min(2, len(kept))):
        dateline, rest = split_dateline(kept[number])
        if dateline and number and not re.search(r"[,(]", dateline):
            dateline = ""  # a word in capitals further down is a speaker of a transcript as often as a place
        if dateline:
            kept[number] = rest
            break
    return Story(
        body="\n\n".join(kept),
        headline=found_headline,
        byline=next((line.byline for line in small_print if line.byline), ""),
        authors=next((line.authors for line in small_print if line.authors), ()),
        dateline=dateline,
        published=next((line.published for line in small_print if line.published), None),
        modified=next((line.modified for line in small_print if line.modified), None),
        correction="\n\n".join(corrections),
        removed=tuple(_placed(cuts, kept)),
    )


def _masthead(
    sorted_out: list[tuple[str, RemovalReason | None]], headline: str | None, publisher: str, from_page: bool
) -> list[tuple[str, RemovalReason | None]]:
    """Mark what is printed over the headline: the name of the paper, the section."""
    texts = [text for text, _ in sorted_out[:_HEAD_LINES]]
    again = next((n for n, text in enumerate(texts) if headline and _same(text, headline)), 0)
    over: list[int] = []
    for number, (text, reason) in enumerate(sorted_out[:_HEAD_LINES]):
        if reason is not None or read_head_line(text) is not None:
            continue
        named = len(text) <= 80 and _names_paper(text, publisher)
        kicker = from_page and len(text) <= 30 and len(text.split()) <= 3 and text[-1].isalnum()
        kicker = kicker and not is_staff_line(text) and not _same(text, headline or "")
        if not (kicker or named) and (number >= again or len(text) > 60):
            break
        if (
            named
            and headline is None
            and not _same(text, publisher)
            and not _headline_follows(sorted_out[number + 1 :])
        ):
            break
        over.append(number)
    if len(over) <= _OVER_HEADLINE and len(over) < len(sorted_out):
        for number in over:
            sorted_out[number] = (sorted_out[number][0], RemovalReason.SITE)
    return sorted_out


def _names_paper(line: str, publisher: str) -> bool:
    """Tell whether a line is the publisher's name, alone or beside a section, an edition or a date.

    "Reuters to cut 200 jobs" begins with the name and is a headline.
    """
    if not publisher or line.casefold()[: len(publisher)] != publisher.casefold():
        return False
    rest = line[len(publisher) :]
    if not re.search(r"\w", rest):
        return True
    separator = _SEPARATOR.match(rest)
    if not separator:
        return False
    beside = rest[separator.end() :].strip()
    if beside.endswith((".", "!", "?")):
        return False
    if _EDITION.search(beside) and len(beside.split()) <= 6:
        return True
    return separator[0].strip() != "," and _SECTION.fullmatch(beside) is not None  # "Sun, Sea and Sand" is a headline


def _headline_follows(rest: list[tuple[str, RemovalReason | None]]) -> bool:
    """Tell whether a headline stands among the next paragraphs, with a story under it."""
    kept = [text for text, reason in rest if reason is None and read_head_line(text) is None]
    return len(kept) > 1 and is_headline(kept[0])


def is_headline(paragraph: str) -> bool:
    """Tell whether the first paragraph of a text reads like its headline, not like the first lines of the story."""
    if len(paragraph) > MAX_HEADLINE or split_dateline(paragraph)[0]:
        return False
    if paragraph.endswith((".", "!", "?", "”", '"')) and _ATTRIBUTED.search(paragraph):
        return False
    if len(paragraph) <= 130:
        return True
    return not any(not _ABBREVIATED.search(paragraph[: end.start() + 1]) for end in _SENTENCE_END.finditer(paragraph))


def _same(text: str, headline: str) -> bool:
    return re.sub(r"\W+", "", text).casefold() == re.sub(r"\W+", "", headline).casefold()


def _placed(cuts: list[tuple[str, RemovalReason, int]], kept: list[str]) -> list[RemovedPassage]:
    """Turn the number of paragraphs before a cut into the offset where the next kept paragraph starts."""
    starts, offset = [], 0
    for paragraph in kept:
        starts.append(offset)
        offset += len(paragraph) + 2
    end = max(0, offset - 2)
    return [RemovedPassage(text, reason, starts[n] if n < len(starts) else end) for text, reason, n in cuts]
