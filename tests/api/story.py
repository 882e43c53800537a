"""The story of the examples: two outlets print what Ines Tarrow, mayor of Port Ellis, says about the harbour wall.

It is told to the API, and what each operation answers is an example of the documentation.
"""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from api.v1 import examples
from corpus import tasks
from corpus.models import (
    Affiliation,
    Article,
    Change,
    Entity,
    Quotation,
    RawDocument,
    SourceEntry,
    SubscriptionEvent,
    Utterance,
)
from corpus.services.decide import note
from corpus.services.deliveries import Attempt, lease_subscription, note_delivery, release
from corpus.services.lease_source import hold_source, lease_source, release_source
from tests.api.conftest import organisation, person
from tests.api.story_of_editors import Editors

FACETS = {
    "articles": "by=publisher&by=published_month&normalise=articles",
    "quotations": "by=speaker&by=published_month",
    "people": "by=affiliation__organisation",
    "organisations": "by=created_month",
    "affiliations": "by=organisation&by=tense",
    "utterances": "by=speaker",
}
SEARCHES = {
    "articles": examples.ARTICLES_SOUGHT,
    "quotations": examples.QUOTATIONS_SOUGHT,
    "people": examples.ENTITIES_SOUGHT,
    "organisations": examples.ORGANISATIONS_SOUGHT,
    "affiliations": examples.AFFILIATIONS_SOUGHT,
    "utterances": examples.UTTERANCES_SOUGHT,
}
REFUSED = "answered with status 404"
Answers = dict[str, dict[str, Any]]


