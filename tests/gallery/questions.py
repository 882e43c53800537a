"""What the API answers to the questions of docs/gallery, as rows for the tables of the page and for the pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

# Answers an address below /api/v1 by its JSON.
Ask = Callable[[str], Any]

ORGANISATION = "Lindqvane Shipping"
ABOUT = "Marta Kellbrook"
SUBJECT = "sign* OR bid OR annex OR page"
MOST = 8


def records(ask: Ask, path: str, **query: Any) -> Iterator[Any]:
    """All records of a list, page after page."""
    found = ask(f"{path}?{urlencode({**query, 'page_size': 100}, doseq=True)}")
    yield from found["results"]
    while found["next"]:
        found = ask(found["next"].partition("/api/v1")[2])
        yield from found["results"]


def buckets(ask: Ask, by: str, **query: Any) -> dict[str, int]:
    """How many quotations fall to each value, by its label."""
    facet = ask(f"/quotations/facets/?{urlencode({**query, 'by': by, 'size': 200}, doseq=True)}")["facets"][by]
    return {bucket["label"]: bucket["count"] for bucket in facet["buckets"]} | {"": facet["unknown"]}


def moment(text: str) -> datetime:
    """A time of an answer."""
    return datetime.fromisoformat(text)


def day(when: datetime) -> str:
    """As the tables show it."""
    return f"{when.day} {when:%b %Y}"


@dataclass(frozen=True)
class Voice:
    """One who speaks for an organisation, or the organisation itself."""

    name: str
    title: str
    stated: list[tuple[datetime, str]]  # when an article stated the role, and whether as current or former
    quoted: list[datetime]


def voices(ask: Ask) -> list[Voice]:
    """Who has a role at the organisation, the first stated first, and when each is quoted; itself comes last."""
    stated: dict[str, list[Any]] = {}
    names = {}
    for role in records(ask, "/affiliations/", organisation__name=ORGANISATION, ordering="stated_at"):
        stated.setdefault(role["person"]["id"], []).append(role)
        names[role["person"]["id"]] = role["person"]["name"]
    spoken: dict[str, list[datetime]] = {}
    for one in records(ask, "/quotations/", affiliation__organisation__name=ORGANISATION, ordering="published_at"):
        spoken.setdefault(one["speaker"]["id"], []).append(moment(one["article"]["published_at"]))
    found = [
        Voice(
            names[person],
            roles[0]["title"],
            [(moment(role["stated_at"]), role["tense"]) for role in roles],
            spoken.get(person, []),
        )
        for person, roles in stated.items()
    ]
    itself = records(ask, "/quotations/", speaker__name=ORGANISATION, ordering="published_at")
    own = Voice(ORGANISATION, "in its own name", [], [moment(one["article"]["published_at"]) for one in itself])
    return [*found, own]


def table_of_voices(ask: Ask) -> str:
    """Who, as what, since when and until when, how often quoted."""
    rows = []
    for voice in voices(ask):
        current = [when for when, tense in voice.stated if tense == "current"]
        former = [when for when, tense in voice.stated if tense == "former"]
        since, left = (day(min(times)) if times else "–" for times in (current, former))
        rows.append((voice.name, voice.title, since, left, len(voice.quoted)))
    return table(("who", "as what, as stated first", "stated since", "first called former", "quotations"), rows)


# Kinds of sources, each by the filters that find its quotations.
AFFILIATED = "person of a named organisation"
ROLE = "person with another role"
SOURCES: dict[str, dict[str, str]] = {
    AFFILIATED: {"speaker_type": "person", "affiliation__organisation__isnull": "false"},
    ROLE: {"speaker_type": "person", "affiliation__isnull": "false"},
    "person without any role": {"speaker_type": "person", "affiliation__isnull": "true"},
    "organisation itself": {"speaker_type": "organisation"},
    "unnamed": {"speaker_type": "unnamed"},
    "not known": {"speaker_type__isnull": "true"},
}


def sources(ask: Ask) -> dict[str, list[int]]:
    """Quotations of each outlet by kind of source."""
    found = {kind: buckets(ask, "publisher", **query) for kind, query in SOURCES.items()}
    outlets = sorted({label for counts in found.values() for label in counts if label})
    for outlet in outlets:
        # Whose role is at an organisation has a role.
        found[ROLE][outlet] = found[ROLE].get(outlet, 0) - found[AFFILIATED].get(outlet, 0)
    return {outlet: [counts.get(outlet, 0) for counts in found.values()] for outlet in outlets}


def table_of_sources(ask: Ask) -> str:
    """Shares by outlet."""
    rows = [
        (outlet, sum(counts), *(f"{100 * count / sum(counts):.0f} %" for count in counts))
        for outlet, counts in sources(ask).items()
    ]
    return table(("outlet", "quotations", *SOURCES), rows)


@dataclass(frozen=True)
class Saying:
    """What one speaker said once, and where it was printed."""

    text: str
    speaker: str
    wordings: int
    printed: list[tuple[datetime, str]]  # when, and by which outlet


def sayings(ask: Ask) -> list[Saying]:
    """What more than one outlet printed, the earliest first."""
    found = []
    for one in records(ask, "/utterances/", outlet_count__gte=2):
        prints = records(
            ask, f"/utterances/{one['id']}/quotations/", ordering="published_at", expand="article.publisher"
        )
        printed = [(moment(row["article"]["published_at"]), row["article"]["publisher"]["name"]) for row in prints]
        found.append(Saying(one["text"], one["speaker"]["name"], one["variant_count"], printed))
    return sorted(found, key=lambda saying: (saying.printed[0][0], saying.speaker, saying.text))


def table_of_sayings(ask: Ask) -> str:
    """What was printed by several outlets on one day, and how long it took."""
    stories: dict[tuple[datetime, str], list[Saying]] = {}
    for saying in sayings(ask):
        first, outlet = saying.printed[0]
        stories.setdefault((first, outlet), []).append(saying)
    rows = []
    for (first, outlet), told in stories.items():
        later = [(when - first, then) for one in told for when, then in one.printed[1:] if then != outlet]
        delay, then = min(later)
        speakers = len({one.speaker for one in told})
        rows.append((day(first), outlet, then, lasting(delay.total_seconds() / 3600), len(told), speakers))
    return table(("first printed", "by", "next outlet", "after", "sayings", "speakers"), rows)


def lasting(hours: float) -> str:
    """A length of time in words."""
    return f"{hours:.1f} hours" if hours < 48 else f"{hours / 24:.0f} days"


def about(ask: Ask) -> dict[str, dict[str, int]]:
    """Of the people most spoken about by others: who speaks about each, and how often."""
    named = ask(f"/quotations/facets/?by=mentions&size={4 * MOST}")["facets"]["mentions"]["buckets"]
    found: dict[str, dict[str, int]] = {}
    for bucket in named:
        if not bucket["key"].startswith("per_"):
            continue
        speakers = buckets(ask, "speaker", mentions=bucket["key"], speaker__not=bucket["key"])
        found[bucket["label"]] = {name or "unnamed or not known": count for name, count in speakers.items() if count}
    most = sorted(found.items(), key=lambda item: (-sum(item[1].values()), item[0]))[:MOST]
    return dict(most)


def table_about(ask: Ask) -> str:
    """Who speaks about whom, in numbers."""
    rows = []
    for name, speakers in about(ask).items():
        most = sorted(speakers.items(), key=lambda item: (-item[1], item[0]))[:3]
        rows.append((name, sum(speakers.values()), ", ".join(f"{who} ({count})" for who, count in most)))
    return table(("spoken about", "quotations of others", "most by"), rows)


@dataclass(frozen=True)
class Position:
    """What somebody said on a subject."""

    when: datetime
    kind: str
    text: str


def positions(ask: Ask) -> list[Position]:
    """All that one speaker said on one subject, in the order of publication, each saying once."""
    said = records(ask, "/quotations/", speaker__name=ABOUT, q=SUBJECT, is_repeat="false", ordering="published_at")
    return [Position(moment(one["article"]["published_at"]), one["kind"], one["text"]) for one in said]


def offices(ask: Ask) -> list[tuple[datetime, str, str]]:
    """When the speaker's office was stated, as what, and whether as current or former."""
    roles = records(ask, "/affiliations/", person__name=ABOUT, title__icontains="minister", ordering="stated_at")
    return [(moment(role["stated_at"]), role["title"], role["tense"]) for role in roles]


def table_of_positions(ask: Ask) -> str:
    """The words in order, with the office that was last stated before them."""
    stated = offices(ask)
    rows = []
    for one in positions(ask):
        before = [tense for when, _, tense in stated if when <= one.when]
        rows.append((day(one.when), before[-1] if before else "–", one.kind, one.text))
    return table(("printed", "minister, as stated last", "kind", "words"), rows)


# The part of the page that each table stands in.
TABLES: dict[str, Callable[[Ask], str]] = {
    "voices": table_of_voices,
    "sources": table_of_sources,
    "sayings": table_of_sayings,
    "about": table_about,
    "positions": table_of_positions,
}


def table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    """A table in Markdown."""
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


def written(page: str, ask: Ask) -> str:
    """The page with each table as it is answered now, between its two comments."""
    for name, made in TABLES.items():
        begin, end = f"<!-- {name} -->\n", f"\n<!-- /{name} -->"
        before, found, rest = page.partition(begin)
        _, closed, after = rest.partition(end)
        if not found or not closed:
            raise ValueError(f"the page has no place for the table of {name}")
        page = f"{before}{begin}{made(ask)}{end}{after}"
    return page
