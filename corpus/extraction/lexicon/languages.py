"""The languages besides English in which speakers are found, each from one list of words (language_*.txt)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from corpus.language_tags import primary, shortest
from corpus.records import Channel

from .wordlists import lines

# Regular endings by that of the infinitive: singular, plural, participle.
REGULAR = {
    "de": {
        "ten": ("tet tete", "ten teten", "tet"),
        "den": ("det dete", "den deten", "det"),
        "en": ("t te e", "en ten", "t"),
        "n": ("t te", "n ten", "t"),
    },
    "fr": {"ger": ("ge geait", "gent geaient", "gé"), "er": ("e ait", "ent aient", "é"), "ir": ("it", "issent", "i")},
    "es": {
        "ar": ("a ó aba", "an aron aban", "ado"),
        "er": ("e ió ía", "en ieron ían", "ido"),
        "ir": ("e ió ía", "en ieron ían", "ido"),
    },
}
LISTED = ("de", "fr", "es", "it", "nl", "pt")


@dataclass(frozen=True, slots=True)
class Language:
    """What announces a speaker in one language; every word in lower case with a straight apostrophe."""

    code: str
    common: frozenset[str]  # words that every text of the language is full of
    spoken: frozenset[str]  # says, said: third person singular, as listed
    verbs: frozenset[str]  # the same with those of regular verbs
    plural: frozenset[str]
    participles: frozenset[str]  # cues behind an auxiliary
    auxiliaries: frozenset[str]
    separable: frozenset[str]  # cues together with a particle: "fügte ... hinzu"
    particles: frozenset[str]
    labels: frozenset[str]  # "called it": cues of quoted words inside a sentence
    prepositions: tuple[tuple[str, ...], ...]  # "according to", the longest first
    leading: frozenset[str]  # the words of these, where nouns have capitals: no names
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
    elides: bool  # "l'eau" is read as two words
    channels: dict[str, Channel]
    grammar: frozenset[str]  # words that have a capital only at the head of a sentence
    ask: frozenset[str]  # words that open what was asked: "si", "où"
    postpositions: frozenset[str]  # "Kehr zufolge": "according to", behind the name
    impersonal: frozenset[str]  # "hieß es": cues without a speaker
    reported: frozenset[str]  # verb forms that tell of words without a cue: "Die Lage sei ernst."
    definite: frozenset[str]  # articles of who is known
    indefinite: frozenset[str]
    possessive: frozenset[str]  # "a su juicio": whose opinion it is
    nobody: frozenset[str]  # nouns of people who stay without a name: "der Reporter"
    men: frozenset[str]  # given names
    women: frozenset[str]
    leads: frozenset[str]  # first words of an organisation's name
    lower_leads: frozenset[str]  # those that also stand in small letters: "la mairie de ..."
    tails: frozenset[str]  # last words of one: "AG"
    alone: frozenset[str]  # words that name one by themselves
    body_endings: tuple[str, ...]  # of words that do

    def given(self, word: str) -> str:
        """The gender that a given name mostly goes with, "" for a word that is none; the word in small letters."""
        return "m" if word in self.men else "f" if word in self.women else ""

    @property
    def nouns_have_capitals(self) -> bool:
        """Whether a capital says nothing of a word: only lists and endings tell a role from a name."""
        return bool(self.endings)


@cache
def listed(code: str) -> Language | None:
    """The language of a tag ("de", "de-AT", "ger"), None for English and what is not listed."""
    short = primary(shortest(code))
    return next((one for one in languages() if short == one.code), None)


@cache
def languages() -> tuple[Language, ...]:
    """All listed languages."""
    return tuple(_read(code) for code in LISTED)


@cache
def spoken_verbs() -> frozenset[str]:
    """The cues in the third person singular of all listed languages; regular ones are not among them."""
    return frozenset[str]().union(*(one.spoken for one in languages()))


def _read(code: str) -> Language:
    words: dict[str, list[str]] = defaultdict(list)
    for line in lines(f"language_{code}"):
        heading, _, rest = line.partition(":")
        words[heading] += [rest.strip()] if heading == "prepositions" else rest.split()

    def of(heading: str) -> frozenset[str]:
        return frozenset(words[heading])

    singular, plural, participles = _forms(code, words["regular"])
    grammar = of("common") | of("determiners") | of("governing") | of("that") | of("behind") | of("auxiliaries")
    phrases = [tuple(phrase.split()) for line in words["prepositions"] for phrase in line.split("|")]
    return Language(
        code=code,
        common=of("common"),
        spoken=of("verbs"),
        verbs=of("verbs") | singular,
        plural=of("plural") | plural,
        participles=of("participles") | participles,
        auxiliaries=of("auxiliaries"),
        separable=of("separable"),
        particles=of("particles"),
        labels=of("labels"),
        prepositions=tuple(sorted(phrases, key=len, reverse=True)),
        leading=frozenset(word for phrase in phrases for word in phrase if words["endings"]),
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
        elides=bool(words["elides"]),
        grammar=grammar | {phrase[0] for phrase in phrases},
        ask=of("ask"),
        postpositions=of("postpositions"),
        impersonal=of("impersonal"),
        reported=of("reported"),
        definite=of("definite"),
        indefinite=of("indefinite"),
        possessive=of("possessive"),
        nobody=of("nobody"),
        men=of("men"),
        women=of("women"),
        leads=of("leads"),
        lower_leads=of("lowerleads"),
        tails=of("tails"),
        alone=of("alone"),
        body_endings=tuple(words["bodyends"]),
        channels={word: channel for channel in Channel for word in words[channel.value]},
    )


def _forms(code: str, infinitives: Iterable[str]) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Third person singular, plural and participle of regular verbs, in the tenses that news report in."""
    singular, plural, participles = set[str](), set[str](), set[str]()
    for infinitive in infinitives:
        verb = infinitive.removeprefix("s'")
        for ending, forms in REGULAR.get(code, {}).items():
            if not verb.endswith(ending):
                continue
            stem = verb.removesuffix(ending)
            one, many, done = ({stem + form for form in group.split()} for group in forms)
            singular, plural, participles = singular | one, plural | many, participles | done
            break
    return frozenset(singular), frozenset(plural), frozenset(participles)
