"""The benchmark's own parts: the corpus that it makes, the peers that must answer alike, its report. No timing."""

from __future__ import annotations

import json
import socket
import threading
from collections import Counter
from random import Random

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test import Client

from corpus.models import (
    Affiliation,
    Article,
    Change,
    Entity,
    Fingerprint,
    Mention,
    Person,
    Quotation,
    QuotationSpan,
    Shingle,
    Utterance,
)
from corpus.services.verify import verify
from tests.bench import databases, generator, questions, vocabulary
from tests.bench.__main__ import arguments
from tests.bench.client import Connection
from tests.bench.filling import TABLES, store_all
from tests.bench.growing import FIRST_ARTICLE, FIRST_PERSON, grow
from tests.bench.growth import STRANGERS, measured
from tests.bench.loading import load
from tests.bench.report import A_SPEED, E_TIME, NOTHING, Line, as_dict, machine, table, write
from tests.bench.rounds import Disagreement, ask_by_turns, check_agreement

pytestmark = pytest.mark.slow

STORED = 20


class InProcess:
    """Stands for a connection: answers from the application in this process, or fixed ones."""

    def __init__(self, answers: dict[str, object] | None = None) -> None:
        self.base = "http://testserver"
        self.answers = answers
        self.asked: list[str] = []

    def get(self, path: str) -> bytes:
        self.asked.append(path)
        if self.answers is not None:
            return json.dumps(self.answers[path]).encode()
        response = Client().get(path)
        assert response.status_code == 200, response.content
        return response.content


@pytest.fixture
def stored(db: None) -> None:
    store_all(generator.articles(STORED))


def test_an_article_depends_on_seed_and_number_alone() -> None:
    made = list(generator.articles(5, seed=3))
    assert list(generator.articles(2, seed=3, first=3)) == made[3:]
    assert generator.article(4, seed=4) != made[4]
    assert len({item.article.body for item in made}) == 5


def test_articles_are_as_large_as_promised() -> None:
    made = list(generator.articles(50))
    words = sum(len(item.article.body.split()) for item in made) / len(made)
    assert 420 <= words <= 480
    for item in made:
        entities = (*item.extraction.people, *item.extraction.organisations)
        assert len(item.extraction.quotations) == 5
        assert sum(len(entity.mentions) for entity in entities) == 12
        for quotation in item.extraction.quotations:
            assert quotation.speaker is not None
            assert quotation.cue is not None
            assert item.article.body[quotation.speaker.start : quotation.speaker.end] == quotation.speaker.text
            assert item.article.body[quotation.cue.start : quotation.cue.end] == quotation.cue.text


def test_few_people_are_named_often_and_many_seldom() -> None:
    named = Counter(person.name for item in generator.articles(300) for person in item.extraction.people)
    assert named.most_common(1)[0][1] > 20
    assert sum(1 for times in named.values() if times == 1) > 100


def test_names_of_ranks_differ() -> None:
    assert len({vocabulary.person(rank) for rank in range(5000)}) == 5000
    assert len({vocabulary.rare(rank) for rank in range(5000)}) == 5000


def test_stored_articles_keep_all_promises(stored: None) -> None:
    assert list(verify()) == []
    assert (Article.objects.count(), Quotation.objects.count()) == (STORED, STORED * 5)
    assert Mention.objects.count() == STORED * 12
    assert Person.objects.filter(quotation_count__gt=0).exists()


def test_the_twin_gets_every_table_that_is_written(stored: None) -> None:
    models = [model for model in apps.get_app_config("corpus").get_models() if not model._meta.proxy]
    # The triggers of the twin note changes there as those of the store do here.
    assert {model for model in models if model._default_manager.exists()} == {*TABLES, Change}


def test_a_grown_corpus_is_one_that_the_services_go_on_with(db: None) -> None:
    for size in (60, 90):
        grow(size)
        assert Article.objects.filter(pk__gte=FIRST_ARTICLE).count() == size
    before = Article.objects.count(), Mention.objects.count()
    assert all(took > 0 for took in (*measured(90, 0), *measured(90, STRANGERS)))
    assert (Article.objects.count(), Mention.objects.count()) == before
    store_all([generator.article(1, seed=90)])
    named = Person.objects.filter(mentions__text__article__source_key__startswith="bench-90").distinct()
    known = {vocabulary.person(rank) for rank in range(60)} & set(named.values_list("name", flat=True))
    assert known
    assert all(person.pk >= FIRST_PERSON for person in named if person.name in known)


def test_the_idiomatic_peer_answers_like_the_product(stored: None, settings: pytest.FixtureRequest) -> None:
    paths = [*questions.articles(Random(1))[:5], *questions.speakers(Random(1))[:5]]
    product = InProcess()
    expected = InProcess({path: json.loads(product.get(path)) for path in paths})
    settings.ROOT_URLCONF = "tests.bench.idiomatic.urls"
    assert check_agreement(expected, {"A": InProcess()}, paths) > 5


