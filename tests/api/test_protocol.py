"""HTTP around the records: problems, limits, content negotiation, health."""

from __future__ import annotations

import re

import pytest
from django.db import connection

from api import health, measures
from api.kept import Kept
from corpus.models import Entity, Quotation
from tests import answers
from tests.api.conftest import ids, organisation
from tests.api.test_formats import MEDIA_TYPES

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("method", "path", "headers", "status", "code"),
    [
        ("get", "/api/v1/nothing/", {}, 404, "not_found"),
        ("get", "/api/", {}, 404, "not_found"),
        ("get", "/api", {}, 404, "not_found"),
        ("get", "/api/v2/articles/", {}, 404, "not_found"),
        ("get", "/api/v1/articles/art_aaaaaaaaaaaaa/nothing/", {}, 404, "not_found"),
        ("get", "/api/v1/extract/", {}, 405, "method_not_allowed"),
        ("get", "/api/v1/articles/", {"accept": "image/png"}, 406, "not_acceptable"),
        ("get", "/api/v1/articles", {}, 308, "moved"),
    ],
)
def test_problems(client, method, path, headers, status, code):
    response = getattr(client, method)(path, headers=headers)
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert set(body) == {"type", "title", "status", "detail", "code", "request_id", "errors"}
    assert (body["status"], body["code"]) == (status, code)
    assert body["request_id"] == response["X-Request-ID"]


def test_long_addresses_are_problems(client):
    for path in ("/api/v1/articles/?q=", "/api/v1/"):
        response = client.get(path + "a" * 33_000)
        assert (response.status_code, response.json()["code"]) == (414, "uri_too_long")
        assert response["Content-Type"] == "application/problem+json"
        assert response.json()["request_id"] == response["X-Request-ID"]
    assert client.get("/api/v1/articles/?q=" + "a" * 32_000).json()["code"] == "invalid_parameters"


def test_other_media_types_are_not_read(client):
    response = client.post("/api/v1/extract/", b"text=x", content_type="application/x-www-form-urlencoded")
    assert (response.status_code, response.json()["code"]) == (415, "unsupported_media_type")


def test_a_failure_is_a_problem_too(client, monkeypatch):
    def fail(self, request):
        raise RuntimeError("secret")

    monkeypatch.setattr("api.v1.views.articles.ArticleViewSet.list", fail)
    client.raise_request_exception = False
    response = client.get("/api/v1/articles/")
    assert response.status_code == 500
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["code"] == "server_error"
    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("path", ["/api/v1/nothing", "/nothing"])
def test_hosts_that_are_not_served(client, settings, path):
    settings.ALLOWED_HOSTS = ["news.example"]
    settings.DEBUG = False
    response = client.get(path, headers={"host": "evil.example"})
    assert response.status_code == 400
    assert (response["Content-Type"] == "application/problem+json") is path.startswith("/api")


@pytest.mark.parametrize("by", ["parameter", "header"])
def test_options_of_every_address_in_every_format(client, by):
    formats = sorted(MEDIA_TYPES) if by == "parameter" else sorted(set(MEDIA_TYPES.values()))
    tried = 0
    for path in answers.description()["paths"]:
        address = path.replace("{id}", "art_aaaaaaaaaaaaa")
        for one in formats:
            given = {"headers": {"Accept": one}} if by == "header" else {}
            answer = client.options(address + (f"?format={one}" if by == "parameter" else ""), **given)
            assert answer.status_code in (204, 400, 401, 403, 404, 406), (address, one, answer.content)
            if answer.status_code == 204:
                tried += 1
                assert answer.content == b""
                assert "Content-Type" not in answer
                assert "OPTIONS" in answer["Allow"]
    assert tried > len(formats) * 5


def test_head_and_options(client, edition):
    head = client.head("/api/v1/articles/")
    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get("/api/v1/articles/")["ETag"]
    options = client.options("/api/v1/articles/")
    assert (options.status_code, options["Allow"]) == (204, "GET, POST, HEAD, OPTIONS")


@pytest.mark.parametrize("query", ["kind=direct&page_size=2", "nonsense=1", "kind="])
@pytest.mark.parametrize("path", ["", "quotations/", "extract/", "schema/", "people/per_aaaaaaaaaaaaa/merge/"])
def test_options_whatever_the_query(client, path, query):
    assert client.options(f"/api/v1/{path}?{query}").status_code == 204


