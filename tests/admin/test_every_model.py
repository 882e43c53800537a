"""Every model's list and page: open, searched, filtered, read-only."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, ForeignKeyRawIdWidget, RelatedFieldWidgetWrapper
from django.forms import ModelChoiceField
from django.urls import reverse

from tests.admin import rows
from tests.admin.test_lists import MODELS, list_url, page_url

pytestmark = pytest.mark.slow

TYPED = {"entity", "person", "organisation", "quotation", "source"}
every_model = pytest.mark.parametrize("model", MODELS, ids=[model._meta.model_name for model in MODELS])


@pytest.fixture(scope="module", autouse=True)
def _rows(module_rows):
    with module_rows.unblock():
        rows.everything(1)


@every_model
def test_every_model_has_an_admin_with_a_search(model):
    assert admin.site.is_registered(model)
    assert admin.site.get_model_admin(model).search_fields


@every_model
def test_list_shows_its_rows(model, admin_client):
    answer = admin_client.get(list_url(model))
    assert answer.status_code == 200
    assert answer.context["cl"].result_count == model._default_manager.count() > 0


@every_model
def test_page_shows_the_record(model, admin_client):
    for row in model._default_manager.all():
        answer = admin_client.get(page_url(model, row.pk))
        assert answer.status_code == 200
        assert answer.context["original"].pk == row.pk


@every_model
def test_search_answers(model, admin_client):
    for term in ["Ellwin", "per_aaaaaaaaaaaaa", "register:T1", 'an open "', "-", "\x00", "x" * 2000, "%"]:
        # Django sends a search that cannot be looked up, such as a NUL, back to the whole list.
        assert admin_client.get(list_url(model), {"q": term}).status_code in (200, 302), term


@every_model
def test_each_choice_of_each_filter_answers(model, admin_client):
    changelist = admin_client.get(list_url(model)).context["cl"]
    for spec in changelist.filter_specs:
        for choice in spec.choices(changelist):
            assert admin_client.get(list_url(model, choice["query_string"])).status_code == 200


@every_model
def test_nothing_is_added_or_deleted_by_hand(model, admin_client):
    pk = model._default_manager.first().pk
    # To file a request is what the page of erasures is for; which sources are watched, editors say.
    added = 200 if model._meta.model_name in ("erasurerequest", "source") else 403
    assert admin_client.get(reverse(f"admin:corpus_{model._meta.model_name}_add")).status_code == added
    assert admin_client.post(reverse(f"admin:corpus_{model._meta.model_name}_delete", args=[pk])).status_code == 403
    before = model._default_manager.count()
    data = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
    admin_client.post(list_url(model), data)
    assert model._default_manager.count() == before


@every_model
def test_machine_fields_cannot_be_typed(model, admin_client):
    row = model._default_manager.first()
    answer = admin_client.get(page_url(model, row.pk))
    form = answer.context["adminform"].form
    if model._meta.model_name not in TYPED:
        assert not form.fields
        assert admin_client.post(page_url(model, row.pk), {}).status_code == 403
    assert not {"start", "end", "words", "text", "article", "public_id", "status", "version", "merged_into"} & set(
        form.fields
    )
    for field in form.fields.values():
        if isinstance(field, ModelChoiceField):
            widget = field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
            assert isinstance(widget, AutocompleteSelect | ForeignKeyRawIdWidget)


@every_model
def test_nobody_without_rights_sees_it(model, client, django_user_model):
    client.force_login(django_user_model.objects.create(username="guest", is_staff=True))
    assert client.get(list_url(model)).status_code == 403
    assert client.get(page_url(model, model._default_manager.first().pk)).status_code == 403
