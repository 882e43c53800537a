"""Sources of before are given their ids, in more than one batch; back and forth they are the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from corpus.models import Source, SourceEntry
from corpus.models.ids import IdType, derive

pytestmark = pytest.mark.django_db(transaction=True)
BEFORE, AFTER = [("corpus", "0028_compared")], [("corpus", "0030_sources_checked")]
NUMBER = 1203


def migrate(targets: list[tuple[str, str]]) -> None:
    MigrationExecutor(connection).migrate(targets)


@pytest.fixture
def _before() -> Iterator[None]:
    migrate(BEFORE)
    yield
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def ids() -> dict[str, str]:
    return dict(Source.objects.values_list("url", "public_id"))


@pytest.mark.usefixtures("_before")
def test_sources_of_before_have_ids_that_stay() -> None:
    old = MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model("corpus", "Source")
    urls = [f"https://outlet{number}.example/feed.xml?key={number}" for number in range(NUMBER)]
    old.objects.bulk_create(old(url=url, host="outlet.example", polls=3) for url in urls)
    entry = SourceEntry.objects.create(source_id=old.objects.get(url=urls[7]).pk, key="1", state="done")
    group, _ = Group.objects.get_or_create(name="ingestors")
    migrate(AFTER)
    assert ids() == {url: derive(IdType.SOURCE, url) for url in urls}
    assert SourceEntry.objects.get().source.url == urls[7]
    assert set(Source.objects.values_list("poll_outcome", "entries_found", "version", "polls")) == {("", 0, 1, 3)}
    assert group.permissions.filter(codename="delete_source").exists()
    # What the application would be served otherwise: a second row of one id, a row without one, one of another type.
    for wrong in (Source.objects.first().public_id, None, "art_aaaaaaaaaaaaa"):
        with pytest.raises(IntegrityError):
            Source.objects.create(url="https://new.example/", host="new.example", public_id=wrong)
    first = ids()
    migrate(BEFORE)
    assert not group.permissions.filter(codename="delete_source").exists()
    migrate(AFTER)
    assert ids() == first
    assert SourceEntry.objects.get() == entry


@pytest.mark.usefixtures("_before")
def test_the_checks_cut_short_are_made_by_a_second_run() -> None:
    migrate([("corpus", "0029_sources")])
    loader = MigrationExecutor(connection).loader
    migration = loader.get_migration("corpus", "0030_sources_checked")
    state = loader.project_state([("corpus", "0029_sources")])
    with connection.schema_editor(atomic=False) as editor:
        after = state.clone()
        migration.operations[0].state_forwards("corpus", after)
        migration.operations[0].database_forwards("corpus", editor, state, after)
    migrate(AFTER)
    with pytest.raises(IntegrityError):
        Source.objects.create(url="https://a.example/", host="a.example", public_id="art_aaaaaaaaaaaaa")
    with pytest.raises(IntegrityError):
        Source.objects.create(
            url="https://a.example/", host="a.example", public_id="src_aaaaaaaaaaaaa", poll_outcome="changed"
        )
