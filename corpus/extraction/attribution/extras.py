"""What a cue carries besides its content: the hearer, the channel, the time."""

from __future__ import annotations

from corpus.records import Channel

from ..lexicon.cues import Frame
from ..lexicon.wordlists import word_set
from ..lexicon.words import DAYS, MONTHS, PREPOSITIONS, TIME_MODIFIERS, TIME_UNITS, TIME_WORDS
from ..tokens import Shape
from .cue_phrases import Cue
from .found import Extras, Source, SourceKind
from .phrases import Phrases

_CHANNEL_WORDS = {
    Channel.EMAIL: "email e-mail emails e-mails newsletter",
    Channel.INTERVIEW: "interview interviews",
    Channel.PHONE: "telephone phone",
    Channel.PRESS_CONFERENCE: "briefing conference",
    Channel.TESTIMONY: "testimony hearing deposition",
    Channel.STATEMENT: "statement statements communique",
    Channel.REPORT: "report study paper",
    Channel.LETTER: "letter letters memo",
    Channel.COURT_FILING: "filing filings complaint lawsuit affidavit indictment brief",
    Channel.SOCIAL_POST: "tweet tweets twitter facebook instagram linkedin post snapchat bluesky mastodon telegram "
    "weibo tiktok x blog",
    Channel.BROADCAST: "programme program radio show television tv podcast broadcast",
}
CHANNEL_WORDS = {word: channel for channel, words in _CHANNEL_WORDS.items() for word in words.split()}
BROADCASTERS = word_set("cnn msnbc nbc abc cbs bbc fox npr pbs c-span itv cnbc espn univision telemundo")
LEMMA_CHANNELS = {
    "tweet": Channel.SOCIAL_POST,
    "retweet": Channel.SOCIAL_POST,
    "email": Channel.EMAIL,
    "testify": Channel.TESTIMONY,
}
HEARER_VERBS = word_set(
    "tell ask remind assure inform notify advise persuade convince lecture warn promise urge beg implore"
)
OBJECT_PRONOUNS = frozenset({"me", "us", "him", "them", "you", "her"})
TO_VERBS = word_set(
    "say indicate explain admit complain write confirm suggest report testify repeat confess announce "
    "recount remark state declare describe mention tweet email comment lament whisper reveal boast"
)
AFTER_HEARER = word_set("that to whether if about , . : not how why what in on of")
PLACE_OF_SPEAKING = frozenset(
    {
        "in",
        "during",
        "at",
        "on",
        "via",
        "through",
        "over",
        "by",
        "from",
        "after",
        "before",
        "outside",
        "of",
        "about",
        "for",
    }
)


def channel_of(words: list[str]) -> Channel | None:
    """The channel that the words of a phrase name."""
    text = " ".join(words)
    if "news conference" in text or "press conference" in text or "press briefing" in text or "news briefing" in text:
        return Channel.PRESS_CONFERENCE
    if "phone" in words or "telephone" in words:
        return Channel.PHONE
    if "court" in words and ("document" in text or "filing" in text or "paper" in text):
        return Channel.COURT_FILING
    for word in words:
        if word in {"conference", "show", "paper", "post", "x", "brief", "program", "briefing"}:
            continue
        if word in CHANNEL_WORDS:
            return CHANNEL_WORDS[word]
    if "x" in words and words[-1] == "x":
        return Channel.SOCIAL_POST
    if "post" in words and words[0] in {"a", "an", "his", "her", "the"}:
        return Channel.SOCIAL_POST
    if "briefing" in words:
        return Channel.PRESS_CONFERENCE
    if "show" in words or "program" in words:
        return Channel.BROADCAST
    return None


def time_phrase(phrases: Phrases, index: int) -> int:
    """The unit after a time expression that begins at ``index``; ``index`` itself where none begins there."""
    units = phrases.units
    count = len(units)
    at = index
    if at < count and units[at].word in {"on", "in", "at", "during", "late", "early", "earlier", "later"}:
        at += 1
    begin = at
    while at < count and at - begin < 6:
        unit = units[at]
        word = unit.word
        if unit.run >= 0:
            break
        if (
            word in DAYS
            or word in MONTHS
            or word in TIME_WORDS
            or (
                word in TIME_MODIFIERS
                and at + 1 < count
                and (units[at + 1].word in TIME_UNITS or units[at + 1].word in DAYS | MONTHS | {"in"})
            )
            or (
                (word in TIME_UNITS and at > index)
                or (word in {"the", "a"} and at + 1 < count and units[at + 1].word in TIME_UNITS)
            )
            or (
                unit.token.shape is Shape.NUMBER
                and (
                    (at > begin and units[at - 1].word in MONTHS)
                    or (at == begin and at > index and len(unit.token.text) == 4)
                )
            )
        ):
            at += 1
        elif (
            at > begin
            and word == ","
            and at + 1 < count
            and units[at - 1].token.shape is Shape.NUMBER
            and _year(phrases, at + 1)
        ):
            at += 2
        else:
            break
    if at == begin:
        return at if begin > index and units[index].word in {"later", "earlier"} else index
    return at