class Story(Editors):
    """Tells it, and keeps what is answered: of each operation by status, of a listing its first record."""

    def __init__(self) -> None:
        self.answers: Answers = {}
        self.known: dict[str, str] = {}

    def editor(self) -> Client:
        user = get_user_model().objects.create_user("ana.kerr", is_staff=True)
        user.groups.set(Group.objects.filter(name__in=["curators", "ingestors"]))
        client = Client()
        client.force_login(user)
        client.user = user  # type: ignore[attr-defined]
        return client

    def keep(self, operation: str, response: Any) -> Any:
        assert response.status_code < 300, (operation, response.content)
        body = json.loads(b"".join(response.streaming_content)) if response.streaming else response.json()
        kept = body
        if isinstance(body, dict) and {"results", "next", "previous"} <= set(body):
            assert body["results"], operation
            kept = body["results"][0]
        self.answers.setdefault(operation, {})[str(response.status_code)] = kept
        return body

    def get(self, operation: str, path: str) -> Any:
        return self.keep(operation, self.client.get(f"/api/v1/{path}", headers=HOST, secure=True))

    def post(self, operation: str, path: str, body: Any, kind: str = "application/json", method: str = "post") -> Any:
        send = getattr(self.client, method)
        path = f"/api/v1/{path}"
        headers = {**HOST, "Referer": "https://news.example/", "X-CSRFToken": ""}
        return self.keep(operation, send(path, body, content_type=kind, headers=headers, secure=True))

    def tell(self) -> Answers:
        """All of it."""
        self.client = self.editor()
        made = self.post("articles_create", "articles/", examples.ARTICLE)
        self.post("articles_create", "articles/", examples.ARTICLE)
        job = self.post("articles_bulk", "articles/bulk/", json.dumps(examples.SECOND_ARTICLE), "application/x-ndjson")
        tasks.run_jobs()
        self.get("jobs_retrieve", f"jobs/{job['id']}/")
        self.article = made["id"]
        self.mayor = Entity.objects.get(name="Ines Tarrow")
        self.quotation = Quotation.objects.get(article__public_id=self.article, kind="direct")
        self.firm = Entity.objects.get(name="Norrick Shipping")
        self.role = Affiliation.objects.filter(person=self.mayor).order_by("pk")[0]
        self.utterance = Utterance.objects.filter(speaker=self.mayor).order_by("-times_printed", "pk")[0]
        self.publisher = Article.objects.get(public_id=self.article).publisher
        self.correct()
        self.merge("people", examples.MERGE, self.mayor, person("Ines Tarow"))
        self.merge("organisations", examples.MERGE_OF_BODIES, self.firm, organisation("Norrick Shiping"))
        self.read()
        self.edit()
        return json.loads(self.renamed(json.dumps(self.answers, ensure_ascii=False)))  # type: ignore[no-any-return]

    def correct(self) -> None:
        path = f"quotations/{self.quotation.public_id}/"
        body = {**examples.CORRECTION, "speaker": self.mayor.public_id}
        self.get("quotations_retrieve", path)
        self.get("quotations_list", "quotations/?kind=direct&ordering=published_at")
        self.post("quotations_partial_update", path, body, method="patch")
        for record, before, after in (
            (self.article, {"section": ""}, {"section": "Harbour"}),
            (self.role.public_id, {"title": "mayor"}, {"title": self.role.title}),
        ):
            note(record, "correct", user=self.client.user, reason="as printed", before=before, after=after)

    def merge(self, name: str, body: dict[str, str], survivor: Entity, loser: Entity) -> None:
        """Merge two, undo it, merge them again: the history holds all three."""
        path, body = f"{name}/{loser.public_id}/merge/", {**body, "into": survivor.public_id}
        self.post(f"{name}_merge", path, body)
        made = self.get("merges_list", f"merges/?survivor={survivor.public_id}")["results"][0]
        if name == "people":
            self.get("merges_retrieve", f"merges/{made['id']}/")
            self.post("merges_undo", f"merges/{made['id']}/undo/", examples.UNDO)
        else:
            self.client.post(f"/api/v1/merges/{made['id']}/undo/", "{}", content_type="application/json")
        self.post(f"{name}_merge", path, body)
        self.get(f"{name}_history_list", f"{name}/{survivor.public_id}/history/")

    def read(self) -> None:
        ids = {
            "articles": self.article,
            "quotations": self.quotation.public_id,
            "people": self.mayor.public_id,
            "organisations": self.firm.public_id,
            "affiliations": self.role.public_id,
            "utterances": self.utterance.public_id,
        }
        self.get("root", "")
        for name, record in ids.items():
            if name != "quotations":
                self.get(f"{name}_list", f"{name}/" + self.first(name))
                self.get(f"{name}_retrieve", f"{name}/{record}/")
            self.get(f"{name}_facets", f"{name}/facets/?{FACETS[name]}")
            self.post(f"{name}_search", f"{name}/search/", SEARCHES[name])
            if name in ("articles", "quotations", "affiliations"):
                self.get(f"{name}_history_list", f"{name}/{record}/history/")
        for name in ("people", "organisations"):
            for part in ("affiliations", "quotations"):
                self.get(f"{name}_{part}_list", f"{name}/{ids[name]}/{part}/")
            self.get(f"{name}_timeline", f"{name}/{ids[name]}/timeline/?by=month")
            self.get(f"{name}_associates", f"{name}/{ids[name]}/associates/")
        self.get("organisations_people_list", f"organisations/{self.firm.public_id}/people/")
        self.get("articles_quotations_list", f"articles/{self.article}/quotations/?kind=direct")
        self.get("articles_mentions_list", f"articles/{self.article}/mentions/")
        self.get("articles_annotations", f"articles/{self.article}/annotations/?format=json")
        self.get("utterances_variants", f"utterances/{self.utterance.public_id}/variants/")
        self.get("utterances_disputes", f"utterances/{self.utterance.public_id}/disputes/")
        self.get("utterances_quotations_list", f"utterances/{self.utterance.public_id}/quotations/")
        self.get("autocomplete", "autocomplete/?q=tarr")
        self.get("popolo", f"popolo/?person={self.mayor.public_id}")
        self.get("changes", "changes/?type=quotation&expand=record&page_size=1")
        self.reconcile()
        self.post("extract_create", "extract/", examples.EXTRACT)
        self.subscribe()
        self.watch()
        self.post("quotations_lookup", "quotations/lookup/", examples.LOOKUP)
        self.get("quotations_verify", f"quotations/{self.quotation.public_id}/verify/?text=We+owe+it+to+the+ships")

    def reconcile(self) -> None:
        """Ask about the names of somebody's table."""
        self.get("reconcile", "reconcile/")
        form = urlencode({"queries": examples.RECONCILED["queries"]})
        self.post("reconcile_create", "reconcile/", form, "application/x-www-form-urlencoded")
        self.get("reconcile_suggest_entity", "reconcile/suggest/entity/?prefix=tarr")
        self.get("reconcile_suggest_property", "reconcile/suggest/property/?prefix=role")
        self.get("reconcile_suggest_type", "reconcile/suggest/type/?prefix=pe")
        self.get("reconcile_properties", "reconcile/properties/?type=person&limit=2")

    def subscribe(self) -> None:
        """Follow what the mayor says, with a log of one attempt."""
        body = {**examples.SUBSCRIPTION, "query": f"speaker={self.mayor.public_id}&kind=direct"}
        made = self.post("subscriptions_create", "subscriptions/", body)
        path = f"subscriptions/{made['id']}/"
        sent = self.post("subscriptions_test", f"{path}test/", {})
        row = lease_subscription(Change.objects.position())
        assert row is not None
        note_delivery(row, SubscriptionEvent.objects.get(public_id=sent["event"]), Attempt(120, 204))
        release(row)
        self.get("subscriptions_list", "subscriptions/")
        self.get("subscriptions_retrieve", path)
        self.get("subscriptions_deliveries_list", f"{path}deliveries/")
        self.post("subscriptions_replay", f"{path}replay/", {"since": "0"})
        self.post("subscriptions_rotate", f"{path}rotate/", {})
        self.post("subscriptions_partial_update", path, {"name": "The mayor"}, method="patch")

    def watch(self) -> None:
        """Watch the feed of an outlet: one entry of it was read, another could not be had."""
        made = self.post("sources_create", "sources/", examples.SOURCE)
        path = f"sources/{made['id']}/"
        source = lease_source()
        assert source is not None
        now = timezone.now()
        poll = {"polls": 1, "polled_at": now, "poll_outcome": "changed", "entries_found": 2, "changed_at": now}
        hold_source(source, kind="rss", created=1, failed=1, **poll)
        raw = RawDocument.objects.filter(article__public_id=self.article)[0]
        page = "https://gazette.example/harbour-wall"
        SourceEntry.objects.create(source=source, key="1", url=f"{page}-2", state="failed", reason=REFUSED)
        SourceEntry.objects.create(source=source, key="2", url=page, state="done", outcome="created", raw=raw)
        release_source(source)
        self.get("sources_list", "sources/")
        self.get("sources_retrieve", path)
        self.get("sources_entries_list", f"{path}entries/")
        self.post("sources_poll", f"{path}poll/", {})
        self.post("sources_retry", f"{path}retry/", {})
        self.post("sources_partial_update", path, {"state": "paused"}, method="patch")

    def first(self, name: str) -> str:
        """The query that has the hero of the story come first."""
        orders = {"people": "?ordering=-quotation_count", "organisations": "?is_publisher=false"}
        return orders.get(name, "")

    def renamed(self, text: str) -> str:
        """The answers with the ids of the other examples, and at the time of the story."""
        ids = {
            self.mayor.public_id: examples.SPEAKER["id"],
            self.article: examples.BRIEF_ARTICLE["id"],
            self.publisher.public_id: examples.BRIEF_ARTICLE["publisher"]["id"],
            self.quotation.public_id: examples.QUOTATION_ID,
        }
        for real, shown in ids.items():
            text = text.replace(real, shown)
        now = timezone.now()
        text = re.sub(rf"{now:%Y-%m-%d}T[\d:.]+(Z|\+00:00)", "2024-03-06T06:30:02Z", text)
        return text.replace(f"{now:%Y-%m}", "2024-03").replace(f"{now:%B %Y}", "March 2024")


HOST = {"Host": "news.example"}


def shape(value: Any) -> Any:
    """What a value is made of: the names of its members, and of a list those of its first."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value and isinstance(value[0], dict) else []
    return None
