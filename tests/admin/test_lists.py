"""Lists and pages cost the same number of queries for any number of rows; their filters and drop-downs find rows."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.urls import reverse

from corpus.admin import base
from corpus.models import Article, ArticleText, Candidate, Entity, JobDocument
from tests.admin import rows

MODELS = sorted(apps.get_app_config("corpus").get_models(), key=lambda model: model.__name__)


def list_url(model, query: str = "") -> str:
    return reverse(f"admin:corpus_{model._meta.model_name}_changelist") + query


def page_url(model, pk: int) -> str:
    return reverse(f"admin:corpus_{model._meta.model_name}_change", args=[pk])


def test_lists_cost_the_same_for_3_and_30_rows(queries):
    for number in range(3):
        rows.everything(number)
    few = {model: queries(list_url(model)) for model in MODELS}
    for number in range(3, 30):
        rows.everything(number)
    assert {model: queries(list_url(model)) for model in MODELS} == few
    assert max(few.values()) <= 12


def test_titles_name_records_as_people_know_them(admin_client):
    one = rows.everything(1)
    assert str(one.merge) == "M. Ellwin 1 into Mara Ellwin 1"
    ArticleText.objects.update(headline="")
    line, text, candidate = (model.objects.first() for model in (JobDocument, ArticleText, Candidate))
    assert str(line) == f"{line.job.public_id} · line {line.position}"
    assert str(text) == f"{text.article.headline} · revision 1"
    assert str(candidate).startswith(f"{candidate.entity.name}: ")
    for row in (one.merge, line, text, candidate):
        page = admin_client.get(page_url(type(row), row.pk)).content.decode()
        assert f"<title>{str(row)[:10]}" in page.replace("\n", "")


def test_pages_cost_the_same_in_a_large_corpus(queries):
    rows.everything(0)
    urls = {model: page_url(model, model._default_manager.order_by("pk").first().pk) for model in MODELS}
    for url in urls.values():
        queries(url)  # what Django keeps from then on, such as content types, is read now
    few = {model: queries(url) for model, url in urls.items()}
    for number in range(1, 10):
        rows.everything(number)
    assert {model: queries(url) for model, url in urls.items()} == few


def test_no_filter_grows_with_the_corpus(admin_client):
    def choices(model) -> int:
        changelist = admin_client.get(list_url(model)).context["cl"]
        return sum(len(list(spec.choices(changelist))) for spec in changelist.filter_specs)

    rows.everything(0)
    few = {model: choices(model) for model in MODELS}
    for number in range(1, 20):
        rows.everything(number)
    assert {model: choices(model) for model in MODELS} == few


@pytest.mark.parametrize("value", ["abc", "-1", "9" * 40, "1e3", "٣"])
def test_an_impossible_key_in_a_filter_leads_back_to_the_list(value, admin_client):
    answer = admin_client.get(list_url(Article), {"publisher": value})
    assert answer.status_code == 302


def test_filter_by_publisher_finds_its_articles_and_keeps_the_search(admin_client):
    one, _ = rows.everything(1), rows.everything(2)
    answer = admin_client.get(list_url(Article), {"publisher": one.publisher.pk, "published": "older"})
    assert [row.pk for row in answer.context["cl"].result_list] == [one.article.pk]
    page = answer.content.decode()
    assert '<input type="hidden" name="published" value="older">' in page
    assert f'<option value="{one.publisher.pk}" selected>Tolmouth Gazette 1</option>' in page


def autocomplete(client, model: str, field: str, term: str, *, hints: bool = False) -> list[str]:
    given = {"app_label": "corpus", "model_name": model, "field_name": field, "term": term}
    answer = client.get(reverse("admin:autocomplete"), given)
    assert answer.status_code == 200
    return [row["text"] if hints else row["text"].partition(" · ")[0] for row in answer.json()["results"]]


def test_dropdowns_find_by_any_part_of_a_name_or_alias_folded(admin_client):
    rows.everything(1)
    rows.entity("Ána Žďár")
    assert autocomplete(admin_client, "quotation", "speaker", "zdar") == ["Ána Žďár"]
    assert autocomplete(admin_client, "quotation", "speaker", "ellwin 1") == ["Mara Ellwin 1"]
    assert autocomplete(admin_client, "quotation", "speaker", "register:T1") == ["Mara Ellwin 1"]
    assert autocomplete(admin_client, "quotation", "speaker", "register:nothing") == []


def test_dropdowns_tell_two_of_one_name_apart(admin_client, django_assert_max_num_queries):
    role = rows.everything(1).affiliation.title.strip()
    other = rows.entity("Mara Ellwin 2")
    Entity.objects.filter(pk=other.pk).update(name="Mara Ellwin 1", name_key="mara ellwin 1")
    with django_assert_max_num_queries(6):
        offered = autocomplete(admin_client, "quotation", "speaker", "ellwin 1", hints=True)
    assert sorted(offered) == ["Mara Ellwin 1 · person, 0 quoted", f"Mara Ellwin 1 · person, {role}, 1 quoted"]
    [paper] = autocomplete(admin_client, "article", "publisher", "gazette", hints=True)
    assert paper == "Tolmouth Gazette 1 · organisation, 0 quoted"


def test_dropdowns_offer_no_record_that_was_merged_away(admin_client):
    rows.everything(1)
    assert autocomplete(admin_client, "affiliation", "person", "ellwin") == ["Mara Ellwin 1"]
    assert autocomplete(admin_client, "merge", "loser", "ellwin") == ["M. Ellwin 1", "Mara Ellwin 1"]


def test_dropdown_of_publishers_offers_publishers_alone(admin_client):
    rows.everything(1)
    rows.entity("Tolmouth Harbour Board", rows.IdType.ORGANISATION)
    assert autocomplete(admin_client, "article", "publisher", "tolmouth") == ["Tolmouth Gazette 1"]


def test_counting_stops_at_a_limit(admin_client, monkeypatch):
    monkeypatch.setattr(base, "COUNTED", 5)
    for number in range(7):
        rows.entity(f"Person {number}")
    page = admin_client.get(list_url(Entity)).content.decode()
    assert "5+ entities" in page
    Entity.objects.filter(name__in=["Person 0", "Person 1"]).delete()
    assert "5 entities" in admin_client.get(list_url(Entity)).content.decode()
