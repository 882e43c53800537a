"""One table of texts and queries; the suite runs it on each database."""

from contextlib import suppress

import pytest
from django.db import connection

from corpus.models import Article, Quotation
from corpus.search import QueryError, index_articles, matching, parse, sought, sqlite
from corpus.search.query import LONGEST_QUERY

ARTICLES = {
    "storm": ("Storm closes the harbour", "Ana Kerr said the port wouldn't reopen before Monday. “We wait,” she said."),
    "bank": (
        "Calder Bank posts a loss",
        "The bank’s chairman, Björn Łoś, told U.S. investors: 1,000 jobs would go.",
    ),
    "strike": ("Dockers strike", "Port workers in Zürich-Nord sent an e-mail: the harbour strike goes on."),
    "asia": ("東京の港", "東京で台風。 Ferries to Wellmouth were cancelled."),
    "vote": ("Town votes", "Voters elected a mayor; negotiations over the bank of the river begin. Said nothing else."),
}
QUERIES = [
    ("harbour", {"storm", "strike"}),
    ("Harbours", {"storm", "strike"}),
    ("harbour port", {"storm", "strike"}),
    ("storm Monday", {"storm"}),
    ("storm -Monday", set()),
    ('"closes the harbour"', {"storm"}),
    ('"harbour Ana"', set()),
    ('"the harbour strike"', {"strike"}),
    ('harbour -"harbour strike"', {"storm"}),
    ("port -strike", {"storm"}),
    ("bank", {"bank", "vote"}),
    ("bank -river", {"bank"}),
    ("storm OR river", {"storm", "vote"}),
    ("storm OR river bank", {"vote"}),
    ('"bank of" OR "we wait"', {"storm", "vote"}),
    ("bank's", {"bank", "vote"}),
    ("wouldn’t", {"storm"}),
    ("Bjorn Los", {"bank"}),
    ("zurich", {"strike"}),
    ("US", {"bank"}),
    ("U.S. investors", {"bank"}),
    ("1000", {"bank"}),
    ("e-mail", {"strike"}),
    ("mail", {"strike"}),
    ("negotiat*", {"vote"}),
    ("negotiations*", {"vote"}),
    ("elec*", {"vote"}),
    ("e-mai*", {"strike"}),
    ("東京", {"asia"}),
    ("京東", set()),
    ("港", {"asia"}),
    ("the", {"storm", "bank", "strike", "vote"}),
    ("nowhere", set()),
    ("said nothing", {"vote"}),
    ("headline", set()),
    ("headline:storm", set()),
]


@pytest.fixture
def corpus(article):
    return {name: article(*words, day=day) for day, (name, words) in enumerate(ARTICLES.items(), 1)}


def names(corpus, rows):
    by_key = {made.pk: name for name, made in corpus.items()}
    return [by_key[row.pk] for row in rows]


@pytest.mark.parametrize(("q", "expected"), QUERIES)
def test_articles(corpus, q, expected):
    assert set(names(corpus, matching(Article.objects.all(), q))) == expected


@pytest.mark.parametrize(("q", "expected"), QUERIES)
def test_ranking_neither_adds_nor_drops(corpus, q, expected):
    ranked = matching(Article.objects.all(), q, ranked=True).order_by("search_rank", "-published_at", "-pk")
    assert set(names(corpus, ranked)) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("strike", [("strike", 0)]),
        ("harbour", [("storm", 0), ("strike", 3)]),
        ("harbour strike", [("strike", 1)]),
        ("port harbour", [("storm", 1), ("strike", 3)]),
        ("bank", [("bank", 0), ("vote", 3)]),
        ("the bank", [("bank", 1), ("vote", 2)]),
        ("elected mayor", [("vote", 3)]),
        ("storm OR strike", [("strike", 0), ("storm", 0)]),
        ("said", [("vote", 3), ("storm", 3)]),
    ],
)
def test_rank_of_articles(corpus, q, expected):
    rows = matching(Article.objects.all(), q, ranked=True).order_by("search_rank", "-published_at", "-pk")
    assert list(zip(names(corpus, rows), [row.search_rank for row in rows], strict=True)) == expected


def test_rank_of_quotations(quotation):
    together = quotation("We want the peace talks to go on.", day=1)
    apart = quotation("Talks bring peace.", day=2)
    rows = matching(Quotation.objects.all(), "peace talks", ranked=True).order_by("search_rank", "-published_at", "-pk")
    assert [(row.pk, row.search_rank) for row in rows] == [(together.pk, 2), (apart.pk, 3)]
    alone = matching(Quotation.objects.all(), "peace", ranked=True).order_by("search_rank", "-published_at", "-pk")
    assert [(row.pk, row.search_rank) for row in alone] == [(apart.pk, 3), (together.pk, 3)]


