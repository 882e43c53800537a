"""The languages besides English in which speakers are found, each from one list of words (language_*.txt)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from corpus.records import Channel

from .wordlists import lines

LISTED = ("de", "fr", "es", "it", "nl", "pt")


@dataclass(frozen=True, slots=True)
class Language:
    """What announces a speaker in one language; every word in lower case with a straight apostrophe."""

    code: str
    codes: frozenset[str]
    common: frozenset[str]  # words that every text of the language is full of
    verbs: frozenset[str]  # says, said: third person singular
    plural: frozenset[str]
    participles: frozenset[str]  # cues behind an auxiliary
    auxiliaries: frozenset[str]
    separable: frozenset[str]  # cues together with a particle: "fügte ... hinzu"
    particles: frozenset[str]
    labels: frozenset[str]  # "called it": cues of quoted words inside a sentence
    prepositions: tuple[tuple[str, ...], ...]  # "according to", the longest first
    behind: frozenset[str]  # "so Kehr": the same, only right behind the quoted words
    asked: frozenset[str]
    promises: frozenset[str]
    he: frozenset[str]
    she: frozenset[str]
    pronouns: frozenset[str]  # all that are subjects
    they: frozenset[str]  # pronouns that stand for nobody in particular
    masculine: frozenset[str]  # determiners that show the gender of a role
    feminine: frozenset[str]
    determiners: frozenset[str]
    that: frozenset[str]
    mr: frozenset[str]
    mrs: frozenset[str]
    titles: frozenset[str]
    calendar: frozenset[str]  # days and months where they have capitals
    roles: frozenset[str]  # where nouns have capitals: what stands before a name and is none
    endings: tuple[str, ...]  # of such words
    bodies: frozenset[str]  # a name that holds one of these is no person's
    linking: frozenset[str]  # small words inside a name
    governing: frozenset[str]  # prepositions: a name behind one is no subject
    prodrop: bool  # "dijo": the verb alone tells of the person spoken of
    channels: dict[str, Channel]
    grammar: frozenset[str]  # words that have a capital only at the head of a sentence

    @property
    def nouns_have_capitals(self) -> bool:
        """Whether a capital says nothing of a word: only lists and endings tell a role from a name."""
        return bool(self.endings)


@cache
def listed(code: str) -> Language | None:
    """The language of a tag ("de", "de-AT", "ger"), None for English and what is not listed."""
    short = code.lower().replace("_", "-").partition("-")[0]
    return next((one for one in languages() if short in one.codes), None)


@cache
def languages() -> tuple[Language, ...]:
    """All listed languages."""
    return tuple(_read(code) for code in LISTED)


@cache
def spoken_verbs() -> frozenset[str]:
    """The cues in the third person singular of all listed languages."""
    return frozenset[str]().union(*(one.verbs for one in languages()))


def _read(code: str) -> Language:
    words: dict[str, list[str]] = defaultdict(list)
    for line in lines(f"language_{code}"):
        heading, _, rest = line.partition(":")
        words[heading] += [rest.strip()] if heading == "prepositions" else rest.split()

    def of(heading: str) -> frozenset[str]:
        return frozenset(words[heading])

    grammar = of("common") | of("determiners") | of("governing") | of("that") | of("behind") | of("auxiliaries")
    phrases = [tuple(phrase.split()) for line in words["prepositions"] for phrase in line.split("|")]
    return Language(
        code=code,
        codes=of("codes"),
        common=of("common"),
        verbs=of("verbs"),
        plural=of("plural"),
        participles=of("participles"),
        auxiliaries=of("auxiliaries"),
        separable=of("separable"),
        particles=of("particles"),
        labels=of("labels"),
        prepositions=tuple(sorted(phrases, key=len, reverse=True)),
        behind=of("behind"),
        asked=of("asked"),
        promises=of("promises"),
        he=of("he"),
        she=of("she"),
        they=of("they"),
        pronouns=of("he") | of("she") | of("they"),
        masculine=of("masculine"),
        feminine=of("feminine"),
        determiners=of("determiners"),
        that=of("that"),
        mr=of("mr"),
        mrs=of("mrs"),
        titles=of("titles"),
        calendar=of("calendar"),
        roles=of("roles"),
        endings=tuple(words["endings"]),
        bodies=of("bodies"),
        linking=of("linking"),
        governing=of("governing"),
        prodrop=bool(words["prodrop"]),
        grammar=grammar | {phrase[0] for phrase in phrases},
        channels={word: channel for channel in Channel for word in words[channel.value]},
    )
