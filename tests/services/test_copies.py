"""Copies of articles: found, described, and linked alike in whatever order they came."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from corpus.models import Article, ArticleText, CopyRuling, Decision, Fingerprint
from corpus.records import Moment, Precision
from corpus.search import fingerprints
from corpus.services.copies import link_new, relink, relink_all
from corpus.services.edit_article import edit_article
from corpus.services.erase import erase
from corpus.services.errors import Conflict, ServiceError
from corpus.services.revert import revert
from corpus.services.rule_copy import rule_copy
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify import verify
from corpus.services.verify_copies import mislinked
from tests.api.newsroom import article as row_of
from tests.builders import store

pytestmark = pytest.mark.django_db

AGENCY = [
    "TOLMOUTH – The harbour board of Tolmouth will close the old grain quay in October and move its two cranes to the "
    "new basin, after a survey of the piles found that every third one had rotted below the line of the tide.",
    "“We looked at every repair that anybody could think of, and none of them would have lasted ten winters,” said "
    "Orla Venn, the harbour master. The board had asked three builders for an offer, but only one of them answered.",
    "Grain has been landed at the quay since the days of sail. Last year eleven ships called there, fewer than in any "
    "year since the strike, and most of them could have used the basin if it had been dredged in time.",
    "The closure costs nineteen dockers their usual berth. Their union wants them to be taken on at the basin before "
    "anybody else is hired, and has asked for a meeting with the board on the first Monday of September.",
    "“A promise on paper is what we came for, and we did not get one,” said Paul Marren, who has worked the cranes for "
    "twenty-two years and speaks for the day shift. He did not rule out that the shift would stay at home.",
]
LEAD = (
    "Anybody who drove down Quay Street this week could see what was coming: the weighbridge is gone, the gulls have "
    "moved to the fish market, and the café by the gate sells its chairs, two at a time, to whoever asks."
)
STORY = "\n\n".join(AGENCY)


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create_superuser(username="edith")


def copy(body: str, key: str, published: str | None = "2024-03-06T09:00:00Z", **fields: Any) -> Article:
    """An article of another outlet."""
    fields = {"headline": "Grain quay to close", "publisher": f"The {key.title()} Herald", **fields}
    return Article.objects.get(pk=store(body, key=key, published=published, **fields).pk)


@pytest.fixture
def original() -> Article:
    return copy(STORY, "agency", "2024-03-05T09:00:00Z")


def links() -> dict[str, tuple[Any, ...]]:
    """Who copies what, and how, by source keys."""
    columns = ("copy_of__source_key", "copy_share", "copy_kept", "copy_kind", "copy_retitled", "copies_count")
    return {key: tuple(told) for key, *told in Article.objects.values_list("source_key", *columns)}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (STORY.replace("—", "–").upper(), "same"),
        (STORY.replace("eleven ships", "twelve ships").replace("most of them", "many"), "edited"),
        ("\n\n".join(AGENCY[:3]), "cut"),
        (f"{LEAD}\n\n{STORY}", "extended"),
        (f"{LEAD}\n\n{STORY[: len(STORY) // 2]}", "reworked"),
    ],
)
def test_what_was_done_to_a_copy_is_told(original: Article, body: str, kind: str) -> None:
    made = copy(body, "kess", headline="Grain quay to close" if kind == "same" else "Cranes will move")
    assert (made.copy_of, made.copy_kind, made.copy_retitled) == (original, kind, kind != "same")
    assert (made.copy_share == 1) == (kind in ("same", "cut"))
    assert (made.copy_kept == 1) == (kind in ("same", "extended"))
    assert Article.objects.get(pk=original.pk).copies_count == 1
    assert list(verify()) == []


def test_an_article_of_its_own_is_no_copy(original: Article) -> None:
    # The same quotation, in a report of another day that has its own words.
    made = copy(f"{LEAD}\n\n{AGENCY[1]}\n\n{LEAD.replace('week', 'month').replace('street', 'lane')[40:]}", "kess")
    assert made.copy_of is None
    short = copy("The harbour board of Tolmouth will close the old grain quay in October.", "brief")
    assert short.copy_of is None
    assert not short.fingerprints.exists()


def test_an_article_of_its_own_is_looked_for_once(original: Article) -> None:
    own = row_of(key="own", body=f"{LEAD} {LEAD[::-1]}", publisher=None, published=None)
    row = Article.objects.select_related("current_text").get(pk=own.pk)
    with CaptureQueriesContext(connection) as made:
        link_new(row)
    asked = [query["sql"] for query in made if "SELECT" in query["sql"] and "corpus_" in query["sql"]]
    assert len(asked) == 1, asked
    assert row.fingerprints.exists()
    assert list(mislinked()) == []


def test_the_earliest_by_date_is_the_original(original: Article, editor: Any) -> None:
    second = copy(STORY + " It rained.", "second", "2024-03-07")
    undated = copy(STORY + " It snowed.", "undated", None)
    assert {row.copy_of for row in (second, undated)} == {original}
    first = copy(STORY + " It hailed.", "first", "2024-03-01")
    assert {row[0] for row in links().values()} == {None, "first"}
    edit_article(first, {"published": Moment(datetime(2025, 1, 1, tzinfo=UTC), Precision.YEAR)}, user=editor)
    assert links()["first"][0] == "agency"
    assert links()["agency"][0] is None
    # A date without an hour is the end of that day.
    copy(STORY + " It blew.", "day", "2024-03-05")
    assert links()["day"][0] == "agency"
    assert list(verify()) == []


def test_what_goes_leaves_its_copies_to_the_next(original: Article, editor: Any) -> None:
    copy(STORY + " It rained.", "second", "2024-03-07")
    copy(STORY + " It snowed.", "third", "2024-03-08")
    before = links()
    assert before["agency"][-1] == 2
    take_down(original, user=editor, reason="disputed")
    assert links()["third"][0] == "second"
    assert list(mislinked()) == []
    reinstate(original, user=editor, reason="settled")
    assert links() == before
    store(LEAD, key="agency", headline="Grain quay", publisher="The Agency Herald", published="2024-03-05T09:00:00Z")
    assert links()["third"][0] == "second"
    erase(Article.objects.get(source_key="second").public_id, user=editor, reason="asked for")
    assert {row[0] for row in links().values()} == {None}
    assert list(verify()) == []


def test_a_ruling_outlives_what_is_compared(original: Article, editor: Any) -> None:
    made = copy(STORY + " It rained.", "second", "2024-03-07")
    with pytest.raises(ServiceError, match="itself"):
        rule_copy(made, made, user=editor)
    ruled = rule_copy(made, None, user=editor, reason="the reporter wrote both")
    assert (ruled.copy_of, ruled.version) == (None, made.version + 1)
    store(STORY + " It hailed.", key="second", publisher="The Second Herald", published="2024-03-07")
    relink_all()
    assert links()["second"][0] is None
    first, undone = Decision.objects.get(record=made.public_id), None
    undone = revert(first, user=editor)
    assert links()["second"][0] == "agency"
    with pytest.raises(Conflict):
        revert(first, user=editor)
    revert(undone, user=editor)
    assert links()["second"][0] is None
    assert list(verify()) == []


def test_a_ruled_copy_follows_its_original(original: Article, editor: Any) -> None:
    other = copy(LEAD, "other", "2024-01-01")
    second = copy(STORY + " It rained.", "second", "2024-03-07")
    rule_copy(other, second, user=editor, reason="translated")
    assert (links()["other"][:2], links()["agency"][-1]) == (("agency", 0.0), 2)
    with pytest.raises(ServiceError, match="ruled"):
        rule_copy(second, other, user=editor)
    take_down(original, user=editor, reason="disputed")
    assert links()["other"][0] == "second"
    take_down(second, user=editor, reason="disputed")
    assert links()["other"][0] is None
    reinstate(original, user=editor, reason="settled")
    assert links()["other"][0] is None
    reinstate(second, user=editor, reason="settled")
    assert links()["other"][0] == "agency"
    erase(second.public_id, user=editor, reason="asked for")
    assert links()["other"][0] is None
    assert not CopyRuling.objects.exists()
    assert list(verify()) == []


def test_the_database_refuses_copies_of_copies(original: Article) -> None:
    made = copy(STORY + " It rained.", "second")
    for columns in ({"copies_count": 1}, {"copy_of": made.pk}, {"copy_share": 1.5}, {"copy_kind": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Article.objects.filter(pk=made.pk).update(**columns)
    CopyRuling.objects.create(article=made, original=None)
    Fingerprint.objects.filter(article=original).delete()
    Article.objects.filter(pk=original.pk).update(copies_count=2)
    told = [line.partition(": ")[2] for line in mislinked()]
    assert told == [
        "what finds copies of it is stale",
        "its count of copies is stale",
        "a copy, and an editor said that it is none",
    ]
    relink_all()
    assert list(mislinked()) == []


def pieces(random: Random, number: int) -> list[dict[str, Any]]:
    """Articles out of few passages, with some words of their own."""
    words = [f"w{n}" for n in range(3000)]
    passages = [" ".join(random.choices(words, k=random.randint(60, 160))) for _ in range(9)]
    made = []
    for n in range(number):
        parts = [passages[int(8 * random.random() ** 2)] for _ in range(random.randint(1, 3))]
        own = " ".join(random.choices(words, k=random.choice((0, 40, 200))))
        published = random.choice((None, *(datetime(2024, 3, day, tzinfo=UTC) for day in range(1, 6))))
        made.append({"key": f"k{n}", "body": f"{own} {' '.join(parts)}", "publisher": None, "published": published})
    return made


@pytest.mark.parametrize(("seed", "most"), [(1, 500), (2, 500), (3, 5), (5, 8)])
def test_the_order_of_arrival_changes_nothing(seed: int, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "MOST_HOLDERS", most)
    random = Random(seed)
    made = pieces(random, 24)
    rows = [row_of(**given) for given in random.sample(made, len(made))]
    for row in rows:
        link_new(Article.objects.get(pk=row.pk))
    assert list(mislinked()) == []
    came = links()
    relink(row.pk for row in rows)
    assert links() == came
    for _ in range(3):
        for row in random.sample(rows, len(rows)):
            # Comes, goes, is dated anew, or gets other words.
            what = random.random()
            if what < 0.2:
                Article.objects.filter(pk=row.pk).update(removed_at=datetime(2024, 5, 1, tzinfo=UTC))
            elif what < 0.3:
                body = random.choice(made)["body"]
                ArticleText.objects.filter(article=row).update(body=body)
                Article.objects.filter(pk=row.pk).update(word_count=len(body.split()))
            elif what < 0.4:
                day = datetime(2024, 3, random.randint(1, 6), tzinfo=UTC)
                Article.objects.filter(pk=row.pk).update(published_at=day, published_precision="day")
            else:
                Article.objects.filter(pk=row.pk).update(removed_at=None)
            relink([row.pk])
        assert list(mislinked()) == []
        came = links()
        assert any(link[0] is not None for link in came.values())
        Fingerprint.objects.all().delete()
        blank = {"copy_share": None, "copy_kept": None, "copy_kind": "", "copy_retitled": False, "copies_count": 0}
        Article.objects.update(copy_of=None, **blank)
        for row in sorted(rows, key=lambda row: row.source_key):
            relink([row.pk])
        assert links() == came
        relink(random.sample([row.pk for row in rows], len(rows)))
        assert links() == came
