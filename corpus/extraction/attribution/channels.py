"""The words that name a channel: by which way what was said reached the reporter."""

from __future__ import annotations

from corpus.records import Channel

from ..lexicon.wordlists import word_set

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
