"""``manage.py extract --since``: what is no version is refused, and what is older is read."""

from __future__ import annotations

import io

import pytest
from django.core.management import CommandError, call_command

from corpus.extraction import extractor
from corpus.management.commands.extract import Command
from corpus.models import Article
from corpus.services.configs import extraction_config
from tests.builders import store

pytestmark = pytest.mark.django_db


def printed(*arguments: str) -> str:
    out = io.StringIO()
    call_command("extract", *arguments, stdout=out, stderr=io.StringIO())
    return out.getvalue()


@pytest.mark.parametrize("given", ["latest", "", "reader", "9" * 51])
def test_what_is_no_version_is_refused_with_what_to_write(given: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError, match=r"--since: expected an extractor with its version, like reader-2\.3"):
        call_command("extract", "--since", given)
    with pytest.raises(SystemExit) as stop:
        Command().run_from_argv(["manage.py", "extract", "--since", given])
    assert stop.value.code == 2
    assert "like reader-2.3 or rules-3" in capsys.readouterr().err


def test_what_the_rules_read_is_read_again_by_the_reader() -> None:
    article = store()
    Article.objects.filter(pk=article.pk).update(extractor="rules-3")
    assert printed("--since", "reader-2.3") == "updated 1\n"
    article.refresh_from_db()
    assert article.extractor == extractor(extraction_config())
    assert printed("--since", article.extractor) == "nothing to do\n"
