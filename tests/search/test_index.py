import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from corpus.models import Article, Quotation
from corpus.search import (
    coverage,
    index_articles,
    index_quotations,
    matching,
    rebuild,
    remove_articles,
    remove_quotations,
)
from tests.search.conftest import revise

TABLES = ("articles", "articles as printed", "quotations", "quotations as printed")


def found(q):
    return set(matching(Article.objects.all(), q).values_list("pk", flat=True))


def test_the_newest_revision_is_found_and_only_it(article):
    made = article("Old headline", "The ferry sank.")
    made.headline = "New headline"
    revise(made, "The ferry floats.")
    index_articles([made.pk])
    assert found("floats new") == {made.pk}
    assert found("sank") == found("old") == set()


def test_indexing_again_changes_nothing(article):
    made = [article("Ferry", "afloat"), article("Ferry", "aground")]
    keys = [row.pk for row in made]
    index_articles([*keys, *keys])
    index_articles(keys)
    assert found("ferry") == set(keys)
    assert coverage()["articles"] == (2, 2, 0, 0)


def test_unknown_and_no_keys_are_no_error(db):
    for work in (index_articles, index_quotations, remove_articles, remove_quotations):
        work([])
        work([987_654_321])


def test_articles_taken_down_leave_the_index(article, quotation):
    made = article("Ferry", "afloat")
    said = quotation("afloat", of=made)
    made.removed_at = timezone.now()
    made.save()
    index_articles([made.pk])
    index_quotations([said.pk])
    assert found("ferry") == set()
    assert not matching(Quotation.objects.all(), "afloat").exists()
    assert coverage() == dict.fromkeys(TABLES, (0, 0, 0, 0))


def test_removing(article, quotation):
    made = article("Ferry", "afloat")
    said = quotation("afloat", of=made)
    remove_articles([made.pk])
    remove_quotations([said.pk])
    assert found("ferry") == set()
    assert not matching(Quotation.objects.all(), "afloat").exists()


def test_quotations_of_every_status_are_indexed(quotation):
    said = quotation("It floats")
    Quotation.objects.filter(pk=said.pk).update(status="withdrawn")
    index_quotations([said.pk])
    assert matching(Quotation.objects.filter(status="withdrawn"), "floats").exists()


def test_rebuild_mends_what_is_missing_stray_and_stale(article, quotation):
    missing = [article("Ferry", "afloat", indexed=False) for _ in range(5)]
    stray = article("Ferry", "aground")
    Article.objects.filter(pk=stray.pk).update(removed_at=timezone.now())
    stale = article("Barge", "afloat")
    Article.objects.filter(pk=stale.pk).update(headline="Ferry")
    quotation("It floats", of=missing[0], indexed=False)
    assert coverage()["articles"] == (6, 2, 5, 1)
    seen = []
    assert rebuild(2, lambda done, total: seen.append((done, total))) == {"articles": 6, "quotations": 1}
    assert seen[-1] == (7, 7)
    assert found("ferry") == {row.pk for row in [*missing, stale]}
    assert found("barge") == set()
    assert [(count.expected, count.indexed) for count in coverage().values()] == [(6, 6), (6, 6), (1, 1), (1, 1)]
    assert {(count.missing, count.stray) for count in coverage().values()} == {(0, 0)}


def test_more_records_than_a_batch(article):
    first = article("Ferry", "afloat")
    texts = first.current_text
    copies = [
        Article(public_id=f"art_x{number}", source_key=f"x{number}", headline=f"Barge {number}", content_key="")
        for number in range(1100)
    ]
    Article.objects.bulk_create(copies)
    for row in copies:
        row.current_text = None
    keys = list(Article.objects.values_list("pk", flat=True))
    index_articles(keys)
    assert found("ferry") == {first.pk}
    assert found("barge") == set()
    assert texts.body == "afloat"


def test_the_command_rebuilds_and_checks(article):
    made = article("Ferry", "afloat", indexed=False)
    with pytest.raises(CommandError, match="incomplete"):
        call_command("rebuild_search", check=True, stdout=io.StringIO())
    out = io.StringIO()
    call_command("rebuild_search", stdout=out)
    assert "articles: 1 indexed, 0 missing, 0 stray" in out.getvalue()
    assert found("ferry") == {made.pk}
    call_command("rebuild_search", check=True, stdout=io.StringIO())
    with pytest.raises(CommandError, match="--batch"):
        call_command("rebuild_search", batch=0)
