"""Statements that are compiled once for all values say what a query that is built of the values says."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from api.v1 import asked as asking
from api.v1.asked import Asked, Base, Prepared, flat
from api.v1.filters.base import Meaning
from api.v1.pagination import Cursor, Place, rows_at
from corpus import search
from corpus.models import Article, Quotation
from corpus.statements import statement
from tests.api.conftest import ids, quotations
from tests.api.test_orders import VIEWS

pytestmark = pytest.mark.django_db

SAMPLES = (
    ["2024-03", "2023-W07"],
    ["0.25", "0.5"],
    ["3", "12"],
    ["per_aaaaaaaaaaaaa", "quo_bbbbbbbbbbbbb"],
    ["wall", "mill"],
)
PLAIN = [
    (name, one)
    for name, view in VIEWS.items()
    for one, found in view.listings["list"].filterset.base_filters.items()
    if found.meaning.plain
]
FEWEST = {"quotations": 60, "articles": 30, "people": 15, "affiliations": 25}


def values_of(meaning: Meaning) -> list[Any]:
    """Two values that the filter takes, as they are read; keys stand for what is looked up."""
    if meaning.find is not None:
        return [7, 8]
    for texts in ([*meaning.schema.get("enum", [])][:2], *SAMPLES):
        try:
            found = [meaning.parse(text) for text in texts]
        except ValidationError:
            continue
        if found:
            return found
    raise AssertionError("no sample fits")


def made(name: str, given: dict[str, list[Any]], sought: search.Sought | None = None, order: str = "") -> Asked:
    """What a request asks of a collection."""
    view = VIEWS[name]
    listing = view.listings["list"]
    words = (order,) if order else listing.default
    return Asked(Base(name, view().collection), listing.filterset, given, words, listing.columns, sought)


def check(asked: Asked, cursor: Cursor | None = None) -> None:
    """The prepared statement, filled with the values, is the one that Django makes of them."""
    prepared = Prepared(asked)
    rows, keys = asked.ordered()
    for number in range(len(keys[0].parts)) if keys[0].parts else [None]:
        place = Place(number, cursor if number is None else None, backwards=False)
        query = rows_at(place, rows, keys)
        found = query.values_list("pk", *query.query.annotation_select)[:51]
        sql, params = found.query.get_compiler(using="default").as_sql()
        prepared.keys_at(place, 51, asked.values)
        [held] = [found for form, found in prepared.statements.items() if form[0] == number]
        assert held is not None
        after = cursor.values if cursor is not None and number is None else ()
        assert held[0].sql == sql
        assert held[0].filled([*flat(asked.values), *after], connection) == list(params)
    assert prepared.count(asked.values) == asked.all_rows().count()


@pytest.mark.parametrize(("name", "one"), PLAIN)
def test_each_plain_filter(name: str, one: str) -> None:
    meaning = VIEWS[name].listings["list"].filterset.base_filters[one].meaning
    found = values_of(meaning)
    check(made(name, {one: found[:1]}))
    if meaning.many:
        check(made(name, {one: found}))


@pytest.mark.parametrize("name", sorted(VIEWS))
def test_plain_filters_together_and_behind_a_cursor(name: str) -> None:
    filters = VIEWS[name].listings["list"].filterset.base_filters
    given = {one: values_of(filters[one].meaning) for at, one in PLAIN if at == name and not one.endswith("__not")}
    single = {one: values[:1] for one, values in given.items()}
    check(made(name, single))
    some = dict(list(single.items())[:5])
    keys = made(name, some).ordered()[1]
    if not keys[0].parts:
        samples = {"name": "mill", "times_printed": 3, "score": 0.5}
        word = made(name, some).words[0].removeprefix("-")
        place = (samples.get(word, datetime(2024, 3, 1, tzinfo=UTC)), *[5] * (len(keys) - 1))
        check(made(name, some), Cursor(place))


def test_most_filters_are_plain() -> None:
    told = {name: sum(at == name for at, _ in PLAIN) for name in VIEWS}
    assert {name: told[name] >= least for name, least in FEWEST.items()} == dict.fromkeys(FEWEST, True), told


@pytest.mark.parametrize("q", ["wall", "harbour wall", "harbour -wall", '"harbour wall" OR mill', "harb*"])
@pytest.mark.parametrize("ranked", [True, False])
@pytest.mark.parametrize(("many", "look_up"), [(0, 0), (0, 200), (1, 0), (1, 200), (5000, 0)])
def test_searches(
    edition: Article, monkeypatch: pytest.MonkeyPatch, q: str, ranked: bool, many: int, look_up: int
) -> None:
    monkeypatch.setattr("corpus.search.sqlite.MANY", many)
    monkeypatch.setattr("corpus.search.sqlite.FEW", 100 if many == 5000 else 0)
    monkeypatch.setattr("corpus.search.sqlite.LOOK_UP", look_up)
    sought = search.sought(Article.objects.all(), search.parse(q), ranked=ranked, floor=1 if ranked else None)
    check(made("articles", {"language": ["en"]}, sought, "relevance" if ranked else ""))


def test_what_values_decide_is_not_prepared() -> None:
    filters = VIEWS["quotations"].listings["list"].filterset.base_filters
    for one in ("text__icontains", "said_at__isnull", "mentions", "repeats_earlier"):
        if one in filters:
            assert made("quotations", {one: []}).form is None


def test_requests_that_differ_in_values_compile_nothing_anew(client, edition: Article, monkeypatch) -> None:
    made_quotations = quotations(edition, 3)
    compiled = []

    def counted(*given: Any) -> Any:
        compiled.append(given)
        return statement(*given)

    monkeypatch.setattr(asking, "statement", counted)
    asking.PREPARED_QUERIES.held.clear()
    for number, row in enumerate(made_quotations):
        answer = client.get(f"/api/v1/quotations/?id={row.public_id}&published_at__gte=200{number}&count=true")
        assert ids(answer) == [row.public_id]
        assert answer.json()["count"] == 1
    assert len(compiled) == 2  # the page and its count


def test_forms_are_kept_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    held = asking.PreparedQueries()
    monkeypatch.setattr(asking.PreparedQueries, "MOST", 2)
    for one in ("kind", "status", "channel"):
        held.of(made("quotations", {one: ["direct"]}))
    assert [form[1][0][0] for form in held.held] == ["status", "channel"]


def test_a_record_that_goes_between_two_statements_is_left_out(client, edition: Article, monkeypatch) -> None:
    kept, gone = quotations(edition, 2)
    path = "/api/v1/quotations/?fields=id"
    assert len(ids(client.get(path))) == Quotation.objects.count()
    keys_at = Prepared.keys_at

    def losing(*given: Any) -> Any:
        found = keys_at(*given)
        Quotation.objects.filter(pk=gone.pk).delete()
        return found

    monkeypatch.setattr(Prepared, "keys_at", losing)
    with CaptureQueriesContext(connection):
        found = ids(client.get(path))
    assert kept.public_id in found
    assert gone.public_id not in found