@pytest.mark.cache
def test_limits(client, account, settings):
    settings.THROTTLE_ANONYMOUS = 3
    for left in (2, 1, 0):
        response = client.get("/api/v1/articles/")
        assert (response.status_code, response["RateLimit-Remaining"]) == (200, str(left))
    response = client.get("/api/v1/articles/")
    assert (response.status_code, response.json()["code"]) == (429, "throttled")
    assert 1 <= int(response["Retry-After"]) <= 60
    assert response["RateLimit-Limit"] == "3"
    known = account()
    assert [known.get("/api/v1/articles/").status_code for _ in range(30)] == [200] * 30
    assert known.get("/api/v1/articles/").status_code == 429
    settings.THROTTLE = False
    assert client.get("/api/v1/articles/").status_code == 200


@pytest.mark.cache
def test_expensive_requests_have_a_limit_of_their_own(client, settings):
    settings.THROTTLE_EXPENSIVE = 1
    assert client.get("/api/v1/articles/?q=wall").status_code == 200
    assert client.get("/api/v1/quotations/?q=wall").status_code == 429
    assert client.post("/api/v1/extract/", b"{}", content_type="application/json").status_code == 429
    assert client.get("/api/v1/articles/").status_code == 200


@pytest.mark.cache
def test_forwarded_addresses_are_not_believed(client, settings):
    settings.THROTTLE_ANONYMOUS = 1
    assert client.get("/api/v1/", headers={"X-Forwarded-For": "1.1.1.1"}).status_code == 200
    assert client.get("/api/v1/", headers={"X-Forwarded-For": "2.2.2.2"}).status_code == 429


@pytest.mark.cache
def test_a_broken_cache_stops_nobody(client, monkeypatch):
    class Broken:
        def __getattr__(self, name):
            raise ConnectionError

    monkeypatch.setattr("api.v1.throttles.cache", Broken())
    assert client.get("/api/v1/").status_code == 200


def test_the_browsable_pages_stay_small(client, account, django_assert_max_num_queries):
    from tests.api.conftest import articles

    Entity.objects.bulk_create(
        Entity(
            type="person",
            public_id=f"per_{n:013d}".translate(str.maketrans("0189", "abcd")),
            name=f"P{n}",
            name_key=f"p{n}",
        )
        for n in range(5000)
    )
    articles(60)
    organisation("Body")
    curator = account("curators", "ingestors")
    for path in ("", "articles/", "quotations/", "people/?page_size=5", "organisations/", "affiliations/", "merges/"):
        with django_assert_max_num_queries(25):
            response = curator.get(f"/api/v1/{path}", headers={"Accept": "text/html"})
        page = response.content.decode()
        assert response.status_code == 200
        assert response["Content-Type"].startswith("text/html")
        assert len(page) < 150_000
        assert page.count("<option") < 10
        assert 'src="http' not in page
        assert 'rel="stylesheet" type="text/css" href="http' not in page


def test_browsable_problems_and_bodies(client, account):
    response = client.get("/api/v1/articles/?nonsense=1", headers={"Accept": "text/html"})
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
    assert "nonsense" in response.content.decode()
    page = account("ingestors").get("/api/v1/articles/", headers={"Accept": "text/html"}).content.decode()
    assert "Harbour wall to be rebuilt" in page
    assert (
        "Harbour wall to be rebuilt"
        not in client.get("/api/v1/articles/", headers={"Accept": "text/html"}).content.decode()
    )


def test_the_way_to_a_page_holds_what_exists(client, edition):
    def way(path: str) -> list[str]:
        page = client.get(f"/api/v1/{path}", headers={"Accept": "text/html"}).content.decode()
        return re.findall(r"<a href=\"([^\"]+)\"", page[page.index('class="breadcrumb"') :].partition("</ul>")[0])

    article = f"articles/{edition.public_id}/"
    assert way("") == ["/api/v1/"]
    assert way(f"{article}quotations/") == [
        "/api/v1/",
        "/api/v1/articles/",
        *(f"/api/v1/{article}{t}" for t in ("", "quotations/")),
    ]
    assert way("nope/") == way("nope/nothing/") == ["/api/v1/"]


def test_the_page_of_a_missing_address_offers_no_method(client, account, admin_client):
    for one in (client, account("curators"), admin_client):
        page = one.get("/api/v1/nope/", headers={"Accept": "text/html"}).content.decode()
        assert "data-method" not in page
        assert 'value="PUT"' not in page
        assert "Missing" not in page.partition("<h1>")[0]


def test_browsers_find_an_icon(client):
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon["Content-Type"]) == (200, "image/svg+xml")
    assert icon.content.startswith(b"<svg")
    for page in ("/", "/api/v1/redoc/"):
        assert '<link rel="icon" href="/favicon.ico">' in client.get(page).content.decode()


def test_redoc_keeps_images_of_other_sites_out_before_its_script_runs(client):
    page = client.get("/api/v1/redoc/").content.decode()
    assert page.index("Element.prototype.setAttribute = ") < page.index("redoc.standalone")


