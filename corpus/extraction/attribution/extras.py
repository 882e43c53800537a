"""What a cue carries besides its content: the hearer, the channel, the time."""

from __future__ import annotations

from itertools import takewhile

from corpus.records import Channel

from ..lexicon.cues import Frame
from ..lexicon.wordlists import word_set
from ..lexicon.words import DAYS, MONTHS, PREPOSITIONS, TIME_MODIFIERS, TIME_UNITS, TIME_WORDS
from ..times import find_times
from ..tokens import Shape
from .channel_phrases import channel_in
from .channels import BROADCASTERS, LEMMA_CHANNELS, channel_of
from .cue_phrases import Cue
from .found import Extras, Source, SourceKind
from .phrases import Phrases

HEARER_VERBS = word_set(
    "tell ask remind assure inform notify advise persuade convince lecture warn promise urge beg implore"
)
LONGEST_TIME = 10  # units that a time may take
APPOSITION = 14  # units that what is said of a speaker between commas may have
OBJECT_PRONOUNS = frozenset({"me", "us", "him", "them", "you", "her"})
TO_VERBS = word_set(
    "say indicate explain admit complain write confirm suggest report testify repeat confess announce "
    "recount remark state declare describe mention tweet email comment lament whisper reveal boast"
)
DOES = word_set("was were is are will would has had could should")
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
        "under",
    }
)


def time_phrase(phrases: Phrases, index: int) -> int:
    """The unit after a time expression that begins at ``index``; ``index`` itself where none begins there."""
    units = phrases.units
    count = len(units)
    at = _dated(phrases, index)
    if at > index:
        return at
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
    if at < count and ((begin == index and units[at].word in DOES) or units[at].word == "'s"):
        return index  # "said | last year was hard", "said | Tuesday's vote": the time is what is spoken of
    return at


def _dated(phrases: Phrases, index: int) -> int:
    """The unit after a time that is printed in one of the usual ways: "on 3 May 2029", "two days ago"."""
    ahead = list(takewhile(lambda unit: unit.run < 0, phrases.units[index : index + LONGEST_TIME]))
    if not ahead:
        return index
    text = phrases.document.text(ahead[0].first, ahead[-1].last)
    start, end = next(find_times(text), (-1, -1))
    begin = ahead[0].token.start
    return index + sum(unit.token.start < begin + end for unit in ahead) if start == 0 else index


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
                found.channel = Channel.PRESS_CONFERENCE
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
    if found.channel is None:
        found.channel = _channel_over_apposition(phrases, at) or _channel_in_front(phrases)
    return at, found, hearer


def _channel_over_apposition(phrases: Phrases, at: int) -> Channel | None:
    """ "said Ana Kerr, the mayor of Salem, in an email": the channel behind what is said of the speaker."""
    units = phrases.units
    if at >= len(units) or units[at].word != ",":
        return None
    for close in range(at + 1, min(at + APPOSITION, len(units) - 2)):
        if units[close].run >= 0 or units[close].word in {".", ";", ":"}:
            return None
        if units[close].word == "," or close == at + 1:
            start = close + 1 if units[close].word == "," else close
            if units[start].word in PLACE_OF_SPEAKING:
                return channel_of([unit.word for unit in units[start + 1 : phrases.after(start + 1)[0]]])
            if units[close].word == ",":
                return None
    return None


def _channel_in_front(phrases: Phrases) -> Channel | None:
    """ "In an email, Ana Kerr said": the channel before the comma with which the sentence opens."""
    units = phrases.units
    if len(units) < 4 or units[0].word not in {"in", "by", "during", "via", "on", "through", "at"}:
        return None
    end, _ = phrases.after(1)
    end = max(end, phrases.of_phrases(end, through_channels=True))
    end = time_phrase(phrases, end)
    if end >= len(units) or units[end].word != ",":
        return None
    return channel_of([unit.word for unit in units[1:end]])


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
    channel = channel_of(words) or channel_in(phrases.document.text(units[at].first, units[end - 1].last))
    if units[at].word in {"of", "about", "for", "after", "before", "by", "from", "over", "under"} and channel is None:
        return at
    if units[at].word in {"of", "about", "for", "after", "before", "outside"} or (
        units[at].word == "on" and channel not in {Channel.SOCIAL_POST, Channel.BROADCAST, Channel.PHONE, None}
    ):
        return phrases.of_phrases(end)  # "said of the report": what was spoken of is no channel
    if channel is None and units[at].word == "on" and any(word in BROADCASTERS for word in words):
        channel = Channel.BROADCAST
    if channel is None and units[at].word == "on":
        return at
    if found.channel is None or (found.channel is Channel.BROADCAST and channel in {Channel.INTERVIEW}):
        found.channel = channel or found.channel
    return phrases.of_phrases(end)
