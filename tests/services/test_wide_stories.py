"""Stories that very many print: each is linked to the earliest, in any order, and costs no more than others."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from corpus.models import Article, Fingerprint
from corpus.search import fingerprints
from corpus.services.copies import link_new, relink, relink_all
from corpus.services.take_down import reinstate, take_down
from corpus.services.verify_copies import mislinked
from tests.api.newsroom import article as row_of

pytestmark = pytest.mark.django_db
BEGIN = datetime(2024, 3, 1, tzinfo=UTC)


@pytest.fixture
def editor(django_user_model: type) -> Any:
    return django_user_model.objects.create_superuser(username="edith")


def words(random: Random, number: int) -> list[str]:
    return [f"w{random.randrange(5000)}" for _ in range(number)]


def printings(random: Random, number: int, *, name: str = "wall") -> list[dict[str, Any]]:
    """An agency's story, and what papers made of it: retitled, cut, with a lead, with words changed."""
    story = words(random, 400)
    made = [story]
    for n in range(1, number):
        text = list(story)
        what = n % 5
        if what == 1:
            text = text[: random.randint(200, 350)]
        elif what == 2:
            text = words(random, random.randint(20, 80)) + text
        elif what == 3:
            text = [f"x{random.randrange(5000)}" if random.random() < 0.04 else word for word in text]
        elif what == 4:
            text = [*text[100:], *words(random, 40)]
        made.append(text)
    return [
        {
            "key": f"{name}-{n:04}",
            "headline": f"{name} {n % 7}",
            "body": " ".join(text),
            "publisher": None,
            "published": BEGIN + timedelta(days=n),
        }
        for n, text in enumerate(made)
    ]


def links() -> dict[str, tuple[Any, ...]]:
    """Who copies what, and how, by source keys; and who leads."""
    columns = ("copy_of__source_key", "copy_share", "copy_kept", "copy_kind", "copies_count")
    return {key: tuple(told) for key, *told in Article.objects.values_list("source_key", *columns)}


def leaders() -> set[str]:
    rows = Fingerprint.objects.filter(leads=True).order_by()
    return set(rows.values_list("article__source_key", flat=True).distinct())


def come(given: list[dict[str, Any]]) -> list[Article]:
    rows = [Article.objects.get(pk=row_of(**one).pk) for one in given]
    for row in rows:
        link_new(row)
    return rows


@pytest.mark.slow
def test_the_thousandth_is_linked_to_the_earliest_and_costs_no_more() -> None:
    given = printings(Random(1), 1000)
    rows = [row_of(**one) for one in given[:998]]
    few, most = [row.pk for row in rows[:300]], [row.pk for row in rows[300:]]
    asked = []
    for some, late in ((few, given[998]), (most, given[999])):
        relink(some)
        row = Article.objects.get(pk=row_of(**late).pk)
        with CaptureQueriesContext(connection) as made:
            link_new(row)
        asked.append([query["sql"].split("VALUES")[0] for query in made])
    assert len(asked[0]) == len(asked[1]) < 40, asked
    found = links()
    assert {told[0] for key, told in found.items() if key != "wall-0000"} == {"wall-0000"}
    assert (found["wall-0000"][0], found["wall-0000"][-1]) == (None, 999)
    assert leaders() == {"wall-0000"}
    assert list(mislinked()) == []
    assert max(len(rows) for rows in holders_read()) <= fingerprints.MOST_HOLDERS + 2


def holders_read() -> list[list[fingerprints.Holder]]:
    """What is read of all that have the fingerprints of the story."""
    keys = fingerprints.held([Article.objects.get(source_key="wall-0000").pk])
    read = [fingerprints.holders(some) for some in keys.values()] + [fingerprints.leaders(*keys.values())]
    assert len(read[0]) >= 10
    return [rows for found in read for rows in found.values()]


@pytest.mark.parametrize("seed", range(3))
def test_in_any_order_and_without_the_earliest(seed: int, editor: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "MOST_HOLDERS", 6)
    random = Random(seed)
    given = printings(Random(7), 22) + printings(Random(8), 12, name="ferry")
    come(random.sample(given, len(given)))
    assert list(mislinked()) == []
    came = links()
    for name, number in (("wall", 22), ("ferry", 12)):
        assert {told[0] for key, told in came.items() if key.startswith(name)} == {None, f"{name}-0000"}
        assert came[f"{name}-0000"] == (None, None, None, "", number - 1)
    assert leaders() == {"wall-0000", "ferry-0000"}
    relink_all()
    assert links() == came
    # Without the earliest the next one is it; as it comes back, all is as before.
    for key in ("wall-0000", "wall-0001"):
        take_down(Article.objects.get(source_key=key), user=editor, reason="disputed")
        assert list(mislinked()) == []
    without = links()
    assert without["wall-0002"][0] is None
    assert {without[f"wall-{n:04}"][0] for n in (5, 7, 8, 10, 20)} == {"wall-0002"}
    assert {told[0] for key, told in without.items() if key.startswith("ferry")} == {None, "ferry-0000"}
    for key in ("wall-0001", "wall-0000"):
        reinstate(Article.objects.get(source_key=key), user=editor, reason="settled")
    assert links() == came
    assert list(mislinked()) == []