def _year(phrases: Phrases, index: int) -> bool:
    token = phrases.units[index].token
    return token.shape is Shape.NUMBER and len(token.text) == 4


def read_extras(phrases: Phrases, cue: Cue, index: int) -> tuple[int, Extras, Source | None]:
    """Reads on from unit ``index`` after a cue: where the content may begin, what was found, the hearer as a phrase."""
    units = phrases.units
    found = Extras(channel=LEMMA_CHANNELS.get(cue.lemma))
    hearer: Source | None = None
    at = index
    if (cue.frame is Frame.HEARER or cue.lemma in HEARER_VERBS) and at < len(units):
        end, source = phrases.after(at)
        spoken_to = source is not None and (source.kind is not SourceKind.PRONOUN or units[at].word in OBJECT_PRONOUNS)
        if source and spoken_to and (cue.lemma not in {"ask", "warn", "promise"} or _then_clause(phrases, end)):
            hearer = source
            found.addressee = (source.outer if source.kind is SourceKind.NOMINAL else source.first, source.last)
            at = _hearer_end(phrases, end) if source.kind is SourceKind.NOMINAL else end
            words = [units[u].word for u in range(index, at)]
            if "hearing" in words or "inquiry" in words:
                found.channel = found.channel or Channel.TESTIMONY
            if words[-1] == "conference" or words[-1] == "briefing":
                found.channel, found.addressee = Channel.PRESS_CONFERENCE, None
            if any(word in BROADCASTERS for word in words):
                found.channel = found.channel or Channel.BROADCAST
            if at > end and found.addressee is not None:
                found.addressee = (found.addressee[0], units[at - 1].last)
    for _ in range(5):
        after = time_phrase(phrases, at)
        if after > at:
            found.time = found.time or (units[at].first, units[after - 1].last)
            at = after
            continue
        word = units[at].word if at < len(units) else ""
        if word in {"to", "with"} and cue.lemma in TO_VERBS and hearer is None and word == "to":
            end, source = phrases.after(at + 1)
            if source is None:
                break
            hearer = source
            found.addressee = (source.outer if source.kind is SourceKind.NOMINAL else source.first, source.last)
            at = end
            continue
        after = _channel_phrase(phrases, at, found)
        if after == at:
            break
        at = after
    return at, found, hearer


def _hearer_end(phrases: Phrases, end: int) -> int:
    """The unit after the hearer with an "of" or "for" phrase, but without the occasion: "at a news conference"."""
    if end < len(phrases.units) and phrases.units[end].word in {"of", "for", "with"}:
        return phrases.of_phrases(end)
    return end


def _then_clause(phrases: Phrases, end: int) -> bool:
    """Whether a clause follows the hearer: "warned reporters that", not "warned the plan was dead"."""
    if end >= len(phrases.units):
        return True
    unit = phrases.units[end]
    return unit.run >= 0 or unit.word in AFTER_HEARER


def _channel_phrase(phrases: Phrases, at: int, found: Extras) -> int:
    """A phrase like "in an email to reporters" or "at a rally in Ohio"."""
    units = phrases.units
    if at + 1 >= len(units) or units[at].word not in PLACE_OF_SPEAKING or units[at].word not in PREPOSITIONS:
        return at
    end, source = phrases.after(at + 1)
    if end == at + 1 or source is None:
        return at
    words = [units[index].word for index in range(at + 1, end)]
    channel = channel_of(words)
    if units[at].word in {"of", "about", "for", "after", "before", "by", "from", "over"} and channel is None:
        return at
    if channel is None and units[at].word == "on" and any(word in BROADCASTERS for word in words):
        channel = Channel.BROADCAST
    if channel is None and units[at].word == "on":
        return at
    if found.channel is None or (found.channel is Channel.BROADCAST and channel in {Channel.INTERVIEW}):
        found.channel = channel or found.channel
    return phrases.of_phrases(end)
