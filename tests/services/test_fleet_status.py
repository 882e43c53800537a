"""How the work of all machines stands: the command, the metrics, the admin."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from api.measures import STATUS
from corpus.extraction import extractor
from corpus.ingest import Declared
from corpus.models import Run, RunChunk, RunDocument
from corpus.services.configs import extraction_config
from corpus.services.ingest import distribute_documents
from corpus.services.leases import lease_chunk
from corpus.services.read_chunk import read_chunk
from corpus.services.store_run import store_run
from tests.fleet.newsroom import write

pytestmark = pytest.mark.django_db
NUMBER = 40


@pytest.fixture
def run(tmp_path: Path, settings: Any) -> Run:
    settings.EXTRACTION_MODEL = "rules"
    made, _ = distribute_documents([str(write(tmp_path / "news.jsonl", NUMBER))], Declared())
    return made


def told() -> dict[str, Any]:
    call_command("status", "--json", stdout=(out := StringIO()))
    answer: dict[str, Any] = json.loads(out.getvalue())
    return answer


def words() -> str:
    call_command("status", stdout=(out := StringIO()))
    return out.getvalue()


def gauges() -> dict[str, float]:
    STATUS.forget()
    text = Client().get("/metrics").content.decode()
    return {name: float(value) for name, value in re.findall(r"^(on_record_\S+) (\S+)$", text, re.MULTILINE)}


def test_nothing_to_tell() -> None:
    assert (told()["runs"], told()["leases"], told()["set_aside"]) == ([], [], 0)
    assert words().startswith("no run is open\n")
    assert gauges()["on_record_runs"] == 0


def test_from_waiting_to_stored(run: Run) -> None:
    # One arrival is the same document again, which nobody has to read twice.
    assert told()["documents"] == {"waiting": NUMBER - 1, "read": 1, "stored": 0, "failed": 0}
    first, second = run.chunks.values_list("pk", flat=True)
    read_chunk(first)
    lease_chunk(second, extractor(extraction_config()))
    state = told()
    assert state["documents"] == {"waiting": NUMBER - 26, "read": 26, "stored": 0, "failed": 0}
    [shown] = state["runs"]
    assert shown["chunks"] == {"waiting": 0, "leased": 1, "read": 1, "lapsed": 0}
    assert shown["per_minute"]["read"] > 0
    assert shown["seconds_left"] is not None
    [lease] = state["leases"]
    assert (lease["chunk"], lease["read"], lease["total"], lease["lapsed"]) == (2, 0, NUMBER - 26, False)
    assert "reads: chunk 2 of run_" in words()
    assert gauges()['on_record_documents{state="read"}'] == 26
    assert gauges()['on_record_chunks{state="leased"}'] == 1
    assert gauges()['on_record_documents_per_minute{step="read"}'] > 0
    # Storing begins long after reading, and is not made slow by that.
    RunDocument.objects.filter(position=40).update(outcome="created", done_at=timezone.now() - timedelta(seconds=10))
    Run.objects.filter(pk=run.pk).update(created_at=timezone.now() - timedelta(hours=1))
    assert told()["runs"][0]["per_minute"]["stored"] > 1 / 5
    RunDocument.objects.filter(position=40).update(outcome="", done_at=None)
    RunChunk.objects.filter(pk=second).update(leased_until=timezone.now() - timedelta(seconds=1))
    assert gauges()['on_record_chunks{state="lapsed"}'] == 1
    assert "gives no sign of life" in words()
    read_chunk(second)
    assert told()["documents"]["waiting"] == 0
    store_run(run.pk)
    assert told()["runs"] == []


def test_what_was_set_aside_is_named(run: Run) -> None:
    RunDocument.objects.filter(position=5).update(strikes=3)
    for pk in run.chunks.values_list("pk", flat=True):
        read_chunk(pk)
    store_run(run.pk)
    state = told()
    assert state["set_aside"] == 1
    [aside] = state["latest_set_aside"]
    assert aside["source"].endswith("news.jsonl:5")
    assert "3 workers died while they read it" in aside["reason"]
    assert "news.jsonl:5" in words()
    assert gauges()["on_record_documents_set_aside"] == 1


def test_metrics_without_a_database_tell_of_the_process(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError("no such host")

    monkeypatch.setattr("api.measures.status", gone)
    STATUS.forget()
    answer = client.get("/metrics")
    assert answer.status_code == 200
    assert b"on_record_runs" not in answer.content
    assert b"http_requests" in answer.content


def test_the_admin_shows_how_far_runs_are(run: Run, admin_client: Client) -> None:
    read_chunk(run.chunks.values_list("pk", flat=True)[0])
    page = admin_client.get(reverse("admin:corpus_run_changelist")).content.decode()
    assert f"25 of {NUMBER - 1} read, 0 of {NUMBER} done" in page
    assert f'<progress max="{2 * NUMBER}" value="26"' in page


@pytest.mark.parametrize(("group", "status"), [("ingestors", 200), ("curators", 200), ("readers", 403)])
def test_who_sees_runs_in_the_admin(run: Run, client: Client, group: str, status: int) -> None:
    user = User.objects.create(username="somebody", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client.force_login(user)
    for model in ("run", "runchunk", "rundocument"):
        assert client.get(reverse(f"admin:corpus_{model}_changelist")).status_code == status
