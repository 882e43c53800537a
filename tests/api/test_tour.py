"""The commands of README.md, docs/api.md and docs/gallery do what they say, on the demo corpus, read as curl does."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from tests.conftest import ROOT
from tests.demo import stored_demo

COMMAND = re.compile(r"^    (curl (?:[^\\\n]|\\\n)*)$", re.MULTILINE)
# What curl refuses in an address (blanks, marks) or takes for a pattern (brackets and braces).
ADDRESS = re.compile(r"http://127\.0\.0\.1:8000(/[^\s\"'<>\\^`{}\[\]|]*)")


def ask(command: str, client: Client) -> tuple[str, Any]:
    """Method and answer of a command, its address taken literally."""
    words = iter(shlex.split(command.replace("\\\n", " "))[1:])
    addresses, query, headers, body, method = [], [], {}, None, "GET"
    for word in words:
        if word == "--data-urlencode":
            name, _, value = next(words).partition("=")
            query.append(f"{name}={quote(value, safe='')}")
        elif word == "-d":
            body, method = next(words), "POST"
        elif word == "-H":
            name, _, value = next(words).partition(": ")
            headers[name] = value
        elif word != "-G":
            addresses.append(word)
    [address] = addresses
    path = ADDRESS.fullmatch(address)
    assert path, f"curl does not take {address}"
    assert not query or "?" not in path[1]
    assert bool(query) == ("-G" in shlex.split(command))
    given = path[1] + (f"?{'&'.join(query)}" if query else "")
    kind = headers.pop("Content-Type", "application/json")
    headers.setdefault("Accept", "*/*")
    if method == "GET":
        return method, client.get(given, headers=headers)
    return method, client.post(given, body, content_type=kind, headers=headers)


def holds(answer: Any) -> bool:
    """Whether an answer shows records, in whatever format."""
    kind = answer["Content-Type"].partition(";")[0]
    if answer.streaming:
        return len(b"".join(answer.streaming_content).splitlines()) > (kind == "text/csv")
    if kind == "application/atom+xml":
        return b"<entry>" in answer.content
    if kind == "application/vnd.iptc.g2.newsmessage+xml":
        return b"<newsItem " in answer.content
    found = answer.json()
    members = {"application/popolo+json": "memberships", "application/ld+json": "itemListElement"}
    return bool(found.get(members.get(kind, "results")) or found.get("result") or found.get("identifierSpace"))


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["docs/api.md", "docs/gallery/README.md", "README.md"])
def test_every_command_answers_as_the_page_says(page: str, client: Client) -> None:
    stored_demo()
    commands = COMMAND.findall((ROOT / page).read_text(encoding="utf-8"))
    assert len(commands) >= 4
    for command in commands:
        if "Token …" in command:
            continue  # needs a token that nobody has
        method, answer = ask(command, client)
        if "speeker" in command:
            assert answer.status_code == 400
            assert answer.json()["errors"][0]["suggestion"] == "speaker"
            continue
        assert answer.status_code == 200, (command, answer.content)
        if "explain=true" in command:
            assert answer.json()["explanation"]["filters"]
        elif "/facets/" in command:
            counted = answer.json()["facets"].values()
            assert all(facet["buckets"] for facet in counted), f"nothing found by {command}"
        elif method == "GET" or "/search/" in command:
            assert holds(answer), f"nothing found by {command}"
        elif "lookup" in command:
            assert [match["match"] for match in answer.json()["matches"]] == ["normalised"]
        else:
            assert json.loads(answer.content)["quotations"][0]["speaker"]["name"] == "Mara Ellwin"


@pytest.mark.parametrize("address", ['?q="two words"', "?q=two words", '?q="word"', "{id}/"])
def test_addresses_that_curl_does_not_take(address: str, client: Client) -> None:
    with pytest.raises(AssertionError, match="curl does not take"):
        ask(f"curl 'http://127.0.0.1:8000/api/v1/articles/{address}'", client)
