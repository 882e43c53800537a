"""The phrases by which news says how words reached it: "in an emailed statement", "on X", "before a Senate panel".

Written by the project from general knowledge of newspaper prose.
"""

from __future__ import annotations

import re

from corpus.records import Channel

from .channels import BROADCASTERS

_STOP = (
    "of|in|on|at|to|for|from|with|by|about|after|before|and|or|but|that|who|which|as|over|during|via|through|was|were"
)
_PARTS = {
    "written": "(?:in|via|through|by|over|from|with|using)",
    "spoken": "(?:in|via|by|over|on|during)",
    "at": "(?:in|at|during|from)",
    "cited": "(?:in|via|by|through|from|according to)",
    "given": "(?:statement|comments?|response|remarks|message|reply|answers?)",
    "platform": "(?:twitter|facebook|instagram|linkedin|snapchat|bluesky|mastodon|telegram|weibo|tiktok|truth social"
    "|parler|gab|reddit|youtube|tumblr|substack|vkontakte|wechat"
    "|(?:social|messaging) (?:media|network|platform|site|app|service)"
    "|(?-i:X|Threads|Signal|Discord|Medium))(?!\\w)",
    "network": f"(?:{'|'.join(sorted(BROADCASTERS))}|euronews|al jazeera|al arabiya|deutsche welle|newsnight"
    "|sky news|newsmax|nhk|rté|talkradio|lbc|gb news|good morning america|meet the press"
    "|face the nation|state of the union|radio \\w+)",
    "body": "(?:(?:sub)?committee|panel|inquiry|enquiry|inquest|tribunal|commission|court|jury|judge|senate|house"
    "|congress|parliament|lawmakers|senators|magistrates?|coroner|hearing)",
}
# One wording a line; a blank is white space, ~ some words of one noun phrase, <name> one of the parts above. The table
# is tried in this order where two wordings begin at the same word.
_TABLE = (
    (
        Channel.EMAIL,
        r"""
    <written> ~(?:e-?mails?|e-?mailed|newsletter)\b
    in ~<given> (?:sent )?(?:by e-?mail|(?:e-?)mailed)
    (?:reached|contacted) by e-?mail
    e-?mailed <given>
        """,
    ),
    (
        Channel.SOCIAL_POST,
        r"""
    in ~(?:statement|message|video|note|letter|photo|clip) ~(?:posted|shared|published|on) (?:(?:to|on) )?~<platform>
    (?:on|in|via|to|over|through|using) ~<platform>(?! (?:interview|call))
    <written> ~(?:re)?tweets?\b
    <written> ~(?:<platform>|blog|social|forum) (?:posts?|thread|story|message|video)\b
    in (?:an?|his|her|their|its|another|one|that|this|the|two) (?:[^\s,A-Z]+ ){0,3}?(?-i:posts?|thread|blog)\b(?!-)
    on (?:his|her|their|its|a|the) (?:[^\s,]+ ){0,2}?(?:blog|feed|timeline)\b
        """,
    ),
    (
        Channel.PHONE,
        r"""
    <spoken> ~(?:(?:tele)?phone|whatsapp)\b(?! (?:makers?|companies|company|records))
    when phoned\b
    (?:in|during|on|over|via) ~(?:text(?: message)?s?|conference call|earnings call|phone-in|voice ?mail|sms)\b
    (?:by|over|via) text(?: message)?\b
    (?:in|on) a (?:brief |short )?call (?:with|to|on|from)\b
        """,
    ),
    (
        Channel.PRESS_CONFERENCE,
        r"""
    (?:in|at|during|from|on) ~(?:news|press|media|joint|televised) (?:conference|briefing|availability|event|call)\b
    <at> (?:an?|the|his|her|their|its|that|this|today['’]s) ~(?:briefings?|presser)\b(?! (?:paper|note|room|book))
        """,
    ),
    (
        Channel.BROADCAST,
        r"""
    (?:in|during|on|to) ~<medium> (?:\w+ ){0,2}?(?:interviews?|address|speech|debate|appearance|statement|broadcast)\b
    (?:in|during|on|to) ~<medium> (?:\w+ ){0,2}?(?:programme|program|show|station|discussion|phone-in|forum)\b
    (?:on|to|via|over) ~(?:<network>|radio|television|tv|podcasts?)(?!\w)
    (?:on|over) (?-i:(?:the )?air)\b
    (?:on|during|in) ~(?:programme|podcast|broadcast|talk show|chat show)\b
    (?:on|during|in) ~(?:radio|tv|news|morning|breakfast|sunday|evening|late-night|daily|weekly) (?:show|program)\b
    on (?:his|her|their|its|the) (?:show|program)\b
        """,
    ),
    (
        Channel.TESTIMONY,
        r"""
    <at> ~(?:testimony|deposition|hearings?|cross-examination|questioning by|evidence to|(?:court|witness) statement)\b
    (?:testif\w+|appear\w*|speaking|evidence|spoke|questioned) ~(?:before|to|in front of|by) ~<body>\b
    in (?:[\w-]+ ){1,4}of (?:\w+ )?testimony
    under oath
    (?:from|on|took) the (?:witness )?(?:stand|box)\b
    (?:giving|gave) evidence|testifying\b
        """,
    ),
    (
        Channel.REPORT,
        r"""
    in ~(?:regulatory|securities|sec|stock exchange|stock market|exchange|company|financial) (?:filings?|disclosure)\b
        """,
    ),
    (
        Channel.COURT_FILING,
        r"""
    <cited> ~(?:court|legal|bankruptcy|charging) (?:[\w-]+ )?(?:papers|documents?|filings?|records?|brief)\b
    <cited> ~(?:filings?|complaints?|lawsuits?|suit|affidavits?|indictments?|motion|petition|pleadings?)\b(?! officer)
    <cited> ~(?:plea agreement|(?:amicus|friend-of-the-court) brief|charge sheet|subpoena)\b
        """,
    ),
    (Channel.LETTER, r"(?:in|by|via|through|with) ~(?:letters?|memos?|memorandum|cable|(?-i:notes?))\b"),
    (
        Channel.STATEMENT,
        r"""
    (?:in|via|through|by|with) ~(?:statements?|(?:(?:news|press|media) )?release|communiqu[eé]s?)\b
    (?:in|via|by) ~(?-i:announcement|declaration|op-eds?|opinion (?:piece|article|essay)|editorial)\b
    in ~written (?:<given>|remarks)\b
    (?:issued|released|put out|posted|read) ~statement\b
        """,
    ),
    (
        Channel.INTERVIEW,
        r"""
    (?:in|during|for|from|via|through|over) ~interviews?\b
    interviewed (?:by|on|in|for)\b
    in a (?:question-and-answer session|Q&A)\b
        """,
    ),
    (
        Channel.REPORT,
        r"""
    (?:in|from|through|according to) ~(?:reports?|study|studies|papers?|surveys?|polls?|audits?)\b(?! card)
    (?:in|from|through|according to) ~(?:reviews?|analysis|analyses|findings|assessment|journal)\b
        """,
    ),
)