def test_a_peer_that_answers_otherwise_stops_the_run() -> None:
    product = InProcess({"/": {"id": "art_a", "cue": "", "next": "x"}})
    check_agreement(product, {"E": InProcess({"/": {"id": "art_a", "cue": None, "next": "y"}})}, ["/"])
    with pytest.raises(Disagreement, match="E answers / otherwise than the product: id"):
        check_agreement(product, {"E": InProcess({"/": {"id": "art_b", "cue": ""}})}, ["/"])


def test_all_contenders_are_asked_the_same_as_often() -> None:
    paths = ["/1", "/2"]
    contenders = {name: InProcess(dict.fromkeys(paths)) for name in ("product", "A", "E")}
    rounds = []
    times = ask_by_turns({name: (one, paths) for name, one in contenders.items()}, 6, rounds.append)
    assert set(times) == set(contenders)
    assert all(one.asked == paths * 3 for one in contenders.values())
    assert sum(rounds) == 6


def test_the_report_has_its_shape(tmp_path) -> None:
    lines = [
        Line("article with quotations", A_SPEED, 5.254, 5.0),
        Line("article with quotations", E_TIME, 3.5, 3.0, at_most=True),
        Line("extraction, articles per CPU-second", NOTHING, 91.26),
    ]
    write(as_dict(machine("sqlite", 0.5), 2000, lines), tmp_path / "bench.json")
    report = json.loads((tmp_path / "bench.json").read_text())
    assert set(report) == {"machine", "articles", "rows"}
    assert report["articles"] == 2000
    assert all(list(row) == ["name", "against", "ratio", "bar", "holds"] for row in report["rows"])
    assert [(row["ratio"], row["bar"], row["holds"]) for row in report["rows"]] == [
        (5.25, 5.0, True),
        (3.5, 3.0, False),
        (91.3, None, None),
    ]
    printed = table(lines).splitlines()
    assert len(printed) == 4
    assert printed[2].endswith("≤ 3  NO")


def test_a_second_run_leaves_the_first_ones_databases_alone(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(databases, "FOLDER", tmp_path)
    with databases.alone(), pytest.raises(databases.NoDatabase, match="another benchmark"), databases.alone():
        pass
    with databases.alone():
        pass


def test_the_number_of_articles_comes_from_option_or_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BENCH_ARTICLES", "300")
    assert arguments([]).articles == 300
    assert arguments(["--articles", "500"]).articles == 500
    with pytest.raises(SystemExit):
        arguments(["--articles", "many"])


def _schema() -> list[tuple[str, ...]]:
    """The names of all indexes, triggers and constraints."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL "
                "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint UNION ALL "
                "SELECT tgname, tgenabled::text FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1, 2"
            )
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY name")
        return list(cursor.fetchall())


KEPT = {
    Article: ("public_id", "content_key", "word_count", "quotation_count", "headline_key", "publisher__name"),
    Quotation: ("public_id", "words", "prefix", "word_count", "review_priority", "speaker__name"),
    QuotationSpan: ("quotation__public_id", "role", "position", "start", "end"),
    Mention: ("public_id", "words", "kind", "entity__name"),
    Affiliation: ("title", "title_key", "tense", "start", "person__name", "organisation__name"),
    Entity: ("type", "name", "quotation_count", "mention_count", "is_publisher"),
    Utterance: ("key", "text", "times_printed", "outlet_count", "variant_count"),
    Fingerprint: ("key", "total", "article__public_id"),
    Shingle: ("key", "total", "quotation__public_id"),
    Change: ("record",),
}


def _kept() -> dict[str, list[tuple[object, ...]]]:
    rows = {model: sorted(model._default_manager.values_list(*fields)) for model, fields in KEPT.items()}
    # Ids that follow from an entity's, which says in which article it was met first.
    rows[Change] = [row for row in rows[Change] if row[0][:3] in ("art", "quo")]
    return {model.__name__: found for model, found in rows.items()}


def test_what_is_loaded_is_what_the_services_would_have_stored(db: None) -> None:
    schema = _schema()
    with transaction.atomic():
        store_all(generator.articles(STORED))
        stored = _kept()
        transaction.set_rollback(True)
    store_all(generator.articles(5))
    load(STORED - 5, seed=1, first=5)
    assert _kept() == stored
    assert list(verify()) == []
    assert _schema() == schema


def test_a_stream_is_read_to_its_end_or_so_far_as_is_asked_for() -> None:
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (b"a\r\nb\r", b"\nc\r\n", b"d\r\n"))
    answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks + b"0\r\n\r\n"
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            for _ in range(2):
                with server.accept()[0] as client:
                    client.recv(4096)
                    client.sendall(answer)

        answering = threading.Thread(target=serve, daemon=True)
        answering.start()
        found = []
        for most in (100, 2):
            with Connection(server.getsockname()[1]) as connection:
                found.append(connection.lines("/", b"\r\n", most))
        answering.join()
    assert found == [4, 3]
