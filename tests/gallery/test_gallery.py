"""The tables of docs/gallery are what the API answers on the demo corpus."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.conftest import ROOT
from tests.demo import stored_demo
from tests.gallery.questions import TABLES, written


@pytest.mark.django_db
def test_the_tables_are_what_is_answered(client: Client) -> None:
    stored_demo()

    def ask(path: str) -> Any:
        answer = client.get(f"/api/v1{path}")
        assert answer.status_code == 200, (path, answer.content)
        return answer.json()

    page = (ROOT / "docs" / "gallery" / "README.md").read_text(encoding="utf-8")
    assert written(page, ask) == page, "make gallery writes them anew"


def test_a_page_without_a_place_for_a_table_is_told() -> None:
    with pytest.raises(ValueError, match=next(iter(TABLES))):
        written("nothing", lambda path: {"results": [], "next": None})