def _compiled(wording: str) -> re.Pattern[str]:
    for _ in range(2):  # parts hold parts
        for name, part in _PARTS.items():
            wording = wording.replace(f"<{name}>", part)
    # a noun phrase goes on over no preposition and into no clause
    noun_phrase = rf"(?:(?!(?:{_STOP})\b)[^\s,;:()“”\"]+ ){{0,6}}?"
    return re.compile(rf"(?<![\w’'-])(?:{wording.replace('~', noun_phrase)})".replace(" ", r"\s+"), re.IGNORECASE)


_PARTS["medium"] = f"(?:radio|television|televised|tv|podcast|on-air|{_PARTS['network']})"
PHRASES = tuple((channel, _compiled(line.strip())) for channel, lines in _TABLE for line in lines.strip().splitlines())
SEVERAL = re.compile(r"\b(?:series|string|flurry|barrage|couple|number|pair|round|burst)\s+of\s+", re.IGNORECASE)

_DOCUMENTS = {
    Channel.REPORT: "report reports study studies paper papers survey surveys poll polls audit audits review reviews "
    "analysis findings assessment",
    Channel.LETTER: "letter letters memo memos memorandum note cable",
    Channel.STATEMENT: "statement statements release communique communiqué op-ed editorial",
    Channel.EMAIL: "email emails e-mail e-mails newsletter",
    Channel.SOCIAL_POST: "tweet tweets post posts thread blog",
    Channel.COURT_FILING: "lawsuit lawsuits suit indictment complaint affidavit affidavits filing filings petition "
    "motion pleading pleadings",
    Channel.TESTIMONY: "testimony deposition",
}
DOCUMENTS = {word: channel for channel, words in _DOCUMENTS.items() for word in words.split()}
_COURT_PAPERS = frozenset({"papers", "documents", "document", "records", "filing", "filings", "record"})
# Bodies that hear witnesses; a committee or commission only where the words say that it is a parliament's or inquires.
HEARERS = re.compile(
    r"\b(?:court|jury|jurors|inquest|inquiry|enquiry|tribunal|subcommittee|hearing|judge|magistrates?|coroner)\b"
    r"|\b(?:senate|house|congressional|congress|assembly|parliament|legislature|bundestag|knesset|duma|parliamentary"
    r"|select|legislative|commons|lords|oversight|judiciary)\b.*\b(?:panel|committee|commission|inquiry)\b",
    re.IGNORECASE,
)
ADVOCATES = re.compile(
    r"\b(?:lawyers?|attorneys?|barristers?|prosecutors?|counsel|solicitors?|judge|justice|prosecution|defence|defense)\b",
    re.IGNORECASE,
)
AIR = _compiled("(?:<network>|radio|television|tv|broadcaster|podcast)(?!\\w)(?! (?:reporters?|journalists?)\\b)")
CONFERENCES = re.compile(r"\b(?:news|press|media)\s+(?:conference|briefing)|\bbriefing$|\bpresser$", re.IGNORECASE)


def channel_in(text: str) -> Channel | None:
    """The channel that the first telling phrase of ``text`` names."""
    text = SEVERAL.sub("", text)
    best: tuple[int, int] | None = None
    found: Channel | None = None
    for order, (channel, pattern) in enumerate(PHRASES):
        match = pattern.search(text)
        if match and (best is None or (match.start(), order) < best):
            best, found = (match.start(), order), channel
    return found


def channel_of_document(words: list[str]) -> Channel | None:
    """The channel of a document that speaks itself: "the report", "court papers"; its noun ends the words."""
    if not words:
        return None
    if words[-1] in _COURT_PAPERS and len(words) > 1 and words[-2] in {"court", "legal", "bankruptcy", "charging"}:
        return Channel.COURT_FILING
    return DOCUMENTS.get(words[-1])


def channel_of_hearer(hearer: str, speaker: str) -> Channel | None:
    """The channel that whom the ``speaker`` told implies: a court hears witnesses, a network's viewers a broadcast."""
    if CONFERENCES.search(hearer):
        return Channel.PRESS_CONFERENCE
    if HEARERS.search(hearer):
        return None if ADVOCATES.search(speaker) else Channel.TESTIMONY
    return Channel.BROADCAST if AIR.search(hearer) else None
