"""Who may do what: one table of endpoint, role and answer."""

from __future__ import annotations

import pytest

from tests.api.conftest import person

pytestmark = pytest.mark.django_db

# What each role meets: a stranger, an account without groups, readers, ingestors, curators.
ROLES = ["stranger", "nobody", "readers", "ingestors", "curators"]
TABLE = [
    ("get", "articles/", [200, 200, 200, 200, 200]),
    ("get", "articles/{article}/", [200, 200, 200, 200, 200]),
    ("get", "people/{person}/history/", [200, 200, 200, 200, 200]),
    ("post", "extract/", [400, 400, 400, 400, 400]),
    ("post", "quotations/lookup/", [400, 400, 400, 400, 400]),
    ("get", "autocomplete/", [400, 400, 400, 400, 400]),
    ("get", "quotations/{quotation}/verify/", [200, 200, 200, 200, 200]),
    ("get", "articles/{article}/annotations/", [200, 200, 200, 200, 200]),
    ("post", "articles/", [401, 403, 403, 400, 403]),
    ("post", "articles/bulk/", [401, 403, 403, 415, 403]),
    ("get", "jobs/job_aaaaaaaaaaaaa/", [401, 404, 404, 404, 404]),
    ("patch", "quotations/quo_aaaaaaaaaaaaa/", [401, 403, 403, 403, 404]),
    ("patch", "quotations/{quotation}/", [401, 403, 403, 403, 400]),
    ("post", "people/per_aaaaaaaaaaaaa/merge/", [401, 403, 403, 403, 404]),
    ("post", "people/{person}/merge/", [401, 403, 403, 403, 400]),
    ("post", "organisations/{organisation}/merge/", [401, 403, 403, 403, 400]),
    ("post", "merges/mrg_aaaaaaaaaaaaa/undo/", [401, 403, 403, 403, 404]),
    # Methods that the address does not take.
    ("delete", "articles/{article}/", [401, 403, 403, 403, 403]),
    ("put", "quotations/{quotation}/", [401, 403, 403, 403, 405]),
    ("post", "people/", [401, 403, 403, 403, 405]),
    ("get", "extract/", [405, 405, 405, 405, 405]),
    # Addresses that do not exist.
    ("get", "nothing/", [404, 404, 404, 404, 404]),
    ("post", "nothing/", [404, 404, 404, 404, 404]),
    ("post", "articles/nothing/here/", [404, 404, 404, 404, 404]),
]


@pytest.mark.parametrize(("method", "path", "expected"), TABLE, ids=[f"{row[0]} {row[1]}" for row in TABLE])
def test_table(client, account, edition, method, path, expected):
    names = {
        "article": edition.public_id,
        "quotation": edition.quotations.first().public_id,
        "person": person().public_id,
        "organisation": edition.publisher.public_id,
    }
    address = f"/api/v1/{path.format(**names)}"
    clients = [client, account(), *(account(role) for role in ROLES[2:])]
    options = {} if method == "get" else {"content_type": "application/json", "data": b"{}"}
    got = [getattr(one, method)(address, **options).status_code for one in clients]
    assert dict(zip(ROLES, got, strict=True)) == dict(zip(ROLES, expected, strict=True))


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


def test_reading_may_be_closed(client, account, edition, settings):
    settings.PUBLIC_READ = False
    paths = ["", "articles/", f"articles/{edition.public_id}/", "people/", "nothing/"]
    for path in paths:
        assert client.get(f"/api/v1/{path}").status_code == 401
    assert client.post("/api/v1/extract/", b"{}", content_type="application/json").status_code == 401
    assert account().get("/api/v1/articles/").status_code == 403
    assert [account("readers").get(f"/api/v1/{path}").status_code for path in paths] == [200, 200, 200, 200, 404]
    assert [account(role).get("/api/v1/articles/").status_code for role in ROLES[2:]] == [200, 200, 200]
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
