"""Bulk work that waits in the database."""

from __future__ import annotations

import json
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import OperationalError
from django.utils import timezone

from corpus.models import Article, Job, RawDocument
from corpus.records import Outcome
from corpus.services import arrivals, jobs
from corpus.services.errors import InvalidDocument
from corpus.services.ingest import ingest_pending
from corpus.services.jobs import MAX_ATTEMPTS, progress, run_next_job, submit_lines
from corpus.services.process import pending
from corpus.services.store import Stored

pytestmark = pytest.mark.django_db

GOOD = {"key": "a", "headline": "Good", "body": "“It is a good day for the town,” said Mara Ellwin, the mayor."}


def lines(*items: object) -> bytes:
    return "\n".join(json.dumps(item) for item in items).encode()


@pytest.fixture
def user(django_user_model: type) -> object:
    return django_user_model.objects.create(username="importer")


def test_a_job_stores_its_lines_and_names_the_broken_ones(user: object) -> None:
    job = submit_lines(lines(GOOD, None, GOOD) + b"\n{half", user=user)
    assert progress(job)["pending"] == 4
    assert Article.objects.count() == 0
    assert run_next_job() is True
    job.refresh_from_db()
    state = progress(job)
    assert (job.state, state["created"], state["duplicate"], state["failed"], state["pending"]) == ("done", 1, 1, 2, 0)
    assert [failure["line"] for failure in state["failures"]] == [2, 4]
    assert run_next_job() is False


def test_the_same_lines_again_are_unchanged(user: object) -> None:
    submit_lines(lines(GOOD), user=user)
    run_next_job()
    job = submit_lines(lines(GOOD), user=user)
    run_next_job()
    assert progress(job)["unchanged"] == 1


def test_nothing_to_do_is_refused(user: object) -> None:
    with pytest.raises(InvalidDocument):
        submit_lines(b"\n \n", user=user)


def test_a_job_of_a_dead_worker_is_taken_over_after_its_lease(user: object) -> None:
    job = submit_lines(lines(GOOD), user=user)
    Job.objects.update(state="running", leased_until=timezone.now() + timedelta(minutes=1), attempts=1)
    assert run_next_job() is False
    Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    assert run_next_job() is True
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)


def test_who_comes_back_late_leaves_the_job_to_who_has_it(user: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first is so slow over a document that another takes the job, and carries it out."""
    job = submit_lines(lines(GOOD), user=user)
    slow = jobs._run

    def overtaken(mine: Job, stopping: Callable[[], bool]) -> None:
        monkeypatch.setattr(jobs, "_run", slow)
        Job.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
        assert run_next_job() is True
        slow(mine, stopping)

    monkeypatch.setattr(jobs, "_run", overtaken)
    assert run_next_job() is True
    job.refresh_from_db()
    assert (job.state, job.attempts, progress(job)["created"]) == ("done", 2, 1)


def test_what_was_noted_first_of_a_line_stands(user: object, monkeypatch: pytest.MonkeyPatch) -> None:
    job = submit_lines(lines(GOOD), user=user)
    process = arrivals.process

    def twice(work: object, **more: Any) -> None:
        heard = more.pop("report")

        def report(raw: RawDocument, stored: Stored) -> None:
            heard(raw, stored)
            heard(raw, Stored(Outcome.UNCHANGED, stored.article))

        process(work, report=report, **more)

    monkeypatch.setattr(arrivals, "process", twice)
    assert run_next_job() is True
    assert (progress(job)["created"], progress(job)["unchanged"]) == (1, 0)


def test_a_lease_is_prolonged_while_one_document_is_read(
    user: object, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    settings.LEASE_SECONDS = 7
    held: list[Callable[[], None]] = []

    @contextmanager
    def kept_alive(prolong: Callable[[], None]) -> Iterator[None]:
        held.append(prolong)
        yield

    monkeypatch.setattr(jobs, "kept_alive", kept_alive)
    monkeypatch.setattr(jobs, "_run", lambda job, _: (Job.objects.update(leased_until=timezone.now()), held[0]()))
    submit_lines(lines(GOOD), user=user)
    monkeypatch.setattr(jobs, "_finish", lambda *_: None)
    run_next_job()
    assert 5 < (Job.objects.get().leased_until - timezone.now()).total_seconds() <= 7


@pytest.mark.parametrize(("error", "attempts"), [(OperationalError("gone"), 0), (RuntimeError("a fault"), 1)])
def test_a_worker_that_lives_gives_the_job_back(
    user: object, monkeypatch: pytest.MonkeyPatch, error: Exception, attempts: int
) -> None:
    """An outage is no fault of the job's."""
    job = submit_lines(lines(GOOD), user=user)

    def fail(job: Job, stopping: Callable[[], bool]) -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(jobs, "_run", fail)
        with pytest.raises(type(error)):
            run_next_job()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.leased_until) == ("waiting", attempts, None)
    assert run_next_job() is True
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", attempts + 1)


def test_a_worker_that_is_to_end_gives_the_job_back_after_the_document_at_hand(user: object) -> None:
    job = submit_lines(lines(*(GOOD | {"key": key, "body": f"It rained in {key}."} for key in "abc")), user=user)
    assert run_next_job(stopping=lambda: progress(job)["created"] > 0) is True
    job.refresh_from_db()
    assert (job.state, job.attempts, job.leased_until, progress(job)["created"]) == ("waiting", 0, None, 1)
    assert run_next_job() is True
    job.refresh_from_db()
    assert (job.state, job.attempts, progress(job)["created"]) == ("done", 1, 3)


def test_a_job_that_kills_its_workers_is_given_up(user: object) -> None:
    job = submit_lines(lines(GOOD), user=user)
    Job.objects.update(state="running", leased_until=timezone.now(), attempts=MAX_ATTEMPTS)
    assert run_next_job() is True
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.reason


def test_documents_of_a_job_are_left_to_the_worker(user: object) -> None:
    job = submit_lines(lines(GOOD), user=user)
    assert not any(ingest_pending().counts.values())
    assert run_next_job() is True
    assert progress(job)["created"] == 1
    job = submit_lines(lines(GOOD | {"key": "b"}), user=user)
    Job.objects.filter(pk=job.pk).update(state="failed", reason="given up")
    assert len(pending()) == 1


@pytest.mark.django_db(transaction=True)  # the worker takes another connection afterwards
def test_a_fault_in_a_job_does_not_end_the_worker(user: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The job is tried again, and given up in the end; the next one has its turn."""
    broken = submit_lines(lines(GOOD), user=user)
    sound = submit_lines(lines(GOOD), user=user)
    run, heard = jobs._run, dict[int, Any]()

    def fail(job: Job, stopping: Callable[[], bool]) -> None:
        if job.pk == broken.pk:
            raise RuntimeError("a fault")
        run(job, stopping)
        heard[signal.SIGTERM](signal.SIGTERM, None)

    monkeypatch.setattr(jobs, "_run", fail)
    monkeypatch.setattr(signal, "signal", heard.__setitem__)
    call_command("worker", "--poll=0")
    broken.refresh_from_db()
    sound.refresh_from_db()
    assert (broken.state, sound.state) == ("failed", "done")


def test_the_worker_command(user: object) -> None:
    submit_lines(lines(GOOD), user=user)
    call_command("worker", "--once")
    assert Article.objects.count() == 1
