"""Articles with copies planted among them, and with what looks like copies and is none. The same for the same seed.

Originals are of 120 to 900 words. In each stand phrases that many use, the standing lines of its outlet, and, of three
in four, a quotation and a paragraph of background that others on the same topic print too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from tests.bench import vocabulary

FIRST_DAY = datetime(2023, 1, 1, tzinfo=UTC)
OUTLETS = 40
TOPIC = 12  # originals on one topic
PHRASES = 400


class Planted(NamedTuple):
    """An article, what it copies (the number of an original) and how; an original has its own number and no kind."""

    number: int
    kind: str
    headline: str
    body: str
    published: datetime


def planted(count: int, *, seed: int = 1) -> list[Planted]:
    """So many originals, of every second one or two copies, and the lookalikes; in the order in which they come."""
    random = Random(seed)
    phrases = [vocabulary.words(random, random.randint(6, 14)) for _ in range(PHRASES)]
    footers = [vocabulary.words(random, random.randint(25, 45)) for _ in range(OUTLETS)]
    made: list[Planted] = []
    for number in range(count):
        topic = Random(f"{seed}:topic:{number // TOPIC}")
        shared = [vocabulary.words(topic, topic.randint(25, 60)) for _ in range(2)]
        paragraphs = _paragraphs(random, phrases)
        if random.random() < 0.75 and len(paragraphs) > 5:
            paragraphs[2:2] = shared
        paragraphs.append(random.choice(footers))
        published = FIRST_DAY + timedelta(minutes=random.randrange(1_000_000))
        headline = vocabulary.words(random, 7)
        made.append(Planted(number, "", headline, "\n\n".join(paragraphs), published))
        for _ in range(random.choice((0, 0, 1, 2))):
            kind = random.choice(list(KINDS))
            body = KINDS[kind](random, paragraphs[:-1])
            # The outlet that prints it has standing lines of its own.
            body = f"{body}\n\n{random.choice(footers)}"
            title = headline if random.random() < 0.5 and kind != "retitled" else vocabulary.words(random, 7)
            later = published + timedelta(minutes=random.randrange(1, 3000))
            made.append(Planted(number, kind, title, body, later))
    made += lookalikes(random, made, count // 10)
    random.shuffle(made)
    return made


def lookalikes(random: Random, made: list[Planted], count: int) -> Iterator[Planted]:
    """Round-ups of first paragraphs, and bulletins of one form with other words in every third place."""
    originals = [row for row in made if not row.kind]
    form = vocabulary.words(random, 260).split()
    for n in range(count):
        leads = [row.body.split("\n\n")[0] for row in random.sample(originals, 6)]
        yield Planted(-1 - 2 * n, "", "Round-up", "\n\n".join(leads), FIRST_DAY + timedelta(days=900))
        words = [word if random.random() > 0.33 else vocabulary.words(random, 1) for word in form]
        yield Planted(-2 - 2 * n, "", "Bulletin", " ".join(words), FIRST_DAY + timedelta(days=n))


def _paragraphs(random: Random, phrases: list[str]) -> list[str]:
    found = []
    for _ in range(random.randint(5, 16)):
        sentence = [vocabulary.words(random, random.randint(10, 30)) for _ in range(random.randint(1, 3))]
        if random.random() < 0.5:
            sentence.insert(random.randint(0, len(sentence)), random.choice(phrases))
        found.append(". ".join(sentence) + ".")
    return found


def _cut_short(random: Random, paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs[:3])


def _halved(random: Random, paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs[: (len(paragraphs) + 1) // 2])


def _extended(random: Random, paragraphs: list[str]) -> str:
    lead = [vocabulary.words(random, random.randint(20, 45)) for _ in range(2)]
    return "\n\n".join([*lead, *paragraphs])


def _whole(random: Random, paragraphs: list[str]) -> str:
    return "\n\n".join(paragraphs)


def _edited(share: float) -> Callable[[Random, list[str]], str]:
    def edit(random: Random, paragraphs: list[str]) -> str:
        return "\n\n".join(
            " ".join(vocabulary.words(random, 1) if random.random() < share else word for word in text.split())
            for text in paragraphs
        )

    return edit


KINDS: dict[str, Callable[[Random, list[str]], str]] = {
    "first 3 paragraphs": _cut_short,
    "first half": _halved,
    "own lead added": _extended,
    "retitled": _whole,
    "5 % of words changed": _edited(0.05),
    "10 % of words changed": _edited(0.10),
}
