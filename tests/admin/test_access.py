"""Who is answered what by the admin: every address that is routed, every role, reading and sending."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.messages import INFO, SUCCESS, get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import models
from django.template.response import SimpleTemplateResponse
from django.test import Client
from django.urls import reverse

from corpus.services.take_down import take_down
from tests.admin.visits import MODELS, View, Visits, views
from tests.builders import store

pytestmark = pytest.mark.django_db

GROUPS = {"contributors", "curators", "ingestors", "readers"}
ROOT = {"superuser"}
CURATORS = {"curators"} | ROOT
INGESTORS = {"ingestors"} | ROOT
BOTH = CURATORS | INGESTORS
GROUPED = GROUPS | ROOT
STAFF = {"staff"} | GROUPED
NOBODY: set[str] = set()
SEERS = {"whoever sees the rows of the model"}
OUTSIDE = {"stranger", "account"}
SIGN_IN = "sent to sign in"
# Whose pages are written out, with all and with least on them; of the others only the status is looked at.
RENDERED = {"superuser", "curators", "readers"}

# Who sees the rows of a model: in lists, on pages, in histories.
SEEN_BY = {
    name: roles
    for roles, names in (
        (GROUPED, "affiliation article duplicatepair entity mention merge organisation person proposal quotation"),
        (GROUPED, "utterance"),
        (BOTH, "job rawdocument run runchunk rundocument source sourceentry subscription"),
        (CURATORS, "alias articletext decision identifier removedpassage restoredpassage"),
        (ROOT, "answeredrequest author authtoken candidate erasedid erasurerequest group jobdocument namepart"),
        (ROOT, "delivery subscriptionevent subscriptionrecord"),
        (ROOT, "quotationmonth quotationreading quotationspan rawcontent reading reviewsample sampledquotation"),
        (ROOT, "savedfilter shingle speakermonth tokenuse uploadedtable user"),
        (ROOT, "askedhost change copyruling dispute fingerprint hiddenname"),
    )
    for name in names.split()
}


class Row(NamedTuple):
    """Who may, and what they are answered: to GET, to a POST of nothing. Others among the staff are refused."""

    get: tuple[set[str], int]
    post: tuple[set[str], int]
    refused: int = 403
    outside: int | str = SIGN_IN


# By kind of view, or by kind and model where a model is another case.
TABLE = {
    # The site's own pages.
    "index": Row((STAFF, 200), (STAFF, 200)),
    "login": Row((STAFF, 302), (STAFF, 200), outside=200),
    "logout": Row((STAFF, 405), (STAFF, 200), outside=302),
    "password_change": Row((STAFF, 200), (STAFF, 200)),
    "password_change_done": Row((STAFF, 200), (STAFF, 405)),
    "jsi18n": Row((STAFF, 200), (STAFF, 405)),
    "autocomplete": Row((NOBODY, 200), (STAFF, 405)),  # with what it asks for: below
    "app_list": Row((GROUPED, 200), (GROUPED, 200), refused=404),
    "view_on_site": Row((STAFF, 404), (STAFF, 404)),
    "(?P<url>.*)$": Row((STAFF, 404), (STAFF, 404)),
    "import": Row((INGESTORS, 200), (INGESTORS, 200)),
    "review": Row((GROUPED, 200), (GROUPED, 200)),
    "review_accuracy": Row((GROUPED, 200), (CURATORS, 200)),
    "review_decide": Row((CURATORS, 302), (CURATORS, 302)),
    "review_undo": Row((CURATORS, 302), (CURATORS, 302)),
    # Pages that every model has.
    "changelist": Row((SEERS, 200), (SEERS, 200)),
    "history": Row((SEERS, 200), (SEERS, 200)),
    "saved": Row((SEERS, 302), (SEERS, 302)),
    "<path:object_id>/": Row((STAFF, 302), (STAFF, 302)),  # leads to the page, which refuses
    "change": Row((SEERS, 200), (NOBODY, 200)),
    "change entity": Row((SEERS, 200), (CURATORS, 200)),
    "change person": Row((SEERS, 200), (CURATORS, 200)),
    "change organisation": Row((SEERS, 200), (CURATORS, 200)),
    "change quotation": Row((SEERS, 200), (CURATORS, 200)),
    "change source": Row((SEERS, 200), (INGESTORS, 200)),
    "change group": Row((ROOT, 200), (ROOT, 200)),
    "change user": Row((ROOT, 200), (ROOT, 200)),
    "password_change user": Row((ROOT, 200), (ROOT, 200)),
    "add": Row((NOBODY, 200), (NOBODY, 200)),
    "add erasurerequest": Row((ROOT, 200), (ROOT, 200)),
    "add authtoken": Row((ROOT, 200), (ROOT, 200)),
    "add source": Row((INGESTORS, 200), (INGESTORS, 200)),
    "add group": Row((ROOT, 200), (ROOT, 200)),
    "add user": Row((ROOT, 200), (ROOT, 200)),
    "delete": Row((NOBODY, 200), (NOBODY, 200)),
    "delete authtoken": Row((ROOT, 200), (ROOT, 200)),
    "delete group": Row((ROOT, 200), (ROOT, 200)),
    "delete user": Row((ROOT, 200), (ROOT, 200)),
    # Pages of some.
    "copy article": Row((BOTH, 302), (BOTH, 302)),
    "beside article": Row((GROUPED, 200), (GROUPED, 200)),
    "decide article": Row((CURATORS, 302), (CURATORS, 302)),
    "missed article": Row((CURATORS, 302), (CURATORS, 302)),
    "restore article": Row((CURATORS, 302), (CURATORS, 302)),
    "revert": Row((CURATORS, 200), (CURATORS, 302)),
    "decide duplicatepair": Row((GROUPED, 302), (CURATORS, 200)),
    "reopen duplicatepair": Row((CURATORS, 200), (CURATORS, 200)),
    "decide proposal": Row((CURATORS, 302), (CURATORS, 302)),
    "deed subscription": Row((BOTH, 405), (BOTH, 404)),
    "undo merge": Row((CURATORS, 200), (CURATORS, 302)),
    "merge": Row((CURATORS, 200), (CURATORS, 200)),
    "split": Row((CURATORS, 200), (CURATORS, 200)),
    "split_words": Row((CURATORS, 200), (CURATORS, 200)),
    "export": Row((SEERS, 200), (SEERS, 200)),
    "import person": Row((CURATORS, 200), (CURATORS, 200)),
    "import organisation": Row((CURATORS, 200), (CURATORS, 200)),
    "process_import": Row((STAFF, 405), (CURATORS, 302)),
    "download rawdocument": Row((BOTH, 200), (BOTH, 200)),
}
# Who may do something with the ticked rows of a list.
ACTIONS = {
    "delete_selected": NOBODY,
    "delete_selected authtoken": ROOT,
    "delete_selected group": ROOT,
    "delete_selected user": ROOT,
    "confirm_selected quotation": CURATORS,
    "poll_now source": INGESTORS,
    "pause source": INGESTORS,
    "resume source": INGESTORS,
    "try_failed_again source": INGESTORS,
    "reject_selected quotation": CURATORS,
    "pause subscription": BOTH,
    "resume subscription": BOTH,
    "send_again subscription": BOTH,
    "send_test subscription": BOTH,
}
# Done without being asked for more; the list is shown again, with a line that says so.
AT_ONCE = {"poll_now", "pause", "resume", "try_failed_again", "send_again", "send_test"}
ALL = views()


@pytest.fixture
def visits(db: None, caplog: pytest.LogCaptureFixture) -> Visits:
    caplog.set_level("CRITICAL", logger="django.request")  # thousands are refused, and each would be told at length
    return Visits()


def row_of(view: View) -> Row:
    """What the table says of the view."""
    found = TABLE.get(str(view)) or TABLE.get(view.kind)
    assert found is not None, f"{view.route} is missing in TABLE: say who is answered what by {str(view)!r}"
    return found


def expected(view: View, method: str, role: str) -> int | str:
    """What the role is to be answered."""
    row = row_of(view)
    may, status = row.get if method == "get" else row.post
    if may is SEERS:
        may = SEEN_BY[view.model]
    if role in OUTSIDE:
        return row.outside
    return status if role in may else row.refused


def told(answer: Any) -> int | str:
    """What an answer says, in one word."""
    return SIGN_IN if answer.get("Location", "").startswith(reverse("admin:login")) else answer.status_code


def test_every_group_and_model_is_in_the_tables() -> None:
    assert set(Group.objects.values_list("name", flat=True)) == GROUPS
    assert set(SEEN_BY) == set(MODELS), "say in SEEN_BY who sees the rows of the model"


def test_every_row_is_about_a_view_that_there_is() -> None:
    there = {row: [view for view in ALL if row in (str(view), view.kind)] for row in TABLE}
    assert [row for row, found in there.items() if not found] == []


@pytest.mark.slow
@pytest.mark.parametrize("role", ["stranger", "account", *sorted(STAFF)])
def test_every_view_answers_the_role_as_the_table_says(
    visits: Visits, role: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if role not in RENDERED:
        monkeypatch.setattr(SimpleTemplateResponse, "rendered_content", "")
    wrong = []
    for view in ALL:
        for path in visits.paths(view):
            for method in ("get", "post"):
                got, due = told(visits.ask(role, method, path)), expected(view, method, role)
                if got != due:
                    wrong.append(f"{method} {path} ({view}): {got}, not {due}")
    assert wrong == []


@pytest.mark.parametrize("role", ["staff", "contributors", "readers"])
def test_who_may_not_see_a_record_learns_not_whether_it_is_there(visits: Visits, role: str) -> None:
    hidden = [view for view in ALL if view.ours and visits.missing(view) and role not in SEEN_BY[view.model]]
    wrong = []
    for view in hidden:
        for method in ("get", "post"):
            got, due = told(visits.ask(role, method, visits.missing(view))), expected(view, method, role)
            if got != due:
                wrong.append(f"{method} {visits.missing(view)} ({view}): {got}, not {due}")
    assert hidden
    assert wrong == []


def test_what_may_be_done_with_ticked_rows(visits: Visits) -> None:
    wrong = []
    for model in MODELS:
        found = admin.site.get_model_admin(MODELS[model])
        path = reverse(f"admin:{MODELS[model]._meta.app_label}_{model}_changelist")
        for _, name, _ in found._get_base_actions():
            may = ACTIONS.get(f"{name} {model}", ACTIONS.get(name))
            assert may is not None, f"{name} of {model} is missing in ACTIONS: say who may do it"
            data = {"action": name, "_selected_action": [visits.row(model).pk]}
            for role in sorted(STAFF):
                answer = visits.ask(role, "post", path, data)
                # Whoever sees the rows alone is shown the list, or led back to it.
                asked = answer.status_code == 200 and "cl" not in answer.context
                if name in AT_ONCE and answer.status_code == 302:
                    asked = any(told.level in (SUCCESS, INFO) for told in get_messages(answer.wsgi_request))
                if asked != (role in may) or answer.status_code not in (200, 302, 403):
                    wrong.append(f"{name} of {model} as {role}: {answer.status_code}")
    assert wrong == []


@pytest.fixture
def signed_in(db: None) -> Callable[..., Client]:
    """Makes members of the staff who have these permissions and no others."""

    def make(*codenames: str) -> Client:
        user = User.objects.create(username=f"with {len(codenames)} {'-'.join(codenames)}"[:150], is_staff=True)
        user.user_permissions.set(Permission.objects.filter(content_type__app_label="corpus", codename__in=codenames))
        client = Client()
        client.force_login(user)
        return client

    return make


@pytest.mark.parametrize("kind", ["person", "organisation"])
def test_a_table_makes_records_for_those_alone_who_may_add_them(signed_in: Callable[..., Client], kind: str) -> None:
    path = f"/admin/corpus/{kind}/import/"
    for rights, told in ((("change",), f"your account may add no {kind}"), (("change", "add"), "process_import/")):
        client = signed_in(*(f"{right}_{kind}" for right in ("view", *rights)))
        sent = SimpleUploadedFile("new.csv", b"id,name\n,Tom Hask\n")
        page = client.post(path, {"format": "0", "import_file": sent}).content.decode()
        assert told in page, rights
        assert ("process_import/" in page) == ("add" in rights)


def test_drop_downs_tell_no_role_that_was_taken_down(signed_in: Callable[..., Client]) -> None:
    article = store("“We dig,” said Dagny Ruhl, the mayor of Tolmouth.")
    client = signed_in("view_person", "view_entity", "view_quotation")
    asked = {"app_label": "corpus", "model_name": "quotation", "field_name": "speaker", "term": "dagny"}

    def hint() -> str:
        [row] = client.get(reverse("admin:autocomplete"), asked).json()["results"]
        return str(row["text"])

    assert "mayor" in hint()
    take_down(article, user=None, reason="court order")
    assert hint() == "Dagny Ruhl · person, 0 quoted"


def test_drop_downs_offer_what_the_role_sees_anyway(visits: Visits) -> None:
    wrong, path = [], reverse("admin:autocomplete")
    for model, cls in MODELS.items():
        for field in cls._meta.get_fields():
            if not isinstance(field, models.ForeignKey | models.ManyToManyField):
                continue
            may = SEEN_BY.get(field.related_model._meta.model_name, NOBODY)  # type: ignore[union-attr]
            asked = {"app_label": cls._meta.app_label, "model_name": model, "field_name": field.name, "term": "e"}
            for role in sorted(STAFF):
                got = told(visits.ask(role, "get", path, asked))
                if got != (200 if role in may else 403):
                    wrong.append(f"{model}.{field.name} as {role}: {got}")
    assert wrong == []
