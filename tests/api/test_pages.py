"""The pages for people: what they show, to whom, and that nothing in them comes from elsewhere or runs in the page."""

from __future__ import annotations

import re

import pytest
from django.contrib.staticfiles import finders

from api.v1.guide import WRITTEN_FOR
from corpus.services import statistics
from tests.api.conftest import articles
from tests.builders import store
from tests.conftest import ROOT

pytestmark = pytest.mark.django_db
PAGES = ["/", "/api/v1/guide/", "/api/v1/errors/"]


@pytest.mark.parametrize("path", PAGES)
def test_nothing_comes_from_elsewhere_and_no_script_stands_in_the_page(client, path):
    store()
    response = client.get(path)
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = response.content.decode()
    loaded = re.findall(r'<(?:script|img)[^>]* src="([^"]*)"|<link [^>]*href="([^"]*)"', page)
    assert loaded
    assert all((source or address).startswith("/") for source, address in loaded)
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=", page)
    for source, address in loaded:
        if "/static/" in source + address:
            assert finders.find((source or address).removeprefix("/static/"))


def test_the_page_at_the_root_of_an_empty_corpus_tells_how_to_fill_it(client):
    page = client.get("/").content.decode()
    assert "Nothing is stored yet" in page
    assert "http://testserver/api/v1/articles/" in page
    assert 'id="query"' not in page


def test_the_page_at_the_root_tells_how_much_there_is_and_asks_a_query(client):
    store()
    page = client.get("/").content.decode()
    assert "<strong>1</strong> articles" in page
    assert '<form id="query" class="query" action="/api/v1/quotations/"' in page
    for address in re.findall(r'<a data-query href="([^"]*)"', page):
        assert client.get(address.replace("&amp;", "&")).status_code == 200


def test_much_is_not_counted(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(statistics, "COUNTED", 1)
    articles(3)
    # Of the four kinds there are more articles alone than are counted; PostgreSQL is asked how many it expects.
    with django_assert_num_queries(4 if statistics.connections["default"].vendor == "sqlite" else 5):
        page = client.get("/").content.decode()
    assert re.search(r"<strong>(1\+|about \d+)</strong> articles", page)


def test_closed_reading_shows_no_counts(client, account, settings):
    store()
    settings.PUBLIC_READ = False
    page = client.get("/").content.decode()
    assert "Reading needs an account here" in page
    assert 'class="counts"' not in page
    assert 'id="query"' not in page
    editor = account("curators", staff=True).user
    client.force_login(editor)
    assert "<strong>1</strong> articles" in client.get("/").content.decode()


@pytest.mark.parametrize("path", ["/api/v1/guide/", "/api/v1/errors/"])
def test_what_explains_the_api_is_open_where_reading_is_closed(client, settings, path):
    settings.PUBLIC_READ = False
    assert client.get(path).status_code == 200
    assert client.get(f"{path}?x=1").status_code == 400


def test_the_guide_is_the_file_for_the_server_that_shows_it(client):
    page = client.get("/api/v1/guide/", headers={"host": "news.example"}, secure=True).content.decode()
    text = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert re.findall(r'<li><a href="#[\w-]+">([^<]+)</a></li>', page) == sections
    anchors = re.findall(r' id="([\w-]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([\w-]+)"', page)) == set(anchors)
    assert "127.0.0.1" not in page
    assert page.count("https://news.example/") == text.count(WRITTEN_FOR)
    assert "<!--" not in page
    commands = [block for block in re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL) if "curl" in block]
    assert sum(block.count("curl ") for block in commands) == len(re.findall(r"^    curl ", text, re.MULTILINE))
