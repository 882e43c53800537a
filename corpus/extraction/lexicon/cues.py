"""Verbs that announce a statement, with the attitude they show. Written by the project from general knowledge.

A verb is listed once, by its base form; its forms are derived (irregular ones are listed). ``Frame`` says how a
verb takes its content: as a clause or quotation (``said that ...``), as a description (``called it "..."``),
or as an intention (``wants to ...``).
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import NamedTuple

from corpus.records import Attitude

from .wordlists import word_set


class Frame(Enum):
    """What follows the verb."""

    CLAUSE = "clause"  # a statement, with or without "that", or quoted words
    HEARER = "hearer"  # first the person spoken to: told reporters that
    LABEL = "label"  # a description: called the plan "absurd"; counts with quoted words only
    BELIEF = "belief"  # a clause, never spoken: believes that
    WISH = "wish"  # an infinitive or a clause: wants to, hopes that


class Form(Enum):
    """Which form of the verb stands in the text."""

    PAST = "past"
    PRESENT = "present"  # third person: says
    BASE = "base"
    PARTICIPLE = "participle"  # saying
    PERFECT = "perfect"  # a past participle that is no past tense: written, given


class CueVerb(NamedTuple):
    """A form of a cue verb."""

    lemma: str
    attitude: Attitude
    frame: Frame
    form: Form
    strength: float  # how often the verb announces a statement, 0 to 1


_SAID_STRONG = (
    "say add explain argue declare insist reply assert announce contend exclaim quip remark retort state "
    "reiterate opine quote muse joke lament recall recount concede stress emphasise emphasize boast blurt "
    "respond counter interject whisper shout yell mutter chant gripe sigh summarise summarize reason chime recite "
    "proclaim profess tweet testify allege conclude"
)
_SAID = (
    "note suggest write report claim continue observe indicate acknowledge admit reveal confirm "
    "comment disclose caution maintain predict estimate complain mention warn post agree point repeat "
    "answer offer charge echo elaborate find show read imply hint confess speculate "
    "propose object protest rule determine learn tell_off email text affirm clarify signal underline underscore "
    "highlight blog retweet deadpan sing cry interrupt snap crow fire rejoin weigh vent "
    "gush rail chuckle laugh grumble marvel warrant stipulate decree assess surmise project"
)
_HEARER = "tell remind assure inform notify advise persuade convince lecture"
_ASKED = "ask wonder inquire query question"
_BELIEVES = (
    "believe think know feel_that consider suspect assume understand reckon doubt realise realize decide "
    "imagine guess figure expect"
)
_WANTS = "want hope wish urge demand call_for plead beg recommend plan intend seek aim request prefer"
_PROMISES = "promise vow pledge swear threaten guarantee commit undertake"
_DENIES = "deny dispute reject refute rebut dismiss rebuff"
_FEELS = "feel fear worry regret"
_LABEL = (
    "call describe label brand dub denounce decry condemn criticise criticize praise blast slam deride mock attack "
    "accuse blame characterise characterize hail tout dismiss ridicule cite refer depict portray laud compare term "
    "lambaste lambast assail castigate chide applaud defend deem rip bash trash taunt skewer pan pronounce quote "
    "address discuss express speak talk promote offer deliver reference invoke complain endorse"
)

IRREGULAR = {
    "say": ("said", "said"),
    "tell": ("told", "told"),
    "write": ("wrote", "written"),
    "read": ("read", "read"),
    "find": ("found", "found"),
    "show": ("showed", "shown"),
    "think": ("thought", "thought"),
    "know": ("knew", "known"),
    "understand": ("understood", "understood"),
    "feel": ("felt", "felt"),
    "seek": ("sought", "sought"),
    "swear": ("swore", "sworn"),
    "speak": ("spoke", "spoken"),
    "undertake": ("undertook", "undertaken"),
    "sing": ("sang", "sung"),
    "weigh": ("weighed", "weighed"),
    "learn": ("learned", "learned"),
    "plead": ("pleaded", "pleaded"),
    "offer": ("offered", "offered"),
    "answer": ("answered", "answered"),
    "wonder": ("wondered", "wondered"),
    "counter": ("countered", "countered"),
    "mutter": ("muttered", "muttered"),
    "whisper": ("whispered", "whispered"),
    "deliver": ("delivered", "delivered"),
    "see": ("saw", "seen"),
    "foresee": ("foresaw", "foreseen"),
    "mean": ("meant", "meant"),
    "choose": ("chose", "chosen"),
    "forecast": ("forecast", "forecast"),
    "bet": ("bet", "bet"),
    "consider": ("considered", "considered"),
    "interpret": ("interpreted", "interpreted"),
    "label": ("labeled", "labeled"),
    "blog": ("blogged", "blogged"),
}
EXTRA_FORMS = {"label": ("labelled", "labelling"), "signal": ("signalled", "signalling")}
DOUBLING = word_set("beg commit quip admit dub rebut refer blog chat pan rip snap slam brag plan blur")
WEAK = word_set(
    "find show read continue point offer charge learn rule determine agree weigh fire snap sing cry laugh "
    "project decide plan aim request commit consider understand figure expect know post text email "
    "highlight signal mention repeat estimate observe object seek intend prefer pan rip address discuss "
    "speak talk promote deliver reference invoke endorse defend attack compare term pronounce cite assess "
    "stipulate"
)


def _past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if verb in DOUBLING else "") + "ed"


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "sh", "ch", "x", "z")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb[:-1] + "ies"
    return verb + "s"


def _participle(verb: str) -> str:
    if verb.endswith("e") and not verb.endswith("ee"):
        return verb[:-1] + "ing"
    return verb + (verb[-1] if verb in DOUBLING else "") + "ing"


def verb_forms(verb: str) -> tuple[str, ...]:
    """All forms of a verb, given by its base form."""
    past, perfect = IRREGULAR.get(verb, (_past(verb), _past(verb)))
    return verb, _third_person(verb), _participle(verb), past, perfect


def _verbs() -> dict[str, tuple[Attitude, Frame]]:
    table: dict[str, tuple[Attitude, Frame]] = {}
    groups: tuple[tuple[str, Attitude, Frame], ...] = (
        (_LABEL, Attitude.SAID, Frame.LABEL),
        (_BELIEVES, Attitude.BELIEVES, Frame.BELIEF),
        (_WANTS, Attitude.WANTS, Frame.WISH),
        (_PROMISES, Attitude.PROMISES, Frame.WISH),
        (_DENIES, Attitude.DENIES, Frame.LABEL),
        (_FEELS, Attitude.FEELS, Frame.BELIEF),
        (_SAID, Attitude.SAID, Frame.CLAUSE),
        (_SAID_STRONG, Attitude.SAID, Frame.CLAUSE),
        (_HEARER, Attitude.SAID, Frame.HEARER),
        (_ASKED, Attitude.ASKED, Frame.CLAUSE),
    )
    for verbs, attitude, frame in groups:
        for verb in verbs.split():
            if "_" not in verb:
                table[verb] = (attitude, frame)
    table["deny"] = (Attitude.DENIES, Frame.CLAUSE)
    table["urge"] = (Attitude.WANTS, Frame.HEARER)
    table["beg"] = (Attitude.WANTS, Frame.HEARER)
    table["demand"] = (Attitude.WANTS, Frame.CLAUSE)
    table["recommend"] = (Attitude.WANTS, Frame.CLAUSE)
    return table


@cache
def cue_forms() -> dict[str, CueVerb]:
    """Every form of every cue verb, in lower case."""
    forms: dict[str, CueVerb] = {}
    strong = frozenset(_SAID_STRONG.split()) | frozenset(_HEARER.split()) | {"ask", "wonder"}
    for verb, (attitude, frame) in _verbs().items():
        strength = 1.0 if verb in strong else 0.5 if verb in WEAK else 0.8

        def form(
            kind: Form, lemma: str = verb, how: Attitude = attitude, what: Frame = frame, sure: float = strength
        ) -> CueVerb:
            return CueVerb(lemma, how, what, kind, sure)

        past, perfect = IRREGULAR.get(verb, (_past(verb), _past(verb)))
        forms[verb] = form(Form.BASE)
        forms[_third_person(verb)] = form(Form.PRESENT)
        forms[_participle(verb)] = form(Form.PARTICIPLE)
        forms.setdefault(perfect, form(Form.PERFECT if perfect != past else Form.PAST))
        forms[past] = form(Form.PAST)
        for extra in EXTRA_FORMS.get(verb, ()):
            forms[extra] = form(Form.PARTICIPLE if extra.endswith("ing") else Form.PAST)
    return forms


# Forms that are mostly nouns: they need a clear subject before them and a clause or quotation after.
NOUN_LIKE = word_set(
    "say claim claims report reports note notes state states plan plans hope hopes fear fears call calls "
    "show shows find finds point points answer answers comment comments request requests demand demands "
    "charge charges offer offers question questions wish wishes promise promises threat post posts text "
    "texts email emails read reads tweet tweets rule rules projects project pledge pledges vow vows sign "
    "signals signal estimate estimates vent object objects protest protests wonder wonders quote quotes "
    "fire fires crow crows reason reasons cry cries attack attacks praise blame term terms brand brands "
    "label labels address talk talks blast laugh doubt doubts worry worries guess figure figures "
    "guarantee guarantees dispute disputes regret regrets echo echoes feel quip quips joke jokes remark "
    "remarks document documents caution cautions highlight highlights sigh sighs respond counter lecture "
    "target aim aims compare trash bash pan rip reference warrant warrants yell shout shouts"
)
# Reports carry the words of a paper or a count as readily as of a person: a poll shows, the study found.
PAPER_VERBS = word_set("show find read indicate suggest reveal report estimate conclude state say note confirm project")