def test_health(client):
    assert client.get("/health/live").json() == {"status": "ok"}
    assert client.get("/health/ready").json()["status"] == "ok"
    client.get("/api/v1/articles/")
    text = client.get("/metrics").content.decode()
    assert 'http_requests_total{method="GET",route="api/v1/articles/",status="200"}' in text
    assert "http_request_duration_seconds_bucket" in text


def test_not_ready_without_a_database(client, monkeypatch):
    from django.db import OperationalError

    def fail(connection):
        raise OperationalError("no such host")

    monkeypatch.setattr("api.health.MigrationExecutor", fail)
    monkeypatch.setattr("api.health.MIGRATIONS", Kept(health._migrations, otherwise=health.UNKNOWN))
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]["database"]) == (503, "does not answer")


def test_what_costs_much_is_found_out_once_in_a_while(client, monkeypatch):
    asked = []
    monkeypatch.setattr(health.MIGRATIONS, "find", lambda: asked.append("migrations") or "ok")
    monkeypatch.setattr(measures.STATUS, "find", lambda: asked.append("status"))
    health.MIGRATIONS.forget()
    measures.STATUS.forget()
    for _ in range(3):
        assert client.get("/health/ready").status_code == client.get("/metrics").status_code == 200
    assert asked == ["migrations", "status"]
    measures.STATUS.forget()
    health.MIGRATIONS.forget()


def test_metrics_and_readiness_have_the_time_of_a_request(client, settings, monkeypatch):
    """A database that takes longer is stopped: the rest is told all the same."""
    settings.STATEMENT_TIMEOUT_SECONDS = 0.2
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"

    def count():
        with connection.cursor() as cursor:
            cursor.execute(endless)

    monkeypatch.setattr("api.measures.status", count)
    measures.STATUS.forget()
    text = client.get("/metrics").content.decode()
    assert "http_requests" in text
    assert "on_record_runs" not in text
    measures.STATUS.forget()

    class Slow:
        def __init__(self, connection):
            count()

    monkeypatch.setattr("api.health.MigrationExecutor", Slow)
    health.MIGRATIONS.forget()
    response = client.get("/health/ready")
    assert (response.status_code, response.json()["checks"]["migrations"]) == (503, "unknown")
    health.MIGRATIONS.forget()


@pytest.mark.parametrize(("given", "kept"), [("abc-1.2_3", True), ("x" * 65, False), ("a b", False), ("é", False)])
def test_request_ids(client, given, kept):
    answer = client.get("/health/live", headers={"X-Request-ID": given})["X-Request-ID"]
    assert (answer == given) is kept


def test_rejected_rows_are_listed_on_demand_only(client, edition):
    Quotation.objects.update(status="rejected")
    assert ids(client.get("/api/v1/quotations/")) == []


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json, text/plain, */*", "application/json"),
        ("application/json; charset=utf-8", "application/json"),
        ("application/json;q=0.5, text/html", "text/html"),
        ("text/html;q=0.5, application/json", "application/json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
    ],
)
def test_accept(client, accept, media_type):
    response = client.get("/api/v1/articles/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"].partition(";")[0]) == (200, media_type)


@pytest.mark.parametrize(("accept", "chosen", "media_type"), [("text/html", "json", "json"), ("*/*", "api", "html")])
def test_format_wins_over_accept(client, accept, chosen, media_type):
    response = client.get(f"/api/v1/articles/?format={chosen}", headers={"Accept": accept})
    assert response.status_code == 200
    assert media_type in response["Content-Type"]


@pytest.mark.cache
def test_a_charset_hides_nothing_from_the_limits(client, settings):
    settings.THROTTLE_EXPENSIVE = 1
    headers = {"Content-Type": "text/plain; charset=cp037"}
    assert client.get("/api/v1/articles/?q=wall", headers=headers).status_code == 200
    assert client.get("/api/v1/articles/?%71=wall", headers=headers).status_code == 429
    assert client.get("/api/v1/articles/?format=csv", headers=headers).status_code == 429
    assert client.get("/api/v1/articles/?format=jsonld", headers=headers)["Content-Type"] == "application/ld+json"


@pytest.mark.parametrize("query", ["q=%FF", "q=a&b=%FF", "&".join(["q=a"] * 501)])
def test_a_query_that_cannot_be_read_is_refused_by_what_reads_it(client, query):
    response = client.get(f"/api/v1/articles/?{query}")
    assert (response.status_code, response.json()["code"]) == (400, "bad_request")
    assert client.options(f"/api/v1/articles/?{query}").status_code == 204