def test_words_side_by_side_are_told_among_the_last_stored_only(article, monkeypatch):
    monkeypatch.setattr("corpus.search.filtering.CLOSELY_READ", 2)
    made = [article("Talks", f"peace talks {number}") for number in range(3)]
    article("Other", "peace")
    rows = matching(Article.objects.all(), "peace talks -war", ranked=True).order_by("pk")
    assert [(row.pk, row.search_rank) for row in rows] == [(row.pk, 1) for row in made]
    rows = matching(Article.objects.all(), "peace 0 OR 1 OR 2", ranked=True)
    assert {row.search_rank for row in rows} == {3}
    rows = matching(Article.objects.all(), "peace talk*", ranked=True).order_by("pk")
    assert [row.search_rank for row in rows] == [1, 1, 1]
    Article.objects.update(headline="")
    index_articles([row.pk for row in made])
    rows = matching(Article.objects.all(), "peace talks", ranked=True).order_by("pk")
    assert [row.search_rank for row in rows] == [3, 2, 2]


def test_combines_with_filters_counts_values_and_keysets(corpus):
    rows = matching(Article.objects.filter(published_at__day__gte=2), "harbour OR bank OR 東京", ranked=True)
    ordered = rows.order_by("search_rank", "-published_at", "-pk")
    assert names(corpus, ordered) == ["asia", "bank", "vote", "strike"]
    assert rows.count() == 4
    assert rows.exists()
    assert names(corpus, ordered.filter(search_rank__gt=0)) == ["vote", "strike"]
    assert list(ordered.values_list("search_rank", flat=True)) == [0, 0, 3, 3]
    assert names(corpus, ordered[1:3]) == ["bank", "vote"]
    inner = Quotation.objects.filter(article__in=matching(Article.objects.all(), "harbour"))
    assert inner.count() == 0


def test_runs_one_query(corpus, django_assert_num_queries):
    with django_assert_num_queries(1):
        list(matching(Article.objects.all(), 'harbour OR elec* -"no strike"', ranked=True))


@pytest.mark.parametrize(
    "q",
    [
        "a\x00b", "\x00", "headline : storm", "{headline} : storm", "storm NEAR(x y, 3)", "^storm", "storm + port",
        "storm NOT port", "'storm' & 'port'", "storm <-> port", "storm:A", "storm:*", "!storm", "storm | port",
        "\\'", "'",
        "''", "%s %d %(x)s", "storm') OR 1=1 --x", "😀😀", "שלום عالم", "\u202eabc", "\ud800 storm", "((((", "~long",
        "x" * LONGEST_QUERY, "x" * 10_000, "東" * LONGEST_QUERY, '"' + "a " * 499 + '"', "ab* " * 10, "run* " * 32,
        " OR ".join(["run*"] * 32), "OR " * 200, '"' * 400, "* " * 100, "- " * 100, "-a " * 40, "ab" + "́" * 900,
    ],
)  # fmt: skip
def test_hostile_queries(corpus, q):
    for rows in (Article.objects.all(), Quotation.objects.all()):
        for ranked in (False, True):
            with suppress(QueryError):
                list(matching(rows, q, ranked=ranked))


def test_words_of_the_index_itself_are_no_words(corpus):
    assert not matching(Article.objects.all(), "long").exists()


def test_only_articles_and_quotations(corpus):
    from corpus.models import Entity

    with pytest.raises(TypeError, match="Entity"):
        matching(Entity.objects.all(), "storm")


FILLER = "the ferry of the town and the other ferry "


@pytest.fixture
def long_article(article):
    """Longer than a tsvector's positions, and with more of one word than it counts."""
    body = FILLER * 12_000 + "then the mayor of Wellmouth spoke at last " + FILLER * 1000
    return article("The long report on the ferry", body)


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("Wellmouth", True),
        ('"mayor of Wellmouth"', True),
        ('"mayor the Wellmouth"', False),
        ('"the mayor" ferry', True),
        ('ferry -"the mayor"', False),
        ('ferry -"a mayor"', True),
        ('"on the ferry the"', False),
        ('"of Wellmouth spok*', None),
        ('"a mayor" OR "Wellmouth spoke"', True),
        ('"a mayor" OR "Wellmouth speaks"', False),
        ("wellmouth-spo*", True),
        ("last-spo*", False),
    ],
)
def test_phrases_deep_in_a_long_text(long_article, article, q, found):
    article("Short", "the mayor and nobody else")
    if found is None:
        with pytest.raises(QueryError):
            matching(Article.objects.all(), q)
        return
    assert matching(Article.objects.all(), q).filter(pk=long_article.pk).exists() is found


@pytest.mark.parametrize(("q", "rank"), [('"the ferry"', 0), ('"long report" Wellmouth', 1), ('"mayor of"', 3)])
def test_rank_of_a_long_text(long_article, q, rank):
    assert [row.search_rank for row in matching(Article.objects.all(), q, ranked=True)] == [rank]


