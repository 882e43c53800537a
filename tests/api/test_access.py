"""Who may do what: one table of endpoint, role and answer."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import get_resolver, resolve

from api.v1.addresses import exists
from corpus.models import Affiliation, Decision, DuplicatePair, Job
from corpus.models.ids import IdType, fresh
from corpus.services.merge import merge
from corpus.services.propose import propose
from corpus.services.review import confirm_quotation
from corpus.services.sources import add_source
from corpus.services.subscriptions import subscribe
from tests import answers
from tests.api.conftest import EDITION, make_account, person, send
from tests.builders import store

pytestmark = pytest.mark.django_db

# What each role meets: a stranger, an account without groups, readers, contributors, ingestors, curators.
ROLES = ["stranger", "nobody", "readers", "contributors", "ingestors", "curators"]
ALL = [200] * 6
CURATORS = [401, 403, 403, 403, 403]
INGESTORS = [401, 403, 403, 403, 400, 403]
TABLE = [
    # Reading.
    ("get", "", ALL),
    ("get", "articles/", ALL),
    ("get", "articles/facets/?by=publisher", ALL),
    ("get", "articles/{article}/", ALL),
    ("get", "articles/{article}/annotations/", ALL),
    ("get", "articles/{article}/copies/", ALL),
    ("get", "articles/{article}/differences/", [404] * 6),
    ("get", "articles/{article}/history/", ALL),
    ("get", "articles/{article}/mentions/", ALL),
    ("get", "articles/{article}/quotations/", ALL),
    ("get", "quotations/", ALL),
    ("get", "quotations/facets/?by=kind", ALL),
    ("get", "quotations/{quotation}/", ALL),
    ("get", "quotations/{quotation}/history/", ALL),
    ("get", "quotations/{quotation}/proposals/", ALL),
    ("get", "quotations/{quotation}/verify/", ALL),
    *(
        ("get", f"{address}{path}", ALL)
        for address in ("people/{person}/", "organisations/{organisation}/")
        for path in ("", "affiliations/", "associates/", "history/", "quotations/", "timeline/")
    ),
    ("get", "people/", ALL),
    ("get", "people/facets/?by=affiliation__organisation", ALL),
    ("get", "organisations/", ALL),
    ("get", "organisations/facets/?by=is_publisher", ALL),
    ("get", "organisations/{organisation}/people/", ALL),
    ("get", "affiliations/", ALL),
    ("get", "affiliations/facets/?by=tense", ALL),
    ("get", "affiliations/{affiliation}/", ALL),
    ("get", "affiliations/{affiliation}/history/", ALL),
    ("get", "utterances/", ALL),
    ("get", "utterances/facets/?by=speaker", ALL),
    ("get", "utterances/{utterance}/", ALL),
    ("get", "utterances/{utterance}/quotations/", ALL),
    ("get", "utterances/{utterance}/variants/", ALL),
    ("get", "utterances/{utterance}/disputes/", ALL),
    ("get", "merges/", ALL),
    ("get", "merges/{merge}/", ALL),
    ("get", "decisions/{decision}/", ALL),
    ("get", "proposals/", ALL),
    ("get", "proposals/{proposal}/", ALL),
    ("get", "pairs/", [401, 403, 200, 200, 200, 200]),
    ("get", "pairs/{pair}/", [401, 403, 200, 200, 200, 200]),
    ("get", "jobs/job_aaaaaaaaaaaaa/", [401, 404, 404, 404, 404, 404]),
    ("get", "jobs/{job}/", [401, 403, 403, 403, 403, 403]),  # another account's
    ("get", "changes/", ALL),
    ("get", "popolo/", ALL),
    ("get", "subscriptions/", [401, 403, 403, 403, 200, 200]),
    ("post", "subscriptions/", [401, 403, 403, 403, 400, 400]),
    ("get", "subscriptions/sub_aaaaaaaaaaaaa/", [401, 403, 403, 403, 404, 404]),
    # Another account's.
    ("get", "subscriptions/{subscription}/", [401, *[403] * 5]),
    ("patch", "subscriptions/{subscription}/", [401, *[403] * 5]),
    ("delete", "subscriptions/{subscription}/", [401, *[403] * 5]),
    ("get", "subscriptions/{subscription}/deliveries/", [401, *[403] * 5]),
    ("post", "subscriptions/{subscription}/replay/", [401, *[403] * 5]),
    ("post", "subscriptions/{subscription}/test/", [401, *[403] * 5]),
    ("post", "subscriptions/{subscription}/rotate/", [401, *[403] * 5]),
    ("get", "sources/", [401, 403, 403, 403, 200, 200]),
    ("get", "sources/{source}/", [401, 403, 403, 403, 200, 200]),
    ("get", "sources/src_aaaaaaaaaaaaa/", [401, 403, 403, 403, 404, 404]),
    ("get", "sources/{source}/entries/", [401, 403, 403, 403, 200, 200]),
    ("post", "sources/", INGESTORS),
    ("patch", "sources/{source}/", INGESTORS),
    ("post", "sources/{source}/poll/", [401, 403, 403, 403, 202, 403]),
    ("post", "sources/{source}/retry/", [401, 403, 403, 403, 202, 403]),
    ("delete", "sources/src_aaaaaaaaaaaaa/", [401, 403, 403, 403, 404, 403]),
    ("delete", "sources/{source}/", [401, 403, 403, 403, 204, 403]),
    ("get", "autocomplete/", [400] * 6),
    ("get", "autocomplete/?q=mara", ALL),
    ("get", "reconcile/?queries=%7B%7D", ALL),  # the manifest alone is open everywhere
    ("get", "reconcile/suggest/entity/?prefix=mara", ALL),
    ("get", "reconcile/suggest/property/?prefix=", ALL),
    ("get", "reconcile/suggest/type/?prefix=", ALL),
    ("get", "reconcile/properties/?type=person", ALL),
    ("get", "reconcile/entities/{person}/preview/", ALL),
    # Asking by POST, which stores nothing.
    ("post", "reconcile/", [415] * 6),
    ("post", "extract/", [400] * 6),
    ("post", "quotations/lookup/", [400] * 6),
    ("post", "articles/search/", ALL),
    ("post", "quotations/search/", ALL),
    ("post", "people/search/", ALL),
    ("post", "organisations/search/", ALL),
    ("post", "affiliations/search/", ALL),
    ("post", "utterances/search/", ALL),
    # Writing.
    ("post", "articles/", [401, 403, 403, 403, 400, 403]),
    ("post", "articles/bulk/", [401, 403, 403, 403, 415, 403]),
    ("patch", "articles/{article}/", [401, 403, 403, 403, 400, 400]),
    ("post", "articles/{article}/mentions/", [*CURATORS, 400]),
    ("patch", "articles/{article}/mentions/{mention}/", [*CURATORS, 400]),
    ("patch", "articles/{article}/mentions/men_aaaaaaaaaaaaa/", [*CURATORS, 404]),
    ("post", "quotations/", [*CURATORS, 400]),
    ("patch", "quotations/quo_aaaaaaaaaaaaa/", [*CURATORS, 404]),
    ("patch", "quotations/{quotation}/", [*CURATORS, 400]),
    ("post", "quotations/{quotation}/proposals/", [401, 403, 403, 400, 403, 400]),
    ("post", "proposals/{proposal}/accept/", [*CURATORS, 200]),
    ("post", "proposals/{proposal}/decline/", [*CURATORS, 200]),
    ("post", "proposals/prp_aaaaaaaaaaaaa/accept/", [*CURATORS, 404]),
    ("patch", "people/{person}/", [*CURATORS, 400]),
    ("post", "people/per_aaaaaaaaaaaaa/merge/", [*CURATORS, 404]),
    ("post", "people/{person}/merge/", [*CURATORS, 400]),
    ("post", "people/{person}/split/", [*CURATORS, 400]),
    ("patch", "organisations/{organisation}/", [*CURATORS, 400]),
    ("post", "organisations/{organisation}/merge/", [*CURATORS, 400]),
    ("post", "organisations/{organisation}/split/", [*CURATORS, 400]),
    ("post", "affiliations/", [*CURATORS, 400]),
    ("patch", "affiliations/{affiliation}/", [*CURATORS, 400]),
    ("post", "merges/mrg_aaaaaaaaaaaaa/undo/", [*CURATORS, 404]),
    ("post", "decisions/{decision}/revert/", [*CURATORS, 201]),
    ("post", "decisions/dec_aaaaaaaaaaaaa/revert/", [*CURATORS, 404]),
    ("post", "pairs/{pair}/decide/", [*CURATORS, 400]),
    # Methods that the address does not take.
    ("delete", "articles/{article}/", [401, 403, 403, 403, 403, 403]),
    ("put", "quotations/{quotation}/", [*CURATORS, 405]),
    ("post", "people/", [*CURATORS, 405]),
    ("get", "extract/", [405] * 6),
    # Addresses that do not exist.
    ("get", "nothing/", [404] * 6),
    ("post", "nothing/", [404] * 6),
    ("post", "articles/nothing/here/", [404] * 6),
]


@pytest.fixture(scope="module")
def names(module_rows):
    """What stands for the names in the paths."""
    with module_rows.unblock():
        article = store(EDITION)
        editor = get_user_model().objects.create(username="edith")
        quotation = confirm_quotation(article.quotations.first(), user=editor)
        one, other = person("Ana Kerr"), person("Ana Kehr")
        return {
            "article": article.public_id,
            "quotation": quotation.public_id,
            "person": person().public_id,
            "organisation": article.publisher.public_id,
            "mention": article.current_text.mentions.first().public_id,
            "affiliation": Affiliation.objects.first().public_id,
            "decision": Decision.objects.get(record=quotation.public_id).public_id,
            "proposal": propose(quotation, {"channel": "letter"}, user=editor).public_id,
            "pair": DuplicatePair.objects.create(first=one, second=other, score=0.5).public_id,
            "utterance": quotation.utterance.public_id,
            "merge": merge(person("Zed Kerr"), person("Zed Kerr senior"), user=editor, reason="one").public_id,
            "subscription": subscribe(
                editor, name="Kerr", collection="people", query="", url="https://gazette.example/hook"
            ).public_id,
            "source": add_source("https://gazette.example/feed.xml?key=1").public_id,
            "job": Job.objects.create(public_id=fresh(IdType.JOB), created_by=editor, total=1).public_id,
        }


def got(clients, method, address):
    """What each is answered to a request that sends nothing."""
    options = {} if method == "get" else {"content_type": "application/json", "data": b"{}"}
    return {role: answered(getattr(one, method)(address, **options)) for role, one in clients.items()}


def answered(answer):
    """The status; a stream is read to its end, which gives its place to the next."""
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


@pytest.fixture(scope="module")
def clients(module_rows):
    """A client of each role."""
    with module_rows.unblock():
        return {"stranger": Client(), "nobody": make_account(), **{role: make_account(role) for role in ROLES[2:]}}


@pytest.mark.parametrize(("method", "path", "expected"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_table(clients, names, method, path, expected):
    assert got(clients, method, f"/api/v1/{path.format(**names)}") == dict(zip(ROLES, expected, strict=True))


def test_every_group_is_in_the_table():
    assert sorted(Group.objects.values_list("name", flat=True)) == sorted(ROLES[2:])


def operations(path):
    """The address of the description that a row is about."""
    return answers.route(f"/api/v1/{path.partition('?')[0]}")


def test_every_operation_has_a_row():
    described = {(method, template) for template, found in answers.description()["paths"].items() for method in found}
    missing = described - {(method, operations(path)) for method, path, _ in TABLE}
    assert not missing, "say in TABLE what each role is answered"


def routes():
    """Each address of the API with the methods that write there."""
    for pattern in get_resolver("api.v1.urls").url_patterns:
        actions = getattr(pattern.callback, "actions", None) or {}
        for method in actions:
            if method in ("post", "patch", "put", "delete"):
                yield method, str(pattern.pattern)


@pytest.mark.parametrize(("method", "route"), sorted(set(routes())))
def test_every_way_to_write_has_a_row(method, route):
    paths = [f"/api/v1/{path.partition('?')[0]}" for verb, path, _ in TABLE if verb == method]
    assert f"api/v1/{route}" in {resolve(path).route for path in paths if exists(path)}


# Who may not read may ask for these all the same: they tell nothing of the corpus.
TELL_NOTHING = ("", "extract/")
OPEN = [row for row in TABLE if row[2][0] in (200, 400)]


@pytest.mark.parametrize(("method", "path", "expected"), OPEN, ids=[f"{row[0]} {row[1]}" for row in OPEN])
def test_table_where_reading_is_closed(clients, names, settings, method, path, expected):
    settings.PUBLIC_READ = False
    due = dict(zip(ROLES, [401, expected[1] if path in TELL_NOTHING else 403, *expected[2:]], strict=True))
    assert got(clients, method, f"/api/v1/{path.format(**names)}") == due


def test_changes_are_told_to_who_may_see_their_records(settings):
    settings.PUBLIC_READ = False
    client = with_permissions("view_article", "view_person")
    statuses = {
        query: client.get(f"/api/v1/changes/?{query}").status_code
        for query in (
            *("", "expand=record", "type=quotation", "type=article&type=utterance", "bogus=1"),
            *("type=article&type=person", "type=article&bogus=1"),
        )
    }
    assert [*statuses.values()] == [403, 403, 403, 403, 403, 200, 400], statuses
    settings.PUBLIC_READ = True
    assert client.get("/api/v1/changes/?expand=record").status_code == 200


def test_credentials_come_before_the_body(client, account):
    for one, status in ((client, 401), (account("readers"), 403)):
        for content_type in ("application/json", "text/plain"):
            response = one.post("/api/v1/articles/?nonsense=1", b"{broken", content_type=content_type)
            assert response.status_code == status
            assert response["Content-Type"] == "application/problem+json"
    assert client.post("/api/v1/articles/")["WWW-Authenticate"].startswith("Token")


def test_a_wrong_token_is_told(client):
    response = client.get("/api/v1/articles/", headers={"Authorization": "Token nonsense"})
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


def test_reading_may_be_closed(client, account, names, settings):
    settings.PUBLIC_READ = False
    paths = ["", "articles/", f"articles/{names['article']}/", "people/", "nothing/"]
    for path in paths:
        assert client.get(f"/api/v1/{path}").status_code == 401
    assert client.post("/api/v1/extract/", b"{}", content_type="application/json").status_code == 401
    assert account().get("/api/v1/articles/").status_code == 403
    assert [account("readers").get(f"/api/v1/{path}").status_code for path in paths] == [200, 200, 200, 200, 404]
    assert [account(role).get("/api/v1/articles/").status_code for role in ROLES[2:]] == [200, 200, 200, 200]
    assert "Reading needs an account" in client.get("/").content.decode()


@pytest.mark.parametrize(
    "header", ["Token", "Token abc", "Token a b", "Token \xff", "Token \0", "T\xf6ken x", f"Token {'a' * 64}"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_tokens_that_are_none(client, method, header):
    response = getattr(client, method)("/api/v1/articles/", headers={"Authorization": header})
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert response["WWW-Authenticate"] == "Token"


@pytest.mark.parametrize("header", ["Bearer abc", "Basic YTpi", ""])
def test_other_schemes_write_nothing(client, header):
    response = client.post("/api/v1/articles/", {}, content_type="application/json", headers={"Authorization": header})
    assert response.status_code == 401
    assert "Token" in response.json()["detail"]


def with_permissions(*codenames, staff=False):
    """A client whose account has these permissions and no others."""
    client = make_account(staff=staff)
    client.user.user_permissions.set(
        Permission.objects.filter(content_type__app_label="corpus", codename__in=codenames)
    )
    assert client.user.user_permissions.count() == len(codenames)
    return client


# What is decided about records, with the permissions that it needs and nothing else does.
DECIDING = [
    ("people/{person}/merge/", {}, {"add_merge"}, 400),
    ("people/{person}/split/", {}, {"add_merge"}, 400),
    ("organisations/{organisation}/merge/", {}, {"add_merge"}, 400),
    ("organisations/{organisation}/split/", {}, {"add_merge"}, 400),
    ("merges/{merge}/undo/", {}, {"change_merge"}, 200),
    ("pairs/{pair}/decide/", {"verdict": "same"}, {"view_duplicatepair", "add_merge"}, 200),
    ("pairs/{pair}/decide/", {"verdict": "different"}, {"view_duplicatepair", "change_duplicatepair"}, 200),
    ("decisions/{merged}/revert/", {}, {"view_decision", "change_person", "change_merge"}, 201),
]
RIGHTS = set().union(*(needed for _, _, needed, _ in DECIDING), {"change_organisation"})


@pytest.mark.parametrize(("path", "body", "needed", "status"), DECIDING, ids=[row[0] + str(row[1]) for row in DECIDING])
def test_deciding_needs_the_same_permissions_as_in_the_admin(names, path, body, needed, status):
    names = {**names, "merged": Decision.objects.filter(action="merge").latest("pk").public_id}
    for lacking in needed:
        client = with_permissions(*(RIGHTS - {lacking}))
        assert send(client, path.format(**names), body).status_code == 403, lacking
    assert send(with_permissions(*needed), path.format(**names), body).status_code == status


@pytest.mark.parametrize(
    ("staff", "rights", "status"), [(True, [], 403), (False, ["view_job"], 403), (True, ["view_job"], 200)]
)
def test_jobs_of_others_are_for_staff_who_may_see_jobs(names, staff, rights, status):
    client = with_permissions(*rights, staff=staff)
    assert client.get(f"/api/v1/jobs/{names['job']}/").status_code == status


BEARER = {"Authorization": "Bearer look-in"}


@pytest.mark.parametrize(
    ("public", "token", "headers", "status"),
    [
        (True, "", {}, 200),
        (True, "look-in", {}, 401),
        (True, "look-in", BEARER, 200),
        (False, "", {}, 403),
        (False, "", BEARER, 403),
        (False, "look-in", {}, 401),
        (False, "look-in", {"Authorization": "Bearer look-out"}, 401),
        (False, "look-in", {"Authorization": "Bearer lôok"}, 401),
        (False, "look-in", {"Authorization": "Token look-in"}, 401),
        (False, "look-in", BEARER, 200),
    ],
)
def test_metrics_are_closed_where_reading_is(client, settings, public, token, headers, status):
    settings.PUBLIC_READ, settings.METRICS_TOKEN = public, token
    answer = client.get("/metrics", headers=headers)
    assert answer.status_code == status
    assert ("http_requests" in answer.content.decode()) == (status == 200)
    if status == 401:
        assert answer["WWW-Authenticate"] == "Bearer"
    if status != 200:
        assert answer["Content-Type"] == "application/problem+json"
    # Whether the server is well is for whoever sends it requests, and says nothing of the corpus.
    assert client.get("/health/ready").status_code == client.get("/health/live").status_code == 200