def test_an_earlier_one_that_comes_last_is_the_original(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "MOST_HOLDERS", 6)
    given = printings(Random(3), 30)
    come(given[1:])
    assert {told[0] for told in links().values()} == {None, "wall-0001"}
    come(given[:1])
    found = links()
    assert {told[0] for key, told in found.items() if key != "wall-0000"} == {"wall-0000"}
    assert found["wall-0000"][-1] == 29
    assert leaders() == {"wall-0000"}
    assert list(mislinked()) == []


def test_an_earlier_one_that_comes_last_asks_for_and_writes_many_at_once() -> None:
    asked = {}
    for number in (60, 180):
        given = printings(Random(number), number + 1, name=f"story{number}")
        rows = [row_of(**one) for one in given]
        relink([row.pk for row in rows[1:]])
        first = Article.objects.get(pk=rows[0].pk)
        with CaptureQueriesContext(connection) as made:
            link_new(first)
        asked[number] = len(made)
        assert Article.objects.filter(copy_of=first).count() == number
    assert list(mislinked()) == []
    assert asked[60] < asked[180] < 45, asked


def test_standing_phrases_of_a_house_make_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "MOST_HOLDERS", 6)
    random = Random(5)
    phrase = words(random, 120)
    given = [
        {
            "key": f"own-{n}",
            "body": " ".join([*words(random, 200), *phrase]),
            "publisher": None,
            "published": BEGIN + timedelta(days=n),
        }
        for n in range(20)
    ]
    come(random.sample(given, len(given)))
    assert {told[0] for told in links().values()} == {None}
    assert list(mislinked()) == []


def test_marks_that_are_wrong_are_told_and_mended(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "MOST_HOLDERS", 6)
    given = printings(Random(3), 15)
    rows = come(given)
    before = links()
    Fingerprint.objects.filter(leads=True).update(leads=False)
    Fingerprint.objects.filter(article=rows[5]).update(leads=True)
    original = Article.objects.get(source_key="wall-0000")
    Article.objects.filter(pk=original.pk).update(copies_count=3)
    told = sorted(line.partition(":")[0] for line in mislinked())
    assert told == sorted([original.public_id, original.public_id, rows[5].public_id])
    relink_all()
    assert list(mislinked()) == []
    assert links() == before
    assert leaders() == {"wall-0000"}


@pytest.mark.parametrize("most", [2, 5])
def test_marks_follow_what_comes_goes_and_changes(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprints, "MOST_HOLDERS", most)
    random = Random(most)
    given = [*printings(Random(11), 14), *printings(Random(12), 9, name="ferry")]
    # Round-ups of both, of which one may come before either.
    for n in range(4):
        halves = [random.choice(given)["body"].split()[:150] for _ in range(2)]
        own, day = words(random, 60), BEGIN + timedelta(days=random.randint(-5, 15))
        body = " ".join([*halves[0], *own, *halves[1]])
        given.append({"key": f"both-{n}", "body": body, "publisher": None, "published": day})
    rows = come(random.sample(given, len(given)))
    for _ in range(2):
        for row in random.sample(rows, len(rows)):
            what = random.random()
            if what < 0.3:
                Article.objects.filter(pk=row.pk).update(removed_at=datetime(2024, 5, 1, tzinfo=UTC))
            elif what < 0.5:
                when = BEGIN + timedelta(days=random.randint(0, 20))
                Article.objects.filter(pk=row.pk).update(published_at=when)
            else:
                Article.objects.filter(pk=row.pk).update(removed_at=None)
            relink([row.pk])
        assert list(mislinked()) == []
        came, led = links(), leaders()
        Fingerprint.objects.all().delete()
        blank = {"copy_share": None, "copy_kept": None, "copy_kind": "", "copy_retitled": False, "copies_count": 0}
        Article.objects.update(copy_of=None, **blank)
        for row in random.sample(rows, len(rows)):
            relink([row.pk])
        assert (links(), leaders()) == (came, led)
        relink(random.sample([row.pk for row in rows], len(rows)))
        assert (links(), leaders()) == (came, led)
