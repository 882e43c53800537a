"""By which way words reached the reporter, as news prints it."""

from __future__ import annotations

import pytest

from corpus.extraction import ExtractionConfig
from corpus.extraction.attribution.channel_phrases import channel_in
from corpus.records import Channel
from tests.extraction.readers import both, quotations

BEHIND = [
    ("said in an email that", Channel.EMAIL),
    ("said in an emailed statement that", Channel.EMAIL),
    ("said by email that", Channel.EMAIL),
    ("said in an interview that", Channel.INTERVIEW),
    ("said in an interview with the Ledger on Monday that", Channel.INTERVIEW),
    ("told CNN in an interview that", Channel.INTERVIEW),
    ("said in a telephone interview that", Channel.PHONE),
    ("said by telephone that", Channel.PHONE),
    ("said in a text message that", Channel.PHONE),
    ("said on a conference call that", Channel.PHONE),
    ("told a news briefing that", Channel.PRESS_CONFERENCE),
    ("told reporters at a briefing on Monday that", Channel.PRESS_CONFERENCE),
    ("said at a news conference that", Channel.PRESS_CONFERENCE),
    ("told a Senate panel that", Channel.TESTIMONY),
    ("told a parliamentary committee that", Channel.TESTIMONY),
    ("told the court that", Channel.TESTIMONY),
    ("told lawmakers at a hearing that", Channel.TESTIMONY),
    ("said in written testimony that", Channel.TESTIMONY),
    ("said under oath that", Channel.TESTIMONY),
    ("said in a statement that", Channel.STATEMENT),
    ("said in a press release on Monday that", Channel.STATEMENT),
    ("argued in an op-ed that", Channel.STATEMENT),
    ("wrote in a report that", Channel.REPORT),
    ("wrote in a letter to the board that", Channel.LETTER),
    ("wrote in a memo that", Channel.LETTER),
    ("said in court papers that", Channel.COURT_FILING),
    ("said in an affidavit that", Channel.COURT_FILING),
    ("said in a filing on Monday that", Channel.COURT_FILING),
    ("wrote on Facebook that", Channel.SOCIAL_POST),
    ("wrote on X that", Channel.SOCIAL_POST),
    ("said in a tweet that", Channel.SOCIAL_POST),
    ("said in a Facebook post that", Channel.SOCIAL_POST),
    ("wrote in a blog post that", Channel.SOCIAL_POST),
    ("tweeted that", Channel.SOCIAL_POST),
    ("told the BBC that", Channel.BROADCAST),
    ("said in a radio interview that", Channel.BROADCAST),
    ("said on state television that", Channel.BROADCAST),
    ("said on NBC’s Meet the Press that", Channel.BROADCAST),
    ("told a local radio station that", Channel.BROADCAST),
    ("said at a rally on Monday that", None),
    ("said in a speech that", None),
    ("said on Monday that", None),
    ("told reporters that", None),
    ("told the Harbour Committee that", None),
    ("said of the report that", None),
    ("said after the hearing that", None),
]


@both
@pytest.mark.parametrize(("words", "channel"), BEHIND)
def test_behind_the_speaker(words: str, channel: Channel | None, config: ExtractionConfig) -> None:
    body = f"Ana Kerr, the mayor of Port Ellis, {words} the bridge was not safe and would be closed for a month."
    assert {q.channel for q in quotations(body, config)} == {channel}