def test_a_vocabulary_larger_than_a_tsvector(article):
    made = article("Dictionary", " ".join(f"w{number:07d}" for number in range(200_000)))
    assert list(matching(Article.objects.all(), '"w0000500 w0000501"')) == [made]
    assert not matching(Article.objects.all(), "w0199999").exists()


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="EXPLAIN QUERY PLAN is SQLite's")
def test_sqlite_looks_words_up_in_the_index(corpus):
    assert "VIRTUAL TABLE INDEX" in matching(Article.objects.all(), "storm").explain()


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="GIN is PostgreSQL's")
def test_postgresql_looks_words_up_in_the_index(corpus):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    for q in ("storm", '"the storm" -"no harbour"'):
        assert "corpus_article_search_words" in matching(Article.objects.all(), q).explain()


EXACT = [
    ("Storm", {"storm"}),
    ("storm", set()),
    ("harbour", {"storm", "strike"}),
    ("harbours", set()),
    ("Zürich", {"strike"}),
    ("Zurich", set()),
    ("Bank", {"bank"}),
    ("bank", {"bank", "vote"}),
    ("bank's", {"bank", "vote"}),
    ('"the harbour strike"', {"strike"}),
    ('"The harbour strike"', set()),
    ("harbour -Storm", {"strike"}),
    ("harbour -storm", {"storm", "strike"}),
    ("1,000", {"bank"}),
    ("1000", set()),
    ("U.S.", {"bank"}),
    ("US", set()),
    ("wouldn't", {"storm"}),
    ("wouldnt", set()),
    ("nego*", {"vote"}),
    ("Vote*", {"vote"}),
    ("vote*", {"vote"}),
    ("votin*", set()),
    ("東京", {"asia"}),
    ("Storm OR river", {"storm", "vote"}),
]


def in_pages(query):
    return Article.objects.filter(sought(Article.objects.all(), query).rows())


@pytest.mark.parametrize(("q", "expected"), EXACT)
def test_words_as_printed(corpus, q, expected):
    query = parse(q, exact=True)
    assert set(names(corpus, matching(Article.objects.all(), query))) == expected
    assert set(names(corpus, matching(Article.objects.all(), query, ranked=True))) == expected
    assert set(names(corpus, in_pages(query))) == expected


def test_quotations_as_printed(quotation):
    made = quotation("The École opened.")
    for q, found in (("École", True), ("école", False), ("ecole", False), ('"The École"', True)):
        assert matching(Quotation.objects.filter(pk=made.pk), parse(q, exact=True)).exists() is found


@pytest.mark.parametrize(("q", "expected"), QUERIES)
@pytest.mark.parametrize(("many", "few", "look_up"), [(0, 0, 0), (0, 0, 200), (5000, 0, 0), (5000, 100, 0)])
def test_pages_find_the_same(corpus, monkeypatch, q, expected, many, few, look_up):
    monkeypatch.setattr("corpus.search.sqlite.MANY", many)
    monkeypatch.setattr("corpus.search.sqlite.FEW", few)
    monkeypatch.setattr("corpus.search.sqlite.LOOK_UP", look_up)
    query = parse(q)
    assert set(names(corpus, in_pages(query))) == expected
    ranked = {row.pk: row.search_rank for row in matching(Article.objects.all(), query, ranked=True)}
    ranks = sought(Article.objects.all(), query, ranked=True).ranks()
    told = {row.pk: rank for rank, rows in ranks for row in Article.objects.filter(rows)}
    assert told == ranked


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL's index is asked anew")
def test_few_rows_are_found_once(corpus, django_assert_num_queries):
    with django_assert_num_queries(2) as caught:
        ranks = sought(Article.objects.all(), parse("harbour"), ranked=True).ranks()
    assert all("MATCH" in query["sql"] for query in caught)
    with django_assert_num_queries(2) as caught:
        found = {rank: names(corpus, Article.objects.filter(rows)) for rank, rows in ranks}
    assert not any("MATCH" in query["sql"] for query in caught)
    assert found == {0: ["storm"], 3: ["strike"]}


def test_few_rows_that_become_many_meanwhile_keep_their_ranks(article, monkeypatch):
    monkeypatch.setattr(sqlite, "FEW", 2)
    made, few = [article("Harbour", "It reopened.").pk for _ in range(2)], sqlite.few

    def one_more_behind(connection, statement):
        found = few(connection, statement)
        if len(made) == 2:
            made.append(article("Harbour", "It reopened.").pk)
        return found

    monkeypatch.setattr(sqlite, "few", one_more_behind)
    ranks = sought(Article.objects.all(), parse("harbour"), ranked=True).ranks()
    assert {row.pk: rank for rank, rows in ranks for row in Article.objects.filter(rows)}.items() >= {
        (pk, 0) for pk in made[:2]
    }


def test_a_rank_that_none_of_few_rows_has_is_not_read(corpus):
    ranks = sought(Article.objects.all(), parse("monday"), ranked=True).ranks()
    kept = [3] if connection.vendor == "sqlite" else [0, 3]
    assert [rank for rank, _ in ranks] == kept


@pytest.mark.parametrize("q", ["ecole", "école", "d'école", "l’ecole", '"d ecole"'])
def test_elided_words_are_found_alone(article, q):
    made = article("Ouverture", "La cour d’école rouvre ; l'école reste.")
    assert list(matching(Article.objects.all(), q)) == [made]
