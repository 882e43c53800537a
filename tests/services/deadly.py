"""Reading that a certain document kills, as a fault in a library would. Processes load this without Django."""

from __future__ import annotations

import os
import signal
from typing import Any

from corpus.records import ArticleRecord, ExtractionRecord, RawRecord
from corpus.services import read
from corpus.services.read import Unreadable

DEADLY = "Day 4"


def parsed(raw: RawRecord, **more: Any) -> ArticleRecord | Unreadable:
    if DEADLY.encode() in raw.content:
        os.kill(os.getpid(), signal.SIGKILL)
    return read.parsed(raw, **more)


def parses_nothing(raw: RawRecord, **more: Any) -> ArticleRecord | Unreadable:
    os.kill(os.getpid(), signal.SIGKILL)
    return read.parsed(raw, **more)


def extracts_nothing(article: ArticleRecord, **more: Any) -> ExtractionRecord | Unreadable:
    os.kill(os.getpid(), signal.SIGKILL)
    return read.extracted(article, **more)


def extracted(article: ArticleRecord, **more: Any) -> ExtractionRecord | Unreadable:
    if article.headline == DEADLY:
        os.kill(os.getpid(), signal.SIGKILL)
    return read.extracted(article, **more)