@both
@pytest.mark.parametrize(
    ("body", "channel"),
    [
        ("“The bridge is closed,” said Ana Kerr in an email.", Channel.EMAIL),
        ("“The bridge is closed,” said Ana Kerr, the mayor of Port Ellis, in an email.", Channel.EMAIL),
        ("“The bridge is closed,” said Ana Kerr, a ministry spokeswoman, by phone.", Channel.PHONE),
        ("“The bridge is closed,” said Ana Kerr, who was reached by phone in Salem.", Channel.PHONE),
        ("“The bridge is closed,” Ana Kerr said, speaking at a news conference.", Channel.PRESS_CONFERENCE),
        ("“The bridge is closed,” Ana Kerr said in a statement on Monday.", Channel.STATEMENT),
        ("“The bridge is closed,” Ana Kerr told CNN.", Channel.BROADCAST),
        ("“The bridge is closed,” Ana Kerr posted on Truth Social.", Channel.SOCIAL_POST),
        ("“The bridge is closed,” Ana Kerr wrote on Twitter on Monday.", Channel.SOCIAL_POST),
        ("“The bridge is closed,” Ana Kerr wrote in a post on Instagram.", Channel.SOCIAL_POST),
        ("In an email on Monday, Ana Kerr said the bridge was closed.", Channel.EMAIL),
        ("In an interview with the Ledger, Ana Kerr said the bridge was closed.", Channel.INTERVIEW),
        ("Reached by phone on Monday, Ana Kerr said the bridge was closed.", Channel.PHONE),
        ("Asked about it in a radio interview, Ana Kerr said the bridge was closed.", Channel.BROADCAST),
        ("Ana Kerr, in a written statement, said the bridge was closed.", Channel.STATEMENT),
        ("Ana Kerr, speaking at a press briefing, said the bridge was closed.", Channel.PRESS_CONFERENCE),
        ("The bridge has been closed for years, according to court papers.", Channel.COURT_FILING),
        ("The bridge has been closed for years, according to the complaint.", Channel.COURT_FILING),
        ("The bridge has been closed for years, according to an affidavit.", Channel.COURT_FILING),
        ("The bridge has been closed for years, according to the indictment.", Channel.COURT_FILING),
        ("The bridge has been closed for years, according to a report.", Channel.REPORT),
        ("The study said the bridge had been closed for years.", Channel.REPORT),
        ("The lawsuit says the company knew the bridge was not safe.", Channel.COURT_FILING),
        ("“The bridge is closed,” the letter said.", Channel.LETTER),
        ("“The bridge is closed,” the statement said.", Channel.STATEMENT),
        ("“The bridge is closed,” said Ana Kerr, whose letter to the board was published on Monday.", None),
        ("After the report was published, Ana Kerr said the bridge was closed.", None),
        ("Ana Kerr said the bridge was closed because of a report.", None),
        ("Ana Kerr, a lawyer for the company, told the judge that the bridge was closed.", None),
        ("“The bridge is closed,” Ana Kerr told the Washington Post.", None),
    ],
)
def test_anywhere_beside_the_cue(body: str, channel: Channel | None, config: ExtractionConfig) -> None:
    assert {q.channel for q in quotations(body, config)} == {channel}


@both
@pytest.mark.parametrize(
    ("body", "channels"),
    [
        (
            "“The bridge is closed,” Ana Kerr said in a statement. “We are sorry.”",
            [Channel.STATEMENT, Channel.STATEMENT],
        ),
        (
            "Ana Kerr said by phone that the bridge was closed. “Nobody told us,” she said.",
            [Channel.PHONE, Channel.PHONE],
        ),
        (
            "Ana Kerr said in an email that the bridge was closed. The town was quiet.\n\n“Nobody told us,” she wrote.",
            [Channel.EMAIL, Channel.EMAIL],
        ),
        (
            "Ana Kerr said in an email that the bridge was closed. The town was quiet.\n\n“Nobody told us,” she said.",
            [Channel.EMAIL, None],
        ),
        (
            "Ana Kerr said in an email that the bridge was closed, and Tom Lind told reporters it was not.",
            [Channel.EMAIL, None],
        ),
        (
            "Ana Kerr said the bridge was closed.\n\nTom Lind said in a statement that it was open.",
            [None, Channel.STATEMENT],
        ),
    ],
)
def test_a_channel_holds_for_what_the_text_places_in_it(
    body: str, channels: list[Channel | None], config: ExtractionConfig
) -> None:
    assert [q.channel for q in quotations(body, config)] == channels


@pytest.mark.parametrize(
    ("phrase", "channel"),
    [
        ("in a series of tweets", Channel.SOCIAL_POST),
        ("on Mastodon", Channel.SOCIAL_POST),
        ("in a statement posted on Telegram", Channel.SOCIAL_POST),
        ("on his blog", Channel.SOCIAL_POST),
        ("in the Washington Post", None),
        ("in a statement emailed to reporters", Channel.EMAIL),
        ("in a regulatory filing", Channel.REPORT),
        ("in a televised address", Channel.BROADCAST),
        ("in a podcast interview", Channel.BROADCAST),
        ("testified before the committee", Channel.TESTIMONY),
        ("in three hours of testimony", Channel.TESTIMONY),
        ("in a briefing paper", Channel.REPORT),
        ("at a conference", None),
        ("on the report", None),
        ("on air", Channel.BROADCAST),
        ("on Hot Air", None),
        ("on Tuesday", None),
        ("by the sea", None),
    ],
)
def test_phrases(phrase: str, channel: Channel | None) -> None:
    assert channel_in(phrase) is channel
