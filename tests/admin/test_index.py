"""The first page: what is in the corpus, what failed, how to begin."""

from __future__ import annotations

from django.apps import apps
from django.contrib.auth.models import Permission, User
from django.urls import reverse
from django.utils import timezone

from corpus.models import Article, Job
from corpus.services.take_down import take_down
from tests.admin import rows


def overview(client):
    answer = client.get(reverse("admin:index"))
    assert answer.status_code == 200
    return answer


def test_an_empty_corpus_says_how_to_ingest(admin_client):
    html = overview(admin_client).content.decode()
    assert "Nothing yet." in html
    assert "manage.py ingest" in html
    assert "<title>The corpus | On Record</title>" in html


def test_counts_lead_to_their_lists(admin_client):
    rows.everything(1)
    rows.everything(2)
    answer = overview(admin_client)
    html = answer.content.decode()
    assert "Nothing yet." not in html
    counts = {count["label"]: count for count in answer.context["counts"]}
    assert counts["articles"]["number"] == "2"
    assert counts["people"]["number"] == "6"
    assert counts["documents failed"]["number"] == "0"
    for count in counts.values():
        assert admin_client.get(count["url"]).context["cl"].result_count == int(count["number"])


def test_what_waits_is_told_once(admin_client):
    rows.everything(1)
    rows.everything(2)
    answer = overview(admin_client)
    html = answer.content.decode()
    for [number, label, url], rows_there in zip(answer.context["waits"], [2, 2, 2], strict=True):
        assert number == str(rows_there)
        assert html.count(f'href="{url}"') == 1
        assert html.count(f"<strong>{number}</strong> {label}") == 1
        assert admin_client.get(url).status_code == 200
    assert [count["label"] for count in answer.context["counts"]] == [
        "articles",
        "quotations",
        "people",
        "organisations",
        "utterances",
        "documents wait to be read",
        "documents failed",
    ]
    assert "No document failed" not in html  # the figure says so


def test_one_that_waits_is_told_as_one(admin_client):
    rows.everything(1)
    html = overview(admin_client).content.decode()
    for words in ("quotation to review", "pair that may be one record", "proposal to decide"):
        assert f"<strong>1</strong> {words}" in html


def test_failures_are_shown_newest_first_with_reasons(admin_client):
    for number in range(7):
        rows.raw_document(f"bad-{number}.txt", state="failed", reason=f"reason {number} <b>")
    Job.objects.create(public_id="job_aaaaaaaaaaaaa", state="failed", reason="given up")
    html = overview(admin_client).content.decode()
    assert html.index("bad-6.txt") < html.index("bad-2.txt")
    assert "bad-1.txt" not in html
    assert "reason 6 &lt;b&gt;" in html
    assert "given up" in html


def test_a_reader_sees_only_what_may_be_seen(client, db):
    rows.everything(1)
    rows.raw_document("bad.txt", state="failed", reason="no text in it")
    user = User.objects.create(username="reader", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(user)
    answer = overview(client)
    assert [count["label"] for count in answer.context["counts"]] == ["articles"]
    assert "bad.txt" not in answer.content.decode()


def test_every_model_is_in_one_group(admin_client):
    html = overview(admin_client).content.decode()
    for title in ("What was said", "Who", "What came in", "What editors decided", "Rows behind them"):
        assert f">{title}</a>" in html
    for model in apps.get_app_config("corpus").get_models():
        assert html.count(f'id="corpus-{model._meta.model_name}"') == 1
    assert 'id="auth-user"' in html


def test_first_page_costs_the_same_however_much_there_is(queries):
    rows.everything(0)
    rows.raw_document("bad-0", state="failed", reason="no")
    few = queries(reverse("admin:index"))
    for number in range(1, 10):
        rows.everything(number)
        rows.raw_document(f"bad-{number}", state="failed", reason="no")
    assert queries(reverse("admin:index")) == few


def test_what_was_taken_down_waits_for_nobody(admin_client):
    rows.everything(1)
    Article.objects.filter(pk=rows.everything(2).article.pk).update(removed_at=timezone.now())
    number, label, _ = overview(admin_client).context["waits"][0]
    assert (number, label) == ("1", "quotation to review")


def test_proposals_about_what_is_down_do_not_wait(admin_client):
    one = rows.everything(1)
    rows.everything(2)
    take_down(one.article, user=None, reason="asked for")
    told = {label: number for number, label, _ in overview(admin_client).context["waits"]}
    assert told["proposal to decide"] == "1"
