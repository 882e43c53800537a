"""Real articles, where they are at hand beside the repository."""

import unicodedata
from pathlib import Path

import pytest

from corpus.ingest import Declared, documents, parse
from corpus.records import ArticleRecord, RawRecord

SHARED = Path(__file__).resolve().parents[3] / "shared"


def articles(folder: Path) -> list[tuple[RawRecord, ArticleRecord]]:
    if not folder.is_dir():
        pytest.skip(f"{folder} is not there")
    found = list(documents([str(folder)], declared=Declared(publisher="A publisher")))
    assert all(isinstance(item, RawRecord) for item in found)
    return [(item, parse(item)) for item in found if isinstance(item, RawRecord)]


def test_one_article_with_a_footer() -> None:
    ((raw, article),) = articles(SHARED / "articles")
    lines = [line for line in raw.content.decode().split("\n") if line.strip()]
    assert article.headline == lines[0]
    assert article.body.split("\n\n") == lines[1:-4]
    assert [cut.text for cut in article.removed] == lines[-4:]
    assert [cut.reason.value for cut in article.removed] == ["now_watch", "newsletter", "newsletter", "follow_us"]
    assert {cut.offset for cut in article.removed} == {len(article.body)}


@pytest.mark.parametrize("part", ["dev", pytest.param("train", marks=pytest.mark.slow)])
def test_many_articles(part: str) -> None:
    for raw, article in articles(SHARED / "eval" / "polnear" / part / "text"):
        first = next(line for line in raw.content.decode().split("\n") if line.strip())
        assert article.headline == unicodedata.normalize("NFC", " ".join(first.split())), raw.source
        cut = sum(len(passage.text) for passage in article.removed)
        parts = (article.headline, article.dateline, article.body, article.correction)
        whole = len(" ".join(raw.content.decode().split()))
        assert cut < 0.2 * whole + 100, raw.source
        assert sum(map(len, parts)) + cut > 0.95 * whole, raw.source
