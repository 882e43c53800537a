"""Bulk work that waits in the database."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from corpus.models import Article, Job
from corpus.services.errors import InvalidDocument
from corpus.services.jobs import MAX_ATTEMPTS, progress, run_next_job, submit_lines

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


def test_a_job_that_kills_its_workers_is_given_up(user: object) -> None:
    job = submit_lines(lines(GOOD), user=user)
    Job.objects.update(state="running", leased_until=timezone.now(), attempts=MAX_ATTEMPTS)
    assert run_next_job() is True
    job.refresh_from_db()
    assert job.state == "failed"
    assert job.reason


def test_the_worker_command(user: object) -> None:
    submit_lines(lines(GOOD), user=user)
    call_command("worker", "--once")
    assert Article.objects.count() == 1
