"""The small print at the head of a story: bylines, datelines, lines that hold a date."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.ingest.config import IngestError
from corpus.ingest.dates import parse_date
from corpus.records import Moment

MAX_BYLINE = 200
_NAME_WORD = r"(?:[^\W\d_a-z][\w'’.\-]{0,30})"
_PARTICLE = r"(?:de|del|della|der|den|di|da|dos|du|la|le|van|von|zu|bin|ibn|al|el|ter|ten|y|of|the|af|av)"
_NAME = rf"{_NAME_WORD}(?: (?:{_PARTICLE} ){{0,2}}{_NAME_WORD}){{0,4}}"
_KIND = "(?:words|story|text|report|reporting|analysis|opinion|written|interview|essay|review|column)"
_BY = re.compile(
    rf"(?P<lead>(?:{_KIND} )?by:? )"
    rf"(?P<names>(?-i:{_NAME}(?:(?:, and |, | and | & ){_NAME}){{0,5}}))"
    rf"(?P<rest>(?:,? (?:in|at|for|from) (?-i:{_NAME})(?:, (?-i:{_NAME}))?)?)",
    re.IGNORECASE,
)
_JOB = re.compile(
    r"\b(?:editor|correspondent|reporter|writer|columnist|bureau|staff|desk|chief|producer|contributor|analyst|agency|press|news|times|courier|"
    r"post|herald|tribune|gazette|journal|reuters|afp|ap|upi|bbc|cnn|pa)\b",
    re.IGNORECASE,
)
_SIGNED = re.compile(
    rf"(?P<names>{_NAME}(?:(?:, | and | & ){_NAME}){{0,3}})(?:, | \| | [–—-] )(?P<job>[^.!?:;\"“”]{{3,60}})"
)
_STAFF = re.compile(
    rf"(?i:(?:from )?(?:staff|agency|wire) (?:reports?|reporters?|writers?))|(?:{_NAME} )?(?i:staff|newsroom)"
    r"|[A-Z][\w’']+(?: [A-Z][\w’']+){0,4} (?:Agency|News Service|Newswire|Wire Service|Press Association)"
)
_SPLIT = re.compile(r",? and (?=\S)|,? & |, |; ?|\s\|\s")
_SEGMENT = re.compile(r"\s[|•·]\s")
_LABEL = re.compile(
    r"(?P<label>(?:first |last |originally )?(?:published|posted|printed|updated|modified|edited|date|filed|created)"
    r"(?: on| at)?:?|on) (?P<date>.{4,60})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class HeadLine:
    """What one line at the head of a story says."""

    byline: str = ""
    authors: tuple[str, ...] = ()
    published: Moment | None = None
    modified: Moment | None = None


def read_head_line(line: str) -> HeadLine | None:
    """Read a line that holds only a byline, a date, or both ("By Ana Kerr | 3 June 2024"), else return None."""
    if len(line) > MAX_BYLINE:
        return None
    byline, authors = "", tuple[str, ...]()
    dates: dict[str, Moment] = {}
    for segment in _SEGMENT.split(line):
        dated = _date_line(segment)
        if dated:
            dates.setdefault(*dated)
            continue
        names = byline_authors(segment)
        if names and not byline:
            byline, authors = segment.strip(), names
        elif not (byline and len(segment) <= 60 and _JOB.search(segment)):
            return None
    return HeadLine(byline, authors, dates.get("published"), dates.get("modified"))


def byline_authors(line: str) -> tuple[str, ...]:
    """Return the names in a byline ("By Ana Kerr and Tom Lind in Port Ellis"), () where the line is none."""
    line = line.strip()
    if len(line) > MAX_BYLINE:
        return ()
    match = _BY.match(line)
    if match:
        rest = line[match.end() :].strip()
        if not rest or (
            rest[0] in ",|–—-(" and len(rest) <= 80 and not re.search(r"[.!?:;\"“”]\s", rest) and _JOB.search(rest)
        ):
            names = split_names(match["names"])
            return tuple(n for n in names if not (len(names) > 1 and _JOB.search(n)))
        return ()
    match = _SIGNED.fullmatch(line)
    if match and re.search(r"\b(?:editor|correspondent|reporter|writer|columnist)\b", match["job"], re.IGNORECASE):
        names = split_names(match["names"])
        if all(" " in name and not _JOB.search(name) for name in names):
            return names
    return ()


def is_staff_line(line: str) -> bool:
    """Tell whether a line names an agency or a newsroom where a byline would stand: "Staff report"."""
    return len(line) <= 60 and _STAFF.fullmatch(line) is not None


def split_names(text: str) -> tuple[str, ...]:
    """Split "Ana Kerr, Tom Lind and Bo Ek" into names; "Kerr, Ana" stays one."""
    text = re.sub(r"^by:? ", "", text.strip(), flags=re.IGNORECASE)
    names = [name.strip(" ,;|") for name in _SPLIT.split(text)]
    names = [name for name in names if name]
    if len(names) == 2 and "," in text and all(" " not in name for name in names):
        return (text,)
    return tuple(dict.fromkeys(names))


def _date_line(segment: str) -> tuple[str, Moment] | None:
    """Read "3 June 2024, 14:05 CET" and "Updated: June 4, 2024"; a bare year is no date line."""
    text = segment.strip()
    match = _LABEL.fullmatch(text)
    word = match["label"].lower() if match else ""
    date = match["date"] if match else text
    if not re.search(r"\d{4}", date) or re.fullmatch(r"\d{1,6}", date) or len(date) > 60:
        return None
    try:
        moment = parse_date(date)
    except IngestError:
        return None
    return ("modified" if re.search("updated|modified|edited", word) else "published", moment)


_DASH = re.compile(r"(?P<head>[^—–―\n]{3,90}?)(?: ?(?:—|―|--) ?| [–-] )(?=[\"“‘'«(\[]?[^\W_a-zà-ÿ])")
_AGENCY = r"(?: \((?:[A-Z][A-Za-z.&/]*(?: [A-Z][A-Za-z.&]*){0,3})\))"
_CITY = r"[A-ZÀ-Þ][A-ZÀ-Þ.'’\-]+(?: [A-ZÀ-Þ][A-ZÀ-Þ.'’\-]*){0,3}"
_PART = r"(?:, (?:[A-Z][\w.'’\-]{0,20}(?: [A-Z][\w.'’\-]{0,20}){0,2}))"
_WEEKDAY = r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*\.?,? )?"
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DAY = rf"(?:,? {_WEEKDAY}(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?)"
_DATELINES = (
    re.compile(rf"{_CITY}{_PART}{{0,3}}{_DAY}?{_AGENCY}?"),
    re.compile(rf"[A-Z][\w.'’\-]*(?: [A-Z][\w.'’\-]*){{0,3}}{_PART}{{0,3}}{_DAY}?{_AGENCY}"),
    re.compile(rf"[A-Z][\w.'’\-]*(?: [A-Z][\w.'’\-]*){{0,3}}{_PART}{{0,2}}{_DAY}"),
    re.compile(r"\((?:Reuters|AP|AFP|UPI|CNN|PA)\)"),
)
_NO_PLACE = re.compile(
    r"(?:EXCLUSIVE|ANALYSIS|OPINION|COMMENT(?:ARY)?|REVIEW|UPDATED?|BREAKING|LIVE|VIDEO|WATCH|CORRECTION|EDITORIAL|LETTERS?"
    r"|SPORT|NEWS|INTERVIEW|FEATURE|PROFILE|OBITUARY|EXPLAINER|FACT CHECK|BREAKING NEWS|SPECIAL REPORT)S?"
)


def split_dateline(paragraph: str) -> tuple[str, str]:
    """Split "PORT ELLIS, June 3 (AP) — The harbour ..." into dateline and story.

    The dateline is "" where there is none. The place stands in capitals, or an agency in brackets or a day follows it,
    and the sentence after the dash begins with a capital, so that "NATO — the alliance — said" is no dateline.
    """
    match = _DASH.match(paragraph[:120])
    if not match or match.end() >= len(paragraph):
        return "", paragraph
    head = match["head"].strip()
    if _NO_PLACE.fullmatch(head):
        return "", paragraph
    if any(pattern.fullmatch(head) for pattern in _DATELINES):
        return head, paragraph[match.end() :]
    return "", paragraph
